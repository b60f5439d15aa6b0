"""Discord's limits of what a bot sends, told in brief. They are checked where Discord's own
description is absent too, and hold what that cannot say: sums over a message, what a body may have
only with a flag, and what an edit may change in the message that it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.discord_wire.recording import Request
from tests.discord_wire.seen import TEXT_DISPLAY, nested
from tests.discord_wire.world import Json

COMPONENTS_V2 = 1 << 15
"""The flag of a message that consists of its components alone."""
MESSAGE_TEXT = 2_000
EMBEDS, EMBED_TEXT = 10, 6_000
COMPONENTS, COMPONENTS_TEXT = 40, 4_000
"""Those of a message of components, the nested ones counted, and the characters of their texts."""
ROWS, BUTTONS = 5, 5
CHOICES = 25

_CHOICES, _MODAL = 8, 9
_ROW, _BUTTON, _SECTION, _CONTAINER, _LABEL = 1, 2, 9, 17, 18
_LINK = 5
_SELECTS = {3, 5, 6, 7, 8}
_PLAIN = {_ROW}
_LAYOUT = {_ROW, _SECTION, TEXT_DISPLAY, 12, 13, 14, _CONTAINER}
_FORM = {_LABEL, TEXT_DISPLAY}
_INSIDE = {
    _ROW: {_BUTTON} | _SELECTS,
    _SECTION: {TEXT_DISPLAY},
    _CONTAINER: _LAYOUT - {_CONTAINER},
}
_MANY = {_ROW: BUTTONS, _SECTION: 3, _CONTAINER: COMPONENTS}
_LENGTHS = {
    "custom_id": (1, 100),
    "label": (0, 80),
    "placeholder": (0, 150),
    "content": (1, COMPONENTS_TEXT),
    "value": (0, 4_000),
    "url": (1, 512),
}
_LABEL_LENGTHS = {"label": (1, 45), "description": (0, 100)}
_OPTION_LENGTHS = {"label": (1, 100), "value": (1, 100), "description": (0, 100)}
_CHOICE_LENGTHS = {"name": (1, 100), "value": (1, 100)}
_EMBED_LENGTHS = {"title": (0, 256), "description": (0, 4_096)}
_FIELD_LENGTHS = {"name": (1, 256), "value": (1, 1_024)}


def beyond(request: Request) -> Iterator[str]:
    """What a request's body has that Discord would refuse, a sentence each."""
    body = request.body if isinstance(request.body, dict) else {}
    data = body.get("data")
    if body.get("type") == _CHOICES:
        yield from _choices(body["data"]["choices"], _CHOICE_LENGTHS)
    elif body.get("type") == _MODAL:
        yield from _lengths("form", body["data"], {"title": (1, 45), "custom_id": (1, 100)})
        yield from _components(body["data"]["components"], _FORM, ROWS)
    else:
        yield from _message(data if isinstance(data, dict) else body, request)


def _message(message: Json, request: Request) -> Iterator[str]:
    """What is wrong with a message, or with an edit of one."""
    before = request.before or {}
    components = message.get("components") or []
    flags = (message.get("flags") or 0) | (before.get("flags") or 0)
    if flags & COMPONENTS_V2:
        yield from (f"{key} beside components" for key in ("content", "embeds") if message.get(key))
        yield from _components(components, _LAYOUT, COMPONENTS)
        if (count := sum(1 for _ in nested(components))) > COMPONENTS:
            yield f"{count} components"
        texts = [one["content"] for one in nested(components) if one["type"] == TEXT_DISPLAY]
        if (total := sum(map(_length, texts))) > COMPONENTS_TEXT:
            yield f"components of {total} characters"
        if "components" in message and not components:
            yield "no components"
        if not (before.get("flags") or 0) & COMPONENTS_V2:
            left = ("content", "embeds")
            yield from (f"{key} stays" for key in left if before.get(key) and key not in message)
        return
    yield from _lengths("message", message, {"content": (0, MESSAGE_TEXT)})
    yield from _embeds(message.get("embeds") or [])
    yield from _components(components, _PLAIN, ROWS)
    yield from _pictures(message, before, request.files)


