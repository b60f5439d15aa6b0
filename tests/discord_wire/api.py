"""The HTTP API: the few routes that a bot of this kind asks."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import hdrs, web

from tests.discord_wire.inputs import Upload
from tests.discord_wire.interactions import DEFERRED, UPDATE, Exchange
from tests.discord_wire.recording import Changes, Fault, Faults, Request
from tests.discord_wire.world import Json, User, snowflake

BASE = "/api/v10"
REACTION = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
RECORD = web.RequestKey("record", Request)
"""What was recorded of a request, kept with it."""


class Api:
    """Answers as Discord does, and records every request. Owns commands and sent messages."""

    def __init__(self, changes: Changes, bot: User, token: str) -> None:
        self._changes = changes
        self._bot = bot
        self._token = token
        self.requests: list[Request] = []
        self.faults = Faults()
        self.starts_left = 1000
        self.commands: list[Json] = []
        self.sent: dict[str, Json] = {}
        self.reactions: list[tuple[str, str]] = []
        self._nonces: dict[tuple[str, str] | None, str] = {}
        self.exchanges: dict[str, Exchange] = {}
        self.uploads: dict[str, bytes] = {}
        self.left: set[int] = set()
        self.closed: set[int] = set()
        self.gateway: Callable[[], str] = str
        self.shards: Callable[[], int] = int
        self.echo: Callable[[Json], Awaitable[None]] | None = None

    def routes(self) -> list[web.RouteDef]:
        """The routes, with the base before them."""
        table = {
            ("GET", "/users/@me"): self._me,
            ("GET", "/oauth2/applications/@me"): self._application,
            ("GET", "/gateway/bot"): self._gateway_bot,
            ("GET", "/applications/{application}/commands"): self._list_commands,
            ("PUT", "/applications/{application}/commands"): self._put_commands,
            ("GET", "/guilds/{guild}/members/{user}"): self._member,
            ("POST", "/channels/{channel}/typing"): self._nothing,
            ("POST", "/channels/{channel}/messages"): self._post_message,
            ("PATCH", "/channels/{channel}/messages/{message}"): self._patch_message,
            ("PUT", REACTION): self._react,
            ("POST", "/users/@me/channels"): self._open_direct_message,
            ("POST", "/interactions/{id}/{token}/callback"): self._callback,
            ("POST", "/webhooks/{application}/{token}"): self._follow_up,
            ("GET", "/webhooks/{application}/{token}/messages/@original"): self._original,
            ("PATCH", "/webhooks/{application}/{token}/messages/@original"): self._edit_original,
            ("DELETE", "/webhooks/{application}/{token}/messages/@original"): self._delete_original,
        }
        return [
            web.route(method, BASE + path, handler) for (method, path), handler in table.items()
        ]

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Record, refuse a wrong token, answer with a fault that is due, else carry out."""
        if not request.path.startswith(BASE):
            return await handler(request)
        record = Request(
            method=request.method,
            path=request.path.removeprefix(BASE),
            body=await _body(request),
            files=await _files(request),
            query=dict(request.query),
        )
        request[RECORD] = record
        self.requests.append(record)
        response = await self._respond(record, request, handler)
        record.status = response.status
        self._changes.notify()
        return response

    async def _respond(
        self, record: Request, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        by_token = record.path.startswith(("/interactions/", "/webhooks/"))
        if not by_token and request.headers.get(hdrs.AUTHORIZATION) != f"Bot {self._token}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        fault = self.faults.take(record)
        if fault is not None and not fault.done:
            return _faulty(fault, request)
        try:
            response = await handler(request)
        except web.HTTPNotFound:
            return _refused(404, 0, "404: Not Found")
        return response if fault is None else _faulty(fault, request)

    async def upload(self, request: web.Request) -> web.Response:
        """A file that a member attached."""
        content = self.uploads.get(request.match_info["number"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _me(self, _: web.Request) -> web.Response:
        return _json(self._bot.payload())

    async def _application(self, _: web.Request) -> web.Response:
        owner = User("owner").payload()
        described = {"id": str(self._bot.id), "name": self._bot.name, "description": ""}
        flags = {"icon": None, "bot_public": True, "bot_require_code_grant": False, "flags": 0}
        return _json(described | flags | {"verify_key": "", "owner": owner})

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": self.starts_left, "reset_after": 5_400_000}
        limit["max_concurrency"] = 1
        shards = self.shards()
        return _json({"url": self.gateway(), "shards": shards, "session_start_limit": limit})

    async def _list_commands(self, _: web.Request) -> web.Response:
        return _json(self.commands)

    async def _put_commands(self, request: web.Request) -> web.Response:
        defaults: Json = {
            "application_id": str(self._bot.id),
            "version": str(snowflake()),
            "description": "",
            "name_localizations": None,
            "description_localizations": None,
            "default_member_permissions": None,
            "dm_permission": True,
            "contexts": None,
            "nsfw": False,
        }
        body = request[RECORD].body
        # Discord keeps the order in which commands were first made, not that of the request.
        self.commands = [{"id": str(snowflake())} | defaults | command for command in body[::-1]]
        return _json(self.commands)

    async def _member(self, request: web.Request) -> web.Response:
        user = User("member", id=int(request.match_info["user"]))
        if user.id in self.left:
            return _refused(404, 10007, "Unknown Member")
        return _json(user.member() | {"user": user.payload()})

    async def _nothing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _post_message(self, request: web.Request) -> web.Response:
        body = request[RECORD].body
        if int(request.match_info["channel"]) in self.closed:
            return _refused(403, 50007, "Cannot send messages to this user")
        same = (request.match_info["channel"], body["nonce"]) if body.get("enforce_nonce") else None
        if same in self._nonces:
            return _json(self.sent[self._nonces[same]])
        message = {
            "id": str(snowflake()),
            "type": 0,
            "channel_id": request.match_info["channel"],
            "author": self._bot.payload(),
            "mentions": [],
            "embeds": [],
            "attachments": [],
            "components": [],
            **body,
            "content": body.get("content") or "",
        }
        self.sent[message["id"]] = message
        if same is not None:
            self._nonces[same] = message["id"]
        if self.echo is not None:
            await self.echo(message)
        return _json(message)

    async def _patch_message(self, request: web.Request) -> web.Response:
        message = self.sent[request.match_info["message"]]
        request[RECORD].before = dict(message)
        message |= request[RECORD].body
        return _json(message)

    async def _react(self, request: web.Request) -> web.Response:
        self.reactions.append((request.match_info["message"], request.match_info["emoji"]))
        return web.Response(status=204)

    async def _open_direct_message(self, request: web.Request) -> web.Response:
        recipient = request[RECORD].body["recipient_id"]
        user = User("recipient", id=int(recipient)).payload()
        return _json({"id": str(recipient), "type": 1, "recipients": [user]})

    async def _callback(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        body = request[RECORD].body
        if body["type"] == UPDATE:
            request[RECORD].before = exchange.payload.get("message")
        if refusal := exchange.take(body):
            return _refused(*refusal, "Interaction not accepted")
        if request.query.get("with_response") not in ("1", "true"):
            return web.Response(status=204)
        loading = body["type"] == DEFERRED
        about = {"id": exchange.payload["id"], "type": exchange.payload["type"]}
        answer: Json = {"interaction": about | {"response_message_loading": loading}}
        if exchange.message is not None:
            answer["resource"] = {"type": body["type"], "message": exchange.message}
        return _json(answer)

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        record = request[RECORD]
        attached = [
            Upload(name, content).payload("https://cdn.example")
            for name, content in record.files.items()
        ]
        exchange.followups.append(exchange.build({**record.body, "attachments": attached}))
        return _json(exchange.followups[-1])

    async def _original(self, request: web.Request) -> web.Response:
        return _json(self._exchange(request).edit({}))

    async def _edit_original(self, request: web.Request) -> web.Response:
        exchange = self._exchange(request)
        request[RECORD].before = dict(exchange.edit({}))
        return _json(exchange.edit(request[RECORD].body))

    async def _delete_original(self, request: web.Request) -> web.Response:
        self._exchange(request).delete()
        return web.Response(status=204)

    def _exchange(self, request: web.Request) -> Exchange:
        exchange = self.exchanges.get(request.match_info["token"])
        if exchange is None:
            raise web.HTTPNotFound
        return exchange


async def _body(request: web.Request) -> Any:
    """The JSON body; of a form with attachments the part that is JSON."""
    if request.content_type == "multipart/form-data":
        return json.loads(str((await request.post())["payload_json"]))
    return await request.json() if request.can_read_body else None


async def _files(request: web.Request) -> dict[str, bytes]:
    """The files of a form with attachments, by name."""
    if request.content_type != "multipart/form-data":
        return {}
    parts = (await request.post()).values()
    return {part.filename: part.file.read() for part in parts if isinstance(part, web.FileField)}


def _faulty(fault: Fault, request: web.Request) -> web.Response:
    if not fault.status and request.transport is not None:
        request.transport.abort()
    if fault.status == 429:
        body = {"message": "You are being rate limited.", "global": False}
        # Without this header discord.py takes it for a ban by the network in between.
        return _json(
            body | {"retry_after": fault.retry_after}, status=429, headers={"Via": "1.1 loopback"}
        )
    if fault.status >= 500:
        return web.Response(status=fault.status, text="no upstream")
    return _refused(fault.status, fault.code, "refused")


def _refused(status: int, code: int, message: str) -> web.Response:
    return _json({"code": code, "message": message}, status=status)


def _json(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py reads JSON only where the type is exactly this, without a charset.
    kind = {hdrs.CONTENT_TYPE: "application/json"}
    return web.Response(body=json.dumps(body), status=status, headers=kind | (headers or {}))
