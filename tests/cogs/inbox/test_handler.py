"""What moderators do with the questions of the inbox, and who may not."""

from __future__ import annotations

import pytest

from chat.editing import texts
from chat.texts import replies as face
from cogs.inbox import texts as words
from lore.texts import inbox as told
from tests.discord_wire import Discord, Seen, User
from tests.discord_wire.world import ORDINARY
from tests.support.inbox_commands import (
    MISSING,
    MODERATOR,
    STRANGE,
    known,
    listed,
    opened,
    press,
    wait_for,
)

pytestmark = pytest.mark.usefixtures("bot")
SOURCE = "A Score for the Train, Film Gazette https://gazette.example/score"


async def ask(discord: Discord, question: str, user: User | None = None) -> Seen:
    return await (await discord.slash("ask", question=question, user=user)).seen()


async def answer(discord: Discord, number: int, values: dict[str, str]) -> Seen:
    """Fill in the answer to an entry; the card of the fact."""
    seen = await opened(discord, number)
    form = await (await discord.press(seen, words.BUTTONS["answer"], user=MODERATOR)).modal()
    assert len(form["components"]) == 5
    return await (await discord.submit(form, values, seen=seen, user=MODERATOR)).seen()


async def test_a_list_and_a_card(discord: Discord) -> None:
    await ask(discord, STRANGE)
    await ask(discord, MISSING)
    await ask(discord, "who composed night train", User("bea"))
    seen = await listed(discord)
    assert seen.ephemeral
    lines = seen.text.split("\n")
    assert lines[1:3] == [
        "#2 “who composed night train”, asked 2 times",
        f"#1 “{STRANGE}”, asked once",
    ]
    card = await press(discord, seen, words.OPEN_ONE, "2")
    assert "Understood: composer of Night Train" in card.text
    assert f"“{MISSING}”" in card.text
    assert card.labels == ["Answer", "It is known", "Dismiss", "Back to the list"]
    back = await press(discord, card, words.BUTTONS["back"])
    assert back.markdown == seen.markdown


async def test_a_long_list_is_paged(discord: Discord) -> None:
    for number in range(23):
        await ask(
            discord, f"who plays Somebody{'abcdefghijklmnopqrstuvwxyz'[number] * 4}?", User("u")
        )
    first = await listed(discord)
    assert "1 to 20 of 23" in first.text
    second = await press(discord, first, words.OLDER)
    assert "21 to 23 of 23" in second.text
    assert (await press(discord, second, words.NEWER)).markdown == first.markdown
    exchange = await discord.slash("inbox open", user=MODERATOR, channel=discord.silent)
    assert "1 to 6 of 23" in (await exchange.seen()).text


async def test_a_question_is_answered_once_and_everybody_is_answered(discord: Discord) -> None:
    await wait_for(discord, MISSING)
    values = {"value": "Ana Lopez", "source": SOURCE, "dates": "3 Feb 2026", "status": "confirmed"}
    card = await answer(discord, 1, values)
    assert "Ana Lopez composed the music of Night Train — confirmed." in card.text
    assert "“A Score for the Train, Film Gazette”, 3 February 2026" in card.text
    assert discord.direct_to(discord.member) == []
    saved = await press(discord, card, texts.BUTTONS["save"])
    assert "#1 is added" in saved.text
    assert "1 member who wished to know is told" in saved.text
    [seen] = await discord.until(lambda: discord.direct_to(discord.member))
    assert told.answered(MISSING) in seen.text
    assert "Ana Lopez" in seen.text
    assert "Ana Lopez" in (await ask(discord, MISSING, User("bea"))).text
    assert words.LISTS["open"][1] in (await listed(discord)).text
    assert "answered" in (await listed(discord, "closed")).text


async def test_what_is_asked_backwards_is_answered_too(discord: Discord) -> None:
    await ask(discord, "what did Ana Lopez compose?")
    card = await answer(discord, 1, {"value": "Night Train", "source": SOURCE})
    assert "Ana Lopez composed the music of Night Train" in card.text


@pytest.mark.parametrize(
    "question", ["who sang Professor Quill to sleep?", "who wrote the tale of Zyzzyva Qwx?"]
)
async def test_what_was_not_understood_is_answered_in_a_sentence(
    discord: Discord, question: str
) -> None:
    await ask(discord, question)
    values = {"sentence": "Ana Lopez composed Night Train", "source": SOURCE}
    card = await answer(discord, 1, values)
    assert "Ana Lopez composed the music of Night Train" in card.text
    saved = await press(discord, card, texts.BUTTONS["save"])
    assert words.STILL_OPEN in saved.text
    assert question in (await listed(discord)).text


