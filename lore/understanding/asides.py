"""What a message asks, apart from what it says beside that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Literal

from lore.language import grammar
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.understanding.reading.clauses import SIGN

_END = re.compile(r"(?<=[.!?…])\s+|\n+|\.\.+\s*")
_OWNER = re.compile(r"['’]s?$", re.IGNORECASE)
_JOINS = grammar.alternatives("asides", "joins")
_OPENERS = grammar.alternatives("asides", "openers")
_OPENER = re.compile(rf"(?:(?:{_JOINS})\s+)?(?:{_OPENERS})\b", re.IGNORECASE)
_PART = re.compile(rf"{SIGN.pattern}|\s+(?={_OPENER.pattern})", re.IGNORECASE)

Said = Literal["names", "asks", "hints", "idles"]
"""What a part of a message does: it names something known; it compares, orders or leaves something
out; it hints at a property; or none of these."""


_TOLD = re.compile(
    rf"(?:(?:{grammar.alternatives('indirect', 'joins')})[,\s]+)*"
    rf"(?P<head>(?:{grammar.alternatives('indirect', 'asking')})\b[^.?!;:\n]{{0,60}}?"
    rf"\b(?:{grammar.alternatives('indirect', 'telling')}))"
    rf"(?:\s+(?:{grammar.alternatives('indirect', 'between')}))*\s+"
    rf"(?:(?:{grammar.alternatives('indirect', 'whether')})\s+)?"
    rf"(?P<asked>(?:{grammar.alternatives('indirect', 'asked')})\b.*)",
    re.IGNORECASE | re.DOTALL,
)


def indirect(message: str) -> tuple[str, str] | None:
    """Who is asked to have told or to know something, with the question that this is: "did X ever
    say | when it is out"; None of a message that asks nothing so."""
    met = _TOLD.fullmatch(message.strip())
    return (met["head"], met["asked"]) if met else None


def without_fillers(message: str, filled: Callable[[Sequence[str]], frozenset[int]]) -> str | None:
    """A message without the words at its two ends that add nothing to it; None where there are
    none, or nothing else, and where they may be what somebody has ("X's brother")."""
    parts = message.split()
    said = [folding.words(part) for part in parts]
    idle = filled([word for words in said for word in words])
    ends = [0, *accumulate(map(len, said))]
    kept = [
        rank
        for rank, (start, end) in enumerate(pairwise(ends))
        if not idle.issuperset(range(start, end))
    ]
    if not kept or kept[-1] - kept[0] == len(parts) - 1 or _OWNER.search(parts[kept[-1]]):
        return None
    return " ".join(parts[kept[0] : kept[-1] + 1])


def asked_part(message: str, language: Language) -> tuple[str, str] | None:
    """The last sentence of a message that asks something, behind all that it says beside it; None
    of a message that is one sentence, or asks nothing."""
    parts = [part for part in _END.split(message) if part.strip()]
    asking = [
        place
        for place, part in enumerate(parts)
        if part.endswith(folding.MARK) or _has_question(part, language)
    ]
    if len(parts) == 1 or not asking:
        return None
    place = asking[-1]
    return " ".join([*parts[:place], *parts[place + 1 :]]), parts[place]


def without_asides(message: str, language: Language, said: Callable[[str], Said]) -> str | None:
    """A message without its parts that ask nothing: what the speaker says of themselves ("im in the
    uk"), and what neither names nor hints at anything; None where it holds none of these, or asks
    nothing else."""
    parts = _parts(message, language)
    if len(parts) == 1:
        return None
    does = [said(part) for part in parts]
    asking = [_has_question(part, language) for part in parts]
    kept = [
        place
        for place, part in enumerate(parts)
        if asking[place] or not _is_aside(part, does[place])
    ]
    if len(kept) == len(parts) or not any(
        asking[place] or does[place] == "hints" for place in kept
    ):
        return None
    return " ".join(parts[place] for place in kept)


def _is_aside(part: str, does: Said) -> bool:
    return does == "idles" or (does == "hints" and _OPENER.match(part) is not None)


def _parts(message: str, language: Language) -> list[str]:
    """What stands between signs, and before words by which speakers begin to tell of themselves:
    not "where can | i watch it"."""
    asks = language.questions.keys() | language.auxiliaries | language.light
    found: list[str] = []
    for part in filter(None, map(str.strip, _split(message))):
        before = folding.words(found[-1])[-1:] if found else []
        if before and before[0] in asks and found[-1][-1].isalnum():
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _split(message: str) -> list[str]:
    starts = [match.end() for match in _PART.finditer(message)]
    return [
        message[start:end] for start, end in zip([0, *starts], [*starts, len(message)], strict=True)
    ]


def _has_question(part: str, language: Language) -> bool:
    return not language.questions.keys().isdisjoint(folding.words(part))
