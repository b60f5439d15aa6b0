"""A question that referred to earlier ones, as it would be asked by itself."""

from __future__ import annotations

from lore.models import Found, Outcome, Unknown
from lore.properties import Properties
from lore.wording import inbox as words


def alone(question: str, outcome: Outcome, properties: Properties) -> str:
    """What a question asked, told by what was understood of it; the question where that is not
    enough."""
    asked = subject_of(outcome)
    entry = properties.get(asked.property or "")
    if entry is None or not asked.names:
        return question
    return words.standing_alone(entry.label, asked.names)


def subject_of(outcome: Outcome) -> Unknown:
    """What an answer is about, in the shape in which entries keep it."""
    if isinstance(outcome, Unknown):
        return outcome
    if isinstance(outcome, Found) and outcome.lines:
        fact = outcome.lines[0].fact
        return Unknown("no_fact", fact.property, (fact.subject.name,))
    return Unknown("no_fact")
