"""What `extract`, `diff` and `trace` give, for type checkers: the public formats `plan/1`, `plan-diff/1`, `plan-trace/1`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, List, Literal, TypedDict, Union

if TYPE_CHECKING:
    # Part of `typing` since 3.11; type checkers know it everywhere.
    from typing_extensions import NotRequired

Document = Union[str, bytes, bytearray, memoryview, "os.PathLike[str]", "os.PathLike[bytes]"]
"""What can be read: a text, the bytes of a file, or its path."""

Format = Literal["text", "md", "html", "docx", "doc", "rtf", "odt", "ofd", "pdf", "xlsx", "xls", "csv"]
Lang = Literal["zh", "en"]

Span = List[int]
"""Two numbers, `[start, end)`, in code points of the source text."""

Kind = Literal[
    "key_points", "work_plan", "implementation_plan", "task_assignment", "work_report", "programme",
    "opinion", "speech", "rules", "summary", "notice", "other",
]
SectionRole = Literal[
    "preamble", "guiding_principles", "goals", "organization", "phases", "tasks", "safeguards", "review",
    "annex",
]
OwnerKind = Literal["organization", "group", "person", "collective"]
OwnerRole = Literal["lead", "responsible", "support", "accountable", "supervisor"]
OwnerSource = Literal["annotation", "subject", "inherited"]
DeadlineSource = Literal["own", "inherited"]
DateKind = Literal["deadline", "period", "point", "named_day", "recurring", "ongoing", "past"]
Bound = Literal["at_least", "at_most", "about", "exact"]
Change = Literal["increase", "decrease", "to"]
TermKind = Literal["quoted", "numbered", "meeting", "campaign"]
Severity = Literal["error", "warning", "hint"]


class Plan(TypedDict):
    """What `plan extract` prints of one document, and `extract` gives."""

    schema: str
    """Always `plan/1`."""
    source: SourceInfo
    """The file."""
    title: str | None
    """The title of the plan itself."""
    kind: Kind
    """What kind of document it is."""
    year: int | None
    """The year the plan is for; None when it spans several or none can be told."""
    period: Period | None
    """First and last day the plan is for."""
    issuer: str | None
    """Who issued it."""
    document_number: str | None
    """Such as 国办发〔2020〕6号."""
    issued_on: str | None
    """The day of issue, ISO."""
    addressees: list[str]
    """Whom it is addressed to."""
    notice: Notice | None
    """The covering notice, when the plan came with one."""
    sections: list[Section]
    """The section tree."""
    tasks: list[Task]
    """The tasks in document order."""
    owners: list[OwnerIndex]
    """Every owner with the tasks in which it has each role."""
    groups: list[Group]
    """Leading groups."""
    dates: list[DateMention]
    """Dates in document order."""
    targets: list[Target]
    """Targets in document order."""
    references: list[Reference]
    """Documents named, by first mention."""
    terms: list[Term]
    """Set phrases, by first mention."""
    themes: list[ThemeShare]
    """Themes with the share of tasks whose first theme they are, largest first."""
    diagnostics: list[Diagnostic]
    """What is odd in the document."""
    cleaning: list[Cleaning]
    """Every stretch of the source that was left out or rewritten, in order, with its reason."""


class SourceInfo(TypedDict):
    """The file a document was read from."""

    path: str
    """As given on the command line, `-` for standard input."""
    format: str
    """`text`, `docx`, `pdf` …"""
    encoding: str
    """Such as `UTF-8`."""
    bytes: int
    """Size of the file in bytes."""
    chars: int
    """Size of the text in code points."""
    sha256: str
    """SHA-256 of the file."""


class Period(TypedDict):
    """The days a plan is for, ISO, inclusive."""

    start: str
    """The first."""
    end: str
    """The last."""


class Notice(TypedDict):
    """A covering notice."""

    title: str
    """Its title."""
    span: Span
    """All of it."""


class Section(TypedDict):
    """A section."""

    id: str
    """`s1`, `s2` … in document order."""
    level: int
    """1 for the outermost."""
    number: str | None
    """The marker as written, without closing punctuation."""
    title: str
    """The heading without its marker."""
    role: SectionRole
    """What it is for."""
    span: Span
    """All of it."""
    heading_span: Span
    """Its heading."""
    children: list[Section]
    """Sections inside it."""


class Task(TypedDict):
    """A task."""

    id: str
    """`t1`, `t2` … in document order."""
    key: str
    """Made of the content: the same in a later run."""
    section: str | None
    """The section's id."""
    number: str | None
    """The marker as written."""
    title: str
    """The lead sentence without its end mark, or the first clause."""
    text: str
    """All of its text, cleaned."""
    span: Span
    """All of it."""
    measures: list[Phrase]
    """Its sentences, without lead sentence and owner brackets."""
    owners: list[Owner]
    """Who has to do with it."""
    deadline: Deadline | None
    """The day by which all of it is to be done."""
    columns: NotRequired[dict[str, Phrase]]
    """Of a table row: the cells that are none of the above, by the head of their column."""
    themes: list[Theme]
    """Best first."""


