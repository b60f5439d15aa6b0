"""Sentences that a member reads: sureness, sources and their dates, lists, refusals."""

from __future__ import annotations

import pytest

from lore.model.dates import PartialDate
from lore.model.facts import (
    Ambiguous,
    Answer,
    Citation,
    Entity,
    Fact,
    Found,
    Line,
    Part,
    Role,
    Source,
    Span,
    Status,
    Unknown,
    Value,
)
from lore.texts import AnswerTexts, record, spans, terms

FILM, OTHER = Entity(1, "The Red Door", "film"), Entity(2, "The Blue Door", "film")
ANN, BOB = Entity(3, "Ann Lee", "person"), Entity(4, "Bob Ray", "person")
PAPER = Source(1, "Doors Open", PartialDate(2031, 2, 10), publisher="The Post")
UNDATED = Source(2, "Behind Doors", PartialDate(2031, 6), estimated=True, reason="No date.")


def fact(
    name: str,
    value: Value,
    *,
    role: Role | None = None,
    status: Status = Status.CONFIRMED,
    source: Source = PAPER,
    subject: Entity = FILM,
    number: int = 1,
) -> Fact:
    cited = Citation(source, status, locator="paragraph 3")
    return Fact(number, subject, name, value, role, citations=(cited,))


def said(wording: AnswerTexts, *facts: Fact, **found: object) -> str:
    lines = tuple(Line(one, "value") for one in facts)
    return wording.plain(Answer("?", Found(lines, **found)))  # type: ignore[arg-type]


def test_a_fact_with_its_source_its_place_and_its_date(wording: AnswerTexts) -> None:
    assert said(wording, fact("director", ANN)) == (
        "Ann Lee directs The Red Door — confirmed.\n"
        "Source: “Doors Open”, The Post, 10 February 2031, paragraph 3"
    )


def test_an_estimated_date_is_said_to_be_one(wording: AnswerTexts) -> None:
    assert said(wording, fact("director", ANN, source=UNDATED)).endswith(
        "Source: “Behind Doors”, undated, about June 2031, paragraph 3"
    )


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.CONFIRMED, "Ann Lee directs The Red Door — confirmed."),
        (Status.REPORTED, "Reportedly Ann Lee directs The Red Door."),
        (Status.RUMOURED, "Rumour, not confirmed: Ann Lee directs The Red Door."),
        (Status.HOPED, "Hoped for, not confirmed: Ann Lee directs The Red Door."),
        (Status.DENIED, "Denied: Ann Lee directs The Red Door."),
    ],
)
def test_how_sure_it_is(status: Status, sentence: str, wording: AnswerTexts) -> None:
    assert said(wording, fact("director", ANN, status=status)).split("\n")[0] == sentence


def test_a_role_is_said_with_it(wording: AnswerTexts) -> None:
    text = said(wording, fact("cast", ANN, role=Entity(5, "Kim", "character")))
    assert text.startswith("Ann Lee plays Kim in The Red Door — confirmed.")


def test_a_conflict_is_said_first_and_every_side_has_its_source(wording: AnswerTexts) -> None:
    text = said(
        wording,
        fact("release_date", PartialDate(2031, 7, 23)),
        fact("release_date", PartialDate(2031, 11), source=UNDATED, number=2),
        conflict=True,
    )
    note, sides, head, *sources = text.split("\n")
    assert note == "Sources disagree."
    assert sides == (
        "The release date of The Red Door is 23 July 2031 [1] or November 2031 [2] — confirmed."
    )
    assert head == "Sources:"
    assert [source.strip()[:16] for source in sources] == ["[1] “Doors Open”", "[2] “Behind Door"]


@pytest.mark.parametrize(
    ("verdict", "status", "start"),
    [
        ("yes", Status.CONFIRMED, "Yes. Ann Lee directs"),
        ("no", Status.DENIED, "No. Denied: Ann Lee directs"),
        ("unconfirmed", Status.RUMOURED, "Not confirmed: it is only a rumour that Ann Lee"),
        ("unconfirmed", Status.HOPED, "Not confirmed: it is only hoped that Ann Lee"),
    ],
)
def test_verdicts(verdict: str, status: Status, start: str, wording: AnswerTexts) -> None:
    assert said(wording, fact("director", ANN, status=status), verdict=verdict).startswith(start)


