"""Servers are apart: nothing that one's members ask, suggest or report is seen from another."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lore.editing import Fields, Moderator
from lore.inbox import Asked
from lore.inbox.statistics import Weeks
from lore.language.lexicon import Language
from lore.model.errors import LoreError
from lore.store import open_store
from lore.store.inbox import State
from lore.texts import AnswerTexts
from tests.support.editing import LANGUAGE
from tests.support.examples import examples
from tests.support.inbox import ANN, BOB, DRAFT, HERE, MIGRATED, THERE, Desk, copied, desk_on

QUESTIONS = (
    "who composed mi7",
    "who composes mission impossible seven",
    "how tall is tom cruise",
    "who plays james bond",
    "why is the sky blue",
    "who directs mi7",
)
DOINGS = (
    "ask",
    "mention",
    "report",
    "tell",
    "suggest",
    "dismiss",
    "accept",
    "decline",
    "phrase",
    "alias",
    "fact",
    "settle",
    "digest",
)
COMPOSER = Fields(
    "Mission: Impossible 7", "composer", "Tom Cruise", title="Variety", published="2020-02-03"
)
WORDS = AnswerTexts(LANGUAGE.properties)
Step = tuple[str, str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(DOINGS), st.sampled_from(QUESTIONS), st.sampled_from([ANN, BOB])),
    max_size=8,
)


async def do(desk: Desk, scope: int, step: Step) -> None:
    """One thing that a member or a moderator does; what is refused changes nothing."""
    what, question, person = step
    try:
        match what:
            case "ask" | "mention":
                await desk.ask(question, scope=scope, how="command" if what == "ask" else what)
            case "report":
                await desk.inbox.report(
                    Asked(scope, "command"), question, person, f"No: {question}"
                )
            case "tell":
                await desk.inbox.tell_me(scope, question, person, None)
            case "suggest":
                await desk.suggestions.suggest(scope, person, {**DRAFT, "note": question})
            case "dismiss":
                await desk.inbox.set_state(scope, 1, "dismissed")
            case "accept":
                await desk.suggestions.accepted(scope, 1, actor=person, change=1)
            case "decline":
                await desk.suggestions.decline(scope, 1, actor=person, reason=question)
            case "phrase":
                await desk.editing.phrases.add("sky blue", "composer", Moderator(scope, person))
            case "alias":
                by = Moderator(scope, person)
                await desk.editing.names.add("Tom Cruise", "James Bond", by, reason=question)
            case "fact":
                by = Moderator(scope, person)
                draft = await desk.editing.propose(COMPOSER, by)
                await desk.editing.save(draft, by, reason=question)
            case "settle":
                await desk.inbox.settle(scope)
            case "digest":
                await Weeks(desk.store, clock=desk.clock).due(scope)
    except LoreError:
        pass


async def seen(desk: Desk, scope: int) -> object:
    """All that a server's members and moderators can see."""
    states: list[State] = ["open", "answered", "dismissed"]
    entries = await desk.inbox.entries(scope, states, limit=1000)
    return (
        [
            (one.number, one.kind, one.state, one.asked, one.wordings, one.waiting)
            for one in entries
        ],
        await desk.suggestions.listed(scope, ["open", "accepted", "declined"]),
        await desk.editing.phrases.listed(scope),
        await desk.statistics.figures(scope),
        await desk.statistics.digest(scope),
        [WORDS.plain(await desk.engine.ask(question, scope=scope)) for question in QUESTIONS],
        [await desk.inbox.reports(scope, one.number) for one in entries],
        [change.number for change in await desk.editing.history(scope)],
        await desk.inbox.settle(scope),
        [wish.question for wish in await desk.inbox.owed() if wish.scope == scope],
    )


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(here=STEPS, there=STEPS)
def test_a_server_sees_what_it_would_see_alone(
    seeded: Path,
    language: Language,
    here: list[tuple[str, str, int]],
    there: list[tuple[str, str, int]],
) -> None:
    async def run(both: bool) -> object:
        folder = Path(tempfile.mkdtemp())
        try:
            async with open_store(copied(seeded, folder), MIGRATED) as store:
                desk = desk_on(store, language)
                for place in range(max(len(here), len(there))):
                    if both and place < len(here):
                        await do(desk, HERE, here[place])
                    if place < len(there):
                        await do(desk, THERE, there[place])
                return await seen(desk, THERE)
        finally:
            shutil.rmtree(folder)

    assert asyncio.run(run(True)) == asyncio.run(run(False))
