"""The small Discord itself, and what members do in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.discord_wire import world
from tests.discord_wire.api import BASE, Api
from tests.discord_wire.gateway import Gateway
from tests.discord_wire.inputs import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    ENTITIES,
    MODAL_SUBMIT,
    Upload,
    filled,
    nest,
    option,
    resolved,
)
from tests.discord_wire.interactions import Exchange
from tests.discord_wire.recording import Changes, Fault, Request
from tests.discord_wire.schema import problems
from tests.discord_wire.seen import Seen
from tests.discord_wire.world import Channel, Guild, Json, User

T = TypeVar("T")
LARGEST_REQUEST = 25 * 1024 * 1024


class Discord:
    """A Discord of one bot, two members, a server with a channel, a second server where only the
    member has the app, and a direct message. Use it as an async context manager.

    `api` and `token` are what the bot connects with; `requests` is what it asked; `channels` are
    those of the servers that have the bot; `gateway` drops, invalidates and refuses. Whatever is
    set off by a member returns at once; wait for what becomes of it with `reply_to`,
    `Exchange.seen` or `until`.
    """

    def __init__(self) -> None:
        self.token = "MTA5.loopback.token"
        self.bot = User("lore", bot=True)
        self.member = User("ann")
        self.other_bot = User("parrot", bot=True)
        self.guild = Guild("cinema")
        self.channel = Channel("questions", self.guild)
        self.silent = Channel("no-embeds", self.guild, denied=world.Permission.EMBED_LINKS)
        self.elsewhere = Channel("far", Guild("elsewhere", installed=False))
        self.direct = Channel("direct")
        self.channels = [self.channel, self.silent]
        self._changes = Changes()
        self._api = Api(self._changes, self.bot, self.token)
        self.gateway = Gateway(self._changes, self.token, self._greeting)
        self._api.gateway = lambda: self.gateway.url
        self._api.shards = lambda: self.gateway.shards
        # A bot is told of its own messages as of everybody's.
        self._api.echo = lambda message: self.gateway.dispatch("MESSAGE_CREATE", message)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._api.middleware], client_max_size=LARGEST_REQUEST)
        app.add_routes([*self._api.routes(), web.get("/gateway", self.gateway.handle)])
        app.add_routes([web.get("/uploads/{number}", self._api.upload)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.api = f"http://{host}:{port}{BASE}"
        self._uploads = f"http://{host}:{port}/uploads"
        self.gateway.url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    # What the bot did.

    @property
    def requests(self) -> list[Request]:
        """Every request so far, the earliest first."""
        return self._api.requests

    @property
    def commands(self) -> list[Json]:
        """The commands that are registered; a test may change them."""
        return self._api.commands

    def asked(self, method: str, ending: str) -> list[Request]:
        """The requests of this method whose path ends so."""
        return [
            request
            for request in self.requests
            if request.method == method and request.path.endswith(ending)
        ]

    def problems(self) -> list[str]:
        """What Discord would refuse in the bodies so far."""
        return [problem for request in self.requests for problem in problems(request)]

    async def until(self, look: Callable[[], T | None], what: str = "a change") -> T:
        """What `look` returns once that is true in an `if`; looked at after every change."""
        return await self._changes.until(look, what=what)

    async def ready(self) -> None:
        """Wait until the bot's session stands."""
        await self.until(lambda: self.gateway.connected, "the bot to connect")

    async def reply_to(self, message: Json) -> Seen:
        """The bot's message that answers this one."""
        return await self.until(
            lambda: next((seen for seen in self.sent() if seen.replies_to == message["id"]), None),
            f"a reply to “{message['content']}”",
        )

    def sent(self, channel: Channel | None = None) -> list[Seen]:
        """The messages that the bot posted, in this channel alone if one is named."""
        return [
            Seen(message)
            for message in self._api.sent.values()
            if channel is None or message["channel_id"] == str(channel.id)
        ]

    def reactions(self, message: Json) -> list[str]:
        """The reactions that the bot put on a message."""
        return [emoji for number, emoji in self._api.reactions if number == message["id"]]

    # What befalls it.

    def fail(
        self,
        method: str,
        pattern: str,
        status: int,
        *,
        code: int = 0,
        times: int = 1,
        retry_after: float = 0.05,
        done: bool = False,
    ) -> None:
        """Answer the next requests that fit with this status; `done` carries them out before.

        `pattern` is a path with `*` for any part, as in "/channels/*/messages".
        """
        fault = Fault(method, pattern, status, code, retry_after, done, left=times)
        self._api.faults.add(fault)

    def allow_starts(self, left: int) -> None:
        """Tell the bot that it may begin so many sessions today."""
        self._api.starts_left = left

    def leaves(self, user: User) -> None:
        """Let somebody be no member of any server any more."""
        self._api.left.add(user.id)

    def closes_messages(self, user: User) -> None:
        """Let somebody take no direct messages."""
        self._api.closed.add(user.id)

    def direct_to(self, user: User) -> list[Seen]:
        """The direct messages that the bot sent somebody."""
        return [Seen(one) for one in self._api.sent.values() if one["channel_id"] == str(user.id)]

    # What members do.

    async def say(
        self,
        text: str,
        *,
        author: User | None = None,
        channel: Channel | None = None,
        mention: bool = True,
        reply_to: Json | None = None,
        **more: Any,
    ) -> Json:
        """Write a message; with `mention` it begins with a mention of the bot."""
        written = world.message(
            f"<@{self.bot.id}> {text}" if mention else text,
            author=author or self.member,
            channel=channel or self.channel,
            mentions=[self.bot] if mention else more.pop("mentions", ()),
            reply_to=reply_to,
            **more,
        )
        await self.gateway.dispatch("MESSAGE_CREATE", written)
        return written

    async def slash(self, name: str, /, **options: Any) -> Exchange:
        """Run a slash command; "fact add" names a subcommand. `user` and `channel` say who and
        where, everything else is an option."""
        who, where = options.pop("user", None), options.pop("channel", None)
        given = [option(key, value) for key, value in options.items()]
        data = nest(name, given)
        attached = [value for value in options.values() if isinstance(value, Upload)]
        if attached:
            told = {str(one.id): one.payload(self._uploads) for one in attached}
            data["resolved"] = {"attachments": told}
            self._api.uploads |= {str(one.id): one.content for one in attached if one.content}
        return await self._interact(COMMAND, data, who, where)

    async def complete(self, name: str, focused: str, text: str, /, **options: Any) -> Exchange:
        """Type into an option of a slash command; `options` are those already filled in."""
        who, where = options.pop("user", None), options.pop("channel", None)
        given = [option(key, value) for key, value in options.items()]
        given.append(option(focused, text) | {"focused": True})
        return await self._interact(AUTOCOMPLETE, nest(name, given), who, where)

    async def menu(
        self, name: str, message: Json, *, user: User | None = None, channel: Channel | None = None
    ) -> Exchange:
        """Choose a command of a message's context menu."""
        data = {"id": "1", "name": name, "type": 3, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        return await self._interact(COMMAND, data, user, channel)

    async def press(
        self,
        seen: Seen,
        label: str,
        *values: str,
        user: User | None = None,
        channel: Channel | None = None,
    ) -> Exchange:
        """Press the button of this label; with values, choose them in the select of this name."""
        component = seen.component(label)
        data = {"custom_id": component["custom_id"], "component_type": component["type"]}
        chosen: Json = {}
        if values or component["type"] in ENTITIES:
            chosen = {"values": list(values)} | resolved(component["type"], values)
        return await self._interact(COMPONENT, data | chosen, user, channel, message=seen.raw)

    async def submit(
        self,
        modal: Json,
        values: Mapping[str, str],
        *,
        seen: Seen | None = None,
        user: User | None = None,
        channel: Channel | None = None,
        file: Upload | None = None,
    ) -> Exchange:
        """Fill in a modal, each input by its label or custom id, and send it; `seen` is the
        message under which it was opened, `file` what is attached in its field for files."""
        attached = {str(file.id): file.payload(self._uploads)} if file is not None else {}
        chosen = {"file": str(file.id)} if file is not None else {}
        rows = [filled(component, {**values, **chosen}) for component in modal["components"]]
        data = {"custom_id": modal["custom_id"], "components": rows, "resolved": {}}
        if file is not None:
            data["resolved"] = {"attachments": attached}
            self._api.uploads[str(file.id)] = file.content
        message = seen.raw if seen else None
        return await self._interact(MODAL_SUBMIT, data, user, channel, message=message)

    async def _interact(
        self,
        kind: int,
        data: Json,
        user: User | None,
        channel: Channel | None,
        *,
        message: Json | None = None,
    ) -> Exchange:
        payload = world.interaction(
            kind,
            data,
            user=user or self.member,
            channel=channel or self.channel,
            application=self.bot,
            message=message,
        )
        exchange = Exchange(payload, self._changes)
        self._api.exchanges[payload["token"]] = exchange
        await self.gateway.dispatch("INTERACTION_CREATE", payload)
        return exchange

    def _greeting(self) -> list[tuple[str, Json]]:
        guilds = dict.fromkeys(one.guild for one in self.channels if one.guild is not None)
        me = self.bot.payload()
        unavailable = [{"id": str(guild.id), "unavailable": True} for guild in guilds]
        application = {"id": str(self.bot.id), "flags": 0}
        ready = {"v": 10, "user": me, "guilds": unavailable, "application": application}
        told = [("GUILD_CREATE", guild.payload(self.bot, self.channels)) for guild in guilds]
        return [("READY", ready), *told]
