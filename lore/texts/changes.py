"""What moderators read of facts and changes: cards, lines of history, results.

All texts are plain: whoever shows them escapes them. What is refused, and why, is said in
`refusals`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from lore.language.properties import Property
from lore.model.dates import PartialDate
from lore.model.edits import (
    Change,
    Draft,
    FactStep,
    FactView,
    Imported,
    MergeStep,
    NameStep,
    NewName,
    PhraseStep,
    RankStep,
    Saved,
    SettingStep,
    Step,
)
from lore.model.facts import Citation, Entity, Fact, Source
from lore.texts import server_settings, terms
from lore.texts.claims import Claims
from lore.texts.quota import filling

CHOICE_LENGTH = 100
"""Characters of a choice to complete with."""
SHARE = 50
"""Characters of a title that such a choice begins with."""

RANKS = {
    "preferred": "leads where sources disagree",
    "superseded": "no longer counts where sources disagree",
    None: "counts like any other",
}
_RANKS_OF_SEVERAL = {
    "preferred": "lead where sources disagree",
    "superseded": "no longer count where sources disagree",
    None: "count like any other",
}

_ACTIONS = {
    "add": "added",
    "edit": "edited",
    "retire": "retired",
    "restore": "restored",
    "prefer": "ranked",
    "name": "renamed",
    "merge": "made one",
    "phrase": "taught",
    "import": "imported",
    "setup": "set up",
    "undo": "undone",
}


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be shown on its own: `lines` say what is, `notes` warn of what to look at.

    `spoilers` tells for each line whether it gives something away, `links` the address beside it.
    """

    title: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    spoilers: tuple[bool, ...] = field(default=())
    links: tuple[str | None, ...] = field(default=())


