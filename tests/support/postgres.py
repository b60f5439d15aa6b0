"""A PostgreSQL of the tests' own, from the package of the system, and a network that can be cut."""

from __future__ import annotations

import asyncio
import functools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

PACKAGES = Path("/usr/lib/postgresql")
"""Where Debian's package puts each version."""
USER = "lore"
ROOM = 1 << 30
_PATIENCE = 60


def lacking() -> str | None:
    """Why there can be no PostgreSQL here; None where there can."""
    if find_spec("psycopg") is None:
        return "what talks to PostgreSQL is not installed (pip install -e '.[postgres]')"
    if programs() is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if os.geteuid() == 0 and _account() is None:
        return "PostgreSQL does not run as root, and there is no account “postgres”"
    return None


@functools.cache
def programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed."""
    found = [one for one in PACKAGES.glob("*/bin") if (one / "initdb").exists()]
    if found:
        return max(found, key=lambda one: float(one.parent.name))
    at = shutil.which("initdb")
    return Path(at).resolve().parent if at else None


def _account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


class Cluster:
    """A server of PostgreSQL on a port of this machine, which can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self._run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-D", self._data)

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers."""
        if self._process is not None and self._process.poll() is None:
            return
        folder = programs()
        assert folder is not None
        with (self.folder / "log").open("ab") as told:
            self._process = subprocess.Popen(
                [
                    *(folder / "postgres", "-D", self._data, "-p", str(self.port)),
                    *("-k", self.folder, "-c", "listen_addresses=127.0.0.1"),
                    # The kernel keeps what a process has written, however that ends.
                    *("-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=40"),
                    # What is not committed is not there after a crash.
                    *("-c", "wal_writer_delay=10s"),
                ],
                stdout=subprocess.DEVNULL,
                stderr=told,
                **_as_account(),
            )
        self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-t", "1", tries=_PATIENCE)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: at once and in order, or with SIGQUIT as in a crash."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(_PATIENCE)

    def database(self) -> str:
        """The address of a new database."""
        self._databases += 1
        name = f"lore{self._databases}"
        self.execute("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str, *, port: int | None = None) -> str:
        """The address of a database, by another port where that is given."""
        return f"postgresql://{quote(USER)}@127.0.0.1:{port or self.port}/{name}"

    def execute(self, name: str, sql: str) -> list[tuple[object, ...]]:
        """Do something in a database; what it returns."""
        import psycopg

        with psycopg.connect(self.address(name), autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str | Path, tries: int = 1) -> None:
        folder = programs()
        assert folder is not None
        for left in reversed(range(tries * 5)):
            done = subprocess.run(
                [folder / program, *arguments],
                check=not left and tries == 1,
                capture_output=True,
                **_as_account(),
            )
            if not done.returncode:
                return
            with suppress(subprocess.TimeoutExpired):
                assert self._process is None or self._process.wait(0.2) is None
        raise AssertionError((self.folder / "log").read_text())


def _as_account() -> dict[str, Any]:
    account = _account() if os.geteuid() == 0 else None
    return {"user": account.pw_uid, "group": account.pw_gid, "cwd": "/"} if account else {}


def _memory() -> Path | None:
    """Where files are in memory, on a machine that has room there: others keep its disk busy."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and shutil.disk_usage(shared).free > ROOM else None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that runs, empty."""
    with tempfile.TemporaryDirectory(prefix="lore-pg-", dir=_memory()) as made:
        folder = Path(made)
        if os.geteuid() == 0 and (account := _account()):
            os.chown(folder, account.pw_uid, account.pw_gid)
        server = Cluster(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)


class Cable:
    """A way to a port that can be cut: nothing comes through then, and nobody is told of it."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = 0
        self._whole = asyncio.Event()
        self._whole.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Let nothing through."""
        self._whole.clear()

    def mend(self) -> None:
        """Let all through that waited."""
        self._whole.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(OSError, asyncio.CancelledError), closing_writer(writer):
            await self._whole.wait()
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            with closing_writer(back):
                ways = [self._one_way(reader, back), self._one_way(there, writer)]
                await asyncio.gather(*ways)

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing_writer(writer), suppress(OSError):
            while sent := await reader.read(65_536):
                await self._whole.wait()
                writer.write(sent)
                await writer.drain()
            await self._whole.wait()

    async def close(self) -> None:
        """End all connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@contextmanager
def closing_writer(writer: asyncio.StreamWriter) -> Iterator[None]:
    """Close a stream at the end."""
    try:
        yield
    finally:
        writer.close()


@asynccontextmanager
async def cable(port: int) -> AsyncIterator[Cable]:
    """A way to a port of this machine."""
    way = Cable(port)
    server = await asyncio.start_server(way.carry, "127.0.0.1", 0)
    way.port = int(server.sockets[0].getsockname()[1])
    try:
        yield way
    finally:
        server.close()
        await way.close()
