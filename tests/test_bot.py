"""bot.py as the process that an operator starts: its verbs, and the edges of each."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.reading_model import scripted

ROOT = Path(__file__).resolve().parent.parent
BOT = ROOT / "bot.py"
OWN = dict.fromkeys(
    ("DISCORD_TOKEN", "DATABASE", "DISCORD_API_URL", "READER_URL", "READER_MODEL", "READER_KEY"), ""
)
"""The developer's own settings are kept out; a blank one counts as unset."""
ILSA = "who plays Ilsa Faust?"

SOURCE = {"type": "source", "id": "gazette", "title": "Gazette", "published": "2026-03-02"}
FILM = {"type": "entity", "id": "night-train", "name": "Night Train", "kind": "film"}
ANA = {"type": "entity", "id": "ana", "name": "Ana López", "kind": "person"}
DIRECTED = {
    "type": "fact",
    "id": "f",
    "subject": "night-train",
    "property": "director",
    "value": {"entity": "ana"},
    "citations": [{"source": "gazette", "status": "confirmed"}],
}
PACK = (SOURCE, FILM, ANA, DIRECTED)


def command(*arguments: str | Path, bot: Path = BOT) -> list[str]:
    return [sys.executable, str(bot), *map(str, arguments)]


def run(
    *arguments: str | Path, stdin: str | bytes = "", bot: Path = BOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """bot.py to its end, as UTF-8."""
    finished = subprocess.run(
        command(*arguments, bot=bot),
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        env={**os.environ, **OWN, **environment},
        cwd=bot.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out, err = finished.stdout.decode(), finished.stderr.decode()
    return subprocess.CompletedProcess(finished.args, finished.returncode, out, err)


def beside_birth(stderr: str) -> str:
    """What stands on standard error beside the line on which database it is."""
    return "".join(line for line in stderr.splitlines(True) if not line.startswith("Database "))


def answered(*arguments: str | Path, stdin: str = "", **environment: str) -> list[dict[str, Any]]:
    """What `ask --json` prints, an object a line."""
    finished = run("ask", "--json", *arguments, stdin=stdin, bot=BOT, **environment)
    assert (finished.returncode, beside_birth(finished.stderr)) == (0, "")
    return [json.loads(line) for line in finished.stdout.splitlines()]


def refusal(*arguments: str | Path, bot: Path = BOT, **environment: str) -> str:
    """The one line with which a command is refused."""
    finished = run(*arguments, bot=bot, **environment)
    assert (finished.returncode, finished.stdout) == (2, ""), finished.stderr
    assert finished.stderr.endswith("\n")
    assert finished.stderr.count("\n") == 1, finished.stderr
    return finished.stderr.rstrip("\n")


def refusals(commands: Sequence[Sequence[str | Path]], database: Path | None = None) -> list[str]:
    """The refusals of several commands, which run at once; `database` is the setting."""
    setting = {"DATABASE": str(database)} if database else {}
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda one: refusal(*one, bot=BOT, **setting), commands))


def values(answer: dict[str, Any]) -> list[str]:
    return [one["value"] for one in answer["answers"]]


def jsonl(path: Path, records: Sequence[dict[str, Any] | str]) -> Path:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for (table,) in tables.fetchall()
        }


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped pack in it, which no test may change."""
    database = tmp_path_factory.mktemp("shipped") / "lore.db"
    (answer,) = answered("--database", database, ILSA)
    assert set(values(answer)) == {"Rebecca Ferguson"}
    return database


@pytest.fixture
def database(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped, tmp_path / "lore.db"))


# Seeding


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
    assert (finished.returncode, finished.stderr) == (0, f"Database {database}: new, 1 facts.\n")
    assert finished.stdout.startswith("Imported 1 sources, 2 entities and 1 facts in ")
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


# Upgrades


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


# Asking


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
        assert asking.wait(10) == 0


@pytest.mark.parametrize("stdin", ["", b"\xff\xfe who?\n"])
def test_any_input_is_met(database: Path, stdin: str | bytes) -> None:
    finished = run("ask", "--json", "--database", database, stdin=stdin)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.count("\n") == bool(stdin)


def test_closed_input_is_no_question(database: Path) -> None:
    for verb in (["ask"], []):
        shell = ["sh", "-c", '"$@" <&-', "sh", *command(*verb, "--database", database)]
        finished = subprocess.run(
            shell, env={**os.environ, **OWN}, capture_output=True, timeout=60, check=False
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


# Settings


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


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program in a folder of its own, so that a .env can stand beside it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "bot.py", folder)
    for name in ("lore", "data", "cogs"):
        (folder / name).symlink_to(ROOT / name)
    return folder / "bot.py"


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


# Refusals


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
            timeout=60,
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


# Interruption


@contextmanager
def reading(pipe: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is told to read a pipe, and nothing is in it yet."""
    os.mkfifo(pipe)
    started = subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **OWN},
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


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
        out, err = importing.communicate(timeout=20)
    assert importing.returncode == (130 if sent == signal.SIGINT else -sent)
    assert (out, err) == (b"", b"")
    if sent == signal.SIGINT:
        assert database.exists() == there
    # As if the import had not begun: what was seeded is there, what was missing is seeded.
    (answer,) = answered("--database", database, ILSA)
    assert set(values(answer)) == {"Rebecca Ferguson"}
    assert rows(database)["entity"] == rows(shipped)["entity"]


@pytest.mark.parametrize("verb", [["ask"], []])
def test_an_interrupt_ends_the_wait_for_a_question(database: Path, verb: list[str]) -> None:
    with subprocess.Popen(
        command(*verb, "--database", database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **OWN},
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        asking.stdin.write(f"{ILSA}\n".encode())
        asking.stdin.flush()
        while b"Ferguson" not in asking.stdout.readline():
            pass
        asking.send_signal(signal.SIGINT)
        assert asking.wait(10) == 130
        assert asking.stderr is not None
        assert beside_birth(asking.stderr.read().decode()) == ""
    assert [file.name for file in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize("verb", [["ask"], ["ask", "--json"], []])
def test_a_closed_output_ends_it_quietly(database: Path, verb: list[str]) -> None:
    with subprocess.Popen(
        command(*verb, "--database", database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **OWN},
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        asking.stdin.write(f"{ILSA}\n".encode())
        asking.stdin.flush()
        assert asking.stdout.readline()
        asking.stdout.close()
        asking.stdin.write(f"{ILSA}\n".encode() * 3)
        asking.stdin.close()
        assert asking.wait(10) == 0
        assert asking.stderr is not None
        assert beside_birth(asking.stderr.read().decode()) == ""


# Export


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


# The terminal


def on_terminal(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str]:
    """The exit status of bot.py with a terminal for all it reads and writes, and what is shown."""
    parent, child = pty.openpty()
    os.write(parent, stdin)
    with subprocess.Popen(
        command(*arguments), stdin=child, stdout=child, stderr=child, env={**os.environ, **OWN}
    ) as started:
        os.close(child)
        shown = b""
        while True:
            try:
                part = os.read(parent, 4096)
            except OSError:  # how Linux tells that nobody writes to it any more
                break
            if not part:
                break
            shown += part
        status = started.wait(20)
    os.close(parent)
    return status, shown.decode()


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
            assert begun.wait(60) == 0


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


def test_a_terminal_is_prompted(database: Path) -> None:
    status, shown = on_terminal("--database", database, stdin=f"{ILSA}\n\nquit\n".encode())
    assert status == 0
    assert shown.count("> ") == 3
    assert "Rebecca Ferguson" in shown


# What a start loads

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
            timeout=60,
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
