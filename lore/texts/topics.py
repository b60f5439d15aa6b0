"""What is known of one thing, by topic: a heading each, and what stands under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lore.language import text as folding
from lore.language.properties import Property
from lore.model.facts import Entity, Fact, Line, Status
from lore.texts import spans, terms
from lore.texts.parts import DISAGREE, Row

_INLINE = 60
"""Characters of a topic that stands on the line of its heading."""
_FIRST, _NAMED = 6, 2
"""Items of a topic on the first page of an overview: a phone shows some 18 lines."""
_WORDED = "{subject}: {value}"
"""The statement of a property whose text says by itself what it is about."""
_UNSURE = {Status.RUMOURED: "Rumoured", Status.HOPED: "Hoped for"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing under a heading; `name` is that alone, without what it goes with."""

    text: str
    name: str
    spoiler: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading with its items, of which `first` stand on the first page of an overview; what is
    not `sure` is only named there. What is `worded` says by itself what it is about."""

    heading: str
    items: tuple[Item, ...]
    listed: bool
    first: int = 0
    sure: bool = True
    worded: bool = False

    @property
    def whole(self) -> bool:
        """Whether the first page has all of it."""
        return self.sure and len(self.items) <= self.first

    @property
    def told(self) -> list[Row]:
        """The topic as rows without its heading."""
        return [Row(terms.sentence(item.text), "", item.spoiler) for item in self.items]

    @property
    def line(self) -> str:
        """The topic as a line of text."""
        items = [item.text for item in self.items]
        apart = "; " if any(", " in item for item in items) else ", "
        return terms.sentence(f"{self.heading}: {apart.join(items)}")

    @property
    def spoiler(self) -> bool:
        """Whether any of it gives something away."""
        return any(item.spoiler for item in self.items)

    def rows(self) -> list[Row]:
        """The topic as rows."""
        return self._laid_out(self.items, self.heading)

    def brief(self, *, all_read: bool = True) -> list[Row]:
        """The topic as it stands on the first page of an overview, with how many it has where all
        that is known was read."""
        count = len(self.items)
        if self.sure:
            heading = self.heading
            if count > self.first > 1:
                first = f"{self.first} of {count}" if all_read else f"the first {self.first}"
                heading += f" · {first}"
            return self._laid_out(self.items[: self.first], heading)
        open_ones = dict.fromkeys(item.name for item in self.items if not item.spoiler)
        named = list(open_ones)[: self.first]
        more = len(open_ones) - len(named)
        text = terms.series([*named, *([f"{more} more"] if more else [])])
        return [Row(text, self.heading)] if named else []

    def _laid_out(self, items: Sequence[Item], heading: str) -> list[Row]:
        if not self.listed and not any(item.spoiler for item in items):
            return [Row(", ".join(item.text for item in items), heading)]
        if len(items) == 1:
            return [Row(items[0].text, heading, items[0].spoiler)]
        return [Row("", heading), *(Row(item.text, "", item.spoiler) for item in items)]


class Topics:
    """Sorts lines about one thing into topics; `earlier` are values that were replaced."""

    def __init__(
        self, properties: Mapping[str, Property], about: Entity, earlier: Sequence[Fact] = ()
    ) -> None:
        self._properties = properties
        self._about = about
        self._earlier = earlier

    def of(self, lines: Sequence[Line]) -> list[Topic]:
        """What is claimed, a topic for each property in their order; then what is not sure."""
        claimed: dict[tuple[str, bool], list[Fact]] = {}
        unsure: dict[Status, list[Fact]] = {}
        for line in lines:
            fact = line.fact
            if fact.status in _UNSURE:
                unsure.setdefault(fact.status, []).append(fact)
            else:
                inverse = line.asked == "subject"
                claimed.setdefault((fact.property, inverse), []).append(fact)
        known = [self._topic(name, inverse, facts) for (name, inverse), facts in claimed.items()]
        return known + [self._unsure(status, facts) for status, facts in unsure.items()]

    def _topic(self, name: str, inverse: bool, facts: Sequence[Fact]) -> Topic:
        entry = self._properties.get(name)
        heading = self._heading(name, inverse)
        if alike := self._alike(facts):
            heading, items = f"{heading} ({alike})", self._items(facts, apart=False)
        else:
            items = self._items(facts)
        if entry is not None and not entry.many and len(items) > 1 and not inverse:
            items = [self._sides(facts)]
        if inverse and all(item.text == item.name and not item.spoiler for item in items):
            names = self._works([item.name for item in items])
            items = [Item(name, name, spoiler=False) for name in names]
        length = sum(len(item.text) + 2 for item in items)
        listed = length > _INLINE or any(" — " in item.text for item in items[1:])
        first = _FIRST if entry is not None and entry.overview and not inverse else 0
        if first and entry is not None and entry.value == {"text"}:
            latest = max(facts, key=lambda fact: str(fact.date or ""))
            items, first = [*self._items([latest], apart=not alike), *items], 1
            items = list(dict.fromkeys(items))
        worded = entry is not None and entry.statement == _WORDED and entry.value == {"text"}
        return Topic(heading, tuple(items), listed, first, worded=worded)

    def _unsure(self, status: Status, facts: Sequence[Fact]) -> Topic:
        """What is only rumoured or hoped for: each with the property that it would be of, but for
        what says no more than another."""
        items: dict[Item, frozenset[str]] = {}
        for fact in facts:
            entry = self._properties.get(fact.property)
            label = _capital(entry.label if entry else fact.property)
            tells = fact.role is not None and entry is not None and entry.participant
            for one in self._items([fact]):
                text = one.text if tells else f"{label}: {one.text}"
                compared = one.text if isinstance(fact.value, str) else text
                items[Item(text, one.name, one.spoiler)] = frozenset(folding.words(compared))
        listed = list(items.items())
        kept = [
            one
            for place, (one, compared) in enumerate(listed)
            if not any(
                (compared < more or (compared == more and before < place))
                and one.spoiler == other.spoiler
                for before, (other, more) in enumerate(listed)
            )
        ]
        return Topic(self._unsure_heading(status), tuple(kept), True, _NAMED, sure=False)

    def _unsure_heading(self, status: Status) -> str:
        return _UNSURE[status]

    def _works(self, names: Sequence[str]) -> list[str]:
        """Works on one line."""
        return terms.works_in_line(names)

    def _beside(self, own: str, beside: Sequence[str]) -> str:
        """A thing with what it goes with."""
        return " — ".join(filter(None, (own, ", ".join(self._works(beside)))))

    def _heading(self, name: str, inverse: bool) -> str:
        entry = self._properties.get(name)
        label = _capital(entry.label if entry else name)
        if not inverse:
            return label
        if entry is None:
            return f"{label} of"
        if entry.has_role:
            return "Roles"
        before, _, after = entry.statement.partition("{value} ")
        plural = entry.many and entry.label.endswith("s")
        if plural and not before and after.endswith(" {subject}"):
            return _capital(after.removesuffix(" {subject}"))
        return f"{label} of"

    def _alike(self, facts: Sequence[Fact]) -> str:
        """What several things that are told in words all go with, where that is one."""
        beside = {tuple(self._told(fact)[1]) for fact in facts}
        worded = len({fact.value for fact in facts}) > 1
        worded = worded and all(isinstance(fact.value, str) for fact in facts)
        return ", ".join(beside.pop()) if worded and len(beside) == 1 else ""

    def _items(self, facts: Sequence[Fact], *, apart: bool = True) -> list[Item]:
        """Each thing once, with what it goes with where that is told of them `apart`: several
        films of one role are one item."""
        marks: dict[tuple[str, str, bool], list[str]] = {}
        for fact in facts:
            own, beside = self._told(fact)
            beside = beside if apart else []
            is_plain = fact.status is Status.CONFIRMED or fact.status in _UNSURE
            mark = "" if is_plain else f" ({terms.standing(fact)})"
            mark = f" ({terms.standing(fact)})" if fact.superseded else mark
            if moved := spans.moved_from(fact, self._earlier):
                mark += f" ({moved[:1].lower()}{moved[1:-1]})"
            with_it = marks.setdefault((own, mark, fact.spoiler), [])
            with_it += [name for name in beside if name not in with_it]
        return [
            Item(self._beside(own, beside) + mark, own, spoiler)
            for (own, mark, spoiler), beside in marks.items()
        ]

    def _told(self, fact: Fact) -> tuple[str, list[str]]:
        """What a fact says of the thing, and what that goes with: role, work, or whom it is of."""
        value, role = terms.value(fact.value), terms.value(fact.role) if fact.role else ""
        subject = fact.subject.name
        if self._is(fact.subject):
            return value, [role] if role else []
        if self._is(fact.value):
            return (role, [subject]) if role else (subject, [])
        return (value, [subject]) if isinstance(fact.value, Entity) else (f"{subject}: {value}", [])

    def _is(self, value: object) -> bool:
        return isinstance(value, Entity) and value.id == self._about.id

    def _sides(self, facts: Sequence[Fact]) -> Item:
        """The values of sources that disagree, in one item."""
        values = list(dict.fromkeys(terms.value(fact.value) for fact in facts))
        text = f"{terms.choice(values)} — {DISAGREE[:1].lower()}{DISAGREE[1:]}"
        return Item(text, values[0], any(fact.spoiler for fact in facts))


class PlainTopics(Topics):
    """Topics for a text of one line each, where `marks` are the numbers of a fact's sources."""

    def __init__(
        self,
        properties: Mapping[str, Property],
        about: Entity,
        earlier: Sequence[Fact],
        marks: Callable[[Sequence[Fact]], str],
    ) -> None:
        super().__init__(properties, about, earlier)
        self._marks = marks

    def _unsure_heading(self, status: Status) -> str:
        return _capital(terms.STATUS[status])

    def _works(self, names: Sequence[str]) -> list[str]:
        return list(names)

    def _beside(self, own: str, beside: Sequence[str]) -> str:
        return f"{own} ({', '.join(beside)})" if beside else own

    def _sides(self, facts: Sequence[Fact]) -> Item:
        """The values of sources that disagree, each with its source."""
        sides: dict[str, list[Fact]] = {}
        for fact in facts:
            sides.setdefault(terms.value(fact.value), []).append(fact)
        values = [f"{value}{self._marks(dates)}" for value, dates in sides.items()]
        return Item(terms.choice(values), values[0], any(fact.spoiler for fact in facts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
