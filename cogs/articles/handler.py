"""Reads articles for moderators, and does what is pressed while they review the proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import discord

from chat.editing.context import EditingContext, card
from chat.editing.draft_handler import DraftHandler
from chat.editing.draft_session import After, Sessions
from chat.ui import forms, sizes
from chat.ui.components import Interaction, PersistentItem, below
from chat.ui.forms import Sent
from chat.ui.permissions import moderated, moderator_of
from chat.ui.rendering import Card, said
from chat.ui.reopening import open_form
from chat.ui.replies import Way, defer, respond
from cogs.articles import texts as words
from cogs.articles.components import Step
from lore.articles.fields import fields_of
from lore.articles.learning import Learner, Reviewed
from lore.articles.proposals import Proposal, Verdict
from lore.articles.texts import heading
from lore.editing import Moderator, Saved
from lore.editing.errors import Refused, Unchanged
from lore.feeds import FeedService
from lore.fetching.fetcher import LONGEST_ADDRESS
from lore.model.errors import LoreError, StoreError
from lore.texts import changes
from lore.texts.quota import filling

FORM = "article"
_MOST_BYTES = 2_000_000
"""Bytes of a file that is attached as an article."""
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Review:
    """A moderator's way through an article's proposals: the page that is open, and what became of
    those that were decided. `clipping` is the number of one that a feed brought."""

    by: Moderator
    reviewed: Reviewed
    place: int = 0
    marks: dict[int, str] = field(default_factory=dict)
    note: str | None = None
    clipping: int | None = None

    @property
    def proposal(self) -> Proposal:
        """The proposal of the page that is open."""
        return self.reviewed.proposals[self.place]

    def marked(self, mark: str) -> Review:
        """The review with what became of this page, and the next one that is open."""
        marks = {**self.marks, self.place: mark}
        total = len(self.reviewed.proposals)
        following = [(self.place + step) % total for step in range(1, total)]
        place = next((place for place in following if place not in marks), self.place)
        return replace(self, marks=marks, place=place, note=None)

    def agreeing(self) -> list[int]:
        """The places of the undecided proposals that agree with what is known."""
        return [
            place
            for place, proposal in enumerate(self.reviewed.proposals)
            if proposal.verdict is Verdict.AGREES and place not in self.marks
        ]


class ArticleHandler:
    """Reads articles for moderators; a review is its moderator's alone. How they judge each pattern
    is kept, and what they decide of an article that a feed brought."""

    def __init__(
        self, changing: EditingContext, drafts: DraftHandler, learner: Learner, feeds: FeedService
    ) -> None:
        self._changing = changing
        self._drafts = drafts
        self._learner = learner
        self._feeds = feeds
        self._reviews: Sessions[Review] = Sessions()

    async def ask(self, interaction: Interaction) -> None:
        """Ask a moderator for an article."""
        upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
            custom_id="file", required=False, max_values=1
        )
        fields: list[discord.ui.Label[Any]] = [
            forms.text("text", words.PASTE, most=sizes.TYPED, hint=words.PASTE_HINT),
            discord.ui.Label(text=words.FILE, component=upload),
        ]
        if self._learner.fetcher is not None:
            hint = words.ADDRESS_HINT
            fields.append(forms.text("address", words.ADDRESS, most=LONGEST_ADDRESS, hint=hint))
        await open_form(interaction, forms.form(words.FORM_TITLE, FORM, fields))

    @property
    def forms(self) -> Mapping[str, Sent]:
        """The handler of each form, by what its custom id starts with."""
        return {FORM: moderated(self._sent)}

    async def _sent(self, interaction: Interaction) -> None:
        given = forms.sent(interaction)
        text, address = (given.get(name, "").strip() for name in ("text", "address"))
        attached = _attached(interaction)
        if attached is not None and attached.size > _MOST_BYTES:
            raise Refused(words.too_large(_MOST_BYTES))
        if attached is None and not text and not address:
            raise Refused(words.NOTHING_GIVEN)
        await defer(interaction, "private")
        if attached is not None:
            text = await _content(attached)
        await self.read(interaction, text, address)

    async def read(self, interaction: Interaction, text: str, address: str = "") -> None:
        """Show a moderator alone what an article proposes; without a text it is fetched, and where
        the text is nothing but an address as well.

        Raises:
            LoreError: where there is no article.
        """
        by, article = moderator_of(interaction), None
        alone = _ADDRESS.fullmatch(text.strip())
        if alone is not None or (address and not text):
            # A site may be slow, and that is no work under way here.
            await defer(interaction, "private")
            article = await self._learner.fetch(alone[1] if alone is not None else address)
        async with self._changing.load.answering(lambda: defer(interaction, "private")):
            if article is not None:
                reviewed = await self._learner.review(article, by.scope)
            else:
                reviewed = await self._learner.read(text, by.scope)
        if not reviewed.proposals:
            await respond(interaction, said(words.NOTHING_FOUND), "private")
            return
        note = words.CUT if reviewed.cut else None
        await self._show(interaction, Review(by, reviewed, note=note), "private")

    async def open_clipping(self, interaction: Interaction, number: int) -> None:
        """Show a moderator, in the same message, what an article of a feed proposes.

        Raises:
            LoreError: where it waits no longer.
        """
        by = moderator_of(interaction)
        async with self._changing.load.answering(lambda: defer(interaction, "edit")):
            reviewed = await self._feeds.review(by.scope, number)
        if not reviewed.proposals:
            await respond(interaction, said(words.ALL_DECIDED), "edit")
            return
        await self._show(interaction, Review(by, reviewed, clipping=number))

    async def step(self, interaction: Interaction, key: str, what: str) -> None:
        """Take a step of a review.

        Raises:
            LoreError: where the review is closed.
        """
        by = moderator_of(interaction)
        review = self._reviews.get(key, by)
        total = len(review.reviewed.proposals)
        match what:
            case "accept":
                await self._accept(interaction, key, review)
            case "edit":
                self._reviews.keep(review.marked("edited"), key)
                fields = fields_of(review.reviewed.article, review.proposal)
                await self._drafts.open(interaction, fields, by=by, after=self._edited(review))
            case "reject":
                self._reviews.take(key, by)
                await self._decide(review, [review.proposal], accepted=False)
                await self._show(interaction, review.marked("rejected"))
            case "dismiss" | "following":
                await self._leave(interaction, review, dismiss=what == "dismiss")
            case "agreeing":
                await self._accept_agreeing(interaction, key, review)
            case _:
                place = (review.place + (1 if what == "next" else -1)) % total
                await self._show(interaction, replace(review, place=place, note=None))

    def _edited(self, review: Review) -> After:
        """What follows once a proposal is saved as somebody has edited it: that is no verdict on
        its pattern."""

        async def kept(_: object, by: Moderator, __: Saved) -> None:
            if review.clipping is not None:
                every = review.reviewed.proposals
                await self._feeds.decide(by.scope, review.clipping, [review.proposal], every)

        return kept

    async def _decide(
        self, review: Review, proposals: Sequence[Proposal], *, accepted: bool
    ) -> None:
        """Keep what became of proposals."""
        await self._learner.judge(review.by.scope, proposals, accepted=accepted)
        if review.clipping is not None:
            every = review.reviewed.proposals
            await self._feeds.decide(review.by.scope, review.clipping, proposals, every)

    async def _leave(self, interaction: Interaction, review: Review, *, dismiss: bool) -> None:
        """Go on from an article of a feed to the next one; with `dismiss` it is put away."""
        number, scope = review.clipping or 0, review.by.scope
        if dismiss:
            await self._feeds.close(scope, number)
        following = await self._feeds.next_after(scope, number)
        if following is None:
            note = f"{words.DISMISSED} {words.NO_MORE}" if dismiss else words.NO_MORE
            await respond(interaction, said(note), "edit")
            return
        await self.open_clipping(interaction, following)

    async def _accept(self, interaction: Interaction, key: str, review: Review) -> None:
        """Store the proposal of the page; where that is refused, the page says why and stays."""
        self._reviews.take(key, review.by)
        try:
            async with self._changing.load.answering(lambda: defer(interaction, "edit")):
                saved = await self._store(review, review.place)
        except StoreError:
            self._reviews.keep(review, key)
            raise
        except LoreError as refused:
            await self._show(interaction, replace(review, note=str(refused)))
            return
        await self._decide(review, [review.proposal], accepted=True)
        note = "\n".join(filling(saved.filling)) if saved is not None else None
        await self._show(interaction, replace(review.marked("accepted"), note=note or None))
        if saved is not None:
            await self._changing.follow(interaction, review.by, saved)

    async def _accept_agreeing(self, interaction: Interaction, key: str, review: Review) -> None:
        """Store all that agree with what is known, each as a change of its own."""
        self._reviews.take(key, review.by)
        await defer(interaction, "edit")
        marks, made, refused = dict(review.marks), list[Saved](), 0
        taken: list[Proposal] = []
        for place in review.agreeing():
            try:
                saved = await self._store(review, place)
            except LoreError:
                refused += 1
                continue
            marks[place] = "accepted"
            taken.append(review.reviewed.proposals[place])
            made += [saved] if saved is not None else []
        await self._decide(review, taken, accepted=True)
        report = words.stored(len(marks) - len(review.marks), refused)
        note = "\n".join([report, *(filling(made[-1].filling) if made else [])])
        await self._show(interaction, replace(review, marks=marks, note=note))
        for saved in made:
            await self._changing.follow(interaction, review.by, saved)

    async def _store(self, review: Review, place: int) -> Saved | None:
        """Store one proposal, as /fact add does; None where the same is stored already."""
        proposal = review.reviewed.proposals[place]
        editing = self._changing.editing
        draft = await editing.propose(fields_of(review.reviewed.article, proposal), review.by)
        supersede = proposal.verdict is Verdict.SUPERSEDES and bool(draft.contradicts)
        try:
            return await editing.save(draft, review.by, supersede=supersede)
        except Unchanged:
            return None

    async def _show(self, interaction: Interaction, review: Review, way: Way = "edit") -> None:
        key = self._reviews.keep(replace(review, note=None))
        await respond(interaction, self._page(interaction, review, key), way)

    def _page(self, interaction: Interaction, review: Review, key: str) -> Card:
        properties = self._changing.language.properties
        total = len(review.reviewed.proposals)
        notes = (words.note(review.place, total, review.marks), *([review.note or ""]))
        texts = changes.Card(
            heading(review.reviewed),
            words.lines(review.proposal, properties, review.reviewed.doubted(review.proposal)),
            tuple(note for note in notes if note),
        )
        conflict = review.proposal.verdict is Verdict.CONTRADICTS
        made = card(interaction, texts, tone="conflict" if conflict else "fact")
        return replace(made, view=below(_items(review, key)))


def _items(review: Review, key: str) -> Iterator[PersistentItem]:
    if review.place not in review.marks:
        yield from (Step(key, action) for action in ("accept", "edit", "reject"))
    if len(review.reviewed.proposals) > 1:
        yield from (Step(key, action) for action in ("back", "next"))
    if review.agreeing():
        yield Step(key, "agreeing")
    if review.clipping is not None:
        yield from (Step(key, action) for action in ("dismiss", "following"))


def _attached(interaction: Interaction) -> discord.Attachment | None:
    """The file that came with a form, if one did."""
    data: Any = interaction.data or {}
    attachments = (data.get("resolved") or {}).get("attachments") or {}
    first = next(iter(attachments.values()), None)
    return discord.Attachment(data=first, state=interaction._state) if first else None


async def _content(attached: discord.Attachment) -> str:
    """What a file holds.

    Raises:
        Refused: where Discord does not give it.
    """
    try:
        return (await attached.read()).decode("utf-8-sig", errors="replace")
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise Refused(words.NOT_READ) from None
