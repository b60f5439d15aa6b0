"""The verbs of a clause, each with who does it, to whom, and when and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from lore.articles import function_words as fw
from lore.articles.constituents import Part, Phrase
from lore.articles.explanations import PEOPLE
from lore.articles.lexemes import Lexemes, Verb
from lore.articles.relatives import Clause
from lore.articles.signs import Kind
from lore.language import grammar
from lore.language import text as folding

_PAIRED = 3
"""Parts of two verbs with a join: "wrote and directed"."""
_MOST_WORDS = 10
"""Words between a verb and what belongs to it."""
_ARTICLES = folding.ARTICLES
_SINCE = grammar.words("press", "since")
"""Words behind which all that follows is of something earlier."""
_ALONE = frozenset({"return", "exit", "begin"})
_ALONE_VERBS = grammar.words("press", "alone")
"""Frames and verbs that are done to nobody, so that their past form is no participle."""
_BREAKS = grammar.words("press", "turns")
_STOPS = frozenset({";", "–", ":"})


@dataclass(slots=True)
class Event:
    """A verb with its parts. `by` are those behind "by"; `places` maps a preposition to the parts
    behind it."""

    verb: Part
    subject: list[Phrase]
    object: list[Phrase]
    behind: dict[str, list[Part]]
    passive: bool
    start: int
    end: int
    clause: Clause
    words: str = ""
    """Words behind the verb that are no phrase ("a nun")."""
    ahead: list[Part] = field(default_factory=list)
    """What stands before the subject behind "in" or the like."""
    next: Part | None = None
    """The infinitive that follows."""

    def tied(self, ties: Collection[str]) -> list[Part]:
        """The parts behind some prepositions."""
        return [part for tie, parts in self.behind.items() if tie in ties for part in parts]


class Events:
    """Finds the verbs of clauses, with their parts."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._lex = lexemes

    def events(self, clause: Clause) -> Iterator[Event]:
        """The verbs of a clause with their parts."""
        for place, part in enumerate(clause.parts):
            if part.kind == "verb":
                yield self._event(clause, place)

    def _event(self, clause: Clause, place: int) -> Event:
        parts, verb = clause.parts, clause.parts[place]
        subject, first = self._subject(clause, place)
        event = Event(verb, subject, [], {}, False, verb.start, verb.end, clause)
        self._behind(event, parts, place)
        if not event.object and not event.behind:
            event.object = self._shared(clause, place)
        form = verb.verbs[0].form if verb.verbs else ""
        helped = any(word in self._lex.words["be"] for word in verb.aux)
        bare = not any(word in self._lex.words["auxiliaries"] for word in verb.aux)
        if form == "ed" or (form == "base" and helped and fw.TO.isdisjoint(verb.aux)):
            event.passive = helped or (bare and bool(event.tied(fw.BY)) and not event.object)
        begin = first if first is not None else place
        for at in range(0, begin):
            tie = parts[at - 1].text if at and parts[at - 1].kind == "word" else ""
            if parts[at].kind in ("phrase", "date") and tie in fw.AHEAD:
                event.ahead.append(parts[at])
        event.start = self._from(parts, begin)
        return event

    def _shared(self, clause: Clause, place: int) -> list[Phrase]:
        """What the next of two crafts is done to: "wrote and directed W"."""
        pair = clause.parts[place : place + 3]
        if len(pair) < _PAIRED or pair[1].text not in {",", *fw.AND}:
            return []
        if pair[2].aux or not all(any(map(_craft, part.verbs)) for part in (pair[0], pair[2])):
            return []
        return self._event(clause, place + 2).object

    def _from(self, parts: Sequence[Part], place: int) -> int:
        """Where the clause of a subject begins."""
        start = parts[place].start
        for at in range(place - 1, -1, -1):
            part = parts[at]
            if part.text in _STOPS or part.text in fw.CONTRASTS:
                break
            if part.kind == "verb" and part.verbs:
                break
            if part.text in fw.AND and at and parts[at - 1].text == ",":
                break
            start = part.start
        return start

    def _subject(self, clause: Clause, place: int) -> tuple[list[Phrase], int | None]:
        """Who a verb is about, and where that stands."""
        parts, verb = clause.parts, clause.parts[place]
        form = verb.verbs[0].form if verb.verbs else ""
        if (turned := self._turned(parts, place, form)) is not None:
            return turned
        if fw.HAVING.intersection(verb.aux):
            main = next((at for at in range(place - 1, -1, -1) if parts[at].kind == "verb"), None)
            if main is not None:
                return self._subject(clause, main)
        helped = any(word in self._lex.words["auxiliaries"] for word in verb.aux)
        if not helped and self._reduced(parts, place):
            return parts[place - 2].phrases, place - 2
        if (main := self._coordinate(parts, place, form)) is not None:
            return self._subject(clause, main)
        loose = not helped and form in ("ing", "ed") and not self._past(parts, place, form)
        for at in range(place - 1, -1, -1):
            part = parts[at]
            before = parts[at - 1] if at else None
            if part.kind == "phrase":
                bound = (
                    before is not None
                    and before.kind == "word"
                    and before.text in self._lex.words["prepositions"]
                )
                if loose and before is not None and before.text in fw.BY:
                    continue
                if fw.TO.intersection(verb.aux) and _personal(verb) and not _person(part):
                    continue
                if loose or not bound or (before is not None and before.text in fw.WITH):
                    return part.phrases, at
            elif part.kind == "verb":
                tied = parts[place - 1].text in {",", *fw.VERB_JOINS}
                if tied and not loose and fw.TO.isdisjoint(verb.aux):
                    return self._subject(clause, at)
                if tied and part.verbs and (part.verbs[0].form == form or self._bare(part)):
                    return self._subject(clause, at)
            elif part.kind == "word" and part.text in (";", ":", "–"):
                return [], None
        opens = clause.parts[0].kind in ("word", "verb")
        if opens and clause.link in fw.SUBJECT_RELATIVES:
            return clause.about, None
        return [], None

    def _reduced(self, parts: Sequence[Part], place: int) -> bool:
        """Whether a verb behind a comma only tells of the person before it: "X, back as Y"."""
        if place < 2 or parts[place - 1].text != "," or not _person(parts[place - 2]):
            return False
        return any(verb.lemma.startswith(fw.BACK) for verb in parts[place].verbs)

    def _coordinate(self, parts: Sequence[Part], place: int, form: str) -> int | None:
        """The verb that "and" ties to one directly behind it: they have one subject."""
        if place < 2 or parts[place - 1].text not in fw.AND_BUT_OR:
            return None
        if fw.TO.intersection(parts[place].aux):
            return None
        before = (at for at in range(place - 2, -1, -1) if parts[at].kind == "verb")
        last = next((at for at in range(place - 2, -1, -1) if parts[at].kind == "verb"), None)
        if last is not None and self._bare(parts[last]) and _stars(parts[place]):
            return last
        if form == "ing" and not parts[place].aux:
            return next((at for at in before if _form(parts[at]) == "ing"), None)
        return next(before, None)

    def _turned(
        self, parts: Sequence[Part], place: int, form: str
    ) -> tuple[list[Phrase], int | None] | None:
        """The subject that stands behind "be": "Joining them are A and B"."""
        ahead = parts[:place]
        if form not in ("ing", "ed") or any(
            part.kind != "word" or part.text == "," for part in ahead
        ):
            return None
        by = place + 1 < len(parts) and parts[place + 1].text in fw.AGENT_TIES
        for at in range(place + 1, min(len(parts) - 1, place + 6)):
            if by and parts[at].text == "," and parts[at + 1].kind == "phrase":
                return parts[at + 1].phrases, place
            if parts[at].kind == "verb":
                if parts[at].text in fw.BE and parts[at + 1].kind == "phrase":
                    return parts[at + 1].phrases, place
                return None
            if parts[at].text == ",":
                return None
        return None

    def _bare(self, part: Part) -> bool:
        """Whether a verb stands without an auxiliary in a form that needs one."""
        return (
            bool(part.verbs)
            and part.verbs[0].form in ("ing", "ed")
            and not any(word in self._lex.words["auxiliaries"] for word in part.aux)
        )

    def _past(self, parts: Sequence[Part], place: int, form: str) -> bool:
        """Whether a bare form in -ed is the past tense of its subject."""
        if form != "ed":
            return False
        follows = parts[place + 1] if place + 1 < len(parts) else None
        if any(
            verb.frame.name in _ALONE or verb.lemma in _ALONE_VERBS for verb in parts[place].verbs
        ):
            return True
        if follows is None or follows.text in fw.BY:
            return False
        return follows.kind == "phrase" or follows.text not in fw.PARTICIPLE_TIES

    def _behind(self, event: Event, parts: Sequence[Part], place: int) -> None:
        """Give a verb what stands behind it."""
        tie, after, words = "", "", list[str]()
        for at in range(place + 1, len(parts)):
            part = parts[at]
            if part.kind == "verb":
                self._followed(event, parts, at)
                break
            if part.kind in ("phrase", "date"):
                if tie == "" and (self._begins(parts, at) or self._second(event, part, words)):
                    break
                self._given(event, part, tie, words)
                tie, event.end = "", part.end
            elif self._stops(event, parts, at):
                break
            elif part.text in self._lex.words["prepositions"]:
                tie = after or part.text
                after = part.text if part.text in _SINCE else after
            elif part.text in _ARTICLES:
                words += [] if event.object else [part.text]
            elif part.text[0].isalnum() and part.text not in self._lex.words["determiners"]:
                words.append(part.text)
                if len(words) > _MOST_WORDS:
                    break
        event.words = " ".join(words)

    def _followed(self, event: Event, parts: Sequence[Part], at: int) -> None:
        """Note the infinitive or participle that follows a verb."""
        part = parts[at]
        if fw.TO.intersection(part.aux) or (part.verbs and part.verbs[0].form == "ing"):
            event.next = event.next or part
        event.end = max(event.end, parts[at - 1].end)

    def _second(self, event: Event, part: Part, words: Sequence[str]) -> bool:
        """Whether a phrase is a second object, which ends what belongs to a verb."""
        free = part.kind == "phrase" and not event.behind and not words
        return free and bool(event.object)

    def _given(self, event: Event, part: Part, tie: str, words: Sequence[str]) -> None:
        if tie == "" and part.kind == "phrase" and not event.behind and not words:
            event.object = part.phrases
        else:
            event.behind.setdefault(tie, []).append(part)

    def _stops(self, event: Event, parts: Sequence[Part], at: int) -> bool:
        """Whether a word or mark ends what belongs to a verb."""
        part, after = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        if part.kind == "quote" or part.text in _STOPS or part.text in _BREAKS:
            return True
        if part.text == ",":
            return self._explained(parts, at, event)
        if part.text in fw.TO:
            infinitive = after is not None and after.kind == "word" and after.text[0].isalpha()
            return infinitive and not self._lex.has("determiners", after.text if after else "")
        return part.text in fw.AND_OR and not self._goes_on(parts, at)

    def _explained(self, parts: Sequence[Part], place: int, event: Event) -> bool:
        """Whether a comma ends what belongs to a verb: a phrase follows that explains the last."""
        after = parts[place + 1] if place + 1 < len(parts) else None
        return after is not None and after.kind == "phrase" and bool(event.behind or event.object)

    def _begins(self, parts: Sequence[Part], place: int) -> bool:
        """Whether a phrase is the subject of a clause of its own, behind a comma or "and"."""
        before = parts[place - 1]
        following = parts[place + 1] if place + 1 < len(parts) else None
        return (
            before.text in {",", *fw.OPENERS} and following is not None and following.kind == "verb"
        )

    def _goes_on(self, parts: Sequence[Part], place: int) -> bool:
        """Whether behind "and" more of the same verb's parts follow: "in Oslo and on May 4"."""
        after = parts[place + 1] if place + 1 < len(parts) else None
        return after is not None and (
            after.text in self._lex.words["prepositions"] or after.kind == "date"
        )


def _form(verb: Part) -> str:
    return verb.verbs[0].form if verb.verbs else ""


def _craft(verb: Verb) -> bool:
    return "craft" in verb.frame.flags


def _stars(verb: Part) -> bool:
    """Whether a verb is "starring", which is said of the film that was made by somebody."""
    return verb.text in fw.STARRING and not verb.aux


def _personal(verb: Part) -> bool:
    """Whether a verb is of what people do with films."""
    return any(kind == "person" for verb in verb.verbs for kind, _ in verb.frame.agent)


def _person(part: Part) -> bool:
    return any(
        phrase.kinds & Kind.PERSON or phrase.pronoun or phrase.nouns & PEOPLE
        for phrase in part.phrases
    )
