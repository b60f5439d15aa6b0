"""The history by commands, undo, who changes second, and who may."""

from __future__ import annotations

import re

import pytest

from chat.editing import texts
from chat.texts import replies as words
from cogs.facts import texts as facts_texts
from lore.texts import refusals
from tests.discord_wire import Discord
from tests.discord_wire.interactions import UPDATE
from tests.discord_wire.world import Channel, Guild
from tests.support.fact_commands import (
    COMPOSER,
    EDIT,
    MODERATOR,
    NOBODY,
    QUESTION,
    SAVE,
    SECOND,
    add,
    answer,
    demoted,
    mend,
    press,
    second,
    slash,
    sources,
    stored,
    version,
)
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")
RETIRE, RESTORE, LEAD = (facts_texts.BUTTONS[name] for name in ("retire", "restore", "lead"))


async def test_the_history_tells_who_when_why_before_and_after(discord: Discord) -> None:
    number = await stored(discord, reason="it is in the paper")
    card = await slash(discord, "fact edit", fact=str(number), value="Bob Stone", reason="mixed up")
    await press(discord, card, SAVE)
    await stored(discord, subject="Mission: Impossible 7")
    for options in ({}, {"fact": f"#{number}"}):
        seen = await slash(discord, "fact history", **options)
        assert seen.ephemeral
        for part in (
            "Change 2: edited",
            "Change 1: added",
            f"<@{MODERATOR.id}>",
            "<t:",
            "Reason: mixed up",
            f"#{number} before: Ana Lopez composed",
            f"#{number} after: Bob Stone composed",
        ):
            assert part in seen.text
        assert ("Change 3" in seen.text) is (not options)


async def test_a_long_history_is_paged(discord: Discord, stage: Stage) -> None:
    number = await stored(discord)
    editing, by = stage.services.editing, second(discord)
    for _ in range(12):
        now = await version(stage, discord, number)
        await editing.retire(number, by, version=now, reason="y" * 400)
        now = await version(stage, discord, number)
        await editing.restore(number, by, version=now)
    for channel in (discord.channel, discord.silent):
        seen = await slash(discord, "fact history", channel=channel)
        told = re.findall(r"Change (\d+):", seen.text)
        while facts_texts.OLDER in seen.labels:
            seen = await press(discord, seen, facts_texts.OLDER, channel=channel)
            told += re.findall(r"Change (\d+):", seen.text)
        assert [int(one) for one in told] == list(range(25, 0, -1))
        exchange = await discord.press(seen, facts_texts.NEWEST, channel=channel, user=MODERATOR)
        assert (await exchange.answer())["type"] == UPDATE
        seen = await exchange.seen()
        assert "Change 25:" in seen.text
        assert facts_texts.NEWEST not in seen.labels


async def test_a_change_is_opened_whole(discord: Discord) -> None:
    long = "word " * 190
    await stored(discord, property="plot", value=long)
    for channel in (discord.channel, discord.silent):
        seen = await slash(discord, "fact history", channel=channel)
        label = seen.component(facts_texts.OPEN_CHANGE)["options"][0]["label"]
        opened = await press(discord, seen, facts_texts.OPEN_CHANGE, label, channel=channel)
        text = opened.text
        while facts_texts.NEXT in opened.labels:
            opened = await press(discord, opened, facts_texts.NEXT, channel=channel)
            text += opened.text
        assert text.count("word") == 190
        assert texts.UNDO in opened.labels


async def test_any_change_is_undone_also_an_undo(discord: Discord) -> None:
    result = await press(discord, await add(discord), SAVE)
    undone = await press(discord, result, texts.UNDO)
    assert "Change 1 is undone; this was change 2." in undone.text
    assert NOBODY in await answer(discord)
    again = await press(discord, undone, texts.UNDO)
    assert "Change 2 is undone; this was change 3." in again.text
    assert "Ana Lopez" in await answer(discord)
    told = await slash(discord, "fact undo", change=3, reason="for good")
    assert "this was change 4" in told.text
    assert NOBODY in await answer(discord)
    assert (await slash(discord, "fact undo", change=99)).text == refusals.no_change(99)
    assert (await slash(discord, "fact undo", change=-1)).text == refusals.no_change(-1)


async def test_what_came_later_is_to_be_undone_first(discord: Discord) -> None:
    number = await stored(discord)
    await slash(discord, "fact retire", fact=str(number))
    told = await slash(discord, "fact undo", change=1)
    assert told.text == refusals.overtaken(1, 2)


async def test_the_history_names_channels_and_roles(discord: Discord, stage: Stage) -> None:
    await stage.set(discord.guild, log_channel=discord.silent.id)
    await stage.set(discord.guild, spoiler_channels=(discord.channel.id, 1234567890123456789))
    seen = await slash(discord, "fact history")
    labels = [one["label"] for one in seen.component(facts_texts.OPEN_CHANGE)["options"]]
    offered = await (await discord.complete("fact undo", "change", "", user=MODERATOR)).choices()
    for text in (seen.text, " ".join(labels), " ".join(one["name"] for one in offered)):
        assert f"#{discord.silent.name}" in text
        assert f"#{discord.channel.name}" in text
        assert not re.search(r"\d{17}", text)
    assert "one that is gone" in seen.text


