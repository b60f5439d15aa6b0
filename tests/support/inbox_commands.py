"""A moderator at the inbox, and a member who waits for an answer."""

from __future__ import annotations

from chat.texts import replies as face
from cogs.inbox import texts as words
from tests.discord_wire import Discord, Permission, Seen, User
from tests.discord_wire.world import ORDINARY

MODERATOR = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
STRANGE = "who plays Captain Doodle?"
MISSING = "who composes the score of night train?"


async def listed(discord: Discord, name: str = "open", user: User = MODERATOR) -> Seen:
    """What /inbox shows."""
    return await (await discord.slash(f"inbox {name}", user=user)).seen()


async def opened(discord: Discord, number: int, name: str = "open") -> Seen:
    """The card of one of a list."""
    seen = await listed(discord, name)
    return await press(discord, seen, words.OPEN_ONE, str(number))


async def press(
    discord: Discord, seen: Seen, label: str, *values: str, user: User = MODERATOR
) -> Seen:
    """What a press shows."""
    return await (await discord.press(seen, label, *values, user=user)).seen()


async def known(discord: Discord, number: int, **values: str) -> Seen:
    """Say that the words of an entry are known."""
    seen = await opened(discord, number)
    form = await (await discord.press(seen, words.BUTTONS["known"], user=MODERATOR)).modal()
    sent = await discord.submit(form, values, seen=seen, user=MODERATOR)
    return await sent.seen()


async def wait_for(discord: Discord, question: str = STRANGE, user: User | None = None) -> Seen:
    """Ask in vain and wish to be told; what the member reads then."""
    who = user or discord.member
    seen = await (await discord.slash("ask", question=question, user=who)).seen()
    return await press(discord, seen, face.BUTTONS["tell"], user=who)
