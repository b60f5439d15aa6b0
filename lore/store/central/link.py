"""A connection to PostgreSQL on a thread of its own, which no silence of the network holds up."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar

from lore.model.errors import SettingsError, StoreError, Unreachable

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")
Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
"""A connection outside a transaction, until a function begins one."""

SECONDS = 6.0
"""Seconds within which PostgreSQL answers; else it cannot be reached."""
CONNECT_SECONDS = 3
"""Seconds that a connection may take."""
LOOK = 1.0
"""Seconds between two looks at whether there was any progress."""
_KEPT_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
OLDEST = 140_000
"""The first version of PostgreSQL that has what is used, as it numbers them."""

NO_DRIVER = (
    "DATABASE names PostgreSQL, and what talks to it is not installed: "
    "pip install -e '.[postgres]'."
)
BUSY = "Another machine is writing to the central database: try again when it is done."


class Link:
    """The connection: made when it is needed, and anew once it broke.

    `options` are settings of PostgreSQL for its sessions.

    Raises:
        SettingsError: where what talks to PostgreSQL is not installed.
    """

    def __init__(self, address: str, *, name: str, options: dict[str, str]) -> None:
        self._driver = require_driver()
        self._address = address
        self._options = " ".join(f"-c {key}={value}" for key, value in options.items())
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._name = name
        self._connection: Connection | None = None
        self._alive = 0.0

    async def run(
        self,
        function: Callable[[Connection], T],
        *,
        seconds: float | None = None,
        held: bool = False,
    ) -> T:
        """What a function on the connection returns, in the thread. Whoever is cancelled meanwhile
        does not end it; the next one comes after it. `held` is for what began on the connection:
        it is not done on a new one.

        Raises:
            Unreachable: where PostgreSQL cannot be reached, or where nothing was heard of it for so
                many seconds (see `progress`), else SECONDS; the connection is closed then.
            StoreError: where it refuses, or another holds what a statement waited for.
        """
        self.progress()
        waiting = asyncio.wrap_future(self._thread.submit(self._call, function, held))
        waiting.add_done_callback(_noticed)
        patience = CONNECT_SECONDS + (SECONDS if seconds is None else seconds)
        while (left := self._alive + patience - time.monotonic()) > 0:
            done, _ = await asyncio.wait({waiting}, timeout=min(left, LOOK))
            if done:
                break
        else:
            self._cut()
        return await asyncio.shield(waiting)

    def progress(self, seconds: float = 0.0) -> None:
        """Say in a function that takes long that it goes on; with `seconds` that it now does for as
        long what is no business of PostgreSQL's."""
        self._alive = time.monotonic() + seconds

    async def close(self) -> None:
        """Close the connection, whatever it waits for."""
        self._cut()
        self._thread.submit(self._drop)
        await asyncio.to_thread(self._thread.shutdown)

    def _call(self, function: Callable[[Connection], T], held: bool) -> T:
        errors = self._driver.errors
        try:
            if self._connection is None:
                if held:
                    raise Unreachable(why="the connection was lost")
                self._connection = self._connect()
            return function(self._connection)
        except errors.LockNotAvailable:
            raise StoreError(BUSY) from None
        except errors.Error as error:
            self._refuse(error)

    def _refuse(self, error: Exception) -> NoReturn:
        errors, connection = self._driver.errors, self._connection
        broken = connection is None or connection.closed
        # Of an error that comes with the end of the session, the session's end is what matters.
        if broken or isinstance(error, errors.OperationalError | errors.InterfaceError):
            self._drop()
            raise Unreachable(why=_one_line(error)) from error
        raise StoreError(f"The central database refuses: {_one_line(error)}.") from error

    def _connect(self) -> Connection:
        connection: Connection = self._driver.connect(
            self._address,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name=self._name,
            client_encoding="UTF8",
            options=self._options,
            **_KEPT_ALIVE,
        )
        if connection.info.server_version < OLDEST:
            connection.close()
            raise StoreError(f"PostgreSQL is too old: it must be {OLDEST // 10_000} or newer.")
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _cut(self) -> None:
        """Wake whoever waits for the network: its end is told at once."""
        connection = self._connection
        if connection is not None and not connection.closed:
            with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)


def require_driver() -> Any:
    """The library that talks to PostgreSQL.

    Raises:
        SettingsError: where it is not installed.
    """
    try:
        import psycopg
    except ImportError:
        raise SettingsError(NO_DRIVER) from None
    return psycopg


def _noticed(future: asyncio.Future[Any]) -> None:
    """Nobody may be waiting for it any more."""
    if not future.cancelled():
        future.exception()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
