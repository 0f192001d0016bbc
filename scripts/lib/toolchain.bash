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
    if [[ $(active_toolchain) != "$pinned" ]] && ! use_same_version_of_another_name "$pinned"; then
      step "installing Rust $pinned"
      rustup toolchain install "$pinned" --no-self-update --profile minimal --component clippy --component rustfmt >&2 ||
        fail "rustup could not install Rust $pinned"
    fi
  fi
  found=$(active_toolchain)
  [[ $found == "$pinned" ]] || fail "expected Rust $pinned, found ${found:-none}"
}

# use_same_version_of_another_name VERSION: an installed "stable" may be exactly it.
use_same_version_of_another_name() {
  local name
  while read -r name _; do
    if [[ $(RUSTUP_TOOLCHAIN=$name active_toolchain) == "$1" ]]; then
      export RUSTUP_TOOLCHAIN=$name
      return
    fi
  done < <(rustup toolchain list)
  return 1
}

# ensure_lints: clippy and rustfmt, which a minimal toolchain lacks.
ensure_lints() {
  cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 && return
  command -v rustup >/dev/null || fail "clippy or rustfmt is missing beside $(command -v cargo)"
  rustup component add clippy rustfmt >&2 || fail "rustup could not add clippy and rustfmt"
}
