"""The rules of changing facts, for one server at a time; free of Discord."""

from lore.curation.bulk import form_of
from lore.curation.desk import Curation
from lore.curation.entries import Form
from lore.curation.models import (
    Change,
    Draft,
    FactView,
    Fields,
    Found,
    Imported,
    Moderator,
    NewName,
    Saved,
)
from lore.curation.setup import Setup

__all__ = [
    "Change",
    "Curation",
    "Draft",
    "FactView",
    "Fields",
    "Form",
    "Found",
    "Imported",
    "Moderator",
    "NewName",
    "Saved",
    "Setup",
    "form_of",
]
