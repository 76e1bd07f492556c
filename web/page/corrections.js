'use strict';
// What people correct by hand. The library makes the corrections in the table (`--corrections`); here they are put down in the
// form that it reads (src/ledger/corrections.rs), taken back, and kept in a file.

const SCHEMA = 'plan-corrections/1';

/** The last part of a name with folders. */
const base = name => name.split('/').pop();

/** The key of the task that a part of a split was read in. */
const whole = key => key?.replace(/(-b\d+)+$/, '');

/** The file of a document's corrections. */
const correctionsFile = one => ({
  name: `${one.name}.plan.json`,
  blob: new Blob([`${JSON.stringify({
    schema: SCHEMA, document: { name: base(one.name), title: one.summary.title ?? null }, corrections: one.corrections,
  }, null, 2)}\n`]),
});

/** The tasks as they are now, by key: as they were read, and then corrected. */
function tasksNow(one) {
  const tasks = new Map();
  for (const { key, title, text, measures, owners, deadline } of known(one).plan.tasks) {
    tasks.set(key, {
      key, read: title, title, text, measures: measures.map(measure => measure.text),
      owners: owners.map(({ role, name }) => ({ role, name })),
      deadline: deadline ? { text: deadline.text, date: deadline.date ?? null } : null,
    });
  }
  one.corrections.forEach(made => makeIn(tasks, made));
  return tasks;
}

function makeIn(tasks, { key, title, owners, deadline, merge, split, leave_out }) {
  const task = tasks.get(key);
  if (!task) return;
  if (title) task.title = title.now;
  if (owners) task.owners = owners.now;
  if (deadline) task.deadline = deadline.now;
  for (const other of merge ?? []) {
    const taken = tasks.get(other.key);
    if (!taken || taken === task) continue;
    task.text += `\n${taken.text}`;
    task.measures = [...task.measures, taken.title, ...taken.measures];
    const own = ({ role, name }) => task.owners.some(owner => owner.role === role && owner.name === name);
    task.owners = [...task.owners, ...taken.owners.filter(owner => !own(owner))];
    if (!task.deadline || task.deadline.date && taken.deadline?.date > task.deadline.date) task.deadline = taken.deadline;
    tasks.delete(other.key);
  }
  split?.now.forEach((part, n) => {
    const measures = part.measures ?? [];
    const of = n ? { key: `${key}-b${n + 1}`, read: part.title } : {};
    tasks.set(of.key ?? key, { ...task, ...of, title: part.title, measures, text: [part.title, ...measures].join('\n') });
  });
  if (leave_out) tasks.delete(key);
}

/* ---- making them and taking them back ---- */

/** Puts other corrections in place of those that a document has. */
function setCorrections(one, corrections, unsaved = true) {
  one.past.push(one.corrections);
  Object.assign(one, { corrections, unsaved, outcomes: [] });
  // The cell that was chosen is chosen again.
  if (state.at && open() === one) state.wish = { key: state.at.row.cells.key, id: state.at.id };
  draw('drawer');
  table();
}

function undo(one) {
  if (!one?.past.length) return;
  Object.assign(one, { corrections: one.past.pop(), outcomes: [], unsaved: true });
  draw('drawer');
  table();
}

/** What the library says became of the corrections, in the order of the documents that they were given with. */
function became(documents, outcomes) {
  let at = 0;
  for (const one of documents.filter(one => one.corrections.length)) {
    one.outcomes = outcomes.slice(at, at + one.corrections.length);
    at += one.corrections.length;
    // In a newer version of the document their tasks may have other keys.
    one.corrections.forEach((made, n) => {
      const { now } = one.outcomes[n] ?? {};
      if (!now || now === made.key) return;
      const task = known(one).keys.get(now)?.[0];
      Object.assign(made, { key: now, task: task?.title ?? made.task });
    });
  }
}

function saveCorrections(one) {
  download(stem(one.name), correctionsFile(one).blob, 'plan.json');
  one.unsaved = false;
}

/** Files of corrections that were given, until the documents are read. */
let given = [];