class ChangeTexts:
    """Words drafts, facts and changes with one property table."""

    def __init__(
        self, properties: Mapping[str, Property], today: Callable[[], date] = date.today
    ) -> None:
        self._claims = Claims(properties)
        self._today = today
        self._labels = {name: entry.label for name, entry in properties.items()}

    def draft(self, draft: Draft) -> Card:
        """The card before saving: what will be stored, and what to look at first."""
        lines = [self.claim(draft.fact), *map(_source, draft.fact.citations[:1])]
        if draft.edits is not None:
            lines.append(f"Until now: {self._cited(draft.edits.fact)}")
        if draft.fact.spoiler:
            lines.append("It is a spoiler.")
        lines += [_creates(new) for new in draft.creates]
        lines += [*self._notes(draft), *self._others(draft)]
        links = (None, *(cited.source.address for cited in draft.fact.citations[:1]))
        return Card(_title(draft), tuple(lines), links=links)

    def claim(self, fact: Fact) -> str:
        """A fact as a sentence with its status."""
        return terms.sentence(f"{self._claims.statement(fact)} — {terms.STATUS[fact.status]}")

    def fact(self, view: FactView) -> Card:
        """A fact with its number, state and sources."""
        state = "" if view.live else ", retired"
        whose = "shared" if view.shared else "this server's own"
        ranks = [RANKS["preferred"]] if view.fact.preferred else []
        ranks += [RANKS["superseded"]] if view.fact.superseded else []
        return Card(
            f"Fact #{view.number} ({whose}{state})",
            (self.claim(view.fact), *map(_source, view.fact.citations)),
            tuple(terms.sentence(f"it {rank}") for rank in ranks),
            links=(None, *(cited.source.address for cited in view.fact.citations)),
        )

    def choice(self, view: FactView) -> str:
        """A fact as one of a list to choose from."""
        state = "" if view.live else " (retired)"
        whole = f"#{view.number}{state} {self._claims.statement(view.fact)}"
        return whole if len(whole) <= CHOICE_LENGTH else whole[: CHOICE_LENGTH - 1] + "…"

    def listed(self, views: Sequence[FactView]) -> list[str]:
        """Facts as lines of a list, those of one thing's property under a heading."""
        lines: list[str] = []
        for _, group in groupby(views, lambda view: _slot(view.fact)):
            alike = list(group)
            if len(alike) > 1:
                fact = alike[0].fact
                label = self._labels.get(fact.property, fact.property)
                lines.append(terms.sentence(f"{label} of {fact.subject.name}")[:-1])
            lines += [self._row(view, short=len(alike) > 1) for view in alike]
        return lines

    def _row(self, view: FactView, *, short: bool) -> str:
        """A fact of a list: its number, what it says, how it stands and as of when."""
        fact = view.fact
        role = f" — {terms.value(fact.role)}" if fact.role is not None else ""
        statement = f"{terms.value(fact.value)}{role}" if short else self._claims.statement(fact)
        days = ", ".join(dict.fromkeys(terms.spoken_at(cited) for cited in fact.citations))
        standing = [*([] if view.live else ["retired"]), terms.standing(fact), days]
        return " · ".join([f"#{view.number} {statement}", *filter(None, standing)])

    def saved(self, saved: Saved) -> str:
        """What a change did, in a sentence."""
        change, view = saved.change, saved.view
        if change.action == "undo" and change.undoes is not None:
            return f"Change {change.undoes} is undone; this was change {change.number}."
        if view is not None:
            did = _ACTIONS[change.action]
            return f"Fact #{view.number} is {did}; this was change {change.number}."
        return f"Done: {_ACTIONS[change.action]}. This was change {change.number}."

    def change(self, change: Change, names: Mapping[int, str] | None = None) -> Card:
        """A change for the log and the history; who made it stands in `Change.actor`.

        `names` are those of roles and channels by id.
        """
        undoes = f" change {change.undoes}" if change.undoes is not None else ""
        step_lines: list[tuple[str, bool]] = []
        for _, group in groupby(change.steps, _ranked_alike):
            steps = list(group)
            spoiler = any(map(_gives_away, steps))
            step_lines += [(line, spoiler) for line in self._steps(steps, names or {})]
        lines = [line for line, _ in step_lines]
        if change.total > len(change.steps):
            lines.append(f"… and {change.total - len(change.steps):,} more.")
        notes = [f"Reason: {change.reason}"] if change.reason else []
        if change.undone_by is not None:
            notes.append(f"Undone by change {change.undone_by}.")
        title = f"Change {change.number}: {_ACTIONS[change.action]}{undoes}"
        return Card(title, tuple(lines), tuple(notes), tuple(spoiler for _, spoiler in step_lines))

    def history_line(self, change: Change, names: Mapping[int, str] | None = None) -> str:
        """A change on one line, as one of a list; `names` are those of roles and channels."""
        card = self.change(change, names)
        summary = card.lines[0] if card.lines else ""
        more = f" (and {change.total - 1:,} more)" if change.total > 1 else ""
        return f"{card.title}, {terms.date(_day(change))}: {summary}{more}"

    def _notes(self, draft: Draft) -> list[str]:
        notes = [f"I read “{written}” as {name}." for written, name in draft.read_as]
        same = [f"#{view.number}" for view in draft.same]
        if same and draft.edits is None:
            rest = f" (as do {terms.series(same[1:])})" if same[1:] else ""
            notes.append(f"{same[0]} says the same{rest}: saving adds this source to it.")
        elif same:
            notes.append(f"{terms.series(same)} says the same already: retire one of the two.")
        for view in draft.retired:
            notes.append(f"#{view.number} says the same and is retired: restore it instead?")
        said_on = draft.fact.citations[0].date
        if said_on is not None and said_on.first > self._today():
            notes.append(f"The source is of the future, {terms.date(said_on)}: is that right?")
        if said_on is None:
            notes.append("The source has no date: where sources disagree, dated ones come first.")
        return [*notes, *filling(draft.filling)]

    def _others(self, draft: Draft) -> list[str]:
        """The facts that cannot hold beside a draft, in a line each: what they say otherwise."""
        if not draft.contradicts:
            return []
        return ["Contradicts:", *(self._other(view, draft.fact) for view in draft.contradicts)]

    def _other(self, view: FactView, new: Fact) -> str:
        fact = view.fact
        same = (fact.subject, fact.property, fact.role) == (new.subject, new.property, new.role)
        statement = terms.value(fact.value) if same else self._claims.statement(fact)
        days = ", ".join(dict.fromkeys(terms.spoken_at(cited) for cited in fact.citations))
        return f"• #{view.number} {statement} · {terms.standing(fact)} · {days}"

    def _steps(self, steps: Sequence[Step], names: Mapping[int, str]) -> list[str]:
        """Steps that were taken together: what was before, what is after."""
        ranked = [step for step in steps if isinstance(step, RankStep)]
        if ranked:
            return [self._ranked(ranked)]
        return [line for step in steps for line in self._step(step, names)]

    def _ranked(self, ranked: Sequence[RankStep]) -> str:
        """Facts of one slot that got the same rank."""
        numbers = terms.series([f"#{step.number}" for step in ranked])
        several = len(ranked) > 1
        ranks = (_RANKS_OF_SEVERAL if several else RANKS)[ranked[0].after]
        again = " again" if ranked[0].after is None else ""
        values = terms.choice([terms.value(step.fact.value) for step in ranked])
        first = replace(ranked[0].fact, value=values) if several else ranked[0].fact
        return f"{numbers} {ranks}{again}: {self._claims.statement(first)}."

    def _step(self, step: Step, names: Mapping[int, str]) -> list[str]:
        """One step of a change: what was before, what is after."""
        match step:
            case FactStep():
                return self._fact_step(step)
            case RankStep():
                return [self._ranked([step])]
            case NameStep() if step.text == step.entity.name:
                return [f"{_named(step.entity)} is {'new' if step.added else 'gone'}."]
            case NameStep():
                verb = "is now" if step.added else "is no longer"
                return [f"{_named(step.entity)} {verb} known as “{step.text}”."]
            case MergeStep():
                if step.after is not None:
                    return [f"{_named(step.entity)} is now one with {step.after.name}."]
                other = step.before.name if step.before else "another"
                return [f"{_named(step.entity)} is no longer one with {other}."]
            case SettingStep():
                return [server_settings.change(step.key, step.before, step.after, names)]
            case PhraseStep():
                before, after = (
                    self._labels.get(name, name) if name else "nothing"
                    for name in (step.before, step.after)
                )
                return [f"“{step.text}” means {after} (before: {before})."]

    def _fact_step(self, step: FactStep) -> list[str]:
        number = f"#{step.number} " if step.number else ""
        sides = [
            (mark, fact)
            for mark, fact in (("before", step.before), ("after", step.after))
            if fact is not None
        ]
        if not sides:
            return [f"{number}a fact that is no longer stored."]
        if len(sides) == 2:
            return [f"{number}{mark}: {self._cited(fact)}" for mark, fact in sides]
        mark, fact = sides[0]
        return [f"{number}{'gone' if mark == 'before' else 'new'}: {self._cited(fact)}"]

    def _cited(self, fact: Fact) -> str:
        sources = terms.series([terms.citation(cited) for cited in fact.citations])
        return terms.sentence(f"{self.claim(fact)[:-1]}, says {sources}")


