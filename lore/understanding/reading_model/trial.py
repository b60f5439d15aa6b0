"""Tries a reading model with a question that has one good answer."""

from __future__ import annotations

import time
from pathlib import Path

from lore.model.errors import LoreError
from lore.model.facts import Entity
from lore.settings import ReaderSettings
from lore.texts import console as words
from lore.understanding.reading_model.endpoint import EndpointFailed
from lore.understanding.reading_model.enquiry import Enquiry
from lore.understanding.reading_model.model import Bounds, open_model

SECONDS = 60.0
"""Seconds that a trial waits: a model that has to be loaded first takes its time."""
_FILM = Entity(1, "Last Light", "film")
_TRIAL = Enquiry(
    "yo whos directin last light", (_FILM,), (), (_FILM,), (_FILM,), ("director", "release date")
)


async def tried(settings: ReaderSettings, data: Path) -> str:
    """Ask a reading model once, and say how it answers.

    Raises:
        LoreError: where it does not answer, or not as it should, with the reason.
    """
    async with open_model(settings, data, bounds=Bounds(seconds=SECONDS)) as model:
        start = time.monotonic()
        try:
            questions = await model.ask(_TRIAL)
        except EndpointFailed as error:
            raise LoreError(words.reader_fails(settings.model, settings.url, str(error))) from None
    seconds = time.monotonic() - start
    good = len(questions) == 1 and "direct" in questions[0] and _FILM.name in questions[0]
    if not good:
        raise LoreError(words.reader_misreads(settings.model, _TRIAL.question, questions))
    return words.reader_answers(settings.model, seconds, Bounds().seconds)
