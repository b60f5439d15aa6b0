"""What an article claims: facts by name, each with the pattern that it was read by."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lore.articles.named import Name, text_of
from lore.articles.signs import NOTHING, Kind
from lore.model.dates import PartialDate
from lore.model.facts import Status

_PLAYED = frozenset({"cast", "returning", "newcomer"})
_MADE = frozenset({"director", "writer", "producer"})
_MAKERS = frozenset({"director", "writer"})
"""Properties of those who make films."""
_BACK = frozenset(
    {
        "returns",
        "back",
        "return-of",
        "so-is",
        "verb-return",
        "verb-join",
        "verb-sign",
        "verb-recruit",
        "verb-reunite",
        "alongside",
        "signs-on",
        "cast-as",
        "deal",
        "verb-turn",
        "film-with",
        "filming-with",
        "opposite-player",
    }
)
_SURE = (Status.CONFIRMED, Status.REPORTED, Status.RUMOURED, Status.HOPED, Status.DENIED)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as an article claims it. `kind` is what a new name in the value's place would be,
    `paragraph` counts from 1, `replaces` is the date that this one takes the place of
    (`old` marks one that was given up), and `pattern` with `why` say how it was read."""

    subject: Name
    property: str
    value: Name | PartialDate | str
    role: Name | str | None
    status: Status
    paragraph: int
    pattern: str
    why: str
    kind: Kind = NOTHING
    replaces: PartialDate | None = None
    old: bool = False

    @builtins.property
    def key(self) -> tuple[str, str, str, str]:
        """What equal claims share."""
        return (*self.bare, _said(self.role))

    @builtins.property
    def bare(self) -> tuple[str, str, str]:
        """The same without the role."""
        return _said(self.subject), self.property, _said(self.value)


def _said(term: Name | PartialDate | str | None) -> str:
    return text_of(term).casefold()


def merged(claims: Iterable[Claim], crew: Collection[str] = ()) -> list[Claim]:
    """Each claim once, at its surest, in the order of the article; one that tells a role stands
    for the same without it, where it is as sure. Dates that were given up are denied; `crew` are
    people who are told to do something else than to act."""
    kept: dict[tuple[str, str, str, str], Claim] = {}
    for claim in _current(list(claims)):
        known = kept.get(claim.key)
        if known is None:
            kept[claim.key] = claim
        elif _surer(claim.status, known.status):
            kept[claim.key] = replace(claim, replaces=claim.replaces or known.replaces)
        elif claim.replaces is not None and known.replaces is None:
            kept[claim.key] = replace(known, replaces=claim.replaces)
    kept = _named_villains(_without_crew(kept, crew))
    told: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in kept.values():
        if claim.role is not None:
            told.setdefault(claim.bare, []).append(claim)
    kept = _without_players(_without_makers(kept))
    back = {claim.bare for claim in kept.values() if claim.property == "returning"}
    kept = {
        key: claim
        for key, claim in kept.items()
        if claim.property != "newcomer" or (claim.bare[0], "returning", claim.bare[2]) not in back
    }
    return list(_without_bare(kept.values(), told))


def without_people_as_roles(claims: Sequence[Claim]) -> list[Claim]:
    """The claims but for those that give somebody another person for a role: one who makes films,
    or who has a role that is sure to be a character's."""
    people = {_said(claim.value) for claim in claims if claim.property in _MADE}
    people |= {
        _said(claim.value)
        for claim in claims
        if isinstance(claim.role, Name) and claim.role.kinds == Kind.CHARACTER
    }
    return [
        claim
        for claim in claims
        if not (isinstance(claim.role, Name) and _said(claim.role) in people)
    ]


def without_roles_as_people(claims: Sequence[Claim]) -> list[Claim]:
    """The claims but for those that take a character whom somebody plays for a player, or for
    somebody who said something."""
    roles = {
        _said(claim.role)
        for claim in claims
        if isinstance(claim.role, Name)
        and isinstance(claim.value, Name)
        and claim.value.kinds == Kind.PERSON
    }

    def mistaken(claim: Claim) -> bool:
        name = claim.subject if claim.property == "said" else claim.value
        played = claim.property in _PLAYED or claim.property == "said"
        return played and isinstance(name, Name) and not name.known and _said(name) in roles

    return [claim for claim in claims if not mistaken(claim)]


