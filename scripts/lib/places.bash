# shellcheck shell=bash
# Where things are. Sourced by every script; sets variables and changes nothing on disk.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

# Outside the checkout, so that a second clone finds the dependencies compiled.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/exequatur/target}

# A fresh installation of rustup is in no PATH before the next login.
cargo_bin=${CARGO_HOME:-$HOME/.cargo}/bin
if [[ -d $cargo_bin && :$PATH: != *:$cargo_bin:* ]]; then
  PATH=$cargo_bin:$PATH
fi

# cargo, rustc and rustup look for rust-toolchain.toml from the working directory upwards.
cd -- "$root" || exit
