"""The tests about the tests: mocks have a spec, and what is absent is skipped once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lore.language import costs
from tests.support.imports import ROOT
from tests.support.shared import SHARED, needs, skipped_once

FILES = sorted(path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py"))
MOCKS = {"Mock", "MagicMock", "AsyncMock", "NonCallableMock", "NonCallableMagicMock"}
SPECS = {"spec", "spec_set", "wraps"}
# A replacement that is given needs none: it is no mock.
PATCHES = {"patch": 1, "object": 2}


def without_spec(source: str) -> Iterator[int]:
    """The lines that make a mock which takes whatever is called on it."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function, given = node.func, {keyword.arg for keyword in node.keywords}
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        owner = getattr(getattr(function, "value", None), "id", "")
        if name in MOCKS and not given & SPECS and not (owner != "mock" and node.args):
            yield node.lineno
        patches = name == "patch" or (name == "object" and owner == "patch")
        bare = patches and not given & {*SPECS, "autospec", "new"}
        if bare and len(node.args) <= PATCHES[name]:
            yield node.lineno


def test_no_mock_is_without_a_spec() -> None:
    found = [
        f"{path}:{line}"
        for path in FILES
        for line in without_spec((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("client = Mock()", [1]),
        ("client = mock.AsyncMock(return_value=1)", [1]),
        ("with patch('a.b'):\n    pass", [1]),
        ("with patch.object(a, 'b'):\n    pass", [1]),
        ("client = Mock(spec=Client)", []),
        ("client = create_autospec(Client)", []),
        ("with patch('a.b', autospec=True):\n    pass", []),
        ("with patch.object(a, 'b', 1):\n    pass", []),
    ],
)
def test_a_mock_without_a_spec_is_found(source: str, lines: list[int]) -> None:
    assert list(without_spec(source)) == lines


def weights(source: str) -> Iterator[int]:
    """The lines that name a number with a fraction, at the top of a module."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            inner = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            if any(isinstance(part.value, float) for part in inner):
                yield node.lineno


def test_weights_of_the_grammar_and_of_names_are_in_one_module() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ("linking", "understanding")
        for path in sorted((ROOT / "lore" / room).glob("*.py"))
        for line in weights(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_each_weight_says_what_it_weighs() -> None:
    tree = ast.parse(Path(costs.__file__).read_text(encoding="utf-8")).body
    for node, after in pairwise(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            assert isinstance(after, ast.Expr), ast.unparse(node)
    assert isinstance(tree[-1], ast.Expr)


READERS = (
    "lore/understanding",
    "lore/linking",
    "lore/answering",
    "lore/inbox/question_key",
    "lore/editing/sentences",
    "lore/articles",
)
WRITERS = {"plain/writer.py", "plain/phrases.py", "plain/voice.py", "plain/lexicon.py"}
"""Where plain questions are put into words, and how words are inflected."""
SMALL = {"the", "a", "an", "of", "is", "was", "are", "were", "by", "with", "for", "that", "which"}
"""Words of English that are no name of anything in the program."""


def small_words(source: str) -> Iterator[int]:
    """The lines on which such a word stands in a list or is compared with one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Set | ast.List | ast.Tuple):
            texts: list[ast.expr] = node.elts
        else:
            texts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if any(isinstance(text, ast.Constant) and text.value in SMALL for text in texts):
            yield texts[0].lineno


def test_no_reader_has_the_small_words_of_a_language() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in READERS
        for path in sorted((ROOT / room).rglob("*.py"))
        if f"{path.parent.name}/{path.name}" not in WRITERS
        for line in small_words(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("source", ['ties = frozenset({"of", "ties"})', 'at = word == "of"'])
def test_a_small_word_is_found(source: str) -> None:
    assert list(small_words(source)) == [1]


class Case(pytest.Item):
    """A test that is collected and not run."""

    def runtest(self) -> None:
        raise NotImplementedError


def test_a_parametrised_test_that_lacks_something_is_one_skip(
    request: pytest.FixtureRequest,
) -> None:
    names = ["test_read[1]", "test_read[2]", "test_read[3]", "test_other"]
    cases = [Case.from_parent(request.session, name=name) for name in names]
    for case in cases[:3]:
        case.add_marker(needs(SHARED / "never there"))
    kept, left = skipped_once(cases)
    assert [case.name for case in kept] == ["test_read[1]", "test_other"]
    assert [case.name for case in left] == ["test_read[2]", "test_read[3]"]
    assert cases[0].get_closest_marker("skip") is not None
    assert cases[3].get_closest_marker("skip") is None
