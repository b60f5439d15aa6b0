"""Interactions: what members set off, and what became of each."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.discord_wire.recording import Changes
from tests.discord_wire.seen import Seen
from tests.discord_wire.world import Json, snowflake

DEADLINE = 3.0
"""Seconds after which Discord takes no first answer."""
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9

ALREADY_ANSWERED = (400, 40060)
UNKNOWN = (404, 10062)


@dataclass
class Exchange:
    """One interaction. `callback` is the first answer, `message` the response as it stands now."""

    payload: Json
    changes: Changes
    sent: float = field(default_factory=time.monotonic)
    callback: Json | None = None
    answered_after: float | None = None
    message: Json | None = None
    followups: list[Json] = field(default_factory=list)
    deleted: bool = False

    async def seen(self) -> Seen:
        """The response that the member sees, after a deferral the one that replaces it."""
        shown = await self.changes.until(
            lambda: self.message or next(iter(self.followups), None),
            what=f"a message in answer to {self.payload['data']}",
        )
        return Seen(shown)

    async def choices(self) -> list[Json]:
        """The choices of an autocompletion."""
        return list((await self.answer(CHOICES))["data"]["choices"])

    async def modal(self) -> Json:
        """The modal that was opened."""
        return dict((await self.answer(MODAL))["data"])

    async def answer(self, *kinds: int) -> Json:
        """The callback, which has to be of one of these types where any are given."""
        callback = await self.changes.until(
            lambda: self.callback, what=f"an answer to {self.payload['data']}"
        )
        assert not kinds or callback["type"] in kinds, callback
        return callback

    def take(self, callback: Json) -> tuple[int, int] | None:
        """Accept a callback, or say with which status and code Discord refuses it."""
        if self.callback is not None:
            return ALREADY_ANSWERED
        elapsed = time.monotonic() - self.sent
        if elapsed > DEADLINE:
            return UNKNOWN
        self.callback, self.answered_after = callback, elapsed
        if callback["type"] == MESSAGE:
            self.message = self.build(callback.get("data") or {})
        elif callback["type"] == UPDATE:
            self.message = {**self.payload["message"], **(callback.get("data") or {})}
        return None

    def edit(self, changed: Json) -> Json:
        """Replace the response, as an edit of @original does; its flags are added to."""
        kind = (self.callback or {}).get("type")
        old = self.payload.get("message") if kind in (DEFERRED_UPDATE, UPDATE) else None
        base = self.message or old or self.build({"flags": self.flags})
        flags = (base.get("flags") or 0) | (changed.get("flags") or 0)
        self.message = {**base, **changed, "flags": flags}
        return self.message

    def delete(self) -> None:
        """Take the response away, as a deletion of @original does."""
        self.message, self.deleted = None, True

    @property
    def flags(self) -> int:
        """The flags with which it was deferred; an edit cannot change them."""
        return int(((self.callback or {}).get("data") or {}).get("flags") or 0)

    def build(self, body: Json) -> Json:
        """A message of the bot with this body."""
        return {
            "id": str(snowflake()),
            "type": 20,
            "channel_id": self.payload["channel_id"],
            "author": {"id": self.payload["application_id"], "username": "lore", "bot": True}
            | {"discriminator": "0", "avatar": None},
            "content": "",
            "mentions": [],
            "embeds": [],
            "components": [],
            **body,
            "attachments": [
                {"size": 0, "url": "", "proxy_url": "", **one}
                for one in body.get("attachments") or []
            ],
        }
