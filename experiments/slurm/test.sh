#!/usr/bin/env bash
# Tests array.sh for real: a cluster of one node on this machine runs an array of four tasks, one of which is killed on
# the way; what is joined must equal a single run apart from dates and times. Needs root and Debian's munge, slurmctld,
# slurmd and slurm-client; says so, and exits with 77, where they are not there.
set -euo pipefail
cd "$(dirname "$0")/../.."
name="${1:-ablation}"
for command in munged slurmctld slurmd sbatch; do
  command -v "$command" >/dev/null || { echo "not run here: $command is not installed"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "not run here: only root can start slurmd"; exit 77; }
dir="$(mktemp -d)" cluster="$PWD/experiments/slurm/cluster.sh"
trap '"$cluster" stop "$dir/cluster"; [ -n "${KEEP:-}" ] || rm -rf "$dir"' EXIT
git clone -q "$PWD" "$dir/clone"
SLURM_CONF="$("$cluster" start "$dir/cluster")"
export SLURM_CONF
cd "$dir/clone"
if [ -z "${DENO:-}" ]; then
  if command -v deno >/dev/null; then DENO=deno; else DENO="npx --yes deno@2.9.6"; fi
fi
export DENO

job="$(sbatch --parsable experiments/slurm/array.sh "$name" quick)"
echo "job $job: four tasks of $name"
until ls "out/slurm/$job/2/cells"/*/*.json >/dev/null 2>&1; do # until the second has kept a cell
  [ -n "$(squeue --noheader --jobs="$job" 2>/dev/null)" ] || { echo "the array ended before task 2 kept a cell"; exit 1; }
  sleep 0.2
done
scancel --signal=KILL "${job}_2"
echo "killed task 2 after $(ls "out/slurm/$job/2/cells"/*/*.json | wc -l) cells"
while [ -n "$(squeue --noheader)" ]; do sleep 1; done
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
