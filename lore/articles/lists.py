"""Phrases of one sort that are listed become one part."""

from __future__ import annotations

from collections.abc import Sequence

from lore.articles import function_words as fw
from lore.articles.constituents import Part, Phrase
from lore.articles.explanations import PEOPLE
from lore.articles.lexemes import Lexemes
from lore.articles.signs import Kind


class Lists:
    """Reads lists."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._lex = lexemes

    def listed(self, parts: Sequence[Part]) -> list[Part]:
        """Make lists of phrases of one sort one part each."""
        found: list[Part] = []
        place = 0
        while place < len(parts):
            part = parts[place]
            end, members = place + 1, list(part.phrases)
            while (after := self._member(parts, place, end, members)) is not None:
                members += parts[after].phrases
                end = after + 1
            if len(members) > len(part.phrases):
                _share(members)
                part = Part("phrase", part.text, part.start, parts[end - 1].end, members)
            found.append(part)
            place = end
        return found

    def _member(
        self, parts: Sequence[Part], first: int, end: int, members: Sequence[Phrase]
    ) -> int | None:
        """The next of a list that begins at `first` and goes to `end`, if it goes on."""
        if parts[first].kind != "phrase":
            return None
        after, tie = self._joined(parts, end)
        if after is None or not _alike(members[-1], parts[after].phrases[0]):
            return None
        if ";" in tie and members[-1].role is None:
            return None
        if tie == ";":
            return after
        if tie == ",":
            return after if self._listed(parts, after) else None
        return None if self._breaks(parts, first, after, tie) else after

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


def _share(members: Sequence[Phrase]) -> None:
    """Give all of a list the noun in the plural that stands before its first: "writers A and B"."""
    first = members[0]
    if first.name is not None and first.noun.endswith("s"):
        for phrase in members[1:]:
            if not phrase.nouns:
                phrase.nouns, phrase.noun, phrase.owner = first.nouns, first.noun, first.owner
                phrase.before, phrase.of = first.before, first.of


def _alike(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases may stand in one list."""
    if other.pronoun in fw.SUBJECTS:
        return False
    if one.pronoun or other.pronoun:
        return bool(one.pronoun) != bool(other.pronoun) and bool(
            (one.kinds | other.kinds) & Kind.PERSON
        )
    if "newcomer" in other.nouns and "newcomer" not in one.nouns:
        return False
    if one.name is not None and other.name is not None:
        return bool(one.kinds & other.kinds)
    if one.kinds == Kind.WORK and "work" in other.nouns:
        return any(same.kinds == Kind.WORK for same in other.same)
    if one.name is None and other.name is None:
        return bool(one.nouns & other.nouns)
    return bool((one.kinds | other.kinds) & Kind.PERSON and (one.nouns | other.nouns) & PEOPLE)
