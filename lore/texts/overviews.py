"""The views behind slash commands as cards: what is known of one thing, the most telling first.
And the questions that the bot proposes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.facts import PEOPLE, Citation, Entity, Fact, Found, Line, Outcome, Unknown
from lore.texts import terms
from lore.texts.answers import refined
from lore.texts.cards import CardTexts
from lore.texts.parts import DISAGREE, Course, Parts, Row, carded
from lore.texts.provenance import counted, provenance
from lore.texts.topics import Topics


def question(label: str, name: str) -> str:
    """A question for a property of something, which the bot itself understands."""
    return f"{label} of {name}?"


_SEVERAL = "Dates as they were reported"


class OverviewTexts(CardTexts):
    """Words views with one property table."""

    def __init__(
        self, properties: Mapping[str, Property], today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(properties, today)
        self._labels = {name: entry.label for name, entry in properties.items()}

    def view(self, view: str, outcome: Outcome) -> Parts:
        """An outcome as a card, as its view tells it."""
        match view, outcome:
            case "dates", Found():
                return self._timeline(outcome)
            case "rumours", Unknown(reason="no_fact", names=names):
                nothing = f"I know of nothing that is only rumoured or hoped about {_all(names)}."
                return carded([Row(nothing)], tone="unknown")
            case "cast", Found():
                return self._list(outcome, refined(outcome.lines))
            case _, Found(card=Entity() as about):
                return self._overview(outcome, about, short=view != "rumours")
        return self.answer(outcome)

    def question(self, view: str, name: str) -> str:
        """A view of a name as the question that it answers."""
        asked = {"cast": "cast", "dates": "release_date"}.get(view)
        return question(self._labels[asked], name) if asked in self._labels else name

    def near(self, text: str) -> str:
        """A question that the bot proposes, as somebody would ask it."""
        for entry in self._properties.values():
            if text.startswith(f"{entry.label} of ") and text.endswith("?"):
                if entry.has_role and entry.value & PEOPLE:
                    return f"Who is in the {text}"
                pronoun = "Who" if entry.value & PEOPLE and "text" not in entry.value else "What"
                plural = entry.label.endswith("s") and entry.many
                return f"{pronoun} {'are' if plural else 'is'} the {text}"
        return text

    def _overview(self, found: Found, about: Entity, *, short: bool) -> Parts:
        """All that is known of one thing; of a work the first page has what is asked most.

        What it leaves out follows by topic.
        """
        lines = refined(found.lines)
        topics = Topics(self._properties, about, found.earlier).of(lines)
        facts = [line.fact for line in lines]
        leading = [topic for topic in topics if topic.first] if short else []
        left = found.total - len(found.lines)
        rows: list[Row] = []
        cut = left > 0 and any(not topic.whole for topic in leading)
        if about.kind not in PEOPLE and (len(leading) < len(topics) or cut):
            rows += [row for topic in leading for row in topic.brief(all_read=left <= 0)]
            topics = [topic for topic in topics if not (topic.first and topic.whole)]
        fold = len(rows)
        for topic in topics:
            rows += topic.rows()
        if left > 0:
            rows.append(Row(terms.more(left)))
        sure = any(fact.status.is_fact for fact in facts)
        return carded(
            rows,
            title=about.name,
            tone="conflict" if found.conflict else "fact" if sure else "rumour",
            provenance=provenance(facts, told=not sure),
            fold=fold,
        )

    def _timeline(self, found: Found) -> Parts:
        """Every date as it was reported, in the order of report.

        Of several works each has its dates under its name.
        """
        reports = [
            Line(replace(line.fact, citations=(cited,)), line.asked)
            for line in found.lines
            for cited in line.fact.citations
        ]
        reports.sort(key=lambda line: _reported(line.fact.citations[0]))
        works: dict[int, list[Fact]] = {}
        for line in reports:
            works.setdefault(line.fact.subject.id, []).append(line.fact)
        for dates in works.values():
            dates[:] = [fact for fact in dates if not any(_refines(other, fact) for other in dates)]
        rows: list[Row] = []
        for facts in works.values():
            rows += [Row("", facts[0].subject.name)] if len(works) > 1 else []
            rows += self._reports(facts)
        everything = [line.fact for line in reports]
        shown = carded(
            rows,
            title=self._titled(everything) if len(works) == 1 else _SEVERAL,
            tone="conflict" if found.conflict else "fact",
            notes=(f"{DISAGREE}.",) if found.conflict else (),
            provenance=counted(everything),
        )
        return replace(shown, course=_course(everything)) if len(works) == 1 else shown

    def _titled(self, facts: Sequence[Fact]) -> str:
        names = {fact.property for fact in facts}
        label = self.label(facts[0].property) if len(names) == 1 else "Dates"
        return f"{label} of {facts[0].subject.name}"

    def _reports(self, facts: Sequence[Fact]) -> list[Row]:
        """When a source spoke, and which date it gave of what."""
        topics: dict[str, list[Fact]] = {}
        for fact in facts:
            topics.setdefault(fact.property, []).append(fact)
        rows: list[Row] = []
        for name, topic in topics.items():
            rows += [Row("", self.label(name))] if len(topics) > 1 else []
            for fact in topic:
                sure = "" if terms.standing(fact) == "confirmed" else f" ({terms.standing(fact)})"
                day = terms.sentence(terms.spoken_at(fact.citations[0]))[:-1]
                rows.append(Row(f"{day}: {terms.value(fact.value)}{sure}", "", fact.spoiler))
        return rows


def _course(facts: Sequence[Fact]) -> Course:
    """The reports of the first date that was given otherwise over time; none where that would give
    something away."""
    first = [fact for fact in facts if fact.property == facts[0].property]
    first = [fact for fact in first if not any(_refines(other, fact) for other in first)]
    steps = tuple(
        (terms.spoken_at(fact.citations[0]), fact.value)
        for fact in first
        if isinstance(fact.value, PartialDate)
    )
    moved = len({value for _, value in steps}) > 1
    return steps if moved and not any(fact.spoiler for fact in first) else ()


def _refines(fine: Fact, coarse: Fact) -> bool:
    """Whether a source gives a date more finely than it does elsewhere."""
    if not isinstance(fine.value, PartialDate) or not isinstance(coarse.value, PartialDate):
        return False
    same = fine.citations[0].source == coarse.citations[0].source
    return (
        same and fine.value.precision > coarse.value.precision and fine.value.agrees(coarse.value)
    )


def _reported(cited: Citation) -> tuple[bool, str]:
    return cited.date is not None, str(cited.date or "")


def _all(names: Sequence[str]) -> str:
    return terms.series(names) or "that"
