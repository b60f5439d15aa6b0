"""The bot as the process that an operator starts."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest

from chat.texts import replies as words
from tests.discord_wire import Discord, Exchange
from tests.discord_wire.recording import PATIENCE
from tests.discord_wire.world import ORDINARY, Permission, User
from tests.support.bot_process import process, verb
from tests.support.clusters import ended
from tests.support.odd_questions import WORST


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_ends_cleanly(
    discord: Discord, tmp_path: Path, number: signal.Signals
) -> None:
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        seen = await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
        assert "Rebecca Ferguson" in seen.text
        seen = await discord.reply_to(await discord.say("whos ilsa in mi7"))
        seen = await discord.reply_to(await discord.say("when's it out"))
        assert "Sources disagree" in seen.text
        assert "19 November 2021" in seen.text
        assert "23 July 2021" in seen.text
        await discord.reply_to(await discord.say("who composes the score of mi7"))
        moderator = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
        seen = await (await discord.slash("inbox open", user=moderator)).seen()
        assert "who composes the score of mi7" in seen.text
        bot.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            _, err = await bot.communicate()
        assert bot.returncode == 0
        assert b"Traceback" not in err
        assert discord.token.encode() not in err
    await discord.until(lambda: discord.gateway.closed_with == 1000)


PROMPT = 1.0
"""Seconds within which others are answered on any machine; on a quiet one it is a fifth of that."""
USUAL = 0.1
"""Seconds that eight answers take on a machine with nothing else to do."""


async def answered(discord: Discord, name: str) -> float:
    """Eight members ask at once; the seconds until the last of them is answered."""
    start = time.perf_counter()
    asked = [
        await discord.slash("ask", question="who plays Ilsa Faust?", user=User(f"{name}{one}"))
        for one in range(8)
    ]
    for exchange in asked:
        assert "Rebecca Ferguson" in (await exchange.seen()).text
    return time.perf_counter() - start


async def ask_the_worst(discord: Discord, member: User) -> list[Exchange]:
    """One member asks all that takes long."""
    return [await discord.slash("ask", question=question[:300], user=member) for question in WORST]


async def beside_the_worst(discord: Discord, name: str) -> float:
    """As `answered`, while one member's questions take long."""
    worst = await ask_the_worst(discord, User(f"tangler{name}"))
    beside = await answered(discord, f"other{name}")
    for exchange in worst:
        await exchange.seen()
    return beside


async def test_the_worst_questions_of_one_member_hold_nobody(
    discord: Discord, tmp_path: Path
) -> None:
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        async with asyncio.timeout(120):
            await answered(discord, "early")
            alone = min([await answered(discord, f"quiet{turn}-") for turn in range(3)])
            beside = min([await beside_the_worst(discord, f"{turn}-") for turn in range(3)])
        print(
            f"eight answered in {alone * 1000:.0f} ms, in {beside * 1000:.0f} ms beside the worst"
        )
        # The machine's load falls on both: what the worst ones add is what is bounded.
        assert beside <= PROMPT * max(1.0, alone / USUAL) + alone
        await ask_the_worst(discord, User("last"))
        bot.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            _, err = await bot.communicate()
        assert bot.returncode == 0
        assert b"Traceback" not in err


@pytest.mark.parametrize("refusal", ["token", "gateway", 4004, 4014])
async def test_a_refusal_is_one_line(discord: Discord, tmp_path: Path, refusal: str | int) -> None:
    wrong = {"DISCORD_TOKEN": "MTA5.wrong.token"} if refusal == "token" else {}
    discord.gateway.refuse_upgrade = refusal == "gateway"
    discord.gateway.refuse_identify = refusal if isinstance(refusal, int) else None
    async with process(discord, tmp_path, **wrong) as bot:
        async with asyncio.timeout(PATIENCE):
            _, err = await bot.communicate()
        assert bot.returncode == 1
        born, told = err.decode().splitlines()
        assert born == f"Database {tmp_path / 'lore.db'}: new, 200 facts."
        assert told
        assert "token" not in told.replace("this token", "")


async def test_beside_a_running_bot(discord: Discord, tmp_path: Path) -> None:
    """A second bot and a restore are refused in one line; the rest works, and it goes on."""
    pack, backup = tmp_path / "p.jsonl", tmp_path / "backup.db"
    pack.write_text('{"type": "entity", "id": "n", "name": "Night Train", "kind": "film"}\n')
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        async with process(discord, tmp_path) as second:
            async with asyncio.timeout(PATIENCE):
                _, refused = await second.communicate()
            assert second.returncode == 2
            assert refused.count(b"\n") == 1
            assert b"A bot that is running holds the database" in refused
        status, out, err = await verb(tmp_path, "ask", "who plays Ilsa Faust?")
        assert (status, "Rebecca Ferguson" in out, err) == (0, True, "")
        assert (await verb(tmp_path, "export", tmp_path / "out.jsonl"))[0] == 0
        assert (await verb(tmp_path, "import", pack))[0] == 0
        status, out, err = await verb(tmp_path, "backup", backup)
        told = f"Backed up to {backup}: everything, 200 facts among it.\n"
        assert (status, out, err) == (0, told, "")
        status, out, err = await verb(tmp_path, "restore", backup)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "stop it first" in err
        seen = await discord.reply_to(await discord.say("who plays Ilsa Faust?"))
        assert "Rebecca Ferguson" in seen.text
        bot.send_signal(signal.SIGKILL)
        await bot.wait()
    status, out, _ = await verb(tmp_path, "restore", backup)
    assert status == 0
    assert out.startswith(f"Restored {tmp_path / 'lore.db'}: 200 facts. What was there before is ")
    async with process(discord, tmp_path):
        await discord.ready()


async def test_edits_end_where_the_database_is_taken_away(discord: Discord, tmp_path: Path) -> None:
    moderator = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
    async with process(discord, tmp_path) as bot:
        await discord.ready()
        (tmp_path / "lore.db").unlink()
        for _ in range(2):
            told = await discord.slash(
                "name add", user=moderator, name="Ilsa Faust", alias="the spy"
            )
            assert (await told.seen()).text == words.NO_EDITS
        err = await ended(bot)
    lost = [line for line in err.splitlines() if "deleted or replaced" in line]
    assert len(lost) == 1
    assert "Traceback" not in err
