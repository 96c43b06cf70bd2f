#!/bin/sh
# Installs the wheel in a bare Debian 12 by uv and by pipx, makes and removes the menu entry, draws, reads and trains.
# usage: tools/try_wheel.sh WHEEL BASE OUT      (see in_bare_debian.sh; UV names a uv that runs anywhere)
#
# Packages come from where pip and uv look by themselves, or from where PIP_CONFIG_FILE and UV_* say.
set -eu
here=$(dirname "$0")
script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat > "$script" <<'END'
set -eu
wheel=$(echo /tmp/wheel/*.whl)
export PATH="/root/.local/bin:$PATH"
now() { date +%s%N; }
tried() {
    echo "$1: installed after $(( ($(now) - $2) / 1000000 )) ms"
    handwriting-app --version
    handwriting-app --make-shortcut
    grep -q "^Exec=.*handwriting-app-window" /root/.local/share/applications/handwriting-app.desktop
    sh -c "$(sed -n 's/^Exec=//p' /root/.local/share/applications/handwriting-app.desktop) --version"
    handwriting-app --remove-shortcut
    [ ! -e /root/.local/share/applications/handwriting-app.desktop ]
    sh /given/person "$1" handwriting-app
    echo "$1: installed, started, drawn, read and trained after $(( ($(now) - $2) / 1000000 )) ms"
}
begun=$(now)
/given/uv tool install --quiet "$wheel"
tried uv "$begun"
/given/uv tool uninstall --quiet handwriting-app
begun=$(now)
pipx install "$wheel"
tried pipx "$begun"
END
# A wheel has to keep its name, so it is given by its folder.
sed -i "1i mkdir -p /tmp/wheel && cp /given/wheel/$(basename "$1") /tmp/wheel/" "$script"
BARE_PACKAGES=$(sh "$here/bare_packages.sh" python3 python3-venv pipx) OUT=$3 \
    sh "$here/in_bare_debian.sh" "$2" "$script" wheel="$(realpath "$(dirname "$1")")" person="$here/person.sh" \
    uv="$(realpath "$(command -v "${UV:-uv}")")"
