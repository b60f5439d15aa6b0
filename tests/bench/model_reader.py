"""Measures a reading model, or somebody who stands in for one, by hand.

    python tests/bench/model_reader.py prompts DATABASE SET.jsonl [--replies REPLIES] > PROMPTS
    python tests/bench/model_reader.py serve REPLIES [--missed FILE] -- COMMAND …

`prompts` writes what the model would see of each question of a set that it would be asked, a line
each, after one line with its instructions: whoever sees these lines alone can write the replies.
The rows of a set have `q` and, where they are turns of one, `conversation`; with `--replies` later
turns are seen after earlier ones were answered by them.

`serve` says what stands in a file of replies, a line each: {"question": …, "questions": [plain
questions]}, or with "sees" in the place of "question", as `prompts` writes it, where one question
stands in several conversations. It runs the command with READER_URL set to itself, and prints how
many questions came and how many had no reply (`--missed` writes these as `prompts` does); so the
scorer of questions can be run with a stand-in:

    python tests/bench/model_reader.py serve REPLIES -- score SET.jsonl -- python bot.py ask --json
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lore.answering import Engine  # noqa: E402
from lore.conversation import Conversations  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.store import open_store  # noqa: E402
from lore.understanding.reading_model import Enquiry  # noqa: E402
from lore.understanding.reading_model.prompt import instructions  # noqa: E402
from tests.support.asking import DATA, MIGRATIONS  # noqa: E402
from tests.support.reading_model import scripted  # noqa: E402

Json = dict[str, Any]


class Replies:
    """The replies of a file. It keeps what it was asked without having a reply."""

    def __init__(self, rows: Iterable[Json]) -> None:
        self._seen: dict[str, Sequence[str]] = {}
        self._said: dict[str, Sequence[str]] = {}
        self.asked = 0
        self.missed: list[Json] = []
        for row in rows:
            if "sees" in row:
                self._seen[_key(row["sees"])] = row["questions"]
            self._said.setdefault(row.get("question") or row["sees"]["question"], row["questions"])

    def of(self, sees: Json) -> list[str]:
        """The reply to what a model sees: of the same words, names and conversation, else of the
        same words."""
        self.asked += 1
        told = self._seen.get(_key(sees), self._said.get(sees["question"]))
        if told is None:
            self.missed.append(sees)
        return list(told or ())

    async def read(self, enquiry: Enquiry, /) -> Sequence[str]:
        """As a reading model does it."""
        return self.of(json.loads(enquiry.text))


def _key(sees: Json) -> str:
    return json.dumps([sees["question"], sees["spoken"]])


class Recorder:
    """Keeps what a model sees, and says what stands in the replies."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self.seen: list[Json] = []

    async def read(self, enquiry: Enquiry, /) -> Sequence[str]:
        """Keep it."""
        self.seen.append(json.loads(enquiry.text))
        return await self._replies.read(enquiry)


def lines(path: Path) -> Iterator[Json]:
    """The rows of a file of JSON lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


async def prompts(database: Path, questions: Path, replies: Replies) -> list[Json]:
    """What a model would see of the questions of a set."""
    recorder = Recorder(replies)
    language = load_language(DATA)
    async with open_store(database, MIGRATIONS) as store:
        engine = Engine(store, language, model=recorder)
        conversations = Conversations(engine, minutes=600)
        for row in lines(questions):
            if row.get("conversation"):
                await conversations.ask(row["q"], key=row["conversation"], remote=True)
            else:
                await engine.ask(row["q"], remote=True)
    return recorder.seen


async def served(replies: Replies, command: Sequence[str]) -> int:
    """Run a command with the replies as its reading model; its exit status."""
    async with scripted(replies.of) as model:
        setting = {"READER_URL": model.url, "READER_MODEL": "stand-in"}
        process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **setting})
        return await process.wait()


def write(rows: Iterable[Json], out: Any) -> None:
    """Print what a model sees, after what it is told."""
    print(json.dumps({"system": instructions(DATA)}, ensure_ascii=False), file=out)
    for sees in rows:
        print(json.dumps({"sees": sees}, ensure_ascii=False), file=out)


def main() -> int:
    """Run a mode."""
    parser = argparse.ArgumentParser(description=__doc__)
    modes = parser.add_subparsers(dest="mode", required=True)
    seeing = modes.add_parser("prompts")
    seeing.add_argument("database", type=Path)
    seeing.add_argument("questions", type=Path)
    seeing.add_argument("--replies", type=Path)
    serving = modes.add_parser("serve")
    serving.add_argument("replies", type=Path)
    serving.add_argument("--missed", type=Path)
    own, command = sys.argv[1:], []
    if "--" in own:
        place = own.index("--")
        own, command = own[:place], own[place + 1 :]
    options = parser.parse_args(own)
    replies = Replies(lines(options.replies) if options.replies else ())
    if options.mode == "prompts":
        write(asyncio.run(prompts(options.database, options.questions, replies)), sys.stdout)
        return 0
    status = asyncio.run(served(replies, command))
    print(f"asked {replies.asked}, without a reply {len(replies.missed)}", file=sys.stderr)
    if options.missed:
        with options.missed.open("w", encoding="utf-8") as out:
            write(replies.missed, out)
    return status


if __name__ == "__main__":
    sys.exit(main())
