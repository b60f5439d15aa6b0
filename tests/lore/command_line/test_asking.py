"""Questions of the command line, of a pipe and of the console."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import (
    ENDED,
    ILSA,
    OWN,
    PACK,
    answered,
    beside_birth,
    command,
    jsonl,
    on_terminal,
    refusal,
    run,
    values,
)


def test_lines_of_input_are_answered_in_order(database: Path) -> None:
    lines = [ILSA, "", "what is 7 + 8", "who plays benji", "  ", "who plays luther"]
    answers = answered("--database", database, stdin="\n".join(lines))
    assert [answer["question"] for answer in answers] == lines
    found = [values(answer)[:1] for answer in answers]
    assert found == [["Rebecca Ferguson"], [], [], ["Simon Pegg"], [], ["Ving Rhames"]]
    assert {answer["outcome"] for answer in answers if not answer["answers"]} == {"unknown"}

    finished = run("ask", "--database", database, stdin="\r\n".join(lines))
    places = [finished.stdout.index(name) for name in ("Ferguson", "Pegg", "Rhames")]
    assert places == sorted(places)
    assert finished.returncode == 0


def test_each_line_is_answered_as_it_comes(database: Path) -> None:
    with subprocess.Popen(
        command("ask", "--json", "--database", database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **OWN},
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        for question in (ILSA, "who plays benji"):
            asking.stdin.write(f"{question}\n".encode())
            asking.stdin.flush()
            assert json.loads(asking.stdout.readline())["question"] == question
        asking.stdin.close()
        assert asking.wait(ENDED) == 0


@pytest.mark.parametrize("stdin", ["", b"\xff\xfe who?\n"])
def test_any_input_is_met(database: Path, stdin: str | bytes) -> None:
    finished = run("ask", "--json", "--database", database, stdin=stdin)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.count("\n") == bool(stdin)


def test_closed_input_is_no_question(database: Path) -> None:
    for verb in (["ask"], []):
        shell = ["sh", "-c", '"$@" <&-', "sh", *command(*verb, "--database", database)]
        finished = subprocess.run(
            shell, env={**os.environ, **OWN}, capture_output=True, timeout=ENDED, check=False
        )
        assert (finished.returncode, beside_birth(finished.stderr.decode())) == (0, "")


def test_a_conversation_shares_what_was_talked_about(database: Path) -> None:
    lines = "when is mi7 out\nwho directs it\n\nwho directs it\n"
    together = answered("--conversation", "--database", database, stdin=lines)
    alone = answered("--database", database, stdin=lines)
    assert len(together) == 3
    assert len(alone) == 4
    assert values(together[1]) == ["Christopher McQuarrie"]
    assert together[1]["text"] != alone[1]["text"]
    assert together[2]["text"] == alone[1]["text"] == alone[3]["text"]

    finished = run("ask", "--conversation", "--database", database, stdin=lines)
    assert finished.stdout == "".join(f"{answer['text']}\n" for answer in together)


def test_a_conversation_has_its_date(database: Path) -> None:
    lines = "who plays ilsa faust\nwhen is mi7 out\n"
    early = answered("--conversation", "--as-of", "2019", "--database", database, stdin=lines)
    assert [answer["outcome"] for answer in early] == ["unknown", "unknown"]


def test_the_console_is_one_conversation(database: Path) -> None:
    finished = run("--database", database, stdin="when is mi7 out\nwho directs it\n")
    assert "McQuarrie" in finished.stdout


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    database = tmp_path / "lore.db"
    foreign: dict[str, Any] = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    pack = jsonl(tmp_path / "p.jsonl", PACK)
    assert run("import", pack, "--database", database).returncode == 0
    question = "what did Ana López direct"
    for answer in (
        *answered("--database", database, stdin=f"{question}\n", **foreign),
        *answered("--database", database, question, **foreign),
    ):
        assert answer["question"] == question
        assert answer["answers"][0]["subject"] == "Ana López"
    finished = run("ask", "who directed night train", "--database", database, **foreign)
    assert "Ana López" in finished.stdout
    assert "Ünbekannt" in refusal("import", tmp_path / "Ünbekannt", **foreign)


def test_a_terminal_is_prompted(database: Path) -> None:
    status, shown = on_terminal("--database", database, stdin=f"{ILSA}\n\nquit\n".encode())
    assert status == 0
    assert shown.count("> ") == 3
    assert "Rebecca Ferguson" in shown
