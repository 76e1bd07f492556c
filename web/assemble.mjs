// Puts the page together: one file with its style, its script, its worker and the library inside, and a policy that allows
// these by their hashes and nothing else.
//
//   node web/assemble.mjs plan_web.wasm plan.html

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , wasm, to] = process.argv;
const part = name => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');
const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** WebAssembly without its sections for people: names of functions, who made it. */
function bare(bytes) {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length;) {
    const start = at;
    const section = bytes[at++];
    let [size, shift] = [0, 0];
    for (let more = true; more; shift += 7) {
      more = bytes[at] >= 0x80;
      size += (bytes[at++] & 0x7f) * 2 ** shift;
    }
    at += size;
    if (section !== 0) kept.push(bytes.subarray(start, at));
  }
  return Buffer.concat(kept);
}

/** Packed as `page/unpack.js` unpacks it, by the module of Python's standard library. */
const HOW = { lc: 3, lp: 0, pb: 1 };
function packed(bytes) {
  const script = `
import lzma, sys
how = {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 24, "lc": ${HOW.lc}, "lp": ${HOW.lp}, "pb": ${HOW.pb}}
sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read(), format=lzma.FORMAT_RAW, filters=[how]))`;
  const ran = spawnSync('python3', ['-c', script], { input: bytes, maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`python3: ${ran.error ?? ran.stderr}`);
  return ran.stdout;
}

/** As text that stands in a script, as `page/worker.js` reads it. What is behind the end is not unpacked. */
function toText(bytes) {
  const whole = Buffer.concat([bytes, Buffer.alloc((4 - bytes.length % 4) % 4)]);
  const text = Buffer.alloc(whole.length / 4 * 5);
  for (let from = 0, to = 0; from < whole.length; from += 4, to += 5) {
    let four = whole.readUInt32BE(from);
    for (let n = 4; n >= 0; n--) {
      const code = four % 85 + 33;
      text[to + n] = code === 60 ? 118 : code;
      four = Math.floor(four / 85);
    }
  }
  return text.toString('latin1');
}

const library = bare(readFileSync(wasm));
const engine = packed(library);
const engineText = toText(engine);
// The worker listens where it is loaded; here nobody speaks.
const reading = new Function('onmessage', `${part('unpack.js')}\n${part('worker.js')}\nreturn { unpack, fromText };`)();
if (Buffer.compare(Buffer.from(reading.unpack(reading.fromText(engineText), library.length, HOW)), library)) throw new Error('the library is unpacked otherwise than it was packed');

const style = part('page.css');
// The worker stands in the script as a text; `</` would end the script.
const worker = JSON.stringify(`${part('unpack.js')}\n${part('worker.js')}`).replaceAll('</', '<\\/');
const script = `${part('corrections.js')}\n${part('page.js')}`.replace('"WORKER"', () => worker);
const policy = [
  "default-src 'none'", `style-src ${hash(style)}`, `script-src ${hash(script)} 'wasm-unsafe-eval'`, 'worker-src blob:',
  "base-uri 'none'", "form-action 'none'",
].join('; ');
const how = Object.entries({ size: library.length, ...HOW }).map(([name, value]) => `data-${name}="${value}"`).join(' ');
const parts = { POLICY: policy, STYLE: style, HOW: how, ENGINE: engineText, SCRIPT: script };
const page = part('page.html').replace(/\b(POLICY|STYLE|HOW|ENGINE|SCRIPT)\b/g, name => parts[name]);
writeFileSync(to, page);
const mb = bytes => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`${to}: ${mb(Buffer.byteLength(page))}; the library ${mb(library.length)}, packed ${mb(engine.length)}`);
