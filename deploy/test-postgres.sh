#!/bin/sh
# The tests that speak to a database, on a PostgreSQL server that is thrown away. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
# Looks, printed pages, packages and signatures are the same bytes on either database.
exec deploy/with-postgres.sh .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder \
  --ignore=tests/browser --ignore=tests/look --ignore=tests/clock --ignore=tests/docs \
  --ignore=tests/signing/attacks --ignore=tests/signing/genuine --ignore=tests/signing/verification \
  --ignore=tests/signing/pades --ignore=tests/signing/child --ignore=tests/reports/test_paraf_places.py \
  --ignore=tests/reports/test_render.py --ignore=tests/reports/test_verapdf.py --ignore=tests/reports/test_hostile.py \
  --ignore=tests/audit/verify --ignore=tests/audit/package --ignore=tests/inspection/documents \
  --ignore=tests/architecture/test_permissions.py --ignore=tests/architecture/test_sizes.py --ignore=tests/bench \
  --ignore=tests/architecture/test_light_start.py --ignore=tests/reports/test_esign_flow.py \
  --ignore=tests/reports/test_paraf_signatures.py --ignore=tests/reports/test_timestamps.py \
  --ignore=tests/signing/backends/test_esign.py --ignore=tests/signing/backends/test_uploaded.py \
  --ignore=tests/inspection/test_walk.py \
  "$@"
