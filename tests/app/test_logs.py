"""The token stands in no log, nor what members say; what belongs together can be found."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.logs import REQUEST, JsonLines, Lines, begin_request
from tests.discord_wire import Discord
from tests.discord_wire.world import ORDINARY, Permission, User
from tests.support.bot_process import process
from tests.support.clusters import ended
from tests.support.stage import Stage

SECRET = "MTA5.secret.token"
FORMATS = [Lines, JsonLines]
Form = Callable[[str], logging.Formatter]


def record(told: str, *arguments: object, error: bool = False) -> logging.LogRecord:
    info = None
    if error:
        try:
            raise ValueError(f"header Bot {SECRET}")
        except ValueError as caught:
            info = (type(caught), caught, caught.__traceback__)
    return logging.LogRecord("x", logging.ERROR, __file__, 1, told, arguments, info)


@pytest.mark.parametrize("form", FORMATS)
def test_a_secret_is_left_out_of_messages_and_tracebacks(form: Form) -> None:
    text = form(SECRET).format(record("sent %s", SECRET, error=True))
    assert SECRET not in text
    assert "Traceback" in text
    assert text.count("[token]") == 2


@pytest.mark.parametrize("form", FORMATS)
def test_the_token_of_an_interaction_is_left_out(form: Form) -> None:
    text = form(SECRET).format(
        record("POST %s", "https://d.example/webhooks/12/aW50-ZXI.x/messages")
    )
    assert "aW50" not in text
    assert "/webhooks/12/[token]/messages" in text


def test_a_line_of_json_is_one_object_whatever_it_says() -> None:
    line = JsonLines(SECRET).format(record("two\nlines “%s”", 'a "quote"', error=True))
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == 'two\nlines “a "quote"”'
    assert told["exception"].startswith("Traceback")
    assert (told["level"], told["logger"]) == ("error", "x")
    assert told["time"].endswith("+00:00")


@pytest.mark.parametrize("form", FORMATS)
def test_a_line_of_a_library_that_cannot_be_filled_in_is_told_as_it_is(form: Form) -> None:
    """discord.py puts lines of source code, with their signs of per cent, where it fills in."""
    text = form(SECRET).format(record(f"shard %s, {SECRET}: log('100 % of %s')", 3))
    assert "shard %s, [token]" in text
    assert "3" in text


@pytest.mark.parametrize("form", FORMATS)
async def test_a_request_has_an_id_in_its_tasks_alone(form: Form) -> None:
    async def line() -> str:
        return form(SECRET).format(record("done"))

    begin_request()
    request = REQUEST.get()
    first = asyncio.create_task(line())
    begin_request()
    second = asyncio.create_task(line())
    assert request in await first
    assert request not in await second


async def test_the_reading_thread_knows_whose_question_it_reads(stage: Stage) -> None:
    begin_request()
    assert await stage.store.query(lambda _: REQUEST.get()) == REQUEST.get() != ""


async def logged(discord: Discord, folder: Path, **settings: str) -> list[str]:
    """The lines of a bot's log while members say and do all kinds of things."""
    moderator = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
    async with process(discord, folder, **settings) as bot:
        await discord.ready()
        await discord.reply_to(await discord.say("who plays Ilsa Faust in Zweifelhaft?"))
        await (await discord.slash("ask", question="who composes the Zweifelhaft of mi7")).seen()
        await (await discord.slash("film", film="Zweifelhaft")).seen()
        await (
            await discord.slash("name add", user=moderator, name="mi7", alias="Zweifelhaft")
        ).seen()
        discord.fail("POST", "/interactions/*", 400, code=50035)
        await discord.slash("ask", question="Zweifelhaft once more")
        await discord.until(lambda: any(one.status == 400 for one in discord.requests))
        await (await discord.slash("ask", question="whos Zweifelhaft in mi7")).seen()
        told = await ended(bot)
        assert bot.returncode == 0
    return told.splitlines()


async def test_a_log_of_json(discord: Discord, tmp_path: Path) -> None:
    lines = await logged(discord, tmp_path, LOG_FORMAT="json")
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert all({"time", "level", "logger", "message"} <= set(one) for one in told)
    assert told[0]["message"] == f"Database {tmp_path / 'lore.db'}: new, 200 facts."
    answers = [one for one in told if one["logger"] == "app.answer_labels"]
    assert len({one["request"] for one in answers}) == len(answers) >= 4
    assert {one["certainty"] for one in answers} <= {"sure", "likely", "none"}
    assert set(answers[0]["stages_ms"]) >= {"waiting", "linking"}
    assert not [one for one in lines if discord.token in one or "interaction-" in one]
    assert not [one for one in told if one["level"] == "info" and "Zweifelhaft" in str(one)]


async def test_a_log_to_be_read(discord: Discord, tmp_path: Path) -> None:
    lines = await logged(discord, tmp_path)
    assert lines[0] == f"Database {tmp_path / 'lore.db'}: new, 200 facts."
    assert not [one for one in lines if discord.token in one or "interaction-" in one]
    assert not [one for one in lines if " INFO " in one and "Zweifelhaft" in one]
    assert [one for one in lines if "A question: " in one]


async def test_what_keeps_it_from_starting_is_a_line_of_json_too(
    discord: Discord, tmp_path: Path
) -> None:
    discord.gateway.refuse_identify = 4004
    async with process(discord, tmp_path, LOG_FORMAT="json") as bot:
        _, err = await bot.communicate()
    assert bot.returncode == 1
    last = json.loads(err.decode().splitlines()[-1])
    assert last["level"] == "error"
    assert "Discord refuses this token" in last["message"]
