"""Reads the feeds that servers' settings name, and keeps their articles for moderators."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from lore.articles.article import Article
from lore.articles.learning import Learner, Reviewed
from lore.articles.proposals import Proposal
from lore.editing.server_settings import ServerSettingsService
from lore.feeds import schedule
from lore.feeds.feed import Feed, FeedEntry, parse
from lore.fetching import Fetcher
from lore.fetching.fetcher import Validators
from lore.model.clock import Clock, stamp, utc_now
from lore.model.dates import PartialDate
from lore.model.errors import LoreError
from lore.model.facts import Entity
from lore.store import clippings, feeds
from lore.store.clippings import Clipping
from lore.store.database import Store
from lore.store.feeds import FeedRow

log = logging.getLogger(__name__)

MOST_OPEN = 200
"""Articles of a server that wait for a moderator."""
LONGEST = 60_000
"""Letters of an article that are kept."""
MOST_READ = 10
"""Entries of a feed whose articles are read at one look; the rest waits for the next."""
_WHOLE = 800
"""Letters from which on an entry's own text is taken for the whole article."""
_MOST_DUE = 40
"""Feeds that one look takes."""
_AT_ONCE = 4
"""Servers whose feeds are looked at at once."""
_LONGEST_VALIDATOR = 500
"""Characters of what a site says of a version; a longer one is not sent back."""
FAILED = "Something went wrong on my side while I read it."
GONE = "That article waits no longer: somebody has gone through it."


