"""Claims against the store: what is new, what agrees, what contradicts, what takes a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lore.articles.article import Article
from lore.articles.claims import Claim
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.language import text as folding
from lore.language.properties import Properties, Property
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Fact, Role, Status, Value
from lore.store.fact_reader import Known, Reader

_NEW_KINDS = {
    Kind.PERSON: "person",
    Kind.CHARACTER: "character",
    Kind.WORK: "film",
    Kind.ORGANISATION: "organisation",
    Kind.OUTLET: "organisation",
    Kind.PLACE: "place",
}


class Verdict(StrEnum):
    """How a proposal stands to the store."""

    NEW = "new"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as a fact that could be stored. Entities with id 0 are new. `same` is the fact that
    says it already, `others` are those that it contradicts or supersedes."""

    claim: Claim
    subject: Entity
    value: Value
    role: Role | None
    verdict: Verdict
    same: Fact | None = None
    others: tuple[Fact, ...] = ()

    @property
    def new_names(self) -> tuple[Entity, ...]:
        """The entities that would have to be made."""
        terms = (self.subject, self.value, self.role)
        return tuple(term for term in terms if isinstance(term, Entity) and term.id == 0)


class Proposer:
    """Compares claims with what a scope knows."""

    def __init__(self, reader: Reader, properties: Properties) -> None:
        self._reader = reader
        self._properties = properties

    def propose(self, article: Article, claims: Sequence[Claim]) -> list[Proposal]:
        """The proposals of an article, in its order; claims that no property takes are left out,
        and dates that were given up where the store has them: what replaces them says it."""
        drafts = [draft for claim in claims if (draft := self._draft(claim)) is not None]
        stored = self._stored(drafts)
        judged: list[Proposal] = []
        for draft in drafts:
            facts = stored.get((draft.subject.id, draft.claim.property), [])
            draft = _with_stored_role(draft, facts)
            if not (draft.claim.old and any(_equal(draft.value, fact.value) for fact in facts)):
                judged.append(self._judged(article, draft, facts))
        return judged

    def _draft(self, claim: Claim) -> Proposal | None:
        entry = self._properties.get(claim.property)
        if entry is None:
            return None
        subject = _entity(claim.subject, _subject_kind(entry))
        value: Value = (
            _entity(claim.value, claim.kind) if isinstance(claim.value, Name) else claim.value
        )
        role: Role | None = None
        if claim.role is not None and entry.has_role:
            role = (
                _entity(claim.role, Kind.CHARACTER) if isinstance(claim.role, Name) else claim.role
            )
        return Proposal(claim, subject, value, role, Verdict.NEW)

    def _stored(self, drafts: Iterable[Proposal]) -> dict[tuple[int, str], list[Fact]]:
        """The live facts of the drafts' subjects, by subject and property."""
        by_property: dict[str, set[int]] = {}
        for draft in drafts:
            if draft.subject.id:
                by_property.setdefault(draft.claim.property, set()).add(draft.subject.id)
        ids: list[int] = []
        for name, subjects in by_property.items():
            known = [Known("subject", sorted(subjects))]
            ids += [row.fact for row in self._reader.step([name], known, denied=True)]
        found: dict[tuple[int, str], list[Fact]] = {}
        for fact in self._reader.facts(ids).values():
            found.setdefault((fact.subject.id, fact.property), []).append(fact)
        return found

    def _judged(self, article: Article, draft: Proposal, facts: Sequence[Fact]) -> Proposal:
        entry = self._properties[draft.claim.property]
        same = next((fact for fact in facts if _same(draft, fact)), None)
        others = tuple(self._rivals(entry, draft, facts))
        if others:
            later = all(_supersedes(article, draft, fact) for fact in others)
            verdict = Verdict.SUPERSEDES if later else Verdict.CONTRADICTS
        else:
            verdict = Verdict.AGREES if same is not None else Verdict.NEW
        return _with(draft, verdict, same, others)

    def _rivals(self, entry: Property, draft: Proposal, facts: Sequence[Fact]) -> Iterator[Fact]:
        """The facts that cannot hold beside a draft."""
        denied = draft.claim.status is Status.DENIED
        for fact in facts:
            alike = _equal(draft.value, fact.value)
            if alike and denied is not (fact.status is Status.DENIED):
                yield fact
            elif denied or fact.status is Status.DENIED or fact.superseded:
                continue
            elif (not entry.many and not alike) or (
                not alike
                and isinstance(draft.role, Entity)
                and draft.role.id
                and draft.role == fact.role
                and entry.id == "cast"
            ):
                yield fact


def _with(
    draft: Proposal, verdict: Verdict, same: Fact | None, others: tuple[Fact, ...]
) -> Proposal:
    return Proposal(
        draft.claim, draft.subject, draft.value, draft.role, verdict, same=same, others=others
    )


def _with_stored_role(draft: Proposal, facts: Sequence[Fact]) -> Proposal:
    """A draft with the named role that the store has of the same person, where the article tells
    theirs in words: "the old sexton"."""
    if not isinstance(draft.role, str):
        return draft
    roles = {
        fact.role.id: fact.role
        for fact in facts
        if isinstance(fact.role, Entity) and _equal(draft.value, fact.value)
    }
    return replace(draft, role=next(iter(roles.values()))) if len(roles) == 1 else draft


def _subject_kind(entry: Property) -> Kind:
    return Kind.PERSON if "person" in entry.subject else Kind.WORK


def _entity(name: Name, kind: Kind) -> Entity:
    """The known entity of a kind that a name means, else a new one."""
    known = name.entity(kind)
    return known or Entity(0, name.text, _NEW_KINDS.get(kind, "film"))


def _same(draft: Proposal, fact: Fact) -> bool:
    """Whether a fact says what a draft says, at its precision, with its role."""
    if isinstance(draft.value, PartialDate):
        return draft.value == fact.value
    return _equal(draft.value, fact.value) and (
        draft.role is None or (fact.role is not None and _equal(draft.role, fact.role))
    )


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, Entity) and isinstance(other, Entity):
        return bool(one.id) and one.id == other.id
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        return one.agrees(other)
    if isinstance(one, str) and isinstance(other, str):
        return folding.key(folding.words(one)) == folding.key(folding.words(other))
    return False


def _supersedes(article: Article, draft: Proposal, fact: Fact) -> bool:
    """Whether a draft takes the place of a fact: the article says so, or speaks later."""
    if draft.claim.replaces is not None and isinstance(fact.value, PartialDate):
        return draft.claim.replaces.agrees(fact.value)
    if article.published is None or fact.date is None or fact.citations[0].source.estimated:
        return False
    return fact.date.last < article.published.first
