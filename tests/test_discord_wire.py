"""The small Discord serves what members do besides asking: real discord.py answers it here."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, Self

import discord as discord_py
import pytest
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.discord_wire import Discord, Request, Seen, interactions, problems, schema
from tests.discord_wire.limits import COMPONENTS_V2
from tests.discord_wire.schema import SPEC
from tests.support.shared import needs

Interaction = discord_py.Interaction[discord_py.Client]


class Name(ui.Modal, title="Who are you?"):
    name: ui.Label[Self] = ui.Label(text="Name", component=ui.TextInput())

    async def on_submit(self, interaction: discord_py.Interaction[Any], /) -> None:
        assert isinstance(self.name.component, ui.TextInput)
        await interaction.response.send_message(f"You are {self.name.component.value}")


class Again(ui.DynamicItem[ui.Button[Any]], template=r"again:(?P<count>\d+)"):
    def __init__(self, count: int) -> None:
        super().__init__(ui.Button(label="Again", custom_id=f"again:{count}"))
        self.count = count

    @classmethod
    async def from_custom_id(
        cls, interaction: discord_py.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["count"]))

    async def callback(self, interaction: discord_py.Interaction[Any]) -> Any:
        view = ui.View().add_item(Again(self.count + 1))
        await interaction.response.edit_message(content=f"{self.count} times", view=view)


class Menu(ui.View):
    @ui.select(placeholder="Which", options=[discord_py.SelectOption(label=x) for x in "abc"])
    async def which(self, interaction: Interaction, select: ui.Select[Self]) -> None:
        await interaction.response.send_message(select.values[0], ephemeral=True)

    @ui.button(label="Name")
    async def name(self, interaction: Interaction, _: ui.Button[Self]) -> None:
        await interaction.response.send_modal(Name())


class Client(discord_py.Client):
    """A bot with one of everything."""

    def __init__(self) -> None:
        super().__init__(intents=discord_py.Intents.default())
        self.tree = app_commands.CommandTree(self)
        self.add_dynamic_items(Again)
        self.tree.add_command(app_commands.Command(name="menu", description="m", callback=menu))
        group = app_commands.Group(name="fact", description="f")
        group.add_command(find)
        self.tree.add_command(group)
        self.tree.add_command(app_commands.ContextMenu(name="Answer this", callback=answer_this))


async def menu(interaction: Interaction) -> None:
    view = Menu().add_item(Again(1))
    await interaction.response.send_message("Choose", view=view)


@app_commands.command(name="find", description="f")
async def find(interaction: Interaction, text: str, count: int = 1, loud: bool = False) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send(f"{text} {count} {loud}")
    await interaction.edit_original_response(content="done")


@find.autocomplete("text")
async def complete(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=current.upper(), value=current)]


async def answer_this(interaction: Interaction, message: discord_py.Message) -> None:
    await interaction.response.send_message(f"“{message.content}” by {message.author}")


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord() as server:
        Route.BASE = server.api
        DiscordWebSocket.DEFAULT_GATEWAY = URL(server.gateway.url)
        async with Client() as client:
            running = asyncio.create_task(client.start(server.token))
            await server.ready()
            yield server
            await client.close()
            await running
        assert server.problems() == []


async def test_components_and_modals(discord: Discord) -> None:
    seen = await (await discord.slash("menu")).seen()
    chosen = await (await discord.press(seen, "Which", "b")).seen()
    assert (chosen.text, chosen.ephemeral) == ("b", True)
    again = await (await discord.press(seen, "Again")).seen()
    assert again.text == "1 times"
    assert (await (await discord.press(again, "Again")).seen()).text == "2 times"
    modal = await (await discord.press(seen, "Name")).modal()
    assert (await (await discord.submit(modal, {"Name": "Ann"})).seen()).text == "You are Ann"


async def test_subcommands_deferring_and_followups(discord: Discord) -> None:
    exchange = await discord.slash("fact find", text="Ilsa", count=2, loud=True)
    await discord.until(lambda: exchange.message)
    assert [Seen(message).text for message in exchange.followups] == ["Ilsa 2 True"]
    seen = await exchange.seen()
    assert (seen.text, seen.ephemeral) == ("done", True)


async def test_autocompletion(discord: Discord) -> None:
    exchange = await discord.complete("fact find", "text", "ils", count=2)
    assert await exchange.choices() == [{"name": "ILS", "value": "ils"}]


async def test_a_context_menu(discord: Discord) -> None:
    message = await discord.say("who plays Ilsa?", mention=False)
    exchange = await discord.menu("Answer this", message)
    assert (await exchange.seen()).text == "“who plays Ilsa?” by ann"


async def test_what_comes_too_late_or_twice_is_refused(discord: Discord) -> None:
    exchange = await discord.slash("menu")
    await exchange.seen()
    assert exchange.take({"type": 4}) == (400, 40060)
    exchange.callback = None
    exchange.sent -= interactions.DEADLINE + 1
    assert exchange.take({"type": 4}) == (404, 10062)


BUTTON = {"type": 2, "style": 2, "label": "Save", "custom_id": "save"}
TEXT = {"type": 10, "content": "text"}
V2 = {"flags": COMPONENTS_V2}


def contained(*components: Any, **more: Any) -> dict[str, Any]:
    """A message that is a container of these components."""
    return {**V2, "components": [{"type": 17, "components": list(components)}], **more}


def row(*components: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(number: int) -> dict[str, Any]:
    return {**BUTTON, "custom_id": f"save:{number}"}


REFUSED: dict[str, dict[str, Any]] = {
    "content": {"content": "x" * 2001},
    "embed title": {"embeds": [{"title": "x" * 257}]},
    "embeds in all": {"embeds": [{"description": "x" * 3100}] * 2},
    "no V2 flag": {"components": [TEXT]},
    "content beside V2": contained(TEXT, content="text"),
    "embeds beside V2": contained(TEXT, embeds=[{"title": "text"}]),
    "40 components": contained(*[TEXT] * 40),
    "4,000 characters": contained(*[{**TEXT, "content": "x" * 1001}] * 4),
    "UTF-16": contained(*[{**TEXT, "content": "\U0001f3ac" * 501}] * 4),
    "empty text": contained({**TEXT, "content": ""}),
    "empty container": contained(),
    "container in one": contained(contained(TEXT)["components"][0]),
    "section of four": contained({"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}),
    "section without accessory": contained({"type": 9, "components": [TEXT]}),
    "six buttons": {"components": [row(*map(button, range(6)))]},
    "six rows": {"components": [row(button(number)) for number in range(6)]},
    "long label": {"components": [row({**BUTTON, "label": "x" * 81})]},
    "same id": contained(row(BUTTON), row(BUTTON)),
    "no label": {"components": [row({**BUTTON, "label": ""})]},
    "picture": {"embeds": [{"image": {"url": "attachment://timeline.png"}}]},
    "same option": {
        "components": [
            row({"type": 3, "custom_id": "a", "options": [{"label": "a", "value": "a"}] * 2})
        ]
    },
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_beyond_a_limit(body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request("POST", "/channels/1/messages", body)
    assert problems(request)
    monkeypatch.setattr(schema, "SPEC", SPEC.with_name("absent"))
    assert problems(request)


def test_what_is_just_within_the_limits() -> None:
    section = {"type": 9, "components": [{**TEXT, "content": "x" * 3000}], "accessory": button(0)}
    separators = [{"type": 14}] * 33
    body = contained(section, {**TEXT, "content": "x" * 1000}, *separators, row(button(1)), **V2)
    assert problems(Request("POST", "/channels/1/messages", body)) == []


@pytest.mark.parametrize(
    ("before", "body"),
    [
        (contained(TEXT), {"content": "text"}),
        (contained(TEXT), {"embeds": [{"title": "text"}], "components": []}),
        ({"content": "text"}, contained(TEXT)),
    ],
)
def test_an_edit_cannot_mix_layouts_and_text(before: Any, body: Any) -> None:
    assert problems(Request("PATCH", "/channels/1/messages/1", body, before=before))
    same = {**body, "content": None, "embeds": None} if "flags" in body else contained(TEXT)
    assert problems(Request("PATCH", "/channels/1/messages/1", same, before=before)) == []


@needs(SPEC)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/channels/1/messages", {"content": "x" * 4001}),
        ("/channels/1/messages", {"embeds": [{"title": "x" * 257}]}),
        ("/channels/1/messages", {"embeds": [{"description": "x" * 4000}] * 2}),
        ("/channels/1/messages", {"message_reference": {"message_id": 1}}),
        ("/interactions/1/token/callback", {"type": 4, "data": {"embeds": "none"}}),
    ],
)
def test_a_body_that_discord_would_refuse(path: str, body: Any) -> None:
    assert problems(Request("POST", path, body))


def test_a_route_that_discord_does_not_have() -> None:
    if SPEC.exists():
        with pytest.raises(AssertionError, match="knows no"):
            problems(Request("POST", "/channels/1/shout", {}))
