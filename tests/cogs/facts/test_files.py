"""/fact import and /fact export: all or nothing in, all of it out."""

from __future__ import annotations

import csv
import io
import json

import pytest

from chat.editing import texts
from chat.texts import replies as words
from cogs.facts import texts as facts_texts
from lore.editing.files.parsing import MOST_BYTES
from lore.texts import refusals
from tests.discord_wire import Discord, Exchange, Seen, Upload
from tests.discord_wire.world import Channel, Guild
from tests.support.fact_commands import MODERATOR, NOBODY, answer, press, slash, stored

pytestmark = pytest.mark.usefixtures("bot")
TABLE = (
    "subject,property,value,title,published\n"
    "Night Train,composer,Ana Lopez,A Score for the Train,2026-02-03\n"
    "Night Train,writer,Bob Stone,A Score for the Train,2026-02-03\n"
)
THERE = Channel("there", Guild("another"))


async def take(discord: Discord, name: str, content: bytes | str, **more: object) -> Seen:
    content = content.encode() if isinstance(content, str) else content
    size = more.pop("size", None)
    assert size is None or isinstance(size, int)
    return await slash(discord, "fact import", file=Upload(name, content, size), **more)


async def given(discord: Discord, exchange: Exchange) -> dict[str, bytes]:
    """The files that the bot attached to what it said."""
    await exchange.seen()
    token = exchange.payload["token"]

    def sent() -> dict[str, bytes]:
        ended = [one for one in discord.asked("POST", token) if one.files]
        return {name: content for one in ended for name, content in one.files.items()}

    return await discord.until(sent, "files")


async def export(discord: Discord, **more: object) -> dict[str, bytes]:
    return await given(discord, await discord.slash("fact export", user=MODERATOR, **more))


async def test_a_table_is_imported(discord: Discord) -> None:
    told = await take(discord, "facts.csv", TABLE, reason="from the archive")
    assert told.ephemeral
    assert "Imported: 2 facts" in told.text
    assert "Ana Lopez" in await answer(discord)
    assert "Reason: from the archive" in (await slash(discord, "fact history")).text
    undone = await press(discord, told, texts.UNDO)
    assert "Change 1 is undone" in undone.text
    assert NOBODY in await answer(discord)
    seen = await slash(discord, "ask", question="who composed night train?", channel=THERE)
    assert NOBODY in seen.text


async def test_the_sources_that_a_table_describes_are_counted(discord: Discord) -> None:
    other = "Night Train,editor,Bob Stone,Another Paper,2026-03\n"
    told = await take(discord, "facts.csv", TABLE + other)
    assert "Imported: 3 facts, 0 names, 2 sources." in told.text


async def test_one_of_a_kind_is_counted_as_one(discord: Discord) -> None:
    told = await take(discord, "facts.csv", "".join(TABLE.splitlines(keepends=True)[:2]))
    assert "Imported: 1 fact, 0 names, 1 source." in told.text


async def test_all_or_nothing(discord: Discord) -> None:
    bad = f"{TABLE}Night Train,composer,Zyzzyva Qwx,,\nNight Train,zyzzyva,Bob Stone,X,autumn\n"
    told = await take(discord, "facts.csv", bad)
    assert "Nothing was imported: 2 lines cannot be taken." in told.text
    assert "Line 4: " in told.text
    assert "Line 5: " in told.text
    assert NOBODY in await answer(discord)


async def test_many_refused_lines_are_a_file(discord: Discord) -> None:
    rows = "Night Train,zyzzyva,Bob Stone,**X** @everyone,2026\n" * 40
    exchange = await discord.slash(
        "fact import", file=Upload("facts.csv", (TABLE + rows).encode()), user=MODERATOR
    )
    refused = (await given(discord, exchange))["refused.txt"].decode().split("\n")
    assert len(refused) == 40
    assert refused[-1].startswith("Line 43: I know no property “zyzzyva”")
    assert "… and 30 more." in (await exchange.seen()).text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("facts.xlsx", b"x", refusals.no_form("facts.xlsx")),
        ("facts.jsonl", b"\n", refusals.EMPTY_FILE),
        ("facts.csv", b"\xff\xfe\x00", refusals.NOT_UTF8),
        ("facts.jsonl", b"\n".join([b"{}"] * 5001), refusals.too_many_rows(5001, 5000)),
        ("facts.csv", b"x" * (MOST_BYTES + 1), facts_texts.too_large(MOST_BYTES + 1, MOST_BYTES)),
    ],
)
async def test_files_that_are_not_taken(
    discord: Discord, name: str, content: bytes, said: str
) -> None:
    told = await take(discord, name, content)
    assert (told.text, told.ephemeral) == (said, True)


async def test_a_file_that_is_larger_than_discord_says(discord: Discord) -> None:
    told = await take(discord, "facts.csv", b"x" * (MOST_BYTES + 1), size=10)
    assert told.text == refusals.file_too_large(MOST_BYTES)


async def test_a_file_that_discord_does_not_give(discord: Discord) -> None:
    told = await take(discord, "gone.csv", "")
    assert told.text == facts_texts.NOT_READ


@pytest.mark.parametrize("form", ["jsonl", "csv"])
async def test_an_export_is_complete_and_can_be_imported(discord: Discord, form: str) -> None:
    await stored(discord, value="Bob Stone", source="=HYPERLINK(1)", place="+1")
    await slash(discord, "fact retire", fact="#1")
    await slash(discord, "fact restore", fact="#1")
    await slash(discord, "name add", name="Conductor Vale", alias="the iron lady")
    exported = await export(discord, form=form)
    assert list(exported) == [f"facts-1.{form}"]
    whole = exported[f"facts-1.{form}"]
    if form == "jsonl":
        kinds = [json.loads(line)["type"] for line in whole.decode().splitlines()]
        assert {"source", "fact"} <= set(kinds)
    else:
        cells = [cell for row in csv.reader(io.StringIO(whole.decode())) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    told = await take(discord, f"facts.{form}", whole, channel=THERE)
    assert "Imported" in told.text
    for channel in (discord.channel, THERE):
        seen = await slash(
            discord, "ask", question="who composed night train?", channel=channel, private=True
        )
        assert "Bob Stone" in seen.text
        assert "HYPERLINK" in seen.text


async def test_nothing_to_export(discord: Discord) -> None:
    await stored(discord)
    for form in ("jsonl", "csv"):
        told = await slash(discord, "fact export", form=form, channel=THERE)
        assert told.text == facts_texts.EXPORT_EMPTY


async def test_a_large_export_fills_several_files(discord: Discord) -> None:
    for number in range(2):
        rows = "".join(
            f"Night Train,plot,{'word ' * 30}{number}-{row},Paper {row},2026\n"
            for row in range(3000)
        )
        await take(discord, "facts.csv", "subject,property,value,title,published\n" + rows)
    exported = await export(discord, form="jsonl")
    assert len(exported) >= 2
    for name, content in exported.items():
        told = await take(discord, name, content, channel=THERE)
        assert "Imported" in told.text
    found = await slash(discord, "fact find", channel=THERE)
    assert "of 2,000" in found.text or "of 6,000" in found.text


async def test_members_may_not(discord: Discord) -> None:
    for told in (
        await take(discord, "facts.csv", TABLE, user=discord.member),
        await slash(discord, "fact export", user=discord.member),
    ):
        assert (told.text, told.ephemeral) == (words.NEEDS_MANAGE_SERVER, True)
    assert NOBODY in await answer(discord)
