"""Parts of a sentence as clauses: what explains a phrase is kept with it, clauses about one are
taken out of the sentence, lists become one part."""

from __future__ import annotations

from collections.abc import Sequence

from lore.articles.constituents import Part
from lore.articles.explanations import Explanations
from lore.articles.lexemes import Lexemes
from lore.articles.lists import Lists
from lore.articles.relatives import Clause, Relatives


class ClauseReader:
    """Takes sentences apart."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._explanations = Explanations(lexemes)
        self._relatives = Relatives(lexemes)
        self._lists = Lists(lexemes)

    def read(self, parts: Sequence[Part]) -> list[Clause]:
        """The clauses of a sentence, the main one first."""
        extra: list[Clause] = []
        clauses = [Clause(self._explanations.joined(parts, extra)), *extra]
        self._relatives.taken_out(clauses[0], clauses)
        for clause in clauses:
            clause.parts = self._lists.listed(clause.parts)
        return clauses
