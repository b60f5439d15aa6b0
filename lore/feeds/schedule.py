"""When a feed is looked at again: steadily while it works, ever more rarely while it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from lore.model.clock import stamp
from lore.store.feeds import FeedRow

USUAL = timedelta(minutes=30)
"""From one look to the next."""
RAREST = timedelta(days=1)
"""The longest pause of a feed that fails."""
_MOST_DOUBLED = 10
"""How often the wait after a failure is doubled."""


def pause(failures: int) -> timedelta:
    """The pause after so many failures in a row: each doubles it, up to a day."""
    doubled: int = 2 ** min(failures, _MOST_DOUBLED)
    return min(USUAL * doubled, RAREST)


def worked(feed: FeedRow, now: datetime, etag: str | None, modified: str | None) -> FeedRow:
    """A feed that was read; without validators, it is to be sent anew."""
    return replace(
        feed,
        etag=etag,
        modified=modified,
        due_at=stamp(now + USUAL),
        failures=0,
        failing_since=None,
        trouble=None,
    )


def failed(feed: FeedRow, now: datetime, why: str) -> FeedRow:
    """A feed that was not."""
    failures = feed.failures + 1
    return replace(
        feed,
        due_at=stamp(now + pause(failures)),
        failures=failures,
        failing_since=feed.failing_since or stamp(now),
        trouble=why,
    )
