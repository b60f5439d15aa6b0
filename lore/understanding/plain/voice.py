"""A claim in words: as a statement, as a question, and as the clause that describes a slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lore.understanding.algebra import Comparison
from lore.understanding.plain.lexicon import Claim, Item, Lit, Slot, Verb, table


class Voice:
    """Speaks one claim; `slots` are its parts in words, `missing` the slot that is asked for."""

    def __init__(self, claim: Claim, slots: Mapping[str, str], missing: str | None) -> None:
        self._claim = claim
        self._slots = slots
        self._missing = missing
        self._verb: Verb | None = claim.verbs[0] if claim.verbs else None

    def claim(self, status: str) -> str:
        """The statement: "X plays Y in Z"."""
        return _joined(self._part(self._claim.head), self._finite(status), self._tail())

    def question(self, status: str) -> str:
        """Whether it holds: "Does X play Y in Z"."""
        head = self._part(self._claim.head)
        if status or self._verb is None:
            return _joined("Is", head, self._told(status), self._tail())
        return _joined(self._do(), head, _text(self._verb.base), self._tail())

    def asked(self, who: str, status: str, *, many: bool, bare: bool = False) -> str:
        """The question for the missing slot: "Who plays Y in Z", "Which works did X direct".

        `bare` leaves out the last preposition: "Where is X set".
        """
        if self.leads:
            return _joined(who, self._finite(status, many=many), self._tail())
        head = self._part(self._claim.head)
        tail = self._part(self._claim.tail[:-2]) if bare else self._tail()
        if status or self._verb is None:
            return _joined(who, "is", head, self._told(status), tail)
        return _joined(who, self._do().lower(), head, _text(self._verb.base), tail)

    def described(self, noun: str, status: str) -> str:
        """The noun phrase for the missing slot: "the ones that play Y in Z"."""
        if self.leads:
            return _joined(noun, "that", self._finite(status, many=True), self._tail())
        head = self._part(self._claim.head)
        return _joined(noun, "that", head, self._finite(status), self._tail())

    @property
    def leads(self) -> bool:
        """Whether the missing slot stands alone before the verb."""
        head = self._claim.head
        return len(head) == 1 and isinstance(head[0], Slot) and head[0].name == self._missing

    def _do(self) -> str:
        return "Did" if self._claim.past else "Does"

    def _told(self, status: str) -> str:
        """What of the verb stands behind the head of a question with "is"."""
        if self._verb is None:
            return f"{status} to be" if status else ""
        return f"{status} to {_text(self._verb.base)}"

    def _finite(self, status: str, *, many: bool = False) -> str:
        be = "are" if many else "is"
        if status:
            return f"{be} {self._told(status)}"
        if self._verb is None:
            return be
        if self._claim.past:
            return _text(self._verb.past)
        return _text(self._verb.base if many else self._verb.third)

    def _tail(self) -> str:
        return self._part(self._claim.tail)

    def _part(self, items: Sequence[Item]) -> str:
        told = []
        for item in items:
            if isinstance(item, Lit):
                if not item.optional or item.phrases[0] in (("the",), ("a",)):
                    told.append(_text(item.phrases[0]))
            elif item.name in self._slots:
                told.append(self._slots[item.name])
        return " ".join(told)


def _text(phrase: Sequence[str]) -> str:
    return " ".join(phrase)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def linked(parts: Sequence[str], word: str, between: str = ", ") -> str:
    """Parts as a list whose last is joined by a word."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{between.join(parts[:-1])} {word} {parts[-1]}"


def comparative(names: Sequence[str], side: Comparison, parts: tuple[str, str]) -> str | None:
    """A comparison in the words that people have for it."""
    if names == ("release_date",) and side != "equal":
        return f"Did {parts[0]} come out {'after' if side == 'more' else 'before'} {parts[1]}"
    words = table()["comparatives"].items()
    word = next((word for word, told in words if told == [" ".join(names), side]), None)
    return f"Is {parts[0]} {word.replace('_', ' ')} than {parts[1]}" if word else None