def test_several_films_are_one_sentence(wording: AnswerTexts) -> None:
    text = said(
        wording, fact("director", ANN), fact("director", ANN, subject=OTHER, number=2)
    ).split("\n")
    assert text[0] == "Ann Lee directs The Red Door and The Blue Door — confirmed."


def test_many_answers_are_a_list(wording: AnswerTexts) -> None:
    people = [Entity(10 + at, f"Person {at}", "person") for at in range(6)]
    text = said(wording, *(fact("cast", one, number=one.id) for one in people))
    names = ", ".join(one.name for one in people)
    assert text.split("\n")[0] == f"Cast of The Red Door (confirmed): {names}."


def test_sides_that_stand_otherwise_say_how_each(wording: AnswerTexts) -> None:
    text = said(
        wording,
        fact("release_date", PartialDate(2031, 7, 23)),
        fact("release_date", PartialDate(2031, 11), source=UNDATED, status=Status.REPORTED),
        conflict=True,
    )
    assert text.splitlines()[1] == (
        "The release date of The Red Door is 23 July 2031 (confirmed) [1] "
        "or November 2031 (reported) [2]."
    )


def test_the_same_of_two_works_names_it_once(wording: AnswerTexts) -> None:
    text = said(
        wording,
        fact("release_date", PartialDate(2031, 7, 23)),
        fact("release_date", PartialDate(2032), subject=OTHER, number=2),
    )
    assert text.splitlines()[:3] == [
        "The release date of The Red Door is 23 July 2031.",
        "That of The Blue Door is 2032.",
        "Both confirmed.",
    ]


def test_a_list_is_headed_once(wording: AnswerTexts) -> None:
    people = [Entity(10 + at, f"Person {at}", "person") for at in range(6)]
    facts = [fact("cast", one, number=one.id) for one in people[:5]]
    text = said(wording, *facts, fact("cast", people[5], status=Status.RUMOURED, number=99))
    assert text.splitlines()[:2] == [
        "Cast of The Red Door (confirmed): Person 0, Person 1, Person 2, Person 3, Person 4.",
        "Rumour, not confirmed: Person 5.",
    ]


def test_people_of_one_work_are_a_list(wording: AnswerTexts) -> None:
    text = said(wording, fact("newcomer", ANN), fact("newcomer", BOB, number=2))
    assert text.splitlines()[0] == "Newcomers of The Red Door (confirmed): Ann Lee, Bob Ray."


def test_steps_that_led_to_several_answers_are_said_once(wording: AnswerTexts) -> None:
    via = (fact("cast", ANN, number=9),)
    dates = [
        Line(fact("release_date", PartialDate(year), subject=work, number=year), "value", via)
        for year, work in ((2031, FILM), (2032, OTHER))
    ]
    assert wording.plain(Answer("?", Found(tuple(dates)))).count("Ann Lee is in") == 1


def test_steps_that_differ_in_their_work_alone_are_one_sentence(wording: AnswerTexts) -> None:
    dates = []
    for place, work in enumerate((FILM, OTHER)):
        for number in (1, 2):
            value = PartialDate(2031 + place, number)
            told = fact("release_date", value, subject=work, number=10 * place + number)
            via = (fact("cast", ANN, subject=work, number=90 + place),)
            dates.append(Line(told, "value", via))
    text = wording.plain(Answer("?", Found(tuple(dates), conflict=True)))
    assert text.splitlines()[:5] == [
        "Sources disagree.",
        "The release date of The Red Door is January 2031 or February 2031.",
        "That of The Blue Door is January 2032 or February 2032.",
        "Ann Lee is in both.",
        "All confirmed.",
    ]


