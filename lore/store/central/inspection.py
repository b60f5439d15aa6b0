"""What a central database holds, and whether a replica holds the same, looked at without changing
either."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from lore.model.errors import StoreError, Unreachable
from lore.store.central import head as central
from lore.store.central.follower import differences
from lore.store.central.head import Head
from lore.store.central.link import Link
from lore.store.central.replica import Replica, is_replica

_ROUNDS = 20
"""How often a comparison begins anew where others wrote meanwhile."""
_SECONDS = 30.0
"""Seconds that the central database has to answer."""


class Looked(NamedTuple):
    """How a central database stands, None where nothing was ever put in; and whether the replica
    is as far, and so the same."""

    head: Head | None
    same: bool


async def look_at(address: str, path: Path, newest: int) -> Looked:
    """How a central database stands, `newest` being the version that the program knows.

    Raises:
        SettingsError: where what talks to PostgreSQL is not installed.
        StoreError: where it cannot be used, and where the replica at the path, which may be
            missing, differs from it.
    """
    link = Link(address, name="lore-check", options={})
    try:
        head = await link.run(central.find_head, seconds=_SECONDS)
        replica = Replica(path, newest)
        if head is not None and head.version > newest:
            replica.check_version(head)
        differing = None
        if head is not None and head.version == newest and is_replica(path):
            differing = await differences(replica, link, rounds=_ROUNDS)
        if differing:
            raise StoreError(
                f"The replica {path} differs from the central database in {', '.join(differing)}: "
                "it is built anew while the bot runs, or where you remove it."
            )
        return Looked(head, same=differing is not None)
    except Unreachable as error:
        raise StoreError(
            f"The central database cannot be reached ({error.why}): check DATABASE."
        ) from None
    finally:
        await link.close()
