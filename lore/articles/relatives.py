"""Clauses about a phrase ("who …", "which …") are taken out of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lore.articles import function_words as fw
from lore.articles.constituents import Part, Phrase
from lore.articles.lexemes import Lexemes
from lore.articles.signs import Kind
from lore.language import grammar

_OPENING = grammar.words("press", "relatives")


@dataclass(slots=True)
class Clause:
    """Parts that belong together; `about` is what a clause stands behind and tells of, `link` the
    word that ties them ("who", "which", "in which")."""

    parts: list[Part]
    about: list[Phrase] = field(default_factory=list)
    link: str = ""
    depth: int = 0


class Relatives:
    """Takes clauses about a phrase out of a clause, and those in them."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._speech = lexemes.words["speech"]

    def taken_out(self, clause: Clause, clauses: list[Clause]) -> None:
        """Leave a clause without those about its phrases, which go to `clauses`."""
        place, parts = 1, clause.parts
        while place < len(parts):
            part = parts[place]
            if (part.kind == "phrase" and part.phrases[0].det in fw.OF_WHOM) or (
                part.kind == "word" and part.text in _OPENING
            ):
                opened = self._opened(parts, place)
            else:
                opened = None
            if opened is None:
                place += 1
                continue
            about, begin, link = opened
            if clause.about and link == clause.link and parts[begin].text in fw.AND:
                about = clause.about  # "who sings and who dances"
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
            self.taken_out(inner, clauses)

    def _opened(self, parts: Sequence[Part], place: int) -> tuple[list[Phrase], int, str] | None:
        """What a clause that opens at a place is about, where it is cut off, and its link."""
        link = fw.WHOSE if parts[place].kind == "phrase" else parts[place].text
        begin = place
        if parts[place - 1].kind == "word" and parts[place - 1].text in fw.WORK_OF:
            begin -= 1
            link = f"{fw.IN_LINK} {link}"
            if begin > 1 and parts[begin - 1].kind == "phrase" and parts[begin - 2].text == ",":
                begin -= 1
        if begin and parts[begin - 1].text in fw.AND:
            begin -= 1
        comma = begin > 0 and parts[begin - 1].text in (",", "–")
        if comma:
            begin -= 1
        if not begin or parts[begin - 1].kind != "phrase":
            return None
        if link in fw.THAT and (comma or not _antecedent(parts[begin - 1].phrases[0])):
            return None
        about = self._work_before(parts, begin - 1) if link.endswith(fw.WHICH) else []
        about = about or parts[begin - 1].phrases
        before = parts[begin - 2].text if begin > 1 else ""
        plural = parts[place + 1].text if place + 1 < len(parts) else ""
        if before in fw.AND and plural in fw.PLURAL_VERBS:
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
                if follows is not None and follows.text in fw.OWN_RELATIVES:
                    continue
                if not comma or follows is None:
                    return at
                if follows.verbs and not follows.aux and follows.verbs[0].form == "ing":
                    continue
                if self._told_on(parts, place, at):
                    continue
                speaks = follows.kind == "word" and follows.text in self._speech
                if follows.kind == "verb" or speaks or follows.text in fw.BUT_WHILE:
                    return at
                after = parts[at + 2] if at + 2 < len(parts) else None
                if self._goes_on(parts, at):
                    continue
                if (
                    follows.kind == "phrase"
                    and after is not None
                    and (after.text in {",", *fw.AND} or after.kind == "verb")
                ):
                    return at
                if follows.text in fw.AND and after is not None and after.kind == "phrase":
                    return at
        return len(parts)

    def _told_on(self, parts: Sequence[Part], place: int, comma: int) -> bool:
        """Whether a participle behind a comma tells of what the clause names last: "who warns the
        crew, played by X"."""
        follows, last = parts[comma + 1], parts[comma - 1]
        if not follows.verbs or follows.aux or follows.verbs[0].form != "ed":
            return False
        by = comma + 2 < len(parts) and parts[comma + 2].text in fw.BY
        if not by or last.kind != "phrase" or comma <= place + 1:
            return False
        return last.phrases[0].name is None or last.phrases[0].kinds == Kind.WORK

    def _goes_on(self, parts: Sequence[Part], comma: int) -> bool:
        """Whether a list of people goes on behind a comma: "who stars with A, B and C"."""
        if comma + 1 >= len(parts):
            return False
        follows = parts[comma + 1]
        if follows.text in fw.AND and comma + 2 < len(parts):
            follows = parts[comma + 2]
        ends = (parts[comma - 1].phrases[-1:], follows.phrases[:1])
        return all(end and end[0].kinds & Kind.PERSON for end in ends)


def _antecedent(phrase: Phrase) -> bool:
    """Whether "that" behind a phrase opens a clause about it."""
    return (phrase.name is None and bool(phrase.nouns)) or bool(phrase.kinds & Kind.WORK)
