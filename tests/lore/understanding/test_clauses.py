"""Where a message falls into parts."""

from __future__ import annotations

import pytest

from lore.language import text as folding
from lore.understanding.reading.clauses import breaks, counted, segments


@pytest.mark.parametrize(
    ("question", "words", "starts"),
    [
        ("who plays benji", "who plays benji", (0,)),
        ("right, quiz night: who plays benji", "right quiz night who plays benji", (0, 1, 3)),
        ("is he back?", "is he back ?", (0,)),
        ("hes back.. right?", "he is back right ?", (0, 3)),
        ("ppl say hes back, y", "people say he is back why", (0, 5)),
        ("", "", (0,)),
    ],
)
def test_parts_between_signs_begin_where_they_do(
    question: str, words: str, starts: tuple[int, ...]
) -> None:
    before = counted(question, words.split(), folding.words)
    assert segments(question, words.split(), before) == starts


def test_a_clause_begins_behind_words_that_were_put_right() -> None:
    words = ["who", "the", "villain", "and", "when", "is", "it", "out"]
    question = "who da villain and wens it out"
    assert breaks(question, words, counted(question, words, folding.words)) == [4]
