"""Trains: makes the rows, fits, and judges each group by weights that have not seen it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce
from operator import add
from pathlib import Path

import numpy as np

from lore.model.errors import LoreError
from lore.model.progress import Progress
from lore.store.presses import Press
from lore.training.figures import Figures, judged
from lore.training.fitting import Corpus, Numbers
from lore.training.growing import Contest, grow
from lore.training.phrasing import Fitted
from lore.training.phrasing import fit as fit_phrasing
from lore.training.rows import Block, Row, Task, make
from lore.understanding.reading import forest as forests
from lore.understanding.reading import phrasing as phrasings
from lore.understanding.reading.forest import Forest
from lore.understanding.reading.judge import Judgement, Weights, load_weights

PRESSES = "presses"
"""How groups of a server's presses are called, with a number."""
_PARTS = 5
"""Parts of the presses, and of the groups."""
_OF_A_FIT = 60
"""As how many questions a fit counts in what is reported of progress."""
_LEAST_WEIGHT = 0.005
"""Below which a weight is not written."""
_TABLE = "\n[weights]\n"

Groups = frozenset[str]
_NOBODY: Groups = frozenset()


@dataclass(frozen=True, slots=True)
class Trained:
    """New weights, a new forest and a new model of phrasings, with the figures of each group before
    and after: those of weights that have not seen it, made of the groups that the old ones were
    made of, or of all. Of what members pressed no phrasing is learned: their words stay theirs."""

    weights: Mapping[str, float]
    forest: Forest
    phrasing: Fitted
    before: Mapping[str, Figures]
    after: Mapping[str, Figures]

    @property
    def is_worse(self) -> bool:
        """Whether the new weights are worse than the old ones, over all groups."""
        return total(self.after).is_worse(total(self.before))


def total(figures: Mapping[str, Figures]) -> Figures:
    """The figures of all groups."""
    return reduce(add, figures.values(), Figures())


def press_tasks(presses: Sequence[Press], database: Path) -> list[Task]:
    """A server's presses as groups that are judged apart, none of which has the same question as
    another."""
    questions = sorted({(press.scope, press.question) for press in presses})
    part = {key: place % _PARTS for place, key in enumerate(questions)}
    return [
        Task(
            f"{PRESSES} {number + 1}",
            [press for press in presses if part[press.scope, press.question] == number],
            database=database,
        )
        for number in range(min(_PARTS, len(questions)))
    ]


def train(
    tasks: Sequence[Task],
    data: Path,
    migrations: Path,
    *,
    workers: int,
    progress: Progress | None = None,
    least: int | None = None,
) -> Trained:
    """Fit the weights anew on the questions of some tasks, in so many processes.

    A feature that stands in fewer than `least` readings is not weighed.

    Raises:
        LoreError: where a pack or a database cannot be used, and where nothing can be learned.
    """
    path = data / "language" / "weights.toml"
    old = load_weights(path)
    groups = list(dict.fromkeys(task.group for task in tasks))
    plan = _plan(groups, fitted_on(path, groups))
    report = _Report(tasks, plan, progress)
    blocks = list(_blocks(tasks, partial(_made, data=data, migrations=migrations), workers, report))
    shipped = frozenset(group for group in groups if not group.startswith(PRESSES))
    phrasing = _heard(blocks, shipped, workers, report)
    corpus = _corpus(blocks, least)
    fitted = dict(_fitted(corpus, workers, report))
    shares = {taken: corpus.shares(vector) for taken, vector in fitted.items()}
    unseen = corpus.shares(corpus.vector(old.features))
    now = {group: shares[now] for group, (_, now) in plan.items()}
    cases = _cases(corpus, now)
    after = before = _figures(cases, _crossed(cases, frozenset(groups), workers, report), old)
    if _differs(plan):
        was = {group: shares.get(was or _NOBODY, unseen) for group, (was, _) in plan.items()}
        taken = fitted_on(path, groups)
        former = _cases(corpus, was)
        before = _figures(former, _crossed(former, taken, workers, report), old)
    forest = grow([case.contest for case in cases], processors=workers)
    weights = corpus.named(fitted[frozenset(groups)])
    return Trained(weights, forest, phrasing, before, after)


