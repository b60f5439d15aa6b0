"""The ways through a fact: what each costs, by what a phrase asks for."""

from __future__ import annotations

from lore.language.properties import Hint
from lore.model.facts import Slot

_WRONG_WAY = 0.3
_UNASKED_ROLE = 0.3

WAYS: dict[Hint, dict[tuple[Slot | None, Slot], float]] = {
    "value": {
        ("subject", "value"): 0.0,
        ("role", "value"): 0.05,
        ("value", "subject"): _WRONG_WAY,
        (None, "value"): 0.0,
    },
    "subject": {("value", "subject"): 0.0, ("role", "subject"): 0.0, (None, "subject"): 0.0},
    "role": {
        ("value", "role"): 0.0,
        ("role", "value"): 0.0,
        ("subject", "role"): 0.1,
        (None, "role"): 0.0,
    },
    "player": {
        ("role", "value"): 0.0,
        ("value", "role"): 0.0,
        ("value", "subject"): 0.1,
    },
    "either": {
        ("subject", "value"): 0.0,
        ("value", "subject"): 0.02,
        ("role", "value"): 0.0,
        ("role", "subject"): 0.1,
        ("value", "role"): _UNASKED_ROLE,
        ("subject", "role"): 0.5,
        (None, "value"): 0.0,
        (None, "subject"): 0.1,
    },
}
"""What each way through a fact costs, by the slot that the phrase asks for."""
