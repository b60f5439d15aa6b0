"""The views behind slash commands in words, where they are told otherwise than an answer.

Questions that the bot proposes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lore.language.properties import Property
from lore.model.facts import Citation, Fact, Found, Line, Outcome, Status, Unknown
from lore.texts import terms
from lore.texts.answers import AnswerTexts, Said, gives_away, refined
from lore.texts.citations import Citing
from lore.texts.parts import Parts


def question(label: str, name: str) -> str:
    """A question for a property of something, which the bot itself understands."""
    return f"{label} of {name}?"


_FEW = 3
"""Facts of a topic that are said in a sentence each; more are listed."""
_SEVERAL = "Dates as they were reported"


class OverviewTexts(AnswerTexts):
    """Words views with one property table."""

    def __init__(self, properties: Mapping[str, Property]) -> None:
        super().__init__(properties)
        self._labels = {name: entry.label for name, entry in properties.items()}

    def view(self, view: str, outcome: Outcome) -> Parts:
        """An outcome in parts, as its view tells it."""
        match view, outcome:
            case "dates", Found():
                return self._timeline(outcome)
            case "film" | "who" | "rumours", Found():
                return self._found(outcome, self._by_topic)
            case "rumours", Unknown(reason="no_fact", names=names):
                nothing = f"I know of nothing that is only rumoured or hoped about {_all(names)}."
                return Parts(None, (nothing,), (), None, (), "unknown", (False,))
        return self.parts(outcome)

    def question(self, view: str, name: str) -> str:
        """A view of a name as the question that it answers."""
        asked = {"cast": "cast", "dates": "release_date"}.get(view)
        return question(self._labels[asked], name) if asked in self._labels else name

    def _by_topic(self, found: Found, citing: Citing) -> list[Said]:
        """All that is known: a few facts of a topic as sentences, many as a list."""
        topics: dict[tuple[str, Status], list[Line]] = {}
        for line in refined(found.lines):
            topics.setdefault((line.fact.property, line.fact.status), []).append(line)
        said: list[Said] = []
        for lines in topics.values():
            groups = self._claims.grouped(lines)
            if len(groups) > _FEW:
                said += self._listed(lines, citing)
                continue
            for group in groups:
                claim = self._claims.claim([line.fact for line in group], citing)
                said.append((claim, gives_away(group)))
        return list(dict.fromkeys(said))

    def _timeline(self, found: Found) -> Parts:
        """Every date as it was reported, in the order of report; each says what it changed.

        Of several works each has its dates under its name.
        """
        reports = [
            Line(replace(line.fact, citations=(cited,)), line.asked)
            for line in found.lines
            for cited in line.fact.citations
        ]
        reports.sort(key=lambda line: _reported(line.fact.citations[0]))
        works: dict[int, list[Line]] = {}
        for line in reports:
            works.setdefault(line.fact.subject.id, []).append(line)
        citing = Citing([line for lines in works.values() for line in lines], marked=True)
        said: list[Said] = []
        for lines in works.values():
            facts = [line.fact for line in lines]
            if len(works) > 1:
                said.append((f"{facts[0].subject.name}:", False))
            for place, fact in enumerate(facts):
                said.append((self._report(fact, facts[:place], citing), fact.spoiler))
        return Parts(
            title=found.lines[0].fact.subject.name if len(works) == 1 else _SEVERAL,
            lines=tuple(line for line, _ in said),
            notes=("Sources disagree.",) if found.conflict else (),
            status=None,
            sources=citing.sources,
            tone="conflict" if found.conflict else "fact",
            spoilers=tuple(spoiler for _, spoiler in said),
        )

    def _report(self, fact: Fact, before: Sequence[Fact], citing: Citing) -> str:
        """One report of a date: when, which date, how sure, and what it was before."""
        label = self._labels.get(fact.property, fact.property)
        said = f"{label} {terms.value(fact.value)} — {terms.standing(fact)}"
        earlier = [one for one in before if one.property == fact.property]
        if earlier and not _agree(earlier[-1], fact):
            said += f", before {terms.value(earlier[-1].value)}"
        return f"{_when(fact.citations[0])}: {said}{citing.marks([fact])}"


def _when(cited: Citation) -> str:
    """The date as of which a source speaks."""
    if cited.as_of is not None:
        return terms.sentence(terms.date(cited.as_of))[:-1]
    return terms.sentence(terms.dating(cited.source))[:-1]


def _reported(cited: Citation) -> tuple[bool, str]:
    return cited.date is not None, str(cited.date or "")


def _agree(one: Fact, other: Fact) -> bool:
    """Whether two dates can both hold: a finer one refines a coarser one."""
    return str(one.value).startswith(str(other.value)) or str(other.value).startswith(
        str(one.value)
    )


def _all(names: Sequence[str]) -> str:
    return terms.series(names) or "that"
