"""Feeds over days, from a site on loopback to the articles that wait."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lore.articles.learning import ENOUGH, Learner
from lore.articles.vocabulary import load_vocabulary
from lore.editing import EditingService, Moderator
from lore.feeds import FeedService, schedule, service
from lore.feeds.service import GONE, MOST_READ
from lore.fetching import Bounds, errors
from lore.language.lexicon import Language
from lore.model.errors import LoreError
from lore.store import Store, open_store
from lore.store.feeds import FeedRow
from tests.support import web
from tests.support.asking import DATA, MIGRATIONS
from tests.support.feeds import entry, page, rss
from tests.support.inbox import Clock
from tests.support.web import Site

HERE, THERE = 700_000_000_000_000_001, 700_000_000_000_000_002
MOD = Moderator(HERE, 11)
VOCABULARY = load_vocabulary(DATA)


@dataclass
class Desk:
    """Feeds on a store, a site that has them, and a clock."""

    store: Store
    editing: EditingService
    learner: Learner
    feeds: FeedService
    site: Site
    clock: Clock

    async def wish(self, *addresses: str, by: Moderator = MOD, **more: Any) -> None:
        await self.editing.setups.set(by, feeds=addresses, **more)

    async def look(self, after: timedelta = timedelta()) -> None:
        self.clock.now += after
        await self.feeds.look()

    async def titles(self, scope: int = HERE) -> list[str]:
        return [one.title for one in await self.feeds.listed(scope, limit=99, offset=0)]

    async def row(self) -> FeedRow:
        (row,) = await self.store.read(
            "SELECT id, scope, address, etag, modified, due_at, failures, failing_since, trouble "
            "FROM feed"
        )
        return FeedRow(*row)


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    database = Path(shutil.copy(seeded, tmp_path / "lore.db"))
    clock = Clock()
    async with web.site() as site, open_store(database, MIGRATIONS) as store:
        editing = EditingService(store, language, clock)
        learner = Learner(store, language, VOCABULARY, web.fetcher())
        feeds = FeedService(store, learner, editing.setups, clock=clock)
        yield Desk(store, editing, learner, feeds, site, clock)


def news(desk: Desk, *names: str) -> str:
    """A feed with an article about each of some people; its address."""
    entries = []
    for name in names:
        path = f"/{name.replace(' ', '-')}"
        title = f"Mission: Impossible 8 Adds {name}"
        address = desk.site.put(path, page(title, f"{name} will star in Mission: Impossible 8."))
        entries.append(entry(title, address))
    return desk.site.put("/feed", rss(*entries), web.FEED)


async def test_entries_of_known_names_wait_once_with_their_page(desk: Desk) -> None:
    address = desk.site.put(
        "/feed",
        rss(
            entry(
                "Mission: Impossible 8 Adds Quillon Thorne",
                desk.site.put(
                    "/one",
                    page(
                        "Mission: Impossible 8 Adds Quillon Thorne | Film Gazette",
                        "Quillon Thorne will star in Mission: Impossible 8.",
                    ),
                ),
            ),
            entry("Council Opens a Bridge", desk.site.put("/two", page("A Bridge", "It is open."))),
        ),
        web.FEED,
    )
    await desk.wish(address)
    await desk.look()
    assert await desk.titles() == ["Mission: Impossible 8 Adds Quillon Thorne"]
    assert (desk.site.asked("/one"), desk.site.asked("/two")) == (1, 0)
    found = (await desk.feeds.review(HERE, 1)).proposals
    assert {one.claim.property for one in found} == {"cast", "lead"}
    assert {one.new_names[0].name for one in found} == {"Quillon Thorne"}
    await desk.look(schedule.USUAL)
    assert desk.site.asked("/feed") == 2
    assert len(await desk.titles()) == 1
    assert await desk.titles(THERE) == []


async def test_the_same_article_in_two_feeds_waits_once(desk: Desk) -> None:
    first = news(desk, "Quillon Thorne")
    second = desk.site.put("/other", desk.site.replies["/feed"].body or b"", web.FEED)  # type: ignore[arg-type]
    await desk.wish(first, second)
    await desk.look()
    assert len(await desk.titles()) == 1


async def test_a_day_has_so_many_and_the_rest_comes_on_the_next(desk: Desk) -> None:
    names = ["Quillon Thorne", "Anna Berg", "Piet Olsen", "Mara Quist", "Juno Vale"]
    await desk.wish(news(desk, *names), feed_limit=2)
    await desk.look()
    assert [title.split("Adds ")[1] for title in await desk.titles()] == names[1::-1]
    await desk.look(timedelta(hours=1))
    assert len(await desk.titles()) == 2
    await desk.look(timedelta(days=1))
    assert len(await desk.titles()) == 4
    await desk.look(timedelta(days=1))
    assert len(await desk.titles()) == 5


async def test_a_look_reads_so_many_and_the_next_one_goes_on(desk: Desk) -> None:
    names = [f"Anna Berg{letter * 3}" for letter in "abcdefghijklm"]
    await desk.wish(news(desk, *names), feed_limit=99)
    await desk.look()
    assert len(await desk.titles()) == MOST_READ
    await desk.look(schedule.USUAL)
    assert len(await desk.titles()) == len(names)


async def test_a_process_looks_at_feeds_of_the_servers_that_it_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of other processes take no room from them, however long they have been due."""
    monkeypatch.setattr(service, "_MOST_DUE", 1)
    await desk.wish(desk.site.put("/here", "", web.FEED))
    await desk.wish(desk.site.put("/there", "", web.FEED), by=Moderator(THERE, 11))
    setups, clock = desk.editing.setups, desk.clock
    for held, path in ((THERE, "/there"), (HERE, "/here")):
        part = FeedService(desk.store, desk.learner, setups, holds=held.__eq__, clock=clock)
        await part.look()
        assert [asked for asked, _ in desk.site.requests] == [path]
        desk.site.requests.clear()


