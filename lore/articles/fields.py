"""Proposals as the fields of facts, for the path on which moderators store facts."""

from __future__ import annotations

from lore.articles.article import Article
from lore.articles.proposals import Proposal
from lore.model.edits import Fields, NewName
from lore.model.facts import Entity, Role, Value

_TITLE, _TEXT, _NAME = 300, 1_000, 100


def fields_of(article: Article, proposal: Proposal) -> Fields:
    """The fields that store a proposal under its article."""
    claim = proposal.claim
    return Fields(
        subject=proposal.subject.name,
        property=claim.property,
        value=_said(proposal.value)[:_TEXT],
        role=_said(proposal.role)[:_NAME] if proposal.role is not None else None,
        status=claim.status,
        title=article.title[:_TITLE],
        publisher=article.publisher,
        address=article.address,
        published=str(article.published) if article.published else None,
        locator=f"paragraph {claim.paragraph}",
        new=tuple(NewName(entity.name, entity.kind) for entity in proposal.new_names),
    )


def _said(term: Value | Role) -> str:
    return term.name if isinstance(term, Entity) else str(term)
