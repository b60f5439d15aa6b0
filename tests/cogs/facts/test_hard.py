"""Hostile and over-long text, cards that are too old, restarts, and what fails on the way."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from chat.editing import texts
from chat.editing.draft_session import (
    MOST,
    MOST_OF_ONE,
    PATIENCE,
    Closed,
    DraftSession,
    DraftSessions,
)
from chat.texts import replies as words
from cogs.facts import texts as facts_texts
from lore.editing import Fields, Moderator
from lore.texts import refusals
from tests.discord_wire import Discord, Seen
from tests.discord_wire.world import Channel, Guild, User
from tests.support.fact_commands import (
    CANCEL,
    COMPOSER,
    EDIT,
    MODERATOR,
    NOBODY,
    SAVE,
    add,
    answer,
    fill,
    form,
    mend,
    press,
    role,
    slash,
    stored,
)
from tests.support.stage import Stage, running

bot = pytest.mark.usefixtures("bot")
HOSTILE = "**bold** __x__ `y` <@1> <@&2> @everyone [a](https://evil.example) ||z|| <#3>\n# head"
LIVE = re.compile(r"(?<!\\)(\*\*bold|<@|@everyone|\|\|z|\]\(https)")


@bot
@pytest.mark.parametrize("field", ["subject", "value", "source", "publisher", "place", "role"])
async def test_hostile_text_is_shown_as_it_is_written(discord: Discord, field: str) -> None:
    for channel in (discord.channel, discord.silent):
        card = await add(discord, **({"property": "plot"} | {field: HOSTILE}), channel=channel)
        body = _others_words(card)
        assert not LIVE.search(body), body
    assert all(
        request.body["data"]["allowed_mentions"] == {"parse": []}
        for request in discord.asked("POST", "callback")
        if (request.body.get("data") or {}).get("content") is not None
    )


def _others_words(seen: Seen) -> str:
    """What is shown without the bot's own markup: who made it, and the link to the source."""
    link = f"[gazette.example]({COMPOSER['address']})"
    return seen.markdown.replace(f"<@{MODERATOR.id}>", "").replace(link, "")


@bot
async def test_hostile_text_is_stored_and_answered(discord: Discord) -> None:
    card = await add(discord, property="plot", value=HOSTILE, source=HOSTILE, reason=HOSTILE)
    result = await press(discord, card, SAVE)
    found = await slash(discord, "fact find")
    history = await slash(discord, "fact history")
    for seen in (card, result, found, history):
        assert not LIVE.search(_others_words(seen)), seen.markdown
        assert "<@1>" in seen.text or seen is found


@bot
@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("subject", 100),
        ("value", 100),
        ("source", 300),
        ("publisher", 300),
        ("place", 100),
        ("role", 1000),
        ("date", 0),
        ("property", 0),
        ("address", 0),
    ],
)
async def test_over_long_text_is_refused_in_a_sentence(
    discord: Discord, field: str, limit: int
) -> None:
    given = {"property": "cast"} if field == "role" else {}
    for channel in (discord.channel, discord.silent):
        card = await add(discord, **(given | {field: "word " * 1200}), channel=channel)
        assert texts.NOT_READY in card.text
        assert f"{limit} at most" in card.text or not limit
        assert SAVE not in card.labels
        steps = await press(discord, card, EDIT, channel=channel)
        for step in ("fact", "source", "details"):
            await form(discord, steps, texts.BUTTONS[step])


@bot
async def test_an_over_long_reason_can_be_mended(discord: Discord) -> None:
    card = await add(discord, reason="why " * 1500)
    told = await press(discord, card, SAVE)
    assert told.text == refusals.too_long("reason", 500, 5999)
    card = await mend(discord, card, "details", reason="because")
    assert "is added" in (await press(discord, card, SAVE)).text


@bot
async def test_an_over_long_sentence(discord: Discord) -> None:
    told = await slash(discord, "fact say", sentence="word " * 1200)
    assert told.text == refusals.too_long("sentence", 600, 5999)


@bot
async def test_long_cards_are_paged(discord: Discord) -> None:
    long = "word " * 190
    for number in range(5):
        await stored(discord, property="plot", value=f"{long}{number}", source=f"Paper {number}")
    for channel in (discord.channel, discord.silent):
        card = await slash(
            discord, "fact add", **(COMPOSER | {"property": "plot", "value": long}), channel=channel
        )
        text = card.text
        for _ in range(2):
            if texts.MORE in card.labels:
                card = await press(discord, card, texts.MORE, channel=channel)
                text += card.text
        assert text.count("word") >= 190


