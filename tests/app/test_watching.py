"""/metrics and /healthz, asked while the bot runs, and the dashboard that is drawn from them."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.answer_labels import certainty, outcome
from lore.model.errors import SettingsError
from lore.model.facts import Ambiguous, Answer, Found, Unknown
from lore.settings import BackupSettings, OperatingSettings
from tests.discord_wire import Discord
from tests.support.imports import ROOT
from tests.support.stage import Stage, running

OPERATING = ROOT / "docs" / "operating"
DASHBOARD = OPERATING / "grafana-dashboard.json"
OF_PROMETHEUS = {"up"}
"""What Prometheus itself adds."""


@pytest.fixture
def port() -> int:
    """A port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def watched(
    discord: Discord, stage: Stage, port: int, tmp_path: Path
) -> AsyncIterator[OperatingSettings]:
    """The bot, connected and watched."""
    backups = BackupSettings(tmp_path / "backups", hours=24, keep=2)
    operating = OperatingSettings(backups=backups, metrics_port=port)
    async with running(discord, stage, operating):
        await discord.ready()
        # The first answer comes after the first backup began.
        await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
        yield operating


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, await response.text()


async def comes(port: int, gateway: str) -> None:
    """Wait until the state of the gateway is this."""
    async with asyncio.timeout(30):
        # Nobody tells when it changes.
        while json.loads((await get(port, "/healthz"))[1])["gateway"] != gateway:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def samples(port: int) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """The values by name and labels."""
    _, text = await get(port, "/metrics")
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            found.setdefault(one.name, {})[tuple(sorted(one.labels.items()))] = one.value
    return found


@pytest.mark.usefixtures("watched")
async def test_answers_are_counted_by_outcome_and_certainty(discord: Discord, port: int) -> None:
    await (await discord.slash("ask", question="who composes the score of mi7")).seen()
    await (await discord.slash("film", film="mi7")).seen()
    await (await discord.slash("ask", question="blorp the frobnitz")).seen()
    told = await samples(port)
    counted = {
        (dict(labels)["outcome"], dict(labels)["certainty"]): value
        for labels, value in told["lore_answers_total"].items()
    }
    assert counted == {
        ("answered", "sure"): 2,
        ("no_fact", "none"): 1,
        ("not_understood", "none"): 1,
    }
    stages = {dict(labels)["stage"] for labels in told["lore_answer_stage_seconds_count"]}
    assert stages == {"waiting", "linking", "understanding", "evaluating", "rest", "overview"}
    waited = told["lore_answer_stage_seconds_count"][("stage", "waiting"),]
    assert waited == 4


@pytest.mark.usefixtures("watched")
async def test_the_rest_is_told_as_it_is(discord: Discord, stage: Stage, port: int) -> None:
    await (await discord.slash("ask", question="who composes the score of mi7")).seen()
    await stage.services.inbox.flush()
    await discord.gateway.drop(4000)
    await discord.until(lambda: discord.gateway.resumed)
    await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
    told = await samples(port)
    assert told["lore_gateway_connected"] == told["lore_gateway_wanted"] == {(): 1}
    assert told["lore_servers"] == {(): 1}
    assert told["lore_inbox_open"] == {(): 1}
    assert told["lore_database_takes_edits"] == {(): 1}
    sizes = {dict(labels)["file"]: value for labels, value in told["lore_database_bytes"].items()}
    assert sizes["database"] == stage.store.path.stat().st_size
    assert set(sizes) == {"database", "log"}
    events = {dict(labels)["event"]: n for labels, n in told["lore_gateway_events_total"].items()}
    assert events["disconnect"] == events["resumed"] == 1
    queues = {dict(labels)["queue"] for labels in told["lore_queue_length"]}
    assert queues == {"requests", "reads", "writes", "inbox", "shown"}
    assert told["process_resident_memory_bytes"][()] > 1e6


@pytest.mark.usefixtures("watched")
async def test_no_label_names_anybody_or_anything_of_theirs(discord: Discord, port: int) -> None:
    await (await discord.slash("ask", question="who plays blorp of Frobnitz")).seen()
    _, text = await get(port, "/metrics")
    ids = (discord.guild.id, discord.channel.id, discord.member.id, discord.bot.id)
    for secret in (*map(str, ids), "blorp", "Frobnitz", "Ilsa", discord.token):
        assert secret not in text
    assert not re.search(r'="[^"]*\d{5,}', text)


@pytest.mark.usefixtures("watched")
async def test_who_is_well_says_so_and_who_is_not_says_why(
    discord: Discord, stage: Stage, port: int
) -> None:
    status, text = await get(port, "/healthz")
    assert status == 200
    assert json.loads(text) == {"well": True, "gateway": "connected", "database": "well"}
    stage.store.stop_edits("The database is damaged.")
    status, text = await get(port, "/healthz")
    assert status == 503
    assert json.loads(text)["database"] == "takes no edits"
    assert (await samples(port))["lore_database_takes_edits"] == {(): 0}


