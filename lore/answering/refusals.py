"""What a question is told that the grammar does not read."""

from __future__ import annotations

import re

from lore.answering.near_questions import near
from lore.language.lexicon import Language
from lore.model.facts import Unknown
from lore.store.fact_reader import Reader
from lore.understanding import NotUnderstood
from lore.understanding.reading.grammar import is_capital


def refused(question: str, read: NotUnderstood, reader: Reader, language: Language) -> Unknown:
    """That a name is not known, that there is no fact, or that the question was not understood;
    with near questions that have an answer."""
    names = tuple(mention.candidates[0].name for mention in read.names)
    suggestions = near(reader, language.properties, read.names, read.property)
    if read.word and (read.property or names) and _is_name(read, question, language):
        return Unknown("no_entity", read.property, names, read.word, suggestions)
    if names and read.whole:
        return Unknown("no_fact", None, names, near=suggestions)
    known = names if read.sure else ()
    return Unknown("not_understood", read.property, known, read.word, suggestions)


def _is_name(read: NotUnderstood, question: str, language: Language) -> bool:
    """Whether what was not understood may be a name: a word that is none of the language or is
    written as a name is, or, where names are not sure, several words or one with a number."""
    told = (read.word or "").split()
    strange = not language.known.issuperset(told) or is_capital(read.word or "", question)
    numbered = re.search(rf"\b{re.escape(read.word or '')}\s+\d", question, re.IGNORECASE)
    return strange or (not read.sure and (len(told) > 1 or numbered is not None))
