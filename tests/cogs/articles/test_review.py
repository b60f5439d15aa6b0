"""/article: from a text to an answer that cites it."""

from __future__ import annotations

import pytest

from chat.editing import texts as editing
from chat.texts import commands
from cogs.articles import texts as words
from lore.articles.learning import ENOUGH
from lore.quota import Quota
from tests.discord_wire import Discord, Seen, Upload
from tests.discord_wire.world import User
from tests.support.fact_commands import (
    MODERATOR,
    SECOND,
    answer,
    demoted,
    press,
    slash,
    sources,
)
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")
ARTICLE = """Mission: Impossible 8 Adds Quillon Thorne
Source: Film Gazette
Date: 3 May 2024

Quillon Thorne will play Bram Osterly in Mission: Impossible 8. Christopher McQuarrie is directing.
"""
ACCEPT, EDIT, REJECT, NEXT, AGREEING = (
    words.BUTTONS[name] for name in ("accept", "edit", "reject", "next", "agreeing")
)
QUESTION = "who plays Bram Osterly?"


async def review(discord: Discord, text: str = ARTICLE, file: Upload | None = None) -> Seen:
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    sent = await discord.submit(modal, {"text": text}, user=MODERATOR, file=file)
    return await sent.seen()


async def test_an_article_becomes_an_answer_that_cites_it(discord: Discord) -> None:
    page = await review(discord)
    assert page.ephemeral
    assert "Quillon Thorne plays Bram Osterly in Mission: Impossible 8" in page.text
    assert "New: Quillon Thorne (person), Bram Osterly (character)" in page.text
    assert "Thorne" not in await answer(discord, QUESTION)
    accepted = await press(discord, page, ACCEPT)
    assert "1 accepted so far" in accepted.text
    said = await answer(discord, QUESTION)
    assert "Quillon Thorne" in said
    told = await sources(discord, QUESTION)
    assert "Adds Quillon Thorne" in told
    assert "Film Gazette" in told


async def test_accepting_is_a_change_that_can_be_undone(discord: Discord) -> None:
    await press(discord, await review(discord), ACCEPT)
    assert "Change 1" in (await slash(discord, "fact history")).text
    await slash(discord, "fact undo", change=1)
    assert "Quillon Thorne" not in await answer(discord, QUESTION)


async def test_all_that_agree_are_accepted_at_once(discord: Discord) -> None:
    page = await review(discord)
    told = await press(discord, page, AGREEING)
    assert words.stored(1, 0) in told.text
    assert AGREEING not in told.labels
    directors = await sources(discord, "who directs Mission: Impossible 8?")
    assert "Adds Quillon Thorne" in directors


async def test_what_is_rejected_is_not_stored(discord: Discord) -> None:
    page = await press(discord, await review(discord), REJECT)
    assert ACCEPT in page.labels
    assert "Quillon Thorne" not in await answer(discord, QUESTION)


async def test_what_is_read_so_and_mostly_rejected_comes_last_and_says_so(
    discord: Discord,
) -> None:
    first = "Quillon Thorne plays Bram Osterly"
    assert first in (await review(discord)).text
    for _ in range(ENOUGH):
        page = await review(discord)
        while first not in page.text:
            page = await press(discord, page, NEXT)
        await press(discord, page, REJECT)
    page = await review(discord)
    assert first not in page.text
    assert "mostly rejected" not in page.text
    while first not in page.text:
        page = await press(discord, page, NEXT)
    assert f"mostly rejected here: {ENOUGH} of {ENOUGH}" in page.text
    assert "2 of 2;" in page.text


async def test_a_proposal_is_edited_on_the_card_of_a_fact(discord: Discord) -> None:
    card = await press(discord, await review(discord), EDIT)
    assert editing.BUTTONS["save"] in card.labels
    await press(discord, card, editing.BUTTONS["save"])
    assert "Quillon Thorne" in await answer(discord, QUESTION)


async def test_a_file_and_a_message_are_read_as_well(discord: Discord) -> None:
    page = await review(discord, "", Upload("article.txt", ARTICLE.encode()))
    assert "Quillon Thorne" in page.text
    message = await discord.say(ARTICLE, mention=False)
    menu = await discord.menu(commands.READ_AS_ARTICLE, message, user=MODERATOR)
    assert "Quillon Thorne" in (await menu.seen()).text


async def test_nothing_given_and_nothing_found_are_told(discord: Discord) -> None:
    assert (await review(discord, "")).text == words.NOTHING_GIVEN
    assert (await review(discord, "The weather was fine.")).text == words.NOTHING_FOUND


async def test_it_is_for_moderators_and_a_review_is_its_owners(discord: Discord) -> None:
    member = await discord.slash("article", user=User("member"))
    assert "manage this server" in (await member.seen()).text
    page = await review(discord)
    other = await discord.press(page, ACCEPT, user=SECOND)
    assert (await other.seen()).text == editing.GONE
    assert "Quillon Thorne" not in await answer(discord, QUESTION)


async def test_the_permission_is_asked_at_each_press_form_and_menu(discord: Discord) -> None:
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    page = await review(discord)
    message = await discord.say(ARTICLE, mention=False)
    for refused in (
        await discord.submit(modal, {"text": ARTICLE}, user=demoted()),
        await discord.press(page, ACCEPT, user=demoted()),
        await discord.menu(commands.READ_AS_ARTICLE, message, user=demoted()),
    ):
        told = await refused.seen()
        assert told.ephemeral
        assert "manage this server" in told.text
    assert "Quillon Thorne" not in await answer(discord, QUESTION)


async def test_what_is_nearly_full_is_told(discord: Discord, stage: Stage) -> None:
    stage.services.editing._runner.quota = Quota(facts=1)
    accepted = await press(discord, await review(discord), ACCEPT)
    assert "1 fact of at most 1 fact:" in accepted.text
    refused = await press(discord, accepted, ACCEPT)
    assert "Nothing was changed" in refused.text
    assert "1 accepted so far" in refused.text
