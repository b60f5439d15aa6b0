"""Dates as articles write them: an exact grammar, since general libraries take "may" for a month.

A date keeps the precision that is written. One without a year is resolved from the article's own
date; a season names its year alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from lore.articles import function_words as fw
from lore.articles.vocabulary import DateWords
from lore.language.text import numbers
from lore.model.dates import PartialDate
from lore.model.errors import DateError

_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_YEARS = ("y1", "y2", "y3", "y5", "y6", "y7")
_YEAR = r"(?:18[89]\d|19\d\d|20\d\d)"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, from `start` to before `end`; `dated` tells that its year is written."""

    start: int
    end: int
    value: PartialDate
    dated: bool = True


class DateGrammar:
    """Reads the dates of a text, with the words of a language."""

    def __init__(self, words: DateWords) -> None:
        self._words = words
        months = "|".join(sorted(map(re.escape, words.months), key=len, reverse=True))
        seasons = "|".join(map(re.escape, words.seasons))
        weekdays = "|".join(map(re.escape, words.weekdays))
        vague = "|".join(map(re.escape, words.vague))
        relative = "|".join(map(re.escape, words.relative))
        self._ordinals = {word: place for place, word in enumerate(numbers()["ordinals"]) if place}
        spelled = "|".join(self._ordinals)
        ends = "|".join(fw.DAY_ENDS)
        the, of = fw.DATE_ARTICLE, fw.DATE_OF
        day = rf"(?P<{{0}}>[0-3]?\d)(?:{ends})?(?![\d:%])"
        month = rf"(?P<{{0}}>{months})\b\.?"
        self._forms = re.compile(
            rf"(?:(?:{weekdays})\.?,? )?(?:(?:{the} )?(?:{vague})(?:[ -]{of})?[ -])?(?:"
            rf"{month.format('m1')},? {day.format('d1')}(?!\d)(?:,? (?P<y1>{_YEAR})\b)?"
            rf"|(?<![\d,])(?:{the} )?{day.format('d2')} (?:{of} )?{month.format('m2')}"
            rf"(?:,? (?P<y2>{_YEAR})\b)?"
            rf"|{the} (?P<o6>{spelled}) {of} {month.format('m6')}(?:,? (?P<y6>{_YEAR})\b)?"
            rf"|{month.format('m3')},? (?:{of} )?(?P<y3>{_YEAR})\b"
            rf"|(?:(?P<r4>{relative}) )?{month.format('m4')}(?! [A-Z])"
            rf"|(?:{the} )?(?i:{seasons}),? (?:{of} )?(?P<y5>{_YEAR})\b"
            rf"|(?P<r6>{relative}) (?:{'|'.join(map(re.escape, words.units))})\b"
            rf"|(?<![\d$£€-])(?P<y7>{_YEAR})\b(?![\d%]|,\d)"
            rf")"
        )
        self._past = re.compile(words.past)
        self._planned = re.compile(words.planned)
        self._coming = re.compile(words.coming)
        self._tense = re.compile(words.tense)
        self._range = re.compile(words.range)
        self._same_year = re.compile(words.same_year)
        self._shifted = re.compile(words.shifted)
        self._year_after = re.compile(words.year_after)
        self._numeric = re.compile(r"\b(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d|(?<=/)\d\d)\b")

    def find(self, text: str, published: PartialDate | None) -> list[DateMention]:
        """The dates of a text in order; those that lack a year only where one can be known."""
        found = sorted(self._found(text, published), key=lambda mention: mention.start)
        return list(self._with_years(text, found, published))

    def whole(self, text: str) -> PartialDate | None:
        """The date that a text is, with nothing else in it."""
        bare = text.strip(" .,()|-–—")
        for mention in self._found(bare, None):
            if mention.start == 0 and mention.end >= len(bare) and mention.dated:
                return mention.value
        return None

    def _found(self, text: str, published: PartialDate | None) -> Iterator[DateMention]:
        taken: list[tuple[int, int]] = []
        for match in _ISO.finditer(text):
            value = _date(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
            if value is not None:
                taken.append(match.span())
                yield DateMention(*match.span(), value)
        for match in self._numeric.finditer(text):
            value = _numeric(int(match[1]), int(match[3]), int(match[4]))
            taken.append(match.span())
            if value is not None:
                yield DateMention(*match.span(), value)
        for match in self._forms.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if (mention := self._mention(match, published)) is not None:
                yield mention

    def _mention(self, match: re.Match[str], published: PartialDate | None) -> DateMention | None:
        part = match.groupdict()
        name = part["m1"] or part["m2"] or part["m3"] or part["m4"] or part["m6"]
        month = self._words.months[name] if name else None
        spelled = self._ordinals.get(part["o6"] or "", 0)
        day = int(part["d1"] or part["d2"] or spelled) or None
        year = next(
            (part[year_group] for year_group in _YEARS if part[year_group] is not None), None
        )
        if year is not None:
            value = _date(int(year), month, day)
            return DateMention(*match.span(), value) if value else None
        if part["r6"]:
            return self._unit(match, published)
        if month is None:
            return None
        if part["r4"] and published is not None:
            value = _date(published.year + self._words.relative[part["r4"]], month, None)
            return DateMention(*match.span(), value) if value else None
        value = _date(2024, month, day)  # any leap year: it is told later which
        return DateMention(*match.span(), value, dated=False) if value else None

    def _unit(self, match: re.Match[str], published: PartialDate | None) -> DateMention | None:
        """ "this month", "next year", "last summer"."""
        if published is None:
            return None
        shift = self._words.relative[match["r6"]]
        unit = self._words.units[match[0].split()[-1]]
        if unit == "month":
            if published.month is None:
                return None
            place = published.year * 12 + published.month - 1 + shift
            return DateMention(*match.span(), PartialDate(place // 12, place % 12 + 1))
        return DateMention(*match.span(), PartialDate(published.year + shift))

    def _with_years(
        self, text: str, found: list[DateMention], published: PartialDate | None
    ) -> Iterator[DateMention]:
        """Dates with the years that are written beside them, else the next that may be meant, or
        the last where the words before tell of what was."""
        before, end = published, 0
        for place, mention in enumerate(found):
            if mention.start < end:
                continue
            value: PartialDate | None = mention.value
            if not mention.dated:
                after = found[place + 1] if place + 1 < len(found) else None
                value = self._until(text, found[:place], mention)
                value = value or self._beside(text, mention, after, published, before)
                told = self._year_after.match(text, mention.end)
                end = told.end() if told is not None else 0
            if value is not None:
                before = value
                yield replace(mention, value=value)

    def _until(
        self, text: str, ahead: Sequence[DateMention], mention: DateMention
    ) -> PartialDate | None:
        """The date with which a stretch ends whose beginning has its year: "from September 2021 to
        the middle of April"."""
        first = ahead[-1] if ahead and ahead[-1].dated else None
        if first is None or not self._range.fullmatch(text, first.end, mention.start):
            return None
        return _from(mention.value, first.value)

    def _beside(
        self,
        text: str,
        mention: DateMention,
        after: DateMention | None,
        published: PartialDate | None,
        before: PartialDate | None,
    ) -> PartialDate | None:
        """A date that has no year of its own with the one that the words about it give."""
        if after is not None and after.dated and _joined(text[mention.end : after.start]):
            value = _moved(mention.value, after.value.year)
            if value is not None and value.first <= after.value.last:
                return value
            if value is not None and text.endswith(fw.FROM_BEFORE, 0, mention.start):
                return _nearest(value, after.value)
        told = self._year_after.match(text, mention.end)
        shared = self._same_year.search(text, max(0, mention.start - _BEFORE), mention.start)
        if before is not None and ((told is not None and told["same"]) or shared is not None):
            return _moved(mention.value, before.year)
        if before is not None and before.month is not None:
            ahead = max(0, mention.start - _BEFORE)
            if self._shifted.search(text, ahead, mention.start) is not None:
                return _nearest(mention.value, before)
        if published is None:
            return None
        if told is not None and told["relative"]:
            shift = self._words.relative[told["relative"]]
            return _moved(mention.value, published.year + shift)
        past = self._past.search(text, max(0, mention.start - _BEFORE), mention.start)
        if past is None:
            if self._is_past(text, mention):
                return _since(mention.value, published, before) or _last(mention.value, published)
            ahead_told = self._coming.search(text, max(0, mention.start - _BEFORE), mention.start)
            return _next(mention.value, published, 0 if ahead_told is not None else _PATIENCE)
        last, coming = _last(mention.value, published), _next(mention.value, published)
        if coming is not None and last is not None and self._planned.match(past[0]):
            ahead = (coming.first - published.first).days
            return coming if ahead < (published.first - last.first).days else last
        return _since(mention.value, published, before) or last

    def _is_past(self, text: str, mention: DateMention) -> bool:
        """Whether the clause about a date tells of what was: the last verb before it, or the first
        behind one that opens its sentence."""
        marks = (text.rfind(mark, 0, mention.start) for mark in _CLAUSE_ENDS)
        start = max(0, mention.start - _CLAUSE, *(mark + 1 for mark in marks))
        told = list(self._tense.finditer(text, start, mention.start))
        if not told and len(text[start : mention.start].split()) <= _OPENING:
            stops = (text.find(mark, mention.end) for mark in _CLAUSE_ENDS)
            stop = min((place for place in stops if place >= 0), default=len(text))
            told = list(self._tense.finditer(text, mention.end, min(stop, mention.end + _CLAUSE)))[
                :1
            ]
        return bool(told) and told[-1]["past"] is not None


@cache
def _joints() -> re.Pattern[str]:
    joins, ties = "|".join(fw.DATE_JOINS), "|".join(fw.DATE_TIES)
    return re.compile(rf",? (?:{joins}) (?:{ties} )?| ?[-–—] ?|, ")


def _joined(between: str) -> bool:
    return _joints().fullmatch(between) is not None


_CLAUSE_ENDS = (". ", ";", "–", "—", "? ", "! ")
_CLAUSE = 120
"""Letters of a clause about a date that may tell its tense."""
_OPENING = 3
"""Words before a date that opens its sentence: "But in June"."""
_BEFORE = 70
"""Letters before a date that may tell whether it is past."""
_NEWS = 20
"""Days that what an article reports of may lie back, whatever it told before."""
_PATIENCE = 45
"""Days for which a date without a year may lie back: an article of 3 March speaks of 28 February,
and one of December of the January to come."""


def _next(
    value: PartialDate, published: PartialDate, patience: int = _PATIENCE
) -> PartialDate | None:
    """The occurrence of a day or month that an article of a date speaks of, which lies at most
    `patience` days back."""
    for year in (published.year, published.year + 1):
        meant = _moved(value, year)
        if meant is not None and (published.first - meant.last).days <= patience:
            return meant
    return None


def _last(value: PartialDate, published: PartialDate) -> PartialDate | None:
    """The last occurrence of a day or month before an article's date."""
    for year in (published.year, published.year - 1):
        meant = _moved(value, year)
        if meant is not None and meant.first <= published.last:
            return meant
    return None


def _since(
    value: PartialDate, published: PartialDate, before: PartialDate | None
) -> PartialDate | None:
    """The next occurrence of a day or month behind a past date that was told before it, where one
    story goes on: "in February 2020 … and again in September"."""
    if before is None or before.month is None or before.last >= published.first:
        return None
    recent = _last(value, published)
    if recent is not None and value.day and (published.first - recent.first).days <= _NEWS:
        return recent
    meant = _from(value, before)
    return meant if meant is not None and meant.first <= published.last else None


def _from(value: PartialDate, before: PartialDate) -> PartialDate | None:
    """The next occurrence of a day or month behind a date."""
    years = (_moved(value, year) for year in (before.year, before.year + 1))
    return next((date for date in years if date is not None and before.first <= date.first), None)


def _nearest(value: PartialDate, other: PartialDate) -> PartialDate | None:
    """The occurrence of a day or month that is nearest to another date."""
    years = (_moved(value, year) for year in (other.year - 1, other.year, other.year + 1))
    found = [year for year in years if year is not None]
    return min(found, key=lambda date: abs((date.first - other.first).days), default=None)


def told_again(found: Sequence[Sequence[DateMention]]) -> list[list[DateMention]]:
    """The dates of an article's texts; a day without a year is that of the same day of another
    text, or of this one, which has its year, if only one has."""
    years: dict[tuple[int | None, int | None], set[int]] = {}
    for mention in (mention for mentions in found for mention in mentions):
        if mention.dated and mention.value.day is not None:
            years.setdefault(_day(mention.value), set()).add(mention.value.year)

    def whole(mention: DateMention) -> DateMention:
        same = years.get(_day(mention.value), set())
        if mention.dated or mention.value.day is None or len(same) != 1:
            return mention
        return replace(mention, value=_moved(mention.value, min(same)) or mention.value)

    return [[whole(mention) for mention in mentions] for mentions in found]


def _day(value: PartialDate) -> tuple[int | None, int | None]:
    return value.month, value.day


def _moved(value: PartialDate, year: int) -> PartialDate | None:
    return _date(year, value.month, value.day)


def _date(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        date(year, month or 1, day or 1)
        return PartialDate(year, month, day)
    except (ValueError, DateError):
        return None


def _numeric(first: int, second: int, year: int) -> PartialDate | None:
    """Month, day and year; where only the other order is a date, that; where both are, none."""
    year += 2000 if year < 100 else 0
    if first > 12:
        first, second = second, first
    elif second <= 12 and first != second:
        return None
    return _date(year, first, second)
