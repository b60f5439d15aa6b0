"""What verbs claim of those who do something, and of whom it is done to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lore.articles import function_words as fw
from lore.articles.claims import Claim
from lore.articles.constituents import Part, Phrase
from lore.articles.context import JOBS, Deed
from lore.articles.events import Event
from lore.articles.lexemes import Verb
from lore.articles.named import Name
from lore.articles.signs import Kind
from lore.articles.topics import Works
from lore.articles.when_claims import WhenClaims
from lore.language import grammar
from lore.language import text as folding
from lore.model.facts import Status

_TO_WORK = re.compile(rf" (?:{grammar.alternatives('press', 'to_work')})\b")
"""Where somebody returns who is at work already."""
_ONCE_MORE = re.compile(rf"\b(?:{grammar.alternatives('press', 'once_more')})\b")
Role = Name | str | None
_CASTING = frozenset({"cast", "return", "join", "sign", "recruit", "exit"})
"""Frames that say nothing of the cast where somebody is to direct or write."""
_BESIDE = re.compile(rf" (?:{grammar.alternatives('press', 'beside')})\b")
"""Where somebody joins another who is already in the film, or is none of it."""
_WHERE_TO = grammar.listed("press", "where_to")
_CHOICE = grammar.words("press", "choice")
"""Words of people of whom one is chosen, or who are none of the cast."""
_MOST_LEADS = 2
"""People who lead a film together; of more the first alone does."""
_NEXT = 60
"""Letters behind somebody that may tell of further ones."""
_IN_FILMS = frozenset({"star", "play", "lead", "seen", "turn"})
"""Frames of what is done in films, so that a new name behind "in" is rather one of those."""
_ACTING = frozenset({"star", "play", "lead", "join"})


class VerbClaims(WhenClaims):
    """Reads what is done in a clause."""

    def event(self, event: Event) -> Iterator[Claim]:
        """What a verb claims, in each of its senses."""
        for verb in event.verb.verbs:
            deed = self._deed(event, verb)
            if deed is None or not self._told(deed):
                continue
            without = fw.FROM if deed.frame.name == "return" else frozenset()
            works = self._works(event, self._near(event, deed.doer, deed.done, without))
            if works is None or (deed.frame.name in _IN_FILMS and self._unknown_film(event)):
                continue
            deed = replace(deed, works=self._since(deed, works), status=self._status(event))
            if "denied" in deed.frame.flags:
                if deed.status in (Status.RUMOURED, Status.HOPED, Status.DENIED):
                    continue
                deed = replace(deed, status=Status.DENIED)
            yield from self._of_people(deed)
            yield from self.when_where(deed)

    def _deed(self, event: Event, verb: Verb) -> Deed | None:
        """A verb with who does it and what it is done to, if these are what it needs."""
        doer, done, frame = event.subject, event.object, verb.frame
        if event.passive:
            doer = [phrase for part in event.tied(fw.BY)[:1] for phrase in part.phrases]
            done = event.subject
            if verb.lemma in fw.FOLLOWING:
                doer, done = done, doer
        clause = event.clause
        relative = clause.link in fw.WHICH_THAT and not done and doer is not clause.about
        if clause.link in fw.WHOM or relative:
            done = done or clause.about
        wanted = frame.wanted(verb.lemma)
        if frame.name == "lead" and not done and event.tied(fw.AS):
            wanted = frozenset()
        if "craft" in frame.flags and any(map(_unsure, done)):
            return None
        if frame.name == "return" and verb.form == "ing" and not event.verb.aux and done:
            doer = []  # "they join returning cast members"
        leaver = frame.name == "exit" and any(phrase.classes & set(JOBS) for phrase in doer)
        if wanted and not leaver and not self._is(done, wanted, event):
            return None
        return Deed(event, frame, verb.lemma, doer, done)

    def _told(self, deed: Deed) -> bool:
        """Whether a verb says by itself what its frame says, not something else with the next."""
        event, frame, text = deed.event, deed.frame, self._sure.text
        follows = event.next.verbs if event.next is not None else ()
        if frame.name in _CASTING and any("craft" in verb.frame.flags for verb in follows):
            return False
        if "craft" in frame.flags and text.endswith(fw.EXECUTIVE, 0, event.verb.start):
            return False
        if frame.name == "join" and _BESIDE.match(self._sure.text, event.verb.end):
            return False
        if frame.name == "exit" and any(map(_perhaps_film, deed.done)):
            return False
        struck = any(phrase.kinds & Kind.PLACE for phrase in deed.done)
        if frame.name == "release" and struck and deed.lemma in fw.STRIKING:
            return False
        if frame.name == "return" and self._elsewhere(event):
            return False
        if frame.name == "return" and _TO_WORK.match(self._sure.text, event.verb.end):
            return False
        infinitive = event.next is not None and fw.TO.intersection(event.next.aux)
        if frame.name == "release" and infinitive:
            return False
        about = (*deed.doer, *event.clause.about)
        if frame.name == "include" and any(_CHOICE.intersection(phrase.words) for phrase in about):
            return False
        if frame.name == "cast" and deed.lemma in fw.ADDING and _quoting(event):
            return False
        if frame.name == "include" and _slate(deed.done):
            return False
        if frame.name == "reunite" and not self._is(deed.doer, frozenset({"work"}), event):
            return False
        if "tentative" in frame.flags and not (
            any(verb.frame.name in _ACTING for verb in follows)
            or any(part.phrases for part in event.tied(fw.AS))
        ):
            return False
        told = [phrase for part in event.tied(fw.IN_ON) for phrase in part.phrases]
        roles = [phrase for part in event.tied(fw.AS) for phrase in part.phrases]
        told += [phrase.of for phrase in roles if phrase.of is not None]
        return "within" not in frame.flags or any(map(self._meaning.named, told))

    def _elsewhere(self, event: Event) -> bool:
        """Whether somebody returns to what is no film and no role: "back in the city"."""
        told = [
            phrase
            for tie in _WHERE_TO
            for part in event.behind.get(tie, ())
            for phrase in part.phrases[:1]
        ]
        return bool(told) and not any(
            phrase.kinds & ~Kind.PLACE
            or phrase.pronoun
            or phrase.nouns
            or phrase.before
            or self._meaning.work(phrase)
            or (phrase.of is not None and phrase.of.kinds & ~Kind.PLACE)
            for phrase in told
        )

    def _unknown_film(self, event: Event) -> bool:
        """Whether something is done in what may be a film that nobody knows."""
        further = bool(event.tied(fw.FURTHER))
        return any(
            (_perhaps_film(phrase) or _some_work(phrase) or (further and _described(phrase)))
            and not self._meaning.named(phrase)
            for part in event.tied(fw.IN)
            for phrase in part.phrases
        )

    def _since(self, deed: Deed, works: Works) -> Works:
        """The works with that since which somebody plays a role."""
        if deed.frame.name not in ("play", "star"):
            return works
        since = [phrase for part in deed.event.tied(fw.SINCE) for phrase in part.phrases]
        more = [name for phrase in since for name in self._meaning.named(phrase)]
        return (*works, *(name for name in more if name not in works))

    # -- What the patient must be ------------------------------------------------------------------

    def _is(self, phrases: Sequence[Phrase], wanted: frozenset[str], event: Event) -> bool:
        """Whether one of some phrases is what a verb needs, or its words are."""
        if any(self._is_one(phrase, wanted) for phrase in phrases):
            return True
        if "role" in wanted and not phrases:
            return _described_as(event.words)
        after = self._sure.text[event.verb.end :].split(maxsplit=1)[:1]
        tied = bool(self._lex.words["prepositions"].intersection(after))
        bare = not phrases and not event.behind and not event.words and not tied
        return "script" in wanted and bare and not _quoting(event)

    def _is_one(self, phrase: Phrase, wanted: frozenset[str]) -> bool:
        if wanted & {"turn", "script", "cast"} & phrase.classes:
            return True
        if "work" in wanted and (
            self._meaning.named(phrase) or "work" in phrase.classes or phrase.pronoun in fw.IT_THAT
        ):
            return True
        if "production" in wanted and phrase.classes & {"production", "work"}:
            return True
        if "person" in wanted and self._meaning.persons([phrase]):
            return True
        return bool(wanted & {"role", "character", "part"}) and self._is_role(phrase, wanted)

    def _is_role(self, phrase: Phrase, wanted: frozenset[str]) -> bool:
        """Whether a phrase is a character or a role; a thing that is played is none."""
        sure = "part" in wanted
        for alike in (phrase, *phrase.same):
            if alike.kinds == Kind.CHARACTER or (alike.kinds & Kind.CHARACTER and not sure):
                return True
        new = phrase.name is not None and not phrase.name.known
        if phrase.kinds & Kind.PERSON and new and not sure:
            return True
        if phrase.classes & {"role", "villain", "lead", "actor"}:
            return True
        if phrase.of is not None and phrase.of.kinds & Kind.CHARACTER:
            return True
        plain = phrase.name is None and phrase.det != "" and not phrase.nouns
        games = self._lex.words["games"].intersection(phrase.words)
        return "role" in wanted and (phrase.pronoun in fw.HER_HIM or (plain and not games))

    # -- People ------------------------------------------------------------------------------------

    def _of_people(self, deed: Deed) -> Iterator[Claim]:
        """What a verb claims of people and companies."""
        yield from self._parted(deed)
        if (job := self._job(deed)) is not None:
            yield from self._at_work(deed, job)
            return
        frame = deed.frame
        if not (frame.name in ("star", "include") and self._meaning.persons(deed.done)):
            roles = self._roles(deed)
            yield from self._side(deed, frame.agent, deed.doer, deed.status, roles)
            for name in sorted({name for _, name in frame.agent} & {"cast", "producer"}):
                yield from self._companions(deed, name)
        told = Status.DENIED if "patient_denied" in frame.flags else deed.status
        yield from self._star(deed)
        if "together" in frame.flags:
            yield from self._companions(deed, "cast")
        others = frame.name == "join" and deed.event.passive
        roles = [] if frame.name == "replace" or others else self._roles(deed)[:1]
        yield from self._side(deed, frame.patient, deed.done, told, roles)

    def _star(self, deed: Deed) -> Iterator[Claim]:
        """The lead, where a film stars one person alone: "starring X", "X stars in it"."""
        if deed.lemma not in fw.STAR or deed.frame.name != "star":
            return
        if deed.status is Status.DENIED:
            return
        people = self._meaning.persons(deed.done) or self._meaning.persons(deed.doer)
        event = deed.event
        also = fw.ALSO.intersection(event.verb.aux[-1:]) or self._sure.text.endswith(
            fw.ALSO_BEFORE, 0, event.verb.start
        )
        beside = event.tied(fw.COMPANIONS)
        if len(people) == 1 and not also and not beside and not self._goes_on(event):
            person = people[0][0]
            yield from self._claims(deed.works, "lead", person, None, deed.status, deed.frame)

    def _goes_on(self, event: Event) -> bool:
        """Whether behind who stars more are told: "stars X, along with Y"."""
        end = max([event.verb.end, *(phrase.end for phrase in event.object)])
        rest = self._sure.text[end : end + _NEXT].replace("\x00", " ").strip()
        return rest.startswith(fw.MORE_STARS)

    def _side(
        self,
        deed: Deed,
        gives: Sequence[tuple[str, str]],
        phrases: Sequence[Phrase],
        status: Status,
        roles: Sequence[Role],
    ) -> Iterator[Claim]:
        """The claims of those on one side of a verb."""
        people = self._meaning.persons(phrases)
        paired = len(roles) == len(people) > 1
        for kind, name in gives:
            if kind == "organisation":
                films = (*deed.done, *deed.event.clause.about)
                if self._is(films, frozenset({"work"}), deed.event):
                    yield from self._studios(phrases, name, deed.works, status, deed.frame)
                continue
            if status is Status.DENIED and name in ("returning", "newcomer", "lead"):
                continue
            if name == "newcomer" and self._again(deed):
                name = "returning"
            if name == "newcomer" and deed.event.passive:
                continue
            told = people[:1] if name == "lead" and len(people) > _MOST_LEADS else people
            for number, (person, phrase) in enumerate(told):
                role = roles[number] if paired else (roles[0] if len(roles) == 1 else None)
                if phrase.role is not None and deed.frame.name != "replace":
                    role = self._meaning.role(phrase.role)
                if isinstance(role, Name) and role.text == person.text:
                    continue
                given = role if name in ("cast", "returning") else None
                yield from self._claims(deed.works, name, person, given, status, deed.frame)

    def _again(self, deed: Deed) -> bool:
        """Whether somebody does something once more: "is joined once more by X"."""
        told = self._sure.text[deed.event.verb.start : deed.event.end]
        return _ONCE_MORE.search(told) is not None

    def _job(self, deed: Deed) -> Phrase | None:
        """What those whom a verb moves do of the film, where that is told: "as director", "to the
        director's chair", "on script duty"."""
        behind = deed.event.behind
        jobs = [part.phrases[0] for part in behind.get("as", ()) if part.phrases]
        jobs = [phrase for phrase in jobs if phrase.name is None and not phrase.before]
        told = [phrase for parts in behind.values() for part in parts for phrase in part.phrases]
        jobs += [phrase.owner for phrase in told if phrase.owner is not None]
        if deed.frame.name in {*_CASTING, "replace"}:
            jobs += [phrase.job for phrase in (*deed.doer, *deed.done) if phrase.job is not None]
        if deed.frame.name in ("exit", "replace"):
            jobs += [near for phrase in (*deed.doer, *deed.done) for near in (phrase, *phrase.same)]
        if deed.frame.name == "return":
            on = [phrase for part in behind.get("on", ()) for phrase in part.phrases]
            jobs += [phrase for phrase in on if "script" in phrase.nouns]
        return next((phrase for phrase in jobs if phrase.nouns & {*JOBS, "script"}), None)

    def _at_work(self, deed: Deed, job: Phrase) -> Iterator[Claim]:
        """Those whom a verb moves, by what they do of the film."""
        if self._lex.words["not_now"].intersection(job.words):
            return
        names = set(job.nouns & set(JOBS)) or {"writer"}
        told = Status.DENIED if "patient_denied" in deed.frame.flags else deed.status
        sides = ((deed.frame.agent, deed.doer, deed.status), (deed.frame.patient, deed.done, told))
        for gives, phrases, status in sides:
            for person, _ in self._meaning.persons(phrases if gives else []):
                for name in names:
                    yield from self._claims(deed.works, name, person, None, status, deed.frame)

    def _companions(self, deed: Deed, name: str) -> Iterator[Claim]:
        """The people with whom somebody does something: "alongside X"."""
        frame, ties = deed.frame, [*fw.COMPANIONS]
        if frame.name in ("replace", "exit", "direct"):
            return
        if "together" in frame.flags or frame.name in ("star", "return", "lead"):
            ties += fw.WITH
        parts = [part for tie in ties for part in deed.event.behind.get(tie, ())]
        parts = [part for part in parts if not self._at_craft(deed, part)]
        for person, phrase in self._meaning.persons(
            [phrase for part in parts for phrase in part.phrases]
        ):
            if phrase.name is None:
                continue
            role = self._meaning.role(phrase.role) if phrase.role is not None else None
            given = role if name == "cast" else None
            yield from self._claims(deed.works, name, person, given, deed.status, frame)

    def _at_craft(self, deed: Deed, part: Part) -> bool:
        """Whether those with whom somebody does something do something else: "with X directing"."""
        parts = deed.event.clause.parts
        after = next((other for other in parts if other.start >= part.end), None)
        return after is not None and any("craft" in verb.frame.flags for verb in after.verbs)

    # -- Roles -------------------------------------------------------------------------------------

    def _parted(self, deed: Deed) -> Iterator[Claim]:
        """What the kind of a role says: who plays the villain, who has the lead, who is back."""
        frame = deed.frame
        if not any(name == "cast" for _, name in frame.agent or frame.patient):
            return
        told = list(deed.done) if "role" in frame.flags else []
        told += [phrase for part in deed.event.tied(fw.AS) for phrase in part.phrases]
        players = [
            name for name, _ in self._meaning.persons(deed.doer if frame.agent else deed.done)
        ]
        for phrase in told:
            classes = phrase.classes | (phrase.of.nouns if phrase.of is not None else frozenset())
            named = self._meaning.role(phrase)
            villains = [named] if isinstance(named, Name) else players
            if deed.status is Status.DENIED:
                continue
            for name, values in (("villain", villains), ("lead", players)):
                for value in values if name in classes else ():
                    yield from self._claims(deed.works, name, value, None, deed.status, frame)
        again = self._lex.words["once_more"].intersection(deed.event.verb.aux)
        if again and deed.status is not Status.DENIED and frame.name in {*_ACTING, "sign"}:
            for value in players:
                yield from self._claims(deed.works, "returning", value, None, deed.status, frame)

    def _roles(self, deed: Deed) -> list[Role]:
        """The roles that an event tells, in order."""
        acted = "role" in deed.frame.flags
        if deed.frame.name == "exit":
            return [None]
        told = [
            phrase for phrase in deed.done if phrase.name or phrase.of or "role" not in phrase.nouns
        ]
        told = told if acted else []
        if deed.frame.name == "replace":
            told = [phrase.role for phrase in deed.done if phrase.role is not None]
        for part in deed.event.tied(fw.AS):
            told = told or part.phrases
        if told:
            return [self._meaning.role(phrase) for phrase in told]
        words = deed.event.words
        return [words] if acted and _described_as(words) else [None]


