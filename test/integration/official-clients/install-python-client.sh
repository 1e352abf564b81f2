#!/usr/bin/env bash
# Installs the official Python client into .cache/taos-ws-py-0.7.0, a virtual environment. Does nothing when it is there.
set -euo pipefail
cd "$(dirname "$0")"
venv="$(cd ../../.. && pwd)/.cache/taos-ws-py-0.7.0"
cmp -s requirements.txt "$venv/.complete" && exit 0
command -v python3 >/dev/null || { echo 'python3 is needed for the official Python client' >&2; exit 1; }
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt
cp requirements.txt "$venv/.complete"
