"""The names of an article: known ones from the name index, new ones by how they are written.

All stretches that may be names are looked up in one statement. What is capitalised beyond them is
a name that nobody knows yet; what it may be follows from its shape, from the words before it, and
from the rest of the article ("Atwell" is whom it called Hayley Atwell).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lore.articles import function_words as fw
from lore.articles.beside import coordinated, without_modifiers
from lore.articles.coreference import completed
from lore.articles.named import KINDS, Name
from lore.articles.numbered import Numbered
from lore.articles.sentences import is_heading, is_item
from lore.articles.signs import NOTHING, Kind
from lore.articles.tokens import LONGEST, Token, tokens
from lore.articles.unknown import Unknown
from lore.articles.vocabulary import Vocabulary
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.lookup import NameRow
from lore.model.facts import Entity
from lore.steps import Steps
from lore.store.fact_reader import Reader

_MOST_CAPITAL = 0.6
"""Part of the words beyond which capitals show no names: it is a headline."""
_LONGEST_LABEL = 4
"""Words before a colon that tell who speaks."""
_LONGEST_TITLE = 160
"""Letters of a line below a headline."""
_MOST_KEYS = 30_000
"""Stretches of an article that are looked up as names."""
_INSIDE = re.compile(r"(?: |: | ?[-–—] |\. | & |['’]s |, |! |/| [“\"]|[”\"] )(?:& )?|['’] ")
_JOINED = re.compile(r" |: | [-–—] |\. | & ")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_TITLE_GAPS = (": ", " - ", " – ", " — ")
_WORKS = frozenset({"film", "show", "book", "song", "game", "work"})


@dataclass(slots=True)
class _Stretch:
    start: int
    end: int
    rows: list[NameRow] = field(default_factory=list)


class NameFinder:
    """Finds names for one article."""

    def __init__(
        self, vocabulary: Vocabulary, language: Language, reader: Reader, steps: Steps
    ) -> None:
        self._words = vocabulary
        self._language = language
        self._reader = reader
        self._steps = steps
        self._joiners = vocabulary.lists["joiners"]
        self._inner = self._joiners | vocabulary.lists["title_joiners"]
        self._unknown = Unknown(vocabulary, language)
        self._numbered = Numbered(vocabulary)
        self._capital = False
        """Whether the text at hand has most of its words in capitals."""
        self._ends = frozenset(
            (*folding.numbers()["instalments"], *folding.numbers()["ordinal_instalments"])
        )

    def find(self, paragraphs: Sequence[str]) -> list[list[Name]]:
        """The names of each paragraph in order; none overlaps another. The first is the
        headline."""
        read = [tokens(text) for text in paragraphs]
        known = self._known(paragraphs, read)
        found = [
            self._chosen(text, words, stretches)
            for text, words, stretches in zip(paragraphs, read, known, strict=True)
        ]
        spoken = _spoken(name for names in found[1:] for name in names)
        written = {name.text.casefold(): name for names in found[1:] for name in names}
        found[:1] = [[_as_written(name, written) for name in names] for names in found[:1]]
        for place, text in enumerate(paragraphs):
            if (place == 0 or _is_title(text)) and _mostly_capital(read[place]):
                spoken.subtract(_spoken(found[place] if place else ()))
                heading = place > 0 and is_heading(text)
                sure = _spoken(name for name in found[place] if heading and _is_titled(text, name))
                found[place] = [
                    name
                    for name in found[place]
                    if name.known or spoken[name.text] > 0 or name.text in sure
                ]
                spoken.update(_spoken(found[place] if place else ()))
        found[1:] = [
            coordinated(text, without_modifiers(text, names, self._words.rules))
            for text, names in zip(paragraphs[1:], found[1:], strict=True)
        ]
        return completed(found, self._reader)

    def _known(
        self, paragraphs: Sequence[str], read: Sequence[Sequence[Token]]
    ) -> list[list[_Stretch]]:
        """Per paragraph the stretches of words that the index has as names."""
        wanted: dict[str, list[tuple[int, int, int]]] = {}
        keys: dict[str, str] = {}
        for place, (text, words) in enumerate(zip(paragraphs, read, strict=True)):
            for start, end, written in self._stretches(text, words):
                if len(wanted) >= _MOST_KEYS:
                    break
                self._steps.take()
                if (key := keys.get(written)) is None:
                    key = keys[written] = folding.key(folding.words(written))
                wanted.setdefault(key, []).append((place, start, end))
        found: list[dict[tuple[int, int], _Stretch]] = [{} for _ in paragraphs]
        for row in self._reader.names_by_key(wanted):
            for place, start, end in wanted[str(row.met)]:
                stretch = found[place].setdefault((start, end), _Stretch(start, end))
                stretch.rows.append(row)
        return [list(stretches.values()) for stretches in found]

    def _stretches(self, text: str, words: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
        """Stretches that may be names: first and last word, and how they are written."""
        for start, first in enumerate(words):
            yield from self._numbered.ordinal(text, words, start)
            lower = not (first.capital or first.digits)
            if lower and not folding.is_number(folding.words(first.text)[0]):
                continue
            for end in range(start, min(len(words), start + LONGEST)):
                if end > start and not _INSIDE.fullmatch(
                    text[words[end - 1].end : words[end].start]
                ):
                    break
                last = words[end]
                closes = end > start and last.text.casefold() in self._ends
                if (last.capital or last.digits or closes) and (end > start or not lower):
                    yield start, end, text[first.start : last.end]
            yield from self._numbered.sibling(text, words, start)

    def _chosen(
        self, text: str, words: Sequence[Token], stretches: Sequence[_Stretch]
    ) -> list[Name]:
        """Of what overlaps, known names before new ones, the longest first."""
        taken = [False] * len(words)
        found: list[Name] = []
        self._capital = _mostly_capital(words)
        for stretch in sorted(
            stretches, key=lambda stretch: (stretch.start - stretch.end, stretch.start)
        ):
            if any(taken[stretch.start : stretch.end + 1]):
                continue
            rows = [row for row in stretch.rows if self._believed(text, words, stretch, row)]
            rows = _by_article(text, words[stretch.start], rows)
            if not rows:
                continue
            taken[stretch.start : stretch.end + 1] = [True] * (stretch.end + 1 - stretch.start)
            name = _named(text, words[stretch.start], words[stretch.end], rows)
            if name.kinds & Kind.ORGANISATION:
                outlet = {name.text.casefold(), text[name.start : name.end].casefold()}
                heard = outlet & self._words.lists["outlets"]
                name = replace(name, kinds=Kind.OUTLET if heard else Kind.ORGANISATION)
            if (sequel := self._sequel(text, words, stretch.end + 1, name)) is not None:
                taken[stretch.end + 1], name = True, sequel
            found.append(name)
        for start, end in self._runs(text, words, taken):
            new = self._unknown.name(text, words[start : end + 1])
            if new is not None:
                found.append(new)
        return sorted(found, key=lambda name: name.start)

    def _believed(self, text: str, words: Sequence[Token], stretch: _Stretch, row: NameRow) -> bool:
        """Whether a known name is meant where its words stand."""
        first, last = words[stretch.start], words[stretch.end]
        single = stretch.start == stretch.end
        if first.text.casefold() in self._words.lists["never"] and single:
            return False
        folded = folding.without_article(folding.words(text[first.start : last.end]))
        ordinary = all(
            self._language.is_ordinary(word) or word in self._language.common for word in folded
        )
        if ordinary and row.kind in _WORKS and not single:
            if last.text.islower() and row.standing == "name":
                return False  # "the film", where some film has that name
            few = len(folded) == 1 or (len(folded) == 2 and self._capital)
            if few and row.standing != "rule" and not self._shown(text, first, last):
                return False
        if single and first.digits:
            return row.standing == "rule" or len(first.text) != 4
        if single and ordinary and not self._shown(text, first, last):
            return not first.opens and row.kind not in _WORKS
        if single and first.text.islower():
            return False
        if row.kind in ("series", "film") and self._goes_on(text, words, stretch, row):
            return False
        if row.standing in ("part", "rule"):
            return not self._within_run(text, words, stretch)
        return not (single and self._within_run(text, words, stretch))

    def _shown(self, text: str, first: Token, last: Token) -> bool:
        """Whether ordinary words in capitals are shown to be a name, by what stands about them."""
        if first.start and text[first.start - 1] in "(“\"‘'*_":
            return True
        return bool(re.match(r"[)”\"’*_;]|['’]s\b", text[last.end : last.end + 2]))

    def _goes_on(self, text: str, words: Sequence[Token], stretch: _Stretch, row: NameRow) -> bool:
        """Whether a title goes on behind a series' name, or that of a first film: "Night Ferry:
        The Drowned Bell"."""
        if stretch.end + 1 >= len(words):
            return False
        gap = text[words[stretch.end].end : words[stretch.end + 1].start]
        after = words[stretch.end + 1]
        if row.kind == "film":
            first = text[words[stretch.start].start : words[stretch.end].end].casefold()
            whole = row.standing not in ("part", "rule") and ":" not in row.entity
            whole = whole or row.entity.casefold().startswith(f"{first}: ")
            running = not self._capital and gap == ": " and after.capital
            if not (whole and running and self._titular(words, stretch.end + 1)):
                return False
            self._unknown.bases.add(text[words[stretch.start].start : words[stretch.end].end])
            return True
        if gap == " ":
            return after.text.isdecimal() and len(after.text) < len("2023")
        return gap in _TITLE_GAPS and after.capital

    def _sequel(self, text: str, words: Sequence[Token], place: int, film: Name) -> Name | None:
        """The new film that a number behind a film's name tells: "Night Ferry 2"."""
        if film.kinds != Kind.WORK or film.is_series or place >= len(words):
            return None
        number, after = words[place], words[place + 1].text if place + 1 < len(words) else ""
        if not re.fullmatch("[2-9]", number.text) or text[film.end : number.start] != " ":
            return None
        if after in self._words.lists["spans"] or film.text[-1:].isdecimal():
            return None
        return Name(film.start, number.end, f"{film.text} {number.text}", Kind.WORK)

    def _titular(self, words: Sequence[Token], place: int) -> bool:
        """Whether what stands behind a colon goes on as a title does, not as a sentence."""
        first = words[place]
        if not self._titled(first.text):
            return True
        return place + 1 < len(words) and words[place + 1].capital

    def _within_run(self, text: str, words: Sequence[Token], stretch: _Stretch) -> bool:
        """Whether more capitalised words stand beside a stretch that are not titles and the
        like: then it is only a part of another name."""
        before = words[stretch.start - 1] if stretch.start else None
        after = words[stretch.end + 1] if stretch.end + 1 < len(words) else None
        if before is not None and before.capital and not before.opens:
            gap = text[before.end : words[stretch.start].start]
            if gap == " " and not self._titled(before.text):
                return True
        if after is not None and (after.capital or after.digits):
            gap = text[words[stretch.end].end : after.start]
            return gap == " " and not self._titled(after.text)
        return False

    def _titled(self, word: str) -> bool:
        folded = word.casefold()
        return (
            folded in self._words.lists["never"]
            or folded in self._words.lists["descriptors"]
            or self._language.is_ordinary(folded)
        )

    def _runs(
        self, text: str, words: Sequence[Token], taken: Sequence[bool]
    ) -> Iterator[tuple[int, int]]:
        """Runs of capitalised words that no known name covers: first and last word."""
        start = 0
        while start < len(words):
            self._steps.take()
            if taken[start] or not words[start].capital:
                start += 1
                continue
            end = start
            while (after := self._next(text, words, taken, end)) is not None:
                end = after
            yield start, end
            start = end + 1

    def _next(
        self, text: str, words: Sequence[Token], taken: Sequence[bool], end: int
    ) -> int | None:
        """The word with which a run goes on after one; None where it ends."""
        places = self._words.lists["places"]
        for place in range(end + 1, min(end + 4, len(words))):
            gap = text[words[place - 1].end : words[place].start]
            dotted = gap == ". " and self._abbreviated(words[place - 1].text)
            owned = gap in fw.GENITIVE_BEFORE and (
                self._quoted(text, words, end) or self._owner_title(text, words, end)
            )
            joined = owned or _JOINED.fullmatch(gap) is not None
            if taken[place] or not joined or (gap == ". " and not dotted):
                return None
            if gap == ": " and text[words[end].start : words[end].end].casefold() in places:
                return None
            if gap == ": " and (self._as_role(words, end) or _is_label(text, words, end)):
                return None
            if words[place].digits and self._counts(text, words, place):
                return None
            if words[place].capital or (words[place].digits and gap == " "):
                if gap == " & " and self._personal(text, words, end):
                    return None
                between = [word.text for word in words[end + 1 : place]]
                small = "and" in between or not self._joiners.issuperset(between)
                if small and not self._quoted(text, words, end):
                    kept = self._words.lists["title_words"].issuperset(between)
                    if not kept or not self._of_kind(text, words, end):
                        return None
                return place
            if words[place].text not in self._inner:
                return None
        return None

    def _counts(self, text: str, words: Sequence[Token], place: int) -> bool:
        """Whether a number counts what stands behind it: "Roughly 60 percent"."""
        after = words[place + 1] if place + 1 < len(words) else None
        near = after is not None and text[words[place].end : after.start] == " "
        return near and after is not None and after.text in self._words.lists["spans"]

    def _as_role(self, words: Sequence[Token], end: int) -> bool:
        """Whether the capitalised words up to a place are a role behind "as"."""
        while end > 0 and words[end - 1].capital:
            end -= 1
        return end > 0 and words[end - 1].text in fw.PLAYED_AS

    def _personal(self, text: str, words: Sequence[Token], end: int) -> bool:
        """Whether two capitalised words stand before a place, as a person's names do."""
        return (
            end > 0
            and words[end - 1].capital
            and text[words[end - 1].end : words[end].start] == " "
        )

    def _quoted(self, text: str, words: Sequence[Token], end: int) -> bool:
        """Whether the capitalised words up to a place begin behind a quotation mark."""
        while (
            end > 0
            and words[end - 1].capital
            and text[words[end - 1].end : words[end].start] in (" ", ". ")
        ):
            end -= 1
        if text[words[end].start - 1 : words[end].start] in tuple("‘“\"'*("):
            return True
        return end > 0 and words[end - 1].text in self._words.lists["called"]

    def _owner_title(self, text: str, words: Sequence[Token], end: int) -> bool:
        """Whether an owner and one ordinary word behind it are a title: "The Shepherd's Bell"."""
        if end < 1 or words[end - 1].text not in fw.TITLE_THE or end + 1 >= len(words):
            return False
        owner, last = words[end].text.casefold(), words[end + 1]
        after = words[end + 2] if end + 2 < len(words) else None
        alone = after is None or not after.capital or text[last.end : after.start] != " "
        return last.capital and alone and {owner, last.text.casefold()} <= self._language.known

    def _of_kind(self, text: str, words: Sequence[Token], end: int) -> bool:
        """Whether the capitalised words up to a place begin behind "film" or the like."""
        while end > 0 and words[end - 1].capital:
            end -= 1
        if end > 0 and words[end - 1].text in self._words.lists["work_words"]:
            return True
        place = words[end].start
        return bool(self._words.rules["film_before"].search(text, max(0, place - 40), place))

    def _abbreviated(self, word: str) -> bool:
        return (
            bool(_INITIALS.fullmatch(word)) or word.casefold() in self._words.lists["abbreviations"]
        )


