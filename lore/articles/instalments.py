"""Films that are told by their place in a series: "the fourth film", "both sequels".

The series of an article is the one whose films it, or the store, numbers; then such words are names
of its films like others, and all that reads names reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lore.articles import function_words as fw
from lore.articles.named import KINDS, Name
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.facts import Entity
from lore.steps import Steps
from lore.store.fact_reader import Reader

_MOST = 12
"""The highest number of a film that is asked for."""
_MOST_BASES = 12
"""Names of series that are tried, those that stand there most often first."""
_PAIR = 2
"""What “both” are, and films to come of which there is a first and a second half."""
_MOST_BETWEEN = 3
"""Words between an ordinal and its film, beside the name of the series."""
_AHEAD = 30
"""Letters before the name of a series that tell whether its next film is meant."""
_NUMBERED = re.compile(r"(.+\S) (\d{1,2})$")
_PARTED = re.compile(r"(?:: | [-–—] )(?!.*(?:: | [-–—] ))")


@dataclass(slots=True)
class _Series:
    """The films of a series by their numbers; `coming` are those that are not out, `out` the
    numbers of those that are."""

    base: str
    films: dict[int, Name] = field(default_factory=dict)
    coming: tuple[Name, ...] = ()
    out: tuple[int, ...] = ()


class Instalments:
    """Finds the films of an article's series that are told by their place in it."""

    def __init__(self, vocabulary: Vocabulary, reader: Reader, steps: Steps) -> None:
        self._rules = vocabulary.rules
        self._reader = reader
        self._steps = steps
        self.numbers: dict[str, int] = {}
        """The places of the series' films, by their names."""
        self._ordinals = {
            word: number for number, word in enumerate(folding.numbers()["ordinals"]) if number > 1
        }
        self._cardinals = {
            word: number for number, word in enumerate(folding.numbers()["cardinals"]) if number > 1
        }

    def told(
        self,
        texts: Sequence[str],
        names: Sequence[Sequence[Name]],
        published: PartialDate | None,
        told_out: Collection[str] = (),
    ) -> list[list[Name]]:
        """The names of each text, with the films that are told so; `told_out` are those that the
        article says are out."""
        works = [name for found in names for name in found]
        series = self._series(works, published, told_out)
        self.numbers = {}
        if series is None:
            return [list(found) for found in names]
        titles = self._titles(texts, names, series)
        renamed = [[_as_film(name, titles) for name in found] for found in names]
        told = [
            self._with(found, self._mentions(text, found, series), series)
            for text, found in zip(texts, renamed, strict=True)
        ]
        self.numbers = _numbers(series)
        return told

    # -- The series --------------------------------------------------------------------------------

    def _series(
        self, names: Sequence[Name], published: PartialDate | None, told_out: Collection[str]
    ) -> _Series | None:
        """The series of which the article, or the store, numbers most films."""
        works = [name for name in names if name.kinds & Kind.WORK]
        counted = Counter(base for name in works for base in _bases(name))
        bases = [base for base, _ in counted.most_common(_MOST_BASES)]
        found = {base: _Series(base) for base in bases}
        wanted = {
            folding.key(folding.words(f"{base} {number}")): (base, number)
            for base in bases
            for number in range(2, _MOST + 1)
        }
        for base in bases:
            for first in (base, f"{base} 1"):
                wanted.setdefault(folding.key(folding.words(first)), (base, 1))
        for row in self._reader.names_by_key(wanted):
            base, number = wanted[str(row.met)]
            if row.kind == "film" and row.standing != "part":
                entity = Entity(row.entity_id, row.entity, row.kind, row.year)
                film = Name(0, 0, entity.name, KINDS[row.kind], (entity,))
                found[base].films.setdefault(number, film)
        for name in works:
            told = _NUMBERED.match(name.text)
            if told is not None and told[1] in found and int(told[2]) <= _MOST:
                film = replace(name, start=0, end=0, kinds=Kind.WORK)
                found[told[1]].films.setdefault(int(told[2]), film)
        numbered = [series for series in found.values() if max(series.films, default=1) > 1]
        if not numbered:
            return None
        series = max(numbered, key=lambda series: (counted[series.base], len(series.films)))
        series.out = _out(series, published, told_out)
        series.coming = _coming(series)
        return series

    def _titles(
        self, texts: Sequence[str], names: Sequence[Sequence[Name]], series: _Series
    ) -> dict[str, Name]:
        """New titles of the series' films, in small letters, where the article tells which film
        has one: by its number behind it, or as the first or second of the two that come."""
        found: dict[str, Name] = {}
        for text, inside in zip(texts, names, strict=True):
            for name in inside:
                whole, base = name.text.casefold(), series.base.casefold()
                if name.known or not whole.startswith((base + " ", base + ":")):
                    continue
                told = self._rules["apposed_film"].match(text, name.end)
                film = self._film(told["first"], series) if told is not None else None
                part = self._rules["parts_of_two"].search(name.text)
                if film is None and part is not None:
                    film = self._half(part, series)
                if film is not None:
                    found[whole] = film
                    subtitle = whole[len(series.base) :].strip(" :-–—")
                    found[subtitle] = film
        stems = {title.rsplit(fw.PART, 1)[0] for title in found if fw.PART in title}
        stems |= _both_parts(names)
        for name in (name for inside in names for name in inside if not name.known):
            part = self._rules["parts_of_two"].search(name.text)
            half = self._half(part, series) if part is not None else None
            whole = name.text.casefold()
            if half is not None and whole.rsplit(fw.PART, 1)[0] in stems:
                found.setdefault(whole, half)
        return found

    def _half(self, match: re.Match[str], series: _Series) -> Name | None:
        """The one of the two films that come that is told as a part of them."""
        if len(series.coming) != _PAIR:
            return None
        first = (match["part"] or match["number"]).casefold() in fw.FIRST_PART
        return series.coming[0 if first else 1]

    # -- What tells them ---------------------------------------------------------------------------

    def _mentions(self, text: str, found: Sequence[Name], series: _Series) -> Iterator[Name]:
        """The films that a text tells by their place."""
        rules = self._rules
        yield from self._ordinals_listed(text, series)
        for match in rules["instalments"].finditer(text):
            self._steps.take()
            yield from self._numbered(match, series)
        for match in rules["instalment_alone"].finditer(text):
            yield from self._numbered(match, series)
        for match in (
            *rules["instalment_number"].finditer(text),
            *rules["instalment_bare"].finditer(text),
        ):
            number = self._cardinals.get(match["number"].casefold())
            if number in series.films:
                yield _named(series.films[number], *match.span())
        if not series.coming and series.out:
            for match in rules["instalment_next"].finditer(text):
                film = self._film(str(max(series.out) + 1), series)
                if film is not None:
                    yield _named(film, *match.span())
        yield from self._beside(text, found, series)
        yield from self._original(text, series)
        yield from self._of_before(text, series)
        if len(series.coming) == _PAIR:
            yield from self._of_pair(text, found, series)
        for name in found if series.coming else ():
            before = rules["next_before"].search(text, max(0, name.start - _AHEAD), name.start)
            after = rules["next_after"].match(text, name.end)
            if name.text.casefold() == series.base.casefold() and before and after:
                yield _named(series.coming[0], before.start(), after.end())

    def _beside(self, text: str, found: Sequence[Name], series: _Series) -> Iterator[Name]:
        """The film before or behind the one that was named last: "its predecessor"."""
        numbers = _numbers(series)
        for match in self._rules["beside_film"].finditer(text):
            works = [name for name in found if name.kinds == Kind.WORK]
            ahead = [name for name in works if name.end <= match.start()]
            number = numbers.get(ahead[-1].text, 0) if ahead else 0
            step = -1 if match["before"] else 1
            film = self._film(str(number + step), series) if number else None
            if film is not None:
                yield _named(film, *match.span())

    def _original(self, text: str, series: _Series) -> Iterator[Name]:
        """The first film of a series, told by its year: "the 1996 original"."""
        film = series.films.get(1)
        for match in self._rules["original_film"].finditer(text) if film is not None else ():
            assert film is not None
            if film.known and film.entities[0].year in (None, int(match["year"])):
                yield _named(film, match.end("year") + 1, match.end())

    def _of_before(self, text: str, series: _Series) -> Iterator[Name]:
        """The films that are out, told together: "both previous films", "the first two movies"."""
        for match in self._rules["earlier_films"].finditer(text):
            told = match.groupdict()
            first = told["first_count"] or told["first_alone"]
            last = told["last_count"] or told["last_alone"]
            count = self._count(first or last or told["count"] or told["all_count"])
            films = [series.films[number] for number in series.out]
            if told["both"]:
                count = _PAIR
            if first:
                films = films[:count]
            elif last:
                films = self._before_last(series)[-(count or 0) :]
            elif told["count"] and count != len(films):
                films = self._up_to(count or 0, series)
            apart = told["both"] and not told["earlier"] and series.coming[1:]
            if len(films) == (count or len(films)) >= _PAIR and not apart:
                yield _together(films, *match.span())

    def _ordinals_listed(self, text: str, series: _Series) -> Iterator[Name]:
        """Films told by a list of their places: "the first, second and fourth films"."""
        for match in self._rules["listed_films"].finditer(text):
            numbers = [
                1 if word.casefold() in fw.FIRST else self._ordinals.get(word.casefold(), 0)
                for word in re.findall(r"\w+", match["listed"])
                if word.casefold() not in fw.LIST_WORDS
            ]
            films = [series.films[number] for number in numbers if number in series.films]
            if len(films) == len(numbers) >= _PAIR:
                yield _together(films, *match.span())

    def _count(self, word: str | None) -> int | None:
        return self._cardinals.get(word.casefold()) if word else None

    def _up_to(self, count: int, series: _Series) -> list[Name]:
        """The first films of a series up to a number, where the next one is known of."""
        numbers = range(1, count + 1)
        if count + 1 not in series.films or any(number not in series.films for number in numbers):
            return []
        return [series.films[number] for number in numbers]

    def _before_last(self, series: _Series) -> list[Name]:
        """The films before the last that is known of, in order."""
        return [series.films[number] for number in sorted(series.films)][:-1]

    def _of_pair(self, text: str, found: Sequence[Name], series: _Series) -> Iterator[Name]:
        """The two films that come, together or one of them: "both sequels", "the second part"."""
        rules, coming = self._rules, series.coming
        for match in rules["parts_of_two"].finditer(text):
            if (half := self._half(match, series)) is not None:
                yield _named(half, *match.span())
        apart = any(self._of_others(name, series) for name in found)
        for match in rules["both_films"].finditer(text):
            if apart and rules["both_told"].search(match[0]) is None:
                continue
            both = " and ".join(name.text for name in coming)
            yield Name(*match.span("both"), both, Kind.WORK, group=coming)
        told = list(rules["first_second"].finditer(text))
        if len({match["part"].casefold() for match in told}) == _PAIR:
            for match in told:
                first = match["part"].casefold() in fw.FIRST
                yield _named(coming[0 if first else 1], *match.span())
        for match in rules["first_of_two"].finditer(text):
            yield _named(coming[0], *match.span())

    def _numbered(self, match: re.Match[str], series: _Series) -> Iterator[Name]:
        """The one or two films that ordinals tell."""
        middle = (match.groupdict().get("middle") or "").casefold()
        own = series.base.casefold() in middle
        if match["first"].casefold() in fw.SECOND and not own and len(series.coming) > 1:
            return  # of the two that come
        if len(middle.replace(series.base.casefold(), "").split()) > _MOST_BETWEEN:
            return
        first = self._film(match["first"], series)
        second = self._film(match["second"], series) if match["second"] else None
        if match["second"] and (first is None or second is None):
            if (only := first or second) is not None:
                yield _named(only, match.start("first"), match.end())
            return
        if first is None:
            return
        if second is None:
            yield _named(first, match.start("first"), match.end())
        else:
            yield _named(first, *match.span("first"))
            yield _named(second, match.start("second"), match.end())

    def _of_others(self, name: Name, series: _Series) -> bool:
        """Whether a name is that of a film of no such series."""
        own = {film.text for film in series.films.values()}
        other = name.kinds == Kind.WORK and not name.is_series and name.text not in own
        return other and not name.text.casefold().startswith(series.base.casefold())

    def _film(self, word: str, series: _Series) -> Name | None:
        """The film of a number; one behind the last that is known is new."""
        digits = re.match(r"\d+", word)
        number = int(digits[0]) if digits else self._ordinals.get(word.casefold(), 0)
        film = series.films.get(number)
        if film is None and number - 1 in series.films and number > _PAIR:
            film = series.films[number] = Name(0, 0, f"{series.base} {number}", Kind.WORK)
        return film

    def _with(self, found: Sequence[Name], mentions: Iterator[Name], series: _Series) -> list[Name]:
        """The names of a text with those told so, which go before names of the series in them, and
        before new ones."""
        taken: list[Name] = []
        kept = list(found)
        for mention in mentions:
            if any(name.start < mention.end and mention.start < name.end for name in taken):
                continue
            inside = [
                name for name in kept if name.start < mention.end and mention.start < name.end
            ]
            if any(not self._gives_way(name, mention, series) for name in inside):
                continue
            taken.append(mention)
            kept = [name for name in kept if name not in inside]
        return sorted([*kept, *taken], key=lambda name: name.start)

    def _gives_way(self, name: Name, mention: Name, series: _Series) -> bool:
        """Whether a name is only part of the words that tell a film."""
        if not mention.start <= name.start < name.end <= mention.end:
            return False
        own = {series.base, *(film.text for film in series.films.values())}
        return not name.known or name.is_series or name.text in own


