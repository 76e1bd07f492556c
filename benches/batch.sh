#!/usr/bin/env bash
# The figures of docs/batch.md: benches/batch.sh [N] measures N generated plans (30,000 if not given) on the files'
# second reading, so that they are in memory. Needs GNU parallel and GNU time; takes some ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
n=${1:-30000}
cargo build --release --quiet --bin plan --example generate --example validate
plan=$PWD/target/release/plan
dir=$PWD/target/tmp/measured
rm -rf "$dir" && mkdir -p "$dir" && cd "$dir"
../../release/examples/generate plans "$n"

timed() { # label, command…
    local label=$1
    shift
    /usr/bin/time -f "$label: %e s, %U s user, %S s system, %M KB" "$@"
}
say() { echo "== $*"; }

say "reading and validating"
for _ in 1 2 3; do timed validate ../../release/examples/validate plans; done
say "one process, 1 and 2 threads"
for jobs in 1 2 1 2; do timed "$jobs threads" "$plan" extract plans --jobs $jobs -o lines.jsonl; done
say "other outputs"
timed resume "$plan" extract plans -o resumed.jsonl --resume
timed "resume, nothing changed" "$plan" extract plans -o resumed.jsonl --resume
timed parquet "$plan" extract plans --format parquet -o tables
timed csv "$plan" extract plans --format csv -o csv
cmp lines.jsonl resumed.jsonl
say "a process a file, with GNU parallel, on a tenth of the files"
find plans -name '*.txt' | sort | sed -n "1,$((n / 10))p" > list
timed "parallel, $((n / 10)) files" parallel --will-cite -k -j 2 -a list "$plan" extract --format jsonl {} > parallel.jsonl
head -n $((n / 10)) lines.jsonl | cmp - parallel.jsonl
say "a stream of 2 GB"
per=$(($(../../release/examples/generate - 1000 | wc -c) / 1000))
timed stream sh -c "../../release/examples/generate - $((2000000000 / per)) | '$plan' extract --stream > /dev/null"
