"""Where an answer is from, in one line: how sure, the latest source, its day, how many more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lore.model.facts import Fact, Status
from lore.texts import terms

SEPARATOR = " · "
_MARKS = {Status.CONFIRMED: "✔", Status.REPORTED: "○"}


def provenance(facts: Sequence[Fact], *, told: bool = False) -> str | None:
    """The line under an answer; its status is left out where it was `told` or is not one alone."""
    cited = [citation for fact in facts for citation in fact.citations]
    if not cited:
        return None
    latest = max(cited, key=lambda citation: citation.order)
    more = len({citation.source.id for citation in cited}) - 1
    parts = ["" if told else _standing(facts), terms.title(latest.source), terms.spoken_at(latest)]
    return SEPARATOR.join([*filter(None, parts), *([f"+{more}"] if more else [])])


def counted(facts: Sequence[Fact], *, told: bool = False) -> str | None:
    """The same where every line has the day of its own source."""
    sources = len({citation.source.id for fact in facts for citation in fact.citations})
    parts = ["" if told else _standing(facts), terms.count(sources, "source")]
    return SEPARATOR.join(filter(None, parts)) if sources else None


def marked(fact: Fact) -> str:
    """The status of a fact with its sign: "✔ confirmed"."""
    return f"{_MARKS.get(fact.status, '')} {terms.standing(fact)}".strip()


def is_one(facts: Iterable[Fact]) -> bool:
    """Whether all facts stand alike."""
    return len({terms.standing(fact) for fact in facts}) < 2


def _standing(facts: Sequence[Fact]) -> str:
    sure = is_one(facts) and facts[0].status.is_fact
    return marked(facts[0]) if sure else ""
