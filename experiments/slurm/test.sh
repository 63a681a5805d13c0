#!/usr/bin/env bash
# Tests array.sh for real: a cluster of one node on this machine runs an array of four tasks, one of which is killed on
# the way; what is joined must equal a single run apart from dates and times. Needs root and Debian's munge, slurmctld,
# slurmd and slurm-client; says so, and exits with 77, where they are not there.
set -euo pipefail
cd "$(dirname "$0")/../.."
name="${1:-relative-decoders}"
. experiments/slurm/common.sh
begin_test
git clone -q "$PWD" "$dir/clone"
start_cluster
cd "$dir/clone"

job="$(sbatch --parsable experiments/slurm/array.sh "$name" quick)"
echo "job $job: four tasks of $name"
kept() { ls "out/slurm/$job/2/cells"/*/*.json; }
wait_until "$job" "task 2 kept a cell" kept
scancel --signal=KILL "${job}_2"
echo "killed task 2 after $(kept | wc -l) cells"
wait_for_all
log="$(ls slurm-*_join.log)"
cat "$log"
test -f "out/results/$name-quick.json" || { echo "the dependent job wrote no result"; tail -n 20 slurm-*.log; exit 1; }

$DENO task experiment "$name" --preset quick --out out/single >/dev/null
$DENO eval '
  const [joined, single] = Deno.args.map((path) => JSON.parse(Deno.readTextFileSync(path)));
  const timeless = (key, value) => ["date", "seconds"].includes(key) ? undefined : value;
  if (JSON.stringify(joined, timeless) !== JSON.stringify(single, timeless)) {
    console.error("what the array found is not what a single run found");
    Deno.exit(1);
  }
  console.log("four tasks, one killed, found what a single run finds");
' "out/results/$name-quick.json" "out/single/$name-quick.json"
