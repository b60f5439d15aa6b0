"""/fact add and /fact say: from the command to an answer that everyone gets."""

from __future__ import annotations

from typing import Any

import pytest

from chat.editing import texts
from chat.texts import replies as words
from lore.texts import refusals
from tests.discord_wire import Discord
from tests.discord_wire.world import User
from tests.support.fact_commands import (
    BACK,
    CANCEL,
    COMPOSER,
    EDIT,
    MODERATOR,
    NOBODY,
    SAVE,
    SECOND,
    SUPERSEDE,
    add,
    answer,
    demoted,
    fill,
    form,
    mend,
    press,
    role,
    say,
    slash,
    sources,
    stored,
)
from tests.support.stage import Stage

pytestmark = pytest.mark.usefixtures("bot")
SENTENCE = "Hannah Waddingham plays Ilsa Faust in Mission: Impossible 8, per Variety, 3 Feb 2020"
NEW = {"subject": "The Last Carriage", "property": "award", "value": "Golden Reel"}


async def test_a_fact_with_its_source_takes_one_command_and_one_press(discord: Discord) -> None:
    before = len(discord.requests)
    card = await add(discord)
    assert card.ephemeral
    assert "Ana Lopez composed the music of Night Train — reported." in card.text
    assert "“A Score for the Train”, Film Gazette, 3 February 2026" in card.text
    assert card.labels == [SAVE, EDIT, CANCEL]
    result = await press(discord, card, SAVE)
    assert "Fact #1 is added; this was change 1." in result.text
    assert len(discord.requests) - before == 2
    assert "Ana Lopez" in await answer(discord)
    film = await (await discord.slash("film", film="night train")).seen()
    assert "A Score for the Train" in (await press(discord, film, "Sources")).text


async def test_nothing_is_stored_before_save(discord: Discord) -> None:
    card = await add(discord)
    assert NOBODY in await answer(discord)
    cancelled = await press(discord, card, CANCEL)
    assert (cancelled.text, cancelled.labels) == (texts.CANCELLED, [])
    assert NOBODY in await answer(discord)
    assert (await press(discord, card, SAVE)).text == texts.GONE


async def test_a_sentence_does_as_well(discord: Discord) -> None:
    card = await say(discord, SENTENCE)
    lines = card.text.splitlines()
    place = lines.index("Contradicts:")
    assert "Hannah Waddingham plays Ilsa Faust" in lines[1]
    assert lines[place + 1].startswith("• #")
    assert "Rebecca Ferguson · confirmed · 7 Jul 2020" in lines[place + 1]
    assert card.labels[:2] == [SAVE, SUPERSEDE]
    await press(discord, card, SUPERSEDE)
    said = await answer(discord, "who plays ilsa in mi8?")
    assert "Waddingham" in said
    assert "disagree" not in said
    assert "**Confirmed, superseded**\nRebecca Ferguson — Ilsa Faust" in said
    verdict = await answer(discord, "does Rebecca Ferguson play ilsa in mi8?")
    assert verdict.startswith("**No.** Hannah Waddingham plays Ilsa Faust")
    cast = await (await discord.slash("cast", film="mi8")).seen()
    assert "**Confirmed, superseded**\nRebecca Ferguson — Ilsa Faust" in cast.text


async def test_save_keeps_what_it_contradicts(discord: Discord) -> None:
    await press(discord, await say(discord, SENTENCE), SAVE)
    said = await answer(discord, "who plays ilsa in mi8?")
    assert "Waddingham" in said
    assert "Rebecca Ferguson" in said


async def test_what_is_no_statement_is_refused(discord: Discord) -> None:
    told = await say(discord, "well well well")
    assert told.ephemeral
    assert told.text == refusals.NO_STATEMENT or "I do not understand" in told.text


async def test_what_is_said_already_gets_one_more_source(discord: Discord) -> None:
    await stored(discord)
    card = await add(discord, source="Another Paper", date="2026-03")
    assert "#1 says the same" in card.text
    await press(discord, card, SAVE)
    said = await sources(discord)
    assert "Another Paper" in said
    assert "A Score for the Train" in said


