"""Partial dates: ISO 8601 at the precision a source gives, never more."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from lore.model.errors import DateError

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Orders by its first day, the coarser date first."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2018`, `2021-07` or `2021-07-23`.

        Raises:
            DateError: for any other form, and for a day that the calendar lacks.
        """
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise DateError(f"“{text}” is not a date: write 2021, 2021-07 or 2021-07-23.")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            raise DateError(f"“{text}” is not a day of the calendar.") from None
        return cls(year, month, day)

    @property
    def first(self) -> date:
        """The first day that it covers."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it covers."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def coarsens(self, other: PartialDate) -> bool:
        """Whether it says the same as another less finely."""
        return self.precision < other.precision and self.agrees(other)

    def agrees(self, other: PartialDate) -> bool:
        """Whether both can hold: one is the other, or refines it."""
        return self.first <= other.first <= other.last <= self.last or (
            other.first <= self.first <= self.last <= other.last
        )

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 1 + (self.month is not None) + (self.day is not None)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.precision) < (other.first, other.precision)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text
