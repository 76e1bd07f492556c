// The page: one place for all that it knows (`state`), what is drawn from it, and what people do to it.
// The library does the work, in workers, by the arguments of the command line: what is saved has the bytes that it writes.

const WORKER = "WORKER";

/* ---- words ---- */

const WORDS = {
  name: ['工作计划读表', 'Work plans as tables'],
  what: ['把工作要点、实施方案、任务分工变成表：任务、责任单位、时限，每一格都能点回原文。', 'Tasks, owners and deadlines of Chinese work plans as a table; each cell leads to its place in the text.'],
  safe: ['文件只在这台电脑上读，不联网，什么也不传出去。', 'Files are read on this computer only. Nothing is sent anywhere.'],
  drop: ['把文件或文件夹拖到这里', 'Drop files or a folder here'],
  kinds: ['Word、WPS 另存的 docx/doc、PDF、Excel、网页、纯文本等', 'Word, PDF, Excel, web pages, plain text and more'],
  files: ['选择文件', 'Choose files'],
  folder: ['选择文件夹', 'Choose a folder'],
  paste: ['粘贴文字', 'Paste text'],
  pasteHere: ['把计划的文字粘贴在这里', 'Paste the text of a plan here'],
  read: ['读取', 'Read'],
  cancel: ['取消', 'Cancel'],
  close: ['关闭', 'Close'],
  closeAll: ['全部关闭', 'Close all'],
  pasted: ['粘贴的文字', 'pasted text'],
  all: ['全部文档', 'All documents'],
  compare: ['比较与合并', 'Compare and merge'],
  documents: ['文档', 'Documents'],
  filters: ['表式与筛选', 'Table and filters'],
  preset: ['表式', 'Table'],
  by: ['分组', 'Group by'],
  owner: ['单位', 'Unit'],
  theme: ['主题', 'Theme'],
  after: ['时限从', 'Due from'],
  before: ['到', 'to'],
  words: ['查找', 'Find'],
  wordsHere: ['任务中的文字', 'words of a task'],
  due: ['标出超期', 'Show what is overdue'],
  reset: ['清除筛选', 'Clear filters'],
  any: ['全部', 'all'],
  usual: ['按表式', 'as usual'],
  byOwner: ['责任单位', 'unit'],
  bySection: ['章节', 'section'],
  byDeadline: ['时限', 'deadline'],
  byTheme: ['主题', 'theme'],
  save: ['保存为', 'Save as'],
  xlsx: ['Excel', 'Excel'],
  docx: ['Word', 'Word'],
  csv: ['CSV', 'CSV'],
  md: ['Markdown', 'Markdown'],
  html: ['网页', 'Web page'],
  ics: ['日历', 'Calendar'],
  json: ['JSON', 'JSON'],
  table: ['表格', 'Table'],
  source: ['原文', 'Source'],
  why: ['依据', 'Why'],
  check: ['检查', 'Findings'],
  checkNone: ['没有发现问题。', 'Nothing was found.'],
  whyNone: ['点表中的一格，这里说明它从哪里来。', 'Choose a cell of the table: here stands where it is from.'],
  error: ['错误', 'error'],
  warning: ['警告', 'warning'],
  hint: ['提示', 'hint'],
  reading: ['正在读', 'reading'],
  waiting: ['等待', 'waiting'],
  working: ['正在处理…', 'Working…'],
  tasks: ['项任务', 'tasks'],
  tasksHead: ['任务', 'Tasks'],
  unitsHead: ['单位', 'Units'],
  foundHead: ['检查', 'Findings'],
  title: ['标题', 'Title'],
  file: ['文件', 'File'],
  year: ['年份', 'Year'],
  units: ['个单位', 'units'],
  found: ['处提示', 'findings'],
  shown: ['行', 'rows'],
  of: ['共', 'of'],
  failed: ['读不出', 'not read'],
  broken: ['程序在这份文件上出错，请报告', 'the program failed on it, which should be reported'],
  brokenTask: ['程序出错，没有做完，请报告', 'the program failed on this, which should be reported'],
  unreadable: ['文件读不了，可能已移走或改动', 'the file cannot be read; it may have been moved or changed'],
  large: ['超过 256 MB，没有读', 'larger than 256 MB and not read'],
  fatal: ['这个浏览器太旧，页面用不了：需要 2023 年以后的 Chrome、Edge、Firefox 或 Safari。', 'This browser is too old for the page: a Chrome, Edge, Firefox or Safari of 2023 or later is needed.'],
  skipped: ['文件夹中有 {} 个不是文档的文件，没有读', '{} files of the folder are no documents and were not read'],
  oneTable: ['合成一张表', 'One table of all'],
  list: ['文档清单', 'List of documents'],
  diff: ['两份对比', 'Two plans'],
  side: ['多份并列', 'Side by side'],
  trace: ['上下级对照', 'Upper and lower'],
  merge: ['并入台账', 'Merge a ledger'],
  diffWhat: ['新增、取消、改写的任务，责任单位、时限、指标的变化', 'tasks added, dropped and reworded; changes of owners, deadlines and targets'],
  sideWhat: ['各年或各单位的主题、责任单位、提法、指标', 'themes, owners, set phrases and targets of years or offices'],
  traceWhat: ['上级的任务，下级接了哪些、谁来做、何时完成', 'which of the upper plan’s tasks the lower ones took up'],
  mergeWhat: ['把填过的台账（xlsx）并到计划的新台账里：填的内容带过来，拿不准的列出来', 'carries what people filled into an old ledger (xlsx) over to that of the plan'],
  old: ['旧', 'Old'],
  new: ['新', 'New'],
  upper: ['上级', 'Upper'],
  lower: ['下级', 'Lower'],
  plans: ['计划', 'Plans'],
  plan: ['计划', 'Plan'],
  ledger: ['填过的台账', 'Filled ledger'],
  do: ['开始', 'Start'],
  needTwo: ['要两份不同的文档；请先打开。', 'Two different documents are needed; open them first.'],
  needLedger: ['要一份计划和一份 xlsx 台账；请先打开。', 'A plan and a ledger (xlsx) are needed; open them first.'],
  mergedReady: ['合并好了，请保存。', 'Merged; save it.'],
  mergedName: ['合并后的台账', 'merged ledger'],
  diffName: ['对比', 'changes'],
  sideName: ['并列', 'side by side'],
  traceName: ['对照', 'trace'],
  sort: ['排序', 'sort'],
  print: ['打印', 'Print'],
  language: ['English', '中文'],
  blank: ['空栏未列出：{}', 'Empty columns are not shown: {}'],
  lines: ['第 {} 行', 'line {}'],
  inherited: ['承自上级标题或统一标注', 'inherited'],
  sample: ['看一个例子', 'See an example'],
  sampleName: ['例子', 'example'],
  hand: ['更正', 'Corrections'],
  handNone: ['还没有更正。选中表中的一格，按“更正这项任务”；也可双击，或按 F2。', 'None yet. Choose a cell and press “Correct this task”, or double-click it, or press F2.'],
  correct: ['更正这项任务', 'Correct this task'],
  correctDone: ['更正', 'Correct it'],
  changed: ['经人工更正', 'corrected by hand'],
  undo: ['撤销上一步', 'Undo'],
  takeBack: ['撤回这处更正', 'Take back'],
  takeOut: ['去掉', 'Take out'],
  saveCorrections: ['保存更正（.plan.json）', 'Save corrections (.plan.json)'],
  titleOf: ['任务', 'Task'],
  ownersOf: ['责任单位', 'Owners'],
  deadlineOf: ['时限', 'Deadline'],
  dateOf: ['截止日期', 'Last day'],
  mergeOf: ['并入别的任务', 'Merge other tasks into it'],
  splitOf: ['拆成几项', 'Split it'],
  splitHow: ['各项之间空一行；每项的第一行是任务，其余各行是举措。责任单位和时限各项都有，可再更正。', 'An empty line between the parts; the first line of each is the task, the others its measures. Each has the owners and the deadline.'],
  leaveOut: ['不列入', 'Leave it out'],
  addOwner: ['加一个单位', 'Add a unit'],
  role: ['职责', 'duty'],
  unitName: ['单位名称', 'name of the unit'],
  lead: ['牵头', 'lead'],
  responsible: ['责任', 'responsible'],
  support: ['配合', 'support'],
  accountable: ['领导', 'accountable'],
  supervisor: ['督办', 'supervisor'],
  nothing: ['无', 'none'],
  attached: ['更正已用上：{} 处', 'corrections made: {}'],
  needDocument: ['{} 是更正，请再打开它的文档', '{} holds corrections; open their document too'],
  unsaved: ['有更正没有保存，仍要关闭吗？', 'There are corrections that were not saved. Close nevertheless?'],
};
const word = (id, value) => WORDS[id][state.lang === 'zh' ? 0 : 1].replace('{}', () => value);

