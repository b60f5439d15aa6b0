"""The names in a question as the engine takes them: with hints in brackets, and words that were run
together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from lore.language import costs, grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.linker import Linker
from lore.linking.mentions import Candidate, Mention
from lore.model.facts import PEOPLE
from lore.steps import Steps
from lore.store.fact_reader import Reader
from lore.understanding.reading.grammar import is_capital

_BRACKETS = re.compile(r"\s*\(([^()]+)\)")


_WRITTEN = r"[A-Z][\w'’-]+"
_SUBTITLE = re.compile(
    rf": ((?:(?:{grammar.alternatives('works', 'title_heads')}) )?{_WRITTEN}"
    rf"(?: (?:{grammar.alternatives('works', 'title_ties')}|{_WRITTEN}))*)"
)
_OF = grammar.words("works", "of")
_MOST_HINTS = 3
"""Brackets that are looked into; each costs what a text without any does."""

Folding = Callable[[str], list[str]]
"""Turns a text into its folded words."""


def linked(
    text: str, folded: Folding, linker: Linker, reader: Reader, steps: Steps
) -> tuple[list[str], list[Mention]]:
    """The folded words of a text, and the names that are mentioned in it.

    Where a year, a role or a kind in brackets tells which bearer of a name is meant, it is left
    out, and the mention means that one alone.

    Raises:
        TooLong: where it takes more `steps` than it may.
    """
    for brackets in islice(_BRACKETS.finditer(text), _MOST_HINTS):
        before = text[: brackets.start()]
        said = before + text[brackets.end() :]
        words, end = folded(said), len(folded(before))
        mentions = linker.link(said, words, reader, steps)
        meant = [
            replace(mention, candidates=kept, plain=False, cost=mention.cost - costs.HINTED)
            for mention in mentions
            if mention.end == end and (kept := _told(mention.candidates, brackets[1], reader))
        ]
        if meant:
            return words, [*meant, *(mention for mention in mentions if mention.end != end)]
    words = folded(text)
    return words, linker.link(text, words, reader, steps)


def _told(candidates: Sequence[Candidate], hint: str, reader: Reader) -> tuple[Candidate, ...]:
    """The candidates that a hint tells of."""
    roles = reader.known_roles([candidate.entity for candidate in candidates])
    wanted = folding.key(folding.words(hint))
    return tuple(
        candidate
        for candidate in candidates
        if wanted
        in {
            folding.key(folding.words(str(told)))
            for told in (candidate.year, candidate.kind, roles.get(candidate.entity))
            if told
        }
    )


def names_in(
    text: str,
    folded: Folding,
    linker: Linker,
    reader: Reader,
    steps: Steps,
    language: Language,
) -> tuple[list[str], list[Mention]]:
    """As `linked`; words in no name that are mistyped ("waht"), written short ("ppl") or run
    together ("howlong") are put right, unless they are written as names are.

    Raises:
        TooLong: where it takes more `steps` than it may.
    """
    words, mentions = linked(text, folded, linker, reader, steps)
    named = {place for mention in mentions for place in range(mention.start, mention.end)}
    parts = {
        word: right
        for place, word in enumerate(words)
        if place not in named
        and not is_capital(word, text)
        and (right := language.respelled(word)) is not None
    }
    if not parts:
        return words, mentions

    def spelled(text: str) -> list[str]:
        return [part for word in folded(text) for part in parts.get(word, (word,))]

    return linked(text, spelled, linker, reader, steps)


def in_full(words: Sequence[str], mentions: Sequence[Mention]) -> str | None:
    """The words of a question with the parts of names in it made whole ("who plays ilsa and
    benji"), where each surely means one thing; None where no part of a name stands there."""
    named: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.cost):
        alone = (
            len(mention.candidates) == 1 and not mention.plain and mention.cost < costs.TAKEN_WHOLE
        )
        if alone and named.keys().isdisjoint(range(mention.start, mention.end)):
            named.update(dict.fromkeys(range(mention.start, mention.end), mention))
    ends = {mention.end for mention in named.values()}
    bent = any(
        mention.start in ends for mention in named.values()
    )  # "hayley williams" is nobody known
    if bent or all(mention.exact for mention in named.values()):
        return None
    told = (
        named[place].candidates[0].name if place in named else word
        for place, word in enumerate(words)
        if place not in named or named[place].start == place
    )
    return " ".join(told)


