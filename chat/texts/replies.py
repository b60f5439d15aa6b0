"""The sentences that only the Discord face needs: for members first, then for the operator."""

from __future__ import annotations

from collections.abc import Sequence

from lore.texts import terms

HELP = (
    "Ask me who plays whom, who directed a film or when it opens: mention me together with the "
    "question, write to me directly, or use /ask. Every answer names its source and its date."
)
OUTDATED = "This command has changed since your Discord loaded it: reload Discord and try again."
BROKEN = "Something went wrong on my side, not yours. It is noted; please try again later."

NEEDS_MANAGE_SERVER = "Only who may manage this server can do that."
NEEDS_SERVER = "That works only in a server in which I am installed."
TOO_OLD = "This answer is from long ago, and I no longer know what was asked: please ask again."
CROWDED = "More is being asked here than I can answer at the moment: ask me again in a minute."
NOTHING_ASKED = "I see no question there that I could answer."
NO_NAME = "Tell me a name."
NOTHING_SAID = "Tell me in a few words what is wrong."

PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}

NO_EDITS = (
    "Nothing can be kept or changed at the moment: whoever runs me has to look after my database "
    "first."
)
UNANSWERED = "The moderators will see this question, without your name."
WHICH_ONE = "Which one?"

PREVIOUS = "◀ Back"
NEXT = "More ▶"
BUTTONS = {
    "more": "Show all of it",
    "sources": "Sources",
    "followup": "Ask a follow-up",
    "wrong": "Something wrong?",
    "publish": "Show to everyone",
    "tell": "Tell me when there is an answer",
}

FOLLOW_UP_TITLE = "Ask a follow-up"
FOLLOW_UP_LABEL = "Your question"
FOLLOW_UP_HINT = "For example: and the eighth?"
WRONG_TITLE = "Something wrong?"
WRONG_LABEL = "What is wrong, and how do you know?"
WRONG_HINT = "The answer goes along by itself. An article that has it right helps most."
REPORTED = "Thank you. The moderators of this server will see it, without your name."
NO_QUESTION = "👋"
WAIT = "⏳"
"""What a quiet server gets instead of words."""
MARKS = {"rumour": "❔", "conflict": "⚠️"}
"""What stands before an answer by its tone, so that it is seen before it is read."""


_REPEATED = 200
"""Characters of what somebody wrote that are repeated at most."""


def shortened(text: str) -> str:
    """The beginning of what somebody wrote, as it may be repeated."""
    line = " ".join(text.split())
    return line if len(line) <= _REPEATED else f"{line[: _REPEATED - 1]}…"


def not_taken(why: str, written: Sequence[str]) -> str:
    """Says why a form was not taken, and what was written in it, to be copied."""
    texts = " / ".join(filter(None, (" ".join(text.split()) for text in written)))
    return f"{why} You wrote: “{shortened(texts)}”" if texts else why


REOPEN = "Open the form again"
FORM_GONE = "What you typed is no longer held: open the form anew where you found it."


def needs_role(role: str) -> str:
    """Refuses who neither manages the server nor has its moderators' role."""
    return f"Only who may manage this server or has the role “{role}” can do that."


def more(count: int) -> str:
    """What ends a list that has `count` lines more than fit."""
    return f"… and {count} more"


def page(number: int, of: int) -> str:
    """Which page it is."""
    return f"Page {number} of {of}"


def asked(question: str) -> str:
    """A question as it stands over its answer."""
    return f"“{question}”"


def completion(name: str, hint: str | None) -> str:
    """A name with what tells it apart."""
    return f"{name} ({hint})" if hint else name


def wait(seconds: int) -> str:
    """Tells somebody who asks too fast when to ask again."""
    return f"That was a lot at once: ask me again in {seconds} second{'' if seconds == 1 else 's'}."


def pause(left: int, seconds: int) -> str:
    """Tells a member of a server that wants pauses when to ask again."""
    return (
        f"In this server everybody may ask once in {duration(seconds)}: "
        f"ask me again in {duration(left)}."
    )


def duration(seconds: int) -> str:
    """A time in seconds, minutes or hours, rounded up to a whole one."""
    for unit, name in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= 2 * unit or seconds == unit:
            count = -(-seconds // unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "0 seconds"


def elsewhere(channels: Sequence[str]) -> str:
    """Tells why only the member sees an answer; `channels` are those where all would."""
    if not channels:
        return "Only you see this: the channels of this server where I answer openly are gone."
    named = [*channels[:3], *([f"{len(channels) - 3} more"] if channels[3:] else [])]
    return f"Only you see this: in this server I answer openly in {terms.series(named)}."


def too_long(limit: int) -> str:
    """Refuses a question of more than `limit` characters."""
    return f"That question is too long for me: ask it in at most {limit} characters."


def connected(name: str, servers: int) -> str:
    """Tells the operator that the bot is there."""
    return f"Connected as {name}, in {servers} server{'' if servers == 1 else 's'}."


def taken(name: str, connections: int) -> str:
    """Tells the operator that Discord knows the token."""
    many = f"{connections} connections" if connections > 1 else "one connection"
    return f"Discord takes the token of {name}, which is to hold {many}."


def invite(address: str) -> str:
    """Tells the operator how the bot comes into a server."""
    return f"To bring it to a server, open {address}"


def token_refused() -> str:
    """Tells the operator that Discord does not know the token."""
    return (
        "Discord refuses this token: copy it again from the Bot page of the application and set "
        "DISCORD_TOKEN to it."
    )


def api_unreachable(address: str, reason: str) -> str:
    """Tells the operator that the HTTP API does not answer as it should."""
    return f"Discord cannot be reached at {address}: {reason}."


SILENT = "it does not answer"
NOT_DISCORD = "what answers there is not Discord's API"


def answers(status: int) -> str:
    """A reason: the status of an HTTP answer."""
    return f"it answers with status {status}"


def gateway_unreachable(address: str, reason: str) -> str:
    """Tells the operator that the gateway does not take a connection."""
    return f"Discord's gateway at {address} refuses the connection: {reason}."


def too_many_starts(seconds: float) -> str:
    """Tells the operator that Discord allows no further start for so long."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return (
        "This bot was started too often: Discord allows no further connection for "
        f"{hours} h {minutes:02d} min."
    )


_CLOSED = {
    4010: "the shard is not valid",
    4011: "the bot is in too many servers for one connection",
    4012: "the version of the gateway is no longer served",
    4013: "the intents are not valid",
    4014: "an intent is not allowed to this application",
}


def gateway_closed(code: int | None) -> str:
    """Tells the operator why the gateway ended the connection for good."""
    if code == 4004:
        return token_refused()
    reason = _CLOSED.get(code or 0, "it gave no reason")
    return f"Discord's gateway closed the connection for good: {reason} (code {code})."


FAILED = "The bot stopped because of an error of its own; the traceback is above."
NO_COMMANDS = "The commands could not be registered; those registered before stay as they are."
