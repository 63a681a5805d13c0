# Sourced by the scripts of this folder, from the checkout: DENO names the command that runs Deno, by default `deno`, else
# npm's; `begin_test` starts a cluster of one node for a test.
if [ -z "${DENO:-}" ]; then
  if command -v deno >/dev/null; then DENO=deno; else DENO="npx --yes deno@2.9.6"; fi
fi
export DENO

# Makes the folder $dir for a test and removes it at the end; exits with 77 where no cluster can be started.
begin_test() {
  local command
  for command in munged slurmctld slurmd sbatch; do
    command -v "$command" >/dev/null || { echo "not run here: $command is not installed"; exit 77; }
  done
  [ "$(id -u)" -eq 0 ] || { echo "not run here: only root can start slurmd"; exit 77; }
  dir="$(mktemp -d)" cluster="$PWD/experiments/slurm/cluster.sh"
  trap '"$cluster" stop "$dir/cluster"; rm -rf "$dir" 2>/dev/null || { sleep 2; rm -rf "$dir"; }' EXIT
}
start_cluster() {
  SLURM_CONF="$("$cluster" start "$dir/cluster")"
  export SLURM_CONF
}
# wait_until <job> <what> <condition…>: until the condition holds, while the job is there
wait_until() {
  local job="$1" what="$2"
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ -n "$(squeue --noheader --jobs="$job" 2>/dev/null)" ] || { echo "the array ended before $what"; exit 1; }
    sleep 0.05
  done
}
wait_for_all() { while [ -n "$(squeue --noheader)" ]; do sleep 0.5; done; }
