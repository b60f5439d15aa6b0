from __future__ import annotations

from pathlib import Path

import pytest

from lore.articles.reading import ArticleError, article_files, read_article, read_file
from lore.articles.vocabulary import Vocabulary

BODY = "Tamsin Quayle has joined the cast of Lanternwick 3, as was told on Monday by the studio."


@pytest.mark.parametrize(
    ("head", "published", "publisher"),
    [
        (" date 2020-07-07 Quayle Joins Lanternwick 3", "2020-07-07", None),
        ("Quayle Joins Lanternwick 3\nPublished on March 12, 2023", "2023-03-12", None),
        ("Quayle Joins Lanternwick 3\nBy Perdita Lowe | Sep. 7, 2019", "2019-09-07", None),
        ("Quayle Joins Lanternwick 3\nVariety\n7 Sept 2019 at 10:30 am", "2019-09-07", "Variety"),
        ("Quayle Joins Lanternwick 3\nSource: Empire\nDate: 3 May 2021", "2021-05-03", "Empire"),
        ("Quayle Joins Lanternwick 3", None, None),
    ],
)
def test_the_head_tells_the_source(
    head: str, published: str | None, publisher: str | None, vocabulary: Vocabulary
) -> None:
    article = read_article(f"{head}\n\n{BODY}\n", vocabulary)
    assert article.title == "Quayle Joins Lanternwick 3"
    assert article.paragraphs == (BODY,)
    assert (str(article.published) if article.published else None) == published
    assert article.publisher == publisher


def test_a_dateline_dates_an_article(vocabulary: Vocabulary) -> None:
    text = f"Quayle joins\n\nOSLO, Sept. 7, 2020 (AP) — {BODY}"
    article = read_article(text, vocabulary)
    assert str(article.published) == "2020-09-07"
    assert article.publisher == "AP"


@pytest.mark.parametrize("line", ["A" * 300_000, "OSLO, Aa Bb (" + "Cc " * 100_000])
def test_a_line_without_end_has_no_dateline(line: str, vocabulary: Vocabulary) -> None:
    article = read_article(f"Quayle joins\n\n{line}", vocabulary)
    assert (article.published, article.publisher) == (None, None)
    assert "".join(article.paragraphs) == line.strip()


def test_a_headline_stands_below_the_name_of_its_paper(vocabulary: Vocabulary) -> None:
    title = "Tamsin Quayle joins the third Lanternwick film"
    article = read_article(f"The Northern Courier\n\n{title}\n\n{BODY}", vocabulary)
    assert (article.title, article.publisher) == (title, "The Northern Courier")
    assert article.paragraphs == (BODY,)


def test_of_a_page_the_article_alone_is_read(vocabulary: Vocabulary) -> None:
    page = Path(__file__).parent / "set" / "09-page.html"
    article = read_file(page, vocabulary)
    assert article.title.startswith("Lanternwick 4 adds Hester Malloy")
    assert str(article.published) == "2021-11-02"
    assert article.publisher == "The Reel Post"
    assert len(article.paragraphs) == 3


def test_nothing_to_read_is_refused_in_one_line(vocabulary: Vocabulary, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no words"):
        read_article(" \n…\n", vocabulary)
    with pytest.raises(ArticleError, match="does not exist"):
        article_files([tmp_path / "missing.txt"])
    with pytest.raises(ArticleError, match="has no articles"):
        article_files([tmp_path])
