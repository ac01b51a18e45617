#!/bin/sh
# The same job over networks of their own: three nodes, each in a network namespace with an address of its own, joined by a
# bridge in a fourth. Trains a job on them and compares the fingerprint with that of one JVM. Then trains a longer one, and pulls the
# cable of the node that coordinates it: the other two must end with the right fingerprint, and the one that is cut off must publish
# no model and stop with a sentence.
#
#   sudo src/test/network/namespaces.sh [JOB [OPTION OF SUBMIT ...]]
#
# Needs root for 'ip netns', and a built distribution in target/evenkeel. What it makes it removes: namespaces named
# evenkeel-…, a temporary folder, and the processes that it started, by their ids.
set -eu

root=$(cd -P -- "$(dirname -- "$0")/../../.." && pwd)
evenkeel=$root/target/evenkeel/bin/evenkeel
[ -x "$evenkeel" ] || { echo "$0: there is no $evenkeel: mvn -B -DskipTests package makes it" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "$0: namespaces can only be made as root" >&2; exit 2; }
job=${1:-$root/src/test/network/namespaces.conf}
[ $# -eq 0 ] || shift
folder=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-namespaces.XXXXXX")
pids=

remove() {
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do wait "$pid" 2>/dev/null || true; done
  for name in switch 1 2 3; do ip netns del "evenkeel-$name" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

ip netns add evenkeel-switch
ip -n evenkeel-switch link add bridge type bridge
ip -n evenkeel-switch link set bridge up
seed=10.77.0.1:2551
for number in 1 2 3; do
  ip netns add "evenkeel-$number"
  ip -n "evenkeel-$number" link add eth0 type veth peer name "port$number" netns evenkeel-switch
  ip -n evenkeel-switch link set "port$number" master bridge up
  ip -n "evenkeel-$number" address add "10.77.0.$number/24" dev eth0
  ip -n "evenkeel-$number" link set lo up
  ip -n "evenkeel-$number" link set eth0 up
  ip netns exec "evenkeel-$number" "$evenkeel" node --host "10.77.0.$number" --port 2551 --seed-nodes $seed \
    --slots "$number" --state-dir "$folder/node-$number" >"$folder/$number.out" 2>"$folder/$number.err" &
  pids="$pids $!"
done
for number in 1 2 3; do
  tries=0
  until grep '^ready ' "$folder/$number.out"; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || { cat "$folder/$number.err" >&2; exit 1; }
    sleep 1
  done
done

apart=$(ip netns exec evenkeel-1 "$evenkeel" submit "$job" --address http://10.77.0.1:8080 --min-workers 6 "$@" |
  tee /dev/stderr | grep '^fingerprint ')
together=$("$evenkeel" train "$job" --workers 1 --run-dir "$folder/local" "$@" | grep '^fingerprint ')
[ "$apart" = "$together" ] || { echo "over namespaces: $apart, in one JVM: $together" >&2; exit 1; }
echo "the same in one JVM: $together"

# The cable is pulled while a step is in flight: the job takes longer than that by far.
longer="--set epochs=400 --set checkpoint.every-epochs=1000"
# shellcheck disable=SC2086
ip netns exec evenkeel-2 "$evenkeel" submit "$job" --address http://10.77.0.2:8080,http://10.77.0.3:8080 $longer "$@" \
  >"$folder/cut.out" 2>"$folder/cut.err" &
submit=$!
pids="$pids $submit"
tries=0
until grep -q '^epoch  *2/' "$folder/cut.out"; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || { cat "$folder/cut.out" "$folder/cut.err" >&2; exit 1; }
  sleep 1
done
ip -n evenkeel-switch link set port1 down
first=${pids# }
first=${first%% *}
status=0
wait "$first" || status=$?
grep 'was removed from the cluster' "$folder/1.err" || { cat "$folder/1.err" >&2; exit 1; }
[ "$status" -eq 1 ] || { echo "the node that was cut off ended with status $status" >&2; exit 1; }
wait "$submit" || { cat "$folder/cut.out" "$folder/cut.err" "$folder/2.err" "$folder/3.err" >&2; exit 1; }
apart=$(grep '^fingerprint ' "$folder/cut.out")
id=$(sed -n 's/^job //p' "$folder/cut.out")
[ ! -e "$folder/node-1/runs/$id/model.safetensors" ] || { echo "the node that was cut off published a model" >&2; exit 1; }
# shellcheck disable=SC2086
together=$("$evenkeel" train "$job" --workers 1 --run-dir "$folder/local-cut" $longer "$@" | grep '^fingerprint ')
[ "$apart" = "$together" ] || { echo "after the cut: $apart, in one JVM: $together" >&2; exit 1; }
for number in 2 3; do
  "$evenkeel" audit "$folder/node-$number/runs/$id" || exit 1
done
echo "the same after the cut: $together"
