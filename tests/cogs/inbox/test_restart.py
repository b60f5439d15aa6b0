"""What stands under cards of the inbox works after a restart."""

from __future__ import annotations

from chat.texts import replies as face
from cogs import privacy
from cogs.inbox import texts as words
from lore.texts import inbox as told
from tests.cogs.test_suggest import decline, suggest
from tests.discord_wire import Discord
from tests.support.inbox_commands import MODERATOR, STRANGE, listed, opened, press
from tests.support.stage import Stage, running


async def test_everything_works_after_a_restart(discord: Discord, stage: Stage) -> None:
    async with running(discord, stage):
        await discord.ready()
        missing = await (await discord.slash("ask", question=STRANGE)).seen()
        await suggest(discord)
        questions, card = await listed(discord), await opened(discord, 1)
        form = await (await discord.press(card, words.BUTTONS["known"], user=MODERATOR)).modal()
        proposed = await press(discord, await listed(discord, "suggestions"), words.OPEN_ONE, "1")
        forget = await (await discord.slash("privacy delete")).seen()
        await stage.written(1)
    async with running(discord, stage):
        await discord.until(lambda: len(discord.gateway.identified) == 2)
        await discord.ready()
        waits = await press(discord, missing, face.BUTTONS["tell"], user=discord.member)
        assert waits.text == told.WILL_TELL
        assert STRANGE in (await press(discord, questions, words.OPEN_ONE, "1")).text
        assert "1 waits for an answer" in (await press(discord, card, words.BUTTONS["back"])).text
        declined = await decline(discord, proposed, "No.")
        assert "Reason: No." in declined.text
        values = {"words": "Captain Doodle", "name": "Conductor Vale"}
        sent = await discord.submit(form, values, seen=card, user=MODERATOR)
        assert words.CLOSED in (await sent.seen()).text
        await discord.until(lambda: len(discord.direct_to(discord.member)) == 2)
        gone = await press(discord, forget, privacy.DELETE, user=discord.member)
        assert gone.text == privacy.DELETED
