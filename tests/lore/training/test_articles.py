"""Learning from articles with their facts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lore.articles.judging import load_claim_judge
from lore.model.errors import LoreError
from lore.training.articles import texts
from lore.training.articles.training import train, write
from tests.support.asking import DATA, MIGRATIONS

ARTICLES = DATA / "articles"


def test_articles_are_learned_from_and_the_models_kept(tmp_path: Path) -> None:
    for folder, articles in (("luminary", "0[1-3]*"), ("tallow", "0[1-3]*")):
        (tmp_path / "articles" / folder).mkdir(parents=True)
        for path in (ARTICLES / folder).glob(articles):
            shutil.copy(path, tmp_path / "articles" / folder)
        shutil.copy(ARTICLES / folder / "pack.jsonl", tmp_path / "articles" / folder)
    trained = train(tmp_path / "articles", DATA, MIGRATIONS, processors=1)
    first, heads, *figures = texts.lines(trained, 1.0)
    assert "Each folder is judged by what was learned of others" in first
    assert heads.split() == ["found", "right"]
    assert figures[0].startswith("patterns and clauses")
    (tmp_path / "language").mkdir()
    write(trained, tmp_path)
    assert load_claim_judge(tmp_path).wording.bias.keys() == trained.wording.bias.keys()


def test_a_folder_without_articles_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(LoreError, match="no articles with facts"):
        train(tmp_path, DATA, MIGRATIONS, processors=1)
