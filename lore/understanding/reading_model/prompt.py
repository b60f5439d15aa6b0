"""What a reading model is told, and what it returns."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from lore.understanding.reading_model.enquiry import Enquiry

MOST = 4
"""Questions that are taken of one reply."""
LONGEST = 300
"""Characters of one of them."""
SCHEMA = {
    "type": "object",
    "properties": {"questions": {"type": "array", "items": {"type": "string"}, "maxItems": MOST}},
    "required": ["questions"],
    "additionalProperties": False,
}
_FENCED = re.compile(r"```(?:json)?\s*(\{.*\})\s*```", re.DOTALL)

Messages = list[dict[str, str]]


class NoReading(ValueError):
    """A reply that is not what was asked for; the text says in what, and nothing of the reply."""


@cache
def instructions(data: Path) -> str:
    """What the model is told of its task and of the plain language."""
    return (data / "language" / "reading_model.md").read_text(encoding="utf-8")


def messages(data: Path, enquiry: Enquiry) -> Messages:
    """The conversation that the model is to go on with."""
    return [
        {"role": "system", "content": instructions(data)},
        {"role": "user", "content": enquiry.text},
    ]


def questions_in(content: str) -> tuple[str, ...]:
    """The plain questions of a reply, each once; empty where it says that there are none.

    Raises:
        NoReading: where it is no such object.
    """
    fenced = _FENCED.search(content)
    try:
        told = json.loads(fenced[1] if fenced else content)
    except (ValueError, RecursionError):
        raise NoReading("no JSON") from None
    questions = told.get("questions") if isinstance(told, dict) else None
    if not isinstance(questions, list) or not all(
        isinstance(question, str) for question in questions
    ):
        raise NoReading("JSON of another shape")
    written = [_visible(question) for question in questions]
    if len(written) > MOST or any(len(line) > LONGEST for line in written):
        raise NoReading("more than was asked for")
    return tuple(line for line in dict.fromkeys(written) if line)


def _visible(text: str) -> str:
    """A text on one line, without what cannot be seen or turns text around: it is shown."""
    return "".join(filter(str.isprintable, " ".join(text.split())))
