#!/bin/sh
# Serves the office on one machine: a background worker beside the web server, both ended together.
set -eu
# A passphrase passes through the server for the length of one request: no core dump may hold it.
ulimit -c 0
cd "$(dirname "$0")/.."
HOST=${HOST:-127.0.0.1}
PORT=${PORT:-8000}
export PAPAN_BASE_URL="${PAPAN_BASE_URL:-http://$HOST:$PORT}"

if [ "${DEMO:-1}" = 0 ]; then .venv/bin/flask setup --office empty; else .venv/bin/flask setup --office demo; fi
.venv/bin/flask demo accounts

.venv/bin/python -m app.worker &
worker=$!
server=
stop() { trap - INT TERM EXIT; kill "$server" "$worker" 2>/dev/null || true; wait 2>/dev/null || true; }
trap 'stop; exit 0' INT TERM
trap stop EXIT

if [ -z "${PAPAN_LOG_SIGNER:-}" ]; then
  printf 'Kunci log tidak terpisah dari aplikasi (satu pengguna sistem). Pemisahan: docs/reference/deployment.md\n' >&2
fi
printf '\nPapan Kinerja: http://%s:%s\n\n' "$HOST" "$PORT" >&2
# One thread per worker: SQLite's waiting writers are not served fairly.
.venv/bin/granian --interface wsgi --host "$HOST" --port "$PORT" --workers "${WEB_WORKERS:-2}" --blocking-threads 1 \
  --no-ws --log-level warning wsgi:app &
server=$!
wait "$server"
