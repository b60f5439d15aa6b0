"""What a question takes over from those before it: "it", "her", "the eighth", "what about X"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention, spoken
from lore.model.facts import PEOPLE, Found, Outcome, Slot
from lore.understanding.algebra import Node, Question, Step, entities, mapped
from lore.understanding.query import Chain, Query
from lore.understanding.query import Step as Hop
from lore.understanding.reading.orders import tells_a_place
from lore.understanding.typed import typed

_MOST = 6
"""Things that a conversation keeps."""


@dataclass(frozen=True, slots=True)
class Context:
    """What was talked about, the latest first, and the last question that was understood: as the
    grammar has it (`query`), and as one of the algebra (`asked`), each None where it is none;
    `facts` are the ids of those that its answer told."""

    mentions: tuple[Mention, ...] = ()
    query: Query | None = None
    asked: Question | None = None
    facts: frozenset[int] = frozenset()

    def followed(
        self, query: Query, answers: Sequence[Mention], beside: Sequence[Mention] = ()
    ) -> Context:
        """The context after a question of the grammar: its answers, what it named, what its facts
        told `beside`, and what came before."""
        named = [anchor for anchor in query.anchors if isinstance(anchor, Mention)]
        return Context(self._latest(answers, [*named, *beside]), query, typed(query))

    def told(
        self, asked: Question, answers: Sequence[Mention], beside: Sequence[Mention] = ()
    ) -> Context:
        """The context after a question that was read otherwise."""
        named = [spoken(entity) for entity in entities(asked)]
        return Context(self._latest(answers, [*named, *beside]), None, asked)

    def answered(self, outcome: Outcome) -> Context:
        """The context with what an answer told; of properties that may be meant no more is taken
        to be asked for."""
        if not isinstance(outcome, Found):
            return self
        told = {line.fact.property for line in outcome.lines}

        def change(node: Node) -> Node:
            kept = isinstance(node, Step) and tuple(filter(told.__contains__, node.properties))
            return replace(node, properties=kept) if kept and isinstance(node, Step) else node

        asked = mapped(self.asked, change) if self.asked is not None else None
        return replace(self, asked=asked, facts=frozenset(line.fact.id for line in outcome.lines))

    def carried(self, mentions: Sequence[Mention], asked: Question | None) -> Query | None:
        """The last query of the grammar asked of what a follow-up names that asks so; None where
        there is none."""
        named = {entity.id for entity in entities(asked)} if asked is not None else set[int]()
        bare = (
            Query(bare=mention) for mention in mentions if mention.candidates[0].entity in named
        )
        return next((query for bare_query in bare for query in elliptic(bare_query, self)), None)

    def missed(self, mentions: Sequence[Mention], answers: Sequence[Mention]) -> Context:
        """The context after a question that was not read: what it surely named, and what came
        before."""
        named = [mention for mention in mentions if _surely(mention)]
        latest = self._latest(answers, named)
        return Context(latest) if answers else replace(self, mentions=latest)

    def _latest(self, answers: Sequence[Mention], named: Sequence[Mention]) -> tuple[Mention, ...]:
        once: dict[int, Mention] = {}
        for mention in (*answers, *named, *self.mentions):
            once.setdefault(mention.candidates[0].entity, mention)
        return tuple(once.values())[:_MOST]


def _surely(mention: Mention) -> bool:
    """Whether a name is surely meant, in whole or in part."""
    alone = len(mention.candidates) == 1 and mention.cost < costs.REMEMBERED
    return not mention.plain and (mention.exact or alone)


def recalled(
    words: Sequence[str], mentions: Sequence[Mention], context: Context, language: Language
) -> tuple[list[str], list[Mention]]:
    """The words and mentions of a question with what its pronouns, or its silence, refer to.

    Where nothing is named and no pronoun stands, what was talked about is named at the end; an
    "it" that means nothing that was talked about means what questions are mostly about.
    """
    mentions = [
        replace(mention, cost=costs.RECALLED, plain=False)
        if mention.cost == costs.BARE_NUMBER
        else mention
        for mention in mentions
    ]
    found: list[Mention] = []
    asked, empty = list(words), False
    for place, word in enumerate(words):
        if (sort := _noun(words, place, language)) is not None:
            found += _at(place, context, sort, words=2)
        elif word in language.pronouns and not (
            _nobody(words, place, mentions, language) or _is_ahead(words, place, mentions, language)
        ):
            meant = _at(place, context, language.pronouns[word])
            empty |= not meant and word in _THINGS
            found += meant
    named = [
        mention
        for mention in mentions
        if mention.cost == costs.RECALLED
        or not all(map(language.is_ordinary, words[mention.start : mention.end]))
    ]
    silent = not (found or named or empty) and tells_a_place(words, language) is None
    if silent and context.mentions:
        asked.append(_SILENT)
        found += _at(len(words), context, "any")
    return asked, [*mentions, *found]


_SILENT = "it"
_THINGS = grammar.words("questions", "things")
_MAKERS = "they"


def _nobody(
    words: Sequence[str], place: int, mentions: Sequence[Mention], language: Language
) -> bool:
    """Whether "they" means whoever makes the work that is named ("did they delay mi7")."""
    asked = place > 0 and words[place - 1] in language.auxiliaries and words[place] == _MAKERS
    return asked and any(mention.exact and mention.kind not in PEOPLE for mention in mentions)


def _is_ahead(
    words: Sequence[str], place: int, mentions: Sequence[Mention], language: Language
) -> bool:
    """Whether a pronoun means the person who is named ahead of the question ("that Finch bloke, who
    does he work for"), or of a tag ("Finch is in it, isn't he")."""
    if language.pronouns[words[place]] != "person":
        return False
    tagged = place == len(words) - 1 - (words[-1] == folding.MARK)
    if tagged and words[place - 1] in language.auxiliaries:
        return any(mention.kind in PEOPLE and not mention.plain for mention in mentions)
    asked = max((at for at in range(place) if words[at] in language.questions), default=0)
    people = (mention for mention in mentions if mention.kind in PEOPLE and _surely(mention))
    return any(mention.end <= asked for mention in people)


def _noun(words: Sequence[str], place: int, language: Language) -> str | None:
    """What sort of thing two words say again ("that film", "that character"); None where they say
    nothing again."""
    if words[place] not in language.deictic or place + 1 == len(words):
        return None
    return language.said_again.get(words[place + 1])


def _at(place: int, context: Context, sort: str, words: int = 1) -> list[Mention]:
    """What was talked about, as mentions over some words: people, things, either, or of one kind.

    Of each kind the latest alone.
    """
    latest: dict[str, Mention] = {}
    for mention in context.mentions:
        told = {"any", "person" if mention.kind in PEOPLE else "thing"}
        if sort in told | {f"a {kind}" for kind in mention.kinds}:
            latest.setdefault(mention.kind, mention)
    return [
        replace(mention, start=place, end=place + words, cost=costs.RECALLED + costs.OLDER * age)
        for age, mention in enumerate(latest.values())
    ]


def siblings(words: Sequence[str], context: Context) -> dict[int, list[str]]:
    """For each number of a question, the folded name of the film of that number in the series
    that was talked about: "the eighth" after "Mission: Impossible 7"."""
    spoken = next((mention for mention in context.mentions if _numbered(mention)), None)
    if spoken is None:
        return {}
    name = folding.words(spoken.candidates[0].name)
    place = next(place for place, word in enumerate(name) if word.isdecimal())
    return {
        at: [*name[:place], folding.bare_number(word), *name[place + 1 :]]
        for at, word in enumerate(words)
        if folding.is_number(word) and not (at and folding.ORDINAL.fullmatch(words[at - 1]))
    }


def _numbered(mention: Mention) -> bool:
    name = folding.words(mention.candidates[0].name)
    return mention.kind not in PEOPLE and any(word.isdecimal() for word in name[1:])


def elliptic(query: Query, context: Context) -> list[Query]:
    """A bare name read as the last question asked of it: "and the eighth?", "what about Pegg".

    The name takes the place of what was named of its kind. Empty where nothing was.
    """
    last, name = context.query, query.bare
    if last is None or name is None or not last.chains:
        return []
    replaced = [_replaced(chain, name) for chain in last.chains]
    if not any(changed for _, changed in replaced):
        return []
    cost = query.cost - costs.RECALLED
    return [replace(last, chains=tuple(chain for chain, _ in replaced), cost=cost)]


def _replaced(chain: Chain, name: Mention) -> tuple[Chain, bool]:
    """A chain with a name in the place of what was named of its kind, and whether there was any.

    A person takes the place of a character too, and the other way round.
    """
    steps = list(chain.steps)
    changed = False
    for place, step in enumerate(steps):
        fixed = []
        for slot, held in step.fixed:
            fits = isinstance(held, Mention) and bool(held.kinds & name.kinds)
            fixed.append((slot, name if fits else held))
            changed = changed or fits
        steps[place] = replace(step, fixed=tuple(fixed))
    anchor = chain.anchor
    if isinstance(anchor, Mention) and anchor.kinds & name.kinds:
        return Chain(name, tuple(steps)), True
    if not changed and isinstance(anchor, Mention) and {anchor.kind, name.kind} == PEOPLE:
        return _swapped(name, steps)
    return Chain(anchor, tuple(steps)), changed


def _swapped(name: Mention, steps: list[Hop]) -> tuple[Chain, bool]:
    """A chain from a person where it was from a role, or from a role where from a person."""
    first = steps[0]
    slots: dict[Slot, Slot] = {"value": "role", "role": "value"}
    if first.known not in slots:
        return Chain(name, tuple(steps)), False
    turned = replace(first, known=slots[first.known], ask=slots.get(first.ask, first.ask))
    return Chain(name, (turned, *steps[1:])), True