/** Gives them to the documents that they are of. */
async function attach() {
  if (!given.length || state.documents.some(one => one.status === 'waiting')) return;
  const files = given;
  given = [];
  for (const { name, blob } of files) {
    let about = {};
    try {
      about = JSON.parse((await blob.text()).replace(/^\ufeff/, ''));
    } catch { /* The library says what is wrong with it. */ }
    const { name: file, title } = about?.document ?? {};
    const likely = one => (base(one.name) === file ? 2 : 0) + (title && one.summary.title === title ? 1 : 0);
    let [of, said] = [null, ''];
    for (const one of [...read()].sort((a, b) => likely(b) - likely(a))) {
      const args = ['table', `--corrections=${name}`, '--format=json', `--lang=${state.lang}`, '--', one.name];
      const came = await engine.ask({ args }, [[one.name, one.blob], [name, blob]], true);
      if (came.cancelled) return;
      if (came.status !== 2) {
        of = one;
        break;
      }
      said ||= why(came);
    }
    if (of) {
      const had = new Set(of.corrections.map(made => JSON.stringify(made)));
      const more = about.corrections.filter(made => !had.has(JSON.stringify(made)));
      said = word('attached', `${of.name}：${more.length}`);
      setCorrections(of, [...of.corrections, ...more], of.unsaved);
    } else if (!read().length) {
      given.push({ name, blob });
      said = word('needDocument', base(name));
    }
    state.said = [state.said, said].filter(Boolean).join('\n');
  }
  draw('notice');
}

/* ---- seeing them ---- */

const dueText = due => due ? [due.text, due.date].filter(Boolean).join(' ') : word('nothing');
const ownersText = owners => owners.map(({ role, name }) => `${word(role)} ${name}`).join('、') || word('nothing');

/** What a correction does, in words. */
function told({ title, owners, deadline, merge, split }) {
  const turn = (name, { was, now }, text = value => value) => `${word(name)}：${text(was)} → ${text(now)}`;
  if (title) return turn('titleOf', title);
  if (owners) return turn('ownersOf', owners, ownersText);
  if (deadline) return turn('deadlineOf', deadline, dueText);
  if (merge) return `${word('mergeOf')}：${merge.map(other => other.task).join('、')}`;
  if (split) return `${word('splitOf')}：${split.now.map(part => part.title).join(' / ')}`;
  return word('leaveOut');
}

/** The list of a document's corrections, each to be taken back. */
function handList(one) {
  const { corrections, outcomes } = one;
  const without = n => corrections.filter((_, at) => at !== n);
  return [
    make('div.actions', {},
      make('button', { type: 'button', id: 'do-undo', disabled: !one.past.length, onclick: () => undo(one) }, word('undo')),
      make('button', { type: 'button', id: 'do-saveCorrections', disabled: !corrections.length, onclick: () => { saveCorrections(one); draw('drawer'); } }, word('saveCorrections'))),
    corrections.length ? '' : make('p', {}, word('handNone')),
    make('ul.hand', {}, corrections.map((made, n) => make('li', {},
      make('button', {
        type: 'button', onclick: () => {
          const row = state.table?.rows.find(row => row.cells.key === made.key);
          if (row) at(row, 'task');
        },
      }, make('strong', {}, made.task), ' ', told(made)),
      make('button.close', { type: 'button', 'aria-label': `${word('takeBack')} ${made.task} ${told(made)}`, title: word('takeBack'), onclick: () => setCorrections(one, without(n)) }, '×'),
      outcomes[n]?.why && make('p.help', {}, outcomes[n].why)))),
  ];
}

/* ---- the form ---- */

let fields = 0;