def _embeds(embeds: list[Json]) -> Iterator[str]:
    if len(embeds) > EMBEDS:
        yield f"{len(embeds)} embeds"
    for embed in embeds:
        fields = embed.get("fields") or []
        yield from _lengths("embed", embed, _EMBED_LENGTHS)
        yield from _lengths("footer", embed.get("footer") or {}, {"text": (0, 2_048)})
        yield from _lengths("author", embed.get("author") or {}, {"name": (0, 256)})
        if len(fields) > CHOICES:
            yield f"{len(fields)} fields"
        for field in fields:
            yield from _lengths("field", field, _FIELD_LENGTHS)
    if (total := sum(_length(text) for embed in embeds for text in _texts(embed))) > EMBED_TEXT:
        yield f"embeds of {total} characters"


def _texts(embed: Json) -> Iterator[str]:
    """The texts of an embed that count together."""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or []:
        yield from (field["name"], field["value"])


def _components(components: list[Json], allowed: set[int], most: int) -> Iterator[str]:
    """What is wrong with components that stand beside each other, and with those in them."""
    if len(components) > most:
        yield f"{len(components)} components in one, {most} at most"
    for item in components:
        kind = item["type"]
        if kind not in allowed:
            yield f"component {kind} where there may be {sorted(allowed)}"
        yield from _component(item)
        if kind in _INSIDE:
            if not item["components"]:
                yield f"component {kind} is empty"
            yield from _components(item["components"], _INSIDE[kind], _MANY[kind])
    yield from _not_told_apart(components)


def _component(item: Json) -> Iterator[str]:
    """What is wrong with a component by itself."""
    kind = item["type"]
    yield from _lengths(f"component {kind}", item, _LABEL_LENGTHS if kind == _LABEL else _LENGTHS)
    inner = item.get("components") or []
    if kind == _ROW and len(inner) > 1 and any(one["type"] in _SELECTS for one in inner):
        yield "a select beside others in its row"
    if kind == _BUTTON:
        if not (item.get("label") or item.get("emoji")):
            yield "a button without a label"
        if ("url" in item) != (item.get("style") == _LINK) or ("url" in item) == (
            "custom_id" in item
        ):
            yield "a button that is neither a link nor one to press"
    if kind in _SELECTS:
        yield from _select(item)
    if kind == _SECTION:
        if (item.get("accessory") or {}).get("type") not in (_BUTTON, 11):
            yield "a section without an accessory"
        else:
            yield from _component(item["accessory"])
    if kind == _LABEL:
        yield from _component(item["component"])


def _select(item: Json) -> Iterator[str]:
    least, most = item.get("min_values", 1), item.get("max_values", 1)
    if not 0 <= least <= most <= CHOICES:
        yield f"a select of {least} to {most} values"
    if len(item.get("default_values") or []) > most:
        yield "a select with more chosen than can be"
    if item["type"] == 3:
        if not item["options"]:
            yield "a select without options"
        yield from _choices(item["options"], _OPTION_LENGTHS)


def _choices(choices: list[Json], lengths: dict[str, tuple[int, int]]) -> Iterator[str]:
    if len(choices) > CHOICES:
        yield f"{len(choices)} choices"
    for choice in choices:
        yield from _lengths("choice", choice, lengths)


def _pictures(message: Json, before: Json, files: Iterable[str]) -> Iterator[str]:
    """Pictures of embeds that are attached nowhere; an edit without files keeps those it finds."""
    kept = message.get("attachments") or ([] if files else before.get("attachments") or [])
    known = {*files, *(one.get("filename") for one in kept)}
    for embed in message.get("embeds") or []:
        address = (embed.get("image") or {}).get("url") or ""
        if address.startswith("attachment://") and address.split("//")[1] not in known:
            yield f"{address} is not attached"


def _not_told_apart(components: list[Json]) -> Iterator[str]:
    """Components need a custom id each, and the options of a select a value each."""
    items = list(nested(components))
    ids = [item["custom_id"] for item in items if "custom_id" in item]
    for told in [ids, *([one["value"] for one in item.get("options") or []] for item in items)]:
        if same := sorted({one for one in told if told.count(one) > 1}):
            yield f"not told apart: {same}"


def _lengths(what: str, item: Json, lengths: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Texts of an item that are too long or too short."""
    for key, (least, most) in lengths.items():
        text = item.get(key)
        if isinstance(text, str) and not least <= _length(text) <= most:
            yield f"{key} of {what}: {_length(text)} characters, {least} to {most} are allowed"


def _length(text: str) -> int:
    """Characters, as UTF-16 counts them, to be careful."""
    return len(text.encode("utf-16-le")) // 2
