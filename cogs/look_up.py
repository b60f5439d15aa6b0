"""What is known of one thing: /film, /cast, /who, /dates and /rumours, and /sources and /help."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs import _asked
from cogs._answers import Answers
from cogs._deliver import respond
from lore.answer.views import View
from lore.wording import discord as words

CHOICES = 25
"""Choices that Discord shows for an option."""
CHOICE = 100
"""Characters of a choice at most."""
_PEOPLE = frozenset({"person", "character"})
_WORKS = frozenset({"film", "series", "show", "book", "game", "work"})


def everywhere(command: Any) -> Any:
    """Let a command be used in servers, direct messages and as a user-installed app."""
    installs = app_commands.allowed_installs(guilds=True, users=True)
    contexts = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    return installs(contexts(command))


class LookUp(commands.Cog):
    """Shows views of films and people; names are completed while they are typed."""

    def __init__(self, *, answers: Answers) -> None:
        self._answers = answers

    async def _show(
        self, interaction: discord.Interaction[Any], view: View, name: str, private: bool
    ) -> None:
        shown = await self._answers.look(view, name, scope=_asked.scope_of(interaction))
        await respond(interaction, shown, private=private)

    async def _complete(
        self, interaction: discord.Interaction[Any], text: str, kinds: frozenset[str]
    ) -> list[app_commands.Choice[str]]:
        scope = _asked.scope_of(interaction)
        found = await self._answers.complete(text[:CHOICE], kinds, scope=scope, limit=CHOICES)
        return [
            app_commands.Choice(name=words.choice(one.name, one.hint)[:CHOICE], value=one.name)
            for one in found
            if len(one.name) <= CHOICE
        ]

    async def films(
        self, interaction: discord.Interaction[Any], text: str
    ) -> list[app_commands.Choice[str]]:
        """The films that a half-typed name may become."""
        return await self._complete(interaction, text, _WORKS)

    async def people(
        self, interaction: discord.Interaction[Any], text: str
    ) -> list[app_commands.Choice[str]]:
        """The people and characters that a half-typed name may become."""
        return await self._complete(interaction, text, _PEOPLE)

    @app_commands.command(name="film", description=words.FILM_DESCRIPTION)
    @app_commands.describe(film=words.FILM_OPTION, private=words.PRIVATE_OPTION)
    @app_commands.autocomplete(film=films)
    @everywhere
    async def film(
        self,
        interaction: discord.Interaction[Any],
        film: app_commands.Range[str, 1, CHOICE],
        private: bool = False,
    ) -> None:
        """What is known of a film, the best first."""
        await self._show(interaction, "film", film, private)

    @app_commands.command(name="cast", description=words.CAST_DESCRIPTION)
    @app_commands.describe(film=words.FILM_OPTION, private=words.PRIVATE_OPTION)
    @app_commands.autocomplete(film=films)
    @everywhere
    async def cast(
        self,
        interaction: discord.Interaction[Any],
        film: app_commands.Range[str, 1, CHOICE],
        private: bool = False,
    ) -> None:
        """Who is in a film, the rumoured and the hoped for apart."""
        await self._show(interaction, "cast", film, private)

    @app_commands.command(name="who", description=words.WHO_DESCRIPTION)
    @app_commands.describe(person=words.WHO_OPTION, private=words.PRIVATE_OPTION)
    @app_commands.autocomplete(person=people)
    @everywhere
    async def who(
        self,
        interaction: discord.Interaction[Any],
        person: app_commands.Range[str, 1, CHOICE],
        private: bool = False,
    ) -> None:
        """Who a person or a character is."""
        await self._show(interaction, "who", person, private)

    @app_commands.command(name="dates", description=words.DATES_DESCRIPTION)
    @app_commands.describe(film=words.FILM_OPTION, private=words.PRIVATE_OPTION)
    @app_commands.autocomplete(film=films)
    @everywhere
    async def dates(
        self,
        interaction: discord.Interaction[Any],
        film: app_commands.Range[str, 1, CHOICE],
        private: bool = False,
    ) -> None:
        """Every date of a film, in the order in which sources reported it."""
        await self._show(interaction, "dates", film, private)

    @app_commands.command(name="rumours", description=words.RUMOURS_DESCRIPTION)
    @app_commands.describe(film=words.FILM_OPTION, private=words.PRIVATE_OPTION)
    @app_commands.autocomplete(film=films)
    @everywhere
    async def rumours(
        self,
        interaction: discord.Interaction[Any],
        film: app_commands.Range[str, 1, CHOICE],
        private: bool = False,
    ) -> None:
        """What is rumoured or hoped for of a film."""
        await self._show(interaction, "rumours", film, private)

    @app_commands.command(name="sources", description=words.SOURCES_DESCRIPTION)
    @everywhere
    async def sources(self, interaction: discord.Interaction[Any]) -> None:
        """What the answers rest on."""
        shown = await self._answers.sources(scope=_asked.scope_of(interaction))
        await respond(interaction, shown, private=True)

    @app_commands.command(name="help", description=words.HELP_DESCRIPTION)
    @everywhere
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """How to ask."""
        await respond(interaction, words.HELP, private=True)
