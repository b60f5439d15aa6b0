"""What the order of a clause's parts claims, whatever its verb: a person and then a character
behind "as", a person and then "at the helm", a film and its date in a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lore.articles import function_words as fw
from lore.articles.claims import Claim
from lore.articles.constituents import Part, Phrase
from lore.articles.context import Context
from lore.articles.lexemes import Verb
from lore.articles.relatives import Clause
from lore.articles.signs import Kind
from lore.articles.topics import Works
from lore.model.dates import PartialDate
from lore.model.facts import Status

_CLOSE = 30
"""Letters between a person and what place they have."""
_EARLY = 4
"""Parts of a clause within which “who” still is whoever stands before it."""


class PlaceClaims(Context):
    """Reads parts by where they stand."""

    def placed(self, clause: Clause) -> Iterator[Claim]:
        """What the places of a clause's parts claim."""
        if clause.parts:
            yield from self._positions(clause)
            yield from self._leads(clause)
            yield from self._row(clause)
            yield from self._as_roles(clause)
            yield from self._appearances(clause)
            yield from self._years(clause)

    def _years(self, clause: Clause) -> Iterator[Claim]:
        """Films with the year in which somebody made them or was in them: "directed W in 2014"."""
        parts = clause.parts
        made = [part for part in parts if any(_past_work(verb) for verb in part.verbs)]
        before = made[0].start if made else None
        for at, part in enumerate(parts if before is not None else ()):
            date = part.date
            if date is None or date.month is not None or not self._is_past(date):
                continue
            film = parts[at - 2] if at > 1 and parts[at - 1].text in fw.IN else None
            opens = at == 1 and parts[0].text in fw.IN
            if opens:
                film = next(
                    (part for part in parts if part.kind == "phrase" and self._film(part)), None
                )
            elif film is not None and film.start < (before or 0):
                continue
            named = self._film(film) if film is not None else ()
            if len(named) == 1:
                yield from self._claims(named, "release_date", date, None, Status.CONFIRMED, "year")

    def _film(self, part: Part) -> Works:
        return self._meaning.named(part.phrases[0]) if len(part.phrases) == 1 else ()

    def _is_past(self, date: PartialDate) -> bool:
        published = self._article.published
        return published is not None and date.last < published.first

    def _as_roles(self, clause: Clause) -> Iterator[Claim]:
        """Characters behind "as", with the person before them."""
        parts = clause.parts
        for at in range(2, len(parts)):
            part = parts[at]
            if parts[at - 1].text not in fw.AS or part.kind != "phrase" or len(part.phrases) != 1:
                continue
            role = part.phrases[0]
            sure = [phrase.name for phrase in (role, *role.same) if phrase.kinds == Kind.CHARACTER]
            near = self._person_before(parts[: at - 1])
            people = near.phrases if near is not None else []
            owner = _player(parts[: at - 1])
            if owner is not None:
                people = [owner]
            if near is None and clause.link in fw.WHO:
                people = clause.about
            players = self._meaning.persons(people)
            if not sure or len(people) != 1 or len(players) != 1:
                continue
            works = self._tied(clause, at) or self._default(clause, part.start) or ()
            start = near.start if near is not None else part.start
            status = self._sure.about(start, part.end)
            yield from self._claims(works, "cast", players[0][0], sure[0], status, "as-role")

    def _appearances(self, clause: Clause) -> Iterator[Claim]:
        """Somebody with a film that they are told to be in, by a noun or in a clause about them:
        "her turn in W", "who impressed in W"."""
        parts = clause.parts
        for at in range(2, len(parts)):
            works = [self._meaning.named(phrase) for phrase in parts[at].phrases]
            if parts[at - 1].text not in fw.IN_ON or not works or not all(works):
                continue
            people = self._appearing(clause, parts[at - 2], at)
            status = self._sure.about(parts[0].start, parts[at].end)
            for named in works:
                for person, phrase in self._meaning.persons(people):
                    if phrase.kinds == Kind.PERSON:
                        yield from self._claims(named, "cast", person, None, status, "seen-in")

    def _appearing(self, clause: Clause, before: Part, at: int) -> list[Phrase]:
        if before.kind == "phrase" and "turn" in before.phrases[0].nouns:
            turn = before.phrases[0]
            if turn.det in fw.OF_WHOM:
                return clause.about
            return [turn.owner] if turn.owner is not None else []
        told = before.kind == "word" and clause.link in fw.WHO and at <= _EARLY
        return clause.about if told else []

    def _leads(self, clause: Clause) -> Iterator[Claim]:
        """Who has the lead: the person before it, whatever the verb."""
        parts = clause.parts
        for at in range(1, len(parts)):
            head = parts[at].phrases[0] if parts[at].phrases else None
            if head is None or head.name is not None or "lead" not in head.nouns:
                continue
            near = self._person_before(parts[:at])
            if head.det not in fw.DEFINITE or parts[at - 1].text not in fw.LEAD_TIES:
                continue
            if near is None or near.phrases[0].kinds != Kind.PERSON:
                continue
            works = self._meaning.work(head) or self._tied(clause, at)
            works = works or self._default(clause, head.start) or ()
            status = self._sure.about(near.start, head.end)
            for person, _ in self._meaning.persons(near.phrases):
                for name in ("cast", "lead"):
                    yield from self._claims(works, name, person, None, status, "noun-lead")

    def _positions(self, clause: Clause) -> Iterator[Claim]:
        """Who is "at the helm", or "in the title role"."""
        start, end = clause.parts[0].start, clause.parts[-1].end
        for position in self._lex.positions:
            for match in position.regex.finditer(self._sure.text, start, end):
                near = self._holding(clause, match)
                if near is None:
                    continue
                status = self._sure.about(near.start, match.end())
                works = self._default(clause, match.start()) or ()
                names = (position.name, "cast") if position.name == "lead" else (position.name,)
                for phrase in near.phrases:
                    for name in names if phrase.kinds & Kind.PERSON and phrase.name else ():
                        assert phrase.name is not None
                        why = f"at-{position.name}"
                        yield from self._claims(works, name, phrase.name, None, status, why)

    def _holding(self, clause: Clause, match: re.Match[str]) -> Part | None:
        """The part with a person that stands close before a place."""
        phrases = (part for part in reversed(clause.parts) if part.kind == "phrase")
        part = next((part for part in phrases if part.end <= match.start()), None)
        if part is None or not any(phrase.kinds & Kind.PERSON for phrase in part.phrases):
            return None
        return part if match.start() - part.end < _CLOSE else None

    def _row(self, clause: Clause) -> Iterator[Claim]:
        """A line that is a film and its date, with the one before."""
        parts = [part for part in clause.parts if part.text not in ("–", ":", ",", "|")]
        if len(parts) > 1 and any(part.text == "|" for part in clause.parts):
            yield from self._player_row(parts, clause)
        if len(parts) < 2 or parts[0].kind != "phrase" or parts[1].date is None:
            return
        works = self._meaning.named(parts[0].phrases[0])
        yield from self._claims(works, "release_date", parts[1].date, None, Status.CONFIRMED, "row")
        if len(parts) > 3 and parts[2].text in fw.BE and parts[3].date is not None:
            yield from self._claims(
                works, "release_date", parts[3].date, None, Status.DENIED, "row", old=True
            )

    def _player_row(self, parts: Sequence[Part], clause: Clause) -> Iterator[Claim]:
        """A row of a table with somebody and their role."""
        first, second = parts[0], parts[1]
        if not first.phrases or not second.phrases or not first.phrases[0].kinds & Kind.PERSON:
            return
        person, role = first.phrases[0].name, second.phrases[0].name
        if person is None or role is None or not role.kinds & Kind.CHARACTER:
            return
        start, end = clause.parts[0].start, clause.parts[-1].end
        status = self._sure.between(start, end, end)
        works = self._meaning.current
        yield from self._claims(works, "cast", person, role, status, "row")
        again = self._sure.text[second.end : self._sure.where.end].lower().split()
        if status is not Status.DENIED and self._lex.words["again"].intersection(again):
            yield from self._claims(works, "returning", person, None, status, "row")


def _past_work(verb: Verb) -> bool:
    """Whether a form of a verb tells what somebody did in, or made of, a film that is out."""
    known = "craft" in verb.frame.flags or verb.frame.name in ("star", "play", "seen", "turn")
    return known and verb.form == "ed"


def _player(parts: Sequence[Part]) -> Phrase | None:
    """Whose role the last phrase is, if it is somebody's: "Moroney's character"."""
    phrases = next((part.phrases for part in reversed(parts) if part.kind == "phrase"), [])
    if len(phrases) != 1 or phrases[0].name is not None or "role" not in phrases[0].nouns:
        return None
    owner = phrases[0].owner
    return owner if owner is not None and owner.kinds & Kind.PERSON else None
