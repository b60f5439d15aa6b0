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


class SettingsError(LoreError):
    """A setting has a value that cannot be used."""


class PropertyError(LoreError):
    """The property table or the words of the language cannot be read."""
