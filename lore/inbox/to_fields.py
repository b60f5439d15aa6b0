"""From an entry and what a moderator writes to the fields of /fact add.

What a member suggests takes the same way: it is saved by no other form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lore.editing import EditingService, Fields, Moderator
from lore.editing.errors import AmbiguousName, UnknownName
from lore.inbox.suggestions import Draft
from lore.language.properties import Property
from lore.model.facts import Slot, Status
from lore.store.inbox import InboxEntry

_ADDRESS = re.compile(r"<?(https?://[^\s>]+)>?")
_AS_OF = re.compile(r"(?:^|[;,])\s*as of\s+(.+)$", re.IGNORECASE)
_SLOTS: tuple[Slot, ...] = ("subject", "role", "value")
_TYPED: tuple[Slot, ...] = ("value", "subject", "role")


def is_clear(entry: InboxEntry) -> bool:
    """Whether it is known of what a value is asked for, and no word was left over."""
    return bool(entry.property and entry.names and not entry.word)


async def answered(
    entry: InboxEntry,
    asked: Property | None,
    given: Mapping[str, str],
    scope: int,
    editing: EditingService,
) -> Fields:
    """The fields of a form: `value` of what the entry asked for, or `sentence`; with `status`,
    `source` (its title, and its address anywhere in it), `dates` ("3 Feb 2020; as of 2020-01") and
    `spoiler` ("yes").

    Raises:
        LoreError: from editing, for a sentence that is not understood.
    """
    if asked is None or not is_clear(entry):
        fields = await editing.read(given.get("sentence", ""), scope)
    else:
        kinds = [await _kind(name, scope, editing) for name in entry.names]
        slots = placed(entry, asked, kinds, given.get("value", ""))
        fields = Fields(
            slots.get("subject", ""), asked.id, slots.get("value", ""), slots.get("role")
        )
    title, address = source(given.get("source", ""))
    published, as_of = dates(given.get("dates", ""))
    status = given.get("status")
    return replace(
        fields,
        status=Status(status) if status in set(Status) else fields.status,
        title=title or fields.title,
        address=address or fields.address,
        published=published or fields.published,
        as_of=as_of or fields.as_of,
        spoiler=given.get("spoiler") == "yes",
    )


def placed(
    entry: InboxEntry, asked: Property, kinds: list[str | None], typed: str
) -> dict[Slot, str]:
    """What was named in a question, and what is typed in answer, each in the slot where it fits.

    `kinds` are those of the entry's names.
    """
    slots: dict[Slot, str] = {}
    for name, kind in zip(entry.names, kinds, strict=True):
        fits = [slot for slot in _SLOTS if _takes(asked, slot, kind) and slot not in slots]
        slots |= dict.fromkeys(fits[:1], name)
    free = [slot for slot in _TYPED if _has(asked, slot) and slot not in slots]
    return {**slots, (free or ["value"])[0]: typed}


def source(text: str) -> tuple[str, str | None]:
    """The title of a source and its address, where one stands in the text."""
    met = _ADDRESS.search(text)
    title = " ".join(_ADDRESS.sub(" ", text).split()).strip(" ,;")
    return title, met[1].rstrip(".,;)") if met else None


def dates(text: str) -> tuple[str | None, str | None]:
    """When a source was published, and the date as of which it speaks."""
    met = _AS_OF.search(text)
    published = text[: met.start()] if met else text
    return published.strip(" ,;") or None, met[1].strip() if met else None


async def _kind(name: str, scope: int, editing: EditingService) -> str | None:
    try:
        return (await editing.names.of(name, scope))[0].kind
    except (AmbiguousName, UnknownName):
        return None


def _takes(asked: Property, slot: Slot, kind: str | None) -> bool:
    kinds = asked.kinds(slot)
    return _has(asked, slot) and (kind is None or not kinds or kind in kinds)


def _has(asked: Property, slot: Slot) -> bool:
    return slot != "role" or asked.has_role


_NOBODY = 0
"""Who a draft is for while nobody has taken it."""


async def fields_of(draft: Draft, scope: int, editing: EditingService) -> Fields:
    """The fields of a draft; a sentence is read as /fact say reads one.

    Raises:
        LoreError: from editing, for a sentence that is not understood.
    """
    if "sentence" in draft:
        fields = await editing.read(draft["sentence"], scope)
    else:
        fields = Fields(draft["subject"], draft["property"], draft["value"], draft.get("role"))
    return replace(
        fields,
        status=Status(draft["status"]) if draft.get("status") in set(Status) else fields.status,
        title=draft.get("source") or fields.title,
        address=draft.get("address") or fields.address,
        published=draft.get("published") or fields.published,
        as_of=draft.get("as_of") or fields.as_of,
        spoiler=bool(draft.get("spoiler")) or fields.spoiler,
    )


class DraftCheck:
    """Looks at drafts as saving them would, so that the member hears at once what is amiss."""

    def __init__(self, editing: EditingService) -> None:
        self._editing = editing

    async def __call__(self, scope: int, draft: Draft) -> None:
        """Let a draft pass that a moderator could save; what a name means is theirs to say.

        Raises:
            LoreError: with what the member can mend.
        """
        fields = await fields_of(draft, scope, self._editing)
        try:
            await self._editing.propose(fields, Moderator(scope, _NOBODY))
        except (UnknownName, AmbiguousName):
            return
