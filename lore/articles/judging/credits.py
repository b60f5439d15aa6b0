"""What the store has of an article's people and companies, by the series of films."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lore.articles.named import Name, base
from lore.model.facts import Entity
from lore.store.fact_reader import Known, Reader

Credits = Mapping[str, frozenset[tuple[str, str]]]
"""By the name in the article: properties, each with what the titles of the series begin with."""
PLAYED = frozenset({"cast", "lead", "returning", "newcomer", "villain"})
MADE = frozenset({"director", "writer", "producer"})
_READ = (*sorted(PLAYED | MADE), "composer", "cinematographer", "editor", "studio")
_MOST_NAMES = 120
_MOST_FACTS = 1_200


def credits_of(names: Sequence[Sequence[Name]], reader: Reader) -> Credits:
    """The credits of those whom an article names."""
    called = {entity.id: name.text for found in names for name in found for entity in name.entities}
    known = [Known("value", sorted(called)[:_MOST_NAMES])]
    rows = [row.fact for row in reader.step(_READ, known)] if called else []
    credited: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in reader.facts(rows[:_MOST_FACTS]).values():
        if isinstance(fact.value, Entity) and fact.value.id in called:
            credited[called[fact.value.id]].add((fact.property, base(fact.subject.name)))
    return {name: frozenset(found) for name, found in credited.items()}
