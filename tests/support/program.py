"""bot.py as a process: its verbs run to their end, and what they say."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot.py"
UNHURRIED = Path(__file__).with_name("unhurried.py")
OWN = dict.fromkeys(
    ("DISCORD_TOKEN", "DATABASE", "DISCORD_API_URL", "READER_URL", "READER_MODEL", "READER_KEY"), ""
)
"""The developer's own settings are kept out; a blank one counts as unset."""
ENDED = 300
"""Seconds after which a process is taken for stuck: a busy machine fails no test."""
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
    """The command line of a bot.py; this tree's own gives no question up for want of time."""
    ahead = [str(UNHURRIED)] if bot == BOT else []
    return [sys.executable, *ahead, str(bot), *map(str, arguments)]


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
        timeout=ENDED,
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
        status = started.wait(ENDED)
    os.close(parent)
    return status, shown.decode()
