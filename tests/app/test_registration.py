"""Commands as the bot sends them and as Discord tells them count as the same, or as different."""

from __future__ import annotations

from typing import Any

import pytest

from app.registration import normalised

OPTION = {"type": 3, "name": "film", "description": "d", "required": True}
SENT: dict[str, Any] = {
    "name": "ask",
    "description": "d",
    "type": 1,
    "options": [OPTION | {"autocomplete": False, "choices": []}],
    "nsfw": False,
    "dm_permission": True,
    "default_member_permissions": 32,
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
}
TOLD = SENT | {
    "id": "1",
    "application_id": "2",
    "version": "3",
    "name_localizations": None,
    "description_localizations": None,
    "default_member_permissions": "32",
    "dm_permission": None,
    "contexts": [2, 0, 1],
    "integration_types": [1, 0],
    "options": [OPTION | {"name_localizations": None}],
}


def test_what_discord_adds_is_no_difference() -> None:
    other = SENT | {"name": "film"}
    assert normalised([SENT, other]) == normalised([TOLD | {"name": "film"}, TOLD])


def test_nothing_to_allow_is_not_everything_allowed() -> None:
    nobody = SENT | {"default_member_permissions": 0}
    assert normalised([nobody]) != normalised([SENT | {"default_member_permissions": None}])


@pytest.mark.parametrize(
    "changed",
    [
        {"description": "other"},
        {"name": "other"},
        {"type": 3},
        {"contexts": [0]},
        {"integration_types": [0]},
        {"nsfw": True},
        {"default_member_permissions": None},
        {"options": []},
        {"options": [OPTION | {"required": False}]},
        {"options": [OPTION | {"max_length": 100}]},
        {"options": [OPTION | {"choices": [{"name": "a", "value": 0}]}]},
    ],
)
def test_what_the_bot_decides_is(changed: dict[str, Any]) -> None:
    assert normalised([SENT | changed]) != normalised([TOLD])


def test_a_command_more_or_less_is() -> None:
    assert normalised([SENT]) != normalised([])
    assert normalised([SENT]) != normalised([TOLD, TOLD | {"name": "gone"}])
