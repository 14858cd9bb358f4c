#!/bin/sh
# Runs a command beside a PostgreSQL server that is thrown away afterwards; TEST_DATABASE_URL leads to it.
# Usage: deploy/with-postgres.sh COMMAND [ARGUMENT...]
set -eu
[ $# -gt 0 ] || { echo "Usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

# Debian keeps the server's programs outside PATH, in a folder for each version.
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"
command -v initdb >/dev/null || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }

# In memory where there is room: a database is copied for every test.
place=${TMPDIR:-/tmp}
free=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)
[ "${free:-0}" -lt 1000000 ] || place=/dev/shm
folder=$(mktemp -d "$place/papan-postgres.XXXXXX")
owner=$(id -un)
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  # The server refuses to run as root.
  owner=nobody
  id -u postgres >/dev/null 2>&1 && owner=postgres
  chown "$owner" "$folder"
  as_owner() { setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups env HOME="$folder" "$@"; }
fi

stop() {
  trap - INT TERM EXIT
  as_owner pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap 'stop; exit 130' INT TERM
trap stop EXIT

cd "$folder"
as_owner initdb -D "$folder/data" -U papan -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
# No port at all, only a socket in this folder; what is thrown away need not survive a power cut.
as_owner pg_ctl -D "$folder/data" -l "$folder/log" -w start >/dev/null -o "-c listen_addresses='' \
  -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c max_connections=200 -c shared_buffers=64MB" || { cat "$folder/log" >&2; exit 1; }
cd "$OLDPWD"

TEST_DATABASE_URL="postgresql://papan@/postgres?host=$folder" "$@"
