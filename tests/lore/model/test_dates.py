"""Partial dates: read, ordered and compared at the precision that is given, never more."""

from __future__ import annotations

import calendar
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lore.model.dates import PartialDate
from lore.model.errors import DateError


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    year, precision = draw(st.integers(1, 9999)), draw(st.integers(1, 3))
    month = draw(st.integers(1, 12)) if precision > 1 else None
    last = calendar.monthrange(year, month)[1] if month else 0
    return PartialDate(year, month, draw(st.integers(1, last)) if precision > 2 else None)


@given(dates())
def test_written_and_read_again(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


@given(dates(), dates())
def test_agreement_is_mutual_and_means_that_one_holds_the_other(
    one: PartialDate, other: PartialDate
) -> None:
    assert one.agrees(other) is other.agrees(one)
    inside = str(one).startswith(str(other)) or str(other).startswith(str(one))
    assert one.agrees(other) is inside


@given(st.lists(dates(), max_size=6))
def test_in_order_of_their_first_day_the_coarser_first(several: list[PartialDate]) -> None:
    ordered = sorted(several)
    assert [date.first for date in ordered] == sorted(date.first for date in several)
    assert all(one <= other for one, other in pairwise(ordered))


@given(dates())
def test_it_covers_its_days(date: PartialDate) -> None:
    assert date.first <= date.last
    assert (date.first == date.last) is (date.precision == 3)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2021-07", "2021-07-23", True),
        ("2021", "2021-07-23", True),
        ("2021-07-23", "2021-07-24", False),
        ("2021-07", "2021-08-01", False),
        ("2020", "2021", False),
    ],
)
def test_a_finer_date_agrees_with_the_coarser_that_holds_it(
    one: str, other: str, agree: bool
) -> None:
    assert PartialDate.parse(one).agrees(PartialDate.parse(other)) is agree


@pytest.mark.parametrize(
    "text",
    ["", "21", "2021-7", "2021-07-23-01", "23 July 2021", "2021-13", "2021-02-30", "0000", "²⁰²¹"],
)
def test_what_is_no_date_is_told_to_the_member(text: str) -> None:
    with pytest.raises(DateError, match=f"^“{text}” is not a"):
        PartialDate.parse(text)


def test_february_knows_leap_years() -> None:
    assert PartialDate(2020, 2).last.day == 29
    assert PartialDate(2021, 2).last.day == 28