def by_place(
    question: str,
    words: Sequence[str],
    mentions: list[Mention],
    ordered: Callable[[], Sequence[Mention]],
    language: Language,
) -> tuple[list[Mention], str | None]:
    """Mentions, with works in place of the names before which an article and their place in the
    order stand ("the third Rivermark"), and the words of such a place, or of another title that
    begins so, of which no work is known; `ordered` gives the works of which words tell the place.
    """
    behind = {
        mention.start: mention
        for mention in mentions
        if mention.start > 1 and folding.ORDINAL.fullmatch(words[mention.start - 1])
        if words[mention.start - 2] in folding.ARTICLES
        if mention.exact and mention.kind not in PEOPLE
    }
    if not behind:
        return mentions, _other_title(question, words, mentions, language)
    found = [
        replace(work, end=max(work.end, behind[work.start + 1].end))
        for work in ordered()
        if work.start + 1 in behind
    ]
    placed = {work.start + 1 for work in found}
    lost = next((behind[place] for place in behind if place not in placed), None)
    kept = [mention for mention in mentions if mention.start not in placed]
    return [*kept, *found], " ".join(words[lost.start - 1 : lost.end]) if lost else None


def _other_title(
    question: str, words: Sequence[str], mentions: Sequence[Mention], language: Language
) -> str | None:
    """The words of a title that begins as one that is known and goes on as none does: "Rivermark:
    The Copper Vigil"; None where none stands there."""
    for match in _SUBTITLE.finditer(question):
        start, told = len(folding.words(question[: match.start()])), folding.words(match[1])
        end = start + len(told)
        begun = next((one for one in mentions if one.exact and one.end == start), None)
        if begun is None or begun.kind in PEOPLE or list(words[start:end]) != told:
            continue
        own = all(one.end <= start or one.start >= end for one in mentions if one.exact)
        if own and not language.vocabulary.intersection(told) - folding.ARTICLES:
            return " ".join(words[begun.start : end])
    return None


def in_order(
    words: Sequence[str], mentions: Sequence[Mention], ordered: Sequence[Mention]
) -> list[Mention]:
    """Mentions with the works `ordered` of which words tell the place, where no other name stands,
    and without the names that are part of that: "the next Rivermark"."""
    exact = [mention for mention in mentions if mention.exact]
    found = []
    for told in ordered:
        begun = told.start and words[told.start - 1] in folding.ARTICLES
        if all(told.holds(mention) or told.apart(mention) for mention in exact):
            found.append(replace(told, start=told.start - 1) if begun else told)
    return [*(one for one in mentions if not any(told.holds(one) for told in found)), *found]


def uncounted(
    words: Sequence[str], mentions: Sequence[Mention], nouns: Collection[str]
) -> list[Mention]:
    """Mentions without numbers that count works: "all three films" are not the third."""

    def counts(mention: Mention) -> bool:
        noun = words[mention.end] if mention.end < len(words) else ""
        bare = mention.end - mention.start == 1 and folding.is_number(words[mention.start])
        return bare and noun.endswith("s") and noun.removesuffix("s") in nouns

    return [mention for mention in mentions if not counts(mention)]


def of_parts(
    words: Sequence[str],
    mentions: Sequence[Mention],
    named: Callable[[Mapping[int, Sequence[str]]], Sequence[Mention]],
) -> list[Mention]:
    """Mentions, with the parts of works in place of these where they are told so: "season 2 of
    Rivermark", "the second season of Rivermark" as "Rivermark season 2"; `named` gives what bears
    whole folded names at some places."""
    parts: dict[int, Sequence[str]] = {}
    wholes: dict[int, Mention] = {}
    for whole in mentions:
        told = words[max(whole.start - 3, 0) : whole.start]
        if not whole.exact or whole.kind in PEOPLE or len(told) < 3 or told[2] not in _OF:
            continue
        noun, number = told[:2] if folding.is_number(told[1]) else (told[1], told[0])
        if folding.is_number(number) and not folding.is_number(noun):
            name = folding.words(whole.candidates[0].name)
            parts[whole.start - 3] = [*name, noun, folding.bare_number(number)]
            wholes[whole.start - 3] = whole
    found = [replace(part, end=wholes[part.start].end) for part in named(parts)] if parts else []
    taken = [wholes[part.start] for part in found]
    return [*(mention for mention in mentions if mention not in taken), *found]
