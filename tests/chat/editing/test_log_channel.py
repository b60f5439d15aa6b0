"""The log channel: what it tells of changes, Undo on its cards, and what befalls it."""

from __future__ import annotations

from typing import Any

import pytest

from chat.editing import log_channel as words
from chat.editing import texts as editing_texts
from chat.texts import replies as discord_words
from tests.discord_wire import Channel, Discord, Guild, Permission, Role, Seen, Upload, User
from tests.discord_wire.world import ORDINARY
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")

MODERATOR = User("mona", permissions=ORDINARY | Permission.MANAGE_GUILD)
MEMBER = User("max")
UNDO = editing_texts.UNDO
COMPOSER = {
    "subject": "Night Train",
    "property": "composer",
    "value": "Ana Lopez",
    "source": "A Score for the Train",
    "date": "3 Feb 2026",
}


@pytest.fixture
async def log(discord: Discord, stage: Stage, bot: object) -> Channel:
    """The log channel of the server."""
    channel = Channel("records", discord.guild)
    await discord.gateway.dispatch("CHANNEL_CREATE", channel.payload())
    await stage.set(discord.guild, log_channel=channel.id)
    return channel


async def keeper_of(discord: Discord, stage: Stage) -> User:
    """A moderator who has the role for it, and no more."""
    role = Role("keepers")
    about = {"guild_id": str(discord.guild.id)}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", about | {"role": role.payload()})
    await stage.set(discord.guild, moderator_role=role.id)
    return User("kim", roles=(role.id,))


async def add(discord: Discord, user: User = MODERATOR, **more: Any) -> Seen:
    """The result of a fact that was added."""
    card = await (await discord.slash("fact add", user=user, **(COMPOSER | more))).seen()
    return await (await discord.press(card, editing_texts.BUTTONS["save"], user=user)).seen()


async def told(discord: Discord, log: Channel, count: int) -> list[Seen]:
    """The cards in the log channel, once there are so many."""
    return await discord.until(
        lambda: cards if len(cards := discord.sent(log)) == count else None, f"{count} cards"
    )


async def answer(discord: Discord) -> str:
    return (await discord.reply_to(await discord.say("who composed night train?"))).text


async def warned(discord: Discord, user: User = MODERATOR, **more: Any) -> str:
    """What the result of a change says beside what was done."""
    card = await (await discord.slash("fact add", user=user, **(COMPOSER | more))).seen()
    exchange = await discord.press(card, editing_texts.BUTTONS["save"], user=user)
    assert "is added" in (await exchange.seen()).text
    await discord.until(lambda: exchange.followups)
    return Seen(exchange.followups[0]).text


@bot
async def test_a_change_of_facts_is_told(discord: Discord, log: Channel) -> None:
    result = await add(discord)
    assert "#1 is added" in result.text
    (card,) = await told(discord, log, 1)
    assert "Change 2: added" in card.text
    assert f"By <@{MODERATOR.id}>" in card.markdown
    assert "#1 new: Ana Lopez composed the music of Night Train" in card.text
    assert card.labels == [UNDO]
    assert card.raw["allowed_mentions"] == {"parse": []}


@bot
async def test_a_change_of_settings_is_told_by_names(discord: Discord, log: Channel) -> None:
    role = Role("**keepers**")
    await discord.gateway.dispatch(
        "GUILD_ROLE_CREATE", {"guild_id": str(discord.guild.id), "role": role.payload()}
    )
    seen = await (await discord.slash("setup", user=MODERATOR)).seen()
    await discord.press(seen, "Choose the moderators' role", str(role.id), user=MODERATOR)
    (card,) = await told(discord, log, 1)
    assert "Moderators: who may manage the server → @**keepers**." in card.text
    assert "**keepers**" not in card.markdown
    await discord.press(seen, "Choose where I answer", str(discord.channel.id), user=MODERATOR)
    (_, card) = await told(discord, log, 2)
    assert "Where I answer: every channel → #questions." in card.text
    history = await (await discord.slash("fact history", user=MODERATOR)).seen()
    assert "→ #questions." in history.text
    undone = await (await discord.press(card, UNDO, user=MODERATOR, channel=log)).seen()
    assert "#questions → every channel" in undone.text


@bot
async def test_undo_on_the_card(discord: Discord, log: Channel) -> None:
    await add(discord)
    (card,) = await told(discord, log, 1)
    result = await (await discord.press(card, UNDO, user=MODERATOR, channel=log)).seen()
    assert result.ephemeral
    assert "Change 2 is undone" in result.text
    card, undone = await told(discord, log, 2)
    assert "Undone by change 3." in card.text
    assert card.labels == []
    assert "Change 3: undone change 2" in undone.text
    assert undone.labels == [UNDO]
    assert "no fact about the composer" in await answer(discord)
    await (await discord.press(undone, UNDO, user=MODERATOR, channel=log)).seen()
    assert "Ana Lopez" in await answer(discord)


