"""Answers a message by what it asks, apart from what is said beside that, where the whole of it is
not surely understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import Ambiguous, Found, Outcome, Unknown
from lore.steps import TooLong
from lore.understanding.asides import (
    Said,
    asked_part,
    indirect,
    without_asides,
    without_fillers,
)
from lore.understanding.context import Context

Told = tuple[Outcome, Context | None]
"""An outcome, and the context after it."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Asks a part of a message.

    `does` tells what a part that names nothing does by its words; `filled` the places of words that
    add nothing to a question; `named` the folded words of a text and the names in it; `heard` what
    a question is told in a context.
    """

    language: Language
    does: Callable[[str, Sequence[str]], Said]
    filled: Callable[[Sequence[str]], frozenset[int]]
    named: Callable[[str], tuple[list[str], list[Mention]]]
    heard: Callable[[str, Context | None], Told]

    def told(self, message: str, whole: Told, context: Context | None) -> Told:
        """What the message is told without its asides, else by the sentence that asks something,
        behind the rest of it; else as the `whole`, as where that takes too many steps."""
        try:
            return self._told(message, whole, context)
        except TooLong as error:
            if error.seconds is not None:
                raise
            return whole

    def _told(self, message: str, whole: Told, context: Context | None) -> Told:
        if (told := indirect(message)) is not None:
            return self._indirectly(*told, whole, context)
        lost = isinstance(whole[0], Unknown) and whole[0].reason == "not_understood"
        part = asked_part(message, self.language)
        fillers = part is None and (lost or isinstance(whole[0], Ambiguous))
        for bare in self._shorter(message, fillers=fillers):
            if self._names(bare) != self._names(message) or _tears(whole[0], bare):
                continue
            again = self.heard(bare, context)
            if isinstance(again[0], Found):
                return again
        if part is None or not lost:
            return whole
        beside, asked = part
        talked_of = (context or Context()).missed(self.named(beside)[1], ())
        again = self.heard(asked, talked_of)
        return again if isinstance(again[0], Found | Ambiguous) else whole

    def _shorter(self, message: str, *, fillers: bool) -> Iterator[str]:
        """A message without what adds nothing at its ends, where `fillers` says so, and without its
        asides."""
        if fillers and (trimmed := without_fillers(message, self.filled)) is not None:
            yield trimmed
        if (bare := without_asides(message, self.language, self._said)) is not None:
            yield bare

    def _indirectly(self, head: str, asked: str, whole: Told, context: Context | None) -> Told:
        """What somebody is asked to have told, asked by itself: whether they have is no answer."""
        person = any(self.language.pronouns.get(word) == "person" for word in self.named(asked)[0])
        named = self.named(head)[1] if person else ()
        again = self.heard(asked, (context or Context()).missed(named, ()) if named else context)
        offered = isinstance(whole[0], Ambiguous) and not isinstance(again[0], Found)
        return whole if offered else again

    def _said(self, part: str) -> Said:
        words, mentions = self.named(part)
        return "names" if _surely(mentions) else self.does(part, words)

    def _names(self, text: str) -> set[int]:
        """What is surely named in a text."""
        return _surely(self.named(text)[1])


def _surely(mentions: Sequence[Mention]) -> set[int]:
    """The entities that are surely meant."""
    return {mention.candidates[0].entity for mention in mentions if not mention.plain}


def _tears(outcome: Outcome, bare: str) -> bool:
    """Whether what is left of a message has the beginning alone of a name that is not known."""
    name = outcome.word if isinstance(outcome, Unknown) and outcome.reason == "no_entity" else None
    words = f" {' '.join(folding.words(bare))} "
    return name is not None and f" {name.split()[0]} " in words and f" {name} " not in words
