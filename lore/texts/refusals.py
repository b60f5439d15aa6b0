"""Why a moderator's change is not made, and what to do instead: sentences ready to be shown. So
is why an attached file is not taken, as a whole or line by line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lore.model.dates import PartialDate
from lore.texts import terms
from lore.texts.terms import sentence

_SHOWN = 80
"""Characters of what a member wrote that are repeated."""
_TOLD = 10
"""Names that are listed."""

NO_SOURCE = "A fact needs a source: say at least the title of the article, or who published it."
STALE = "Somebody changed this in the meantime. Nothing was changed: here is how it stands now."
OVERWRITTEN = (
    "Somebody changed this setting in the meantime. Nothing was changed: here is how it stands now."
)
UNCHANGED = "All of that is so already: nothing was changed."
NOT_HERE = "Facts are changed in a server, for that server; the shared ones come from packs."
CHAINED = (
    "Something was made one with a name that has itself been made one with another since: "
    "take that back first."
)
ONE_FACT = "That is more than one fact: say one at a time."
NO_STATEMENT = (
    "I do not see what is said: write a sentence such as “X plays Y in Z, per Variety, 3 Feb 2020”."
)


def shown(text: str) -> str:
    """What was written, as it may be repeated: on one line, and not for ever."""
    bare = " ".join(text.split())
    return f"“{bare[:_SHOWN]}…”" if len(bare) > _SHOWN else f"“{bare}”"


def a(kind: str) -> str:
    """A kind with its article."""
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"


# Dates, texts and addresses


def no_date(text: str) -> str:
    """What was written names no year, month or day."""
    return (
        f"{shown(text)} is no date that I can keep: write the year, the month or the day as the "
        "source states it, such as 2021, July 2021 or 19 Nov 2021."
    )


def two_dates(text: str, one: PartialDate, other: PartialDate) -> str:
    """Numbers that are a day and a month, or a month and a day."""
    return (
        f"{shown(text)} may be {terms.date(one)} or {terms.date(other)}: write the month as a "
        f"word, or {one}."
    )


def timed(text: str) -> str:
    """A date with a time of day."""
    return f"{shown(text)} has a time in it: write the date alone, since times shift by time zone."


def other_weekday(text: str) -> str:
    """A date with a weekday that it is not."""
    return f"{shown(text)} is another day of the week: check the date."


def empty(what: str) -> str:
    """A text of blanks."""
    return f"The {what} is empty."


def too_long(what: str, limit: int, length: int) -> str:
    """A text that is longer than it may be."""
    return f"The {what} is too long: {length} characters, {limit} at most."


def no_address(text: str) -> str:
    """Something that is no address on the web."""
    return f"{shown(text)} is no address that I take: it begins with https:// or http://."


def no_year(year: int) -> str:
    """A number that is no year."""
    return f"{year} is no year."


# Properties and names


def no_property(text: str, near: Sequence[str]) -> str:
    """A text that names no property."""
    hint = f": did you mean {terms.choice(near[:5])}?" if near else "."
    return f"I know no property {shown(text)}{hint}"


def no_phrase(text: str) -> str:
    """A phrase that would be met in other questions too, or in none."""
    return f"{shown(text)} has no word of its own by which I could tell it: name more of it."


def no_role(label: str) -> str:
    """A role was given where a property has none."""
    return f"A fact about the {label} takes no role."


def unknown_name(name: str, kinds: Sequence[str], near: Sequence[str]) -> str:
    """A name that nothing bears, of a kind that has to be told."""
    kind = f" Say what it is, {terms.choice(kinds)}, to create it." if kinds else ""
    hint = (
        f" Close to it: {terms.series([shown(name_near) for name_near in near])}." if near else ""
    )
    return f"I know nothing by the name {shown(name)}.{kind}{hint}"


def ambiguous_name(name: str, choices: Sequence[str]) -> str:
    """A name that several things bear."""
    options = terms.choice([shown(choice) for choice in choices[:_TOLD]])
    return f"{shown(name)} may be {options}: say which."


def wrong_kind(name: str, kind: str, slot: str, label: str, kinds: Collection[str]) -> str:
    """A name that is known as something that the place does not take."""
    return (
        f"{shown(name)} is known here as {a(kind)}, and the {slot} of “{label}” is "
        f"{a(terms.choice(sorted(kinds)))}: if another one is meant, create it with its kind."
    )


def kind_unfit(name: str, kind: str, slot: str, kinds: Collection[str]) -> str:
    """A new name of a kind that the place does not take."""
    taken = a(terms.choice(sorted(kinds)))
    return f"{shown(name)} cannot be {a(kind)} here: the {slot} is {taken}."


def no_name(text: str) -> str:
    """Signs alone."""
    return f"{shown(text)} is no name: it has neither letters nor digits."


def named_already(entity: str, text: str) -> str:
    """An alias that an entity bears."""
    return f"{entity} is known as {shown(text)} already."


def not_named(entity: str, text: str) -> str:
    """An alias that an entity does not bear."""
    return f"{entity} is not known as {shown(text)}."


def name_stays(entity: str, text: str) -> str:
    """A name that cannot be taken away."""
    return (
        f"{shown(text)} is the name of {entity} itself, or made of it by rule, and stays: "
        "add another name, or make it one with what it doubles."
    )


def one_already(name: str) -> str:
    """Two names of one thing."""
    return f"Both are {name} already."


def two_kinds(one: str, kind: str, other: str, other_kind: str) -> str:
    """Two things that cannot be one."""
    return f"{one} is {a(kind)} and {other} {a(other_kind)}: they cannot be one."


# Facts and changes


def no_fact(number: int) -> str:
    """A number that no fact of the server has."""
    return f"There is no fact #{number} here."


def no_change(number: int) -> str:
    """A number that no change of the server has."""
    return f"There is no change {number} here."


def restore_first(number: int) -> str:
    """A retired fact was to be edited."""
    return f"Fact #{number} is retired: restore it first."


def said_already(number: int) -> str:
    """An edit that makes a fact say what another says."""
    return f"Fact #{number} says that already: retire one of the two instead."


def overtaken(number: int, change: int | None) -> str:
    """A change that cannot be taken back as things are."""
    if change is None:
        return f"What change {number} changed is no longer as it left it, so it cannot be undone."
    return f"Change {change} came after change {number} and touched the same: undo that one first."


def undone_already(number: int, by: int) -> str:
    """A change that another has taken back."""
    return f"Change {number} is undone already, by change {by}."


def still_named(number: int | None) -> str:
    """A change that would leave a fact, or what was made one with it, without a name."""
    if number is None:
        return "Another name was made one with what this would take away: take that back first."
    return f"Fact #{number} names what would then have no name: retire that fact first."


def setting_unfit(key: str, most: int, longest: int) -> str:
    """A value that a setting cannot have."""
    if key.endswith("channels"):
        return f"Choose up to {most} channels."
    if key == "feeds":
        return f"Name up to {most} feeds, each by its whole address: https://…"
    if key == "feed_limit":
        return f"How many articles a day is a whole number from 1 to {most}."
    if key == "cooldown":
        return f"The cooldown is a whole number of seconds from 0 to {longest}."
    return f"That is no value for the setting {shown(key)}."


# Sentences


def not_understood(word: str) -> str:
    """A stretch of a sentence that nothing accounts for."""
    return (
        f"I do not understand {shown(word)} in that sentence: say it more plainly, or use the form."
    )


def no_relation(names: Sequence[str]) -> str:
    """A sentence that names things and not what links them."""
    return (
        f"I see {terms.series([shown(name) for name in names])}, and not what is said of it: name "
        "the property, as in “X directs Y” or “the budget of Y is …”."
    )


TOLD = 10
"""Refused lines that are told where they are shown; a file has all of them."""

NOT_UTF8 = "The file is not a text in UTF-8: save it as such and try again."
INVISIBLE = "there are characters in it that cannot be seen, or that turn the text around"
EMPTY_FILE = "There is nothing in the file."
NO_OBJECT = "the line is not a JSON object"
NO_RANK = "a rank is “preferred” or “superseded”"
TOO_MANY_CELLS = "the row has more cells than the heading"


def no_form(name: str) -> str:
    """A file that is neither JSON Lines nor CSV."""
    return f"{shown(name)} is neither JSON Lines (.jsonl) nor CSV (.csv)."


def file_too_large(limit: int) -> str:
    """A file beyond the limit."""
    return f"The file is too large: at most {limit // (1024 * 1024)} MB at once."


def too_many_rows(rows: int, limit: int) -> str:
    """A file with more rows than are taken at once."""
    return f"The file has {rows:,} rows: at most {limit:,} at once."


def no_heading(unknown: Sequence[str], known: Sequence[str]) -> str:
    """A table whose first row does not name its columns."""
    wrong = f" It has no column {shown(unknown[0])}." if unknown else ""
    return f"The first row of a table names its columns, among {', '.join(known)}.{wrong}"


def no_table(line: int, reason: str) -> str:
    """A table that breaks off."""
    return f"The table cannot be read in line {line}: {reason}."


def formula(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula."""
    return f"{shown(cell)} begins like a formula: put an apostrophe before it"