async def test_a_card_that_is_too_old(
    discord: Discord, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(DraftSessions.__init__, "__defaults__", (lambda: now[0],))
    async with running(discord, stage):
        await discord.ready()
        card = await add(discord)
        steps = await press(discord, card, EDIT)
        modal = await form(discord, steps, texts.BUTTONS["fact"])
        now[0] = PATIENCE + 1
        for label in (SAVE, EDIT, CANCEL):
            told = await press(discord, card, label)
            assert (told.text, told.ephemeral) == (texts.GONE, True)
        assert texts.GONE in (await fill(discord, modal, steps, value="Bob Stone")).text
        assert NOBODY in await answer(discord)


async def test_after_a_restart(discord: Discord, stage: Stage) -> None:
    async with running(discord, stage):
        await discord.ready()
        card = await add(discord)
        steps = await press(discord, await add(discord), EDIT)
        modal = await form(discord, steps, texts.BUTTONS["fact"])
        number = await stored(discord)
        found = await slash(discord, "fact find")
        options = found.component(facts_texts.OPEN_FACT)["options"]
        opened = await press(discord, found, facts_texts.OPEN_FACT, options[0]["label"])
        why = await form(discord, opened, facts_texts.BUTTONS["retire"])
        result = await press(discord, await add(discord, source="Another Paper"), SAVE)
    async with running(discord, stage):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        for label in (SAVE, EDIT, CANCEL):
            assert (await press(discord, card, label)).text == texts.GONE
        assert texts.GONE in (await fill(discord, modal, steps, value="Bob Stone")).text
        again = await press(discord, found, facts_texts.OPEN_FACT, options[0]["label"])
        assert f"Fact #{number}" in again.text
        undone = await press(discord, result, texts.UNDO)
        assert "Change 2 is undone" in undone.text
        told = await fill(discord, why, opened, reason="a hoax")
        assert f"Fact #{number} is retired" in told.text
        assert NOBODY in await answer(discord)


def test_cards_are_kept_for_some_minutes_and_in_some_number() -> None:
    now = [0.0]
    works = DraftSessions(clock=lambda: now[0])
    by = Moderator(1, 2)
    work = DraftSession(by, Fields("a", "b", "c"))
    first = works.keep(work)
    now[0] = PATIENCE + 1
    with pytest.raises(Closed):
        works.get(first, by)
    keys = [works.keep(work) for _ in range(MOST_OF_ONE + 1)]
    with pytest.raises(Closed):
        works.get(keys[0], by)
    assert works.get(keys[1], by) == work
    with pytest.raises(Closed):
        works.get(keys[1], Moderator(2, 2))
    for person in range(MOST):
        works.keep(replace(work, by=Moderator(1, 100 + person)))
    with pytest.raises(Closed):
        works.get(keys[-1], by)


@bot
async def test_a_result_that_cannot_be_shown_takes_nothing_back(discord: Discord) -> None:
    card = await add(discord)
    discord.fail("POST", "/interactions/*/callback", 403)
    await discord.press(card, SAVE, user=MODERATOR)
    await discord.until(lambda: discord.asked("POST", "callback")[-1].status == 403 or None)
    assert "Ana Lopez" in await answer(discord)


@bot
async def test_a_store_that_fails_loses_no_draft(
    discord: Discord, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await add(discord)

    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(type(stage.services.editing), "save", broken)
        told = await press(discord, card, SAVE)
        assert (told.text, told.ephemeral) == (words.BROKEN, True)
    assert "is added" in (await press(discord, card, SAVE)).text


@bot
async def test_settings_are_undone_by_who_may_set_them(discord: Discord, stage: Stage) -> None:
    keeper = User("keeper", roles=((await role(discord, stage)).id,))
    told = await slash(discord, "fact undo", change=1, user=keeper)
    assert told.text == words.NEEDS_MANAGE_SERVER
    assert "Change 1 is undone" in (await slash(discord, "fact undo", change=1)).text


@bot
async def test_numbers_are_the_servers_own(discord: Discord) -> None:
    there = Channel("there", Guild("another"))
    here = await stored(discord)
    card = await add(discord, channel=there)
    result = await press(discord, card, SAVE, channel=there)
    assert f"Fact #{here} is added; this was change 1." in result.text
