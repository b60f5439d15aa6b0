"""What the stretches of one plain question may be: each sort of slot filled from its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.facts import Entity
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import Amount, Moment, Moved, Named, Set, Step, Together, Words
from lore.understanding.plain import tables
from lore.understanding.plain.builder import Builder, Joined, Label, Who
from lore.understanding.plain.lexicon import Phrase, phrases_of
from lore.understanding.plain.matcher import Patterns, Tangled, match
from lore.understanding.plain.tokens import Token
from lore.understanding.plain.values import amount_of, date_of

_DATE_WORDS = 3
"""Words of the longest date."""
_BRACKETS = {"(": 1, ")": -1}
"""By how much a bracket makes what follows stand deeper within brackets."""
_HEADS = frozenset(
    phrase[0] for name in ("definite", "everyone", "whoever") for phrase in phrases_of(name)
)
_ADVERBS = frozenset(phrase[0] for phrase in phrases_of("adverbs"))


class Chart:
    """Fills slots for one question, in `most` steps; each stretch is read once for each sort."""

    def __init__(
        self,
        tokens: Sequence[Token],
        names: Mapping[tuple[int, int, bool], list[Entity]],
        patterns: Patterns,
        labels: Mapping[Phrase, tuple[str, ...]],
        nouns: Mapping[Phrase, str],
        builder: Builder,
        states: Mapping[Phrase, str],
        focus: Callable[[str], Sequence[Entity]],
        most: int,
    ) -> None:
        self.tokens = tokens
        self.words = [token.word for token in tokens]
        self.builder = builder
        self.focus = focus
        self._names = names
        self._patterns = patterns.fitting(self.words)
        self._labels = labels
        self._nouns = nouns
        self._states = states
        self._kept: dict[tuple[str, int, int], Sequence[Any]] = {}
        self._depths = [0, *accumulate(_BRACKETS.get(word, 0) for word in self.words)]
        self.steps = 0
        self._most = most
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self._places.setdefault(word, []).append(place)
        self.adverbs = _ADVERBS

    def step(self) -> None:
        """Count one step."""
        self.steps += 1
        if self.steps > self._most:
            raise Tangled

    def fill(self, sort: str, start: int, end: int) -> Sequence[Any]:
        """All that a stretch may be as something of a sort; nothing where brackets stay open."""
        if self._depths[end] > self._depths[start]:
            return ()
        key = (sort, start, end)
        if key not in self._kept:
            self._kept[key] = ()
            self.step()
            self._kept[key] = list(dict.fromkeys(self._filled(sort, start, end)))
        return self._kept[key]

    def _filled(self, sort: str, start: int, end: int) -> Iterable[Any]:
        if sort in tables.LOOKED_UP:
            entries = tables.LOOKED_UP[sort]()
            phrase = self.phrase(start, end)
            return [entries[phrase]] if phrase in entries else []
        fill: Callable[[int, int], Iterable[Any]] | None = getattr(self, f"_fill_{sort}", None)
        return fill(start, end) if fill else self.matched(sort, start, end)

    def matched(self, sort: str, start: int, end: int) -> Iterator[Any]:
        """What the patterns of a sort make of a stretch."""
        words = self.words
        for fitting in self._patterns.get(sort, ()):
            if (
                end - start < fitting.least
                or (fitting.firsts is not None and words[start] not in fitting.firsts)
                or (fitting.lasts is not None and words[end - 1] not in fitting.lasts)
                or not all(self._stands(needs, start, end) for needs in fitting.needs)
            ):
                continue
            for bound in match(fitting.row, start, end, self):
                yield from fitting.pattern.make(self, bound)

    def _stands(self, needs: frozenset[str], start: int, end: int) -> bool:
        """Whether one of some words stands in a stretch."""
        places = self._places
        return any(
            start <= place < end for word in needs if word in places for place in places[word]
        )

    def phrase(self, start: int, end: int) -> Phrase:
        """The words of a stretch."""
        return tuple(self.words[start:end])

    def raw(self, start: int, end: int) -> str:
        """A stretch as it was written."""
        return " ".join(token.raw for token in self.tokens[start:end])

    # Things

    def _fill_one(self, start: int, end: int) -> Iterable[Set]:
        """One thing or set without a loose end."""
        named = self._fill_name(start, end)
        if named:
            return named
        if self._enclosed(start, end):
            return self.fill("set", start + 1, end - 1) if end - start > 2 else ()
        if (date := self._date(start, end)) is not None:
            return [Moment(date)]
        if (quoted := self._quoted(start, end)) is not None:
            return [Words(quoted)]
        heads = self.words[start] in _HEADS
        described = self.fill("described", start, end) if heads else ()
        return [*self.fill("works", start, end), *self.matched("one", start, end), *described]

    def _enclosed(self, start: int, end: int) -> bool:
        """Whether a stretch stands in one pair of brackets."""
        outside, *within, after = self._depths[start : end + 1]
        return outside == after and bool(within) and min(within) > outside

    def _fill_set(self, start: int, end: int) -> Iterable[Set]:
        return [*self.fill("one", start, end), *self.matched("set", start, end)]

    def _fill_bracketed(self, start: int, end: int) -> Iterable[Set]:
        return self.fill("one", start, end) if self.words[start] == "(" else ()

    def _fill_name(self, start: int, end: int) -> list[Set]:
        found = self._names.get((start, end, False))
        if found is None and end - start > 3 and self.words[end - 1] == ")":
            found = self._hinted(start, end)
        return [Named(entity) for entity in found or ()]

    def _hinted(self, start: int, end: int) -> list[Entity] | None:
        """The bearers of a name of the year or kind in brackets behind it."""
        opened = next((at for at in range(end - 2, start, -1) if self.words[at] == "("), None)
        if opened is None:
            return None
        hint = folding.key(self.words[opened + 1 : end - 1])
        return [
            entity
            for entity in self._names.get((start, opened, False), ())
            if hint in (str(entity.year), folding.key(folding.words(entity.kind)))
        ] or None

    def _fill_owner(self, start: int, end: int) -> Iterable[Set]:
        """What owns what follows: "X's"."""
        for entity in self._names.get((start, end, True), ()):
            yield Named(entity)
        last = self.tokens[end - 1].owner
        if last is None:
            return
        for split in range(start + 1, end):
            for label in self._labelled((*self.words[split : end - 1], last)):
                for owner in self.fill("owner", start, split):
                    yield Step(label.names, "subject", "value", owner, (), label.statuses)

    def _fill_end(self, start: int, end: int) -> Iterable[Set | Moved]:
        """One end of a span of time: a work stands for the date on which it comes out."""
        if self._enclosed(start, end) and end - start > 2:
            yield from self.fill("moved_end", start + 1, end - 1)
        yield from self.fill("moved_end", start, end)
        for part in self.fill("one", start, end):
            yield Step((RELEASE,), "subject", "value", part) if isinstance(part, Named) else part

    def _fill_filler(self, start: int, end: int) -> Iterable[Set | Joined]:
        single = self.fill("one", start, end)
        return [*single, *self._joined(start, end, single)]

    def _fill_text(self, start: int, end: int) -> Iterable[Set | Joined]:
        """What may stand for a text: amounts, and words that are as they are."""
        found = list(self.fill("filler", start, end))
        if not found and (amount := self._amount(start, end)) is not None:
            found.append(amount)
        if any(isinstance(part, Words) for part in found) or self._comparing(start, end):
            return found
        if self._clear(start, end):
            found.append(Words(self._folded(start, end)))
        return found

    def _fill_part(self, start: int, end: int) -> Iterable[Set | Joined]:
        """What may stand for a role: words only where no name is among them."""
        found = list(self.fill("filler", start, end))
        if not found and self._clear(start, end) and not self._names_within(start, end):
            found.append(Words(self._folded(start, end)))
        return found

    def _names_within(self, start: int, end: int) -> bool:
        """Whether a name of several words stands in a stretch: it is no text then."""
        return any(
            start <= first and last <= end and last - first > 1 for first, last, _ in self._names
        )

    def _clear(self, start: int, end: int) -> bool:
        words = self.words[start:end]
        return "?" not in words and words.count("(") == words.count(")")

    def _comparing(self, start: int, end: int) -> bool:
        """Whether a stretch begins as a comparison does: it is no text then."""
        first = next(
            (at for at in range(start, end) if (self.words[at],) in phrases_of("than")), None
        )
        return first is not None and self.phrase(start, first + 1) in tables.compared()

    def _folded(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(folding.words(self.raw(start, end)))

    def _quoted(self, start: int, end: int) -> tuple[str, ...] | None:
        marks = (self.words[start], self.words[end - 1])
        if end - start > 2 and marks in (("“", "”"), ('"', '"')):
            inner = (start + 1, end - 1)
            if self._clear(*inner):
                return self._folded(*inner)
        return None

    def _fill_words(self, start: int, end: int) -> Iterable[tuple[str, ...]]:
        quoted = self._quoted(start, end)
        if quoted is not None:
            yield quoted
        elif self._clear(start, end):
            yield self._folded(start, end)

    # Several things in one place

    def _joined(self, start: int, end: int, single: Sequence[Set]) -> Iterator[Joined]:
        if single:
            return
        first = tables.JOINS.get(self.words[start])
        if first in ("both", "either"):
            start += 1
        for mode, parts in self._listed(start, end):
            if first != "either" or mode == "or":
                yield Joined(parts, "both" if first == "both" and mode == "and" else mode)

    def _listed(self, start: int, end: int) -> Iterator[tuple[Any, tuple[Set, ...]]]:
        """Things in a row: the last behind "and" or "or", the others behind commas or these."""
        for place in range(end - 2, start, -1):
            mode = tables.JOINS.get(self.words[place])
            if mode not in ("and", "or"):
                continue
            last = self.fill("item", place + 1, end)
            if not last:
                continue
            for parts in self._before(start, place, mode):
                for part in last:
                    yield mode, (*parts, part)

    def _before(self, start: int, end: int, mode: str) -> Iterator[tuple[Set, ...]]:
        for part in self.fill("item", start, end):
            yield (part,)
        for place in range(end - 1, start, -1):
            comma = self.tokens[place].comma
            if not comma and tables.JOINS.get(self.words[place]) != mode:
                continue
            after = place if comma else place + 1
            for last in self.fill("item", after, end) if after < end else ():
                for parts in self._before(start, place, mode):
                    yield (*parts, last)

    def _fill_item(self, start: int, end: int) -> Iterable[Set]:
        found = list(self.fill("one", start, end))
        amount = None if found else self._amount(start, end)
        return found or ([amount] if amount is not None else [])

    def _fill_pair(self, start: int, end: int) -> Iterable[Set]:
        first = 1 if (self.words[start],) in phrases_of("pair") else 0
        for _, parts in self._listed(start + first, end):
            yield Together(parts)

    def _fill_group(self, start: int, end: int) -> Iterable[Set]:
        return [*self.fill("one", start, end), *self.fill("pair", start, end)]

    def _fill_either(self, start: int, end: int) -> Iterable[Joined]:
        return [Joined(parts, "or") for mode, parts in self._listed(start, end) if mode == "or"]

    # Words of the tables

    def _fill_P(self, start: int, end: int) -> Iterable[Label]:
        return self._labelled(self.phrase(start, end))

    def _labelled(self, phrase: Phrase) -> Iterator[Label]:
        if names := self._labels.get(phrase):
            for name in names:
                yield Label((name,))
        for cut in range(1, min(len(phrase), 9)):
            if statuses := self._statuses(phrase[:cut]):
                for label in self._labelled(phrase[cut:]):
                    if not label.statuses:
                        yield Label(label.names, statuses)
        for place, word in enumerate(phrase):
            if word == "or":
                yield from self._alternatives(phrase[:place], phrase[place + 1 :])

    def _alternatives(self, before: Phrase, after: Phrase) -> Iterator[Label]:
        """Labels joined by "or": director or producer."""
        for name in self._labels.get(before, ()):
            for rest in self._labelled(after):
                if not rest.statuses:
                    yield Label((name, *rest.names))

    def _statuses(self, phrase: Phrase) -> frozenset[Any]:
        """A status, or several joined by "or"."""
        known = tables.statuses()
        if phrase in known:
            return known[phrase]
        if "or" not in phrase:
            return frozenset()
        place = phrase.index("or")
        first, rest = self._statuses(phrase[:place]), self._statuses(phrase[place + 1 :])
        return first | rest if first and rest else frozenset()

    def _fill_status(self, start: int, end: int) -> Iterable[frozenset[Any]]:
        while start < end - 1 and self.words[start] in _ADVERBS:
            start += 1
        found = self._statuses(self.phrase(start, end))
        return [found] if found else []

    def _fill_told(self, start: int, end: int) -> Iterable[frozenset[Any]]:
        if self.phrase(start, end) == ("known",):
            return [frozenset()]
        return self._fill_status(start, end)

    def _fill_kinds(self, start: int, end: int) -> Iterable[frozenset[str]]:
        phrase = self.phrase(start, end)
        if phrase in phrases_of("everything"):
            return [frozenset()]
        if phrase in self._nouns:
            return [frozenset({self._nouns[phrase]})]
        if "or" in phrase:
            place = start + phrase.index("or")
            return [
                first | rest
                for first in self.fill("kinds", start, place)
                for rest in (self.fill("kinds", place + 1, end) if place + 1 < end else ())
                if first and rest
            ]
        return []

    def _fill_many(self, start: int, end: int) -> Iterable[frozenset[str]]:
        """A noun in the plural."""
        return () if self._fill_kind(start, end) else self._fill_kinds(start, end)

    def _fill_rest(self, start: int, end: int) -> Iterable[Any]:
        """What follows a question word, read with it."""
        return self.fill("question", start - 1, end) if start else ()

    def _fill_kind(self, start: int, end: int) -> Iterable[frozenset[str]]:
        """A noun in the singular."""
        last = self.words[end - 1]
        return () if last.endswith("s") and last != "series" else self._fill_kinds(start, end)

    def _fill_people(self, start: int, end: int) -> Iterable[bool]:
        return [True] if self.phrase(start, end) in tables.people() else []

    def _fill_who(self, start: int, end: int) -> Iterable[Who]:
        """A question word with what it asks for."""
        phrase = self.phrase(start, end)
        if phrase and phrase[-1:] in phrases_of("all"):
            phrase, end = phrase[:-1], end - 1
        if phrase in phrases_of("who"):
            return [Who("who")]
        if phrase in phrases_of("what"):
            return [Who("what")]
        found = [Who("who", kinds) for kinds in self._which(start, end)]
        if tuple(self.words[start : start + 2]) in phrases_of("how_many"):
            return [Who("who", kinds, count=True) for kinds in self._nouned(start + 2, end)]
        if tuple(self.words[start : start + 2]) in phrases_of("which_of") and end - start > 2:
            found += [Who("who", group=part) for part in self.fill("group", start + 2, end)]
        return found

    def _which(self, start: int, end: int) -> Iterable[frozenset[str]]:
        asks = (self.words[start],) in phrases_of("what") and end - start > 1
        return self._nouned(start + 1, end) if asks else []

    def _nouned(self, start: int, end: int) -> Iterable[frozenset[str]]:
        """The kinds that a noun asks for; a word for people asks for any."""
        if start >= end or self.phrase(start, end) in tables.people():
            return [frozenset()] if start < end else []
        return self._fill_kinds(start, end)

    def _fill_where(self, start: int, end: int) -> Iterable[Who]:
        """Where and when, with the nouns that ask the same."""
        phrase = self.phrase(start, end)
        for word in ("where", "when"):
            if phrase in phrases_of(word):
                return [Who(word)]
        return []

    def _fill_head(self, start: int, end: int) -> Iterable[Who]:
        """The noun that a relative clause describes."""
        if self.phrase(start, end) in phrases_of("everyone"):
            return [Who("who")]
        if (self.words[start],) not in phrases_of("definite"):
            return []
        return [Who("who", kinds) for kinds in self._nouned(start + 1, end)]

    def _fill_whoever(self, start: int, end: int) -> Iterable[Who]:
        return [Who("who")] if self.phrase(start, end) in phrases_of("whoever") else []

    def _fill_side(self, start: int, end: int) -> Iterable[str]:
        if end - start == 1 and self.words[start] in tables.SIDES:
            return [tables.SIDES[self.words[start]]]
        return []

    def _fill_nth(self, start: int, end: int) -> Iterable[int]:
        told = folding.ORDINAL.fullmatch(self.words[start]) if end - start == 1 else None
        return [int(told[1])] if told and told[1] != "0" else []

    def _fill_last(self, start: int, end: int) -> Iterable[bool]:
        return [True] if self.phrase(start, end) in phrases_of("last") else []

    def _fill_state(self, start: int, end: int) -> Iterable[str]:
        """A phrase that puts two things into one state: "back to back"."""
        name = self._states.get(self.phrase(start, end))
        return [name] if name is not None else []

    # Dates and amounts

    def _date(self, start: int, end: int) -> PartialDate | None:
        words = [word for word in self.words[start:end] if (word,) not in phrases_of("of")]
        return date_of(words) if len(words) <= _DATE_WORDS else None

    def _fill_date(self, start: int, end: int) -> Iterable[PartialDate]:
        date = self._date(start, end)
        return [date] if date else []

    def _fill_amount(self, start: int, end: int) -> Iterable[Amount]:
        amount = self._amount(start, end)
        return [amount] if amount is not None else []

    def _amount(self, start: int, end: int) -> Amount | None:
        return amount_of(self.words[start:end], [token.raw for token in self.tokens[start:end]])