def no_flag(name: str, cell: str) -> str:
    """A cell that is neither yes nor no."""
    return f"“{name}” is yes or no, not {shown(cell)}"


def no_list(cell: str) -> str:
    """A cell that is no list of names."""
    return f"{shown(cell)} is no list of names: put semicolons between them"


def no_status(text: str) -> str:
    """A word that is no status."""
    return f"{shown(text)} is no status"


def no_overlay(kind: str, field: str | None) -> str:
    """An overlay's record with other fields than it has."""
    return f"a record “{kind}” has “id”{f' and “{field}”' if field else ''} and nothing else"


def no_such(what: str, key: str) -> str:
    """A record names something that is not there."""
    return f"there is no {what} {shown(key)}"


def other_kind(key: str, kind: str, given: str) -> str:
    """A record gives an entity another kind."""
    return f"{shown(key)} is {a(kind)}, and stays one rather than {a(given)}"


def twice(kind: str, key: str, line: int) -> str:
    """Two records of one id."""
    return f"the {kind} {shown(key)} stands in line {line} already"


def differs(key: str, line: int) -> str:
    """Two rows of one fact that do not say the same."""
    return f"the fact {shown(key)} says something else in line {line}"


def import_refused(lines: Sequence[tuple[int, str]]) -> str:
    """A file that was not taken, with the first lines to mend."""
    reasons = [refused(line, reason) for line, reason in lines[:TOLD]]
    more = [f"… and {len(lines) - len(reasons):,} more."] if len(lines) > len(reasons) else []
    count = "1 line cannot" if len(lines) == 1 else f"{len(lines):,} lines cannot"
    return "\n".join([f"Nothing was imported: {count} be taken.", *reasons, *more])


def refused(line: int, reason: str) -> str:
    """A line that cannot be taken, and why."""
    return f"Line {line}: {sentence(reason)}"
