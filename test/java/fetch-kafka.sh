#!/usr/bin/env bash
# Fetches the jars of Apache Kafka 3.9.2 into .cache/kafka-3.9.2 with Maven. Does nothing when they are there.
set -euo pipefail
cd "$(dirname "$0")"
lib="$(cd ../.. && pwd)/.cache/kafka-3.9.2"
[ -f "$lib/.complete" ] && exit 0
for tool in java mvn; do
  command -v "$tool" >/dev/null || { echo "$tool is needed for the tests with a real Kafka" >&2; exit 1; }
done
rm -rf "$lib"
mvn -q -B -f pom.xml dependency:copy-dependencies -DoutputDirectory="$lib"
touch "$lib/.complete"