def test_one_thing_is_named_above_what_is_told_of_it(wording: AnswerTexts) -> None:
    told = (
        Line(fact("director", ANN), "value"),
        Line(fact("cast", BOB, role=Entity(7, "Kim", "character"), number=2), "value"),
        Line(fact("villain", BOB, status=Status.RUMOURED, number=3), "value"),
    )
    text = wording.plain(Answer("?", Found(told, card=FILM, total=5)))
    assert text.splitlines()[:6] == [
        "The Red Door",
        "Director: Ann Lee.",
        "Cast: Bob Ray (Kim).",
        "Rumour, not confirmed: Villain: Bob Ray.",
        "The rest is confirmed.",
        "And 2 more.",
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("Night 7", "Night 8", "Night - Tunnel"), ["Night 7", "8", "Tunnel"]),
        (("Night - Tunnel", "Night 7"), ["Night - Tunnel", "Night 7"]),
        (("Night", "Night 7", "Day 8"), ["Night", "Night 7", "Day 8"]),
        (("Rail: Night II", "Rail: Night III"), ["Rail: Night II", "III"]),
        (("Red Door", "Blue Door"), ["Red Door", "Blue Door"]),
        (("A: B 7", "A: B 8", "A: B - C", "A: B"), ["A: B 7", "8", "C", "A: B"]),
    ],
)
def test_works_of_a_series_in_a_list(names: tuple[str, ...], told: list[str]) -> None:
    assert terms.works(names) == told


def test_a_count_comes_first(wording: AnswerTexts) -> None:
    text = said(wording, fact("director", ANN), count=True, total=1)
    assert text.startswith("1 that I know of. Ann Lee directs")


def test_the_steps_that_led_to_an_answer_are_said_and_cited(wording: AnswerTexts) -> None:
    via = fact("director", BOB, source=UNDATED, number=2)
    text = wording.plain(Answer("?", Found((Line(fact("cast", ANN), "value", (via,)),))))
    assert "(Bob Ray directs it.)" in text
    assert "Doors Open" in text
    assert "Behind Doors" in text


def test_places_in_one_source_are_gathered(wording: AnswerTexts) -> None:
    cited = tuple(Citation(PAPER, Status.CONFIRMED, f"paragraph {at}") for at in (10, 2))
    text = said(wording, Fact(1, FILM, "director", ANN, citations=cited))
    assert text.endswith("10 February 2031, paragraphs 2 and 10")


def test_a_line_that_gives_something_away_is_marked(wording: AnswerTexts) -> None:
    cited = (Citation(PAPER, Status.CONFIRMED),)
    spoiler = Fact(2, FILM, "writer", BOB, spoiler=True, citations=cited)
    lines = (Line(fact("director", ANN), "value"), Line(spoiler, "value"))
    parts = wording.parts(Found(lines))
    assert (parts.title, *parts.lines) == (
        "The Red Door",
        "Director: Ann Lee.",
        "Writer: Bob Ray.",
        "Both confirmed.",
    )
    assert parts.spoilers == (False, True, False)


@pytest.mark.parametrize(
    ("unknown", "text"),
    [
        (
            Unknown("no_fact", "composer", ("The Red Door",)),
            "There is no fact about the composer of The Red Door yet.",
        ),
        (
            Unknown("no_entity", word="gandalf"),
            "I know nothing by the name “gandalf”, so I cannot answer that.",
        ),
    ],
)
def test_refusals(unknown: Unknown, text: str, wording: AnswerTexts) -> None:
    assert wording.plain(Answer("?", unknown)) == text


def test_choices_are_asked_back(wording: AnswerTexts) -> None:
    text = wording.plain(Answer("?", Ambiguous(("Ann Lee", "Ann Ray", "Ann Roe"))))
    assert text == "Which one do you mean: Ann Lee, Ann Ray or Ann Roe?"


@pytest.mark.parametrize(
    ("date", "text"), [("2018", "2018"), ("2021-07", "July 2021"), ("2021-07-03", "3 July 2021")]
)
def test_dates_keep_their_precision(date: str, text: str) -> None:
    assert terms.date(PartialDate.parse(date)) == text


def test_the_record_of_a_fact(wording: AnswerTexts) -> None:
    found = Found((Line(fact("release_date", PartialDate(2031, 7)), "value"),))
    written = record(Answer("when?", found, 1.23456), wording)
    assert written["outcome"] == "found"
    assert written["elapsed_ms"] == 1.235
    assert written["answers"] == [
        {
            "subject": "The Red Door",
            "property": "release_date",
            "value": "2031-07",
            "kind": "date",
            "status": "confirmed",
            "as_of": "2031-02-10",
            "role": None,
            "sources": [
                {"title": "Doors Open", "published": "2031-02-10", "locator": "paragraph 3"}
            ],
        }
    ]


