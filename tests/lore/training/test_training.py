"""`bot.py train`: the weights are fitted anew, judged unseen, and kept only where no worse."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
from array import array
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import bot
from lore.model.errors import LoreError, PropertyError
from lore.store.presses import Press
from lore.training import training
from lore.training.figures import Figures, judged
from lore.training.fitting import Corpus, Numbers
from lore.training.growing import Contest, grow
from lore.training.rows import Block, Row, Task, make, tasks
from lore.training.training import Trained, fitted_on, press_tasks, renewed, total, train
from lore.understanding.reading.forest import Forest, load_forest, written
from lore.understanding.reading.judge import grouped, load_weights
from lore.understanding.reading.phrasing import load_phrasing
from tests.support import training as tiny

DATA = Path(bot.__file__).resolve().parent / "data"
WEIGHTS = DATA / "language" / "weights.toml"
FOREST = WEIGHTS.with_name("forest.json")
SETS = tuple(sorted(tiny.FRANCHISES))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tmp_path_factory.mktemp("training"))


@pytest.fixture(scope="session")
def work(folder: Path) -> list[Task]:
    return tasks(folder, bot.FILES.shipped)


@pytest.fixture(scope="session")
def trained(work: list[Task]) -> Trained:
    return train(work, DATA, bot.FILES.migrations, workers=1, least=1)


@pytest.fixture
def weights(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program trains on the tiny franchises, and has its weights here."""
    path = Path(shutil.copy(WEIGHTS, tmp_path / "weights.toml"))
    monkeypatch.setattr(bot, "FILES", replace(bot.FILES, training=folder, weights=path))
    monkeypatch.setattr(training, "cores", lambda: 1)
    return path


async def test_a_row_knows_which_readings_are_right(work: list[Task]) -> None:
    block = await make(work[0], DATA, bot.FILES.migrations)
    assert [row.answered for row in block.rows] == [True, True, True, True, False]
    for row in block.rows:
        silent = {place for place, answer in enumerate(row.answers) if answer == -1}
        assert len(row.answers) == len(row.readings) + 1 == len(row.starts) - 1
        if row.answered:
            assert row.wanted
            assert row.wanted <= row.right
            assert not row.right & silent
        else:
            assert row.wanted == silent


def test_a_pressed_reading_is_the_right_one(folder: Path, tmp_path: Path) -> None:
    _, _, part, _ = tiny.FRANCHISES["mole"]
    database = tmp_path / "lore.db"
    pack = folder / "mole" / "pack.jsonl"
    assert bot.main(["import", str(pack), "--database", str(database)]) == 0
    asked = f"so whos doin {part} then"
    press = Press(7, asked, (f"Who plays {part}?",), f"Who plays {part}?", "2026-01-01")
    gone = Press(7, asked, ("Who sings it?",), "Who sings it?", "2026-01-01")
    task = Task("presses 1", [press, gone], database=database)
    block = asyncio.run(make(task, DATA, bot.FILES.migrations))
    first, second = block.rows
    assert first.answered
    assert first.wanted <= first.right
    assert {first.answers[place] for place in first.wanted} == {
        first.answers[place] for place in first.right
    }
    assert not second.wanted


def test_fitting_makes_what_is_right_likely(trained: Trained) -> None:
    assert total(trained.after).answerable == 8
    assert trained.weights["lex:last"] > 0
    assert set(trained.after) == set(trained.before) == set(SETS)


def test_processes_share_the_work(work: list[Task], trained: Trained) -> None:
    done: list[tuple[int, int]] = []
    shared = train(
        work,
        DATA,
        bot.FILES.migrations,
        workers=2,
        least=1,
        progress=lambda part, whole: done.append((part, whole)),
    )
    assert shared.weights == pytest.approx(trained.weights, abs=1e-6)
    assert shared.after == trained.after
    assert done == sorted(done)
    assert done[-1][0] == done[-1][1]


async def test_fits_in_threads_find_the_matrix_as_it_stays(work: list[Task]) -> None:
    """scipy puts a matrix in order when it first needs it so: two threads did that at once."""
    corpus = Corpus([await make(work[0], DATA, bot.FILES.migrations)], least=1)
    assert corpus.matrix.has_canonical_format


