"""Plain questions over every operator, with gold from the records of a pack."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from random import Random

from tests.support.plain_world import Claim, World, agree, amount, span

TODAY = date(2026, 1, 15)

PEOPLE = ("person", "character")
VERBS = {
    "director": ("directed", "direct", "directed by"),
    "writer": ("wrote", "write", "written by"),
    "producer": ("produced", "produce", "produced by"),
}
_EACH = 60
"""Questions of one template and pack at most."""


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
    """Writes the questions of one pack."""

    def __init__(self, world: World, today: date = TODAY, seed: int = 7) -> None:
        self._world = world
        self._today = today
        self._random = Random(seed)
        self._people = self._kinds_of("cast", "value") | set(PEOPLE)

    def _kinds_of(self, name: str, slot: str) -> set[str]:
        ends = [getattr(claim, slot) for claim in self._world.live(name)]
        return {self._world.kind(end) for end in ends if end and end.startswith("§")}

    def all(self) -> list[Gold]:
        """All questions, those of a template bounded."""
        found = []
        for template in self.templates():
            told = list(dict.fromkeys(template()))
            self._random.shuffle(told)
            found += told[: 3 * _EACH if template == self.values else _EACH]
        return found

    def templates(self) -> list[Callable[[], Iterator[Gold]]]:
        """What writes the questions of one operator and wording each."""
        return [
            self.values,
            self.subjects,
            self.verbs,
            self.roles,
            self.pairs,
            self.choices,
            self.relations,
            self.wrong_relations,
            self.texts,
            self.dates,
            self.comparisons,
            self.amounts,
            self.gaps,
            self.untils,
            self.ages,
            self.order,
            self.places,
            self.superlatives,
            self.except_,
            self.besides,
            self.counts,
            self.nested,
            self.deeper,
            self.sources,
            self.moved,
            self.as_of,
            self.statuses,
            self.statements,
            self.together,
            self.missing,
        ]

    # Words

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

    def _who(self, claim: Claim) -> str:
        human = claim.shape == "entity" and self._world.kind(claim.value) in self._people
        return "Who" if human else "What"

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

    # Lists

    def values(self) -> Iterator[Gold]:
        for (name, subject), claims in self._groups().items():
            wanted = self._listed(name, subject)
            if not wanted or name == "cast":
                continue
            lead = None
            if self._world.single(name) and (leading := self._world.lead(name, subject)):
                lead = self._answer(leading)
            label, said = self._world.label(name), self._said(subject)
            who = self._who(claims[0])
            verb = self._random.choice(["is", "was"])
            questions = [f"{who} {verb} the {label} of {said}?", f"{who} {verb} {said}'s {label}?"]
            question = self._random.choice(questions)
            if name == "age" or (len(claims) > 1 and self._random.random() < 0.3):
                question = questions[0]
            yield Gold("value", question, frozenset(wanted), True, lead)
            if name == "release_date":
                yield Gold("value", f"When does {said} come out?", frozenset(wanted), True, lead)

    def subjects(self) -> Iterator[Gold]:
        for claim in self._world.claims:
            name, value = claim.name, claim.value
            if claim.shape != "entity" or not self._named(value) or claim.status == "denied":
                continue
            same = self._world.live(name, value=value)
            wanted = frozenset(self._answer(one, "subject") for one in same)
            label, said = self._world.label(name), self._said(value)
            if name == "cast":
                question = f"Which works is {said} in?"
            elif self._random.random() < 0.5:
                question = f"What has {said} as its {label}?"
            else:
                question = f"Whose {label} is {said}?"
            yield Gold("subject", question, wanted, True)

    def verbs(self) -> Iterator[Gold]:
        for (name, subject), claims in self._groups().items():
            if name not in VERBS or all(claim.status == "denied" for claim in claims):
                continue
            past, base, by = VERBS[name]
            said = self._said(subject)
            yield Gold("verb", f"Who {past} {said}?", frozenset(self._listed(name, subject)), True)
            for claim in claims:
                if not self._named(claim.value) or claim.status == "denied":
                    continue
                works = self._world.live(name, value=claim.value)
                wanted = frozenset(self._answer(one, "subject") for one in works)
                person = self._said(claim.value)
                yield Gold("verb", f"What did {person} {base}?", wanted, True)
                holding = self._holding(name, subject, claim.value)
                verdict = self._world.verdict(holding, [])
                yield Gold("verb", f"Did {person} {base} {said}?", verdict=verdict)
                yield Gold("verb", f"Was {said} {by} {person}?", verdict=verdict)

    def roles(self) -> Iterator[Gold]:
        world = self._world
        for claim in world.live("cast"):
            if not self._named(claim.subject, claim.value) or world.members(claim.subject):
                continue
            kin = world.kin(claim.subject)
            mine = [one for one in world.live("cast", value=claim.value) if one.subject in kin]
            played = frozenset(world.name(one.role) for one in mine if one.role)
            work, person = self._said(claim.subject), self._said(claim.value)
            own = [one for one in mine if one.subject == claim.subject and one.role]
            if played and len(own) == len([one for one in mine if one.role]):
                yield Gold("role", f"Who does {person} play in {work}?", played, True)
            if claim.role and self._named(claim.role):
                role = self._said(claim.role)
                players = [one for one in world.live("cast", role=claim.role) if one.subject in kin]
                if not claim.role.startswith("§"):
                    continue
                wanted = frozenset(self._answer(one) for one in players)
                yield Gold("role", f"Who plays {role} in {work}?", wanted, True)
                every = frozenset(self._answer(one) for one in world.live("cast", role=claim.role))
                yield Gold("role", f"Who plays {role}?", every, True)

    # Pairs, choices

    def pairs(self) -> Iterator[Gold]:
        world = self._world
        casts = self._casts()
        for one, other in combinations(sorted(casts), 2):
            both = casts[one] & casts[other]
            if both and self._named(one, other):
                wanted = frozenset(world.name(end) for end in both)
                first, second = self._said(one), self._said(other)
                yield Gold("pair", f"Who is in both {first} and {second}?", wanted, True)
                yield Gold("pair", f"Who is in {first} and also in {second}?", wanted, True)
        played: dict[str, set[str]] = {}
        for claim in world.live("cast"):
            played.setdefault(claim.value, set()).add(claim.subject)
        for one, other in combinations(sorted(played), 2):
            both = played[one] & played[other]
            if both and self._named(one, other):
                wanted = frozenset(world.name(end) for end in both)
                first, second = self._said(one), self._said(other)
                yield Gold("pair", f"Which works are {first} and {second} both in?", wanted, True)

    def _casts(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for claim in self._world.live("cast"):
            if claim.factual and not claim.contested and not self._world.members(claim.subject):
                found.setdefault(claim.subject, set()).add(claim.value)
        rumoured = {
            (claim.subject) for claim in self._world.live("cast", denied=True) if not claim.factual
        }
        return {work: people for work, people in found.items() if work not in rumoured}

    def choices(self) -> Iterator[Gold]:
        world = self._world
        for (name, subject), claims in self._groups().items():
            for claim in claims:
                wrong = self._other(claim)
                if wrong is None or claim.status != "confirmed" or world.disputed(name, subject):
                    continue
                if claim not in world.current(name, subject)[0]:
                    continue
                pair = [self._said(claim.value), self._said(wrong)]
                if claim.shape == "date":
                    pair = [self._date(claim.value), self._date(wrong)]
                self._random.shuffle(pair)
                said, label = self._said(subject), world.label(name)
                choice = " or ".join(pair)
                wanted = frozenset({self._answer(claim)})
                if name == "cast":
                    if claim.role and claim.role.startswith("§") and self._named(claim.role):
                        role = self._said(claim.role)
                        question = f"Is it {choice} who plays {role} in {said}?"
                        yield Gold("choice", question, wanted)
                elif claim.shape == "entity":
                    yield Gold("choice", f"Is {choice} the {label} of {said}?", wanted)
                elif claim.shape == "date":
                    yield Gold("choice", f"Is the {label} of {said} {choice}?", wanted)

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

    # Verdicts

    def _holding(self, name: str, subject: str, value: str, role: str | None = None) -> list[Claim]:
        return [
            claim
            for claim in self._world.live(name, denied=True, subject=subject, value=value)
            if role is None or claim.role == role
        ]

    def relations(self) -> Iterator[Gold]:
        world = self._world
        for claim in world.claims:
            name, subject, value = claim.name, claim.subject, claim.value
            if claim.shape != "entity" or not self._named(subject, value):
                continue
            if world.members(subject):
                continue
            verdict = world.verdict(self._holding(name, subject, value), [])
            said, person, label = self._said(subject), self._said(value), world.label(name)
            if name != "cast":
                yield Gold("verdict", f"Is {person} the {label} of {said}?", verdict=verdict)
                yield Gold(
                    "verdict",
                    f"Is it true that {person} is the {label} of {said}?",
                    verdict=verdict,
                )
                continue
            yield Gold("verdict", f"Is {person} in {said}?", verdict=verdict)
            yield Gold("verdict", f"Is {person} confirmed for {said}?", verdict=verdict)
            if claim.role and claim.role.startswith("§") and self._named(claim.role):
                holding = [
                    one
                    for one in world.live("cast", denied=True, value=value, role=claim.role)
                    if one.subject in world.kin(subject)
                ]
                question = f"Does {person} play {self._said(claim.role)} in {said}?"
                yield Gold("verdict", question, verdict=world.verdict(holding, []))

    def wrong_relations(self) -> Iterator[Gold]:
        """Statements that are not so: no where a fact rules them out, else no fact."""
        world = self._world
        for claim in world.claims:
            name, subject = claim.name, claim.subject
            wrong = self._other(claim) if claim.shape == "entity" else None
            if wrong in (None, subject) or not self._named(subject) or world.members(subject):
                continue
            assert wrong is not None
            rules = world.excludes(name) and any(
                one.factual for one in world.live(name, subject=subject)
            )
            opposed = world.table[name].get("opposes")
            if opposed and world.live(opposed, subject=subject, value=wrong):
                rules = True
            said, person, label = self._said(subject), self._said(wrong), world.label(name)
            verdict = "no" if rules else "none"
            if name == "cast":
                yield Gold("wrong", f"Is {person} in {said}?", verdict="none")
                if claim.role and claim.role.startswith("§") and self._named(claim.role):
                    players = [
                        one
                        for one in world.live("cast", role=claim.role)
                        if one.subject in world.kin(subject)
                    ]
                    if any(one.value == wrong for one in players):
                        continue
                    told = "no" if any(one.factual for one in players) else "none"
                    question = f"Does {person} play {self._said(claim.role)} in {said}?"
                    yield Gold("wrong", question, verdict=told)
            else:
                yield Gold("wrong", f"Is {person} the {label} of {said}?", verdict=verdict)

    def texts(self) -> Iterator[Gold]:
        """Verdicts on a text: the one that is told, and another."""
        world = self._world
        for claim in world.claims:
            if claim.shape != "text" or not self._named(claim.subject) or claim.name == "said":
                continue
            verdict = world.verdict([claim], [])
            if world.disputed(claim.name, claim.subject):
                verdict = "unconfirmed"
            said, label = self._said(claim.subject), world.label(claim.name)
            yield Gold("text", f"Is the {label} of {said} {claim.value}?", verdict=verdict)
            wrong = self._other(claim)
            if wrong and world.single(claim.name) and claim.factual:
                yield Gold("text", f"Is the {label} of {said} {wrong}?", verdict="no")

    def dates(self) -> Iterator[Gold]:
        world = self._world
        for (name, subject), claims in self._groups().items():
            if claims[0].shape != "date" or not world.single(name):
                continue
            current, replaced = world.current(name, subject)
            for claim in current:
                if not claim.factual:
                    continue
                disputed = world.disputed(name, subject)
                verdict = "unconfirmed" if disputed else world.verdict([claim], [])
                told = self._date(claim.value)
                label, said = world.label(name), self._said(subject)
                yield Gold("date", f"Is the {label} of {said} {told}?", verdict=verdict)
                if name == "release_date":
                    yield Gold("date", f"Does {said} come out in {told}?", verdict=verdict)
                wrong = self._other(claim)
                if wrong and not any(agree(wrong, one.value) for one in [*current, *replaced]):
                    question = f"Is the {label} of {said} {self._date(wrong)}?"
                    yield Gold("date", question, verdict="no")
            for claim in replaced:
                if not any(agree(claim.value, one.value) for one in current):
                    label, told = world.label(name), self._date(claim.value)
                    question = f"Is the {label} of {self._said(subject)} {told}?"
                    yield Gold("date", question, verdict="no")

    def _measured(self, name: str) -> list[tuple[float, str]]:
        found = []
        for subject in sorted({claim.subject for claim in self._world.live(name)}):
            lead = self._world.lead(name, subject)
            if lead and self._named(subject) and not self._world.disputed(name, subject):
                number = amount(lead.value)
                if number is not None:
                    found.append((number, subject))
        return found

    def comparisons(self) -> Iterator[Gold]:
        ways = [("runtime", "longer", "shorter"), ("budget", "more expensive", "cheaper")]
        for name, more, less in ways:
            for (one, first), (other, second) in combinations(self._measured(name), 2):
                a, b = self._said(first), self._said(second)
                yield Gold("compare", f"Is {a} {more} than {b}?", verdict=yes(one > other))
                yield Gold("compare", f"Is {a} {less} than {b}?", verdict=yes(one < other))
                if one != other:
                    best = first if one > other else second
                    wanted = frozenset({self._world.name(best)})
                    yield Gold("compare", f"Which is {more}, {a} or {b}?", wanted, True)
        released = [row for row in self._world.released() if self._named(row[1])]
        for (_, first), (_, second) in combinations(released, 2):
            if self._unsure(first) or self._unsure(second):
                continue
            early, late = (self._world.lead("release_date", each) for each in (first, second))
            assert early
            assert late
            a, b = self._said(first), self._said(second)
            if span(early.value)[1] < span(late.value)[0]:
                yield Gold("compare", f"Did {a} come out before {b}?", verdict="yes")
                yield Gold("compare", f"Did {a} come out after {b}?", verdict="no")
                wanted = frozenset({self._world.name(first)})
                yield Gold("compare", f"Which came out first, {b} or {a}?", wanted, True)

    def _unsure(self, work: str) -> bool:
        return self._world.disputed("release_date", work)

    def amounts(self) -> Iterator[Gold]:
        for name, unit in (("runtime", "minutes"), ("budget", "million")):
            for number, subject in self._measured(name):
                said, label = self._said(subject), self._world.label(name)
                for other, more in ((number - 1, True), (number + 7, False)):
                    verdict = yes(more)
                    question = f"Is the {label} of {said} more than {other:g} {unit}?"
                    yield Gold("amount", question, verdict=verdict)
                    question = f"Is the {label} of {said} less than {other:g} {unit}?"
                    yield Gold("amount", question, verdict=yes(not more))

    # Time

    def _certain(self) -> list[tuple[str, str]]:
        """Works with an undisputed date of release, and that date."""
        found = []
        for _, work in self._world.released():
            lead = self._world.lead("release_date", work)
            if lead and not self._unsure(work) and self._named(work):
                found.append((work, lead.value))
        return found

    def gaps(self) -> Iterator[Gold]:
        for (one, first), (other, second) in combinations(self._certain(), 2):
            if first == second:
                continue
            text = apart(first, second)
            a, b = self._said(one), self._said(other)
            yield Gold("gap", f"How long is it between {a} and {b}?", texts=(text,))
            yield Gold("gap", f"How much time is between {b} and {a}?", texts=(text,))

    def untils(self) -> Iterator[Gold]:
        for work, value in self._certain():
            today = self._today.isoformat()
            said = self._said(work)
            if span(value)[0] > self._today:
                yield Gold("until", f"How long until {said}?", texts=(apart(today, value),))
                question = f"How many days is it until {said} comes out?"
                yield Gold("until", question, texts=(apart(today, value),))
            elif span(value)[1] < self._today:
                text = apart(value, today)
                yield Gold("until", f"How long ago did {said} come out?", texts=(text,))

    def ages(self) -> Iterator[Gold]:
        for claim in self._world.live("birth_date"):
            born = self._world.live("birth_date", subject=claim.subject)
            if not self._named(claim.subject) or len(born) > 1:
                continue
            who = self._said(claim.subject)
            for work, value in self._certain():
                if span(value)[0] > span(claim.value)[1]:
                    question = f"How old was {who} when {self._said(work)} came out?"
                    yield Gold("age", question, texts=(apart(claim.value, value),))
            told = self._world.live("age", subject=claim.subject)
            dead = self._world.live("death_date", subject=claim.subject)
            if not told and not dead:
                text = apart(claim.value, self._today.isoformat())
                yield Gold("age", f"How old is {who}?", texts=(text,))
                yield Gold("age", f"What is the age of {who}?", texts=(text,))

    def order(self) -> Iterator[Gold]:
        world = self._world
        works = self._certain()
        if len(works) != len(world.released()):
            works = [(work, value) for work, value in works]
        everything = [
            (work, lead.value)
            for _, work in world.released()
            if (lead := world.lead("release_date", work))
        ]
        for work, value in works:
            said = self._said(work)
            before = {world.name(one) for one, told in everything if span(told)[1] < span(value)[0]}
            after = {world.name(one) for one, told in everything if span(told)[0] > span(value)[1]}
            if before:
                question = f"Which works came out before {said}?"
                yield Gold("order", question, frozenset(before), True)
            if after:
                question = f"Which works came out after {said}?"
                yield Gold("order", question, frozenset(after), True)
        for year in sorted({value[:4] for _, value in everything}):
            within = {world.name(one) for one, told in everything if told[:4] == year}
            yield Gold("order", f"Which works came out in {year}?", frozenset(within), True)
            kinds = sorted({world.kind(one) for one, told in everything if told[:4] == year})
            for kind in kinds:
                own = {
                    world.name(one)
                    for one, told in everything
                    if told[:4] == year and world.kind(one) == kind
                }
                question = f"Which {plural(kind)} came out in {year}?"
                yield Gold("order", question, frozenset(own), True)
        now = world.now()
        if now is not None:
            due = {world.name(one) for one, told in everything if span(told)[1] > now}
            series = {claim.subject for claim in world.live("series")}
            undated = (
                series
                - {one for one, _ in everything}
                - {claim.value for claim in world.live("series")}
            )
            if due and not undated:
                yield Gold("order", "Which works are still to come?", frozenset(due), True)

    def places(self) -> Iterator[Gold]:
        """The nth of its kind in the main series, and the neighbour of a work."""
        world = self._world
        series = world.main()
        if series is None:
            return
        works = [work for _, work in world.released() if work in world.members(series)]
        nths = ["first", "second", "third", "fourth", "fifth"]
        for kind in sorted({world.kind(work) for work in works}):
            own = [work for work in works if world.kind(work) == kind]
            dates = [span(world.lead("release_date", work).value) for work in own]  # type: ignore[union-attr]
            if len(own) < 2 or any(map(self._unsure, own)):
                continue
            for place, work in enumerate(own[: len(nths)]):
                if dates.count(dates[place]) == 1:
                    question = f"What is the {nths[place]} {kind}?"
                    yield Gold("place", question, texts=(world.name(work),))
            for place, work in enumerate(own[:-1]):
                following = own[place + 1]
                if dates[place][1] < dates[place + 1][0] and self._named(work, following):
                    question = f"Which {kind} came out after {self._said(work)}?"
                    yield Gold("place", question, frozenset({world.name(following)}), True)
                    question = f"Which {kind} came out before {self._said(following)}?"
                    yield Gold("place", question, frozenset({world.name(work)}), True)

    def superlatives(self) -> Iterator[Gold]:
        world = self._world
        ways = [
            ("runtime", "longest runtime", "shortest runtime", "longest"),
            ("budget", "biggest budget", "lowest budget", "most expensive"),
            ("box_office", "highest box office", "lowest box office", "highest grossing"),
        ]
        for name, most, least, alone in ways:
            rows = self._measured(name)
            if len(rows) != len({claim.subject for claim in world.live(name)}):
                continue
            for kind in sorted({world.kind(work) for _, work in rows}):
                own = sorted((number, work) for number, work in rows if world.kind(work) == kind)
                if len(own) < 2:
                    continue
                top = frozenset(world.name(work) for number, work in own if number == own[-1][0])
                low = frozenset(world.name(work) for number, work in own if number == own[0][0])
                yield Gold("superlative", f"Which {kind} has the {most}?", top, True)
                yield Gold("superlative", f"Which {kind} has the {least}?", low, True)
                yield Gold("superlative", f"What is the {alone} {kind}?", top, True)
                numbers = sorted({number for number, _ in own}, reverse=True)
                if len(numbers) > 1:
                    second = frozenset(
                        world.name(work) for number, work in own if number == numbers[1]
                    )
                    question = f"Which {kind} has the second {most}?"
                    yield Gold("superlative", question, second, True)
            for one, two in combinations(rows, 2):
                if one[0] != two[0]:
                    best = frozenset({world.name(max(one, two)[1])})
                    pair = f"{self._said(one[1])} or {self._said(two[1])}"
                    yield Gold("superlative", f"Which has the {most}, {pair}?", best, True)

    # Except, else, counts

    def except_(self) -> Iterator[Gold]:
        casts = self._casts()
        for one in sorted(casts):
            for other in sorted(casts):
                left = casts[one] - casts[other]
                if one != other and left and casts[one] & casts[other] and self._named(one, other):
                    wanted = frozenset(self._world.name(end) for end in left)
                    question = f"Who is in {self._said(one)} but not in {self._said(other)}?"
                    yield Gold("except", question, wanted, True)

    def besides(self) -> Iterator[Gold]:
        casts = self._casts()
        for work, people in sorted(casts.items()):
            for person in sorted(people):
                if len(people) > 1 and self._named(work, person):
                    wanted = frozenset(self._world.name(end) for end in people if end != person)
                    said, name = self._said(work), self._said(person)
                    question = f"Who else is in {said} besides {name}?"
                    yield Gold("besides", question, wanted, True)
        for (name, subject), claims in self._groups().items():
            several = sorted({claim.value for claim in claims if claim.shape == "entity"})
            if len(several) < 2 or name == "cast" or any(not one.factual for one in claims):
                continue
            out = self._random.choice(several)
            wanted = frozenset(self._world.name(end) for end in several if end != out)
            if self._named(out):
                said, label = self._said(subject), self._world.label(name)
                question = f"Who is the {label} of {said} besides {self._said(out)}?"
                yield Gold("besides", question, wanted, True)

    def counts(self) -> Iterator[Gold]:
        world = self._world
        for name, (_, base, _) in VERBS.items():
            for value in sorted({claim.value for claim in world.live(name)}):
                if not self._named(value):
                    continue
                works = {claim.subject for claim in world.live(name, value=value)}
                question = f"How many works did {self._said(value)} {base}?"
                yield Gold("count", question, count=len(works))
                for kind in sorted({world.kind(work) for work in works}):
                    own = [work for work in works if world.kind(work) == kind]
                    question = f"How many {plural(kind)} did {self._said(value)} {base}?"
                    yield Gold("count", question, count=len(own))
        for value in sorted({claim.value for claim in world.live("cast")}):
            works = {claim.subject for claim in world.live("cast", value=value)}
            if self._named(value):
                question = f"How many works is {self._said(value)} in?"
                yield Gold("count", question, count=len(works))

    # Nested names

    def nested(self) -> Iterator[Gold]:
        """A role or a work that is described and not named."""
        world = self._world
        for claim in world.claims:
            if claim.shape != "entity" or not claim.factual or not self._named(claim.subject):
                continue
            label, said = world.label(claim.name), self._said(claim.subject)
            if world.members(claim.subject):
                continue
            ends = {
                one.value for one in world.live(claim.name, subject=claim.subject) if one.factual
            }
            played = [one for end in ends for one in world.live("cast", role=end)]
            if played:
                wanted = frozenset(self._answer(one) for one in played)
                yield Gold("nested", f"Who plays the {label} of {said}?", wanted, True)
            directed = [
                one
                for end in ends
                if not world.members(end)
                for one in world.live("director", subject=end)
            ]
            if directed:
                wanted = frozenset(self._answer(one) for one in directed)
                yield Gold("nested", f"Who directed the {label} of {said}?", wanted, True)

    def deeper(self) -> Iterator[Gold]:
        """Works of people who are described by another work."""
        world = self._world
        for claim in world.live("director"):
            if not claim.factual or not self._named(claim.subject):
                continue
            if world.members(claim.subject):
                continue
            people = {
                one.value for one in world.live("director", subject=claim.subject) if one.factual
            }
            said = self._said(claim.subject)
            works = [one for end in people for one in world.live("director", value=end)]
            wanted = frozenset(self._answer(one, "subject") for one in works)
            yield Gold("nested", f"What did the director of {said} direct?", wanted, True)
            born = [one for end in people for one in world.live("birth_date", subject=end)]
            if born:
                wanted = frozenset(self._answer(one) for one in born)
                question = f"What is the date of birth of the director of {said}?"
                yield Gold("nested", question, wanted, True)
        for claim in world.live("cast"):
            own = {one.subject for one in world.live("cast", value=claim.value) if one.factual}
            dated = [one for work in own for one in world.current("release_date", work)[0]]
            if self._named(claim.value) and dated and not any(map(world.members, own)):
                wanted = frozenset(self._answer(one) for one in dated)
                question = f"When do the works that {self._said(claim.value)} is in come out?"
                yield Gold("nested", question, wanted, True)

    # Sources, moves, statuses, statements

    def sources(self) -> Iterator[Gold]:
        world = self._world
        for name, subject in self._groups():
            current, _ = world.current(name, subject)
            if not current or name in ("cast", "said"):
                continue
            titles = tuple({said.title for claim in current for said in claim.said})
            label, said = world.label(name), self._said(subject)
            question = self._random.choice(
                [
                    f"What is the source for the {label} of {said}?",
                    f"Where does the {label} of {said} come from?",
                ]
            )
            yield Gold("source", question, texts=tuple(sorted(titles)))
            entity = next((claim for claim in current if claim.shape == "entity"), None)
            if entity and self._named(entity.value):
                cited = {
                    one.title
                    for claim in self._holding(name, subject, entity.value)
                    for one in claim.said
                }
                question = f"Who says that {self._said(entity.value)} is the {label} of {said}?"
                yield Gold("source", question, texts=tuple(sorted(cited)))

    def moved(self) -> Iterator[Gold]:
        world = self._world
        for (name, subject), claims in self._groups().items():
            if not claims or not world.table[name].get("moves") or not world.single(name):
                continue
            _, replaced = world.current(name, subject)
            if not replaced:
                continue
            label, said = world.label(name), self._said(subject)
            last, first = replaced[-1], replaced[0]
            previous = frozenset({last.value})
            for question in (
                f"What was the previous {label} of {said}?",
                f"What was the {label} of {said} before it was moved?",
                f"What was {said}'s previous {label}?",
            ):
                yield Gold("moved", question, previous, True)
            for question in (
                f"What was the first {label} of {said}?",
                f"What was the original {label} of {said}?",
            ):
                yield Gold("moved", question, frozenset({first.value}), True)
            count = len(replaced)
            times = {1: "once", 2: "twice"}.get(count, f"{count} times")
            question = f"How many times was the {label} of {said} moved?"
            yield Gold("moved", question, texts=(f"moved {times}",))
            yield Gold(
                "moved", f"How often was the {label} of {said} moved?", texts=(f"moved {times}",)
            )

    def as_of(self) -> Iterator[Gold]:
        world = self._world
        days = sorted({said.last for claim in world.claims for said in claim.said if said.last})
        for day in days:
            then = world.as_of(day)
            told = f"{day.day} {calendar.month_name[day.month]} {day.year}"
            for subject in sorted({claim.subject for claim in world.live("release_date")}):
                if not self._named(subject) or world.members(subject):
                    continue
                said = self._said(subject)
                current, _ = then.current("release_date", subject)
                for question in (
                    f"As of {told}, when does {said} come out?",
                    f"What is the release date of {said}, as of {told}?",
                ):
                    if current:
                        wanted = frozenset(claim.value for claim in current)
                        yield Gold("as_of", question, wanted, True)
                    else:
                        yield Gold("as_of", question, unknown=True)

    def statuses(self) -> Iterator[Gold]:
        world = self._world
        words = {
            "rumoured": ["rumoured to be", "only rumoured to be"],
            "hoped": ["hoped to be"],
            "denied": ["denied to be"],
            "confirmed": ["confirmed to be"],
        }
        for status, forms in words.items():
            for subject in sorted({claim.subject for claim in world.claims}):
                if not self._named(subject) or world.members(subject):
                    continue
                claims = [
                    claim
                    for claim in world.live("cast", denied=True, subject=subject)
                    if claim.status == status and not claim.contested
                ]
                if any(
                    claim.contested for claim in world.live("cast", denied=True, subject=subject)
                ):
                    continue
                if claims:
                    wanted = frozenset(self._answer(claim) for claim in claims)
                    for form in forms:
                        question = f"Who is {form} in {self._said(subject)}?"
                        yield Gold("status", question, wanted, True)
        for claim in world.claims:
            if claim.status in ("rumoured", "hoped", "reported") and claim.name != "cast":
                if not self._named(claim.subject) or world.members(claim.subject):
                    continue
                same = [
                    one
                    for one in world.live(claim.name, subject=claim.subject)
                    if one.status == claim.status
                ]
                wanted = frozenset(self._answer(one) for one in same)
                label = world.label(claim.name)
                question = f"What is the {claim.status} {label} of {self._said(claim.subject)}?"
                yield Gold("status", question, wanted, True)
        for claim in world.live("returning", denied=True):
            if claim.status == "denied" and self._named(claim.subject):
                question = f"Who is not returning in {self._said(claim.subject)}?"
                yield Gold("status", question, frozenset({self._answer(claim)}), False)

    def statements(self) -> Iterator[Gold]:
        world = self._world
        said = world.live("said")
        for claim in said:
            if not self._named(claim.subject):
                continue
            words = [word.strip(".,!?") for word in claim.value.split()]
            kept = [word for word in words if len(word) > 3 and "'" not in word and "’" not in word]
            if len(kept) < 2:
                continue
            topic = " ".join(kept[-2:])
            others = [
                one
                for one in said
                if one is not claim
                and any(word.casefold() in one.value.casefold() for word in kept[-2:])
            ]
            speaker = self._said(claim.subject)
            answer = frozenset({claim.value})
            if not others:
                yield Gold("statement", f"What did {speaker} say about {topic}?", answer)
                yield Gold("statement", f"Who said {claim.value}?", answer, texts=(speaker,))
            own = frozenset(one.value for one in world.live("said", subject=claim.subject))
            yield Gold("statement", f"What did {speaker} say?", own, True)

    def together(self) -> Iterator[Gold]:
        """Two questions at once."""
        world = self._world
        groups = self._groups()
        by_subject: dict[str, list[str]] = {}
        for name, subject in groups:
            if self._listed(name, subject) and name not in ("cast", "said"):
                by_subject.setdefault(subject, []).append(name)
        for subject, names in by_subject.items():
            for one, other in combinations(names[:7], 2):
                wanted = frozenset(self._listed(one, subject) | self._listed(other, subject))
                said = self._said(subject)
                labels = f"the {world.label(one)} and the {world.label(other)}"
                yield Gold("together", f"What are {labels} of {said}?", wanted, True)
        roles = sorted(
            {
                claim.role
                for claim in world.live("cast")
                if claim.role and claim.role.startswith("§") and self._named(claim.role)
            }
        )
        for first, second in combinations(roles, 2):
            wanted = frozenset(
                self._answer(claim)
                for role in (first, second)
                for claim in world.live("cast", role=role)
            )
            a, b = self._said(first), self._said(second)
            yield Gold("together", f"Who plays {a} and {b}?", wanted, True)
            yield Gold("together", f"Who plays {a} and who plays {b}?", wanted, True)

    def missing(self) -> Iterator[Gold]:
        """What the pack holds no fact of."""
        world = self._world
        asked = ["composer", "director", "budget", "cinematographer", "runtime", "age_rating"]
        works = sorted({claim.subject for claim in world.live("release_date")})
        for work in works:
            for name in asked:
                if self._named(work) and not world.live(name, denied=True, subject=work):
                    if world.members(work):
                        continue
                    who = "Who" if name in ("composer", "director", "cinematographer") else "What"
                    question = f"{who} is the {world.label(name)} of {self._said(work)}?"
                    yield Gold("missing", question, unknown=True)


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
