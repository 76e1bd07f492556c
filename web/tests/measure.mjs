// The figures of the page beside those of the command line: one document of 20 pages, 200 of them in one drop, the longest
// task on the page's own thread.
//
//   web/measure        PAGE, PLAN and CHROMIUM as for the tests; PLAN must be what people install: target/release/plan
//   DOCUMENTS=20       fewer documents

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(path.join(root, 'target/web/tests/package.json'));
const { chromium } = require('playwright-core');
const PAGE = process.env.PAGE ?? path.join(root, 'target/web/plan.html');
const PLAN = process.env.PLAN ?? path.join(root, 'target/release/plan');
const N = Number(process.env.DOCUMENTS ?? 200);
const CHARS = 20 * 600;

/** Word files of some 20 pages, each of texts of fixtures/plans one behind the other. */
function documents(folder) {
  const plans = path.join(root, 'fixtures/plans');
  const texts = readdirSync(plans).filter(name => name.endsWith('.txt')).sort().map(name => readFileSync(path.join(plans, name), 'utf8'));
  const all = [];
  for (let n = 0; n < N; n++) {
    let text = '';
    for (let at = n; text.length < CHARS; at++) text += `${texts[at % texts.length]}\n`;
    all.push(text);
  }
  const script = `
import json, sys, zipfile
from xml.sax.saxutils import escape
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
for n, text in enumerate(json.load(sys.stdin)):
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{lines}</w:body></w:document>'
    with zipfile.ZipFile(f"{sys.argv[1]}/{n:03}.docx", "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in [("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", body)]:
            file.writestr(name, part)`;
  const ran = spawnSync('python3', ['-c', script, folder], { input: JSON.stringify(all), encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return all.map((_, n) => path.join(folder, `${String(n).padStart(3, '0')}.docx`));
}

const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
const files = documents(folder);
// On a machine that does other things too, the least is nearest to what it takes.
const least = list => Math.min(...list);

/** Milliseconds that the command line takes, and those in which processors ran for it. */
function timed(...args) {
  const start = performance.now();
  const ran = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null', '-', PLAN, ...args], { maxBuffer: 1 << 30, encoding: 'utf8' });
  if (ran.status > 1) throw new Error(`plan ${args.join(' ')}: ${ran.stderr}`);
  const [user, system] = ran.stderr.trim().split(' ').map(Number);
  return { wall: performance.now() - start, ran: (user + system) * 1000 };
}
const leastOf = list => ({ wall: least(list.map(one => one.wall)), ran: least(list.map(one => one.ran)) });
const compared = (page, command) => `page ${page.wall.toFixed(0)} ms (${page.ran.toFixed(0)} ms of processors), command line ${command.wall.toFixed(0)} ms (${command.ran.toFixed(0)}), ${(page.wall / command.wall).toFixed(1)}× (${(page.ran / command.ran).toFixed(1)}×)`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let longest = 0;
/** A page whose tasks are recorded. */
async function opened() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const driver = await browser.newBrowserCDPSession();
  const events = [];
  driver.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await driver.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'v8'] } });
  await page.goto(pathToFileURL(PAGE).href);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'warm');
  return { page, driver, events };
}
/** The longest task of the page's thread, in time that the thread ran: others may have the processors meanwhile. */
async function closed({ page, driver, events }, what) {
  const done = new Promise(done => driver.once('Tracing.tracingComplete', done));
  await driver.send('Tracing.end');
  await done;
  const threads = new Set(events.filter(one => one.name === 'thread_name' && one.args.name === 'CrRendererMain').map(one => `${one.pid}/${one.tid}`));
  const own = events.filter(one => one.ph === 'X' && threads.has(`${one.pid}/${one.tid}`)).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  // What drives the page from outside is none of its own.
  const strange = own.filter(({ name, args }) => /evaluateModule|CpuProfiler/.test(name) || /DevToolsSession/.test(JSON.stringify(args)));
  const tasks = own.filter(one => /RunTask/.test(one.name) && !strange.some(other => other.pid === one.pid && other.ts >= one.ts && other.ts < one.ts + one.dur));
  const [most] = tasks.map(one => (one.tdur ?? one.dur) / 1000).sort((a, b) => b - a);
  longest = Math.max(longest, most ?? 0);
  console.log(`longest task, ${what}: ${(most ?? 0).toFixed(0)} ms of ${tasks.length}`);
  await page.close();
}
/** Milliseconds in which processors ran for the page, its worker too. */
async function processors(page) {
  const driver = await page.context().newCDPSession(page);
  await driver.send('Performance.enable');
  const { metrics } = await driver.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ProcessTime').value * 1000;
}
async function give(page, names) {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#do-files');
  // The time starts when the page has the files.
  await (await chooser).setFiles(names);
}

console.log(`plan.html: ${(statSync(PAGE).size / 1e6).toFixed(2)} MB`);

// One document: from the drop to the rows, the page opened before.
const command = leastOf([0, 1, 2, 3, 4].map(() => timed('table', files[0], '--format=json', '-o', path.join(folder, 'one.json'), '--force')));
const drops = [];
for (let n = 0; n < 5; n++) {
  const one = await opened();
  const { page } = one;
  const before = await processors(page);
  await page.evaluate(() => {
    new MutationObserver(() => {
      if (globalThis.given && document.querySelector('#table tbody tr')) globalThis.shown ??= performance.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  const buffer = readFileSync(files[0]).toString('base64');
  await page.evaluate(base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'one.docx'));
    globalThis.given = performance.now();
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, buffer);
  await page.waitForFunction(() => globalThis.shown);
  const ran = await processors(page) - before;
  drops.push({ wall: await page.evaluate(() => globalThis.shown - globalThis.given), ran });
  await closed(one, 'one document');
}
console.log(`one document of 20 pages: ${compared(leastOf(drops), command)}`);

// Many documents: from the drop until all are read.
mkdirSync(path.join(folder, 'out'));
const batch = timed('extract', ...files, '--format=jsonl', '-o', path.join(folder, 'out', 'all.jsonl'), '--force');
const all = await opened();
const { page } = all;
const before = await processors(page);
const start = performance.now();
await give(page, files);
await page.waitForFunction(n => {
  const rows = document.querySelectorAll('.list tbody tr');
  return rows.length === n && !document.querySelector('#notice progress');
}, files.length, { timeout: 600_000, polling: 100 });
const many = { wall: performance.now() - start, ran: await processors(page) - before };
await page.click('#together');
const together = performance.now();
await page.waitForSelector('#table tbody tr', { timeout: 600_000 });
console.log(`${N} documents: ${compared(many, batch)}; one table of all after ${((performance.now() - together) / 1000).toFixed(1)} s`);
await page.waitForTimeout(1500);
await page.click('.tab[title="000.docx"]');
await page.waitForSelector('#source .line');
await page.waitForTimeout(1000);
await page.click('#table td.c-task');
await page.waitForTimeout(500);
await closed(all, `${N} documents`);
console.log(`longest task on the page's own thread: ${longest.toFixed(0)} ms`);
await browser.close();
rmSync(folder, { recursive: true });
