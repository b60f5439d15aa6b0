"""What people write: dates, addresses and lines of text."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lore.editing import user_input
from lore.editing.errors import Refused
from lore.model.dates import PartialDate
from lore.model.errors import DateError, LoreError
from tests.support.editing import ROOT


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021", "2021"),
        ("2021-07", "2021-07"),
        ("2021-07-23", "2021-07-23"),
        ("Nov 19, 2021", "2021-11-19"),
        ("November 19th, 2021", "2021-11-19"),
        ("19 nov 2021", "2021-11-19"),
        ("19th of November, 2021", "2021-11-19"),
        ("the 3rd of July 2020", "2020-07-03"),
        ("on 3 Feb 2020", "2020-02-03"),
        ("19.11.2021", "2021-11-19"),
        ("3.2.2020", "2020-02-03"),
        ("11/19/2021", "2021-11-19"),
        ("19/11/2021", "2021-11-19"),
        ("05/05/2021", "2021-05-05"),
        ("2021/7/3", "2021-07-03"),
        ("2021.07.23", "2021-07-23"),
        ("20210723", "2021-07-23"),
        ("July 2021", "2021-07"),
        ("in July 2021", "2021-07"),
        ("Sept. 2021", "2021-09"),
        ("7/2021", "2021-07"),
        ("may 2021", "2021-05"),
        ("Friday, 19 November 2021", "2021-11-19"),
        ("  Nov   19,\n2021 ", "2021-11-19"),
    ],
)
def test_dates_as_people_write_them(text: str, date: str) -> None:
    assert str(user_input.read_date(text)) == date


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("autumn 2021", "write the year, the month or the day"),
        ("fall 2021", "is no date"),
        ("early 2021", "is no date"),
        ("Q3 2021", "is no date"),
        ("2020s", "is no date"),
        ("soon", "is no date"),
        ("Friday", "is no date"),
        ("tomorrow", "is no date"),
        ("Tuesday 2021", "is no date"),
        ("November 19", "is no date"),
        ("19 Nov 21", "is no date"),
        ("19.11.21", "is no date"),
        ("Feb 30, 2021", "is no date"),
        ("June 31, 2021", "is no date"),
        ("2021-02-29", "is no date"),
        ("July 2021 - August 2021", "is no date"),
        ("03/02/2020", "may be 3 February 2020 or 2 March 2020"),
        ("03-02-2020", "may be 3 February 2020 or 2 March 2020"),
        ("3 Feb 2020 10:00", "has a time in it"),
        ("2021-07-23T10:00:00Z", "has a time in it"),
        ("Monday, 19 November 2021", "another day of the week"),
        ("x" * 5000, "…"),
    ],
)
def test_what_names_no_date_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(DateError, match=hint) as caught:
        user_input.read_date(text)
    assert len(str(caught.value)) < 300


@given(st.dates(), st.sampled_from([1, 2, 3]))
def test_no_precision_is_invented_or_lost(day: object, precision: int) -> None:
    date = PartialDate.parse(str(day)[: (4, 7, 10)[precision - 1]])
    words = date.first.strftime(("%Y", "%B %Y", "%d %B %Y")[precision - 1])
    year = f"{date.year:04d}"
    if date.year < 1000:
        words = words.replace(words.split()[-1], year)
    if precision == 1 or date.year >= 100:
        assert user_input.read_date(words) == date


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with suppress(DateError):
        assert isinstance(user_input.read_date(text), PartialDate)


@pytest.mark.parametrize(
    "text",
    [
        "https://variety.com/2020/film",
        "http://example.org",
        "<https://variety.com/x>",
        "HTTPS://Example.org:8443/a?b=c#d",
        "https://de.wikipedia.org/wiki/Ü",
    ],
)
def test_addresses_on_the_web_are_taken(text: str) -> None:
    assert user_input.address(text) == text.strip("<>")


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "variety.com",
        "https://",
        "https:///path",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://user:pass@example.org",
        "https://variety.com@evil.example",
        "https://exa mple.org",
        "https://example.org/\u202etxt",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/" + "x" * 600,
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        user_input.address(text)


def test_a_line_is_one_line_of_visible_text() -> None:
    assert user_input.line("  a\n\tb\u200b\u202e c\x00 ", "name", 9) == "a b c"
    assert user_input.line("e\u0301", "name", 9) == "é"
    assert user_input.line("👩\u200d🚀", "name", 9) == "👩\u200d🚀"
    for text, reason in (
        (" \u200b\n", "The name is empty"),
        ("x" * 10, "10 characters, 9 at most"),
    ):
        with pytest.raises(LoreError, match=reason):
            user_input.line(text, "name", 9)
    assert user_input.optional("  ", "name", 9) is None


def test_the_library_for_dates_is_not_loaded_at_the_start() -> None:
    code = "import sys, lore.editing; sys.exit('dateutil' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
