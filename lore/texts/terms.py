"""Small pieces of every answer: dates, sources, statuses, lists."""

from __future__ import annotations

import calendar
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


def standing(fact: Fact) -> str:
    """What a fact's source claims of it, and whether moderators let another stand in its place."""
    return f"{STATUS[fact.status]}, superseded" if fact.superseded else STATUS[fact.status]


def date(value: PartialDate) -> str:
    """23 July 2021, July 2021 or 2021: the precision that the source gives."""
    if value.month is None:
        return str(value.year)
    month = f"{calendar.month_name[value.month]} {value.year}"
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


def choice(items: Sequence[str]) -> str:
    """One, two or three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} or {items[-1]}"


def sentence(text: str) -> str:
    """A text with a capital first and a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."


def more(count: int) -> str:
    """Tells of so many lines that are left out."""
    return f"And {count} more."
