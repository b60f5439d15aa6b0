"""Stand-ins for names that the store does not know, so that a question about them can be read.

"Who plays James Bond" and "what did James Bond play in" ask different things of one unknown name.
With a stand-in for the name the understanding tells which; the stand-in's words tell whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lore.language import Language
from lore.names import forms
from lore.names.link import Candidate, Linker, Mention
from lore.question.items import Item
from lore.store.lookups import NameReader

_COST = 0.3
_KINDS = ("person", "character", "film", "organisation", "place")
_PARTICLES = frozenset(
    {"of", "the", "de", "di", "da", "du", "del", "der", "den", "van", "von", "la", "le", "el", "al"}
)
_SERIES = "series"


@dataclass(frozen=True, slots=True)
class Placed:
    """Stand-ins by their negative entity ids, with the words that each stands for."""

    mentions: tuple[Mention, ...] = ()
    groups: tuple[tuple[int, tuple[str, ...]], ...] = ()


def unknown_names(
    items: Sequence[Item], words: Sequence[str], language: Language, first: int
) -> Placed:
    """A stand-in for each stretch of unknown words that is not made of ordinary ones alone."""
    places = [item.start for item in items if item.kind == "unknown"]
    mentions: list[Mention] = []
    groups: list[tuple[int, tuple[str, ...]]] = []
    for number, (start, end) in enumerate(_runs(places, words)):
        content = tuple(word for word in words[start:end] if word not in language.light)
        if all(map(language.is_ordinary, content)):
            continue
        entity = first - number
        groups.append((entity, content))
        mentions += _stand_in(start, end, entity, " ".join(content), _KINDS)
    return Placed(tuple(mentions), tuple(groups))


def _runs(places: Sequence[int], words: Sequence[str]) -> list[tuple[int, int]]:
    """Neighbouring places as stretches; what stands between parts of a name belongs to it."""
    runs: list[tuple[int, int]] = []
    for place in places:
        between = words[runs[-1][1] : place] if runs else ["?"]
        if len(between) < 3 and all(word in _PARTICLES for word in between):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def unknown_films(words: Sequence[str], reader: NameReader, linker: Linker) -> Placed:
    """A stand-in for each film of a known series that is named by a number without such a film:
    "MI9", "the ninth film", "mision imposible nine"."""
    numbers = [
        place
        for place, word in enumerate(words)
        if forms.is_number(word) and len(word.rstrip("stndrh")) < 3
    ]
    mentions: list[Mention] = []
    groups: list[tuple[int, tuple[str, ...]]] = []
    for place in numbers:
        found = _numbered(place, words, reader, linker)
        if found is None:
            continue
        start, end, series = found
        entity = -1 - len(groups)
        group = (f"#{series}", words[place].rstrip("stndrh"))
        groups.append((entity, group))
        mentions += _stand_in(start, end, entity, " ".join(group), ("film",))
    return Placed(tuple(mentions), tuple(groups))


def _numbered(
    place: int, words: Sequence[str], reader: NameReader, linker: Linker
) -> tuple[int, int, int] | None:
    """The stretch about a number that names a film of a series, and the series' id."""
    things = frozenset(forms.numbers()["instalments"]) | {"part", "number", "chapter"}
    start, end = place, place + 1
    thing = False
    if start and words[start - 1] in things:
        start, thing = start - 1, True
    if not thing and end < len(words) and words[end] in things:
        end, thing = end + 1, True
    rest = [*words[:start], *words[end:]]
    for one in linker.link(" ".join(rest), rest, reader):
        if one.kind == _SERIES and one.exact and start in (one.start, one.end):
            entity = one.candidates[0].entity
            if one.end == start:
                return one.start, end, entity
            after = one.end + end - start
            return start, after + (words[after : after + 1] != [] and words[after] in things), entity
    if not thing:
        return None
    series = reader.first_names([_SERIES], 2)
    return (start, end, series[0].entity_id) if len(series) == 1 else None


def _stand_in(
    start: int, end: int, entity: int, name: str, kinds: Iterable[str]
) -> list[Mention]:
    return [
        Mention(start, end, kind, _COST, (Candidate(entity, name, kind, None, _COST, True),))
        for kind in kinds
    ]
