"""What keeps the bot from serving is said in one line, and it ends with a status that tells."""

from __future__ import annotations

import asyncio

import pytest

from app import client, gateway
from app.client import run_bot
from tests.discord_wire import Discord
from tests.discord_wire.recording import PATIENCE
from tests.support.stage import Stage, running


async def ends(
    discord: Discord, stage: Stage, *, token: str | None = None, api: str | None = None
) -> int:
    """The exit status of a bot that is not taken."""
    bot = run_bot(
        token=token or discord.token,
        api_url=api or discord.api,
        services=stage.services,
    )
    async with asyncio.timeout(PATIENCE):
        return await bot


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on standard error, which has to be one line."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    return str(err)


async def test_a_wrong_token(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ends(discord, stage, token="MTA5.wrong.token") == 1
    line = one_line(capsys)
    assert "DISCORD_TOKEN" in line
    assert "wrong" not in line


async def test_an_api_that_nobody_serves(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ends(discord, stage, api="http://127.0.0.1:9/api/v10") == 1
    assert "http://127.0.0.1:9/api/v10" in one_line(capsys)


async def test_an_address_that_is_not_an_api(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ends(discord, stage, api=discord.api.replace("/api/v10", "/api/v9")) == 1
    assert "404" in one_line(capsys)


async def test_an_api_that_is_down(
    discord: Discord,
    stage: Stage,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "START_PATIENCE", 0.2)
    discord.fail("GET", "/gateway/bot", 503, times=9)
    assert await ends(discord, stage) == 1
    assert discord.api in one_line(capsys)
    discord.fail("GET", "/users/@me", 502, times=9)
    assert await ends(discord, stage) == 1
    assert discord.api in one_line(capsys)


async def test_an_api_that_asks_to_wait_for_long(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.fail("GET", "/gateway/bot", 429, retry_after=3600)
    assert await ends(discord, stage) == 1
    assert "429" in one_line(capsys)


async def test_a_token_that_the_gateway_address_is_not_told_to(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.fail("GET", "/gateway/bot", 401)
    assert await ends(discord, stage) == 1
    assert "DISCORD_TOKEN" in one_line(capsys)


async def test_a_gateway_that_nobody_serves(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.gateway.url = "ws://127.0.0.1:9/gateway"
    assert await ends(discord, stage) == 1
    assert "ws://127.0.0.1:9" in one_line(capsys)


async def test_a_gateway_that_takes_no_connection(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.gateway.refuse_upgrade = True
    assert await ends(discord, stage) == 1
    assert "503" in one_line(capsys)


async def test_a_gateway_that_does_not_greet(
    discord: Discord,
    stage: Stage,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 0.1)
    discord.gateway.mute = True
    assert await ends(discord, stage) == 1
    assert "does not answer" in one_line(capsys)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (4004, "DISCORD_TOKEN"),
        (4010, "shard"),
        (4011, "servers"),
        (4012, "version"),
        (4013, "4013"),
        (4014, "4014"),
    ],
)
async def test_a_gateway_that_refuses(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str], code: int, told: str
) -> None:
    discord.gateway.refuse_identify = code
    assert await ends(discord, stage) == 1
    assert told in one_line(capsys)


async def test_a_gateway_that_refuses_later(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(discord, stage) as bot:
        await discord.ready()
        await discord.gateway.drop(4004)
        assert await asyncio.wait_for(bot, 5) == 1
    assert "DISCORD_TOKEN" in one_line(capsys)


async def test_a_bot_that_was_started_too_often(
    discord: Discord, stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    discord.allow_starts(0)
    assert await ends(discord, stage) == 1
    assert "too often" in one_line(capsys)
    assert discord.gateway.identified == []