async def test_a_version_is_asked_for_again_only_where_all_of_it_was_read(desk: Desk) -> None:
    news(desk, "Quillon Thorne", "Anna Berg")
    body = desk.site.replies["/feed"].body
    assert isinstance(body, bytes)
    await desk.wish(desk.site.put("/feed", body, web.FEED, ETag='"one"'), feed_limit=1)
    await desk.look()
    assert (await desk.row()).etag is None
    await desk.look(timedelta(days=1))
    assert (await desk.row()).etag == '"one"'
    await desk.look(timedelta(days=1))
    assert desk.site.requests[-1][1]["If-None-Match"] == '"one"'
    assert len(await desk.titles()) == 2


async def test_a_feed_that_fails_is_tried_ever_more_rarely_and_named(desk: Desk) -> None:
    address = desk.site.put("/feed", "<html><p>We moved.</p></html>")
    await desk.wish(address)
    pauses: list[timedelta] = []
    for _ in range(8):
        before = desk.site.asked("/feed")
        await desk.look()
        assert desk.site.asked("/feed") == before + 1
        pauses.append(schedule.pause((await desk.row()).failures))
        await desk.look(pauses[-1] - timedelta(seconds=1))
        assert desk.site.asked("/feed") == before + 1
        desk.clock.now += timedelta(seconds=1)
    assert pauses == [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24, 24, 24)]
    (failing,) = await desk.feeds.failing(HERE)
    assert failing.address == address
    assert failing.failing_since == "2020-09-01T12:00:00Z"
    assert failing.trouble == errors.other_kind("text/html", "feed")
    desk.site.put("/feed", rss(), web.FEED)
    await desk.look()
    assert await desk.feeds.failing(HERE) == []
    row = await desk.row()
    assert row == schedule.worked(row, desk.clock(), None, None)


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        ("gone", errors.refused(404)),
        ("html", "no feed at that address that I can read"),
        ("bomb", "too large"),
        ("inside", errors.NOT_PUBLIC),
        ("slow", errors.TOO_SLOW),
        ("nobody", errors.UNREACHABLE),
    ],
)
async def test_what_keeps_a_feed_from_being_read_is_kept_for_moderators(
    desk: Desk, kind: str, trouble: str
) -> None:
    address = f"{desk.site.url}/feed"
    match kind:
        case "html":
            desk.site.put("/feed", "<html><p>Moved.</p></html>", "text/xml")
        case "bomb":
            desk.site.bomb("/feed", web.FEED)
        case "inside":
            desk.site.lead("/feed", "http://192.168.1.1/feed")
        case "slow":
            desk.site.pause = asyncio.Event()
            desk.learner.fetcher = web.fetcher(Bounds(seconds=0.05))
        case "nobody":
            address = "http://127.0.0.1:1/feed"
    await desk.wish(address)
    await desk.look()
    (failing,) = await desk.feeds.failing(HERE)
    assert trouble in (failing.trouble or "")


