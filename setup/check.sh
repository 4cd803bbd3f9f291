#!/bin/sh
# Everything a change must pass, all of it every time: a run names every fault at once. Called by `make check`.
set -u
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=motcua.config.settings MOTCUA_ENV=test
failed=""

step() { # step NAME COMMAND…
  name=$1
  shift
  began=$(date +%s)
  if said=$("$@" 2>&1); then
    printf 'ok    %-12s %3ss\n' "$name" "$(($(date +%s) - began))"
  else
    printf 'FAIL  %-12s\n%s\n' "$name" "$said"
    failed="$failed $name"
  fi
}

paths=""
for path in src tests bench setup docs; do
  [ -d "$path" ] && paths="$paths $path"
done

# shellcheck disable=SC2086 - a list of folders
step format ruff format --check $paths
# shellcheck disable=SC2086
step lint ruff check $paths
step types mypy
step contracts lint-imports
step templates djlint --lint --quiet src/motcua/doors/web
step migrations python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
step spelling codespell src docs tests README.md CHANGELOG.md changelog.d Makefile
step architecture python -m pytest -q -p no:cacheprovider tests/architecture
[ -f docs/generate.py ] && step docs python docs/generate.py --check

if [ -n "$failed" ]; then
  printf 'failed:%s\n' "$failed"
  exit 1
fi
