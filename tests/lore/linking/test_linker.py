"""Where names stand in a question: exact first, misspelt where needed, numbers never fuzzed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.linking.mentions import Mention
from lore.store import open_store
from lore.store.fact_reader import Reader
from tests.support.asking import MIGRATIONS

Link = Callable[[str], Awaitable[list[Mention]]]


@pytest.fixture
async def link(seeded: Path, language: Language) -> AsyncIterator[Link]:
    """Links a text over the shipped pack; the cheapest mention first."""
    linker = Linker(language.is_ordinary, language.light, given=language.given)

    async def linked(text: str) -> list[Mention]:
        found = await store.query(
            lambda connection: linker.link(text, folding.words(text), Reader(connection, 0))
        )
        return sorted(found, key=lambda mention: mention.cost)

    async with open_store(seeded, MIGRATIONS) as store:
        yield linked


def names(mentions: list[Mention]) -> list[str]:
    return [mention.candidates[0].name for mention in mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mission: Impossible 7", "Mission: Impossible 7"),
        ("mission impossible seven", "Mission: Impossible 7"),
        ("MI7", "Mission: Impossible 7"),
        ("mi 7", "Mission: Impossible 7"),
        ("M:I:VII", "Mission: Impossible 7"),
        ("#missionimpossible7", "Mission: Impossible 7"),
        ("the seventh film", "Mission: Impossible 7"),
        ("the 8th mission impossible", "Mission: Impossible 8"),
        ("mision imposible 8", "Mission: Impossible 8"),
        ("fallout", "Mission: Impossible - Fallout"),
        ("falout", "Mission: Impossible - Fallout"),
        ("Fergeson", "Rebecca Ferguson"),
        ("rebeca furgeson", "Rebecca Ferguson"),
        ("luthor stickel", "Luther Stickell"),
        ("Klementieff", "Pom Klementieff"),
        ("pom klementyev", "Pom Klementieff"),
        ("chris mcquarrie", "Christopher McQuarrie"),
        ("hobbs and shaw", "Hobbs & Shaw"),
        ("top gun", "Top Gun: Maverick"),
        ("the widow", "White Widow"),
        ("x men dark phenix", "X-Men: Dark Phoenix"),
    ],
)
async def test_the_cheapest_mention_is(text: str, name: str, link: Link) -> None:
    assert names(await link(text))[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "mission impossible 9",
        "mi 11",
        "the ninth film",
        "mission impossible 78",
        "MI77",
        "17",
        "18",
    ],
)
async def test_numbers_are_never_fuzzed(text: str, link: Link) -> None:
    numbered = {"Mission: Impossible 7", "Mission: Impossible 8", "Mission: Impossible 1"}
    assert not numbered & set(names(await link(text)))


@pytest.mark.parametrize("text", ["james bond", "batman", "gandalf", "qwertyuiop", "lol", ""])
async def test_what_is_no_name_here_is_none(text: str, link: Link) -> None:
    assert await link(text) == []


async def test_a_name_is_found_inside_a_question(link: Link) -> None:
    mentions = await link("whos ilsa faust played by in mi7")
    assert names(mentions)[:2] == ["Ilsa Faust", "Mission: Impossible 7"]
    assert [(one.start, one.end) for one in mentions[:2]] == [(1, 3), (6, 8)]
    assert all(one.exact for one in mentions[:2])


async def test_a_misspelt_name_costs_more_than_the_name(link: Link) -> None:
    right, wrong = (await link("benji dunn"))[0], (await link("benjie dun"))[0]
    assert right.candidates[0].entity == wrong.candidates[0].entity
    assert right.cost < wrong.cost


async def test_a_first_name_alone_offers_all_who_bear_it(link: Link) -> None:
    (mention,) = [one for one in await link("henry") if one.kind == "person"]
    assert {one.name for one in mention.candidates} == {"Henry Cavill", "Henry Czerny"}


async def test_a_bare_number_after_a_film_is_its_sibling(link: Link) -> None:
    found = set(names(await link("cast of mi7 and 8")))
    assert {"Mission: Impossible 7", "Mission: Impossible 8"} <= found
