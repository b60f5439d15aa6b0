"""The console conversation, and the command line's verbs as functions of open parts."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from lore.model.dates import PartialDate
from lore.model.errors import LoreError
from lore.model.progress import Progress
from lore.texts import AnswerTexts, record
from lore.texts import console as words

if TYPE_CHECKING:  # what answers takes half of a start: verbs that ask nothing go without it
    from lore.answering import Engine

_BAR = 40
"""Characters of the bar that shows how far an import is."""
_KEY = "console"
"""Whose conversation it is: there is one at a time."""


async def ask(
    questions: Iterable[str],
    *,
    engine: Engine,
    wording: AnswerTexts,
    out: TextIO,
    as_json: bool = False,
    as_of: PartialDate | None = None,
    conversation: bool = False,
) -> None:
    """Answer questions one by one, each as it comes: as text, or as one JSON object a line.

    In a conversation they may refer to earlier ones; an empty line begins another.
    """
    from lore.conversation import Conversations

    conversations = Conversations(engine)
    for line in questions:
        question = line.rstrip("\r\n")
        if conversation and not question.strip():
            conversations.forget(_KEY)
            continue
        if conversation:
            answer = await conversations.ask(question, key=_KEY, as_of=as_of, remote=True)
        else:
            answer = await engine.ask(question, as_of=as_of, remote=True)
        if as_json:
            print(json.dumps(record(answer, wording), ensure_ascii=False), file=out, flush=True)
        else:
            print(wording.plain(answer), file=out, flush=True)
    await _interrupted()


async def converse(*, engine: Engine, wording: AnswerTexts, source: TextIO, out: TextIO) -> None:
    """Hold one conversation on a terminal until its end, or with the lines of a pipe."""
    from lore.conversation import Conversations

    conversations = Conversations(engine)
    prompt = "> " if source.isatty() else ""
    print(words.GREETING, file=out, flush=True)
    print(prompt, end="", file=out, flush=True)
    for line in lines(source):
        if line.strip().casefold() in words.GOODBYES:
            return
        if line.strip():
            answer = await conversations.ask(line.strip(), key=_KEY, remote=True)
            print(wording.plain(answer), end="\n\n", file=out, flush=True)
        print(prompt, end="", file=out, flush=True)
    await _interrupted()
    if prompt:
        print(file=out, flush=True)


def lines(source: TextIO) -> Iterator[str]:
    """The lines of a stream as they come; an interrupt ends the wait for one.

    They end, too, where one came just before: let the task notice by an await.
    """
    while line := _line(source):
        yield line


async def _interrupted() -> None:
    """Let the task notice an interrupt here, so that no clean-up is cut short by it."""
    await asyncio.sleep(0)


def _line(source: TextIO) -> str:
    if threading.current_thread() is not threading.main_thread():
        return source.readline()
    # asyncio's own handler only cancels the task, which does not notice while it waits here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            return ""
        return source.readline()
    finally:
        signal.signal(signal.SIGINT, before)


def speak_utf8() -> None:
    """Read and write UTF-8 whatever the locale; what is no text does not end the program."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "replace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


@contextmanager
def output() -> Iterator[TextIO]:
    """Standard output; when its reader has gone (`| head`), what prints to it ends quietly."""
    try:
        yield sys.stdout
    except BrokenPipeError:
        _write_no_more()
    except OSError as error:
        _write_no_more()
        raise LoreError(f"The output cannot be written: {error.strerror or error}.") from None


def _write_no_more() -> None:
    """Let standard output go nowhere: Python writes it out once more at its end, and would
    complain then."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def readable(text: str) -> str:
    """A text of the command line as UTF-8, whatever the locale took its bytes for."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def refuse(message: str) -> int:
    """Print one clear line on standard error; the exit status of bad input."""
    print(" ".join(readable(message).splitlines()), file=sys.stderr)
    return 2


@contextmanager
def progress_bar(out: TextIO) -> Iterator[Progress | None]:
    """A bar for what takes long, on a terminal; None elsewhere."""
    drawn = False

    def show(done: int, total: int) -> None:
        nonlocal drawn
        share = min(done / total, 1.0) if total else 1.0
        bar = "█" * int(share * _BAR) + "░" * (_BAR - int(share * _BAR))
        print(f"\r{bar} {share:4.0%}", end="", file=out, flush=True)
        drawn = True

    try:
        yield show if out.isatty() else None
    finally:
        if drawn:
            print(file=out, flush=True)
