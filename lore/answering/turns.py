"""A question where it was asked, and what it takes over from the conversation before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lore.answering.out_by_now import asks_if_out
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.linking.mentions import Mention
from lore.model.facts import Found, Unknown, Verdict
from lore.steps import Steps
from lore.store.fact_reader import Reader
from lore.understanding.algebra import Check
from lore.understanding.context import Context, recalled
from lore.understanding.denials import is_denying

_CONTRARY: Mapping[str, Verdict] = {"yes": "no", "no": "yes"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question where it was asked: its text, folded words and names, who reads the store, the
    conversation before it, None where there was none, and the steps that it may take."""

    question: str
    words: Sequence[str]
    mentions: Sequence[Mention]
    reader: Reader
    context: Context | None
    steps: Steps

    def taken_up(self, language: Language) -> tuple[Sequence[str], list[Mention]]:
        """The words and names without the question mark; in a conversation with what its pronouns,
        or its silence, refer to."""
        words, mentions = self.words, self.mentions
        if self.context is not None:
            words, mentions = recalled(words, mentions, self.context, language)
        bare = words[:-1] if words and words[-1] == folding.MARK else words
        return bare, [mention for mention in mentions if mention.end <= len(bare)]

    def is_another(self, refusal: Unknown, language: Language) -> bool:
        """Whether a question of a conversation that has no answer may be none about what was
        talked about: it says no "she", and was not understood, or asks for what nothing that was
        talked about can have."""
        if self.context is None:
            return False
        told = {mention.start for mention in self.mentions}
        taken = [said for said in self.taken_up(language)[1] if said.start not in told]
        personal = any(language.pronouns.get(word) == "person" for word in self.words)
        if not taken or personal:
            return False
        asked = language.properties.get(refusal.property or "")
        if refusal.reason != "no_fact" or asked is None:
            return refusal.reason == "not_understood"
        kinds = asked.subject | asked.role
        return bool(kinds) and not any(mention.kinds & kinds for mention in taken)

    def _denies(self, language: Language) -> bool:
        """Whether it asks if something does not hold."""
        written = [word for word in self.words if word != folding.MARK]
        same = folding.words(self.question) == written
        parted = folding.parted(self.question) if same else ()
        return is_denying(self.words, self.mentions, parted, language)

    def asks_if_out(self) -> bool:
        """Whether it asks if something is out."""
        named = {place for mention in self.mentions for place in range(mention.start, mention.end)}
        return asks_if_out(self.words, named)

    def turned(self, found: Found, after: Context, language: Language) -> Found:
        """An answer, with its verdict turned round where it is asked if something does not hold."""
        turned = _CONTRARY.get(found.verdict or "")
        contrary = (after.query is not None and after.query.opposite) or (
            isinstance(after.asked, Check) and after.asked.opposite
        )
        if turned is None or contrary or not self._denies(language):
            return found
        return replace(found, verdict=turned)