class FeedService:
    """The feeds of all servers in one store, and what waits of them. Those of servers that the
    process `holds` are looked at; without a fetcher, as of the learner, none is."""

    def __init__(
        self,
        store: Store,
        learner: Learner,
        setups: ServerSettingsService,
        *,
        holds: Callable[[int], bool] = lambda _: True,
        clock: Clock = utc_now,
    ) -> None:
        self._store = store
        self._learner = learner
        self._setups = setups
        self._holds = holds
        self._clock = clock

    @property
    def fetcher(self) -> Fetcher | None:
        """What fetches addresses, None where nothing may be fetched."""
        return self._learner.fetcher

    async def look(self) -> None:
        """Look at each feed that is due; to be called every minute."""
        if self.fetcher is None:
            return
        now = stamp(self._clock())
        if not await self._store.query(feeds.is_settled):
            async with self._store.write() as writer:
                await feeds.settle(writer, now)
        due = await self._store.query(lambda c: feeds.due(c, now, self._holds, _MOST_DUE))
        servers: dict[int, list[FeedRow]] = {}
        for row in due:
            servers.setdefault(row.scope, []).append(row)
        turns = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for rows in servers.values():
                group.create_task(self._server(self.fetcher, rows, turns))

    async def _server(
        self, fetcher: Fetcher, rows: Sequence[FeedRow], turns: asyncio.Semaphore
    ) -> None:
        """Look at feeds of one server, one after the other: they share the day's limit."""
        for row in rows:
            async with turns:
                try:
                    after = await self._look_at(fetcher, row)
                except Exception:
                    log.exception("Feed %d of server %d failed", row.id, row.scope)
                    after = schedule.failed(row, self._clock(), FAILED)
                async with self._store.write() as writer:
                    await feeds.put(writer, after)

    async def _look_at(self, fetcher: Fetcher, row: FeedRow) -> FeedRow:
        """Read what is new in a feed; the feed as it stands then."""
        try:
            fetched = await fetcher.feed(row.address, Validators(row.etag, row.modified))
            if fetched.unchanged:
                return schedule.worked(row, self._clock(), row.etag, row.modified)
            feed = await asyncio.to_thread(parse, fetched)
        except LoreError as error:
            return schedule.failed(row, self._clock(), str(error))
        if not await self._read(row.scope, feed):
            return schedule.worked(row, self._clock(), None, None)
        etag, modified = _kept(fetched.etag), _kept(fetched.modified)
        return schedule.worked(row, self._clock(), etag, modified)

    async def _read(self, scope: int, feed: Feed) -> bool:
        """Read the entries of a feed that are new to a server; whether none of them was left."""
        digests = [digest for entry in feed.entries for digest in entry.digests]
        seen = await self._store.query(lambda c: feeds.seen(c, scope, digests))
        await self._see(scope, sorted(seen))
        room, read = await self._room(scope), 0
        for entry in feed.entries:
            if seen.intersection(entry.digests):
                continue
            clipping = None
            if await self._learner.speaks_of_known([entry.title, *entry.paragraphs], scope):
                if not room or read == MOST_READ:
                    return False
                read += 1
                clipping = await self._clipping(scope, feed, entry)
            await self._see(scope, entry.digests, clipping)
            room -= clipping is not None
        return True

    async def _room(self, scope: int) -> int:
        """How many articles a server may still get today."""
        today = stamp(self._clock())[:10]
        kept = await self._store.query(lambda c: clippings.found_since(c, scope, today))
        return max((await self._setups.get(scope)).feed_limit - kept, 0)

    async def _see(
        self, scope: int, digests: Collection[str], clipping: Clipping | None = None
    ) -> None:
        """Note that entries were read, with what came of one."""
        if not digests:
            return
        async with self._store.write() as writer:
            await feeds.see(writer, scope, list(digests), stamp(self._clock())[:10])
            if clipping is not None:
                await clippings.add(writer, scope, clipping, MOST_OPEN)

    async def _clipping(self, scope: int, feed: Feed, entry: FeedEntry) -> Clipping | None:
        """An entry's article as it is to be kept; None where it proposes nothing of known names."""
        article = await self._article(feed, entry)
        proposals = _of_known((await self._learner.review(article, scope)).proposals)
        if not proposals:
            return None
        published = str(article.published) if article.published else None
        return Clipping(
            0,
            article.title,
            article.publisher,
            article.address,
            published,
            article.paragraphs,
            len(proposals),
            stamp(self._clock()),
        )

    async def _article(self, feed: Feed, entry: FeedEntry) -> Article:
        """An entry's article: as the feed has it where that is the whole, else as its page has it
        where that can be had."""
        own = Article(
            entry.title, entry.paragraphs, entry.published, feed.title, address=entry.address
        )
        if entry.address is None or sum(map(len, entry.paragraphs)) >= _WHOLE:
            return _bounded(own)
        try:
            page = await self._learner.fetch(entry.address)
        except LoreError:
            return _bounded(own)
        return _bounded(
            replace(
                page,
                title=entry.title,
                published=entry.published or page.published,
                publisher=page.publisher or feed.title,
            )
        )

    async def count(self, scope: int) -> int:
        """How many articles wait for a server's moderators."""
        return await self._store.query(lambda c: clippings.count(c, scope))

    async def listed(self, scope: int, *, limit: int, offset: int) -> list[Clipping]:
        """The articles that wait, the newest first."""
        return await self._store.query(lambda c: clippings.listed(c, scope, limit, offset))

    async def failing(self, scope: int) -> list[FeedRow]:
        """The feeds of a server that failed at the last look."""
        return await self._store.query(lambda c: feeds.failing(c, scope))

    async def review(self, scope: int, number: int) -> Reviewed:
        """What an article that waits proposes now, without what was decided before; it is closed
        where nothing is left.

        Raises:
            LoreError: where it waits no longer.
        """
        clipping = await self._store.query(lambda c: clippings.clipping(c, scope, number))
        if clipping is None:
            raise LoreError(GONE)
        published = PartialDate.parse(clipping.published) if clipping.published else None
        article = Article(
            clipping.title,
            clipping.paragraphs,
            published,
            clipping.publisher,
            address=clipping.address,
        )
        reviewed = await self._learner.review(article, scope)
        known = _of_known(reviewed.proposals)
        left = tuple(proposal for proposal in known if key_of(proposal) not in clipping.decided)
        if not left:
            await self.close(scope, number)
        return replace(reviewed, proposals=left)

    async def decide(
        self,
        scope: int,
        number: int,
        proposals: Collection[Proposal],
        every: Collection[Proposal] = (),
    ) -> None:
        """Keep that proposals of an article were accepted, edited or rejected; it is closed where
        `every` one that was left has been by then."""
        async with self._store.write() as writer:
            keys = [key_of(proposal) for proposal in proposals]
            decided = await clippings.decide(writer, scope, number, keys)
            if every and decided.issuperset(map(key_of, every)):
                await clippings.close(writer, scope, number)

    async def close(self, scope: int, number: int) -> None:
        """Put an article away; its text goes."""
        async with self._store.write() as writer:
            await clippings.close(writer, scope, number)

    async def next_after(self, scope: int, number: int) -> int | None:
        """The number of the article to be read after one, None where none waits."""
        return await self._store.query(lambda c: clippings.after(c, scope, number))


def key_of(proposal: Proposal) -> str:
    """What tells a proposal from the others of its article."""
    return "|".join(proposal.claim.key)


def _of_known(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals that speak of what is known."""
    return [
        proposal
        for proposal in proposals
        if any(
            isinstance(term, Entity) and term.id
            for term in (proposal.subject, proposal.value, proposal.role)
        )
    ]


def _bounded(article: Article) -> Article:
    """An article without what goes beyond what is kept of one."""
    room, kept = LONGEST, list[str]()
    for paragraph in article.paragraphs:
        if room <= 0:
            break
        kept.append(paragraph[:room])
        room -= len(paragraph)
    return replace(article, paragraphs=tuple(kept))


def _kept(validator: str | None) -> str | None:
    return validator if validator and len(validator) <= _LONGEST_VALIDATOR else None
