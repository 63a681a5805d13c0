#!/usr/bin/env bash
# A Slurm cluster of one node on this machine, for tests, from Debian's munge, slurmctld, slurmd and slurm-client:
#   experiments/slurm/cluster.sh start <folder>   then   export SLURM_CONF=<folder>/slurm.conf
#   experiments/slurm/cluster.sh stop <folder>
# Runs as root, without systemd, cgroups or accounting. All that it writes is in <folder>.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
action="${1:-}" dir="${2:-}"
[ -n "$dir" ] || { echo "Cannot $action a cluster as a folder must be named: cluster.sh start|stop <folder>" >&2; exit 2; }
alive() { [ -f "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }

start() {
  local name
  for name in munged slurmctld slurmd sbatch; do
    command -v "$name" >/dev/null || { echo "Cannot start a cluster as $name must be installed: it is not in PATH" >&2; exit 3; }
  done
  mkdir -p "$dir/state" "$dir/spool"
  dir="$(cd "$dir" && pwd)"
  chmod 755 "$dir"
  sed -e "s#@HOST@#$(hostname -s)#g" -e "s#@DIR@#$dir#g" -e "s#@CPUS@#$(nproc)#g" \
    -e "s#@MEMORY@#$(awk '/MemTotal/ {print int($2 / 1024 * 0.9)}' /proc/meminfo)#g" "$here/slurm.conf" >"$dir/slurm.conf"
  dd if=/dev/urandom of="$dir/munge.key" bs=1024 count=1 status=none
  chmod 600 "$dir/munge.key"
  munged --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" \
    --log-file="$dir/munged.log" --seed-file="$dir/munged.seed" --force
  export SLURM_CONF="$dir/slurm.conf"
  slurmctld -f "$SLURM_CONF"
  slurmd -f "$SLURM_CONF"
  local tries
  for tries in $(seq 60); do
    if [[ "$(sinfo --noheader --format=%t 2>/dev/null)" == idle* ]]; then echo "$SLURM_CONF"; return; fi
    sleep 0.5
  done
  echo "Cannot start a cluster as its node must become idle within 30 s: see the logs in $dir" >&2
  exit 1
}

stop() {
  local name
  for name in slurmd slurmctld munged; do
    if alive "$dir/$name.pid"; then kill "$(cat "$dir/$name.pid")"; fi
  done
}

case "$action" in
  start) start ;;
  stop) stop ;;
  *) echo "Cannot $action as it must be one of start, stop: cluster.sh start|stop <folder>" >&2; exit 2 ;;
esac
