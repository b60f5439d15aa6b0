"""Import and export as JSON Lines and CSV: all or nothing, complete, and safe to open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lore.editing import Fields, Form, NewName, form_of
from lore.editing.errors import ImportRefused, Refused
from lore.editing.files.parsing import COLUMNS, guarded, unguarded
from lore.model.facts import SHARED, Status
from lore.store import open_store
from lore.texts.changes import imported
from tests.support.editing import (
    DATE,
    ELSEWHERE,
    FERGUSON,
    HERE,
    LANGUAGE,
    MIGRATIONS,
    MOD,
    THERE,
    World,
    world,
)

FORMS: tuple[Form, ...] = ("jsonl", "csv")
QUESTIONS = (
    "who plays Admiral Neely in mission impossible 8",
    "when does mi7 come out",
    "who directs mission impossible 8",
    "who is Beckstar",
    "who is Fergeson",
    "who is in Bigfilmia",
    "who is Hayley Atwell",
    "what is the budget of mi7",
    "who is Hannah Waddingham",
)


@pytest.fixture
async def here(tmp_path: Path, seeded: Path) -> AsyncIterator[World]:
    async with world(tmp_path / "lore.db", seeded) as opened:
        yield opened


async def change_everything(here: World) -> None:
    """One change of each sort."""
    await here.add(replace(FERGUSON, spoiler=True))
    await here.add(replace(FERGUSON, title="More", status=Status.RUMOURED, as_of="2019-05"))
    new = NewName("The Big; Film", "film", ("Bigfilmia", "[x]"), 2030)
    await here.add(replace(FERGUSON, subject="The Big; Film", role="a =villain", new=(new,)))
    await here.add(replace(DATE, estimate="=it says so"), supersede=True)
    await here.add(Fields("MI7", "budget", "-$290 million", title="@Variety", published="2020"))
    await here.edit(await here.found("director of mission impossible 8"), value="Jane Doe")
    await here.retire((await here.editing.find("mi7 release date 2021-07", HERE)).views[-1].number)
    await here.editing.names.add("Rebecca Ferguson", "Beckstar", MOD)
    await here.editing.names.remove("Rebecca Ferguson", "Fergeson", MOD)
    await here.editing.names.merge("Hayley Atwell", "Pom Klementieff", MOD)
    await here.retire(await here.found("Shea Whigham cast mission impossible 8"))


@pytest.mark.parametrize("form", FORMS)
async def test_export_then_import_gives_equal_answers(here: World, form: Form) -> None:
    await change_everything(here)
    (whole,) = await here.editing.bulk.give(HERE, form)
    result = await here.editing.bulk.take(whole, form, ELSEWHERE, reason="as next door")

    for question in QUESTIONS:
        assert await here.answer(question, THERE) == await here.answer(question, HERE)
    assert await here.ask("when does mi7 come out") != await here.ask("when does mi7 come out", 0)
    assert result.change is not None
    assert result.change.reason == "as next door"
    assert imported(result).startswith(f"Imported: {result.facts} facts")
    assert await here.editing.bulk.give(THERE, form) == [whole]
    again = await here.editing.bulk.take(whole, form, ELSEWHERE)
    assert again.change is None
    assert imported(again).startswith("All of it was here already")

    await here.editing.undo(result.change.number, ELSEWHERE)
    for question in QUESTIONS:
        assert await here.answer(question, THERE) == await here.answer(question, SHARED)


@pytest.mark.parametrize("form", FORMS)
async def test_an_export_can_be_taken_where_the_shared_facts_are_not(
    here: World, tmp_path: Path, form: Form
) -> None:
    await change_everything(here)
    (whole,) = await here.editing.bulk.give(HERE, form)
    async with open_store(tmp_path / "empty.db", MIGRATIONS):
        pass
    async with world(tmp_path / "copy.db", tmp_path / "empty.db") as alone:
        await alone.editing.bulk.take(whole, form, MOD)
        for question in (QUESTIONS[0], QUESTIONS[2], QUESTIONS[5]):
            assert await alone.ask(question) == await here.ask(question)


async def test_an_export_has_nothing_of_others(here: World) -> None:
    await change_everything(here)
    assert await here.editing.bulk.give(THERE, "jsonl") == [b""]
    (table,) = await here.editing.bulk.give(THERE, "csv")
    assert table.decode().strip() == ",".join(COLUMNS)
    with pytest.raises(Refused):
        await here.editing.bulk.give(SHARED, "jsonl")


async def test_what_is_taken_back_is_not_exported(here: World) -> None:
    saved = await here.add(FERGUSON)
    await here.editing.undo(saved.change.number, MOD)
    assert await here.editing.bulk.give(HERE, "jsonl") == [b""]


async def test_cells_cannot_be_formulas(here: World) -> None:
    await change_everything(here)
    (table,) = await here.editing.bulk.give(HERE, "csv")
    cells = [cell for row in csv.reader(io.StringIO(table.decode())) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert "'-$290 million" in cells
    assert "'@Variety" in cells

    bad = b"subject,property,value,title\nMI7,budget,=HYPERLINK(1),Variety\n"
    with pytest.raises(ImportRefused, match="Line 2: “=HYPERLINK.1.” begins like a formula"):
        await here.editing.bulk.take(bad, "csv", MOD)


@given(st.text(alphabet="=+-@'a ＝", max_size=5))
def test_guarding_a_cell_can_be_taken_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in tuple("=+-@＝")


# Hand-written tables


async def test_a_hand_written_table_takes_names_and_describes_sources(here: World) -> None:
    table = (
        "subject;property;value;role;status;title;address;published\r\n"
        "MI8;cast;Hannah Waddingham;Admiral Neely;confirmed;News;"
        "https://a.example/1;Feb 3, 2020\r\n"
        "Mission: Impossible 8;cast;hannah waddingham;a villain;rumoured;News;"
        "https://a.example/1;Feb 3, 2020\r\n"
        "mi7;release date;14.7.2023;;;News;https://a.example/1;Feb 3, 2020\r\n"
        "mi7;release date;14 July 2023;;;Others;;2021\r\n"
        "mi7;director;Christopher McQuarrie;;;Others;;2021\r\n"
    ).encode("utf-8-sig")
    result = await here.editing.bulk.take(table, "csv", MOD)
    assert result.facts == 5
    text = await here.ask("who plays Admiral Neely in mi8")
    assert "Hannah Waddingham plays Admiral Neely in Mission: Impossible 8 — confirmed" in text
    assert "3 February 2020" in text
    found = (await here.editing.find("mi7 release date", HERE)).views
    dates = [view for view in found if str(view.fact.value) == "2023-07-14"]
    assert [len(view.fact.citations) for view in dates] == [2]
    rows = await here.store.read("SELECT title FROM source WHERE scope = ? ORDER BY id", (HERE,))
    assert rows == [("News",), ("Others",)]
    rows = await here.store.read("SELECT name FROM entity WHERE scope = ? ORDER BY id", (HERE,))
    assert rows == [("Hannah Waddingham",), ("Admiral Neely",)]
    director = await here.found("director of mi7")
    view = await here.editing.fact(director, HERE)
    assert len(view.fact.citations) == 3
    assert "a villain" in await here.ask("which roles does Hannah Waddingham play")

    again = await here.editing.bulk.take(table, "csv", MOD)
    assert again.change is None


async def test_all_or_nothing_with_every_refused_line(here: World) -> None:
    table = "\n".join(
        [
            "subject,property,value,role,status,title,address,published",
            "MI8,cast,Jane Doe,,,News,,2020",
            "Some Film,cast,Jane Doe,,,News,,2020",
            "MI8,the weather,Jane Doe,,,News,,2020",
            "MI8,cast,Jane Doe,,maybe,News,,2020",
            "MI8,cast,Jane Doe,,,,,2020",
            "MI8,cast,Jane Doe,,,News,javascript:x,2020",
            "MI8,cast,Jane Doe,,,News,,autumn 2020",
            "MI8,release_date,03/02/2020,,,News,,2020",
            "MI8,budget,much,a role,,News,,2020",
            "MI8,cast,Jane Doe,,,News,,2020,more,cells",
            ",cast,Jane Doe,,,News,,2020",
        ]
    ).encode()
    with pytest.raises(ImportRefused) as caught:
        await here.editing.bulk.take(table, "csv", MOD)
    reasons = dict(caught.value.lines)
    assert len(reasons) == 10
    assert list(reasons) == list(range(3, 13))
    for line, reason in (
        (3, "I know nothing by the name “Some Film”"),
        (4, "I know no property"),
        (5, "“maybe” is no status"),
        (6, "needs a source"),
        (7, "no address"),
        (8, "is no date"),
        (9, "may be 3 February 2020"),
        (10, "takes no role"),
        (11, "more cells than the heading"),
    ):
        assert reason in reasons[line]
    assert str(caught.value).startswith("Nothing was imported: 10 lines cannot be taken.\nLine 3: ")
    rows = await here.store.read("SELECT count(*) FROM fact WHERE scope = ?", (HERE,))
    assert rows == [(0,)]
    assert await here.store.read("SELECT count(*) FROM change") == [(0,)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{}", "“type” is missing"),
        ("[]", "not a JSON object"),
        ("{", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ('{"type": "fact", "id": "f"}', "citations"),
        ('{"type": "hidden", "id": "a", "x": "y"}', "nothing else"),
        ('{"type": "rank", "id": "a", "rank": "best"}', "a rank is"),
        ('{"type": "source", "id": "s", "title": "a\u202eb"}', "turn the text around"),
        ('{"type": "source", "id": "s", "title": "t", "address": "ftp://x"}', "no address"),
        ('{"type": "entity", "id": "tom-cruise", "name": "T", "kind": "film"}', "stays one"),
        (
            '{"type": "fact", "id": "f", "subject": "nobody", "property": "cast", '
            '"value": {"text": "x"}, "citations": [{"source": "s", "status": "denied"}]}',
            "there is no entity “nobody”",
        ),
        (
            '{"type": "fact", "id": "f", "subject": "tom-cruise", "property": "birth_date", '
            '"value": {"date": "2020"}, "citations": [{"source": "gone", "status": "denied"}]}',
            "there is no source “gone”",
        ),
        (
            '{"type": "fact", "id": "f", "subject": "tom-cruise", "property": "birth_date", '
            '"value": {"text": "x"}, "citations": [{"source": "atwell-training", '
            '"status": "denied"}]}',
            "is a date, and it is a text here",
        ),
    ],
)
async def test_lines_that_are_refused(here: World, line: str, reason: str) -> None:
    good = '{"type": "entity", "id": "new", "name": "New One", "kind": "person"}\n\n'
    with pytest.raises(ImportRefused) as caught:
        await here.editing.bulk.take((good + line).encode(), "jsonl", MOD)
    assert [number for number, _ in caught.value.lines] == [3]
    assert reason in caught.value.lines[0][1]
    assert await here.store.read("SELECT count(*) FROM entity WHERE scope <> 0") == [(0,)]


@pytest.mark.parametrize(
    ("content", "form", "reason"),
    [
        (b"x" * (1024 * 1024 + 1), "jsonl", "at most 1 MB"),
        (b"{}\n" * 5001, "jsonl", "5,001 rows: at most 5,000"),
        (b"title\n" + b"x\n" * 5001, "csv", "5,001 rows: at most 5,000"),
        (b"", "jsonl", "nothing in the file"),
        (b"\n\n", "csv", "names its columns"),
        (b"\xff\xfe", "csv", "UTF-8"),
        (b"subject,colour\nx,y\n", "csv", "no column “colour”"),
        (b"title,title\nx,y\n", "csv", "names its columns"),
        (b'title\n"x\n', "csv", "cannot be read in line"),
        (b'"title\nx\n', "csv", "cannot be read in line"),
        (b"x" * 200_000 + b"\ny\n", "csv", "cannot be read in line"),
    ],
)
async def test_files_that_are_refused(here: World, content: bytes, form: Form, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        await here.editing.bulk.take(content, form, MOD)


async def test_the_same_id_twice_is_refused(here: World) -> None:
    line = '{"type": "entity", "id": "new", "name": "New One", "kind": "person"}\n'
    with pytest.raises(ImportRefused, match="Line 2: The entity “new” stands in line 1 already"):
        await here.editing.bulk.take((line * 2).encode(), "jsonl", MOD)


async def test_an_import_of_the_largest_size_is_quick_and_undone_at_once(here: World) -> None:
    rows = ["subject,property,value,title,published"]
    rows += [f"MI7,trivia,Detail number {n},News {n % 7},2020" for n in range(5000)]
    result = await here.editing.bulk.take("\n".join(rows).encode(), "csv", MOD)
    assert result.facts == 5000
    assert result.change is not None
    assert len(result.change.steps) < 30
    assert result.change.total >= 5000
    parts = await here.editing.bulk.give(HERE, "jsonl")
    assert len(parts) > 1
    for part in parts:
        assert len(part) <= 1024 * 1024
        await here.editing.bulk.take(part, "jsonl", ELSEWHERE)
    assert (await here.editing.find("", THERE, limit=1)).total == 2000
    await here.editing.undo(result.change.number, MOD)
    assert await here.editing.bulk.give(HERE, "jsonl") == [b""]


async def test_a_pack_can_be_taken_by_a_server(here: World) -> None:
    lines: list[dict[str, Any]] = [
        {"type": "source", "id": "s", "title": "News", "published": "2020"},
        {
            "type": "entity",
            "id": "film",
            "name": "Some Film",
            "kind": "film",
            "aliases": ["Qwertzia"],
        },
        {"type": "entity", "id": "her", "name": "Jane Doe", "kind": "person"},
        {
            "type": "fact",
            "id": "f",
            "subject": "film",
            "property": "director",
            "value": {"entity": "her"},
            "citations": [{"source": "s", "status": "confirmed"}],
        },
    ]
    content = "\n".join(map(json.dumps, lines)).encode()
    await here.editing.bulk.take(content, "jsonl", MOD)
    assert "Jane Doe directs Some Film" in await here.ask("who directs Qwertzia")
    lines[1]["aliases"] = ["Sfilmia"]
    lines[3]["citations"] = [{"source": "s", "status": "rumoured"}]
    await here.editing.bulk.take("\n".join(map(json.dumps, lines)).encode(), "jsonl", MOD)
    assert "umour" in await here.ask("who directs Sfilmia")
    assert "Jane Doe" not in await here.ask("who directs Qwertzia")


def test_the_form_is_told_by_the_name() -> None:
    assert (form_of("Facts.CSV"), form_of("a.b.jsonl")) == ("csv", "jsonl")
    with pytest.raises(Refused, match="neither JSON Lines"):
        form_of("facts.xlsx")


def test_all_columns_are_words_of_the_property_table() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert LANGUAGE.properties


@pytest.mark.parametrize("year", ["\u00b2", "9" * 5_000, "\u2786"])
async def test_a_year_that_is_no_number_is_a_refused_line(here: World, year: str) -> None:
    table = f"type,id,name,kind,year\nentity,new,New One,film,{year}\n"
    with pytest.raises(ImportRefused) as caught:
        await here.editing.bulk.take(table.encode(), "csv", MOD)
    assert [number for number, _ in caught.value.lines] == [2]