def _mostly_capital(words: Sequence[Token]) -> bool:
    """Whether most words of a text are capitalised, as in headlines."""
    return sum(word.capital for word in words) > _MOST_CAPITAL * len(words)


def _is_title(text: str) -> bool:
    """Whether a paragraph is a heading, or a line below the headline, whatever is in it."""
    short = len(text) <= _LONGEST_TITLE and not text.endswith((".", "”", '"'))
    return is_heading(text) or (short and not is_item(text) and not text.startswith("|"))


def _is_titled(text: str, name: Name) -> bool:
    """Whether a heading has a new name for a work: as its beginning, or in quotation marks."""
    return name.kinds == Kind.WORK and text[: name.start].strip()[-1:] in ("", *"“\"‘'*_(")


def _is_label(text: str, words: Sequence[Token], end: int) -> bool:
    """Whether the words up to a place, in capitals, tell who says what follows them."""
    label, after = text[: words[end].end], words[end + 1].text
    return end < _LONGEST_LABEL and label.isupper() and not after.isupper()


def _as_written(name: Name, written: Mapping[str, Name]) -> Name:
    """A new name of a headline in capitals as the article goes on to write it."""
    other = written.get(name.text.casefold())
    if name.known or other is None or not name.text.isupper():
        return name
    return replace(other, start=name.start, end=name.end)


