"""What gives something away is behind bars, unless a channel is safe."""

from __future__ import annotations

from typing import Any

import pytest

from chat.texts import replies as words
from tests.discord_wire import Channel, Discord, Seen
from tests.support.hard_pack import CAST
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")

DEAD = "is Conductor Vale dead?"


async def look(discord: Discord, name: str, /, **options: Any) -> Seen:
    return await (await discord.slash(name, **options)).seen()


def barred(seen: Seen, text: str) -> bool:
    """Whether a text is there, and only behind bars."""
    open_ones = "".join(seen.markdown.split("||")[::2])
    return text in seen.markdown and text not in open_ones


@pytest.mark.parametrize("place", ["channel", "silent", "direct", "elsewhere"])
async def test_spoilers_are_behind_bars(discord: Discord, place: str) -> None:
    channel: Channel = getattr(discord, place)
    assert barred(await look(discord, "ask", question=DEAD, channel=channel), "dies in the tunnel")
    assert barred(await look(discord, "who", name="vale", channel=channel), "dies in the tunnel")
    for name in ("film", "cast"):
        seen = await look(discord, name, film="night train", channel=channel)
        assert barred(seen, "Bob Stone — Stoker Bly")
        assert "||" not in seen.markdown.partition("Ana Lopez")[0].rpartition("\n")[2]


async def test_in_messages_and_lists_too(discord: Discord) -> None:
    message = await discord.reply_to(await discord.say(DEAD))
    assert barred(message, "dies in the tunnel")
    seen = await look(discord, "ask", question="cast of crowd scene")
    while words.NEXT in seen.labels:
        seen = await (await discord.press(seen, words.NEXT)).seen()
    assert barred(seen, CAST[-1])
    assert not barred(seen, CAST[-2])


async def test_a_safe_channel_sees_them_openly(discord: Discord, stage: Stage) -> None:
    seen = await look(discord, "ask", question=DEAD)
    await stage.set(discord.guild, spoiler_channels=[discord.channel.id])
    assert "||" not in (await look(discord, "ask", question=DEAD)).markdown
    assert "||" not in (await discord.reply_to(await discord.say(DEAD))).markdown
    again = await look(discord, "ask", question=DEAD, private=True)
    await stage.set(discord.guild, spoiler_channels=())
    public = await (await discord.press(again, "Show to everyone")).seen()
    assert barred(public, "dies in the tunnel")
    assert barred(seen, "dies in the tunnel")
