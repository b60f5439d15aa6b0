"""What is pressed under an answer, by whom, how often and how late it may be."""

from __future__ import annotations

from typing import Any

import pytest

from chat.answers.service import ASK, Option
from chat.texts import replies as words
from lore.model.facts import Ambiguous, Unknown
from tests.discord_wire import Discord, Exchange, Seen, User
from tests.support.hard_pack import CAST, CROWD
from tests.support.stage import Stage, Watched, running

BUTTONS = ["Sources", "Ask a follow-up", "Something wrong?"]
QUESTION = "who plays Conductor Vale?"
LONG = "cast of crowd scene"
EIGHT = tuple(f"the {number}. of them" for number in range(8))
ASKED = ("who plays Ilsa Faust?", "who plays Benji Dunn?")

FILM = "Mission: Impossible 7?"
DIRECTOR = f"Who is the director of {FILM}"

bot = pytest.mark.usefixtures("bot")


async def ask(discord: Discord, question: str = QUESTION, **more: Any) -> Seen:
    return await (await discord.slash("ask", question=question, **more)).seen()


async def press(discord: Discord, seen: Seen, label: str, *values: str, **more: Any) -> Seen:
    return await (await discord.press(seen, label, *values, **more)).seen()


def somebody(name: str = "bea") -> User:
    return User(name)


@bot
async def test_what_stands_under_an_answer(discord: Discord) -> None:
    assert (await ask(discord)).labels == BUTTONS
    assert (await ask(discord, private=True)).labels == [*BUTTONS, "Show to everyone"]
    message = await discord.reply_to(await discord.say(QUESTION))
    assert message.labels == ["Sources", "Something wrong?"]  # a reply does for a follow-up
    assert not [label for label in (await ask(discord, "hello there")).labels if label in BUTTONS]


@bot
async def test_custom_ids_name_nobody(discord: Discord) -> None:
    for seen in (await ask(discord), await ask(discord, LONG), await ask(discord, private=True)):
        assert str(discord.member.id) not in str(seen.raw["components"])


@bot
async def test_sources_are_shown_to_whoever_asks(discord: Discord) -> None:
    seen = await ask(discord, "when does night train come out?")
    for who in (discord.member, somebody()):
        sources = await press(discord, seen, "Sources", user=who)
        assert sources.ephemeral
        text = sources.text
        said = "**1 October 2027:** “Night Train Finds Its Conductor”, Film Gazette, 2 March 2026"
        assert said in text
        assert "**November 2027:** “All Aboard”, undated, about March 2026, paragraph 2" in text
        assert "[gazette.example](https://gazette.example/night-train?a=%28b%29)" in text


@bot
async def test_a_long_answer_is_paged_and_nothing_is_cut(discord: Discord) -> None:
    for channel in (discord.channel, discord.silent):
        seen = await ask(discord, LONG, channel=channel)
        assert seen.labels[0] == words.NEXT
        pages = [seen]
        while words.NEXT in pages[-1].labels:
            turned = await discord.press(pages[-1], words.NEXT, channel=channel, user=somebody())
            pages.append(await turned.seen())
            assert (await turned.answer())["type"] == 7
        assert words.page(len(pages), len(pages)) in pages[-1].text
        whole = " ".join(page.text.replace("\n", " ") for page in pages)
        assert all(name in whole for name in CAST[: CROWD - 1])
        assert pages[-1].labels == [words.PREVIOUS, *BUTTONS]
        back = await press(discord, pages[1], words.PREVIOUS, channel=channel)
        assert back.markdown == seen.markdown
        assert back.raw["components"] == seen.raw["components"]


@bot
async def test_long_lists_of_sources_are_paged_too(discord: Discord, engine: Watched) -> None:
    seen = await ask(discord, LONG, private=True)
    last = await press(discord, seen, words.NEXT)
    assert last.labels == [words.PREVIOUS, words.NEXT, *BUTTONS, "Show to everyone"]