/** A dialog in which a task is corrected. */
function askCorrection(one, key, focus = 'title') {
  const tasks = tasksNow(one);
  const task = tasks.get(key);
  if (!task) return;
  const named = (name, field, more = {}) => {
    field.id ||= `correct-${name}-${++fields}`;
    return make('div.row', more, make('label', { for: field.id }, word(`${name}Of`)), field);
  };
  const title = make('textarea', { rows: 2, id: 'correct-title', value: task.title });
  const due = make('input', { type: 'text', id: 'correct-deadline', value: task.deadline?.text ?? '' });
  const date = make('input', { type: 'date', id: 'correct-date', value: task.deadline?.date ?? '' });
  const list = make('div.owners', { role: 'group', 'aria-label': word('ownersOf') });
  const addOwner = ({ role, name }) => {
    const row = make('div.owner', {},
      make('select', { 'aria-label': word('role') }, ROLES.map(role => make('option', { value: role }, word(role)))),
      make('input', { type: 'text', 'aria-label': word('unitName'), value: name }),
      make('button.plain', { type: 'button', 'aria-label': `${word('takeOut')} ${name}`, onclick: () => row.remove() }, '×'));
    row.firstChild.value = role;
    list.append(row);
    return row;
  };
  task.owners.forEach(addOwner);
  const parts = make('textarea', { rows: 8, id: 'correct-split', 'aria-label': word('splitOf') });
  const untouched = [task.title, ...task.measures].join('\n');
  parts.value = untouched;
  const others = make('div.others', { role: 'group', 'aria-label': word('mergeOf') });
  const mergeable = make('details', {
    id: 'correct-merge',
    ontoggle: () => !others.firstChild && others.append(...[...tasks.values()].filter(other => other !== task).map(other =>
      make('label.field.tick', {}, make('input', { type: 'checkbox', value: other.key }), make('span', {}, other.title)))),
  }, make('summary', {}, word('mergeOf')), others);

  const made = () => {
    const all = [];
    const of = { key, task: task.read };
    const now = { title: title.value.trim(), due: due.value.trim(), date: date.value || null };
    if (now.title && now.title !== task.title) all.push({ ...of, title: { was: task.title, now: now.title } });
    const owners = [...list.children].map(row => ({ role: row.children[0].value, name: row.children[1].value.trim() })).filter(owner => owner.name);
    if (JSON.stringify(owners) !== JSON.stringify(task.owners)) all.push({ ...of, owners: { was: task.owners, now: owners } });
    const deadline = now.due || now.date ? { text: now.due || now.date, date: now.date } : null;
    if (JSON.stringify(deadline) !== JSON.stringify(task.deadline)) all.push({ ...of, deadline: { was: task.deadline, now: deadline } });
    const merge = [...others.querySelectorAll(':checked')].map(box => ({ key: box.value, task: tasks.get(box.value).read }));
    if (merge.length) all.push({ ...of, merge });
    const pieces = parts.value.trim().split(/\n\s*\n/).map(part => part.split('\n').map(line => line.trim()).filter(Boolean)).filter(lines => lines.length);
    if (parts.value !== untouched && pieces.length > 1) {
      // It is split as it is after what stands above.
      const before = new Map([...tasks].map(([key, task]) => [key, { ...task }]));
      all.forEach(one => makeIn(before, one));
      all.push({ ...of, split: { was: before.get(key).text, now: pieces.map(([title, ...measures]) => ({ title, measures })) } });
    }
    return all;
  };
  const put = all => {
    dialog.close();
    if (all.length) setCorrections(one, [...one.corrections, ...all]);
  };
  const dialog = make('dialog.correct', { id: 'correct', 'aria-labelledby': 'correct-name', onclose: () => { dialog.remove(); document.querySelector('#table td[tabindex="0"]')?.focus(); } },
    make('form', { method: 'dialog', onsubmit: event => { event.preventDefault(); put(made()); } },
      make('h2', { id: 'correct-name' }, word('correct')),
      named('title', title),
      make('div.row', {}, make('span', {}, word('ownersOf')), make('div', {}, list,
        make('button', { type: 'button', id: 'correct-owner', onclick: () => addOwner({ role: 'responsible', name: '' }).children[1].focus() }, word('addOwner')))),
      make('div.row', {}, make('label', { for: due.id }, word('deadlineOf')), make('div.due', {}, due, make('label', { for: date.id }, word('dateOf')), date)),
      make('details', {}, make('summary', {}, word('splitOf')), make('p', {}, word('splitHow')), parts),
      mergeable,
      make('div.actions', {},
        make('button.bad', { type: 'button', id: 'correct-out', onclick: () => put([{ key, task: task.read, leave_out: true }]) }, word('leaveOut')),
        make('button', { type: 'button', onclick: () => dialog.close() }, word('cancel')),
        make('button.main', { type: 'submit', id: 'correct-done' }, word('correctDone')))));
  document.body.append(dialog);
  dialog.showModal();
  ({ title, owners: list.querySelector('input') ?? dialog.querySelector('#correct-owner'), deadline: due })[focus]?.focus();
}

/** Which field of the form a column is corrected by. */
const fieldOf = id => ROLES.includes(id) || id === 'owners' || id === 'role' ? 'owners' : ['deadline', 'date', 'month', 'light'].includes(id) ? 'deadline' : 'title';
