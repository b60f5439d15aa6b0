"""The pages that tell of the bot itself."""

from __future__ import annotations

from lore.wording.answers import Parts


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
    "give something away. If an answer is wrong, press “Something wrong?”.",
)

ABOUT = _page(
    "About me",
    "I answer from facts that people have written down, each with its source and its date. "
    "I guess nothing: what no source says, I do not know, and I say so.",
    "A rumour stays a rumour until a source confirms it, and where sources disagree you see "
    "both sides.",
    "I am open source, and I read only what is said to me: mentions, replies, direct messages "
    "and commands.",
)


def privacy(*, questions: int, days: int, reports: int, minutes: float) -> Parts:
    """What is kept: so many questions, for so many days; so many reports of each server; and for
    so many minutes what a conversation is about."""
    return _page(
        "What I keep",
        f"• What the buttons under my answers need: for the {questions:,} latest, for {days} days "
        "at most, without who asked, and sealed: nobody can read it who does not have the button.",
        "• Of a question without an answer, the moderators of your server see the text and "
        "nothing else. They see none from direct messages.",
        f"• In servers, what you write under “Something wrong?”, without your name, and the "
        f"question that it is about: the {reports:,} latest of each server.",
        f"• In memory alone: for {minutes:.0f} minutes what “it” refers to, and how much you "
        "asked in the last seconds.",
        "I get no messages but those that mention me, reply to me or come to me directly, and "
        "those for which you choose “Answer this”. I store nothing that names you.",
    )
