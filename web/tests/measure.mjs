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
const middle = list => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Milliseconds that the command line takes. */
function timed(...args) {
  const start = performance.now();
  const ran = spawnSync(PLAN, args, { maxBuffer: 1 << 30 });
  if (ran.status > 1) throw new Error(`plan ${args.join(' ')}: ${ran.stderr}`);
  return performance.now() - start;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let longest = 0;
async function opened() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(() => {
    globalThis.tasks = [];
    new PerformanceObserver(list => globalThis.tasks.push(...list.getEntries().map(one => one.duration))).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(pathToFileURL(PAGE).href);
  return page;
}
async function closed(page, what) {
  const tasks = await page.evaluate(() => globalThis.tasks);
  const most = Math.max(0, ...tasks);
  longest = Math.max(longest, most);
  console.log(`longest task, ${what}: ${most.toFixed(0)} ms (${tasks.length} of more than 50 ms)`);
  await page.close();
}
async function give(page, names) {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#do-files');
  // The time starts when the page has the files.
  await (await chooser).setFiles(names);
}

console.log(`plan.html: ${(statSync(PAGE).size / 1e6).toFixed(2)} MB`);

// One document: from the drop to the rows, the page opened before.
const one = files[0];
const command = middle([0, 1, 2, 3, 4].map(() => timed('table', one, '--format=json', '-o', path.join(folder, 'one.json'), '--force')));
const drops = [];
for (let n = 0; n < 5; n++) {
  const page = await opened();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
  await page.evaluate(() => {
    addEventListener('change', () => { globalThis.given = performance.now(); }, { capture: true });
    new MutationObserver(() => {
      if (globalThis.given && document.querySelector('#table tbody tr')) globalThis.shown ??= performance.now();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.evaluate(() => { globalThis.given = 0; });
  const buffer = readFileSync(one).toString('base64');
  await page.evaluate(base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'one.docx'));
    globalThis.given = performance.now();
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, buffer);
  await page.waitForFunction(() => globalThis.shown);
  drops.push(await page.evaluate(() => globalThis.shown - globalThis.given));
  if (n === 4) await closed(page, 'one document'); else await page.close();
}
console.log(`one document of 20 pages: page ${middle(drops).toFixed(0)} ms, command line ${command.toFixed(0)} ms, ${(middle(drops) / command).toFixed(1)}×`);

// Many documents: from the drop until all are read.
mkdirSync(path.join(folder, 'out'));
const batch = timed('extract', ...files, '--format=jsonl', '-o', path.join(folder, 'out', 'all.jsonl'), '--force');
const page = await opened();
await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes');
const start = performance.now();
await give(page, files);
await page.waitForFunction(n => {
  const rows = document.querySelectorAll('.list tbody tr');
  return rows.length === n && !document.querySelector('#notice progress');
}, files.length, { timeout: 600_000, polling: 100 });
const many = performance.now() - start;
await page.click('#together');
const together = performance.now();
await page.waitForSelector('#table tbody tr', { timeout: 600_000 });
console.log(`${N} documents: page ${(many / 1000).toFixed(1)} s, command line ${(batch / 1000).toFixed(1)} s, ${(many / batch).toFixed(1)}×; one table of all after ${((performance.now() - together) / 1000).toFixed(1)} s`);
await page.waitForTimeout(1500);
await page.click('.tab[title="000.docx"]');
await page.waitForSelector('#source .line');
await page.waitForTimeout(1000);
await page.click('#table td.c-task');
await page.waitForTimeout(500);
await closed(page, `${N} documents`);
console.log(`longest task on the page's own thread: ${longest.toFixed(0)} ms`);
await browser.close();
rmSync(folder, { recursive: true });
