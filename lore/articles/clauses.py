"""Parts of a sentence as clauses: what explains a phrase is kept with it, clauses about one are
taken out of the sentence, and each verb finds who does it, to whom, and when and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lore.articles.lexemes import Lexemes
from lore.articles.phrases import Part, Phrase
from lore.articles.signs import NOTHING, Kind

_JOBS = frozenset({"director", "writer", "producer", "composer", "cinematographer"})
_PEOPLE = _JOBS | {"star", "lead", "newcomer", "actor", "villain"}
_MOST_WORDS = 10
"""Words between a verb and what belongs to it."""


@dataclass(slots=True)
class Clause:
    """Parts that belong together; `about` is what a clause stands behind and tells of, `link` the
    word that ties them ("who", "which", "in which")."""

    parts: list[Part]
    about: list[Phrase] = field(default_factory=list)
    link: str = ""
    depth: int = 0


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


class ClauseReader:
    """Takes sentences apart."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._lex = lexemes

    def read(self, parts: list[Part]) -> list[Clause]:
        """The clauses of a sentence, the main one first."""
        if parts and parts[0].text == "(":
            parts = [part for part in parts if part.text not in ("(", ")")]
        extra: list[Clause] = []
        parts = self._asides(parts, extra)
        parts = self._called(parts)
        parts = self._of(parts)
        parts = self._as(parts)
        parts = self._appositions(parts)
        clauses = [Clause(parts), *extra]
        self._relatives(clauses[0], clauses)
        for clause in clauses:
            clause.parts = self._lists(clause.parts)
        return clauses

    # -- What is kept with a phrase ----------------------------------------------------------------

    def _asides(self, parts: Sequence[Part], extra: list[Clause]) -> list[Part]:
        """Take out what stands in parentheses; names in them are kept with the phrase before."""
        found: list[Part] = []
        place = 0
        while place < len(parts):
            part = parts[place]
            if part.text != "(" or part.kind != "word":
                found.append(part)
                place += 1
                continue
            end = place + 1
            while end < len(parts) and parts[end].text != ")":
                end += 1
            inside = parts[place + 1 : end]
            if found and found[-1].kind == "phrase" and len(found[-1].phrases) == 1:
                phrase = found[-1].phrases[0]
                phrase.dates += [one.date for one in inside if one.date is not None]
                told = any(one.kind == "verb" or one.text == "as" for one in inside)
                if told:
                    extra.append(Clause(list(inside), [phrase], "who", 1))
                else:
                    phrase.aside += [
                        one.name for part in inside for one in part.phrases if one.name is not None
                    ]
            place = end + 1
        return found

    def _called(self, parts: Sequence[Part]) -> list[Part]:
        """Keep how somebody is called with what they are: "a thief known as the Fox"."""
        found: list[Part] = []
        at = 0
        while at < len(parts):
            part = parts[at]
            tie = at
            if part.text == "," and tie + 1 < len(parts):
                tie += 1
            told = parts[tie].text in self._lex.words["called"] or (
                parts[tie].text == "by"
                and [one.text for one in parts[tie + 1 : tie + 2]] == ["name"]
            )
            if told and found and found[-1].kind == "phrase":
                end = tie + 1
                while end < len(parts) and parts[end].text in (
                    "only",
                    "simply",
                    "as",
                    "just",
                    "of",
                ):
                    end += 1
                named = parts[end] if end < len(parts) else None
                if named is not None and named.kind == "phrase" and named.phrases[0].name:
                    found[-1].phrases[0].same += named.phrases
                    found[-1].end = found[-1].phrases[0].end = named.end
                    at = end + 1
                    continue
            found.append(part)
            at += 1
        return found

    def _of(self, parts: Sequence[Part]) -> list[Part]:
        """Keep "of W" with the noun before."""
        found: list[Part] = []
        for part in parts:
            found.append(part)
            while (
                len(found) > 2
                and found[-1].kind == "phrase"
                and found[-2].text == "of"
                and found[-3].kind == "phrase"
                and found[-3].phrases[0].name is None
                and not found[-3].phrases[0].pronoun
            ):
                of, head = found[-1].phrases[0], found[-3].phrases[0]
                head.of, head.end = of, of.end
                found[-3].end = of.end
                del found[-2:]
        return found

    def _as(self, parts: Sequence[Part]) -> list[Part]:
        """Keep "as Y" with a person that it stands behind."""
        found: list[Part] = []
        for part in parts:
            found.append(part)
            if len(found) < 3 or part.kind != "phrase":
                continue
            role = part.phrases[0]
            tie = found[-2].text
            told = tie == "as" or (
                tie == "in" and bool(role.nouns & {"role"}) and role.of is not None
            )
            person = found[-3]
            if told and person.text == "," and len(found) > 3:
                continue
            if not told or person.kind != "phrase":
                continue
            who = person.phrases[0]
            if not (who.kinds & Kind.PERSON) or role.pronoun:
                continue
            if role.nouns & _JOBS and not role.kinds & Kind.CHARACTER:
                who.job = role
            else:
                who.role = role
            who.end = person.end = role.end
            del found[-2:]
        return found

    def _appositions(self, parts: Sequence[Part]) -> list[Part]:
        """Keep what explains a phrase between commas with it."""
        found: list[Part] = []
        place = 0
        while place < len(parts):
            part = parts[place]
            found.append(part)
            place += 1
            while (
                part.kind == "phrase"
                and place + 1 < len(parts)
                and parts[place].text in (",", "–")
                and parts[place + 1].kind == "phrase"
                and self._closes(parts, place + 2)
                and _explains(part.phrases[0], parts[place + 1].phrases[0])
            ):
                second = parts[place + 1].phrases[0]
                part.phrases[0].same.append(second)
                part.end = part.phrases[0].end = second.end
                place += 2
                if place < len(parts) and parts[place].text in (",", "–"):
                    after = parts[place + 1] if place + 1 < len(parts) else None
                    if after is not None and after.kind == "verb":
                        place += 1
                        break
                else:
                    break
        return found

    def _closes(self, parts: Sequence[Part], place: int) -> bool:
        """Whether an explanation may end before a place."""
        if place >= len(parts):
            return True
        part = parts[place]
        if part.kind == "verb":
            return part.text not in ("be", "do") and not set(part.aux) & self._finite(part)
        return part.kind in ("word", "date", "quote")

    def _finite(self, part: Part) -> frozenset[str]:
        return self._lex.words["auxiliaries"]

    # -- Clauses about a phrase --------------------------------------------------------------------

    def _relatives(self, clause: Clause, clauses: list[Clause]) -> None:
        """Take the clauses about a phrase out of one."""
        place, parts = 1, clause.parts
        while place < len(parts):
            part = parts[place]
            if (part.kind == "phrase" and part.phrases[0].det == "whose") or (
                part.kind == "word" and part.text in ("who", "which", "whom", "that", "where")
            ):
                opened = self._opened(parts, place)
            else:
                opened = None
            if opened is None:
                place += 1
                continue
            about, begin, link = opened
            end = self._end(parts, place, comma=parts[begin].text in (",", "–"))
            inner = Clause(parts[place:end], about, link, clause.depth + 1)
            clauses.append(inner)
            rest = parts[end:]
            if rest and rest[0].text in (",", "–"):
                follows = rest[1] if len(rest) > 1 else None
                if follows is not None and follows.kind == "verb":
                    rest = rest[1:]
            parts[begin:] = rest
            place = max(1, begin)
            self._relatives(inner, clauses)

    def _opened(self, parts: Sequence[Part], place: int) -> tuple[list[Phrase], int, str] | None:
        """What a clause that opens at a place is about, where it is cut off, and its link."""
        link = "whose" if parts[place].kind == "phrase" else parts[place].text
        begin = place
        if parts[place - 1].kind == "word" and parts[place - 1].text in ("in", "on", "for", "of"):
            begin -= 1
            link = f"in {link}"
            if begin > 1 and parts[begin - 1].kind == "phrase" and parts[begin - 2].text == ",":
                begin -= 1
        if begin and parts[begin - 1].text == "and":
            begin -= 1
        comma = begin > 0 and parts[begin - 1].text in (",", "–")
        if comma:
            begin -= 1
        if not begin or parts[begin - 1].kind != "phrase":
            return None
        if link == "that" and (comma or not _antecedent(parts[begin - 1].phrases[0])):
            return None
        about = self._work_before(parts, begin - 1) if link.endswith("which") else []
        about = about or parts[begin - 1].phrases
        before = parts[begin - 2].text if begin > 1 else ""
        plural = parts[place + 1].text if place + 1 < len(parts) else ""
        if before == "and" and plural in ("are", "were", "have", "play", "star", "both", "all"):
            about = [*parts[begin - 3].phrases, *about] if begin > 2 else about
        return about, begin, link

    def _work_before(self, parts: Sequence[Part], place: int) -> list[Phrase]:
        """The work or company close before a place, which "which" tells of."""
        for at in range(place, max(-1, place - 6), -1):
            for phrase in parts[at].phrases:
                if phrase.name is None or phrase.kinds & (Kind.WORK | Kind.ORGANISATION):
                    return parts[at].phrases
        return []

    def _end(self, parts: Sequence[Part], place: int, *, comma: bool) -> int:
        """Where a clause that opens at a place ends."""
        seen = 0
        for at in range(place, len(parts)):
            part = parts[at]
            seen += at > place + 1 or part.kind == "verb"
            if part.text in (";", "–", ":"):
                return at
            if part.text == "," and seen:
                follows = parts[at + 1] if at + 1 < len(parts) else None
                if follows is not None and follows.text in ("who", "which", "whose"):
                    continue
                if not comma or follows is None:
                    return at
                if follows.kind == "verb" and follows.verbs[:1] != () and not follows.aux:
                    if follows.verbs[0].form == "ing":
                        continue
                if follows.kind == "verb" or follows.text in ("but", "while"):
                    return at
                after = parts[at + 2] if at + 2 < len(parts) else None
                if (
                    follows.kind == "phrase"
                    and after is not None
                    and (after.text in (",", "and") or after.kind == "verb")
                ):
                    return at
                if follows.text == "and" and after is not None and after.kind == "phrase":
                    return at
        return len(parts)

    # -- Lists -----------------------------------------------------------------------------------

    def _lists(self, parts: Sequence[Part]) -> list[Part]:
        """Make lists of phrases of one sort one part each."""
        found: list[Part] = []
        place = 0
        while place < len(parts):
            part = parts[place]
            end, members = place + 1, list(part.phrases)
            joined = False
            while part.kind == "phrase":
                after, tie = self._joined(parts, end)
                if after is not None and ";" in tie and members[-1].role is None:
                    break
                if after is None or not _alike(members[-1], parts[after].phrases[0]):
                    break
                if "and" in tie or tie not in (",", ";"):
                    if self._breaks(parts, place, after, tie):
                        break
                    joined = True
                elif tie == ";":
                    joined = True
                elif not self._listed(parts, after):
                    break
                members += parts[after].phrases
                end = after + 1
                if joined and "," not in tie and not self._more(parts, end):
                    pass
            if len(members) > len(part.phrases):
                _share(members)
                part = Part("phrase", part.text, part.start, parts[end - 1].end, members)
            found.append(part)
            place = end
        return found

    def _joined(self, parts: Sequence[Part], place: int) -> tuple[int | None, str]:
        """The phrase that is listed behind a place, and the words that tie it to the one before."""
        words: list[str] = []
        at = place
        while at < len(parts) and at < place + 4 and parts[at].kind == "word":
            words.append(parts[at].text)
            at += 1
        tie = " ".join(words).replace(" ,", ",")
        if at < len(parts) and parts[at].kind == "phrase" and tie in self._lex.words["list_joins"]:
            return at, tie
        return None, ""

    def _listed(self, parts: Sequence[Part], place: int) -> bool:
        """Whether behind a phrase that a comma ties the list goes on to an "and"."""
        at = place
        while (joined := self._joined(parts, at + 1))[0] is not None:
            at, tie = joined[0] or 0, joined[1]
            if tie != ",":
                return True
        return at > place + 2

    def _more(self, parts: Sequence[Part], place: int) -> bool:
        return place < len(parts) and parts[place].text == ","

    def _breaks(self, parts: Sequence[Part], first: int, after: int, tie: str) -> bool:
        """Whether "and" ties clauses, not phrases: the first is an object, the second a subject."""
        following = parts[after + 1] if after + 1 < len(parts) else None
        before = parts[first - 1] if first else None
        if following is None or following.kind != "verb" or before is None:
            return False
        finite = bool(following.aux) or (
            bool(following.verbs) and following.verbs[0].form in ("s", "ed", "base")
        )
        bound = before.kind == "verb" or (
            before.kind == "word" and before.text in self._lex.words["prepositions"]
        )
        return finite and (bound or tie.startswith(","))

    # -- Verbs and their parts -----------------------------------------------------------------------

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
        form = verb.verbs[0].form if verb.verbs else ""
        helped = any(word in self._lex.words["be"] for word in verb.aux)
        bare = not any(word in self._lex.words["auxiliaries"] for word in verb.aux)
        if form == "ed" or (form == "base" and helped and "to" not in verb.aux):
            event.passive = helped or (bare and "by" in event.behind and not event.object)
        begin = first if first is not None else place
        for at in range(0, begin):
            if parts[at].kind in ("phrase", "date") and at and parts[at - 1].kind == "word":
                if parts[at - 1].text in ("in", "for", "on", "of"):
                    event.ahead.append(parts[at])
        event.start = self._from(parts, begin)
        return event

    def _from(self, parts: Sequence[Part], place: int) -> int:
        """Where the clause of a subject begins."""
        start = parts[place].start
        for at in range(place - 1, -1, -1):
            part = parts[at]
            if part.text in (";", "–", ":", "but", "while", "although", "though", "whereas"):
                break
            if part.kind == "verb" and part.verbs:
                break
            if part.text == "and" and at and parts[at - 1].text == ",":
                break
            start = part.start
        return start

    def _subject(self, clause: Clause, place: int) -> tuple[list[Phrase], int | None]:
        """Who a verb is about, and where that stands."""
        parts, verb = clause.parts, clause.parts[place]
        form = verb.verbs[0].form if verb.verbs else ""
        if (turned := self._turned(parts, place, form)) is not None:
            return turned
        helped = any(word in self._lex.words["auxiliaries"] for word in verb.aux)
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
                if loose and before is not None and before.text == "by":
                    continue
                if loose or not bound or (before is not None and before.text == "with"):
                    return part.phrases, at
            elif part.kind == "verb":
                tied = parts[place - 1].text in ("and", "but", ",", "or", "then", "nor")
                if tied and not loose and "to" not in verb.aux:
                    return self._subject(clause, at)
                if tied and part.verbs and (part.verbs[0].form == form or self._bare(part)):
                    return self._subject(clause, at)
            elif part.kind == "word" and part.text in (";", ":", "–"):
                return [], None
        if clause.about and clause.parts[0].kind in ("word", "verb"):
            if clause.link in ("who", "which", "that"):
                return clause.about, None
        return [], None

    def _turned(
        self, parts: Sequence[Part], place: int, form: str
    ) -> tuple[list[Phrase], int | None] | None:
        """The subject that stands behind "be": "Joining them are A and B"."""
        ahead = parts[:place]
        if form not in ("ing", "ed") or any(one.kind != "word" or one.text == "," for one in ahead):
            return None
        by = place + 1 < len(parts) and parts[place + 1].text in ("by", "in", "from")
        for at in range(place + 1, min(len(parts) - 1, place + 6)):
            if by and parts[at].text == "," and parts[at + 1].kind == "phrase":
                return parts[at + 1].phrases, place
            if parts[at].kind == "verb":
                if parts[at].text == "be" and parts[at + 1].kind == "phrase":
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
        if follows is None or follows.text == "by":
            return False
        return follows.kind == "phrase" or follows.text not in ("in", "on", "at", "for", "from")

    def _behind(self, event: Event, parts: Sequence[Part], place: int) -> None:
        """Give a verb what stands behind it."""
        tie, free, words = "", 0, list[str]()
        for at in range(place + 1, len(parts)):
            part = parts[at]
            if part.kind == "verb":
                if "to" in part.aux or (part.verbs and part.verbs[0].form == "ing"):
                    event.next = event.next or part
                event.end = max(event.end, parts[at - 1].end)
                break
            if part.kind in ("phrase", "date"):
                if self._begins(parts, at) and tie == "":
                    break
                if tie == "" and part.kind == "phrase" and not event.behind and not words[:1]:
                    if event.object:
                        break
                    event.object = part.phrases
                else:
                    event.behind.setdefault(tie, []).append(part)
                tie, free = "", 0
                event.end = part.end
            elif (
                (part.text == "," and self._explained(parts, at, event))
                or part.kind == "quote"
                or part.text in (";", "–", ":", "but", "while", "although")
            ):
                break
            elif part.text in self._lex.words["prepositions"]:
                after = parts[at + 1] if at + 1 < len(parts) else None
                if part.text == "to" and after is not None and after.kind == "word":
                    if after.text[0].isalpha() and after.text not in self._lex.words["determiners"]:
                        break
                tie = part.text
            elif part.text in ("and", "or") and not self._goes_on(parts, at):
                break
            elif part.text not in (",", "the", "a", "an") and part.text[0].isalnum():
                free += 1
                words.append(part.text)
                if free > _MOST_WORDS:
                    break
            elif part.text in ("a", "an", "the") and not event.object:
                words.append(part.text)
        event.words = " ".join(words)

    def _explained(self, parts: Sequence[Part], place: int, event: Event) -> bool:
        """Whether a comma ends what belongs to a verb: a phrase follows that explains the last."""
        after = parts[place + 1] if place + 1 < len(parts) else None
        return after is not None and after.kind == "phrase" and bool(event.behind or event.object)

    def _begins(self, parts: Sequence[Part], place: int) -> bool:
        """Whether a phrase is the subject of a clause of its own, behind a comma or "and"."""
        before = parts[place - 1]
        following = parts[place + 1] if place + 1 < len(parts) else None
        return (
            before.text in (",", "and", "when", "as", "because", "if", "that")
            and following is not None
            and following.kind == "verb"
        )

    def _goes_on(self, parts: Sequence[Part], place: int) -> bool:
        """Whether behind "and" more of the same verb's parts follow: "in Oslo and on May 4"."""
        after = parts[place + 1] if place + 1 < len(parts) else None
        return after is not None and (
            after.text in self._lex.words["prepositions"] or after.kind == "date"
        )


