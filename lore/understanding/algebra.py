"""What a question can ask for, as typed readings that the store alone can answer.

A reading is a tree. Its leaves name something (`Named`, `Moment`); a `Step` goes from one slot of
facts to another; other sets combine sets of entities. The outermost node says what is wanted of
them: a list, a count, a verdict, a difference. Nothing here knows words, properties by name, or
the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from lore.model.dates import PartialDate
from lore.model.facts import Entity, Slot, Status

Side = Literal["before", "after", "in"]
Comparison = Literal["more", "less", "equal"]


@dataclass(frozen=True, slots=True)
class Named:
    """One entity of the store."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that the question gives."""

    date: PartialDate


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words of a text value: "R", "blind", "two blocks"."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to compare a text value with, in the value's own unit (minutes, millions)."""

    comparison: Comparison
    number: float


@dataclass(frozen=True, slots=True)
class Than:
    """A value to compare with: what a set gives ("longer than X")."""

    comparison: Comparison
    source: Set


@dataclass(frozen=True, slots=True)
class Step:
    """From what stands in the slot `known` to what stands in `ask`, over facts of `properties`.

    Without a `source` every fact of the properties counts. `fixed` are further slots with what
    must stand there. `statuses` keeps facts of these alone; empty, all that are not denied.
    """

    properties: tuple[str, ...]
    known: Slot
    ask: Slot
    source: Set | None = None
    fixed: tuple[tuple[Slot, Set], ...] = ()
    statuses: frozenset[Status] = frozenset()


@dataclass(frozen=True, slots=True)
class Together:
    """Everything that stands in any of the parts, part by part."""

    parts: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """What stands in every part."""

    parts: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What stands in `whole` and not in `out`."""

    whole: Set
    out: Set


@dataclass(frozen=True, slots=True)
class OfKind:
    """The entities of a set that are of some kinds."""

    source: Set
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The one at a place of a set ordered by a property's values: the longest, the second.

    `most` counts from the largest or latest, else from the smallest or earliest. Without a
    property the members are ordered by themselves (dates).
    """

    source: Set
    property: str | None
    most: bool
    place: int = 1


@dataclass(frozen=True, slots=True)
class Dated:
    """The works of a set that came out before, after or in what `bound` gives."""

    source: Set
    side: Side
    bound: Set


@dataclass(frozen=True, slots=True)
class Measured:
    """The works of a set of which a property's value compares so with an amount."""

    source: Set
    property: str
    amount: Amount | Than


@dataclass(frozen=True, slots=True)
class Works:
    """All works of the store's own series: those that are out, those to come, or both.

    `every` takes those that belong to no series, or to another, too.
    """

    out: bool = True
    coming: bool = True
    every: bool = False


Set = (
    Named
    | Moment
    | Words
    | Amount
    | Than
    | Step
    | Together
    | Common
    | Without
    | OfKind
    | Ranked
    | Dated
    | Measured
    | Works
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which things: all members of a set, or how many they are."""

    source: Set
    count: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one entity."""

    entity: Entity
    statuses: frozenset[Status] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """Whether `answer` is among what a step gives; without an answer, whether it gives anything.

    `opposite` asks for the contrary of the property ("alive" of a fate). `certain` asks whether it
    is confirmed: a rumour is then no yes.
    """

    step: Step
    answer: Set | None = None
    opposite: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Choose:
    """Which of several statements holds."""

    options: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """How much time lies between two dates; None stands for today."""

    start: Set | Moved | None
    end: Set | Moved | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a value was before it was moved: the one before, the first of all, or how often."""

    step: Step
    what: Literal["before", "first", "times"] = "before"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which sources say what a question is answered with."""

    of: Question


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, found by its words."""

    property: str
    words: tuple[str, ...]
    speaker: Set | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Several questions at once, each answered for itself."""

    parts: tuple[Question, ...]


Question = Listing | About | Check | Choose | Gap | Moved | Origin | Statement | Several


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question. `as_of` answers as it was known on that date."""

    question: Question
    as_of: PartialDate | None = None


Node = Set | Question


def nodes(node: Node) -> Iterator[Node]:
    """A node and all below it, the outermost first."""
    yield node
    for child in children(node):
        yield from nodes(child)


def entities(question: Question) -> tuple[Entity, ...]:
    """What a question names, each once."""
    named = (node.entity for node in nodes(question) if isinstance(node, Named | About))
    return tuple(dict.fromkeys(named))


def children(node: Node) -> tuple[Node, ...]:
    """What a node is made of, in the order in which it is read."""
    match node:
        case Step(source=source, fixed=fixed):
            return (*([source] if source else []), *(part for _, part in fixed))
        case Together(parts) | Common(parts):
            return parts
        case Several(parts):
            return parts
        case Without(whole, out):
            return (whole, out)
        case Than(_, source) | OfKind(source) | Ranked(source) | Listing(source):
            return (source,)
        case Measured(source, _, Than(_, _) as amount):
            return (source, amount)
        case Measured(source):
            return (source,)
        case Dated(source, _, bound):
            return (source, bound)
        case Check(step, answer):
            return (step, *([answer] if answer else []))
        case Choose(options):
            return options
        case Gap(start, end):
            return tuple(part for part in (start, end) if part)
        case Moved(step):
            return (step,)
        case Origin(of):
            return (of,)
        case Statement(speaker=speaker):
            return (speaker,) if speaker else ()
        case _:
            return ()


def mapped(node: Any, change: Callable[[Any], Any]) -> Any:
    """A node with a change made to each node in it, those that it is made of first."""
    if isinstance(node, tuple):
        return tuple(mapped(part, change) for part in node)
    if not is_dataclass(node) or isinstance(node, type) or type(node).__module__ != __name__:
        return node
    parts = {field.name: mapped(getattr(node, field.name), change) for field in fields(node)}
    return change(type(node)(**parts))
