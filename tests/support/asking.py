"""Asking as a member does, and judging what the member reads."""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lore.answering import Engine
from lore.model.dates import PartialDate
from lore.model.facts import Answer
from lore.texts import AnswerTexts, record

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
MIGRATIONS = DATA / "migrations"
SHIPPED = DATA / "mission-impossible"
HARBOUR = ROOT / "tests" / "packs" / "harbour.jsonl"
CREDITS = ROOT / "tests" / "packs" / "credits.jsonl"
QUESTIONS = ROOT / "tests" / "questions"
UNSURE = ("rumour", "not confirmed", "hoped for")

Row = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What a member reads, without the sources, and the answer as JSON."""

    said: str
    data: Row

    @property
    def values(self) -> list[str]:
        """What was answered, the best first."""
        return [answer["value"] for answer in self.data["answers"]]

    @property
    def titles(self) -> str:
        """The titles of all sources that are cited."""
        cited = [source for answer in self.data["answers"] for source in answer["sources"]]
        return " ".join(source["title"] for source in cited)

    def __contains__(self, words: str) -> bool:
        return stands(words, self.said)


@dataclass(frozen=True)
class Member:
    """Asks an engine."""

    engine: Engine
    wording: AnswerTexts

    async def ask(self, question: str, *, as_of: str | None = None, scope: int = 0) -> Reply:
        """Ask one question that stands alone."""
        date = PartialDate.parse(as_of) if as_of else None
        return self.reply(await self.engine.ask(question, as_of=date, scope=scope))

    async def talk(self, *turns: str) -> Reply:
        """The reply to the last turn of a conversation."""
        context = None
        for turn in turns:
            answer, context = await self.engine.converse(turn, context)
        return self.reply(answer)

    def reply(self, answer: Answer) -> Reply:
        """An answer as it is read."""
        parts = self.wording.parts(answer.outcome)
        own = [*parts.notes, *([parts.title] if parts.title else []), *parts.lines]
        return Reply("\n".join(own), record(answer, self.wording))


def rows(name: str) -> list[Row]:
    """The rows of a file of questions."""
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def stands(words: str, text: str) -> bool:
    """Whether words stand in a text, as whole words; `@2021-07-23` is a date as we write it."""
    return (
        re.search(rf"(?<!\w){re.escape(_folded(_spelt(words)))}(?!\w)", _folded(text)) is not None
    )


def _spelt(words: str) -> str:
    if not words.startswith("@"):
        return words
    year, month, day = (int(part) for part in words[1:].split("-"))
    return f"{day} {calendar.month_name[month]} {year}"


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in bare if not unicodedata.combining(char)).casefold()


def faults(row: Row, reply: Reply) -> list[str]:
    """What is wrong with the reply to a row of a file of questions; empty where nothing is."""
    if row["outcome"] == "unknown":
        return [*_refusal_faults(row, reply), *_said_faults(row, reply)]
    if row["outcome"] == "any" and reply.data["outcome"] != "found":
        return []
    if reply.data["outcome"] != "found":
        return [f"{reply.data['outcome']}: {reply.said}"]
    return [*_said_faults(row, reply), *_status_faults(row, reply), *_source_faults(row, reply)]


def _refusal_faults(row: Row, reply: Reply) -> list[str]:
    if reply.data["outcome"] == "found" or reply.data["answers"]:
        return [f"answers what it cannot know: {reply.said}"]
    reason = reply.data["reason"]
    return [f"reason {reason}"] if row.get("reason") not in (None, reason) else []


def _said_faults(row: Row, reply: Reply) -> list[str]:
    lacking = [
        f"lacks {' | '.join(group)}: {reply.said}"
        for group in row["want"]
        if not any(word in reply for word in group)
    ]
    return lacking + [f"says {word}: {reply.said}" for word in row["avoid"] if word in reply]


def _status_faults(row: Row, reply: Reply) -> list[str]:
    found = []
    statuses = {answer["status"] for answer in reply.data["answers"]}
    if reply.data["verdict"] != row.get("verdict"):
        found.append(f"verdict {reply.data['verdict']}: {reply.said}")
    if row["status"] == "rumoured" and not (
        statuses & {"rumoured", "hoped"} and any(word in reply for word in UNSURE)
    ):
        found.append(f"states a rumour as fact: {reply.said}")
    if row["status"] == "confirmed" and not statuses & {"confirmed", "reported"}:
        found.append(f"not as a fact: {reply.said}")
    if row["status"] != "any" and (row["status"] == "conflict") is not reply.data["conflict"]:
        found.append(f"conflict {reply.data['conflict']}: {reply.said}")
    return found


def _source_faults(row: Row, reply: Reply) -> list[str]:
    answers = reply.data["answers"]
    if not answers or not all(answer["sources"] for answer in answers):
        return ["cites no source"]
    missing = [word for word in row.get("cites", ()) if not stands(word, reply.titles)]
    return [f"does not cite the source on {word}" for word in missing]
