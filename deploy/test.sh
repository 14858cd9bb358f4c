#!/bin/sh
# Every check and test: everything on SQLite, then on PostgreSQL what speaks to a database. What there is of the
# latter about signing and its pages, and each value that SQL may change, is left to make test-postgres: it costs the
# most and asks the least of the database.
# Arguments go to pytest and leave PostgreSQL out: deploy/test.sh tests/runs -x
set -u
cd "$(dirname "$0")/.."
status=0
deploy/check.sh || status=1
rm -f .pytest_cache/v/cache/lastfailed
# In the order of the folders, which ends with short files: by their number of tests, the few long ones come last.
# A real browser on a busy machine may miss its time once: what failed is tried once more, alone, and must pass.
.venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder "$@" ||
  .venv/bin/python -m pytest -q --last-failed --last-failed-no-failures none "$@" || status=1
[ $# -gt 0 ] || deploy/test-postgres.sh --ignore=tests/signing/backends --ignore=tests/signing/pages \
  --ignore=tests/signing/test_pages.py --ignore=tests/reports/test_signing_flow.py \
  --ignore=tests/reports/test_readiness.py --ignore=tests/reports/test_awaited.py \
  --ignore=tests/reports/test_pages.py --ignore=tests/accounts/test_throttle.py \
  --deselect=tests/inspection/test_reconcile.py::test_a_value_changed_by_sql_is_found_and_named || status=1
exit $status
