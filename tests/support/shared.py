"""What is not in the repository: a folder beside it, with questions, articles and Discord's own
description of its API. A test that reads it says so by `needs`, and is skipped where it is absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def needs(path: Path) -> pytest.MarkDecorator:
    """Marks a test that reads a file or a folder of `SHARED`."""
    return pytest.mark.needs(path)


def absent(item: pytest.Item) -> str | None:
    """What a test needs and does not have; None where it has all."""
    for mark in item.iter_markers("needs"):
        path: Path = mark.args[0]
        if not path.exists():
            return f"../{path.relative_to(SHARED.parent)} is not here"
    return None


def skipped_once(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to be run, and those to be left out: of a parametrised test that lacks what it
    needs the first is kept, to be skipped, so that it counts as one."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    known: set[str] = set()
    for item in items:
        reason = absent(item)
        test = item.nodeid.partition("[")[0]
        if reason is None:
            kept.append(item)
        elif test in known:
            left.append(item)
        else:
            known.add(test)
            item.add_marker(pytest.mark.skip(reason=reason))
            kept.append(item)
    return kept, left
