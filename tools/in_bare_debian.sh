#!/bin/sh
# Runs a script as root within a bare Debian 12, on top of which everything is written to memory and gone afterwards.
# usage: tools/in_bare_debian.sh BASE SCRIPT [NAME=FILE_OR_FOLDER…]
#
# BASE is a folder made by debootstrap, which is left as it is; it is made, if it is not there, with $BARE_PACKAGES beside
# what Debian itself needs (tools/bare_packages.sh names them). Each NAME=PATH is to be seen there, read-only, as
# /given/NAME. What the script writes to /out is kept in $OUT, a folder of this machine. It runs without the network
# if $OFFLINE is set; else with this machine's names and certificates, and with $PIP_CONFIG_FILE, if that is set.
#
# Needs root, debootstrap and unshare. All mounts are those of one private namespace: when it ends, so do they.
set -eu
base=$1 script=$2
shift 2
out=${OUT:?OUT names the folder for what comes out}
mkdir -p "$out"

if [ ! -e "$base/etc/debian_version" ]; then
    unshare --mount debootstrap --variant=minbase --include="${BARE_PACKAGES:?names the packages}" bookworm "$base" \
        ${BARE_MIRROR:+"$BARE_MIRROR"}
fi

network=
[ -z "${OFFLINE:-}" ] || network=--net
export BASE="$base" SCRIPT="$script" OUT="$out"
# shellcheck disable=SC2016,SC2086  # the variables are those of the inner shell; no word, or one
exec unshare --mount --pid --fork --kill-child $network sh -euc '
    room=/mnt
    mount -t tmpfs -o size=4g tmpfs "$room"
    mkdir "$room/upper" "$room/work" "$room/root"
    mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$room/upper,workdir=$room/work" "$room/root"
    root=$room/root
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mkdir -p "$root/given" "$root/out" "$root/dev/shm"
    mount --bind "$OUT" "$root/out"
    for pair in "$@"; do
        path=${pair#*=} place=$root/given/${pair%%=*}
        if [ -d "$path" ]; then mkdir "$place"; else : > "$place"; fi
        mount --bind "$path" "$place"
        mount -o remount,ro,bind "$place"
    done
    if [ -z "${OFFLINE:-}" ]; then
        cat /etc/resolv.conf > "$root/etc/resolv.conf"
        cat /etc/ssl/certs/ca-certificates.crt > "$root/etc/ssl/certs/ca-certificates.crt"
        [ -z "${PIP_CONFIG_FILE:-}" ] || cat "$PIP_CONFIG_FILE" > "$root/etc/pip.conf"
    fi
    unset PIP_CONFIG_FILE PYTHONPATH
    cp "$SCRIPT" "$root/script"
    export HOME=/root PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin TMPDIR=/tmp LANG=C.UTF-8
    set +e
    chroot "$root" sh /script
    status=$?
    cd /
    exit $status
' sh "$@"
