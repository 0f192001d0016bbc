# shellcheck shell=bash
# Counts what passed and failed. A check counts one; a test run counts each of its tests.
# Needs: progress.bash

passed=0
failed=0
failures=()

# check NAME COMMAND…: one thing that holds or does not.
check() {
  local name=$1
  shift
  step "$name"
  if "$@"; then
    passed=$((passed + 1))
  else
    note_failures 1 "$name"
  fi
}

# tests NAME COMMAND…: a run of nextest or of cargo's own runner, counted from what it prints.
tests() {
  local name=$1 log status=0 good bad
  shift
  step "$name"
  log=$(mktemp)
  CARGO_TERM_COLOR=never "$@" 2>&1 | tee -- "$log" || status=$?
  good=$(sum_of passed "$log")
  bad=$(sum_of failed "$log")
  rm -f -- "$log"
  # What did not compile, or died, printed no count.
  if ((status != 0 && bad == 0)); then
    bad=1
  fi
  passed=$((passed + good))
  if ((bad > 0)); then
    note_failures "$bad" "$name"
  fi
}

# sum_of WORD LOG: the numbers before WORD in the lines of summary of both runners.
sum_of() {
  sed -n -E -e '/^ *Summary |^test result: /!d' -e "s/.*[^0-9]([0-9]+) $1.*/\1/p" -- "$2" |
    awk '{ sum += $1 } END { print sum + 0 }'
}

note_failures() {
  failed=$((failed + $1))
  failures+=("$2")
  printf 'FAILED: %s\n' "$2" >&2
}

# report: what failed by name, then the count as the last line; fails if anything did.
report() {
  local name
  for name in "${failures[@]}"; do
    printf 'failed: %s\n' "$name"
  done
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0))
}
