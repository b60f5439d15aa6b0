"""Finding facts for moderators: by number, by what they are about, or by whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from lore.curation.models import FactView
from lore.curation.views import view_of, views_of
from lore.language import Language
from lore.names import forms
from lore.names.link import Linker
from lore.names.mentions import Mention
from lore.question.cover import covers
from lore.question.items import Item, lattice
from lore.store.desk import DeskReader

State = Literal["live", "retired", "all"]

_NUMBER = re.compile(r"#?\s*(\d{1,9})")


def search(
    reader: DeskReader,
    language: Language,
    linker: Linker,
    text: str,
    state: State,
    limit: int,
    skip: int,
) -> tuple[list[FactView], int]:
    """A page of facts that a text finds, and how many there are; see `Curation.find`."""
    number = _NUMBER.fullmatch(text.strip())
    if number is not None and reader.key_of(int(number[1])) is not None:
        return [view_of(reader, int(number[1]))], 1
    rows = reader.fact_rows(_ids(reader, language, linker, text)).values()
    stands = reader.standing(row.key for row in rows)
    wanted = [
        row
        for row in rows
        if stands.get(row.key) == row.id and (state == "all" or row.live is (state == "live"))
    ]
    wanted.sort(key=lambda row: (row.scope == 0, row.id if row.scope == 0 else -row.id))
    page = [row.id for row in wanted[skip : skip + limit]]
    found = views_of(reader, page)
    return [found[number] for number in page if number in found], len(wanted)


def _ids(reader: DeskReader, language: Language, linker: Linker, text: str) -> list[int]:
    """The facts about all that a text names, of the properties that it asks for."""
    words = forms.words(text)
    if not words:
        return reader.own_or_hidden()
    mentions = linker.link(text, words, reader)
    ranked = covers(_names_whole(lattice(words, mentions, language), mentions))
    items = ranked[0].items if ranked else ()
    properties = {
        name
        for item in items
        if item.kind == "relation" and item.sense
        for name, _ in item.sense.options
    }
    found: set[int] | None = None
    for item in items:
        if item.mention is not None:
            about = reader.concerning([one.entity for one in item.mention.candidates])
            found = set(about) if found is None else found & set(about)
    if found is None:
        named = [one for name in sorted(properties) for one in reader.with_property(name)]
        return list(dict.fromkeys([*reader.own_or_hidden(text), *named]))
    asked = [one for name in properties for one in reader.with_property(name)] if properties else []
    return sorted(found & set(asked) or found)


def _names_whole(found: Sequence[list[Item]], mentions: Iterable[Mention]) -> list[list[Item]]:
    """A lattice in which a name that is written out is not torn: "Night Train" is no training."""
    whole = [
        (one.start, one.end)
        for one in mentions
        if one.exact and (one.end - one.start > 1 or one.end - one.start == len(found))
    ]

    def fits(item: Item) -> bool:
        return all(
            item.end <= start or end <= item.start or (item.start <= start and end <= item.end)
            for start, end in whole
        )

    return [[item for item in items if fits(item)] for items in found]
