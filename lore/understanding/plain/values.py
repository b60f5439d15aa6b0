"""Dates and amounts as a plain question gives them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence

from lore.language import text as folding
from lore.language.amounts import measure
from lore.model.dates import PartialDate
from lore.model.errors import DateError
from lore.understanding.algebra import Amount
from lore.understanding.plain.lexicon import phrases_of
from lore.understanding.plain.tables import compared
from lore.understanding.plain.tokens import Token

_COMPARED = 3
"""Words of a comparison at most ("as much as")."""


def amount_of(words: Sequence[str], raw: Sequence[str]) -> Amount | None:
    """A number with its unit and what it is compared by: "more than 2 hours"."""
    for cut in range(min(_COMPARED, len(words)), -1, -1):
        side = compared().get(tuple(words[:cut]))
        if (cut and side is None) or not _numeric(words[cut:]):
            continue
        number = measure(" ".join(raw[cut:]))
        if number is not None:
            return Amount(side or "equal", number)
    return None


def _numeric(words: Sequence[str]) -> bool:
    """Whether words are a number with a unit, or several of them."""
    units = {phrase[0] for phrase in phrases_of("units")}
    return (
        bool(words)
        and words[0][0].isdigit()
        and all(word[0].isdigit() or word in units for word in words)
    )


def date_of(words: Sequence[str]) -> PartialDate | None:
    """A date in words: 2021, July 2021, 23 July 2021, July 23 2021, 2021-07-23."""
    if len(words) == 1 and "-" in words[0]:
        try:
            return PartialDate.parse(words[0])
        except DateError:
            return None
    months = folding.numbers()["months"]
    year = words[-1] if words else ""
    if not (year.isdigit() and len(year) == 4 and "1800" <= year < "2200"):
        return None
    if len(words) == 1:
        return PartialDate(int(year))
    named = [place for place, word in enumerate(words[:-1]) if word in months]
    if len(named) != 1:
        return None
    month = int(months[words[named[0]]])
    days = [word for place, word in enumerate(words[:-1]) if place != named[0]]
    if not days:
        return PartialDate(int(year), month)
    day = folding.bare_number(days[0])
    if not day.isdigit() or not 1 <= int(day) <= calendar.monthrange(int(year), month)[1]:
        return None
    return PartialDate(int(year), month, int(day))


def dated(found: Sequence[Token]) -> Iterator[tuple[int, int, PartialDate | None]]:
    """The stretch that asks, with the date as of which it is to be answered."""
    words = [token.word for token in found]
    as_of = phrases_of("as_of")
    for cut in range(1, 4):
        if tuple(words[-cut - 2 : -cut]) in as_of and (date := date_of(words[-cut:])):
            yield 0, len(words) - cut - 2, date
            return
        if tuple(words[:2]) in as_of and (date := date_of(words[2 : 2 + cut])):
            if len(words) <= 2 + cut or not found[2 + cut].comma:
                continue
            yield 2 + cut, len(words), date
            return
    yield 0, len(words), None
