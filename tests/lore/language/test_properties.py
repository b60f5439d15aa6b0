"""The property table as it is read: kinds, phrases, and refusals in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lore.language.properties import Property, load_properties
from lore.model.errors import PropertyError

KINDS = ["person", "character"]
TABLE = """
[keeper]
label = "keeper"
subject = ["work"]
value = ["person"]
role = ["character", "text"]
many = false
forwards = ["keeper", "warden of"]
backwards = ["ward"]
either = ["keep"]
roles = ["badge"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "properties.toml"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def keeper(file: Path) -> Property:
    return load_properties(file, {"work": ["film", "show"]}, KINDS)["keeper"]


def test_a_group_stands_for_its_kinds(keeper: Property) -> None:
    assert {"film", "show"} <= keeper.kinds("subject")
    assert keeper.kinds("value") == {"person"}
    assert keeper.kinds("role") == {"character", "text"}
    assert keeper.has_role
    assert keeper.holds_entities


def test_each_phrase_has_the_hint_of_its_list(keeper: Property) -> None:
    assert dict(keeper.phrases) == {
        "keeper": "value",
        "warden of": "value",
        "ward": "subject",
        "keep": "either",
        "badge": "role",
    }


def test_what_a_table_leaves_out(keeper: Property) -> None:
    assert keeper.statement == "{subject}: keeper {value}"
    assert not keeper.many
    assert not keeper.participant
    assert keeper.question is None
    assert keeper.opposites == ()


def test_the_rank_is_the_place_in_the_table(file: Path) -> None:
    file.write_text('[b]\nlabel = "b"\n[a]\nlabel = "a"\n', encoding="utf-8")
    assert [entry.id for entry in load_properties(file).values()] == ["b", "a"]
    assert [entry.rank for entry in load_properties(file).values()] == [0, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[keeper]\n", "Property “keeper” needs a label."),
        ('[keeper]\nlabel = "k"\ncolour = 1\n', "Property “keeper” has an unknown field: colour."),
        ("[keeper\n", "is not valid TOML"),
        ("keeper = 1\n", "Property “keeper” is no table."),
        *(
            (f'[keeper]\nlabel = "k"\n{line}\n', f"Property “keeper”: “{sentence}")
            for line, sentence in (
                ('subject = ["wrok"]', "subject” names “wrok”, which is not in the list of kinds."),
                ('role = "text"', "role” is a list of texts."),
                ("forwards = [1]", "forwards” is a list of texts."),
                ('many = "false"', "many” is true or false."),
                ("state = 1", "state” is true or false."),
                ("question = true", "question” is a text."),
                ('within = "cats"', "within” names “cats”, which is no property."),
                (
                    'statement = "{subjct} is {value}"',
                    "statement” has “{subjct}”, which is not filled in; what is: {label}",
                ),
                (
                    'statement = "{role} of {subject}"',
                    "statement” has “{role}”, which is not filled in",
                ),
                ('statement = "{value!r}"', "statement” has “{value}”, which is not filled in"),
                ('statement = "{value"', "statement” has a brace that stands alone."),
                (
                    'statement_role = "{} as {role}"',
                    "statement_role” has “{}”, which is not filled in",
                ),
            )
        ),
    ],
)
def test_a_table_that_cannot_be_used(text: str, sentence: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PropertyError, match=re.escape(sentence)):
        load_properties(file)


def test_a_table_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PropertyError, match="cannot be read: No such file"):
        load_properties(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("label = 5", "“label” is a text"),
        ('label = ""', "“label” is a text"),
        ('label = "x"\nsubject = "film"', "“subject” is a list of texts"),
        ('label = "x"\nforwards = [1]', "“forwards” is a list of texts"),
        ('label = "x"\nmany = "yes"', "“many” is true or false"),
    ],
)
def test_a_field_of_another_shape(table: str, sentence: str, file: Path) -> None:
    file.write_text(f"[keeper]\n{table}\n", encoding="utf-8")
    with pytest.raises(PropertyError, match=sentence):
        load_properties(file)


@pytest.mark.parametrize("content", [b"keeper = 5\n", b'[keeper]\nlabel = "\xff"\n', b"\xff\xfe"])
def test_a_file_that_is_none(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    with pytest.raises(PropertyError, match=r"no table|not valid TOML"):
        load_properties(file)
