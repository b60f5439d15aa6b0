"""What stands in a sentence made short: signs with what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lore.articles.named import Name
from lore.articles.signs import NOTHING, PER_KIND, Kind, date_sign, quote_sign, role_sign, sign
from lore.model.dates import PartialDate

_MARKS = ("“", '"', "‘", "'")


@dataclass(frozen=True, slots=True)
class Member:
    """One of what a node names: a name with the role that the sentence gives it, if any."""

    name: Name
    role: Name | str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """What one sign stands for: names, dates, a quotation, or a role in words."""

    kinds: Kind = NOTHING
    members: tuple[Member, ...] = ()
    dates: tuple[PartialDate, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Names in parentheses after a name: the films that somebody is known from, or a role; `crew`
    tells that they make films rather than play in them, `sure` that it is no role."""

    name: Name
    inside: tuple[Name, ...]
    crew: bool = False
    sure: bool = False


@dataclass(slots=True)
class Chunks:
    """A sentence with its signs. In `plain` lists end at titles inside them ("and producer X"),
    in `text` they are whole. `clauses` are read by themselves; `asides` are what stood in
    parentheses, `years` the years of works that did; `earlier` are works that stand behind their
    year, as those of before do; `pronouns` are the signs of "she" and "he"."""

    text: str
    plain: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    years: list[tuple[Name, PartialDate]] = field(default_factory=list)
    earlier: set[str] = field(default_factory=set)
    pronouns: set[str] = field(default_factory=set)
    _counts: dict[object, int] = field(default_factory=dict)

    def add(self, node: Node) -> str:
        """The sign of a new node."""
        if node.members:
            return self._sign(node, node.kinds, lambda number: sign(node.kinds, number))
        if node.dates:
            return self._sign(node, "date", date_sign)
        if node.text.startswith(_MARKS):
            return self._sign(node, "quote", quote_sign)
        return self._sign(node, "role", role_sign)

    def _sign(self, node: Node, kind: object, made: Callable[[int], str]) -> str:
        number = self._counts.get(kind, 0)
        if number >= PER_KIND:
            return "…"
        self._counts[kind] = number + 1
        char = made(number)
        self.nodes[char] = node
        return char

    def texts(self) -> Iterator[tuple[str, str]]:
        """What patterns are read in, with its level."""
        yield "plain", self.plain
        yield "whole", self.text
        for clause in self.clauses:
            yield "both", clause

    def signs(self, names: Sequence[Name]) -> Iterator[str]:
        """The signs that stand for some names."""
        texts = {name.text for name in names}
        for char, node in self.nodes.items():
            if not texts.isdisjoint(member.name.text for member in node.members):
                yield char

    def written(self, text: str) -> str:
        """A text with the names and dates that its signs stand for."""

        def shown(char: str) -> str:
            node = self.nodes.get(char)
            if node is None:
                return char
            told = [member.name.text for member in node.members] or map(str, node.dates)
            return node.text or " and ".join(told)

        return "".join(map(shown, text)).replace("\u066c", ",").replace("\u066b", ".")

    def names(self, text: str) -> list[Name]:
        """The names whose signs stand in a text."""
        return [
            member.name
            for char in text
            if char in self.nodes
            for member in self.nodes[char].members
        ]
