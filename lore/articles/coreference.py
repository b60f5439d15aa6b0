"""Short forms of names: "Atwell" is whom the article, or the store, calls Hayley Atwell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lore.articles import function_words as fw
from lore.articles.named import KINDS, Name
from lore.articles.signs import NOTHING, Kind
from lore.language import text as folding
from lore.model.facts import PEOPLE, Entity
from lore.store.fact_reader import Reader

_ARTICLES = folding.ARTICLES
_WITH_MIDDLE = 3
"""Words of a name with a middle one."""
_MOST_WORKS = 8
"""Works whose people are known by their surnames alone."""


def completed(found: list[list[Name]], reader: Reader) -> list[list[Name]]:
    """The same names, the short ones as the full ones that the article has: surnames, and what
    follows a title's colon; and what one mention shows a new name to be, for all of them."""
    found = _surnamed(found)
    full: dict[str, Name | None] = {}
    sure: dict[str, Kind] = {}
    for name in (name for names in found for name in names):
        key = name.text.casefold()
        before = sure.get(key, name.kinds)
        sure[key] = before & name.kinds or min(before, name.kinds, key=int.bit_count)
        words = name.text.split()
        if len(words) < 2 or (len(name.entities) > 1 and not name.kinds & Kind.PERSON):
            continue
        if words[0] in fw.TITLE_THE and not name.known:
            full.setdefault(name.text.casefold(), name)
        for short in _short_forms(name):
            other = full.setdefault(short, name)
            if other is not None and other.text != name.text:
                full[short] = _titled(other, name) or (
                    None if _alike(other, name) else _preferred(other, name)
                )
    given: dict[str, Name | None] = {}
    for entity in _about(found, reader):
        name = Name(0, 0, entity.name, KINDS.get(entity.kind, NOTHING), (entity,))
        shorts = _short_forms(name)
        for short in shorts if name.kinds == Kind.CHARACTER else shorts[:1]:
            full.setdefault(short, name)
        for short in shorts[1:] if name.kinds == Kind.PERSON else ():
            other = given.setdefault(short, name)
            given[short] = None if other is None or other.text != name.text else name
    for short, person in given.items():
        if person is not None:
            full.setdefault(short, person)
    return _personal([[_complete(name, full, sure) for name in names] for names in found])


def main_company(found: Sequence[Sequence[Name]]) -> Name | None:
    """The company that an article names most."""
    companies = [
        name for names in found for name in names if name.kinds & ~Kind.OUTLET == Kind.ORGANISATION
    ]
    most = Counter(name.text for name in companies).most_common(1)
    return next((name for name in companies if name.text == most[0][0]), None)


def with_studio(
    texts: Sequence[str], found: Sequence[Sequence[Name]], told: re.Pattern[str]
) -> list[list[Name]]:
    """The names with "the studio" where it is told (`told`): it is the company that its
    paragraph names before it, else the one that the article names most."""
    company = main_company(found)
    if company is None:
        return [list(names) for names in found]
    companies = {
        name.text
        for names in found
        for name in names
        if name.kinds & ~Kind.OUTLET == Kind.ORGANISATION
    }

    def nearest(names: Sequence[Name], place: int) -> Name:
        before = [name for name in names if name.end <= place and name.text in companies]
        return before[-1] if before else company

    more = [
        [
            replace(nearest(names, match.start()), start=match.start(), end=match.end())
            for match in told.finditer(text)
        ]
        for text, names in zip(texts, found, strict=True)
    ]
    return [
        sorted([*names, *beside], key=lambda name: name.start)
        for names, beside in zip(found, more, strict=True)
    ]


