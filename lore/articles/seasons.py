"""Seasons of shows: "season three of Harbour Lights", "the second season", "its season 2".

Each is a work of its own, as films of a series are: one that the store has, else a new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lore.articles.named import KINDS, Name, is_season
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.language import text as folding
from lore.model.facts import Entity
from lore.store.fact_reader import Reader

_MARKS = " “”\"‘’'*_,:-–—"
_OWNED = re.compile(r"['’]?s?")
"""What stands between a show and its season, without marks."""


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    number: int


class Seasons:
    """Finds the seasons that an article speaks of."""

    def __init__(self, vocabulary: Vocabulary, reader: Reader) -> None:
        self._rule = vocabulary.rules["season"]
        self._of = vocabulary.rules["season_of"]
        self._reader = reader
        numbers = folding.numbers()
        self._numbers = {
            word: number
            for listed in (numbers["ordinals"], numbers["cardinals"])
            for number, word in enumerate(listed)
        }

    def told(
        self, texts: Sequence[str], names: Sequence[Sequence[Name]], belong: Mapping[str, int]
    ) -> list[list[Name]]:
        """The names of each text, with the seasons; `belong` tells how many of the article's people
        are of a show by the store, for seasons of a show that is not named beside them."""
        mentions = [
            list(self._mentions(text, found)) for text, found in zip(texts, names, strict=True)
        ]
        owners = [
            [self._owner(text, found, mention) for mention in inside]
            for text, found, inside in zip(texts, names, mentions, strict=True)
        ]
        if not any(mentions):
            return [list(found) for found in names]
        shows = Counter(owner.text for row in owners for owner in row if owner is not None)
        for name in (name for found in names for name in found if name.is_series):
            shows[name.text] += 1
        shows.update(belong)
        main = shows.most_common(1)[0][0] if shows else None
        told = [
            [
                (mention, owner, owner.text if owner is not None else main)
                for mention, owner in zip(inside, row, strict=True)
            ]
            for inside, row in zip(mentions, owners, strict=True)
        ]
        seasons = self._seasons(
            {(show, mention.number) for row in told for mention, _, show in row if show}
        )
        return [
            _with(
                found,
                [
                    (mention, owner, seasons[show, mention.number])
                    for mention, owner, show in row
                    if show
                ],
            )
            for found, row in zip(names, told, strict=True)
        ]

    def _mentions(self, text: str, found: Sequence[Name]) -> Iterator[_Mention]:
        for match in self._rule.finditer(text):
            word = next(part for part in (match["ordinal"], match["number"]) if part).casefold()
            digits = re.match(r"\d+", word)
            number = int(digits[0]) if digits else self._numbers.get(word, 0)
            inside = any(
                name.start < match.end() and match.start() < name.end and name.known
                for name in found
            )
            if number and not inside:
                yield _Mention(*match.span(), number)

    def _owner(self, text: str, found: Sequence[Name], mention: _Mention) -> Name | None:
        """The show that a season stands beside."""
        behind = self._of.match(text, mention.end)
        for name in found:
            if not name.kinds & Kind.WORK or is_season(name.text):
                continue
            gap = text[name.end : mention.start].strip(_MARKS)
            near = 0 <= mention.start - name.end <= len(gap) + len("'s “ ")
            if near and _OWNED.fullmatch(gap):
                return name
            if behind is not None and 0 <= name.start - behind.end() <= 1:
                return name
        return None

    def _seasons(self, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Name]:
        """The seasons of shows by number, as the store has them, else new."""
        keys = {
            folding.key(folding.words(f"{show} {word} {number}")): (show, number)
            for show, number in sorted(wanted)
            for word in folding.numbers()["seasons"]
        }
        cardinals = folding.numbers()["cardinals"]
        word = folding.numbers()["seasons"][0].title()
        found = {
            (show, number): Name(
                0,
                0,
                f"{show}: {word} "
                + (cardinals[number].title() if number < len(cardinals) else str(number)),
                Kind.WORK,
            )
            for show, number in wanted
        }
        for row in self._reader.names_by_key(keys):
            if KINDS.get(row.kind) == Kind.WORK:
                entity = Entity(row.entity_id, row.entity, row.kind, row.year)
                found[keys[str(row.met)]] = Name(0, 0, entity.name, Kind.WORK, (entity,))
        return found


def _with(found: Sequence[Name], told: Sequence[tuple[_Mention, Name | None, Name]]) -> list[Name]:
    """The names of a text with its seasons, which go before the shows beside them."""
    taken = [
        replace(
            season,
            start=min(mention.start, owner.start if owner is not None else mention.start),
            end=max(mention.end, owner.end if owner is not None else mention.end),
        )
        for mention, owner, season in told
    ]
    kept = [
        name
        for name in found
        if not any(season.start < name.end and name.start < season.end for season in taken)
    ]
    return sorted([*kept, *taken], key=lambda name: name.start)
