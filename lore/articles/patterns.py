"""Patterns over chunked sentences: what each match claims, of which works, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from lore.articles.claims import Claim
from lore.articles.hedges import Hedges
from lore.articles.named import Name
from lore.articles.nodes import Chunks, Node
from lore.articles.signs import NOTHING, SLOTS, Kind
from lore.articles.topics import Topics, Works
from lore.articles.vocabulary import Pattern, Vocabulary
from lore.articles.vocabulary import slot as slot_of
from lore.model.dates import PartialDate
from lore.model.facts import Status
from lore.steps import Steps

_KINDS = {
    "p": Kind.PERSON,
    "c": Kind.CHARACTER,
    "w": Kind.WORK,
    "o": Kind.ORGANISATION,
    "l": Kind.PLACE,
    "u": Kind.OUTLET,
}
_TOLD_BY_CAST = frozenset({"returning", "newcomer", "villain", "lead"})
"""Properties that say more of those who are in it: who is not, is told by the cast alone."""
_FAR = 80
"""Characters behind a claim in which it may be taken back."""
_KIN = 80
"""Signs before a work, or somebody, that tell whose sequel or child that is not."""
_SOON = 40
"""Letters behind a person in which a negation is of what is said of them."""
Value = Name | PartialDate | str


class PatternReader:
    """Reads the claims of sentences."""

    def __init__(self, vocabulary: Vocabulary, topics: Topics, steps: Steps) -> None:
        self._patterns = [(pattern, _wanted(pattern)) for pattern in vocabulary.patterns]
        self._needed = frozenset().union(*(pattern.needs for pattern in vocabulary.patterns))
        self._texts = vocabulary.texts
        self._hedges = Hedges(vocabulary)
        self._first = vocabulary.rules["first_film"]
        self._villain = vocabulary.rules["villain"]
        self._other = vocabulary.rules["other_work"]
        self._given_up = vocabulary.rules["given_up_after"]
        self._beside = vocabulary.rules["beside"]
        self._fate = vocabulary.rules["fate_in"]
        self._fresh = vocabulary.rules["fresh_subject"]
        self._money = vocabulary.rules["money_short"]
        self._one = vocabulary.rules["of_one"]
        self._kin_film = vocabulary.rules["kin_film"]
        self._kin = vocabulary.rules["kin_of"]
        self._refuted = vocabulary.rules["refuted"]
        self._refuting = vocabulary.rules["refuting"]
        self._retracted = vocabulary.rules["retracted"]
        self._topics = topics
        self._steps = steps
        self._kept: dict[tuple[str, frozenset[str]], list[Pattern]] = {}

    def _able(self, level: str, present: frozenset[str]) -> list[Pattern]:
        """The patterns of a level that may stand in a text with some signs."""
        found = self._kept.get((level, present))
        if found is None:
            found = self._kept[level, present] = [
                pattern
                for pattern, wanted in self._patterns
                if level in ("both", pattern.level) and _possible(wanted, present)
            ]
        return found

    def read(
        self,
        chunks: Chunks,
        paragraph: int,
        part: str = "",
        *,
        first: bool = False,
        asked: str = "",
        about: Works | None = None,
    ) -> Iterator[Claim]:
        """All that a sentence claims; `part` is the heading, or the words before a list, that its
        paragraph stands under, `first` tells that it begins it, `asked` is the question of an
        interview that it answers."""
        topic = self._topics.sentence(chunks)
        if about is not None and {name.text for name in about}.isdisjoint(
            name.text for name in topic
        ):
            topic = ()
        if self._fresh.search(chunks.text):
            topic = ()  # "a spin-off is in the works": nobody can tell which film it is
        if chunks.text.endswith("?"):
            return
        words: set[str] = set()
        for level, text in chunks.texts():
            present = _letters(text, chunks)
            subject = (level == "both" and self._opening(text, chunks)) or topic
            if level != "whole":  # whose words are those of the plain text
                small = text.lower()
                words = {word for word in self._needed if word in small}
            for pattern in self._able(level, present):
                if pattern.needs and pattern.needs.isdisjoint(words):
                    continue
                under = pattern.under is None or (first and pattern.under.search(part))
                if not under or not (pattern.asked is None or pattern.asked.search(asked)):
                    continue
                if pattern.gives[0][0] == "release_date" and self._beside.search(part):
                    continue
                if pattern.unless is not None and pattern.unless.search(text):
                    continue
                self._steps.take()
                works = subject if pattern.asked is None else self._topics.asked
                for match in pattern.regex.finditer(text):
                    yield from self._claims(pattern, match, chunks, works, paragraph)
        yield from self._asides(chunks, paragraph)
        yield from self._with_roles(chunks, topic, paragraph)

    def _with_roles(self, chunks: Chunks, topic: Works, paragraph: int) -> Iterator[Claim]:
        """People who stand with a character that they play, whatever is said of them."""
        why = self._texts["with_role"]
        for place, char in enumerate(chunks.text):
            node = chunks.nodes.get(char)
            for name, role in (
                (member.name, member.role) for member in (node.members if node else ())
            ):
                if not isinstance(role, Name) or not _is_character(role):
                    continue
                if self._kin.search(chunks.text, max(0, place - _KIN), place):
                    continue
                status = self._hedges.status(chunks.text, place, place + _SOON)
                for work in self._of_fate(chunks, place) or topic:
                    yield Claim(
                        work, "cast", name, role, status, paragraph, "with-role", why, Kind.PERSON
                    )

    def _of_fate(self, chunks: Chunks, place: int) -> Works:
        """The films in which those at a place are told to have died, or to have come up."""
        fate = self._fate.search(chunks.text, place, place + _FAR)
        char = slot_of(fate, "works") if fate is not None else None
        return self._topics.works(_names(chunks.nodes[char])) if char is not None else ()

    def _opening(self, text: str, chunks: Chunks) -> Works:
        """The work that a clause begins with, which is what it is about."""
        node = chunks.nodes.get(text[:1])
        if node is None or node.kinds != Kind.WORK:
            return ()
        return self._topics.works(tuple(member.name for member in node.members))

    def _claims(
        self,
        pattern: Pattern,
        match: re.Match[str],
        chunks: Chunks,
        topic: Works,
        paragraph: int,
    ) -> Iterator[Claim]:
        status = self._status(pattern, match)
        if pattern.near and self._other.search(match.string[: match.start()]):
            return
        if pattern.status is Status.DENIED and self._retracted.search(match.string):
            return
        subjects = self._subjects(pattern, match, chunks, topic)
        roles = self._roles(pattern, match, chunks)
        for name, slot in pattern.gives:
            if slot not in ("text",) and slot_of(match, slot) is None:
                continue
            values = list(self._values(pattern, slot, match, chunks))
            if slot == "people" and self._one.match(match.string, match.end("people")):
                values = values[-1:]  # "A and B, who plays …"
            values = _with_roles(values, roles)
            for subject, (value, own_role) in self._pairs(subjects, values):
                replaces = self._replaced(pattern, match, chunks, value)
                if not _sensible(pattern, slot, subject, value):
                    continue
                if pattern.shows and not subject.is_show:
                    continue
                if status is Status.DENIED and name in _TOLD_BY_CAST:
                    continue
                if value == subject.text and self._topics.focus:
                    subject = self._topics.focus[0]  # its title: "the full title is W"
                role = own_role if name in ("cast", "returning") else None
                claim = Claim(
                    subject, name, value, role, status, paragraph, pattern.name, pattern.why
                )
                kind = _KINDS.get(SLOTS.get(slot, "?")[0].lower(), NOTHING)
                claim = replace(claim, kind=kind, replaces=replaces, old=pattern.old)
                yield from self._of_villain(claim)

    def _of_villain(self, claim: Claim) -> Iterator[Claim]:
        """A claim, with that of a villain where its role is told to be one."""
        role = claim.role
        if claim.property == "cast" and isinstance(role, str) and self._villain.search(role):
            if claim.status is Status.DENIED:
                claim = replace(claim, role=None)
            else:
                yield replace(claim, property="villain", role=None)
        yield claim

    def _status(self, pattern: Pattern, match: re.Match[str]) -> Status:
        status = pattern.status or Status.CONFIRMED
        if pattern.hedged and self._refuted.search(match.string):
            return Status.DENIED
        if pattern.hedged and self._refuting.search(match.string, 0, match.start()):
            return Status.DENIED
        if pattern.hedged and self._given_up.search(match.string, match.end()):
            return Status.DENIED
        if pattern.hedged:
            hedged = self._hedges.status(match.string, match.start(), match.end())
            order = list(Status)
            return max(status, hedged, key=order.index)
        return status

    def _subjects(
        self, pattern: Pattern, match: re.Match[str], chunks: Chunks, topic: Works
    ) -> Works:
        if pattern.series:
            return (self._topics.series,) if self._topics.series is not None else ()
        slot = pattern.subject or "works"
        char = slot_of(match, f"{slot}_2") or slot_of(match, slot)
        if char is None:
            if pattern.subject is not None:
                return ()
            near = pattern.near and self._nearest(match, chunks)
            return near or (topic if self._surely(match, chunks, topic) else ())
        node = chunks.nodes[char]
        names = tuple(member.name for member in node.members)
        dated = pattern.gives[0][0] == "release_date"
        if dated and self._of_kin(match.string, match.string.find(char)):
            return ()
        earliest = self._first.search(match.string, 0, match.string.find(char))
        if pattern.subject is not None or earliest is not None:
            return names
        return self._topics.works(names) or topic

    def _surely(self, match: re.Match[str], chunks: Chunks, topic: Works) -> bool:
        """Whether no other work than those spoken of is named before a match."""
        spoken = {name.text for name in topic} | chunks.earlier
        for char in match.string[: match.start()]:
            node = chunks.nodes.get(char)
            if node is not None and node.kinds == Kind.WORK:
                names = {name.text for name in self._topics.works(_names(node))}
                if names and not names & spoken:
                    return False
        return True

    def _nearest(self, match: re.Match[str], chunks: Chunks) -> Works:
        """The works named last before a match, in its own text."""
        for place in range(match.start() - 1, -1, -1):
            node = chunks.nodes.get(match.string[place])
            if node is None or node.kinds != Kind.WORK or self._of_kin(match.string, place):
                continue
            names = tuple(member.name for member in node.members)
            if self._first.search(match.string, 0, place) is not None:
                return names
            if works := self._topics.works(names):
                return works
        return ()

    def _of_kin(self, text: str, place: int) -> bool:
        """Whether a work is told as what another comes of: "the sequel to X"."""
        return self._kin_film.search(text, max(0, place - _KIN), place) is not None

    def _values(
        self, pattern: Pattern, slot: str, match: re.Match[str], chunks: Chunks
    ) -> Iterator[tuple[Value, Name | str | None]]:
        if slot == "text":
            said = chunks.written(pattern.text or match["text"]).strip(" ,.")
            yield self._money.sub(self._in_full, said), None
            return
        node: Node = chunks.nodes[slot_of(match, slot) or ""]
        for date in node.dates:
            yield date, None
        if node.text:
            yield node.text, None
        for member in node.members[: 1 if pattern.first else None]:
            yield member.name, member.role

    def _in_full(self, match: re.Match[str]) -> str:
        """A sum of money with its unit in full."""
        return f"{match['sum']} {self._texts['billion' if match['billion'] else 'million']}"

    def _pairs(
        self, subjects: Works, values: Sequence[tuple[Value, Name | str | None]]
    ) -> Iterator[tuple[Name, tuple[Value, Name | str | None]]]:
        """Which value goes with which subject: dates one by one, people all with each."""
        dates = [value for value in values if isinstance(value[0], PartialDate)]
        if len(dates) > 1 and len(subjects) == len(dates):
            yield from zip(subjects, dates, strict=True)
            return
        for subject in subjects:
            for value in dates[:1] or values:
                yield subject, value

    def _roles(
        self, pattern: Pattern, match: re.Match[str], chunks: Chunks
    ) -> Sequence[Name | str]:
        """The roles that a match tells: one for all, or one for each of its people in turn."""
        if pattern.role and pattern.role not in SLOTS:
            return [self._texts[pattern.role]]
        if (char := slot_of(match, pattern.role or "role")) is None:
            return []
        node = chunks.nodes[char]
        return [member.name for member in node.members] or [node.text]

    def _replaced(
        self, pattern: Pattern, match: re.Match[str], chunks: Chunks, value: Value
    ) -> PartialDate | None:
        char = slot_of(match, pattern.supersedes or "-")
        if char is None or not isinstance(value, PartialDate):
            return None
        old = chunks.nodes[char].dates[0]
        return old if old != value else None

    def _asides(self, chunks: Chunks, paragraph: int) -> Iterator[Claim]:
        """The films in parentheses that somebody is known from, and the years of films."""
        for aside in chunks.asides:
            for work in aside.inside:
                if not work.known and not (aside.sure or work.kinds == Kind.WORK):
                    continue
                yield Claim(
                    work,
                    "cast",
                    aside.name,
                    None,
                    Status.CONFIRMED,
                    paragraph,
                    "known-from-crew" if aside.crew else "known-from",
                    self._texts["known_from"],
                    Kind.PERSON,
                )
        for work, year in chunks.years:
            yield Claim(
                work,
                "release_date",
                year,
                None,
                Status.CONFIRMED,
                paragraph,
                "year",
                self._texts["year"],
            )


def _wanted(pattern: Pattern) -> tuple[Sequence[str], str]:
    """The letters of signs that a pattern's values may have, and those of what it is about."""
    values = [_slot_letters(slot) for _, slot in pattern.gives]
    subject = _slot_letters(pattern.subject) if pattern.subject is not None else ""
    return ([] if "" in values else values), subject


