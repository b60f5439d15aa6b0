"""The shipped data as data: the property table, and the pack against the articles it came from."""

from __future__ import annotations

import calendar
import itertools
import re
import string
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lore.model.dates import PartialDate
from tests.support.shared import SHARED, needs

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "data" / "mission-impossible"
ARTICLES = SHARED / "articles"
STATUSES = {"confirmed", "reported", "rumoured", "hoped", "denied"}
PHRASE_LISTS = ("forwards", "backwards", "either", "roles", "opposites")
# A run of so many words of an article in a text of ours would be its sentence, not our own words.
COPIED = 6

Table = dict[str, Any]


def read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


TABLES = read(ROOT / "data" / "properties.toml")
PROPERTIES: dict[str, Table] = TABLES
GROUPS: dict[str, list[str]] = read(ROOT / "data" / "language" / "words.toml")["groups"]
SOURCES: list[Table] = read(PACK / "sources.toml")["source"]
ENTITIES: list[Table] = read(PACK / "entities.toml")["entity"]
FACTS: list[Table] = read(PACK / "facts.toml")["fact"]
SOURCE = {source["id"]: source for source in SOURCES}
ENTITY = {entity["id"]: entity for entity in ENTITIES}
CITATIONS = [(fact, citation) for fact in FACTS for citation in fact["citations"]]


def kinds(entry: Table, slot: str) -> set[str]:
    listed: list[str] = entry.get(slot, [])
    return {kind for name in listed for kind in (name, *GROUPS.get(name, ()))}


def kind_of(value: Table) -> str:
    ((form, content),) = value.items()
    if form == "entity":
        assert content in ENTITY, content
        kind: str = ENTITY[content]["kind"]
        return kind
    assert form in ("date", "text"), form
    return form


def fits(kind: str, allowed: set[str]) -> bool:
    """An empty set takes every entity; a date or a text must be asked for."""
    return kind in allowed or (not allowed and kind not in ("date", "text"))


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


# The property table


@pytest.mark.parametrize("name", PROPERTIES)
def test_phrases_are_folded_words_and_stand_once(name: str) -> None:
    for field in PHRASE_LISTS:
        phrases = PROPERTIES[name].get(field, [])
        assert repeated(phrases) == []
        wrong = [
            phrase for phrase in phrases if not re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", phrase)
        ]
        assert wrong == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_can_be_asked_for_and_said(name: str) -> None:
    entry = PROPERTIES[name]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)
    assert entry["label"].strip()
    assert any(entry.get(field) for field in PHRASE_LISTS)
    assert placeholders(entry["statement"]) == {"subject", "value"}
    assert ("role" in entry) == ("statement_role" in entry)
    if "role" in entry:
        assert placeholders(entry["statement_role"]) == {"subject", "value", "role"}
    for statement in (entry["statement"], entry.get("statement_role", "")):
        assert not statement.endswith(".")


def placeholders(statement: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(statement) if name}


def test_the_property_table_holds_properties_alone() -> None:
    """Programs beside this one read a label from every table of it."""
    assert [name for name in TABLES if not isinstance(TABLES[name], dict)] == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_value_is_entities_or_a_date_or_a_text(name: str) -> None:
    value = kinds(PROPERTIES[name], "value")
    assert not value & {"date", "text"} or len(value) == 1
    assert not kinds(PROPERTIES[name], "subject") & {"date", "text"}


# The pack


def test_ids_are_unique_readable_and_whole() -> None:
    for records in (SOURCES, ENTITIES, FACTS):
        ids = [record["id"] for record in records]
        assert repeated(ids) == []
        assert [key for key in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


def test_records_have_known_fields_alone() -> None:
    known = {
        "source": {"id", "title", "published", "estimated", "reason", "publisher", "address"},
        "entity": {"id", "name", "kind", "aliases", "year"},
        "fact": {"id", "subject", "property", "value", "role", "spoiler", "citations"},
    }
    for name, records in (("source", SOURCES), ("entity", ENTITIES), ("fact", FACTS)):
        assert [record["id"] for record in records if not set(record) <= known[name]] == []
    assert [
        f["id"] for f, c in CITATIONS if not set(c) <= {"source", "locator", "as_of", "status"}
    ] == []


def test_names_of_entities_are_their_own() -> None:
    names = [fold(name) for entity in ENTITIES for name in {entity["name"], *aliases(entity)}]
    own = {fold(entity["name"]): entity["id"] for entity in ENTITIES}
    assert repeated(fold(entity["name"]) for entity in ENTITIES) == []
    assert [n for e in ENTITIES for n in aliases(e) if own.get(fold(n), e["id"]) != e["id"]] == []
    assert all(names)


def test_every_entity_stands_in_a_fact() -> None:
    used = {fact["subject"] for fact in FACTS}
    used |= {
        fact[slot].get("entity") for fact in FACTS for slot in ("value", "role") if slot in fact
    }
    assert [key for key in ENTITY if key not in used] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["id"])
