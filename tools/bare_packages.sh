#!/bin/sh
# The packages of a bare Debian that has a screen and a person: what every desktop has, and stand-ins for both.
# usage: BARE_PACKAGES=$(sh tools/bare_packages.sh [MORE…])
qt=libegl1,libgl1,libxkbcommon0,libdbus-1-3,libfontconfig1,libglib2.0-0,libxcb-cursor0,libxkbcommon-x11-0
qt=$qt,libxcb-icccm4,libxcb-image0,libxcb-keysyms1,libxcb-randr0,libxcb-render-util0,libxcb-shape0,libxcb-xkb1
person=xvfb,xauth,xdotool,scrot,fonts-dejavu-core
echo "ca-certificates,$qt,$person$(printf ',%s' "$@" | sed 's/^,$//')"
