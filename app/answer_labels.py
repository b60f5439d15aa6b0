"""What became of a question in one word, for metrics and the log; never what was asked."""

from __future__ import annotations

import logging

from lore.model.facts import Ambiguous, Answer, Found

log = logging.getLogger(__name__)


def outcome(answer: Answer) -> str:
    """What became of a question: one of six."""
    match answer.outcome:
        case Found():
            return "answered"
        case Ambiguous():
            return "offered"
        case unknown:
            return "given_up" if unknown.tangled else unknown.reason


def certainty(answer: Answer) -> str:
    """How certain the reading of a question was: one of four."""
    match answer.outcome:
        case Found(reworded=asked) if asked:
            return "by_model"
        case Found():
            return "sure" if answer.sure else "likely"
        case _:
            return "none"


def log_answer(answer: Answer) -> None:
    """Have a line in the log for an answer."""
    became, sure = outcome(answer), certainty(answer)
    stages = {stage: round(seconds * 1000, 3) for stage, seconds in answer.stages.items()}
    log.info(
        "A question: %s (%s) in %.0f ms",
        became,
        sure,
        answer.elapsed_ms,
        extra={
            "fields": {"outcome": became, "certainty": sure, "stages_ms": stages},
        },
    )
