#!/bin/sh
# Starts the bundle in a bare Debian 12 without Python and without the network, draws, reads and trains in it.
# usage: tools/try_bundle.sh BUNDLE BASE OUT      (BUNDLE: a folder or an archive made by `make bundle`; see in_bare_debian.sh)
set -eu
here=$(dirname "$0")
script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat > "$script" <<'END'
set -eu
if command -v python3 || ls /usr/lib/python3* 2>/dev/null; then echo "there is a Python here" >&2; exit 1; fi
if [ -d /given/bundle ]; then
    bundle=/given/bundle
else
    mkdir /opt/unpacked && tar -xf /given/bundle -C /opt/unpacked
    bundle=$(echo /opt/unpacked/*)
fi
"$bundle/handwriting-app" --version
sh /given/person bundle "$bundle/handwriting-app"
END
BARE_PACKAGES=$(sh "$here/bare_packages.sh") OFFLINE=1 OUT=$3 \
    sh "$here/in_bare_debian.sh" "$2" "$script" bundle="$(realpath "$1")" person="$here/person.sh"
