#!/usr/bin/env bash
# Slurm on this one machine, for as long as it takes to run the recipe of docs/CLUSTERS.md: munge,
# slurmctld and slurmd, an array of 8, the merge, and whether its bytes are those of one process.
#
#   sudo docs/clusters/slurm.sh [folder with runcast, built; default: this one]
#
# For Debian, as root: apt-get install -y --no-install-recommends slurmctld slurmd munge. It is for a
# machine without a Slurm of its own: its configuration lies in a folder that goes at the end, and
# its ports are the usual ones.
set -euo pipefail

project=$(cd "${1:-$(dirname "$0")/../..}" && pwd)
here=$(mktemp -d /tmp/slurm.XXXXXX)
host=$(hostname -s)
cpus=$(nproc)
export SLURM_CONF=$here/slurm.conf
runcast="$(command -v node) $project/dist/run/cli.js"

stop() {
  for name in slurmd slurmctld munged; do
    if [ -s "$here/$name.pid" ]; then kill "$(cat "$here/$name.pid")" 2>/dev/null || true; fi
  done
  sleep 1
  rm -rf "$here"
}
trap stop EXIT

# What daemons and tasks need to find each other. No cgroups, so that it runs in a container too.
chmod 755 "$here"
mkdir -m 755 "$here/ctld" "$here/d" "$here/work"
cat >"$SLURM_CONF" <<CONF
ClusterName=here
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$here/munge.socket
CryptoType=crypto/munge
StateSaveLocation=$here/ctld
SlurmdSpoolDir=$here/d
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF

head -c 1024 /dev/urandom >"$here/munge.key"
chmod 400 "$here/munge.key"
munged --force --key-file="$here/munge.key" --socket="$here/munge.socket" \
  --pid-file="$here/munged.pid" --log-file="$here/munged.log" --seed-file="$here/munge.seed"
slurmctld -c
slurmd -N "$host"
for _ in $(seq 60); do
  if sinfo --noheader --format=%T | grep -q '^idle'; then break; fi
  sleep 0.5
done
sinfo --version
sinfo

cd "$here/work"
cp "$project/examples/fleet.json" fleet.json
cat >sweep.sbatch <<BATCH
#!/bin/bash
#SBATCH --job-name=runcast
#SBATCH --array=1-8
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --output=$here/work/task-%a.out

$runcast sweep fleet.json dailyTime=20:00..23:00 --seeds 200 --from 2026-01-05 \\
  --shards 8 --workers "\$SLURM_CPUS_PER_TASK" --out "part-\$SLURM_ARRAY_TASK_ID.ndjson"
BATCH
cat sweep.sbatch
sbatch --wait sweep.sbatch
cat task-*.out
$runcast merge part-*.ndjson --out all.ndjson
$runcast merge part-*.ndjson
$runcast sweep fleet.json dailyTime=20:00..23:00 --seeds 200 --from 2026-01-05 \
  --shard 1/1 --out one.ndjson >/dev/null
cmp all.ndjson one.ndjson
echo "8 tasks of an array, merged: the bytes of one process"
sha256sum all.ndjson one.ndjson
