"""Lists, counts, verdicts, choices and pairs of the plain language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lore.model.facts import PEOPLE, Slot
from lore.model.property_ids import RELEASE
from lore.understanding.algebra import (
    About,
    Check,
    Choose,
    Common,
    Comparison,
    Listing,
    Named,
    OfKind,
    Question,
    Ranked,
    Set,
    Several,
    Step,
    Than,
    Together,
    Without,
    nodes,
)
from lore.understanding.plain.builder import Joined, Label
from lore.understanding.plain.chart import Chart
from lore.understanding.plain.matcher import Bindings
from lore.understanding.plain.registry import Registry, kinded, of, value_of

makes = Registry()


@makes("listing")
def _listing(_: Chart, bound: Bindings) -> Iterator[Question]:
    if not isinstance(bound["set"], Named):
        yield Listing(bound["set"])


@makes("plurals")
def _plurals(_: Chart, bound: Bindings) -> Iterator[Question]:
    """Two properties of one thing, or one each of two."""
    first, second = bound["one"], bound.first("one2", "one")
    yield Several((Listing(of(bound["P"], first)), Listing(of(bound["P2"], second))))


@makes("count")
def _count(_: Chart, bound: Bindings) -> Iterator[Question]:
    source = bound["set"] if "set" in bound else of(bound["P"], bound["one"])
    yield Listing(source, count=True)


@makes("whose")
def _whose(_: Chart, bound: Bindings) -> Iterator[Question]:
    label = bound["P"]
    yield Listing(Step(label.names, "value", "subject", bound["one"], (), label.statuses))


@makes("having")
def _having(_: Chart, bound: Bindings) -> Iterator[Question]:
    label = bound["P"]
    step = Step(label.names, "value", "subject", None, (), label.statuses)
    yield Listing(kinded(step, bound.get("kinds", frozenset())))


@makes("about")
def _about(_: Chart, bound: Bindings) -> Iterator[Question]:
    name = bound["name"]
    if isinstance(name, Named):
        yield About(name.entity, bound.get("told", frozenset()))


@makes("settled")
def _settled(_: Chart, bound: Bindings) -> Iterator[Question]:
    """Whether a work is to come: a confirmed date says so."""
    name = bound["name"]
    if isinstance(name, Named) and name.entity.kind not in PEOPLE:
        yield Check(Step((RELEASE,), "subject", "value", name), certain=True)


@makes("exists")
def _exists(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Check(of(bound["P"], bound["one"]))


@makes("exists_any")
def _exists_any(_: Chart, bound: Bindings) -> Iterator[Question]:
    if isinstance(bound["one"], Step):
        yield Check(bound["one"])


@makes("member")
def _member(_: Chart, bound: Bindings) -> Iterator[Question]:
    if isinstance(bound["set"], Step) and not isinstance(bound["text"], Joined):
        yield Check(bound["set"], bound["text"])


def _sources(question: Question) -> list[Listing]:
    """The lists that a question asks for."""
    parts = question.parts if isinstance(question, Several) else (question,)
    return [part for part in parts if isinstance(part, Listing)]


@makes("besides")
def _besides(_: Chart, bound: Bindings) -> Iterator[Question]:
    """Who else there is."""
    question, filler = bound["question"], bound["filler"]
    out = Together(filler.parts) if isinstance(filler, Joined) else filler
    if isinstance(question, Listing):
        yield Listing(Without(question.source, out), question.count)


@makes("but_not")
def _but_not(_: Chart, bound: Bindings) -> Iterator[Question]:
    """ "Who is in X but not in Y": what is asked of X, without what is asked alike of Y."""
    question, other = bound["question"], bound["one"]
    if isinstance(question, Listing) and (alike := _moved_to(question.source, other)):
        yield Listing(Without(question.source, alike), question.count)


@makes("and_also")
def _and_also(_: Chart, bound: Bindings) -> Iterator[Question]:
    """ "Who is in X and also in Y"."""
    question, other = bound["question"], bound["one"]
    if isinstance(question, Listing) and (alike := _moved_to(question.source, other)):
        yield Listing(Common((question.source, alike)), question.count)


def _moved_to(source: Set, other: Set) -> Set | None:
    """The same step from another source; of a role in a work, the same role in another."""
    match source:
        case OfKind(inner, kinds):
            moved = _moved_to(inner, other)
            return OfKind(moved, kinds) if moved else None
        case Step(fixed=()):
            return Step(source.properties, source.known, source.ask, other, (), source.statuses)
        case Step(fixed=((slot, _),)):
            fixed = ((slot, other),)
            return Step(
                source.properties,
                source.known,
                source.ask,
                source.source,
                fixed,
                source.statuses,
            )
        case _:
            return None


@makes("claim")
def _claim(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield bound["claim"]


def _checks(question: Question, **changes: object) -> Iterator[Question]:
    if isinstance(question, Check):
        yield _replaced(question, **changes)


def _replaced(check: Check, **changes: object) -> Check:
    fields: dict[str, Any] = {
        "step": check.step,
        "answer": check.answer,
        "opposite": check.opposite,
        "certain": check.certain,
    }
    return Check(**(fields | changes))


@makes("certain")
def _certain(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _checks(bound["claim"], certain=True)


@makes("untrue")
def _untrue(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _checks(bound["claim"], opposite=True)


@makes("untrue_certain")
def _untrue_certain(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _checks(bound["claim"], opposite=True, certain=True)


@makes("rumoured")
def _rumoured(_: Chart, bound: Bindings) -> Iterator[Question]:
    check = bound["claim"]
    if isinstance(check, Check) and not check.step.statuses:
        step = Step(
            check.step.properties,
            check.step.known,
            check.step.ask,
            check.step.source,
            check.step.fixed,
            bound["status"],
        )
        yield _replaced(check, step=step)


def _compared(name: str, one: Set, side: Comparison, other: Set) -> Check:
    return Check(value_of(name, one), Than(side, value_of(name, other)))


@makes("than")
def _than(chart: Chart, bound: Bindings) -> Iterator[Question]:
    names, side = bound["cmp"]
    for name in names:
        if chart.builder.suits(name, bound["one"]) or len(names) == 1:
            yield _compared(name, bound["one"], side, bound["one2"])


@makes("than_date")
def _than_date(_: Chart, bound: Bindings) -> Iterator[Question]:
    side: Comparison = bound.get("bigger", "more" if bound.get("side") == "after" else "less")
    if bound.get("side") == "in":
        return
    other = bound["one2"]
    bounded = value_of(RELEASE, other) if isinstance(other, Named) else other
    yield Check(value_of(RELEASE, bound["one"]), Than(side, bounded))


@makes("than_label")
def _than_label(_: Chart, bound: Bindings) -> Iterator[Question]:
    """A value against another: "is the budget of X more than that of Y"."""
    side = bound.first("bigger", "compared")
    if "P" in bound:
        for name in bound["P"].names:
            yield _compared(name, bound["one"], side, bound["one2"])
    elif isinstance(bound["set"], Step):
        other = bound["one2"]
        if isinstance(other, Named):
            other = Step(bound["set"].properties, "subject", "value", other)
        yield Check(bound["set"], Than(side, other))


@makes("which_than")
def _which_than(chart: Chart, bound: Bindings) -> Iterator[Question]:
    names, side = bound["cmp"] if "cmp" in bound else (bound["P"].names, bound["bigger"])
    first = bound["pair"].parts[0]
    for name in names:
        if len(names) == 1 or chart.builder.suits(name, first):
            yield Listing(Ranked(bound["pair"], name, side == "more"))


@makes("which_rank")
def _which_rank(_: Chart, bound: Bindings) -> Iterator[Question]:
    for name in bound["P"].names:
        yield Listing(Ranked(bound["pair"], name, bound["adj"]))


@makes("which_first")
def _which_first(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Listing(Ranked(bound["pair"], RELEASE, bound["order"]))


@makes("choice")
def _choice(_: Chart, bound: Bindings) -> Iterator[Question]:
    joined, step = bound["either"], bound["set"]
    if isinstance(joined, Joined) and isinstance(step, Step):
        yield Choose(tuple(Check(step, part) for part in joined.parts))


@makes("named_choice")
def _named_choice(_: Chart, bound: Bindings) -> Iterator[Question]:
    label = bound["P"]
    step = Step(label.names, "value", "subject", bound["one"], (), label.statuses)
    yield Choose(tuple(Check(step, part) for part in bound["either"].parts))


@makes("choice_who")
def _choice_who(_: Chart, bound: Bindings) -> Iterator[Question]:
    question = bound["rest"]
    if isinstance(question, Listing) and isinstance(question.source, Step):
        parts = bound["either"].parts
        yield Choose(tuple(Check(question.source, part) for part in parts))


@makes("keyword")
def _keyword(chart: Chart, bound: Bindings) -> Iterator[Question]:
    """A label and a name alone."""
    yield from _keywords(chart, [bound["P"]], [bound.first("name", "owner")])


@makes("keyword_pair")
def _keyword_pair(chart: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _keywords(chart, [bound["P"]], [bound["name"], bound["name2"]])


@makes("keyword_both")
def _keyword_both(chart: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _keywords(chart, [bound["P"], bound["P2"]], [bound.first("name", "owner")])


def _keywords(chart: Chart, labels: Sequence[Label], sources: Sequence[Set]) -> Iterator[Question]:
    """Each property of each thing, where things of their kinds have such."""
    names = [name for label in labels for name in label.names]
    if all(chart.builder.suits(name, source) for name in names for source in sources):
        parts = tuple(Listing(of(label, source)) for source in sources for label in labels)
        yield parts[0] if len(parts) == 1 else Several(parts)


@makes("keyword_state")
def _keyword_state(_: Chart, bound: Bindings) -> Iterator[Question]:
    """What puts two works into one state: "X and Y back to back"."""
    fixed: tuple[tuple[Slot, Set], ...] = (("subject", bound["name"]),)
    yield Listing(Step((bound["state"],), "role", "value", bound["name2"], fixed))


@makes("keyword_works")
def _keyword_works(_: Chart, bound: Bindings) -> Iterator[Question]:
    if isinstance(bound["set"], Ranked):
        yield Listing(bound["set"])


@makes("keyword_and")
def _keyword_and(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _both(bound["keyword"], bound["keyword2"])


@makes("and_the")
def _and_the(chart: Chart, bound: Bindings) -> Iterator[Question]:
    """A second question that names no work is about that of the first, else about those in
    focus."""
    first, label = bound["question"], bound["P"]
    named = [node for node in nodes(first) if isinstance(node, Named)]
    works = [node for node in named if _are_of(chart, label, node)][:1]
    works = works or [Named(work) for name in label.names for work in chart.focus(name)]
    parts = first.parts if isinstance(first, Several) else (first,)
    second = tuple(Listing(of(label, work)) for work in works)
    if second:
        yield Several((*parts, second[0] if len(second) == 1 else Several(second)))


def _are_of(chart: Chart, label: Label, node: Named) -> bool:
    return all(chart.builder.suits(name, node) for name in label.names)


@makes("and")
def _and(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from _both(bound["question"], bound["question2"])


def _both(*questions: Question) -> Iterator[Question]:
    parts: list[Question] = []
    for question in questions:
        parts += question.parts if isinstance(question, Several) else [question]
    yield Several(tuple(parts))
