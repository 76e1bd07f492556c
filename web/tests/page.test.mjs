// The page in a browser: what people do, and that what is saved has the bytes that the command line writes.
//
//   PAGE      the page; target/web/plan.html
//   PLAN      the program; target/debug/plan
//   CHROMIUM  the browser; /usr/bin/chromium
//   PICTURES  a folder for pictures of the page; none

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(path.join(root, 'target/web/tests/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const PAGE = process.env.PAGE ?? path.join(root, 'target/web/plan.html');
const PLAN = process.env.PLAN ?? path.join(root, 'target/debug/plan');
const fixture = name => path.join(root, 'fixtures', name);

let browser, context, page;
/** What the page must never do: ask for anything, break its policy, fail. */
let wrong;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(() => browser?.close());

beforeEach(async () => {
  wrong = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', acceptDownloads: true, offline: true });
  page = await context.newPage();
  page.on('request', request => {
    if (request.url() !== pathToFileURL(PAGE).href && !request.url().startsWith('blob:')) wrong.push(`asked for ${request.url()}`);
  });
  page.on('pageerror', error => wrong.push(String(error)));
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text());
  });
  await page.goto(pathToFileURL(PAGE).href);
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(wrong, []);
});

/** Chooses files and waits until the first of them, or the list of several, is shown. */
async function give(...names) {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#do-files');
  await (await chooser).setFiles(names.map(name => path.isAbsolute(name) ? name : fixture(name)));
  await page.waitForFunction(() => ![...document.querySelectorAll('.tab .count')].some(count => count.textContent === '…') && document.querySelector('.tab'));
}

/** Chooses files and waits for nothing. */
async function choose(...names) {
  const chooser = page.waitForEvent('filechooser');
  await page.click('#do-files');
  await (await chooser).setFiles(names);
}

/** Waits for the table and gives the texts of its cells by heading. */
async function rows() {
  await page.waitForSelector('#table table, #table .notes');
  await page.waitForFunction(() => !document.querySelector('#notice .busy'));
  await page.waitForTimeout(300);
  await page.waitForFunction(() => !document.querySelector('#notice .busy, #table[aria-busy]'));
  return page.$$eval('#table tbody tr:not(.band)', rows => rows.map(row => Object.fromEntries([...row.cells].map(cell => [cell.dataset.head, cell.textContent]))));
}

async function saved(ending) {
  const download = page.waitForEvent('download');
  await page.click(`#save-${ending}`);
  return readFileSync(await (await download).path());
}

