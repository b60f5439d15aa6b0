"""What a question is told that has no answer, or that the grammar does not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lore.answering.fact_graph import FactGraph
from lore.answering.near_questions import near, near_properties
from lore.language import grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import Reason, Unknown
from lore.store.fact_reader import Reader
from lore.understanding import NotUnderstood
from lore.understanding.algebra import About, Named, Question, Step, nodes
from lore.understanding.reading.grammar import is_capital


def nothing(question: Question) -> Unknown:
    """That there is no fact for a question, with the property and the names that it is about."""
    parts = list(nodes(question))
    steps = [part for part in parts if isinstance(part, Step)]
    names = [part.entity.name for part in parts if isinstance(part, Named | About)]
    if not steps:
        return Unknown("no_fact", None, tuple(dict.fromkeys(names)))
    within = [end.entity.name for _, end in steps[0].fixed if isinstance(end, Named)]
    return Unknown(
        "no_fact",
        steps[0].properties[0],
        tuple(dict.fromkeys(names)),
        within=tuple(within) if set(within) < set(names) else (),
        role=steps[0].ask == "role",
    )


def refused(question: str, read: NotUnderstood, reader: Reader, language: Language) -> Unknown:
    """That a name is not known, that there is no fact, or that the question was not understood;
    with near questions that have an answer."""
    names = tuple(mention.candidates[0].name for mention in read.names)
    suggestions = near(reader, language.properties, read.names, read.property)
    if read.word and (read.property or names) and _is_name(read, question, language):
        return Unknown("no_entity", read.property, names, read.word, suggestions)
    if names and read.whole:
        lacks = lacking(read.property, read.names, language)
        within = works_among(read.names, language)
        return Unknown(lacks, read.property, names, near=suggestions, within=within)
    known = names if read.sure else ()
    return Unknown("not_understood", read.property, known, read.word, suggestions)


def lacking(name: str | None, mentions: Sequence[Mention], language: Language) -> Reason:
    """Why there is no answer about a property of what is named: that there is no fact is said of
    what can have one alone, and not of the height of a film."""
    entry = language.properties.get(name or "")
    if entry is None or not mentions:
        return "no_fact"
    slots = (entry.subject, entry.value, *([entry.role] if entry.has_role else []))
    fits = any(not kinds or mention.kinds & kinds for mention in mentions for kinds in slots)
    return "no_fact" if fits else "not_understood"


def works_among(mentions: Sequence[Mention], language: Language) -> tuple[str, ...]:
    """The names of works that stand beside those of others."""
    works = frozenset(language.groups["work"])
    told = [one.candidates[0].name for one in mentions if not works.isdisjoint(one.kinds)]
    return tuple(told) if len(told) < len(mentions) else ()


def _is_name(read: NotUnderstood, question: str, language: Language) -> bool:
    """Whether what was not understood may be a name: a word that is none of the language nor near
    to one, or that is written as a name is; where names are not sure, several words that are led to
    as names are, or one with a number."""
    told = (read.word or "").split()
    if folding.number_words().issuperset(told):
        return False
    if any(map(language.is_strange, told)) or is_capital(read.word or "", question):
        return True
    usual = language.everyday.issuperset(told)
    several = len(told) > 1 and ((read.led and not usual) or told[-1].isdecimal())
    title = rf"\b{re.escape(read.word or '')}\s+(?:\w+\s+)?\d"
    counted = usual and told[-1] in grammar.words("works", "numbering")
    numbered = not counted and re.search(title, question, re.IGNORECASE) is not None
    return not read.sure and (several or numbered)


def doubtful(refusal: Unknown) -> Unknown:
    """A refusal that says no more than that the question was not understood."""
    return replace(refusal, reason="not_understood", property=None)


def holds(refusal: Unknown, mentions: Sequence[Mention], graph: FactGraph) -> bool:
    """Whether the store holds facts of the property that the one thing named is said to lack, or
    any of what is named where it is said to lack all."""
    named = {candidate.entity for told in mentions for candidate in told.candidates[:1]}
    held = {name for entity in named for name, _ in graph.at(entity)}
    if refusal.property is None:
        return bool(held)
    near = {refusal.property, *near_properties(refusal.property, graph.properties)}
    return len(refusal.names) == 1 and not near.isdisjoint(held)
