"""What training on articles says: how much is found, and how much of what is proposed is right."""

from __future__ import annotations

from collections.abc import Iterator

from lore.training.articles.training import Figures, Trained

NOT_KEPT = "Nothing is changed: with --write the new models are kept."


def lines(trained: Trained, seconds: float) -> Iterator[str]:
    """The figures as a table."""
    yield (f"Fitted in {seconds:.0f} s. Each folder is judged by what was learned of others; in %:")
    yield f"{'':24}{'found':>8}{'right':>8}"
    yield _line("patterns and clauses", trained.claimed)
    for least, figures in trained.judged.items():
        yield _line(f"judged, from {least:.2f} on", figures)


def _line(name: str, figures: Figures) -> str:
    found = 100 * figures.found / max(1, figures.facts)
    right = 100 * figures.right / max(1, figures.proposed)
    return f"{name:24}{found:>8.1f}{right:>8.1f}"


def written(path: str) -> str:
    """Where the new models are."""
    return f"The new models are written to {path}; they count from the next start."
