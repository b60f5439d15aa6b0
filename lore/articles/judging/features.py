"""What speaks for and against a fact, in numbers that name nobody.

They tell what patterns and clauses claim of it and of what stands beside it, how likely the words
about its value are, how its value stands to its work, what the article is about, and what the store
has of the same series. Absent ones are 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from lore.articles.claims import Claim
from lore.articles.judging.account import Account
from lore.articles.judging.credits import MADE, PLAYED
from lore.articles.judging.possible_facts import Key, PossibleFact, Telling, Works, key_of
from lore.articles.named import Name, base
from lore.articles.signs import Kind
from lore.model.dates import PartialDate

Features = dict[str, float]
_TOLD = ("cast", "director", "returning", "newcomer", "release_date")
"""Properties whose log-odds beside the own one tell a fact from its rivals."""
_FAR = 40
"""Words apart of what does not stand in one sentence."""
_UNSAID = -9.0
"""Log-odds where no words tell anything."""
_INSIDE, _TOPIC, _APART, _NEARER = 1.5, 1.0, 0.03, 0.8
"""By how much log-odds a mention counts more whose sentence names the work, or is about it, and
less for each word and each work between."""


class FeatureReader:
    """Tells the features of the possible facts of one article."""

    def __init__(self, account: Account, works: Works) -> None:
        self._account, self._works = account, works
        self._claims: dict[Key, list[Claim]] = defaultdict(list)
        self._told: Counter[tuple[str, ...]] = Counter()
        for claim in account.claims:
            work, name, value = key = key_of(claim.subject, claim.property, claim.value)
            self._claims[key].append(claim)
            self._told.update(
                [
                    ("work", work, name),
                    ("value", name, value),
                    ("pair", work, value),
                    ("alone", value),
                ]
            )
        self._all = max(1, sum(works.count.values()))

    def of(self, fact: PossibleFact) -> Features:
        """The features of a fact."""
        found = {f"is:{fact.property}": 1.0}
        found |= self._by_claims(fact)
        found |= self._by_work(fact.work)
        found |= self._by_store(fact)
        if fact.tellings:
            found |= self._by_tellings(fact)
        return found

    def _by_claims(self, fact: PossibleFact) -> Features:
        work, name, value = fact.key
        claims = self._claims.get(fact.key, [])
        count = len(claims)
        near = [text for text in (*self._works.own, *self._works.mates) if text != work]
        listed = [text for one in fact.tellings[:1] for text in one.mention.listed]
        found = {
            "claim": float(count),
            "claim:work": float(self._told["work", work, name]),
            "claim:value": float(self._told["value", name, value] - count),
            "claim:both": float(self._told["pair", work, value] - count),
            "claim:any": float(self._told["alone", value]),
            "claim:mate": float(any((text, name, value) in self._claims for text in near)),
            "claim:list": float(any((work, name, text) in self._claims for text in listed)),
            "claim:list:any": float(any(self._told["value", name, text] for text in listed)),
            "claim:list:work": float(any(self._told["pair", work, text] for text in listed)),
        }
        for claim in claims[:1]:
            found[f"claim:{claim.status.value}"] = 1.0
            found["claim:role"] = float(claim.role is not None)
            found[f"by:{claim.pattern}"] = 1.0
        return found

    def _by_work(self, work: Name) -> Features:
        works, text = self._works, work.text
        number = self._account.numbers.get(text, 0)
        return {
            "work:own": (text in works.own) / max(1, len(works.own)),
            "work:out": float(self._account.is_out(work)),
            "work:count": float(works.count[text]),
            "work:share": works.count[text] / self._all,
            "work:first": float(works.order.get(text, len(works.order))),
            "work:known": float(work.known),
            "work:ahead": float(number - works.first) if number and works.first else -9.0,
            "work:mate": float(text in works.mates),
            "works": float(len(works.count)),
            "works:own": float(len(works.own)),
        }

    def _by_store(self, fact: PossibleFact) -> Features:
        series = base(fact.work.text)
        stored = self._account.credits.get(fact.key[2], frozenset())
        here = {name for name, of in stored if of == series}
        return {
            "store:same": float(fact.property in here),
            "store:any": float(bool(here)),
            "store:plays": float(bool(here & PLAYED)),
            "store:makes": float(bool(here & MADE)),
            "store:elsewhere": float(bool(stored) and not here),
        }

    def _by_tellings(self, fact: PossibleFact) -> Features:
        name, work, tellings = fact.property, fact.work.text, fact.tellings
        near = max(tellings, key=lambda one: one.mention.scores[name] + _nearness(one, work))
        mentions = {id(one.mention): one.mention for one in tellings}.values()
        value = fact.value
        found = {
            "mentions": float(len(mentions)),
            "words:mean": sum(one.scores[name] for one in mentions) / len(mentions),
            "inside:any": float(any(one.place.apart is not None for one in tellings)),
            "topic:any": float(any(_share(work, one.mention.seen.heard.topic) for one in tellings)),
            "list": float(len(near.mention.listed)),
        }
        if isinstance(value, Name):
            found["value:kinds"] = float(int(value.kinds).bit_count())
            found["value:sure"] = float(value.kinds == Kind.PERSON)
            found["value:known"] = float(value.known)
        if isinstance(value, PartialDate):
            found |= self._by_date(value)
        found |= _by_telling("best", fact.best, name, work)
        found |= _by_telling("near", near, name, work)
        return found

    def _by_date(self, date: PartialDate) -> Features:
        """How exact a date is, and whether it is to come."""
        found = {
            "date:month": float(date.month is not None),
            "date:day": float(date.day is not None),
        }
        published = self._account.published
        if published is not None:
            found["date:ahead"] = float(date.first > published.last) - (date.last < published.first)
            found["date:years"] = float(date.year - published.year)
        return found


def _nearness(told: Telling, work: str) -> float:
    """By how much log-odds a mention counts more that stands near a work."""
    place, topic = told.place, _share(work, told.mention.seen.heard.topic) > 0
    if place.apart is None:
        return _TOPIC * topic
    return _TOPIC * topic + _INSIDE - _APART * place.apart - _NEARER * place.nearer


def _by_telling(which: str, told: Telling, name: str, work: str) -> Features:
    place, scores, heard = told.place, told.mention.scores, told.mention.seen.heard
    others = [score for other, score in scores.items() if other != name]
    found = {
        "words": scores[name],
        "others": max(others, default=_UNSAID),
        "inside": float(place.apart is not None),
        "apart": float(_FAR if place.apart is None else place.apart),
        "behind": float(place.behind),
        "nearer": float(place.nearer),
        "breaks": float(place.breaks),
        "rank": float(_FAR if place.rank is None else place.rank),
        "named": float(place.named),
        "before": float(place.before),
        "plural": float(place.plural),
        "paired": float(place.paired),
        "topic": _share(work, heard.topic),
        "spoken": _share(work, heard.spoken),
        "last": _share(work, heard.last),
        "paragraph": float(heard.paragraph),
        "quoted": float(heard.quoted),
    }
    found |= {f"words:{other}": scores[other] for other in _TOLD if other in scores}
    return {f"{which}:{feature}": value for feature, value in found.items()}


def _share(work: str, works: Sequence[Name]) -> float:
    return any(one.text == work for one in works) / max(1, len(works))