async def test_it_is_not_well_before_it_is_connected(
    discord: Discord, stage: Stage, port: int
) -> None:
    discord.fail("GET", "/users/@me", 503, times=2)
    async with running(discord, stage, OperatingSettings(metrics_port=port)):
        await discord.until(lambda: discord.asked("GET", "/users/@me"))
        status, text = await get(port, "/healthz")
        assert (status, json.loads(text)["gateway"]) == (503, "disconnected")
        assert (await samples(port))["lore_gateway_connected"] == {(): 0}


@pytest.mark.usefixtures("no_pause")
async def test_one_connection_of_two_that_is_lost_is_told_and_the_other_goes_on(
    discord: Discord, stage: Stage, port: int
) -> None:
    discord.gateway.shards = 2
    home = discord.gateway.shard_of(discord.guild.id)
    async with running(discord, stage, OperatingSettings(metrics_port=port)):
        await discord.ready()
        await comes(port, "connected")
        discord.gateway.refuse_upgrade = True
        await discord.gateway.drop(shard=1 - home)
        await comes(port, "partly connected")
        assert (await samples(port))["lore_gateway_connected"] == {(): 1}
        seen = await (await discord.slash("ask", question="who plays Ilsa Faust?")).seen()
        assert "Rebecca Ferguson" in seen.text
        discord.gateway.refuse_upgrade = False
        await comes(port, "connected")


async def test_a_port_that_is_taken_is_refused_in_one_line(
    discord: Discord, stage: Stage, port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        async with running(discord, stage, OperatingSettings(metrics_port=port)) as bot:
            with pytest.raises(SettingsError, match=r"^METRICS_PORT .*\.$"):
                await bot
    assert discord.requests == []


async def test_without_the_library_it_says_what_to_install(
    discord: Discord, stage: Stage, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "app.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    async with running(discord, stage, OperatingSettings(metrics_port=port)) as bot:
        with pytest.raises(SettingsError, match=r"pip install -e '\.\[metrics\]'"):
            await bot


def queries(node: Any) -> list[str]:
    """The queries of a dashboard."""
    if isinstance(node, dict):
        own = [node["expr"]] if "expr" in node else []
        return own + [query for value in node.values() for query in queries(value)]
    return [query for value in node for query in queries(value)] if isinstance(node, list) else []


def selectors(query: str) -> list[tuple[str, dict[str, str]]]:
    """The metrics of a query, each with the labels that it is looked up by."""
    named = re.findall(r"\b((?:lore|process|up)\w*)\b(?:\{([^}]*)\})?", query)
    return [(name, dict(re.findall(r'(\w+)=~?"([^"]*)"', labels))) for name, labels in named]


@pytest.mark.usefixtures("watched")
async def test_the_dashboard_and_the_alerts_ask_for_what_there_is(
    discord: Discord, port: int
) -> None:
    await discord.gateway.drop(4000)
    await discord.until(lambda: discord.gateway.resumed)
    await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
    told = await samples(port)
    while "lore_backup_timestamp_seconds" not in told or (
        told["lore_backup_timestamp_seconds"] == {(): 0}
    ):
        told = await samples(port)
    asked = queries(json.loads(DASHBOARD.read_text(encoding="utf-8")))
    alerts = (OPERATING / "alerts.yaml").read_text(encoding="utf-8")
    asked += re.findall(r"^ *expr: (.*)$", alerts, re.MULTILINE)
    assert len(asked) > 15
    used = set()
    for query in asked:
        assert selectors(query), query
        for name, labels in selectors(query):
            if name in OF_PROMETHEUS:
                continue
            assert name in told, query
            used.add(name)
            keys = {key for one in told[name] for key, _ in one}
            by = re.search(r"by \(([^)]*)\)", query)
            for label in {*labels, *(re.split(r", *", by[1]) if by else ())} - {"job"}:
                assert label in keys, query
    lost = {name for name in told if name.startswith("lore_")} - used
    assert {name for name in lost if not name.endswith(("_created", "_sum", "_count"))} == set()


@pytest.mark.parametrize(
    ("found", "labels"),
    [
        (Found(()), ("answered", "sure")),
        (Found((), reworded=("who plays X",)), ("answered", "by_model")),
        (Ambiguous(("a", "b")), ("offered", "none")),
        (Unknown("no_entity", word="X"), ("no_entity", "none")),
        (Unknown("not_understood", tangled=True), ("given_up", "none")),
    ],
)
def test_an_outcome_has_its_labels(found: Any, labels: tuple[str, str]) -> None:
    answer = Answer("a question", found)
    assert (outcome(answer), certainty(answer)) == labels
    if isinstance(found, Found) and not found.reworded:
        assert certainty(Answer("a question", found, sure=False)) == "likely"