/** A plan to look at. */
const SAMPLE = `清河县2025年公园和步道建设实施方案

一、新建口袋公园
（一）选好地块。对闲置边角地逐块登记，优先选在老旧小区周边，3月底前公布第一批名单。（牵头单位：县自然资源局；配合单位：县住房城乡建设局、各乡镇人民政府）
（二）建成公园12个。配齐座椅、路灯和无障碍坡道，种植本地树种。（牵头单位：县住房城乡建设局；责任单位：县城市管理局；完成时限：10月底前）

二、贯通滨河步道
（一）打通断点。补建步道18公里，增设过街通道3处。（牵头单位：县水务局；责任单位：县交通运输局；完成时限：11月底前）
（二）完善服务。沿线设置厕所、饮水点和急救箱，定期维护。（责任单位：县文化广电旅游局、县卫生健康局；完成时限：9月底前）

三、保障措施
（一）落实资金。县财政局统筹城建和水利资金，每季度公开使用情况。
（二）加强督查。县政府督查室每月通报进度，12月20日前报送总结。
`;

/* ---- state ---- */

const KEPT = 'plan.settings';
const FILTERS = { by: '', owner: '', theme: '', after: '', before: '', words: '', due: false };

const state = {
  lang: 'zh',
  about: null,          // what can be chosen: {themes, presets}, each [name, Chinese, English]
  documents: [],        // {id, name, blob, status: waiting|read|failed, said, summary, body, check, corrections, …}
  tab: null,            // the id of a document, 'all' or 'compare'
  pane: 'table',        // on narrow screens: table, source or check
  drawer: 'why',        // below the source: why, check or hand
  preset: 'breakdown',
  filters: { ...FILTERS },
  sort: { id: null, down: false },
  together: false,      // of all documents one table in place of the list
  table: null,          // {columns, rows, notes, said, of}
  at: null,             // the chosen cell: {row, id}
  wish: null,           // the cell to be chosen when the table is there: {key, id}
  lit: [],              // the places of the source that are lit
  compare: { kind: 'diff', old: null, new: null, upper: null, ledger: null, plan: null, chosen: null, result: null, said: '' },
  busy: 0,
  said: '',             // a message under the tabs
};

const kept = () => {
  try {
    const { lang, preset } = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    if (lang === 'en') state.lang = 'en';
    if (preset) state.preset = preset;
  } catch { /* Some browsers keep nothing for pages that are files. */ }
};
const keep = () => {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ lang: state.lang, preset: state.preset }));
  } catch { /* As above. */ }
};

const open = () => state.documents.find(document => document.id === state.tab);
const read = () => state.documents.filter(document => document.status === 'read');

/* ---- the library ---- */

/** Workers, each with its own copy of the library; calls wait for the next that is free. */
const engine = {
  most: Math.max(1, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1)),
  module: null,
  workers: [],
  waiting: [],
  n: 0,

  /** What the library answers; `head` says what is wanted and `files` has the names and contents it needs. */
  ask(head, files, first = false) {
    return new Promise(done => {
      this.waiting[first ? 'unshift' : 'push']({ head, files, done });
      this.next();
    });
  },

  next() {
    while (this.waiting.length) {
      let worker = this.workers.find(worker => !worker.job);
      // The first unpacks the library for all.
      if (!worker && this.workers.length < (this.module ? this.most : 1)) worker = this.start();
      if (!worker) return;
      worker.job = this.waiting.shift();
      const { head, files } = worker.job;
      worker.port.postMessage({ n: ++this.n, head, files });
    }
  },

  start() {
    const address = URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
    const worker = { port: new Worker(address), job: null };
    if (this.module) worker.port.postMessage({ module: this.module });
    else {
      const { dataset: { size, lc, lp, pb }, textContent } = document.getElementById('engine');
      worker.port.postMessage({ engine: { packed: textContent, size: +size, lc: +lc, lp: +lp, pb: +pb } });
    }
    worker.port.onmessage = ({ data }) => {
      if (data.module) {
        this.module = data.module;
        return this.next();
      }
      if (data.fatal) {
        state.said = `${word('fatal')} (${data.fatal})`;
        return draw('notice');
      }
      const { job } = worker;
      worker.job = null;
      job.done(data);
      this.next();
    };
    worker.port.onerror = event => {
      state.said = `${word('fatal')} (${event.message ?? ''})`;
      draw('notice');
    };
    this.workers.push(worker);
    return worker;
  },

  /** Brings a call that waits before the others. */
  hurry(is) {
    const at = this.waiting.findIndex(({ head }) => is(head));
    if (at > 0) this.waiting.unshift(...this.waiting.splice(at, 1));
  },

  /** Gives up all that is asked for. */
  cancel() {
    const given = [...this.waiting, ...this.workers.map(worker => worker.job).filter(Boolean)];
    this.waiting = [];
    this.workers.filter(worker => worker.job).forEach(worker => worker.port.terminate());
    this.workers = this.workers.filter(worker => !worker.job);
    given.forEach(job => job.done({ cancelled: true }));
  },
};

const why = came => came.broken ? word('broken') : came.unreadable ? word('unreadable') : came.said.trim();

/** Runs a command on documents, counted as busy. */
async function run(args, documents, besides = []) {
  state.busy += 1;
  draw('notice');
  const names = documents.map(document => document.name);
  // A ledger that is merged is no document of the command.
  const files = [...documents, ...besides];
  if (args[0] === 'table') {
    const corrections = documents.filter(one => one.corrections.length).map(correctionsFile);
    args = [...args, ...corrections.map(({ name }) => `--corrections=${name}`)];
    files.push(...corrections);
  }
  const head = { args: [...args, `--lang=${state.lang}`, '--', ...names] };
  const came = await engine.ask(head, files.map(({ name, blob }) => [name, blob]), true);
  state.busy -= 1;
  draw('notice');
  return came;
}

/* ---- documents ---- */

const LARGEST = 256 * 2 ** 20;
const KINDS = /\.(txt|docx?|docm|wps|pdf|html?|mht|mhtml|xlsx?|xlsm|et|csv|tsv|md|markdown|rtf|odt|ofd|xml|text)$/i;

let ids = 0;

/** Adds files, `[{name, blob}]`, and has them read. */
function add(files) {
  let first = null;
  for (const { name, blob } of files) {
    const document = {
      id: `d${++ids}`, name: free(name === '-' ? '_' : name), blob, status: 'waiting', said: '', check: null,
      corrections: [], past: [], outcomes: [], unsaved: false,
    };
    first ??= document;
    state.documents.push(document);
    readIn(document);
  }
  if (first) {
    state.tab = files.length > 1 ? 'all' : first.id;
    fresh();
  }
  draw();
}

