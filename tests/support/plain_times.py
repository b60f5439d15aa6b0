"""Plain questions: spans of time, ages, orders and superlatives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from tests.support.plain_gold import Gold, Questions, Template, apart, plural
from tests.support.plain_world import span


class Times(Questions):
    """Writes the questions of one pack."""

    def templates(self) -> list[Template]:
        return [
            self.gaps,
            self.untils,
            self.ages,
            self.order,
            self.places,
            self.superlatives,
        ]

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
