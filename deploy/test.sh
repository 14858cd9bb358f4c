#!/bin/sh
# Every check and test. The browser's tests run beside the others, since both mostly wait.
set -u
cd "$(dirname "$0")/.."
status=0
deploy/check.sh || status=1
.venv/bin/python -m pytest -q -n 2 --dist loadfile "$@" || status=1
exit $status