async def test_a_second_undo_is_told_that_it_is_undone(discord: Discord) -> None:
    result = await press(discord, await add(discord), SAVE)
    assert "Change 1 is undone" in (await press(discord, result, texts.UNDO)).text
    again = await press(discord, result, texts.UNDO)
    assert again.text == "Change 1 is undone already, by change 2."
    told = await slash(discord, "fact undo", change=1)
    assert told.text == again.text
    assert NOBODY in await answer(discord)


async def test_undo_asks_anew_who_may(discord: Discord) -> None:
    result = await press(discord, await add(discord), SAVE)
    for user in (demoted(), discord.member):
        told = await press(discord, result, texts.UNDO, user=user)
        assert (told.text, told.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)
    assert "Ana Lopez" in await answer(discord)
    assert "is undone" in (await press(discord, result, texts.UNDO, user=SECOND)).text


# Two moderators at the same time.


async def test_who_saves_second_gets_the_fresh_card(discord: Discord, stage: Stage) -> None:
    number = await stored(discord)
    card = await slash(discord, "fact edit", fact=str(number), status="confirmed")
    other = await slash(discord, "fact edit", fact=str(number), place="page 2", user=SECOND)
    await press(discord, other, SAVE, user=SECOND)
    fresh = await press(discord, card, SAVE)
    assert refusals.STALE in fresh.text
    assert "Until now: Ana Lopez composed the music of Night Train — reported" in fresh.text
    assert "page 2" in fresh.text
    assert SAVE in fresh.labels
    result = await press(discord, fresh, SAVE)
    assert "is edited" in result.text
    assert "confirmed" in await answer(discord)


async def test_who_adds_second_adds_a_source(discord: Discord) -> None:
    mine = await add(discord)
    theirs = await add(discord, source="Another Paper", user=SECOND)
    await press(discord, theirs, SAVE, user=SECOND)
    fresh = await press(discord, mine, SAVE)
    assert refusals.STALE in fresh.text
    assert "One more source for fact #1" in fresh.text
    await press(discord, fresh, SAVE)
    said = await sources(discord)
    assert "Another Paper" in said
    assert COMPOSER["source"] in said


async def test_who_edits_what_was_retired_loses_nothing(discord: Discord) -> None:
    number = await stored(discord)
    card = await slash(discord, "fact edit", fact=str(number), value="Bob Stone")
    await slash(discord, "fact retire", fact=str(number), user=SECOND)
    told = await press(discord, card, SAVE)
    assert refusals.STALE in told.text
    assert refusals.restore_first(number) in told.text
    assert "Bob Stone" in told.text
    await slash(discord, "fact restore", fact=str(number), user=SECOND)
    again = await mend(discord, told, "fact")
    await press(discord, again, SAVE)
    assert "Bob Stone" in await answer(discord)


# Who may, and who sees.


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("fact find", {"text": "night train"}),
        ("fact edit", {"fact": "1"}),
        ("fact retire", {"fact": "1"}),
        ("fact restore", {"fact": "1"}),
        ("fact prefer", {"fact": "1"}),
        ("fact history", {}),
        ("fact undo", {"change": 1}),
    ],
)
async def test_members_may_not(discord: Discord, name: str, options: dict[str, object]) -> None:
    await stored(discord)
    seen = await slash(discord, name, user=discord.member, **options)
    assert (seen.text, seen.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)
    assert "Ana Lopez" in await answer(discord)


async def test_another_server_sees_nothing_of_it(discord: Discord) -> None:
    number = await stored(discord)
    result = await slash(discord, "fact find")
    opened = await press(
        discord,
        result,
        facts_texts.OPEN_FACT,
        result.component(facts_texts.OPEN_FACT)["options"][0]["label"],
    )
    there = Channel("there", Guild("another"))
    for question in (QUESTION, "what did Ana Lopez compose?"):
        seen = await slash(discord, "ask", question=question, channel=there)
        assert "Score for the Train" not in seen.text
    assert "There are none yet" in (await slash(discord, "fact find", channel=there)).text
    assert facts_texts.NO_HISTORY in (await slash(discord, "fact history", channel=there)).text
    told = await slash(discord, "fact retire", fact=str(number), channel=there)
    assert told.text == refusals.no_fact(number)
    told = await slash(discord, "fact undo", change=1, channel=there)
    assert told.text == refusals.no_change(1)
    told = await press(discord, opened, facts_texts.BUTTONS["history"], channel=there)
    assert told.text == refusals.no_fact(number)
    card = await add(discord)
    assert (await press(discord, card, EDIT, channel=there)).text == texts.GONE
    for channel in (discord.direct, discord.elsewhere):
        told = await press(discord, opened, facts_texts.BUTTONS["edit"], channel=channel)
        assert told.text == words.NEEDS_SERVER
