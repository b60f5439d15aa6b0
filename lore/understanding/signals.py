"""What a cover says apart from names: question word, demanded kinds, yes/no, qualifiers.

First and last, before and after: which of several works a question means by their dates.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Extreme, Status
from lore.understanding.lattice import Span
from lore.understanding.query import Side

_EXTREMES: tuple[Extreme, ...] = ("first", "last")
_SIDES: tuple[Side, ...] = ("before", "after", "since")


def extreme(items: Sequence[Span], works: Collection[str]) -> Extreme | None:
    """Whether the first or the last work is meant: "first movie", "latest Storm Harbour film".

    Other things that are first, such as names and days, are left alone.
    """
    for place, item in enumerate(items):
        value = item.sense.value if item.sense and item.kind == "mark" else None
        which = next((literal for literal in _EXTREMES if literal == value), None)
        follows = items[place + 1 : place + 3]
        if follows and follows[0].mention and follows[0].mention.kinds & set(works):
            follows = follows[1:]
        if which and follows and follows[0].kind == "kind" and _value(follows[0]) in works:
            return which
    return None


def unsettled(items: Sequence[Span]) -> bool:
    """Whether "first" or "last" stands before the name of a series: one of its works is meant."""
    return any(
        mark.kind == "mark"
        and _value(mark) in _EXTREMES
        and name.mention is not None
        and name.mention.kind == "series"
        for mark, name in pairwise(items)
    )


def sets_bound(item: Span) -> bool:
    """Whether a word says that something lies before, after or since what follows it."""
    return item.kind == "mark" and _value(item) in _SIDES


def bound(items: Sequence[Span], works: Collection[str]) -> tuple[Side, Span] | None:
    """The date or work before, after or since which something is asked for."""
    for mark, other in pairwise(items):
        side = next(
            (literal for literal in _SIDES if sets_bound(mark) and literal == _value(mark)), None
        )
        named = other.mention is not None and bool(other.mention.kinds & set(works))
        if side and (named or other.date is not None):
            return side, other
    return None


def _value(item: Span) -> str | None:
    return item.sense.value if item.sense else None


_DEMANDS: Mapping[str, frozenset[str]] = {
    "who": frozenset({"person", "character", "organisation"}),
    "when": frozenset({"date"}),
    "year": frozenset({"date"}),
    "where": frozenset({"place"}),
    "why": frozenset({"text"}),
    "how": frozenset({"text"}),
    "amount": frozenset({"text"}),
    "duration": frozenset({"text"}),
}


@dataclass(frozen=True, slots=True)
class Signals:
    """A cover's items sorted by what they do.

    `operators` are relations and kinds of thing, in the order of the question; `anchors` names
    and dates. `question` is the first question word's, `demand` the kinds that it asks for.
    """

    operators: tuple[Span, ...]
    anchors: tuple[Span, ...]
    unknown: tuple[Span, ...]
    question: str | None
    question_at: int
    demand: frozenset[str]
    verdict: bool
    shared: bool
    both: bool
    negative: bool
    besides: bool
    recent: bool
    extreme: Extreme | None
    bounded: bool
    card: bool
    chat: bool
    source: bool
    statuses: frozenset[Status]
    as_of: PartialDate | None
    barriers: tuple[int, ...]
    """Places of question words and auxiliaries: what follows one is a predicate of its own."""


def signals(items: Sequence[Span], groups: Mapping[str, Sequence[str]]) -> Signals:
    """Sort the items of a cover."""
    by_kind: dict[str, list[Span]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    marks = {item.sense.value for item in by_kind.get("mark", ()) if item.sense}
    questions = by_kind.get("question", [])
    auxiliaries = by_kind.get("auxiliary", [])
    relations = by_kind.get("relation", [])
    asked = _main_question(questions)
    demand, demanded_by = _demand(items, asked, groups)
    as_of, dated = _as_of(items, asked)
    operators = _operators(items, demanded_by)
    outermost = extreme(items, groups["work"])
    return Signals(
        operators=operators,
        anchors=tuple(
            item for item in items if item.kind in ("name", "date") and item is not dated
        ),
        unknown=tuple(by_kind.get("unknown", ())),
        question=asked.sense.value if asked and asked.sense else None,
        question_at=asked.start if asked else -1,
        demand=demand,
        verdict=asked is None and "card" not in by_kind and _asks_yes_or_no(items),
        shared=bool(marks & {"shared", "joint"})
        or any(item.sense.shared for item in relations if item.sense),
        both="also" in marks,
        negative="negative" in marks
        or any(item.sense.value == "negated" for item in auxiliaries if item.sense),
        besides="besides" in marks,
        recent="past" in marks or (outermost is None and _recent(items, marks)),
        extreme=outermost,
        bounded=any(sets_bound(item) for item in items[:-1]),
        card="card" in by_kind,
        chat="chat" in by_kind,
        source="source" in by_kind,
        statuses=frozenset(
            Status(item.sense.value) for item in by_kind.get("status", ()) if item.sense
        ),
        as_of=as_of,
        barriers=tuple(item.start for item in (*questions, *auxiliaries)),
    )


def _recent(items: Sequence[Span], marks: Set[str]) -> bool:
    """Whether one of several works is meant by its place among them, which is not known here.

    Of a work that is named such words say something else: "the latest on X".
    """
    works = any(item.mention and item.mention.kind not in PEOPLE for item in items)
    return unsettled(items) or (bool(marks & {"recent", "first", "last"}) and not works)


def _operators(items: Sequence[Span], but: Span | None) -> tuple[Span, ...]:
    """Relations and kinds, without the kind that is asked for and those that only modify."""
    return tuple(
        item
        for place, item in enumerate(items)
        if item.kind in ("relation", "kind") and item is not but and not _modifies(items, place)
    )


def _asks_yes_or_no(items: Sequence[Span]) -> bool:
    """Whether an auxiliary stands before a name and after nothing but names: "is X in Y".

    A noun between them makes it a description of one name ("was the writer of X").
    """
    for place, item in enumerate(items):
        if item.kind == "auxiliary":
            names = [other for other in items[place + 1 :] if other.kind == "name"]
            noun = place + 1 < len(items) and _is_noun(items[place + 1])
            return bool(names) and not (noun and len(names) == 1)
        if item.kind not in ("name", "date", "chat"):
            return False
    return False


def _is_noun(item: Span) -> bool:
    return item.sense is not None and any(hint == "value" for _, hint in item.sense.options)


def _main_question(questions: Sequence[Span]) -> Span | None:
    """The first question word; "what" gives way to a later, more telling one."""
    telling = [item for item in questions if item.sense and item.sense.value != "what"]
    first = questions[0] if questions else None
    if first is not None and first.sense and first.sense.value == "what" and telling:
        return telling[0] if telling[0].sense and telling[0].sense.value != "who" else first
    return first


def _demand(
    items: Sequence[Span], asked: Span | None, groups: Mapping[str, Sequence[str]]
) -> tuple[frozenset[str], Span | None]:
    """The kinds that are asked for, and the item after the question word that says so."""
    if asked is None or asked.sense is None:
        return frozenset(), None
    value = asked.sense.value
    if value in ("what", "count"):
        place = next(place for place, item in enumerate(items) if item is asked)
        follows = items[place + 1] if place + 1 < len(items) else None
        if (
            follows is not None
            and follows.kind == "kind"
            and follows.sense is not None
            and follows.start - asked.end <= 1
            and not _modifies(items, place + 1)
        ):
            kind = follows.sense.value
            return frozenset({kind, *groups.get(kind, ())}), follows
        return frozenset(), None
    return _DEMANDS.get(value, frozenset()), None


def _modifies(items: Sequence[Span], place: int) -> bool:
    """Whether a kind only modifies the noun right after it ("film genre", "movie co-writers")."""
    item = items[place]
    if item.kind != "kind" or place + 1 >= len(items):
        return False
    follows = items[place + 1]
    if follows.start != item.end or follows.sense is None:
        return False
    return follows.sense.value == "joint" or _is_noun(follows)


def _as_of(items: Sequence[Span], asked: Span | None) -> tuple[PartialDate | None, Span | None]:
    """The date as of which is asked, with its item: after "as of", or given where a date is asked
    for ("in July 2020, when was X due")."""
    for mark, date in pairwise(items):
        if mark.sense and mark.sense.value == "as_of" and date.date is not None:
            return date.date, date
    if asked is not None and asked.sense and asked.sense.value in ("when", "year"):
        dated = [item for item in items if item.date is not None]
        if dated and any(item.kind == "name" for item in items):
            return dated[0].date, dated[0]
    return None, None


def askers(words: Sequence[str], questions: Mapping[str, str]) -> int:
    """How many question words stand among folded words; those side by side count as one."""
    return sum(
        word in questions and (not place or words[place - 1] not in questions)
        for place, word in enumerate(words)
    )