async function readIn(document) {
  if (document.blob.size > LARGEST) {
    Object.assign(document, { status: 'failed', said: word('large') });
    attach();
    return later(document);
  }
  const came = await engine.ask({ open: document.name, lang: state.lang }, [[document.name, document.blob]]);
  if (!state.documents.includes(document)) return;
  if (came.cancelled) {
    // One that was read before stays as it was.
    if (document.status === 'waiting') state.documents = state.documents.filter(other => other !== document);
  } else if (came.status !== 0) {
    Object.assign(document, { status: 'failed', said: why(came) });
  } else {
    Object.assign(document, { status: 'read', said: '', summary: came.summary, body: came.body, parsed: null, check: null });
  }
  attach();
  if (!state.documents.includes(document) && state.tab === document.id) state.tab = state.documents[0]?.id ?? null;
  if (state.tab === document.id) {
    draw();
    await table();
  } else {
    later(document);
  }
  // The table comes first.
  if (document.status === 'read' && !document.check) checkIn(document);
}

/** Has a document checked; it can be looked at meanwhile. */
async function checkIn(document) {
  const came = await engine.ask({ check: document.name, lang: state.lang }, [[document.name, document.blob]]);
  if (came.status !== 0 || !state.documents.includes(document)) return;
  document.check = came.body;
  document.summary.found = came.found;
  later(document);
  if (state.tab === document.id) {
    const { lines, places } = findings(document);
    draw('drawer', 'title');
    // Lines that are not there yet will have them.
    const source = globalThis.document.getElementById('source');
    const touched = new Set(places.flatMap(({ span: [start] }) => lineAt({ lines }, start)));
    for (const at of touched) source?.children[at]?.replaceWith(lineOf(document, at));
  }
}

/** The findings of a document, and with its marks where they stand. */
function findings(document) {
  const about = known(document);
  if (about.findings || !document.check) return about;
  const check = JSON.parse(new TextDecoder().decode(document.check));
  about.findings = check.files[0]?.findings ?? [];
  about.findings.forEach(finding => { finding.place = about.span(finding.span); });
  about.places = about.places.concat(about.findings.map(finding => ({ kind: `found ${finding.severity}`, span: finding.place, label: finding.message })));
  about.byLine = null;
  return about;
}

/** A name that no document has. */
function free(name) {
  const taken = name => state.documents.some(document => document.name === name);
  if (!taken(name)) return name;
  const [, stem, ending] = name.match(/^(.*?)(\.[^./]*)?$/s);
  let n = 2;
  while (taken(`${stem} (${n})${ending ?? ''}`)) n += 1;
  return `${stem} (${n})${ending ?? ''}`;
}

/** All that is known of a document that is looked at. */
function known(document) {
  if (document.parsed) return document.parsed;
  const { plan, text, marks } = JSON.parse(new TextDecoder().decode(document.body));
  // Places count characters; texts here count units of UTF-16.
  let place = at => at;
  if (/[\ud800-\udbff]/.test(text)) {
    const places = [];
    let unit = 0;
    for (const c of text) {
      places.push(unit);
      unit += c.length;
    }
    places.push(unit);
    place = at => places[at];
  }
  const span = ([start, end]) => [place(start), place(end)];
  const keys = new Map();
  const kinds = new Map();
  [...plan.terms, ...plan.references].forEach(one => one.spans.forEach(span => kinds.set(`${span}`, 'term')));
  plan.targets.forEach(target => kinds.set(`${target.span}`, 'target'));
  plan.tasks.forEach((task, at) => {
    const kind = found => {
      if (task.owners.some(owner => `${owner.span}` === `${found}`)) return 'owner';
      if (task.deadline && `${task.deadline.span}` === `${found}`) return 'deadline';
      return kinds.get(`${found}`) ?? 'title';
    };
    task.marks = marks[at].map(([found, label]) => ({ kind: kind(found), span: span(found), label }));
    keys.set(task.key, [...(keys.get(task.key) ?? []), task]);
  });
  const lines = [];
  for (let start = 0; start <= text.length;) {
    const end = text.indexOf('\n', start);
    lines.push([start, end < 0 ? text.length : end]);
    start = end < 0 ? text.length + 1 : end + 1;
  }
  const places = plan.tasks.flatMap(task => task.marks.map(mark => ({ ...mark, task })));
  document.parsed = { plan, text, span, keys, lines, findings: null, places };
  return document.parsed;
}

/** The task of a row, and its document. */
function taskOf(row) {
  const { file, task: title = '' } = row.cells;
  // A part of a task that was split stands where the task does.
  const key = whole(row.cells.key);
  // Of a file in a folder the table has the last part of its name.
  const named = ({ name }) => name === file || name.endsWith(`/${file}`);
  const all = open() ? [open()] : read().filter(named);
  const document = all.find(document => known(document).keys.has(key));
  if (!document) return {};
  const tasks = known(document).keys.get(key);
  return { document, task: tasks.find(task => title.startsWith(task.title)) ?? tasks[0] };
}

const ROLES = ['lead', 'responsible', 'support', 'accountable', 'supervisor'];

/** Where the value of a cell stands in the text. */
function placesOf(document, task, id, row) {
  const { plan, span } = known(document);
  const owners = roles => task.owners.filter(owner => roles.includes(owner.role)).map(owner => owner.span);
  const section = (sections, id) => sections.flatMap(one => one.id === id ? [one] : section(one.children, id));
  const spans = () => {
    switch (id) {
      case 'task': return task.marks.filter(mark => mark.kind === 'title').map(mark => mark.span);
      case 'measures': return task.measures.map(measure => measure.span).map(span);
      case 'owners': case 'role': return owners(ROLES).map(span);
      case 'deadline': case 'date': case 'month': case 'light': {
        const own = plan.dates.find(date => date.task === task.id && date.end === row.cells.date);
        return [(task.deadline?.date !== row.cells.date && own || task.deadline)?.span].filter(Boolean).map(span);
      }
      case 'section': return section(plan.sections, task.section).map(one => span(one.heading_span));
      default:
        if (ROLES.includes(id)) return owners([id]).map(span);
        return task.columns?.[id] ? [span(task.columns[id].span)] : [];
    }
  };
  const found = spans().filter(([start, end]) => end > start);
  return found.length ? found : [span(task.span)];
}

/* ---- tables ---- */

/** A day of this computer's calendar, so many days from now. */
function day(days = 0) {
  const at = new Date(Date.now() + days * 864e5);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(n => String(n).padStart(2, '0')).join('-');
}

/** The arguments of the command line for what is chosen. */
function asked() {
  const { by, owner, theme, after, before, words, due } = state.filters;
  const args = ['table', `--preset=${state.preset}`];
  const give = (name, value) => value && args.push(`--${name}=${value}`);
  give('by', by);
  give('owner', owner);
  give('theme', theme);
  give('after', after);
  give('before', before);
  give('match', words && `(?i)${words.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&')}`);
  give('as-of', due && day());
  return args;
}

const shownDocuments = () => state.tab === 'all' ? read() : [open()].filter(document => document?.status === 'read');

let columns = { of: '', ids: [] };
let tables = 0;

/** Has the table of the tab worked out. */
async function table() {
  const documents = shownDocuments();
  const turn = ++tables;
  if (!documents.length || state.tab === 'all' && !state.together) {
    state.table = null;
    return draw('main');
  }
  // The columns are those of the table that is saved, and behind them what tells the task of a row.
  const of = JSON.stringify([state.preset, state.filters.due, state.lang, documents.map(document => document.id)]);
  if (columns.of !== of) {
    const due = state.filters.due ? [`--as-of=${day()}`] : [];
    const came = await run(['table', `--preset=${state.preset}`, ...due, '--format=json'], documents);
    if (turn !== tables || came.cancelled) return;
    if (came.status === 2) return refuse(came);
    columns = { of, ids: JSON.parse(new TextDecoder().decode(came.body)).columns.map(column => column.id) };
  }
  const wanted = [...new Set([...columns.ids, 'key', 'file'])];
  const came = await run([...asked(), `--columns=${wanted}`, '--format=json'], documents);
  if (turn !== tables || came.cancelled) return;
  if (came.status === 2) return refuse(came);
  const { title, columns: heads, rows, notes, corrections } = JSON.parse(new TextDecoder().decode(came.body));
  if (corrections) became(documents, corrections);
  // Columns that nothing stands in leave their room to the others.
  const blank = ({ id }) => rows.length > 0 && rows.every(row => row.cells[id] === '');
  const own = heads.filter(head => columns.ids.includes(head.id));
  const left = own.filter(blank).map(head => head.heading).join(state.lang === 'zh' ? '、' : ', ');
  if (left) notes.push(word('blank', left));
  state.table = { title, columns: own.filter(head => !blank(head)), rows, notes, said: came.said.trim() };
  state.at = null;
  draw('table', 'drawer');
  if (!document.getElementById('source')?.firstChild) draw('source');
  const wish = state.wish && rows.find(row => row.cells.key === state.wish.key);
  if (wish) at(wish, state.wish.id);
  state.wish = null;
}

