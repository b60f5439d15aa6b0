from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from lore.articles.extractor import STEPS, Extractor
from lore.articles.learning import Learner
from lore.articles.reading import read_article, read_file
from lore.articles.texts import record
from lore.articles.vocabulary import Vocabulary
from lore.language.lexicon import Language
from lore.packs import seed
from lore.steps import Steps
from lore.store import open_store
from lore.store.fact_reader import Reader
from lore.training.articles.gold import facts_of, same_fact
from tests.bench.articles import Score, proposals, score
from tests.lore.articles.conftest import SET
from tests.support.asking import DATA, MIGRATIONS, SHIPPED

SHARED_ARTICLES = Path(__file__).resolve().parents[4] / "shared" / "articles"
COUNTED = ("cast", "returning", "release_date", "director", "studio")


async def proposed(learner: Learner, text: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    head = "Lanternwick 3 News\nDate: 4 March 2020\n\n"
    reviewed = await learner.review(read_article(head + text, vocabulary))
    return [record(reviewed, one) for one in reviewed.proposals]


def test_invented_articles_are_read() -> None:
    paths = sorted(one for one in SET.iterdir() if one.suffix in (".txt", ".html"))
    total = Score()
    for path, found in asyncio.run(proposals(SET, paths)).items():
        score(total, facts_of(path), found)
    assert sum(total.found.values()) >= 0.9 * sum(total.gold.values())
    assert sum(total.right.values()) >= 0.95 * sum(total.proposed.values())


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Tamsin Quayle is rumored to play the villain in Lanternwick 3.",
            ("Lanternwick 3", "cast", "Tamsin Quayle", "the villain", "rumoured"),
        ),
        (
            "Tamsin Quayle has dropped out of Lanternwick 3.",
            ("Lanternwick 3", "cast", "Tamsin Quayle", None, "denied"),
        ),
        (
            "Brendan Okwuosa is not returning for Lanternwick 3.",
            ("Lanternwick 3", "cast", "Brendan Okwuosa", None, "denied"),
        ),
        (
            "Fans hope that Brendan Okwuosa will return as Warden Pell in Lanternwick 3.",
            ("Lanternwick 3", "returning", "Brendan Okwuosa", "Warden Pell", "hoped"),
        ),
        (
            "Brendan Okwuosa is expected to return for Lanternwick 3.",
            ("Lanternwick 3", "returning", "Brendan Okwuosa", None, "reported"),
        ),
        (
            "Lanternwick 3 was pushed from May 28, 2021 to February 4, 2022.",
            ("Lanternwick 3", "release_date", "2022-02-04", None, "confirmed"),
        ),
        (
            "Filming on Lanternwick 3 has been underway since 9 September.",
            ("Lanternwick 3", "filming_start", "2019-09-09", None, "confirmed"),
        ),
        (
            "Greywater Hollow will release Lanternwick 3 on 4 May.",
            ("Lanternwick 3", "studio", "Greywater Hollow", None, "confirmed"),
        ),
        (
            "The Tamsin Quayle-led sequel is called Lanternwick 3.",
            ("Lanternwick 3", "lead", "Tamsin Quayle", None, "confirmed"),
        ),
        (
            "Tamsin Quayle, who is rumored to play the villain, has not spoken.",
            ("Lanternwick 3", "villain", "Tamsin Quayle", None, "rumoured"),
        ),
        (
            "Tamsin Quayle and Oswin Marl will return as Ada Crane and Piet Holm, respectively.",
            ("Lanternwick 3", "cast", "Oswin Marl", "Piet Holm", "confirmed"),
        ),
        (
            "Filming was halted in Norway on 2 March.",
            ("Lanternwick 3", "filming_hiatus", "2020-03-02", None, "confirmed"),
        ),
        (
            "Tamsin Quayle said: 'I will miss the lamps, all of them.'",
            ("Tamsin Quayle", "said", "I will miss the lamps, all of them", None, "confirmed"),
        ),
        (
            "Tamsin Quayle is back as Ada Crane in the third Lanternwick film.",
            ("Lanternwick 3", "returning", "Tamsin Quayle", None, "confirmed"),
        ),
        (
            "Lanternwick 3, from writer-director Gideon Sarrazin, films in Norway.",
            ("Lanternwick 3", "filming_location", "Norway", None, "confirmed"),
        ),
    ],
)
async def test_how_sure_an_article_is_becomes_the_status(
    text: str,
    fact: tuple[str, str, str, str | None, str],
    learner: Learner,
    vocabulary: Vocabulary,
) -> None:
    subject, name, value, role, status = fact
    gold = {"subject": subject, "property": name, "value": value, "role": role}
    found = [one for one in await proposed(learner, text, vocabulary) if same_fact(gold, one)]
    assert [one["status"] for one in found] == [status]


