"""Judges what an article may state: from a chance on, a fact is proposed, whoever claims it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lore.articles.certainty import Certainty
from lore.articles.claims import Claim
from lore.articles.dates import DateMention
from lore.articles.judging.account import Account
from lore.articles.judging.features import FeatureReader
from lore.articles.judging.possible_facts import (
    JUDGED,
    KINDS,
    Key,
    PossibleFact,
    PossibleFactFinder,
    Works,
    key_of,
)
from lore.articles.judging.wording import Wording, load_wording
from lore.articles.lexemes import Lexemes
from lore.articles.named import Name
from lore.articles.signs import NOTHING
from lore.articles.vocabulary import Vocabulary
from lore.steps import Steps
from lore.understanding.reading.forest import Forest, load_forest

_SURE = 0.5
"""Chance from which a fact is proposed: of writers who were left out, 85 in a hundred such are
right."""
_SHORTEST = 6
"""Sentences of the shortest text that is judged: fewer tell too little of what it is about."""
_TREES = 20
"""Steps that the trees take for one fact."""
_HOPELESS = -4.0
"""Log-odds of the words below which a fact that nothing claims is not judged."""
_WORDS = "words"
WORDS_FILE, TREES_FILE = "claim_words.json", "claim_trees.json"


@dataclass(frozen=True, slots=True)
class ClaimJudge:
    """The model of words and the trees."""

    wording: Wording
    forest: Forest

    def judged(
        self, account: Account, words: Vocabulary, lexemes: Lexemes, steps: Steps
    ) -> list[Claim]:
        """What an article claims, as it is judged: the claims that are likely right, and what else
        is likely stated, in the order of the article. A text of a few sentences claims what it
        says."""
        if len(account.heard) < _SHORTEST:
            return list(account.claims)
        works = Works(account)
        finder = PossibleFactFinder(account, works, self.wording, words, lexemes, steps)
        features = FeatureReader(account, works)
        likely: set[Key] = set()
        further: list[PossibleFact] = []
        for fact, is_claimed in worth_judging(account, finder.found()):
            steps.take(_TREES)
            if self.forest.chance(features.of(fact)) >= _SURE:
                likely.add(fact.key)
                if not is_claimed:
                    further.append(fact)
        kept = [
            claim
            for claim in account.claims
            if claim.property not in JUDGED
            or key_of(claim.subject, claim.property, claim.value) in likely
        ]
        found = [*kept, *_told(account, words, works, further)]
        return sorted(found, key=lambda claim: claim.paragraph)


def worth_judging(
    account: Account, possible: Mapping[Key, PossibleFact]
) -> Iterator[tuple[PossibleFact, bool]]:
    """The possible facts and those that are claimed though no sentence was read so, each with
    whether it is claimed; but for those for which neither a claim nor any words speak."""
    claims = {
        fact.key: fact
        for claim in account.claims
        if claim.property in JUDGED
        for fact in (PossibleFact(claim.subject, claim.property, claim.value),)
    }
    unseen = {key: fact for key, fact in claims.items() if key not in possible}
    for key, fact in {**possible, **unseen}.items():
        if key in claims or not _is_hopeless(fact):
            yield fact, key in claims


def _is_hopeless(fact: PossibleFact) -> bool:
    name = fact.property
    return all(one.mention.scores[name] < _HOPELESS for one in fact.tellings)


def _told(
    account: Account, words: Vocabulary, works: Works, further: Sequence[PossibleFact]
) -> Iterator[Claim]:
    """What is likely stated though neither a pattern nor a clause claims it; a role is that in
    another film that the article is about."""
    near = [*works.own, *works.mates]
    roles = {
        (claim.subject.text, claim.value.text): claim.role
        for claim in account.claims
        if claim.property == "cast" and claim.role is not None and isinstance(claim.value, Name)
    }
    for fact in further:
        work, name, value = fact.key
        seen = fact.best.mention.seen
        heard, term = seen.heard, seen.term
        paragraph = heard.paragraph
        hidden: list[Name | DateMention] = [*account.names[paragraph], *account.dates[paragraph]]
        sure = Certainty(words, account.texts[paragraph], hidden, heard.where)
        role = next((roles[other, value] for other in near if (other, value) in roles), None)
        yield Claim(
            subject=fact.work,
            property=name,
            value=fact.value,
            role=role if name == "cast" and work in near else None,
            status=sure.about(term.start, term.end),
            paragraph=max(paragraph, 1),
            pattern=f"{_WORDS}-{name}",
            why=words.texts[_WORDS],
            kind=KINDS.get(name, NOTHING),
        )


def load_claim_judge(data: Path) -> ClaimJudge:
    """Read `language/claim_words.json` and `language/claim_trees.json` of the data folder.

    Raises:
        PropertyError: where one is missing or cannot be used.
    """
    folder = data / "language"
    return ClaimJudge(load_wording(folder / WORDS_FILE), load_forest(folder / TREES_FILE))
