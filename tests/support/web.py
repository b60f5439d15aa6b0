"""A site on loopback that says what a test has written for each of its paths."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from lore.fetching import Bounds, Fetcher
from tests.discord_wire.recording import PATIENCE

FEED, PAGE = "application/rss+xml", "text/html"


@dataclass
class Site:
    """Paths with what they answer; a path that is missing is a 404. `requests` are those that came,
    each as its path and its headers. While there is a `pause`, answers wait for it."""

    replies: dict[str, web.Response] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pause: asyncio.Event | None = None
    url: str = ""
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def put(
        self, path: str, content: str | bytes, kind: str = PAGE, status: int = 200, **headers: str
    ) -> str:
        """Answer a path so; its address. Names of headers have _ for -."""
        body = content.encode() if isinstance(content, str) else content
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = web.Response(
            body=body, status=status, headers={"Content-Type": kind, **named}
        )
        return f"{self.url}{path}"

    def bomb(self, path: str, kind: str = PAGE, megabytes: int = 100) -> str:
        """Answer a path with some kilobytes that unpack to many megabytes; its address."""
        packed = gzip.compress(bytes(megabytes * 2**20))
        return self.put(path, packed, kind, Content_Encoding="gzip")

    def lead(self, path: str, to: str) -> str:
        """Answer a path with a redirect; its address."""
        return self.put(path, "", status=302, Location=to)

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one == path for one, _ in self.requests)

    async def hears(self, path: str) -> None:
        """Wait until a path was asked for."""
        async with asyncio.timeout(PATIENCE):
            while not self.asked(path):
                self._heard.clear()
                await self._heard.wait()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One answer."""
        self.requests.append((request.path, dict(request.headers)))
        self._heard.set()
        if self.pause is not None:
            await self.pause.wait()
        reply = self.replies.get(request.path)
        if reply is None:
            return web.Response(status=404, text="not here")
        tag = reply.headers.get("ETag")
        if tag is not None and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        assert isinstance(reply.body, bytes | None)
        return web.Response(body=reply.body, status=reply.status, headers=reply.headers)


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """The site while the block runs."""
    made = Site()
    application = web.Application()
    application.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield made
    finally:
        if made.pause is not None:
            made.pause.set()
        await runner.cleanup()


async def this_machine(host: str, port: int) -> Collection[str]:
    """Where every name is this machine's."""
    return ["127.0.0.1"]


def fetcher(bounds: Bounds | None = None) -> Fetcher:
    """A fetcher that may go to this machine, where every name is, and waits long for a site unless
    it is given bounds."""
    bounds = bounds or Bounds(seconds=PATIENCE)
    return Fetcher(bounds=bounds, loopback=True, lookup=this_machine)
