"""Names that stand beside others, which show what they are: "Rogue Nation and Fallout"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from lore.articles import function_words as fw
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.language import grammar

_AND = re.compile(rf",?[”\"’']? (?:{grammar.alternatives('press', 'and')}) [“\"‘']?(?:the )?")
_SURE = (Kind.ORGANISATION, Kind.CHARACTER)
"""What a new name is that is no word about the next."""
_NEAR = 40
"""Characters before a name in which a word for films makes it one."""
_OF_FILMS = re.compile(
    rf"\b(?:{grammar.alternatives('press', 'of_films')})"
    r" (?:the )?[“\"‘']?$"
)


def _spoken_of(text: str, start: int) -> bool:
    """Whether films are likely to be told at a place: behind "in", a verb of making, a year."""
    return _OF_FILMS.search(text, max(0, start - _NEAR), start) is not None


def coordinated(text: str, names: Sequence[Name]) -> list[Name]:
    """The names of a text, where one that may be a work is one if "and" or a comma and "and" ties
    it to a work: "Rogue Nation and Fallout"."""
    found = list(names)

    def _film(name: Name) -> bool:
        return name.kinds == Kind.WORK and not name.is_series

    def tied(one: Name, other: Name) -> bool:
        return _AND.fullmatch(text[one.end : other.start].strip("”“\"’‘'")) is not None

    for place, (one, other) in enumerate(pairwise(found)):
        owns = text[one.end : other.start].strip('“"') in (*fw.GENITIVE_BEFORE, "' ", "’ ")
        likely = not one.known and one.kinds & Kind.PERSON and " " in one.text
        if owns and likely and _film(other) and _spoken_of(text, one.start):
            found[place] = replace(one, kinds=Kind.PERSON)
    for order in (range(len(found) - 1), range(len(found) - 2, -1, -1)):
        for place in order:
            one, other = found[place], found[place + 1]
            if not tied(one, other) or one.kinds == other.kinds:
                continue
            for at, name, beside in ((place, one, other), (place + 1, other, one)):
                unsure = not name.known and name.kinds & Kind.WORK and name.kinds != Kind.WORK
                if unsure and _spoken_of(text, one.start) and _film(beside):
                    found[at] = replace(name, kinds=Kind.WORK)
    return found


def without_modifiers(
    text: str, names: Sequence[Name], rules: Mapping[str, re.Pattern[str]]
) -> list[Name]:
    """The names of a text but for new ones that only tell what the next is: "the war epic X", "as
    MI6 agent Y"."""
    people = Kind.PERSON | Kind.CHARACTER

    def modifies(name: Name, other: Name) -> bool:
        if name.known or name.kinds & Kind.PERSON or name.kinds in _SURE:
            return False
        if other.kinds == Kind.WORK:
            follows = rules["work_follows"].match(text, name.end) is not None
            return follows and name.kinds != Kind.WORK
        tied = rules["role_tie"].search(text, max(0, name.start - _NEAR), name.start)
        between = text[name.end : other.start]
        plain = rules["role_follows"].fullmatch(between) is not None
        return bool(tied and plain and other.kinds & people)

    return [
        name
        for name, other in zip(names, [*names[1:], None], strict=False)
        if other is None or not modifies(name, other)
    ]
