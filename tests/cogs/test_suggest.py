"""Members propose; moderators accept on the one card, decline, or turn a verdict round."""

from __future__ import annotations

from typing import Any

import pytest

from chat.editing import texts
from chat.texts import commands
from cogs.inbox import texts as words
from lore.texts import inbox as told
from tests.discord_wire import Discord, Seen, User
from tests.support.inbox_commands import MODERATOR, listed, opened, press

pytestmark = pytest.mark.usefixtures("bot")
COMPOSER = {
    "subject": "Night Train",
    "property": "composer",
    "value": "Ana Lopez",
    "source": "A Score for the Train",
    "date": "3 Feb 2026",
    "address": "https://gazette.example/score",
}
QUESTION = "who composed night train?"


async def suggest(discord: Discord, **more: Any) -> Seen:
    return await (await discord.slash("suggest", **{**COMPOSER, **more})).seen()


async def test_nothing_turns_a_note_around(discord: Discord) -> None:
    await suggest(discord, note="ask \u202eyna\u2066 of us")
    seen = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
    assert "ask yna of us" in seen.text


async def decide(discord: Discord, what: str, name: str = "suggestions") -> Seen:
    """Press a verdict under the first suggestion."""
    seen = await press(discord, await listed(discord, name), words.OPEN_ONE, "1")
    return await press(discord, seen, words.BUTTONS[what])


async def decline(discord: Discord, card: Seen, reason: str) -> Seen:
    form = await (await discord.press(card, words.BUTTONS["decline"], user=MODERATOR)).modal()
    values = {words.DECLINE_LABEL: reason}
    return await (await discord.submit(form, values, seen=card, user=MODERATOR)).seen()


async def answer(discord: Discord) -> str:
    return (await (await discord.slash("ask", question=QUESTION)).seen()).text


async def verdict(discord: Discord, count: int = 1) -> str:
    """What the member was told."""

    def enough() -> list[Seen] | None:
        found = discord.direct_to(discord.member)
        return found if len(found) >= count else None

    return (await discord.until(enough))[-1].text


async def test_a_suggestion_is_accepted_on_the_one_card(discord: Discord) -> None:
    thanks = await suggest(discord)
    assert (thanks.text, thanks.ephemeral) == (told.suggested(1), True)
    seen = await listed(discord, "suggestions")
    assert "#1 “composer of Night Train: Ana Lopez”, to be read" in seen.text
    card = await press(discord, seen, words.OPEN_ONE, "1")
    assert "Source: A Score for the Train, https://gazette.example/score, 3 Feb 2026" in card.text
    assert str(discord.member.id) not in str(card.raw)
    draft = await press(discord, card, words.BUTTONS["accept"])
    assert "Ana Lopez composed the music of Night Train" in draft.text
    assert "no fact about the composer" in await answer(discord)
    saved = await press(discord, draft, texts.BUTTONS["save"])
    assert "The suggestion is accepted." in saved.text
    assert "Your suggestion 1 (composer of Night Train: Ana Lopez) was accepted" in await verdict(
        discord
    )
    assert "Ana Lopez" in await answer(discord)
    assert words.LISTS["proposed"][1] in (await listed(discord, "suggestions")).text


async def test_a_suggestion_is_declined_with_a_reason_and_turned_round(discord: Discord) -> None:
    await suggest(discord)
    card = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
    shown = await decline(discord, card, "No such article.")
    assert words.MEMBER_TOLD in shown.text
    assert "Reason: No such article." in shown.text
    assert (await verdict(discord)).endswith("was declined: No such article.")
    assert shown.labels == ["Accept", "Back to the list"]
    draft = await press(discord, shown, words.BUTTONS["accept"])
    await press(discord, draft, texts.BUTTONS["save"])
    assert "was accepted" in await verdict(discord, 2)
    assert "Ana Lopez" in await answer(discord)
    first = await listed(discord, "suggestions")
    decided = await press(discord, first, words.SHOW["decided"])
    again = await press(discord, decided, words.OPEN_ONE, "1")
    assert again.labels == ["Decline", "Back to the list"]
    turned = await decline(discord, again, "It was retracted.")
    assert "declined" in turned.text
    assert "It was retracted." in await verdict(discord, 3)
    assert "no fact about the composer" in await answer(discord)


async def test_what_was_taken_back_already_can_be_declined(discord: Discord) -> None:
    await suggest(discord)
    card = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
    draft = await press(discord, card, words.BUTTONS["accept"])
    saved = await press(discord, draft, texts.BUTTONS["save"])
    stands = await press(discord, card, words.BUTTONS["accept"])
    assert stands.text == told.STANDS_ALREADY
    await press(discord, saved, texts.UNDO)
    turned = await decline(discord, card, "It was retracted.")
    assert "Reason: It was retracted." in turned.text
    assert "no fact about the composer" in await answer(discord)


async def test_closed_messages_break_nothing(discord: Discord) -> None:
    discord.closes_messages(discord.member)
    await suggest(discord)
    card = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
    assert words.MEMBER_TOLD in (await decline(discord, card, "No.")).text
    await discord.until(lambda: discord.asked("POST", f"/channels/{discord.member.id}/messages"))
    assert discord.sent(discord.channel) == []