/** What the command line writes. */
function written(folder, ...args) {
  const ran = spawnSync(PLAN, args, { cwd: folder, env: { LC_ALL: 'C' }, maxBuffer: 1 << 28 });
  assert.ok(ran.status < 2, `plan ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

async function picture(name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

async function accessible(where) {
  // The policy forbids strange scripts; the browser's own door stands open to the test.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(one => `${where}: ${one.id}: ${one.nodes.map(node => node.html).slice(0, 3).join(' ')}`), []);
}

test('every format is read, and its table has the rows of the command line', async () => {
  const names = ['doc', 'docx', 'html', 'odt', 'pdf', 'rtf'].map(ending => `plan.${ending}`).concat('table.csv', 'table.xls', 'table.xlsx', 'notes.md', 'page.mht');
  await give(...names.map(name => `input/files/${name}`));
  for (const name of names) {
    await page.click(`.tab[title="${name}"]`);
    const shown = await rows();
    const wanted = JSON.parse(written(fixture('input/files'), 'table', '--format=json', '--lang=zh', '--', name));
    assert.ok(wanted.rows.length > 0, name);
    // Columns in which nothing stands are named below it.
    const columns = wanted.columns.filter(({ id }) => wanted.rows.some(row => row.cells[id] !== ''));
    assert.deepEqual(shown, wanted.rows.map(row => Object.fromEntries(columns.map(({ id, heading }) => [heading, String(row.cells[id])]))), name);
  }
});

test('what is saved has the bytes of the command line', async () => {
  await give('input/files/plan.docx');
  await rows();
  for (const ending of ['xlsx', 'docx', 'csv', 'md', 'html', 'ics', 'json']) {
    const wanted = written(fixture('input/files'), 'table', '--preset=breakdown', `--format=${ending}`, '--lang=zh', '--', 'plan.docx');
    assert.ok(wanted.length > 100, ending);
    assert.deepEqual(await saved(ending), wanted, ending);
  }
  await page.selectOption('#choose-preset', 'responsibility');
  await rows();
  assert.deepEqual(await saved('xlsx'), written(fixture('input/files'), 'table', '--preset=responsibility', '--format=xlsx', '--lang=zh', '--', 'plan.docx'));
});

test('filters leave what the command line leaves', async () => {
  await give('table/plan.txt');
  const all = await rows();
  const unit = await page.$eval('#choose-owner option:nth-child(2)', option => option.value);
  await page.selectOption('#choose-owner', unit);
  const some = await rows();
  const args = ['table', '--preset=breakdown', `--owner=${unit}`];
  const wanted = JSON.parse(written(fixture('table'), ...args, '--format=json', '--', 'plan.txt'));
  assert.equal(some.length, wanted.rows.length);
  assert.ok(some.length < all.length && some.length > 0);
  assert.deepEqual(await saved('docx'), written(fixture('table'), ...args, '--format=docx', '--lang=zh', '--', 'plan.txt'));
  await page.click('#do-reset');
  const words = all[0]['工作任务'].slice(0, 4);
  await page.fill('#choose-words', words);
  await page.waitForTimeout(400);
  const found = await rows();
  assert.ok(found.length < all.length && found.some(row => row['工作任务'].includes(words)));
  await page.fill('#choose-words', 'no such words (');
  await page.waitForTimeout(400);
  assert.deepEqual(await rows(), []);
  assert.match(await page.textContent('#table .notes'), /没有符合条件的任务/);
});

test('a click on a cell leads to its place, by mouse and by keys', async () => {
  await give('readme/noisy.txt');
  await rows();
  await page.click('#table td.c-lead');
  assert.equal(await page.textContent('#source .lit'), '市体育局');
  assert.match(await page.textContent('#drawer .on'), /据“牵头单位”/);
  await page.focus('#table td[tabindex="0"]');
  for (const key of ['ArrowRight', 'Enter']) await page.keyboard.press(key);
  assert.equal(await page.textContent('#source .lit'), '建设社区运动场');
  await picture('cell');
});

test('findings stand at their places', async () => {
  await give('check/number-skipped.txt');
  await page.click('#drawer-check');
  const wanted = JSON.parse(written(fixture('check'), 'check', '--format=json', '--lang=zh', '--', 'number-skipped.txt')).files[0].findings;
  assert.ok(wanted.length > 0);
  await page.waitForSelector('#drawer .finding');
  assert.equal(await page.locator('#drawer .finding').count(), wanted.length);
  await page.click('#drawer .finding');
  assert.ok(await page.locator('#source .lit').count() > 0);
});

test('rows are sorted and come back', async () => {
  await give('table/plan.txt');
  const as = (await rows()).map(row => row['工作任务']);
  await page.click('#sort-task');
  const up = (await rows()).map(row => row['工作任务']);
  assert.notDeepEqual(up, as);
  assert.deepEqual(up, [...as].sort(new Intl.Collator('zh-CN', { numeric: true }).compare));
  await page.click('#sort-task');
  assert.deepEqual((await rows()).map(row => row['工作任务']), up.reverse());
  await page.click('#sort-task');
  assert.deepEqual((await rows()).map(row => row['工作任务']), as);
});

test('two plans are compared, and three, and an upper with a lower', async () => {
  await give('diff/harbour_2024.txt', 'diff/harbour_2023.txt');
  await page.click('#tab-compare');
  await page.click('#compare');
  await page.waitForSelector('#report');
  assert.ok(await page.locator('#report article').count() > 3);
  for (const ending of ['html', 'xlsx', 'docx', 'md']) {
    const wanted = written(fixture('diff'), 'diff', `--format=${ending}`, '--lang=zh', '--', 'harbour_2023.txt', 'harbour_2024.txt');
    assert.deepEqual(await saved(ending), wanted, ending);
  }
  const articles = await page.locator('#report article:visible').count();
  await page.locator('#report select[name=kinds]').selectOption('added');
  const added = await page.locator('#report article:visible').count();
  assert.ok(added > 0 && added < articles);
  await accessible('diff');
  await picture('diff');
  await page.click('#kind-side');
  await page.click('#compare');
  await page.waitForSelector('#report');
  assert.deepEqual(await saved('html'), written(fixture('diff'), 'compare', '--format=html', '--lang=zh', '--', 'harbour_2023.txt', 'harbour_2024.txt'));
  await page.click('#kind-trace');
  await page.selectOption('#choose-upper', { index: 1 });
  await page.click('#compare');
  await page.waitForSelector('#report');
  assert.deepEqual(await saved('xlsx'), written(fixture('diff'), 'trace', '--format=xlsx', '--lang=zh', '--', 'harbour_2023.txt', 'harbour_2024.txt'));
  await picture('trace');
});

test('a filled ledger is merged into that of the plan', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  writeFileSync(path.join(folder, 'old.txt'), readFileSync(fixture('table/year_old.txt')));
  writeFileSync(path.join(folder, 'new.txt'), readFileSync(fixture('table/year_new.txt')));
  writeFileSync(path.join(folder, 'ledger.xlsx'), written(folder, 'table', '--preset=ledger', '--format=xlsx', '--lang=zh', '--', 'old.txt'));
  await give(path.join(folder, 'new.txt'), path.join(folder, 'ledger.xlsx'));
  await page.click('#tab-compare');
  await page.click('#kind-merge');
  await page.click('#compare');
  await page.waitForSelector('#save-xlsx');
  const wanted = written(folder, 'table', '--preset=ledger', '--merge=ledger.xlsx', '--format=xlsx', '--lang=zh', '--', 'new.txt');
  assert.deepEqual(await saved('xlsx'), wanted);
  assert.match(await page.textContent('#main .notes'), /找到了原来的行/);
});

test('a damaged file is refused in the words of the command line, and the others are read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  const whole = readFileSync(fixture('input/files/plan.docx'));
  writeFileSync(path.join(folder, 'half.docx'), whole.subarray(0, whole.length / 2));
  writeFileSync(path.join(folder, 'empty.txt'), '');
  writeFileSync(path.join(folder, 'whole.docx'), whole);
  await give(...['half.docx', 'empty.txt', 'whole.docx'].map(name => path.join(folder, name)));
  for (const name of ['half.docx', 'empty.txt']) {
    await page.click(`.tab[title="${name}"]`);
    const ran = spawnSync(PLAN, ['extract', '--lang=zh', '--', name], { cwd: folder, encoding: 'utf8' });
    assert.equal(ran.status, 2);
    assert.ok(ran.stderr.includes(await page.textContent('.refused p')), name);
  }
  await page.click('.tab[title="whole.docx"]');
  assert.ok((await rows()).length > 0);
});

test('text is pasted, files are dropped, names that are patterns are names', async () => {
  await page.click('#do-paste');
  await page.fill('#text textarea', readFileSync(fixture('readme/noisy.txt'), 'utf8'));
  await page.click('#text-read');
  assert.equal((await rows())[0]['牵头单位'], '市体育局');
  await page.evaluate(text => {
    const data = new DataTransfer();
    data.items.add(new File([text], '[2025] a*?.txt'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, readFileSync(fixture('readme/table.txt'), 'utf8'));
  await page.waitForSelector('.tab[title="[2025] a*?.txt"]');
  assert.ok((await rows()).length > 0);
});

test('what is corrected by hand is marked, undone, kept, and made again by the page and the command line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  const at = name => path.join(folder, name);
  const text = readFileSync(fixture('table/plan.txt'), 'utf8');
  writeFileSync(at('plan.txt'), text);
  await give(at('plan.txt'));
  const before = await rows();
  const cell = (title, column) => page.locator('#table tbody tr', { hasText: title }).first().locator(`td.c-${column}`);
  const form = async (title, column) => {
    await cell(title, column).click();
    await page.click('#do-correct');
    await page.waitForSelector('#correct');
  };
  const done = async () => {
    await page.click('#correct-done');
    await page.waitForSelector('#correct', { state: 'detached' });
    return rows();
  };
  await form('开展河道普查', 'task');
  await page.fill('#correct-title', '开展河道和湖泊普查');
  await page.fill('#correct-deadline', '4月15日前');
  await page.fill('#correct-date', '2025-04-15');
  await accessible('form');
  await picture('correct');
  const first = (await done())[0];
  assert.deepEqual([first['工作任务'], first['完成时限']], ['开展河道和湖泊普查', '4月15日前']);
  assert.equal(await page.locator('#table td.changed').count(), 2);
  // By keys: F2 on a cell, what was corrected taken back by Ctrl+Z.
  await cell('排查入河排口', 'lead').focus();
  await page.keyboard.press('F2');
  await page.waitForSelector('#correct');
  assert.equal(await page.evaluate(() => document.activeElement.value), '市生态环境局');
  await page.keyboard.type('市水务局甲');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#correct', { state: 'detached' });
  assert.match((await rows())[1]['牵头单位'], /市水务局甲/);
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => document.querySelectorAll('#table td.changed').length === 2);
  assert.deepEqual((await rows())[1], before[1]);
  await form('排查入河排口', 'lead');
  await page.click('#correct-owner');
  await page.locator('.owner input').last().fill('市水务集团');
  await page.locator('.owner select').last().selectOption('support');
  assert.equal((await done())[1]['配合单位'], '市水务集团');
  await form('建立问题清单', 'task');
  await page.click('#correct-merge summary');
  await page.locator('.others label', { hasText: '公布举报方式' }).locator('input').check();
  assert.equal((await done()).length, before.length - 1);
  await form('提升污水处理能力', 'task');
  await page.click('#correct details summary');
  await page.fill('#correct-split', '扩建城东污水处理厂\n日处理能力达到12万吨\n\n启动城北厂提标改造');
  assert.equal((await done()).length, before.length);
  // A part is corrected like any task, and its place is that of the whole.
  await cell('启动城北厂提标改造', 'task').click();
  assert.match(await page.textContent('#source .lit'), /提升污水处理能力/);
  await form('启动城北厂提标改造', 'deadline');
  await page.fill('#correct-deadline', '');
  await page.fill('#correct-date', '');
  await done();
  await form('强化考核', 'task');
  await page.click('#correct-out');
  await page.waitForSelector('#correct', { state: 'detached' });
  const after = await rows();
  assert.equal(after.length, before.length - 1);
  await page.click('#drawer-hand');
  await accessible('corrections');
  await picture('corrections');
  const download = page.waitForEvent('download');
  await page.click('#do-saveCorrections');
  assert.equal((await download).suggestedFilename(), 'plan.plan.json');
  const kept = readFileSync(await (await download).path());
  writeFileSync(at('plan.plan.json'), kept);
  const args = ['table', '--preset=breakdown', '--lang=zh', '--corrections=plan.plan.json'];
  for (const ending of ['xlsx', 'docx', 'md']) assert.deepEqual(await saved(ending), written(folder, ...args, `--format=${ending}`, '--', 'plan.txt'), ending);
  const made = JSON.parse(written(folder, ...args, '--format=json', '--', 'plan.txt'));
  // What the page says was read is what the command line reads.
  assert.deepEqual(made.corrections.map(one => one.why), made.corrections.map(() => null));
  assert.deepEqual(after.map(row => row['工作任务']), made.rows.map(row => row.cells.task));

  // Another day, with next month's version: a task is gone, a deadline is written otherwise.
  await page.reload();
  writeFileSync(at('plan.txt'), text.replace(/\n24．强化考核.*/, '').replace('3月底前', '5月底前'));
  await give(at('plan.txt'), at('plan.plan.json'));
  await page.waitForSelector('#table td.changed');
  const newer = await rows();
  assert.equal(newer[0]['完成时限'], '4月15日前');
  await page.click('#drawer-hand');
  const unfit = await page.$$eval('.hand .help', list => list.map(one => one.textContent));
  assert.equal(unfit.length, 2);
  assert.match(unfit[0], /更正时读作“3月底前”，现在读作“5月底前”，仍用更正后的“4月15日前”/);
  assert.match(unfit[1], /文档里已没有这项任务/);
  // None is dropped: they are saved as they came, with the keys of now.
  const again = page.waitForEvent('download');
  await page.click('#do-saveCorrections');
  const whole = JSON.parse(readFileSync(await (await again).path()));
  assert.equal(whole.corrections.length, JSON.parse(kept).corrections.length);
  assert.ok(whole.corrections.some(one => one.leave_out && one.task === '强化考核'));
  // One is taken back.
  await page.locator('.hand .close').first().click();
  assert.equal((await rows())[0]['工作任务'], '开展河道普查');
});

test('a damaged file of corrections and one of another document are refused in the words of the command line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  const at = name => path.join(folder, name);
  const kept = readFileSync(fixture('table/plan.plan.json'));
  writeFileSync(at('half.plan.json'), kept.subarray(0, 900));
  writeFileSync(at('plan.plan.json'), kept);
  writeFileSync(at('old.txt'), readFileSync(fixture('table/year_old.txt')));
  await give(at('old.txt'));
  const before = await rows();
  for (const name of ['half.plan.json', 'plan.plan.json']) {
    await give(at(name));
    const ran = spawnSync(PLAN, ['table', '--lang=zh', `--corrections=${name}`, '--', 'old.txt'], { cwd: folder, encoding: 'utf8' });
    assert.equal(ran.status, 2);
    await page.waitForFunction(said => document.querySelector('#notice').textContent.includes(said), ran.stderr.trim().replace(/^plan: /, ''));
  }
  assert.deepEqual(await rows(), before);
  // Without its document it waits for it.
  await page.reload();
  await choose(at('plan.plan.json'));
  await page.waitForFunction(() => /请再打开它的文档/.test(document.querySelector('#notice').textContent));
  await give('table/plan.txt');
  await page.waitForSelector('#table td.changed');
});

test('a folder is read, with what is in it that is no document counted; too large a file is refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  mkdirSync(path.join(folder, 'plans', 'more'), { recursive: true });
  writeFileSync(path.join(folder, 'plans', 'a.txt'), readFileSync(fixture('table/plan.txt')));
  writeFileSync(path.join(folder, 'plans', 'more', 'b.txt'), readFileSync(fixture('table/due.txt')));
  writeFileSync(path.join(folder, 'plans', 'c.bin'), 'nothing');
  const chooser = page.waitForEvent('filechooser');
  await page.click('#do-folder');
  await (await chooser).setFiles(path.join(folder, 'plans'));
  await page.waitForSelector('.list tbody tr:nth-child(2)');
  assert.deepEqual((await page.$$eval('.list tbody td:first-child', cells => cells.map(cell => cell.textContent))).sort(), ['plans/a.txt', 'plans/more/b.txt']);
  assert.match(await page.textContent('#notice'), /文件夹中有 1 个不是文档的文件/);
  await page.evaluate(() => {
    const part = new Uint8Array(2 ** 20);
    const data = new DataTransfer();
    data.items.add(new File([...Array(257)].map(() => part), 'large.txt'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.waitForSelector('.refused');
  assert.match(await page.textContent('.refused'), /超过 256 MB/);
});

test('many files show how far they are, and what waits can be given up', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  const text = readFileSync(fixture('plans/121_zhiliang.txt'));
  const names = [...Array(60)].map((_, n) => path.join(folder, `${n}.txt`));
  names.forEach(name => writeFileSync(name, text));
  await choose(...names);
  await page.waitForSelector('#notice progress');
  await page.click('#do-cancel');
  await page.waitForSelector('#notice progress', { state: 'detached' });
  const left = await page.locator('.list tbody tr').count();
  assert.ok(left < 60);
  // It goes on working.
  await give('table/plan.txt');
  assert.ok((await rows()).length > 0);
});

test('many documents: a list, one table of all, one workbook', async () => {
  const names = ['table/plan.txt', 'table/due.txt', 'table/three.txt'];
  await give(...names);
  assert.equal(await page.locator('.list tbody tr').count(), 3);
  await page.click('#together');
  const all = await rows();
  assert.ok(all.every(row => row['来源']));
  const files = names.map(name => path.basename(name));
  assert.deepEqual(await saved('xlsx'), written(fixture('table'), 'table', '--preset=breakdown', '--format=xlsx', '--lang=zh', '--', ...files));
  await picture('together');
  await page.click('#table td.c-task');
  assert.equal(await page.getAttribute('.tab[aria-current=page]', 'title'), 'plan.txt');
  await page.waitForSelector('#source .lit');
});

test('in English, narrow, dark and without violations', async () => {
  await accessible('start');
  await picture('start');
  await give('input/files/plan.docx');
  await rows();
  await accessible('document');
  await picture('document');
  await page.click('#language');
  const [first] = await rows();
  assert.ok('Task' in first);
  await accessible('English');
  await picture('english');
  await page.reload();
  assert.equal(await page.textContent('#do-files'), 'Choose files');
  await page.click('#language');
  await page.emulateMedia({ colorScheme: 'dark' });
  await give('input/files/plan.docx');
  await rows();
  await page.click('#table td.c-lead');
  await accessible('dark');
  await picture('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 400, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 400));
  await page.click('#pane-table');
  await accessible('narrow');
  await picture('narrow');
  await page.click('#table td.c-lead');
  assert.ok(await page.isVisible('#source .lit'));
  assert.ok(await page.isHidden('#table'));
  await picture('narrow-source');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 400));
});

test('it prints its table', async () => {
  await give('input/files/plan.docx');
  await rows();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (process.env.PICTURES) writeFileSync(path.join(process.env.PICTURES, 'print.pdf'), pdf);
  const folder = mkdtempSync(path.join(tmpdir(), 'plan-'));
  writeFileSync(path.join(folder, 'print.pdf'), pdf);
  const text = execFileSync(PLAN, ['text', path.join(folder, 'print.pdf')], { encoding: 'utf8' });
  assert.match(text, /牵头单位/);
  assert.doesNotMatch(text, /选择文件|保存为/);
});