class Phrase(TypedDict):
    """A stretch of text."""

    text: str
    """Cleaned."""
    span: Span
    """Its place."""


Owner = TypedDict(  # by this form, because `from` is a word of Python
    "Owner",
    {
        # As written.
        "name": str,
        # The full name.
        "canonical": str,
        # What it is.
        "kind": OwnerKind,
        # Its duty.
        "role": OwnerRole,
        # How it is known.
        "source": OwnerSource,
        # The task or section whose annotation or sentence names it.
        "from": str,
        # Whether 等 left more unnamed.
        "open_ended": bool,
        # The name's place.
        "span": Span,
    },
)
"""An owner of a task."""


class Deadline(TypedDict):
    """When a task is due."""

    text: str
    """As written."""
    date: str | None
    """ISO day, None when none can be told."""
    source: DeadlineSource
    """`own` or `inherited`."""
    span: Span
    """Its place."""


class Theme(TypedDict):
    """A theme of a task."""

    id: str
    """Its id."""
    score: float
    """From 0 to 1, two decimals."""


class OwnerIndex(TypedDict):
    """An owner and its tasks."""

    name: str
    """As first written."""
    canonical: str
    """The full name."""
    kind: OwnerKind
    """What it is."""
    lead: list[str]
    """Tasks it leads."""
    responsible: list[str]
    """Tasks it is responsible for."""
    support: list[str]
    """Tasks it supports."""
    accountable: list[str]
    """Tasks it answers for."""
    supervisor: list[str]
    """Tasks it supervises."""


class Group(TypedDict):
    """A leading group."""

    name: str
    """Its name."""
    members: list[Member]
    """In order."""
    span: Span
    """The passage."""


class Member(TypedDict):
    """A member of a group."""

    name: str
    """As written."""
    role: str
    """组长 …"""
    placeholder: bool
    """Whether the name is XXX and the like."""
    span: Span
    """The name's place."""


class DateMention(TypedDict):
    """A date mentioned."""

    text: str
    """As written."""
    kind: DateKind
    """What it says."""
    start: str | None
    """ISO day, inclusive."""
    end: str | None
    """ISO day, inclusive."""
    recurrence: str | None
    """RFC 5545 recurrence rule."""
    due: str | None
    """What is due then, in the words of its sentence; deadlines within tasks have it."""
    task: str | None
    """The task it stands in."""
    span: Span
    """Its place."""


class Target(TypedDict):
    """A number to be reached."""

    text: str
    """As written with its bound."""
    value: float | None
    """The exact number; None where none can be told."""
    unit: str | None
    """Such as %."""
    bound: Bound
    """On which side it is bounded."""
    change: Change | None
    """Whether it is a change, or what is changed to."""
    of: str | None
    """What is measured."""
    task: str | None
    """The task it stands in."""
    span: Span
    """Its place."""


class Reference(TypedDict):
    """A document named."""

    title: str
    """Without book marks."""
    number: str | None
    """Its document number."""
    kind: str
    """`law`, `policy`, `plan`, `publication`, `list` or `other`."""
    spans: list[Span]
    """Every mention."""
    tasks: list[str]
    """The tasks that name it."""


class Term(TypedDict):
    """A set phrase."""

    text: str
    """Without quotes."""
    kind: TermKind
    """What sort it is."""
    count: int | None
    """For numbered ones, the number."""
    spans: list[Span]
    """Every mention."""
    tasks: list[str]
    """The tasks that use it."""


class ThemeShare(TypedDict):
    """A theme of a plan."""

    id: str
    """Its id."""
    share: float
    """Share of the tasks, from 0 to 1, two decimals."""


class Diagnostic(TypedDict):
    """Something odd."""

    check: str
    """What is flagged."""
    severity: Severity
    """How bad it is."""
    message: str
    """What is wrong."""
    span: Span
    """Where."""
    line: int
    """From 1."""
    column: int
    """In code points, from 1."""
    help: str | None
    """What to do."""


