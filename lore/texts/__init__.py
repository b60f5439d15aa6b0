"""Every sentence that a member reads, as typed functions."""

from lore.texts.answer_json import record
from lore.texts.answers import AnswerTexts
from lore.texts.parts import Parts, Tone

__all__ = ["AnswerTexts", "Parts", "Tone", "record"]
