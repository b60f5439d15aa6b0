"""A statement's words, and the texts that they were folded from."""

from __future__ import annotations

import re

from lore.editing.user_input import read_date
from lore.language import grammar
from lore.language import text as folding

_WRITTEN_DATE = re.compile(r"\b(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}(?:-\d{2})?)\b")
_VAGUE = re.compile(
    rf"\b(?:(?:{grammar.alternatives('statements', 'seasons')})"
    rf"(?:\s+(?:{grammar.alternatives('statements', 'season_ties')}))?[\s-]+)+"
    r"(?:\w+\s+)?(?:19|20)\d{2}\b"
    r"|\b(?:19|20)\d0s\b",
    re.IGNORECASE,
)
_ENDS = " ,;:.!?()[]"


class SourceText:
    """A text with its folded words, each tied to the chunk of the text that it stands in.

    Dates in numbers are brought into words first, so that reading meets one form.

    Raises:
        DateError: for a date that cannot be kept, such as "autumn 2021".
    """

    def __init__(self, text: str) -> None:
        vague = _VAGUE.search(text)
        if vague is not None:
            read_date(vague[0])
        self.text = _WRITTEN_DATE.sub(lambda match: str(read_date(match[0])), text)
        self.chunks = self.text.split()
        self.words: list[str] = []
        self._chunk: list[int] = []
        for place, chunk in enumerate(self.chunks):
            count = len(folding.words(chunk)) if any(map(str.isalnum, chunk)) else 0
            self._chunk += [place] * count
        self.words = folding.words(self.text) if self._chunk else []
        if len(self.words) != len(self._chunk):
            # A sign that folding reads otherwise inside a sentence: each word is its own chunk.
            self.chunks, self._chunk = list(self.words), list(range(len(self.words)))

    def chunk(self, word: int) -> int:
        """The chunk that a word stands in."""
        return self._chunk[word]

    def first_word(self, chunk: int) -> int | None:
        """The first word of a chunk; None for a chunk of signs alone."""
        return self._chunk.index(chunk) if chunk in self._chunk else None

    def end_of(self, chunk: int) -> int | None:
        """The word after a chunk's last; None for a chunk of signs alone."""
        last = (
            len(self._chunk) - 1 - self._chunk[::-1].index(chunk) if chunk in self._chunk else None
        )
        return None if last is None else last + 1

    def stretch(self, start: int, end: int) -> str:
        """The text that some words were folded from, without what stands about it."""
        taken = " ".join(self.chunks[self._chunk[start] : self._chunk[end - 1] + 1])
        return re.sub(r"['’]s?$", "", taken.strip(_ENDS).strip("“”\"‘’'")).strip(_ENDS)

    def has_colon(self, end: int) -> bool:
        """Whether a colon stands before a word, after the one before it."""
        between = (
            self.chunks[self._chunk[end - 1] : self._chunk[end]] if end < len(self._chunk) else []
        )
        return any(chunk.endswith((":", "=", "–", "-")) for chunk in between)

    def rest(self, start: int) -> str:
        """The text from a word on, as it was written."""
        if start >= len(self._chunk):
            return ""
        return " ".join(self.chunks[self._chunk[start] :]).strip().rstrip(".").lstrip(_ENDS)