def test_source_has_a_date_and_the_reason_of_an_estimate(source: Table) -> None:
    assert source["title"].strip()
    PartialDate.parse(source["published"])
    assert bool(source.get("estimated")) == bool(source.get("reason"))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_fact_has_a_known_property_and_the_right_kinds(fact: Table) -> None:
    entry = PROPERTIES[fact["property"]]
    assert fact["subject"] in ENTITY
    assert fits(ENTITY[fact["subject"]]["kind"], kinds(entry, "subject"))
    assert fits(kind_of(fact["value"]), kinds(entry, "value"))
    if "role" in fact:
        allowed = kinds(entry, "role")
        assert "role" in entry
        assert kind_of(fact["role"]) in (allowed or {kind_of(fact["role"])} - {"date"})
    for value in (fact["value"], fact.get("role", {})):
        if "date" in value:
            assert str(PartialDate.parse(value["date"])) == value["date"]
        if "text" in value:
            assert value["text"] == value["text"].strip().rstrip(".") != ""


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_fact_is_cited(fact: Table) -> None:
    assert fact["citations"]
    for citation in fact["citations"]:
        assert citation["source"] in SOURCE
        assert citation["status"] in STATUSES
        assert re.fullmatch(r"paragraph \d+", citation["locator"])
        PartialDate.parse(citation.get("as_of", "2020"))
    assert repeated(f"{c['source']} {c['locator']}" for c in fact["citations"]) == []


def test_no_fact_stands_twice() -> None:
    said = [
        str((fact["subject"], fact["property"], fact["value"], fact.get("role"))) for fact in FACTS
    ]
    assert repeated(said) == []


# The pack against its articles, where they are present

needs_articles = needs(ARTICLES)


def fold(text: str) -> str:
    """Lower-case words and numbers alone, without possessives, a space between and around them."""
    bare = re.sub("['‘’](?:s\\b)?", "", unicodedata.normalize("NFKD", text).casefold())
    return f" {' '.join(re.findall(r'[a-z0-9]+', bare))} "


def aliases(entity: Table) -> list[str]:
    listed: list[str] = entity.get("aliases", [])
    return listed


def articles() -> dict[str, list[str]]:
    """The paragraphs of each source, its headline first; "films 7 & 8" written out as two names."""
    found: dict[str, list[str]] = {}
    for path in sorted(ARTICLES.glob("*.txt")) if ARTICLES.is_dir() else ():
        text = re.sub(r"([\w: ]+?) 7 (?:&|and) 8\b", r"\1 7 and \1 8", path.read_text("utf-8"))
        paragraphs = re.split(r"\n\s*\n", text.strip())
        for source in SOURCES:
            if source["title"] in paragraphs[0]:
                found[source["id"]] = paragraphs
    return found


PARAGRAPHS = articles()


def paragraph(citation: Table) -> str:
    number = int(citation["locator"].split()[1])
    paragraphs = PARAGRAPHS[citation["source"]]
    assert number < len(paragraphs), citation
    return fold(paragraphs[number])


def whole(citation: Table) -> str:
    return fold(" ".join(PARAGRAPHS[citation["source"]]))


def spellings(value: Table, citation: Table) -> Iterator[str]:
    """Every way in which an entity or a date may be written, folded."""
    if "date" in value:
        yield from date_spellings(PartialDate.parse(value["date"]), citation)
        return
    entity = ENTITY[value["entity"]]
    for name in (entity["name"], *aliases(entity)):
        yield fold(name)
        yield fold(name.replace(" ", "").replace(":", ""))
    if entity["kind"] in ("person", "character"):
        yield from (fold(word) for word in entity["name"].split() if len(word) > 2)
        yield from (
            fold(word) for name in aliases(entity) for word in name.split() if len(word) > 2
        )


def date_spellings(date: PartialDate, citation: Table) -> Iterator[str]:
    yield fold(str(date))
    if date.month is None:
        return
    for month in (calendar.month_name[date.month], calendar.month_abbr[date.month]):
        if date.day is not None:
            yield fold(f"{month} {date.day} {date.year}")
            yield fold(f"{date.day} {month} {date.year}")
        else:
            yield fold(f"{month} {date.year}")
            # An article leaves out the year that it is written in.
            if SOURCE[citation["source"]]["published"].startswith(str(date.year)):
                yield fold(month)


def stands(value: Table, text: str, citation: Table) -> bool:
    return any(spelling in text for spelling in spellings(value, citation))


def telling(text: str) -> set[str]:
    """The words of a text of ours that tell something, without their endings."""
    return {word[:5] for word in fold(text).split() if len(word) > 4 or word.isdigit()}


@needs_articles
def test_each_source_is_an_article_of_that_headline() -> None:
    assert set(PARAGRAPHS) == set(SOURCE)


@needs_articles
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_value_stands_in_each_cited_paragraph_and_subject_in_the_article(fact: Table) -> None:
    subject = {"entity": fact["subject"]}
    for citation in fact["citations"]:
        assert stands(subject, whole(citation), citation)
        if "text" in fact["value"]:
            words = telling(fact["value"]["text"])
            assert not words or words & telling(paragraph(citation))
        else:
            assert stands(fact["value"], paragraph(citation), citation)


@needs_articles
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_role_stands_in_a_cited_paragraph_or_its_work_in_the_article(fact: Table) -> None:
    role = fact.get("role", {})
    if "entity" in role:
        work = ENTITY[role["entity"]]["kind"] in GROUPS["work"]
        assert any(
            stands(role, whole(citation) if work else paragraph(citation), citation)
            for citation in fact["citations"]
        )


@needs_articles
def test_texts_are_in_our_own_words() -> None:
    theirs = {
        run
        for paragraphs in PARAGRAPHS.values()
        for text in paragraphs
        for run in runs(fold(text).split())
    }
    ours = {source["reason"] for source in SOURCES if "reason" in source}
    ours |= {
        fact[slot].get("text", "") for fact in FACTS for slot in ("value", "role") if slot in fact
    }
    for path in PACK.glob("*.toml"):
        ours |= {line for line in path.read_text("utf-8").splitlines() if line.startswith("#")}
    assert [text for text in sorted(ours) if theirs.intersection(runs(fold(text).split()))] == []


def runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(itertools.islice(words, start, None) for start in range(COPIED)), strict=False)
