"""What a store writes through where its file is a replica of a central database."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import aiosqlite


class Turn(Protocol):
    """The turn of one transaction among those of all machines."""

    async def push(self, writer: aiosqlite.Connection, *, erasing: bool) -> bool:
        """Send what was written on the writer, to be committed; whether there was anything.

        Raises:
            StoreError: where the central database cannot take it.
        """
        ...

    async def commit(self) -> None:
        """Make what was sent central, right before the writer commits it.

        Raises:
            StoreError: where it was not made, or where that is not known.
        """
        ...


class Upstream(Protocol):
    """The central database that the file is a replica of; `cut_off` says why it cannot be
    reached, None where nothing is known of that."""

    cut_off: str | None

    async def attach(self, path: Path, writer: aiosqlite.Connection) -> None:
        """Have a writer note what it writes.

        Raises:
            StoreError: where the file is a database of its own.
        """
        ...

    def check(self) -> None:
        """Refuse what would have to wait for a central database that is known to be cut off.

        Raises:
            Unreachable: where it is.
        """
        ...

    def turn(self) -> AbstractAsyncContextManager[Turn]:
        """Be the only one on all machines who writes, on the newest state.

        Raises:
            StoreError: where that cannot be had.
        """
        ...