def test_the_record_of_a_refusal(wording: AnswerTexts) -> None:
    written = record(Answer("?", Unknown("no_entity", word="gandalf")), wording)
    assert (written["outcome"], written["reason"], written["answers"]) == (
        "unknown",
        "no_entity",
        [],
    )


def moved(number: int, value: str, source: Source = PAPER) -> Fact:
    return fact("release_date", PartialDate.parse(value), number=number, source=source)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2030-01-31", "2033-03-08", "3 years, 1 month and 8 days (1,132 days)"),
        ("2031-02-10", "2031-02-24", "14 days"),
        ("2028-02-29", "2029-02-28", "11 months and 30 days (365 days)"),
        ("2031-02-10", "2033-05", "about 2 years and 3 months"),
        ("2031-02", "2031-02-10", "about less than a month"),
        ("2031", "2034-05-01", "about 3 years"),
    ],
)
def test_time_between_two_dates(start: str, end: str, told: str) -> None:
    assert spans.told(Span(PartialDate.parse(start), PartialDate.parse(end))) == told


def test_time_between_two_dates_is_told_before_the_dates(wording: AnswerTexts) -> None:
    first, last = moved(1, "2031-02-10"), moved(2, "2031-02-24")
    assert isinstance(first.value, PartialDate)
    assert isinstance(last.value, PartialDate)
    text = said(wording, first, last, spans=(Span(first.value, last.value),))
    assert text.startswith("14 days. The release date of The Red Door is 10 February 2031")


def test_a_value_is_told_with_those_that_it_replaced(wording: AnswerTexts) -> None:
    earlier = (moved(2, "2031-05-01"), moved(3, "2031-08", UNDATED))
    text = said(wording, moved(1, "2032-01-09"), earlier=earlier)
    assert text == (
        "The release date of The Red Door is 9 January 2032; "
        "first 1 May 2031, then August 2031 — confirmed.\n"
        "Sources:\n"
        "  “Doors Open”, The Post, 10 February 2031, paragraph 3\n"
        "  “Behind Doors”, undated, about June 2031, paragraph 3"
    )


def test_how_often_a_value_was_moved(wording: AnswerTexts) -> None:
    earlier = (moved(2, "2031-05-01"), moved(3, "2031-08"))
    text = said(wording, moved(1, "2032-01-09"), earlier=earlier, times=2)
    assert text.startswith("It was moved twice. The release date of The Red Door is 9 January 2032")
    assert spans.moved(1) == "It was moved once."
    assert spans.moved(3) == "It was moved 3 times."


def test_sources_that_are_asked_for_come_first(wording: AnswerTexts) -> None:
    text = said(wording, fact("director", ANN), cited=True)
    assert text.splitlines()[:2] == [
        "That is from “Doors Open”, The Post, 10 February 2031, paragraph 3.",
        "Ann Lee directs The Red Door — confirmed.",
    ]


def test_several_questions_are_answered_a_part_each(wording: AnswerTexts) -> None:
    directed, scored = Line(fact("director", ANN), "value"), Unknown("no_fact", "composer", ("X",))
    parts = (
        Part("Who directed The Red Door?", Found((directed,), verdict="yes", total=1)),
        Part("Who is the composer of X?", scored),
    )
    text = wording.plain(Answer("?", Found((directed,), total=1, parts=parts)))
    assert text.splitlines()[:2] == [
        "Yes. Ann Lee directs The Red Door — confirmed.",
        "There is no fact about the composer of X yet.",
    ]


def test_an_answer_as_json_tells_how_it_was_understood(wording: AnswerTexts) -> None:
    told = record(
        Answer(
            "who?", Found((Line(fact("director", ANN), "value"),)), 1.0, False, "Who directed X?"
        ),
        wording,
    )
    assert (told["sure"], told["understood"], told["reason"]) == (False, "Who directed X?", None)
    asked = record(
        Answer("her?", Ambiguous(("Her", "Hers"), ("Who is Her?", "Who is Hers?"))), wording
    )
    assert asked["questions"] == ["Who is Her?", "Who is Hers?"]
