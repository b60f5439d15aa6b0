"""Search for moderators: facts by number, names or date, properties by id, label or phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from lore.editing.errors import Refused
from lore.editing.history import view_of, views_of
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.language.properties import Property
from lore.linking.linker import Linker
from lore.linking.mentions import Mention
from lore.model.dates import PartialDate
from lore.model.edits import FactView
from lore.store.moderator_reader import ModeratorReader
from lore.texts import refusals as words
from lore.understanding.lattice import Span, covers, dates_in, lattice

State = Literal["live", "retired", "all"]

_NUMBER = re.compile(r"#?\s*(\d{1,9})")


def search(
    reader: ModeratorReader,
    language: Language,
    linker: Linker,
    text: str,
    state: State,
    limit: int,
    skip: int,
) -> tuple[list[FactView], int]:
    """A page of facts that a text finds, and how many there are; see `EditingService.find`."""
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
    views = views_of(reader, page)
    return [views[row_id] for row_id in page if row_id in views], len(wanted)


def _ids(reader: ModeratorReader, language: Language, linker: Linker, text: str) -> list[int]:
    """The facts about all that a text names, of the properties and dates that it asks for."""
    words = folding.words(text)
    if not words:
        return reader.own_or_hidden()
    words, date = _without_date(words)
    mentions = linker.link(text if date is None else " ".join(words), words, reader)
    ranked = covers(_names_whole(lattice(words, mentions, language), mentions))
    items = ranked[0].items if ranked else ()
    dates = [date, *(item.date for item in items)]
    properties = {
        name
        for item in items
        if item.kind == "relation" and item.sense
        for name, _ in item.sense.options
    }
    asked = {row_id for name in sorted(properties) for row_id in reader.with_property(name)}
    dated = {
        row_id
        for date in dates
        for name, property in language.properties.items()
        if date and "date" in property.value
        for row_id in reader.dated(name, date)
    }
    matching: set[int] | None = None
    for item in items:
        if item.mention is not None:
            about = reader.concerning([candidate.entity for candidate in item.mention.candidates])
            matching = set(about) if matching is None else matching & set(about)
    if matching is None:
        named = asked & dated or asked or dated
        return list(dict.fromkeys([*reader.own_or_hidden(text), *sorted(named)]))
    for narrower in (asked, dated):
        matching = matching & narrower or matching
    return sorted(matching)


def _without_date(words: list[str]) -> tuple[list[str], PartialDate | None]:
    """Words without the finest date that stands in them, and that date: its day is no number of a
    film. A year alone stays, since it may belong to a name."""
    dated = [word for word in dates_in(words) if word[2].precision > 1]
    if not dated:
        return words, None
    start, end, date = max(dated, key=lambda match: match[1] - match[0])
    return words[:start] + words[end:], date


def _names_whole(found: Sequence[list[Span]], mentions: Iterable[Mention]) -> list[list[Span]]:
    """A lattice in which a name that is written out is not torn: "Night Train" is no training."""
    whole = [
        (mention.start, mention.end)
        for mention in mentions
        if mention.exact
        and (mention.end - mention.start > 1 or mention.end - mention.start == len(found))
    ]

    def fits(item: Span) -> bool:
        return all(
            item.end <= start or end <= item.start or (item.start <= start and end <= item.end)
            for start, end in whole
        )

    return [[item for item in items if fits(item)] for items in found]


def find_property(text: str, language: Language) -> Property:
    """The property that a text means: its id, its label, or a phrase for its value.

    Raises:
        Refused: where it means none, or several as well.
    """
    properties = language.properties
    name = text.strip()
    if name in properties:
        return properties[name]
    key = folding.key(folding.words(name))
    labelled = [
        entry for entry in properties.values() if folding.key(folding.words(entry.label)) == key
    ]
    phrased = labelled or [
        entry
        for entry in properties.values()
        if any(
            hint == "value" and folding.key(folding.words(phrase)) == key
            for phrase, hint in entry.phrases
        )
    ]
    if not phrased:
        raise Refused(words.no_property(name, [entry.label for entry in near(name, language)]))
    return min(phrased, key=lambda entry: entry.rank)


def near(text: str, language: Language, limit: int = 25) -> list[Property]:
    """The properties whose label or id begins like a text, then those that hold it."""
    key = folding.key(folding.words(text)) if text.strip() else ""
    ranked = sorted(language.properties.values(), key=lambda entry: entry.rank)
    labels = {entry.id: folding.key(folding.words(entry.label)) for entry in ranked}
    begins = [
        entry for entry in ranked if labels[entry.id].startswith(key) or entry.id.startswith(key)
    ]
    holds = [entry for entry in ranked if entry not in begins and key in labels[entry.id]]
    return [*begins, *holds][:limit]
