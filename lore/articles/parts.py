"""What a paragraph stands under: its heading, or the words that lead to a list."""

from __future__ import annotations

from lore.articles.sentences import is_heading, is_item

_LONGEST_LEAD = 160
"""Characters of a line that may head a list."""
_LONGEST_ITEM = 200
"""Characters of a line that may be an item below it."""


class Parts:
    """Follows the headings and lists of an article."""

    def __init__(self) -> None:
        self._heading = ""
        self._lead = ""

    def part(self, text: str) -> str:
        """What a paragraph stands under; nothing for a heading and words that lead on."""
        if text.rstrip("*_ ").endswith(":"):
            lead = text.rsplit(". ", 1)[-1]
            self._lead = lead if len(lead) <= _LONGEST_LEAD else ""
            return self._heading
        if is_heading(text) and not self._lead:
            self._heading = text
            return ""
        if self._lead and (is_item(text) or len(text) <= _LONGEST_ITEM):
            return self._lead
        self._lead = ""
        return self._heading