class Cleaning(TypedDict):
    """A stretch of the source left out or rewritten."""

    kind: str
    """Why: `page_mark`, `site_text`, `wrap`, `width` …"""
    span: Span
    """Where."""



Likeness = Literal["same", "reworded", "split", "merged", "added", "dropped"]
TargetMove = Literal["raised", "lowered", "added", "removed", "same"]


class Changes(TypedDict):
    """What `plan diff --format json` prints, and `diff` gives."""

    schema: str
    """Always `plan-diff/1`."""
    old: Paper
    """The old plan."""
    new: Paper
    """The new plan."""
    tasks: list[Entry]
    """Every task of both plans in exactly one entry."""
    goals: list[TargetChange]
    """Targets outside tasks, paired by what they measure."""
    terms: Vocabulary
    """Set phrases."""
    references: Vocabulary
    """Documents named."""
    owners: list[OwnerCount]
    """Owners and the number of tasks in which each has a duty."""
    themes: list[ThemeShares]
    """Themes and the share of tasks whose first theme each is."""
    summary: Summary
    """How many entries of each kind."""
    partial: NotRequired[bool]
    """There, and true, where the plans were too large for more than tasks of the same words to be paired."""


class Paper(TypedDict):
    """One of the two plans."""

    source: SourceInfo
    """The file."""
    title: str | None
    """The title of the plan."""
    year: int | None
    """The year the plan is for."""
    issuer: str | None
    """Who issued it."""
    tasks: list[PaperTask]
    """The tasks in document order."""


class PaperTask(TypedDict):
    """A task, to name it; `extract` gives all of it."""

    id: str
    """`t1`, `t2` … in document order, as `extract` numbers them."""
    number: str | None
    """The marker as written."""
    title: str
    """Its title."""
    section: str | None
    """The section's id."""
    span: Span
    """All of it."""


class Entry(TypedDict):
    """Tasks that belong together, or one that stands alone."""

    change: Likeness
    """What became of them."""
    old: list[str]
    """Tasks of the old plan."""
    new: list[str]
    """Tasks of the new plan."""
    similarity: float | None
    """From 0 to 1, of the strongest link; None where a task stands alone."""
    also: list[Link]
    """Weaker links, not counted as pairs."""
    moved: bool
    """Whether it stands in another section or in another place in the order."""
    rollover: NotRequired[bool]
    """There, and true, where a year in it rolled over."""
    text: list[Op]
    """The wording: `equal` and `delete` joined are the old text, `equal` and `insert` the new one."""
    owners: list[OwnerChange]
    """Owners that came, went, or changed their duty."""
    deadline: DeadlineChange | None
    """What became of the deadline."""
    targets: list[TargetChange]
    """What became of each target."""


class Link(TypedDict):
    """A link between two tasks."""

    old: str
    """The old task."""
    new: str
    """The new task."""
    similarity: float
    """From 0 to 1."""


class Op(TypedDict):
    """A stretch of text."""

    op: Literal["equal", "delete", "insert"]
    """Who has it."""
    text: str
    """The stretch."""
    rollover: NotRequired[bool]
    """There, and true, where it differs from its counterpart only as one year's plan differs from the next's."""


class OwnerChange(TypedDict):
    """An owner that came, went, or changed its duty."""

    name: str
    """As written."""
    change: Literal["added", "removed", "role"]
    """What happened."""
    old: OwnerRole | None
    """Its duty in the old tasks."""
    new: OwnerRole | None
    """Its duty in the new tasks."""


class DeadlineChange(TypedDict):
    """What became of a deadline."""

    change: Literal["earlier", "later", "added", "removed", "same"]
    """What happened."""
    old: Deadline | None
    """In the old plan."""
    new: Deadline | None
    """In the new plan."""
    rollover: NotRequired[bool]
    """There, and true, where it is the same day of another plan's year."""


class TargetChange(TypedDict):
    """What became of a target."""

    change: TargetMove
    """What happened."""
    old: Target | None
    """In the old plan."""
    new: Target | None
    """In the new plan."""


class Vocabulary(TypedDict):
    """Names that came, went and stayed."""

    new: list[Mention]
    """Only in the new plan."""
    gone: list[Mention]
    """Only in the old plan."""
    kept: list[Mention]
    """In both."""


class Mention(TypedDict):
    """A name and how often each plan uses it."""

    text: str
    """The set phrase, or the document's title."""
    old: int
    """Mentions in the old plan."""
    new: int
    """Mentions in the new plan."""