function refuse(came) {
  state.table = { title: '', columns: [], rows: [], notes: [], said: why(came) };
  draw('table');
  if (!document.getElementById('source')?.firstChild) draw('source');
}

/** The rows as they are sorted: within their groups. */
function sorted() {
  const { rows } = state.table;
  const { id, down } = state.sort;
  if (!id) return rows;
  const order = new Intl.Collator('zh-CN', { numeric: true });
  const value = row => row.cells[id] ?? '';
  const compare = (a, b) => {
    // What is empty comes last either way.
    if (value(a) === '' || value(b) === '') return (value(a) === '') - (value(b) === '');
    return (down ? -1 : 1) * order.compare(value(a), value(b));
  };
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.group)) groups.set(row.group, []);
    groups.get(row.group).push(row);
  }
  return [...groups.values()].flatMap(group => group.sort(compare));
}

/** Another table from the start: nothing sorted, chosen or lit. */
function fresh() {
  Object.assign(state, { table: null, at: null, lit: [], sort: { id: null, down: false }, pane: 'table', said: '' });
  if (!state.documents.length) state.tab = null;
}

/* ---- saving ---- */

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv', md: 'text/markdown', html: 'text/html', ics: 'text/calendar', json: 'application/json',
  'plan.json': 'application/json',
};

