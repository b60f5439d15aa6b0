"""Fetches an address of the public web: within bounds of size and time, and from nowhere else.

A name is resolved once for each request, by the connector's resolver below. It refuses what is not
public, and the connection is made to what it gave and to nothing else: there is no second
resolution that could say otherwise. Redirects are followed here, each as an address of its own.
"""

from __future__ import annotations

import asyncio
import codecs
import re
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from lore.fetching import errors
from lore.fetching.body import ACCEPTED, bounded
from lore.fetching.errors import FetchError
from lore.fetching.public import is_public, literal

MEGABYTE = 2**20
"""In bytes."""
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
FEEDS = frozenset(
    {
        *("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        *("application/xml", "text/xml", "text/plain"),
    }
)
LONGEST_ADDRESS = 2_000
"""Characters of an address."""
_PORTS = (80, 443)
"""Those of the open web."""
_REDIRECTS = (301, 302, 303, 307, 308)
"""Statuses that name another address."""
_AT_ONCE = 8
"""Pages that are fetched at once."""
_HEADERS = {
    "User-Agent": "film-lore (reads articles that moderators of a Discord server name)",
    "Accept-Encoding": ACCEPTED,
}
_CHARSET = re.compile(rb"<[^>]{0,200}\b(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
"""How a host ends that is a number of IPv4 in some old form, as 127.1 is."""
_DECLARED = 2_048
"""Bytes at the beginning of a page that may say in what its letters are written."""

Lookup = Callable[[str, int], Awaitable[Collection[str]]]
"""The addresses of a host at a port; an OSError where there is none."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a fetch may take: seconds in all, bytes unpacked, and redirects."""

    seconds: float = 20.0
    size: int = 4 * MEGABYTE
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was at an address. `address` is the one that it led to in the end; `content` is empty
    where it is `unchanged` since it had these validators (`etag`, `modified`)."""

    address: str
    content: bytes
    kind: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False

    @property
    def text(self) -> str:
        """The content as text: as the server says, else as the page says, else as UTF-8."""
        declared = _CHARSET.search(self.content[:_DECLARED])
        for name in (self.charset, declared and declared[1].decode("ascii", "replace")):
            if name and _is_text(name):
                return self.content.decode(name, errors="replace")
        return self.content.decode("utf-8-sig", errors="replace")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a version of its content, to be asked whether there is a newer one."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """They as headers of a request."""
        validators = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in validators.items() if value}


NOTHING_KNOWN = Validators()


async def _resolve(host: str, port: int) -> Collection[str]:
    addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(str(address[0]) for *_, address in addresses)


@dataclass
class _Guard(AbstractResolver):
    """Resolves a name for one connection, and refuses it where one of its addresses is not public.

    Addresses of this machine are let through with `loopback`.
    """

    lookup: Lookup
    loopback: bool = False
    refused: bool = field(default=False, init=False)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, all of them public.

        Raises:
            OSError: where there is none, and where one is not public.
        """
        addresses = [str(ip) for ip in await self.lookup(host, port)]
        if not addresses or not all(map(self.lets_through, addresses)):
            self.refused = bool(addresses)
            raise OSError("not public")
        results = [_result(host, ip, port) for ip in addresses]
        return [result for result in results if family in (socket.AF_UNSPEC, result["family"])]

    def lets_through(self, host: str) -> bool:
        """Whether an address that is written out may be connected to."""
        ip = literal(host)
        return ip is not None and (is_public(ip) or (self.loopback and ip.is_loopback))

    async def close(self) -> None:
        """Nothing is held."""


def _result(host: str, ip: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    return ResolveResult(
        hostname=host, host=ip, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )


class Fetcher:
    """Fetches addresses. `loopback` lets addresses of this machine through, for tests alone:
    nothing that a member or an operator sets leads there."""

    def __init__(
        self,
        *,
        bounds: Bounds | None = None,
        loopback: bool = False,
        lookup: Lookup = _resolve,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._loopback = loopback
        self._lookup = lookup
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def checked(self, address: str) -> str:
        """An address as it would be fetched.

        Raises:
            FetchError: for one that never is.
        """
        return str(self._url(address))

    async def page(self, address: str) -> Fetched:
        """A page or a text.

        Raises:
            FetchError: where there is none, or none that may be fetched.
        """
        return await self._fetch(address, PAGES, "page", NOTHING_KNOWN)

    async def feed(self, address: str, known: Validators = NOTHING_KNOWN) -> Fetched:
        """A feed, as XML; without content where it is the version that is `known`.

        Raises:
            FetchError: as `page`.
        """
        return await self._fetch(address, FEEDS, "feed", known)

    async def _fetch(
        self, address: str, kinds: Collection[str], wanted: str, known: Validators
    ) -> Fetched:
        url = self._url(address)
        headers = {**_HEADERS, "Accept": ", ".join(sorted(kinds)), **known.headers}
        guard = _Guard(self._lookup, self._loopback)
        async with self._turns:
            try:
                async with asyncio.timeout(self._bounds.seconds), _session(guard) as session:
                    return await self._follow(session, url, headers, kinds, wanted)
            except TimeoutError:
                raise FetchError(errors.TOO_SLOW) from None
            except aiohttp.ClientConnectorDNSError:
                raise FetchError(errors.NOT_PUBLIC if guard.refused else errors.NOT_FOUND) from None
            except (aiohttp.ClientError, OSError, ValueError):
                raise FetchError(errors.UNREACHABLE) from None

    async def _follow(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        headers: Mapping[str, str],
        kinds: Collection[str],
        wanted: str,
    ) -> Fetched:
        for _ in range(self._bounds.redirects + 1):
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await self._read(response, kinds, wanted)
                url = self._url(response.headers.get("Location", ""), url)
        raise FetchError(errors.ASTRAY)

    async def _read(
        self, response: aiohttp.ClientResponse, kinds: Collection[str], wanted: str
    ) -> Fetched:
        address, headers = str(response.url), response.headers
        if response.status == 304:
            return Fetched(address, b"", unchanged=True)
        if response.status != 200:
            raise FetchError(errors.refused(response.status))
        # aiohttp takes a missing type for application/octet-stream, which is refused as well.
        kind = response.content_type.casefold()
        if kind not in kinds:
            raise FetchError(errors.other_kind(kind, wanted))
        content = await bounded(response, self._bounds.size)
        etag, modified = headers.get("ETag"), headers.get("Last-Modified")
        return Fetched(address, content, kind, response.charset, etag, modified)

    def _url(self, address: str, base: URL | None = None) -> URL:
        """An address, or one that another leads on to, as a URL that may be asked for.

        It is read by the library that the connection reads it with, so that both see one host.
        """
        try:
            url = URL(address.strip())
            url = (base.join(url) if base is not None else url).with_fragment(None)
            host, port = url.host, url.port
        except (ValueError, UnicodeError):
            raise FetchError(errors.NO_ADDRESS) from None
        if url.scheme not in ("http", "https") or not host or len(address) > LONGEST_ADDRESS:
            raise FetchError(errors.NO_ADDRESS)
        if url.user is not None or url.password is not None:
            raise FetchError(errors.NO_ADDRESS)
        guard = _Guard(self._lookup, self._loopback)
        if (literal(host) or _NUMBER.search(host)) and not guard.lets_through(host):
            raise FetchError(errors.NOT_PUBLIC)
        if port not in _PORTS and not self._loopback:
            raise FetchError(errors.unusual_port(port or 0))
        return url


def _session(guard: _Guard) -> aiohttp.ClientSession:
    """A session for one fetch: it remembers no cookie and no name, and takes no proxy."""
    connector = aiohttp.TCPConnector(resolver=guard, use_dns_cache=False, force_close=True)
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=None),
    )


def _is_text(name: str) -> bool:
    """Whether a name is that of a way to write letters, and of nothing else that Python decodes."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False
