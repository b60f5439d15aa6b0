"""Sources in words: those of one answer, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from lore.models import Found, Source
from lore.wording import terms
from lore.wording.answers import Parts
from lore.wording.citing import Citing

Links = tuple[str | None, ...]
"""The addresses beside the lines; None where a source has none."""

_NONE = "This answer rests on no source."
_NOTHING = "There are no sources yet."


def of_answer(found: Found) -> tuple[Parts, Links]:
    """What an answer rests on: each source with its title, date and places, and its address."""
    lines = Citing(found.lines, marked=found.conflict).sources
    sources: dict[int, Source] = {}
    for line in found.lines:
        for fact in (line.fact, *line.via):
            for cited in fact.citations:
                sources.setdefault(cited.source.id, cited.source)
    return _listed("Sources of this answer", lines, list(sources.values())) or _said(_NONE)


def of_everything(sources: Sequence[Source]) -> tuple[Parts, Links]:
    """What all answers rest on, in the order given."""
    title = f"{len(sources)} sources" if len(sources) != 1 else "One source"
    return _listed(title, [_named(one) for one in sources], sources) or _said(_NOTHING)


def _named(source: Source) -> str:
    parts = [f"“{source.title}”", source.publisher, terms.dating(source)]
    return ", ".join(part for part in parts if part)


def _listed(
    title: str, lines: Sequence[str], sources: Sequence[Source]
) -> tuple[Parts, Links] | None:
    if not lines:
        return None
    links = tuple(source.address for source in sources)
    return Parts(title, tuple(lines), (), None, (), "fact"), links


def _said(sentence: str) -> tuple[Parts, Links]:
    return Parts(None, (sentence,), (), None, (), "unknown"), ()
