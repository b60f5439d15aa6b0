"""The sentences of the inbox, of members' suggestions, and of what the bot knows of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.texts import terms
from lore.texts.parts import Parts

NOT_HERE = "That works only in a server where I am installed: nothing is kept elsewhere."
ANSWERED_BY_NOW = "There is an answer to that by now: ask again."
NO_SOURCE = "A suggestion needs a source: its title or its address (and its date, if you know it)."
STANDS_ALREADY = "That verdict stands already."
REASON_NEEDED = "Say why: the member reads the reason."

OUTCOMES: Mapping[str, str] = {
    "found": "answered",
    "ambiguous": "asked back",
    "no_fact": "no fact",
    "no_entity": "unknown name",
    "not_understood": "not understood",
    "wrong": "marked wrong",
}
"""How the figures call each outcome, in their order."""

WEEK = "The week’s questions"

_BAR = "█"
_WIDEST = 20
"""Characters of the longest bar."""

SUGGEST_TITLE = "Suggest as fact"
SUGGEST_SENTENCE = "The fact in a sentence"
SUGGEST_HINT = "Rebecca Ferguson plays Ilsa Faust in Mission: Impossible 8"
SUGGEST_SOURCE = "Who says so? Title and address"
SOURCE_HINT = "Casting news, Variety https://variety.com/…"
SUGGEST_DATE = "Published on"
SUGGEST_NOTE = "A note for the moderators"


def suggested(number: int) -> str:
    """Thanks a member for a suggestion."""
    return (
        f"Thank you: this is suggestion {number}. A moderator reads it, and I tell you the "
        "verdict in a direct message."
    )


def no_entry(number: int) -> str:
    """There is no entry of a number."""
    return f"There is no entry {number} in the inbox."


def no_suggestion(number: int) -> str:
    """There is no suggestion of a number."""
    return f"There is no suggestion {number}."


def standing_alone(label: str, names: Sequence[str]) -> str:
    """A property of what is named, as a question."""
    return f"{label} of {terms.series(names)}"


def too_many_wishes(limit: int) -> str:
    """A member waits for too many answers."""
    return f"You are waiting for {limit} answers already: that is the most that I keep."


def too_many_reports(limit: int) -> str:
    """A member reported too many answers today."""
    return f"You have reported {limit} answers since yesterday: that is the most in a day."


def too_many_suggestions(limit: int) -> str:
    """A member made too many suggestions today."""
    return f"You have made {limit} suggestions since yesterday: that is the most in a day."


def too_many_open(limit: int) -> str:
    """A member's open suggestions are too many."""
    return f"{limit} of your suggestions wait for a moderator: let them be read first."


def full() -> str:
    """The moderators have too many suggestions to read."""
    return "The moderators have more suggestions than they can read: try again in some days."


def too_long(what: str, limit: int) -> str:
    """A field of a suggestion is too long."""
    return f"The {what} is too long: {limit} characters are the most."


def empty(what: str) -> str:
    """A field of a suggestion that must be there is not."""
    return f"A suggestion needs the {what}."


def no_property(name: str) -> str:
    """There is no such property."""
    return f"There is no property “{name}”: choose one of the list."


def accepted(number: int, about: str) -> str:
    """Tells a member that a suggestion was taken."""
    return f"Your suggestion {number} ({about}) was accepted: everybody is answered with it now."


def declined(number: int, about: str, reason: str) -> str:
    """Tells a member that a suggestion was not taken, and why."""
    return f"Your suggestion {number} ({about}) was declined: {reason}"


MORE_OF_IT = "There is more of it than fits here: ask me again."
WILL_TELL = (
    "I will tell you as soon as there is an answer: in a direct message or, where I may not write "
    "to you, in this channel."
)
WILL_TELL_DIRECTLY = (
    "I will tell you in a direct message as soon as there is an answer: let me write to you."
)


def answered(question: str) -> str:
    """Tells who asked to be told that there is an answer."""
    return f"You asked to be told: there is an answer to “{question}” now."


def bars(counts: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Numbers as lines of text with bars, the longest for the highest."""
    most = max((count for _, count in counts), default=0)
    width = max((len(name) for name, _ in counts), default=0)
    return tuple(
        f"{name:<{width}}  {_BAR * max(1, round(_WIDEST * count / most)) if count else ''} {count}"
        for name, count in counts
    )


def digest(
    asked: int, unanswered: int, wrong: int, waiting: int, top: Sequence[tuple[str, int]]
) -> str:
    """The week in a few lines, for the log channel."""
    lines = [
        f"This week: {terms.count(asked, 'question')}, {unanswered} without an answer, "
        f"{terms.count(wrong, 'answer')} marked wrong.",
    ]
    if waiting:
        lines.append(f"{terms.count(waiting, 'suggestion')} to be read.")
    if top:
        lines.append("Asked most without an answer:")
        lines += [f"- {question} ({count})" for question, count in top]
    return "\n".join(lines)


def quiet() -> str:
    """The digest of a week in which nobody asked."""
    return "This week nobody asked anything."


def week(digest: str) -> Parts:
    """A digest as a card."""
    return Parts(WEEK, tuple(digest.split("\n")), (), None, (), "choice")
