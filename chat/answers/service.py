"""Answers: from a question to a reply, and again from the log row of an earlier reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Final, get_args

from chat.answers.long_cards import LongCards
from chat.ui.errors import Gone
from chat.ui.request import RequestContext
from lore.answering.overviews import Overview
from lore.answering.ranking import MOST_LINES
from lore.conversation import MINUTES, MOST, Conversations, Threads
from lore.inbox import Asked
from lore.inbox.buffer import Noted
from lore.inbox.recorder import alone, subject_of
from lore.model.facts import PEOPLE, SHARED, Ambiguous, Answer, Found, Outcome, Unknown
from lore.services import Services
from lore.store.answer_log import AnswerLog, LoggedAnswer
from lore.store.fact_reader import MOST_ABOUT
from lore.texts import Parts
from lore.texts import citations as citing
from lore.texts.overviews import OverviewTexts
from lore.understanding import Query
from lore.understanding.context import Context

ASK: Final = "ask"
MENU: Final = "menu"
RUMOURS: Final = "rumours"
SOURCES: Final = "sources"
_BEYOND = "+"
"""Stands in the view of a row between the view itself and how many facts went before."""
VIEWS: Final[Sequence[Overview]] = get_args(Overview)
WHOLE: Final = ("film", "who")
"""Views that are cards of all that is known of something."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be asked next by a press. `follows` says that it is the same question,
    so that it stands where that one stood in the conversation."""

    label: str
    text: str
    view: str
    follows: bool

    @property
    def digest(self) -> str:
        """What tells it from the others, now and when it is offered again."""
        return blake2s(f"{self.view}\n{self.text}".encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show: the parts of an answer with its row and outcome, or a list of sources.

    `links` are addresses beside the lines, `heard` says that moderators see that there is none,
    and `noted` tells whether they will (see `AnswerService.settled`). `near` are the near questions
    of an outcome as somebody would ask them.
    """

    parts: Parts
    row: LoggedAnswer
    outcome: Outcome | None = None
    links: tuple[str | None, ...] = ()
    heard: bool = False
    noted: Noted | None = None
    near: tuple[str, ...] = ()

    @property
    def options(self) -> list[Option]:
        """What is offered where there is no answer: which one is meant, or near questions."""
        match self.outcome:
            case Ambiguous(choices, questions) if self.row.view in VIEWS:
                asked = zip(choices, questions or choices, strict=False)
                offered = [Option(label, text, self.row.view, True) for label, text in asked]
            case Ambiguous(choices, questions):
                texts = questions or [f"{self.row.question} ({label})" for label in choices]
                asked = zip(choices, texts, strict=False)
                offered = [Option(label, text, ASK, True) for label, text in asked]
            case Unknown(near=near):
                asked = zip(self.near or near, near, strict=True)
                offered = [Option(label, text, ASK, False) for label, text in asked]
            case _:
                offered = []
        return list({option.digest: option for option in reversed(offered)}.values())[::-1]


