#!/bin/sh
# Starts Handwriting App from this folder; see README.txt.
here=$(cd "$(dirname "$0")" && pwd)
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
        exec "$python" "$here/start.py" "$@"
    fi
done
echo "Handwriting App needs Python 3.11 to 3.14, and there is none on this machine." >&2
exit 1
