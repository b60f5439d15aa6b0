"""Composing relations outwards from a name: order, direction and the steps left unsaid."""

from __future__ import annotations

import pytest

from lore.language import costs
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.language.properties import Hint, Property
from lore.linking.mentions import Candidate, Mention
from lore.steps import Steps
from lore.understanding import NotUnderstood, QuestionReader
from lore.understanding.chains import Aim, Composer, Path

ANY = Aim(None, frozenset())


def shape(path: Path) -> list[tuple[str, str | None, str]]:
    return [(step.properties[0], step.known, step.ask) for step in path.steps]


def moves(
    language: Language, kinds: set[str], *options: tuple[str, Hint]
) -> list[tuple[str, str | None, str]]:
    found = Composer(language.properties).moves(Path((), frozenset(kinds), 0.0), options)
    return [shape(path)[0] for path in sorted(found, key=lambda path: path.cost)]


def test_kinds_decide_the_direction(language: Language) -> None:
    assert moves(language, {"film"}, ("director", "either")) == [("director", "subject", "value")]
    assert moves(language, {"person"}, ("director", "either"))[0] == (
        "director",
        "value",
        "subject",
    )


def test_kinds_that_do_not_fit_are_no_way(language: Language) -> None:
    assert moves(language, {"place"}, ("director", "either")) == []
    assert moves(language, {"film"}, ("cast", "player")) == []


def test_a_player_verb_links_people_and_roles(language: Language) -> None:
    assert moves(language, {"character"}, ("cast", "player"))[0] == ("cast", "role", "value")
    assert moves(language, {"person"}, ("cast", "player"))[0] == ("cast", "value", "role")


def steps(question: str, name: str, kind: str, language: Language) -> list[tuple[str, str]]:
    """The properties and asked slots of the likeliest reading of a question on one name."""
    words, held = folding.words(question), name.split()
    start = next(at for at in range(len(words)) if words[at : at + len(held)] == held)
    one = Candidate(1, name, kind, None, 0.3, True)
    read = QuestionReader(language).read(
        words, [Mention(start, start + len(held), kind, 0.3, (one,))]
    )
    assert not isinstance(read, NotUnderstood)
    assert read[0].cost < costs.LIMIT * 2
    return [(step.properties[0], step.ask) for step in read[0].chains[0].steps]


@pytest.mark.parametrize(
    ("question", "kind", "expected"),
    [
        ("who directed red door", "film", [("director", "value")]),
        (
            "which films share directors with red door",
            "film",
            [("director", "value"), ("director", "subject")],
        ),
        (
            "who acted in the movies directed by red door",
            "person",
            [("director", "subject"), ("cast", "value")],
        ),
        (
            "who acted in the movies directed by the director of red door",
            "film",
            [("director", "value"), ("director", "subject"), ("cast", "value")],
        ),
        (
            "which genres are the films written by red door",
            "person",
            [("writer", "subject"), ("genre", "value")],
        ),
        (
            "when were the films starring red door released",
            "person",
            [("cast", "subject"), ("release_date", "value")],
        ),
        ("the writer of red door", "film", [("writer", "value")]),
    ],
)
def test_relations_compose_outwards(
    question: str, kind: str, expected: list[tuple[str, str]], language: Language
) -> None:
    assert steps(question, "red door", kind, language) == expected


def test_no_path_costs_more_than_the_limit(language: Language) -> None:
    composer = Composer(language.properties)
    paths = composer.paths(frozenset({"film"}), [], [], 0, (), ANY, Steps())
    assert paths == []


def test_a_participant_is_a_way_into_a_work(language: Language) -> None:
    participant: list[Property] = [one for one in language.properties.values() if one.participant]
    assert {"cast", "director", "writer"} <= {one.id for one in participant}
    assert all(one.value & {"person", "character"} for one in participant)
