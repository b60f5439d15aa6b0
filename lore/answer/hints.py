"""What stands in brackets behind a name to tell it apart, as completion shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from lore.names import forms
from lore.names.link import Linker
from lore.names.mentions import Candidate, Mention
from lore.store.facts import Reader

_BRACKETS = re.compile(r"\s*\(([^()]+)\)")

_TOLD = 0.05
"""What a name is cheaper with its hint, so that it goes before the same name without."""

_MOST_HINTS = 3
"""Brackets that are looked into; each costs what a text without any does."""

Folding = Callable[[str], list[str]]
"""Turns a text into its folded words."""


def linked(
    text: str, folded: Folding, linker: Linker, reader: Reader
) -> tuple[list[str], list[Mention]]:
    """The folded words of a text, and the names that are mentioned in it.

    Where a year, a role or a kind in brackets tells which bearer of a name is meant, it is left
    out, and the mention means that one alone.
    """
    for brackets in islice(_BRACKETS.finditer(text), _MOST_HINTS):
        before = text[: brackets.start()]
        said = before + text[brackets.end() :]
        words, end = folded(said), len(folded(before))
        mentions = linker.link(said, words, reader)
        meant = [
            replace(one, candidates=kept, plain=False, cost=one.cost - _TOLD)
            for one in mentions
            if one.end == end and (kept := _told(one.candidates, brackets[1], reader))
        ]
        if meant:
            return words, [*meant, *(one for one in mentions if one.end != end)]
    words = folded(text)
    return words, linker.link(text, words, reader)


def _told(candidates: Sequence[Candidate], hint: str, reader: Reader) -> tuple[Candidate, ...]:
    """The candidates that a hint tells of."""
    roles = reader.known_roles([one.entity for one in candidates])
    wanted = forms.key(forms.words(hint))
    return tuple(
        one
        for one in candidates
        if wanted
        in {
            forms.key(forms.words(str(told)))
            for told in (one.year, one.kind, roles.get(one.entity))
            if told
        }
    )
