"""What moderators do at the desk, in one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chat.editing import texts
from lore.editing import Moderator
from tests.discord_wire import Discord, Role, Seen
from tests.discord_wire.world import ORDINARY, Json, Permission, User
from tests.support.stage import Stage

MODERATOR = User("moderator", permissions=ORDINARY | Permission.MANAGE_GUILD)
SECOND = User("second", permissions=ORDINARY | Permission.MANAGE_GUILD)
SAVE, CANCEL, EDIT, BACK = (texts.BUTTONS[name] for name in ("save", "cancel", "edit", "back"))
SUPERSEDE = texts.supersede(1)
COMPOSER = {
    "subject": "Night Train",
    "property": "composer",
    "value": "Ana Lopez",
    "source": "A Score for the Train",
    "date": "3 Feb 2026",
    "publisher": "Film Gazette",
    "address": "https://gazette.example/score",
}
QUESTION = "who composed night train?"
NOBODY = "no fact about the composer"


async def role(discord: Discord, stage: Stage) -> Role:
    """The role of the server's moderators, chosen by whoever manages it."""
    made = Role("lorekeepers")
    told = {"guild_id": str(discord.guild.id), "role": made.payload()}
    await discord.gateway.dispatch("GUILD_ROLE_CREATE", told)
    manager = Moderator(discord.guild.id, MODERATOR.id)
    await stage.services.editing.setups.set(manager, moderator_role=made.id)
    return made


def demoted(user: User = MODERATOR) -> User:
    """The same person, who manages the server no longer."""
    return replace(user, permissions=ORDINARY)


async def slash(discord: Discord, name: str, /, **options: Any) -> Seen:
    """Run a command as the moderator, unless `user` is somebody else."""
    return await (await discord.slash(name, **({"user": MODERATOR} | options))).seen()


async def add(discord: Discord, **more: Any) -> Seen:
    """The card of a new fact."""
    return await slash(discord, "fact add", **(COMPOSER | more))


async def say(discord: Discord, sentence: str, **more: Any) -> Seen:
    """The card of a sentence."""
    return await slash(discord, "fact say", sentence=sentence, **more)


async def complete(
    discord: Discord, name: str, focused: str, text: str, /, **more: Any
) -> list[Any]:
    """What an option may become for the moderator, unless `user` is somebody else."""
    exchange = await discord.complete(name, focused, text, **({"user": MODERATOR} | more))
    return [choice["value"] for choice in await exchange.choices()]


async def press(discord: Discord, seen: Seen, label: str, *values: str, **more: Any) -> Seen:
    """Press a button, or choose in a select by the label of the option."""
    options = seen.component(label).get("options") or []
    chosen = [one["value"] for one in options if one["label"] in values]
    assert len(chosen) == len(values), [one["label"] for one in options]
    return await (await discord.press(seen, label, *chosen, **({"user": MODERATOR} | more))).seen()


async def form(discord: Discord, seen: Seen, label: str, **more: Any) -> Json:
    """The form that a button opens."""
    return await (await discord.press(seen, label, **({"user": MODERATOR} | more))).modal()


async def fill(
    discord: Discord,
    modal: Json,
    seen: Seen | None = None,
    /,
    *,
    user: User = MODERATOR,
    **given: Any,
) -> Seen:
    """Send a form in: what stands in it, but for what is given by field."""
    standing: dict[str, str] = {}
    for row in modal["components"]:
        field = row["component"]
        chosen = [one["value"] for one in field.get("options") or [] if one.get("default")]
        standing[field["custom_id"]] = field.get("value") or next(iter(chosen), "")
    exchange = await discord.submit(modal, standing | given, seen=seen, user=user)
    return await exchange.seen()


async def mend(discord: Discord, seen: Seen, step: str, /, **given: Any) -> Seen:
    """Edit a draft in one of its steps."""
    steps = await press(discord, seen, EDIT) if EDIT in seen.labels else seen
    modal = await form(discord, steps, texts.BUTTONS[step])
    return await fill(discord, modal, steps, **given)


async def stored(discord: Discord, **more: Any) -> int:
    """Add a fact and save it; its number."""
    result = await press(discord, await add(discord, **more), SAVE)
    return int(result.text.split("#")[1].split()[0])


async def answer(discord: Discord, question: str = QUESTION, **more: Any) -> str:
    """What a member is answered."""
    return (await discord.reply_to(await discord.say(question, **more))).text


async def sources(discord: Discord, question: str = QUESTION) -> str:
    """What a member is shown who presses Sources under an answer."""
    seen = await discord.reply_to(await discord.say(question))
    return (await (await discord.press(seen, "Sources")).seen()).text


async def version(stage: Stage, discord: Discord, number: int) -> str:
    """A fact's version now."""
    return (await stage.services.editing.fact(number, discord.guild.id)).version


def second(discord: Discord) -> Moderator:
    """Another moderator of the server."""
    return Moderator(discord.guild.id, SECOND.id)
