"""bot.py learn, as the process that an operator starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lore.articles.conftest import SET

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *map(str, arguments)],
        env={**os.environ, "DISCORD_TOKEN": "", "DATABASE": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with the pack of the invented films alone."""
    path = tmp_path / "lore.db"
    assert run("import", "--database", path, SET / "pack.jsonl").returncode == 0
    return path


def test_proposals_are_printed_and_nothing_is_stored(database: Path) -> None:
    article = SET / "06-new-film.txt"
    first = run("learn", "--database", database, article)
    assert first.returncode == 0
    assert "Oriel Tennant plays Captain Mirelle Voss in The Glass Tide" in first.stdout
    assert run("learn", "--database", database, article).stdout == first.stdout
    asked = run("ask", "--database", database, "who directs The Glass Tide?")
    assert "Ondaatje" not in asked.stdout


def test_what_is_accepted_answers_and_cites_the_article(database: Path) -> None:
    article = SET / "06-new-film.txt"
    assert run("learn", "--database", database, "--accept", article).returncode == 0
    asked = run("ask", "--database", database, "who directs The Glass Tide?")
    assert "Pascal Ondaatje" in asked.stdout
    assert "Oriel Tennant to Star" in asked.stdout
    again = run("learn", "--database", database, "--accept", "--json", article)
    assert {json.loads(line)["verdict"] for line in again.stdout.splitlines()} == {"agrees"}
    exported = database.with_suffix(".jsonl")
    run("export", "--database", database, exported)
    before = exported.read_text(encoding="utf-8")
    run("learn", "--database", database, "--accept", article)
    run("export", "--database", database, exported)
    assert exported.read_text(encoding="utf-8") == before


def test_an_article_that_agrees_is_one_more_source(database: Path) -> None:
    run("learn", "--database", database, "--accept", SET / "01-trade-casting.txt")
    asked = run("ask", "--database", database, "--json", "when does Lanternwick 3 come out?")
    sources = [source["title"] for source in json.loads(asked.stdout)["answers"][0]["sources"]]
    assert len(sources) == 2


def test_a_folder_is_read_file_by_file(database: Path) -> None:
    learned = run("learn", "--database", database, "--json", SET)
    assert learned.returncode == 0
    titles = {json.loads(line)["article"] for line in learned.stdout.splitlines()}
    assert len(titles) == 10


def test_what_cannot_be_read_is_refused_in_one_line(database: Path, tmp_path: Path) -> None:
    refused = run("learn", "--database", database, tmp_path / "missing.txt")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
    assert "does not exist" in refused.stderr


def test_an_address_inside_is_refused_in_one_line(database: Path) -> None:
    for address in ("http://127.0.0.1/article", "http://169.254.169.254/", "http://localhost/"):
        refused = run("learn", "--database", database, address)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "not public" in refused.stderr.splitlines()[-1]
