"""What a statement may name that nobody knows yet, as further items of its lattice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lore.editing.sentences.source_text import SourceText
from lore.language import costs, grammar
from lore.language.lexicon import Language, Sense
from lore.linking.mentions import Mention
from lore.model.facts import Status
from lore.understanding.lattice import Span

_JOINING = grammar.words("statements", "joining")
_JOINING_SIGNS = frozenset({"-", "–", "—", "&"})
_ADVERBS = {word: Status(name) for word, name in grammar.grammar()["statements"]["adverbs"].items()}

_AND = grammar.words("statements", "and")
_NEGATING = ("negative", "negated")
_NEGATIVE = grammar.words("statements", "negative")
"""Words that deny a statement, besides those that do so in a question."""
_UNSURE = grammar.words("statements", "unsure")
"""Words that make a statement a rumour."""


def strangers(raw: SourceText, mentions: Sequence[Mention], language: Language) -> list[Span]:
    """Runs of capitalised words, and what stands in quotation marks."""
    spans: list[Span] = []
    for first, last, cost in (*_quoted(raw), *_runs(raw)):
        start = raw.first_word(first)
        end = raw.end_of(last)
        if start is None or end is None:
            continue
        if _joins_known(raw.words, start, end, mentions):
            spans += _between_ands(raw.words, start, end)
            continue
        ordinary = all(map(language.is_ordinary, raw.words[start:end]))
        if not ordinary or start > 0 or cost == costs.QUOTED:
            spans.append(Span(start, end, cost))
        while start + 1 < end and language.is_ordinary(raw.words[start]):
            # "Director Jane Doe" is Jane Doe with her title, unless that is her name.
            start += 1
            cost += costs.TRIMMED
            spans.append(Span(start, end, cost))
    return spans


def whole(mentions: Sequence[Mention], strange: Sequence[Span]) -> list[Mention]:
    """The mentions that take no part of a name for the name of somebody else: in "Jane Doe", Jane
    is not Jane Carter."""
    stretches = {(item.start, item.end) for item in strange}
    return [
        mention
        for mention in mentions
        if mention.exact
        or (mention.start, mention.end) in stretches
        or not any(start <= mention.start and mention.end <= end for start, end in stretches)
    ]


def adverbs(words: Sequence[str]) -> list[Span]:
    """Words that tell how sure a statement is, and that questions do not have."""
    cost = costs.ADVERB
    return [
        Span(place, place + 1, cost, sense=Sense("status", str(_ADVERBS[word]), cost))
        for place, word in enumerate(words)
        if word in _ADVERBS
    ]


def claimed(words: Iterable[str], items: Iterable[Span], language: Language) -> Status:
    """How sure a statement is, by its words outside of names: the least sure of what they say.

    The words themselves count beside what they were read as: no "not" may get lost.
    """
    statuses = {
        Status(item.sense.value)
        for item in items
        if item.sense is not None and item.sense.kind == "status"
    }
    for word in words:
        if word in _UNSURE:
            statuses.add(Status.RUMOURED)
        if word in _NEGATIVE or _negates(word, language):
            statuses.add(Status.DENIED)
    ranked = (Status.DENIED, Status.HOPED, Status.RUMOURED, Status.CONFIRMED)
    return next((status for status in ranked if status in statuses), Status.REPORTED)


def _negates(word: str, language: Language) -> bool:
    return any(
        phrase == (word,) and sense.value in _NEGATING
        for phrase, senses in language.by_first.get(word, ())
        for sense in senses
    )


def _quoted(raw: SourceText) -> Iterator[tuple[int, int, float]]:
    """The chunks between quotation marks: first, last and cost."""
    opened: int | None = None
    for place, chunk in enumerate(raw.chunks):
        if opened is None and chunk[0] in '“"':
            opened = place
        if opened is not None and any(sign in chunk[1:] for sign in '”"'):
            yield opened, place, costs.QUOTED
            opened = None


def _runs(raw: SourceText) -> Iterator[tuple[int, int, float]]:
    """Runs of capitalised chunks, with numbers and small words between them."""
    first: int | None = None
    last = -1
    for place, chunk in enumerate(raw.chunks):
        bare = chunk.strip("“”\"‘’'([")
        capital = bare[:1].isupper()
        continues = first is not None and (capital or bare[:1].isdigit() or _joins(bare))
        if first is not None and not continues:
            yield first, last, costs.PROPER
            first = None
        if capital or (first is not None and bare[:1].isdigit()):
            first = place if first is None else first
            last = place
            if chunk.endswith((",", ";", ".")) or "'s" in chunk or "’s" in chunk:
                yield first, last, costs.PROPER
                first = None
    if first is not None:
        yield first, last, costs.PROPER


def _joins(bare: str) -> bool:
    return bare.casefold() in _JOINING or bare in _JOINING_SIGNS


def _between_ands(words: Sequence[str], start: int, end: int) -> Iterator[Span]:
    """The parts of a run that "and" joins, each for itself."""
    first = start
    for place in range(start, end + 1):
        if place == end or words[place] in _AND:
            if place > first:
                yield Span(first, place, costs.PROPER)
            first = place + 1


def _joins_known(words: Sequence[str], start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a run joins a name that is known with others: "Tom Cruise and Jane Doe"."""
    return not _AND.isdisjoint(words[start:end]) and any(
        mention.exact and start <= mention.start and mention.end <= end
        for mention in mentions
        if (mention.start, mention.end) != (start, end)
    )
