# shellcheck shell=bash
# The pinned Rust toolchain. Needs: places.bash, progress.bash
: "${root:?expected places.bash before this file}"

# pinned_toolchain: the version in rust-toolchain.toml.
pinned_toolchain() {
  sed -n 's/^channel *= *"\(.*\)"/\1/p' "$root/rust-toolchain.toml"
}

# active_toolchain: the version of the rustc that would run here, or nothing.
active_toolchain() {
  rustc --version 2>/dev/null | cut -d ' ' -f 2
}

# ensure_toolchain: makes the pinned rustc and cargo the ones that run, or says what is missing.
ensure_toolchain() {
  local pinned found
  pinned=$(pinned_toolchain)
  command -v cargo >/dev/null || command -v rustup >/dev/null ||
    fail "no Rust found; install rustup (https://rustup.rs) and run this again"
  if command -v rustup >/dev/null; then
    # The builder of the contract runs cargo in folders outside the checkout, where no rust-toolchain.toml is found.
    export RUSTUP_TOOLCHAIN=$pinned
    if [[ $(active_toolchain) != "$pinned" ]]; then
      step "installing Rust $pinned"
      rustup toolchain install "$pinned" --profile minimal --component clippy --component rustfmt >&2 ||
        fail "rustup could not install Rust $pinned"
    fi
  fi
  found=$(active_toolchain)
  [[ $found == "$pinned" ]] || fail "expected Rust $pinned, found ${found:-none}"
}
