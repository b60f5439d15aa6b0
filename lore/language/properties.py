"""The property table: what facts can say, and the phrases that people use for it."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lore.model.errors import PropertyError
from lore.model.facts import SLOTS, Slot

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
_LITERALS = frozenset({"date", "text"})
_SENTENCES = ("statement", "statement_role", "past", "past_role")
_TEXTS = ("label", *_SENTENCES, "question", "within", "opposes")
_SWITCHES = ("many", "participant", "state", "topic", "moves", "exclusive", "overview")
_LISTS = (*SLOTS, *_PHRASE_LISTS, "opposites", "together")
_PLACEHOLDERS = {
    "statement": {"subject", "value", "label"},
    "statement_role": {"subject", "value", "role"},
    "past": {"subject", "value"},
    "past_role": {"subject", "value", "role"},
}


@dataclass(frozen=True, slots=True)
class Property:
    """One table of properties.toml.

    `subject`, `value` and `role` are kinds ("date" and "text" among the value's); an empty set of
    kinds takes any. `participant` marks the ways of taking part in a work ("X's films"), `state`
    a text or date that can be asked for with yes or no ("is X dead"), `topic` one that is about
    something (what was said). `within` names the property that holds its values too.
    `together` are phrases for sharing it ("costar"). `rank` is its place in the table: the most
    telling first. `moves` marks a value that is put off and brought forward (dates of release),
    `exclusive` one of many values that still excludes any other ("did X direct it": no, Y did),
    `opposes` names the property that says the contrary of the same value (new, returning).
    `past` and `past_role` are the statements of a work of years gone by. `overview` puts it on the
    first page of a work's overview.
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
    moves: bool = False
    exclusive: bool = False
    opposes: str | None = None
    past: str | None = None
    past_role: str | None = None
    overview: bool = False

    def kinds(self, slot: Slot) -> frozenset[str]:
        """The kinds that a slot takes; empty for any kind."""
        return {"subject": self.subject, "value": self.value, "role": self.role}[slot]

    @property
    def holds_entities(self) -> bool:
        """Whether its value is an entity rather than a date or a text."""
        return not self.value & _LITERALS


Properties = Mapping[str, Property]


def load_properties(
    path: Path, groups: Mapping[str, list[str]] | None = None, kinds: Collection[str] = ()
) -> dict[str, Property]:
    """Read the property table; `groups` names kinds that stand for several ("work").

    `kinds` are those that the tables may name besides "date", "text" and the groups.

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
    known = _LITERALS.union(kinds, groups or ())
    for name, table in tables.items():
        _check(name, table, known, tables)
    return {
        name: _property(name, table, rank, groups or {})
        for rank, (name, table) in enumerate(tables.items())
    }


def _check(name: str, table: object, kinds: Collection[str], names: Collection[str]) -> None:
    """Refuse a table that says anything that is not understood.

    Raises:
        PropertyError: with one sentence that names the table and the field.
    """
    if not isinstance(table, Mapping):
        raise PropertyError(f"Property “{name}” is no table.")
    if unknown := set(table) - {*_TEXTS, *_SWITCHES, *_LISTS}:
        raise PropertyError(
            f"Property “{name}” has an unknown field: {', '.join(sorted(unknown))}."
        )
    if "label" not in table:
        raise PropertyError(f"Property “{name}” needs a label.")
    for field, value in table.items():
        if wrong := _wrong(field, value, kinds, names):
            raise PropertyError(f"Property “{name}”: “{field}” {wrong}.")


def _wrong(field: str, value: Any, kinds: Collection[str], names: Collection[str]) -> str | None:
    """What is wrong with a field's value, as the end of a sentence."""
    if field in _SWITCHES:
        return None if isinstance(value, bool) else "is true or false"
    if field in _LISTS:
        if not _is_list(value):
            return "is a list of texts"
        strange = sorted(set(value) - set(kinds)) if field in SLOTS else []
        return f"names “{strange[0]}”, which is not in the list of kinds" if strange else None
    if not isinstance(value, str) or not value.strip():
        return "is a text"
    if field == "within" and value not in names:
        return f"names “{value}”, which is no property"
    return _wrong_template(value, _PLACEHOLDERS[field]) if field in _PLACEHOLDERS else None


def _wrong_template(template: str, placeholders: Collection[str]) -> str | None:
    """What is wrong with a sentence's template: something in braces that is never filled in."""
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError:
        return "has a brace that stands alone"
    for _, placeholder, form, conversion in parsed:
        if placeholder is not None and (placeholder not in placeholders or form or conversion):
            known = ", ".join(f"{{{placeholder}}}" for placeholder in sorted(placeholders))
            return f"has “{{{placeholder}}}”, which is not filled in; what is: {known}"
    return None


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _property(
    name: str, table: Mapping[str, Any], rank: int, groups: Mapping[str, list[str]]
) -> Property:
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
        many=table.get("many", True),
        statement=table.get("statement", "{subject}: {label} {value}").replace(
            "{label}", table["label"]
        ),
        statement_role=table.get("statement_role"),
        question=table.get("question"),
        participant=table.get("participant", False),
        state=table.get("state", False),
        topic=table.get("topic", False),
        within=table.get("within"),
        phrases=phrases,
        opposites=tuple(table.get("opposites", ())),
        together=tuple(table.get("together", ())),
        rank=rank,
        moves=bool(table.get("moves", False)),
        exclusive=bool(table.get("exclusive", False)),
        opposes=table.get("opposes"),
        past=table.get("past"),
        past_role=table.get("past_role"),
        overview=bool(table.get("overview", False)),
    )