async def test_a_source_is_needed_as_for_every_fact(discord: Discord) -> None:
    await ask(discord, MISSING)
    seen = await answer(discord, 1, {"value": "Ana Lopez", "source": "https://gazette.example/1"})
    assert texts.BUTTONS["save"] not in seen.labels
    refused = await answer(
        discord, 1, {"value": "Ana Lopez", "source": "X", "dates": "autumn 2021"}
    )
    assert texts.BUTTONS["save"] not in refused.labels


async def test_a_phrase_is_taught(discord: Discord) -> None:
    asked = "who is the grand poobah zorb of mi7?"
    for question in ("who is the tuney smitho of mi7?", asked):
        await ask(discord, question)
    shown = await known(discord, 2, words="grand poobah zorb", property="director")
    assert words.CLOSED in shown.text
    assert "McQuarrie" in (await ask(discord, asked)).text
    still = await known(discord, 1, words="tuney smitho", property="composer")
    assert words.STILL_OPEN in still.text
    assert "no fact about the composer" in (await ask(discord, "tuney smitho of mi7?")).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"words": "Doodle"}, words.ONE_OF_TWO),
        ({"words": "Doodle", "name": "Conductor Vale", "property": "cast"}, words.ONE_OF_TWO),
        ({"words": "of the", "property": "director"}, "no word of its own"),
        ({"words": "Doodle", "property": "nothing such"}, "I know no property"),
        ({"words": "Doodle", "name": "Nobody Such"}, "Nobody Such"),
    ],
)
async def test_what_is_not_known_is_refused(
    discord: Discord, values: dict[str, str], sentence: str
) -> None:
    await ask(discord, STRANGE)
    shown = await known(discord, 1, **values)
    assert sentence in shown.text
    assert shown.ephemeral
    assert STRANGE in (await listed(discord)).text


async def test_dismiss_and_restore(discord: Discord) -> None:
    await ask(discord, STRANGE)
    card = await press(discord, await opened(discord, 1), words.BUTTONS["dismiss"])
    assert card.labels == ["Restore", "Back to the list"]
    assert words.LISTS["open"][1] in (await listed(discord)).text
    closed = await opened(discord, 1, "closed")
    assert words.BUTTONS["answer"] in (await press(discord, closed, "Restore")).labels
    assert STRANGE in (await listed(discord)).text


async def test_what_was_marked_wrong_is_closed_when_it_is_mended(discord: Discord) -> None:
    seen = await ask(discord, "who plays Conductor Vale?")
    form = await (await discord.press(seen, "Something wrong?")).modal()
    said = {face.WRONG_LABEL: f"It is <@{discord.member.id}> I think"}
    await (await discord.submit(form, said, seen=seen)).seen()
    card = await opened(discord, 1)
    assert "Marked wrong once" in card.text
    assert "A member says: “It is I think”" in card.text
    assert "Answered now: Ana Lopez plays Conductor Vale" in card.text
    assert str(discord.member.id) not in str(card.raw)
    mended = await press(discord, card, words.BUTTONS["mended"])
    assert words.CLOSED in mended.text
    assert words.LISTS["open"][1] in (await listed(discord)).text


async def test_figures(discord: Discord) -> None:
    for question in (STRANGE, MISSING, "who plays Conductor Vale?"):
        await ask(discord, question)
    seen = await listed(discord, "stats")
    assert seen.ephemeral
    assert "answered █" in seen.text
    assert "no fact █" in seen.text
    assert "composer █" in seen.text
    assert str(discord.member.id) not in str(seen.raw)


async def test_every_press_and_form_asks_anew_whether_they_may(discord: Discord) -> None:
    await ask(discord, STRANGE)
    lost = User("moderator", id=MODERATOR.id, permissions=ORDINARY)
    seen = await listed(discord)
    card = await opened(discord, 1)
    form = await (await discord.press(card, words.BUTTONS["known"], user=MODERATOR)).modal()
    refused = [
        await press(discord, seen, words.OPEN_ONE, "1", user=lost),
        await press(discord, seen, words.SHOW["closed"], user=lost),
        *[await press(discord, card, label, user=lost) for label in card.labels],
        await (
            await discord.submit(
                form, {"words": "Doodle", "name": "Conductor Vale"}, seen=card, user=lost
            )
        ).seen(),
        *[
            await listed(discord, name, user=lost)
            for name in ("open", "closed", "suggestions", "stats")
        ],
    ]
    assert all(one.text.startswith(face.NEEDS_MANAGE_SERVER) for one in refused)
    assert all(one.ephemeral for one in refused)
    assert STRANGE in (await listed(discord)).text


async def test_what_is_gone_is_said(discord: Discord) -> None:
    await ask(discord, STRANGE)
    card = await opened(discord, 1)
    for component in card.raw["components"][0]["components"]:
        component["custom_id"] = component["custom_id"].replace(":1", ":7")
    gone = await press(discord, card, words.BUTTONS["dismiss"])
    assert "There is no entry 7" in gone.text