class OwnerCount(TypedDict):
    """An owner and the number of tasks in which it has a duty."""

    name: str
    """The full name."""
    old: int
    """Tasks of the old plan."""
    new: int
    """Tasks of the new plan."""


class ThemeShares(TypedDict):
    """A theme and its shares."""

    id: str
    """Its id."""
    old: float
    """In the old plan, from 0 to 1, two decimals."""
    new: float
    """In the new plan."""


class Summary(TypedDict):
    """How many entries of each kind."""

    same: int
    reworded: int
    split: int
    merged: int
    added: int
    dropped: int


State = Literal["taken_up", "partly", "missing", "not_ours"]
OwnerRelation = Literal["none", "counterpart", "other"]
DeadlineRelation = Literal["none", "earlier", "same", "later"]
TargetRelation = Literal["none", "kept", "raised", "lowered", "share", "unlike", "missing"]


class Traces(TypedDict):
    """What `plan trace --format json` prints, and `trace` gives."""

    schema: str
    """Always `plan-trace/1`."""
    upper: Paper
    """The upper plan."""
    lowers: list[LowerPlan]
    """The lower plans, in the order in which they were given."""
    chain: bool
    """Whether each lower plan is traced from the one before it."""
    matrix: list[MatrixRow]
    """For each upper task what became of it in each lower plan; in a chain, followed down."""


class LowerPlan(TypedDict):
    """A lower plan and what it made of the upper one."""

    label: str
    """What it is called beside the others."""
    plan: Paper
    """The plan."""
    cites: bool
    """Whether it names the upper plan, by title or number."""
    rows: list[TraceRow]
    """A row for each task above."""
    own: list[Passage]
    """What it has without a source above."""
    summary: TraceSummary
    """How many rows of each state."""


class TraceRow(TypedDict):
    """What became of an upper task."""

    upper: str
    """The upper task."""
    state: State
    """What became of it."""
    lower: list[TraceLink]
    """What takes it up, strongest first."""
    near: TraceLink | None
    """Where nothing takes it up, what comes nearest."""
    measures: list[Measure]
    """Its measures, one by one."""
    owner: OwnerTie
    """Who leads above and below."""
    deadline: DeadlineTie
    """The days above and below."""
    target: TargetRelation
    """What its targets come to."""
    targets: list[TargetTie]
    """Each of its targets."""


class Passage(TypedDict):
    """A task of a lower plan, or a paragraph outside tasks."""

    task: str | None
    """The task; None for a paragraph outside tasks."""
    title: str
    """Its title, or its first clause."""
    span: Span
    """All of it."""


class TraceLink(TypedDict):
    """What takes up an upper task."""

    task: str | None
    """The task; None for a paragraph outside tasks."""
    title: str
    """Its title, or its first clause."""
    span: Span
    """All of it."""
    likeness: float
    """From 0 to 1."""


class Measure(TypedDict):
    """A measure of an upper task."""

    text: str
    """Its text."""
    span: Span
    """Its place in the upper text."""
    share: float
    """How much of it stands below, from 0 to 1."""
    lower: Words | None
    """The words below that show it; None where it is not taken up."""


class Words(TypedDict):
    """Words of a lower plan."""

    task: str | None
    """The task; None for a paragraph outside tasks."""
    text: str
    """As they stand there."""
    span: Span
    """Their place in the lower text."""


class OwnerTie(TypedDict):
    """Who leads above and below."""

    relation: OwnerRelation
    """How they compare."""
    upper: list[str]
    """Who leads above."""
    lower: list[str]
    """Who leads below."""


class DeadlineTie(TypedDict):
    """The days above and below."""

    relation: DeadlineRelation
    """How they compare."""
    upper: Deadline | None
    """Above."""
    lower: Deadline | None
    """Below."""


class TargetTie(TypedDict):
    """A target above and what answers it."""

    relation: TargetRelation
    """How they compare."""
    upper: Target | None
    """Above."""
    lower: Target | None
    """Below."""
    of: list[str | None]
    """What each measures: above, below."""


class MatrixRow(TypedDict):
    """What became of an upper task in each lower plan."""

    upper: str
    """The upper task."""
    states: list[State]
    """Its state in each lower plan."""
    tasks: list[list[str]]
    """The tasks of each lower plan that take it up."""
    missing: list[str]
    """The labels of those that have not taken it up."""


class TraceSummary(TypedDict):
    """How many rows of each state, and how many tasks of its own a lower plan has."""

    taken_up: int
    partly: int
    missing: int
    not_ours: int
    own: int
