"""What questions ask for by their words alone."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from lore.model.errors import PropertyError
from lore.model.facts import Entity
from lore.training.phrasing import fit
from lore.training.rows import Row
from lore.understanding.algebra import About, Named
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.phrasing import (
    GRAMMAR,
    Phrasing,
    load_phrasing,
    masked,
    reading_of,
    written,
)
from lore.understanding.reading.referents import Referent

CAST = "step cast:role:value"
MUSIC = "step composer:subject:value"
READINGS = (CAST, MUSIC)


def row(words: str, right: int | None) -> Row:
    wanted = frozenset() if right is None else frozenset({right})
    empty = array("i")
    answered = right is not None
    return Row(empty, empty, array("d"), empty, (), wanted, wanted, READINGS, words, answered)


ROWS = [
    *(row(f"who on earth plays character {word}", 0) for word in ("pls", "then", "now") * 5),
    *(row(f"who wrote the tunes of work {word}", 1) for word in ("pls", "then", "now") * 5),
    *(row(f"any tunes album of work {word}", None) for word in ("pls", "then", "now") * 5),
]


@pytest.fixture(scope="module")
def model() -> Phrasing:
    return fit(ROWS).phrasing


def test_names_are_told_by_their_kind() -> None:
    film, hero = Entity(1, "The Red Door", "short"), Entity(2, "Kaleido", "character")
    named = [
        Referent(2, 3, Named(hero), "character", 0.3, "name", hero),
        Referent(4, 7, Named(film), "short", 0.3, "name", film),
    ]
    words = ["who", "plays", "kaleido", "in", "the", "red", "door"]
    made = Candidate(About(hero), "fixed", tuple(named))
    assert masked(words, made, {"film", "short"}) == "who plays character in work"


def test_the_words_say_which_reading_is_meant(model: Phrasing) -> None:
    heard = model.hear("so who plays character", READINGS)
    assert heard.shares[CAST] > heard.shares[MUSIC]
    assert heard.of(CAST)["heard:lead"] > 0 > heard.of(MUSIC)["heard:lead"]
    heard = model.hear("who did the tunes of work", READINGS)
    assert heard.shares[MUSIC] > heard.shares[CAST]
    assert sum(heard.shares.values()) + heard.none == pytest.approx(1)


def test_a_question_as_others_that_had_no_answer_is_told_apart(model: Phrasing) -> None:
    heard = model.hear("any tunes album of work coming", READINGS)
    assert heard.none > max(heard.shares.values())
    assert heard.nothing()["heard:none"] == heard.none


def test_an_answer_of_the_grammar_is_heard_by_what_it_tells(model: Phrasing) -> None:
    told = reading_of(GRAMMAR, [("composer", "", "value")])
    heard = model.hear("who wrote the tunes of work", (*READINGS, told))
    assert told not in heard.shares
    assert heard.of(told)["heard:share"] == pytest.approx(heard.shares[MUSIC])


def test_words_that_nobody_used_leave_what_leans(model: Phrasing) -> None:
    heard = model.hear("", READINGS)
    assert 0 < heard.none < 1


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    fitted, path = fit(ROWS), tmp_path / "phrasing.json"
    path.write_text(written(fitted.words, fitted.readings, fitted.leanings), encoding="utf-8")
    words = "who on earth plays character"
    again, once = (
        one.hear(words, READINGS).shares for one in (load_phrasing(path), fitted.phrasing)
    )
    assert again == pytest.approx(once, abs=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"leanings": []}',
        '{"leanings": [], "words": {"names": ["a"], "values": "", "dimensions": 2, "scale": 1}}',
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "phrasing.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PropertyError, match="cannot be used"):
        load_phrasing(path)
    with pytest.raises(PropertyError, match="cannot be read"):
        load_phrasing(tmp_path / "none.json")
