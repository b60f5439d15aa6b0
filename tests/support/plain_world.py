"""What a pack says, judged from its records alone: the gold of generated questions.

It shares no code with the program.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
PROPERTIES = Path(__file__).resolve().parents[2] / "data" / "properties.toml"
FACTUAL = ("confirmed", "reported")


@dataclass(frozen=True)
class Said:
    """One citation: who says it, when (first and last day), and how sure."""

    title: str
    publisher: str | None
    first: date | None
    last: date | None
    stated: bool
    status: str


@dataclass
class Claim:
    """A fact of the pack; ends are entity ids ("§id") or what is written."""

    number: int
    subject: str
    name: str
    value: str
    shape: str
    role: str | None
    said: list[Said]

    @property
    def status(self) -> str:
        """That of the latest citation; an estimated date never outranks a stated one."""
        return self.latest.status

    @property
    def latest(self) -> Said:
        ranked = sorted(
            enumerate(self.said),
            key=lambda told: (
                told[1].first is not None,
                told[1].stated,
                told[1].first or date.min,
            ),
        )
        best = ranked[-1][1]
        ties = [
            said for _, said in ranked if (said.first, said.stated) == (best.first, best.stated)
        ]
        return ties[0]

    @property
    def factual(self) -> bool:
        return self.status in FACTUAL

    @property
    def contested(self) -> bool:
        statuses = {said.status for said in self.said}
        return "denied" in statuses and bool(statuses & set(FACTUAL))


def span(text: str) -> tuple[date, date]:
    """The first and the last day of a date as it is written."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return date(parts[0], parts[1], 1), following - timedelta(days=1)
    return date(*parts), date(*parts)


def agree(one: str, other: str) -> bool:
    """Whether one date is the other or refines it."""
    (a, b), (c, d) = span(one), span(other)
    return (a <= c and d <= b) or (c <= a and b <= d)


def amount(text: str) -> float | None:
    """The first amount of a text: minutes of a length, millions of a sum."""
    hours = re.search(r"(\d+)\s*hours?(?:\s+(?:and\s+)?(\d+)\s*min)?", text)
    if hours:
        return int(hours[1]) * 60 + int(hours[2] or 0)
    each = re.search(r"\d+ \w+ of (\d+ min.*)", text)
    number = re.search(r"\d[\d,]*(?:\.\d+)?", text := each[1] if each else text)
    if number is None:
        return None
    value = float(number[0].replace(",", ""))
    return value * 1000 if re.match(r"\s*billion", text[number.end() :]) else value


