#!/usr/bin/env bash
# Measures how long `parley up` takes until a question can be answered, and prints the medians:
#   first       empty data, no class archive (as after a build)
#   next        the same data, with the archive that was made meanwhile
#   after-kill  the start after a kill -9
#   fresh-data  empty data, with the archive
# Usage: start-up.sh [ROUNDS]. Fails when the next start takes more than 0.8 of the first's time.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
archives=$checkout/deploy/app/target/class-archive
rounds=${1:-3}
scratch=$(mktemp -d)
running=
trap '[[ -z $running ]] || kill -TERM "$running" 2>/dev/null; wait; rm -rf "$scratch"' EXIT

milliseconds() {
  local now=${EPOCHREALTIME/[.,]/}
  echo $((now / 1000))
}

# Starts it, notes the time under the name $1, ends it with the signal $2.
measure() {
  local name=$1 signal=$2 log=$scratch/log began took
  : >"$log"
  began=$(milliseconds)
  "$checkout/parley" up --offline --data "$scratch/data" --http-port 0 --voice-port 0 >"$log" 2>&1 &
  running=$!
  until grep -q 'Stop: Ctrl-C' "$log"; do
    if ! kill -0 "$running" 2>/dev/null; then
      cat "$log" >&2
      exit 1
    fi
    sleep 0.05
  done
  took=$(($(milliseconds) - began))
  echo "$name $took" >>"$scratch/times"
  printf '  %-11s %6d ms   %s\n' "$name" "$took" "$(sed -n 's/^  \([A-Z].*\)/\1/p' "$log" | paste -sd ';' -)"
  kill -"$signal" "$running"
  wait "$running" 2>/dev/null || true
  running=
}

await_archive() {
  local patience=1200
  until compgen -G "$archives/*.jsa" >/dev/null; do
    ((patience-- > 0)) || { echo "no class archive was made within two minutes" >&2; exit 1; }
    sleep 0.1
  done
}

median() {
  awk -v name="$1" '$1 == name { print $2 }' "$scratch/times" | sort -n |
    awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

"$checkout/parley" config >/dev/null # builds what is missing
for ((round = 1; round <= rounds; round++)); do
  rm -rf "$archives" "$scratch/data"
  measure first TERM
  await_archive
  measure next KILL
  measure after-kill TERM
  rm -rf "$scratch/data"
  measure fresh-data TERM
done

echo "Medians of $rounds rounds:"
for name in first next after-kill fresh-data; do
  printf '  %-11s %6d ms\n' "$name" "$(median "$name")"
done
awk -v first="$(median first)" -v next_one="$(median next)" 'BEGIN { exit !(next_one <= 0.8 * first) }' ||
  { echo "the next start is not much faster than the first" >&2; exit 1; }
