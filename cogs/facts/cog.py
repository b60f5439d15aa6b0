"""The commands of /fact as one."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs._changing import Changing
from cogs._draft import Drafts
from cogs.facts.adding import Adding
from cogs.facts.desk import Desk
from cogs.facts.files import Files
from cogs.facts.looking import Looking
from cogs.facts.turning import Turning
from lore.wording import commands as words


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Facts(
    Adding,
    Looking,
    Turning,
    Files,
    commands.GroupCog,
    group_name="fact",
    group_description=words.FACT,
):
    """Lets a server's moderators change its facts; each command asks whether they may."""

    def __init__(self, *, changing: Changing, drafts: Drafts, desk: Desk) -> None:
        self.changing = changing
        self.drafts = drafts
        self.desk = desk
