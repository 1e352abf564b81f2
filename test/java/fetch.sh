#!/usr/bin/env bash
# fetch.sh SET…: fetches the jars that SET.xml names into .cache/SET with Maven. Does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")"
cache="$(cd ../.. && pwd)/.cache"
for set in "$@"; do
  lib="$cache/$set"
  cmp -s "$set.xml" "$lib/.complete" && continue
  for tool in java mvn; do
    command -v "$tool" >/dev/null || { echo "$tool is needed to fetch $set" >&2; exit 1; }
  done
  rm -rf "$lib"
  mvn -q -B -f "$set.xml" dependency:copy-dependencies -DoutputDirectory="$lib"
  cp "$set.xml" "$lib/.complete"
done
