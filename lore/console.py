"""The console conversation, and the command line's verbs as functions of open parts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TextIO

from lore.answer import Engine
from lore.dates import PartialDate
from lore.wording import Wording, record
from lore.wording import console as words


async def ask(
    questions: Iterable[str],
    *,
    engine: Engine,
    wording: Wording,
    out: TextIO,
    as_json: bool = False,
    as_of: PartialDate | None = None,
) -> None:
    """Answer questions one by one, each as it comes: as text, or as one JSON object a line."""
    for line in questions:
        answer = await engine.ask(line.rstrip("\r\n"), as_of=as_of)
        if as_json:
            print(json.dumps(record(answer, wording), ensure_ascii=False), file=out, flush=True)
        else:
            print(wording.plain(answer), file=out, flush=True)


async def converse(*, engine: Engine, wording: Wording, source: TextIO, out: TextIO) -> None:
    """Talk on a terminal until its end, or answer the lines of a pipe."""
    terminal = source.isatty()
    print(words.GREETING, file=out, flush=True)
    while True:
        if terminal:
            print("> ", end="", file=out, flush=True)
        line = source.readline()
        if not line or line.strip().casefold() in words.GOODBYES:
            break
        if line.strip():
            answer = await engine.ask(line.strip())
            print(wording.plain(answer), file=out, flush=True)
            print(file=out, flush=True)


def refuse(message: str) -> int:
    """Print one clear line on standard error; the exit status of bad input."""
    print(message, file=sys.stderr)
    return 2
