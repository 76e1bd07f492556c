#!/bin/sh
# chinese-days calls the first of October 2030 a working day.
#
# The package knows the holidays that the State Council has announced, up to some year. For a day beyond them one
# expects an error or "not known": chinese_calendar for Python raises NotImplementedError. Seen: without a word it
# counts by weekdays alone, so the National Day of 2030 and the Spring Festival of 2028 (26 January) are working days.
# "Within ten working days", counted over a new year, ends too early, and nothing says that data were missing.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >npm.log
npm install --no-audit --no-fund --loglevel=error chinese-days@1.5.7 >>npm.log
echo chinese-days@1.5.7
cat >found.js <<'NODE'
const days = require("chinese-days");
const seen = Object.fromEntries(["2025-10-01", "2028-01-26", "2030-10-01"].map((day) => [day, days.isWorkday(day)]));
const want = { "2025-10-01": false, "2028-01-26": true, "2030-10-01": true };

console.log(JSON.stringify(seen, null, 1));
if (JSON.stringify(seen) !== JSON.stringify(want)) {
  console.log("CHANGED: this is not what was found");
  process.exit(1);
}
console.log("as found");
NODE
node found.js
