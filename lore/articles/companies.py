"""Whose films are whose: services that only show films make none, and what the store has counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lore.articles.claims import Claim
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.store.fact_reader import Known, Reader

_LOOSE = frozenset(
    {
        "studio-owns", "studio-for", "studio-does", "studio-acts", "studio-names", "studio-first",
        "studio-film", "studio-series", "verb-release", "verb-move", "verb-back", "slate",
    }
)  # fmt: skip
"""Patterns of what companies do with films, which others may do as well."""


@dataclass(frozen=True, slots=True)
class Companies:
    """Names in small letters: the `services` on which films are seen, and the `studios` of the
    films that the store has, by the film's id."""

    services: Collection[str] = ()
    studios: dict[int, set[str]] = field(default_factory=dict)

    def applied(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims, where services are taken for studios as claims of where films are seen;
        without those that a loose pattern has of a film whose studio is known to be another."""
        for claim in claims:
            if claim.property != "studio" or not isinstance(claim.value, Name):
                yield claim
                continue
            company = claim.value.text.casefold()
            if company in self.services:
                yield replace(claim, property="streaming")
                continue
            known = {
                studio
                for film in claim.subject.entities
                for studio in self.studios.get(film.id, ())
            }
            if not (known and company not in known and claim.pattern in _LOOSE):
                yield claim


def companies_of(
    texts: Sequence[str],
    names: Sequence[Sequence[Name]],
    reader: Reader,
    told: re.Pattern[str],
    listed: Collection[str],
) -> Companies:
    """What the store, and an article, tell of the companies that it names: `told` is what stands
    before a service, `listed` are services that everybody knows."""
    services = set(listed)
    ids: dict[int, str] = {}
    films: set[int] = set()
    for text, found in zip(texts, names, strict=True):
        for name in found:
            if not name.kinds & (Kind.ORGANISATION | Kind.OUTLET):
                films |= {entity.id for entity in name.entities if name.kinds == Kind.WORK}
                continue
            ids |= {entity.id: entity.name.casefold() for entity in name.entities}
            if name.text.endswith("+") or told.search(text, max(0, name.start - 40), name.start):
                services.add(name.text.casefold())
    rows = reader.step(["streaming", "studio"], [Known("value", sorted(ids))]) if ids else []
    shown = {row.value for row in rows if row.property == "streaming"}
    makes = {row.value for row in rows if row.property == "studio"}
    services |= {ids[company] for company in shown - makes if company in ids}
    studios: dict[int, set[str]] = {}
    rows = reader.step(["studio"], [Known("subject", sorted(films))]) if films else []
    for fact in reader.facts([row.fact for row in rows]).values():
        if not isinstance(fact.value, str):
            studios.setdefault(fact.subject.id, set()).add(
                str(getattr(fact.value, "name", "")).casefold()
            )
    return Companies(frozenset(services), studios)
