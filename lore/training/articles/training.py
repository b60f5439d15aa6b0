"""Trains how articles are judged: each part of the folders by what was learned of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lore.articles.judging import judge
from lore.articles.judging import wording as wordings
from lore.articles.judging.possible_facts import JUDGED
from lore.articles.judging.wording import Wording
from lore.model.errors import LoreError
from lore.model.progress import Progress
from lore.training.articles.gold import same_fact
from lore.training.articles.rows import Learned, Reading, Row, proposal
from lore.training.articles.wording import fit
from lore.training.growing import Contest, grow
from lore.training.training import parts_of
from lore.understanding.reading import forest as forests
from lore.understanding.reading.forest import Forest

_AS_CAST = "known_for"
_TREES = 150
"""Trees of the forest: with twice as many no more is found, and judging takes twice as long."""
_CHANCES = (0.4, 0.5, 0.6, 0.7, 0.8)
"""Chances from which on the figures tell what would be proposed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over articles: facts of the judged properties that readers took, how many of them are
    proposed; how many proposals there are, and how many of them readers took."""

    facts: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0

    def __add__(self, other: Figures) -> Figures:
        """The counts of both."""
        return Figures(
            self.facts + other.facts,
            self.found + other.found,
            self.proposed + other.proposed,
            self.right + other.right,
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """A new model of words and new trees, with the figures of what patterns and clauses claim, and
    of what is judged likely by models that have not seen the folder, at some chances."""

    wording: Wording
    forest: Forest
    claimed: Figures
    judged: dict[float, Figures]


def train(
    articles: Path,
    data: Path,
    migrations: Path,
    *,
    processors: int,
    progress: Progress | None = None,
) -> Trained:
    """Learn from the folders of articles in a folder.

    Raises:
        LoreError: where there are none, and where a pack cannot be used.
    """
    reading = Reading(data)
    learned: list[Learned] = []
    folders = sorted(path for path in articles.glob("*") if path.is_dir())
    for number, folder in enumerate(folders):
        learned += reading.learned(folder, migrations)
        if progress is not None:
            progress(number + 1, len(folders))
    if not learned:
        raise LoreError("There are no articles with facts to learn from.")
    parts = parts_of(one.group for one in learned)
    told = {id(one): list(reading.told(one)) for one in learned}

    def without(part: frozenset[str]) -> Wording:
        """What words say by all groups but some."""
        return fit([row for one in learned if one.group not in part for row in told[id(one)]])

    rows: dict[int, list[Row]] = {}
    for part in parts:
        wording = without(part)
        rows |= {id(one): list(reading.rows(one, wording)) for one in learned if one.group in part}
    claims = {id(one): [row for row in rows[id(one)] if row.claimed] for one in learned}
    claimed = sum((_figures(one, claims[id(one)]) for one in learned), Figures())
    judged = _judged(learned, rows, parts, processors)
    forest = grow(
        [_contest(one, rows[id(one)]) for one in learned], processors=processors, rounds=_TREES
    )
    return Trained(without(frozenset()), forest, claimed, judged)


def _judged(
    learned: Sequence[Learned],
    rows: dict[int, list[Row]],
    parts: Sequence[frozenset[str]],
    processors: int,
) -> dict[float, Figures]:
    """The figures at some chances, by forests that have not seen an article's part."""
    found = dict.fromkeys(_CHANCES, Figures())
    for part in parts:
        others = [_contest(one, rows[id(one)]) for one in learned if one.group not in part]
        forest = grow(others, processors=processors, rounds=_TREES)
        for one in (one for one in learned if one.group in part):
            chances = [(forest.chance(row.features), row) for row in rows[id(one)]]
            for least in _CHANCES:
                likely = [row for chance, row in chances if chance >= least]
                found[least] += _figures(one, likely)
    return found


def _contest(one: Learned, rows: Sequence[Row]) -> Contest:
    """What is learned of an article's possible facts, but for those on which readers differ."""
    clear = [row for row in rows if not row.optional]
    return Contest(one.group, [row.features for row in clear], [row.right for row in clear])


def _figures(one: Learned, chosen: Sequence[Row]) -> Figures:
    """The figures where the chosen rows are proposed."""
    proposals = [proposal(one, row.key) for row in chosen]
    wanted = [
        fact
        for fact in one.facts
        if not fact.get("optional") and fact["property"] in (*JUDGED, _AS_CAST)
    ]
    found = sum(any(same_fact(fact, made) for made in proposals) for fact in wanted)
    clear = [row for row in chosen if not row.optional]
    return Figures(len(wanted), found, len(clear), sum(row.right for row in clear))


def write(trained: Trained, data: Path) -> None:
    """Keep the new model of words and the new trees.

    Raises:
        LoreError: where a file cannot be written.
    """
    folder = data / "language"
    try:
        (folder / judge.WORDS_FILE).write_text(wordings.written(trained.wording), encoding="utf-8")
        (folder / judge.TREES_FILE).write_text(forests.written(trained.forest), encoding="utf-8")
    except OSError as error:
        raise LoreError(f"{folder} cannot be written: {error.strerror}.") from None
