"""What the people and characters of an article belong to, by the store: what it is likely about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from lore.articles.named import Name, base
from lore.articles.signs import Kind
from lore.model.facts import Entity
from lore.store.fact_reader import Known, Reader

_CREDITS = ("cast", "director", "writer", "producer", "composer", "cinematographer")
_MOST_FACTS = 400
_MOST_PEOPLE = 60


def belongings(names: Sequence[Sequence[Name]], reader: Reader) -> Mapping[str, int]:
    """How many of the article's people and characters work on, or are in, the films of a series, or
    a film that is of none, by its name; the most first."""
    ids = {
        entity.id: None
        for found in names
        for name in found
        if name.kinds in (Kind.PERSON, Kind.CHARACTER)
        for entity in name.entities[:1]
    }
    wanted = sorted(ids)[:_MOST_PEOPLE]
    if not wanted:
        return {}
    rows = [
        row.fact
        for slot in ("value", "role")
        for row in reader.step([*_CREDITS], [Known(slot, wanted)])
    ]
    found: dict[str, set[int]] = defaultdict(set)
    for fact in reader.facts(rows[:_MOST_FACTS]).values():
        for term in (fact.value, fact.role):
            if isinstance(term, Entity) and term.id in ids:
                found[base(fact.subject.name)].add(term.id)
    counted = {name: len(people) for name, people in found.items()}
    return dict(sorted(counted.items(), key=lambda item: -item[1]))