async def test_who_left_is_told_nothing(discord: Discord) -> None:
    await suggest(discord)
    discord.leaves(discord.member)
    card = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
    await decline(discord, card, "No.")
    await discord.until(lambda: discord.asked("GET", f"/members/{discord.member.id}"))
    assert discord.sent() == []


async def test_names_that_are_not_known_are_for_the_moderator_to_create(discord: Discord) -> None:
    assert (await suggest(discord, value="Lorne Balfe")).text == told.suggested(1)
    draft = await decide(discord, "accept")
    assert "Lorne Balfe" in draft.text
    assert texts.BUTTONS["names"] in draft.labels


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": " "}, told.NO_SOURCE[:20]),
        ({"property": "shoe size"}, "I know no property"),
        ({"date": "autumn 2021"}, "autumn 2021"),
        ({"note": "x" * 401}, "note is too long"),
        ({"address": "javascript:alert(1)"}, "http"),
    ],
)
async def test_what_cannot_be_suggested(
    discord: Discord, changes: dict[str, str], sentence: str
) -> None:
    if changes.get("source"):
        changes = {**changes, "address": ""}
    seen = await suggest(discord, **changes)
    assert sentence in seen.text
    assert seen.ephemeral
    assert words.LISTS["proposed"][1] in (await listed(discord, "suggestions")).text


async def test_one_person_suggests_so_much_a_day(discord: Discord) -> None:
    for _ in range(5):
        await suggest(discord)
    assert told.too_many_suggestions(5) in (await suggest(discord)).text
    assert (await suggest(discord, user=User("bea"))).text == told.suggested(6)


async def test_a_message_is_suggested_as_a_fact(discord: Discord) -> None:
    text = f"Ana Lopez composed Night Train <@{discord.member.id}>"
    message = await discord.say(text, author=User("bea"), mention=False)
    form = await (await discord.menu(commands.SUGGEST_AS_FACT, message)).modal()
    typed = form["components"][0]["component"]
    assert typed["value"] == "Ana Lopez composed Night Train"
    values = {
        "sentence": typed["value"],
        "source": "The Paper https://paper.example/1",
        "published": "3 Feb 2026",
    }
    thanks = await (await discord.submit(form, values)).seen()
    assert (thanks.text, thanks.ephemeral) == (told.suggested(1), True)
    draft = await decide(discord, "accept")
    assert "Ana Lopez composed the music of Night Train" in draft.text
    assert "“The Paper”, 3 February 2026" in draft.text
    saved = await press(discord, draft, texts.BUTTONS["save"])
    assert "The suggestion is accepted." in saved.text


async def test_a_message_that_says_nothing_is_for_the_member_to_mend(discord: Discord) -> None:
    message = await discord.say("lol " * 300, author=User("bea"), mention=False)
    form = await (await discord.menu(commands.SUGGEST_AS_FACT, message)).modal()
    values = {"sentence": "lol", "source": "The Paper"}
    seen = await (await discord.submit(form, values)).seen()
    assert seen.ephemeral
    assert words.LISTS["proposed"][1] in (await listed(discord, "suggestions")).text


async def test_it_is_there_in_servers_alone(discord: Discord) -> None:
    found = {command["name"]: command for command in discord.commands}
    for name in ("suggest", commands.SUGGEST_AS_FACT, "inbox"):
        assert found[name]["contexts"] == [0]
        assert found[name]["integration_types"] == [0]
    seen = await suggest(discord, channel=discord.elsewhere)
    assert told.NOT_HERE in seen.text


async def test_names_and_properties_are_completed(discord: Discord) -> None:
    names = await (await discord.complete("suggest", "subject", "night tr")).choices()
    assert "Night Train" in [one["value"] for one in names]
    properties = await (await discord.complete("suggest", "property", "compo")).choices()
    assert {"name": "composer", "value": "composer"} in properties


async def test_both_ways_lead_through_the_same_card(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accepting, answering and /fact add: one path, and one rule that refuses."""
    from chat.editing.draft_handler import DraftHandler

    calls: list[str | None] = []
    real = DraftHandler.open

    async def watched(self: DraftHandler, *args: Any, **more: Any) -> None:
        calls.append(more.get("reason"))
        await real(self, *args, **more)

    monkeypatch.setattr(DraftHandler, "open", watched)
    await (await discord.slash("fact add", user=MODERATOR, **COMPOSER)).seen()
    await suggest(discord)
    await decide(discord, "accept")
    await (await discord.slash("ask", question=QUESTION)).seen()
    card = await opened(discord, 1)
    form = await (await discord.press(card, words.BUTTONS["answer"], user=MODERATOR)).modal()
    values = {"value": "Ana Lopez", "source": "The Paper"}
    await (await discord.submit(form, values, seen=card, user=MODERATOR)).seen()
    assert calls == [None, words.suggested(1), words.reason(1)]
