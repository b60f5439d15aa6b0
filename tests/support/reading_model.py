"""A chat-completions interface on loopback that says what a test has written for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from lore.settings import ReaderSettings

Json = dict[str, Any]
Says = Callable[[Json], object]
"""From what the model sees to its reply: a list of questions, a text as it is, or a response."""


@dataclass
class ScriptedModel:
    """What the model says, and what it was sent. While there is a `pause`, it waits for it."""

    says: Says
    bodies: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    pause: asyncio.Event | None = None
    under_way: int = 0
    most: int = 0
    url: str = ""

    @property
    def seen(self) -> list[Json]:
        """What it saw of each question."""
        return [sees(body) for body in self.bodies]

    @property
    def settings(self) -> ReaderSettings:
        return ReaderSettings(self.url, "scripted", "k-secret")

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """One completion."""
        body = await request.json()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if self.pause is not None:
                await self.pause.wait()
        finally:
            self.under_way -= 1
        said = self.says(sees(body))
        if isinstance(said, web.StreamResponse):
            return said
        content = said if isinstance(said, str) else json.dumps({"questions": said})
        return web.json_response(completion(content))


def completion(content: object, **more: object) -> Json:
    """The usual form of a reply."""
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": content, **more}}]}


def sees(body: Json) -> Json:
    """What a model is sent of a question."""
    told: Json = json.loads(body["messages"][-1]["content"])
    return told


def replies(table: dict[str, Sequence[str]]) -> Says:
    """Says what stands in a table by question, else that there is none."""
    return lambda seen: list(table.get(seen["question"], ()))


@asynccontextmanager
async def scripted(says: Says, *, port: int = 0) -> AsyncIterator[ScriptedModel]:
    """The interface while the block runs."""
    model = ScriptedModel(says)
    application = web.Application()
    application.router.add_post("/v1/chat/completions", model.complete)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        port = runner.addresses[0][1]
        model.url = f"http://127.0.0.1:{port}/v1"
        yield model
    finally:
        await runner.cleanup()
