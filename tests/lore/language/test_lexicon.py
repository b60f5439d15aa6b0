"""The words of the language: phrases, inflections, and misspellings that are mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lore.language.lexicon import Language, load_language
from lore.model.errors import PropertyError
from tests.support.asking import DATA


def senses(phrase: str, language: Language) -> set[tuple[str, str]]:
    """Kind and value of all that a phrase means."""
    words = tuple(phrase.split())
    return {
        (sense.kind, sense.value)
        for held, meant in language.by_first.get(words[0], ())
        for sense in meant
        if held == words
    }


def properties(phrase: str, language: Language) -> set[str]:
    words = tuple(phrase.split())
    return {
        name
        for held, meant in language.by_first.get(words[0], ())
        for sense in meant
        for name, _ in sense.options
        if held == words
    }


@pytest.mark.parametrize(
    ("phrase", "sense"),
    [
        ("who", ("question", "who")),
        ("how many", ("question", "count")),
        ("film", ("kind", "film")),
        ("as of", ("mark", "as_of")),
        ("rumoured", ("status", "rumoured")),
        ("is", ("auxiliary", "auxiliary")),
        ("please", ("filler", "polite")),
        ("lol", ("chat", "chat")),
        ("tell me about", ("card", "card")),
    ],
)
def test_what_a_phrase_means(phrase: str, sense: tuple[str, str], language: Language) -> None:
    assert sense in senses(phrase, language)


def test_a_phrase_offers_all_properties_that_it_may_mean(language: Language) -> None:
    assert {"release_date", "studio"} <= properties("release", language)
    assert "composer" in properties("score", language)
    assert properties("budget", language) == {"budget"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dirested", "directed"),
        ("realese", "release"),
        ("directer", "director"),
        ("budjet", "budget"),
        ("relase", "release"),
        ("produser", "producer"),
        ("wirter", "writer"),
    ],
)
def test_misspelt_words_are_mended(written: str, meant: str, language: Language) -> None:
    readings = language.readings(written, mend=True)
    assert meant in readings
    assert readings[meant] > 0


@pytest.mark.parametrize(
    ("written", "meant"), [("directs", "direct"), ("composing", "compose"), ("studios", "studio")]
)
def test_inflections_cost_less_than_misspellings(
    written: str, meant: str, language: Language
) -> None:
    assert language.readings(written, mend=False)[meant] < min(
        language.readings("budjet", mend=True).values()
    )


def test_a_known_word_costs_nothing_and_is_not_mended(language: Language) -> None:
    readings = language.readings("director", mend=True)
    assert readings["director"] == 0


def test_numbers_are_never_mended(language: Language) -> None:
    assert language.readings("7th", mend=True) == language.readings("7th", mend=False)
    assert language.readings("1923", mend=True) == {}


def test_names_are_not_words_of_the_language(language: Language) -> None:
    for name in ("ethan", "kittridge", "klementieff", "stickell"):
        assert not language.is_ordinary(name)
    for word in ("who", "director", "the", "up", "love"):
        assert language.is_ordinary(word)


def test_pronouns_tell_people_from_things(language: Language) -> None:
    assert language.pronouns["she"] == "person"
    assert language.pronouns["it"] == "thing"
    assert language.pronouns["they"] == "any"


@pytest.mark.parametrize("missing", ["language/words.toml", "properties.toml"])
def test_a_file_that_is_missing_is_named(missing: str, tmp_path: Path) -> None:
    for name in ("language", "properties.toml"):
        (shutil.copytree if (DATA / name).is_dir() else shutil.copy)(DATA / name, tmp_path / name)
    (tmp_path / missing).unlink()
    with pytest.raises(PropertyError, match="cannot be read"):
        load_language(tmp_path)
