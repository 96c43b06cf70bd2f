#!/bin/sh
# Makes .venv and installs one of the lock files into it, and the project itself so that it runs from the checkout.
# usage: tools/install.sh runtime|development      (PYTHON=… chooses the interpreter)
set -eu
cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

if ! command -v "$python" >/dev/null 2>&1; then
    fail "Python 3.11 to 3.14 is needed, and there is no '$python' here." \
         "On Debian and Ubuntu: apt-get install python3 python3-venv"
fi
version=$("$python" -c 'import sys; print("%d.%02d" % sys.version_info[:2])')
case "$version" in
    3.1[1-4]) ;;
    *) fail "Python 3.11 to 3.14 is needed, which the pinned packages are made for; '$python' is $("$python" --version 2>&1)." \
            "With another one beside it: make PYTHON=python3.13 …" ;;
esac
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    fail "'$python' cannot make virtual environments: its module 'venv' or 'ensurepip' is missing." \
         "On Debian and Ubuntu: apt-get install python3-venv   (or python$version-venv)"
fi

# A folder left by an interrupted start, or by a Python that has gone since, is of no use.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear .venv
fi
echo "Installing locks/$lock.txt into .venv; the first time takes a minute or two."
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
pip install --require-hashes --only-binary :all: --requirement "locks/$lock.txt"
pip install --quiet --no-deps --no-build-isolation --editable .

touch .venv/runtime.stamp  # the development lock holds all of the run-time lock
[ "$lock" = runtime ] || touch ".venv/$lock.stamp"
