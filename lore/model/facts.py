"""What the store holds and what an answer is made of: plain frozen data."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from lore.model.dates import PartialDate

SHARED = 0
"""The scope of everything that comes from packs; any other scope is a Discord server's id."""


class Status(StrEnum):
    """What a source claims of a fact, never what we think of it."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMOURED = "rumoured"
    HOPED = "hoped"
    DENIED = "denied"

    @property
    def is_fact(self) -> bool:
        """Whether it may be worded as a fact."""
        return self in (Status.CONFIRMED, Status.REPORTED)


UNSURE = frozenset({Status.RUMOURED, Status.HOPED, Status.REPORTED})
"""The statuses of which a question to be confirmed gets “not confirmed”."""
PEOPLE = frozenset({"person", "character"})
"""Kinds whose names begin with a first name, and which are spoken of as he, she or they."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A film, person, character, organisation, place or other work.

    `definite` says that a character's name is spoken with an article: the White Widow. `released`
    is the date of release of a work that facts are told of, where one is confirmed and no other
    claim differs from it.
    """

    id: int
    name: str
    kind: str
    year: int | None = None
    definite: bool = field(default=False, compare=False)
    released: PartialDate | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """An article or other publication. `published` is an estimate where `reason` says why."""

    id: int
    title: str
    published: PartialDate | None = None
    estimated: bool = False
    reason: str | None = None
    publisher: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A fact's tie to a source: where in it, and the date as of which it speaks."""

    source: Source
    status: Status
    locator: str | None = None
    as_of: PartialDate | None = None

    @property
    def date(self) -> PartialDate | None:
        """The date as of which it speaks: its own, else the source's."""
        return self.as_of or self.source.published

    @property
    def order(self) -> tuple[bool, bool, PartialDate]:
        """Sorts citations by how recent they are; an estimated date never outranks a stated one."""
        date = self.date
        stated = self.as_of is not None or not self.source.estimated
        return (date is not None, stated, date or PartialDate(1))


Value = Entity | PartialDate | str
Role = Entity | str
Slot = Literal["subject", "value", "role"]
SLOTS: tuple[Slot, ...] = ("subject", "value", "role")


@dataclass(frozen=True, slots=True)
class Fact:
    """Subject, property, value. `citations` holds the live ones, the most recent first."""

    id: int
    subject: Entity
    property: str
    value: Value
    role: Role | None = None
    spoiler: bool = False
    citations: tuple[Citation, ...] = ()
    preferred: bool = False
    superseded: bool = False

    @builtins.property
    def status(self) -> Status:
        """The status of the latest live citation."""
        return self.citations[0].status

    @builtins.property
    def date(self) -> PartialDate | None:
        """The date as of which its latest live citation speaks."""
        return self.citations[0].date

    def slot(self, slot: Slot) -> Value | None:
        """What stands in one of its places."""
        return self.subject if slot == "subject" else self.value if slot == "value" else self.role


def kind_of(value: Value) -> str:
    """An entity's kind, "date" or "text"."""
    if isinstance(value, Entity):
        return value.kind
    return "date" if isinstance(value, PartialDate) else "text"


def kinds_in(facts: Iterable[Fact], slot: Slot) -> frozenset[str]:
    """The kinds of what stands in a slot of some facts."""
    ends = (fact.slot(slot) for fact in facts)
    return frozenset(kind_of(end) for end in ends if end is not None)


def entities_in(facts: Iterable[Fact], slot: Slot) -> frozenset[int]:
    """The ids of the entities that stand in a slot of some facts."""
    ends = (fact.slot(slot) for fact in facts)
    return frozenset(end.id for end in ends if isinstance(end, Entity))


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: the fact, the place of it that was asked for, and the earlier steps to it."""

    fact: Fact
    asked: Slot
    via: tuple[Fact, ...] = ()


Extreme = Literal["first", "last"]
Verdict = Literal["yes", "no", "unconfirmed"]
Reason = Literal["no_fact", "no_entity", "not_understood"]


@dataclass(frozen=True, slots=True)
class Span:
    """The time from one date to another, the earlier first; `exact` where both give a day, `today`
    the one that is the day of the question."""

    start: PartialDate
    end: PartialDate
    today: Literal["start", "end"] | None = None

    @property
    def exact(self) -> bool:
        """Whether both dates give a day."""
        return self.start.day is not None and self.end.day is not None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions that were put at once, as it was understood, with its outcome."""

    question: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Found:
    """Answers, the best first. `card` names the entity when the question was who or what it is.

    `verdict` answers a yes/no question, `conflict` says that sources disagree on what is asked,
    `total` counts all answers where a question asked how many, or where the list was bounded,
    `extreme` that the first or the last was asked for. `spans` is the time between two dates that
    was asked for, by each of those that differ, `times` how often a value was moved, `earlier` the
    facts whose values those of the answer have replaced, the first of them first. `cited` says that
    the sources themselves were asked for, `parts` answers several questions that were put at once.
    `reworded` are the plain questions that a reading model made of what was asked, where this
    answers them. `read` is how many facts were read of a list that is too long to be read whole.
    `due` says that the dates of the answer have passed and that no source tells what came of them.
    """

    lines: tuple[Line, ...]
    verdict: Verdict | None = None
    conflict: bool = False
    card: Entity | None = None
    count: bool = False
    total: int = 0
    extreme: Extreme | None = None
    spans: tuple[Span, ...] = ()
    times: int | None = None
    earlier: tuple[Fact, ...] = ()
    cited: bool = False
    parts: tuple[Part, ...] = ()
    reworded: tuple[str, ...] = ()
    read: int | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings come as close: `choices` are names to choose from, `questions` asks each."""

    choices: tuple[str, ...]
    questions: tuple[str, ...] = ()

    @property
    def offers_readings(self) -> bool:
        """Whether whole questions are offered, since it is not sure what was asked."""
        return bool(self.questions) and self.questions == self.choices


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer. `names` are the entities that were understood, `word` the stretch that was not;
    `within` those of the names that are works in which something is asked of the others, `role`
    whether that is who they play, or are played as.

    `property` is set where the property was understood and holds no fact; `near` are questions
    close to this one that have an answer. `tangled` tells that reading it was given up.
    """

    reason: Reason
    property: str | None = None
    names: tuple[str, ...] = ()
    word: str | None = None
    near: tuple[str, ...] = field(default=())
    tangled: bool = False
    within: tuple[str, ...] = ()
    role: bool = False


Outcome = Found | Ambiguous | Unknown


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its outcome and the time that it took, in milliseconds; `stages` has the
    seconds that it waited and those of each stage, where they were taken.

    `understood` is the reading that was answered, as a plain question; `sure` is False where it is
    only the likeliest of several.
    """

    question: str
    outcome: Outcome
    elapsed_ms: float = 0.0
    sure: bool = True
    understood: str | None = None
    stages: Mapping[str, float] = field(default_factory=dict, compare=False)
