#!/bin/sh
# A person at a screen that nobody sees: opens the window with a command, draws a seven with the mouse, trains with Space,
# and looks. Exits with 1 where the window does not come, the digit is not read or no run of the training is kept.
# usage: tools/person.sh NAME COMMAND…      pictures of the screen go to /out/NAME-*.png; COMMAND takes --data-dir
set -eu
name=$1
shift
export DISPLAY=:9 QT_QPA_PLATFORM=xcb
data=$(mktemp -d)
Xvfb :9 -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
program=
trap '[ -z "$program" ] || kill "$program" 2>/dev/null; kill $screen; wait $screen 2>/dev/null; rm -rf "$data"' EXIT  # the next one needs the same screen
tries=0
until xdotool getmouselocation >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "$name: there is no screen" >&2; exit 1; }
    sleep 0.1
done

now() { date +%s%N; }
since() { echo "$(( ($(now) - $1) / 10000000 ))" | sed 's/\(..\)$/.\1 s/; s/^\./0./'; }
fail() { echo "$name: $*" >&2; scrot -o "/out/$name-failed.png" || true; exit 1; }
# How many bytes the picture of a part of the screen takes, and its hash: x,y,width,height.
seen() { scrot -o -a "$1" /tmp/part.png && cksum </tmp/part.png; }

begun=$(now)
"$@" --data-dir "$data" & program=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name 'Handwriting App' | head -n 1) || true
[ -n "$window" ] || fail "no window within 60 s"
echo "$name: the window is there after $(since "$begun")"
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 800 windowfocus "$window"
sleep 5  # the views follow the canvas

reading=${READING:-8,447,72,96}
before=$(seen "$reading")
xdotool mousemove 90 140 mousedown 1
for point in '120 140' '160 140' '200 140' '240 140' '228 170' '212 210' '196 250' '180 290' '168 330'; do
    # shellcheck disable=SC2086  # two numbers
    xdotool mousemove $point
    sleep 0.02
done
xdotool mouseup 1
sleep 2
scrot -o "/out/$name-drawn.png"
[ "$before" != "$(seen "$reading")" ] || fail "the drawing is not read"
scrot -o -a "${CANVAS:-16,66,330,330}" /tmp/canvas.png
"$@" predict /tmp/canvas.png --json --data-dir "$data" >/tmp/reading.json || fail "the command line does not read"
grep -q '"digit": 7' /tmp/reading.json || fail "the drawing is not read as a seven: $(cat /tmp/reading.json)"

begun=$(now)
xdotool key space
until "$@" runs --json --data-dir "$data" | tee /tmp/runs.json | grep -q '"state": "finished"'; do
    [ "$(( ($(now) - begun) / 1000000000 ))" -lt 90 ] || fail "no run that is done within 90 s: $(cat /tmp/runs.json)"
    sleep 1
done
echo "$name: drawn, read, trained after $(since "$begun")"
scrot -o "/out/$name-trained.png"
kill "$program"
wait "$program" && status=0 || status=$?
program=
[ "$status" = 143 ] || fail "the window ended with status $status"
echo "$name: closed by a signal as it should; in the data folder: $(ls "$data" | tr '\n' ' ')"