@bot
async def test_a_page_that_is_there_no_more(discord: Discord, engine: Watched) -> None:
    seen = await press(discord, await ask(discord, LONG), words.NEXT)
    engine.says[LONG] = Unknown("no_fact", "cast", ("Crowd Scene",))
    now = await press(discord, seen, words.NEXT)
    assert "no fact" in now.text
    assert now.labels == []


@bot
@pytest.mark.parametrize("way", ["slash", "mention"])
async def test_choices_are_buttons_that_answer(discord: Discord, engine: Watched, way: str) -> None:
    engine.says["who plays them?"] = Ambiguous(("Ilsa", "Benji"), ASKED)
    if way == "slash":
        seen = await ask(discord, "who plays them?")
    else:
        seen = await discord.reply_to(await discord.say("who plays them?"))
    assert seen.labels == ["Ilsa", "Benji"]
    benji = await press(discord, seen, "Benji")
    assert "Simon Pegg" in benji.text
    assert ASKED[1] in benji.text
    assert not benji.ephemeral
    ilsa = await press(discord, seen, "Ilsa", user=somebody())
    assert "Rebecca Ferguson" in ilsa.text
    assert ilsa.labels == BUTTONS


@bot
async def test_a_private_choice_is_answered_privately(discord: Discord, engine: Watched) -> None:
    engine.says["who plays them?"] = Ambiguous(("Ilsa", "Benji"), ASKED)
    seen = await ask(discord, "who plays them?", private=True)
    assert (await press(discord, seen, "Benji")).ephemeral


@bot
async def test_more_than_five_choices_are_a_select(discord: Discord, engine: Watched) -> None:
    engine.says["which?"] = Ambiguous(EIGHT)
    seen = await ask(discord, "which?")
    assert seen.labels == [words.WHICH_ONE]
    options = seen.component(words.WHICH_ONE)["options"]
    assert [option["label"] for option in options] == list(EIGHT)


@bot
async def test_what_asks_the_same_is_offered_once(discord: Discord, engine: Watched) -> None:
    engine.says["which?"] = Ambiguous(EIGHT, (*ASKED, *ASKED, *ASKED, *ASKED))
    assert (await ask(discord, "which?")).labels == list(EIGHT[:2])


@bot
async def test_a_select_answers(discord: Discord, engine: Watched) -> None:
    people = ("Ilsa Faust", "Benji Dunn", "Luther Stickell", "White Widow", "Ethan Hunt")
    asked = tuple(f"who plays {one}?" for one in (*people, "Conductor Vale"))
    engine.says["which?"] = Ambiguous((*people, "x" * 300), asked)
    seen = await ask(discord, "which?")
    options = seen.component(words.WHICH_ONE)["options"]
    assert len(options) == 6
    for option, name in ((options[1], "Simon Pegg"), (options[5], "Ana Lopez")):
        answer = await press(discord, seen, words.WHICH_ONE, option["value"])
        assert name in answer.text


@bot
@pytest.mark.parametrize("name", ["ask", "film"])
async def test_films_of_one_title_are_told_apart(discord: Discord, name: str) -> None:
    asked = {"question": "who directed harbour fog?"} if name == "ask" else {"film": "harbour fog"}
    seen = await (await discord.slash(name, **asked)).seen()
    assert seen.labels == ["Harbour Fog (1999)", "Harbour Fog (2019)"]
    assert "Bob Stone" in (await press(discord, seen, "Harbour Fog (2019)")).text
    assert "Ana Lopez" in (await press(discord, seen, "Harbour Fog (1999)")).text


@bot
async def test_a_choice_that_is_offered_no_more(discord: Discord, engine: Watched) -> None:
    engine.says[QUESTION] = Ambiguous(("Ilsa", "Benji"), ASKED)
    seen = await ask(discord)
    del engine.says[QUESTION]
    assert "Ana Lopez" in (await press(discord, seen, "Benji")).text


