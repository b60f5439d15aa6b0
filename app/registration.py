"""Registers the commands with Discord, and only when they differ from those registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from discord import app_commands

# Discord adds ids, versions and defaults to what it was given; these are what a bot decides.
_DECIDED = (
    "name",
    "name_localizations",
    "type",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
)


async def register(tree: app_commands.CommandTree[Any]) -> bool:
    """Send the tree's global commands unless they are registered already; whether it sent them.

    Raises:
        discord.DiscordException: if Discord does not tell, or does not take them.
    """
    client = tree.client
    assert client.application_id is not None, "log in before"
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    registered = await client.http.get_global_commands(client.application_id)
    if normalised(wanted) == normalised(registered):
        return False
    await tree.sync()
    return True


def normalised(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    """Payloads by type and name, as the bot sends or as Discord tells them, made comparable."""
    return {(command.get("type", 1), command["name"]): _command(command) for command in commands}


def _command(command: Mapping[str, Any]) -> Any:
    decided = {key: command.get(key) for key in _DECIDED}
    for unordered in ("contexts", "integration_types"):
        decided[unordered] = sorted(decided[unordered] or ())
    if decided["default_member_permissions"] is not None:
        # Sent as a number, told as a text.
        decided["default_member_permissions"] = str(decided["default_member_permissions"])
    return _without_defaults(decided)


def _without_defaults(value: Any) -> Any:
    """The same without what means as much as leaving it out: null, false and empty."""
    if isinstance(value, Mapping):
        kept = {key: _without_defaults(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if not _default(inner)}
    return [_without_defaults(inner) for inner in value] if isinstance(value, list) else value


def _default(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})