class AnswerService:
    """Asks the engine, notes what is shown, and puts it into words."""

    def __init__(
        self, services: Services, shown: AnswerLog, *, threads: Threads | None = None
    ) -> None:
        self._engine = services.engine
        self._long = LongCards(services.store, services.language.properties)
        self._direct = services.direct
        self._inbox = services.inbox
        self._shown = shown
        self._properties = services.language.properties
        self._wording = OverviewTexts(self._properties)
        self._threads = threads or Threads()
        self._conversations = Conversations(services.engine, minutes=MINUTES, most=MOST)
        self._listeners: list[Callable[[Answer], None]] = []

    def tell(self, listener: Callable[[Answer], None]) -> None:
        """Tell a listener of each answer to a question from now on."""
        self._listeners.append(listener)

    async def ask(self, text: str, place: RequestContext, *, view: str = ASK) -> Reply:
        """Answer a question that stands alone; what the person says next may refer to it."""
        answer = await self._engine.ask(text, scope=place.scope, remote=self._remote(place, view))
        answer = await self._counted(answer, view, place)
        reply = self._noted(answer, view, place)
        self._stands_at(place, reply)
        return reply

    async def look(self, view: Overview, name: str, place: RequestContext) -> Reply:
        """One view of what a name means."""
        answer = await self._engine.look(view, name, scope=place.scope)
        answer = await self._counted(answer, view, place)
        reply = self._noted(answer, view, place)
        self._stands_at(place, reply)
        return reply

    async def go_on(self, text: str, place: RequestContext, *, after: str | None = None) -> Reply:
        """Answer in a person's conversation, or take up again the one that a row belongs to."""
        thread = self._threads.thread(place.key)
        async with thread.lock:
            last = thread.last if after is None else after
            if not thread.loaded or thread.last != last:
                await self._load(place, last)
            before = self._conversations.context(place.key)
            remote = self._remote(place, ASK)
            answer = await self._conversations.ask(
                text, key=place.key, scope=place.scope, remote=remote
            )
            answer = await self._counted(answer, ASK, place)
            query = await self._referring(answer, before, place)
            reply = self._noted(answer, ASK, place, after=last, query=query)
            if _understood(answer.outcome):
                self._threads.stands_at(thread, reply.row.id, loaded=True)
            elif last is not None:
                self._threads.stands_at(thread, last, loaded=True)
        return reply

    async def again(self, name: str, place: RequestContext) -> Reply:
        """What a row shows now.

        Raises:
            Gone: if it is kept no longer.
        """
        *before, row = await self._rows(name, place)
        if row.view == SOURCES:
            return await self._all_sources(row)
        row, beyond = _part(row)
        for view in VIEWS:
            if row.view == view:
                answer = await self._engine.look(
                    view, row.question, scope=place.scope, beyond=beyond
                )
                answer = await self._counted(answer, view, place, beyond)
                return self._worded(answer.outcome, row)
        context: Context | None = None
        for shown in (*before, row):
            answer, context = await self._engine.converse(
                shown.question,
                context,
                scope=place.scope,
                remote=self._remote(place, shown.view),
                beyond=beyond if shown is row else 0,
            )
        answer = await self._counted(answer, row.view, place)
        return self._worded(answer.outcome, row)

    async def choose(self, name: str, digest: str, place: RequestContext) -> Reply:
        """Answer what was offered under a row; where it is offered no longer, what it shows now.

        Raises:
            Gone: if the row is kept no longer.
        """
        offering = await self.again(name, place)
        option = next((option for option in offering.options if option.digest == digest), None)
        if option is None:
            return offering
        await self._pressed(offering, option, place)
        for view in VIEWS:
            if option.view == view:
                return await self.look(view, option.text, place)
        if option.follows:
            return await self.go_on(option.text, place, after=name)
        return await self.ask(option.text, place)

    async def whole(self, name: str, place: RequestContext) -> Reply:
        """All that is known of what a row tells some of; of a long list what comes next.

        Raises:
            Gone: if it is kept no longer.
        """
        reply = await self.again(name, place)
        found = reply.outcome
        card = found.card if isinstance(found, Found) else None
        if card is not None and reply.row.view not in WHOLE:
            return await self.look("who" if card.kind in PEOPLE else "film", card.name, place)
        if not isinstance(found, Found) or found.total <= len(found.lines):
            return reply
        row = (await self._rows(name, place))[-1]
        part, beyond = _part(row)
        shown = (found.read or MOST_LINES) if card is None else MOST_ABOUT
        rest = self._shown.note(
            row.question,
            f"{part.view}{_BEYOND}{beyond + shown}",
            scope=row.scope,
            channel=row.channel,
            after=row.after,
        )
        return await self.again(rest.id, place)

    async def _counted(
        self, answer: Answer, view: str, place: RequestContext, beyond: int = 0
    ) -> Answer:
        """An answer that counts what its card leaves out, or that goes on `beyond` so many facts of
        one."""
        outcome = answer.outcome
        if view == RUMOURS or not isinstance(outcome, Found) or outcome.card is None:
            return answer
        if beyond:
            return replace(
                answer, outcome=await self._long.after(outcome.card, place.scope, beyond)
            )
        return replace(answer, outcome=await self._long.counted(outcome, place.scope))

    async def _pressed(self, offering: Reply, option: Option, place: RequestContext) -> None:
        """Note which of the offered readings somebody pressed; where it was offered in a
        conversation, whether the question would be offered the same by itself."""
        row, offer = offering.row, offering.outcome
        if not isinstance(offer, Ambiguous) or not offer.offers_readings or row.view in VIEWS:
            return
        asked = Asked(place.scope, "about" if row.view == MENU else place.how)
        alone = True
        if row.after is not None and asked.is_kept:
            by_itself = await self._engine.ask(row.question, scope=place.scope)
            alone = by_itself.outcome == offer
        self._inbox.press(asked, row.question, offer, option.text, shown=row.id, alone=alone)

    async def sources(self, name: str, place: RequestContext) -> Reply:
        """What the answer of a row rests on.

        Raises:
            Gone: if it is kept no longer.
        """
        reply = await self.again(name, place)
        found = reply.outcome if isinstance(reply.outcome, Found) else Found(())
        parts, links = citing.of_answer(found)
        return Reply(parts, reply.row, links=links)

    async def all_sources(self, place: RequestContext) -> Reply:
        """What all answers of a scope rest on."""
        return await self._all_sources(
            self._shown.note("", SOURCES, scope=place.scope, channel=place.moderated)
        )

    async def quietly(self, text: str, scope: int) -> Parts | None:
        """The answer to a question, which nobody asks at this moment; None where there is none."""
        outcome = (await self._engine.ask(text, scope=scope)).outcome
        return self._wording.view(ASK, outcome) if isinstance(outcome, Found) else None

    async def tell_me(self, name: str, place: RequestContext, *, private: bool) -> None:
        """Note that somebody wants to be told the answer to the question of a row.

        Of a `private` question nothing is ever said in its channel.

        Raises:
            Gone: if it is kept no longer.
            LoreError: where nothing is kept, where it has an answer, and for too many.
        """
        question = await self._alone(name, place)
        channel = None if private else place.channel
        await self._inbox.tell_me(place.scope, question, place.person, channel)

    def forget(self, person: int) -> None:
        """Drop the conversations of a person."""
        self._threads.forget(person)
        self._conversations.forget_all(lambda key: isinstance(key, tuple) and key[0] == person)

    async def report(self, name: str, text: str, place: RequestContext) -> None:
        """Keep what somebody says is wrong with an answer, for the moderators of the server.

        Raises:
            Gone: if it is kept no longer.
            LoreError: where there are none, and for too many reports of one person.
        """
        question = await self._alone(name, place)
        await self._inbox.report(Asked(place.scope, "command"), question, place.person, text)

    async def _all_sources(self, row: LoggedAnswer) -> Reply:
        parts, links = citing.of_everything(await self._engine.sources(row.scope))
        return Reply(parts, row, links=links)

    async def _rows(self, name: str, place: RequestContext) -> list[LoggedAnswer]:
        rows = await self._shown.thread(name, scope=place.scope)
        if not rows:
            raise Gone
        return rows

    async def _alone(self, name: str, place: RequestContext) -> str:
        """The question of a row as it would be asked by itself."""
        reply = await self.again(name, place)
        row, outcome = reply.row, reply.outcome
        question = self._wording.question(row.view, row.question)
        if row.after is None or outcome is None:
            return question
        by_itself = await self._engine.ask(question, scope=place.scope)
        if subject_of(by_itself.outcome) == subject_of(outcome):
            return question
        return alone(question, outcome, self._properties)

    async def _referring(
        self, answer: Answer, before: Context | None, place: RequestContext
    ) -> Query | None:
        """The reading of a question without an answer that referred to what was said before."""
        after = self._conversations.context(place.key)
        if before is None or after is before or not isinstance(answer.outcome, Unknown):
            return None
        by_itself = await self._engine.ask(answer.question, scope=place.scope)
        if subject_of(by_itself.outcome) == subject_of(answer.outcome):
            return None
        return after.query if after is not None else None

    async def _load(self, place: RequestContext, last: str | None) -> None:
        """Go through a conversation again, so that what comes next can refer to it."""
        self._conversations.forget(place.key)
        if last is None:
            return
        for row in await self._shown.thread(last, scope=place.scope):
            if row.view != SOURCES:
                remote = self._remote(place, row.view)
                await self._conversations.ask(
                    row.question, key=place.key, scope=place.scope, remote=remote
                )

    async def settled(self, reply: Reply) -> Reply:
        """A reply that promises what is kept, and nothing else."""
        if reply.noted is None:
            return reply
        return replace(reply, heard=await self._inbox.kept(reply.noted), noted=None)

    def _remote(self, place: RequestContext, view: str) -> bool:
        """Whether a reading model may be asked: of what is said in a server where the bot is, and
        of direct messages where the operator says so; never of somebody else's message."""
        return view != MENU and (self._direct or place.scope != SHARED)

    def _stands_at(self, place: RequestContext, reply: Reply) -> None:
        self._threads.stands_at(self._threads.thread(place.key), reply.row.id, loaded=False)

    def _noted(
        self,
        answer: Answer,
        view: str,
        place: RequestContext,
        *,
        after: str | None = None,
        query: Query | None = None,
    ) -> Reply:
        """Note an answer, and have the moderators see what is missing; `query` is the reading of
        a question that referred to earlier ones."""
        row = self._shown.note(
            answer.question, view, scope=place.scope, channel=place.moderated, after=after
        )
        for listener in self._listeners:
            listener(answer)
        outcome = answer.outcome
        asked = Asked(place.scope, "about" if view == MENU else place.how)
        if not (view == RUMOURS and _is_none(outcome)):  # that there are none is an answer
            question = self._wording.question(view, answer.question)
            noted = self._inbox.note(asked, replace(answer, question=question), query)
            told = noted if isinstance(outcome, Unknown) and _understood(outcome) else None
            return replace(self._worded(outcome, row), noted=told)
        return self._worded(outcome, row)

    def _worded(self, outcome: Outcome, row: LoggedAnswer) -> Reply:
        near = outcome.near if isinstance(outcome, Unknown) else ()
        asked = tuple(map(self._wording.near, near))
        return Reply(self._wording.view(row.view, outcome), row, outcome, near=asked)


def _part(row: LoggedAnswer) -> tuple[LoggedAnswer, int]:
    """A row with its view alone, and beyond how many facts of a long list it shows what follows."""
    view, _, beyond = row.view.partition(_BEYOND)
    return replace(row, view=view), int(beyond or 0)


def _understood(outcome: Outcome) -> bool:
    return not (isinstance(outcome, Unknown) and outcome.reason == "not_understood")


def _is_none(outcome: Outcome) -> bool:
    return isinstance(outcome, Unknown) and outcome.reason == "no_fact"
