"""The views behind slash commands: a film, its cast, dates and rumours, and who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lore.answering.cards import Cards
from lore.answering.evaluator import Evaluator
from lore.answering.ranking import disagree
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Found, Line, Outcome, Status, Unknown
from lore.store.fact_reader import Reader
from lore.understanding.query import Chain, Query, Step

Overview = Literal["film", "cast", "who", "dates", "rumours"]

_CAST = ("cast",)


class Overviews:
    """Makes views for one reader."""

    def __init__(self, reader: Reader, language: Language) -> None:
        self._reader = reader
        self._properties = language.properties
        self._light = language.light
        self._works = frozenset(language.groups["work"])

    def look(
        self, view: Overview, name: str, words: Sequence[str], mentions: Sequence[Mention]
    ) -> Outcome:
        """The view of what a name given as free text means; `words` are its folded ones, with the
        `mentions` in them."""
        meant = self._meant(view, words, mentions)
        if meant is None:
            return Unknown("no_entity", word=name.strip())
        outcome = self._outcome(view, meant)
        if outcome is None:
            return Unknown("no_fact", self._asked(view), (meant.candidates[0].name,))
        if view == "dates" and isinstance(outcome, Found):
            return self._reported(outcome)
        return outcome

    def _meant(
        self, view: Overview, words: Sequence[str], mentions: Sequence[Mention]
    ) -> Mention | None:
        """The cheapest mention of a fitting kind that leaves no content word of the text over.

        Where no name fits, /film shows whoever is meant, and /who what is meant.
        """
        whole = [
            mention
            for mention in mentions
            if all(
                word in self._light
                for place, word in enumerate(words)
                if not mention.start <= place < mention.end
            )
        ]
        wanted = [PEOPLE, self._works] if view == "who" else [self._works]
        if view == "film":
            wanted.append(PEOPLE)
        for kinds in wanted:
            fitting = [mention for mention in whole if mention.kinds & kinds]
            if fitting:
                return min(fitting, key=lambda mention: mention.cost)
        return None

    def _asked(self, view: Overview) -> str | None:
        return {"cast": "cast", "dates": "release_date"}.get(view)

    def _outcome(self, view: Overview, meant: Mention) -> Outcome | None:
        if view in ("cast", "dates"):
            dated = tuple(name for name, entry in self._properties.items() if "date" in entry.value)
            step = Step(_CAST if view == "cast" else dated, "subject", "value")
            return Evaluator(self._reader, self._properties).evaluate(
                Query((Chain(meant, (step,)),))
            )
        unsure = frozenset({Status.RUMOURED, Status.HOPED} if view == "rumours" else ())
        query = Query(card=meant, statuses=unsure)
        return Cards(self._reader, self._properties).card(meant, query, whole=True)

    def _reported(self, found: Found) -> Found:
        """Every date in the order in which sources reported it."""
        lines = sorted(found.lines, key=_reported_at)
        facts = [line.fact for line in lines]
        return Found(
            tuple(Line(fact, "value") for fact in facts),
            conflict=disagree(facts, self._properties),
            total=len(facts),
        )


def _reported_at(line: Line) -> tuple[bool, PartialDate, int]:
    """Sorts facts by when a source first spoke of them; an undated source comes last."""
    dates = [cited.date for cited in line.fact.citations if cited.date is not None]
    return (not dates, min(dates, default=PartialDate(1)), line.fact.id)