def _share(members: Sequence[Phrase]) -> None:
    """Give all of a list the noun in the plural that stands before its first: "writers A and B"."""
    first = members[0]
    if first.name is not None and first.noun.endswith("s"):
        for one in members[1:]:
            if not one.nouns:
                one.nouns, one.noun, one.owner = first.nouns, first.noun, first.owner
                one.before, one.of = first.before, first.of


def _antecedent(phrase: Phrase) -> bool:
    """Whether "that" behind a phrase opens a clause about it."""
    return (phrase.name is None and bool(phrase.nouns)) or bool(phrase.kinds & Kind.WORK)


def _explains(first: Phrase, second: Phrase) -> bool:
    """Whether a phrase behind a comma says anew what the one before it is."""
    if first.pronoun or second.pronoun:
        return False
    if second.name is None:
        if first.name is None:
            return False
        return not second.nouns or _fits(second.nouns, first.kinds)
    if first.name is None:
        if not first.nouns:
            return first.det in ("the", "a", "an") and not second.det
        return _fits(first.nouns, second.kinds)
    return (
        bool(second.nouns)
        and second.name.text != first.name.text
        and bool(first.kinds & second.kinds)
    )


def _fits(nouns: frozenset[str], kinds: Kind) -> bool:
    wanted = NOTHING
    if nouns & _PEOPLE:
        wanted |= Kind.PERSON
    if nouns & {"role", "villain", "lead"}:
        wanted |= Kind.CHARACTER
    if nouns & {"work", "franchise"}:
        wanted |= Kind.WORK
    if nouns & {"studio"}:
        wanted |= Kind.ORGANISATION
    return bool(wanted & kinds)


def _alike(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases may stand in one list."""
    if one.pronoun or other.pronoun:
        return bool(one.pronoun) != bool(other.pronoun) and bool(
            (one.kinds | other.kinds) & Kind.PERSON
        )
    if one.name is not None and other.name is not None:
        return bool(one.kinds & other.kinds)
    if one.name is None and other.name is None:
        return bool(one.nouns & other.nouns)
    return bool((one.kinds | other.kinds) & Kind.PERSON and (one.nouns | other.nouns) & _PEOPLE)
