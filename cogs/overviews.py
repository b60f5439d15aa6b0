"""What is known of one thing: /film, /cast, /who, /dates and /rumours."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from chat.answers.handler import AnswerHandler
from chat.texts import commands as words
from chat.ui.autocomplete import WORKS, Autocomplete, Choices
from chat.ui.components import Interaction
from chat.ui.request import NAME_LIMIT
from lore.model.facts import PEOPLE

Name = app_commands.Range[str, 1, NAME_LIMIT]
"""A name as it is typed."""

_film = app_commands.describe(film=words.FILM_OPTION, private=words.PRIVATE)


class Overviews(commands.Cog):
    """Shows a film, its cast, its dates and its rumours, and who somebody is."""

    def __init__(self, *, face: AnswerHandler, names: Autocomplete) -> None:
        self._face = face
        self._names = names

    @app_commands.command(name="film", description=words.FILM)
    @_film
    async def film(self, interaction: Interaction, film: Name, private: bool | None = None) -> None:
        """Show the card of a film."""
        await self._face.look(interaction, "film", film, private=private)

    @app_commands.command(name="cast", description=words.CAST)
    @_film
    async def cast(self, interaction: Interaction, film: Name, private: bool | None = None) -> None:
        """Show who is in a film."""
        await self._face.look(interaction, "cast", film, private=private)

    @app_commands.command(name="dates", description=words.DATES)
    @_film
    async def dates(
        self, interaction: Interaction, film: Name, private: bool | None = None
    ) -> None:
        """Show every date that was reported."""
        await self._face.look(interaction, "dates", film, private=private)

    @app_commands.command(name="rumours", description=words.RUMOURS)
    @_film
    async def rumours(
        self, interaction: Interaction, film: Name, private: bool | None = None
    ) -> None:
        """Show what is rumoured and hoped."""
        await self._face.look(interaction, "rumours", film, private=private)

    @app_commands.command(name="who", description=words.WHO)
    @app_commands.describe(name=words.NAME_OPTION, private=words.PRIVATE)
    async def who(self, interaction: Interaction, name: Name, private: bool | None = None) -> None:
        """Show who a person or a character is."""
        await self._face.look(interaction, "who", name, private=private)

    @film.autocomplete("film")
    @cast.autocomplete("film")
    @dates.autocomplete("film")
    @rumours.autocomplete("film")
    async def works(self, interaction: Interaction, text: str) -> Choices:
        """Complete the name of a film."""
        return await self._names.choices(interaction, text, WORKS)

    @who.autocomplete("name")
    async def people(self, interaction: Interaction, text: str) -> Choices:
        """Complete the name of a person or a character."""
        return await self._names.choices(interaction, text, PEOPLE)
