"""The rules of changing facts, for one server at a time; free of Discord."""

from lore.editing.files.exchange import form_of
from lore.editing.files.parsing import Form
from lore.editing.server_settings import ServerSettings
from lore.editing.service import EditingService
from lore.model.edits import (
    Change,
    Draft,
    FactView,
    Fields,
    FoundFacts,
    Imported,
    Moderator,
    NewName,
    Saved,
)

__all__ = [
    "Change",
    "Draft",
    "EditingService",
    "FactView",
    "Fields",
    "Form",
    "FoundFacts",
    "Imported",
    "Moderator",
    "NewName",
    "Saved",
    "ServerSettings",
    "form_of",
]
