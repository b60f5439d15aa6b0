"""Changes, lists of facts and settings as moderators read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lore.language.lexicon import Language
from lore.model.dates import PartialDate
from lore.model.edits import Change, FactView, RankStep, SettingStep, Step
from lore.model.facts import Citation, Entity, Fact, Source, Status
from lore.texts import spans
from lore.texts.changes import ChangeTexts
from lore.texts.overviews import OverviewTexts

FILM = Entity(1, "The Red Door", "film")
PAPER = Source(1, "Doors Open", PartialDate(2031, 2, 10))


@pytest.fixture
def changes(language: Language) -> ChangeTexts:
    return ChangeTexts(language.properties)


def dated(number: int, value: str, status: Status = Status.CONFIRMED) -> Fact:
    cited = (Citation(PAPER, status),)
    date = PartialDate.parse(value)
    return Fact(number, FILM, "release_date", date, citations=cited)


def view(fact: Fact) -> FactView:
    return FactView(fact, fact.id, f"f{fact.id}", shared=True, live=True, version="1")


def change(*steps: Step) -> Change:
    return Change(1, "7", datetime(2031, 3, 1, tzinfo=UTC), "edit", None, steps, len(steps))


def test_facts_that_got_one_rank_together_are_one_line(changes: ChangeTexts) -> None:
    facts = (dated(1, "2031-11-19"), dated(2, "2031-07"))
    steps = [RankStep(fact.id, fact, None, "superseded") for fact in facts]
    assert changes.change(change(*steps)).lines == (
        "#1 and #2 no longer count where sources disagree: "
        "the release date of The Red Door is 19 November 2031 or July 2031.",
    )
    back = RankStep(1, facts[0], "preferred", None)
    assert changes.change(change(back)).lines == (
        "#1 counts like any other again: the release date of The Red Door is 19 November 2031.",
    )


def test_facts_of_one_slot_stand_under_a_heading(changes: ChangeTexts) -> None:
    facts = [dated(1, "2031-11-19"), dated(2, "2031-07", Status.REPORTED)]
    ann = Entity(3, "Ann Lee", "person")
    director = Fact(3, FILM, "director", ann, citations=(Citation(PAPER, Status.CONFIRMED),))
    assert changes.listed([*map(view, facts), view(director)]) == [
        "Release date of The Red Door",
        "#1 19 November 2031 · confirmed · 10 Feb 2031",
        "#2 July 2031 · reported · 10 Feb 2031",
        "#3 Ann Lee directs The Red Door · confirmed · 10 Feb 2031",
    ]


@pytest.mark.parametrize(
    ("key", "before", "after", "told"),
    [
        ("channels", [5], None, "Where I answer: #a → every channel."),
        ("mentions", None, False, "Mentions: on → off."),
        ("digest", True, None, "Weekly digest: on → off."),
        ("cooldown", None, 60, "Pause between questions: none → 60 s."),
        ("moderator_role", 6, None, "Moderators: @b → who may manage the server."),
    ],
)
def test_settings_in_the_words_of_setup(
    key: str, before: object, after: object, told: str, changes: ChangeTexts
) -> None:
    names = {5: "#a", 6: "@b"}
    assert changes.change(change(SettingStep(key, before, after)), names).lines == (told,)


def test_a_coarser_date_among_those_before_is_left_out() -> None:
    earlier = [dated(2, "2031-07"), dated(3, "2031-07-23")]
    assert spans.moved_from(dated(1, "2032-01-09"), earlier) == "Moved from 23 July 2031."


def test_a_near_question_for_a_cast_is_worded_as_one(language: Language) -> None:
    texts = OverviewTexts(language.properties)
    assert texts.near("cast of The Red Door?") == "Who is in the cast of The Red Door?"
    assert texts.near("director of The Red Door?") == "Who is the director of The Red Door?"
