#!/bin/sh
# Sets up what is missing, and only that: Debian's packages and the Python environment in .venv.
# Usage: deploy/setup.sh run|test
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
say() { printf '%s\n' "$*" >&2; }

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

debian_packages() {
  command -v dpkg-query >/dev/null 2>&1 || { say "Bukan Debian: pasang sendiri paket yang setara dengan deploy/packages.txt."; return 0; }
  wanted=$(awk -v kind="$kind" '$1 == "run" || (kind == "test" && $1 == "test") { print $2 }' deploy/packages.txt)
  python3 -c 'import ensurepip, venv' 2>/dev/null || wanted="$wanted python3-venv"
  missing=""
  for package in $wanted; do installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "Missing Debian packages. Run this once, then the same make command again:"
    say "  sudo apt-get install -y --no-install-recommends$missing"
    exit 1
  fi
  say "Installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing > /tmp/papan-apt.$$ 2>&1 || {
    cat /tmp/papan-apt.$$ >&2
    exit 1
  }
  rm -f /tmp/papan-apt.$$
}

python_environment() {
  # The stamp is the lock's digest: a changed lock, and nothing else, installs again.
  stamp=.venv/.installed-$kind
  digest=$(cat requirements.lock requirements-dev.lock | sha256sum | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ] || return 0
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "Python 3.11 or newer is needed."; exit 1; }
  say "Setting up .venv ..."
  [ -x .venv/bin/python ] || python3 -m venv .venv
  [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv==0.13.9 >&2
  lock=requirements.lock
  [ "$kind" = run ] || lock=requirements-dev.lock
  # Compiled once here; otherwise every start compiles, which costs four seconds each time.
  .venv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes -r "$lock" >&2
  printf '%s' "$digest" > "$stamp"
  [ "$kind" = run ] || printf '%s' "$digest" > .venv/.installed-run
}

debian_packages
python_environment
