"""The forms of a draft. A fact has more fields than a form may have, so it is edited in steps: the
fact, its source, the details, and the names of what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from discord import ui

from chat.editing import texts as words
from chat.editing.draft_session import DraftSession
from chat.ui import forms
from lore.editing import Fields, NewName, user_input
from lore.language import text as folding
from lore.model.facts import Status

FORM = "draft"
_STEPS = {
    "fact": ("subject", "property", "value", "role", "status"),
    "source": ("title", "publisher", "address", "published", "as_of"),
    "details": ("locator", "estimate", "spoiler", "reason"),
}
_LENGTHS = {
    "subject": user_input.NAME_LENGTH,
    "property": user_input.NAME_LENGTH,
    "value": user_input.TEXT_LENGTH,
    "role": user_input.NAME_LENGTH,
    "title": user_input.TITLE_LENGTH,
    "publisher": user_input.TITLE_LENGTH,
    "address": user_input.ADDRESS_LENGTH,
    "published": user_input.SHORT_LENGTH,
    "as_of": user_input.SHORT_LENGTH,
    "locator": user_input.SHORT_LENGTH,
    "estimate": user_input.TEXT_LENGTH,
    "reason": user_input.REASON_LENGTH,
}
_NEEDED = frozenset({"subject", "property", "value", "title"})
_ALIASES_LENGTH = 1_000
"""Characters of all other names of a new thing together."""
_MOST_NEW, _MOST_FIELDS = 3, 5


def opened(work: DraftSession, key: str, step: str) -> ui.Modal:
    """The form of a step, filled in with what is there."""
    fields = _of_new(work) if step == "names" else _of_fact(work, step)
    return forms.form(words.TITLES[step], f"{FORM}:{key}:{step}", list(fields))


def filled(work: DraftSession, step: str, given: Mapping[str, str]) -> DraftSession:
    """The draft with what was sent in; it is to be proposed anew."""
    if step == "names":
        return _named(work, given)
    plain = work.fields.plain()
    for name in set(given) & set(plain) - {"status", "spoiler"}:
        plain[name] = given[name] if name in _NEEDED else given[name].strip() or None
    fields = Fields.of(plain)
    if given.get("status") in set(Status):
        fields = replace(fields, status=Status(given["status"]))
    if given.get("spoiler") in words.SPOILER:
        fields = replace(fields, spoiler=given["spoiler"] == "yes")
    return replace(work, fields=fields, reason=given.get("reason", work.reason or "") or None)


def _of_fact(work: DraftSession, step: str) -> Iterator[ui.Label[Any]]:
    plain = {**work.fields.plain(), "reason": work.reason}
    for name in _STEPS[step]:
        label = words.LABELS[name]
        if name == "status":
            statuses = {status.value: words.status(status) for status in Status}
            yield forms.choice(name, label, statuses, work.fields.status.value)
        elif name == "spoiler":
            spoiler = "yes" if work.fields.spoiler else "no"
            yield forms.choice(name, label, words.SPOILER, spoiler)
        else:
            yield forms.text(
                name,
                label,
                most=_LENGTHS[name],
                value=plain[name],
                hint=words.HINTS.get(name),
                required=name in _NEEDED,
            )


def _of_new(work: DraftSession) -> Iterator[ui.Label[Any]]:
    """The other names of all that is new, and the years of as many as a form has room for."""
    news = work.news[:_MOST_NEW]
    for place, new in enumerate(news):
        yield forms.text(
            f"aliases:{place}",
            words.aliases(new.name),
            most=_ALIASES_LENGTH,
            value="; ".join(new.aliases),
            hint=words.ALIASES_HINT,
        )
    for place, new in list(enumerate(news))[: _MOST_FIELDS - len(news)]:
        year = str(new.year) if new.year is not None else None
        yield forms.text(f"year:{place}", words.year(new.name), most=4, value=year)


def _named(work: DraftSession, given: Mapping[str, str]) -> DraftSession:
    told: list[NewName] = []
    note = None
    for place, new in enumerate(work.news[:_MOST_NEW]):
        aliases = given.get(f"aliases:{place}", "; ".join(new.aliases)).split(";")
        year = given.get(f"year:{place}", str(new.year or "")).strip()
        if year and not year.isdecimal():
            year, note = "", words.NO_YEAR
        names = tuple(name.strip() for name in aliases if name.strip())
        told.append(replace(new, aliases=names, year=int(year) if year else None))
    return replace(
        work, fields=replace(work.fields, new=told_anew(work.fields.new, told)), note=note
    )


def told_anew(old: Sequence[NewName], new: Sequence[NewName]) -> tuple[NewName, ...]:
    """What is told of new names, the latest of each."""
    by_name = {folding.key(folding.words(name.name)): name for name in (*old, *new)}
    return tuple(by_name.values())
