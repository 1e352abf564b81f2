#!/usr/bin/env bash
# install-python-client.sh NAME…: installs what requirements/NAME.txt names into .cache/NAME, a virtual environment. Does nothing
# when it is there.
set -euo pipefail
cd "$(dirname "$0")"
for name in "$@"; do
  requirements="requirements/$name.txt"
  venv="$(cd ../../.. && pwd)/.cache/$name"
  cmp -s "$requirements" "$venv/.complete" && continue
  command -v python3 >/dev/null || { echo "python3 is needed for $name" >&2; exit 1; }
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  cp "$requirements" "$venv/.complete"
done
