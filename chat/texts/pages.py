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
        f"• For the buttons: the {questions:,} latest answers, {days} days, sealed, without who "
        "asked.",
        f"• Questions without an answer, for moderators, without who asked: the {entries:,} latest "
        f"of each server, {days} days; none from direct messages or “Answer this”.",
        f"• Under “Something wrong?”, without your name: {reports:,} a server, {days} days.",
        f"• With your name: who waits for an answer, who suggested a fact ({days} days after the "
        "verdict), which moderator changed one.",
        f"• In memory, {minutes:.0f} minutes: what “it” refers to.",
        "• Of a server that I left: all of it for 30 days.",
        "/privacy export shows what names you, /privacy delete deletes it.",
    )
