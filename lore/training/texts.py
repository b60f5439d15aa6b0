"""What training says: figures before and after, and what became of the weights."""

from __future__ import annotations

from collections.abc import Iterator

from lore.training.figures import Figures
from lore.training.training import Trained, total

_HEADS = ("first", "three", "outright", "press", "wrong", "asked", "refused")


def lines(trained: Trained, seconds: float) -> Iterator[str]:
    """The figures of each group and of all."""
    rows = total(trained.after).rows
    yield (
        f"Fitted on {rows:,} questions in {seconds:.0f} s. "
        "Each set is judged by weights that have not seen it; in %:"
    )
    yield f"{'':24}{'questions':>9}" + "".join(f"{head:>10}" for head in _HEADS)
    for group in trained.after:
        yield from _pair(group, trained.before[group], trained.after[group])
    yield from _pair("all", total(trained.before), total(trained.after))


def _pair(group: str, before: Figures, after: Figures) -> Iterator[str]:
    yield f"{group:16}{'before':8}{before.rows:>9,}{_told(before)}"
    yield f"{'':16}{'after':8}{after.rows:>9,}{_told(after)}"


def _told(figures: Figures) -> str:
    answerable, silent = figures.answerable, figures.rows - figures.answerable
    parts = [
        *(
            (count, answerable)
            for count in (figures.first, figures.three, figures.outright, figures.pressed)
        ),
        (figures.wrong, figures.rows),
        (figures.asked, figures.rows),
        (figures.refused, silent),
    ]
    return "".join(f"{100 * count / of:>10.1f}" if of else f"{'–':>10}" for count, of in parts)


def verdict(trained: Trained) -> str:
    """Whether the new weights are worth keeping, where nothing was changed."""
    if trained.is_worse:
        return "The new weights are worse: nothing is changed."
    return "The new weights are no worse. Nothing is changed: with --write they are kept."


def written(path: str) -> str:
    """Where the new weights are."""
    return f"The new weights are no worse, and written to {path}; they count from the next start."
