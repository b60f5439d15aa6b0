"""Wordings of interviews, columns and slates: films told together, days told again, places that are
looked at or given up, and who is nobody's role."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lore.articles.learning import Learner
from lore.articles.vocabulary import Vocabulary
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from tests.lore.articles.test_habits import Fact, facts, proposed
from tests.support.asking import MIGRATIONS

L2, L3 = "Lanternwick: The Drowned Bell", "Lanternwick 3"
FERRIES = {"Hollow Ferry": 2010, "Hollow Ferry 2": 2013, "Hollow Ferry 3": 2016}
"""Films that are out, with their years; two more are to come."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Filming of Lanternwick: The Drowned Bell stopped in Oslo, and Ada Moroney, its "
            "director, wept.",
            {(L2, "director", "Ada Moroney", "confirmed")},
        ),
        (
            "Gideon Sarrazin returns to direct, having made The Drowned Bell. Jonah Selwyn "
            "produces.",
            {
                (L3, "director", "Gideon Sarrazin", "confirmed"),
                (L3, "producer", "Jonah Selwyn", "confirmed"),
            },
        ),
        (
            "Tamsin Quayle, whose option lapsed with The Drowned Bell, plays Finn Arkady.",
            {(L3, "cast", "Tamsin Quayle", "confirmed")},
        ),
        (
            "“Mrs. Tern's Lodger,” produced by Ada Moroney, opens on May 7, 2021.",
            {
                ("Mrs. Tern's Lodger", "producer", "Ada Moroney", "confirmed"),
                ("Mrs. Tern's Lodger", "release_date", "2021-05-07", "confirmed"),
            },
        ),
        (
            "Its revenge tale The Tin Gull opens on May 7, 2021. The film goes from May 7, 2021 to "
            "June 4, 2021. The June 4 date is firm.",
            {("The Tin Gull", "release_date", "2021-06-04", "confirmed")},
        ),
        (
            "Staying put: Lanternwick 3 on May 28, 2021, and Saltmarsh Road on July 2, 2021.",
            {(L3, "release_date", "2021-05-28", "confirmed")},
        ),
        (
            "The unit spends a week in Malta before heading to Norway.",
            {(L3, "filming_location", "Norway", "confirmed")},
        ),
        (
            "A trip to Iceland has been dropped.",
            {(L3, "filming_location", "Iceland", "denied")},
        ),
        (
            "Lisbon is also under consideration.",
            {(L3, "filming_location", "Lisbon", "reported")},
        ),
        (
            "The film is now eyeing a June start in Budapest.",
            {
                (L3, "filming_start", "2020-06", "reported"),
                (L3, "filming_location", "Budapest", "reported"),
            },
        ),
        (
            "The film is shot in Škofja Loka.",
            {(L3, "filming_location", "Škofja Loka", "confirmed")},
        ),
        (
            "The script is being polished by Ada Moroney.",
            {(L3, "writer", "Ada Moroney", "confirmed")},
        ),
        (
            "Producers are Ada Moroney, Jonah Selwyn and, for the first time, Tamsin Quayle.",
            {
                (L3, "producer", one, "confirmed")
                for one in ("Ada Moroney", "Jonah Selwyn", "Tamsin Quayle")
            },
        ),
        (
            "Joining the ensemble are Ada Brisk (“Cold Larder”) and Jonah Selwyn.",
            {(L3, "newcomer", one, "confirmed") for one in ("Ada Brisk", "Jonah Selwyn")},
        ),
        (
            "Tamsin Quayle joins. They join the previously announced Brendan Okwuosa.",
            {(L3, "cast", "Brendan Okwuosa", "confirmed")},
        ),
    ],
)
async def test_it_is_read(
    text: str, expected: set[Fact], learner: Learner, vocabulary: Vocabulary
) -> None:
    assert expected <= facts(await proposed(learner, text, vocabulary))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        (
            "Lanternwick opened in September or October.",
            ("Lanternwick", "release_date", "2019-09", "confirmed"),
        ),
        (
            "Ada Brisk bowed out in November.",
            (L3, "release_date", "2019-11", "confirmed"),
        ),
        (
            "It could slip if the Writers Guild goes out on strike next month.",
            (L3, "writer", "Guild", "confirmed"),
        ),
        (
            "It could slip if the Writers Guild goes out on strike next month.",
            (L3, "release_date", "2020-04", "confirmed"),
        ),
        (
            "Shooting began in the Hungarian capital.",
            (L3, "filming_location", "Hungarian", "confirmed"),
        ),
        (
            "Ada Moroney beat a short list that included Jonah Selwyn.",
            (L3, "cast", "Jonah Selwyn", "confirmed"),
        ),
        (
            "Work in the caves had been planned for May.",
            (L3, "release_date", "2020-05", "denied"),
        ),
        (
            "Tamsin Quayle executive produces with Ada Moroney.",
            (L3, "producer", "Ada Moroney", "confirmed"),
        ),
    ],
)
async def test_it_is_not_read(
    text: str, never: Fact, learner: Learner, vocabulary: Vocabulary
) -> None:
    assert never not in facts(await proposed(learner, text, vocabulary))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Tamsin Quayle plays Finn's sister, Wren.", "Wren"),
        ("Tamsin Quayle is back as Finn Arkady's sister, Wren.", "Wren"),
    ],
)
async def test_whose_kin_somebody_plays_is_no_role(
    text: str, role: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    text = f"Finn Arkady is back.\n\n{text}"
    found = await proposed(learner, text, vocabulary)
    assert {one["role"] for one in found if one["value"] == "Tamsin Quayle"} <= {role, None}
    assert role in {one["role"] for one in found}


async def test_a_role_told_in_words_is_the_one_that_the_store_has(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Brendan Okwuosa played the old warden in The Drowned Bell."
    found = await proposed(learner, text, vocabulary)
    roles = {one["role"] for one in found if one["subject"] == L2 and one["property"] == "cast"}
    assert roles == {"Warden Pell"}


async def test_a_maker_is_nobodys_role(learner: Learner, vocabulary: Vocabulary) -> None:
    text = (
        "Ada Moroney directs Lanternwick 3.\n\n"
        "Gideon Sarrazin, who made the first two and bowed out, had backed Moroney for it."
    )
    found = await proposed(learner, text, vocabulary)
    assert not any(one["role"] == "Ada Moroney" for one in found)


async def test_what_an_interviewer_states_is_told(learner: Learner, vocabulary: Vocabulary) -> None:
    text = (
        "How did it begin?\n\nI was in a car park, and I said yes.\n\n"
        "Why this story?\n\nBecause I cried on a bus when I read it.\n\n"
        "Tamsin Quayle is new to the series, and she plays Finn Arkady.\n\n"
        "She is lovely, so it was easy for me.\n\n"
        "Is it the last?\n\nI think so. I am tired.\n\n"
        "What is next?\n\nI am going home."
    )
    text = f"Gideon Sarrazin directs Lanternwick 3, and we met in Oslo.\n\n{text}"
    found = await proposed(learner, text, vocabulary, "Gideon Sarrazin on Lanternwick 3")
    assert (L3, "newcomer", "Tamsin Quayle", "confirmed") in facts(found)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ada Moroney, who wrote the first two, is not involved.", (1, 2)),
        ("Ada Moroney, who has written every one of the films, is not involved.", (1, 2, 3)),
        ("Ada Moroney wrote all three movies.", (1, 2, 3)),
        ("Ada Moroney wrote the first and third films.", (1, 3)),
        ("Ada Moroney wrote the four previous pictures.", (1, 2, 3, 4)),
        ("Ada Moroney wrote the last two Hollow Ferry films.", (3, 4)),
    ],
)
async def test_films_are_told_together(
    text: str,
    numbers: tuple[int, ...],
    tmp_path: Path,
    language: Language,
    vocabulary: Vocabulary,
) -> None:
    films = [*FERRIES, "Hollow Ferry 4", "Hollow Ferry 5"]
    records = [
        {"type": "entity", "id": f"f{at}", "name": name, "kind": "film", "year": FERRIES.get(name)}
        for at, name in enumerate(films)
    ]
    pack = tmp_path / "pack.jsonl"
    pack.write_text(
        "".join(
            json.dumps({key: value for key, value in one.items() if value is not None}) + "\n"
            for one in records
        )
    )
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [pack], language.properties)
        learner = Learner(store, language, vocabulary)
        found = facts(await proposed(learner, text, vocabulary, "Hollow Ferry 5 News"))
    written = {one[0] for one in found if one[1:] == ("writer", "Ada Moroney", "confirmed")}
    assert written == {films[number - 1] for number in numbers}