def imported(imported: Imported) -> str:
    """What an import brought."""
    counts = ((imported.facts, "fact"), (imported.entities, "name"), (imported.sources, "source"))
    counted = ", ".join(terms.count(number, noun) for number, noun in counts)
    if imported.change is None:
        return f"All of it was here already: {counted}."
    line = f"Imported: {counted}. This was change {imported.change.number}."
    return " ".join([line, *filling(imported.filling)])


def source_choice(source: Source) -> str:
    """A source as one of a list to choose from: its title, and what tells it apart."""
    title = source.title if len(source.title) <= SHARE else source.title[:SHARE] + "…"
    details = ", ".join(part for part in (source.publisher, terms.dating(source)) if part)
    return f"{title} — {details}"[:CHOICE_LENGTH]


def names(entity: Entity, known: Sequence[str]) -> str:
    """The names of something."""
    others = [f"“{name}”" for name in known if name != entity.name]
    if not others:
        return f"{_named(entity)} is known by no other name."
    return f"{_named(entity)} is also known as {terms.series(others)}."


def new_name(one: Entity, alias: str, bearers: Sequence[Entity]) -> Card:
    """The card before something is given a name that others bear."""
    others = terms.series([_named(other) for other in bearers])
    note = (
        f"“{alias}” is a name of {others} already: whoever asks by it may then be answered about "
        f"{one.name}."
    )
    return Card("One more name", (f"{_named(one)} will be known as “{alias}”.",), (note,))


def _title(draft: Draft) -> str:
    if draft.edits is not None:
        return f"Fact #{draft.edits.number}, edited"
    if draft.same:
        return f"One more source for fact #{draft.same[0].number}"
    return "A new fact"


def _creates(new: NewName) -> str:
    also = f", also known as {terms.series([f'“{alias}”' for alias in new.aliases])}"
    year = f" of {new.year}" if new.year is not None else ""
    return f"New {new.kind}{year}: “{new.name}”{also if new.aliases else ''}."


def _named(entity: Entity) -> str:
    return f"{entity.name} ({entity.kind})"


def _source(cited: Citation) -> str:
    return f"Source: {terms.citation(cited)}"


def _slot(fact: Fact) -> tuple[int, str]:
    return fact.subject.id, fact.property


def _ranked_alike(step: Step) -> object:
    """What steps have in common that are told together: facts of one slot that get one rank."""
    if not isinstance(step, RankStep):
        return id(step)
    return step.before, step.after, step.fact.subject.id, step.fact.property, step.fact.role


def _gives_away(step: Step) -> bool:
    """Whether a step tells of a fact that is a spoiler, or was one."""
    match step:
        case FactStep():
            return any(fact.spoiler for fact in (step.before, step.after) if fact is not None)
        case RankStep():
            return step.fact.spoiler
        case NameStep() | MergeStep():
            return step.spoiler
    return False


def _day(change: Change) -> PartialDate:
    at = change.made_at
    return PartialDate(at.year, at.month, at.day)
