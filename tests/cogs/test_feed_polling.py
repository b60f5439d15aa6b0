"""Feeds: from /setup to the inbox, and to an answer that cites the article."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat.editing import texts as editing
from chat.texts import replies
from cogs.articles import texts as words
from cogs.inbox import texts as inbox
from cogs.server_settings import texts as setup
from lore.feeds.service import GONE
from lore.fetching import errors
from lore.texts import refusals
from tests.discord_wire import Discord, Seen
from tests.discord_wire.seen import nested
from tests.discord_wire.world import ORDINARY, Json, User
from tests.support import web
from tests.support.fact_commands import (
    MODERATOR,
    SECOND,
    answer,
    demoted,
    press,
    slash,
    sources,
)
from tests.support.feeds import entry, page, rss
from tests.support.stage import Stage, running, staged
from tests.support.web import Site

ACCEPT, EDIT, REJECT, DISMISS, FOLLOWING = (
    words.BUTTONS[name] for name in ("accept", "edit", "reject", "dismiss", "following")
)
THORNE, BERG = "Mission: Impossible 8 Adds Quillon Thorne", "Mission: Impossible 8 Adds Anna Berg"
QUESTION = "who plays Bram Osterly?"


@pytest.fixture
async def stage(database: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot's stage, which may fetch from this machine."""
    async with staged(database, tmp_path, web.fetcher()) as made:
        yield made


def two_entries(site: Site) -> str:
    """A feed with two articles; its address."""
    thorne = "Quillon Thorne will play Bram Osterly in Mission: Impossible 8."
    berg = "Anna Berg will star in Mission: Impossible 8."
    return site.put(
        "/feed",
        rss(
            entry(THORNE, site.put("/thorne", page(THORNE, thorne))),
            entry(BERG, site.put("/berg", page(BERG, berg))),
        ),
        web.FEED,
    )


async def form(discord: Discord) -> tuple[Seen, Json]:
    """The card of /setup, and the form of its feeds."""
    card = await slash(discord, "setup")
    return card, await (await discord.press(card, "setupfeeds", user=MODERATOR)).modal()


async def choose(discord: Discord, *addresses: str, **more: str) -> Seen:
    """What stands there after feeds were chosen in /setup."""
    card, modal = await form(discord)
    given = {"feeds": "\n".join(addresses), "limit": "10"} | more
    exchange = await discord.submit(modal, given, seen=card, user=MODERATOR)
    shown = await exchange.changes.until(
        lambda: exchange.message or next(iter(exchange.followups), None), what="the card"
    )
    return Seen(shown)


async def opened(discord: Discord, title: str) -> Seen:
    """The first page of an article that waits."""
    listed = await slash(discord, "inbox articles")
    (select,) = (one for one in nested(listed.raw["components"]) if one.get("options"))
    (label,) = (one["label"] for one in select["options"] if title in one["label"])
    return await press(discord, listed, inbox.OPEN_ONE, label)


@pytest.mark.usefixtures("bot")
async def test_from_a_feed_to_an_answer_that_cites_the_article(
    discord: Discord, stage: Stage, site: Site
) -> None:
    card = await choose(discord, two_entries(site))
    assert "Saved. This was change 1" in card.text
    assert "**Feeds:** 127.0.0.1; 10 articles a day at most" in card.text
    await stage.services.feeds.look()
    assert (
        "2 articles of your feeds wait: /inbox articles"
        in (await slash(discord, "inbox open")).text
    )
    listed = (await slash(discord, "inbox articles")).text
    assert f"“{THORNE}”, Film Gazette, 3 May 2024, 1 fact" in listed
    shown = await opened(discord, THORNE)
    assert "Quillon Thorne plays Bram Osterly in Mission: Impossible 8" in shown.text
    assert "Thorne" not in await answer(discord, QUESTION)
    accepted = await press(discord, shown, ACCEPT)
    assert "1 accepted so far" in accepted.text
    assert "Quillon Thorne" in await answer(discord, QUESTION)
    told = await sources(discord, QUESTION)
    assert THORNE in told
    assert f"{site.url}/thorne" in told
    following = await press(discord, accepted, FOLLOWING)
    assert BERG in following.text
    left = await press(discord, following, DISMISS)
    assert left.text == f"{words.DISMISSED} {words.NO_MORE}"
    assert "None is waiting" in (await slash(discord, "inbox articles")).text
    assert "feeds wait" not in (await slash(discord, "inbox open")).text


@pytest.mark.usefixtures("bot")
async def test_what_was_decided_is_not_shown_again(
    discord: Discord, stage: Stage, site: Site
) -> None:
    title, text = "Mission: Impossible 8 grows", "Anna Berg will play Bram Osterly. Filming is on."
    both = f"Quillon Thorne will star in Mission: Impossible 8. {text}"
    feed = rss(entry(title, site.put("/one", page(title, both))))
    await choose(discord, site.put("/feed", feed, web.FEED))
    await stage.services.feeds.look()
    first = await opened(discord, title)
    total = int(first.text.split(" of ")[1].split(";")[0])
    assert total > 1
    await press(discord, first, REJECT)
    again = await opened(discord, title)
    assert f"1 of {total - 1};" in again.text
    for _ in range(total - 1):
        again = await press(discord, again, REJECT)
    assert "None is waiting" in (await slash(discord, "inbox articles")).text
    late = await discord.press(first, FOLLOWING, user=MODERATOR)
    assert editing.GONE in (await late.seen()).text
    rejected = await stage.store.read("SELECT sum(rejected), sum(accepted) FROM pattern")
    assert rejected == [(total, 0)]


