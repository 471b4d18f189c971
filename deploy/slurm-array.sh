#!/bin/bash
# Screens a list of recordings in eight parts at once: sbatch --export=ALL,LIST=list.csv,RESULTS=results deploy/slurm-array.sh
# To be submitted from the checkout, after `npm ci`. docs/cohorts.md says what the parts do and how they are joined.
#SBATCH --job-name=undertone-screen
#SBATCH --array=0-7
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=12:00:00
#SBATCH --requeue
set -u
mkdir -p "$RESULTS"
exec npm run --silent screen -- --manifest "$LIST" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --workers "$SLURM_CPUS_PER_TASK" --out "$RESULTS/part-$SLURM_ARRAY_TASK_ID.jsonl"