def test_the_gradient_is_that_of_the_likelihood() -> None:
    """A fit leaves no slope: a small step in any direction makes nothing likelier."""
    block = Block("a", {"x": 0, "y": 1})
    for answers, names in (((0, 1, -1), (0, 1)), ((0, 1, -1), (1, 0)), ((0, 1, -1), (0, 1))):
        block.rows.append(
            Row(
                array("i", [0, 1, 2, 2]),
                array("i", names),
                array("d", [1.0, 2.0]),
                array("i", answers),
                (frozenset(), frozenset()),
                frozenset({0}),
                frozenset({0}),
                ("step cast:role:value", "step cast:role:value"),
                "",
                True,
            )
        )
    corpus = Corpus([block], least=1)
    fitted = corpus.fit(np.ones(3, dtype=bool))

    def loss(vector: Numbers) -> float:
        shares = corpus.shares(vector)
        scale = 2.0  # the largest value of either
        return 0.5 * float(((vector * scale) ** 2).sum()) - float(
            np.log(shares[corpus.wanted]).sum()
        )

    least = loss(fitted)
    for place in range(2):
        for step in (-0.01, 0.01):
            moved = fitted.copy()
            moved[place] += step
            assert loss(moved) > least


def test_what_is_given_is_what_the_second_look_gives() -> None:
    def told(
        shares: list[float], chances: list[float], right: int = 0, *, grammar: bool = False
    ) -> Figures:
        empty = array("i")
        numbers, marks = array("i", [0, 1, -1]), frozenset({right})
        reading = "step cast:role:value"
        told = (reading, "grammar cast::value" if grammar else reading)
        row = Row(empty, empty, array("d"), numbers, (), marks, marks, told, "", True)
        return judged(row, grouped(shares, [0, 1]), chances, load_weights(WEIGHTS))

    sure = told([0.9, 0.06, 0.04], [0.95, 0.02])
    assert (sure.first, sure.outright, sure.pressed, sure.wrong) == (1, 1, 1, 0)
    wrong = told([0.9, 0.06, 0.04], [0.95, 0.02], 1)
    assert (wrong.first, wrong.three, wrong.outright, wrong.wrong) == (0, 1, 0, 1)
    asked = told([0.5, 0.46, 0.04], [0.5, 0.4], 1)
    assert (asked.asked, asked.pressed, asked.outright, asked.wrong) == (1, 1, 0, 0)
    silent = told([0.3, 0.2, 0.5], [0.3, 0.1])
    assert (silent.asked, silent.outright, silent.wrong) == (0, 0, 0)
    own = told([0.2, 0.7, 0.1], [0.85, 0.1], 1, grammar=True)
    assert (own.outright, own.wrong) == (1, 0)


def test_a_forest_tells_what_it_has_grown_on() -> None:
    contests = [
        Contest("a", [{"left": 0.0, "met": 1.0}, {"left": float(number % 3)}], [True, False])
        for number in range(80)
    ]
    forest = grow(contests, processors=1)
    assert forest.chance({"left": 0.0, "met": 1.0}) > 0.9
    assert forest.chance({"left": 2.0}) < 0.1
    assert grow(contests, processors=1) == forest
    assert 0.3 < grow(contests[:4], processors=1).chance({}) < 0.7


@pytest.mark.parametrize("text", ["", "[]", '{"bias": 0}', '{"bias": 0, "trees": [["a", 1, 2]]}'])
def test_a_forest_that_cannot_be_used_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "forest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PropertyError, match="cannot be used"):
        load_forest(path)


def test_a_written_forest_is_read_as_it_was(tmp_path: Path) -> None:
    forest = Forest(-0.5, [("left", 0.5, 0.25, ("met", 0.0, -1.0, 2.0)), 0.125])
    path = tmp_path / "forest.json"
    path.write_text(written(forest), encoding="utf-8")
    assert load_forest(path) == forest


