"""The console conversation, and the command line's verbs as functions of open parts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TextIO

from lore.answer import Engine
from lore.dates import PartialDate
from lore.packs.loading import Progress
from lore.wording import Wording, record
from lore.wording import console as words

_BAR = 40


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


def progress_bar(out: TextIO) -> Progress | None:
    """A bar for an import on a terminal; None elsewhere."""
    if not out.isatty():
        return None

    def show(read: int, total: int) -> None:
        share = read / total if total else 1.0
        bar = "█" * int(share * _BAR) + "░" * (_BAR - int(share * _BAR))
        print(f"\r{bar} {share:4.0%}", end="" if read < total else "\n", file=out, flush=True)

    return show
