"""Values that were moved: which one holds, which it has replaced, and which quarrel with it.

The rule is that of the policy of truth: of a property that moves, a value is replaced by the same
publisher's later one, or by that of a source published clearly later that gives a later date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from lore.answering.ranking import agree, leading
from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import Citation, Fact

_CLEARLY_LATER = timedelta(days=28)
"""How much later a source must be published for its later date to be a move and no quarrel."""


@dataclass(frozen=True, slots=True)
class Course:
    """The facts of one property of one subject: `current` hold, the leading one first; `replaced`
    held before them, the first of all first. `single` says that one value alone can hold."""

    current: tuple[Fact, ...]
    replaced: tuple[Fact, ...] = ()
    single: bool = True

    @property
    def disputed(self) -> bool:
        """Whether claims that hold now cannot all hold."""
        claims = [fact for fact in self.current if fact.status.is_fact and not fact.superseded]
        return self.single and any(not agree(claims[0].value, fact.value) for fact in claims[1:])


def course(facts: Iterable[Fact], entry: Property | None) -> Course:
    """Sort the live facts of one subject and property by what holds now."""
    ranked = sorted(facts, key=leading)
    if entry is None or entry.many:
        return Course(tuple(ranked), single=False)
    replaced = [fact for fact in ranked if fact.superseded]
    live = [fact for fact in ranked if not fact.superseded]
    if entry.moves:
        moved = [fact for fact in live if any(_replaces(other, fact) for other in live)]
        live = [fact for fact in live if fact not in moved]
        replaced += moved
    return Course(tuple(live or ranked), tuple(sorted(replaced, key=_told)) if live else ())


def courses(facts: Sequence[Fact], properties: Mapping[str, Property]) -> list[Course]:
    """The course of each subject and property among some facts, in their order."""
    groups: dict[tuple[int, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.subject.id, fact.property), []).append(fact)
    return [course(group, properties.get(name)) for (_, name), group in groups.items()]


def _told(fact: Fact) -> tuple[object, ...]:
    """When a value was first told; a value without a date comes first."""
    dates = [cited.date for cited in fact.citations if cited.date]
    return (bool(dates), min(dates) if dates else PartialDate(1), fact.id)


def _replaces(later: Fact, earlier: Fact) -> bool:
    """Whether a value takes the place of another."""
    if later is earlier or agree(later.value, earlier.value):
        return False
    if not (later.status.is_fact and earlier.status.is_fact):
        return False
    return any(
        _supersedes(new, old, later, earlier)
        for new in later.citations
        for old in earlier.citations
    ) and not _told_again(earlier, later)


def _supersedes(new: Citation, old: Citation, later: Fact, earlier: Fact) -> bool:
    when, before = new.date, old.date
    if when is None or before is None or not before.last < when.first:
        return False
    if new.source.publisher and new.source.publisher == old.source.publisher:
        return True
    if new.source.estimated or old.source.estimated:
        return False
    if not isinstance(later.value, PartialDate) or not isinstance(earlier.value, PartialDate):
        return False
    return when.first - before.last >= _CLEARLY_LATER and later.value > earlier.value


def _told_again(earlier: Fact, later: Fact) -> bool:
    """Whether a value was told once more after the one that would replace it."""
    last = max((cited.date for cited in later.citations if cited.date), default=None)
    again = max((cited.date for cited in earlier.citations if cited.date), default=None)
    return last is not None and again is not None and last.last < again.first
