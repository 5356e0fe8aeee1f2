# Sourced by every script: enters the repository and puts its tool folder first on PATH.
# cargo-leptos takes wasm-bindgen, wasm-opt (through scripts/bin) and sass from PATH, and so downloads nothing.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
# shellcheck source=scripts/versions.env
. scripts/versions.env

export CONTACT_BOOK_TOOLS=${CONTACT_BOOK_TOOLS:-$root/.tools}
export PATH="$root/scripts/bin:$CONTACT_BOOK_TOOLS/bin:$CONTACT_BOOK_TOOLS/node_modules/.bin:$PATH"

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '\nStopped: %s\n' "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null; }

# Only Debian's packages and a Rust installed for all users need more than the user's own rights.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        fail "'$*' needs root: install sudo, or run it as root and try again."
    fi
}

# Tests that run, stop and kill the program: they wait most of their time, and cargo runs and checks them only by name.
# shellcheck disable=SC2034 # used by the scripts that source this.
waiting_tests=(--test drill --test killed --test uploads)