@bot
async def test_what_is_unknown_offers_near_questions(discord: Discord) -> None:
    seen = await ask(discord, "who composed mission impossible 7?")
    assert "no fact about the composer" in seen.text
    assert words.UNANSWERED in seen.text
    assert seen.labels == [words.BUTTONS["tell"], "What is the release date of " + FILM, DIRECTOR]
    answer = await press(discord, seen, DIRECTOR, user=somebody())
    assert "Christopher McQuarrie" in answer.text
    assert answer.labels == BUTTONS


@bot
async def test_a_near_question_that_was_posted_before_is_answered(discord: Discord) -> None:
    seen = await ask(discord, "who composed mission impossible 7?")
    posted = Option("", "lead of " + FILM, ASK, False)  # as it stood on the third button
    button = seen.component(DIRECTOR)
    button["custom_id"] = button["custom_id"].rpartition(":")[0] + f":{posted.digest}"
    assert "Tom Cruise headlines" in (await press(discord, seen, DIRECTOR)).text


async def wrong(discord: Discord, seen: Seen, text: str, **more: Any) -> Exchange:
    form = await (await discord.press(seen, "Something wrong?", **more)).modal()
    assert (form["title"], len(form["components"])) == (words.WRONG_TITLE, 1)
    return await discord.submit(form, {words.WRONG_LABEL: text}, seen=seen, **more)


@bot
async def test_what_is_wrong_is_kept_for_the_moderators(discord: Discord, stage: Stage) -> None:
    seen = await ask(discord)
    told = await (await wrong(discord, seen, "It is\n\nBob  Stone.", user=somebody())).seen()
    assert (told.text, told.ephemeral) == (words.REPORTED, True)
    rows = await stage.store.read(
        "SELECT report.scope, report.text, wording.text "
        "FROM report JOIN inbox_wording AS wording USING (entry_id)"
    )
    assert rows == [(discord.guild.id, "It is Bob Stone.", QUESTION)]


@bot
async def test_where_there_are_no_moderators_nobody_can_be_told(discord: Discord) -> None:
    for channel in (discord.direct, discord.elsewhere):
        assert "Something wrong?" not in (await ask(discord, channel=channel)).labels


@bot
async def test_nothing_wrong(discord: Discord, stage: Stage) -> None:
    told = await (await wrong(discord, await ask(discord), " \n ")).seen()
    assert (told.text, told.ephemeral) == (words.NOTHING_SAID, True)
    assert await stage.store.read("SELECT id FROM report") == []


async def follow_up(discord: Discord, seen: Seen, text: str, **more: Any) -> Seen:
    form = await (await discord.press(seen, "Ask a follow-up", **more)).modal()
    sent = await discord.submit(form, {words.FOLLOW_UP_LABEL: text}, seen=seen, **more)
    return await sent.seen()


@bot
async def test_a_follow_up_refers_to_the_answer_above(discord: Discord) -> None:
    seen = await ask(discord, "who directs mission impossible 7?")
    second = await follow_up(discord, seen, "and the eighth?", user=somebody())
    assert "Christopher McQuarrie directs Mission: Impossible 8" in second.text
    assert "“and the eighth?”" in second.text
    assert second.labels == BUTTONS
    third = await follow_up(discord, second, "who plays Ilsa in it?")
    assert "Rebecca Ferguson" in third.text


@bot
async def test_a_follow_up_of_a_card_refers_to_it(discord: Discord) -> None:
    seen = await (await discord.slash("film", film="mi7")).seen()
    assert "McQuarrie" in (await follow_up(discord, seen, "who directs it?")).text


@bot
async def test_a_follow_up_of_a_private_answer_is_private(discord: Discord) -> None:
    seen = await ask(discord, private=True)
    assert (await follow_up(discord, seen, "who plays Ilsa Faust?")).ephemeral
    told = await follow_up(discord, seen, "<@5>")
    assert told.text.startswith(words.NOTHING_ASKED)
    assert told.ephemeral


@bot
async def test_a_private_answer_can_be_shown_to_everyone(discord: Discord) -> None:
    seen = await ask(discord, private=True)
    public = await press(discord, seen, "Show to everyone")
    assert not public.ephemeral
    assert "Ana Lopez" in public.text
    assert f"“{QUESTION}”" in public.text
    assert public.labels == BUTTONS


