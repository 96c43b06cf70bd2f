#!/bin/sh
# Writes the lock files anew from pyproject.toml; needs uv on the PATH (or UV=/path/to/uv).
# One lock serves Python 3.11 and newer on Linux, macOS and Windows. No lock names where packages are fetched from:
# that is the choice of whoever installs.
set -eu
cd "$(dirname "$0")/.."
compile() {
    "${UV:-uv}" --no-config pip compile pyproject.toml "$@" --quiet --universal --python-version 3.11 \
        --fork-strategy fewest --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
}
compile --group dev --output-file locks/development.txt
# The run-time lock is a part of the development lock, version for version.
compile --group build --constraints locks/development.txt --output-file locks/runtime.txt
# What `make bundle` is built with: the run-time lock and PyInstaller.
compile --group bundle --constraints locks/development.txt --output-file locks/bundle.txt
