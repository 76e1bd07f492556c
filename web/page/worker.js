'use strict';
// Runs the library. A message is a call with the files it needs; the answer has the number of the call.

/** The bytes of a text in which five characters from `!` to `u`, with `v` for `<`, are four bytes: shorter than base64. */
function fromText(text) {
  const view = new DataView(new ArrayBuffer(text.length / 5 * 4));
  for (let at = 0, to = 0; at < text.length; to += 4) {
    let four = 0;
    for (const end = at + 5; at < end; at++) {
      const code = text.charCodeAt(at);
      four = four * 85 + (code === 118 ? 60 : code) - 33;
    }
    view.setUint32(to, four);
  }
  return new Uint8Array(view.buffer);
}

/** The library, compiled, from what the page holds: `packed` as text, and how to unpack it. */
function compiled({ packed, size, ...how }) {
  return new WebAssembly.Module(unpack(fromText(packed), size, how));
}

/** A fresh copy of the library. It asks its surroundings for the time, which nothing that it writes depends on; for what
    else it could ask, it never does. */
function started(module) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = /_now_/.test(name) ? () => 0 : () => { throw new Error(`${from}.${name}`); };
  }
  return new WebAssembly.Instance(module, imports).exports;
}

const engine = { module: null, exports: null };

function call(head, files) {
  const { exports } = engine;
  const text = new TextEncoder().encode(JSON.stringify(head));
  const length = files.reduce((sum, file) => sum + file.length, 4 + text.length);
  const at = exports.room(length);
  const room = new Uint8Array(exports.memory.buffer, at, length);
  new DataView(exports.memory.buffer).setUint32(at, text.length, true);
  room.set(text, 4);
  let next = 4 + text.length;
  for (const file of files) {
    room.set(file, next);
    next += file.length;
  }
  const answered = exports.call();
  const start = exports.answered();
  const answer = new Uint8Array(exports.memory.buffer, start, answered);
  const size = new DataView(exports.memory.buffer).getUint32(start, true);
  const said = JSON.parse(new TextDecoder().decode(answer.subarray(4, 4 + size)));
  const body = answer.slice(4 + size);
  exports.room(0);
  return { ...said, body };
}

/** What a list of documents needs to know of one. */
function summary(body) {
  const { plan } = JSON.parse(new TextDecoder().decode(body));
  return {
    title: plan.title, year: plan.year, format: plan.source.format, tasks: plan.tasks.length,
    owners: plan.owners.map(owner => owner.canonical), themes: plan.themes.map(theme => theme.id),
  };
}

/** How many findings there are. */
function found(body) {
  const { error, warning, hint } = JSON.parse(new TextDecoder().decode(body)).summary;
  return error + warning + hint;
}

async function answer({ head, files }) {
  const bytes = [];
  for (const [, blob] of files) bytes.push(new Uint8Array(await blob.arrayBuffer()));
  const named = files.map(([name], at) => [name, bytes[at].length]);
  try {
    const came = call({ ...head, files: named }, bytes);
    if (came.status !== 0) return came;
    if (head.open !== undefined) return { ...came, summary: summary(came.body) };
    return head.check !== undefined ? { ...came, found: found(came.body) } : came;
  } catch (error) {
    // It has stopped in the middle of something and cannot go on.
    engine.exports = started(engine.module);
    return { status: 2, said: '', broken: String(error) };
  }
}

onmessage = async ({ data }) => {
  if (data.engine || data.module) {
    try {
      engine.module = data.module ?? compiled(data.engine);
      engine.exports = started(engine.module);
      if (data.engine) postMessage({ module: engine.module });
    } catch (error) {
      postMessage({ fatal: String(error) });
    }
    return;
  }
  if (!engine.exports) return;
  let came;
  try {
    came = await answer(data);
  } catch (error) {
    came = { status: 2, said: '', unreadable: String(error) };
  }
  postMessage({ n: data.n, ...came }, came.body ? [came.body.buffer] : []);
};
