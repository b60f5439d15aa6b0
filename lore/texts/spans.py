"""Time between two dates in words, and how a value was moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lore.model.dates import PartialDate
from lore.model.facts import Fact, Span, Value
from lore.texts import terms

_TIMES = {1: "once", 2: "twice"}


def told(span: Span) -> str:
    """How far two dates are apart; from today on, in so much time, and until today so long ago."""
    apart = _told(span.start, span.end, exact=span.exact)
    return {"start": f"in {apart}", "end": f"{apart} ago", None: apart}[span.today]


def _told(start: PartialDate, end: PartialDate, *, exact: bool) -> str:
    """3 years, 1 month and 8 days (1,134 days); without days, and about, where a day is not known.

    Dates of which the year alone is known are so many years apart.
    """
    if exact:
        years, months, days = _apart(start.first, end.first)
        total = (end.first - start.first).days
        parts = [_counted(years, "year"), _counted(months, "month"), _counted(days, "day")]
        text = terms.series([part for part in parts if part]) or "no time at all"
        return f"{text} ({_counted(total, 'day')})" if years or months else text
    if start.month is None or end.month is None:
        return f"about {_counted(end.year - start.year, 'year') or 'less than a year'}"
    months = (end.year - start.year) * 12 + (end.month or 1) - (start.month or 1)
    parts = [_counted(months // 12, "year"), _counted(months % 12, "month")]
    return f"about {terms.series([part for part in parts if part]) or 'less than a month'}"


def _apart(start: date, end: date) -> tuple[int, int, int]:
    """Years, months and days from one day to a later one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day:
        months -= 1
    before = _moved(start, months)
    return months // 12, months % 12, (end - before).days


def _moved(day: date, months: int) -> date:
    """A day so many months later; the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for back in range(4):
        try:
            return date(year, month + 1, day.day - back)
        except ValueError:
            continue
    return date(year, month + 1, 1) + timedelta(days=day.day - 1)


def _counted(number: int, unit: str) -> str:
    if number <= 0:
        return ""
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def moved(times: int) -> str:
    """How often a value was moved."""
    return f"It was moved {_TIMES.get(times, f'{times} times')}."


def course(fact: Fact, earlier: Sequence[Fact]) -> str:
    """What a value was before: "first 19 December 2025, then 17 July 2026"; empty where nothing."""
    values = _before(fact, earlier)
    return f"first {', then '.join(values)}" if values else ""


def moved_from(fact: Fact, earlier: Sequence[Fact]) -> str:
    """The same as a sentence: "Moved from 17 July 2026; before that 19 December 2025."."""
    *values, last = _before(fact, earlier) or [""]
    if not last:
        return ""
    before = f"; before that {', '.join(reversed(values))}" if values else ""
    return f"Moved from {last}{before}."


def _before(fact: Fact, earlier: Sequence[Fact]) -> list[str]:
    """The values that a fact's own replaced, without dates that another gives more finely."""
    own = [
        old.value
        for old in earlier
        if (old.subject, old.property) == (fact.subject, fact.property) and old.id != fact.id
    ]
    return [
        terms.value(one)
        for one in dict.fromkeys(own)
        if not any(_coarsens(one, other) for other in own)
    ]


def _coarsens(coarse: Value, fine: Value) -> bool:
    if not isinstance(coarse, PartialDate) or not isinstance(fine, PartialDate):
        return False
    return coarse.coarsens(fine)
