// What the page gives is what the command line gives, byte for byte, over all documents of fixtures/ and ../shared/samples:
// the library is taken out of plan.html and run here.
//
//   PAGE, PLAN as for the browsers; ONLY=part-of-a-path for some of the documents

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = process.env.PAGE ?? path.join(root, 'target/web/plan.html');
const PLAN = process.env.PLAN ?? path.join(root, 'target/debug/plan');

/** The library as the worker of the page has it. */
function library() {
  const [, how, packed] = readFileSync(PAGE, 'utf8').match(/<script type="text\/plain" id="engine" ([^>]*)>([^<]*)</);
  const { size, ...rest } = Object.fromEntries([...how.matchAll(/data-(\w+)="(\d+)"/g)].map(([, name, value]) => [name, Number(value)]));
  const part = name => readFileSync(path.join(root, 'web/page', name), 'utf8');
  const open = new Function('postMessage', 'onmessage', `${part('unpack.js')}\n${part('worker.js')}\nreturn { compiled, started, engine, call };`);
  const { compiled, started, engine, call } = open(() => {});
  engine.module = compiled({ packed, size, ...rest });
  engine.exports = started(engine.module);
  return call;
}

const KINDS = /\.(txt|docx?|pdf|html?|mht|xlsx?|ods|csv|md|rtf|odt|term|outline)$/i;

function below(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().flatMap(name => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? below(file) : KINDS.test(name) ? [file] : [];
  });
}

/** What the command line writes and says. */
const ran = (folder, args) => new Promise((done, fail) => {
  const one = spawn(PLAN, args, { cwd: folder, env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[], []];
  one.stdout.on('data', chunk => out.push(chunk));
  one.stderr.on('data', chunk => err.push(chunk));
  one.on('error', fail);
  one.on('close', status => done({ status, written: Buffer.concat(out), said: Buffer.concat(err).toString().replace(/^plan: /gm, '') }));
});

test('every document gives the same, in every format', async t => {
  const call = library();
  const files = [...below(path.join(root, 'fixtures')), ...below(path.join(root, '../shared/samples'))].filter(file => file.includes(process.env.ONLY ?? ''));
  assert.ok(files.length > 0);
  if (!existsSync(path.join(root, '../shared/samples'))) t.diagnostic('../shared/samples is not there: fixtures only');
  const counts = { documents: 0, refused: 0 };
  const wrong = [];
  const next = files.values();
  const one = async () => {
    for (const file of next) {
      const [folder, name] = [path.dirname(file), path.basename(file)];
      const bytes = readFileSync(file);
      const given = [[name, bytes.length]];
      counts.documents += 1;
      const read = await ran(folder, ['extract', '--lang=zh', '--', name]);
      const opened = call({ open: name, lang: 'zh', files: given }, [bytes]);
      if (read.status === 2) {
        counts.refused += 1;
        if (opened.status !== 2 || !read.said.includes(opened.said)) wrong.push(`${file}: refused otherwise: ${opened.said} / ${read.said}`);
        continue;
      }
      const { plan } = JSON.parse(new TextDecoder().decode(opened.body));
      const wanted = JSON.parse(read.written);
      plan.source.path = wanted.source.path;
      if (JSON.stringify(plan) !== JSON.stringify(wanted)) wrong.push(`${file}: other JSON`);
      const check = await ran(folder, ['check', '--format=json', '--lang=zh', '--', name]);
      const checked = call({ check: name, lang: 'zh', files: given }, [bytes]);
      const findings = text => JSON.stringify(JSON.parse(text).files.map(file => ({ ...file, path: '' })));
      if (findings(new TextDecoder().decode(checked.body)) !== findings(check.written)) wrong.push(`${file}: other findings`);
      for (const format of ['xlsx', 'docx', 'csv', 'md', 'html', 'json']) {
        const args = ['table', `--format=${format}`, '--lang=zh', '--', name];
        const { status, written } = await ran(folder, args);
        const came = call({ args, files: given }, [bytes]);
        if (came.status !== status || Buffer.compare(Buffer.from(came.body), written)) wrong.push(`${file}: other ${format}`);
      }
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism?.() ?? 2 }, one));
  t.diagnostic(`${counts.documents} documents, ${counts.refused} of them refused by both`);
  assert.deepEqual(wrong, []);
});