@bot
async def test_buttons_of_an_older_version_are_answered(discord: Discord) -> None:
    seen = await ask(discord)
    seen.component("Sources")["custom_id"] = "something:else"
    told = await press(discord, seen, "Sources")
    assert (told.text, told.ephemeral) == (words.TOO_OLD, True)


@bot
async def test_what_is_kept_no_longer(discord: Discord, stage: Stage) -> None:
    seen = await ask(discord)
    await stage.written(1)
    async with stage.store.write() as writer:
        await writer.execute_fetchall("DELETE FROM shown")
    for label in ("Sources", "Show to everyone"):
        if label in seen.labels:
            told = await press(discord, seen, label)
            assert (told.text, told.ephemeral) == (words.TOO_OLD, True)
    assert words.TOO_OLD in (await (await wrong(discord, seen, "No.")).seen()).text


@bot
async def test_another_server_cannot_use_what_was_shown_here(discord: Discord) -> None:
    seen = await ask(discord)
    for label in ("Sources",):
        for channel in (discord.elsewhere, discord.direct):
            told = await press(discord, seen, label, channel=channel)
            assert told.text == words.TOO_OLD


@bot
async def test_an_error_behind_a_button_is_told(
    discord: Discord, engine: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    seen = await ask(discord)
    engine.error = ZeroDivisionError("a fault of ours")
    told = await press(discord, seen, "Sources")
    assert (told.text, told.ephemeral) == (words.BROKEN, True)
    form = await (await discord.press(seen, "Ask a follow-up")).modal()
    sent = await discord.submit(form, {words.FOLLOW_UP_LABEL: "and she?"}, seen=seen)
    assert (await sent.seen()).text == words.BROKEN
    assert caplog.text.count("ZeroDivisionError: a fault of ours") == 2


async def test_everything_works_after_a_restart(discord: Discord, stage: Stage) -> None:
    stage.engine.says["who plays them?"] = Ambiguous(("Ilsa", "Benji"), ASKED)
    stage.engine.says["which?"] = Ambiguous(EIGHT, tuple(f"who plays {one}" for one in EIGHT))
    async with running(discord, stage):
        await discord.ready()
        seen = await ask(discord, private=True)
        long = await ask(discord, LONG)
        turned = await press(discord, long, words.NEXT)
        choice = await ask(discord, "who plays them?")
        select = await ask(discord, "which?")
        missing = await ask(discord, "who composed mission impossible 7?")
        first = await ask(discord, "who directs mission impossible 7?")
        second = await follow_up(discord, first, "and the eighth?")
        form = await (await discord.press(first, "Ask a follow-up")).modal()
        mention = await discord.reply_to(await discord.say("who directs mission impossible 7?"))
    async with running(discord, stage):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        assert "Gazette" in (await press(discord, seen, "Sources")).text
        assert "Ana Lopez" in (await press(discord, seen, "Show to everyone")).text
        assert (await press(discord, turned, words.PREVIOUS)).markdown == long.markdown
        assert "Simon Pegg" in (await press(discord, choice, "Benji")).text
        value = select.component(words.WHICH_ONE)["options"][2]["value"]
        assert (await press(discord, select, words.WHICH_ONE, value)).text
        near = await press(discord, missing, DIRECTOR)
        assert "McQuarrie" in near.text
        assert "Hayley Atwell" in (await press(discord, second, "Sources")).text
        sent = await discord.submit(form, {words.FOLLOW_UP_LABEL: "and the eighth?"}, seen=first)
        assert "directs Mission: Impossible 8" in (await sent.seen()).text
        third = await follow_up(discord, second, "who plays Ilsa in it?")
        assert "Rebecca Ferguson" in third.text
        assert (await (await wrong(discord, seen, "No.")).seen()).text == words.REPORTED
        again = await discord.say(
            "and the eighth?", mention=False, mentions=[discord.bot], reply_to=mention.raw
        )
        assert "Mission: Impossible 8" in (await discord.reply_to(again)).text
