"""What clauses claim: verbs with their frames, and phrases that say what somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from lore.articles.claims import Claim
from lore.articles.clauses import Clause, ClauseReader, Event
from lore.articles.dates import DateMention
from lore.articles.discourse import Discourse
from lore.articles.lexemes import Frame, Lexemes
from lore.articles.named import Name
from lore.articles.phrases import Part, Phrase, PhraseReader, items
from lore.articles.sentences import Stretch
from lore.articles.signs import NOTHING, Kind
from lore.articles.topics import Works
from lore.articles.vocabulary import Vocabulary
from lore.model.dates import PartialDate
from lore.model.facts import Status

_JOBS = ("director", "writer", "producer", "composer", "cinematographer")
_WORK_TIES = ("in", "on", "for", "to", "from", "into")
_PLACE_TIES = ("in", "at", "on", "to", "across", "around", "throughout", "near")
_WEAKEST = (Status.DENIED, Status.HOPED, Status.RUMOURED, Status.REPORTED)
_UNKNOWN = "?"


class FrameReader:
    """Reads the claims of sentences by their clauses."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        lexemes: Lexemes,
        discourse: Discourse,
        published: PartialDate | None = None,
    ) -> None:
        self._published = published
        self._lex = lexemes
        self._words = vocabulary
        self._phrases = PhraseReader(lexemes)
        self._clauses = ClauseReader(lexemes)
        self._meaning = discourse
        self._positions = {
            name: re.compile("|".join(re.escape(one) for one in listed))
            for name, listed in lexemes.positions.items()
        }

    def read(
        self,
        text: str,
        sentence: Stretch,
        names: Sequence[Name],
        dates: Sequence[DateMention],
        quotes: Sequence[Stretch],
        paragraph: int,
    ) -> list[Claim]:
        """The claims of one sentence."""
        found = items(text, sentence, names, dates, quotes)
        parts = self._phrases.read(found)
        clauses = self._clauses.read(parts)
        reading = _Sentence(self, text, [*names, *dates], sentence, paragraph)
        works, people = self._follow(clauses)
        claims: list[Claim] = []
        if not text[sentence.start : sentence.end].rstrip().endswith("?"):
            for clause in clauses:
                claims += reading.clause(clause)
        told = ("cast", "returning", "newcomer")
        self._meaning.casting = any(claim.property in told for claim in claims)
        place = people[0].end if people else 0
        self._meaning.heard(tuple(works), people[:4], text[place : place + 70])
        return claims

    def _follow(self, clauses: Sequence[Clause]) -> tuple[list[Name], list[Name]]:
        """Take note of what the sentence is about."""
        meaning = self._meaning
        works: list[Name] = []
        people: list[Name] = []
        phrases = [one for clause in clauses for part in clause.parts for one in part.phrases]
        for phrase in sorted(phrases, key=lambda one: one.start):
            works += meaning.named(phrase)
            name = phrase.name
            if name is None or not name.kinds & Kind.PERSON:
                continue
            if name.kinds == Kind.PERSON or (not name.known and " " in name.text and not people):
                people.append(name)
        meaning.ahead = people
        opening = next((one for part in clauses[0].parts for one in part.phrases), None)
        if opening is not None and opening.pronoun in ("he", "she"):
            people = [*(name for name, _ in meaning.persons([opening])), *people]
        main = self._topic(clauses[0])
        if main:
            meaning.current = main
        return works, people

    def _topic(self, clause: Clause) -> Works:
        """The work that the main clause is about: its first that stands free."""
        for at, part in enumerate(clause.parts):
            for phrase in part.phrases:
                if not (works := self._meaning.named(phrase)):
                    continue
                before = clause.parts[at - 1].text if at else ""
                after = clause.parts[at + 1] if at + 1 < len(clause.parts) else None
                old = all(any(one.year for one in work.entities) for work in works)
                subject = after is not None and after.kind == "verb"
                ahead = clause.parts[at - 2] if at > 1 else None
                bound = before in ("in", "on", "for", "to", "at", "with", "of")
                opens = at <= 3 and after is not None and after.text in (",", ":")
                if bound and opens:
                    return works
                if bound and (ahead is None or ahead.kind != "verb"):
                    continue
                if before in self._lex.words["called"]:
                    return works
                if before in ("of", "since", "like", "after", "from", "than") or (
                    old and not subject
                ):
                    continue
                return works
        return ()


