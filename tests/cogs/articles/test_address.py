"""/article with an address that the bot may fetch, from a site on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cogs.articles import texts as words
from lore.articles.learning import NO_FETCHING
from lore.fetching import Bounds, errors
from tests.discord_wire import Discord, Seen
from tests.support import web
from tests.support.fact_commands import MODERATOR, answer, press, sources
from tests.support.stage import Stage, running, staged
from tests.support.web import Site

ACCEPT = words.BUTTONS["accept"]
QUESTION = "who plays Bram Osterly?"
PAGE = """<html><head><title>Mission: Impossible 8 Adds Quillon Thorne</title>
<meta property="og:site_name" content="Film Gazette">
<meta property="article:published_time" content="2024-05-03"></head><body><article>
<h1>Mission: Impossible 8 Adds Quillon Thorne</h1>
<p>Quillon Thorne will play Bram Osterly in Mission: Impossible 8, the studio said on Friday.</p>
<p>The part was kept under wraps for months, and filming goes on in several places until autumn.</p>
</article></body></html>"""


@pytest.fixture
async def stage(database: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot's stage, which may fetch from this machine."""
    async with staged(database, tmp_path, web.fetcher()) as made:
        yield made


async def review(discord: Discord, field: str, text: str) -> Seen:
    modal = await (await discord.slash("article", user=MODERATOR)).modal()
    sent = await discord.submit(modal, {field: text}, user=MODERATOR)
    return await sent.seen()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("field", ["address", "text"])
async def test_an_address_becomes_an_answer_that_cites_it(
    discord: Discord, site: Site, field: str
) -> None:
    page = await review(discord, field, site.lead("/short", site.put("/article", PAGE)))
    assert "Quillon Thorne plays Bram Osterly in Mission: Impossible 8" in page.text
    assert "Film Gazette, 2024-05-03" in page.text
    await press(discord, page, ACCEPT)
    assert "Quillon Thorne" in await answer(discord, QUESTION)
    assert f"{site.url}/article" in await sources(discord, QUESTION)


@pytest.mark.usefixtures("bot")
async def test_what_may_not_or_cannot_be_fetched_is_told(discord: Discord, site: Site) -> None:
    for address, why in (
        ("ftp://news.example/x", errors.NO_ADDRESS),
        ("http://10.0.0.1/", errors.NOT_PUBLIC),
        (site.lead("/inside", "http://192.168.0.1/"), errors.NOT_PUBLIC),
        (f"{site.url}/missing", errors.refused(404)),
        (site.bomb("/bomb"), errors.too_large(4 * 2**20)),
        (site.put("/picture", b"", "image/png"), errors.other_kind("image/png", "page")),
    ):
        assert why in (await review(discord, "address", address)).text


async def test_a_site_that_takes_too_long_is_told(
    discord: Discord, database: Path, tmp_path: Path, site: Site
) -> None:
    site.pause = asyncio.Event()
    hasty = web.fetcher(Bounds(seconds=0.05))
    async with staged(database, tmp_path, hasty) as stage, running(discord, stage):
        await discord.ready()
        assert errors.TOO_SLOW in (await review(discord, "address", f"{site.url}/x")).text


async def test_it_is_off_where_the_operator_has_not_turned_it_on(
    discord: Discord, database: Path, tmp_path: Path
) -> None:
    async with staged(database, tmp_path) as stage, running(discord, stage):
        await discord.ready()
        modal = await (await discord.slash("article", user=MODERATOR)).modal()
        fields = [row["component"]["custom_id"] for row in modal["components"]]
        assert fields == ["text", "file"]
        told = await review(discord, "text", "https://news.example/article")
        assert NO_FETCHING in told.text
