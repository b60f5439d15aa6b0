"""From a text to what is shown for it: the one way that every entry takes."""

from __future__ import annotations

from collections.abc import Hashable

from cogs._asked import question
from cogs._engine import Engine, Keeper, Library
from lore.answer.complete import Completion
from lore.answer.views import View
from lore.inbox import Asked
from lore.models import Citation, Status
from lore.wording import Parts, Wording, terms
from lore.wording import discord as words


class Answers:
    """Asks the engine and puts its answer into words."""

    def __init__(
        self, *, engine: Engine, library: Library, keeper: Keeper, wording: Wording
    ) -> None:
        self._engine = engine
        self._keeper = keeper
        self._library = library
        self._wording = wording

    async def show(self, text: str, *, key: Hashable, asked: Asked) -> Parts | str:
        """What to show for a member's text: an answer, or how to ask where it asks nothing.

        `key` is the conversation: what "it" and "the eighth" refer to.

        Raises:
            LoreError: for what the member can mend.
        """
        said = question(text)
        if not said:
            return words.HELP
        answer = await self._engine.ask(said, key=key, scope=asked.scope)
        self._keeper.note(asked, answer)
        return self._wording.parts(answer.outcome)

    async def look(self, view: View, name: str, *, scope: int) -> Parts | str:
        """What to show for one view of a name."""
        return self._wording.parts((await self._library.look(view, name, scope=scope)).outcome)

    async def complete(
        self, text: str, kinds: frozenset[str], *, scope: int, limit: int
    ) -> list[Completion]:
        """The names that a half-typed text may become."""
        return await self._library.complete(text, scope=scope, kinds=kinds, limit=limit)

    async def sources(self, *, scope: int) -> Parts | str:
        """The sources, one a line."""
        found = await self._library.sources(scope)
        lines = tuple(terms.citation(Citation(one, Status.CONFIRMED)) for one in found)
        if not lines:
            return words.no_sources()
        return Parts(words.SOURCES_DESCRIPTION, lines, (), None, (), "fact")
