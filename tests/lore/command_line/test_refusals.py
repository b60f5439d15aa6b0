"""What cannot be done is one line that says why, and changes nothing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import (
    BOT,
    DIRECTED,
    ENDED,
    FILM,
    ILSA,
    OWN,
    PACK,
    answered,
    command,
    jsonl,
    refusal,
    refusals,
    rows,
    run,
    values,
)
from tests.support.reading_model import scripted

BAD_INPUT = [
    (["sing"], "invalid choice: 'sing'"),
    (["ask", "--loud", "who"], "unrecognized arguments: --loud"),
    (["ask", "--as-of"], "expected one argument"),
    (["ask", "--as-of", "nonsense", ILSA], "“nonsense” is not a date"),
    (["ask", "--as-of", "2021-02-30", ILSA], "2021-02-30"),
    (["import"], "required: PATH"),
    (["import", "missing.jsonl"], "missing.jsonl does not exist"),
    (["import", "x" * 300], "cannot be read"),
    (["export"], "required: PATH"),
    (["export", "out.jsonl", "--server", "ours"], "a server's id is a number"),
    (["export", "out.jsonl", "--server", "9" * 30], "a server's id is a number"),
    (["import", "p.jsonl", "--server", "ours"], "a server's id is a number"),
    (["import", "p.jsonl", "--server", "7", "--shared"], "not allowed with argument"),
    (["backup"], "required: PATH"),
    (["backup", "out.db"], "There is no database"),
    (["restore"], "required: PATH"),
    (["restore", "missing.db"], "There is no backup missing.db"),
    (["copy", "missing.db"], "required: TO"),
    (["copy", "missing.db", "out.db"], "There is no database missing.db"),
]


def test_bad_input_is_one_line_and_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "databases").mkdir()
    commands: list[list[str | Path]] = [
        ["--database", tmp_path / "databases" / f"{number}.db", *arguments]
        for number, (arguments, _) in enumerate(BAD_INPUT)
    ]
    for line, (_, reason) in zip(refusals(commands), BAD_INPUT, strict=True):
        assert reason in line
    assert list((tmp_path / "databases").iterdir()) == []


BROKEN: list[tuple[dict[str, Any] | str, str]] = [
    ("{", "the line is not JSON"),
    ({**DIRECTED, "id": "g", "property": "shoe_size"}, "add a table for it to data/properties"),
    ({**DIRECTED, "id": "g", "value": {"text": "Ana"}}, "the value of “director” is an entity"),
    ({**FILM, "id": "x", "name": "a\nb"}, "“name” has a control character"),
]


def test_a_broken_line_is_named_and_nothing_is_taken(tmp_path: Path, database: Path) -> None:
    before, missing = rows(database), tmp_path / "missing.db"
    packs = [
        jsonl(tmp_path / f"{number}.jsonl", [*PACK, record])
        for number, (record, _) in enumerate(BROKEN)
    ]
    commands: list[list[str | Path]] = [["import", pack, "--database", database] for pack in packs]
    for number, line in enumerate(refusals([*commands, ["import", packs[0]]], missing)):
        record = number % len(BROKEN)
        assert line.startswith(f"{record}.jsonl, line 5: ")
        assert BROKEN[record][1] in line
    assert rows(database) == before
    assert not missing.exists()


def test_an_export_needs_a_database(tmp_path: Path) -> None:
    for database in (tmp_path / "lore.db", tmp_path / "missing" / "lore.db"):
        line = refusal("export", tmp_path / "out.jsonl", "--database", database)
        assert line == f"There is no database {database}."
    assert list(tmp_path.iterdir()) == []


def test_an_export_does_not_overwrite_its_database(database: Path) -> None:
    before = rows(database)
    assert "is the database itself" in refusal("export", database, "--database", database)
    assert rows(database) == before


def test_what_is_no_database_of_ours_is_refused(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("These are notes, and no database at all.\n" * 100)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mail (text)")
        connection.commit()
    before = notes.read_bytes(), other.read_bytes()
    pack = jsonl(tmp_path / "p.jsonl", PACK)
    cases: list[tuple[list[str | Path], Path, str]] = [
        (["ask", ILSA], tmp_path, "is a folder"),
        (["ask", ILSA], tmp_path / ("x" * 300), "cannot be opened"),
        (["ask", ILSA], notes, "is not a database"),
        (["ask", ILSA], other, "belongs to another program"),
        (["import", pack], other, "belongs to another program"),
        (["export", tmp_path / "out.jsonl"], notes, "is not a database"),
        ([], other, "belongs to another program"),
    ]
    lines = refusals([[*arguments, "--database", path] for arguments, path, _ in cases])
    for line, (_, _, reason) in zip(lines, cases, strict=True):
        assert reason in line
    assert (notes.read_bytes(), other.read_bytes()) == before
    assert len(list(tmp_path.iterdir())) == 3


# Root may write anything, unless it gives that up for good.
UNPRIVILEGED = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux" and not os.geteuid(), reason="root may write anything")
def test_a_database_that_cannot_be_written_is_refused(database: Path) -> None:
    folder = database.parent
    pack = jsonl(folder / "p.jsonl", PACK)
    plain = [sys.executable, "-c", UNPRIVILEGED] if not os.geteuid() else []
    database.chmod(0o444)
    for mode, arguments in ((0o555, ["ask", ILSA]), (0o755, ["import", str(pack)])):
        folder.chmod(mode)
        finished = subprocess.run(
            [*plain, *command(*arguments, "--database", database)],
            env={**os.environ, **OWN},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=ENDED,
            check=False,
        )
        folder.chmod(0o755)
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr.count("\n") == 1
        assert "cannot be written: check its permissions" in finished.stderr


def test_questions_are_answered_while_another_program_writes(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert answered("--database", database, ILSA)[0]["outcome"] == "found"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("verb", [["ask"], ["ask", "--json"], []])
def test_an_output_that_is_full_is_one_line(database: Path, verb: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            command(*verb, "--database", database),
            input=f"{ILSA}\n{ILSA}\n".encode(),
            env={**os.environ, **OWN},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=ENDED,
            check=False,
        )
    assert finished.returncode == 2
    *_, last = finished.stderr.decode().splitlines()
    assert last == "The output cannot be written: No space left on device."


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    database = tmp_path / "lore.db"
    database.symlink_to(tmp_path / "gone" / "lore.db")
    for _ in range(5):
        finished = run("ask", "--database", database, ILSA)
        assert finished.returncode == 2
        assert finished.stderr.count("\n") == 1, finished.stderr


async def test_a_reading_model_is_tried_and_used(database: Path) -> None:
    odd = "gib mir the helmsperson of mi7 plz"
    plain = "Who is the director of Mission: Impossible 7?"

    def says(seen: dict[str, Any]) -> object:
        trial = "last light" in seen["question"]
        return ["Who is the director of Last Light?"] if trial else [plain]

    async with scripted(says) as model:
        setting = {"READER_URL": model.url, "READER_MODEL": "scripted", "READER_KEY": "k-secret"}
        tried = await asyncio.to_thread(lambda: run("check", bot=BOT, **setting))
        assert (tried.returncode, tried.stderr) == (0, "")
        assert "The reading model scripted answers in" in tried.stdout
        arguments = ("--database", database, odd)
        (answer,) = await asyncio.to_thread(lambda: answered(*arguments, **setting))
        assert answer["understood"] == plain
        assert "Christopher McQuarrie" in values(answer)
    tried = await asyncio.to_thread(lambda: run("check", bot=BOT, **setting))
    assert (tried.returncode, tried.stderr) == (
        2,
        f"The reading model scripted at {model.url} cannot be used: nobody answers there.\n",
    )
    assert answered(*arguments, **setting)[0]["outcome"] == "unknown"


def test_without_a_reading_model_check_says_so() -> None:
    finished = run("check")
    assert finished.returncode == 0
    assert "No reading model is set" in finished.stdout
