"""Questions for a role that is no known name, but may stand in a credit as a text."""

from __future__ import annotations

from collections.abc import Sequence, Set

from lore.language import costs, grammar
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import Slot
from lore.understanding.lattice import Span
from lore.understanding.query import Chain, Query, Step

_WORKS = 3
"""Works in which a role is looked for, the likeliest first."""
_TELLING = 2
"""Words that a role must have where neither a verb nor a work shows that one is meant."""


class TextRoles:
    """Reads "who plays <role>", "who is <role> in <work>", "which film is <role> in" and the like:
    the words that nothing else accounts for are the role, as it is written."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._names = tuple(
            name
            for name, entry in language.properties.items()
            if entry.participant and "text" in entry.role
        )
        self._works = frozenset(language.groups["work"])
        self._spare = language.fillers | language.kind_words | grammar.words("names", "passive")

    def queries(
        self,
        words: Sequence[str],
        items: Sequence[Sequence[Span]],
        mentions: Sequence[Mention],
    ) -> list[Query]:
        """The readings, the likeliest work first; then in any work at all."""
        told = self._told(items)
        if told is None:
            return []
        asked, spent, verb = told
        found: list[Query] = []
        for work in [*self._likely(words, mentions), None]:
            role = self._left(words, spent, work)
            if not role or not (verb or work or len(role) >= _TELLING):
                continue
            step = Step(self._names, "subject" if work else None, asked)
            chain = Chain(work, (step,))
            titles = self._language.titles if work else frozenset()
            found.append(Query((chain,), role=role, titles=titles, cost=costs.TEXT_ROLE))
        return found

    def _told(self, items: Sequence[Sequence[Span]]) -> tuple[Slot, Set[int], bool] | None:
        """What is asked for, the places of the words that say so, and whether a verb does.

        None where neither somebody nor a work is asked for.
        """
        said = [item for here in items for item in here if item.sense]
        every = [item for item in said if not item.mended]
        asking = [
            item
            for item in every
            if item.kind in ("question", "auxiliary", "card")
            or (item.kind == "filler" and item.end - item.start > 1)
        ]
        players = [item for item in said if _hinted(item, "player")]
        parts = [item for item in every if _hinted(item, "role") or _hinted(item, "value")]
        if players or any(item.sense and item.sense.value == "who" for item in asking):
            longest = max(players, key=lambda item: item.end - item.start, default=None)
            verbs = [item for item in players if longest and _covers(longest, item)]
            return "value", _places([*asking, *verbs, *parts]), bool(verbs)
        kinds = {item.sense.value for item in every if item.kind == "kind" and item.sense}
        verbs = [item for item in every if _hinted(item, "either") or _hinted(item, "subject")]
        if asking and kinds & self._works:
            return "subject", _places([*asking, *verbs, *parts]), False
        return None

    def _likely(self, words: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
        """The works that may be named: those after a preposition first, then the surest."""
        works = [mention for mention in mentions if mention.kinds & self._works]
        return sorted(
            works,
            key=lambda mention: (
                not (mention.start == 0 or words[mention.start - 1] in self._language.fillers),
                mention.cost,
                mention.start - mention.end,
            ),
        )[:_WORKS]

    def _left(
        self, words: Sequence[str], spent: Set[int], work: Mention | None
    ) -> tuple[str, ...] | None:
        """The one run of words that is left, what carries nothing taken off its ends."""
        taken = set(spent) | (set(range(work.start, work.end)) if work else set())
        runs: list[list[str]] = [[]]
        for place, word in enumerate(words):
            if place in taken:
                runs.append([])
            else:
                runs[-1].append(word)
        held = [run for run in map(self._trimmed, runs) if run]
        return tuple(held[0]) if len(held) == 1 else None

    def _trimmed(self, run: list[str]) -> list[str]:
        start, end = 0, len(run)
        while start < end and run[start] in self._spare:
            start += 1
        while end > start and run[end - 1] in self._spare:
            end -= 1
        return run[start:end]


def _hinted(item: Span, wanted: str) -> bool:
    """Whether a phrase for who is in a work asks for one slot."""
    options = item.sense.options if item.sense else ()
    return any(name == "cast" and hint == wanted for name, hint in options)


def _covers(longer: Span, item: Span) -> bool:
    return longer.start <= item.start and item.end <= longer.end


def _places(items: Sequence[Span]) -> Set[int]:
    return {place for item in items for place in range(item.start, item.end)}
