"""The program as an operator starts it: which database, which settings, what it needs."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.program import (
    ILSA,
    OWN,
    PACK,
    ROOT,
    answered,
    beside_birth,
    jsonl,
    refusal,
    rows,
    run,
    values,
)


def test_a_missing_database_is_seeded_once(database: Path) -> None:
    before = rows(database)
    assert before["pack"] != []
    (answer,) = answered("--database", database, ILSA)
    assert answer["outcome"] == "found"
    assert rows(database) == before
    assert [file.name for file in database.parent.iterdir()] == [database.name]


def test_the_console_seeds_a_missing_database(tmp_path: Path) -> None:
    finished = run("--database", tmp_path / "lore.db", stdin=f"{ILSA}\n\nquit\nwho is Benji\n")
    assert finished.returncode == 0
    assert finished.stderr == f"Database {tmp_path / 'lore.db'}: new, 200 facts.\n"
    assert "DISCORD_TOKEN" in finished.stdout.splitlines()[0]
    assert "Rebecca Ferguson" in finished.stdout
    assert "Benji" not in finished.stdout
    assert "> " not in finished.stdout


def test_what_an_import_made_is_never_seeded(tmp_path: Path) -> None:
    database = tmp_path / "lore.db"
    finished = run("import", jsonl(tmp_path / "p.jsonl", PACK), "--database", database)
    assert (finished.returncode, finished.stderr) == (0, f"Database {database}: new, 1 fact.\n")
    assert finished.stdout.startswith("Imported 1 source, 2 entities and 1 fact in ")
    before = rows(database)

    ours, shipped = answered("--database", database, stdin=f"who directed night train\n{ILSA}\n")
    assert values(ours) == ["Ana López"]
    assert shipped["outcome"] == "unknown"
    run("--database", database, stdin=ILSA)
    assert rows(database) == before
    assert before["pack"] == []


def test_a_seeded_database_with_an_import_stays_seeded(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE pack SET digest = 'of an older version'")
        connection.execute("UPDATE fact SET retired = 1")
        connection.commit()
    assert run("import", jsonl(tmp_path / "p.jsonl", PACK), "--database", database).returncode == 0
    ours, shipped = answered("--database", database, stdin=f"who directed night train\n{ILSA}\n")
    assert values(ours) == ["Ana López"]
    assert set(values(shipped)) == {"Rebecca Ferguson"}


def test_it_says_which_database_it_serves(database: Path, tmp_path: Path) -> None:
    os.utime(database, (1_600_000_000, 1_600_000_000))
    finished = run("--database", database)
    found = "200 facts, last written 2020-09-13 12:26 UTC, as it was."
    assert finished.stderr == f"Database {database}: {found}\n"
    assert run("ask", ILSA, "--database", database).stderr == ""

    mistyped = tmp_path / "loer.db"
    finished = run("ask", "--json", ILSA, DATABASE=str(mistyped))
    assert finished.stderr == f"Database {mistyped}: new, 200 facts.\n"
    assert len(finished.stdout.splitlines()) == 1


def test_a_shipped_pack_that_is_not_whole_is_refused(database: Path, checkout: Path) -> None:
    before = rows(database)
    data = checkout.with_name("data")
    data.unlink()
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("*.db*"))
    for name in ("facts.toml", "entities.toml", "sources.toml"):
        part = data / "mission-impossible" / name
        content = part.read_bytes()
        part.unlink()
        line = refusal("ask", ILSA, "--database", database, bot=checkout)
        assert f"{name} is missing" in line
        part.write_bytes(content)
    assert rows(database) == before


def test_every_verb_renews_names_that_an_older_program_folded(
    shipped: Path, tmp_path: Path
) -> None:
    true = rows(shipped)
    verbs: list[list[str | Path]] = [
        ["ask", "who is mi7"],
        ["import", "/dev/null"],
        ["export", tmp_path / "out.jsonl"],
        [],
    ]
    databases = [Path(shutil.copy(shipped, tmp_path / f"{place}.db")) for place in range(4)]
    for database in databases:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE name SET key = 'old' || key")
            connection.execute("DELETE FROM spelling")
            connection.execute("UPDATE name_index SET digest = 'of an older program'")
            connection.commit()
    with ThreadPoolExecutor() as pool:
        finished = pool.map(
            lambda verb, database: run(*verb, "--database", database), verbs, databases
        )
        assert [(one.returncode, beside_birth(one.stderr)) for one in finished] == [(0, "")] * 4
    for database in databases:
        after = rows(database)
        assert len(after["spelling"]) == len(true["spelling"])
        for table in ("name", "name_index", "pack"):
            assert after[table] == true[table]
    (answer,) = answered("--database", databases[1], "who plays ilsa fuast")
    assert set(values(answer)) == {"Rebecca Ferguson"}


def test_the_option_goes_before_the_environment(database: Path, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    for arguments in (
        ["--database", str(database), "ask", "--json", ILSA],
        ["ask", "--json", ILSA, "--database", str(database)],
    ):
        finished = run(*arguments, DATABASE=other)
        assert json.loads(finished.stdout)["outcome"] == "found"
    assert not Path(other).exists()
    assert answered(ILSA, DATABASE=str(database))[0]["outcome"] == "found"


def test_settings_stand_beside_the_program(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(OWN):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delitem(OWN, name)
    beside, wins = tmp_path / "beside.db", tmp_path / "wins.db"
    checkout.with_name(".env").write_text(f"DATABASE={beside}\n# DISCORD_TOKEN=\n")

    assert run("ask", ILSA, bot=checkout).returncode == 0
    assert beside.exists()
    assert run("ask", ILSA, bot=checkout, DATABASE=str(wins)).returncode == 0
    assert wins.exists()

    checkout.with_name(".env").write_text("DISCORD_API_URL=nonsense\n")
    assert "DISCORD_API_URL is not a usable address" in refusal("ask", ILSA, bot=checkout)
    checkout.with_name(".env").write_bytes(b"DATABASE=\xff\n")
    assert ".env cannot be read" in refusal("ask", ILSA, bot=checkout)


LOADED = """
import sys
import bot
bot.main(["ask", "--database", sys.argv[1], "who plays Ilsa Faust"])
print(*(name for name in ("discord", "aiohttp", "cogs") if name in sys.modules))
"""


def test_the_console_imports_no_discord(database: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", LOADED, str(database)],
        env={**os.environ, **OWN},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert finished.stdout.splitlines()[-1].split() == []
