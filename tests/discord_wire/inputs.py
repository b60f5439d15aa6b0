"""What members put in, as Discord sends it on: options, subcommands, filled-in modals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.discord_wire.world import Json, snowflake

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
STRING, INTEGER, BOOLEAN, ATTACHMENT = 3, 4, 5, 11
TEXT_INPUT = 4
ENTITIES = {6: "roles", 8: "channels"}
"""The selects of what Discord knows, by their type."""


@dataclass(frozen=True)
class Upload:
    """A file that a member attaches, an empty one where it is gone when it is asked for; `size` is
    what Discord says of it, if not the truth."""

    name: str
    content: bytes
    size: int | None = None
    id: int = field(default_factory=snowflake)

    def payload(self, uploads: str) -> Json:
        """It as Discord tells of it; `uploads` is where it can be got."""
        size = len(self.content) if self.size is None else self.size
        url = f"{uploads}/{self.id}"
        told = {"id": str(self.id), "filename": self.name, "size": size}
        return told | {"url": url, "proxy_url": url}


def option(name: str, value: Any) -> Json:
    """An option of a command as it is sent in."""
    if isinstance(value, Upload):
        return {"name": name, "type": ATTACHMENT, "value": str(value.id)}
    kind = BOOLEAN if isinstance(value, bool) else INTEGER if isinstance(value, int) else STRING
    return {"name": name, "type": kind, "value": value}


def resolved(kind: int, ids: Iterable[str]) -> Json:
    """What Discord sends along with the roles or channels that were chosen in a select."""
    if kind not in ENTITIES:
        return {}
    told: Json = {"name": "chosen", "permissions": "0", "flags": 0, "type": 0, "color": 0}
    told |= {"position": 1, "hoist": False, "managed": False, "mentionable": False}
    return {"resolved": {ENTITIES[kind]: {number: told | {"id": number} for number in ids}}}


def nest(name: str, options: list[Json]) -> Json:
    """A command's data; each further word of the name is a level of subcommands."""
    first, *rest = name.split()
    for depth, word in enumerate(reversed(rest)):
        options = [{"name": word, "type": 1 if depth == 0 else 2, "options": options}]
    return {"id": "1", "name": first, "type": 1, "options": options}


def filled(component: Json, values: Mapping[str, str]) -> Json:
    """A row or a label of a modal as it is sent in, with what was typed or chosen."""

    def fill(item: Json, label: str) -> Json:
        value = values.get(label) or values.get(item["custom_id"]) or ""
        typed = (
            {"value": value} if item["type"] == TEXT_INPUT else {"values": [value][: len(value)]}
        )
        return {"type": item["type"], "custom_id": item["custom_id"], "id": 1} | typed

    kind = component["type"]
    if "component" in component:
        return {"type": kind, "component": fill(component["component"], component["label"])}
    rows = [fill(item, item.get("label", "")) for item in component["components"]]
    return {"type": kind, "components": rows}
