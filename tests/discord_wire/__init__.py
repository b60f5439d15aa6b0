"""A small Discord on loopback, for the real discord.py to connect to. See `Discord`."""

from tests.discord_wire.inputs import Upload
from tests.discord_wire.interactions import Exchange
from tests.discord_wire.recording import Request
from tests.discord_wire.schema import problems
from tests.discord_wire.seen import Seen
from tests.discord_wire.server import Discord
from tests.discord_wire.world import Channel, Guild, Permission, Role, User

__all__ = [
    "Channel",
    "Discord",
    "Exchange",
    "Guild",
    "Permission",
    "Request",
    "Role",
    "Seen",
    "Upload",
    "User",
    "problems",
]
