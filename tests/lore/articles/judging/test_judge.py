"""What an article likely states, where its words tell it and no pattern does."""

from __future__ import annotations

from pathlib import Path

import pytest

from lore.articles.extractor import STEPS, Extractor
from lore.articles.judging import load_claim_judge
from lore.articles.learning import Learner
from lore.articles.reading import read_article
from lore.articles.texts import record
from lore.articles.vocabulary import Vocabulary
from lore.language.lexicon import Language
from lore.model.errors import PropertyError
from lore.steps import Steps
from lore.store import open_store
from lore.store.fact_reader import Reader
from tests.support.asking import MIGRATIONS

ARTICLE = """Lanternwick 3 Lights Its Lamps Again

Date: 4 March 2020

Lanternwick 3 is moving ahead, and most of those who made its forerunners worth watching are along
for the ride.

For Brendan Okwuosa it is a third trip up the tower. He has spent the winter walking the harbour
with a notebook, and swears that he will not miss the stairs.

Harbourlight wants the picture in cinemas on 5 November 2021. Nobody there would say more about the
story, and the harbour keeps its secrets well.

Until then, the first two can be had on disc. They have aged gracefully, which is more than can be
said for the boats.
"""


async def test_what_no_pattern_claims_is_proposed_by_the_words_about_it(
    learner: Learner, vocabulary: Vocabulary
) -> None:
    reviewed = await learner.review(read_article(ARTICLE, vocabulary))
    found = {
        (one["subject"], one["property"], one["value"]): one
        for one in (record(reviewed, proposal) for proposal in reviewed.proposals)
    }
    cast = found["Lanternwick 3", "cast", "Brendan Okwuosa"]
    assert (cast["why"], cast["status"]) == ("the words near the name say so", "confirmed")
    assert ("Lanternwick 3", "release_date", "2021-11-05") in found


async def test_where_the_steps_end_what_was_read_is_proposed(
    lanternwick: Path, language: Language, vocabulary: Vocabulary
) -> None:
    extractor = Extractor(vocabulary, language)
    article = read_article(ARTICLE, vocabulary)
    async with open_store(lanternwick, MIGRATIONS) as store:
        whole = Steps(STEPS, seconds=20)
        account, _ = await store.query(lambda link: extractor.account(article, Reader(link), whole))
        few = Steps(whole.taken + 1, seconds=20)
        found = await store.query(lambda link: extractor.extract(article, Reader(link), few))
    assert found.cut
    assert [claim.bare for claim in found.claims] == [claim.bare for claim in account.claims]


@pytest.mark.parametrize("content", [None, "{", '{"bias": 1, "weights": {}}'])
def test_models_that_cannot_be_used_are_told(content: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "language"
    folder.mkdir()
    if content is not None:
        (folder / "claim_words.json").write_text(content, encoding="utf-8")
    with pytest.raises(PropertyError, match=r"The words .*claim_words\.json cannot be"):
        load_claim_judge(tmp_path)
