"""The properties that the program itself knows by name; all others are data alone."""

from __future__ import annotations

SERIES = "series"
"""Ties a film to its series, whose kind has the same name; a series answers for its films."""
CAST = "cast"
"""Who is in a work; with a role, as whom."""
RELEASE = "release_date"
"""When a work comes out; works are in this order."""
BIRTH = "birth_date"
"""When somebody was born."""
