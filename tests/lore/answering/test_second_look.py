"""What the grammar refuses is read once more: answered where it is sure, offered where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lore.answering import Engine
from lore.language.lexicon import load_language
from lore.model.facts import Ambiguous, Answer, Found, Unknown
from lore.packs import seed
from lore.store import open_store

ROOT = Path(__file__).resolve().parents[3]


async def asked(tmp_path: Path, question: str) -> Answer:
    language = load_language(ROOT / "data")
    migrations = ROOT / "data" / "migrations"
    async with open_store(tmp_path / "lore.db", migrations, create=True) as store:
        await seed(store, ROOT / "data" / "mission-impossible", language.properties)
        return await Engine(store, language).ask(question)


async def test_words_that_no_table_lists_are_no_veto(tmp_path: Path) -> None:
    answer = await asked(tmp_path, "which studio foots the bill")
    assert isinstance(answer.outcome, Found)
    assert {line.fact.property for line in answer.outcome.lines} == {"studio"}


@pytest.mark.parametrize("question", ["gimme the director of mi8 mate", "the baddie, who is it"])
async def test_what_is_not_sure_is_offered_and_an_offer_is_answered(
    tmp_path: Path, question: str
) -> None:
    answer = await asked(tmp_path, question)
    assert not isinstance(answer.outcome, Unknown)
    if isinstance(answer.outcome, Ambiguous):
        assert 0 < len(answer.outcome.questions) <= 3
        outcomes = []
        for number, offered in enumerate(answer.outcome.questions):
            (tmp_path / str(number)).mkdir()
            outcomes.append((await asked(tmp_path / str(number), offered)).outcome)
        assert any(isinstance(outcome, Found) for outcome in outcomes)


async def test_a_name_that_is_not_known_is_not_bent(tmp_path: Path) -> None:
    answer = await asked(tmp_path, "who plays james bond")
    assert isinstance(answer.outcome, Unknown)
