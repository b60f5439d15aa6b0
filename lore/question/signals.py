"""What a cover says apart from names: question word, demanded kinds, yes/no, qualifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from lore.dates import PartialDate
from lore.models import Extreme, Status
from lore.question.extremes import extreme, sets_bound, unsettled
from lore.question.items import Item

PEOPLE = frozenset({"person", "character"})
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

    operators: tuple[Item, ...]
    anchors: tuple[Item, ...]
    unknown: tuple[Item, ...]
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


def signals(items: Sequence[Item], groups: Mapping[str, Sequence[str]]) -> Signals:
    """Sort the items of a cover."""
    by_kind: dict[str, list[Item]] = {}
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
        recent=outermost is None and _recent(items, marks),
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


def _recent(items: Sequence[Item], marks: Set[str]) -> bool:
    """Whether one of several works is meant by its place among them, which is not known here.

    Of a work that is named such words say something else: "the latest on X".
    """
    works = any(item.mention and item.mention.kind not in PEOPLE for item in items)
    return unsettled(items) or (bool(marks & {"recent", "first", "last"}) and not works)


def _operators(items: Sequence[Item], but: Item | None) -> tuple[Item, ...]:
    """Relations and kinds, without the kind that is asked for and those that only modify."""
    return tuple(
        item
        for place, item in enumerate(items)
        if item.kind in ("relation", "kind") and item is not but and not _modifies(items, place)
    )


def _asks_yes_or_no(items: Sequence[Item]) -> bool:
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


def _is_noun(item: Item) -> bool:
    return item.sense is not None and any(hint == "value" for _, hint in item.sense.options)


def _main_question(questions: Sequence[Item]) -> Item | None:
    """The first question word; "what" gives way to a later, more telling one."""
    telling = [item for item in questions if item.sense and item.sense.value != "what"]
    first = questions[0] if questions else None
    if first is not None and first.sense and first.sense.value == "what" and telling:
        return telling[0] if telling[0].sense and telling[0].sense.value != "who" else first
    return first


def _demand(
    items: Sequence[Item], asked: Item | None, groups: Mapping[str, Sequence[str]]
) -> tuple[frozenset[str], Item | None]:
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


def _modifies(items: Sequence[Item], place: int) -> bool:
    """Whether a kind only modifies the noun right after it ("film genre", "movie co-writers")."""
    item = items[place]
    if item.kind != "kind" or place + 1 >= len(items):
        return False
    follows = items[place + 1]
    if follows.start != item.end or follows.sense is None:
        return False
    return follows.sense.value == "joint" or _is_noun(follows)


def _as_of(items: Sequence[Item], asked: Item | None) -> tuple[PartialDate | None, Item | None]:
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