@bot
async def test_undo_is_for_moderators(discord: Discord, stage: Stage, log: Channel) -> None:
    await add(discord)
    (card,) = await told(discord, log, 1)
    refused = await (await discord.press(card, UNDO, user=MEMBER, channel=log)).seen()
    assert (refused.text, refused.ephemeral) == (discord_words.NEEDS_MANAGE_SERVER, True)
    assert "Ana Lopez" in await answer(discord)
    keeper = await keeper_of(discord, stage)
    result = await (await discord.press(card, UNDO, user=keeper, channel=log)).seen()
    assert "is undone" in result.text


@bot
async def test_settings_are_undone_by_who_may_set_them(
    discord: Discord, stage: Stage, log: Channel
) -> None:
    keeper = await keeper_of(discord, stage)
    seen = await (await discord.slash("setup", user=MODERATOR)).seen()
    await discord.press(seen, "setup:public", user=MODERATOR)
    (card,) = await told(discord, log, 1)
    refused = await (await discord.press(card, UNDO, user=keeper, channel=log)).seen()
    assert refused.text == discord_words.NEEDS_MANAGE_SERVER
    await (await discord.press(card, UNDO, user=MODERATOR, channel=log)).seen()
    assert (await stage.services.editing.setups.get(discord.guild.id)).public
    # Nor is it for them to take back what took it back.
    (_, undone) = await told(discord, log, 2)
    refused = await (await discord.press(undone, UNDO, user=keeper, channel=log)).seen()
    assert refused.text == discord_words.NEEDS_MANAGE_SERVER


@bot
async def test_undone_elsewhere_and_pressed_again(discord: Discord, log: Channel) -> None:
    result = await add(discord)
    (card,) = await told(discord, log, 1)
    await (await discord.press(result, UNDO, user=MODERATOR)).seen()
    card, _ = await told(discord, log, 2)
    assert "Undone by change 3." in card.text
    card.raw["components"] = [{"type": 1, "components": [button("undo:2")]}]
    late = await (await discord.press(card, UNDO, user=MODERATOR, channel=log)).seen()
    assert late.text == "Change 2 is undone already, by change 3."
    assert card.labels == []


@bot
async def test_a_refused_press_makes_no_card_of_the_message(discord: Discord, log: Channel) -> None:
    result = await add(discord)
    (card,) = await told(discord, log, 1)
    assert "Ana Lopez" in await answer(discord)  # by now the bot knows its card
    # The same button elsewhere: whoever may not press it must not make that message the card.
    other = Seen({**card.raw, "id": str(int(card.raw["id"]) + 1)})
    await (await discord.press(other, UNDO, user=MEMBER, channel=log)).seen()
    await (await discord.press(result, UNDO, user=MODERATOR)).seen()
    card, _ = await told(discord, log, 2)
    assert not discord.asked("PATCH", f"/messages/{other.raw['id']}")
    assert "Undone by change 3." in card.text


def button(custom_id: str) -> dict[str, Any]:
    return {"type": 2, "label": UNDO, "custom_id": custom_id, "style": 2}


@bot
async def test_spoilers_are_behind_bars_there_too(
    discord: Discord, stage: Stage, log: Channel
) -> None:
    await add(discord, spoiler=True)
    (card,) = await told(discord, log, 1)
    assert "Ana Lopez" not in "".join(card.markdown.split("||")[::2])
    await stage.set(discord.guild, spoiler_channels=[log.id])
    await add(discord, spoiler=True, value="Bob Stone")
    (_, card) = await told(discord, log, 2)
    assert "||" not in card.markdown


@bot
async def test_what_only_spoilers_speak_of_is_behind_bars_by_name_too(
    discord: Discord, log: Channel
) -> None:
    table = (
        b"subject,property,value,spoiler,title,published\n"
        b"Night Train,composer,Zadie Orlov,yes,A Score,2026-02-03\n"
    )
    await discord.slash("fact import", file=Upload("a.csv", table), user=MODERATOR)
    (card,) = await told(discord, log, 1)
    assert "Zadie Orlov" in card.text
    assert "Zadie Orlov" not in "".join(card.markdown.split("||")[::2])
    await discord.slash("name add", name="Zadie Orlov", alias="Zadie O.", user=MODERATOR)
    (_, card) = await told(discord, log, 2)
    assert "Zadie" not in "".join(card.markdown.split("||")[::2])
    await discord.slash("fact undo", change=2, user=MODERATOR)
    (*_, card) = await told(discord, log, 3)
    assert "Zadie" not in "".join(card.markdown.split("||")[::2])


@bot
async def test_hostile_text_does_nothing(discord: Discord, log: Channel) -> None:
    await add(discord, source="**x** <@1> @everyone [y](https://z.example)", reason="`<#5>` ||a||")
    (card,) = await told(discord, log, 1)
    assert "**x** <@1>" in card.text
    for markup in ("**x**", " <@1>", " @everyone", "`<#5>`", "||a||"):
        assert markup not in card.markdown


@bot
async def test_a_log_without_embeds_gets_text(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, log_channel=discord.silent.id)
    await add(discord)
    (card,) = await told(discord, discord.silent, 1)
    assert card.embeds == []
    assert f"By <@{MODERATOR.id}>" in card.markdown


