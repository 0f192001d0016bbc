# shellcheck shell=bash
# Lines that say what is being done and how long it took so far; on stderr, so that stdout stays for results.

# Nested scripts go on counting from where the outermost began.
export EXEQUATUR_STARTED=${EXEQUATUR_STARTED:-$(date +%s)}

# step TEXT…: what is done now.
step() {
  local elapsed=$(($(date +%s) - EXEQUATUR_STARTED))
  printf '[%3d:%02d] %s\n' $((elapsed / 60)) $((elapsed % 60)) "$*" >&2
}

# fail TEXT…: what is wrong and what to do; ends the script.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 2
}
