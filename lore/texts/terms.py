"""Small pieces of every answer: dates, sources, statuses, lists."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence

from lore.model.dates import PartialDate
from lore.model.facts import Citation, Entity, Fact, Role, Source, Status, Value

STATUS: dict[Status, str] = {
    Status.CONFIRMED: "confirmed",
    Status.REPORTED: "reported",
    Status.RUMOURED: "rumour, not confirmed",
    Status.HOPED: "only hoped for, not confirmed",
    Status.DENIED: "denied",
}

_NUMBERED = re.compile(r"(?P<head>.+) (?P<own>\d+|[IVX]+)")
_SUBTITLED = re.compile(r"(?P<head>.+?)(?: [-–—]|(?<=\w):(?!.* [-–—] )) (?P<own>.+)")
_TITLE = 22
"""Characters of a title in a line of provenance: on a phone such a line has some 50."""


def count(number: int, noun: str, several: str = "") -> str:
    """So many of something: "1 fact", "2,000 facts"; `several` is a plural that is not in "s"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def standing(fact: Fact) -> str:
    """What a fact's source claims of it, and whether moderators let another stand in its place."""
    return f"{STATUS[fact.status]}, superseded" if fact.superseded else STATUS[fact.status]


def date(value: PartialDate) -> str:
    """23 July 2021, July 2021 or 2021: the precision that the source gives."""
    if value.month is None:
        return str(value.year)
    month = f"{calendar.month_name[value.month]} {value.year}"
    return month if value.day is None else f"{value.day} {month}"


def short_date(value: PartialDate) -> str:
    """23 Jul 2021, Jul 2021 or 2021."""
    if value.month is None:
        return str(value.year)
    month = f"{calendar.month_abbr[value.month]} {value.year}"
    return month if value.day is None else f"{value.day} {month}"


def value(what: Value | Role) -> str:
    """An entity's name, a date in words, or a text."""
    if isinstance(what, Entity):
        return what.name
    return date(what) if isinstance(what, PartialDate) else what


def dating(source: Source) -> str:
    """When a source was published: "7 July 2020", or "undated, about September 2020"."""
    if source.published is None:
        return "undated"
    spoken = date(source.published)
    return f"undated, about {spoken}" if source.estimated else spoken


def spoken_at(cited: Citation) -> str:
    """The day as of which a source speaks, in short: "7 Jul 2020", or "about Sep 2020"."""
    if cited.date is None:
        return "undated"
    guessed = cited.as_of is None and cited.source.estimated
    return f"about {short_date(cited.date)}" if guessed else short_date(cited.date)


def title(source: Source) -> str:
    """The beginning of a source's title, cut after a word."""
    if len(source.title) <= _TITLE:
        return source.title
    whole, _, _ = source.title[: _TITLE + 1].rpartition(" ")
    return f"{(whole or source.title[:_TITLE]).rstrip(' ,;:–-')} …"


def citation(cited: Citation) -> str:
    """A source with its date and the place in it: “Title”, 7 July 2020, paragraph 5."""
    source = cited.source
    parts = [f"“{source.title}”", source.publisher, dating(source), cited.locator]
    if cited.as_of is not None and cited.as_of != source.published:
        parts.append(f"as of {date(cited.as_of)}")
    return ", ".join(part for part in parts if part)


def series(items: Sequence[str]) -> str:
    """One, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def works(names: Sequence[str]) -> list[str]:
    """The names of works as a list tells them: what those of one series have in common is said
    with the first of them alone, as in "Night Train 7", "8", "Tunnel"."""
    shown: list[str] = []
    heads: set[str] = set()
    before = None
    for name in names:
        head, rest, numbered = _in_series(name)
        # A number goes on from a number, a title from any name of the series.
        is_repeated = head == before if numbered else head in heads
        shown.append(rest if is_repeated else name)
        before = head if numbered else None
        heads |= {head} if head else set()
    return shown


def works_in_line(names: Sequence[str]) -> list[str]:
    """The same for a list with commas: numbers of one series are one item, "Train 7 and 8"."""
    runs: list[list[str]] = []
    for name, short in zip(names, works(names), strict=True):
        if short != name and _in_series(name)[2]:
            runs[-1].append(short)
        else:
            runs.append([short])
    return [series(run) for run in runs]


def _in_series(name: str) -> tuple[str, str, bool]:
    """What a name has in common with its series, what is its own, and whether that is a number;
    without a series both are empty."""
    if match := _NUMBERED.fullmatch(name):
        return match["head"], match["own"], True
    if match := _SUBTITLED.fullmatch(name):
        return match["head"], match["own"], False
    return "", name, False


def choice(items: Sequence[str]) -> str:
    """One, two or three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} or {items[-1]}"


def sentence(text: str) -> str:
    """A text with a capital first and a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."


REST_CONFIRMED = "The rest is confirmed."


def all_stand(count: int, standing: str) -> str:
    """How so many lines stand that stand alike."""
    return f"{'Both' if count == 2 else 'All'} {standing}." if count > 1 else sentence(standing)


def all_of(count: int) -> str:
    """So many things that were just named."""
    return "both" if count == 2 else "all of these"


def more(count: int) -> str:
    """Tells of so many lines that are left out."""
    return f"And {count} more."
