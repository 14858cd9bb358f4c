#!/bin/sh
# The checks that read the code instead of running it: style, types, import contracts.
set -u
cd "$(dirname "$0")/.."
status=0
.venv/bin/ruff check app tests bench wsgi.py || status=1
.venv/bin/ruff format --check --quiet app tests bench wsgi.py || status=1
.venv/bin/mypy app || status=1
.venv/bin/lint-imports || status=1
exit $status
