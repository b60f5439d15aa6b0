"""Autocompletion: names that a half-typed text may become."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from discord import app_commands

from chat.texts import replies as words
from chat.ui import sizes
from chat.ui.backpressure import Backpressure
from chat.ui.components import Interaction
from chat.ui.markdown import cut, head
from chat.ui.request import NAME_LIMIT, scope_of
from lore.answering import Engine
from lore.answering.completion import Completion

WORKS = frozenset({"film", "series", "show", "book", "game", "work"})

Choices = list[app_commands.Choice[str]]


class Autocomplete:
    """Completes names. It comes with each key that is typed, so where many wait it leaves it."""

    def __init__(self, *, engine: Engine, load: Backpressure) -> None:
        self._engine = engine
        self._load = load

    async def choices(self, interaction: Interaction, text: str, kinds: Collection[str]) -> Choices:
        """Up to 25 names of some kinds, each with what tells it apart."""
        if self._load.swamped:
            return []
        async with self._load.answering():
            found = await self._engine.complete(
                text[:NAME_LIMIT], scope=scope_of(interaction), kinds=kinds, limit=sizes.OPTIONS
            )
        return choices(found)


def choices(found: Sequence[Completion]) -> Choices:
    """Names as Discord takes them; of equal ones each is filled in with its hint."""
    names = [choice.name for choice in found]
    made: dict[str, app_commands.Choice[str]] = {}
    for choice in found[: sizes.OPTIONS]:
        label = cut(words.completion(choice.name, choice.hint), NAME_LIMIT)
        value = label if choice.hint and names.count(choice.name) > 1 else choice.name
        made.setdefault(label, app_commands.Choice(name=label, value=head(value, NAME_LIMIT)))
    return list(made.values())
