"""Questions for works by their order, a date or an amount."""

from __future__ import annotations

from collections.abc import Mapping

from lore.language.properties import Property
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import Dated, Measured, OfKind, Ranked, Set, Step, Together, Works
from lore.understanding.plain.lexicon import plural
from lore.understanding.plain.phrases import Phrases, nth
from lore.understanding.plain.voice import linked


class Orders:
    """Words them with one property table."""

    def __init__(self, properties: Mapping[str, Property], nouns: Phrases) -> None:
        self._properties = properties
        self._nouns = nouns

    def asked(self, source: Set) -> str | None:
        """A question for works by an order, a date or an amount."""
        match source:
            case Ranked(pool, name, most, place) if name is not None:
                return self._ranked_question(pool, name, most, place)
            case Dated(pool, side, bound) if (noun := self._every(pool, RELEASE)) is not None:
                return f"Which {noun} came out {side} {self._nouns.simple(bound)}"
            case Measured(pool, name, amount) if (noun := self._every(pool, name)) is not None:
                what = f"a {self._nouns.label((name,))} of {self._nouns.amount(amount, name)}"
                return f"Which {noun} have {what}"
            case Works() | OfKind(Works()):
                return self._due(source)
            case _:
                return None

    def _pool(self, name: str) -> Set:
        """All that a property may be told of: works, or what has it."""
        of_works = "work" in self._properties[name].subject
        return Works(every=True) if of_works else Step((name,), "value", "subject", None)

    def _every(self, pool: Set, name: str) -> str | None:
        """The noun for all of some kinds that a property may be told of; None for another set."""
        source, kinds = (pool.source, pool.kinds) if isinstance(pool, OfKind) else (pool, ())
        if source != self._pool(name):
            return None
        return linked([plural(kind) for kind in sorted(kinds)], "or") if kinds else "works"

    def _ranked_question(self, pool: Set, name: str, most: bool, place: int) -> str | None:
        word = f"{nth(place)}{self._nouns.superlative(name, most)} {self._nouns.label((name,))}"
        every = self._pool(name)
        if isinstance(pool, OfKind) and pool.source == every and len(pool.kinds) == 1:
            return f"Which {next(iter(pool.kinds))} has the {word}"
        if isinstance(pool, Together):
            parts = [self._nouns.simple(part) for part in pool.parts]
            if place == 1:
                return f"Which has the {word}: {linked(parts, 'or')}"
        return f"Which of {self._nouns.simple(pool)} has the {word}"

    def _due(self, source: Set) -> str | None:
        works, kinds = (source.source, source.kinds) if isinstance(source, OfKind) else (source, ())
        assert isinstance(works, Works)
        noun = linked([plural(kind) for kind in sorted(kinds)], "or") if kinds else "works"
        if not works.every or works.out == works.coming:
            return None
        return f"Which {noun} are {'out' if works.out else 'still to come'}"
