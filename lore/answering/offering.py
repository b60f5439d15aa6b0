"""What a button says that offers a reading: the plain question that a press asks."""

from __future__ import annotations

from dataclasses import replace

from lore.answering.fact_graph import FactGraph
from lore.answering.plain_questions import ExactNames
from lore.model.dates import PartialDate
from lore.understanding.algebra import Listing, Named, Question, Reading, Several, Step
from lore.understanding.plain.writer import plain


def worded(question: Question, as_of: PartialDate | None, graph: FactGraph) -> str:
    """A reading as the plain question that offers it.

    What is asked of no work is asked of the works in focus, where the store tells it of them.
    """
    naming = ExactNames(graph.reader, graph).told_apart
    return plain(Reading(focused(question, graph), as_of), graph.properties, naming)


def focused(question: Question, graph: FactGraph) -> Question:
    """A question with what it asks of no work asked of the works in focus that it is told of."""
    match question:
        case Several(parts):
            return Several(tuple(focused(part, graph) for part in parts))
        case Listing(Step(names, "subject", _, None, ()) as step, count=False):
            works = [
                work
                for work in graph.focus
                if any((name, "subject") in graph.at(work.id) for name in names)
            ]
            parts = tuple(Listing(replace(step, source=Named(work))) for work in works)
            return Several(parts) if len(parts) > 1 else parts[0] if parts else question
        case _:
            return question
