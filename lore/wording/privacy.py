"""What somebody reads who wants to know what is kept of them, or to have it deleted."""

from __future__ import annotations

EXPORTED = (
    "This is all that names you, by table, in every server. Questions are kept without who asked, "
    "so they are not in it."
)
ASK_ONCE_MORE = (
    "This deletes what names you, in every server, and cannot be taken back: what you asked to be "
    "told, what you suggested, and your id in texts. In histories of facts that you changed you "
    "become “former moderator”; the facts stay."
)
DELETE = "Delete what is kept of me"
DELETED = "Done: nothing that is kept names you any more."