def test_worse_is_what_loses_more_than_chance() -> None:
    before = Figures(rows=1000, answerable=1000, first=700, outright=500, wrong=20)
    assert not before.is_worse(before)
    for worse in ({"first": 690}, {"outright": 490}, {"wrong": 30}):
        figures = {"rows": 1000, "answerable": 1000, "first": 700, "outright": 500, "wrong": 20}
        assert Figures(**{**figures, **worse}).is_worse(before)


def test_the_old_weights_judge_what_they_have_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text("[weights]\n", encoding="utf-8")
    groups = ["a", "b", "presses 1"]
    assert fitted_on(path, groups) == {"a", "b"}
    path.write_text('[weights]\n\n[fitted]\non = ["a", "gone"]\n', encoding="utf-8")
    assert fitted_on(path, groups) == {"a"}


def test_the_same_question_is_never_in_two_parts_of_the_presses(tmp_path: Path) -> None:
    found = [Press(1, f"q{number % 7}", (), "", "2026-01-01") for number in range(21)]
    parts = press_tasks(found, tmp_path)
    assert sum(len(part.questions) for part in parts) == 21
    words = [{one.question for one in part.questions} for part in parts]
    assert sum(map(len, words)) == 7
    assert press_tasks([], tmp_path) == []


def test_without_being_told_to_nothing_is_written(
    weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = weights.read_text(encoding="utf-8")
    assert bot.main(["train"]) == 0
    told = capsys.readouterr().out
    assert "--write" in told
    assert all(name in told for name in (*SETS, "all"))
    assert weights.read_text(encoding="utf-8") == before


def test_new_weights_are_written_beside_what_stays(
    weights: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trained, "is_worse", False)
    old = weights.read_text(encoding="utf-8")
    assert bot.main(["train", "--write"]) == 0
    assert str(weights) in capsys.readouterr().out
    text = weights.read_text(encoding="utf-8")
    head = old.partition("[weights]")[0]
    assert text.startswith(head)
    assert load_weights(weights).features != load_weights(WEIGHTS).features
    assert fitted_on(weights, [*SETS, "other"]) == set(SETS)
    names = {path.name for path in weights.parent.iterdir()}
    assert names == {weights.name, "forest.json", "phrasing.json"}
    assert load_forest(weights.with_name("forest.json")) != load_forest(FOREST)
    assert (
        load_phrasing(weights.with_name("phrasing.json")).hear("who plays character", []).none == 1
    )


def test_worse_weights_are_not_written(
    weights: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trained, "is_worse", True)
    before = weights.read_text(encoding="utf-8")
    assert bot.main(["train", "--write"]) == 0
    assert "worse: nothing is changed" in capsys.readouterr().out
    assert weights.read_text(encoding="utf-8") == before


def test_written_again_it_is_the_same(trained: Trained) -> None:
    once = renewed(WEIGHTS.read_text(encoding="utf-8"), trained)
    assert renewed(once, trained) == once


def test_a_file_that_cannot_be_written_stays(tmp_path: Path, trained: Trained) -> None:
    with pytest.raises(LoreError, match="cannot be written"):
        training.write(tmp_path / "gone" / "weights.toml", trained)


def test_presses_of_a_database_are_trained_on(
    weights: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "own" / "lore.db"
    database.parent.mkdir()
    pack = folder / "mole" / "pack.jsonl"
    assert bot.main(["--database", str(database), "import", str(pack)]) == 0
    part = tiny.FRANCHISES["mole"][2]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO press VALUES (1, 7, ?, '[]', ?, '2026-01-01')",
            (f"so whos doin {part} then", f"Who plays {part}?"),
        )
    capsys.readouterr()
    assert bot.main(["--database", str(database), "train"]) == 0
    assert "presses 1" in capsys.readouterr().out


def test_what_it_needs_may_be_missing(
    weights: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "lore.training.training")
    monkeypatch.delitem(sys.modules, "lore.training.fitting")
    import lore.training

    monkeypatch.delattr(lore.training, "training")
    assert bot.main(["train"]) == 2
    assert "pip install -e '.[train]'" in capsys.readouterr().err


def test_a_database_that_is_not_there(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bot.main(["train", "--database", str(tmp_path / "gone.db")]) == 2
    assert "gone.db" in capsys.readouterr().err
