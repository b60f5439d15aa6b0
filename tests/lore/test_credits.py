"""Questions as people type them over invented credits: films, roles as texts, full dates."""

from __future__ import annotations

import pytest

from tests.lore.asking import Member


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
    assert reply.data["reason"] == "no_fact"


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
    assert (await viewer.ask(question)).data["outcome"] == "unknown"


@pytest.mark.parametrize("said", ["wrote music for", "made the music for", "created music for"])
async def test_phrases_with_and_without_their_articles(said: str, viewer: Member) -> None:
    assert (await viewer.ask(f"who {said} marmalade moon")).values == ["Ines Halloway"]
