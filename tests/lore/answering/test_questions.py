"""Questions on the shipped pack, ours and the shared ones, as a member asks and reads them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.asking import ROOT, Member, Row, faults, rows
from tests.support.shared import SHARED, needs

FRANCHISE = rows("franchise.jsonl")
SHARED_QUESTIONS = SHARED / "questions"
LEAST_RIGHT = 95.0


def test_the_file_holds_enough_that_cannot_be_known() -> None:
    unknown = [row for row in FRANCHISE if row["outcome"] == "unknown"]
    assert len(FRANCHISE) >= 120
    assert len(unknown) * 4 >= len(FRANCHISE)
    assert len({row["q"] for row in FRANCHISE}) == len(FRANCHISE)


@pytest.mark.parametrize("row", FRANCHISE, ids=[row["q"] for row in FRANCHISE])
async def test_question(row: Row, member: Member) -> None:
    assert faults(row, await member.ask(row["q"])) == []


@needs(SHARED_QUESTIONS / "score")
def test_the_shared_questions_through_the_command_line(tmp_path: Path) -> None:
    score, questions = SHARED_QUESTIONS / "score", SHARED_QUESTIONS / "dev.jsonl"
    ask = [sys.executable, str(ROOT / "bot.py"), "ask", "--json", "--database"]
    scored = subprocess.run(
        [sys.executable, score, questions, "-v", "--", *ask, tmp_path / "db"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    figures = re.search(r"= ([\d.]+)%;.* confidently wrong (\d+)[,;]", scored.strip())
    assert figures is not None, scored
    assert float(figures[1]) >= LEAST_RIGHT, scored
    assert figures[2] == "0", scored
