"""The pages that tell of the bot itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.texts.parts import Parts


def _page(title: str, *lines: str) -> Parts:
    return Parts(title, lines, (), None, (), "choice")


HELP = _page(
    "How to ask me",
    "Ask in your own words: mention me, write to me directly, or use /ask. Reply to go on: “and "
    "the eighth?”.",
    "• /film, /cast, /who, /dates, /rumours: what is known of one thing; /sources: where from.",
    "• On a message, Apps, “Answer this”: only you see the answer.",
    "• ❔ rumour, ⚠️ sources disagree, black bars hide spoilers.",
    "• Something is wrong or missing? Press the button under the answer, or /suggest.",
)


def help_page(commands: Sequence[str], menus: Sequence[str]) -> Parts:
    """How to ask, with all commands and all that can be done with a message, by their names."""
    listed = ", ".join(f"/{name}" for name in commands)
    chosen = ", ".join(f"“{name}”" for name in menus)
    return replace(HELP, lines=(*HELP.lines, f"All: {listed}. On a message: {chosen}."))


ABOUT = _page(
    "About me",
    "I answer from facts that people have written down, each with its source and its date. "
    "I guess nothing: what no source says, I do not know, and I say so.",
    "A rumour stays a rumour until a source confirms it, and where sources disagree you see "
    "both sides.",
    "I am open source, and I read only what is said to me: mentions, replies, direct messages "
    "and commands.",
)


def privacy(*, questions: int, days: int, reports: int, entries: int, minutes: float) -> Parts:
    """What is kept, for how many days: of so many answers what their buttons need; of each server
    so many questions and reports; and for so many minutes what a conversation is about."""
    return _page(
        "What I keep",
        f"Without your name, {days} days:",
        f"• for buttons, the {questions:,} latest answers, sealed",
        f"• unanswered questions ({entries:,} a server) and pressed readings; none from direct "
        "messages or “Answer this”",
        f"• what “Something wrong?” was told: {reports:,} a server",
        f"With it: who waits for an answer, who suggested a fact (until {days} days after the "
        "verdict), which moderator changed one.",
        f"In memory, {minutes:.0f} minutes: what “it” refers to, and a form that was refused.",
        "Of a server that I left: all for 30 days.",
        "/privacy export shows what names you, /privacy delete deletes it.",
    )