def _spoken(names: Iterable[Name]) -> Counter[str]:
    """How often names are spoken of, with what stands behind their colons: a headline, which
    capitalises all words, has for names what is known, and what the article goes on to name."""
    texts = [name.text for name in names]
    return Counter([*texts, *(text.partition(": ")[2] for text in texts)])


def _by_article(text: str, first: Token, rows: list[NameRow]) -> list[NameRow]:
    """Of a character and a film of one name, the one behind "the", the other without."""
    characters = [row for row in rows if row.kind == "character"]
    others = [row for row in rows if row.kind != "character"]
    if not characters or not others:
        return rows
    return characters if text[: first.start].endswith(fw.THE_BEFORE) else others


def _named(text: str, first: Token, last: Token, rows: Sequence[NameRow]) -> Name:
    """A known name with all entities that bear it; whole names go before parts of them."""
    whole = [row for row in rows if row.standing != "part"] or list(rows)
    entities = {
        row.entity_id: Entity(row.entity_id, row.entity, row.kind, row.year) for row in whole
    }
    kinds = Kind(0)
    for entity in entities.values():
        kinds |= KINDS.get(entity.kind, NOTHING)
    written = text[first.start : last.end]
    only = next(iter(entities.values())).name if len(entities) == 1 else written
    return Name(first.start, last.end, only, kinds, tuple(entities.values()))
