"""Whether an answer is the one that a label wants."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lore.model.dates import PartialDate
from lore.model.errors import LoreError
from lore.model.facts import Found, Line, Status
from lore.training.labels import Label, Marker, is_terse, read_labels
from tests.support.language import language
from tests.support.stage import cast

MARKER = Marker(language().properties)
FOUND = Found((cast("José Ferrer", "Ethan Hunt"),))


def label(*want: str, **more: object) -> Label:
    return replace(Label("?", True, tuple((one,) for one in want)), **more)  # type: ignore[arg-type]


def on(date: str) -> Found:
    line = cast("Nobody", "No")
    value = PartialDate.parse(date)
    fact = replace(line.fact, property="release_date", value=value, role=None)
    return Found((Line(fact, "value"),))


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        (label("jose ferrer"), True),
        (label("Ferrer", "Hunt"), True),
        (label("Ferr"), False),
        (label("Ferrer", "Cruise"), False),
        (replace(label(), want=(("Cruise", "Ferrer"),)), True),
        (label("Ferrer", avoid=("Hunt",)), False),
        (label("Ferrer", avoid=("Cruise",)), True),
        (label("Ferrer", verdict="yes"), False),
        (label("Ferrer", status="confirmed"), True),
        (label("Ferrer", status="rumoured"), False),
        (label("Ferrer", status="conflict"), False),
        (label("Casting news"), False),
        (label("Casting news", sourced=True), True),
    ],
)
def test_what_must_and_must_not_stand_in_it(wanted: Label, right: bool) -> None:
    assert MARKER.is_right(wanted, FOUND) is right


def test_how_sure_it_is() -> None:
    rumour = Found((cast("José Ferrer", "Ethan Hunt", Status.RUMOURED),))
    assert MARKER.is_right(label("Ferrer", status="rumoured"), rumour)
    assert not MARKER.is_right(label("Ferrer", status="confirmed"), rumour)
    assert MARKER.is_right(label("Ferrer", status="conflict"), replace(FOUND, conflict=True))
    assert MARKER.is_right(label("Ferrer", verdict="yes"), replace(FOUND, verdict="yes"))
    assert not MARKER.is_right(label("Ferrer", avoid=("yes,",)), replace(FOUND, verdict="yes"))


@pytest.mark.parametrize(
    ("wanted", "told", "right"),
    [
        ("@2021-11-19", "2021-11-19", True),
        ("@2021-11-19", "2021-11-09", False),
        ("@2021-11", "2021-11", True),
        ("@2021-11", "2021-10", False),
        ("2021", "2021-11-19", True),
    ],
)
def test_dates_are_met_in_any_spelling(wanted: str, told: str, right: bool) -> None:
    assert MARKER.is_right(label(wanted), on(told)) is right


def test_one_among_many_is_nothing_to_learn_from() -> None:
    many = Found(tuple(cast(f"Person {number}", "Ethan Hunt") for number in range(9)))
    assert MARKER.is_right(label("Person 3"), many)
    assert not is_terse(label("Person 3"), many)
    assert is_terse(label("Person 3"), FOUND)


def test_labels_are_read_without_turns_and_without_what_anything_answers(tmp_path: Path) -> None:
    head = '"kind": "cast", "want": [], "avoid": []'
    path = tmp_path / "questions.jsonl"
    path.write_text(
        f'{{"q": "a", {head}, "outcome": "unknown"}}\n\n'
        f'{{"q": "b", {head}, "outcome": "answered", "conversation": 1}}\n'
        f'{{"q": "c", {head}, "outcome": "any"}}\n',
        encoding="utf-8",
    )
    assert [(one.question, one.answered) for one in read_labels(path)] == [("a", False)]


@pytest.mark.parametrize("line", ['{"q": "a"}', "{", "[]", '{"q": "a", "outcome": "answered"}'])
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(LoreError, match="line 2"):
        read_labels(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LoreError, match="cannot be read"):
        read_labels(tmp_path / "questions.jsonl")
