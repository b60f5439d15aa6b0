"""Stand-ins for names that the store does not know, so that a question about them can be read.

"Who plays James Bond" and "what did James Bond play in" ask different things of one unknown name.
With a stand-in for the name the understanding tells which; the stand-in's words tell whose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lore.inbox.question_key.same_words import slip
from lore.language import costs, grammar, spelling
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.linking.mentions import Candidate, Mention
from lore.model.property_ids import SERIES
from lore.steps import Steps
from lore.store.fact_reader import Known, Reader
from lore.understanding.lattice import Span

_KINDS = ("person", "character", "film", "organisation", "place")
_PARTICLES = grammar.words("inbox", "particles")
_WORKS = frozenset({"film", "show", "book", "game", "work"})
_WHEN = frozenset({"when", "year", "where"})
_SCRAP = 4
"""Letters below which a mended word is nothing to go by."""
_MOST_FILMS = 12
"""Films of a series that are told by their number, and one."""
_MOST_NUMBERS = 2
"""Numbers of a question that are looked into; each costs what linking it costs."""
_PLAYERS = grammar.words("inbox", "players")
_PASSIVE = grammar.words("names", "passive")


@dataclass(frozen=True, slots=True)
class Placed:
    """Stand-ins by their negative entity ids, with the words that each stands for."""

    mentions: tuple[Mention, ...] = ()
    groups: tuple[tuple[int, tuple[str, ...]], ...] = ()


def unknown_names(
    items: Sequence[Span],
    words: Sequence[str],
    language: Language,
    first: int,
    *,
    likely: bool,
) -> Placed:
    """A stand-in for each stretch of unknown words that is not made of ordinary ones alone.

    Its entities count down from `first`; it is of the `likely` kinds only, or of any.
    """
    places = sorted(swallowed(items, words, language))
    mentions: list[Mention] = []
    groups: list[tuple[int, tuple[str, ...]]] = []
    for number, (start, end) in enumerate(_runs(places, words)):
        content = tuple(word for word in words[start:end] if word not in language.light)
        numbered = len(content) > 1 and any(map(folding.is_number, content))
        if all(map(language.is_ordinary, content)) and not numbered:
            continue
        entity = first - number
        groups.append((entity, content))
        kinds = _likely(start, end, items, words) if likely else _KINDS
        mentions += _stand_in(start, end, entity, " ".join(content), kinds)
    return Placed(tuple(mentions), tuple(groups))


def swallowed(items: Sequence[Span], words: Sequence[str], language: Language) -> set[int]:
    """The places of unknown words, and of words between or beside them that belong to their name.

    A tiny word that was read only as misspelt does ("James Bnd"), one that is no misspelling of
    what it was read as ("Sherlock Holmes" has nothing of a helmer), and one that stands between two
    unknown ones ("Top Gun 3").
    """
    unknown = {item.start for item in items if item.kind == "unknown"}
    places = set(unknown)
    for item in items:
        if item.kind != "relation" or item.end != item.start + 1:
            continue
        beside = {item.start - 1, item.end} & unknown
        scrap = item.mended and len(words[item.start]) < _SCRAP
        if len(beside) == 2 or (beside and (scrap or mistaken(item, words, language))):
            places.add(item.start)
    return places


def mistaken(item: Span, words: Sequence[str], language: Language) -> bool:
    """Whether a word was read as misspelt that is no likely slip of what it was read as."""
    if not item.mended or item.end != item.start + 1 or len(words[item.start]) < _SCRAP:
        return False
    word = words[item.start]
    return not any(
        slip(word, other, names=False)
        or slip(spelling.stem(word), spelling.stem(other), names=False)
        for other in language.readings(word, mend=True)
    )


def _likely(start: int, end: int, items: Sequence[Span], words: Sequence[str]) -> tuple[str, ...]:
    """The kinds that an unknown name most likely has, by the verb or noun beside it."""
    before = [item for item in items if item.end <= start]
    after = [item for item in items if item.start >= end and item.kind == "relation"]
    last = before[-1] if before else None
    if last is not None and last.kind == "relation":
        acted = _PLAYERS & set(words[last.start : last.end])
        if acted or "player" in _hints(last):
            return ("character",)
    if not after:
        return _KINDS
    stretch = words[after[0].start : after[0].end]
    passive = bool(_PASSIVE.intersection((*words[:start], *words[end:])))
    if "player" in _hints(after[0]):
        return ("character",) if passive else ("person",)
    if _PLAYERS & set(stretch):
        return ("character",)
    acting = last is not None and last.kind == "auxiliary" and "either" in _hints(after[0])
    acting = acting and not any(item.sense and item.sense.value in _WHEN for item in before)
    return ("person", "character") if acting and not passive else _KINDS


def _hints(item: Span) -> set[str]:
    return {hint for _, hint in item.sense.options} if item.sense else set()


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


def unknown_films(
    words: Sequence[str],
    known: Sequence[Mention],
    reader: Reader,
    linker: Linker,
    steps: Steps,
) -> Placed:
    """A stand-in for each film of a known series that is named by a number without such a film:
    "MI9", "the ninth film", "mision imposible nine"."""
    taken = {
        place
        for mention in known
        if mention.kind in _WORKS
        for place in range(mention.start, mention.end)
    }
    numbers = [
        place
        for place, word in enumerate(words)
        if place not in taken and folding.is_number(word) and len(folding.bare_number(word)) < 3
    ][:_MOST_NUMBERS]
    mentions: list[Mention] = []
    groups: list[tuple[int, tuple[str, ...]]] = []
    for place in numbers:
        numbered = _numbered(place, words, reader, linker, steps)
        if numbered is None:
            continue
        start, end, series = numbered
        entity = -1 - len(groups)
        group = (f"#{series}", folding.bare_number(words[place]))
        groups.append((entity, group))
        mentions += _stand_in(start, end, entity, " ".join(group), ("film",))
    return Placed(tuple(mentions), tuple(groups))


def _numbered(
    place: int, words: Sequence[str], reader: Reader, linker: Linker, steps: Steps
) -> tuple[int, int, int] | None:
    """The stretch about a number that names a film of a series, and the series' id."""
    things = frozenset(folding.numbers()["instalments"]) | grammar.words("inbox", "numbered")
    start, end = place, place + 1
    has_noun = False
    if start and words[start - 1] in things:
        start, has_noun = start - 1, True
    if not has_noun and end < len(words) and words[end] in things:
        end, has_noun = end + 1, True
    rest = [*words[:start], *words[end:]]
    for mention in linker.link(" ".join(rest), rest, reader, steps):
        if mention.kind == SERIES and mention.exact and start in (mention.start, mention.end):
            entity = mention.candidates[0].entity
            if mention.end == start:
                return mention.start, end, entity
            after = mention.end + end - start
            return (
                start,
                after + (words[after : after + 1] != [] and words[after] in things),
                entity,
            )
    if not has_noun:
        return None
    series = _spoken_of(reader)
    return (start, end, series) if series is not None else None


def _spoken_of(reader: Reader) -> int | None:
    """The series whose films are called by their number alone; None where several or none is."""
    keys = [folding.key([folding.ordinal(number), "film"]) for number in range(1, _MOST_FILMS)]
    films = {row.entity_id for row in reader.names_by_key(keys) if row.standing == "rule"}
    rows = reader.step([SERIES], [Known("subject", films)]) if films else []
    series = {row.value for row in rows if row.value is not None}
    return series.pop() if len(series) == 1 else None


def _stand_in(start: int, end: int, entity: int, name: str, kinds: Iterable[str]) -> list[Mention]:
    cost = costs.NAME
    return [
        Mention(start, end, kind, cost, (Candidate(entity, name, kind, None, cost, True),))
        for kind in kinds
    ]
