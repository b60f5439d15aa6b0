"""Facts that are there: found, edited, retired, restored and ranked."""

from __future__ import annotations

import re

import pytest

from chat.editing import texts
from cogs.facts import texts as facts_texts
from lore.texts import refusals
from tests.discord_wire import Discord, Seen
from tests.discord_wire.world import Channel, Guild
from tests.support.fact_commands import (
    COMPOSER,
    NOBODY,
    SAVE,
    add,
    answer,
    fill,
    form,
    mend,
    press,
    slash,
    stored,
)

pytestmark = pytest.mark.usefixtures("bot")
RETIRE, RESTORE, LEAD = (facts_texts.BUTTONS[name] for name in ("retire", "restore", "lead"))
DATES = "release date of night train"


async def number_of(discord: Discord, text: str, part: str) -> int:
    """The number of the fact of a search whose line has a part."""
    seen = await slash(discord, "fact find", text=text)
    found = re.search(rf"#(\d+) .*{part}", seen.text)
    assert found, seen.text
    return int(found[1])


# Finding.


async def test_facts_are_found_by_words_and_by_number(discord: Discord) -> None:
    number = await number_of(discord, DATES, "1 October 2027")
    listed = await slash(discord, "fact find", text=DATES)
    options = listed.component(facts_texts.OPEN_FACT)["options"]
    chosen = next(one["label"] for one in options if f"#{number} " in one["label"])
    for opened in (
        await press(discord, listed, facts_texts.OPEN_FACT, chosen),
        await slash(discord, "fact find", text=f"#{number}"),
        await slash(discord, "fact find", text=str(number)),
    ):
        assert opened.ephemeral
        assert f"Fact #{number} (shared)" in opened.text
        assert "Film Gazette" in opened.text
        assert opened.labels[:3] == ["Edit", RETIRE, LEAD]


@pytest.mark.parametrize(
    "text", ["1 October 2027", "2027-10-01", "October 2027", "night train 1 October 2027"]
)
async def test_facts_are_found_by_their_date(discord: Discord, text: str) -> None:
    seen = await slash(discord, "fact find", text=text)
    assert "Night Train" in seen.text
    assert "1 October 2027" in seen.text
    assert "November 2027" not in seen.text


async def test_a_long_list_is_paged(discord: Discord) -> None:
    for channel in (discord.channel, discord.silent):
        seen = await slash(discord, "fact find", text="cast of crowd scene", channel=channel)
        found = set(re.findall(r"#(\d+)", seen.text))
        for _ in range(3):
            seen = await press(discord, seen, facts_texts.NEXT, channel=channel)
            more = set(re.findall(r"#(\d+)", seen.text))
            assert not found & more
            found |= more
        assert "of 400" in seen.text
        back = await press(discord, seen, facts_texts.PREVIOUS, channel=channel)
        assert set(re.findall(r"#(\d+)", back.text)) <= found


async def test_nothing_is_found(discord: Discord) -> None:
    assert "None found." in (await slash(discord, "fact find", text="zyzzyva")).text
    assert "There are none yet." in (await slash(discord, "fact find")).text
    assert facts_texts.TOO_LONG in (await slash(discord, "fact find", text="x" * 6000)).text


# Editing.


async def test_a_fact_is_edited_by_a_command(discord: Discord) -> None:
    number = await stored(discord)
    card = await slash(
        discord, "fact edit", fact=f"#{number}", value="Bob Stone", reason="mixed up"
    )
    assert f"Fact #{number}, edited" in card.text
    assert "Bob Stone composed" in card.text
    assert "Until now: Ana Lopez composed" in card.text
    await press(discord, card, SAVE)
    said = await answer(discord)
    assert "Bob Stone" in said
    assert "Ana Lopez" not in said


async def test_a_fact_is_edited_from_its_card(discord: Discord) -> None:
    number = await stored(discord)
    card = await slash(discord, "fact edit", fact=str(number))
    assert card.labels == [*(texts.BUTTONS[one] for one in ("fact", "source", "details", "back"))]
    card = await mend(discord, card, "source", title="A Better Paper", published="March 2026")
    await press(discord, card, SAVE)
    said = await answer(discord)
    assert "A Better Paper" in said
    assert COMPOSER["source"] not in said


async def test_another_source_brings_nothing_of_the_old_one(discord: Discord) -> None:
    number = await stored(discord)
    card = await slash(discord, "fact edit", fact=str(number), source="A Better Paper")
    assert "Source: “A Better Paper”, undated" in card.text


async def test_a_shared_fact_is_edited_for_this_server_alone(discord: Discord) -> None:
    number = await number_of(discord, DATES, "1 October 2027")
    card = await slash(discord, "fact edit", fact=str(number), value="2 October 2027")
    await press(discord, card, SAVE)
    assert "2 October 2027" in await answer(discord, "when does night train open?")
    there = Channel("there", Guild("another"))
    for channel in (there, discord.direct, discord.elsewhere):
        seen = await slash(discord, "ask", question="when does night train open?", channel=channel)
        assert "1 October 2027" in seen.text
        assert "2 October" not in seen.text


