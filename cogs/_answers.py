"""From a text to what is shown for it: the one way that every entry takes."""

from __future__ import annotations

from collections.abc import Hashable

from cogs._asked import question
from cogs._engine import Engine
from lore.wording import Parts, Wording
from lore.wording import discord as words


class Answers:
    """Asks the engine and puts its answer into words."""

    def __init__(self, *, engine: Engine, wording: Wording) -> None:
        self._engine = engine
        self._wording = wording

    async def show(self, text: str, *, key: Hashable, scope: int) -> Parts | str:
        """What to show for a member's text: an answer, or how to ask where it asks nothing.

        `key` is the conversation: what "it" and "the eighth" refer to.

        Raises:
            LoreError: for what the member can mend.
        """
        asked = question(text)
        if not asked:
            return words.HELP
        return self._wording.parts((await self._engine.ask(asked, key=key, scope=scope)).outcome)
