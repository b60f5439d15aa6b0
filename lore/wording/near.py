"""Questions that the bot proposes."""

from __future__ import annotations


def question(label: str, name: str) -> str:
    """A question for a property of something, which the bot itself understands."""
    return f"{label} of {name}?"
