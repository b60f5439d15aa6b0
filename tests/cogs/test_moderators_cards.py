"""What stands on every card of moderators: links that lead where they say, names and no ids."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest

from chat.editing import texts
from cogs.facts import texts as facts_texts
from cogs.inbox import texts as inbox_texts
from tests.discord_wire import Channel, Discord, Role, Seen
from tests.discord_wire.seen import nested
from tests.support.fact_commands import COMPOSER, SAVE, add, press, slash
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")
ADDRESS = "https://gazette.example/a_score_(night)?x=1&y=2"
_LINK = re.compile(r"https?://[^\s<]*[^\s<.,:;]")
_RAW_ID = re.compile(r"(?<![<@#&:\d])\d{17,20}(?!\d)")
GONE = 1234567890123456789


async def logged(discord: Discord, stage: Stage) -> Channel:
    """A log channel, that was set among other things that have an id."""
    log = Channel("records", discord.guild)
    await discord.gateway.dispatch("CHANNEL_CREATE", log.payload())
    role = Role("lorekeepers")
    about = {"guild_id": str(discord.guild.id), "role": role.payload()}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", about)
    await stage.set(discord.guild, log_channel=log.id)
    channels = (discord.channel.id, GONE)
    await stage.set(discord.guild, moderator_role=role.id, spoiler_channels=channels)
    return log


async def changes(discord: Discord) -> AsyncIterator[Seen]:
    """The history, each of its changes whole, and the last one undone."""
    history = await slash(discord, "fact history")
    yield history
    opened = history
    for option in history.component(facts_texts.OPEN_CHANGE)["options"]:
        opened = await press(discord, history, facts_texts.OPEN_CHANGE, option["label"])
        yield opened
    yield await press(discord, opened, texts.UNDO)


async def cards(discord: Discord) -> AsyncIterator[Seen]:
    """The cards from a suggestion and a fact to the history and its undo."""
    suggestion = COMPOSER | {"value": "Bob Stone", "address": ADDRESS}
    await (await discord.slash("suggest", **suggestion)).seen()
    listed = await slash(discord, "inbox suggestions")
    yield listed
    (one,) = listed.component(inbox_texts.OPEN_ONE)["options"]
    opened = await press(discord, listed, inbox_texts.OPEN_ONE, one["label"])
    yield opened
    draft = await press(discord, opened, inbox_texts.BUTTONS["accept"])
    yield draft
    yield await press(discord, draft, SAVE)
    yield await slash(discord, "fact find", text="#1")
    yield await add(discord, address=ADDRESS)
    async for seen in changes(discord):
        yield seen


def places(seen: Seen) -> list[str]:
    """Its texts, and the labels of what can be chosen."""
    items = [*nested(seen.raw.get("components") or [])]
    chosen = [option["label"] for item in items for option in item.get("options") or []]
    return [seen.markdown, *(item["label"] for item in items if item.get("label")), *chosen]


def leads_to(link: str) -> str:
    """Where a link leads, whether it is shown as it is or behind a word."""
    return unquote(link.removesuffix(")") if link.endswith("=2)") else link)


async def test_links_lead_where_they_say_and_no_id_is_shown(discord: Discord, stage: Stage) -> None:
    log = await logged(discord, stage)
    seen = [one async for one in cards(discord)]
    seen += await discord.until(lambda: discord.sent(log), "the log")
    texts_shown = [text for one in seen for text in places(one)]
    assert [text for text in texts_shown if _RAW_ID.search(text)] == []
    assert any("one that is gone" in text for text in texts_shown)
    links = {leads_to(link) for text in texts_shown for link in _LINK.findall(text)}
    assert links == {ADDRESS}
