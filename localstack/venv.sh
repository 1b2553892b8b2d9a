#!/usr/bin/env bash
# Makes a virtual environment in target/venvs with what python/NAME.txt lists, unless it is there: venv.sh NAME...
set -euo pipefail
cd "$(dirname "$0")/.."

for name in "$@"; do
  list=localstack/python/$name.txt
  venv=target/venvs/$name
  if cmp -s "$list" "$venv/installed.txt"; then
    continue
  fi
  rm -rf "$venv"
  mkdir -p target/venvs
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --timeout 20 --retries 1 -r "$list"
  cp "$list" "$venv/installed.txt"
done
