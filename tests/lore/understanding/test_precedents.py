"""Questions asked elsewhere: which are worded alike, and what they say of a reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from lore.model.errors import PropertyError
from lore.model.facts import Entity
from lore.understanding.algebra import About, Named
from lore.understanding.reading.candidates import Candidate
from lore.understanding.reading.precedents import (
    GRAMMAR,
    Precedent,
    Precedents,
    Witnesses,
    likened,
    load_precedents,
    masked,
    reading_of,
    written,
)
from lore.understanding.reading.referents import Referent

CAST = "step cast:role:value"
IN = "step cast:value:subject"
MUSIC = "step composer:subject:value"
TOLD = [
    Precedent("who on earth plays character", frozenset({CAST}), "a"),
    Precedent("who on earth plays character pls", frozenset({CAST}), "b"),
    Precedent("who on earth wrote the tunes of work", frozenset({MUSIC}), "a"),
    Precedent("any tunes album of work out yet", frozenset(), "b"),
    Precedent("any tunes album of work coming", frozenset(), "a"),
    Precedent("who wrote the tunes of work", frozenset({MUSIC}), "b"),
]
OTHERS = [Precedent(f"filler number {number}", frozenset({IN})) for number in range(40)]
KNOWN = Precedents([*TOLD, *OTHERS])


def test_names_are_told_by_their_kind() -> None:
    film, hero = Entity(1, "The Red Door", "short"), Entity(2, "Kaleido", "character")
    named = [
        Referent(2, 3, Named(hero), "character", 0.3, "name", hero),
        Referent(4, 7, Named(film), "short", 0.3, "name", film),
    ]
    words = ["who", "plays", "kaleido", "in", "the", "red", "door"]
    made = Candidate(About(hero), "fixed", tuple(named))
    assert masked(words, made, {"film", "short"}) == "who plays character in work"


def test_the_likest_come_first_and_a_franchise_is_no_witness_for_itself() -> None:
    words = "so who on earth plays character"
    first, second, *_ = [one.words for _, one in KNOWN.near(words)]
    assert (first, second) == (TOLD[0].words, TOLD[1].words)
    assert TOLD[0] not in [one for _, one in KNOWN.near(words, but="a")]
    assert KNOWN.near("") == []


def test_a_reading_that_was_right_of_alike_questions_has_its_witnesses() -> None:
    near = KNOWN.near("who on earth plays character")
    cast, music = likened(near, {CAST}, CAST), likened(near, {MUSIC}, MUSIC)
    assert cast["past:same"] == pytest.approx(1)
    assert cast["past:lead"] > 0 > music["past:lead"]
    assert cast["past:votes_same"] > music["past:votes_same"]


def test_a_question_as_others_that_had_no_answer_is_told_apart() -> None:
    near = KNOWN.near("any tunes album of work")
    told = likened(near, {MUSIC}, MUSIC)
    assert told["past:none"] > told["past:same"]
    assert told["past:votes_none"] > 0.5


def test_an_answer_of_the_grammar_is_likened_by_what_it_tells() -> None:
    near = KNOWN.near("who wrote the tunes of work")
    told = reading_of(GRAMMAR, [("composer", "", "value")])
    assert likened(near, {told}, told)["past:alike"] == pytest.approx(1)
    assert likened(near, {told}, told)["past:same"] == 0


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "precedents.json"
    path.write_text(written([*TOLD, *OTHERS]), encoding="utf-8")
    words = "who on earth plays character"
    again = [(like, one.words, one.readings) for like, one in load_precedents(path).near(words)]
    assert again == [(like, one.words, one.readings) for like, one in KNOWN.near(words)]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"readings": []}', '{"readings": [], "questions": [["a", 1]]}']
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "precedents.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PropertyError, match="cannot be used"):
        load_precedents(path)
    with pytest.raises(PropertyError, match="cannot be read"):
        load_precedents(tmp_path / "none.json")


def test_each_reading_is_ranked_by_its_own_witnesses() -> None:
    told = Witnesses(KNOWN.near("who on earth plays character"))
    cast, music = told.of(CAST), told.of(MUSIC)
    assert cast["past:same"] == pytest.approx(1)
    assert cast["past:lead"] > 0 > music["past:lead"]
    assert cast["past:votes_same"] > music["past:votes_same"]
    assert (cast["past:unasked"], told.of("step runtime:subject:value")["past:unasked"]) == (0, 1)


def test_that_nothing_was_right_speaks_for_no_answer() -> None:
    silent = Witnesses(KNOWN.near("any tunes album of work")).nothing()
    asked = Witnesses(KNOWN.near("who on earth plays character")).nothing()
    assert silent["past:none"] > asked["past:none"]
    assert silent["past:votes_none"] > asked["past:votes_none"]
    assert Witnesses([]).nothing() == {"past:none": 0, "past:votes_none": 0}