def _possible(wanted: tuple[Sequence[str], str], present: frozenset[str]) -> bool:
    """Whether a text has signs for what a pattern gives, and for what it is about."""
    values, subject = wanted
    if subject and present.isdisjoint(subject):
        return False
    return not values or not all(map(present.isdisjoint, values))


def _is_character(role: Name) -> bool:
    """Whether a role is surely a character's, or a new name of two words that may be one's."""
    new = not role.known and " " in role.text and bool(role.kinds & Kind.PERSON)
    return role.kinds == Kind.CHARACTER or (new and bool(role.kinds & Kind.CHARACTER))


@cache
def _slot_letters(slot: str) -> str:
    """The letters of the signs that a slot takes; none for one that takes words."""
    return SLOTS.get(slot.rstrip("0123456789"), "").lower()


def _letters(text: str, chunks: Chunks) -> frozenset[str]:
    """The letters of the signs that stand in a text, as slots have them."""
    found: set[str] = set()
    for node in (chunks.nodes[char] for char in text if char in chunks.nodes):
        found.update(letter for letter, kind in _KINDS.items() if node.kinds & kind)
        if node.kinds:
            found.add("n")
        found.update("d" if node.dates else "", "qr" if node.text else "")
    return frozenset(found)


def _names(node: Node) -> Works:
    return tuple(member.name for member in node.members)


def _with_roles(
    values: list[tuple[Value, Name | str | None]], roles: Sequence[Name | str]
) -> list[tuple[Value, Name | str | None]]:
    """People with the roles that a match tells: each with its own, or all with the one."""
    if len(roles) == 1:
        return [(value, own or roles[0]) for value, own in values]
    if len(roles) != len(values):
        return values
    return [(value, own or role) for (value, own), role in zip(values, roles, strict=True)]


def _sensible(pattern: Pattern, slot: str, subject: Name, value: Value) -> bool:
    """Whether a subject and a value can be what a pattern takes them for."""
    if pattern.subject is None and (subject.kinds & Kind.PERSON or not subject.kinds & Kind.WORK):
        return False
    if subject.kinds & Kind.WORK and subject.kinds != Kind.WORK and not subject.known:
        return False
    if not isinstance(value, Name):
        return True
    return value.text != subject.text and not (
        slot == "character" and bool(value.kinds & Kind.PERSON)
    )
