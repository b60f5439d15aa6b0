"""Sets as noun phrases, with the names, labels and numbers that questions are made of."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence

from lore.language import text as folding
from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, UNSURE, Entity, Status
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import (
    Amount,
    Common,
    Dated,
    Measured,
    Moment,
    Moved,
    Named,
    OfKind,
    Ranked,
    Set,
    Step,
    Than,
    Together,
    Without,
    Words,
    Works,
)
from lore.understanding.plain.lexicon import (
    Claim,
    any_claims,
    claims_of,
    plural,
    role_word,
    roled,
    single_label,
    table,
)
from lore.understanding.plain.lexicon import label as called
from lore.understanding.plain.voice import Voice, linked

Naming = Callable[[Entity], str]


def spoken_date(date: PartialDate) -> str:
    """23 July 2021, July 2021 or 2021."""
    if date.month is None:
        return str(date.year)
    month = f"{calendar.month_name[date.month]} {date.year}"
    return month if date.day is None else f"{date.day} {month}"


class Phrases:
    """Words sets with one property table; `naming` tells how a thing is called."""

    def __init__(self, properties: Mapping[str, Property], naming: Naming) -> None:
        self._properties = properties
        self.naming = naming

    def claim(self, step: Step, slots: frozenset[str], answer: Set | None = None) -> Claim | None:
        """The claim in which a step is put, with its label filled in."""
        literal = answer is not None and not isinstance(answer, Named)
        dated = step.properties == (RELEASE,) and step.ask == "subject"
        if len(step.properties) == 1 and not dated:
            (name,) = step.properties
            literally, *others = roled(self._properties[name]) or (None,)
            stated = literal and step.ask == "value"
            for claim in (literally,) if stated else (*claims_of(name), *others):
                if claim is not None and claim.slots == slots:
                    return claim
        if slots == {"subject", "value"} and step.ask == "value" and answer is None:
            return None
        told = " or ".join(single_label(self._properties[name]) for name in step.properties)
        first = 0 if literal else 2 if answer is None and step.ask == "subject" else 1
        for claim in any_claims()[first:]:
            if claim.slots == slots:
                return claim.labelled(told)
        return None

    def slots(self, step: Step) -> dict[str, str]:
        """What stands in the known slots of a step, in words."""
        found: dict[str, str] = {slot: self.simple(part) for slot, part in step.fixed}
        if step.source is not None:
            found[step.known] = self.simple(step.source)
        return found

    def stated(self, statuses: frozenset[Status]) -> str:
        """Statuses behind a form of to be: "not confirmed", "rumoured"."""
        return "not confirmed" if statuses == UNSURE else self.adjectives(statuses)

    def adjectives(self, statuses: frozenset[Status]) -> str:
        """Statuses before a label: "rumoured or hoped"."""
        if statuses == UNSURE:
            return "unconfirmed"
        return linked([status.value for status in Status if status in statuses], "or", " or ")

    def label(self, names: Sequence[str], statuses: frozenset[Status] = frozenset()) -> str:
        """What properties are called, with the statuses that are asked for."""
        told = " or ".join(called(self._properties[name]) for name in names)
        return f"{self.adjectives(statuses)} {told}" if statuses else told

    def simple(self, node: Set | Moved) -> str:
        """A set as a noun phrase that may stand within another: in brackets where it is long."""
        match node:
            case Named() | Moment() | Words() | Works() | OfKind(Works()) | Amount():
                return self.phrase(node)
            case Step(_, "subject", "value", source, ()) if source is not None:
                return self.phrase(node)
            case _:
                return f"({self.phrase(node)})"

    def answer(self, step: Step, answer: Set) -> str:
        """What is checked of a step, an amount with the unit of its property."""
        if isinstance(answer, Amount):
            return self.amount(answer, step.properties[0])
        return self.simple(answer)

    def phrase(self, node: Set | Moved) -> str:
        """A set as a noun phrase."""
        match node:
            case Moved(step, when):
                at_first = " at first" if when == "first" else " before it was moved"
                return f"{self.phrase(step)}{at_first}"
            case Named(entity):
                return self.naming(entity)
            case Moment(date):
                return spoken_date(date)
            case Words(words):
                return quoted(words)
            case Amount():
                return self.amount(node, None)
            case Than(comparison, source):
                return f"{comparison} than {self.simple(source)}"
            case Step():
                return self._step(node)
            case Together(parts):
                return f"either {linked([self.simple(part) for part in parts], 'or')}"
            case Common(parts):
                return f"both {linked([self.simple(part) for part in parts], 'and')}"
            case Without(whole, out):
                return f"{self.simple(whole)} but not {self.simple(out)}"
            case OfKind() | Works():
                return self._pool(node)
            case Ranked():
                return self._ranked(node)
            case Dated(source, side, bound):
                return f"{self._based(source)} that came out {side} {self.simple(bound)}"
            case Measured(source, name, amount):
                what = f"a {self.label((name,))} of {self.amount(amount, name)}"
                return f"{self._based(source)} with {what}"

    def _based(self, source: Set) -> str:
        works = source.source if isinstance(source, OfKind) else source
        return self.phrase(source) if isinstance(works, Works) else f"({self.phrase(source)})"

    def amount(self, amount: Amount | Than, name: str | None) -> str:
        """An amount with what it is compared by and its unit."""
        if isinstance(amount, Than):
            return self.phrase(amount)
        side = {"more": "more than ", "less": "less than ", "equal": "exactly "}[amount.comparison]
        unit = table()["units"].get(name or "", "")
        return f"{side}{amount.number:.12g} {unit}".rstrip()

    def _pool(self, node: OfKind | Works) -> str:
        source, kinds = (node.source, node.kinds) if isinstance(node, OfKind) else (node, ())
        noun = linked([plural(kind) for kind in sorted(kinds)], "or") if kinds else "works"
        if isinstance(source, Step) and source.ask == "subject" and source.source is not None:
            return self.described(source, noun)
        if not isinstance(source, Works):
            return f"the {noun} among {self.simple(source)}"
        main = "" if source.every else " of the main series"
        due = "" if source.out == source.coming else "out" if source.out else "still to come"
        return f"the {noun}{main}{f' that are {due}' if due else ''}"

    def _ranked(self, node: Ranked) -> str:
        word = nth(node.place) + self.superlative(node.property, node.most)
        pool = self.simple(node.source)
        if node.property is None:
            return f"the {word} of {pool}"
        return f"the one of {pool} with the {word} {self.label((node.property,))}"

    def superlative(self, name: str | None, most: bool) -> str:
        """The superlative for an end of a property."""
        lists = table()["superlatives"]
        if name is None or "date" in self._properties[name].value:
            return str(lists["latest" if most else "earliest"][0])
        told = lists["named"].get(name)
        end = "most" if most else "least"
        return str(told[end] if told else lists[end][0])

    def _step(self, step: Step) -> str:
        told = self.label(step.properties, step.statuses)
        source = self.simple(step.source) if step.source else None
        if source is None:
            return self._open(step, told)
        word = role_word(self._properties[step.properties[0]])
        match step.known, step.ask, step.fixed:
            case "subject", "value", ():
                return f"the {told} of {source}"
            case "role", "value", (("subject", work),):
                if word:
                    return f"the {told} of {self.simple(work)} {word} {source}"
                return f"the {told} in {self.simple(work)} as {source}"
            case "subject", "role", () if not word:
                return f"the {told} roles of {source}"
        return self.described(step, self._noun(step))

    def described(self, step: Step, noun: str) -> str:
        """What a step gives, as a noun with a clause: "the films that X directed"."""
        slots = frozenset({step.known, step.ask, *(slot for slot, _ in step.fixed)})
        claim = self.claim(step, slots)
        assert claim is not None
        voice = Voice(claim, self.slots(step), step.ask)
        return voice.described(f"the {noun}", self.stated(step.statuses))

    def _noun(self, step: Step) -> str:
        """What all that a step gives may be called."""
        kinds = [self._properties[name].kinds(step.ask) for name in step.properties]
        if all("work" in each for each in kinds):
            return "works"
        return "people" if all(each and each <= PEOPLE for each in kinds) else "ones"

    def _open(self, step: Step, told: str) -> str:
        """What any fact of a property gives."""
        if step.ask == "subject":
            return f"everything with {self.one(step)}"
        if step.ask == "role":
            return f"any {told} role"
        subjects = self._properties[step.properties[0]].subject
        anything = "anybody" if subjects and subjects <= PEOPLE else "anything"
        anything = "any work" if "work" in subjects else anything
        return f"the {told} of {anything}"

    def one(self, step: Step) -> str:
        """A label in the singular with its article: "a villain", "an award"."""
        told = " or ".join(single_label(self._properties[name]) for name in step.properties)
        told = f"{self.adjectives(step.statuses)} {told}" if step.statuses else told
        return f"{'an' if told[0] in 'aeiou' else 'a'} {told}"


def quoted(words: Sequence[str]) -> str:
    """Words as they are told to be words."""
    return f"“{' '.join(words)}”"


_IN_WORDS = 5
"""The last place that is told in a word and not in digits."""


def nth(place: int) -> str:
    """A place before a superlative: nothing for the first, "second ", "11th "."""
    if place == 1:
        return ""
    word = folding.numbers()["ordinals"][place] if place <= _IN_WORDS else folding.ordinal(place)
    return f"{word} "
