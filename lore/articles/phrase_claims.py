"""What phrases claim by themselves: "director X", "X as Y", "X's Y", "the thief of W"."""

from __future__ import annotations

from collections.abc import Iterator

from lore.articles import function_words as fw
from lore.articles.claims import Claim
from lore.articles.constituents import Part, Phrase
from lore.articles.context import JOBS, Context, is_company
from lore.articles.named import Name
from lore.articles.relatives import Clause
from lore.articles.signs import Kind
from lore.articles.topics import Works
from lore.language import grammar
from lore.model.facts import Status

_BY = grammar.words("press", "maker_ties")
"""Words that tie somebody to the work before."""


class PhraseClaims(Context):
    """Reads phrases, and those that a single word ties."""

    def phrase(self, clause: Clause, at: int, phrase: Phrase) -> Iterator[Claim]:
        """What the phrase at a place of a clause claims."""
        status = self._sure.about(phrase.start, phrase.end)
        if at and clause.link in fw.WHO and clause.parts[at - 1].text in fw.DO:
            yield from self._made(clause, phrase, status)
        if _parted_with(clause.parts, at):
            status = Status.DENIED
        works = self._phrase_works(clause, at, phrase)
        if works is not None:
            ranked = at > 0 and clause.parts[at - 1].text in fw.AS and phrase.det == ""
            for alike in (phrase, *phrase.same) if not ranked else ():
                yield from self._credit(phrase, alike)
                yield from self._is_called(phrase, alike, works, status)
            opens = at == 0 or clause.parts[at - 1].text in {",", ":", *fw.AND}
            if opens and phrase.name is None and phrase.det in fw.DEFINITE:
                yield from self._newcomer(phrase, works, status)
        absent = phrase.det in fw.NONE and phrase.kinds == Kind.PERSON
        if absent and phrase.name is not None and works:
            yield from self._claims(works, "cast", phrase.name, None, Status.DENIED, "no-person")
        yield from self._described(clause, at, phrase)
        yield from self._whose(clause, at, phrase, status)
        yield from self._working(phrase, status)
        dead = self._article.words.rules["fate"].match(self._sure.text, phrase.end)
        if works and dead is None and not _replaced(clause.parts, at):
            yield from self._with_role(clause, at, phrase, works)
        if dead is None or self._meaning.named(phrase):
            yield from self._owned(phrase, works, status)
        yield from self._dated(phrase, works, status)

    def _whose(self, clause: Clause, at: int, phrase: Phrase, status: Status) -> Iterator[Claim]:
        """Who plays a character, where a clause about them has it: "X, whose Y was …"."""
        if phrase.det in fw.OF_WHOM and phrase.kinds == Kind.WORK:
            yield from self._made(clause, phrase, status)
        if phrase.det not in fw.OF_WHOM or not phrase.kinds & Kind.CHARACTER or phrase.name is None:
            return
        told = [other for part in clause.parts[at + 1 :] for other in part.phrases]
        works = next(
            (works_named for works_named in map(self._meaning.work, told) if works_named),
            self._meaning.current,
        )
        if phrase.kinds & Kind.WORK and phrase.name.text.split(maxsplit=1)[0] in fw.TITLE_THE:
            return
        for person, _ in self._meaning.persons(clause.about):
            yield from self._claims(works, "cast", person, phrase.name, status, "owned-role")

    def _described(self, clause: Clause, at: int, phrase: Phrase) -> Iterator[Claim]:
        """The films of whom a description means that has no name: "The director of A and B"."""
        if phrase.name is not None or phrase.of is None or clause.depth:
            return
        if phrase.det not in fw.DEFINITE:
            return
        met = at > 0 and clause.parts[at - 1].text in self._lex.words["meeting"]
        named = any(same.name is not None for same in phrase.same)
        person = self._meaning.people.described
        if named or person is None or (at and not met):
            return
        works = self._meaning.named(phrase.of)
        for name in JOBS:
            if name in phrase.nouns:
                why = f"noun-{name}"
                yield from self._claims(works, name, person, None, Status.CONFIRMED, why)
        if phrase.nouns & {"star", "lead"}:
            yield from self._claims(works, "cast", person, None, Status.CONFIRMED, "noun-star")

    def _made(self, clause: Clause, phrase: Phrase, status: Status) -> Iterator[Claim]:
        """The film of somebody who makes films, where a clause about them has it."""
        for person, _ in self._meaning.persons(clause.about):
            works = self._meaning.named(phrase)
            yield from self._claims(works, "cast", person, None, status, "known-from-crew")

    def _newcomer(self, phrase: Phrase, works: Works, status: Status) -> Iterator[Claim]:
        """Whom "the newcomer" means."""
        people = self._meaning.persons([phrase]) if "newcomer" in phrase.classes else []
        for person, _ in people:
            yield from self._claims(works, "newcomer", person, None, status, "noun-newcomer")

    def _is_called(
        self, phrase: Phrase, told: Phrase, works: Works, status: Status
    ) -> Iterator[Claim]:
        """What the nouns of a phrase say of the name that it is."""
        person = phrase.name or told.name
        if person is None and told is phrase and phrase.det in fw.DEFINITE:
            people = (same.name for same in phrase.same if same.kinds == Kind.PERSON)
            person = next(people, None)
        if person is None or not told.nouns:
            return
        if person.kinds & Kind.PERSON:
            own = self._meaning.work(told) or works
            yield from self._nouns(told, person, own, status)
        elif "villain" in told.nouns and person.kinds & Kind.CHARACTER:
            yield from self._claims(works, "villain", person, None, status, "noun-villain")

    def _credit(self, phrase: Phrase, told: Phrase) -> Iterator[Claim]:
        """The film that somebody is said to be somebody of: "the thief of Night Ferry"."""
        if phrase.name is None or phrase.kinds != Kind.PERSON or told.of is None or told.name:
            return
        if told.nouns & {*JOBS, "villain", "lead", "newcomer", "work", "role"}:
            return
        works = self._meaning.named(told.of)
        yield from self._claims(works, "cast", phrase.name, None, Status.CONFIRMED, "known-of")

    def _phrase_works(self, clause: Clause, at: int, phrase: Phrase) -> Works | None:
        """The works that a phrase's nouns are about."""
        if any(phrase.det in fw.OF_IT for phrase in (phrase, *phrase.same)):
            named = self._named_before(clause, at)
            if named:
                return named
        for alike in (phrase, *phrase.same):
            works = self._meaning.work(alike) if not self._meaning.named(alike) else ()
            if works is None or works:
                return works
        if at > 1 and clause.parts[at - 1].text in _BY:
            far = 3 if clause.parts[at - 2].text == "," and at > 2 else 2
            for before in clause.parts[at - far].phrases:
                if (works := self._meaning.work(before)) != ():
                    return works
        if clause.about and clause.link not in fw.WHO:
            for alike in clause.about:
                if works := self._meaning.work(alike):
                    return works
        if phrase.name is not None and phrase.nouns & {*JOBS} and (tied := self._tied(clause, at)):
            return tied
        return self._default(clause, phrase.start)

    def _named_before(self, clause: Clause, at: int) -> Works:
        """The work that a clause names last before a place."""
        phrases = [phrase for part in clause.parts[:at] for phrase in part.phrases]
        phrases += [phrase.of for phrase in phrases if phrase.of is not None]
        return next(
            (works for phrase in reversed(phrases) if (works := self._meaning.named(phrase))), ()
        )

    def _working(self, phrase: Phrase, status: Status) -> Iterator[Claim]:
        """Somebody "as director"."""
        if phrase.job is None or phrase.name is None or phrase.job.name is not None:
            return
        works = self._meaning.work(phrase.job)
        for name in JOBS if works is not None else ():
            if name in phrase.job.nouns:
                about = works or self._meaning.current
                yield from self._claims(about, name, phrase.name, None, status, f"as-{name}")

    def _with_role(self, clause: Clause, at: int, phrase: Phrase, works: Works) -> Iterator[Claim]:
        """A person with the role that stands behind them."""
        if phrase.name is None or phrase.role is None or not phrase.kinds & Kind.PERSON:
            return
        status = self._sure.about(phrase.start, phrase.end)
        role = self._meaning.role(phrase.role)
        works = self._tied(clause, at) or works
        if role is not None and (isinstance(role, Name) or phrase.role.nouns):
            yield from self._claims(works, "cast", phrase.name, role, status, "with-role")
        if "villain" in phrase.role.nouns:
            value = role if isinstance(role, Name) else phrase.name
            yield from self._claims(works, "villain", value, None, status, "noun-villain")
        if "lead" in phrase.role.nouns:
            yield from self._claims(works, "lead", phrase.name, None, status, "noun-lead")

    def _owned(self, phrase: Phrase, works: Works | None, status: Status) -> Iterator[Claim]:
        """What belongs to whom: a player's character, a studio's film, a writer's script."""
        owner = phrase.owner.name if phrase.owner is not None else None
        named = self._meaning.named(phrase)
        for name in (*([owner] if owner is not None else []), *phrase.before):
            if named and is_company(name, shown=name is owner):
                yield from self._claims(named, "studio", name, None, Status.CONFIRMED, "studio-of")
        if owner is None or not owner.kinds & Kind.PERSON:
            return
        kin = self._article.words.rules["kin_of"].search(self._sure.text, 0, phrase.start)
        if phrase.name is not None and phrase.kinds == Kind.CHARACTER and works and kin is None:
            yield from self._claims(works, "cast", owner, phrase.name, status, "owned-role")
        if "script" in phrase.nouns and (about := self._meaning.work(phrase) or works):
            yield from self._claims(about, "writer", owner, None, status, "noun-writer")

    def _dated(self, phrase: Phrase, works: Works | None, status: Status) -> Iterator[Claim]:
        """The date in a phrase: "its May 28 berth", "2013's Night Ferry"."""
        named = self._meaning.named(phrase)
        for alike in phrase.same if named and not phrase.dates else ():
            if (
                alike.dates
                and alike.dates[0].month is None
                and "work" in alike.nouns
                and not alike.of
            ):
                year = alike.dates[0]
                yield from self._claims(named, "release_date", year, None, Status.CONFIRMED, "year")
        if not phrase.dates:
            return
        date = phrase.dates[0]
        if "date" in phrase.nouns and date.day is not None and works:
            yield from self._claims(works, "release_date", date, None, status, "noun-date")
        elif named and date.month is None:
            yield from self._claims(named, "release_date", date, None, Status.CONFIRMED, "year")

    def tied(self, clause: Clause) -> Iterator[Claim]:
        """What one word between two phrases says: "a script by X", "W from studio Y"."""
        parts = clause.parts
        for at in range(2, len(parts)):
            tie, part, before = parts[at - 1].text, parts[at], parts[at - 2]
            if before.text == "," and tie in fw.WITH_STARRING and at > 2:
                before = parts[at - 3]
            if part.kind != "phrase" or before.kind != "phrase":
                continue
            head = before.phrases[0]
            status = self._sure.about(part.start, part.end)
            if "script" in head.nouns and tie in fw.BY_FROM:
                works = self._meaning.work(head) or self._phrase_works(clause, at - 2, head) or ()
                for person, _ in self._meaning.persons(part.phrases):
                    yield from self._claims(works, "writer", person, None, status, "noun-writer")
            named = self._meaning.named(head)
            if tie in fw.FROM_FOR and not part.phrases[0].det:
                yield from self._studios(
                    part.phrases, "studio", named, Status.CONFIRMED, "verb-from-studio", shown=True
                )
            follows = parts[at + 1].kind if at + 1 < len(parts) else ""
            if at > 2 and any("craft" in verb.frame.flags for verb in parts[at - 3].verbs):
                continue
            if tie in fw.WITH_FEATURING and follows != "verb":
                for person, phrase in self._meaning.persons(part.phrases):
                    if phrase.kinds == Kind.PERSON or (named and _perhaps_person(phrase)):
                        yield from self._claims(named, "cast", person, None, status, "film-with")


def _perhaps_person(phrase: Phrase) -> bool:
    """Whether a new name of two words or more may be somebody's."""
    name = phrase.name
    return name is not None and bool(name.kinds & Kind.PERSON) and " " in name.text


def _parted_with(parts: list[Part], at: int) -> bool:
    """Whether somebody is left: "parted ways with writer X"."""
    return (
        at > 1
        and parts[at - 1].text in fw.WITH
        and any(verb.lemma in fw.PARTING for verb in parts[at - 2].verbs)
    )


def _replaced(parts: list[Part], at: int) -> bool:
    """Whether a phrase names somebody who is replaced, whose role is then the other's."""
    before = parts[at - 1] if at else None
    return before is not None and any(verb.frame.name == "replace" for verb in before.verbs)
