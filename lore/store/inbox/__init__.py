"""The tables of the inbox: entries, wishes, suggestions, phrases and counts."""
