"""Questions as people type them over invented credits: films, roles as texts, full dates."""

from __future__ import annotations

import pytest

from tests.support.asking import Member


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("who else was in the quiet zeppelin besides tobias krell", ["Petra Lindqvist"]),
        ("who starred with tobias krell in the quiet zeppelin", ["Petra Lindqvist"]),
        ("who were petra lindqvist's costars in the quiet zeppelin", ["Tobias Krell"]),
        ("who played alongside wilma tarrant in zeppelins wake", ["Tobias Krell"]),
        ("what movies besides zeppelins wake did saul marchetti score", ["The Quiet Zeppelin"]),
    ],
)
async def test_what_is_named_to_be_left_out(
    question: str, values: list[str], viewer: Member
) -> None:
    assert (await viewer.ask(question)).values == values


async def test_who_is_not_in_a_film_cannot_be_left_out_of_it(viewer: Member) -> None:
    reply = await viewer.ask("who starred with saul marchetti in the quiet zeppelin")
    assert reply.data["outcome"] != "found"


@pytest.mark.parametrize(
    "question",
    [
        "who did the casting for marmalade moon",
        "what is the original title of marmalade moon",
        "what is the theme song of marmalade moon",
        "who was in the movie ludmila",
        "what movies did otto krelly play in",
    ],
)
async def test_what_is_near_is_no_answer(question: str, viewer: Member) -> None:
    assert (await viewer.ask(question)).data["outcome"] != "found"


@pytest.mark.parametrize("said", ["wrote music for", "made the music for", "created music for"])
async def test_phrases_with_and_without_their_articles(said: str, viewer: Member) -> None:
    assert (await viewer.ask(f"who {said} marmalade moon")).values == ["Ines Halloway"]


@pytest.mark.parametrize(
    "question",
    [
        "who played the heron in copper tide part two",
        "whos the actor that plays silas crane in copper tide part 2",
        "silas crane in copper tide part two is played by who",
        "who is silas crane in copper tide part two",
        "who was professor crane in copper tide part two",
        "copper tide part two who plays crane",
    ],
)
async def test_roles_as_texts_by_any_of_their_names(question: str, viewer: Member) -> None:
    assert (await viewer.ask(question)).values == ["Tobias Krell"]


@pytest.mark.parametrize(
    "question",
    [
        "who voiced biscuit in marmalade moon",
        "who is the voice of biscuit",
        "whose voice is biscuit in marmalade moon",
        "who does biscuit's voice",
        "who plays the voice of biscuit in marmalade moon",
        "who dubbed biscuit in marmalade moon",
    ],
)
async def test_voices(question: str, viewer: Member) -> None:
    assert (await viewer.ask(question)).values == ["Petra Lindqvist"]


async def test_the_film_of_a_role_that_is_a_text(viewer: Member) -> None:
    for question in ("what movie is ludmilla from",):
        assert (await viewer.ask(question)).data["outcome"] == "unknown", question
    assert (await viewer.ask("which movie is old tom quill in")).values == ["Marmalade Moon"]


async def test_a_role_in_no_named_work_is_its_whole_name(viewer: Member) -> None:
    assert (await viewer.ask("who played nell ashgrove")).values == [
        "Petra Lindqvist",
        "Wilma Tarrant",
    ]
    for question in ("who played ashgrove green",):
        assert (await viewer.ask(question)).data["outcome"] == "unknown", question


async def test_the_role_itself_goes_before_a_younger_one(viewer: Member) -> None:
    reply = await viewer.ask("who played odile marsh in copper tide part one")
    assert reply.values == ["Wilma Tarrant"]
    reply = await viewer.ask("who played young odile in copper tide part one")
    assert reply.values == ["Petra Lindqvist"]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("what was the first movie directed by orla venn", ["Copper Tide: Part One"]),
        ("what is orla venns latest film", ["Zeppelin's Wake"]),
        ("wilma tarrant first movie", ["Copper Tide: Part One"]),
        ("when did tobias krells last movie come out", ["2022-02-02"]),
        ("what movies did orla venn direct before 2014", ["Copper Tide: Part One"]),
        ("tobias krell films after the quiet zeppelin", ["Zeppelin's Wake"]),
        ("what did orla venn direct since 2016", ["The Quiet Zeppelin", "Zeppelin's Wake"]),
        ("what did orla venn direct in 2016", ["The Quiet Zeppelin"]),
    ],
)
async def test_first_and_last_before_and_after(
    question: str, values: list[str], viewer: Member
) -> None:
    reply = await viewer.ask(question)
    assert reply.values[0] == values[0]
    assert set(reply.values) >= set(values)


async def test_the_first_is_the_first_that_is_known(viewer: Member) -> None:
    reply = await viewer.ask("what is the latest movie directed by orla venn")
    assert "The latest that I know of" in reply
    assert "@2022-02-02" in reply


@pytest.mark.parametrize(
    "question",
    [
        "what was bram okafors first movie",
        "what did orla venn direct after 2023",
        "is zeppelins wake the first film of orla venn",
    ],
)
async def test_what_dates_do_not_tell(question: str, viewer: Member) -> None:
    assert (await viewer.ask(question)).data["outcome"] != "found"


async def test_titles_that_begin_alike_are_answered_for_together(viewer: Member) -> None:
    reply = await viewer.ask("when did copper tide come out")
    assert reply.values == ["2011-03-04", "2013-06-21"]
    assert "Copper Tide: Part Two" in reply


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("were tobias krell and wilma tarrant in a movie together", ["Zeppelin's Wake"]),
        ("tell me who played mr pym in the quiet zeppelin", ["Tobias Krell"]),
        ("where have i seen bram okafor before", ["Copper Tide: Part Two", "Marmalade Moon"]),
        ("who did old tom quill's voice in marmalade moon", ["Bram Okafor"]),
        ("when did marmalade moon start", ["2019-12-13"]),
    ],
)
async def test_as_people_ask(question: str, values: list[str], viewer: Member) -> None:
    assert set((await viewer.ask(question)).values) >= set(values)
