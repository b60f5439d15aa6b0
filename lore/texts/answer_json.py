"""An answer as the JSON object that `bot.py ask --json` prints."""

from __future__ import annotations

from typing import Any

from lore.model.dates import PartialDate
from lore.model.facts import Ambiguous, Answer, Entity, Fact, Found, Line, Slot, Unknown
from lore.texts.answers import AnswerTexts


def record(answer: Answer, wording: AnswerTexts) -> dict[str, Any]:
    """The answer's fields, ready for json.dumps."""
    outcome = answer.outcome
    found = outcome if isinstance(outcome, Found) else None
    return {
        "question": answer.question,
        "outcome": type(outcome).__name__.lower(),
        "text": wording.plain(answer),
        "verdict": found.verdict if found else None,
        "conflict": found.conflict if found else False,
        "reason": outcome.reason if isinstance(outcome, Unknown) else None,
        "choices": list(outcome.choices) if isinstance(outcome, Ambiguous) else [],
        "questions": list(outcome.questions) if isinstance(outcome, Ambiguous) else [],
        "sure": answer.sure,
        "understood": answer.understood,
        "answers": [_line(line) for line in found.lines] if found else [],
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def _line(line: Line) -> dict[str, Any]:
    entry = _fact(line.fact, line.asked)
    if line.via:
        entry["via"] = [_fact(fact, "value") for fact in line.via]
    return entry


def _fact(fact: Fact, asked: Slot) -> dict[str, Any]:
    """A fact seen from what was asked: `value` is the answer, `subject` what it answers for."""
    value = fact.slot(asked)
    assert value is not None
    subject = fact.value if asked == "subject" else fact.subject
    return {
        "subject": spoken(subject),
        "property": fact.property,
        "value": spoken(value),
        "kind": value.kind if isinstance(value, Entity) else _kind(value),
        "status": fact.status.value,
        "as_of": str(fact.date) if fact.date else None,
        "role": spoken(fact.role) if fact.role is not None else None,
        "sources": [
            {
                "title": cited.source.title,
                "published": str(cited.source.published) if cited.source.published else None,
                "locator": cited.locator,
            }
            for cited in fact.citations
        ],
    }


def spoken(value: Entity | PartialDate | str) -> str:
    """A value as it stands in JSON: a name, an ISO date, or a text."""
    return value.name if isinstance(value, Entity) else str(value)


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else "date"
