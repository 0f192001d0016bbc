# shellcheck shell=bash
# How a story is told and checked: each step runs the program, compares its exit code, and says one line.
: "${program:?expected the path of the program}" "${work:?expected a folder}"

checks=0
calls=0
# What the program printed last: one JSON document.
answer=
# How many transactions each person sent, and how often each signed off line.
declare -A sent signed
actor=

# scene TEXT: a headline.
scene() {
  printf '\n%s\n' "$*"
}

# told TEXT: something that was checked and holds.
told() {
  checks=$((checks + 1))
  printf '  ok  %s\n' "$*"
}

# broken TEXT…: ends the story.
broken() {
  printf '  BROKEN  %s\n' "$*" >&2
  [[ -z $answer ]] || printf '  the program said: %s\n' "$answer" >&2
  exit 1
}

# ends EXIT_CODE TEXT COMMAND…: runs a command of the program, which must end with that code.
ends() {
  local expected=$1 text=$2 found=0
  shift 2
  calls=$((calls + 1))
  answer=$("$program" --json --chain "$work/${place:-chain}" "$@" 2>"$work/stderr") || found=$?
  if ((found != expected)); then
    cat -- "$work/stderr" >&2
    broken "$text: expected exit code $expected, found $found"
  fi
  [[ -z $actor || $answer != *'"tx_hash":'* ]] || sent[$actor]=$((${sent[$actor]:-0} + 1))
  [[ " $* " != *" --sign-only "* && " $* " != *" award sign "* ]] || signed[$actor]=$((${signed[$actor]:-0} + 1))
  told "$text"
}

# does TEXT COMMAND…: a command that succeeds.
does() {
  ends 0 "$@"
}

# refuses CODE TEXT COMMAND…: one that the contract refuses for this reason, before anything is sent.
refuses() {
  local code=$1
  shift
  ends 1 "$@"
  same "the reason" "$code" "$(field code)"
  same "sent" false "$(field sent)"
}

# as PERSON: the options with which a person acts, in `who`; each has a home, a key and a password of their own.
as() {
  # shellcheck disable=SC2034 # used by the story
  who=(--home "$work/$1" --key "$1" --password-file "$work/$1.password" --yes)
  place=chain
  actor=$1
}

# away PERSON: the same, where there is no chain.
away() {
  as "$1"
  place=nowhere
}

# field NAME: the first value of that name in the answer.
field() {
  local pattern="\"$1\":(\"([^\"]*)\"|([0-9a-z.]+))"
  [[ $answer =~ $pattern ]] || broken "no field $1 in the answer"
  printf '%s' "${BASH_REMATCH[2]}${BASH_REMATCH[3]}"
}

# same WHAT EXPECTED FOUND
same() {
  [[ $2 == "$3" ]] || broken "$1: expected $2, found $3"
  checks=$((checks + 1))
}

# balance ADDRESS: in planck.
balance() {
  calls=$((calls + 1))
  answer=$("$program" --json --chain "$work/chain" --home "$work/anybody" chain status --balance "$1" 2>"$work/stderr") ||
    broken "no balance of $1"
  field balance
}

# units PLANCK: with the token's ten decimals.
units() {
  local digits
  digits=$(printf '%011d' "$1")
  digits="${digits::-10}.${digits: -10}"
  digits=$(sed -E 's/0+$//; s/\.$//' <<<"$digits")
  printf '%s' "$digits"
}
