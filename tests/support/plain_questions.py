"""Plain questions over every operator, with gold from the records of a pack."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.support.plain_counts import Counts
from tests.support.plain_gold import TODAY, Gold
from tests.support.plain_lists import Lists
from tests.support.plain_times import Times
from tests.support.plain_told import Told
from tests.support.plain_verdicts import Verdicts
from tests.support.plain_world import World


def questions(world: World, today: date = TODAY) -> list[Gold]:
    """The questions of every family, those of a template bounded."""
    chance = Random(7)
    families = (Lists, Verdicts, Times, Counts, Told)
    return [gold for family in families for gold in family(world, today, chance).all()]
