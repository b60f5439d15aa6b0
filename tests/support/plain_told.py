"""Plain questions: what sources say, moves of dates, statuses and statements."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from itertools import combinations

from tests.support.plain_gold import Gold, Questions, Template


class Told(Questions):
    """Writes the questions of one pack."""

    def templates(self) -> list[Template]:
        return [
            self.sources,
            self.moved,
            self.as_of,
            self.statuses,
            self.statements,
            self.together,
            self.missing,
        ]

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