class _Sentence:
    """The claims of one sentence."""

    def __init__(
        self,
        reader: FrameReader,
        text: str,
        names: Sequence[Name | DateMention],
        where: Stretch,
        paragraph: int,
    ) -> None:
        self._lex, self._meaning = reader._lex, reader._meaning
        self._words, self._clauses = reader._words, reader._clauses
        self._positions = reader._positions
        self._published = reader._published
        blank = list(text)
        for name in names:
            blank[name.start : name.end] = "\x00" * (name.end - name.start)
        self._text = "".join(blank).replace("’", "'")
        self._where, self._paragraph = where, paragraph
        self._told_by_pronoun = False
        """Whether the clause at hand is about somebody whom it does not name."""

    def clause(self, clause: Clause) -> Iterator[Claim]:
        """What a clause claims."""
        events = list(self._clauses.events(clause))
        for event in events:
            for verb in event.verb.verbs:
                yield from self._framed(event, verb.frame, verb.lemma)
            if not event.verb.verbs and event.verb.text == "be":
                yield from self._copula(event)
        for at, part in enumerate(clause.parts):
            for phrase in part.phrases:
                yield from self._phrase(clause, at, phrase)
        yield from self._placed(clause)
        yield from self._as_roles(clause)
        yield from self._appearance(clause)

    def _appearance(self, clause: Clause) -> Iterator[Claim]:
        """Somebody with a film that they are told to be in, by a noun or in a clause about them:
        "her turn in W", "who impressed in W"."""
        parts = clause.parts
        for at in range(2, len(parts)):
            works = [self._meaning.named(one) for one in parts[at].phrases]
            if parts[at - 1].text not in ("in", "on") or not all(works) or not works:
                continue
            before = parts[at - 2]
            if before.kind == "phrase" and "turn" in before.phrases[0].nouns:
                owner = before.phrases[0].owner
                people = [owner] if owner is not None else []
                if before.phrases[0].det == "whose":
                    people = clause.about
            elif before.kind == "word" and clause.link == "who" and at <= 4:
                people = clause.about
            else:
                continue
            for named in works:
                for person, phrase in self._meaning.persons(people):
                    if phrase.kinds != Kind.PERSON:
                        continue
                    status = self._clause_status(parts[0].start, parts[at].end)
                    yield from self._claims(named, "cast", person, None, status, "seen-in")

    def _as_roles(self, clause: Clause) -> Iterator[Claim]:
        """Characters behind "as", with the person before them, whatever the verb."""
        parts = clause.parts
        for at in range(2, len(parts)):
            part = parts[at]
            if parts[at - 1].text != "as" or part.kind != "phrase" or len(part.phrases) != 1:
                continue
            role = part.phrases[0]
            sure = [one.name for one in (role, *role.same) if one.kinds == Kind.CHARACTER]
            if not sure:
                continue
            near = next(
                (
                    one
                    for one in reversed(parts[: at - 1])
                    if any(phrase.kinds & Kind.PERSON for phrase in one.phrases)
                ),
                None,
            )
            people = (
                near.phrases if near is not None else (clause.about if clause.link == "who" else [])
            )
            if len(people) != 1 or people[0].name is None or not people[0].kinds & Kind.PERSON:
                continue
            works = self._tied(clause, at) or self._default(clause, part.start) or ()
            start = near.start if near is not None else part.start
            status = self._clause_status(start, part.end)
            yield from self._claims(works, "cast", people[0].name, sure[0], status, "as-role")

    # -- Verbs -----------------------------------------------------------------------------------

    def _framed(self, event: Event, frame: Frame, lemma: str) -> Iterator[Claim]:
        doer, done = event.subject, event.object
        if event.passive:
            doer = [one for part in event.behind.get("by", ()) for one in part.phrases]
            done = event.subject
        if event.clause.link == "whom" or (
            event.clause.link in ("which", "that") and not done and doer is not event.clause.about
        ):
            done = done or event.clause.about
        wanted = frame.wanted(lemma)
        if frame.name == "lead" and not done and "as" in event.behind:
            wanted = frozenset()
        leaver = frame.name == "exit" and any(one.classes & set(_JOBS) for one in doer)
        if wanted and not leaver and not self._is(done, wanted, event):
            return
        if frame.name == "reunite" and not any(
            self._meaning.named(one) or "work" in one.classes for one in doer
        ):
            return
        if event.next is not None and frame.name in (
            "cast",
            "return",
            "join",
            "sign",
            "recruit",
            "exit",
        ):
            follows = event.next.verbs
            if any("craft" in one.frame.flags for one in follows):
                return
        if frame.name == "release" and event.next is not None and "to" in event.next.aux:
            return
        works = self._works(event, doer, done, back=frame.name == "return")
        if works is None:
            return
        if "within" in frame.flags and not any(
            self._meaning.named(one)
            for tie in ("in", "on")
            for part in event.behind.get(tie, ())
            for one in part.phrases
        ):
            return
        if frame.name in ("play", "star"):
            since = [one for part in event.behind.get("since", ()) for one in part.phrases]
            more = [name for one in since for name in self._meaning.named(one)]
            works = (*works, *(one for one in more if one not in works))
        status = self._status(event)
        if "denied" in frame.flags and status is not Status.DENIED:
            status = Status.DENIED if status is Status.CONFIRMED else status
        if "tentative" in frame.flags and not self._cast_told(event):
            return
        yield from self._of_people(event, frame, doer, done, works, status)
        yield from self._when_where(event, frame, lemma, doer, done, works, status)

    def _cast_told(self, event: Event) -> bool:
        """Whether a verb of bringing somebody in tells what for: a role, or to act."""
        if any(one.frame.name in ("star", "play", "lead", "join") for one in
               (event.next.verbs if event.next is not None else ())):  # fmt: skip
            return True
        return any(part.phrases for part in event.behind.get("as", ()))

    def _is(self, phrases: Sequence[Phrase], wanted: frozenset[str], event: Event) -> bool:
        """Whether phrases are what a verb needs."""
        for phrase in phrases:
            if "work" in wanted and (self._meaning.named(phrase) or "work" in phrase.classes):
                return True
            if "work" in wanted and phrase.pronoun in ("it", "that"):
                return True
            if "turn" in wanted and "turn" in phrase.classes:
                return True
            if "script" in wanted and "script" in phrase.classes:
                return True
            if "cast" in wanted and "cast" in phrase.classes:
                return True
            if "production" in wanted and phrase.classes & {"production", "work"}:
                return True
            if "person" in wanted and self._meaning.persons([phrase]):
                return True
            if wanted & {"role", "character"} and (
                any(one.kinds & Kind.CHARACTER for one in (phrase, *phrase.same))
                or (
                    "role" in wanted
                    and phrase.name is None
                    and phrase.det != ""
                    and not phrase.nouns
                    and not self._lex.words["games"].intersection(phrase.words)
                )
                or (phrase.pronoun in ("her", "him") and "role" in wanted)
                or (phrase.kinds & Kind.PERSON and phrase.name and not phrase.name.known)
                or phrase.classes & {"role", "villain", "lead", "actor"}
                or (phrase.of is not None and phrase.of.kinds & Kind.CHARACTER)
            ):
                return True
        if "role" in wanted and not phrases:
            return event.words.startswith(("a ", "the ", "an "))
        if "script" in wanted and not phrases:
            return not event.behind and not event.words
        return False

    def _works(
        self, event: Event, doer: Sequence[Phrase], done: Sequence[Phrase], *, back: bool = False
    ) -> Works | None:
        """The works that an event is about; None where they cannot be known."""
        near: list[Phrase] = [*done]
        for tie in _WORK_TIES:
            if back and tie == "from":
                continue
            near += [one for part in event.behind.get(tie, ()) for one in part.phrases]
        for part in event.behind.get("as", ()):
            near += [
                near_one for one in part.phrases for near_one in (one.of, one.owner) if near_one
            ]
        near += [*doer]
        if event.clause.link.startswith(("in ", "which", "that", "on ", "where")):
            near = [*event.clause.about, *near]
        near += [one for part in event.ahead for one in part.phrases]
        found: list[Name] = []
        unknown = False
        for phrase in near:
            works = self._meaning.work(phrase)
            if works is None:
                unknown = True
            elif works and not found:
                found = list(works)
                group = [one for one in near if one is not phrase and phrase in near]
                ties = [
                    [one for part in parts for one in part.phrases]
                    for tie, parts in event.behind.items()
                    if tie in _WORK_TIES
                ]
                for other in group:
                    if any(phrase in side and other in side for side in (done, doer, *ties)):
                        more = self._meaning.work(other) or ()
                        found += [one for one in more if one not in found]
                break
        if found:
            return tuple(found)
        if unknown:
            return None
        default = self._default(event.clause, event.verb.start)
        return default if default is not None else self._trailing(event)

    def _trailing(self, event: Event) -> Works | None:
        """The one work before a trailing "playing Y", which is what it is about."""
        verbs = event.verb.verbs
        if not verbs or verbs[0].form != "ing" or event.verb.aux:
            return None
        named = [
            self._meaning.named(phrase)
            for part in event.clause.parts
            if part.start < event.verb.start
            for phrase in part.phrases
        ]
        works = [one for one in named if one]
        return works[0] if len(works) == 1 else None

    def _default(self, clause: Clause, place: int) -> Works | None:
        """The works spoken of; None where the clause names another before a place."""
        current = {one.text for one in self._meaning.current}
        for part in clause.parts:
            if part.start >= place:
                break
            for phrase in part.phrases:
                named = {one.text for one in self._meaning.named(phrase)}
                if named and not named & current:
                    return None
                if phrase.pronoun == "that":
                    return self._meaning.last
        return self._meaning.current

    def _of_people(
        self,
        event: Event,
        frame: Frame,
        doer: Sequence[Phrase],
        done: Sequence[Phrase],
        works: Works,
        status: Status,
    ) -> Iterator[Claim]:
        role = self._role(event, frame, done)
        yield from self._parted(event, frame, doer, done, works, status)
        jobs = [part.phrases[0] for part in event.behind.get("as", ())]
        job = next((one for one in jobs if one.nouns & set(_JOBS)), None)
        if frame.name == "return" and "on" in event.behind:
            scripts = [one for part in event.behind["on"] for one in part.phrases]
            if any("script" in one.nouns for one in scripts):
                for person, _ in self._meaning.persons(doer):
                    yield from self._claims(works, "writer", person, None, status, frame)
                return
        for parts in event.behind.values():
            for phrase in (one for part in parts for one in part.phrases):
                if phrase.owner is not None and phrase.owner.nouns & set(_JOBS):
                    job = job or phrase.owner
        if frame.name in ("exit", "replace", "return", "join", "cast", "recruit", "sign"):
            for phrase in (*doer, *done):
                job = job or phrase.job
                if frame.name in ("exit", "replace"):
                    told_job = [one for one in (phrase, *phrase.same) if one.nouns & set(_JOBS)]
                    job = job or next(iter(told_job), None)
        for side, phrases in ((frame.agent, doer), (frame.patient, done)):
            told = status
            if side is frame.patient and "patient_denied" in frame.flags:
                told = Status.DENIED
            if side is frame.agent and self._given(event, frame, done):
                continue
            roles = self._roles(event, frame, done) if side is frame.agent else [role]
            for kind, name in side:
                if kind == "organisation":
                    if not self._is((*done, *event.clause.about), frozenset({"work"}), event):
                        continue
                    yield from self._studios(phrases, name, works, told, frame)
                    continue
                people = self._meaning.persons(phrases)
                if name in ("cast", "producer") and (
                    "with" in frame.flags or (side is frame.agent and frame.agent)
                ):
                    yield from self._companions(event, frame, name, works, told)
                paired = len(roles) == len(people) > 1
                for number, (person, phrase) in enumerate(people):
                    role = roles[number] if paired else (roles[0] if len(roles) == 1 else None)
                    if job is not None:
                        for one in job.nouns & set(_JOBS):
                            yield from self._claims(works, one, person, None, told, frame)
                        continue
                    if told is Status.DENIED and name in ("returning", "newcomer"):
                        continue
                    own = self._meaning.role(phrase.role) if phrase.role is not None else role
                    if isinstance(own, Name) and own.text == person.text:
                        continue
                    given = own if name in ("cast", "returning") else None
                    yield from self._claims(works, name, person, given, told, frame)

    def _given(self, event: Event, frame: Frame, done: Sequence[Phrase]) -> bool:
        """Whether a verb of acting has those who act behind it: "a film starring X"."""
        return frame.name in ("star", "include") and bool(self._meaning.persons(done))

    def _companions(
        self, event: Event, frame: Frame, name: str, works: Works, status: Status
    ) -> Iterator[Claim]:
        for person, phrase in self._beside(event, frame):
            role = self._meaning.role(phrase.role) if phrase.role is not None else None
            given = role if name == "cast" else None
            yield from self._claims(works, name, person, given, status, frame)

    def _beside(self, event: Event, frame: Frame) -> list[tuple[Name, Phrase]]:
        """The people who do something with others: "alongside X"."""
        ties = ("alongside", "opposite")
        if "with" in frame.flags or frame.name in ("star", "return", "lead"):
            ties += ("with",)
        if frame.name in ("replace", "exit", "direct"):
            return []
        return [
            one
            for tie in ties
            for part in event.behind.get(tie, ())
            for one in self._meaning.persons(part.phrases)
            if one[1].name is not None
        ]

    def _parted(
        self,
        event: Event,
        frame: Frame,
        doer: Sequence[Phrase],
        done: Sequence[Phrase],
        works: Works,
        status: Status,
    ) -> Iterator[Claim]:
        """What the kind of a role says: who plays the villain, who has the lead, who is back."""
        people = frame.agent if frame.agent else frame.patient
        if not any(name == "cast" for _, name in people):
            return
        told = list(done) if "role" in frame.flags else []
        told += [one for part in event.behind.get("as", ()) for one in part.phrases]
        players = self._meaning.persons(doer if frame.agent else done)
        for phrase in told:
            for near in (phrase, *phrase.same, *([phrase.of] if phrase.of else [])):
                if "villain" in near.nouns:
                    named = self._meaning.role(phrase)
                    values = [named] if isinstance(named, Name) else [one for one, _ in players]
                    for value in values:
                        yield from self._claims(works, "villain", value, None, status, frame)
                if "lead" in near.nouns:
                    for value, _ in players:
                        yield from self._claims(works, "lead", value, None, status, frame)
        again = {"once", "again"}.intersection(event.verb.aux)
        if again and status is not Status.DENIED and frame.name in ("play", "star", "lead", "sign"):
            for value, _ in players:
                yield from self._claims(works, "returning", value, None, status, frame)

    def _studios(
        self, phrases: Sequence[Phrase], name: str, works: Works, status: Status, frame: Frame
    ) -> Iterator[Claim]:
        for phrase in phrases:
            if phrase.name is not None and _is_company(
                phrase.name, shown=frame is _STUDIO and phrase.det == ""
            ):
                yield from self._claims(works, name, phrase.name, None, status, frame)

    def _roles(self, event: Event, frame: Frame, done: Sequence[Phrase]) -> list[Name | str | None]:
        """The roles that an event tells, in order."""
        told = list(done) if "role" in frame.flags else []
        told = [one for one in told if one.name or one.of or "role" not in one.nouns]
        for part in event.behind.get("as", ()):
            told = told or part.phrases
        roles = [self._meaning.role(one) for one in told]
        return roles or [self._role(event, frame, done)]

    def _role(self, event: Event, frame: Frame, done: Sequence[Phrase]) -> Name | str | None:
        if "role" in frame.flags:
            for phrase in done:
                if "role" in phrase.nouns and not phrase.name and not phrase.of:
                    continue
                if (role := self._meaning.role(phrase)) is not None:
                    return role
            if not done and event.words.startswith(("a ", "an ", "the ")):
                return event.words
        for part in event.behind.get("as", ()):
            role = self._meaning.role(part.phrases[0]) if part.phrases else None
            if role is not None:
                return role
        return None

    def _claims(
        self,
        works: Iterable[Name],
        name: str,
        value: Name | PartialDate,
        role: Name | str | None,
        status: Status,
        frame: Frame | str,
        replaces: PartialDate | None = None,
        *,
        old: bool = False,
    ) -> Iterator[Claim]:
        kinds = {
            "studio": Kind.ORGANISATION,
            "filming_location": Kind.PLACE,
            "villain": Kind.CHARACTER,
        }
        kind = kinds.get(name, Kind.PERSON) if isinstance(value, Name) else NOTHING
        if name == "villain" and isinstance(value, Name) and value.kinds == Kind.PERSON:
            kind = Kind.PERSON
        label = frame if isinstance(frame, str) else f"verb-{frame.name}"
        why = self._words.texts.get(label, label) if isinstance(frame, str) else frame.why
        for work in works:
            if isinstance(value, Name) and value.text == work.text:
                continue
            yield Claim(
                work, name, value, role, status, self._paragraph, label, why, kind, replaces, old
            )

    # -- When and where ----------------------------------------------------------------------------

    def _when_where(
        self,
        event: Event,
        frame: Frame,
        lemma: str,
        doer: Sequence[Phrase],
        done: Sequence[Phrase],
        works: Works,
        status: Status,
    ) -> Iterator[Claim]:
        filming = (
            any(one.nouns & {"production"} for one in (*doer, *done))
            or any(one.nouns & {"unit"} for one in doer)
            or (event.next is not None and any(v.frame.name == "shoot" for v in event.next.verbs))
        )
        if "unit" in frame.flags:
            filming = any(one.nouns & {"production", "unit"} for one in doer)
        if "cameras" in lemma or "production" in lemma:
            filming = True
        if ("place" in frame.flags and "unit" not in frame.flags) or filming:
            for tie in _PLACE_TIES:
                for part in event.behind.get(tie, ()):
                    yield from self._places(part.phrases, works, status, frame)
        dates = [
            (tie, part.date)
            for tie, parts in event.behind.items()
            for part in parts
            if part.date is not None
        ]
        if not dates and filming and "filming" in frame.flags:
            dates = [("", day) for day in self._today(event)]
        if not dates:
            return
        if (
            filming
            and "filming" in frame.flags
            or ("began" in frame.flags and any(tie in ("from", "since") for tie, _ in dates))
        ):
            yield from self._claims(works, "filming_start", dates[0][1], None, status, frame)
        elif "dates" in frame.flags and not filming:
            yield from self._released(event, frame, doer, done, works, status, dates)

    def _today(self, event: Event) -> Iterator[PartialDate]:
        """The day that "today" or "this morning" is."""
        words = set(event.words.split())
        if self._published is None or self._published.day is None:
            return
        if words & self._lex.words["today"]:
            yield self._published
        elif words & self._lex.words["yesterday"]:
            yield PartialDate.parse(str(self._published.first - timedelta(days=1)))

    def _places(
        self, phrases: Sequence[Phrase], works: Works, status: Status, frame: Frame | str
    ) -> Iterator[Claim]:
        for phrase in phrases:
            name = phrase.name
            if name is None or not name.kinds & Kind.PLACE:
                continue
            if name.kinds == Kind.PLACE or not name.known:
                yield from self._claims(works, "filming_location", phrase.name, None, status, frame)

    def _released(
        self,
        event: Event,
        frame: Frame,
        doer: Sequence[Phrase],
        done: Sequence[Phrase],
        works: Works,
        status: Status,
        dates: Sequence[tuple[str, PartialDate]],
    ) -> Iterator[Claim]:
        moved = done if event.passive else (*done, *doer)
        about = any(
            (self._meaning.named(one) or one.classes & {"work", "date"} or one.pronoun == "it")
            and one.noun not in ("series", "franchise", "saga", "trilogy")
            for one in (*moved, *event.clause.about)
        )
        if not about:
            return
        both = {"from", "to"} <= {tie for tie, _ in dates}
        if "moves" in frame.flags or both:
            old = next((date for tie, date in dates if tie in ("from", "off", "of")), None)
            new = next(
                (date for tie, date in dates if tie in ("to", "until", "into", "for", "")), None
            )
            if new is not None:
                yield from self._claims(works, "release_date", new, None, status, frame, old)
            elif old is not None:
                yield from self._claims(
                    works, "release_date", old, None, Status.DENIED, frame, old=True
                )
            return
        past = {"had", "originally", "previously", "initially", "once", "first"}
        old = bool(past.intersection(event.verb.aux)) or event.verb.aux[:2] == ("was", "to")
        status = Status.CONFIRMED if old else status
        yield from self._claims(works, "release_date", dates[0][1], None, status, frame, old=old)

    # -- What somebody is ----------------------------------------------------------------------------

    def _copula(self, event: Event) -> Iterator[Claim]:
        yield from self._short(event)
        status = self._status(event)
        people = self._meaning.persons(event.subject)
        self._told_by_pronoun = any(one.pronoun for one in event.subject)
        if any(one.nouns & {"production", "unit"} for one in event.subject):
            works = self._works(event, event.subject, []) or ()
            for tie in _PLACE_TIES:
                for part in event.behind.get(tie, ()):
                    yield from self._places(part.phrases, works, status, "shoot-in")
        if event.words and not all(self._lex.has("adverbs", one) for one in event.words.split()):
            return
        if event.words == "new" and "to" in event.behind and status is not Status.DENIED:
            for person, _ in people:
                for name in ("cast", "newcomer"):
                    current = self._default(event.clause, event.verb.start) or ()
                    yield from self._claims(current, name, person, None, status, "noun-newcomer")
        for phrase in event.object:
            works = self._works(event, event.subject, [phrase])
            if works is None:
                continue
            moving = phrase.words[:1] and phrase.words[0].endswith("ing")
            if (
                people
                and phrase.kinds & Kind.CHARACTER
                and not phrase.kinds & Kind.PERSON
                and not moving
                and phrase.det not in ("a", "an")
            ):
                for person, _ in people:
                    yield from self._claims(works, "cast", person, phrase.name, status, "is-role")
                    if {"again", "once"} & {*event.words.split(), *event.verb.aux}:
                        yield from self._claims(works, "returning", person, None, status, "is-role")
            elif people and phrase.name is None:
                for person, _ in people:
                    yield from self._nouns(phrase, person, works, status)
            elif phrase.kinds & Kind.PERSON and event.subject and phrase.name is not None:
                for subject in event.subject:
                    if subject.name is None and not subject.pronoun:
                        yield from self._nouns(subject, phrase.name, works, status)
        for subject in event.subject:
            if subject.kinds & Kind.CHARACTER and not subject.kinds & Kind.PERSON:
                for phrase in event.object:
                    if "villain" in phrase.nouns and subject.name is not None:
                        works = self._works(event, [], [phrase]) or ()
                        yield from self._claims(
                            works, "villain", subject.name, None, status, "noun-villain"
                        )
            if subject.nouns & {"script"} and "by" in event.behind:
                works = self._works(event, [subject], []) or ()
                for part in event.behind["by"]:
                    for person, _ in self._meaning.persons(part.phrases):
                        yield from self._claims(
                            works, "writer", person, None, status, "noun-writer"
                        )

    def _short(self, event: Event) -> Iterator[Claim]:
        """Who is not in it, where the sentence before tells who is: "Moroney isn't."."""
        negated = self._lex.words["negations"].intersection(event.verb.aux)
        if not negated or event.object or event.words or event.behind or event.clause.depth:
            return
        if not self._meaning.casting or event.next is not None:
            return
        for person, phrase in self._meaning.persons(event.subject):
            if phrase.kinds == Kind.PERSON:
                works = self._meaning.current
                yield from self._claims(works, "cast", person, None, Status.DENIED, "short")

    def _nouns(self, phrase: Phrase, person: Name, works: Works, status: Status) -> Iterator[Claim]:
        """What a noun says that somebody is."""
        if "executive" in phrase.words or "former" in phrase.words or "assistant" in phrase.words:
            return
        for name in _JOBS:
            if name in phrase.nouns:
                yield from self._claims(works, name, person, None, status, f"noun-{name}")
        if phrase.nouns & {"star", "lead"}:
            yield from self._claims(works, "cast", person, None, status, "noun-star")
        if "lead" in phrase.nouns:
            yield from self._claims(works, "lead", person, None, status, "noun-lead")
        if "newcomer" in phrase.nouns and status is not Status.DENIED:
            yield from self._claims(works, "cast", person, None, status, "noun-newcomer")
            yield from self._claims(works, "newcomer", person, None, status, "noun-newcomer")
        if "villain" in phrase.nouns and phrase.det != "a" and not self._told_by_pronoun:
            yield from self._claims(works, "villain", person, None, status, "noun-villain")
            if person.kinds == Kind.PERSON:
                yield from self._claims(works, "cast", person, None, status, "noun-villain")

    def _phrase(self, clause: Clause, at: int, phrase: Phrase) -> Iterator[Claim]:
        """What a phrase claims by itself."""
        status = self._clause_status(phrase.start, phrase.end)
        works = self._phrase_works(clause, at, phrase)
        if works is not None:
            for one in (phrase, *phrase.same):
                yield from self._credit(phrase, one)
                person = phrase.name or one.name
                if one.nouns and person is not None and person.kinds & Kind.PERSON:
                    own = self._meaning.work(one) or works
                    yield from self._nouns(one, person, own, status)
                first = at == 0 or clause.parts[at - 1].text in (",", ":", "and")
                if person is None and "newcomer" in one.nouns and phrase.det == "the" and first:
                    for told, _ in self._meaning.persons([phrase]):
                        yield from self._claims(
                            works, "newcomer", told, None, status, "noun-newcomer"
                        )
                if "villain" in one.nouns and person is not None:
                    if person.kinds & Kind.CHARACTER and not person.kinds & Kind.PERSON:
                        yield from self._claims(
                            works, "villain", person, None, status, "noun-villain"
                        )
        if phrase.det == "no" and phrase.kinds == Kind.PERSON and phrase.name is not None and works:
            yield from self._claims(works, "cast", phrase.name, None, Status.DENIED, "no-person")
        yield from self._with_role(clause, at, phrase, works)
        yield from self._owned(phrase, works, status)

    def _credit(self, phrase: Phrase, told: Phrase) -> Iterator[Claim]:
        """The film that somebody is said to be somebody of: "the thief of Night Ferry"."""
        if phrase.name is None or phrase.kinds != Kind.PERSON or told.of is None or told.name:
            return
        if told.nouns & {*_JOBS, "villain", "lead", "newcomer", "work", "role"}:
            return
        works = self._meaning.named(told.of)
        status = Status.CONFIRMED
        yield from self._claims(works, "cast", phrase.name, None, status, "known-of")

    def _phrase_works(self, clause: Clause, at: int, phrase: Phrase) -> Works | None:
        """The works that a phrase's nouns are about."""
        for one in (phrase, *phrase.same):
            works = self._meaning.work(one) if not self._meaning.named(one) else ()
            if works is None or works:
                return works
        before = clause.parts[at - 1] if at else None
        ties = ("by", "from", "for", "with", "of", "under")
        if before is not None and before.text in ties and at > 1:
            far = 3 if clause.parts[at - 2].text == "," and at > 2 else 2
            for phrase_before in clause.parts[at - far].phrases:
                if (works := self._meaning.work(phrase_before)) != ():
                    return works
        if clause.about and clause.link != "who":
            for one in clause.about:
                if works := self._meaning.work(one):
                    return works
        return self._default(clause, phrase.start)

    def _with_role(
        self, clause: Clause, at: int, phrase: Phrase, works: Works | None
    ) -> Iterator[Claim]:
        """A person with the role that stands behind them."""
        if phrase.name is None or not phrase.kinds & Kind.PERSON:
            return
        status = self._clause_status(phrase.start, phrase.end)
        if phrase.job is not None:
            told = self._meaning.work(phrase.job)
            for name in _JOBS:
                if name in phrase.job.nouns and told is not None:
                    yield from self._claims(
                        told or self._meaning.current, name, phrase.name, None, status, f"as-{name}"
                    )
        if phrase.role is None or works is None:
            return
        role = self._meaning.role(phrase.role)
        works = self._tied(clause, at) or works
        if role is not None and (isinstance(role, Name) or phrase.role.nouns):
            yield from self._claims(works, "cast", phrase.name, role, status, "with-role")
        if "villain" in phrase.role.nouns:
            value = role if isinstance(role, Name) else phrase.name
            yield from self._claims(works, "villain", value, None, status, "noun-villain")
        if "lead" in phrase.role.nouns:
            yield from self._claims(works, "lead", phrase.name, None, status, "noun-lead")

    def _tied(self, clause: Clause, at: int) -> Works:
        """The work that "in" or the like ties to a part."""
        tie = clause.parts[at + 1].text if at + 2 < len(clause.parts) else ""
        if tie not in ("in", "on", "for", "of"):
            return ()
        return next(
            (works for one in clause.parts[at + 2].phrases if (works := self._meaning.named(one))),
            (),
        )

    def _owned(self, phrase: Phrase, works: Works | None, status: Status) -> Iterator[Claim]:
        owner = phrase.owner
        inner = phrase
        if owner is not None and owner.name is not None:
            if owner.kinds & Kind.PERSON and inner.kinds == Kind.CHARACTER and works:
                yield from self._claims(works, "cast", owner.name, inner.name, status, "owned-role")
        studios = [] if owner is None or owner.name is None else [owner.name]
        named = self._meaning.named(phrase)
        for name in (*studios, *phrase.before):
            if named and _is_company(name, shown=name in studios):
                yield from self._claims(named, "studio", name, None, Status.CONFIRMED, "studio-of")
        if "script" in phrase.nouns and owner is not None and owner.kinds & Kind.PERSON:
            if owner.name is not None and (works := self._meaning.work(phrase) or works):
                yield from self._claims(works, "writer", owner.name, None, status, "noun-writer")
        exact = bool(phrase.dates) and phrase.dates[0].day is not None
        if "date" in phrase.nouns and exact and works:
            yield from self._claims(
                works, "release_date", phrase.dates[0], None, status, "noun-date"
            )
        elif named and phrase.dates and phrase.dates[0].month is None:
            yield from self._claims(
                named, "release_date", phrase.dates[0], None, Status.CONFIRMED, "year"
            )

    def _placed(self, clause: Clause) -> Iterator[Claim]:
        """What places and ties say: "from a script by X", "with X at the helm", "from studio Y"."""
        parts = clause.parts
        for at in range(2, len(parts)):
            tie, part, before = parts[at - 1].text, parts[at], parts[at - 2]
            if part.kind != "phrase" or before.kind != "phrase":
                continue
            head = before.phrases[0]
            status = self._clause_status(part.start, part.end)
            if "script" in head.nouns and tie in ("by", "from"):
                works = self._meaning.work(head) or self._phrase_works(clause, at - 2, head)
                for person, _ in self._meaning.persons(part.phrases):
                    yield from self._claims(
                        works or (), "writer", person, None, status, "noun-writer"
                    )
            named = self._meaning.named(head)
            if named and tie in ("from", "for"):
                yield from self._studios(part.phrases, "studio", named, Status.CONFIRMED, _STUDIO)
            if named and tie in ("with", "starring", "featuring"):
                after = parts[at + 1] if at + 1 < len(parts) else None
                if after is None or after.kind != "verb":
                    for person, phrase in self._meaning.persons(part.phrases):
                        if phrase.kinds == Kind.PERSON:
                            yield from self._claims(
                                named, "cast", person, None, status, "film-with"
                            )
        yield from self._positions_of(clause)
        yield from self._leads(clause)
        yield from self._row(clause)

    def _leads(self, clause: Clause) -> Iterator[Claim]:
        """Who has the lead: the person before it, whatever the verb."""
        parts = clause.parts
        for at in range(1, len(parts)):
            head = parts[at].phrases[0] if parts[at].phrases else None
            if head is None or head.name is not None or "lead" not in head.nouns:
                continue
            if head.det != "the" or parts[at - 1].text not in ("with", "for", "in", "landed"):
                continue
            near = next(
                (
                    one
                    for one in reversed(parts[:at])
                    if any(phrase.kinds & Kind.PERSON for phrase in one.phrases)
                ),
                None,
            )
            works = self._meaning.work(head) or self._tied(clause, at)
            works = works or self._default(clause, head.start) or ()
            if near is None or near.phrases[0].kinds != Kind.PERSON:
                continue
            status = self._clause_status(near.start, head.end)
            for person, _ in self._meaning.persons(near.phrases):
                for name in ("cast", "lead"):
                    yield from self._claims(works, name, person, None, status, "noun-lead")

    def _player_row(self, parts: Sequence[Part], clause: Clause) -> Iterator[Claim]:
        """A row of a table with somebody and their role."""
        first, second = parts[0], parts[1]
        if not first.phrases or not second.phrases or not first.phrases[0].kinds & Kind.PERSON:
            return
        person, role = first.phrases[0].name, second.phrases[0].name
        if person is None or role is None or not role.kinds & Kind.CHARACTER:
            return
        start, end = clause.parts[0].start, clause.parts[-1].end
        found = self._hedged(start, end)
        if self._denied(start, end):
            found.add(Status.DENIED)
        status = next((one for one in _WEAKEST if one in found), Status.CONFIRMED)
        works = self._meaning.current
        yield from self._claims(works, "cast", person, role, status, "row")
        again = self._text[second.end : self._where.end]
        if status is not Status.DENIED and self._lex.words["again"] & set(again.lower().split()):
            yield from self._claims(works, "returning", person, None, status, "row")

    def _row(self, clause: Clause) -> Iterator[Claim]:
        """A line that is a film and its date, with the one before."""
        parts = [part for part in clause.parts if part.text not in ("–", ":", ",", "|")]
        if len(parts) > 1 and any(part.text == "|" for part in clause.parts):
            yield from self._player_row(parts, clause)
        if len(parts) < 2 or parts[0].kind != "phrase" or parts[1].date is None:
            return
        works = self._meaning.named(parts[0].phrases[0])
        yield from self._claims(works, "release_date", parts[1].date, None, Status.CONFIRMED, "row")
        if len(parts) > 3 and parts[2].text == "be" and parts[3].date is not None:
            yield from self._claims(
                works, "release_date", parts[3].date, None, Status.DENIED, "row", old=True
            )

    def _positions_of(self, clause: Clause) -> Iterator[Claim]:
        if not clause.parts:
            return
        start, end = clause.parts[0].start, clause.parts[-1].end
        for name, rule in self._positions.items():
            for match in rule.finditer(self._text, start, end):
                near = self._before(clause, match.start())
                if near is None:
                    continue
                status = self._clause_status(near.start, match.end())
                works = self._default(clause, match.start()) or ()
                for phrase in near.phrases:
                    if phrase.kinds & Kind.PERSON and phrase.name is not None:
                        yield from self._claims(
                            works, name, phrase.name, None, status, f"at-{name}"
                        )
                        if name == "lead":
                            yield from self._claims(
                                works, "cast", phrase.name, None, status, "at-lead"
                            )

    def _before(self, clause: Clause, place: int) -> Part | None:
        """The part with a person that stands close before a place."""
        for part in reversed(clause.parts):
            if part.end > place:
                continue
            if part.kind == "phrase" and any(one.kinds & Kind.PERSON for one in part.phrases):
                return part if place - part.end < 30 else None
            if part.kind == "phrase":
                return None
        return None

    # -- How sure ------------------------------------------------------------------------------------

    def _status(self, event: Event) -> Status:
        found = self._hedged(event.start, event.end)
        negated = self._lex.words["negations"].intersection(event.verb.aux)
        if negated or self._denied(event.start, event.verb.end):
            found.add(Status.DENIED)
        return next((one for one in _WEAKEST if one in found), Status.CONFIRMED)

    def _clause_status(self, start: int, end: int) -> Status:
        begin = start
        for mark in (";", "—", " but ", " while "):
            begin_at = self._text.rfind(mark, self._where.start, start)
            begin = begin if begin_at < 0 else min(begin, begin_at)
        begin = max(self._where.start, begin if begin != start else self._where.start)
        found = self._hedged(begin, min(end + 40, self._where.end))
        if self._denied(begin, end):
            found.add(Status.DENIED)
        return next((one for one in _WEAKEST if one in found), Status.CONFIRMED)

    def _hedged(self, start: int, end: int) -> set[Status]:
        return {
            hedge.status
            for hedge in self._words.hedges
            if hedge.status is not Status.DENIED and hedge.regex.search(self._text, start, end)
        }

    def _denied(self, start: int, end: int) -> bool:
        return any(
            hedge.status is Status.DENIED and hedge.regex.search(self._text, start, end)
            for hedge in self._words.hedges
        )


def _is_company(name: Name, *, shown: bool) -> bool:
    """Whether a name is a company's; where its place has `shown` it, a new word may be."""
    if name.kinds & ~Kind.OUTLET == Kind.ORGANISATION:
        return True
    if not shown:
        return False
    single = not name.known and " " not in name.text
    return single and bool(name.kinds & Kind.ORGANISATION) and not name.kinds & Kind.PERSON


_STUDIO = Frame("from-studio", (), (), {}, frozenset(), "a film from a studio")