def _surnamed(found: list[list[Name]]) -> list[list[Name]]:
    """The same, where of two new words the last stands alone elsewhere: then they are a person's,
    whatever stands about them."""
    alone = {
        name.text
        for names in found
        for name in names
        if not name.known and " " not in name.text and name.kinds != Kind.WORK
    }

    def shown(name: Name) -> Name:
        words = name.text.split()
        if name.known or name.kinds != Kind.WORK or len(words) != len(("first", "last")):
            return name
        plain = words[-1] in alone and words[0] not in fw.TITLE_ARTICLES
        return replace(name, kinds=Kind.PERSON | Kind.CHARACTER) if plain else name

    return [[shown(name) for name in names] for names in found]


def _personal(found: list[list[Name]]) -> list[list[Name]]:
    """The same, where a new name that is told by a part of it alone is somebody's."""
    people = Kind.PERSON | Kind.CHARACTER
    short = {
        name.text
        for names in found
        for name in names
        if not name.known and name.kinds & people and name.end - name.start < len(name.text)
    }
    return [
        [
            replace(name, kinds=name.kinds & people)
            if name.text in short and not name.known and name.kinds & people and " " in name.text
            else name
            for name in names
        ]
        for names in found
    ]


def _alike(one: Name, other: Name) -> bool:
    return bool(one.kinds & other.kinds) and one.known == other.known


def _titled(one: Name, other: Name) -> Name | None:
    """The whole title of two names of which one is what follows the other's colon."""
    long, short = sorted((one, other), key=lambda name: -len(name.text))
    whole = long.kinds == Kind.WORK and short.kinds & Kind.WORK and not short.known
    ends = long.text.casefold().endswith(f": {short.text.casefold()}")
    return long if whole and ends else None


def _preferred(one: Name, other: Name) -> Name:
    return max(one, other, key=lambda name: (bool(name.kinds & Kind.PERSON), name.known))


def _short_forms(name: Name) -> list[str]:
    words = name.text.split()
    forms = [words[-1].casefold().rstrip(".")]
    if forms[0] in fw.JUNIOR and len(words) > 2:
        forms = [words[-2].casefold()]
    if name.kinds & (Kind.PERSON | Kind.CHARACTER) and words[0].casefold() not in _ARTICLES:
        forms.append(words[0].casefold())
    if name.kinds == Kind.ORGANISATION and len(words) > 1:
        return [" ".join(words[:-1]).casefold()]
    if name.kinds == Kind.OUTLET and len(words) > 1:
        return forms
    if ":" in name.text and name.kinds & Kind.WORK:
        return [name.text.split(":", 1)[1].strip().casefold()]
    return forms if name.kinds & (Kind.PERSON | Kind.CHARACTER) else []


def _complete(name: Name, full: dict[str, Name | None], sure: dict[str, Kind]) -> Name:
    key = name.text.casefold()
    words = key.split()
    if not name.known and len(words) == _WITH_MIDDLE:
        other = full.get(words[-1])
        if other is not None and other.text.casefold() == f"{words[0]} {words[-1]}":
            return replace(name, text=other.text, kinds=other.kinds, entities=other.entities)
    if not name.known and (whole := full.get(f"the {key}")) is not None:
        return replace(name, text=whole.text, kinds=whole.kinds)
    if (not name.known and " " not in name.text) or len(name.entities) > 1 or ":" not in name.text:
        other = full.get(key)
        if other is not None and other.text != name.text and (not name.known or other.known):
            return replace(name, text=other.text, kinds=other.kinds, entities=other.entities)
    return name if name.known else replace(name, kinds=sure.get(key, name.kinds))


def _about(found: list[list[Name]], reader: Reader) -> Iterator[Entity]:
    """The people and characters of the works that an article names, as the store has them."""
    works = {
        entity.id: None
        for names in found
        for name in names
        if name.kinds == Kind.WORK
        for entity in name.entities
    }
    facts = [number for work in list(works)[:_MOST_WORKS] for number in reader.about(work)]
    for fact in reader.facts(dict.fromkeys(facts)).values():
        for term in (fact.value, fact.role):
            if isinstance(term, Entity) and term.kind in PEOPLE:
                yield term
