"""How names and questions are folded, and which names are made of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lore.language import text as folding


def folded(text: str) -> str:
    return " ".join(folding.words(text))


def key(text: str) -> str:
    return folding.key(folding.words(text))


# Folding


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # One film
        ("MI7", "mi 7"),
        ("mi-7", "mi 7"),
        ("M:I 7", "m i 7"),
        ("MI:VII", "mi 7"),
        ("MI Ⅶ", "mi 7"),
        ("mission impossible seven", "mission impossible 7"),
        ("Mission: Impossible VII", "mission impossible 7"),
        ("#missionimpossible7", "missionimpossible 7"),
        ("mission_impossible_7", "mission impossible 7"),
        ("the seventh film", "the 7th film"),
        ("the 7th film", "the 7th film"),
        ("the 7TH film", "the 7th film"),
        # Numbers
        ("part one", "part 1"),
        ("Part Two", "part 2"),
        ("the twentieth", "the 20th"),
        ("007", "7"),
        ("0", "0"),
        ("000", "0"),
        ("1917", "1917"),
        ("７", "7"),
        ("Alien³", "alien 3"),
        ("8½", "8 1 2"),
        ("8 1/2", "8 1 2"),
        ("3:10 to Yuma", "3 10 to yuma"),
        ("2021-07-23", "2021 7 23"),
        ("mi7s", "mi 7 s"),
        ("21st", "21st"),
        ("7ths", "7 ths"),
        # Roman numerals, after the first word alone
        ("Henry IV, Part 1", "henry 4 part 1"),
        ("Saw III", "saw 3"),
        ("Star Wars: Episode IX", "star wars episode 9"),
        ("Police Academy XIV", "police academy 14"),
        ("Fast XXVIII", "fast 28"),
        ("II", "ii"),
        ("Vi", "vi"),
        ("xXx", "xxx"),
        ("Xi Jinping", "xi jinping"),
        ("did", "did"),
        ("the mix", "the mix"),
        # One letter: at the end, or after "part" and the like
        ("Rocky V", "rocky 5"),
        ("Malcolm X", "malcolm 10"),
        ("V for Vendetta", "v for vendetta"),
        ("who is in V for Vendetta", "who is in v for vendetta"),
        ("X-Men", "x men"),
        ("who was in x men", "who was in x men"),
        ("part v of rocky", "part 5 of rocky"),
        ("Chapter X: the end", "chapter 10 the end"),
        ("Part I", "part 1"),
        ("World War I", "world war i"),
        ("who am i", "who am i"),
        ("I, Robot", "i robot"),
        # Letters
        ("Ø ø Ł ł", "o o l l"),
        ("Straße STRASSE", "strasse strasse"),
        ("Æon Cœur", "aeon coeur"),
        ("Đorđe Þór Eiður", "dorde thor eidur"),
        ("ı İ I", "i i i"),
        ("Señora Léon Åse Čapek", "senora leon ase capek"),
        ("Cafe\N{COMBINING ACUTE ACCENT}", "cafe"),
        ("ﬁlm", "film"),
        ("Ｍｉｓｓｉｏｎ", "mission"),
        ("七人の侍", "七人の侍"),
        # Apostrophes go, other signs part words
        ("Ocean's Eleven", "oceans 11"),
        ("Ocean’s Eleven", "oceans 11"),
        ("Ocean‘s Ocean`s Ocean´s Oceanʼs Ocean′s Ocean＇s", " ".join(["oceans"] * 6)),
        ("Hawaiʻi", "hawaii"),
        ("O'Brien", "obrien"),
        ("whos WHO'S", "whos whos"),
        ("WALL·E", "wall e"),
        ("S.W.A.T.", "s w a t"),
        ("Spider-Man", "spider man"),
        ("Spider-Man™", "spider man"),
        ("Fast & Furious", "fast and furious"),
        ("Fast &amp; Furious", "fast and furious"),
        ("this&notthat", "this and notthat"),
        ("Alien versus Predator, Volume 2", "alien vs predator vol 2"),
        ("7️⃣", "7"),
        # Nothing but signs
        ("$", "$"),
        (" ??? ", "???"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_folding(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.text(max_size=20))
def test_folding_what_is_folded_changes_no_letter(text: str) -> None:
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@given(st.text(max_size=20))
def test_every_text_but_a_blank_one_has_words_and_a_key(text: str) -> None:
    words = folding.words(text)
    assert bool(words) == bool(text.strip())
    assert all(words)
    assert not words or folding.key(words)
    for word in words:
        folding.spellings(word)


# Keys


@pytest.mark.parametrize(
    "written",
    [
        ["MI7", "M:I 7", "MI:VII", "mi seven", "m.i.7", "#MI7", "the MI 7"],
        ["Mission: Impossible 7", "mission impossible seven", "#missionimpossible7"],
        ["Spider-Man", "spiderman", "Spider Man", "SPIDERMAN", "the Spider-Man"],
        ["The Godfather", "godfather", "the god father"],
        ["WALL·E", "walle", "Wall-E"],
        ["S.W.A.T.", "swat"],
        ["the seventh film", "7th film", "The 7th Film"],
        ["Ocean's Eleven", "oceans 11", "Ocean’s XI"],
    ],
)
def test_equal_names_share_a_key(written: list[str]) -> None:
    assert len({key(text) for text in written}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mission: Impossible 7", "Mission: Impossible 8"),
        ("MI7", "MI77"),
        ("part one", "part two"),
        ("Dead Reckoning Part One", "Dead Reckoning Part Two"),
        ("the seventh film", "film seven"),
        ("the 7th film", "the 17th film"),
        ("Rocky IV", "Rocky VI"),
        ("A", "The"),
        ("Her", "Hers"),
    ],
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_an_article_alone_is_a_key() -> None:
    assert [key(text) for text in ("The", "A", "The The")] == ["the", "a", "the"]


# Spellings


def meet(one: str, other: str) -> bool:
    return bool(folding.spellings(one) & folding.spellings(other))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ferguson", "fergusson"),
        ("ferguson", "fergson"),
        ("ferguson", "fergeson"),
        ("ferguson", "fegruson"),
        ("ferguson", "furgeson"),
        ("rebecca", "rebeca"),
        ("luther", "luthor"),
        ("impossible", "imposible"),
        ("impossible", "impssoible"),
        ("stickell", "stickel"),
        ("kittridge", "kitridge"),
        ("philip", "filip"),
        ("christopher", "kristopher"),
    ],
)
def test_a_misspelling_meets_its_word(right: str, wrong: str) -> None:
    assert meet(right, wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cruise", "ferguson"),
        ("1917", "1918"),
        ("7th", "8th"),
        ("the", "they"),
        ("her", "hero"),
        ("bond", "pegg"),
    ],
)
def test_others_do_not(one: str, other: str) -> None:
    assert not meet(one, other)


@pytest.mark.parametrize("word", ["7", "1917", "20th", "her", "it", "a"])
def test_numbers_and_short_words_are_never_misspelt(word: str) -> None:
    assert folding.spellings(word) == set()


@pytest.mark.parametrize(
    ("word", "number"), [("7", True), ("7th", True), ("seven", False), ("mi", False), ("$", False)]
)
def test_numbers_are_told_from_words(word: str, number: bool) -> None:
    assert folding.is_number(word) is number


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (7, "7th"), (11, "11th"), (12, "12th"), (101, "101st")],
)
def test_ordinals(number: int, written: str) -> None:
    assert folding.ordinal(number) == written
    assert folding.words(written) == [written]


# Parts


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Mission: Impossible - Fallout", ["Fallout"]),
        ("Mission: Impossible – Fallout", ["Fallout"]),
        (
            "Copper Tide: Episode IV - A New Keel",
            [
                "A New Keel",
                "Copper Tide",
                "Copper Tide: Episode IV",
                "Episode IV - A New Keel",
                "Episode IV",
            ],
        ),
        ("Silas Crane / The Heron", ["The Heron", "Silas Crane"]),
        ("Biscuit (voice)", ["Biscuit"]),
        ("Old Tom Quill (voice)", ["Old Tom Quill"]),
        ("Captain America: The Winter Soldier", ["The Winter Soldier", "Captain America"]),
        ("Birdman or (The Unexpected Virtue of Ignorance)", None),
        ("M:I 7", []),
        ("Spider-Man", []),
        ("Fallout:", []),
        ("Fallout: Fallout", ["Fallout"]),
        ("(500)", []),
        ("", []),
    ],
)
def test_parts_of_titles(title: str, parts: list[str] | None) -> None:
    expected = ["The Unexpected Virtue of Ignorance", "Birdman or"] if parts is None else parts
    assert folding.parts(title) == expected


# Names made by rule

MISSION = ("Mission: Impossible", "M:I", "MI", "the Mission: Impossible films", "the MI saga")


def rule_keys(series: tuple[str, ...], film: str) -> set[str]:
    return {key(name) for name in folding.rule_names(series, film)}


@pytest.mark.parametrize(
    "said",
    [
        "MI7",
        "M:I 7",
        "MI:VII",
        "mi part seven",
        "the seventh mission impossible",
        "the seventh Mission: Impossible film",
        "the 7th MI movie",
        "the seventh film",
        "the 7th movie",
        "movie seven",
        "film 7",
        "the seventh one",
        "the seventh instalment",
        "Chapter VII",
        "part seven",
    ],
)
def test_a_film_of_a_series_has_names_by_rule(said: str) -> None:
    assert key(said) in rule_keys(MISSION, "Mission: Impossible 7")


@pytest.mark.parametrize(
    "said",
    [
        "one 7",
        "the seventh sequel",
        "tmif 7",
        "tms 7",
        "the mission impossible films 7",
        "7th the mission impossible films",
        "the seventh MI saga",
        "MI 8",
        "the 17th film",
        "Mission: Impossible 7",
    ],
)
def test_the_rule_makes_no_other_names(said: str) -> None:
    assert key(said) not in rule_keys(MISSION, "Mission: Impossible 7")


def test_each_name_is_made_once() -> None:
    names = folding.rule_names(MISSION, "Mission: Impossible 7")
    assert len(names) == len(set(names)) < 40


@pytest.mark.parametrize(
    ("series", "film", "made", "not_made"),
    [
        # The series' own name may begin with an article.
        ("The Matrix", "The Matrix 4", "the 4th matrix", "7th the matrix"),
        ("The Matrix", "Matrix 4", "matrix part four", "tm 4"),
        ("Matrix", "The Matrix 4", "the fourth film", "m 4"),
        ("The Lord of the Rings", "The Lord of the Rings 2", "lotr 2", "tlotr 2"),
        ("Rocky", "Rocky IV", "rocky part 4", "r4"),
        ("Rocky", "Rocky V", "the fifth rocky film", "r5"),
    ],
)
def test_articles_and_initials(series: str, film: str, made: str, not_made: str) -> None:
    assert key(made) in rule_keys((series,), film)
    assert key(not_made) not in rule_keys((series,), film)


@pytest.mark.parametrize(
    "film",
    [
        "Mission: Impossible",
        "Mission: Impossible - Fallout",
        "Mission: Impossible – Dead Reckoning Part One",
        "Impossible 7",
        "Night Train 2",
        "7",
        "",
    ],
)
def test_a_film_that_is_not_named_after_its_series_and_a_number_has_none(film: str) -> None:
    assert folding.rule_names(MISSION, film) == []
    assert folding.rule_names((), film) == []
