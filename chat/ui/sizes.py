"""What Discord takes at most, in characters where nothing else is said."""

from __future__ import annotations

BUTTON = 80
"""The label of a button."""
OPTION = 100
"""The label, the value and the description of an option in a select."""
OPTIONS = 25
"""Options of a select, and choices for what is being typed; how many."""
TYPED = 4_000
"""What is typed into one field of a form."""
FIELD = 45
"""The label of a field, and the title of a form."""
HINT = 100
"""What stands in an empty field."""
EMBED_TITLE = 256
"""The title of an embed."""
