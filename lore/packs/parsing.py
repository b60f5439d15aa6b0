"""One record of a pack, from plain data as TOML and JSON give it; every field is checked.

Every refusal is a PackError whose text is a clause without the record's place, which the reader
of the file puts before it.

A fact must have the shapes that its property takes: an entity, a date or a text. The kinds in the
property table do not bind a pack: they tell what questions ask for, and a pack's are open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from lore.language.properties import Properties, Property
from lore.model.dates import PartialDate
from lore.model.errors import DateError, PackError
from lore.model.facts import Slot, Status
from lore.store.packs.records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    Record,
    SourceRecord,
    Term,
)

T = TypeVar("T")
Fields: TypeAlias = Mapping[str, Any]

NAME_LENGTH = 500
"""Characters of an id, a kind or a name at most."""
TEXT_LENGTH = 10_000
"""Characters of any other text at most."""

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_STATUSES = {str(status): status for status in Status}
_SOURCE = frozenset({"id", "title", "published", "estimated", "reason", "publisher", "address"})
_ENTITY = frozenset({"id", "name", "kind", "aliases", "year"})
_FACT = frozenset({"id", "subject", "property", "value", "role", "spoiler", "citations"})
_CITATION = frozenset({"source", "status", "locator", "as_of"})


def parse_record(kind: object, fields: object, properties: Collection[str]) -> Record:
    """A source, an entity or a fact; `properties` are the ids that a fact may have.

    Raises:
        PackError: for the first thing that is wrong with it.
    """
    if kind is None:
        raise PackError("“type” is missing: write source, entity or fact")
    if not isinstance(kind, str) or kind not in _PARSERS:
        raise PackError(f"{_shown(kind)} is no type of record: write source, entity or fact")
    if not isinstance(fields, Mapping):
        raise PackError(f"a {kind} is a set of fields, not {_shown(fields)}")
    return _PARSERS[kind](fields, properties)


def _source(fields: Fields, _: Collection[str]) -> SourceRecord:
    _only(fields, _SOURCE, "a source")
    estimated = _flag(fields, "estimated")
    source = SourceRecord(
        key=_name(fields, "id"),
        title=_text(fields, "title"),
        published=_optional(fields, "published", _date),
        estimated=estimated,
        reason=_optional(fields, "reason", _text),
        publisher=_optional(fields, "publisher", _text),
        address=_optional(fields, "address", _text),
    )
    if estimated and (source.published is None or source.reason is None):
        raise PackError("an estimated source needs “published” and the “reason” for that estimate")
    return source


def _entity(fields: Fields, _: Collection[str]) -> EntityRecord:
    _only(fields, _ENTITY, "an entity")
    year = fields.get("year")
    if year is not None and (type(year) is not int or not 1 <= year <= 9999):
        raise PackError(f"“year” is a number such as 2021, not {_shown(year)}")
    aliases = _list(fields, "aliases")
    return EntityRecord(
        key=_name(fields, "id"),
        name=_name(fields, "name"),
        kind=_name(fields, "kind"),
        aliases=tuple(_checked("an alias", alias, NAME_LENGTH) for alias in aliases),
        year=year,
    )


def _fact(fields: Fields, properties: Collection[str]) -> FactRecord:
    _only(fields, _FACT, "a fact")
    key = _name(fields, "id")
    citations = _list(fields, "citations")
    if not citations:
        raise PackError("“citations” is missing: a fact needs a source")
    return FactRecord(
        key=key,
        subject=_name(fields, "subject"),
        property=_property(fields, properties),
        value=_term(fields, "value", ("entity", "date", "text")),
        role=_optional(fields, "role", lambda all_, name: _term(all_, name, ("entity", "text"))),
        spoiler=_flag(fields, "spoiler"),
        citations=tuple(map(_citation, citations)),
    )


_PARSERS: dict[str, Callable[[Fields, Collection[str]], Record]] = {
    "source": _source,
    "entity": _entity,
    "fact": _fact,
}


def _property(fields: Fields, properties: Collection[str]) -> str:
    name = _name(fields, "property")
    if name in properties:
        return name
    if _SLUG.fullmatch(name):
        raise PackError(
            f"the property “{name}” is unknown: add a table for it to data/properties.toml"
        )
    raise PackError(f"“{name}” is no id of a property: write one such as release_date")


def _citation(fields: object) -> CitationRecord:
    if not isinstance(fields, Mapping):
        raise PackError(f"a citation is a set of fields, not {_shown(fields)}")
    _only(fields, _CITATION, "a citation")
    status = _text(fields, "status")
    if status not in _STATUSES:
        raise PackError(f"“{status}” is no status: write one of {', '.join(_STATUSES)}")
    return CitationRecord(
        source=_name(fields, "source"),
        status=_STATUSES[status],
        locator=_optional(fields, "locator", _text),
        as_of=_optional(fields, "as_of", _date),
    )


def _term(fields: Fields, name: str, types: tuple[Any, ...]) -> Term:
    """A value or a role: one field, whose name tells what it is."""
    term = _required(fields, name)
    shape = " or ".join(f'{{"{kind}": …}}' for kind in types)
    if not isinstance(term, Mapping) or len(term) != 1 or next(iter(term)) not in types:
        raise PackError(f"“{name}” is {shape}, not {_shown(term)}")
    type_ = next(iter(term))
    read = {"entity": _name, "date": _date, "text": _text}[type_]
    return Term(type_, read(term, type_))


def _only(fields: Fields, known: frozenset[str], what: str) -> None:
    if not known.issuperset(fields):
        unknown = next(field for field in fields if field not in known)
        raise PackError(f"{what} has no field {_shown(unknown)}")


def _required(fields: Fields, name: str) -> Any:
    value = fields.get(name)
    if value is None:
        raise PackError(f"“{name}” is missing")
    return value


def _optional(fields: Fields, name: str, read: Callable[[Fields, str], T]) -> T | None:
    return None if fields.get(name) is None else read(fields, name)


def _flag(fields: Fields, name: str) -> bool:
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise PackError(f"“{name}” is true or false, not {_shown(value)}")
    return bool(value)


def _list(fields: Fields, name: str) -> Sequence[Any]:
    value = fields.get(name)
    if value is not None and not isinstance(value, list):
        raise PackError(f"“{name}” is a list, not {_shown(value)}")
    return value or ()


def _name(fields: Fields, name: str) -> str:
    return _checked(f"“{name}”", _required(fields, name), NAME_LENGTH)


def _text(fields: Fields, name: str) -> str:
    return _checked(f"“{name}”", _required(fields, name), TEXT_LENGTH)


def _date(fields: Fields, name: str) -> str:
    """A date, brought into its one form; TOML may give a day as a date of its own."""
    value = _required(fields, name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return str(PartialDate.parse(_checked(f"“{name}”", value, NAME_LENGTH)))
    except DateError as error:
        raise PackError(f"{error}".removesuffix(".")) from None


def _checked(what: str, value: object, limit: int) -> str:
    """A text that can be stored, found and shown on a line."""
    if not isinstance(value, str):
        raise PackError(f"{what} is a text, not {_shown(value)}")
    if not value.strip():
        raise PackError(f"{what} is empty")
    if len(value) > limit:
        raise PackError(f"{what} is longer than {limit} characters")
    if not value.isprintable() and any(_unfit(char) for char in value):
        raise PackError(f"{what} has a control character, a line break or half a character in it")
    return value


def _unfit(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")


def _shown(value: object) -> str:
    """A value as it may stand in a refusal."""
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "replace").decode()
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


_LITERALS = frozenset({"date", "text"})
_SHAPES = {"entity": "an entity", "date": "a date", "text": "a text"}


def misfit(fact: FactRecord, properties: Properties) -> str | None:
    """Why a fact does not fit its property, as a clause; None where it does.

    A property that lists no kinds for a place of the fact takes any shape there.
    """
    table = properties[fact.property]
    reason = _refused(table, "value", fact.value)
    if reason is None and fact.role is not None:
        reason = _refused(table, "role", fact.role)
    return reason


def _refused(table: Property, slot: Slot, term: Term) -> str | None:
    kinds = table.kinds(slot)
    taken = (kinds & _LITERALS) | ({"entity"} if kinds - _LITERALS else set())
    if not taken or term.type in taken:
        return None
    allowed = " or ".join(_SHAPES[shape] for shape in sorted(taken))
    return f"the {slot} of “{table.id}” is {allowed}, and it is {_SHAPES[term.type]} here"
