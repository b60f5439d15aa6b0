"""A form that is refused can be opened again as it was sent in, by whoever did."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from unittest.mock import create_autospec

import discord as discord_py
import pytest

from chat.texts import commands
from chat.texts import replies as words
from chat.ui import forms
from chat.ui.reopening import MOST, KeptForms
from lore.conversation import MINUTES
from lore.model.errors import LoreError
from tests.discord_wire import Discord, Exchange, User
from tests.discord_wire.world import Json

VALUES = {
    "sentence": "Ana Lopez composed Night Train",
    "source": "The Paper https://paper.example/1",
    "published": "someday, maybe",
}

bot = pytest.mark.usefixtures("bot")


async def form(discord: Discord) -> Json:
    message = await discord.say("Ana Lopez!", author=User("bea"), mention=False)
    return await (await discord.menu(commands.SUGGEST_AS_FACT, message)).modal()


def standing(modal: Json) -> dict[str, str]:
    fields = [row["component"] for row in modal["components"]]
    return {field["custom_id"]: field["value"] for field in fields if field.get("value")}


@bot
async def test_a_refused_form_is_opened_again_with_what_was_typed(discord: Discord) -> None:
    first = await form(discord)
    refused = await (await discord.submit(first, VALUES)).seen()
    assert refused.ephemeral
    assert "You wrote: “" in refused.text
    for _ in range(2):
        again = await (await discord.press(refused, words.REOPEN)).modal()
        assert (again["title"], again["custom_id"]) == (first["title"], first["custom_id"])
        assert standing(again) == VALUES
    mended = await (await discord.submit(again, VALUES | {"published": "3 Feb 2026"})).seen()
    assert words.REOPEN not in mended.labels


@bot
async def test_much_is_repeated_in_short_and_kept_whole(discord: Discord) -> None:
    long = VALUES | {"sentence": "Ana Lopez composed " + "a very long " * 60 + "Night Train"}
    first = await form(discord)
    refused = await (await discord.submit(first, long)).seen()
    repeated = refused.text.partition("You wrote: “")[2].partition("”")[0]
    assert repeated.startswith("Ana Lopez composed a very long")
    assert len(repeated) == 200
    again = await (await discord.press(refused, words.REOPEN)).modal()
    assert standing(again) == {name: text.strip() for name, text in long.items()}


@bot
async def test_nobody_else_opens_it_and_who_is_forgotten_neither(discord: Discord) -> None:
    refused = await (await discord.submit(await form(discord), VALUES)).seen()
    other = await (await discord.press(refused, words.REOPEN, user=User("cy"))).seen()
    assert other.text == words.FORM_GONE
    assert (await pressed(discord, refused)).callback is not None
    asked = await (await discord.slash("privacy delete")).seen()
    await (await discord.press(asked, "Delete what is kept of me")).seen()
    gone = await (await discord.press(refused, words.REOPEN)).seen()
    assert gone.text == words.FORM_GONE


async def pressed(discord: Discord, refused: Any) -> Exchange:
    exchange = await discord.press(refused, words.REOPEN)
    await exchange.modal()
    return exchange


@bot
async def test_a_form_of_before_a_restart_is_repeated_alone(discord: Discord) -> None:
    first = await form(discord)
    refused = await (await discord.submit(first, VALUES, user=User("cy"))).seen()
    assert "You wrote: “" in refused.text
    assert refused.labels == []


def interaction(person: int, **data: object) -> Any:
    told = create_autospec(discord_py.Interaction, instance=True)
    told.user, told.data = SimpleNamespace(id=person), data
    told.response = create_autospec(discord_py.InteractionResponse, instance=True)
    return told


def modal(number: int = 0) -> discord_py.ui.Modal:
    options = {"yes": "Yes", "no": "No"}
    return forms.form("F", f"f:{number}", [forms.choice("sure", "Sure?", options, "yes")])


def chosen(number: int = 0) -> dict[str, object]:
    field = {"custom_id": "sure", "values": ["no"]}
    return {"custom_id": f"f:{number}", "components": [{"component": field}]}


async def test_what_was_chosen_is_chosen_again_for_some_minutes() -> None:
    now = [0.0]
    kept = KeptForms(lambda: now[0])
    await kept.open(interaction(7), modal())
    view = kept.refused(interaction(7, **chosen()))
    assert view is not None
    name = view.children[0].custom_id.partition(":")[2]  # type: ignore[attr-defined]
    (row,) = kept.again(name, 7).to_dict()["components"]
    assert [one["value"] for one in row["component"]["options"] if one["default"]] == ["no"]
    now[0] = MINUTES * 60 + 1
    with pytest.raises(LoreError):
        kept.again(name, 7)


async def test_so_many_forms_are_held_and_no_more() -> None:
    kept, opening = KeptForms(), interaction(7)
    for number in range(MOST + 1):
        await kept.open(opening, modal(number))
    assert kept.refused(interaction(7, **chosen(0))) is None
    assert kept.refused(interaction(7, **chosen(MOST))) is not None
