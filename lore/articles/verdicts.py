"""Lists of rumours: what is told first, and then judged ("False.", "Verdict: unlikely")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lore.articles.claims import Claim
from lore.articles.sentences import Stretch, is_heading
from lore.articles.vocabulary import Vocabulary
from lore.model.facts import Status

_AHEAD = 120
"""Letters behind a sentence in which it is judged."""
_LEAD = 3
"""Paragraphs at the beginning that tell whether all of it is rumours."""
_NUMBERED = re.compile(r"\s*\d{1,2}[.)] ")
_TOLD_BY_CAST = frozenset({"returning", "newcomer", "lead", "villain"})


class Verdicts:
    """Finds how sentences are judged by what follows them."""

    def __init__(self, words: Vocabulary, texts: Sequence[str]) -> None:
        self._texts, rules = texts, words.rules
        self._judged = (
            (Status.DENIED, rules["verdict_false"]),
            (Status.RUMOURED, rules["verdict_doubt"]),
        )
        self._true = rules["verdict_true"]
        self._rumours = any(rules["rumour_list"].search(text) for text in texts[:_LEAD])

    def of(self, place: int, sentence: Stretch) -> Status | None:
        """What a sentence is worth by what follows it; None where that does not tell."""
        text = self._texts[place]
        rest = text[sentence.end : sentence.end + _AHEAD].lstrip()
        heading = not rest and (is_heading(text) or _NUMBERED.match(text) is not None)
        if heading and place + 1 < len(self._texts):
            rest = self._texts[place + 1][:_AHEAD]
        for status, rule in self._judged:
            if rule.match(rest):
                return status
        listed = heading and self._rumours and _NUMBERED.match(text) is not None
        return Status.RUMOURED if listed and not self._true.match(rest) else None


def judged(claims: Sequence[Claim], verdict: Status | None) -> list[Claim]:
    """Claims with a verdict on them; what is denied says nothing more of the cast."""
    if verdict is None:
        return list(claims)
    kept = [claim for claim in claims if claim.status is not Status.DENIED]
    if verdict is Status.DENIED:
        kept = [claim for claim in kept if claim.property not in _TOLD_BY_CAST]
    return [replace(claim, status=verdict) for claim in kept]
