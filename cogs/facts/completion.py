"""What the options of /fact may become while they are typed: of the server's moderators alone, and
of nothing but what their server sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from discord import app_commands

from chat.editing.autocomplete import moderator_choices
from chat.editing.context import EDITING
from chat.ui import sizes
from chat.ui.autocomplete import Choices
from chat.ui.components import Interaction
from chat.ui.request import NAME_LIMIT, names_in
from cogs.facts.components import SEARCH
from lore.editing import Moderator
from lore.editing.search import State, find_property
from lore.model.errors import LoreError
from lore.model.facts import Slot
from lore.texts.changes import source_choice

_PLAIN = frozenset({"date", "text"})


async def subjects(interaction: Interaction, text: str) -> Choices:
    """What a fact may be about."""
    return await _names(interaction, text, "subject")


async def values(interaction: Interaction, text: str) -> Choices:
    """What may be said, where that is a name."""
    return await _names(interaction, text, "value")


async def roles(interaction: Interaction, text: str) -> Choices:
    """Who may be played."""
    return await _names(interaction, text, "role")


async def properties(interaction: Interaction, text: str) -> Choices:
    """What can be said of something."""
    changing = interaction.client.handlers[EDITING]

    async def look(_: Moderator) -> Iterable[tuple[str, str]]:
        entries = changing.editing.properties(text[:NAME_LIMIT], sizes.OPTIONS)
        return [(entry.label, entry.id) for entry in entries]

    return await moderator_choices(changing, interaction, look)


async def sources(interaction: Interaction, text: str) -> Choices:
    """Titles of sources that are known; choosing one fills in its address and date."""
    changing = interaction.client.handlers[EDITING]

    async def look(by: Moderator) -> Iterable[tuple[str, str]]:
        near = await changing.editing.sources(text[:NAME_LIMIT], by.scope, sizes.OPTIONS)
        return [(source_choice(source), source_choice(source)) for source in near]

    return await moderator_choices(changing, interaction, look)


async def live(interaction: Interaction, text: str) -> Choices:
    """Facts that count."""
    return await _facts(interaction, text, "live")


async def retired(interaction: Interaction, text: str) -> Choices:
    """Facts that were retired."""
    return await _facts(interaction, text, "retired")


async def in_any_state(interaction: Interaction, text: str) -> Choices:
    """Facts in any state."""
    return await _facts(interaction, text, "all")


async def changes(interaction: Interaction, text: str) -> list[app_commands.Choice[int]]:
    """The latest changes, of those that begin with a number if one is typed."""
    changing = interaction.client.handlers[EDITING]

    async def look(by: Moderator) -> Iterable[tuple[str, str]]:
        recent = await changing.editing.history(by.scope, limit=sizes.OPTIONS)
        names = names_in(interaction.guild)
        wording = changing.wording
        lines = [(wording.history_line(change, names), str(change.number)) for change in recent]
        return [(line, number) for line, number in lines if number.startswith(text.strip())]

    choices = await moderator_choices(changing, interaction, look)
    return [app_commands.Choice(name=choice.name, value=int(choice.value)) for choice in choices]


async def _facts(interaction: Interaction, text: str, state: State) -> Choices:
    """Facts that a text finds, else those about the name that it may become."""
    changing = interaction.client.handlers[EDITING]
    editing = changing.editing

    async def look(by: Moderator) -> Iterable[tuple[str, str]]:
        typed = text[:SEARCH]
        facts = await editing.find(typed, by.scope, state=state, limit=sizes.OPTIONS)
        if not facts.views and typed.strip():
            for name in await editing.names.near(typed, by.scope, limit=1):
                facts = await editing.find(name, by.scope, state=state, limit=sizes.OPTIONS)
        return [(changing.wording.choice(view), f"#{view.number}") for view in facts.views]

    return await moderator_choices(changing, interaction, look)


async def _names(interaction: Interaction, text: str, slot: Slot) -> Choices:
    changing = interaction.client.handlers[EDITING]

    async def look(by: Moderator) -> Iterable[tuple[str, str]]:
        kinds = _kinds(interaction, slot)
        if kinds is None:
            return []
        names = changing.editing.names
        names_near = await names.near(text[:NAME_LIMIT], by.scope, kinds, sizes.OPTIONS)
        return [(name, name) for name in names_near]

    return await moderator_choices(changing, interaction, look)


def _kinds(interaction: Interaction, slot: Slot) -> frozenset[str] | None:
    """The kinds that a slot of the property takes which is filled in, any where none is; None
    where it takes no name."""
    given: Any = interaction.namespace
    written = str(getattr(given, "property", None) or "")
    try:
        entry = find_property(written, interaction.client.handlers[EDITING].language)
    except LoreError:
        return frozenset()
    if slot == "role" and not entry.has_role:
        return None
    kinds = entry.kinds(slot)
    return kinds - _PLAIN if kinds - _PLAIN or not kinds else None
