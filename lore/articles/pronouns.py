"""Whom "she" and "he" mean: somebody of the sentence, else who was spoken of before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from lore.articles.named import Name
from lore.articles.signs import Kind

_WORD = re.compile(r"[\w'’-]+")
_MOST = 4
"""People who are remembered."""


class Pronouns:
    """Follows the people of an article; what is said of them tells which of the two they are."""

    def __init__(self, rules: Mapping[str, re.Pattern[str]], main: Name | None) -> None:
        """`main` is whom the whole article is about, if it is one person."""
        self._main = main
        self._feminine = rules["feminine"]
        self._masculine = rules["masculine"]
        self._told: dict[str, Counter[bool]] = {}
        self._recent: list[Name] = []
        self._here: Name | None = None
        """Whom the last sentence of the paragraph is about."""

    @property
    def last(self) -> Name | None:
        """Who was spoken of last."""
        return self._recent[0] if self._recent else self._main

    @property
    def described(self) -> Name | None:
        """Whom a description without a name means: whom the paragraph, or else the whole article,
        is about."""
        return self._here or self._main

    def paragraph(self) -> None:
        """Begin a paragraph, which is about nobody yet."""
        self._here = None

    def remembered(self) -> list[Name]:
        """Who is remembered, the last first."""
        return list(self._recent)

    def remember(self, people: Sequence[Name]) -> None:
        """Remember these people alone."""
        self._recent = list(people)

    def meant(
        self,
        pronoun: str,
        before: Sequence[Name],
        quoted: str | None,
        opening: Name | None = None,
    ) -> Name | None:
        """Who is meant by a pronoun behind some people of its sentence; behind a quotation
        (`quoted`) rather one with whom the sentence opens (`opening`) or who was spoken of
        before, no character, and none whom it names itself."""
        order = [*before, *self._recent]
        if quoted is not None:
            told = [opening, self._here, self._main, *self._recent, *before]
            order = [name for name in told if name is not None and name.kinds & Kind.PERSON]
        feminine = self._feminine.match(pronoun) is not None
        inside = set(_WORD.findall(quoted or ""))
        for name in order:
            if not inside.isdisjoint(name.text.split()):
                continue
            if self._fits(name, feminine=feminine):
                return name
        return None

    def _fits(self, name: Name, *, feminine: bool) -> bool:
        told = self._told.get(name.text)
        return told is None or told[feminine] >= told[not feminine]

    def heard(self, subject: Name, told: str, others: Sequence[Name] = ()) -> None:
        """Remember who a sentence is about, and what its words after the name tell of them;
        `others` are those whom it names besides."""
        order = {name.text: name for name in (subject, *others, *self._recent)}
        self._recent = list(order.values())[:_MOST]
        self._here = subject
        for feminine, rule in ((True, self._feminine), (False, self._masculine)):
            if rule.search(told):
                self._told.setdefault(subject.text, Counter())[feminine] += 1
