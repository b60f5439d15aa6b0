"""When and where films are made and come out, by the verbs that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from lore.articles import function_words as fw
from lore.articles.claims import Claim
from lore.articles.constituents import Part, Phrase
from lore.articles.context import PLACE_TIES, Context, Deed
from lore.language import grammar
from lore.model.dates import PartialDate
from lore.model.facts import Status

Dated = tuple[str, PartialDate]
"""A date with the word that ties it to its verb."""
_OR_BEHIND = tuple(f" {word} \x00" for word in fw.OR)
_OR_BEFORE = tuple(f"\x00 {word} " for word in fw.OR)
"""What stands between two dates of which one is meant."""
_SHOOT = re.compile(rf"\b(?:{grammar.alternatives('press', 'shoot')})\b")
_PLANNED = re.compile(
    rf"\b(?:{grammar.alternatives('press', 'was')}) (?:originally )?"
    rf"(?:{grammar.alternatives('press', 'planned')})(?: to)?(?: have)? $"
)
_NEAR = 60
"""Letters before a verb that tell whether it was only planned."""
_STARTS = re.compile(rf"\b(?:{grammar.alternatives('press', 'starts')})\b")
_OUT = re.compile(rf"\b(?:{grammar.alternatives('press', 'out')})\b")
_GIVEN_UP = grammar.words("press", "given_up")
"""Verbs behind which a date alone tells when something was given up."""
_OLD = grammar.listed("press", "old_date")
_NEW = grammar.listed("press", "new_date")


class WhenClaims(Context):
    """Reads the dates and places of what is done."""

    def when_where(self, deed: Deed) -> Iterator[Claim]:
        """The start and the places of filming, and releases."""
        filming, flags = self._filming(deed), deed.frame.flags
        if "halts" in flags:
            filming = any(map(self._is_shot, (*deed.doer, *deed.done)))
        if filming or ("place" in flags and not flags & {"unit", "halts"}):
            for tie in PLACE_TIES:
                for part in deed.event.behind.get(tie, ()):
                    yield from self._places(part.phrases, deed.works, deed.status, deed.frame)
        dates = [
            (tie, part.date)
            for tie, parts in deed.event.behind.items()
            for part in parts
            if part.date is not None
            and not self._undecided(part)
            and (filming or not self._of_shoot(deed, part))
        ]
        starts = filming and "filming" in flags
        if starts and not dates:
            dates = [("", day) for day in self._today(deed)]
        if not dates:
            return
        if starts or ("began" in flags and any(tie in fw.FROM_SINCE for tie, _ in dates)):
            status = Status.DENIED if self._was_planned(deed) else deed.status
            yield from self._claims(
                deed.works, "filming_start", dates[0][1], None, status, deed.frame
            )
        elif "dates" in flags and not filming and self._of_film(deed):
            yield from self._released(deed, dates)

    def _undecided(self, part: Part) -> bool:
        """Whether a date is only one of two that are told: "in May or June"."""
        text = self._sure.text
        return text.startswith(_OR_BEHIND, part.end) or text.endswith(_OR_BEFORE, 0, part.start)

    def _of_shoot(self, deed: Deed, part: Part) -> bool:
        """Whether between a verb and a date of it filming is told: "plans for shooting in June"."""
        between = self._sure.text[deed.event.verb.start : part.start]
        return "dates" in deed.frame.flags and _SHOOT.search(between) is not None

    def _was_planned(self, deed: Deed) -> bool:
        """Whether something was only to be: "was supposed to start", "had been due to begin"."""
        main = self._main(deed)
        return _PLANNED.search(self._sure.text, max(0, main - _NEAR), main) is not None

    def _main(self, deed: Deed) -> int:
        """Where the verb itself begins, behind what helps it."""
        verb = deed.event.verb
        return max(verb.start, verb.end - len(verb.text))

    def _of_work(self) -> bool:
        """Whether a clause tells of the start of filming alone, not of a release."""
        clause = self._sure.text[self._sure.where.start : self._sure.where.end]
        return _STARTS.search(clause) is not None and _OUT.search(clause) is None

    def _filming(self, deed: Deed) -> bool:
        """Whether a verb tells of filming: by itself, or by what it is said of."""
        units = any(phrase.nouns & {"production", "unit"} for phrase in deed.doer)
        if "unit" in deed.frame.flags:
            return units or (self._halted(deed) and any(map(self._is_shot, deed.doer)))
        if units or any(word in deed.lemma for word in fw.FILMING_WORDS):
            return True
        follows = deed.event.next.verbs if deed.event.next is not None else ()
        return any(phrase.nouns & {"production"} for phrase in deed.done) or any(
            verb.frame.name == "shoot" for verb in follows
        )

    def _is_shot(self, phrase: Phrase) -> bool:
        """Whether a phrase is the filming of a film, or a film, not its release."""
        if phrase.classes & {"production", "unit"}:
            return True
        return self._is_film(phrase) and "date" not in phrase.classes

    def _halted(self, deed: Deed) -> bool:
        """Whether the clause of a verb tells that filming stops, or goes on."""
        verbs = [verb for part in deed.event.clause.parts for verb in part.verbs]
        return any("halts" in verb.frame.flags for verb in verbs)

    def _today(self, deed: Deed) -> Iterator[PartialDate]:
        """The day that "today" or "this morning" is."""
        words = set(deed.event.words.split())
        published = self._article.published
        if published is None or published.day is None:
            return
        if words & self._lex.words["today"]:
            yield published
        elif words & self._lex.words["yesterday"]:
            yield PartialDate.parse(str(published.first - timedelta(days=1)))

    def _of_film(self, deed: Deed) -> bool:
        """Whether what is dated or moved is a film or its release, not a series."""
        moved = deed.done if deed.event.passive else (*deed.done, *deed.doer)
        return any(map(self._is_film, (*moved, *deed.event.clause.about)))

    def _is_film(self, phrase: Phrase) -> bool:
        told = bool(phrase.classes & {"work", "date"}) or phrase.pronoun in fw.IT
        told = told or bool(self._meaning.named(phrase))
        return told and not self._lex.has("whole_series", phrase.noun)

    def _released(self, deed: Deed, dates: Sequence[Dated]) -> Iterator[Claim]:
        if "moves" in deed.frame.flags or {tie for tie, _ in dates} >= (fw.FROM | fw.TO):
            yield from self._moved(deed, dates)
            return
        if deed.frame.name == "move" and self._of_work():
            return
        aux = deed.event.verb.aux
        old = bool(self._lex.words["before_now"].intersection(aux)) or aux[:2] == fw.WAS_TO
        status = Status.CONFIRMED if old else deed.status
        if len(dates) == len(deed.works) > 1:
            pairs = list(zip(deed.works, dates, strict=True))
        elif len(dates) == 1 or len(deed.works) == 1:
            pairs = [(work, dates[0]) for work in deed.works]
        else:
            return
        for work, (_, date) in pairs:
            yield from self._claims(
                (work,), "release_date", date, None, status, deed.frame, old=old
            )

    def _may_be_new(self, tie: str, date: PartialDate) -> bool:
        """Whether a date may be what something was moved to, rather than when: "last month"."""
        published = self._article.published
        return tie != "" or published is None or date.last >= published.first

    def _moved(self, deed: Deed, dates: Sequence[Dated]) -> Iterator[Claim]:
        old = next((date for tie, date in dates if tie in _OLD), None)
        ties = _NEW if deed.lemma not in _GIVEN_UP else _NEW[:-1]
        new = next(
            (date for tie, date in dates if tie in ties and self._may_be_new(tie, date)), None
        )
        if new is not None:
            yield from self._claims(
                deed.works, "release_date", new, None, deed.status, deed.frame, old
            )
        elif old is not None:
            yield from self._claims(
                deed.works, "release_date", old, None, Status.DENIED, deed.frame, old=True
            )
