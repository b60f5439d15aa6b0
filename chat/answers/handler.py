"""The handler of all requests for answers: limits, the answer, its card."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from chat.answers import timeline
from chat.answers.components import controls
from chat.answers.service import ASK, MENU, AnswerService, Reply
from chat.texts import replies as words
from chat.ui import limits, request
from chat.ui.backpressure import Backpressure
from chat.ui.components import Interaction
from chat.ui.forms import FOLLOW_UP, REPORT, Sent
from chat.ui.limits import Cooldown, Pauses
from chat.ui.rendering import Card, render, said, sheet
from chat.ui.replies import Way, defer, respond
from chat.ui.request import Policy, RequestContext
from lore.answering.overviews import Overview
from lore.model.errors import LoreError
from lore.model.facts import Unknown
from lore.texts import Parts
from lore.texts import inbox as inbox_words

Work = Callable[[RequestContext], Awaitable[Reply]]


class AnswerHandler:
    """Turns requests of members into replies: limits, the answer, the card."""

    def __init__(
        self,
        *,
        answers: AnswerService,
        policy: Policy,
        cooldown: Cooldown | None = None,
        pauses: Pauses | None = None,
        load: Backpressure | None = None,
    ) -> None:
        self.answers = answers
        self.load = load or Backpressure()
        self._policy = policy
        self.cooldown = cooldown or Cooldown()
        self._pauses = pauses or Pauses()

    # What is said in messages.

    def place(self, message: discord.Message) -> RequestContext | None:
        """Where a message to the bot comes from; None where its server wants no answer there."""
        where = request.request_context(message, self._policy)
        return where if where.setup.mentions and where.open else None

    def admit(self, message: discord.Message, where: RequestContext) -> None:
        """Count a question of a message.

        Raises:
            Wait: if its author asks too often.
        """
        self.cooldown.charge(where.person)
        if request.says_something(message.content):
            self._pauses.charge(where.scope, where.person, where.setup.cooldown)

    async def say(
        self, message: discord.Message, where: RequestContext, after: str | None
    ) -> Callable[[bool], Card] | None:
        """What to answer to a message, with an embed or without; `after` is the row of the answer
        that it replies to. None where a quiet server wants no words.

        Raises:
            LoreError: for what its author can mend.
        """
        quiet = where.setup.quiet
        reply = None
        if not quiet or request.may_ask(message.content):
            text = request.question(message.content)
            if not text or request.asks_for_help(text):
                return lambda _: said(words.HELP)
            async with self.load.answering(of=_crowd(where)):
                reply = await self.answers.go_on(text, where, after=after)
                reply = await self.answers.settled(reply)
        if reply is None or (quiet and _is_no_question(reply)):
            self._pauses.forgive(where.scope, where.person)
            return None
        shown = reply
        return lambda embeds: card(shown, where, embeds=embeds)

    # Commands.

    async def ask(self, interaction: Interaction, text: str, *, private: bool | None) -> None:
        """Answer a question in the conversation of whoever asks it."""
        asked = request.question(text)
        if not asked or request.asks_for_help(asked):
            await respond(interaction, said(words.HELP), "private")
            return
        await self._show(
            interaction, lambda place: self.answers.go_on(asked, place), private=private
        )

    async def look(
        self, interaction: Interaction, view: Overview, name: str, *, private: bool | None
    ) -> None:
        """Show one view of a name."""
        asked = request.question(name)
        if not asked:
            raise LoreError(words.NO_NAME)
        await self._show(
            interaction, lambda place: self.answers.look(view, asked, place), private=private
        )

    async def answer_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer somebody's message, for the member alone."""
        asked = request.question_in(message.content)
        await self._show(
            interaction, lambda place: self.answers.ask(asked, place, view=MENU), private=True
        )

    async def all_sources(self, interaction: Interaction, *, private: bool | None) -> None:
        """Show what all answers rest on."""
        await self._show(interaction, self.answers.all_sources, private=private, flags="", what="a")

    # What is pressed and sent in under an answer.

    async def choose(self, interaction: Interaction, name: str, digest: str) -> None:
        """Answer what was offered under a row."""
        await self._show(
            interaction,
            lambda place: self.answers.choose(name, digest, place),
            private=_is_private(interaction),
            quoted=True,
            anew=False,
        )

    async def publish(self, interaction: Interaction, name: str) -> None:
        """Show to everyone what a row shows."""
        await self._show(
            interaction,
            lambda place: self.answers.again(name, place),
            private=False,
            quoted=True,
            anew=False,
        )

    async def more(self, interaction: Interaction, name: str) -> None:
        """Show all that is known of what a row tells of."""
        await self._show(
            interaction,
            lambda place: self.answers.whole(name, place),
            private=_is_private(interaction),
            cost=limits.LOOK,
            anew=False,
        )

    async def sources(self, interaction: Interaction, name: str) -> None:
        """Show what an answer rests on, to whoever asks for it."""
        await self._show(
            interaction,
            lambda place: self.answers.sources(name, place),
            private=True,
            what="s",
            flags="",
            cost=limits.LOOK,
            anew=False,
        )

    async def turn(
        self, interaction: Interaction, name: str, what: str, page: int, flags: str
    ) -> None:
        """Show another page in the same message."""
        work = self.answers.sources if what == "s" else self.answers.again
        self.cooldown.charge(interaction.user.id, limits.LOOK)
        where = request.request_context(interaction, self._policy)
        async with self.load.answering(lambda: defer(interaction, "edit"), of=_crowd(where)):
            reply = await work(name, where)
            shown = card(reply, where, page=page, what=what, flags=flags)
            shown = await illustrated(shown, reply.parts, interaction)
        await respond(interaction, shown, "edit")

    async def tell_me(self, interaction: Interaction, name: str) -> None:
        """Note that a member wants to be told once there is an answer."""
        self.cooldown.charge(interaction.user.id, limits.LOOK)
        where, private = (
            request.request_context(interaction, self._policy),
            _is_private(interaction),
        )
        async with self.load.answering(lambda: defer(interaction, "private"), of=_crowd(where)):
            await self.answers.tell_me(name, where, private=private)
        told = inbox_words.WILL_TELL_DIRECTLY if private else inbox_words.WILL_TELL
        await respond(interaction, said(told), "private")

    @property
    def forms(self) -> dict[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {FOLLOW_UP.id: self._follow_up, REPORT.id: self._report}

    async def _follow_up(self, interaction: Interaction) -> None:
        name, text = FOLLOW_UP.sent(interaction)
        asked = request.question(text)
        if not asked:
            raise LoreError(words.NOTHING_ASKED)
        await self._show(
            interaction,
            lambda place: self.answers.go_on(asked, place, after=name),
            private=_is_private(interaction),
            quoted=True,
        )

    async def _report(self, interaction: Interaction) -> None:
        name, text = REPORT.sent(interaction)
        told = " ".join(text.split())
        if not told:
            raise LoreError(words.NOTHING_SAID)
        self.cooldown.charge(interaction.user.id, limits.REPORT)
        where = request.request_context(interaction, self._policy)
        async with self.load.answering(lambda: defer(interaction, "private"), of=_crowd(where)):
            await self.answers.report(name, told, where)
        await respond(interaction, said(words.REPORTED), "private")

    async def _show(
        self,
        interaction: Interaction,
        work: Work,
        *,
        private: bool | None,
        what: str = "a",
        flags: str = "f",
        quoted: bool = False,
        cost: float = limits.QUESTION,
        anew: bool = True,
    ) -> None:
        """Answer an interaction with a new message; where many wait, it is deferred before.

        `private` of None is as the server has it. `quoted` shows the question above the answer,
        where nothing else does; `anew` is false for what the bot itself offered.
        """
        where = request.request_context(interaction, self._policy)
        self.cooldown.charge(where.person, cost)
        if anew:
            self._pauses.charge(where.scope, where.person, where.setup.cooldown)
        wanted = not where.setup.public if private is None else private
        way: Way = "private" if wanted or not where.open else "public"
        flags += ("p" if wanted and where.open and flags else "") + ("q" if quoted else "")
        hint = None if wanted or where.open else _hint(interaction, where)
        async with self.load.answering(lambda: defer(interaction, way), of=_crowd(where)):
            reply = await self.answers.settled(await work(where))
            shown = card(reply, where, what=what, flags=flags, hint=hint)
            shown = await illustrated(shown, reply.parts, interaction)
        await respond(interaction, shown, way)


def _crowd(where: RequestContext) -> int:
    """For whom what is under way is counted: a server, and outside any a person."""
    return where.scope or where.person


def card(
    reply: Reply,
    place: RequestContext,
    *,
    page: int = 0,
    what: str = "a",
    flags: str = "",
    embeds: bool | None = None,
    hint: str | None = None,
) -> Card:
    """A page of an answer with its controls; `what` and `flags` as in `controls`."""
    laid_out = sheet(
        reply.parts,
        barred=place.barred,
        links=reply.links,
        notes=[words.UNANSWERED] if reply.heard else [],
        hint=hint,
        turned=True,
    )
    asked = reply.row.question if "q" in flags and reply.row.view == ASK else None
    shown = render(
        laid_out,
        embeds=place.embeds if embeds is None else embeds,
        page=page,
        asked=asked,
    )
    view = controls(reply, page=shown.page, pages=shown.pages, what=what, flags=flags)
    return Card(shown.content, shown.embed, view, shown.page, shown.pages)


async def illustrated(shown: Card, parts: Parts, interaction: Interaction) -> Card:
    """A card with the picture of its dates, where there are any and files may be attached."""
    if not parts.course or shown.embed is None or not interaction.app_permissions.attach_files:
        return shown
    picture = await asyncio.to_thread(timeline.drawn, parts.course)
    return shown.illustrated(picture, timeline.told(parts.course))


def plain(parts: Parts, *, embeds: bool) -> Card:
    """Something that is no answer, such as the help, with nothing under it."""
    return render(sheet(parts, barred=False), embeds=embeds)


def _hint(interaction: Interaction, where: RequestContext) -> str:
    """Why an answer that was to be seen by all is not."""
    guild = interaction.guild
    there = [
        f"<#{channel}>" for channel in where.setup.channels if guild and guild.get_channel(channel)
    ]
    return words.elsewhere(there)


def _is_no_question(reply: Reply) -> bool:
    """Whether nothing of what was said means anything to the bot."""
    outcome = reply.outcome
    return (
        isinstance(outcome, Unknown)
        and outcome.reason == "not_understood"
        and not outcome.tangled
        and outcome.property is None
        and not outcome.names
    )


def _is_private(interaction: Interaction) -> bool:
    """Whether the message of the component is ephemeral."""
    return interaction.message is not None and interaction.message.flags.ephemeral
