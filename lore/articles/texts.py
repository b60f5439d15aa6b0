"""Proposals in words and as JSON."""

from __future__ import annotations

import json
from typing import Any

from lore.articles.learning import Reviewed
from lore.articles.proposals import Proposal, Verdict
from lore.language.properties import Properties
from lore.model.dates import PartialDate
from lore.model.facts import Entity, Fact, Role, Value

_HEADINGS = {
    Verdict.NEW: "New",
    Verdict.AGREES: "Agrees with what is known",
    Verdict.CONTRADICTS: "Contradicts what is known",
    Verdict.SUPERSEDES: "Takes the place of what is known",
}


def heading(reviewed: Reviewed) -> str:
    """An article's title with its publisher and date."""
    article = reviewed.article
    about = [article.publisher, str(article.published) if article.published else "undated"]
    return f"{article.title} ({', '.join(part for part in about if part)})"


def plain(reviewed: Reviewed, properties: Properties) -> str:
    """An article's proposals as lines, by how they stand to the store."""
    lines = [heading(reviewed)]
    for verdict, title in _HEADINGS.items():
        chosen = [proposal for proposal in reviewed.proposals if proposal.verdict is verdict]
        if chosen:
            lines += [f"  {title}:", *(f"    {line(proposal, properties)}" for proposal in chosen)]
    if not reviewed.proposals:
        lines.append("  Nothing in it was read as a fact.")
    if reviewed.cut:
        lines.append("  It is too long or too tangled: the end was not read.")
    return "\n".join(lines)


def printed(reviewed: Reviewed, properties: Properties, *, as_json: bool) -> list[str]:
    """What `bot.py learn` prints of an article: one text, or an object a proposal."""
    if not as_json:
        return [plain(reviewed, properties)]
    return [
        json.dumps(record(reviewed, proposal), ensure_ascii=False)
        for proposal in reviewed.proposals
    ]


def line(proposal: Proposal, properties: Properties) -> str:
    """One proposal with its status, its place and how it was read."""
    claim = proposal.claim
    said = statement(proposal.subject, claim.property, proposal.value, proposal.role, properties)
    about = [claim.status.value, f"paragraph {claim.paragraph}", claim.why]
    if claim.replaces is not None:
        about.insert(1, f"instead of {claim.replaces}")
    new = [entity.name for entity in proposal.new_names]
    if new:
        about.append(f"new: {', '.join(new)}")
    against = [_against(fact, properties) for fact in proposal.others]
    known = f"; known: {' · '.join(against)}" if against else ""
    return f"{said} [{'; '.join(about)}]{known}"


def _against(fact: Fact, properties: Properties) -> str:
    said = statement(fact.subject, fact.property, fact.value, fact.role, properties)
    return f"{said} ({fact.status.value})"


def statement(
    subject: Entity, name: str, value: Value, role: Role | None, properties: Properties
) -> str:
    """A fact as a sentence."""
    entry = properties[name]
    template = entry.statement_role if role is not None and entry.statement_role else None
    return (template or entry.statement).format(
        subject=subject.name, value=_said(value), role=_said(role) if role is not None else ""
    )


def record(reviewed: Reviewed, proposal: Proposal) -> dict[str, Any]:
    """A proposal as the object that `bot.py learn --json` prints."""
    claim, article = proposal.claim, reviewed.article
    return {
        "article": article.title,
        "publisher": article.publisher,
        "published": str(article.published) if article.published else None,
        "subject": proposal.subject.name,
        "property": claim.property,
        "value": _said(proposal.value),
        "kind": _kind(proposal.value),
        "role": _said(proposal.role) if proposal.role is not None else None,
        "status": claim.status.value,
        "replaces": str(claim.replaces) if claim.replaces else None,
        "as_of": str(article.published) if article.published else None,
        "locator": f"paragraph {claim.paragraph}",
        "verdict": proposal.verdict.value,
        "pattern": claim.pattern,
        "why": claim.why,
        "new": [{"name": entity.name, "kind": entity.kind} for entity in proposal.new_names],
        "against": [
            {"value": _said(fact.value), "status": fact.status.value} for fact in proposal.others
        ],
    }


def _said(term: Value | Role) -> str:
    return term.name if isinstance(term, Entity) else str(term)


def _kind(value: Value) -> str:
    if isinstance(value, Entity):
        return value.kind
    return "date" if isinstance(value, PartialDate) else "text"
