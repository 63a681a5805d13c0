#!/usr/bin/env bash
#SBATCH --job-name=anchorage
#SBATCH --array=1-4
#SBATCH --output=slurm-%A_%a.log
# An experiment as an array job, and a job that depends on it and joins, judges and draws. From the checkout, which every
# node must see:
#
#   sbatch experiments/slurm/array.sh <experiment> [preset]
#   sbatch --array=1-32 --cpus-per-task=4 experiments/slurm/array.sh table2 full
#
# A task measures its share of the cells into out/slurm/<job>/<task>. When all tasks have ended, however they ended, the
# dependent job joins what they found, measures what is missing and writes the result into out/results. DENO names the
# command that runs Deno; by default `deno`, else npm's.
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
. experiments/slurm/common.sh
name="${1:?Cannot submit as the experiment must be named: sbatch experiments/slurm/array.sh <experiment> [preset]}"
preset="${2:-quick}"
: "${SLURM_ARRAY_JOB_ID:?Cannot run array.sh outside of Slurm: submit it with sbatch}"

# The first task, unless it was started again.
if [ "$SLURM_ARRAY_TASK_ID" = "$SLURM_ARRAY_TASK_MIN" ] && [ -z "${SLURM_RESTART_COUNT:-}" ]; then
  sbatch --dependency="afterany:$SLURM_ARRAY_JOB_ID" experiments/slurm/join.sh "$SLURM_ARRAY_JOB_ID" "$name" "$preset"
fi
exec $DENO task experiment "$name" --preset "$preset" --out "out/slurm/$SLURM_ARRAY_JOB_ID/$SLURM_ARRAY_TASK_ID"