async def test_all_of_it_is_so_already(discord: Discord) -> None:
    await stored(discord)
    card = await add(discord)
    told = await press(discord, card, SAVE)
    assert (told.text, told.ephemeral) == (refusals.UNCHANGED, True)
    assert (await press(discord, card, CANCEL)).text == texts.CANCELLED


# What is to be mended first.


async def test_a_source_is_required(discord: Discord) -> None:
    card = await say(discord, "Ana Lopez composed the score of Night Train")
    assert refusals.NO_SOURCE in card.text
    assert "You wrote: subject “Night Train”, property “composer”, value “Ana Lopez”." in card.text
    assert SAVE not in card.labels
    modal = await form(discord, card, texts.BUTTONS["source"])
    mended = await fill(discord, modal, card, title="The Gazette", published="July 2026")
    assert "“The Gazette”, July 2026" in mended.text
    await press(discord, mended, SAVE)
    assert "Ana Lopez" in await answer(discord)


async def test_a_blank_source_is_none(discord: Discord) -> None:
    assert refusals.NO_SOURCE in (await add(discord, source="  ")).text


async def test_a_season_is_no_date(discord: Discord) -> None:
    card = await add(discord, date="autumn 2021")
    assert refusals.no_date("autumn 2021") in card.text
    mended = await mend(discord, card, "source", published="19 Nov 2021")
    assert "19 November 2021" in mended.text
    assert SAVE in mended.labels


async def test_an_unknown_name_is_created_in_the_same_step(discord: Discord) -> None:
    card = await add(discord, **NEW)
    assert "I know nothing by the name “The Last Carriage”" in card.text
    card = await press(discord, card, texts.CREATE_AS, "film")
    assert "New film: “The Last Carriage”." in card.text
    modal = await form(discord, card, texts.BUTTONS["names"])
    told: dict[str, Any] = {"aliases:0": "Carriage Nine; TLC", "year:0": "2031"}
    card = await fill(discord, modal, card, **told)
    assert "New film of 2031: “The Last Carriage”, also known as “Carriage Nine” and “TLC”." in (
        card.text
    )
    await press(discord, card, SAVE)
    assert "Golden Reel" in await answer(discord, "which award did carriage nine win?")


async def test_a_year_that_is_none_loses_no_alias(discord: Discord) -> None:
    card = await press(discord, await add(discord, **NEW), texts.CREATE_AS, "film")
    modal = await form(discord, card, texts.BUTTONS["names"])
    told: dict[str, Any] = {"aliases:0": "Carriage Nine", "year:0": "soon"}
    card = await fill(discord, modal, card, **told)
    assert texts.NO_YEAR in card.text
    assert "Carriage Nine" in card.text


async def test_what_is_told_of_new_names_can_be_mended(discord: Discord) -> None:
    card = await press(discord, await add(discord, **NEW), texts.CREATE_AS, "film")
    modal = await form(discord, card, texts.BUTTONS["names"])
    told: dict[str, Any] = {"aliases:0": "x" * 200, "year:0": "0"}
    card = await fill(discord, modal, card, **told)
    assert SAVE not in card.labels
    modal = await form(discord, card, texts.BUTTONS["names"])
    told = {"aliases:0": "Nine", "year:0": "2031"}
    card = await fill(discord, modal, card, **told)
    assert "New film of 2031" in card.text
    card = await mend(discord, card, "fact", property="occupation", value="engine driver")
    assert "cannot be a film here" in card.text
    card = await press(discord, card, texts.CREATE_AS, "character")
    assert "New character" in card.text
    assert SAVE in card.labels


async def test_a_near_name_is_offered(discord: Discord) -> None:
    card = await add(discord, subject="Nihgt Tarin")
    if "I read" not in card.text:
        card = await press(discord, card, texts.use("Night Train"))
    assert "music of Night Train" in card.text
    assert SAVE in card.labels


async def test_an_ambiguous_name_is_chosen(discord: Discord) -> None:
    card = await add(discord, subject="Harbour Fog")
    assert "may be" in card.text
    label = next(label for label in card.labels if "2019" in label)
    card = await press(discord, card, label)
    assert SAVE in card.labels
    await press(discord, card, SAVE)
    found = await slash(discord, "fact find", text="")
    assert "Harbour Fog" in found.text


