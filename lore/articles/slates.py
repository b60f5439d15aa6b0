"""Articles on a studio's slate: the films that they date are its, where no other is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lore.articles.claims import Claim
from lore.articles.named import Name
from lore.articles.sentences import quotations, sentences
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary
from lore.model.facts import Status

_LEAD = 3
"""Paragraphs that tell whether an article is on a slate."""
_DATED = "release_date"


class Slates:
    """Reads whose films the films of one article are."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words

    def told(
        self, texts: Sequence[str], names: Sequence[Sequence[Name]], claims: Sequence[Claim]
    ) -> Iterator[Claim]:
        """The studio of the films that an article on a slate dates, as claims."""
        company = self._company(texts, names)
        if company is None:
            return
        has = {claim.subject.text for claim in claims if claim.property == "studio"}
        dated = {
            claim.subject.text
            for claim in claims
            if claim.property == _DATED and claim.pattern not in ("year", "years-film")
        }
        why = self._words.texts["slate"]
        done: set[str] = set()
        for place, film, alone in self._films(texts, names, company):
            told = film.text in dated and film.text not in has and film.text not in done
            if told and alone:
                done.add(film.text)
                yield Claim(
                    film, "studio", company, None, Status.CONFIRMED, place, "slate", why,
                    Kind.ORGANISATION,
                )  # fmt: skip
            elif told:
                done.add(film.text)

    def _company(self, texts: Sequence[str], names: Sequence[Sequence[Name]]) -> Name | None:
        """The one company that the beginning of an article is about, if that is its slate."""
        lead = range(min(_LEAD, len(texts)))
        if not any(self._words.rules["slate"].search(texts[place]) for place in lead):
            return None
        found = [name for place in lead for name in names[place] if _is_company(name)]
        alike = {name.text for name in found}
        return found[0] if len(alike) == 1 else None

    def _films(
        self, texts: Sequence[str], names: Sequence[Sequence[Name]], company: Name
    ) -> Iterator[tuple[int, Name, bool]]:
        """Films with the paragraph that names them, and whether no other company is named by."""
        short = self._words.lists["abbreviations"]
        for place in range(1, len(texts)):
            text, found = texts[place], names[place]
            spans = {(name.start, name.end) for name in found}
            for stretch in sentences(text, spans, quotations(text), short):
                inside = [name for name in found if stretch.start <= name.start < stretch.end]
                others = [name for name in inside if _may_own(name) and name.text != company.text]
                for name in inside:
                    if name.kinds == Kind.WORK and not any(work.year for work in name.entities):
                        for film in name.group or (name,):
                            yield place, film, not others


def _is_company(name: Name) -> bool:
    return name.kinds & ~Kind.OUTLET == Kind.ORGANISATION


def _may_own(name: Name) -> bool:
    """Whether a name is a company's, or a new single word that may be one's."""
    alone = not name.known and " " not in name.text and bool(name.kinds & Kind.ORGANISATION)
    return _is_company(name) or alone