async def test_a_date_that_moves_takes_the_place_of_the_old_one(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Lanternwick 3, originally due on May 28, 2021, will now open on February 4, 2022."
    found = await proposed(learner, text, vocabulary)
    dates = [one for one in found if one["property"] == "release_date"]
    assert [(one["value"], one["replaces"], one["verdict"]) for one in dates] == [
        ("2022-02-04", "2021-05-28", "supersedes")
    ]


async def test_a_date_that_was_given_up_and_nobody_knew_is_denied(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Lanternwick 4, originally due on May 28, 2022, will now open on February 4, 2023."
    found = await proposed(learner, text, vocabulary)
    dates = {one["value"]: one["status"] for one in found if one["property"] == "release_date"}
    assert dates == {"2022-05-28": "denied", "2023-02-04": "confirmed"}


async def test_headings_tell_what_their_parts_are_about(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = (
        "Hollow Crossing 2\n\nFilming begins in Norway.\n\n"
        "Lanternwick 3\n\nFilming begins in Malta."
    )
    found = await proposed(learner, text, vocabulary)
    places = {one["value"]: one["subject"] for one in found}
    assert places == {"Norway": "Hollow Crossing 2", "Malta": "Lanternwick 3"}


async def test_another_films_director_stays_with_it(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Ada Moroney, who directed Hollow Crossing, met with the studio."
    found = await proposed(learner, text, vocabulary)
    assert [(one["subject"], one["value"]) for one in found] == [("Hollow Crossing", "Ada Moroney")]


async def test_films_of_those_who_make_films_are_not_their_cast(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    text = "Director Gideon Sarrazin (Lanternwick: The Drowned Bell) is back."
    found = await proposed(learner, text, vocabulary)
    assert not [one for one in found if one["property"] == "cast"]


async def test_dates_of_another_film_stay_with_it(learner: Learner, vocabulary: Vocabulary) -> None:
    text = (
        "Quayle also stars in the drama Hollow Crossing, which opens on March 18, 2022. "
        "Lanternwick 3 opens on February 4, 2022."
    )
    found = await proposed(learner, text, vocabulary)
    dates = {one["subject"]: one["value"] for one in found if one["property"] == "release_date"}
    assert dates == {"Hollow Crossing": "2022-03-18", "Lanternwick 3": "2022-02-04"}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "A" * 1_000_000,
        "Aa " * 300_000,
        "(" * 50_000 + "Tamsin Quayle" + ")" * 50_000,
        "Tamsin Quayle, " * 20_000,
        "Lanternwick 3 opens on May 28, 2021 and " * 5_000,
        "\x00\x1b[31m\u202e" * 50_000 + "Tamsin Quayle",
        "“" * 100_000,
        "star in " * 100_000,
        "1 2 3 " * 100_000,
        " ".join(f"Ada Brisk{n} directs “Film X{n} Number”." for n in range(2_000)),
    ],
    ids=lambda text: repr(text[:12]),
)
async def test_hostile_texts_are_read_in_bounded_steps(
    text: str, learner: Learner, vocabulary: Vocabulary
) -> None:
    reviewed = await learner.review(read_article(f"Lanternwick 3 News\n\n{text}", vocabulary))
    assert len(reviewed.proposals) < 2_000


async def test_steps_end_an_article_that_takes_too_many(
    lanternwick: Path, language: Language, vocabulary: Vocabulary
) -> None:
    article = read_file(SET / "01-trade-casting.txt", vocabulary)
    extractor = Extractor(vocabulary, language)
    async with open_store(lanternwick, MIGRATIONS) as store:
        whole, counted = Steps(STEPS), Steps(200)
        full = await store.query(lambda link: extractor.extract(article, Reader(link), whole))
        short = await store.query(lambda link: extractor.extract(article, Reader(link), counted))
    assert not full.cut
    assert short.cut
    assert len(short.claims) < len(full.claims)
    assert whole.taken < STEPS / 100


@pytest.mark.skipif(not SHARED_ARTICLES.is_dir(), reason="the articles stand beside the repository")
async def test_how_much_of_the_shipped_pack_its_articles_propose(
    tmp_path: Path, language: Language, vocabulary: Vocabulary, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pack was made of these two articles by hand."""
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await seed(store, SHIPPED, language.properties)
        learner = Learner(store, language, vocabulary)
        found = []
        for path in sorted(SHARED_ARTICLES.iterdir()):
            reviewed = await learner.review(read_file(path, vocabulary))
            found += [record(reviewed, one) for one in reviewed.proposals]
        rows = await store.read(
            "SELECT subject.name, fact.property, COALESCE(value.name, fact.value_date, "
            "fact.value_text), COALESCE(role.name, fact.role_text) FROM fact "
            "JOIN entity AS subject ON subject.id = fact.subject_id "
            "LEFT JOIN entity AS value ON value.id = fact.value_id "
            "LEFT JOIN entity AS role ON role.id = fact.role_id WHERE fact.retired = 0"
        )
    facts = [
        dict(zip(("subject", "property", "value", "role"), row, strict=True))
        for row in rows
        if row[1] in COUNTED
    ]
    total = Score()
    score(total, facts, [one for one in found if one["property"] in COUNTED])
    with capsys.disabled():
        print("\n" + total.line("the two articles", COUNTED))
    assert sum(total.found.values()) >= 0.85 * sum(total.gold.values())
    assert sum(total.right.values()) >= 0.95 * sum(total.proposed.values())


async def test_an_article_takes_as_long_as_it_is_long(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    """The best of three each: a busy machine takes longer."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SET.glob("*.txt"))]
    words = "\n\n".join(texts * 40).split(" ")

    async def took(length: int) -> float:
        article = read_article(" ".join(words[:length]), vocabulary)
        times = []
        for _ in range(3):
            start = time.process_time()
            await learner.review(article)
            times.append(time.process_time() - start)
        return min(times)

    assert await took(5_000) < 8 * await took(1_250)
    assert DATA.is_dir()