@pytest.mark.usefixtures("bot")
async def test_what_is_edited_is_decided_once_it_is_saved(
    discord: Discord, stage: Stage, site: Site
) -> None:
    await choose(discord, two_entries(site))
    await stage.services.feeds.look()
    card = await press(discord, await opened(discord, THORNE), EDIT)
    assert await stage.services.feeds.count(discord.guild.id) == 2
    await press(discord, card, editing.BUTTONS["save"])
    assert "Quillon Thorne" in await answer(discord, QUESTION)
    assert await stage.services.feeds.count(discord.guild.id) == 1
    assert await stage.store.read("SELECT * FROM pattern") == []


@pytest.mark.usefixtures("bot")
async def test_two_moderators_at_one_article(discord: Discord, stage: Stage, site: Site) -> None:
    await choose(discord, two_entries(site))
    await stage.services.feeds.look()
    listed = await slash(discord, "inbox articles", user=SECOND)
    shown = await opened(discord, THORNE)
    await press(discord, shown, DISMISS)
    (select,) = (one for one in nested(listed.raw["components"]) if one.get("options"))
    label = next(one["label"] for one in select["options"] if THORNE in one["label"])
    told = await press(discord, listed, inbox.OPEN_ONE, label, user=SECOND)
    assert GONE in told.text


@pytest.mark.usefixtures("bot")
async def test_a_feed_that_fails_is_named_in_the_inbox(
    discord: Discord, stage: Stage, site: Site
) -> None:
    await choose(discord, site.put("/feed", "<html><p>We moved.</p></html>"))
    await stage.services.feeds.look()
    for which in ("open", "articles"):
        told = (await slash(discord, f"inbox {which}")).text
        assert f"{site.url}/feed has failed since" in told
        assert errors.other_kind("text/html", "feed") in told
        assert "Next try on" in told


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_a_feed_is_refused_and_nothing_lost(
    discord: Discord, stage: Stage
) -> None:
    for given, why in (
        ({"feeds": "variety.com"}, errors.NO_ADDRESS),
        ({"feeds": "http://10.0.0.1/feed"}, errors.NOT_PUBLIC),
        ({"feeds": "https://a.example/" + "x" * 400}, refusals.setting_unfit("feeds", 10, 0)),
        (
            {"feeds": "\n".join(f"https://a.example/{number}" for number in range(11))},
            refusals.setting_unfit("feeds", 10, 0),
        ),
        (
            {"feeds": "https://a.example/", "limit": "0"},
            refusals.setting_unfit("feed_limit", 100, 0),
        ),
        ({"feeds": "https://a.example/", "limit": "ten"}, setup.NO_NUMBER),
    ):
        told = await choose(discord, **given)
        assert why in told.text
        assert given["feeds"][:18] in told.text
    assert await stage.services.editing.history(discord.guild.id) == []


@pytest.mark.usefixtures("bot")
async def test_feeds_can_be_undone_and_a_form_that_is_overtaken_changes_nothing(
    discord: Discord, stage: Stage
) -> None:
    card, modal = await form(discord)
    saved = await choose(discord, "https://a.example/feed")
    given = {"feeds": "https://b.example/feed", "limit": "10"}
    exchange = await discord.submit(modal, given, seen=card, user=MODERATOR)
    late = await exchange.changes.until(lambda: exchange.message, what="the card")
    assert refusals.OVERWRITTEN in Seen(late).text
    undone = await discord.press(saved, "Undo", user=MODERATOR)
    shown = Seen(await undone.changes.until(lambda: undone.message, what="the card"))
    assert "**Feeds:** none" in shown.text
    assert "Feeds: none → https://a.example/feed" in (await slash(discord, "fact history")).text


@pytest.mark.usefixtures("bot")
async def test_all_settings_fit_the_card(discord: Discord, stage: Stage) -> None:
    channel = discord.channel.id
    await stage.set(
        discord.guild,
        moderator_role=5,
        log_channel=channel,
        channels=[channel],
        spoiler_channels=[channel],
        digest=True,
        feeds=[f"https://{'long' * 12}{number}.example/feed" for number in range(10)],
    )
    card = await choose(discord, "https://a.example/feed")
    assert len(list(nested(card.raw["components"]))) <= 40
    assert "**Feeds:** a.example" in card.text


@pytest.mark.usefixtures("bot")
async def test_feeds_are_for_those_who_manage_the_server(discord: Discord) -> None:
    card, modal = await form(discord)
    pressed = await discord.press(card, "setupfeeds", user=demoted())
    assert (await pressed.seen()).text == replies.NEEDS_MANAGE_SERVER
    sent = await discord.submit(modal, {"feeds": ""}, seen=card, user=demoted())
    assert (await sent.seen()).text == replies.NEEDS_MANAGE_SERVER
    reader = User("reader", permissions=ORDINARY)
    told = await (await discord.slash("inbox articles", user=reader)).seen()
    assert told.text == replies.NEEDS_MANAGE_SERVER


async def test_feeds_are_looked_at_from_the_start_on(
    discord: Discord, stage: Stage, site: Site
) -> None:
    await stage.set(discord.guild, feeds=[two_entries(site)])
    async with running(discord, stage):
        await site.hears("/feed")


async def test_without_fetching_there_is_no_such_setting(
    discord: Discord, database: Path, tmp_path: Path
) -> None:
    async with staged(database, tmp_path) as stage, running(discord, stage):
        await discord.ready()
        card = await slash(discord, "setup")
        assert setup.FEEDS_WHAT not in card.text
