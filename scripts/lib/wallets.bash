# shellcheck shell=bash
# The wallets' own JavaScript libraries, with which the tests sign and verify.
# Needs: places.bash, progress.bash, packages.bash
: "${root:?expected places.bash before this file}"

# ensure_wallets: installs what e2e-tests/wallets/package-lock.json names into a folder outside the checkout, named by the
# lock file's hash: another version gets another folder.
ensure_wallets() {
  local from=$root/e2e-tests/wallets cache=${XDG_CACHE_HOME:-$HOME/.cache}/exequatur place work
  ensure_programs node=nodejs npm=npm
  place=$cache/wallets-$(sha256sum -- "$from/package-lock.json" | cut -c 1-16)
  [[ -d $place ]] && return
  step "installing the wallets' libraries for the tests"
  mkdir -p -- "$cache"
  work=$(mktemp -d "$cache/wallets-new.XXXXXX")
  cp -- "$from"/package{,-lock}.json "$work/"
  if ! npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund >&2; then
    rm -rf -- "$work"
    fail "npm could not install the wallets' libraries (e2e-tests/wallets/package-lock.json)"
  fi
  # Somebody else may have been faster.
  mv -T -- "$work" "$place" 2>/dev/null || rm -rf -- "$work"
  [[ -d $place ]] || fail "cannot write $place"
}
