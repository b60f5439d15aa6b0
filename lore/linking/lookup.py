"""What linking asks of the store, and the rows that it gets: the store fulfils it, and nothing here
knows how."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol


class NameRow(NamedTuple):
    """A name that was met by its key or by a word, with the entity that bears it."""

    met: str | int
    name_id: int
    entity_id: int
    text: str
    standing: str
    entity: str
    kind: str
    year: int | None


class TokenRow(NamedTuple):
    """A word of names that was met by a key: a spelling of it, or the word itself."""

    met: str
    token_id: int
    text: str
    names: int
    """How many names hold it."""


class OpenKinds(NamedTuple):
    """What tells that something of a kind that is not `known` counts among those asked for: it is
    the subject of one of the `properties`."""

    properties: Collection[str] = ()
    known: Collection[str] = ()


NO_OPEN_KINDS = OpenKinds()


class NameLookup(Protocol):
    """The names of one scope."""

    def names_by_key(self, keys: Iterable[str], /) -> list[NameRow]:
        """The names whose folded key is one of those given."""

    def names_by_token(self, tokens: Iterable[tuple[int, int]], limit: int, /) -> list[NameRow]:
        """The names that hold words given by token id and weight, `limit` of them and as many made
        by rule: those of which the words make up the largest part."""

    def tokens(self, spellings: Iterable[str], /) -> list[TokenRow]:
        """The words of names under spelling keys."""

    def exact_tokens(self, words: Iterable[str], /) -> list[TokenRow]:
        """The words of names that are written just so."""
