"""The sources of an answer, each once, and the numbers by which its sentences name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.model.facts import Citation, Fact, Found, Line, Source
from lore.texts import terms
from lore.texts.parts import Parts


class Citing:
    """Numbers the sources that lines rest on, in the order in which they are met.

    Sentences bear the numbers only where `marked`: there are several sources, and it matters
    which of them says what.
    """

    def __init__(self, lines: Sequence[Line], *, marked: bool) -> None:
        self._places: dict[int, tuple[Citation, list[str]]] = {}
        for line in lines:
            for fact in (line.fact, *line.via):
                for cited in fact.citations:
                    _, places = self._places.setdefault(cited.source.id, (cited, []))
                    if cited.locator and cited.locator not in places:
                        places.append(cited.locator)
        self._numbers = {source: number for number, source in enumerate(self._places, start=1)}
        self._marked = marked and len(self._numbers) > 1

    def marks(self, facts: Sequence[Fact]) -> str:
        """The numbers of the sources of facts, as in " [1] [2]"; empty where they do not matter."""
        if not self._marked:
            return ""
        numbers = {self._numbers[cited.source.id] for fact in facts for cited in fact.citations}
        return "".join(f" [{number}]" for number in sorted(numbers))

    @property
    def named(self) -> tuple[str, ...]:
        """Each source in a sentence: who says it, where and when."""
        return tuple(
            terms.sentence(f"That is from {_cited(cited, places)}")
            for cited, places in self._places.values()
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """One line a source, with its places and, where sentences refer to it, its number."""
        return tuple(
            (f"[{self._numbers[source]}] " if self._marked else "") + _cited(cited, places)
            for source, (cited, places) in self._places.items()
        )


def _cited(first: Citation, places: Sequence[str]) -> str:
    """A citation with all its places: "paragraphs 2, 4 and 5" where they are of one sort."""
    if len(places) < 2:
        return terms.citation(first)
    head, numbers = places[0].split(" ")[0], [place.split(" ", 1)[-1] for place in places]
    if all(place.startswith(f"{head} ") for place in places):
        where = f"{head}s {terms.series(sorted(numbers, key=_natural))}"
    else:
        where = terms.series(places)
    return terms.citation(Citation(first.source, first.status, where, first.as_of))


def _natural(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() else (10**6, text)


Links = tuple[str | None, ...]
"""The addresses beside the lines; None where a source has none."""

_NONE = "This answer rests on no source."
_NOTHING = "There are no sources yet."


def of_answer(found: Found) -> tuple[Parts, Links]:
    """What an answer rests on: each source with its title, date and places, and its address."""
    lines = Citing(found.lines, marked=False).sources
    sources: dict[int, Source] = {}
    values: dict[int, dict[str, None]] = {}
    for line in found.lines:
        for fact in (line.fact, *line.via):
            for cited in fact.citations:
                sources.setdefault(cited.source.id, cited.source)
                value = terms.value(fact.value)
                values.setdefault(cited.source.id, {})[value] = None
    listed = _listed("Sources of this answer", lines, list(sources.values()))
    if listed is None:
        return _said(_NONE)
    parts, links = listed
    # Where they disagree it matters which of them says what.
    sides = tuple(f"{', '.join(values[source])}:" for source in sources) if found.conflict else ()
    return replace(parts, leads=sides), links


def of_everything(sources: Sequence[Source]) -> tuple[Parts, Links]:
    """What all answers rest on, in the order given."""
    title = f"{len(sources)} sources" if len(sources) != 1 else "One source"
    return _listed(title, [_named(source) for source in sources], sources) or _said(_NOTHING)


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
