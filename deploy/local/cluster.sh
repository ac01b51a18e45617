#!/bin/sh
# A cluster on this machine, for as long as one job takes: starts P node processes on loopback, submits the job, shows how it
# goes and what it left, and stops every process that it started, by its id.
#
#   deploy/local/cluster.sh [-p PROCESSES] [-s SLOTS] [-d DATA_ROOT] JOB [OPTION OF SUBMIT …]
#
# Ports are free ones; everything is kept in one new folder, which the last line names.
set -eu

processes=3
slots=1
data=
while getopts p:s:d: option; do
  case $option in
    p) processes=$OPTARG ;;
    s) slots=$OPTARG ;;
    d) data=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -ge 1 ] || { echo "usage: $0 [-p PROCESSES] [-s SLOTS] [-d DATA_ROOT] JOB [OPTION OF SUBMIT ...]" >&2; exit 2; }

home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd)
evenkeel=$home/bin/evenkeel
[ -x "$evenkeel" ] || { echo "$0: there is no $evenkeel: run this from target/evenkeel or an unpacked archive" >&2; exit 2; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-cluster.XXXXXX")

pids=
# The last one first, each when the one before has left.
stop() {
  reversed=
  for pid in $pids; do reversed="$pid $reversed"; done
  pids=
  for pid in $reversed; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Starts a node and waits for the line that says where it is: "ready HOST:PORT http://HOST:PORT".
start() {
  number=$1
  shift
  "$evenkeel" node --port 0 --http-port 0 --slots "$slots" --state-dir "$folder/node-$number" \
    ${data:+--data-root "$data"} "$@" >"$folder/node-$number.out" 2>"$folder/node-$number.err" &
  pids="$pids $!"
  tries=0
  until ready=$(grep '^ready ' "$folder/node-$number.out"); do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ] || ! kill -0 "$!" 2>/dev/null; then
      cat "$folder/node-$number.err" >&2
      exit 1
    fi
    sleep 0.1
  done
  echo "node $number: $ready"
}

addresses=
seed=
number=1
while [ "$number" -le "$processes" ]; do
  start "$number" ${seed:+--seed-nodes "$seed"}
  address=${ready#ready }
  seed=${seed:-${address% *}}
  addresses=${addresses:+$addresses,}${address#* }
  number=$((number + 1))
done

status=0
"$evenkeel" submit "$@" --address "$addresses" | tee "$folder/submit.out" || status=$?
id=$(sed -n 's/^job //p' "$folder/submit.out")
if [ -n "$id" ]; then
  "$evenkeel" status "$id" --address "$addresses"
  "$evenkeel" fetch "$id" --to "$folder/run" --address "$addresses"
  "$evenkeel" audit "$folder/run" || status=$?
fi
stop
echo "everything is in $folder"
exit "$status"
