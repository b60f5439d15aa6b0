"""A message as a member sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.discord_wire.world import Json

EPHEMERAL = 1 << 6
TEXT_DISPLAY = 10
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


@dataclass(frozen=True)
class Seen:
    """What stands in a message; `raw` is its payload."""

    raw: Json

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def content(self) -> str:
        return self.raw.get("content") or ""

    @property
    def embeds(self) -> list[Json]:
        return self.raw.get("embeds") or []

    @property
    def ephemeral(self) -> bool:
        return bool((self.raw.get("flags") or 0) & EPHEMERAL)

    @property
    def replies_to(self) -> str | None:
        """The id of the message that it answers."""
        reference = self.raw.get("message_reference")
        return str(reference["message_id"]) if reference else None

    @property
    def markdown(self) -> str:
        """All of its text as it was sent, one part a line."""
        return "\n".join(part for part in self._parts() if part)

    @property
    def text(self) -> str:
        """All of its text as a client shows it, the escaping backslashes gone."""
        return _ESCAPED.sub(r"\1", self.markdown)

    @property
    def labels(self) -> list[str]:
        """What can be pressed, in order: the labels of buttons, the placeholders of selects."""
        return [
            item.get("label") or item.get("placeholder") or ""
            for item in nested(self.raw.get("components") or [])
            if "custom_id" in item and not item.get("disabled")
        ]

    def component(self, label: str) -> Json:
        """The button of this label, or the select of this placeholder; or what has a custom id
        that begins so.

        Raises:
            AssertionError: if it has none such; says which there are.
        """
        items = [one for one in nested(self.raw.get("components") or []) if "custom_id" in one]
        found = {
            one.get("label") or one.get("placeholder") or one["custom_id"]: one for one in items
        }
        for one in items:
            if f"{one['custom_id']}:".startswith(f"{label}:"):
                found.setdefault(label, one)
        assert label in found, f"no “{label}” among {sorted(found)}"
        return found[label]

    def _parts(self) -> Iterator[str]:
        yield self.content
        for item in nested(self.raw.get("components") or []):
            if item["type"] == TEXT_DISPLAY:
                yield item["content"]
        for embed in self.embeds:
            yield (embed.get("author") or {}).get("name") or ""
            yield embed.get("title") or ""
            yield embed.get("description") or ""
            for field in embed.get("fields") or []:
                yield field["name"]
                yield field["value"]
            yield (embed.get("footer") or {}).get("text") or ""


def nested(components: list[Any]) -> Iterator[Json]:
    """Every component, those inside rows, sections, containers and labels too."""
    for item in components:
        yield item
        inner = [item[key] for key in ("component", "accessory") if key in item]
        yield from nested(inner + (item.get("components") or []))
