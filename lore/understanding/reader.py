"""From covers to queries: the readings of a question, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Status
from lore.steps import Steps
from lore.understanding.anchors import (
    Anchored,
    anchor_of,
    anchored,
    bare_noun,
    beside,
    strained,
    unlikely,
)
from lore.understanding.chains import Aim, Composer
from lore.understanding.context import Context, elliptic, recalled
from lore.understanding.lattice import Cover, Span, covers, lattice
from lore.understanding.one_name import OneName
from lore.understanding.query import Chain, NotUnderstood, Query
from lore.understanding.several_names import SeveralNames
from lore.understanding.signals import Signals, bound, signals
from lore.understanding.statements import topical
from lore.understanding.text_roles import TextRoles

READINGS = 6
"""Queries that are handed on, the likeliest first."""
_OPEN_ENDS = grammar.words("questions", "open_ends")
"""Words after which the end of a question asks for a thing: "X is played by?"."""

_NOT = grammar.words("denials", "not")


class QuestionReader:
    """Reads questions with one language and its property table."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._properties = language.properties
        self._composer = Composer(language.properties)
        self._single = OneName(language.properties, self._composer)
        self._casting = TextRoles(language)
        self._several = SeveralNames(language.properties, self._single)

    def read(
        self,
        words: Sequence[str],
        mentions: Sequence[Mention],
        context: Context | None = None,
        steps: Steps | None = None,
    ) -> list[Query] | NotUnderstood:
        """The queries that a question may mean, the likeliest first; or why there is none.

        With a context, pronouns and what is left unsaid refer to what was talked about. `steps`
        counts what it takes, and is a reading's own where none is given.

        Raises:
            TooLong: where it takes more.
        """
        steps = steps or Steps()
        if context is None or not words:
            return self._alone(words, mentions, steps)
        if context.query is not None and (date := self._date_alone(words, mentions)):
            return [replace(context.query, as_of=date)]
        asked, more = recalled(words, mentions, context, self._language)
        read = self._alone(asked, more, steps)
        if isinstance(read, NotUnderstood) and asked != list(words):
            read = self._alone(words, mentions, steps)
        if isinstance(read, NotUnderstood):
            return read
        people = [
            mention
            for mention in more
            if mention.start < len(words)
            and self._language.pronouns.get(words[mention.start]) == "person"
        ]
        read = [query for query in read if not people or _tells(query, people)] or read
        followed = [carried for query in read for carried in elliptic(query, context)]
        if followed:
            read = [query for query in read if query.bare is None]
        return sorted([*followed, *read], key=lambda query: query.cost)

    def casting(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[Query]:
        """The queries for a role that is no known name; empty for other questions."""
        return self._casting.queries(words, lattice(words, mentions, self._language), mentions)

    def _states(self, said: Signals, found: Anchored, words: Sequence[str]) -> bool:
        """Whether words say of a person what a question would ask: "so he is in the eighth"."""
        if said.question is not None or said.card or len(found.anchors) < 2:
            return False
        behind = (
            words[item.end]
            for item in found.anchors
            if item.mention and item.mention.kind in PEOPLE and item.end < len(words)
        )
        return any(word in self._language.auxiliaries for word in behind)

    def _date_alone(self, words: Sequence[str], mentions: Sequence[Mention]) -> PartialDate | None:
        """The date of a question that is nothing but an "as of"."""
        best = covers(lattice(words, mentions, self._language))[:1]
        items = best[0].items if best else ()
        if any(item.kind not in ("mark", "date", "chat") for item in items):
            return None
        return signals(items, self._language.groups).as_of

    def _alone(
        self, words: Sequence[str], mentions: Sequence[Mention], steps: Steps
    ) -> list[Query] | NotUnderstood:
        if not words:
            return NotUnderstood()
        found: list[Query] = []
        ranked = covers(lattice(words, mentions, self._language), steps)
        if ranked and all(item.kind == "chat" for item in ranked[0].items):
            return NotUnderstood()
        for cover in ranked:
            if found and cover.cost > found[0].cost + costs.SPREAD:
                break
            found += self._queries(cover, words, steps)
            found.sort(key=lambda query: query.cost)
        return _likeliest(found) if found else self._refusal(words, ranked)

    def _queries(self, cover: Cover, words: Sequence[str], steps: Steps) -> list[Query]:
        """The queries of one cover."""
        said = signals(cover.items, self._language.groups)
        queries = topical(cover.items, words, said, self._properties, self._language.fillers)
        if not queries or queries[0].cost:
            queries += self._factual(cover.items, said, words, steps)
        steps.take(len(queries))
        return [replace(query, cost=query.cost + cover.cost, as_of=said.as_of) for query in queries]

    def _factual(
        self, items: Sequence[Span], said: Signals, words: Sequence[str], steps: Steps
    ) -> list[Query]:
        """The queries for facts: none where a content word is left unaccounted for, nor where a
        status is left out ("no rumours")."""
        unread = said.unknown or (said.negative and not said.verdict) or said.recent
        denied = {item.start for item in items if item.kind == "status"} & {
            place + 1 for place, word in enumerate(words) if word in _NOT
        }
        if unread or denied or strained(items, words):
            return []
        found = anchored(said, words, self._properties)
        if unlikely(said, found):
            return []
        found, said, out = beside(found, said, items, words)
        span = bound(items, self._language.groups["work"])
        if (said.besides and out is None) or (said.bounded and (span is None or said.verdict)):
            return []
        if span is not None:
            found = replace(
                found, anchors=[anchor for anchor in found.anchors if anchor is not span[1]]
            )
        if _asks(said, found, words) or self._states(said, found, words):
            said = replace(said, verdict=True)
        said = self._together(found, said)
        aim = Aim(said.question, said.demand, said.shared)
        if not found.anchors:
            queries = [] if self._lacks(words) else self._open(found, said, aim, steps)
        elif len(found.anchors) == 1:
            queries = self._single.queries(found, said, aim, steps)
        else:
            queries = self._several.queries(found, said, aim, steps)
        within = (span[0], anchor_of(span[1])) if span else None
        left = [
            replace(self._marked(query, found, said), but=out, span=within) for query in queries
        ]
        return [query for query in left if not query.narrowed or query.listing]

    def _together(self, found: Anchored, said: Signals) -> Signals:
        """ "Were X and Y in a film together" asks for the works that they share."""
        works = self._language.groups["work"]
        people = all(span.mention and span.mention.kind in PEOPLE for span in found.anchors)
        kind = any(span.sense and span.sense.value in works for span in found.operators)
        if not (said.verdict and said.shared and kind and people and len(found.anchors) > 1):
            return said
        return replace(said, verdict=False, shared=False, demand=frozenset(works))

    def _marked(self, query: Query, found: Anchored, said: Signals) -> Query:
        """A query with what the question says apart from names and relations."""
        return replace(
            query,
            verdict=said.verdict and query.card is None,
            opposite=any(item.sense.opposite for item in found.relations if item.sense),
            count=said.question == "count",
            year=said.question == "year",
            extreme=said.extreme,
            demand=said.demand,
            said=tuple((span.start, span.end) for span in found.relations if not self._loose(span)),
            statuses=frozenset() if said.verdict else said.statuses,
        )

    def _loose(self, relation: Span) -> bool:
        """Whether a relation may be answered by the broader one that its words hold."""
        options = relation.sense.options if relation.sense else ()
        return any(self._properties[name].within for name, _ in options)

    def _lacks(self, words: Sequence[str]) -> bool:
        """Whether a pronoun stands for somebody who was not named."""
        return any(self._language.pronouns.get(word) == "person" for word in words)

    def _open(self, found: Anchored, said: Signals, aim: Aim, steps: Steps) -> list[Query]:
        """Nothing is named: the relations alone, over all that the store holds."""
        told = said.question is not None or said.verdict or said.card
        if not found.relations or (not told and not bare_noun(found, said)):
            return []
        if said.both and len(found.relations) > 1:
            return self._open_crossed(found.relations, aim, steps)
        paths = self._composer.paths(
            frozenset(), found.relations[::-1], [], 0, (), aim, steps, open_start=True
        )
        return [
            Query(
                (Chain(None, path.steps),),
                filters=path.filters,
                cost=costs.NOTHING_NAMED + path.cost,
            )
            for path in paths
            if len(path.steps) == 1
            and not all(self._properties[name].topic for name in path.steps[0].properties)
            and all(_holds(relation, path.steps[0].properties) for relation in found.relations)
        ]

    def _open_crossed(self, relations: Sequence[Span], aim: Aim, steps: Steps) -> list[Query]:
        """ "Is anyone in the cast also a producer": the same ends by several relations."""
        chains: list[Chain] = []
        cost = costs.NOTHING_NAMED
        for relation in relations:
            paths = self._composer.paths(
                frozenset(), [relation], [], 0, (), aim, steps, open_start=True
            )
            if not paths:
                return []
            chains.append(Chain(None, paths[0].steps))
            cost += paths[0].cost
        return [Query(tuple(chains), cost=cost)]

    def _refusal(self, words: Sequence[str], ranked: Sequence[Cover]) -> NotUnderstood:
        """What the cheapest cover leaves open."""
        if not ranked:
            return NotUnderstood()
        said = signals(ranked[0].items, self._language.groups)
        names = tuple(item.mention for item in said.anchors if item.mention)
        senses = [item.sense for item in said.operators if item.kind == "relation" and item.sense]
        name = senses[0].options[0][0] if senses else None
        ends = {item.end for item in said.anchors}
        word, led = self._unknown(words, [item.start for item in said.unknown], ends)
        asked = said.question is not None or said.recent or name is not None
        sure = bool(names) and all(
            mention.exact and not mention.plain and mention.cost != costs.BARE_NUMBER
            for mention in names
        )
        whole = asked and sure and not said.unknown and not said.chat
        return NotUnderstood(word, name, names, whole, sure, led)

    def _unknown(
        self, words: Sequence[str], places: Sequence[int], ends: Collection[int]
    ) -> tuple[str | None, bool]:
        """Of the words that nothing accounts for those that stand together, the strangest first;
        and whether what leads to names stands before them: "in the …", or the end of a name."""
        runs: list[list[int]] = []
        for place in places:
            if runs and place == runs[-1][-1] + 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        if not runs:
            return None, False

        def strangeness(run: Sequence[int]) -> tuple[bool, int]:
            return any(self._language.is_strange(words[at]) for at in run), len(run)

        best = max(runs, key=strangeness)
        before = words[best[0] - 1] if best[0] else ""
        led = before in self._language.leading or best[0] in ends
        return " ".join(words[at] for at in best), led


def _holds(relation: Span, names: Sequence[str]) -> bool:
    """Whether a relation may mean one of some properties."""
    options = relation.sense.options if relation.sense else ()
    return any(name in names for name, _ in options)


def _asks(said: Signals, found: Anchored, words: Sequence[str]) -> bool:
    """Whether a question without a question word or auxiliary asks for yes or no.

    With a question mark: "X in Y?", "X returning?"; or whether something is confirmed.
    """
    if said.question is not None or said.card or not found.anchors:
        return False
    nouns = any(
        hint == "value" for item in found.relations if item.sense for _, hint in item.sense.options
    )
    if Status.CONFIRMED in said.statuses:
        return not nouns or any(
            item.mention and item.mention.kind in PEOPLE for item in found.anchors
        )
    if words[-1] != folding.MARK or (len(words) > 1 and words[-2] in _OPEN_ENDS):
        return False
    if found.anchors[0].mention is None:
        return False
    verbs = all(
        item.kind == "relation"
        and item.sense
        and "either" in {hint for _, hint in item.sense.options}
        for item in found.operators
    )
    people = found.anchors[0].mention.kind in PEOPLE
    return verbs and (len(found.anchors) > 1 or (people and bool(found.relations)))


def _tells(query: Query, people: Sequence[Mention]) -> bool:
    """Whether a query is about one of those for whom a pronoun stands."""
    return any(anchor in people for anchor in query.anchors)


def _likeliest(ranked: Sequence[Query]) -> list[Query]:
    """The first of ranked queries that are near the best, each once."""
    unique: list[Query] = []
    for query in ranked:
        if len(unique) == READINGS or query.cost > ranked[0].cost + costs.SPREAD:
            break
        if not any(_same(query, other) for other in unique):
            unique.append(query)
    return unique


def _same(one: Query, other: Query) -> bool:
    return (
        one.card is other.card
        and one.each == other.each
        and len(one.chains) == len(other.chains)
        and all(
            a.anchor is b.anchor and a.steps == b.steps
            for a, b in zip(one.chains, other.chains, strict=True)
        )
    )