def _without_players(
    kept: dict[tuple[str, str, str, str], Claim],
) -> dict[tuple[str, str, str, str], Claim]:
    """The claims but for villains who are players of a character that is the villain."""
    villains = {(claim.bare[0], claim.bare[2]) for claim in kept.values() if _is_villain(claim)}
    players = {
        (claim.bare[0], claim.bare[2])
        for claim in kept.values()
        if claim.property == "cast" and (claim.bare[0], _said(claim.role)) in villains
    }
    return {
        key: claim
        for key, claim in kept.items()
        if not (_is_villain(claim) and (claim.bare[0], claim.bare[2]) in players)
    }


def _without_crew(
    kept: dict[tuple[str, str, str, str], Claim], crew: Collection[str]
) -> dict[tuple[str, str, str, str], Claim]:
    """The claims but for those that take people who do something else for some of the cast."""
    return {
        key: claim
        for key, claim in kept.items()
        if claim.property not in _PLAYED or claim.role is not None or _said(claim.value) not in crew
    }


def _named_villains(
    kept: dict[tuple[str, str, str, str], Claim],
) -> dict[tuple[str, str, str, str], Claim]:
    """The claims with villains by the names of their roles, where a player of "the villain" is
    elsewhere told to have one role."""
    roles: dict[tuple[str, str], dict[str, Name]] = {}
    for claim in kept.values():
        if claim.property == "cast" and isinstance(claim.role, Name):
            roles.setdefault((claim.bare[0], claim.bare[2]), {})[claim.role.text] = claim.role
    found: dict[tuple[str, str, str, str], Claim] = {}
    for claim in kept.values():
        named = list(roles.get((claim.bare[0], claim.bare[2]), {}).values())
        if claim.property == "cast" and isinstance(claim.role, str) and named:
            continue
        if _is_villain(claim) and len(named) == 1:
            claim = replace(claim, value=named[0], kind=Kind.CHARACTER)
        found.setdefault(claim.key, claim)
    return found


def _is_villain(claim: Claim) -> bool:
    return claim.property == "villain"


def _without_makers(
    kept: dict[tuple[str, str, str, str], Claim],
) -> dict[tuple[str, str, str, str], Claim]:
    """The claims but for those that take somebody who makes films for one of their cast: who is
    "back", or has left, without a role."""
    makers = {_said(claim.value) for claim in kept.values() if claim.property in _MAKERS}
    makers -= {
        _said(claim.value)
        for claim in kept.values()
        if claim.property == "cast" and isinstance(claim.role, Name)
    }
    return {
        key: claim
        for key, claim in kept.items()
        if claim.bare[2] not in makers
        or claim.property not in ("cast", "returning", "newcomer")
        or claim.role is not None
        or (claim.status is not Status.DENIED and claim.pattern not in _BACK)
    }


def _current(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims with the dates that were given up as denied ones, before what replaces them."""
    given_up = {claim.bare: claim for claim in claims if claim.old}
    replaced = {
        (_said(claim.subject), claim.property, str(claim.replaces))
        for claim in claims
        if claim.replaces is not None
    }
    for claim in claims:
        if claim.replaces is not None:
            yield replace(
                claim, value=claim.replaces, replaces=None, status=Status.DENIED, old=True
            )
        if claim.bare in given_up or claim.bare in replaced:
            yield replace(claim, status=Status.DENIED, old=True)
            continue
        old = next(
            (
                other.value
                for other in given_up.values()
                if (other.subject.text, other.property, other.paragraph)
                == (claim.subject.text, claim.property, claim.paragraph)
            ),
            None,
        )
        if isinstance(old, PartialDate) and claim.replaces is None:
            claim = replace(claim, replaces=old)
        yield claim


def _without_bare(
    claims: Iterable[Claim], told: dict[tuple[str, str, str], list[Claim]]
) -> Iterator[Claim]:
    done: set[tuple[str, str, str]] = set()
    for claim in claims:
        roles = told.get(claim.bare, [])
        if claim.role is None and roles:
            if any(not _surer(claim.status, other.status) for other in roles):
                continue
            if len(roles) == 1 and isinstance(roles[0].role, Name):
                # The person is surely in it; the name of the role goes with that.
                if claim.bare not in done:
                    done.add(claim.bare)
                    yield replace(roles[0], status=claim.status)
                continue
        if claim.bare in done:
            continue
        yield claim


def _surer(one: Status, other: Status) -> bool:
    return _SURE.index(one) < _SURE.index(other)
