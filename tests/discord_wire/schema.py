"""Checks request bodies against Discord's own description of its HTTP API, where it is present."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012, Draft202012Validator, Registry

from tests.discord_wire.recording import Request
from tests.discord_wire.seen import nested
from tests.support.shared import SHARED

SPEC = SHARED / "discord" / "openapi.json"
_URI = "urn:discord"
_EMBEDS = 6000


def problems(request: Request) -> list[str]:
    """What Discord would refuse in this request's body; nothing where the description is absent."""
    found: list[str] = []
    if SPEC.exists() and (validator := _validator(request)) is not None:
        found += [
            f"{'.'.join(map(str, error.instance_path))}: {error.message[:300]}"
            for error in validator.iter_errors(_numbered(request))
        ]
    found = found or [*_too_long(request), *_not_told_apart(request)]
    return [f"{request.method} {request.path} {said}" for said in found]


def _numbered(request: Request) -> Any:
    """The body with the numbers of attached files as texts: Discord's own examples have numbers
    there, its description asks for ids."""
    if not request.files:
        return request.body
    message = _message(request)
    files = [{**one, "id": str(one["id"])} for one in message["attachments"]]
    numbered = {**message, "attachments": files}
    return numbered if message is request.body else {**request.body, "data": numbered}


def _too_long(request: Request) -> list[str]:
    """Embeds have a limit in common that no schema says; Discord counts UTF-16, to be careful."""
    embeds = _message(request).get("embeds") or []
    total = sum(len(text.encode("utf-16-le")) // 2 for embed in embeds for text in _texts(embed))
    return [f"embeds of {total} characters"] if total > _EMBEDS else []


def _not_told_apart(request: Request) -> list[str]:
    """Components need a custom id each, and the options of a select a value each."""
    items = list(nested(_message(request).get("components") or []))
    ids = [item["custom_id"] for item in items if "custom_id" in item]
    told = [ids, *([option["value"] for option in item.get("options") or []] for item in items)]
    return [f"not told apart: {sorted(same)}" for same in told if len(set(same)) < len(same)]


def _message(request: Request) -> dict[str, Any]:
    """The message of a body, also where it is the data of a callback."""
    body = request.body if isinstance(request.body, dict) else {}
    data = body.get("data")
    return data if isinstance(data, dict) else body


def _texts(embed: dict[str, Any]) -> list[str]:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field["name"], field["value"]]
    return [text for text in texts if text]


@cache
def _spec() -> dict[str, Any]:
    return dict(json.loads(SPEC.read_text(encoding="utf-8")))


@cache
def _registry() -> Registry:
    return Registry([(_URI, _spec())], draft=Draft202012)


@cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    """Every path of the description; fixed parts go before parameters."""
    ordered = sorted(_spec()["paths"], key=lambda path: (path.count("{"), path))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in ordered]


def _validator(request: Request) -> Draft202012Validator | None:
    """The validator of the body; None where neither a body is described nor one was sent.

    Raises:
        AssertionError: for a request that the description does not know.
    """
    found = [path for pattern, path in _paths() if pattern.fullmatch(request.path)]
    operations = [
        (path, operation)
        for path in found
        if (operation := _spec()["paths"][path].get(request.method.lower()))
    ]
    assert operations, f"Discord knows no {request.method} {request.path}"
    path, operation = operations[0]
    if "requestBody" not in operation or request.body is None:
        assert request.body is None, f"{request.method} {request.path} takes no body"
        return None
    return _compiled(path, request.method.lower())


@cache
def _compiled(path: str, method: str) -> Draft202012Validator:
    place = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    pointer = f"/paths/{place}/{method}/requestBody/content/application~1json/schema"
    return Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_registry())
