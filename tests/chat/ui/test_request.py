"""What is left of a text as a question."""

from __future__ import annotations

import pytest

from chat.ui.request import LIMIT, question
from lore.model.errors import LoreError


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<@1> who plays Ilsa?", "who plays Ilsa?"),
        ("<@!1>who plays Ilsa?<@1>", "who plays Ilsa?"),
        ("who <@&2> <#3> </ask:4> plays <t:5:R> Ilsa <a:party:6> <:e:7>", "who plays Ilsa"),
        ("@everyone who, @here?", "who, ?"),
        ("  who\n\nplays  Ilsa ", "who plays Ilsa"),
        ("is 3 < 4 and 5 > 4?", "is 3 < 4 and 5 > 4?"),
        ("mail me@heretic.example", "mail me@heretic.example"),
        ("", ""),
    ],
)
def test_discord_markup_is_no_question(text: str, asked: str) -> None:
    assert question(text) == asked


def test_a_question_has_an_end() -> None:
    assert question("x" * LIMIT + " <@1>")
    with pytest.raises(LoreError, match="300"):
        question("x" * (LIMIT + 1))