async def test_more_than_five_names_are_a_select(discord: Discord) -> None:
    card = await add(discord, subject="The Echo")
    options = [one["label"] for one in card.component(texts.CHOOSE)["options"]]
    assert len(options) == 8
    card = await press(discord, card, texts.CHOOSE, options[3])
    assert SAVE in card.labels


async def test_a_name_of_another_kind_can_be_created(discord: Discord) -> None:
    card = await add(discord, value="Conductor Vale")
    assert "is known here as a character" in card.text
    card = await press(discord, card, texts.CREATE_AS, "person")
    assert "New person: “Conductor Vale”." in card.text


# Editing.


async def test_a_draft_is_edited_in_steps(discord: Discord) -> None:
    card = await press(discord, await add(discord), EDIT)
    steps = [texts.BUTTONS[name] for name in ("fact", "source", "details")]
    assert card.labels == [*steps, BACK]
    assert (await press(discord, card, BACK)).labels == [SAVE, EDIT, CANCEL]
    card = await mend(discord, card, "fact", value="Bob Stone", status="rumoured")
    assert "Bob Stone composed the music of Night Train — rumour" in card.text
    card = await mend(discord, card, "source", title="Whispers", publisher="")
    assert "“Whispers”, 3 February 2026" in card.text
    card = await mend(discord, card, "details", spoiler="yes", locator="page 3", reason="heard it")
    assert "It is a spoiler." in card.text
    assert "page 3" in card.text
    await press(discord, card, SAVE)
    assert "Reason: heard it" in (await slash(discord, "fact history")).text
    assert "||" in (await discord.reply_to(await discord.say("who composed night train?"))).markdown


# Who may.


async def test_members_may_not(discord: Discord) -> None:
    for name, options in (("fact add", COMPOSER), ("fact say", {"sentence": SENTENCE})):
        seen = await slash(discord, name, user=discord.member, **options)
        assert (seen.text, seen.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)


@pytest.mark.parametrize("label", [SAVE, EDIT, CANCEL])
async def test_whoever_lost_the_role_cannot_press(discord: Discord, label: str) -> None:
    card = await add(discord)
    told = await press(discord, card, label, user=demoted())
    assert (told.text, told.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)
    assert NOBODY in await answer(discord)


async def test_whoever_lost_the_role_cannot_send_a_form_in(discord: Discord) -> None:
    steps = await press(discord, await add(discord), EDIT)
    modal = await form(discord, steps, texts.BUTTONS["fact"])
    told = await fill(discord, modal, steps, user=demoted(), value="Bob Stone")
    assert told.text.startswith(words.NEEDS_MANAGE_SERVER)


async def test_the_role_is_asked_for_at_each_press(discord: Discord, stage: Stage) -> None:
    chosen = await role(discord, stage)
    keeper = User("keeper", roles=(chosen.id,))
    card = await add(discord, user=keeper)
    told = await press(discord, card, SAVE, user=User("keeper", id=keeper.id))
    assert told.text == words.needs_role(chosen.name)
    assert NOBODY in await answer(discord)
    assert "is added" in (await press(discord, card, SAVE, user=keeper)).text


async def test_a_card_is_one_moderators_alone(discord: Discord) -> None:
    card = await add(discord)
    assert (await press(discord, card, SAVE, user=User("bea"))).text == words.NEEDS_MANAGE_SERVER
    assert (await press(discord, card, SAVE, user=SECOND)).text == texts.GONE
    assert "is added" in (await press(discord, card, SAVE, user=MODERATOR)).text


async def test_save_saves_once(discord: Discord) -> None:
    card = await add(discord)
    await press(discord, card, SAVE)
    assert (await press(discord, card, SAVE)).text == texts.GONE
    assert "1 to 1 of 1" in (await slash(discord, "fact find")).text


async def test_a_source_of_the_future_is_warned_of(discord: Discord) -> None:
    card = await add(discord, date="3 Feb 2999")
    assert "The source is of the future, 3 February 2999" in card.text
    assert SAVE in card.labels


async def test_what_was_written_is_repeated_in_short(discord: Discord) -> None:
    card = await add(discord, value="Nobody Known " + "very " * 15, role="x" * 90)
    repeated = card.text.partition(texts.WRITTEN)[2]
    assert repeated.startswith("subject “Night Train”")
    assert len(repeated.splitlines()[0]) <= 201
