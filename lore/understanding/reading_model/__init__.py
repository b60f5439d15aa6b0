"""The reading model: a language model that an operator may set, asked to write a question which
nothing here reads as plain questions. It states no fact: what it writes is read like any other."""

from lore.understanding.reading_model.enquiry import Enquiry
from lore.understanding.reading_model.model import Bounds, ReadingModel, open_model

__all__ = ["Bounds", "Enquiry", "ReadingModel", "open_model"]
