"""Readings as plain questions: what a button says, and what `plain_parser` reads back.

Every reading has one plain form. The forms are English on purpose plain: full names, the labels of
the property table, one operator at a time; brackets show what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lore.language import grammar
from lore.language.properties import Property
from lore.model.facts import PEOPLE, Entity, Status
from lore.understanding.algebra import (
    About,
    Check,
    Choose,
    Dated,
    Gap,
    Listing,
    Measured,
    Moved,
    Named,
    OfKind,
    Origin,
    Question,
    Ranked,
    Reading,
    Set,
    Several,
    Statement,
    Step,
    Than,
    Without,
    Works,
)
from lore.understanding.plain.builder import CONFIRMED
from lore.understanding.plain.lexicon import label, plural, table
from lore.understanding.plain.normal_form import normal, normal_question
from lore.understanding.plain.order_phrases import Orders
from lore.understanding.plain.phrases import Naming, Phrases, quoted, spoken_date
from lore.understanding.plain.voice import Voice, comparative, linked

Properties = Mapping[str, Property]


_SPLITS = re.compile(
    rf",|\b(?:{grammar.alternatives('questions', 'splits')})\b|[?(\"“]", re.IGNORECASE
)
"""What in a name may be read as the end of it, where it stands in a row."""
_JOINED = ("Who is the ", "Who are the ", "What is the ", "What are the ")
"""How questions begin that may ask of several things at once."""


def named(entity: Entity) -> str:
    """A thing by its name alone."""
    return entity.name


def plain(reading: Reading, properties: Properties, naming: Naming = named) -> str:
    """A reading as a plain question; `naming` tells bearers of one name apart ("Her (2013)")."""
    reading = normal(reading)
    text = _Wording(properties, naming).question(reading.question)
    if reading.as_of is None:
        return text
    return f"{text.removesuffix('?')}, as of {spoken_date(reading.as_of)}?"


def worded(question: Question, properties: Properties, naming: Naming = named) -> str:
    """A question of the algebra as a plain one."""
    return _Wording(properties, naming).question(normal_question(question))


class _Wording:
    def __init__(self, properties: Properties, naming: Naming) -> None:
        self._properties = properties
        self._nouns = Phrases(properties, naming)
        self._orders = Orders(properties, self._nouns)

    def question(self, question: Question) -> str:
        match question:
            case Listing(source, count):
                return f"{self._listing(source, count)}?"
            case About(entity, statuses):
                told = self._nouns.adjectives(statuses) or "known"
                return f"What is {told} about {self._nouns.naming(entity)}?"
            case Check():
                return f"{self._check(question)}?"
            case Choose(options):
                return f"{self._choice(options)}?"
            case Gap():
                return self._gap(question)
            case Moved(step, "times"):
                return f"How often was {self._nouns.simple(step)} moved?"
            case Moved(step, "first"):
                return f"What was {self._nouns.simple(step)} at first?"
            case Moved(step):
                return f"What was {self._nouns.simple(step)} before it was moved?"
            case Origin(of):
                return f"Where does this come from: {self.question(of)}"
            case Statement(_, words, speaker):
                who = self._nouns.simple(speaker) if speaker else "anybody"
                about = f" about {quoted(words)}" if words else ""
                return f"What did {who} say{about}?"
            case Several(parts):
                return self._alike(parts) or " ".join(self.question(part) for part in parts)

    def _alike(self, parts: Sequence[Question]) -> str | None:
        """Lists that are asked alike of several things, as one question: "the villain of X and
        Y"; None where they are not, or where that would be read as something else."""
        steps = [
            part.source
            for part in parts
            if isinstance(part, Listing) and isinstance(part.source, Step) and not part.count
        ]
        things = [step.source.entity for step in steps if isinstance(step.source, Named)]
        if len(things) != len(parts) or len({replace(step, source=None) for step in steps}) > 1:
            return None
        names = [self._nouns.naming(thing) for thing in things]
        if len(names) < 2 or any(_SPLITS.search(name) for name in names):
            return None
        joined = Named(replace(things[0], id=0, name=linked(names, "and")))
        text = self.question(Listing(replace(steps[0], source=joined)))
        return text if text.startswith(_JOINED) else None

    def _gap(self, gap: Gap) -> str:
        start, end = gap.start, gap.end
        if start is None:
            assert end is not None
            return f"How much time is left until {self._nouns.simple(end)}?"
        if end is None:
            return f"How much time has passed since {self._nouns.simple(start)}?"
        ends = f"{self._nouns.simple(start)} and {self._nouns.simple(end)}"
        return f"How much time is between {ends}?"

    # Lists

    def _listing(self, source: Set, count: bool) -> str:
        """What is in a set, or how many, without the question mark."""
        match source:
            case Step() | OfKind(Step()):
                text = self._asked(source, count)
            case Without(Step() | OfKind(Step()) as whole, out):
                text = self._besides(whole, out, count)
            case Ranked() | Dated() | Measured() | OfKind(Works()) | Works():
                text = None if count else self._orders.asked(source)
            case _:
                text = None
        if text is not None:
            return text
        if count:
            return f"How many are there: {self._nouns.phrase(source)}"
        be = "are" if self._many(source) else "is"
        return f"{self._what(source)} {be} {self._nouns.phrase(source)}"

    def _many(self, source: Set) -> bool:
        """Whether a label in the plural is asked for."""
        if not isinstance(source, Step) or source.ask != "value" or len(source.properties) > 1:
            return False
        return label(self._properties[source.properties[0]]) in table()["words"]["many"]

    def _what(self, source: Set) -> str:
        inner = source.source if isinstance(source, OfKind) else source
        if isinstance(inner, Step):
            kinds = self._properties[inner.properties[0]].kinds(inner.ask)
            return "Who" if kinds & PEOPLE and inner.ask != "subject" else "What"
        return "Which"

    def _besides(self, whole: Set, out: Set, count: bool) -> str | None:
        asked = self._asked(whole, count)
        if asked is None or count:
            return f"{asked} besides {self._nouns.simple(out)}" if asked else None
        if isinstance(out, Named) and asked.startswith("Who "):
            asked = f"Who else {asked.removeprefix('Who ')}"
        return f"{asked} besides {self._nouns.simple(out)}"

    def _asked(self, source: Set, count: bool) -> str | None:
        """A step in the verbs that people use; None where its label says it."""
        step, kinds = (source.source, source.kinds) if isinstance(source, OfKind) else (source, ())
        assert isinstance(step, Step)
        if step.source is None and step.ask == "subject" and not count:
            who = self._who(step, frozenset(kinds))
            return f"{who} {'have' if who.startswith('Which') else 'has'} {self._nouns.one(step)}"
        if step.source is None or (step.statuses and not step.statuses <= set(Status)):
            return None
        slots = frozenset({step.known, *(slot for slot, _ in step.fixed)})
        claim = self._nouns.claim(step, slots | {step.ask})
        if claim is None:
            return None
        told = self._nouns.stated(step.statuses)
        voice = Voice(claim, self._nouns.slots(step), step.ask)
        if count:
            noun = self._noun(step, frozenset(kinds))
            return voice.asked(f"How many {noun}", told, many=True)
        if step.ask == "value" and slots == {"subject"} and not (kinds or voice.leads):
            where = self._where(step)
            return voice.asked(where, "", many=False, bare=True) if where else None
        who = self._who(step, frozenset(kinds))
        return voice.asked(who, told, many=who.startswith("Which"))

    def _where(self, step: Step) -> str | None:
        """When or where, for what asks for a date or a place alone."""
        held = self._properties[step.properties[0]].value
        known = step.properties[0] in table()["words"]["when_or_where"]
        if step.statuses or len(held) > 1 or not known:
            return None
        return "When" if "date" in held else "Where"

    def _who(self, step: Step, kinds: frozenset[str]) -> str:
        if kinds:
            return f"Which {linked([plural(kind) for kind in sorted(kinds)], 'or')}"
        if step.ask == "role":
            held = self._properties[step.properties[0]].role
            if "work" in held:
                return "Which works"
            return "Who" if not held or held & PEOPLE else "What"
        if step.ask == "subject" and "work" in self._properties[step.properties[0]].subject:
            return "Which works"
        held = self._properties[step.properties[0]].kinds(step.ask)
        return "Who" if held & PEOPLE else "What"

    def _noun(self, step: Step, kinds: frozenset[str]) -> str:
        if kinds:
            return linked([plural(kind) for kind in sorted(kinds)], "or")
        works = "work" in self._properties[step.properties[0]].kinds(step.ask)
        return "works" if works else "people" if self._who(step, kinds) == "Who" else "things"

    # Verdicts and choices

    def _check(self, check: Check) -> str:
        step = check.step
        if check.answer is None:
            return self._existence(check)
        if isinstance(check.answer, Than):
            return self._than(check, check.answer)
        slots = frozenset({step.known, step.ask, *(slot for slot, _ in step.fixed)})
        claim = self._nouns.claim(step, slots, check.answer)
        answer = self._nouns.answer(step, check.answer)
        if claim is None or step.source is None or step.statuses == CONFIRMED:
            if check.opposite or check.certain:
                return self._framed(check, f"{answer} is among {self._nouns.phrase(step)}")
            return f"Is {answer} among {self._nouns.phrase(step)}"
        voice = Voice(claim, {**self._nouns.slots(step), step.ask: answer}, None)
        if check.opposite or check.certain:
            return self._framed(check, voice.claim(self._nouns.stated(step.statuses)))
        return voice.question(self._nouns.stated(step.statuses))

    def _framed(self, check: Check, claim: str) -> str:
        """A claim within "is it true that", as far as a check needs it."""
        if check.opposite:
            sure = "confirmed to be untrue" if check.certain else "untrue"
            return f"Is it {sure} that {claim}"
        return f"Is it {'confirmed' if check.certain else 'true'} that {claim}"

    def _existence(self, check: Check) -> str:
        step = check.step
        if step.known == "subject" and step.ask == "value" and step.source and not step.fixed:
            what = f"{self._nouns.one(step)} of {self._nouns.simple(step.source)}"
        else:
            what = f"anything among {self._nouns.simple(step)}"
        if check.opposite or check.certain:
            return self._framed(check, f"there is {what}")
        return f"Is there {what}"

    def _than(self, check: Check, than: Than) -> str:
        step, other = check.step, than.source
        if not (check.opposite or check.certain):
            alike = replace(step, source=other.source) if isinstance(other, Step) else None
            if alike == other and step == Step(step.properties, "subject", "value", step.source):
                assert step.source is not None
                assert alike is not None
                assert alike.source is not None
                parts = (self._nouns.simple(step.source), self._nouns.simple(alike.source))
                if text := comparative(step.properties, than.comparison, parts):
                    return text
        sides = {"more": "more than", "less": "less than", "equal": "as much as"}
        side = sides[than.comparison]
        return self._framed(
            check, f"{self._nouns.phrase(step)} is {side} {self._nouns.simple(other)}"
        )

    def _choice(self, options: Sequence[Check]) -> str:
        """Options that differ in one place, in the words of a verdict on it."""
        first = options[0]
        step = first.step
        if len({check.answer for check in options}) > 1:
            told = linked(
                [self._nouns.answer(step, check.answer) for check in options if check.answer], "or"
            )
            return f"Which is it, {told}: {self._nouns.phrase(step)}"
        sources = [self._nouns.slots(check.step) for check in options]
        differing = (slot for slot in sources[0] if len({each[slot] for each in sources}) > 1)
        slot = next(differing, step.known)  # of two that bear one name none tells them apart
        slots = {**sources[0], slot: linked([each[slot] for each in sources], "or")}
        named_slots = frozenset({step.known, step.ask, *(part for part, _ in step.fixed)})
        claim = self._nouns.claim(step, named_slots, first.answer)
        assert claim is not None
        assert first.answer is not None
        return Voice(claim, {**slots, step.ask: self._nouns.simple(first.answer)}, None).question(
            ""
        )


__all__ = ["named", "plain", "spoken_date", "worded"]
