#!/bin/sh
# Two people start the program from one class folder in a bare Debian 12 with Python: read-only, without the network.
# usage: tools/try_class_folder.sh FOLDER BASE OUT      (see in_bare_debian.sh)
set -eu
here=$(dirname "$0")
script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat > "$script" <<'END'
set -eu
if touch /given/folder/x 2>/dev/null; then echo "the folder can be written to" >&2; exit 1; fi
export QT_QPA_PLATFORM=offscreen
chmod 1777 /tmp
for person in ada emmy; do
    useradd --create-home "$person"
    begun=$(date +%s%N)
    su "$person" -c '/given/folder/start-linux.sh --version'
    echo "$person: the first start, with the unpacking, took $(( ($(date +%s%N) - begun) / 1000000 )) ms"
    begun=$(date +%s%N)
    su "$person" -c '/given/folder/start-linux.sh --version'
    echo "$person: the second start took $(( ($(date +%s%N) - begun) / 1000000 )) ms"
done
# Each trains a run of their own length, and finds that one and no other.
su ada -c '/given/folder/start-linux.sh train --epochs 2 --out ~/ada.safetensors 2>/dev/null'
su emmy -c '/given/folder/start-linux.sh train --epochs 3 --out ~/emmy.safetensors 2>/dev/null'
for pair in ada:2 emmy:3; do
    person=${pair%:*}
    runs=$(su "$person" -c '/given/folder/start-linux.sh runs --json')
    [ "$(echo "$runs" | grep -o '"epochs": [0-9]*,' | head -n 1)" = "\"epochs\": ${pair#*:}," ] && \
        [ "$(echo "$runs" | grep -o '"uuid"' | wc -l)" = 1 ] || { echo "$person finds $runs" >&2; exit 1; }
    su "$person" -c 'ls ~/.local/share/handwriting-app' | tr '\n' ' '
    echo "is what $person keeps"
done
# A home that cannot be written to: unpacked beside the other temporary files, and it runs all the same.
useradd --no-create-home --home-dir /proc/none grace
su grace -c 'cd /; /given/folder/start-linux.sh --version'
sh /given/person class-folder /given/folder/start-linux.sh
END
BARE_PACKAGES=$(sh "$here/bare_packages.sh" python3) OFFLINE=1 OUT=$3 \
    sh "$here/in_bare_debian.sh" "$2" "$script" folder="$(realpath "$1")" person="$here/person.sh"
