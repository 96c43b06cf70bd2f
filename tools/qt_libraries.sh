#!/bin/sh
# Checks the shared libraries that Qt loads from the system. On Debian and Ubuntu the missing ones are installed, as root
# or through a sudo that asks for no password; otherwise the command to run is printed and the exit status is 1.
# usage: tools/qt_libraries.sh headless|window
set -eu

# what the loader looks for : the package that holds it
headless="libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0"
window="libxcb-cursor.so.0:libxcb-cursor0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0
libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1"

case "$1" in
    headless) wanted=$headless ;;
    window) wanted="$headless $window" ;;
    *) echo "usage: $0 headless|window" >&2; exit 2 ;;
esac

[ "$(uname -s)" = Linux ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Not a Debian or Ubuntu system: the shared libraries that Qt needs are taken to be there." >&2
    exit 0
fi

missing_packages() {
    # ldconfig is in /sbin, which is not on everyone's PATH.
    known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)
    for pair in $wanted; do
        case "$known" in
            *"${pair%%:*} "*) ;;
            *) printf ' %s' "${pair##*:}" ;;
        esac
    done
}

packages=$(missing_packages)
[ -n "$packages" ] || exit 0

# Ubuntu 24.04 and Debian 13 call one of them libglib2.0-0t64; apt knows it by both names.
install="apt-get install -y --no-install-recommends$packages"
if [ "$(id -u)" = 0 ]; then
    as_root=env
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "Qt needs shared libraries that are not installed yet. Run this, then the same command again:" >&2
    if command -v sudo >/dev/null 2>&1; then
        echo "    sudo apt-get update && sudo $install" >&2
    else
        echo "    su -c 'apt-get update && $install'" >&2
    fi
    exit 1
fi

echo "Installing the shared libraries that Qt needs:$packages"
$as_root apt-get update -q || true  # an old list of packages may do
# shellcheck disable=SC2086  # the words of the command are meant to be split
$as_root DEBIAN_FRONTEND=noninteractive $install
packages=$(missing_packages)
if [ -n "$packages" ]; then
    echo "Still missing after the installation:$packages" >&2
    exit 1
fi
