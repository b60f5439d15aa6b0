"""Text → Query: what a question asks for, from its words and the names that may stand in it.

Pure: the store has been asked for names before, and is asked for facts after.
"""

from lore.understanding.query import Chain, NotUnderstood, Query, Step
from lore.understanding.reader import QuestionReader

__all__ = ["Chain", "NotUnderstood", "Query", "QuestionReader", "Step"]
