"""Statements that deny what they are about: "Pegg is not in the eighth, right?"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lore.language import grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention

_NEVER = grammar.words("denials", "never")
_NOT = grammar.words("denials", "not")
_TRUE = grammar.words("denials", "true")
_SPEAKERS = grammar.words("denials", "speakers")


def is_denying(
    words: Sequence[str], mentions: Sequence[Mention], parted: Collection[int], language: Language
) -> bool:
    """Whether it is asked if something does not hold: it says so once, behind what it is about and
    ahead of something else. "Isn't he in it?", "he is in it, isn't he?" ask if it does, and so does
    "he is in it, I can't wait": what is denied stands in one clause with what it is denied of.
    `parted` are the places of the words before which a comma or the like stands."""
    if not language.questions.keys().isdisjoint(words):
        return False
    opened = next((word for word in words if word not in language.fillers), "")
    if opened in language.auxiliaries and _TRUE.isdisjoint(words[:4]):
        return False
    denied = [place for place in range(len(words)) if _denies(words, place, language)]
    if len(denied) != 1 or words[max(denied[0] - 1, 0)] in _SPEAKERS:
        return False
    begun = max((place for place in parted if place <= denied[0]), default=0)
    named = {mention.end - 1 for mention in mentions if not mention.plain}
    clause = range(begun, denied[0])
    if not any(place in named or words[place] in language.pronouns for place in clause):
        return False
    rest = set(words[denied[0] + 1 :]) - language.pronouns.keys() - {folding.MARK}
    return bool(rest)


def _denies(words: Sequence[str], place: int, language: Language) -> bool:
    """Whether a word denies what its sentence says: "isn't", "is not", "never"."""
    word, before = words[place], words[place - 1] if place else ""
    return (
        word in language.negated
        or word in _NEVER
        or (word in _NOT and before in language.auxiliaries - language.negated)
    )