function download(name, body, ending) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([body], { type: TYPES[ending] }));
  link.download = `${name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const stem = name => name.split('/').pop().replace(/\.[^.]*$/, '') || name;

async function save(ending) {
  const documents = shownDocuments();
  const came = await run([...asked(), `--format=${ending}`], documents);
  if (came.cancelled) return;
  state.said = came.status === 2 ? why(came) : came.said.trim();
  draw('notice');
  if (came.status === 2) return;
  const preset = state.about.presets.find(([name]) => name === state.preset);
  const of = documents.length > 1 ? word('all') : stem(documents[0].name);
  download(`${of}-${preset[state.lang === 'zh' ? 1 : 2]}`, came.body, ending);
}

/* ---- comparing and merging ---- */

const COMPARE = {
  diff: { command: 'diff', saved: ['xlsx', 'docx', 'html', 'md', 'json'] },
  side: { command: 'compare', saved: ['xlsx', 'html', 'md', 'json'] },
  trace: { command: 'trace', saved: ['xlsx', 'docx', 'html', 'md', 'json'] },
  merge: { saved: ['xlsx'] },
};

const byYear = () => [...read()].sort((a, b) => (a.summary.year ?? 0) - (b.summary.year ?? 0));

/** The documents that are compared, in their order. */
function compared() {
  const { kind, old, new: now, upper, chosen, plan, ledger } = state.compare;
  const of = id => read().find(document => document.id === id);
  const some = byYear().filter(document => chosen?.has(document.id));
  const all = {
    diff: [of(old), of(now)], side: some, trace: [of(upper), ...some.filter(document => document.id !== upper)],
    merge: [of(plan), of(ledger)],
  }[kind];
  return all.every(Boolean) && new Set(all).size === all.length && all.length > 1 ? all : null;
}

/** Chooses what is likely meant: older before newer, the first as the upper, workbooks as ledgers. */
function guess() {
  const at = state.compare;
  const is = id => read().some(document => document.id === id);
  const by = byYear();
  const books = read().filter(document => document.summary.format === 'xlsx');
  const others = read().filter(document => document.summary.format !== 'xlsx');
  // Plans of one series are called alike but for the year.
  const series = document => (document.summary.title ?? document.name).replace(/[0-9０-９〇一二三四五六七八九十]/g, '');
  const pair = by.flatMap((old, n) => by.slice(n + 1).map(now => [old, now])).find(([old, now]) => series(old) === series(now));
  if (!is(at.old)) at.old = (pair?.[0] ?? by[0])?.id;
  if (!is(at.new) || at.new === at.old) at.new = (at.old === pair?.[0].id ? pair[1] : by.findLast(document => document.id !== at.old))?.id;
  if (!is(at.upper)) at.upper = read()[0]?.id;
  if (!is(at.ledger)) at.ledger = books[0]?.id;
  if (!is(at.plan) || at.plan === at.ledger) at.plan = others[0]?.id ?? books.find(document => document.id !== at.ledger)?.id;
  at.chosen = new Set(at.chosen ? [...at.chosen].filter(is) : []);
  if (at.chosen.size < 2) at.chosen = new Set(by.map(document => document.id));
}

function compareArgs(ending) {
  const documents = compared();
  if (state.compare.kind !== 'merge') return [[COMPARE[state.compare.kind].command, `--format=${ending}`], documents];
  const [, ledger] = documents;
  return [['table', '--preset=ledger', `--merge=${ledger.name}`, '--format=xlsx'], documents];
}

async function compare() {
  const at = state.compare;
  Object.assign(at, { result: null, said: '' });
  const { kind } = at;
  if (!compared()) {
    at.said = word(kind === 'merge' ? 'needLedger' : 'needTwo');
    return draw('main');
  }
  draw('main');
  const came = await compareRun('html');
  if (came.cancelled) return draw('main');
  at.said = why(came) || (came.broken ? word('brokenTask') : '');
  at.result = came.status === 2 ? null : { kind, body: came.body };
  draw('main');
}

/** Runs a comparison. A ledger is given by its option, so it is no document of the command. */
async function compareRun(ending) {
  const [args, documents] = compareArgs(ending);
  if (state.compare.kind !== 'merge') return run(args, documents);
  const [plan, ledger] = documents;
  return run(args, [plan], [ledger]);
}

async function saveCompared(ending) {
  const { kind, result } = state.compare;
  const came = ending === 'html' || kind === 'merge' ? { status: 0, body: result.body, said: '' } : await compareRun(ending);
  if (came.cancelled) return;
  if (came.status === 2) {
    state.compare.said = why(came);
    return draw('main');
  }
  const documents = compared();
  const name = kind === 'merge' ? `${stem(documents[0].name)}-${word('mergedName')}`
    : kind === 'diff' ? `${stem(documents[0].name)}-${stem(documents[1].name)}-${word('diffName')}` : word(`${kind}Name`);
  download(name, came.body, ending);
}

/* ---- drawing ---- */

/** An element: what begins with `on` is listened to, other members are attributes; `false` and nothing leave one out. */
function make(tag, members = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [member, value] of Object.entries(members)) {
    if (member.startsWith('on')) element.addEventListener(member.slice(2), value);
    else if (member === 'value') element.value = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(member, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const button = (id, onclick, members = {}) => make('button', { type: 'button', id: `do-${id}`, onclick, ...members }, word(id));

function choose(id, name, options, value, onchange) {
  const select = make('select', { id: `choose-${id}`, onchange: event => onchange(event.target.value) },
    options.map(([value, shown]) => make('option', { value }, shown)));
  select.value = value ?? '';
  return make('label.field', {}, make('span', {}, name), select);
}

/** What is being filled in, each to be done at once. */
const filling = new Set();

/** Adds many children a few at a time, between which the page is drawn and answers: so many that a turn takes some 20 ms. */
function fill(parent, items, draw, done) {
  const turn = parent.turn = (parent.turn ?? 0) + 1;
  let [at, each, last] = [0, 8, performance.now()];
  const add = many => {
    parent.append(...items.slice(at, at + many).map((item, n) => draw(item, at + n)));
    at += many;
  };
  const more = () => {
    if (parent.turn !== turn || !parent.isConnected && at > 0) return filling.delete(finish);
    // With the drawing of what was added before.
    const took = performance.now() - last;
    last = performance.now();
    if (at > 0) each = Math.max(4, Math.min(200, Math.round(each * Math.max(.5, Math.min(2, 20 / took)))));
    add(each);
    if (at < items.length) return soon(more);
    filling.delete(finish);
    done?.();
  };
  const finish = () => {
    if (parent.turn === turn && at < items.length) add(items.length);
    filling.delete(finish);
  };
  filling.add(finish);
  more();
}

/** Before the page is drawn next; a page that is not seen is not drawn. */
const soon = next => document.hidden ? setTimeout(next) : requestAnimationFrame(next);

addEventListener('beforeprint', () => filling.forEach(finish => finish()));

const parts = {};

/** Where one pane is seen at a time; the style says the same. */
const narrow = matchMedia('(max-width: 900px)');

/** Draws parts of the page, all of it where none is named. */
function draw(...names) {
  if (!names.length || names.includes('main')) return drawAll();
  for (const name of names) parts[name]?.();
}

let due = 0;
let changed = new Set();

/** Draws what became of a document, soon and with others: many may be read in a moment. */
function later(document) {
  changed.add(document);
  due ||= setTimeout(() => {
    const some = changed;
    [due, changed] = [0, new Set()];
    if (state.documents.some(one => one.status === 'waiting')) {
      draw('notice');
      for (const one of some) globalThis.document.getElementById(`row-${one.id}`)?.replaceWith(listed(one));
    } else if (state.tab === 'all' || state.tab === 'compare') draw();
    else draw('tabs', 'notice');
  }, 200);
}

const names = ['header', 'tabs', 'notice', 'main'];

function drawAll() {
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
  const focused = document.activeElement?.id;
  const page = document.getElementById('page');
  if (!page.firstChild) {
    page.append(make('header', { id: 'header' }), make('nav', { id: 'tabs' }), make('div', { id: 'notice', role: 'status' }), make('main', { id: 'main', tabindex: '-1' }));
  }
  document.title = open() ? `${open().name} · plan` : `plan · ${word('name')}`;
  names.forEach(name => parts[name]());
  // What has the focus still needs none: giving it has all of the page laid out.
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

parts.header = () => {
  const header = document.getElementById('header');
  if (header.dataset.lang === state.lang) return;
  header.dataset.lang = state.lang;
  document.getElementById('header').replaceChildren(
    make('h1', {}, 'plan', make('small', {}, word('name'))),
    make('div.actions', {},
      button('files', () => pick(false)), button('folder', () => pick(true)), button('paste', askText),
      make('button.plain', { type: 'button', id: 'language', lang: state.lang === 'zh' ? 'en' : 'zh-CN', onclick: turn }, word('language'))));
};

parts.tabs = () => {
  const nav = document.getElementById('tabs');
  nav.hidden = !state.documents.length;
  nav.setAttribute('aria-label', word('documents'));
  const tab = (id, label, more = {}) => make(`button.tab${more.kind ?? ''}`, {
    type: 'button', id: `tab-${id}`, 'aria-current': state.tab === id && 'page', title: more.title, onclick: () => go(id),
  }, label, more.count !== undefined && make('span.count', {}, more.count));
  const several = state.documents.length > 1;
  nav.replaceChildren(
    ...(several ? [tab('all', word('all'), { count: state.documents.length }), tab('compare', word('compare'))] : []),
    // Of very many the list has them all.
    ...state.documents.slice(0, 40).map(one => make('span.file', {},
      tab(one.id, stem(one.name), {
        title: one.name, kind: one.status === 'failed' ? '.failed' : '', count: one.summary?.tasks ?? (one.status === 'failed' ? '!' : '…'),
      }),
      make('button.close', { type: 'button', 'aria-label': `${word('close')} ${one.name}`, onclick: () => shut(one) }, '×'))));
};

parts.notice = () => {
  const waiting = state.documents.filter(one => one.status === 'waiting').length;
  const done = state.documents.length - waiting;
  const notice = document.getElementById('notice');
  const lines = [];
  if (waiting > 1) {
    lines.push(make('p', {}, `${word('reading')} ${done} / ${state.documents.length} `,
      make('progress', { max: state.documents.length, value: done, 'aria-label': word('reading') }), ' ', button('cancel', () => engine.cancel())));
  } else if (state.busy) {
    lines.push(make('p.busy', {}, word('working'), ' ', button('cancel', () => engine.cancel())));
  }
  if (state.said) lines.push(...state.said.split('\n').map(line => make('p', {}, line)));
  notice.replaceChildren(...lines);
};

parts.main = () => {
  const main = document.getElementById('main');
  main.className = state.tab === null ? 'start' : state.tab === 'compare' ? 'compare' : 'work';
  if (state.tab === null) return main.replaceChildren(start());
  if (state.tab === 'compare') return main.replaceChildren(...comparing());
  const one = open();
  if (one?.status === 'failed') {
    return main.replaceChildren(make('div.refused', { role: 'alert' }, make('h2', {}, `${one.name}：${word('failed')}`), make('p', {}, one.said)));
  }
  if (one && one.status !== 'read') return main.replaceChildren(make('p.wait', {}, `${word('reading')} ${one.name}…`));
  if (state.tab === 'all' && !state.together) return main.replaceChildren(tools(), list());
  main.replaceChildren(
    tools(),
    make('div.panes', { 'data-pane': state.pane, id: 'panes' },
      make('div.switch', { role: 'group' }, ['table', 'source', 'check'].filter(name => one || name === 'table').map(name =>
        make('button', { type: 'button', 'aria-pressed': String(state.pane === name), id: `pane-${name}`, onclick: () => pane(name) }, word(name)))),
      make('section.table', { 'aria-label': word('table'), id: 'table' }),
      one && make('div.beside', {},
        make('section.source', { 'aria-label': word('source'), id: 'source', tabindex: '0' }),
        make('section.drawer', { id: 'drawer' }))));
  draw('table', 'source', 'drawer');
};

const start = () => make('div.start', {},
  make('div.drop', { id: 'drop' },
    make('p.large', {}, word('drop')), make('p', {}, word('kinds')),
    make('p', {}, make('button.main', { type: 'button', onclick: () => pick(false) }, word('files')), ' ',
      make('button', { type: 'button', id: 'do-sample', onclick: () => add([{ name: `${word('sampleName')}.txt`, blob: new Blob([SAMPLE]) }]) }, word('sample')))),
  make('p', {}, word('what')), make('p.safe', {}, word('safe')));

const titled = ({ summary: { tasks, owners, found } }) => `${tasks} ${word('tasks')} · ${owners.length} ${word('units')} · ${found ?? '…'} ${word('found')}`;

parts.title = () => {
  const small = document.getElementById('title');
  if (small && open()) small.textContent = titled(open());
};

/** The filters and what can be saved. */
function tools() {
  const documents = shownDocuments();
  const of = member => [...new Set(documents.flatMap(document => document.summary[member]))];
  const at = state.lang === 'zh' ? 1 : 2;
  const themes = (state.about?.themes ?? []).filter(([id]) => of('themes').includes(id)).map(theme => [theme[0], theme[at]]);
  const order = new Intl.Collator('zh-CN');
  const units = of('owners').sort(order.compare).slice(0, 2000).map(name => [name, name]);
  const { filters } = state;
  let soon;
  const change = (name, wait = 0) => value => {
    filters[name] = value;
    clearTimeout(soon);
    soon = setTimeout(table, wait);
  };
  const date = (name, id) => make('label.field', {}, make('span', {}, word(name)),
    make('input', { type: 'date', id: `choose-${id}`, value: filters[id], onchange: event => change(id)(event.target.value) }));
  const all = [['', word('any')]];
  const one = open();
  const any = Object.values(filters).some(Boolean);
  return make('div.tools', {},
    make('div.head', {},
      one && make('h2.title', {}, one.summary.title ?? stem(one.name),
        make('small', { id: 'title' }, titled(one))),
      !one && make('h2.title', {}, word('all'), ' ',
        make('button', { type: 'button', id: 'together', onclick: () => { state.together = !state.together; draw(); table(); } }, word(state.together ? 'list' : 'oneTable')), ' ',
        button('closeAll', () => { if (state.documents.some(one => one.unsaved) && !confirm(word('unsaved'))) return; engine.cancel(); state.documents = []; fresh(); draw(); })),
      documents.length > 0 && saves(['xlsx', 'docx', 'csv', 'md', 'html', 'ics', 'json'], save, button('print', () => print()))),
    make('details', { open: !narrow.matches || any }, make('summary', {}, word('filters')), make('form.filters', { onsubmit: event => event.preventDefault() },
      choose('preset', word('preset'), (state.about?.presets ?? []).map(preset => [preset[0], preset[at]]), state.preset, value => { state.preset = value; keep(); table(); }),
      choose('by', word('by'), [['', word('usual')], ['owner', word('byOwner')], ['section', word('bySection')], ['deadline', word('byDeadline')], ['theme', word('byTheme')]], filters.by, change('by')),
      choose('owner', word('owner'), [...all, ...units], filters.owner, change('owner')),
      choose('theme', word('theme'), [...all, ...themes], filters.theme, change('theme')),
      date('after', 'after'), date('before', 'before'),
      make('label.field', {}, make('span', {}, word('words')),
        make('input', { type: 'search', id: 'choose-words', placeholder: word('wordsHere'), value: filters.words, oninput: event => change('words', 250)(event.target.value) })),
      make('label.field.tick', {}, make('input', { type: 'checkbox', id: 'choose-due', checked: filters.due, onchange: event => change('due')(event.target.checked) }), make('span', {}, word('due'))),
      button('reset', () => { state.filters = { ...FILTERS }; draw(); table(); }))));
}

const saves = (endings, save, ...more) => make('div.saves', { role: 'group', 'aria-label': word('save') }, make('span', {}, word('save')),
  endings.map(ending => make('button', { type: 'button', id: `save-${ending}`, onclick: () => save(ending) }, word(ending))), more);

/** What was read of a document. */
const listed = one => make('tr', { id: `row-${one.id}` },
  make('td', {}, make('button.link', { type: 'button', onclick: () => go(one.id) }, one.name)),
  make('td', {}, one.status === 'failed' ? make('span.failed', {}, `${word('failed')}：${one.said}`) : one.summary?.title ?? (one.status === 'waiting' ? `${word('waiting')}…` : '')),
  [one.summary?.year, one.summary?.tasks, one.summary?.owners.length, one.summary?.found].map(number => make('td.number', {}, String(number ?? ''))));

/** All documents with what was read of each. */
function list() {
  const body = make('tbody');
  fill(body, state.documents, listed);
  const heads = ['file', 'title', 'year', 'tasksHead', 'unitsHead', 'foundHead'];
  return make('div.list', { tabindex: '0', role: 'region', 'aria-label': word('list') },
    make('table', {}, make('thead', {}, make('tr', {}, heads.map(head => make('th', { scope: 'col' }, word(head))))), body));
}

parts.table = () => {
  const place = document.getElementById('table');
  if (!place) return;
  const { table } = state;
  if (!table) return place.replaceChildren(make('p.wait', {}, word('working')));
  const rows = sorted();
  const shown = [];
  let group;
  for (const row of rows) {
    if (row.group !== undefined && row.group !== group) shown.push({ band: row.group });
    group = row.group;
    shown.push(row);
  }
  const body = make('tbody');
  const heads = table.columns.map(column => {
    const on = state.sort.id === column.id;
    return make('th', { scope: 'col', class: `c-${column.id}`, 'aria-sort': on ? (state.sort.down ? 'descending' : 'ascending') : 'none' },
      make('button', { type: 'button', id: `sort-${column.id}`, title: word('sort'), onclick: () => sort(column.id) }, column.heading, on ? (state.sort.down ? ' ▼' : ' ▲') : ''));
  });
  let first = true;
  place.setAttribute('aria-busy', 'true');
  fill(body, shown, row => {
    if (row.band !== undefined) return make('tr.band', {}, make('th', { scope: 'rowgroup', colspan: table.columns.length }, row.band));
    const cells = table.columns.map(({ id, heading }) => {
      const text = String(row.cells[id] ?? '');
      const cell = make(`td.c-${/^[a-z]+$/.test(id) ? id : 'own'}`, { tabindex: first ? '0' : '-1', 'data-head': heading, onclick: () => at(row, id), ondblclick: () => correct(row, id) },
        text);
      first = false;
      if (row.inherited?.includes(id)) { cell.classList.add('inherited'); cell.title = word('inherited'); }
      if (!text) cell.classList.add('empty');
      if (row.corrected?.includes(id)) { cell.classList.add('changed'); cell.title = word('changed'); }
      if (id === 'light' && text) cell.classList.add(/超期|overdue/.test(text) ? 'late' : /3/.test(text) ? 'soon' : 'fine');
      cell.place = { row, id };
      return cell;
    });
    const line = make('tr', {}, cells);
    mark(line);
    return line;
  }, () => place.removeAttribute('aria-busy'));
  place.replaceChildren(
    ...(rows.length ? [make('div.scroll', {}, make('table', { onkeydown: moves, 'aria-label': table.title }, make('thead', {}, make('tr', {}, heads)), body))] : []),
    make('div.notes', {}, make('p', {}, `${rows.length} ${word('shown')}`), ...[table.said, ...table.notes].filter(Boolean).flatMap(note => note.split('\n')).map(note => make('p', {}, note))));
};

/** Shows in a row which cell is chosen. */
function mark(line) {
  const chosen = Boolean(state.at) && line.firstChild?.place?.row === state.at.row;
  line.classList.toggle('chosen', chosen);
  for (const cell of chosen ? line.children : line.querySelectorAll('.here')) cell.classList.toggle('here', chosen && cell.place.id === state.at.id);
}

/** Shows which cell is chosen. */
function choice() {
  const before = document.querySelector('#table tr.chosen');
  if (before) mark(before);
  if (!state.at) return;
  for (const line of document.querySelectorAll('#table tbody tr')) {
    if (line.firstChild.place?.row === state.at.row) return mark(line);
  }
}

/** One line of the source; what is lit lies over what is marked, and the innermost mark is seen. */
function lineOf(one, at) {
  const { text, lines, places } = known(one);
  const [from, to] = lines[at];
  const inside = ([start, end]) => start < to && end > from;
  const own = placesByLine(one).get(at) ?? [];
  const lit = state.lit.filter(inside);
  const cuts = [...new Set([from, to, ...own.flatMap(mark => mark.span), ...lit.flat()])].filter(cut => cut >= from && cut <= to).sort((a, b) => a - b);
  const pieces = [];
  for (let n = 0; n + 1 < cuts.length; n++) {
    const [start, end] = [cuts[n], cuts[n + 1]];
    const covers = ([from, to]) => from <= start && to >= end;
    const marks = own.filter(mark => covers(mark.span)).sort((a, b) => (b.span[1] - b.span[0]) - (a.span[1] - a.span[0]));
    const isLit = lit.some(covers);
    const words = text.slice(start, end);
    if (!marks.length && !isLit) { pieces.push(words); continue; }
    const piece = make('mark', { class: [...new Set(marks.map(mark => mark.kind)), isLit ? 'lit' : ''].join(' ').trim() || null, title: marks.map(mark => mark.label).join('\n') || null }, words);
    piece.marks = marks;
    pieces.push(piece);
  }
  return make('div.line', { 'data-n': at + 1 }, pieces.length ? pieces : '\u200b');
}

/** The marks of each line. */
function placesByLine(one) {
  const about = known(one);
  if (about.byLine) return about.byLine;
  about.byLine = new Map();
  for (const mark of about.places) {
    for (let at = lineAt(about, mark.span[0]); at < about.lines.length && about.lines[at][0] < mark.span[1]; at++) {
      if (!about.byLine.has(at)) about.byLine.set(at, []);
      about.byLine.get(at).push(mark);
    }
  }
  return about.byLine;
}

function lineAt({ lines }, place) {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle][0] <= place) low = middle; else high = middle - 1;
  }
  return low;
}

parts.source = () => {
  const place = document.getElementById('source');
  const one = open();
  // The table comes first.
  if (!place || !one?.body || !state.table) return;
  place.replaceChildren();
  findings(one);
  fill(place, known(one).lines, (_, at) => lineOf(one, at), () => state.lit.length && see(place));
};

/** Brings what is lit into sight. */
function see(place) {
  const lit = place.querySelector('.lit');
  if (!lit) return;
  const bring = () => {
    const [box, own] = [place.getBoundingClientRect(), lit.getBoundingClientRect()];
    place.scrollTop += own.top - box.top - box.height / 3;
  };
  bring();
  // Lines that come into sight may be taller than they were taken for.
  soon(bring);
}

/** Lights places of the source and brings the first of them into sight. */
function light(spans) {
  const one = open();
  const place = document.getElementById('source');
  const touched = spans => spans.flatMap(([start, end]) => {
    const about = known(one);
    const found = [];
    for (let at = lineAt(about, start); at < about.lines.length && about.lines[at][0] < end; at++) found.push(at);
    return found;
  });
  const before = touched(state.lit);
  state.lit = spans;
  const after = touched(spans);
  // Lines that are still on their way come as they are to be.
  for (const at of new Set([...before, ...after])) place.children[at]?.replaceWith(lineOf(one, at));
  see(place);
}

parts.drawer = () => {
  const place = document.getElementById('drawer');
  const one = open();
  if (!place || !one?.body) return;
  const about = findings(one);
  const tab = (name, label) => make('button', { type: 'button', id: `drawer-${name}`, 'aria-pressed': String(state.drawer === name), onclick: () => { state.drawer = name; draw('drawer'); } }, label);
  const bar = make('div.bar', { role: 'group' }, tab('why', word('why')), tab('check', `${word('check')} ${about.findings?.length ?? '…'}`), tab('hand', `${word('hand')} ${one.corrections.length || ''}`));
  const body = make('div.body', { tabindex: '0', role: 'region', 'aria-label': word(state.drawer) });
  place.replaceChildren(bar, body);
  if (state.drawer === 'hand') return body.append(...handList(one));
  if (state.drawer === 'check') {
    if (!about.findings) return body.append(make('p', {}, word('working')));
    if (!about.findings.length) return body.append(make('p', {}, word('checkNone')));
    const items = make('ul');
    body.append(items);
    return fill(items, about.findings, finding => make('li', {},
      make('button.finding', { type: 'button', onclick: () => { light([finding.place]); pane('source'); } },
        make(`span.badge.${finding.severity}`, {}, word(finding.severity)), ' ', finding.message, make('small', {}, word('lines', finding.line))),
      finding.help && make('p.help', {}, finding.help)));
  }
  const { task } = state.at ? taskOf(state.at.row) : {};
  if (!task) return body.append(make('p', {}, word('whyNone')));
  const same = span => state.lit.some(([start, end]) => span[0] < end && start < span[1]);
  body.append(
    make('h3', {}, `${task.id} ${task.title}`, make('small', {}, task.key), ' ',
      make('button', { type: 'button', id: 'do-correct', onclick: () => correct(state.at.row, state.at.id) }, word('correct'))),
    make('ul', {}, task.marks.map(mark => make('li', {},
      make(`button.value${same(mark.span) ? '.on' : ''}`, { type: 'button', onclick: () => { light([mark.span]); draw('drawer'); pane('source'); } },
        make(`mark.${mark.kind}`, {}, about.text.slice(...mark.span).replace(/\s+/g, ' ')), ' ', mark.label)))));
  const on = body.querySelector('.on');
  if (on) body.scrollTop = on.offsetTop - body.offsetTop - body.clientHeight / 3;
};

/** Choosing what is compared, and the report. */
function comparing() {
  guess();
  const state_ = state.compare;
  const { kind } = state_;
  const options = documents => documents.map(one => [one.id, one.summary.title ? `${one.summary.title}（${one.name}）` : one.name]);
  const select = (name, documents = read()) => choose(name, word(name), options(documents), state_[name], value => { state_[name] = value; });
  const ticks = name => make('fieldset', {}, make('legend', {}, word(name)), read().map(one =>
    make('label.field.tick', {}, make('input', {
      type: 'checkbox', checked: state_.chosen.has(one.id), onchange: event => { state_.chosen[event.target.checked ? 'add' : 'delete'](one.id); },
    }), make('span', {}, one.summary.title ?? one.name))));
  const fields = {
    diff: () => [select('old'), select('new')], side: () => [ticks('plans')], trace: () => [select('upper'), ticks('lower')],
    merge: () => [select('plan'), select('ledger', read().filter(one => one.summary.format === 'xlsx'))],
  }[kind]();
  const form = make('form.filters', { onsubmit: event => { event.preventDefault(); compare(); } },
    make('div.kinds', { role: 'group' }, Object.keys(COMPARE).map(name => make('button', {
      type: 'button', id: `kind-${name}`, 'aria-pressed': String(kind === name), onclick: () => { Object.assign(state_, { kind: name, result: null, said: '' }); draw(); },
    }, word(name)))),
    make('p', {}, word(`${kind}What`)), ...fields, make('button.main', { type: 'submit', id: 'compare' }, word('do')));
  const { result } = state_;
  return [
    make('div.tools', {}, make('h2.title', {}, word('compare')), form,
      result && saves(COMPARE[result.kind].saved, saveCompared)),
    state_.said ? make('div.notes', { role: 'status' }, state_.said.split('\n').map(line => make('p', {}, line))) : '',
    result?.kind === 'merge' ? make('p.large', {}, word('mergedReady')) : result ? report(result.body) : '',
  ];
}

/** A report as a part of this page: its style is its own, and its filter, whose script the policy does not allow, is this. */
function report(body) {
  // Styles are taken out before anything reads them: the policy would be told of each.
  const styles = [];
  const text = new TextDecoder().decode(body).replace(/<style>(.*?)<\/style>|<script>.*?<\/script>|<meta [^>]*>/gs, (_, style) => {
    styles.push(style ?? '');
    return '';
  });
  const parsed = new DOMParser().parseFromString(text, 'text/html');
  const style = new CSSStyleSheet();
  // Enough contrast for everyone, and links that are told by more than their colour.
  const more = '.quiet { color: #595959; } .list a { text-decoration: underline; }';
  style.replaceSync(styles.join('').replace(/(^|[\s}])body(?=\s*\{)/g, '$1.body') + more);
  const host = make('div.report', { id: 'report' });
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [style];
  root.append(make('div.body', {}, [...parsed.body.childNodes]));
  root.querySelectorAll('th:empty').forEach(head => head.replaceWith(document.createElement('td')));
  const form = root.querySelector('.filters');
  if (form) {
    const articles = [...root.querySelectorAll('article')];
    form.hidden = false;
    form.oninput = () => {
      const wanted = [...form.elements].filter(field => field.name && field.value);
      let shown = 0;
      for (const article of articles) {
        article.hidden = !wanted.every(field => (article.dataset[field.name] ?? '').split('\n').includes(field.value));
        shown += !article.hidden;
      }
      for (const section of root.querySelectorAll('section')) {
        const own = [...section.querySelectorAll('article')];
        const left = own.filter(article => !article.hidden).length;
        if (!own.length) continue;
        section.hidden = !left;
        const count = section.querySelector('.count');
        if (count) count.textContent = left;
      }
      const output = form.querySelector('output');
      if (output) output.textContent = `${shown} / ${articles.length}`;
    };
    form.oninput();
  }
  root.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    root.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)))?.scrollIntoView();
  });
  return host;
}

/* ---- what people do ---- */

function go(id) {
  state.tab = id;
  const name = open()?.name;
  engine.hurry(head => head.check !== undefined && head.check === name);
  fresh();
  // A unit or theme of another document would leave nothing.
  Object.assign(state.filters, { owner: '', theme: '' });
  draw();
  table();
}

function shut(one) {
  if (one.unsaved && !confirm(word('unsaved'))) return;
  state.documents = state.documents.filter(other => other !== one);
  if (state.tab === one.id || state.documents.length < 2) state.tab = state.documents[0]?.id ?? null;
  fresh();
  draw();
  table();
}

function at(row, id) {
  const { document: one, task } = taskOf(row);
  if (!task) return;
  if (one.id !== state.tab) {
    state.wish = { key: row.cells.key, id };
    return go(one.id);
  }
  state.at = { row, id };
  state.drawer = 'why';
  light(placesOf(one, task, id, row));
  choice();
  draw('drawer');
  pane('source');
}

/** Opens the form in which the task of a row is corrected. */
function correct(row, id) {
  const { document: one } = taskOf(row);
  if (one) askCorrection(one, row.cells.key, fieldOf(id));
}

function sort(id) {
  const { sort } = state;
  state.sort = sort.id !== id ? { id, down: false } : sort.down ? { id: null, down: false } : { id, down: true };
  draw('table');
  choice();
  document.getElementById(`sort-${id}`)?.focus();
}

/** On narrow screens one pane is seen at a time. */
function pane(name) {
  state.pane = name;
  if (name === 'check') { state.drawer = 'check'; draw('drawer'); }
  const panes = document.getElementById('panes');
  if (!panes) return;
  panes.dataset.pane = name;
  for (const other of ['table', 'source', 'check']) document.getElementById(`pane-${other}`)?.setAttribute('aria-pressed', String(other === name));
}

/** Arrows move among the cells, Enter and Space choose. */
function moves(event) {
  const cell = event.target.closest('td');
  if (!cell) return;
  const row = cell.parentElement;
  const next = (from, step) => {
    let other = from[step];
    while (other && other.classList.contains('band')) other = other[step];
    return other?.children[cell.cellIndex];
  };
  const to = {
    ArrowRight: () => cell.nextElementSibling, ArrowLeft: () => cell.previousElementSibling,
    ArrowDown: () => next(row, 'nextElementSibling'), ArrowUp: () => next(row, 'previousElementSibling'),
    Home: () => row.firstElementChild, End: () => row.lastElementChild,
  }[event.key];
  if (to) {
    const other = to();
    event.preventDefault();
    if (!other) return;
    cell.tabIndex = -1;
    other.tabIndex = 0;
    other.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    cell.click();
  } else if (event.key === 'F2') {
    event.preventDefault();
    if (cell.place) correct(cell.place.row, cell.place.id);
  }
}

async function turn() {
  state.lang = state.lang === 'zh' ? 'en' : 'zh';
  keep();
  columns.of = '';
  draw();
  // What is said of documents is in their language of messages.
  state.documents.filter(one => one.status !== 'waiting').forEach(readIn);
  table();
}

function pick(folder) {
  const input = make('input', { type: 'file', multiple: true });
  if (folder) input.webkitdirectory = true;
  input.onchange = () => {
    const files = [...input.files].map(file => ({ name: file.webkitRelativePath || file.name, blob: file }));
    taken(files, folder);
  };
  input.click();
}

/** Adds what was chosen; of a folder only documents. */
function taken(files, folder) {
  const corrections = files.filter(({ name }) => /\.plan\.json$/i.test(name));
  given.push(...corrections);
  files = files.filter(file => !corrections.includes(file));
  const isDocument = ({ name }) => KINDS.test(name) && !/(^|\/)[.~]/.test(name);
  const documents = folder ? files.filter(isDocument) : files;
  state.said = documents.length < files.length ? word('skipped', files.length - documents.length) : '';
  const said = state.said;
  add(documents);
  state.said = said;
  draw('notice');
  attach();
}

function askText() {
  const text = make('textarea', { rows: 14, 'aria-label': word('pasteHere'), placeholder: word('pasteHere') });
  const dialog = make('dialog', { id: 'text', 'aria-label': word('paste'), onclose: () => dialog.remove() },
    make('form', { method: 'dialog', onsubmit: () => text.value.trim() && addText(text.value) }, text,
      make('div.actions', {}, make('button.main', { type: 'submit', id: 'text-read' }, word('read')), make('button', { type: 'button', onclick: () => dialog.close() }, word('cancel')))));
  document.body.append(dialog);
  dialog.showModal();
}

const addText = text => add([{ name: `${word('pasted')}.txt`, blob: new Blob([text]) }]);

/** The files of a folder that was dropped, with its name before theirs. */
async function within(entry, path = '') {
  const name = path + entry.name;
  if (entry.isFile) return [{ name, blob: await new Promise((done, fail) => entry.file(done, fail)) }];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    found.push(...some);
  }
  found.sort((a, b) => a.name < b.name ? -1 : 1);
  const all = [];
  for (const one of found) all.push(...await within(one, `${name}/`));
  return all;
}

addEventListener('dragover', event => {
  event.preventDefault();
  document.body.classList.add('over');
});
addEventListener('dragleave', event => {
  if (!event.relatedTarget) document.body.classList.remove('over');
});
addEventListener('drop', async event => {
  event.preventDefault();
  document.body.classList.remove('over');
  const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...event.dataTransfer.files].map(file => ({ name: file.name, blob: file }));
  const folders = entries.filter(entry => entry.isDirectory);
  if (!folders.length) return plain.length && taken(plain, false);
  const single = entries.filter(entry => entry.isFile).map(entry => entry.name);
  const inside = [];
  for (const folder of folders) inside.push(...await within(folder));
  taken([...plain.filter(file => single.includes(file.name)), ...inside], true);
});
addEventListener('paste', event => {
  if (event.target.closest?.('input, textarea')) return;
  const files = [...event.clipboardData.files].map(file => ({ name: file.name, blob: file }));
  const text = event.clipboardData.getData('text/plain');
  if (files.length) taken(files, false);
  else if (text.trim()) addText(text);
});

addEventListener('keydown', event => {
  if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.target.closest?.('input, textarea, dialog')) undo(open());
});
addEventListener('beforeunload', event => {
  if (state.documents.some(one => one.unsaved)) event.preventDefault();
});

kept();
narrow.addEventListener('change', () => draw('main'));
draw();
engine.ask({ about: true }, []).then(async about => {
  state.about = about;
  if (!about.presets?.some(([name]) => name === state.preset)) state.preset = 'breakdown';
  if (state.tab !== null) draw();
  // The browser makes the library quick while it runs: let it run on this one, while nobody waits. What is dropped meanwhile
  // comes between.
  const name = '-.txt';
  const sample = [[name, new Blob([SAMPLE])]];
  const table = { args: ['table', '--format=json', '--', name] };
  for (const head of [{ open: name, lang: state.lang }, table, ...Array(12).fill({ open: name, lang: state.lang }), { check: name, lang: state.lang }]) {
    const { cancelled } = await engine.ask(head, sample);
    if (cancelled) break;
    if (head === table) document.documentElement.dataset.ready = 'yes';
  }
  document.documentElement.dataset.ready = 'warm';
});