@dataclass
class World:
    """The facts of one pack as of a day, and the property table as plain data."""

    entities: dict[str, Row]
    claims: list[Claim]
    table: dict[str, Row]
    sources: dict[str, Row] = field(default_factory=dict)
    records: list[Row] = field(default_factory=list)

    @classmethod
    def read(
        cls, records: Iterable[Row], table: dict[str, Row], as_of: date | None = None
    ) -> World:
        """The world of a pack's records; `as_of` leaves out what was said later."""
        told = list(records)
        entities = {f"§{row['id']}": row for row in told if row["type"] == "entity"}
        sources = {row["id"]: row for row in told if row["type"] == "source"}
        world = cls(entities, [], table, sources, told)
        for number, row in enumerate(row for row in told if row["type"] == "fact"):
            said = [world._cited(cited) for cited in row["citations"]]
            if as_of is not None:
                said = [each for each in said if each.first and each.first <= as_of]
            if said:
                (shape, value) = next(iter(row["value"].items()))
                role = row.get("role")
                world.claims.append(
                    Claim(
                        number,
                        f"§{row['subject']}",
                        row["property"],
                        f"§{value}" if shape == "entity" else value,
                        shape,
                        _end(role) if role else None,
                        said,
                    )
                )
        return world

    def _cited(self, cited: Row) -> Said:
        source = self.sources[cited["source"]]
        told = cited.get("as_of") or source.get("published")
        first, last = span(told) if told else (None, None)
        stated = bool(cited.get("as_of")) or not source.get("estimated", False)
        return Said(source["title"], source.get("publisher"), first, last, stated, cited["status"])

    def as_of(self, day: date) -> World:
        """The same world as it was known on a day."""
        return World.read(self.records, self.table, day)

    # Names and kinds

    def name(self, end: str) -> str:
        return str(self.entities[end]["name"]) if end.startswith("§") else end

    def kind(self, end: str) -> str:
        return str(self.entities[end]["kind"])

    def unique(self, end: str) -> bool:
        """Whether a name is borne by one thing alone, whole or in part."""
        return not end.startswith("§") or self._bearers[_folded(self.name(end))] == 1

    @property
    def _bearers(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in self.entities.values():
            found.update({_folded(name) for name in (row["name"], *row.get("aliases", ()))})
        return found

    def label(self, name: str) -> str:
        return str(self.table[name]["label"])

    def single(self, name: str) -> bool:
        return self.table[name].get("many", True) is False

    def excludes(self, name: str) -> bool:
        return self.single(name) or bool(self.table[name].get("exclusive"))

    # Facts

    def live(self, name: str, *, denied: bool = False, **slots: str | None) -> list[Claim]:
        """The claims of a property in whose slots these ends stand."""
        return [
            claim
            for claim in self.claims
            if claim.name == name
            and all(getattr(claim, slot) == end for slot, end in slots.items())
            and (denied or claim.status != "denied")
        ]

    def current(self, name: str, subject: str) -> tuple[list[Claim], list[Claim]]:
        """The claims of a single-valued property that hold now, and those that were replaced."""
        facts = self.live(name, subject=subject)
        if not self.table[name].get("moves") or not self.single(name):
            return facts, []
        gone = [old for old in facts if any(_replaces(new, old) for new in facts)]
        kept = [claim for claim in facts if claim not in gone]
        return (kept, sorted(gone, key=_first_told)) if kept else (facts, [])

    def lead(self, name: str, subject: str) -> Claim | None:
        """The claim of a single-valued property that leads."""
        facts = [claim for claim in self.current(name, subject)[0] if claim.factual]
        if not facts:
            return None
        return max(
            facts,
            key=lambda claim: (
                claim.latest.first is not None,
                claim.latest.stated,
                claim.latest.first or date.min,
                len(claim.value) if claim.shape == "date" else 0,
                -claim.number,
            ),
        )

    def disputed(self, name: str, subject: str) -> bool:
        """Whether claims of a single-valued property that hold now cannot all hold."""
        if not self.single(name):
            return False
        facts = [claim for claim in self.current(name, subject)[0] if claim.factual]
        return any(not _same(facts[0], claim) for claim in facts[1:])

    def released(self) -> list[tuple[date, str]]:
        """All works with a date of release by the date that leads, the earliest first."""
        subjects = {claim.subject for claim in self.live("release_date")}
        dated = [
            (span(lead.value)[0], subject)
            for subject in subjects
            if (lead := self.lead("release_date", subject)) is not None
        ]
        return sorted(dated)

    def members(self, series: str) -> list[str]:
        return [claim.subject for claim in self.live("series", value=series)]

    def main(self) -> str | None:
        """The series with the most works."""
        counts = Counter(claim.value for claim in self.live("series"))
        return counts.most_common(1)[0][0] if counts else None

    def kin(self, work: str) -> set[str]:
        """A work with its series and, of a series, its works."""
        return {
            work,
            *self.members(work),
            *(claim.value for claim in self.live("series", subject=work)),
        }

    def now(self) -> date | None:
        """The day of which the newest dated source speaks."""
        days = [
            said.last for claim in self.claims for said in claim.said if said.first == said.last
        ]
        return max((day for day in days if day), default=None)

    def verdict(self, holding: Sequence[Claim], against: Sequence[Claim]) -> str | None:
        """Yes, no, unconfirmed, or None where nothing is known either way."""
        if holding:
            if any(claim.contested for claim in holding):
                return "unconfirmed"
            statuses = {claim.status for claim in holding}
            if "denied" in statuses:
                return (
                    "unconfirmed"
                    if statuses & set(FACTUAL)
                    else ("no" if statuses == {"denied"} else "unconfirmed")
                )
            return "yes" if "confirmed" in statuses else "unconfirmed"
        return "no" if any(claim.factual for claim in against) else None

    def by_property(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.name].append(claim)
        return found


def _end(term: Row) -> str:
    ((shape, value),) = term.items()
    return f"§{value}" if shape == "entity" else str(value)


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.casefold().removeprefix("the "))


def _same(one: Claim, other: Claim) -> bool:
    return agree(one.value, other.value) if one.shape == "date" else one.value == other.value


def _first_told(claim: Claim) -> tuple[date, int]:
    return min((said.first for said in claim.said if said.first), default=date.min), claim.number


def _replaces(new: Claim, old: Claim) -> bool:
    """Whether a date takes the place of another: the same publisher's later one, or a clearly
    later source's later date."""
    if new is old or new.shape != "date" or _same(new, old) or not (new.factual and old.factual):
        return False
    if not any(_moves(a, b, new, old) for a in new.said for b in old.said):
        return False
    last_new = max((said.last for said in new.said if said.last), default=None)
    last_old = max((said.first for said in old.said if said.first), default=None)
    return not (last_new and last_old and last_new < last_old)


def _moves(a: Said, b: Said, new: Claim, old: Claim) -> bool:
    if a.first is None or b.last is None or b.last >= a.first:
        return False
    if a.publisher and a.publisher == b.publisher:
        return True
    if not (a.stated and b.stated):
        return False
    later = (span(new.value)[0], len(new.value)) > (span(old.value)[0], len(old.value))
    return later and a.first - b.last >= timedelta(days=28)


def table(*paths: Path) -> dict[str, Row]:
    """The property tables of some files."""
    told: dict[str, Row] = {}
    for path in paths:
        told |= tomllib.loads(path.read_text(encoding="utf-8"))
    return told


def records(path: Path) -> list[Row]:
    """The records of a pack."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
