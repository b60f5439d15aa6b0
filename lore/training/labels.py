"""Labelled questions, and whether an answer is the one that a label wants.

A label says what must stand in the answer (`want`: of each group one), what must not (`avoid`),
its verdict and its status. “@2021-11-19” and “@2021-11” are dates in any usual spelling.
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lore.language.properties import Properties
from lore.model.errors import LoreError
from lore.model.facts import Found, Status
from lore.texts import AnswerTexts
from lore.texts.answer_json import spoken

_HEARSAY = frozenset({Status.RUMOURED, Status.HOPED})
_UNSETTLED = _HEARSAY | {Status.REPORTED}
_DATE = re.compile(r"@(\d{4})-(\d\d)(?:-(\d\d))?")
_MARKUP = str.maketrans("‘’‐‑‒–—―−", "''-------", "\\*_`~|")


@dataclass(frozen=True, slots=True)
class Label:
    """A question with what its answer must be; `answered` is False where nothing can answer it."""

    question: str
    answered: bool
    want: tuple[tuple[str, ...], ...] = ()
    avoid: tuple[str, ...] = ()
    status: str | None = None
    verdict: str | None = None
    sourced: bool = False


def read_labels(path: Path) -> list[Label]:
    """The labels of a file in which each line is a JSON object; turns of conversations and rows
    that anything answers are left out.

    Raises:
        LoreError: where the file cannot be read, with the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LoreError(f"{path} cannot be read: {error}.") from None
    labels = []
    for number, line in enumerate(lines, 1):
        try:
            label = _label(json.loads(line)) if line.strip() else None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LoreError(f"{path}, line {number} cannot be used: {error!r}.") from None
        if label is not None:
            labels.append(label)
    return labels


def _label(row: dict[str, Any]) -> Label | None:
    if row.get("conversation") or row["outcome"] == "any":
        return None
    return Label(
        row["q"],
        row["outcome"] == "answered",
        tuple(tuple(group) for group in row["want"]),
        tuple(row["avoid"]),
        row.get("status"),
        row.get("verdict"),
        row["kind"] == "source",
    )


class Marker:
    """Marks answers by their labels; answers are read as members read them."""

    def __init__(self, properties: Properties) -> None:
        self._wording = AnswerTexts(properties)

    def is_right(self, label: Label, found: Found) -> bool:
        """Whether an answer is what a label wants."""
        if not found.lines or (label.verdict and found.verdict != label.verdict):
            return False
        if not _stands_so(label.status, found):
            return False
        text = self._text(found, sourced=label.sourced)
        return all(
            any(_stands(text_wanted, text) for text_wanted in group) for group in label.want
        ) and not any(_stands(text_barred, text) for text_barred in label.avoid)

    def _text(self, found: Found, *, sourced: bool) -> str:
        """What an answer says, folded; without its sources unless those are asked for."""
        parts = self._wording.parts(found)
        lines = [*parts.notes, *([parts.title] if parts.title else []), *parts.lines]
        if sourced:
            lines += parts.sources
        if not found.conflict:
            ends = [line.fact.slot(line.asked) for line in found.lines]
            lines += [spoken(end) for end in ends if end is not None]
        return _folded(" ".join(lines))


def is_terse(label: Label, found: Found) -> bool:
    """Whether an answer has about as many parts as its label wants: one that only happens to have
    the right ones among many is no reading to learn from."""
    return max(found.total, len(found.lines)) <= max(4, 3 * len(label.want) + 1)


def _stands_so(status: str | None, found: Found) -> bool:
    """Whether the sources say it as surely as a label has it."""
    statuses = {line.fact.status for line in found.lines}
    match status:
        case "rumoured":
            return bool(statuses & _UNSETTLED)
        case "conflict":
            return found.conflict
        case "confirmed":
            return not statuses <= _HEARSAY
        case _:
            return True


def _stands(token: str, text: str) -> bool:
    """Whether one wanted thing stands in a folded text as words of its own."""
    return _pattern(token).search(text) is not None


@cache
def _pattern(token: str) -> re.Pattern[str]:
    date = _DATE.fullmatch(token)
    if date is None and token.rstrip().endswith(","):  # “yes,”: an answer that begins so
        return re.compile(rf"^\W*{re.escape(_folded(token).strip(' ,'))}\b")
    spelt = _spellings(*date.groups()) if date else [re.escape(_folded(token))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?:'?s)?(?!\w)")


def _spellings(year: str, month: str, day: str | None) -> Sequence[str]:
    """A date as patterns over folded texts; a month without a day where there is none."""
    number = int(month)
    names = {calendar.month_name[number], calendar.month_abbr[number]}
    name = rf"(?:{'|'.join(sorted(names, key=len, reverse=True))})\.?".casefold()
    if day is None:
        return [rf"{name} {year}", f"{year}-{month}"]
    of_month = rf"0?{int(day)}(?:st|nd|rd|th)?"
    return [
        f"{year}-{month}-{day}",
        rf"{name} {of_month},? {year}",
        rf"{of_month} (?:of )?{name},? {year}",
    ]


def _folded(text: str) -> str:
    """A text without case, accents, marks of markup and doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_MARKUP))
    kept = (
        letter
        for letter in plain
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    return " ".join("".join(kept).casefold().split())
