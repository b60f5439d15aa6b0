"""What is fetched of the web, and what never is."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from lore.fetching import Bounds, Fetcher, FetchError, errors
from lore.fetching.fetcher import Validators
from lore.fetching.public import is_public, literal
from tests.support import web
from tests.support.web import Site, fetcher

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1"),
        *("2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "3fff::1"),
    ],
)
def test_what_is_not_public(host: str) -> None:
    ip = literal(host)
    assert ip is not None
    assert not is_public(ip)


@pytest.mark.parametrize("host", [PUBLIC, "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_what_is_public(host: str) -> None:
    ip = literal(host)
    assert ip is not None
    assert is_public(ip)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", errors.NO_ADDRESS),
        ("variety.com/x", errors.NO_ADDRESS),
        ("ftp://variety.com/x", errors.NO_ADDRESS),
        ("file:///etc/passwd", errors.NO_ADDRESS),
        ("http://", errors.NO_ADDRESS),
        ("http://variety.com:99999/", errors.NO_ADDRESS),
        ("http://me:secret@variety.com/", errors.NO_ADDRESS),
        ("http://variety.com/" + "x" * 2_000, errors.NO_ADDRESS),
        ("http://127.0.0.1/", errors.NOT_PUBLIC),
        ("http://[::1]/", errors.NOT_PUBLIC),
        ("http://[::ffff:10.0.0.1]/", errors.NOT_PUBLIC),
        ("http://[fe80::1%25eth0]/", errors.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data", errors.NOT_PUBLIC),
        ("http://2130706433/", errors.NOT_PUBLIC),
        ("http://0x7f000001/", errors.NOT_PUBLIC),
        ("http://127.1/", errors.NOT_PUBLIC),
        ("http://0177.0.0.1/", errors.NOT_PUBLIC),
        ("http://127%2e0.0.1/", errors.NOT_PUBLIC),
        ("http://variety.com:6379/", errors.unusual_port(6379)),
    ],
)
async def test_what_is_never_asked_for(address: str, why: str) -> None:
    async def never(host: str, port: int) -> Collection[str]:
        raise AssertionError(host)

    with pytest.raises(FetchError) as refused:
        await Fetcher(lookup=never).page(address)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.1"], ["fd00::1"], [PUBLIC, "127.0.0.1"], ["::ffff:127.0.0.1"]],
)
async def test_a_name_that_leads_inside_is_refused(found: list[str], site: Site) -> None:
    async def inside(host: str, port: int) -> Collection[str]:
        return found

    with pytest.raises(FetchError, match="not public"):
        await Fetcher(lookup=inside).page("http://news.example/")
    assert site.requests == []


async def test_a_name_is_resolved_once_for_a_request_and_never_after(site: Site) -> None:
    """Whoever answers names may say something else the second time: nobody asks."""
    page = site.put("/page", "<p>Here</p>")
    asked: list[str] = []

    async def turning(host: str, port: int) -> Collection[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    fetched = await Fetcher(loopback=True, lookup=turning).page(
        page.replace("127.0.0.1", "news.example")
    )
    assert fetched.text == "<p>Here</p>"
    assert asked == ["news.example"]
    assert site.requests[0][1]["Host"].startswith("news.example:")


async def test_a_redirect_is_an_address_of_its_own(site: Site) -> None:
    page = site.put("/page", "<p>Here</p>")
    assert (await fetcher().page(site.lead("/first", "/page"))).address == page
    for to, why in (
        ("http://10.0.0.1/", errors.NOT_PUBLIC),
        ("http://[fd00::1]/", errors.NOT_PUBLIC),
        ("file:///etc/passwd", errors.NO_ADDRESS),
        ("", errors.ASTRAY),
        ("/round", errors.ASTRAY),
    ):
        with pytest.raises(FetchError) as refused:
            await fetcher().page(site.lead("/round", to))
        assert str(refused.value) == why


async def test_a_redirect_by_name_to_loopback_is_refused(site: Site) -> None:
    """The first name is let through as a test may; the second leads to another machine inside."""
    hosts = {"news.example": "127.0.0.1", "inside.example": "192.168.0.7"}

    async def lookup(host: str, port: int) -> Collection[str]:
        return [hosts[host]]

    address = site.lead("/first", "http://inside.example/")
    with pytest.raises(FetchError, match="not public"):
        await Fetcher(loopback=True, lookup=lookup).page(
            address.replace("127.0.0.1", "news.example")
        )


@pytest.mark.parametrize("coding", ["gzip", "none"])
async def test_a_bomb_and_what_is_too_large_are_refused(site: Site, coding: str) -> None:
    large = bytes(5 * 2**20)
    address = site.bomb("/large") if coding == "gzip" else site.put("/large", large)
    with pytest.raises(FetchError, match="too large"):
        await fetcher().page(address)


async def test_what_is_packed_is_unpacked_and_what_cannot_be_is_refused(site: Site) -> None:
    address = site.bomb("/small", megabytes=1)
    assert (await fetcher().page(address)).content == bytes(2**20)
    for coding in ("gzip", "br"):
        with pytest.raises(FetchError, match="unpacked"):
            await fetcher().page(site.put("/bad", b"\x1f\x8bnothing", Content_Encoding=coding))


async def test_a_site_that_is_slow_gone_or_of_another_kind_is_told(site: Site) -> None:
    with pytest.raises(FetchError, match="status 404"):
        await fetcher().page(f"{site.url}/missing")
    with pytest.raises(FetchError, match="no page at that address, but image/png"):
        await fetcher().page(site.put("/image", b"", "image/png"))
    with pytest.raises(FetchError, match="no feed at that address, but text/html"):
        await fetcher().feed(site.put("/page", "<p>Here</p>"))
    with pytest.raises(FetchError, match="cannot be reached"):
        await fetcher().page("http://127.0.0.1:1/")
    site.pause = asyncio.Event()
    with pytest.raises(FetchError, match="took too long"):
        await fetcher(Bounds(seconds=0.05)).page(f"{site.url}/page")


async def test_a_name_that_nobody_has() -> None:
    async def nobody(host: str, port: int) -> Collection[str]:
        raise OSError("no such name")

    with pytest.raises(FetchError) as refused:
        await Fetcher(lookup=nobody).page("http://nowhere.example/")
    assert str(refused.value) == errors.NOT_FOUND


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Amélie".encode("latin-1"), "text/html; charset=iso-8859-1"),
        (b'<meta charset="iso-8859-1">Am\xe9lie', "text/html"),
        ("\ufeffAmélie".encode(), "text/plain"),
        ("Amélie".encode(), "text/html; charset=zip"),
    ],
)
async def test_letters_are_read_as_they_were_written(site: Site, content: bytes, kind: str) -> None:
    assert (await fetcher().page(site.put("/page", content, kind))).text.endswith("Amélie")


async def test_a_version_that_is_known_is_not_sent_again(site: Site) -> None:
    address = site.put("/feed", "<rss/>", web.FEED, ETag='"one"')
    first = await fetcher().feed(address)
    assert (first.content, first.etag, first.unchanged) == (b"<rss/>", '"one"', False)
    second = await fetcher().feed(address, Validators(first.etag, first.modified))
    assert (second.content, second.unchanged) == (b"", True)
