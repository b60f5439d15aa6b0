"""Thirty answers, as the console tells them and as their cards do, to be read by a stranger.

python tests/pictures/reading.py > docs/pictures/reading.md
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from chat.ui.rendering import sheet  # noqa: E402
from lore.answering import Engine  # noqa: E402
from lore.packs import seed  # noqa: E402
from lore.store import open_store  # noqa: E402
from lore.texts import AnswerTexts  # noqa: E402
from lore.texts.overviews import OverviewTexts  # noqa: E402
from tests.support.language import DATA, language  # noqa: E402

QUESTIONS = (
    "whos ilsa in mi7",
    "mi7 release date",
    "who directs mi8",
    "is hoult the villain in mi7",
    "who plays the white widow",
    "who composes the score of mi7",
    "what role does simon pegg play",
    "is tom cruise in mi8",
    "who is in mission impossible 8",
    "when does fallout come out",
    "who played august walker in fallout",
    "which films is rebecca ferguson in",
    "where was mi7 filmed",
    "who produces mi7",
    "who plays luther",
    "is henry cavill coming back",
    "what is the studio of mi7 and mi8",
    "when does mi8 come out",
    "who is new in mi7",
    "who is ethan hunt",
    "is ilsa dead",
    "what did mcquarrie say",
    "who trains with hayley atwell",
    "what is mi7 about",
    "is mi8 shot back to back with mi7",
    "which films did mcquarrie direct",
    "will jeremy renner return",
    "what nominations does tom cruise have",
    "who are the veterans of mission impossible",
    "why was mi7 halted",
)

_WIDE, _SMALL = 43, 58
"""Characters of a line on a phone, and of one in small letters."""


@dataclass(frozen=True)
class Read:
    """A question with its answer as text and as the first page of its card."""

    question: str
    text: str
    card: str


def rows(line: str) -> int:
    """The lines that a line of a card takes on a phone, as the pictures show it."""
    width = _SMALL if line.startswith("-#") else _WIDE
    return -(-len(line.replace("*", "").replace("\\", "")) // width)


async def answers() -> AsyncIterator[Read]:
    """The answers of the shipped pack to all questions."""
    properties = language().properties
    texts, cards = AnswerTexts(properties), OverviewTexts(properties)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lore.db"
        async with open_store(file, migrations=DATA / "migrations") as store:
            await seed(store, DATA / "mission-impossible", properties)
            engine = Engine(store, language())
            for question in QUESTIONS:
                answer = await engine.ask(question)
                laid_out = sheet(cards.view("ask", answer.outcome), barred=True, turned=True)
                parts = [laid_out.title, laid_out.pages(3_800)[0], laid_out.provenance]
                yield Read(question, texts.plain(answer), "\n".join(filter(None, parts)))


async def _told() -> None:
    print("# Thirty answers, as text and as cards\n\nMade by `tests/pictures/reading.py`.")
    async for one in answers():
        print("\n".join(_page(one)))


def _page(one: Read) -> Iterator[str]:
    yield f"\n## {one.question}\n\n```text\n{one.text}\n```\n\n```text\n{one.card}\n```"


if __name__ == "__main__":
    asyncio.run(_told())
