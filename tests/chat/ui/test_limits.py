"""Nobody is answered more often than they can read."""

from __future__ import annotations

from functools import partial

import pytest

from chat.answers import handler
from chat.texts import replies as words
from chat.ui.limits import LOOK, Cooldown, Wait
from tests.discord_wire import Discord, User
from tests.support.stage import Watched

MOST = 20
QUESTION = "who plays Conductor Vale?"

bot = pytest.mark.usefixtures("timeless", "bot")


@pytest.fixture
def timeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may ask again because the machine is slow."""
    monkeypatch.setattr(handler, "Cooldown", partial(Cooldown, clock=lambda: 0.0))


@bot
async def test_who_asks_too_much_is_told_when_to_ask_again(discord: Discord) -> None:
    for _ in range(MOST):
        assert "Ana Lopez" in (await (await discord.slash("ask", question=QUESTION)).seen()).text
    for name, options in (("ask", {"question": QUESTION}), ("film", {"film": "night train"})):
        told = await (await discord.slash(name, **options)).seen()
        assert told.text == words.wait(3)
        assert told.ephemeral
    other = await discord.slash("ask", question=QUESTION, user=User("bea"))
    assert "Ana Lopez" in (await other.seen()).text


@bot
async def test_in_messages_it_is_said_once(discord: Discord, engine: Watched) -> None:
    said = [await discord.say(QUESTION) for _ in range(MOST + 5)]
    told = await discord.reply_to(said[MOST])
    assert told.text == words.wait(3)
    for message in said[:MOST]:
        assert "Ana Lopez" in (await discord.reply_to(message)).text
    last = await discord.reply_to(await discord.say(QUESTION, author=User("bea")))
    assert "Ana Lopez" in last.text
    assert len(discord.sent()) == MOST + 2


@bot
async def test_buttons_count_too(discord: Discord) -> None:
    seen = await (await discord.slash("ask", question=QUESTION)).seen()
    for _ in range(round((MOST - 1) / LOOK)):
        await (await discord.press(seen, "Sources")).seen()
    told = await (await discord.press(seen, "Sources")).seen()
    assert "ask me again in 1 second." in told.text


def test_it_passes() -> None:
    now = [0.0]
    cooldown = Cooldown(most=2, seconds=3, clock=lambda: now[0])
    cooldown.charge(1)
    cooldown.charge(1)
    with pytest.raises(Wait, match="in 3 seconds") as first:
        cooldown.charge(1)
    now[0] = 2
    with pytest.raises(Wait, match="in 1 second.") as second:
        cooldown.charge(1)
    assert (first.value.first, second.value.first) == (True, False)
    now[0] = 3
    cooldown.charge(1)
    with pytest.raises(Wait) as third:
        cooldown.charge(1)
    assert third.value.first
    now[0] = 1000
    cooldown.charge(1)
    cooldown.charge(1)
    with pytest.raises(Wait):
        cooldown.charge(1)


def test_it_remembers_so_many_persons() -> None:
    cooldown = Cooldown(most=1, persons=2, clock=lambda: 0)
    for person in (1, 2, 3):
        cooldown.charge(person)
    cooldown.charge(1)
    with pytest.raises(Wait):
        cooldown.charge(3)
