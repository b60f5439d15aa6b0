"""An interrupt, and an output that is closed."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.program import ILSA, OWN, beside_birth, command


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
