"""From a member's draft to the fields of /fact add: what is suggested is saved no other way."""

from __future__ import annotations

from dataclasses import replace

from lore.curation import Curation, Fields, Moderator
from lore.curation.errors import AmbiguousName, UnknownName
from lore.inbox.suggesting import Draft
from lore.models import Status

_NOBODY = 0


async def fields_of(draft: Draft, scope: int, curation: Curation) -> Fields:
    """The fields of a draft; a sentence is read as /fact say reads one.

    Raises:
        LoreError: from curation, for a sentence that is not understood.
    """
    if "sentence" in draft:
        fields = await curation.read(draft["sentence"], scope)
    else:
        fields = Fields(draft["subject"], draft["property"], draft["value"], draft.get("role"))
    return replace(
        fields,
        status=Status(draft["status"]) if draft.get("status") in set(Status) else fields.status,
        title=draft.get("source") or fields.title,
        address=draft.get("address") or fields.address,
        published=draft.get("published") or fields.published,
        as_of=draft.get("as_of") or fields.as_of,
        spoiler=bool(draft.get("spoiler")) or fields.spoiler,
    )


class Checking:
    """Looks at drafts as saving them would, so that the member hears at once what is amiss."""

    def __init__(self, curation: Curation) -> None:
        self._curation = curation

    async def __call__(self, scope: int, draft: Draft) -> None:
        """Let a draft pass that a moderator could save; what a name means is theirs to say.

        Raises:
            LoreError: with what the member can mend.
        """
        fields = await fields_of(draft, scope, self._curation)
        try:
            await self._curation.propose(fields, Moderator(scope, _NOBODY))
        except (UnknownName, AmbiguousName):
            return