async def test_an_edit_that_says_what_another_fact_says(discord: Discord) -> None:
    await stored(discord)
    other = await stored(discord, value="Bob Stone", source="Whispers")
    card = await slash(discord, "fact edit", fact=str(other), value="Ana Lopez")
    assert "retire one of the two" in card.text
    assert SAVE not in card.labels


# Retiring, restoring, ranking.


async def test_a_fact_is_retired_and_restored(discord: Discord) -> None:
    number = await stored(discord)
    told = await slash(discord, "fact retire", fact=f"#{number}", reason="a hoax")
    assert f"Fact #{number} is retired" in told.text
    assert NOBODY in await answer(discord)
    again = await slash(discord, "fact retire", fact=f"#{number}")
    assert again.text == refusals.UNCHANGED
    told = await slash(discord, "fact restore", fact=f"#{number}", reason="no hoax")
    assert f"Fact #{number} is restored" in told.text
    assert "Ana Lopez" in await answer(discord)


@pytest.mark.parametrize("name", ["edit", "retire", "restore", "prefer", "history"])
async def test_words_show_what_they_find_and_change_nothing(discord: Discord, name: str) -> None:
    number = await stored(discord)
    if name == "restore":
        await slash(discord, "fact retire", fact=str(number))
    seen = await slash(discord, f"fact {name}", fact="composer of night train")
    assert f"#{number}" in seen.text
    assert "Ana Lopez" in await answer(discord) or name == "restore"
    assert (await slash(discord, f"fact {name}", fact="#4711")).text == refusals.no_fact(4711)


async def test_an_address_is_a_link_to_just_that(discord: Discord) -> None:
    address = "https://gazette.example/a_score_(night)"
    card = await add(discord, address=address)
    saved = await press(discord, card, SAVE)
    number = int(saved.text.split("#")[1].split()[0])
    for seen in (card, saved, await slash(discord, "fact find", text=f"#{number}")):
        assert "\n[gazette.example](https://gazette.example/a_score_%28night%29)" in seen.markdown
        assert "<http" not in seen.text


async def choose(discord: Discord, listed: Seen, number: int) -> Seen:
    """Choose which fact the words of a command mean."""
    options = listed.component(facts_texts.WHICH_FACT)["options"]
    chosen = next(one["label"] for one in options if f"#{number} " in f"{one['label']} ")
    return await press(discord, listed, facts_texts.WHICH_FACT, chosen)


async def test_words_keep_the_other_options_of_an_edit(discord: Discord) -> None:
    number = await stored(discord)
    words_of = {"fact": "composer of night train", "value": "Bob Stone", "reason": "mixed up"}
    listed = await slash(discord, "fact edit", **words_of)
    card = await choose(discord, listed, number)
    assert f"Fact #{number}, edited" in card.text
    await press(discord, card, SAVE)
    assert "Bob Stone" in await answer(discord)
    assert "Reason: mixed up" in (await slash(discord, "fact history")).text


async def test_words_keep_the_reason_and_the_rank(discord: Discord) -> None:
    number = await stored(discord)
    by_words = {"fact": "composer of night train", "reason": "said twice"}
    listed = await slash(discord, "fact prefer", rank="outdated", **by_words)
    told = await choose(discord, listed, number)
    assert "It no longer counts where sources disagree" in told.text
    listed = await slash(discord, "fact retire", **by_words)
    assert "is retired" in (await choose(discord, listed, number)).text
    assert NOBODY in await answer(discord)
    assert (await slash(discord, "fact history")).text.count("Reason: said twice") == 2


async def test_buttons_ask_why(discord: Discord) -> None:
    number = await stored(discord)
    seen = await slash(discord, "fact find")
    opened = await press(
        discord,
        seen,
        facts_texts.OPEN_FACT,
        seen.component(facts_texts.OPEN_FACT)["options"][0]["label"],
    )
    modal = await form(discord, opened, RETIRE)
    told = await fill(discord, modal, opened, reason="a hoax")
    assert f"Fact #{number} is retired" in told.text
    assert "Reason: a hoax" in (await slash(discord, "fact history")).text
    stale = await fill(discord, modal, opened, reason="a hoax")
    assert refusals.STALE in stale.text
    assert stale.labels[0] == RESTORE


async def test_which_of_two_leads(discord: Discord) -> None:
    first = "1 October 2027"
    assert (await answer(discord, "when does night train open?")).index(first) < 200
    number = await number_of(discord, DATES, "November 2027")
    told = await slash(discord, "fact prefer", fact=str(number), reason="they said so later")
    assert "It leads where sources disagree." in told.text
    said = await answer(discord, "when does night train open?")
    assert said.index("November 2027") < said.index(first)
    for rank in ("equal", "outdated"):
        await slash(discord, "fact prefer", fact=str(number), rank=rank)
    assert "disagree" not in await answer(discord, "when does night train open?")


# The history and undo.