def _described_as(words: str) -> bool:
    """Whether words begin with an article: "a nun"."""
    first, _, rest = words.partition(" ")
    return first in folding.ARTICLES and bool(rest)


def _quoting(event: Event) -> bool:
    """Whether a verb may only tell who said something: "…," he wrote."""
    return any(part.kind == "quote" for part in event.clause.parts)


def _slate(phrases: Sequence[Phrase]) -> bool:
    """Whether films are listed, and somebody who is in the last of them."""
    films = any(phrase.kinds == Kind.WORK for phrase in phrases)
    return films and any(phrase.kinds & Kind.PERSON for phrase in phrases)


def _perhaps_film(phrase: Phrase) -> bool:
    """Whether a new name may be a film's, among others."""
    name = phrase.name
    return name is not None and not name.known and bool(name.kinds & Kind.WORK)


def _some_work(phrase: Phrase) -> bool:
    """Whether a phrase is something, not a role, that is told for the first time: "a revival"."""
    told = phrase.det in fw.ANOTHER and phrase.name is None
    return told and not phrase.nouns & {"role", "turn", "lead", "star", "villain"}


def _described(phrase: Phrase) -> bool:
    """Whether a phrase tells a new film by what it is: "the upcoming drama series"."""
    return phrase.name is None and phrase.det in fw.DEFINITE and "work" in phrase.nouns


def _unsure(phrase: Phrase) -> bool:
    """Whether a new name may be a film's or somebody's: nobody can tell what is made then."""
    name = phrase.name
    return name is not None and not name.known and name.kinds.bit_count() > 1
