"""Interviews in turns: paragraphs that begin with who speaks, and a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.language import grammar

_LABEL = re.compile(
    r"[*_]{0,2}([^\W\d_][^\W_'’]*(?:[ .&'’-]+[^\W\d_][^\W_]*){0,4})[*_]{0,2}:[*_]{0,2} "
)
_FIRST_PERSON = re.compile(rf"\b(?:{grammar.alternatives('press', 'first_person')})\b")
_LONGEST_QUESTION = 200
"""Characters of a question of an interview."""
_FEWEST_QUESTIONS = 3
"""Questions from which it is one."""
_FEWEST = 2
"""Times that somebody speaks in an interview."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says, from `start` of a paragraph; nobody where they ask the questions."""

    start: int
    speaker: Name | None


class Turns:
    """The turns of an article, if it is an interview that is written so."""

    def __init__(self, paragraphs: Sequence[str], names: Iterable[Name]) -> None:
        labels = [match[1] for text in paragraphs if (match := _LABEL.match(text)) is not None]
        counted = Counter(map(_short, labels))
        often = {short for short, count in counted.items() if count >= _FEWEST}
        self._speaking = often if len(often) > 1 else set[str]()
        self._plain: dict[str, Name | None] = {}
        self._people: dict[str, Name] = {}
        for name in names:
            if name.kinds & Kind.PERSON and " " in name.text:
                self._people.setdefault(_short(name.text), name)
                self._people.setdefault(name.text.split()[-1].casefold(), name)

    def without_label(self, text: str, names: Sequence[Name]) -> list[Name]:
        """The names of a paragraph but for what is only its label."""
        turn = self.turn(text)
        return [name for name in names if turn is None or name.start >= turn.start]

    def alternate(self, paragraphs: Sequence[str], person: Name) -> None:
        """Take paragraphs without labels for questions and a person's answers in turn, if they
        are: from the first question on, each second one, most of which end as questions do."""
        if self._speaking:
            return
        first = next((at for at, text in enumerate(paragraphs) if _asks(text)), None)
        if first is None:
            return
        asked, said = paragraphs[first::2], paragraphs[first + 1 :: 2]
        questions = sum(map(_asks, asked))
        if questions < _FEWEST_QUESTIONS or 2 * questions < len(asked) or any(map(_asks, said)):
            return
        if any(len(text) > _LONGEST_QUESTION for text in asked[:-1]):
            return
        if sum(_FIRST_PERSON.search(text) is not None for text in said) < _FEWEST_QUESTIONS:
            return
        last = max(at for at, text in enumerate(asked) if _asks(text))
        self._plain |= dict.fromkeys(asked[: last + 1]) | dict.fromkeys(said[: last + 1], person)

    def turn(self, text: str) -> Turn | None:
        """The turn that a paragraph is; None where it is none."""
        match = _LABEL.match(text)
        if text in self._plain:
            label = match is not None and (self._person(match[1]) or _asks(text))
            return Turn(match.end() if match is not None and label else 0, self._plain[text])
        if match is None or _short(match[1]) not in self._speaking:
            return None
        return Turn(match.end(), self._person(match[1]))

    def _person(self, label: str) -> Name | None:
        return self._people.get(label.casefold()) or self._people.get(_short(label))


def _asks(text: str) -> bool:
    return text.endswith("?") and len(text) <= _LONGEST_QUESTION


def _short(label: str) -> str:
    """The initials of a name; of what is short already, itself."""
    words = label.replace(".", "").split()
    if len(words) == 1:
        return words[0] if words[0].isupper() else words[0].casefold()
    return "".join(word[0] for word in words)
