#!/usr/bin/env bash
# Tries `anchorage apply --part` for real: an array of eight tasks on a cluster of one node translates shards of vectors,
# one task is killed, the array is submitted again, and the shards must have the bytes of a single run. Needs what test.sh
# needs, and says so, with 77, where it is not there.
set -euo pipefail
cd "$(dirname "$0")/../.."
. experiments/slurm/common.sh
begin_test
anchorage="$DENO run --config=notebooks/deno.json -A cli/main.ts"
$DENO eval --config=notebooks/deno.json '
  import { Matrix, writeNpy } from "anchorage";
  import { rng } from "anchorage/linalg";
  const draw = rng(1), [folder] = Deno.args, numbers = Float32Array.from({ length: 200_000 * 24 }, () => draw.normal());
  await writeNpy(`${folder}/old.npy`, new Matrix(200_000, 24, numbers));
  await writeNpy(`${folder}/x.npy`, new Matrix(500, 24, numbers.slice(0, 500 * 24)));
  await writeNpy(`${folder}/y.npy`, new Matrix(500, 24, numbers.slice(24, 501 * 24)));
' "$dir"
$anchorage fit "$dir/x.npy" "$dir/y.npy" --method whitened --no-score --out "$dir/map.safetensors" >/dev/null
$anchorage apply "$dir/map.safetensors" "$dir/old.npy" --out "$dir/whole.npy" 2>/dev/null
start_cluster
array() {
  sbatch --parsable --array=1-8 --output="$dir/%a.log" \
    --wrap "$anchorage apply '$dir/map.safetensors' '$dir/old.npy' --out '$dir/part.npy'"
}
job="$(array)"
wait_until "$job" "task 5 began" test -e "$dir/5.log"
scancel --signal=KILL "${job}_5"
wait_for_all
[ ! -e "$dir/part.0005-of-0008.npy" ] || { echo "the fifth task ended before it was killed"; exit 1; }
echo "$(ls "$dir"/part.*-of-0008.npy | wc -l) of 8 shards after a task was killed"
array >/dev/null
wait_for_all
$DENO eval --config=notebooks/deno.json '
  import { readVectors } from "anchorage/file";
  const [folder] = Deno.args, [whole, parts] = await Promise.all(
    ["whole.npy", "part.*-of-0008.npy"].map((name) => readVectors(`${folder}/${name}`)),
  );
  const same = whole.vectors.rows === parts.vectors.rows && whole.vectors.data.every((x, i) => x === parts.vectors.data[i]);
  console.log(same ? "eight shards, one task killed, have the numbers of a single run" : "the shards are not the single run");
  Deno.exit(same ? 0 : 1);
' "$dir"