@bot
async def test_a_log_channel_that_was_deleted(discord: Discord, stage: Stage, log: Channel) -> None:
    await discord.gateway.dispatch("CHANNEL_DELETE", log.payload())
    assert await warned(discord) == words.GONE
    assert "Ana Lopez" in await answer(discord)
    quiet = await add(discord, value="Bob Stone")  # it is told once
    assert "is added" in quiet.text
    other = User("otto", permissions=MODERATOR.permissions)
    assert await warned(discord, other, value="Christopher McQuarrie") == words.GONE
    assert [request for request in discord.requests if str(log.id) in request.path] == []


@bot
@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_log_channel_that_does_not_take_it(
    discord: Discord, log: Channel, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord.fail("POST", f"/channels/{log.id}/messages", status, code=50013, times=99)
    said = {403: words.lacks([]), 404: words.GONE, 500: words.UNREACHED}
    if status == 500:
        monkeypatch.setattr("discord.http.asyncio.sleep", at_once)
    assert await warned(discord) == said[status]
    assert "Ana Lopez" in await answer(discord)


async def at_once(_: float) -> None:
    pass


@bot
async def test_a_log_that_hangs_keeps_nobody_waiting(
    discord: Discord, log: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "PATIENCE", 0.0)
    discord.fail("POST", f"/channels/{log.id}/messages", 403, code=50013, times=2)
    assert "is added" in (await add(discord)).text
    await discord.until(lambda: discord.asked("POST", f"/channels/{log.id}/messages"))
    # What failed after that is told with the next change.
    assert await warned(discord, value="Bob Stone") == words.lacks([])


@bot
async def test_a_log_channel_in_which_it_may_not_write(discord: Discord, stage: Stage) -> None:
    hidden = Channel("hidden", discord.guild, denied=Permission.SEND_MESSAGES)
    await discord.gateway.dispatch("CHANNEL_CREATE", hidden.payload())
    await stage.set(discord.guild, log_channel=hidden.id)
    assert await warned(discord) == words.lacks(["Send Messages"])
    assert not discord.asked("POST", f"/channels/{hidden.id}/messages")


@bot
async def test_the_former_log_channel_hears_that_it_is_no_more(
    discord: Discord, log: Channel
) -> None:
    seen = await (await discord.slash("setup", user=MODERATOR)).seen()
    await discord.press(seen, "Choose the log channel", str(discord.channel.id), user=MODERATOR)
    for channel in (log, discord.channel):
        (card,) = await told(discord, channel, 1)
        assert "Log: #records → #questions." in card.text


@bot
async def test_without_a_log_channel_nothing_is_told(discord: Discord) -> None:
    await add(discord)
    assert discord.sent() == []


@bot
async def test_another_server_sees_nothing(discord: Discord, log: Channel) -> None:
    other = Guild("theatre")
    there = Channel("stalls", other)
    await discord.gateway.dispatch("GUILD_CREATE", other.payload(discord.bot, [there]))
    await add(discord)
    (card,) = await told(discord, log, 1)
    # The number of a card means nothing in another server.
    missed = await (await discord.press(card, UNDO, user=MODERATOR, channel=there)).seen()
    assert "There is no change 2 here." in missed.text
    assert UNDO in card.labels


async def test_undo_works_after_a_restart(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, log_channel=discord.channel.id)
    async with running(discord, stage):
        await discord.ready()
        await add(discord)
        (card,) = await told(discord, discord.channel, 1)
    async with running(discord, stage.reopened()):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        await (await discord.press(card, UNDO, user=MODERATOR)).seen()
        card, _ = await told(discord, discord.channel, 2)
        assert "Undone by change 3." in card.text
        assert card.labels == []


@bot
async def test_two_moderators_undo_at_the_same_moment(discord: Discord, log: Channel) -> None:
    await add(discord)
    (card,) = await told(discord, log, 1)
    other = User("otto", permissions=MODERATOR.permissions)
    pressed = [await discord.press(card, UNDO, user=who, channel=log) for who in (MODERATOR, other)]
    texts = [(await one.seen()).text for one in pressed]
    assert sorted("is undone;" in text for text in texts) == [False, True]
    assert len(await told(discord, log, 2)) == 2
    assert "no fact about the composer" in await answer(discord)


@bot
async def test_a_change_of_much_fits_its_card(discord: Discord, stage: Stage, log: Channel) -> None:
    rows = "".join(
        f'Night Train,premise,"{"**long** " * 40}{number}",A Score,2026-02-03\n'
        for number in range(40)
    )
    table = f"subject,property,value,title,published\n{rows}".encode()
    for channel in (log, discord.silent):
        if channel is not log:
            await stage.set(discord.guild, log_channel=channel.id)
        await discord.slash("fact import", file=Upload("a.csv", table), user=MODERATOR)
        (card,) = await told(discord, channel, 1)
        assert "more" in card.text.splitlines()[-1]
        assert card.labels == [UNDO]
        await (await discord.press(card, UNDO, user=MODERATOR, channel=channel)).seen()
