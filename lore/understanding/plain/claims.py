"""From the ways to put a fact to the patterns of questions about it.

Of one claim ("{value} @do:play {role} in {subject}") follow the claim itself, the question whether
it holds, the questions for each of its slots, and the noun phrases that it describes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lore.language.properties import Property
from lore.understanding.plain.lexicon import Claim, Item, Lit, Phrase, Slot, Verb, phrases_of
from lore.understanding.plain.matcher import Bindings, Pattern

BE: Phrase = ("be",)
_TO_BE = Lit(phrases_of("to_be"), optional=True)
_TO = Lit(phrases_of("to"))
_STATUS = Slot("status", "status")


def _lit(*phrases: Phrase, optional: bool = False) -> Lit:
    return Lit(tuple(dict.fromkeys(phrases)), optional)


class Deriver:
    """Makes the patterns of claims about the properties of one table."""

    def __init__(self) -> None:
        self._be = phrases_of("be")
        self._do = phrases_of("do")
        self._have = phrases_of("have")
        self._modal = phrases_of("modal")
        self._not = _lit(*phrases_of("not"))
        self._place = phrases_of("place")

    def patterns(self, claim: Claim, entry: Property | None) -> Iterator[Pattern]:
        """All patterns of a claim; `entry` is its property, None for a claim of any."""
        typed = replace(
            claim,
            head=tuple(_typed(item, entry) for item in claim.head),
            tail=tuple(_typed(item, entry) for item in claim.tail),
        )
        yield from self._claims(typed)
        yield from self._asked(typed)
        for slot in sorted(typed.slots):
            yield from self._missing(typed, slot)

    def _finite(self, claim: Claim) -> list[tuple[Item, ...]]:
        """The verb of a claim behind its head."""
        if not claim.verbs:
            will = [(*each, *BE) for each in self._modal]
            been = [(*each, "been") for each in self._have]
            return [(_lit(*self._be, *will, *been),)]
        forms = [form for verb in claim.verbs for form in (verb.third, verb.past, verb.base)]
        will = [(*each, *verb.base) for each in (*self._modal, *self._do) for verb in claim.verbs]
        done = [(*each, *verb.participle) for each in self._have for verb in claim.verbs]
        doing = [(*each, *verb.progressive) for each in self._be for verb in claim.verbs]
        return [(_lit(*forms, *will, *done, *doing),)]

    def _denied(self, claim: Claim) -> list[tuple[Item, ...]]:
        """The verb of a claim that is denied: "is not in", "will not play", "isn't returning"."""
        if not claim.verbs:
            return [(_lit(*self._be, optional=True), self._not)]
        bases = _lit(*(verb.base for verb in claim.verbs))
        going = _lit(*(verb.progressive for verb in claim.verbs))
        aux = _lit(*self._do, *self._modal, optional=True)
        return [(aux, self._not, bases), (_lit(*self._be, optional=True), self._not, going)]

    def _inverted(self, claim: Claim) -> list[tuple[Item, tuple[Item, ...]]]:
        """The auxiliary before the head, and what of the verb follows the head."""
        if not claim.verbs:
            return [(_lit(*self._be), ()), (_lit(*self._modal), (_lit(BE),))]
        bases = _lit(*(verb.base for verb in claim.verbs))
        done = _lit(*(verb.participle for verb in claim.verbs))
        going = _lit(*(verb.progressive for verb in claim.verbs))
        return [
            (_lit(*self._do, *self._modal), (bases,)),
            (_lit(*self._be), (going,)),
            (_lit(*self._have), (done,)),
        ]

    def _inverted_denied(self, claim: Claim) -> list[tuple[Item, tuple[Item, ...]]]:
        """The same of a claim that is denied: "isn't X in", "did X not direct"."""
        never = _lit(*phrases_of("negated_be"))
        if not claim.verbs:
            return [
                (_lit(*self._be), (self._not,)),
                (never, ()),
                (_lit(*self._modal), (self._not, _lit(BE))),
            ]
        bases = _lit(*(verb.base for verb in claim.verbs))
        going = _lit(*(verb.progressive for verb in claim.verbs))
        return [
            (_lit(*self._do, *self._modal), (self._not, bases)),
            (_lit(*phrases_of("negated_do")), (bases,)),
            (_lit(*self._be), (self._not, going)),
            (never, (going,)),
        ]

    def _status(self, claim: Claim) -> tuple[Item, ...]:
        """ "rumoured to play", "confirmed for", behind a form of to be."""
        if not claim.verbs:
            return (_STATUS, _TO_BE)
        return (_STATUS, _TO, _lit(*(verb.base for verb in claim.verbs)))

    def _claims(self, claim: Claim) -> Iterator[Pattern]:
        made = _Making(claim)
        for verb in self._finite(claim):
            yield Pattern("claim", (*claim.head, *verb, *claim.tail), made.check)
        told = (_lit(*self._be), *self._status(claim))
        yield Pattern("claim", (*claim.head, *told, *claim.tail), made.check)

    def _asked(self, claim: Claim) -> Iterator[Pattern]:
        made = _Making(claim)
        for aux, verb in (*self._inverted(claim), *self._inverted_denied(claim)):
            yield Pattern("question", (aux, *claim.head, *verb, *claim.tail), made.check)
        told = (_lit(*self._be), *claim.head, *self._status(claim), *claim.tail)
        yield Pattern("question", told, made.check)

    def _missing(self, claim: Claim, slot: str) -> Iterator[Pattern]:
        """The questions for a slot, and the noun phrases that are described by the rest."""
        made = _Making(claim, slot)
        who, that = Slot("who", "who"), Lit(phrases_of("that"))
        if len(claim.head) == 1 and isinstance(claim.head[0], Slot) and claim.head[0].name == slot:
            rests = [*self._finite(claim), (_lit(*self._be), *self._status(claim))]
            for verb in rests:
                yield Pattern("question", (who, *verb, *claim.tail), made.listing)
                rel = (Slot("head", "who"), that, *verb, *claim.tail)
                yield Pattern("described", rel, made.described)
                whoever = (Slot("whoever", "who"), *verb, *claim.tail)
                yield Pattern("described", whoever, made.described)
            for verb in self._denied(claim):
                yield Pattern("question", (who, *verb, *claim.tail), made.denied)
            return
        yield from self._fronted(claim, slot, made)

    def _fronted(self, claim: Claim, slot: str, made: _Making) -> Iterator[Pattern]:
        who, that = Slot("who", "who"), Lit(phrases_of("that"), optional=True)
        for head, tail, prep, sort in _gaps(claim, slot, self._place):
            wh = Slot(sort, "who")
            asked = [(aux, *head, *verb) for aux, verb in self._inverted(claim)]
            asked.append((_lit(*self._be), *head, *self._status(claim)))
            for before in asked:
                yield Pattern("question", (wh, *before, *tail), made.listing)
                if prep is not None:
                    rest = _without(tail, prep)
                    yield Pattern("question", (prep, who, *before, *rest), made.listing)
            for aux, verb in self._inverted_denied(claim):
                yield Pattern("question", (wh, aux, *head, *verb, *tail), made.denied)
            if sort == "who":
                verbs = [*self._finite(claim), (_lit(*self._be), *self._status(claim))]
                for verb in verbs:
                    rel = (Slot("head", "who"), that, *head, *verb, *tail)
                    yield Pattern("described", rel, made.described)


def _gaps(
    claim: Claim, slot: str, place: tuple[Phrase, ...]
) -> Iterator[tuple[tuple[Item, ...], tuple[Item, ...], Lit | None, str]]:
    """Head and tail without a slot of the tail, the preposition before it, and the question word.

    Behind where and when the preposition is left out with it.
    """
    items = claim.tail
    at = next(
        (i for i, item in enumerate(items) if isinstance(item, Slot) and item.name == slot), None
    )
    if at is None:
        return
    before = items[at - 1] if at else None
    prep = before if isinstance(before, Lit) else None
    yield claim.head, items[:at] + items[at + 1 :], prep, "who"
    if prep is None:
        yield claim.head, items[:at] + items[at + 1 :], None, "where"
    elif set(prep.phrases) & set(place):
        yield claim.head, items[: at - 1] + items[at + 1 :], None, "where"


def _without(items: tuple[Item, ...], left: Lit) -> tuple[Item, ...]:
    at = next((i for i, item in enumerate(items) if item is left), None)
    return items if at is None else items[:at] + items[at + 1 :]


def _typed(item: Item, entry: Property | None) -> Item:
    """A slot of a fact as what may stand there: texts only where the property takes them."""
    if not isinstance(item, Slot) or item.name not in ("subject", "value", "role"):
        return item
    if item.name == "subject":
        return Slot("filler", "subject")
    text = "text" if item.name == "value" else "part"
    if entry is None:
        return Slot(text, item.name)
    kinds = entry.value if item.name == "value" else entry.role
    return Slot(text if "text" in kinds or not kinds else "filler", item.name)


class _Making:
    """What is made of the bindings of a claim's patterns."""

    def __init__(self, claim: Claim, missing: str | None = None) -> None:
        self._claim = claim
        self._missing = missing

    def check(self, chart: Any, bound: Bindings) -> Any:
        """Whether it holds."""
        return chart.builder.checks(self._claim.name, bound)

    def listing(self, chart: Any, bound: Bindings) -> Any:
        """What stands in the missing slot."""
        both = "both" in chart.words
        return chart.builder.listings(self._claim.name, bound, self._missing, both=both)

    def denied(self, chart: Any, bound: Bindings) -> Any:
        """What stands in the missing slot of denied facts."""
        return chart.builder.listings(self._claim.name, bound, self._missing, denied=True)

    def described(self, chart: Any, bound: Bindings) -> Any:
        """The same as a noun phrase."""
        return chart.builder.described(self._claim.name, bound, self._missing)


__all__ = ["BE", "Deriver", "Verb"]
