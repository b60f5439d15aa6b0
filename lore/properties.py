"""The property table: what facts can say, and the phrases that people use for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lore.errors import PropertyError
from lore.models import Slot

Hint = Literal["subject", "value", "role", "either", "player"]
"""The slot that a phrase asks for. "either" leaves it to the kinds of what is named, "player" links
a value and a role."""

_PHRASE_LISTS: dict[str, Hint] = {
    "forwards": "value",
    "backwards": "subject",
    "either": "either",
    "roles": "role",
    "players": "player",
}
_FIELDS = {
    "label",
    "subject",
    "value",
    "role",
    "many",
    "statement",
    "statement_role",
    "question",
    "participant",
    "state",
    "topic",
    "within",
    "opposites",
    "together",
    *_PHRASE_LISTS,
}


@dataclass(frozen=True, slots=True)
class Property:
    """One table of properties.toml.

    `subject`, `value` and `role` are kinds ("date" and "text" among the value's); an empty set of
    kinds takes any. `participant` marks the ways of taking part in a work ("X's films"), `state`
    a text or date that can be asked for with yes or no ("is X dead"), `topic` one that is about
    something (what was said). `within` names the property that holds its values too.
    `together` are phrases for sharing it ("costar"). `rank` is its place in the table: the most
    telling first.
    """

    id: str
    label: str
    subject: frozenset[str]
    value: frozenset[str]
    role: frozenset[str]
    has_role: bool
    many: bool
    statement: str
    statement_role: str | None
    question: str | None
    participant: bool
    state: bool
    topic: bool
    within: str | None
    phrases: tuple[tuple[str, Hint], ...]
    opposites: tuple[str, ...]
    together: tuple[str, ...]
    rank: int

    def kinds(self, slot: Slot) -> frozenset[str]:
        """The kinds that a slot takes; empty for any kind."""
        return {"subject": self.subject, "value": self.value, "role": self.role}[slot]

    @property
    def holds_entities(self) -> bool:
        """Whether its value is an entity rather than a date or a text."""
        return not self.value & {"date", "text"}


_FLAGS = frozenset({"many", "participant", "state", "topic"})
_TEXTS = frozenset({"label", "statement", "statement_role", "question", "within"})

Properties = Mapping[str, Property]


def load_properties(
    path: Path, groups: Mapping[str, list[str]] | None = None
) -> dict[str, Property]:
    """Read the property table; `groups` names kinds that stand for several ("work").

    Raises:
        PropertyError: where the file is missing, no TOML, or has a table that cannot be used.
    """
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except OSError as error:
        raise PropertyError(
            f"The property table {path} cannot be read: {error.strerror}."
        ) from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise PropertyError(f"The property table {path} is not valid TOML: {error}.") from None
    return {
        name: _property(name, table, rank, groups or {})
        for rank, (name, table) in enumerate(tables.items())
    }


def _property(name: str, table: object, rank: int, groups: Mapping[str, list[str]]) -> Property:
    if not isinstance(table, dict):
        raise PropertyError(f"Property “{name}” is no table.")
    if unknown := set(table) - _FIELDS:
        raise PropertyError(
            f"Property “{name}” has an unknown field: {', '.join(sorted(unknown))}."
        )
    if "label" not in table:
        raise PropertyError(f"Property “{name}” needs a label.")
    for field, value in table.items():
        if not _is_fit(field, value):
            raise PropertyError(f"Property “{name}”: “{field}” is {_shape(field)}.")

    def kinds(field: str) -> frozenset[str]:
        listed = table.get(field, [])
        return frozenset(kind for entry in listed for kind in (entry, *groups.get(entry, ())))

    phrases = tuple(
        (phrase, hint) for field, hint in _PHRASE_LISTS.items() for phrase in table.get(field, ())
    )
    return Property(
        id=name,
        label=table["label"],
        subject=kinds("subject"),
        value=kinds("value"),
        role=kinds("role"),
        has_role="role" in table,
        many=bool(table.get("many", True)),
        statement=table.get("statement", "{subject}: {label} {value}").replace(
            "{label}", table["label"]
        ),
        statement_role=table.get("statement_role"),
        question=table.get("question"),
        participant=bool(table.get("participant", False)),
        state=bool(table.get("state", False)),
        topic=bool(table.get("topic", False)),
        within=table.get("within"),
        phrases=phrases,
        opposites=tuple(table.get("opposites", ())),
        together=tuple(table.get("together", ())),
        rank=rank,
    )


def _is_fit(field: str, value: object) -> bool:
    """Whether a field holds what it has to: a text with something in it, a flag, or texts."""
    if field in _FLAGS:
        return isinstance(value, bool)
    if field in _TEXTS:
        return isinstance(value, str) and bool(value.strip())
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _shape(field: str) -> str:
    return (
        "true or false" if field in _FLAGS else "a text" if field in _TEXTS else "a list of texts"
    )
