"""Packs and backups: import, export, and their interruption."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.program import (
    ENDED,
    FILM,
    ILSA,
    OWN,
    PACK,
    SOURCE,
    answered,
    beside_birth,
    command,
    jsonl,
    on_terminal,
    reading,
    refusal,
    rows,
    run,
    values,
)


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        (signal.SIGINT, True),
        (signal.SIGINT, False),
        (signal.SIGTERM, True),
        (signal.SIGKILL, False),
    ],
)
def test_an_interrupted_import_changes_nothing(
    tmp_path: Path, shipped: Path, sent: signal.Signals, there: bool
) -> None:
    database, pipe = tmp_path / "lore.db", tmp_path / "pipe.jsonl"
    if there:
        shutil.copy(shipped, database)
    films = [{**FILM, "id": f"f{i}", "name": f"Film number {i}"} for i in range(3_000)]
    with reading(pipe, "import", pipe, "--database", database) as importing:
        with pipe.open("wb") as file:
            file.write("".join(json.dumps(film) + "\n" for film in films).encode())
            file.flush()
            importing.send_signal(sent)
        out, err = importing.communicate(timeout=ENDED)
    assert importing.returncode == (130 if sent == signal.SIGINT else -sent)
    assert (out, err) == (b"", b"")
    if sent == signal.SIGINT:
        assert database.exists() == there
    # As if the import had not begun: what was seeded is there, what was missing is seeded.
    (answer,) = answered("--database", database, ILSA)
    assert set(values(answer)) == {"Rebecca Ferguson"}
    assert rows(database)["entity"] == rows(shipped)["entity"]


def test_what_was_exported_is_imported_again(database: Path, tmp_path: Path) -> None:
    first, second, other = tmp_path / "1.jsonl", tmp_path / "2.jsonl", tmp_path / "other.db"
    finished = run("export", first, "--database", database)
    assert (
        finished.stdout == f"Exported {len(first.read_bytes().splitlines())} records to {first}.\n"
    )
    assert run("import", first, "--database", other).returncode == 0
    assert run("export", second, "--database", other).returncode == 0
    assert first.read_bytes() == second.read_bytes()


def test_what_one_server_has_stays_with_it(database: Path, tmp_path: Path) -> None:
    """Exported and imported again, its facts go to all servers only where that was said."""
    pack, theirs = jsonl(tmp_path / "p.jsonl", PACK), tmp_path / "theirs.jsonl"
    asked: list[str | Path] = ["ask", "who directed night train", "--database", database]
    assert run("import", "--server", "77", pack, "--database", database).returncode == 0
    assert "Ana López" not in run(*asked).stdout
    assert run("export", "--server", "77", theirs, "--database", database).returncode == 0

    line = refusal("import", theirs, "--database", database)
    assert line.startswith("theirs.jsonl, line 1: it is what the server 77 has of its own")
    before = rows(database)
    assert run("import", "--server", "77", theirs, "--database", database).returncode == 0
    assert rows(database) == before
    assert "Ana López" not in run(*asked).stdout
    assert run("import", "--shared", theirs, "--database", database).returncode == 0
    assert "Ana López" in run(*asked).stdout


def test_a_backup_brings_back_what_an_import_changed(database: Path, tmp_path: Path) -> None:
    before, backup = rows(database), tmp_path / "backup.db"
    assert run("backup", backup, "--database", database).returncode == 0
    pack = jsonl(tmp_path / "p.jsonl", PACK)
    assert run("import", pack, "--database", database).returncode == 0
    changed = rows(database)
    finished = run("restore", backup, "--database", database)
    assert (finished.returncode, finished.stderr) == (0, "")
    (kept,) = tmp_path.glob("lore.db.before-*")
    told = f"Restored {database}: 200 facts. What was there before is kept as {kept}.\n"
    assert finished.stdout == told
    assert rows(database) == before
    assert rows(kept) == changed


def test_an_export_to_standard_output_is_a_pack_alone(database: Path) -> None:
    finished = run("export", "/dev/stdout", "--database", database)
    assert finished.returncode == 0
    assert all(json.loads(line)["type"] for line in finished.stdout.splitlines())
    assert finished.stderr.startswith("Exported ")


def test_an_import_waits_for_its_turn(tmp_path: Path) -> None:
    database, pack = tmp_path / "lore.db", tmp_path / "p.jsonl"
    jsonl(pack, PACK)
    answered("--database", database, ILSA)
    importing = command("import", "--database", database, pack)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        environment = {**os.environ, **OWN}
        with subprocess.Popen(importing, env=environment, stderr=subprocess.PIPE) as begun:
            assert begun.stderr is not None
            assert any(b"Waiting for another program" in line for line in begun.stderr)
            other.execute("ROLLBACK")
            assert begun.wait(ENDED) == 0


def test_an_import_shows_its_progress_on_a_terminal_alone(tmp_path: Path) -> None:
    films = [{**FILM, "id": f"f{i}", "name": f"Film number {i}"} for i in range(2_500)]
    pack = jsonl(tmp_path / "p.jsonl", [SOURCE, *films])
    status, shown = on_terminal("import", pack, "--database", tmp_path / "1.db")
    assert status == 0
    bar, new, imported, _ = shown.replace("\r\n", "\n").split("\n")
    steps = [step.split()[-1] for step in bar.split("\r") if step.strip()]
    assert len(steps) >= 3
    assert steps[-1] == "100%"
    assert new.startswith("Database ")
    assert imported.startswith("Imported ")

    jsonl(pack, [SOURCE, *films, "{"])
    status, shown = on_terminal("import", pack, "--database", tmp_path / "2.db")
    assert status == 2
    assert shown.replace("\r\n", "\n").split("\n")[1].startswith("p.jsonl, line 2502: ")

    finished = run("import", jsonl(pack, [SOURCE, *films]), "--database", tmp_path / "3.db")
    assert (finished.returncode, beside_birth(finished.stderr)) == (0, "")
