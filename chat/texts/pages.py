"""The pages that tell of the bot itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.texts.parts import Parts


def _page(title: str, *lines: str) -> Parts:
    return Parts(title, lines, (), None, (), "choice")


HELP = _page(
    "How to ask me",
    "Ask in your own words, with typos and short forms: who plays whom, who directed a film, "
    "when it opens, where it is shot.",
    "• Mention me in a message, write to me directly, or use /ask.",
    "• Reply to my answer and go on: “and the eighth?”, “who directs it”, “what about …”.",
    "• Under an answer to a command, “Ask a follow-up” does the same.",
    "• /film, /cast, /who, /dates and /rumours show what is known of one thing; /sources shows "
    "what all of it rests on.",
    "• On a message, choose Apps, then “Answer this”: only you see the answer.",
    "• With “private”, only you see the answer of a command.",
    "A rumour is marked ❔, a disagreement between sources ⚠️. Behind black bars is what would "
    "give something away. If an answer is wrong, press “Something wrong?”; if there is none, “Tell "
    "me when there is an answer”. What you know, and who says so, you can /suggest.",
)


def help_page(commands: Sequence[str], menus: Sequence[str]) -> Parts:
    """How to ask, with all commands and all that can be done with a message, by their names."""
    listed = ", ".join(f"/{name}" for name in commands)
    chosen = ", ".join(f"“{name}”" for name in menus)
    return replace(HELP, lines=(*HELP.lines, f"All commands: {listed}. On a message: {chosen}."))


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
        f"• What the buttons under my answers need: for the {questions:,} latest, for {days} days "
        "at most, without who asked, and sealed: nobody can read it who does not have the button.",
        "• Of a question without an answer, the moderators of your server see the text and "
        f"nothing else: the {entries:,} latest of each server, for {days} days. They see none from "
        "direct messages, from servers without me, or of “Answer this”.",
        f"• In servers, what you write under “Something wrong?”, without your name, and the "
        f"question that it is about: the {reports:,} latest of each server, for {days} days.",
        "• With your name: who asked to be told an answer, until told; who suggested a fact, for "
        f"{days} days after the verdict; which moderator changed a fact.",
        f"• In memory alone: for {minutes:.0f} minutes what “it” refers to, and how much you "
        "asked in the last seconds.",
        "• Of a server that I was removed from, everything for 30 days, then nothing.",
        "/privacy export gives you what names you, /privacy delete deletes it. I get no messages "
        "but those that mention me, reply to me or come to me directly, and those for which you "
        "choose “Answer this”, “Suggest as fact” or “Read as an article”.",
    )
