"""The gateway: a websocket that greets, identifies, resumes, dispatches and drops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

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
    """One bot's connection. `identified` and `resumed` hold what it sent to begin a session,
    `closed_with` the code by which it left.

    `refuse_upgrade` takes no connection, `mute` takes it and says nothing, `deaf` does not hear
    that it is closed, `refuse_identify` closes with this code once the bot said who it is.
    """

    def __init__(
        self, changes: Changes, token: str, greeting: Callable[[], list[tuple[str, Json]]]
    ) -> None:
        self._changes = changes
        self._token = token
        self._greeting = greeting
        self.session: Session | None = None
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.closed_with: int | None = None
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
            if self.session is not None and self.session.socket is socket:
                self.session.socket = None
                self.closed_with = socket.close_code
            self._changes.notify()
        if self.deaf:
            await asyncio.Event().wait()
        await socket.close()
        return socket

    async def dispatch(self, event: str, data: Json) -> None:
        """Tell the bot of an event, on resuming if it is away."""
        assert self.session is not None, "no session yet"
        packet = {"op": Op.DISPATCH, "t": event, "s": len(self.session.events) + 1, "d": data}
        self.session.events.append(packet)
        if self.session.socket is not None:
            await self.session.socket.send_json(packet)

    async def drop(self, code: int = 4000) -> None:
        """Close the connection with this code; the session can be resumed."""
        socket = self._cut()
        await socket.close(code=code)

    async def abort(self) -> None:
        """Cut the connection without a word, as a network does."""
        socket = self._cut()
        assert socket._req is not None
        assert socket._req.transport is not None
        socket._req.transport.abort()

    async def forget(self) -> None:
        """Drop the connection and the session with it: resuming is refused."""
        socket = self._cut()
        self.session = None
        await socket.close(code=4000)

    async def reconnect(self) -> None:
        """Ask the bot to connect anew and resume."""
        await self._connected().send_json({"op": Op.RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Say that the session is invalid."""
        socket = self._connected() if resumable else self._cut()
        if not resumable:
            self.session = None
        await socket.send_json({"op": Op.INVALID, "d": resumable})

    @property
    def connected(self) -> bool:
        """Whether a session stands and its connection is open."""
        return self.session is not None and self.session.socket is not None

    def _connected(self) -> web.WebSocketResponse:
        assert self.session is not None, "no session"
        assert self.session.socket is not None, "the session is not connected"
        return self.session.socket

    def _cut(self) -> web.WebSocketResponse:
        socket = self._connected()
        assert self.session is not None
        self.session.socket = None
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
        self.session = Session(socket=socket)
        for event, data in self._greeting():
            extra = {"session_id": self.session.id, "resume_gateway_url": self.url}
            await self.dispatch(event, data | extra if event == "READY" else data)

    async def _resume(self, socket: web.WebSocketResponse, wish: Json) -> None:
        if self.session is None or wish["session_id"] != self.session.id:
            await socket.send_json({"op": Op.INVALID, "d": False})
            return
        for packet in self.session.events[wish["seq"] :]:
            await socket.send_json(packet)
        self.session.socket = socket
        self.resumed.append(wish)
        await self.dispatch("RESUMED", {})
