"""Answers as cards: said once, from where in one line, lists as lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.facts import Citation, Entity, Fact, Found, Line, Role, Source, Status, Value
from lore.texts import Parts
from lore.texts.overviews import OverviewTexts

FILM, OTHER = Entity(1, "The Red Door", "film"), Entity(2, "The Blue Door", "film")
OLD = Entity(9, "The Old Door", "film", 2018)
ANN, BOB = Entity(3, "Ann Lee", "person"), Entity(4, "Bob Ray", "person")
WIDOW = Entity(5, "White Widow", "character", definite=True)
PAPER = Source(1, "Doors Open On A Long And Winding Corridor", PartialDate(2031, 2, 10))
LATER = Source(2, "Shut", PartialDate(2031, 6, 3))
UNDATED = Source(3, "Behind Doors", PartialDate(2031, 6), estimated=True, reason="No date.")


@pytest.fixture
def cards(language: Language) -> OverviewTexts:
    return OverviewTexts(language.properties, lambda: date(2031, 7, 1))


def line(
    name: str,
    value: Value,
    *,
    role: Role | None = None,
    status: Status = Status.CONFIRMED,
    sources: tuple[Source, ...] = (PAPER,),
    subject: Entity = FILM,
    number: int = 1,
) -> Line:
    cited = tuple(Citation(source, status, "paragraph 3") for source in sources)
    return Line(Fact(number, subject, name, value, role, citations=cited), "value")


def rows(parts: Parts) -> list[str]:
    return [" ".join(filter(None, row)) for row in zip(parts.leads, parts.lines, strict=True)]


def test_an_answer_is_a_sentence_and_a_line_of_provenance(cards: OverviewTexts) -> None:
    parts = cards.answer(Found((line("cast", ANN, role=WIDOW, sources=(PAPER, UNDATED)),)))
    assert rows(parts) == ["Ann Lee plays the White Widow in The Red Door."]
    assert parts.provenance == "✔ confirmed · Doors Open On A Long … · 10 Feb 2031 · +1"
    assert (parts.title, parts.notes, parts.sources) == (None, (), ())


def test_works_of_years_gone_by_are_told_in_the_past(cards: OverviewTexts) -> None:
    old = line("cast", ANN, role=WIDOW, subject=OLD)
    assert rows(cards.answer(Found((old,)))) == ["Ann Lee played the White Widow in The Old Door."]
    new = line("cast", ANN, role=WIDOW, number=2)
    assert rows(cards.answer(Found((old, new)))) == [
        "Ann Lee plays the White Widow in The Red Door.",
        "Before: The Old Door (2018).",
    ]


@pytest.mark.parametrize(
    ("released", "told"),
    [
        (PartialDate(2031, 6, 30), "Ann Lee played the White Widow in The Red Door."),
        (PartialDate(2031, 5), "Ann Lee played the White Widow in The Red Door."),
        (PartialDate(2031, 7, 1), "Ann Lee plays the White Widow in The Red Door."),
        (PartialDate(2031), "Ann Lee plays the White Widow in The Red Door."),
    ],
)
def test_a_work_that_is_out_is_told_in_the_past(
    released: PartialDate, told: str, cards: OverviewTexts
) -> None:
    film = replace(FILM, released=released)
    assert rows(cards.answer(Found((line("cast", ANN, role=WIDOW, subject=film),)))) == [told]


def test_several_films_are_one_sentence(cards: OverviewTexts) -> None:
    found = Found((line("director", ANN), line("director", ANN, subject=OTHER, number=2)))
    assert rows(cards.answer(found)) == ["Ann Lee directs The Red Door and The Blue Door."]


@pytest.mark.parametrize(
    ("status", "text", "provenance"),
    [
        (Status.REPORTED, "Ann Lee directs The Red Door.", "○ reported · Shut · 3 Jun 2031"),
        (
            Status.RUMOURED,
            "Rumour, not confirmed: Ann Lee directs The Red Door.",
            "Shut · 3 Jun 2031",
        ),
    ],
)
def test_a_status_is_said_once(
    status: Status, text: str, provenance: str, cards: OverviewTexts
) -> None:
    parts = cards.answer(Found((line("director", ANN, status=status, sources=(LATER,)),)))
    assert (rows(parts), parts.provenance) == ([text], provenance)


def test_of_facts_that_stand_otherwise_each_says_how(cards: OverviewTexts) -> None:
    parts = cards.answer(
        Found((line("director", ANN), line("writer", BOB, status=Status.REPORTED, number=2)))
    )
    assert rows(parts) == [
        "Ann Lee directs The Red Door — confirmed.",
        "Bob Ray wrote The Red Door — reported.",
    ]
    assert parts.provenance == "Doors Open On A Long … · 10 Feb 2031"


def test_sources_that_disagree_on_two_works_stand_beside_each(cards: OverviewTexts) -> None:
    dates = [
        line("release_date", PartialDate(2031, 11, 19)),
        line("release_date", PartialDate(2031, 7), sources=(UNDATED,), number=2),
        line("release_date", PartialDate(2032), subject=OTHER, number=3),
    ]
    parts = cards.answer(Found(tuple(dates), conflict=True))
    assert (parts.title, rows(parts)) == (
        "Release date",
        [
            "The Red Door 19 November 2031 (10 Feb 2031) or July 2031 (about Jun 2031)",
            "The Blue Door 2032 (10 Feb 2031)",
        ],
    )


def test_several_things_of_one_are_told_by_topic(cards: OverviewTexts) -> None:
    parts = cards.answer(Found((line("director", ANN), line("writer", BOB, number=2))))
    assert (parts.title, rows(parts)) == ("The Red Door", ["Director Ann Lee", "Writer Bob Ray"])
    assert parts.provenance == "✔ confirmed · Doors Open On A Long … · 10 Feb 2031"


def test_works_of_a_series_are_named_in_short(cards: OverviewTexts) -> None:
    works = [
        Entity(21, "Night Train 7", "film"),
        Entity(22, "Night Train 8", "film"),
        Entity(23, "Night Train - Tunnel", "film", 2018),
    ]
    found = [line("cast", ANN, role=WIDOW, subject=one, number=one.id) for one in works]
    assert rows(cards.answer(Found(tuple(found)))) == [
        "Ann Lee plays the White Widow in Night Train 7 and 8.",
        "Before: Tunnel (2018).",
    ]


def test_sources_that_disagree_stand_under_the_subject(cards: OverviewTexts) -> None:
    parts = cards.answer(
        Found(
            (
                line("release_date", PartialDate(2031, 11, 19), sources=(PAPER,)),
                line("release_date", PartialDate(2031, 7), sources=(UNDATED,), number=2),
            ),
            conflict=True,
        )
    )
    assert parts.title == "Release date of The Red Door"
    assert parts.notes == ("Sources disagree.",)
    assert parts.leads == ("19 November 2031", "July 2031")
    assert parts.lines == ("· 10 Feb 2031", "· about Jun 2031")
    assert parts.provenance == "✔ confirmed · 2 sources"


def test_two_players_of_a_role_stand_under_the_role(cards: OverviewTexts) -> None:
    found = Found(
        (line("cast", ANN, role=WIDOW), line("cast", BOB, role=WIDOW, number=2)), conflict=True
    )
    parts = cards.answer(found)
    assert parts.title == "The White Widow in The Red Door"
    assert parts.leads == ("Ann Lee", "Bob Ray")


def test_a_move_is_no_quarrel(cards: OverviewTexts) -> None:
    before = (
        line("release_date", PartialDate(2031, 5, 1), number=2).fact,
        line("release_date", PartialDate(2031, 8), number=3).fact,
    )
    now = line("release_date", PartialDate(2032, 1, 9), sources=(LATER,))
    parts = cards.answer(Found((now,), earlier=before))
    assert rows(parts) == [
        "The release date of The Red Door is 9 January 2032.",
        "Moved from August 2031; before that 1 May 2031.",
    ]
    assert parts.notes == ()


def test_a_list_has_a_name_a_line_and_a_heading_for_each_status(cards: OverviewTexts) -> None:
    people = [Entity(10 + at, f"Person {at}", "person") for at in range(5)]
    lines = [line("cast", one, number=one.id) for one in people]
    lines += [line("cast", ANN, role=WIDOW, status=Status.RUMOURED, number=2)]
    lines += [line("cast", BOB, status=Status.HOPED, number=3)]
    parts = cards.answer(Found(tuple(lines), total=19))
    names = [one.name for one in people]
    assert parts.title == "Cast of The Red Door"
    assert rows(parts) == [
        "Confirmed",
        *names,
        "Rumoured",
        "Ann Lee — White Widow",
        "Hoped for",
        "Bob Ray",
        "And 12 more.",
    ]
    assert parts.provenance == "Doors Open On A Long … · 10 Feb 2031"


def test_a_few_people_of_one_work_are_a_list_too(cards: OverviewTexts) -> None:
    parts = cards.answer(Found((line("newcomer", ANN), line("newcomer", BOB, number=2))))
    assert (parts.title, rows(parts)) == ("Newcomers of The Red Door", ["Ann Lee", "Bob Ray"])


def test_what_another_line_includes_is_not_said_again(cards: OverviewTexts) -> None:
    found = Found((line("lead", ANN), line("cast", ANN, role=WIDOW, number=2)), verdict="yes")
    assert rows(cards.answer(found)) == ["Yes. Ann Lee plays the White Widow in The Red Door."]


def test_the_steps_to_an_answer_join_where_they_say_the_same(cards: OverviewTexts) -> None:
    via = (line("director", ANN, subject=OTHER, number=2).fact,)
    found = Found((Line(line("director", ANN).fact, "value", via),))
    assert rows(cards.answer(found)) == ["Ann Lee directs The Red Door and The Blue Door."]


def test_a_verdict_stands_out(cards: OverviewTexts) -> None:
    parts = cards.answer(Found((line("director", ANN),), verdict="yes"))
    assert rows(parts) == ["Yes. Ann Lee directs The Red Door."]
    assert parts.leads == ("Yes.",)


def test_near_questions_are_worded_as_questions(cards: OverviewTexts) -> None:
    assert cards.near("director of X?") == "Who is the director of X?"
    assert cards.near("release date of X?") == "What is the release date of X?"
    assert cards.near("newcomers of X?") == "Who are the newcomers of X?"
    assert cards.near("something else?") == "something else?"


def test_an_overview_tells_a_move_and_marks_a_quarrel(cards: OverviewTexts) -> None:
    before = (line("release_date", PartialDate(2031, 8), number=3).fact,)
    now = line("release_date", PartialDate(2032, 1, 9), sources=(LATER,))
    shown = cards.view("film", Found((now,), card=FILM, earlier=before))
    assert rows(shown) == ["Release date 9 January 2032 (moved from August 2031)"]
    other = line("release_date", PartialDate(2031, 5, 1), number=2)
    quarrel = cards.view("film", Found((now, other), card=FILM, conflict=True))
    assert rows(quarrel) == ["Release date 9 January 2032 or 1 May 2031 — sources disagree"]
    assert quarrel.tone == "conflict"


def test_an_overview_of_somebody_has_roles_with_their_films(cards: OverviewTexts) -> None:
    lines = [
        Line(line("cast", ANN, role=WIDOW, number=1).fact, "subject"),
        Line(line("cast", ANN, role=WIDOW, subject=OTHER, number=2).fact, "subject"),
        Line(line("director", ANN, subject=OLD, number=3).fact, "subject"),
    ]
    shown = cards.view("who", Found(tuple(lines), card=ANN))
    assert rows(shown) == [
        "Roles White Widow — The Red Door, The Blue Door",
        "Director of The Old Door",
    ]
