"""The gateway: a websocket that greets, identifies, resumes, dispatches and drops."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import ClientConnectionResetError, WSMsgType, web

from tests.discord_wire.recording import Changes
from tests.discord_wire.world import Json, snowflake

AUTHENTICATION_FAILED = 4004
HEARTBEAT_MS = 41_250


class Op(IntEnum):
    """The gateway's operations, as Discord numbers them."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID = 9
    HELLO = 10
    ACK = 11


@dataclass
class Session:
    """A session outlives its connections: what was dispatched meanwhile is told on resuming."""

    id: str = field(default_factory=lambda: f"session-{snowflake()}")
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """One bot's connections, `shards` of them as it is advised. `identified` and `resumed` hold
    what it sent to begin a session, `closed_with` the code by which it left.

    `told` has the time (monotonic) at which what has an id was last sent on an open connection.

    What befalls a connection befalls the first one, or that of the `shard` that is named.

    `only`, where it is set, is the connection on which all is told, whatever server it is of.
    `refuse_upgrade` takes no connection, `mute` takes it and says nothing, `deaf` does not hear
    that it is closed, `refuse_identify` closes with this code once the bot said who it is.
    """

    def __init__(
        self, changes: Changes, token: str, greeting: Callable[[], list[tuple[str, Json]]]
    ) -> None:
        self._changes = changes
        self._token = token
        self._greeting = greeting
        self.sessions: dict[int, Session] = {}
        self.shards = 1
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.closed_with: int | None = None
        self.only: int | None = None
        self.told: dict[str, float] = {}
        self.refuse_upgrade = False
        self.mute = False
        self.deaf = False
        self.refuse_identify: int | None = None
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until either side closes it."""
        if self.refuse_upgrade:
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        if not self.mute:
            await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        try:
            async for received in socket:
                if received.type is WSMsgType.TEXT:
                    await self._receive(socket, received.json())
        finally:
            for session in self.sessions.values():
                if session.socket is socket:
                    session.socket = None
                    self.closed_with = socket.close_code
            self._changes.notify()
        if self.deaf:
            await asyncio.Event().wait()
        await socket.close()
        return socket

    async def dispatch(self, event: str, data: Json) -> None:
        """Tell the bot of an event, on resuming if it is away; where several sessions stand, on
        that of the server that it is of, else on the first."""
        server = int(data.get("guild_id") or (data["id"] if event.startswith("GUILD_") else 0))
        shard = self.shard_of(server) if self.only is None else self.only
        session = self.sessions.get(shard)
        if session is not None:  # nobody is told where nobody listens
            await self._tell(session, event, data)

    def shard_of(self, server: int) -> int:
        """The connection on which the bot is told of a server, given by its id."""
        return (server >> 22) % self.shards

    async def _tell(self, session: Session, event: str, data: Json) -> None:
        packet = {"op": Op.DISPATCH, "t": event, "s": len(session.events) + 1, "d": data}
        session.events.append(packet)
        if session.socket is not None:
            await self._send(session.socket, packet)

    async def _send(self, socket: web.WebSocketResponse, packet: Json) -> None:
        with suppress(ClientConnectionResetError):  # it is gone, and has not been told yet
            await socket.send_json(packet)
            self.told[str(packet["d"].get("id"))] = time.monotonic()

    async def drop(self, code: int = 4000, *, shard: int = 0) -> None:
        """Close the connection with this code; the session can be resumed."""
        socket = self._cut(shard)
        await socket.close(code=code)

    async def abort(self, *, shard: int = 0) -> None:
        """Cut the connection without a word, as a network does."""
        socket = self._cut(shard)
        assert socket._req is not None
        assert socket._req.transport is not None
        socket._req.transport.abort()

    async def forget(self, *, shard: int = 0) -> None:
        """Drop the connection and the session with it: resuming is refused."""
        socket = self._cut(shard)
        del self.sessions[shard]
        await socket.close(code=4000)

    async def reconnect(self, *, shard: int = 0) -> None:
        """Ask the bot to connect anew and resume."""
        await self._connected(shard).send_json({"op": Op.RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False, shard: int = 0) -> None:
        """Say that the session is invalid."""
        socket = self._connected(shard) if resumable else self._cut(shard)
        if not resumable:
            del self.sessions[shard]
        await socket.send_json({"op": Op.INVALID, "d": resumable})

    @property
    def connected(self) -> bool:
        """Whether all sessions stand and their connections are open."""
        open_ones = [one for one in self.sessions.values() if one.socket is not None]
        return len(open_ones) == self.shards

    def _connected(self, shard: int = 0) -> web.WebSocketResponse:
        socket = self.sessions[shard].socket
        assert socket is not None, "the session is not connected"
        return socket

    def _cut(self, shard: int = 0) -> web.WebSocketResponse:
        socket = self._connected(shard)
        self.sessions[shard].socket = None
        return socket

    async def _receive(self, socket: web.WebSocketResponse, packet: dict[str, Any]) -> None:
        match packet["op"]:
            case Op.HEARTBEAT:
                await socket.send_json({"op": Op.ACK})
            case Op.IDENTIFY:
                await self._identify(socket, packet["d"])
            case Op.RESUME:
                await self._resume(socket, packet["d"])
        self._changes.notify()

    async def _identify(self, socket: web.WebSocketResponse, wish: Json) -> None:
        self.identified.append(wish)
        if self.refuse_identify is not None or wish["token"] != self._token:
            await socket.close(code=self.refuse_identify or AUTHENTICATION_FAILED)
            return
        told = wish.get("shard", [0, 1])  # a client that knows nothing of shards names none
        shard = told[0]
        session = self.sessions[shard] = Session(socket=socket)
        extra: Json = {"session_id": session.id, "resume_gateway_url": self.url}
        extra["shard"] = told
        for event, data in self._greeting():
            if event == "READY":
                own = [one for one in data["guilds"] if self.shard_of(int(one["id"])) == shard]
                await self._tell(session, event, data | extra | {"guilds": own})
            elif self.shard_of(int(data["id"])) == shard:
                await self._tell(session, event, data)

    async def _resume(self, socket: web.WebSocketResponse, wish: Json) -> None:
        standing = [one for one in self.sessions.values() if one.id == wish["session_id"]]
        if not standing:
            await socket.send_json({"op": Op.INVALID, "d": False})
            return
        session = standing[0]
        for packet in session.events[wish["seq"] :]:
            await self._send(socket, packet)
        session.socket = socket
        self.resumed.append(wish)
        await self._tell(session, "RESUMED", {})