@dataclass(frozen=True, slots=True)
class Case:
    """A question as weights judge it that have not seen its group."""

    row: Row
    told: Judgement
    contest: Contest


def _heard(blocks: Sequence[Block], shipped: Groups, workers: int, report: _Report) -> Fitted:
    """Add to all rows what their words say by a model fitted on other parts of the shipped groups;
    the model fitted on all of these."""

    def fitted(groups: Groups) -> Fitted:
        return fit_phrasing(row for block in blocks if block.group in groups for row in block.rows)

    parts = [_NOBODY, *parts_of(block.group for block in blocks)]
    models = []
    with ThreadPoolExecutor(workers) as pool:
        for model in pool.map(lambda part: fitted(shipped - part), parts):
            report.add(_OF_A_FIT)
            models.append(model)
    whole, *others = models
    for part, model in zip(parts[1:], others, strict=True):
        for block in blocks:
            if block.group in part:
                block.hear(model.phrasing)
    return whole


def _cases(corpus: Corpus, shares: Mapping[str, Numbers]) -> list[Case]:
    """All rows, judged by the shares that count for the group of each."""
    cases = []
    for place, row in enumerate(corpus.rows):
        judgement, contest = corpus.contest(place, shares[corpus.groups[place]])
        cases.append(Case(row, judgement, contest))
    return cases


def _crossed(
    cases: Sequence[Case], taken: Groups, processors: int, report: _Report
) -> list[list[float]]:
    """The chances of the answers of each case, by a forest grown on those of the taken groups that
    are in other parts of the groups than its own."""
    by_case: list[list[float]] = [[] for _ in cases]
    for part in parts_of(case.contest.group for case in cases):
        others = [row.contest for row in cases if row.contest.group in taken - part]
        forest = grow(others, processors=processors)
        for place, case in enumerate(cases):
            if case.contest.group in part:
                by_case[place] = [forest.chance(features) for features in case.contest.features]
        report.add(_OF_A_FIT)
    return by_case


def _corpus(blocks: Sequence[Block], least: int | None) -> Corpus:
    if not any(row.wanted for block in blocks for row in block.rows):
        raise LoreError("No question has a right reading, so there is nothing to learn from.")
    kept = [block for block in blocks if block.rows]
    return Corpus(kept) if least is None else Corpus(kept, least=least)


def _plan(groups: Sequence[str], old: Groups) -> dict[str, tuple[Groups | None, Groups]]:
    """For each group, on which others the weights are fitted that judge it before and after: those
    in other parts of the groups; None where it is the old weights themselves that have not seen
    it."""
    everything = frozenset(groups)
    return {
        group: (old - part if group in old else None, everything - part)
        for part in parts_of(groups)
        for group in part
    }


def parts_of(groups: Iterable[str]) -> list[Groups]:
    """Groups in parts, each of which is judged by what is made of the others."""
    distinct = sorted(set(groups))
    return [frozenset(distinct[start::_PARTS]) for start in range(min(_PARTS, len(distinct)))]


def _differs(plan: Mapping[str, tuple[Groups | None, Groups]]) -> bool:
    """Whether a group is judged by others before than after."""
    return any(was != now for was, now in plan.values())


