"""Errors whose text can be shown to a member, or printed for an operator, as it is."""

from __future__ import annotations


class LoreError(Exception):
    """One clear sentence on what was wrong and what to do; nothing was changed."""


class DateError(LoreError):
    """A text is not a date at a precision that the store keeps."""


class PackError(LoreError):
    """A pack has a record that cannot be taken; the text names its place and the reason."""


class StoreError(LoreError):
    """The database cannot be opened, read or migrated."""


class Stopped(StoreError):
    """Nothing is changed any more until the operator has looked after the database."""


class Unreachable(StoreError):
    """The central database of several machines cannot be reached; nothing was changed. `why` is for
    the operator."""

    TEXT = (
        "The central database cannot be reached, so this change must wait: try again in a minute. "
        "Questions are still answered."
    )

    def __init__(self, *, why: str = "") -> None:
        super().__init__(self.TEXT)
        self.why = why


class Unsettled(StoreError):
    """The central database was cut off in the middle of a commit, and could not be asked since."""

    TEXT = (
        "The central database was cut off while this change was being saved, so nobody knows yet "
        "whether it was. Look in the history in some minutes before you make it again."
    )

    def __init__(self) -> None:
        super().__init__(self.TEXT)


class SettingsError(LoreError):
    """A setting has a value that cannot be used."""


class PropertyError(LoreError):
    """The property table or the words of the language cannot be read."""
