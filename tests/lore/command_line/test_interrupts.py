"""An interrupt, and an output that is closed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.program import ENDED, ILSA, OWN, beside_birth, command


@contextmanager
def asking(database: Path, verb: list[str], part: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has answered one question with a line in which a part stands, and waits."""
    with subprocess.Popen(
        command(*verb, "--database", database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **OWN},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{ILSA}\n".encode())
        process.stdin.flush()
        lines = iter(process.stdout.readline, b"")
        assert any(part.encode() in line for line in lines)
        yield process
        assert process.stderr is not None
        assert beside_birth(process.stderr.read().decode()) == ""


@pytest.mark.parametrize("verb", [["ask"], []])
def test_an_interrupt_ends_the_wait_for_a_question(database: Path, verb: list[str]) -> None:
    with asking(database, verb, "Ferguson") as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(ENDED) == 130
    assert [file.name for file in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize("verb", [["ask"], ["ask", "--json"], []])
def test_a_closed_output_ends_it_quietly(database: Path, verb: list[str]) -> None:
    with asking(database, verb, "") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.close()
        process.stdin.write(f"{ILSA}\n".encode() * 3)
        process.stdin.close()
        assert process.wait(ENDED) == 0