def fitted_on(path: Path, groups: Sequence[str]) -> Groups:
    """Those of some groups that the weights of a file were fitted on: all but presses, where it
    does not say."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    fitted = table.get("fitted", {}).get("on")
    own = [group for group in groups if not group.startswith(PRESSES)]
    return frozenset(own if fitted is None else fitted) & frozenset(groups)


class _Report:
    """Reports how much of the work is done, in questions."""

    def __init__(
        self,
        tasks: Sequence[Task],
        plan: Mapping[str, tuple[Groups | None, Groups]],
        progress: Progress | None,
    ) -> None:
        self.fits = {taken for pair in plan.values() for taken in pair if taken is not None}
        self.fits.add(frozenset(plan))
        questions = sum(len(task.questions) for task in tasks)
        self._progress = progress
        forests = min(_PARTS, len(plan)) * (2 if _differs(plan) else 1)
        phrasings = min(_PARTS, len(plan)) + 1
        self._total = questions + _OF_A_FIT * (len(self.fits) + forests + phrasings)
        self._done = 0

    def add(self, questions: int) -> None:
        """So much more is done."""
        self._done += questions
        if self._progress is not None:
            self._progress(self._done, self._total)


def _made(task: Task, *, data: Path, migrations: Path) -> Block:
    return asyncio.run(make(task, data, migrations))


def _blocks(
    tasks: Sequence[Task], made: partial[Block], workers: int, report: _Report
) -> Iterator[Block]:
    """The rows of all tasks, in their order; the work is shared among processes."""
    if workers <= 1:
        for task in tasks:
            yield made(task)
            report.add(len(task.questions))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: dict[Future[Block], Task] = {pool.submit(made, task): task for task in tasks}
        try:
            for done in as_completed(waiting):
                done.result()
                report.add(len(waiting[done].questions))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        yield from (future.result() for future in waiting)


def _fitted(corpus: Corpus, workers: int, report: _Report) -> Iterator[tuple[Groups, Numbers]]:
    """The weights fitted on each set of groups that the plan needs, and on all."""
    groups = np.array(corpus.groups)
    wanted = sorted(report.fits, key=sorted)
    with ThreadPoolExecutor(workers) as pool:
        fits = pool.map(lambda taken: corpus.fit(np.isin(groups, sorted(taken))), wanted)
        for taken, vector in zip(wanted, fits, strict=True):
            report.add(_OF_A_FIT)
            yield taken, vector


def _figures(
    cases: Sequence[Case], chances: Sequence[Sequence[float]], weights: Weights
) -> dict[str, Figures]:
    """The figures of each group."""
    figures: dict[str, Figures] = {}
    for case, shares in zip(cases, chances, strict=True):
        group = case.contest.group
        own = judged(case.row, case.told, shares, weights)
        figures[group] = figures.get(group, Figures()) + own
    return figures


def write(path: Path, trained: Trained) -> None:
    """Put new weights into a file in place of the old ones, the rest of which stays, and the forest
    and the model of phrasings into the files beside it.

    Raises:
        LoreError: where one cannot be written. All are then as they were.
    """
    texts = {
        path.with_name("forest.json"): forests.written(trained.forest),
        path.with_name("phrasing.json"): phrasings.written(
            trained.phrasing.words, trained.phrasing.readings, trained.phrasing.leanings
        ),
    }
    try:
        texts[path] = renewed(path.read_text(encoding="utf-8"), trained)
        for place, text in texts.items():
            place.with_suffix(".new").write_text(text, encoding="utf-8")
        for place in texts:
            place.with_suffix(".new").replace(place)
    except OSError as error:
        for place in texts:
            with suppress(OSError):
                place.with_suffix(".new").unlink()
        raise LoreError(f"The weights {path} cannot be written: {error.strerror}.") from None


def renewed(text: str, trained: Trained) -> str:
    """The text of a file of weights with new ones, and the groups that they were fitted on."""
    head, _, _ = text.partition(_TABLE)
    weights = [
        f'"{name}" = {weight:.3f}'
        for name, weight in sorted(trained.weights.items())
        if abs(weight) >= _LEAST_WEIGHT
    ]
    groups = ", ".join(f'"{group}"' for group in sorted(trained.after))
    return "\n".join(
        [
            f"{head}{_TABLE}{weights[0]}" if weights else f"{head}{_TABLE}",
            *weights[1:],
            "",
            "# The sets of questions that they were fitted on (see data/training).",
            "[fitted]",
            f"on = [{groups}]",
            "",
        ]
    )


def cores() -> int:
    """How many processors this program may use."""
    with suppress(AttributeError):  # only some systems tell
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
