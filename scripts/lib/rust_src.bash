# shellcheck shell=bash
# The standard library's sources, from which the contract's own copy of core and alloc is compiled.
# Needs: places.bash, progress.bash, toolchain.bash
: "${root:?expected places.bash before this file}"

# ensure_rust_src: puts the sources where `rustup component add rust-src` would, if they are not there.
#
# Tried in this order: rustup; Debian's package of exactly this version; the archive named by RUST_SRC_TARBALL, if
# its SHA-256 is the one in rust-src.sha256.
ensure_rust_src() {
  local version place way
  version=$(pinned_toolchain)
  place=$(rustc --print sysroot)/lib/rustlib/src/rust
  rust_src_is_in "$place" && return
  for way in rustup debian archive; do
    if "rust_src_from_$way" "$version" "$place" && rust_src_is_in "$place"; then
      step "rust-src $version: from $way"
      return
    fi
  done
  fail "no rust-src for Rust $version: rustup cannot add it, apt has no rust-src $version, and RUST_SRC_TARBALL" \
    "names no good archive"
}

rust_src_is_in() {
  [[ -f $1/library/core/Cargo.toml && -f $1/library/Cargo.lock ]]
}

rust_src_from_rustup() {
  command -v rustup >/dev/null && rustup component add rust-src >&2
}

rust_src_from_debian() {
  local version=$1 place=$2 candidate work
  candidate=$(apt-cache policy rust-src 2>/dev/null | sed -n 's/^ *Candidate: //p')
  [[ $candidate == "$version"[+-]* ]] || return
  work=$(mktemp -d)
  if (cd -- "$work" && apt-get -qq download rust-src >&2 && dpkg-deb -x ./*.deb unpacked); then
    move_library "$work/unpacked/usr/src/rustc-$version" "$place"
  fi
  rm -rf -- "$work"
}

rust_src_from_archive() {
  local version=$1 place=$2 archive=${RUST_SRC_TARBALL:-} expected found work
  [[ -f $archive ]] || return
  expected=$(sed -n "s/  rust-src-$version.tar.xz\$//p" "$root/scripts/lib/rust-src.sha256")
  found=$(sha256sum -- "$archive" | cut -d ' ' -f 1)
  if [[ $found != "$expected" ]]; then
    step "$archive: expected SHA-256 ${expected:-for another version}, found $found"
    return 1
  fi
  work=$(mktemp -d)
  tar -xJf "$archive" -C "$work" && move_library "$work" "$place"
  rm -rf -- "$work"
}

# move_library FROM PLACE: moves FROM/library there in one step, so that an interrupted run leaves no half of it.
move_library() {
  mkdir -p -- "$2" && rm -rf -- "$2/library.new" "$2/library" && cp -R -- "$1/library" "$2/library.new" &&
    mv -T -- "$2/library.new" "$2/library"
}
