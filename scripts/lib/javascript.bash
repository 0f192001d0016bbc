# shellcheck shell=bash
# JavaScript that only tests use: the wallets' own libraries, with which they sign and verify, the compiler of
# Solidity, and what drives a browser.
# Needs: places.bash, progress.bash, packages.bash
: "${root:?expected places.bash before this file}"

# modules_of NAME: the folder outside the checkout for what e2e-tests/NAME/package-lock.json names. The lock file's hash is in its
# name: another version gets another folder.
modules_of() {
  local hash
  hash=$(sha256sum -- "$root/e2e-tests/$1/package-lock.json")
  printf '%s/exequatur/%s-%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}" "$1" "${hash:0:16}"
}

# ensure_modules NAME: installs them.
ensure_modules() {
  local from=$root/e2e-tests/$1 place work
  ensure_programs node=nodejs npm=npm
  place=$(modules_of "$1")
  [[ -d $place ]] && return
  step "installing JavaScript for the tests: $1"
  mkdir -p -- "${place%/*}"
  work=$(mktemp -d "${place%/*}/$1-new.XXXXXX")
  cp -- "$from"/package{,-lock}.json "$work/"
  if ! npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund >&2; then
    rm -rf -- "$work"
    fail "npm could not install what e2e-tests/$1/package-lock.json names"
  fi
  # Somebody else may have been faster.
  mv -T -- "$work" "$place" 2>/dev/null || rm -rf -- "$work"
  [[ -d $place ]] || fail "cannot write $place"
}
