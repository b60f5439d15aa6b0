"""What writers of plain questions share: the words of a pack, and the gold of a question."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.support.plain_world import Claim, World, agree, amount, span

TODAY = date(2026, 1, 15)

PEOPLE = ("person", "character")
_EACH = 60
"""Questions of one template and pack at most."""

Template = Callable[[], Iterator["Gold"]]
"""Writes the questions of one operator and wording."""


@dataclass(frozen=True)
class Gold:
    """A question with what must be answered.

    `values` are all answers (names, ISO dates, texts) where `exact`, else some of them; `lead` the
    first. `verdict` is that of a yes/no question; "none" that there is no fact either way. `texts`
    must stand in what is read.
    """

    operator: str
    question: str
    values: frozenset[str] = frozenset()
    exact: bool = False
    lead: str | None = None
    verdict: str | None = None
    texts: tuple[str, ...] = ()
    unknown: bool = False
    count: int | None = None


class Questions:
    """Writes questions of one pack: all that the templates of a family make. Of several families
    each draws from the same chance."""

    def __init__(self, world: World, today: date = TODAY, chance: Random | None = None) -> None:
        self._world = world
        self._today = today
        self._random = chance or Random(7)
        self._people = self._kinds_of("cast", "value") | set(PEOPLE)

    def templates(self) -> list[Template]:
        """What writes the questions of one operator and wording each."""
        raise NotImplementedError

    def bound(self, template: Template) -> int:
        """How many questions of a template are kept."""
        return _EACH

    def all(self) -> list[Gold]:
        """All questions, those of a template bounded."""
        found = []
        for template in self.templates():
            told = list(dict.fromkeys(template()))
            self._random.shuffle(told)
            found += told[: self.bound(template)]
        return found

    def _kinds_of(self, name: str, slot: str) -> set[str]:
        ends = [getattr(claim, slot) for claim in self._world.live(name)]
        return {self._world.kind(end) for end in ends if end and end.startswith("§")}

    def _said(self, end: str) -> str:
        world = self._world
        if end.startswith("§"):
            return world.name(end)
        return end

    def _answer(self, claim: Claim, slot: str = "value") -> str:
        end = getattr(claim, slot)
        return self._world.name(end)

    def _named(self, *ends: str | None) -> bool:
        return all(end is not None and self._world.unique(end) for end in ends)

    def _date(self, text: str) -> str:
        parts = text.split("-")
        if len(parts) == 1:
            return text
        month = f"{calendar.month_name[int(parts[1])]} {parts[0]}"
        return month if len(parts) == 2 else f"{int(parts[2])} {month}"

    def _groups(self) -> dict[tuple[str, str], list[Claim]]:
        """The claims of each property and subject, whose subject is no series with works."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in self._world.claims:
            if self._named(claim.subject) and not self._world.members(claim.subject):
                found.setdefault((claim.name, claim.subject), []).append(claim)
        return found

    def _listed(self, name: str, subject: str) -> set[str]:
        """What a list of the values of a property holds."""
        current, _ = self._world.current(name, subject)
        return {self._answer(claim) for claim in current}

    def _casts(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for claim in self._world.live("cast"):
            if claim.factual and not claim.contested and not self._world.members(claim.subject):
                found.setdefault(claim.subject, set()).add(claim.value)
        rumoured = {
            (claim.subject) for claim in self._world.live("cast", denied=True) if not claim.factual
        }
        return {work: people for work, people in found.items() if work not in rumoured}

    def _other(self, claim: Claim) -> str | None:
        """A value of the same property that this subject does not have."""
        own = {
            one.value for one in self._world.live(claim.name, denied=True, subject=claim.subject)
        }
        others = sorted(
            {
                one.value
                for one in self._world.live(claim.name)
                if one.value not in own
                and one.shape == claim.shape
                and self._named(one.value)
                and not (claim.shape == "date" and any(agree(one.value, value) for value in own))
                and (
                    claim.shape != "entity"
                    or self._world.kind(one.value) == self._world.kind(claim.value)
                )
            }
        )
        return self._random.choice(others) if others else None

    def _holding(self, name: str, subject: str, value: str, role: str | None = None) -> list[Claim]:
        return [
            claim
            for claim in self._world.live(name, denied=True, subject=subject, value=value)
            if role is None or claim.role == role
        ]

    def _measured(self, name: str) -> list[tuple[float, str]]:
        found = []
        for subject in sorted({claim.subject for claim in self._world.live(name)}):
            lead = self._world.lead(name, subject)
            if lead and self._named(subject) and not self._world.disputed(name, subject):
                number = amount(lead.value)
                if number is not None:
                    found.append((number, subject))
        return found

    def _unsure(self, work: str) -> bool:
        return self._world.disputed("release_date", work)


def yes(holds: bool) -> str:
    return "yes" if holds else "no"


def plural(kind: str) -> str:
    if kind.endswith("y") and kind[-2] not in "aeiou":
        return kind[:-1] + "ies"
    return kind if kind.endswith("s") else kind + "s"


def apart(one: str, other: str) -> str:
    """The time between two dates as the answer must tell it: in days, else about so long."""
    first, last = sorted((one, other), key=lambda text: span(text)[0])
    if len(first) == 10 and len(last) == 10:
        days = (span(last)[0] - span(first)[0]).days
        return f"{days:,} day"
    years = int(last[:4]) - int(first[:4])
    if len(first) == 4 or len(last) == 4:
        return f"bout {years} year" if years else "bout less than a year"
    months = years * 12 + int(last[5:7]) - int(first[5:7])
    if months >= 12:
        return f"bout {months // 12} year"
    return f"bout {months} month" if months else "bout less than a month"


def faults(gold: Gold, data: dict[str, object], text: str) -> list[str]:
    """What is wrong with an answer as JSON and as it is read; empty where nothing is."""
    found = []
    outcome = data["outcome"]
    if gold.unknown or gold.verdict == "none":
        wrong = outcome != "unknown" or data["reason"] != "no_fact"
        return [f"{outcome} {data['verdict']}"] if wrong else []
    if outcome != "found":
        return [f"{outcome} {data['reason']}"]
    answers: Sequence[dict[str, object]] = data["answers"]  # type: ignore[assignment]
    values = [str(answer["value"]) for answer in answers]
    if gold.values and not gold.values <= set(values):
        found.append(f"lacks {sorted(gold.values - set(values))}")
    if gold.exact and set(values) - gold.values:
        found.append(f"says {sorted(set(values) - gold.values)}")
    if gold.lead is not None and values and values[0] != gold.lead:
        found.append(f"leads with {values[0]}")
    if gold.verdict is not None and data["verdict"] != gold.verdict:
        found.append(f"verdict {data['verdict']}")
    if gold.count is not None and not text.removeprefix("Sources disagree.\n").startswith(
        f"{gold.count} that"
    ):
        found.append(f"counts {text[:30]}")
    found += [f"lacks {words}" for words in gold.texts if words not in text]
    return found
