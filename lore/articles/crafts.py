"""What people do of films, by the store and the article: who makes them is none of their casts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lore.articles.claims import Claim
from lore.articles.named import Name, text_of
from lore.articles.signs import Kind
from lore.model.facts import Status
from lore.store.fact_reader import Known, Reader

CRAFTS = ("director", "writer", "producer", "composer", "cinematographer", "editor")
_TOLD = ("director", "writer")
"""Crafts that an article alone may tell; those who play produce too."""
_PLAYED = frozenset({"cast", "returning", "newcomer"})
_OF_CREW = "known-from-crew"
_KNOWN_FROM = frozenset(
    {
        "known-from", "known-from-last", "known-for", "known-for-first", "honoured-for", "alum",
        "shooting-film", _OF_CREW,
    }
)  # fmt: skip
"""The patterns of films that somebody is known from, which makers made rather than were in."""
_OWN_FILM = "own-film"
"""The pattern of somebody's film, which is their director's unless they play."""
_BEHIND = "behind-camera"
"""The pattern of whoever is behind the camera: the director, unless another is."""
_TAKES_OVER = frozenset(
    {"replaces", "verb-replace", "verb-recruit", "added", "stepping-in", "in-place"}
)
"""Patterns of somebody who comes, which may be in the place of one who goes."""


@dataclass(frozen=True, slots=True)
class Crafts:
    """What the store knows of people, by name in small letters: the `crafts` of those who make
    films and play in none, and who `plays` in one."""

    crafts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plays: frozenset[str] = frozenset()

    def applied(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """The claims, where makers are taken for players as claims of their craft: who leaves no
        longer directs, and who replaces them does. Makers who join or are back without more are
        left out."""
        crafts = self._with_told(claims)
        told = {
            claim.bare
            for claim in claims
            if claim.property in CRAFTS and claim.status is not Status.DENIED
        }
        gone: dict[int, str] = {
            claim.paragraph: claim.property
            for claim in claims
            if claim.property in _TOLD and claim.status is Status.DENIED
        }
        directed = {
            claim.subject.text
            for claim in claims
            if claim.property == "director" and claim.pattern != _BEHIND
        }
        made: list[Claim] = []
        for claim in claims:
            if claim.pattern == _BEHIND and claim.subject.text in directed:
                claim = replace(claim, property="cinematographer")
            if claim.pattern == _OWN_FILM and _key(claim.value) not in self.plays:
                claim = replace(claim, property="director")
            craft = _of_maker(claim, crafts)
            if claim.pattern in _KNOWN_FROM and (craft is not None or claim.pattern == _OF_CREW):
                if craft is None:
                    continue
                claim = replace(claim, property=craft)
            if claim.property == "cast" and claim.status is Status.DENIED and craft is not None:
                gone.setdefault(claim.paragraph, craft)
                claim = replace(claim, property=craft)
                if claim.bare in told:
                    continue
            made.append(claim)
        yield from self._taken_over(made, gone)

    def _taken_over(self, claims: Iterable[Claim], gone: Mapping[int, str]) -> Iterator[Claim]:
        """The claims with those who come where somebody of a craft goes in that craft."""
        for claim in claims:
            place = gone.get(claim.paragraph)
            comes = claim.pattern in _TAKES_OVER and claim.role is None
            comes = comes and claim.property in _PLAYED and claim.status is not Status.DENIED
            if place is None or not comes or _key(claim.value) in self.plays:
                yield claim
            elif claim.property == "cast":
                yield replace(claim, property=place)

    def _with_told(self, claims: Sequence[Claim]) -> dict[str, frozenset[str]]:
        """The crafts with those that the article tells of people who play in nothing."""
        played = {
            _key(claim.value)
            for claim in claims
            if claim.property == "cast"
            and claim.role is not None
            and claim.status is not Status.DENIED
        }
        found = {name: set(crafts) for name, crafts in self.crafts.items()}
        for claim in claims:
            if claim.property in _TOLD and claim.status is not Status.DENIED:
                found.setdefault(_key(claim.value), set()).add(claim.property)
        return {
            name: frozenset(crafts)
            for name, crafts in found.items()
            if name not in played and name not in self.plays
        }


def crafts_of(names: Sequence[Sequence[Name]], reader: Reader) -> Crafts:
    """What the store knows of the people whom an article names."""
    people = {
        entity.id: entity.name.casefold()
        for found in names
        for name in found
        if name.kinds == Kind.PERSON
        for entity in name.entities
    }
    if not people:
        return Crafts()
    crafts: dict[str, set[str]] = {}
    for row in reader.step([*CRAFTS, "cast"], [Known("value", sorted(people))]):
        if row.value in people:
            crafts.setdefault(people[row.value], set()).add(row.property)
    return Crafts(
        {name: frozenset(found) for name, found in crafts.items() if "cast" not in found},
        frozenset(name for name, found in crafts.items() if "cast" in found),
    )


def _of_maker(claim: Claim, crafts: Mapping[str, frozenset[str]]) -> str | None:
    """The craft of whom a claim without a named role takes for a player, their first."""
    if claim.property not in _PLAYED or isinstance(claim.role, Name):
        return None
    own = crafts.get(_key(claim.value), frozenset())
    return next((craft for craft in CRAFTS if craft in own), None)


def _key(value: object) -> str:
    return text_of(value).casefold()
