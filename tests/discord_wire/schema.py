"""Checks request bodies against Discord's limits, and against its own description of its HTTP API
where that is present."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012, Draft202012Validator, Registry

from tests.discord_wire.limits import beyond
from tests.discord_wire.recording import Request
from tests.support.shared import SHARED

SPEC = SHARED / "discord" / "openapi.json"
_URI = "urn:discord"


def problems(request: Request) -> list[str]:
    """What Discord would refuse in this request; where its description is absent, only what its
    limits say."""
    found: list[str] = []
    if SPEC.exists() and (validator := _validator(request)) is not None:
        found += [
            f"{'.'.join(map(str, error.instance_path))}: {error.message[:300]}"
            for error in validator.iter_errors(_numbered(request))
        ]
    found = found or list(beyond(request))  # which reads what has the right shape
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


def _message(request: Request) -> dict[str, Any]:
    """The message of a body, also where it is the data of a callback."""
    body = request.body if isinstance(request.body, dict) else {}
    data = body.get("data")
    return data if isinstance(data, dict) else body


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
