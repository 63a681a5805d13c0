#!/usr/bin/env bash
#SBATCH --job-name=anchorage-join
#SBATCH --output=slurm-%j_join.log
# What array.sh submits behind its array: joins the cells of its tasks, measures what is missing, writes the result with
# its charts, and judges the claims: join.sh <array job> <experiment> <preset>
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
. experiments/slurm/common.sh
job="$1" name="$2" preset="$3"
$DENO task merge "out/slurm/$job"/[0-9]*
$DENO task experiment "$name" --preset "$preset" --part 1/1
$DENO task claims --only "$name" --preset "$preset"
