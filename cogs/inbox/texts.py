"""What moderators read of the inbox: lists, entries, suggestions, figures, buttons and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from lore.model.dates import PartialDate
from lore.texts import inbox as words
from lore.texts import terms
from lore.texts.parts import Parts

if TYPE_CHECKING:
    from lore.inbox import Figures, InboxEntry, Suggestion
    from lore.store.clippings import Clipping
    from lore.store.feeds import FeedRow

List = Literal["open", "closed", "proposed", "decided", "articles"]
LISTS: Mapping[List, tuple[str, str]] = {
    "open": ("Without an answer, or marked wrong", "No question is waiting for an answer."),
    "closed": ("Answered or dismissed", "None yet."),
    "proposed": ("Suggestions to be read", "None is waiting."),
    "decided": ("Suggestions that were read", "None yet."),
    "articles": (
        "Articles of feeds to be read",
        "None is waiting. Which feeds I read is a setting of /setup.",
    ),
}
"""The lists: what stands above each, and what is said of an empty one."""
OTHER: Mapping[List, List] = {
    "open": "closed",
    "closed": "open",
    "proposed": "decided",
    "decided": "proposed",
    "articles": "open",
}
"""Which list is one press away."""
SHOW: Mapping[List, str] = {
    "open": "Open questions",
    "closed": "Closed questions",
    "proposed": "To be read",
    "decided": "Read before",
}
OPEN_ONE = "Open one …"
NEWER = "◀ Newer"
OLDER = "Older ▶"
BUTTONS = {
    "answer": "Answer",
    "known": "It is known",
    "mended": "It is mended",
    "dismiss": "Dismiss",
    "restore": "Restore",
    "accept": "Accept",
    "decline": "Decline",
    "back": "Back to the list",
}
PHRASES = "Phrases that were taught here"
NO_PHRASES = (
    "None yet. “It is known”, on a question of /inbox open, makes its words a phrase for a "
    "property."
)
FORGET = "Let one mean nothing again …"
PREVIOUS = "◀ Previous"
NEXT = "Next ▶"
ANSWER_TITLE = "Answer a question"
SENTENCE = "The answer in a sentence"
SENTENCE_HINT = words.SUGGEST_HINT
STATUS = "What the source claims"
SOURCE = "Source: title and address"
SOURCE_HINT = words.SOURCE_HINT
DATES = "Published on, and as of, if that is another"
DATES_HINT = "3 Feb 2020; as of January 2020"
SPOILER = "Does it give something away?"
KNOWN_TITLE = "It is known"
KNOWN_WORDS = "What members write"
KNOWN_NAME = "Is another name of"
KNOWN_NAME_HINT = "A film, a person, a character …"
KNOWN_PROPERTY = "Or is a phrase for"
KNOWN_PROPERTY_HINT = "For example: director, release date, composer"
ONE_OF_TWO = "Say either whose name that is, or for what it is a phrase."
DECLINE_TITLE = "Decline a suggestion"
DECLINE_LABEL = "Why? The member reads it"
MEMBER_TOLD = "The member is told."
STILL_OPEN = "Saved; but the question is not answered by it yet, so it stays open."
CLOSED = "The question is closed."
_STATES = {"open": "open", "answered": "answered", "dismissed": "dismissed"}
_VERDICTS = {"open": "to be read", "accepted": "accepted", "declined": "declined"}
_SHORT = 110
"""Characters of a question in a list."""
_SHORTEST_DAY = 10
"""Characters of a time that are its day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a list: its number, its text, and what is to be said beside it."""

    number: int
    text: str
    beside: str


def question_row(entry: InboxEntry) -> Row:
    """An entry in a list."""
    beside = [f"asked {_often(entry.asked)}"]
    if entry.kind == "wrong":
        beside = [f"marked wrong {_often(entry.asked)}"]
    if entry.waiting:
        beside.append(f"{entry.waiting} {'waits' if entry.waiting == 1 else 'wait'} for an answer")
    if entry.state != "open":
        beside.append(_STATES[entry.state])
    return Row(entry.number, _cut(_wording(entry)), ", ".join(beside))


def suggestion_row(proposed: Suggestion, about: str) -> Row:
    """A suggestion in a list."""
    return Row(proposed.number, _cut(about), _VERDICTS[proposed.state])


def article_row(clipping: Clipping) -> Row:
    """An article of a feed in a list."""
    about = [clipping.publisher or "", _day(clipping.published) if clipping.published else ""]
    facts = "1 fact" if clipping.proposals == 1 else f"{clipping.proposals} facts"
    return Row(clipping.number, _cut(clipping.title), ", ".join([*filter(None, about), facts]))


def waiting(count: int) -> str:
    """That articles of feeds wait."""
    noun = "article of your feeds waits" if count == 1 else "articles of your feeds wait"
    return f"📰 {count} {noun}: /inbox articles."


def failing(feed: FeedRow) -> str:
    """A feed that fails, since when, why, and when it is tried again."""
    since, again = _day(feed.failing_since or feed.due_at), _time(feed.due_at)
    return f"⚠️ {feed.address} has failed since {since}: {feed.trouble} Next try {again}."


def listed(
    which: List, rows: Sequence[Row], first: int, total: int, notes: Sequence[str] = ()
) -> Parts:
    """A part of a list, from the `first` of `total` on, with what is to be said above it."""
    title, nothing = LISTS[which]
    lines = [f"#{row.number} “{row.text}”, {row.beside}" for row in rows] or [nothing]
    if total > len(rows):
        lines.append(f"{first + 1} to {first + len(rows)} of {total}")
    return replace(_page(title, lines), notes=tuple(notes))


def phrases(rows: Sequence[tuple[str, str]], first: int, total: int) -> tuple[str, Sequence[str]]:
    """The title and the lines of a part of the phrases, from the `first` of `total` on; each is a
    phrase with the label of its property."""
    lines = [f"“{phrase}” means {label}" for phrase, label in rows] or [NO_PHRASES]
    if total > len(rows):
        lines.append(f"{first + 1} to {first + len(rows)} of {total}")
    return PHRASES, lines


def entry(
    question: InboxEntry, label: str | None, reports: Sequence[str], now: Sequence[str]
) -> Parts:
    """An entry: how it was worded, what was understood, what members say is wrong.

    `label` is that of the property that was asked for, `now` is how it is answered at present.
    """
    wrong = question.kind == "wrong"
    lines = [f"“{text}”" for text in question.wordings]
    lines.append(f"{_sentence(question_row(question).beside)}; {_between(question)}.")
    if wrong:
        lines += [f"Answered now: {line}" for line in now[:1]] + [*now[1:]]
        lines += [f"A member says: “{text}”" for text in reports]
    else:
        lines += _understood(question, label)
    title = f"{'Marked wrong' if wrong else 'Without an answer'}: #{question.number}"
    return _page(title, lines)


def suggestion(proposed: Suggestion, about: str) -> Parts:
    """A suggestion with its source, and what became of it."""
    draft = proposed.draft
    source = [draft.get(name) for name in ("source", "address", "published")]
    lines = [about, f"Source: {', '.join(text for text in source if text)}"]
    for name, label in (("role", "as"), ("status", "status"), ("as_of", "as of"), ("note", "note")):
        if draft.get(name):
            lines.append(f"{_sentence(label)}: {draft[name]}")
    if draft.get("spoiler"):
        lines.append("It is a spoiler.")
    lines.append(f"Suggested on {_day(proposed.made_at)}, {_VERDICTS[proposed.state]}.")
    if proposed.reason:
        lines.append(f"Reason: {proposed.reason}")
    return _page(f"Suggestion #{proposed.number}", lines)


def figures(figures: Figures, days: int) -> Parts:
    """What was asked in the last days, as numbers and bars."""
    if not figures.days and not figures.names:
        return _page(f"The last {days} days", ["Nobody asked anything."])
    lines = ["Questions by outcome and day", *figures.lines()]
    for title, counts in (
        ("Names without a fact", figures.names),
        ("Properties without a fact", figures.properties),
    ):
        if counts:
            lines += [title, *words.bars(counts)]
    return _page(f"The last {days} days", lines)


def reason(number: int) -> str:
    """Why a change was made that an entry led to."""
    return f"question #{number} of the inbox"


def suggested(number: int) -> str:
    """Why a change was made that a suggestion led to."""
    return f"suggestion #{number} of a member"


def answer_label(label: str, names: Sequence[str]) -> str:
    """What an answer is asked for."""
    return words.standing_alone(label, names)


def accepted() -> str:
    """A suggestion was taken."""
    return f"The suggestion is accepted. {MEMBER_TOLD}"


def told(count: int) -> str:
    """How many members are told of an answer."""
    who = "1 member who wished to know is" if count == 1 else f"{count} members who wished to are"
    return f"{CLOSED} {who} told." if count else CLOSED


def _understood(question: InboxEntry, label: str | None) -> list[str]:
    known = label or ""
    if question.names:
        known = (
            words.standing_alone(known, question.names) if known else terms.series(question.names)
        )
    lines = [f"Understood: {known}"] if known else []
    return [*lines, f"Not understood: “{question.word}”"] if question.word else lines


def _between(question: InboxEntry) -> str:
    first, last = question.first_asked[:_SHORTEST_DAY], question.last_asked[:_SHORTEST_DAY]
    return _day(last) if first == last else f"{_day(first)} to {_day(last)}"


def _day(time: str) -> str:
    return terms.date(PartialDate.parse(time[:_SHORTEST_DAY]))


def _time(time: str) -> str:
    """A time as it is stored, as text."""
    return f"on {_day(time)} at {time[11:16]} UTC"


def _wording(question: InboxEntry) -> str:
    return question.wordings[0] if question.wordings else "a question whose wording has faded"


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _page(title: str, lines: Sequence[str]) -> Parts:
    return Parts(title, tuple(lines), (), None, (), "choice")
