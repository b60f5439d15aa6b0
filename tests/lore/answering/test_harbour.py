"""An invented second franchise: the same engine answers it, from its pack alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import Language
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member

LEDGER, LAMP = "The Third Voyage in Figures", "The Lamp Is Lit Again"


@pytest.mark.parametrize(
    "said",
    [
        "the third film",
        "Storm Harbour 3",
        "storm harbour III",
        "storm harbor three",
        "SH3",
        "the 3rd storm harbour",
        "the third one",
        "chapter 3",
    ],
)
async def test_numbers_and_ordinals_by_rule(said: str, sailor: Member) -> None:
    assert (await sailor.ask(f"who wrote {said}")).values == ["Wanda Kestrel"]
    assert (await sailor.ask(f"where was {said} shot")).values == ["Aldermouth"]


async def test_a_number_that_it_lacks_is_no_other_film(sailor: Member) -> None:
    reply = await sailor.ask("when is storm harbour 5 out")
    assert reply.data["reason"] == "no_entity"
    assert "2033" not in reply


async def test_the_other_franchise_is_unknown_here(sailor: Member) -> None:
    for question in ("who plays ethan hunt", "mission impossible 7 release date", "mi7 cast"):
        assert (await sailor.ask(question)).data["reason"] == "no_entity"


async def test_an_estimated_date_never_outranks_a_stated_one(sailor: Member) -> None:
    reply = await sailor.ask("when does storm harbour 3 come out")
    assert reply.said.startswith("Sources disagree.")
    assert reply.data["conflict"]
    assert reply.values == ["2031-11-07", "2032-02"]
    assert [answer["sources"][0]["title"] for answer in reply.data["answers"]] == [LEDGER, LAMP]
    assert "undated, about June 2031" in reply.data["text"]


@pytest.mark.parametrize(
    ("as_of", "values"),
    [("2031-02", ["2031-11-07"]), ("2031-06", ["2031-11-07", "2032-02"]), ("2030", [])],
)
async def test_as_of(as_of: str, values: list[str], sailor: Member) -> None:
    reply = await sailor.ask("third film release date", as_of=as_of)
    assert reply.values == values
    assert reply.data["conflict"] is (len(values) > 1)


async def test_as_of_in_the_question(sailor: Member) -> None:
    reply = await sailor.ask("as of march 2031 when does storm harbour 3 come out")
    assert reply.values == ["2031-11-07"]
    assert not reply.data["conflict"]


async def test_a_finer_date_agrees_with_the_coarser_and_leads(sailor: Member) -> None:
    for question, values in [
        ("when did the second film come out", ["2027-09-14", "2027-09"]),
        ("when was mira castellane born", ["1999-04-02", "1999"]),
    ]:
        reply = await sailor.ask(question)
        assert reply.values == values
        assert not reply.data["conflict"]


async def test_dates_that_cannot_both_hold_are_a_conflict(sailor: Member) -> None:
    reply = await sailor.ask("when was odd brekke born")
    assert reply.values == ["1971-01", "1970"]
    assert reply.data["conflict"]


async def test_dates_are_shown_at_the_precision_of_the_source(sailor: Member) -> None:
    assert "2024" in await sailor.ask("when did the first film open")
    assert "September 2027" in await sailor.ask("release date of storm harbour 2")
    assert (await sailor.ask("what came out in 2024")).values == ["Storm Harbour 1"]
    assert set((await sailor.ask("what came out in september 2027")).values) == {"Storm Harbour 2"}


async def test_two_players_of_one_role_are_a_conflict(sailor: Member) -> None:
    reply = await sailor.ask("who plays the drowned king")
    assert reply.data["conflict"]
    assert set(reply.values) == {"Juno Valtieri", "Piet Hallström"}
    assert reply.said.startswith("Sources disagree.")


async def test_several_films_of_one_director(sailor: Member) -> None:
    reply = await sailor.ask("what did tamsin oyelarn direct")
    assert reply.values == [f"Storm Harbour {number}" for number in (1, 2, 3)]
    assert (await sailor.ask("how many films did tamsin direct")).said.startswith(
        "3 that I know of"
    )


async def test_a_denied_fact_stands_in_no_plain_list(sailor: Member) -> None:
    for question in (
        "who is in storm harbour 4",
        "cast of the fourth film",
        "which films is solveig aarnes in",
        "who is solveig aarnes",
    ):
        reply = await sailor.ask(question)
        assert "denied" not in {answer["status"] for answer in reply.data["answers"]}
    assert "Storm Harbour 4" not in await sailor.ask("which films is solveig aarnes in")
    assert "Solveig" not in await sailor.ask("who is in storm harbour 4")


async def test_no_needs_a_fact_that_excludes_the_thing(sailor: Member) -> None:
    denied = await sailor.ask("is solveig aarnes in storm harbour 4")
    assert denied.data["verdict"] == "no"
    assert "Denied: Solveig Aarnes is in Storm Harbour 4" in denied
    other = await sailor.ask("does juno valtieri play captain marlow")
    assert other.data["verdict"] == "no"
    assert set(other.values) == {"Mira Castellane"}
    early = await sailor.ask("does storm harbour 3 come out in 2033")
    assert early.data["verdict"] == "no"


@pytest.mark.parametrize(
    "question",
    [
        "is ada quill in storm harbour 2",
        "is juno valtieri in the first film",
        "does mira castellane play lis vane",
    ],
)
async def test_absence_is_never_no(question: str, sailor: Member) -> None:
    reply = await sailor.ask(question)
    assert reply.data["reason"] == "no_fact"
    assert reply.data["verdict"] is None


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("is solveig aarnes in storm harbour 3", "rumour"),
        ("is mira in storm harbour 4", "hoped"),
        ("does odd brekke direct the fourth film", "rumour"),
    ],
)
async def test_rumours_and_hopes_are_unconfirmed(question: str, word: str, sailor: Member) -> None:
    reply = await sailor.ask(question)
    assert reply.data["verdict"] == "unconfirmed"
    assert reply.said.startswith("Not confirmed:")
    assert word in reply


async def test_a_rumoured_date_is_not_said_as_a_fact(sailor: Member) -> None:
    reply = await sailor.ask("when is the fourth film out")
    assert reply.said.startswith("Rumour, not confirmed: the release date")
    assert reply.data["answers"][0]["status"] == "rumoured"


async def test_several_steps_cite_every_fact(sailor: Member) -> None:
    reply = await sailor.ask("who acted in films directed by wanda kestrel")
    assert set(reply.values) == {"Juno Valtieri", "Mira Castellane"}
    for answer in reply.data["answers"]:
        assert [step["property"] for step in answer["via"]] == ["director"]
        assert answer["via"][0]["sources"]


async def test_two_conditions_cross(sailor: Member) -> None:
    reply = await sailor.ask("who in the third film was in a parliament of gulls")
    assert set(reply.values) == {"Juno Valtieri", "Mira Castellane"}


async def test_diacritics_may_be_left_out(sailor: Member) -> None:
    reply = await sailor.ask("who does piet hallstrom play")
    assert "Piet Hallström plays the Drowned King" in reply


async def test_a_spoiler_is_marked(sailor: Member) -> None:
    answer = await sailor.engine.ask("what happened to keeper rourke")
    parts = sailor.wording.parts(answer.outcome)
    assert parts.lines == ("Keeper Rourke was drowned in Storm Harbour 2 — confirmed.",)
    assert parts.spoilers == (True,)


@pytest.mark.parametrize(
    ("rank", "fact", "leads", "conflict"),
    [
        (None, "budget-2-forty", "55 million crowns", True),
        ("preferred", "budget-2-forty", "40 million crowns", True),
        ("superseded", "budget-2-forty", "55 million crowns", False),
        ("superseded", "budget-2-fifty", "40 million crowns", False),
    ],
)
async def test_moderators_prefer_and_supersede(
    rank: str | None,
    fact: str,
    leads: str,
    conflict: bool,
    writable: Path,
    language: Language,
    wording: AnswerTexts,
) -> None:
    async with open_store(writable, MIGRATIONS) as store:
        if rank:
            async with store.write() as writer:
                await writer.execute(
                    "INSERT INTO preference (scope, fact_id, rank) "
                    "SELECT 7, id, ? FROM fact WHERE key = ?",
                    (rank, fact),
                )
        member = Member(Engine(store, language), wording)
        reply = await member.ask("budget of storm harbour 2", scope=7)
        assert reply.values[0] == leads
        assert reply.data["conflict"] is conflict
        elsewhere = await member.ask("budget of storm harbour 2", scope=8)
        assert elsewhere.values == ["55 million crowns", "40 million crowns"]
        assert elsewhere.data["conflict"]


@pytest.mark.parametrize(
    ("question", "label"),
    [("who composed the third film", "composer"), ("runtime of storm harbour 1", "runtime")],
)
async def test_a_known_property_without_a_fact(question: str, label: str, sailor: Member) -> None:
    reply = await sailor.ask(question)
    assert reply.data["reason"] == "no_fact"
    assert f"no fact about the {label} of Storm Harbour" in reply
