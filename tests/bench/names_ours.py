"""The adapter of the name benchmark: all that it knows of our side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from lore.answering import Engine
from lore.language import text as folding
from lore.language.lexicon import load_language
from lore.linking.linker import Linker
from lore.model.facts import Ambiguous, Answer, Entity, Found, Slot, Unknown
from lore.store import open_store
from lore.store.name_reader import NameReader

SLOTS: tuple[Slot, ...] = ("subject", "value", "role")
DATA = Path(__file__).resolve().parents[2] / "data"

Link = Callable[[str], list[str] | None]
"""From a question to the names that it was understood to name: just these as a plain list, or
`Choices`, or what was `Told`; None where it was understood to name nothing known."""


class Choices(list[str]):
    """Names that are offered to choose from."""


class Told(list[str]):
    """The names in a fact that answers, without the one that was asked for."""


@contextmanager
def ours(database: Path) -> Iterator[tuple[Link, Callable[[str], None]]]:
    """Our side over a database of names: the engine, opened as the bot opens it.

    The first answers a question, the second only links its names, which is all that rivals do.
    """
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        opening = open_store(database, migrations=DATA / "migrations")
        store = runner.run(stack.enter_async_context(opening))
        language = load_language(DATA)
        engine = Engine(store, language)
        linker = Linker.of(language)
        loop = runner.get_loop()

        def link(question: str) -> None:
            words = folding.words(question)
            loop.run_until_complete(
                store.query(lambda found: linker.link(question, words, NameReader(found)))
            )

        try:
            yield lambda question: linked(loop.run_until_complete(engine.ask(question))), link
        finally:
            runner.run(stack.aclose())


def linked(answer: Answer) -> list[str] | None:
    """The names that an answer took its question to name."""
    match answer.outcome:
        case Ambiguous(choices):
            return Choices(choices)
        case Found(card=Entity() as card):
            return [card.name]
        case Found(lines):
            line = lines[0]
            named = [line.fact.slot(slot) for slot in SLOTS if slot != line.asked]
            return Told(one.name for one in named if isinstance(one, Entity)) or None
        case Unknown(reason="no_fact" | "not_understood", names=names):
            return list(names) or None
    return None
