"""Words that a server's members use for what a property has a phrase for already."""

from __future__ import annotations

from collections.abc import Sequence

from lore.curation import written
from lore.curation.errors import Refused
from lore.curation.models import Moderator, Saved
from lore.curation.office import Office
from lore.curation.plans import Plan
from lore.curation.properties import find_property
from lore.names import forms
from lore.store.units import Unit
from lore.wording import refusals as words

LONGEST = 60


class Phrases:
    """Teaches phrases in one server at a time; whoever asks there is understood from then on."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def add(
        self, phrase: str, name: str, by: Moderator, *, reason: str | None = None
    ) -> Saved:
        """Let a phrase mean a property, which is named as in `Fields`.

        Raises:
            Refused: for a property that there is not, for a phrase without a word, and for one of
                ordinary words alone, which would bend other questions.
            Unchanged: where it means that already.
        """
        text = written.line(phrase, "phrase", LONGEST)
        folded = forms.words(text)
        meant = find_property(name, self._office.language)
        telling = [word for word in folded if any(char.isalnum() for char in word)]
        if all(word in self._office.language.fillers for word in telling):
            raise Refused(words.no_phrase(text))
        stands_for = next((said for said, _ in meant.phrases), meant.label)
        image = {"text": text, "property": meant.id, "stands_for": stands_for}
        unit = Unit("phrase", text=" ".join(folded))
        return await self._office.change(by, "phrase", lambda _: Plan({unit: image}), reason=reason)

    async def remove(self, phrase: str, by: Moderator, *, reason: str | None = None) -> Saved:
        """Let a phrase mean nothing again.

        Raises:
            Unchanged: where it means nothing.
        """
        unit = Unit("phrase", text=" ".join(forms.words(phrase)))
        return await self._office.change(by, "phrase", lambda _: Plan({unit: None}), reason=reason)

    async def listed(self, scope: int) -> Sequence[tuple[str, str]]:
        """The phrases of a server as (text, property)."""
        return await self._office.read(scope, lambda reader: reader.taught())
