// The page in Firefox: it opens from a file, reads a document, and saves the bytes of the command line.
//
//   PAGE, PLAN, PICTURES as for Chromium; FIREFOX is the browser, firefox-esr or firefox where it is not said.
//
// Firefox is driven by its own protocol (Marionette): a message is its length, a colon and JSON, `[0, id, command, arguments]`;
// an answer `[1, id, error, result]`.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = process.env.PAGE ?? path.join(root, 'target/web/plan.html');
const PLAN = process.env.PLAN ?? path.join(root, 'target/debug/plan');
const FIREFOX = process.env.FIREFOX ?? ['firefox-esr', 'firefox'].find(name => spawnSync(name, ['--version']).status === 0);

/** A port that nobody listens on. */
const free = () => new Promise(done => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

let firefox, socket, profile;
let [sent, buffer] = [0, Buffer.alloc(0)];
const waiting = new Map();

async function ask(command, args = {}) {
  const message = Buffer.from(JSON.stringify([0, ++sent, command, args]));
  const answer = new Promise((done, fail) => waiting.set(sent, { done, fail }));
  socket.write(Buffer.concat([Buffer.from(`${message.length}:`), message]));
  return answer;
}

function heard(chunk) {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const colon = buffer.indexOf(':');
    const size = colon < 0 ? NaN : Number(buffer.subarray(0, colon));
    if (!(buffer.length > colon + size)) return;
    const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + size));
    buffer = buffer.subarray(colon + 1 + size);
    // The first says who speaks.
    if (!Array.isArray(message)) continue;
    const [, id, error, result] = message;
    const { done, fail } = waiting.get(id);
    waiting.delete(id);
    if (error) fail(new Error(`${error.error}: ${error.message}`)); else done(result);
  }
}

/** Runs a script in the page; `return` gives its value. */
const script = async (text, ...args) => (await ask('WebDriver:ExecuteScript', { script: text, args })).value;

async function until(what, text, ...args) {
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise(done => setTimeout(done, 200))) {
    if (await script(text, ...args)) return;
  }
  assert.fail(`waited for ${what}: ${await script('return document.body.innerText.slice(0, 600)')}`);
}

before(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'plan-firefox-'));
  const port = await free();
  const dead = await free();
  // Nothing it could ask for is answered.
  const prefs = {
    'marionette.port': port, 'intl.accept_languages': 'zh-CN', 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': dead, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': dead, 'app.update.enabled': false,
    'browser.download.folderList': 2, 'browser.download.dir': profile, 'browser.download.always_ask_before_handling_new_types': false,
    'browser.download.alwaysOpenPanel': false, 'datareporting.policy.dataSubmissionEnabled': false, 'browser.shell.checkDefaultBrowser': false,
  };
  writeFileSync(path.join(profile, 'user.js'), Object.entries(prefs).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  firefox = spawn(FIREFOX, ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile], { stdio: 'ignore' });
  const failed = new Promise((_, fail) => firefox.once('error', fail));
  for (const end = Date.now() + 120_000; !socket;) {
    socket = await Promise.race([failed, new Promise(done => {
      const one = connect(port, '127.0.0.1', () => done(one)).on('error', () => done(null));
    })]);
    if (!socket) {
      if (Date.now() > end) assert.fail(`${FIREFOX} does not listen`);
      await new Promise(done => setTimeout(done, 200));
    }
  }
  socket.on('data', heard);
  await ask('WebDriver:NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } });
  await ask('WebDriver:SetTimeouts', { script: 60_000, pageLoad: 120_000 });
});

after(async () => {
  try {
    await ask('Marionette:Quit', { flags: ['eForceQuit'] });
  } catch { /* It is gone. */ }
  socket?.destroy();
  firefox?.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** The bytes of the file with this ending that was saved, once it is whole. */
async function downloaded(ending) {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(done => setTimeout(done, 200))) {
    const names = readdirSync(profile);
    const name = names.find(name => name.endsWith(`.${ending}`));
    if (!name || names.some(name => name.endsWith('.part'))) continue;
    const bytes = readFileSync(path.join(profile, name));
    if (bytes.length) return bytes;
  }
  assert.fail(`no ${ending} was saved`);
}

/** Drops a file on the page. */
const drop = (name, bytes) => script(`
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(arguments[1]), c => c.charCodeAt(0))], arguments[0]));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));`, name, bytes.toString('base64'));

test('it opens from a file, reads a document, and saves what the command line writes', async () => {
  await ask('WebDriver:Navigate', { url: pathToFileURL(PAGE).href });
  await until('the page', `return document.documentElement.dataset.ready !== undefined`);
  const folder = path.join(root, 'fixtures/input/files');
  await drop('plan.docx', readFileSync(path.join(folder, 'plan.docx')));
  await until('the table', `return document.querySelector('#table tbody tr') && !document.querySelector('#notice .busy, #table[aria-busy]')`);
  const wanted = JSON.parse(spawnSync(PLAN, ['table', '--format=json', '--lang=zh', '--', 'plan.docx'], { cwd: folder, env: { LC_ALL: 'C' }, encoding: 'utf8' }).stdout);
  assert.ok(wanted.rows.length > 0);
  const titles = await script(`return [...document.querySelectorAll('#table td.c-task')].map(cell => cell.textContent)`);
  assert.deepEqual(titles, wanted.rows.map(row => row.cells.task));
  await script(`document.querySelector('#table td.c-task').click()`);
  await until('its place', `return document.querySelector('#source .lit')`);
  if (process.env.PICTURES) {
    const { value } = await ask('WebDriver:TakeScreenshot', { full: false });
    writeFileSync(path.join(process.env.PICTURES, 'firefox.png'), Buffer.from(value, 'base64'));
  }
  for (const ending of ['xlsx', 'docx']) {
    await script('document.getElementById(arguments[0]).click()', `save-${ending}`);
    const saved = await downloaded(ending);
    const { stdout } = spawnSync(PLAN, ['table', '--preset=breakdown', `--format=${ending}`, '--lang=zh', '--', 'plan.docx'], { cwd: folder, env: { LC_ALL: 'C' }, maxBuffer: 1 << 28 });
    assert.ok(stdout.length > 1000);
    assert.deepEqual(saved, stdout, ending);
  }
  // Nothing was asked for, and the policy was kept.
  const asked = await script(`return performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith('blob:'))`);
  assert.deepEqual(asked, []);
  await ask('Marionette:SetContext', { value: 'chrome' });
  const told = await script(`return Services.console.getMessageArray().map(String).filter(text => text.includes(arguments[0]))`, path.basename(PAGE));
  assert.deepEqual(told, []);
});
