# shellcheck shell=bash
# The system's programs that the project needs, by the Debian packages that bring them.
# Needs: progress.bash

# ensure_programs PROGRAM=PACKAGES…: installs the packages of the programs that are missing, or names them.
ensure_programs() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || read -ra missing <<<"${missing[*]-} ${pair#*=}"
  done
  ((${#missing[@]})) || return 0
  install_packages "${missing[@]}"
}

# ensure_files PATH=PACKAGE…: the same for what is no program.
ensure_files() {
  local pair missing=()
  for pair in "$@"; do
    [[ -e ${pair%%=*} ]] || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  install_packages "${missing[@]}"
}

install_packages() {
  local become=()
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || fail "missing packages; as root: apt-get install $*"
    become=(sudo -n)
  fi
  command -v apt-get >/dev/null || fail "missing, by their names on Debian: $*"
  step "installing $*"
  # A list of packages from last year names versions that the mirror no longer has.
  "${become[@]}" apt-get -qq update >&2 || step "apt-get update failed; trying with the lists as they are"
  DEBIAN_FRONTEND=noninteractive "${become[@]}" apt-get -qq install -y --no-install-recommends "$@" >&2 ||
    fail "apt-get could not install $*"
}
