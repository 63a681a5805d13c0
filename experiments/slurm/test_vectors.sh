#!/usr/bin/env bash
# Tries `anchorage apply --part` for real: an array of eight tasks on a cluster of one node translates shards of vectors,
# one task is killed, the array is submitted again, and the shards must have the bytes of a single run. Needs what test.sh
# needs, and says so, with 77, where it is not there.
set -euo pipefail
cd "$(dirname "$0")/../.."
for command in munged slurmctld slurmd sbatch; do
  command -v "$command" >/dev/null || { echo "not run here: $command is not installed"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "not run here: only root can start slurmd"; exit 77; }
dir="$(mktemp -d)" cluster="$PWD/experiments/slurm/cluster.sh"
trap '"$cluster" stop "$dir/cluster"; rm -rf "$dir" 2>/dev/null || { sleep 2; rm -rf "$dir"; }' EXIT
if command -v deno >/dev/null; then deno="${DENO:-deno}"; else deno="${DENO:-npx --yes deno@2.9.6}"; fi
anchorage="$deno run --config=notebooks/deno.json -A cli/main.ts"
$deno eval --config=notebooks/deno.json '
  import { Matrix, writeNpy } from "anchorage";
  import { rng } from "anchorage/linalg";
  const draw = rng(1), [folder] = Deno.args, numbers = Float32Array.from({ length: 200_000 * 24 }, () => draw.normal());
  await writeNpy(`${folder}/old.npy`, new Matrix(200_000, 24, numbers));
  await writeNpy(`${folder}/x.npy`, new Matrix(500, 24, numbers.slice(0, 500 * 24)));
  await writeNpy(`${folder}/y.npy`, new Matrix(500, 24, numbers.slice(24, 501 * 24)));
' "$dir"
$anchorage fit "$dir/x.npy" "$dir/y.npy" --method whitened --no-score --out "$dir/map.safetensors" >/dev/null
$anchorage apply "$dir/map.safetensors" "$dir/old.npy" --out "$dir/whole.npy" 2>/dev/null
SLURM_CONF="$("$cluster" start "$dir/cluster")"
export SLURM_CONF
array() {
  sbatch --parsable --array=1-8 --output="$dir/%a.log" \
    --wrap "$anchorage apply '$dir/map.safetensors' '$dir/old.npy' --out '$dir/part.npy'"
}
job="$(array)"
until [ -e "$dir/5.log" ]; do # until the fifth task has begun
  [ -n "$(squeue --noheader --jobs="$job" 2>/dev/null)" ] || { echo "the array ended before task 5 began"; exit 1; }
  sleep 0.05
done
scancel --signal=KILL "${job}_5"
while [ -n "$(squeue --noheader)" ]; do sleep 0.5; done
[ ! -e "$dir/part.0005-of-0008.npy" ] || { echo "the fifth task ended before it was killed"; exit 1; }
echo "$(ls "$dir"/part.*-of-0008.npy | wc -l) of 8 shards after a task was killed"
array >/dev/null
while [ -n "$(squeue --noheader)" ]; do sleep 0.5; done
$deno eval --config=notebooks/deno.json '
  import { readVectors } from "anchorage/file";
  const [folder] = Deno.args, [whole, parts] = await Promise.all(
    ["whole.npy", "part.*-of-0008.npy"].map((name) => readVectors(`${folder}/${name}`)),
  );
  const same = whole.vectors.rows === parts.vectors.rows && whole.vectors.data.every((x, i) => x === parts.vectors.data[i]);
  console.log(same ? "eight shards, one task killed, have the numbers of a single run" : "the shards are not the single run");
  Deno.exit(same ? 0 : 1);
' "$dir"