def _numbers(series: _Series) -> dict[str, int]:
    return {film.text: number for number, film in series.films.items()}


def _both_parts(names: Sequence[Sequence[Name]]) -> set[str]:
    """Titles, in small letters, that an article has with "Part One" and "Part Two"."""
    told = {name.text.casefold() for inside in names for name in inside if not name.known}
    return {
        title.removesuffix(fw.PART_ONE)
        for title in told
        if title.endswith(fw.PART_ONE) and title.replace(fw.PART_ONE, fw.PART_TWO) in told
    }


def _bases(name: Name) -> Iterator[str]:
    """What the titles of a series would begin with, where a name is of it."""
    told = _NUMBERED.match(name.text)
    yield told[1] if told is not None else name.text
    if told is None and len(parts := _PARTED.split(name.text)) == _PAIR:
        yield parts[0]


def _as_film(name: Name, titles: dict[str, Name]) -> Name:
    film = titles.get(name.text.casefold()) if not name.known else None
    return name if film is None else _named(film, name.start, name.end)


def _together(films: Sequence[Name], start: int, end: int) -> Name:
    """Several films as one name."""
    text = " and ".join(name.text for name in films)
    return Name(start, end, text, Kind.WORK, group=tuple(films))


def _named(film: Name, start: int, end: int) -> Name:
    return replace(film, start=start, end=end)


def _out(
    series: _Series, published: PartialDate | None, told_out: Collection[str]
) -> tuple[int, ...]:
    """The numbers of the films of a series that are out when the article is written."""
    since = published.year if published is not None else None

    def year(film: Name) -> int | None:
        return next((entity.year for entity in film.entities if entity.year is not None), None)

    years = {number: year(film) for number, film in series.films.items()}
    return tuple(
        number
        for number, told in sorted(years.items())
        if series.films[number].text in told_out
        or (told is not None and (since is None or told < since))
    )


def _coming(series: _Series) -> tuple[Name, ...]:
    """The films of a series that are not out."""
    last = max(series.out, default=0)
    coming = [series.films[number] for number in sorted(series.films) if number > last]
    once = list({film.text: film for film in coming}.values())
    return tuple(once[-_PAIR:] if not series.out else once)