async def test_a_page_that_cannot_be_had_leaves_what_the_feed_says(desk: Desk) -> None:
    said = "<p>Quillon Thorne will star in Mission: Impossible 8, the studio says.</p>"
    title = "Mission: Impossible 8 Adds Quillon Thorne"
    address = f"{desk.site.url}/missing"
    await desk.wish(desk.site.put("/feed", rss(entry(title, address, said)), web.FEED))
    await desk.look()
    reviewed = await desk.feeds.review(HERE, 1)
    assert (reviewed.article.address, str(reviewed.article.published)) == (address, "2024-05-03")
    assert reviewed.article.publisher == "Film Gazette"


async def test_feeds_that_are_wished_for_no_longer_and_servers_that_left_rest(desk: Desk) -> None:
    await desk.wish(news(desk, "Quillon Thorne"))
    await desk.look()
    await desk.wish()
    await desk.look(timedelta(days=1))
    assert await desk.store.read("SELECT * FROM feed") == []
    await desk.wish(f"{desk.site.url}/feed")
    async with desk.store.write() as writer:
        await writer.execute_fetchall("INSERT INTO departed VALUES (?, '2020-09-02')", (HERE,))
    await desk.look()
    assert await desk.store.read("SELECT * FROM feed") == []
    assert desk.site.asked("/feed") == 1


async def test_what_is_decided_comes_no_more_and_the_article_is_closed(desk: Desk) -> None:
    title = "Mission: Impossible 8 grows"
    text = "Quillon Thorne will star in Mission: Impossible 8. Anna Berg joins the cast."
    address = desk.site.put("/one", page(title, text))
    await desk.wish(desk.site.put("/feed", rss(entry(title, address)), web.FEED))
    await desk.look()
    first = (await desk.feeds.review(HERE, 1)).proposals
    assert len(first) > 1
    await desk.feeds.decide(HERE, 1, first[:1])
    left = (await desk.feeds.review(HERE, 1)).proposals
    assert [one.claim.key for one in left] == [one.claim.key for one in first[1:]]
    await desk.feeds.decide(HERE, 1, left)
    assert (await desk.feeds.review(HERE, 1)).proposals == ()
    assert await desk.titles() == []
    assert await desk.store.read("SELECT paragraphs, decided FROM clipping") == [("[]", "[]")]
    with pytest.raises(LoreError, match=GONE):
        await desk.feeds.review(HERE, 1)


async def test_a_pattern_that_is_mostly_rejected_proposes_last(desk: Desk) -> None:
    text = (
        "Mission: Impossible 8 Adds Two\n\nQuillon Thorne will play Bram Osterly in "
        "Mission: Impossible 8. Christopher McQuarrie is directing Mission: Impossible 8."
    )
    before = await desk.learner.read(text, HERE)
    first = before.proposals[0]
    assert before.doubted(first) is None
    for _ in range(ENOUGH - 1):
        await desk.learner.judge(HERE, [first], accepted=False)
    assert (await desk.learner.read(text, HERE)).proposals == before.proposals
    await desk.learner.judge(HERE, [first], accepted=True)
    after = await desk.learner.read(text, HERE)
    assert after.proposals[-1] == first
    doubted = after.doubted(first)
    assert doubted is not None
    assert (doubted.accepted, doubted.rejected) == (1, ENOUGH - 1)
    assert (await desk.learner.read(text, THERE)).proposals == before.proposals
