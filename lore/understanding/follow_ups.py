"""Follow-ups that say no more than what their question is about ("and the eighth?", "the one before
it"), or that ask what a date was before it was moved: operations on the question before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import PEOPLE, SLOTS, Entity, Slot
from lore.understanding.algebra import (
    About,
    Check,
    Listing,
    Moved,
    Named,
    Node,
    Origin,
    Question,
    Set,
    Several,
    Step,
    entities,
    mapped,
    nodes,
)
from lore.understanding.fact_source import Facts
from lore.understanding.reading.orders import title_numbers
from lore.understanding.reading.referents import Referrer

_PLAIN = 2
"""Words from which a name of ordinary ones ("season two") is what a follow-up is about."""
_ONES = grammar.words("questions", "ones")
_TURNED: dict[Slot, Slot] = {"value": "role", "role": "value"}


class FollowUps:
    """Reads follow-ups in one language."""

    def __init__(self, language: Language) -> None:
        self._words = language.follow_ups
        self._sources = {tuple(folding.words(phrase)) for phrase in language.citing}
        self._referrer = Referrer(language)
        sorts = {**language.said_again, **language.kind_of}
        self._kinds = {noun: sort.removeprefix("a ") for noun, sort in sorts.items()}

    def cited(self, words: Sequence[str], last: Question) -> Question | None:
        """Where the last answer comes from, where a follow-up asks for no more ("says who?")."""
        said = list(words)
        while said and tuple(said) not in self._sources and said[-1] in self._aside:
            said.pop()
        while said and tuple(said) not in self._sources and said[0] in self._aside:
            said.pop(0)
        asked = tuple(said) in self._sources
        return Origin(last) if asked and not isinstance(last, Origin) else None

    def moved(self, words: Sequence[str], last: Question) -> Question | None:
        """What a date was before it was moved, or at first, where a follow-up asks for no more;
        "the one before" is another thing."""
        if not isinstance(last, Listing | Moved) or set(words) - self._words["moved"] - self._aside:
            return None
        step = last.step if isinstance(last, Moved) else last.source
        if not isinstance(step, Step) or step.ask != "value":
            return None
        back = [place for place, word in enumerate(words) if word in self._words["back"]]
        if any(words[place - 1] in _ONES for place in back if place):
            return None
        text = f" {' '.join(words)} "
        first = any(f" {phrase} " in text for phrase in self._words["at_first"])
        if not back and not first:
            return None
        return Moved(step, "first" if first or isinstance(last, Moved) else "before")

    def related(self, words: Sequence[str], last: Question, facts: Facts) -> Question | None:
        """The last question asked of a relative of whom it names ("and her brother?")."""
        said = [word for word in words if word not in self._aside | self._words["whose"]]
        phrase = " ".join(said)
        if not phrase or self._words["whose"].isdisjoint(words):
            return None
        for entry in facts.properties.values():
            if not entry.subject or not (entry.subject | entry.value) <= PEOPLE:
                continue
            if (phrase, "value") not in entry.phrases:
                continue
            for person in entities(last):
                held = facts.at(person.id).get((entry.id, "subject"), ())
                ends = {fact.value for fact in held if isinstance(fact.value, Entity)}
                if len(ends) == 1:
                    return asked_of(last, ends.pop(), ())
        return None

    def of_a_kind(self, words: Sequence[str], last: Question, facts: Facts) -> Question | None:
        """The other end of what the last question is about, where a follow-up tells no more of it
        than its kind ("in which film?", "as what character?")."""
        if not isinstance(last, Listing) or not isinstance(last.source, Step):
            return None
        step, table, which = last.source, facts.properties, self._words["which"]
        kinds = {self._kinds[word] for word in words if word in self._kinds}
        other = set(words) - which - self._aside - self._kinds.keys()
        if other or not kinds or which.isdisjoint(words):
            return None
        taken = {step.known, step.ask, *(slot for slot, _ in step.fixed)}
        for slot in SLOTS:
            held = tuple(name for name in step.properties if kinds & table[name].kinds(slot))
            if slot not in taken and held:
                return replace(last, source=replace(step, properties=held, ask=slot))
        return None

    def about(
        self,
        words: Sequence[str],
        mentions: Sequence[Mention],
        last: Question,
        facts: Facts,
    ) -> Question | None:
        """The last question asked of what a follow-up names, where it says no more."""
        things = [
            *self._beside(words, last, facts),
            *self._named(words, mentions),
            *self._ordered(words, facts),
        ]
        works = {work.id for work in facts.works}
        return next((made for entity in things if (made := asked_of(last, entity, works))), None)

    @property
    def _aside(self) -> frozenset[str]:
        return self._words["aside"]

    def _left(self, words: Sequence[str], taken: Collection[int]) -> set[str]:
        """The words that say something beside those that were taken."""
        return {word for place, word in enumerate(words) if place not in taken} - self._aside

    def _named(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[Entity]:
        """What bears the one name that stands there, the likeliest first."""
        named = sorted(
            (mention for mention in mentions if mention.cost < costs.REMEMBERED),
            key=lambda mention: mention.cost,
        )
        found = []
        for mention in named:
            short = mention.plain and mention.end - mention.start < _PLAIN
            if short or self._left(words, range(mention.start, mention.end)):
                continue
            candidate = mention.candidates[0]
            found.append(Entity(candidate.entity, candidate.name, candidate.kind, candidate.year))
        return found

    def _ordered(self, words: Sequence[str], facts: Facts) -> list[Entity]:
        """The work of which the place in the order is told."""
        return [
            referent.entity
            for referent in self._referrer.placed(words, facts)
            if referent.entity is not None and not self._left(words, referent.places)
        ]

    def _beside(self, words: Sequence[str], last: Question, facts: Facts) -> list[Entity]:
        """The work before or after the one that was asked of."""
        back = self._words["back"].intersection(words)
        if not back | self._words["on"].intersection(words):
            return []
        if set(words) - self._words["back"] - self._words["on"] - self._aside:
            return []
        places = {work.id: place for place, work in enumerate(facts.works)}
        asked = [
            places[node.entity.id]
            for node in nodes(last)
            if isinstance(node, Named) and node.entity.id in places
        ]
        if not asked:
            return []
        base = facts.works[asked[-1]]
        others = facts.works[: asked[-1]][::-1] if back else facts.works[asked[-1] + 1 :]
        numbered = [
            entity for entity in others if _number(entity) == _number(base) + (-1 if back else 1)
        ]
        return [*numbered, *(entity for entity in others if entity.kind == base.kind)][:1]


def _number(work: Entity) -> int:
    """The number that a work bears in its title; 1 where it bears none."""
    told = [number for number in title_numbers(work) if len(number) < 3]
    return int(told[0]) if told else 1


def asked_of(question: Question, thing: Entity, works: Collection[int]) -> Question | None:
    """A question with a thing in the place of what it names of the same kind; of a list that names
    none such a work is a further condition. None where it asks for several, or does not fit."""

    def alike(entity: Entity) -> bool:
        return entity.kind == thing.kind or {entity.id, thing.id} <= set(works)

    replaced = {node.entity for node in nodes(question) if isinstance(node, Named)}
    named = {entity for entity in replaced if alike(entity)}
    if named:
        if len(named) > 1 and not isinstance(question, Several):
            return None
        return _once(mapped(question, lambda node: _put(node, named, thing)))
    match question:
        case About():
            return About(thing)
        case Listing(Step(_, "subject", _, _, _) as step) if thing.id in works:
            return replace(question, source=replace(step, source=Named(thing)))
        case Listing(Step(_, known, ask, Named(entity), fixed) as step) if {
            entity.kind,
            thing.kind,
        } == PEOPLE and not fixed:
            return replace(question, source=_turned(step, known, ask, thing))
        case Check(Step(_, known, ask, Named(one), ()) as step, None) if {
            one.kind,
            thing.kind,
        } == PEOPLE:
            return replace(question, step=_turned(step, known, ask, thing))
        case Listing(Step(_, known, ask, _, fixed) as step) if thing.id in works:
            if "subject" in (known, ask, *(slot for slot, _ in fixed)):
                return None
            narrowed: tuple[tuple[Slot, Set], ...] = (*fixed, ("subject", Named(thing)))
            return replace(question, source=replace(step, fixed=narrowed))
        case _:
            return None


def without_work(question: Question) -> Question:
    """A list without the work that it is of: another role may be of another film."""
    if not isinstance(question, Listing) or not isinstance(question.source, Step):
        return question
    step = question.source
    kept = tuple((slot, told) for slot, told in step.fixed if slot != "subject")
    return replace(question, source=replace(step, fixed=kept))


def _put(node: Node, named: Collection[Entity], thing: Entity) -> Node:
    return Named(thing) if isinstance(node, Named) and node.entity in named else node


def _once(question: Question) -> Question:
    """A question whose parts each stand there once."""
    if not isinstance(question, Several):
        return question
    parts = tuple(dict.fromkeys(question.parts))
    return Several(parts) if len(parts) > 1 else parts[0]


def _turned(step: Step, known: Slot, ask: Slot, thing: Entity) -> Step:
    """A step from a person where it was from a role, or the other way round."""
    known, ask = _TURNED.get(known, known), _TURNED.get(ask, ask)
    return replace(step, known=known, ask=ask, source=Named(thing))
