"""What explains a phrase is kept with it: parentheses, "of W", "as Y", a second naming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lore.articles import function_words as fw
from lore.articles.constituents import Part, Phrase
from lore.articles.lexemes import Lexemes
from lore.articles.relatives import Clause
from lore.articles.signs import NOTHING, Kind
from lore.language import text as folding

_JOBS = frozenset({"director", "writer", "producer", "composer", "cinematographer"})
PEOPLE = _JOBS | {"star", "lead", "newcomer", "actor", "villain"}
"""Classes of nouns that tell of people."""


class Explanations:
    """Takes out of a sentence what only explains its phrases."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._lex = lexemes

    def joined(self, parts: Sequence[Part], extra: list[Clause]) -> list[Part]:
        """The parts with what explains them; clauses in parentheses go to `extra`."""
        if parts and parts[0].text == "(":
            parts = [part for part in parts if part.text not in ("(", ")")]
        parts = self._reduced(self._asides(parts, extra), extra)
        for step in (self._called, self._of, self._as, self._appositions):
            parts = step(parts)
        return list(parts)

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
                phrase.dates += [part.date for part in inside if part.date is not None]
                told = any(part.kind == "verb" or part.text in fw.AS for part in inside)
                if told:
                    extra.append(Clause(list(inside), [phrase], fw.WHO_LINK, 1))
                else:
                    phrase.aside += [
                        phrase.name
                        for part in inside
                        for phrase in part.phrases
                        if phrase.name is not None
                    ]
            place = end + 1
        return found

    def _reduced(self, parts: Sequence[Part], extra: list[Clause]) -> list[Part]:
        """Take out what is told of somebody between commas: "X, not seen since W, will …"."""
        found = list(parts)
        for place in range(1, len(parts) - 3):
            person, comma, opening = found[place - 1 : place + 2]
            if comma.text != "," or opening.text not in self._lex.words["reduced"]:
                continue
            if person.kind != "phrase" or not person.phrases[0].kinds & Kind.PERSON:
                continue
            stops = (at for at in range(place + 2, len(found) - 1) if found[at].text == ",")
            end = next(stops, 0)
            inside = found[place + 1 : end]
            if end and found[end + 1].kind == "verb" and not any(map(_finite, inside)):
                extra.append(Clause(inside, person.phrases, fw.WHO_LINK, 1))
                return found[:place] + found[end + 1 :]
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
                parts[tie].text in fw.BY
                and any(part.text in fw.NAMING for part in parts[tie + 1 : tie + 2])
            )
            if told and found and found[-1].kind == "phrase":
                end = tie + 1
                while end < len(parts) and parts[end].text in fw.ONLY_AS:
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
            if len(found) > 2 and found[-2].text in fw.AND_SIGN and _of_works(found[-3], part):
                del found[-2:]
                continue
            while (
                len(found) > 2
                and found[-1].kind == "phrase"
                and found[-2].text in fw.OF
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
            told = tie in fw.AS or (
                tie in fw.IN and bool(role.nouns & {"role"}) and role.of is not None
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
            return part.text not in fw.BE_DO and not set(part.aux) & self._lex.words["auxiliaries"]
        return part.kind in ("word", "date", "quote")


def _of_works(part: Part, other: Part) -> bool:
    """Make a work behind "and" one of those that somebody is of: "the director of A and B"."""
    of = part.phrases[0].of if part.kind == "phrase" else None
    name = other.phrases[0].name if other.kind == "phrase" else None
    if of is None or of.name is None or name is None or not part.phrases[0].nouns & PEOPLE:
        return False
    if of.name.kinds != Kind.WORK or name.kinds != Kind.WORK or other.phrases[0].det:
        return False
    group = (*(of.name.group or (of.name,)), *(name.group or (name,)))
    of.name = replace(of.name, text=" ".join(one.text for one in group), group=group)
    part.end = part.phrases[0].end = other.end
    return True


def _finite(part: Part) -> bool:
    """Whether a part is a verb of a clause of its own."""
    return part.kind == "verb" and bool(part.aux)


def _explains(first: Phrase, second: Phrase) -> bool:
    """Whether a phrase behind a comma says anew what the one before it is."""
    if first.pronoun or second.pronoun or second.det in fw.OF_WHOM:
        return False
    if second.name is None:
        if first.name is None:
            return False
        return not second.nouns or _fits(second.nouns, first.kinds)
    if first.name is None:
        if not first.nouns:
            return first.det in folding.ARTICLES and not second.det
        return _fits(first.nouns, second.kinds)
    return (
        bool(second.nouns)
        and second.name.text != first.name.text
        and bool(first.kinds & second.kinds)
    )


def _fits(nouns: frozenset[str], kinds: Kind) -> bool:
    wanted = NOTHING
    if nouns & PEOPLE:
        wanted |= Kind.PERSON
    if nouns & {"role", "villain", "lead"}:
        wanted |= Kind.CHARACTER
    if nouns & {"work", "franchise"}:
        wanted |= Kind.WORK
    if nouns & {"studio"}:
        wanted |= Kind.ORGANISATION
    return bool(wanted & kinds)
