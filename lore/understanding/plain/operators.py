"""Order, superlatives, spans of time, moves, sources and statements of the plain language."""

from __future__ import annotations

from collections.abc import Iterator

from lore.model.property_ids import BIRTH, RELEASE
from lore.understanding.algebra import (
    Amount,
    Dated,
    Gap,
    Listing,
    Measured,
    Moved,
    Named,
    Origin,
    Question,
    Ranked,
    Set,
    Statement,
    Step,
    Works,
)
from lore.understanding.plain.chart import Chart
from lore.understanding.plain.matcher import Bindings
from lore.understanding.plain.registry import Registry, beside, kinded, of, pools_of, value_of

makes = Registry()

DEATH = "death_date"
AGE = "age"


@makes("which_has")
def _which_has(chart: Chart, bound: Bindings) -> Iterator[Question]:
    for name in bound["P"].names:
        pools = [bound["group"]] if "group" in bound else []
        for pool in pools or pools_of(chart, name, bound.get("kinds", frozenset())):
            yield Listing(Ranked(pool, name, bound["adj"], bound.get("nth", 1)))


@makes("which_is")
def _which_is(chart: Chart, bound: Bindings) -> Iterator[Question]:
    name, most = bound.first("alone", "alone_person")
    pools = [bound["group"]] if "group" in bound else []
    for pool in pools or pools_of(chart, name, bound.get("kinds", frozenset())):
        yield Listing(Ranked(pool, name, most))


def _measured_by(chart: Chart, bound: Bindings) -> Iterator[Set]:
    amount = bound["amount"]
    if "longer" in bound:
        names, side = bound["longer"]
        amount = Amount(side, amount.number)
    else:
        names = bound["P"].names if "P" in bound else (bound["amount_past"],)
    for name in names:
        for pool in pools_of(chart, name, bound["kinds"]):
            yield Measured(pool, name, amount)


@makes("measured_kind")
def _measured_kind(chart: Chart, bound: Bindings) -> Iterator[Question]:
    yield from (Listing(source) for source in _measured_by(chart, bound))


@makes("count_measured")
def _count_measured(chart: Chart, bound: Bindings) -> Iterator[Question]:
    yield from (Listing(source, count=True) for source in _measured_by(chart, bound))


@makes("dated_kind")
def _dated_kind(_: Chart, bound: Bindings) -> Iterator[Question]:
    pool = kinded(Works(every=True), bound["many"])
    yield Listing(Dated(pool, bound["side"], bound["one"]))


@makes("count_dated")
def _count_dated(_: Chart, bound: Bindings) -> Iterator[Question]:
    pool = kinded(Works(every=True), bound["kinds"])
    yield Listing(Dated(pool, bound["side"], bound["one"]), count=True)


@makes("single_dated")
def _single_dated(_: Chart, bound: Bindings) -> Iterator[Question]:
    """One work: the next to another, or the one of a date."""
    side = bound.first("neighbour", "side")
    if isinstance(bound["one"], Named) and side != "in":
        yield Listing(beside(side, bound["one"], bound["kind"]))
    else:
        pool = kinded(Works(every=True), bound["kind"])
        yield Listing(Dated(pool, side, bound["one"]))


def _due(bound: Bindings) -> Set:
    when = bound["when"]
    return kinded(Works(when != "coming", when != "out", True), bound["kinds"])


@makes("coming")
def _coming(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Listing(_due(bound))


@makes("count_coming")
def _count_coming(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Listing(_due(Bindings({"when": "all", **bound})), count=True)


@makes("age")
def _age(_: Chart, bound: Bindings) -> Iterator[Question]:
    who = bound.first("one", "owner")
    yield Listing(value_of(AGE, who))
    yield Gap(value_of(BIRTH, who), value_of(DEATH, who))
    yield Gap(value_of(BIRTH, who), None)
    yield Gap(value_of(RELEASE, who), None)


@makes("age_then")
def _age_then(_: Chart, bound: Bindings) -> Iterator[Question]:
    end = value_of(RELEASE, bound["one2"]) if "one2" in bound else bound["set"]
    yield Gap(value_of(BIRTH, bound["one"]), end)


@makes("how")
def _how(_: Chart, bound: Bindings) -> Iterator[Question]:
    told = ("adjective", "amount_base", "amount_done")
    name = next(bound[each] for each in told if each in bound)
    yield Listing(value_of(name, bound["one"]))


@makes("between")
def _between(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Gap(bound["end"], bound["end2"])


@makes("after_end")
def _after_end(_: Chart, bound: Bindings) -> Iterator[Question]:
    other = bound["end2"] if "end2" in bound else value_of(RELEASE, bound["one"])
    yield Gap(bound["end"], other)


@makes("until")
def _until(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Gap(None, bound["end"])


@makes("until_out")
def _until_out(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Gap(None, value_of(RELEASE, bound["one"]))


@makes("since")
def _since(_: Chart, bound: Bindings) -> Iterator[Question]:
    start = value_of(RELEASE, bound["one"]) if "one" in bound else None
    yield Gap(start or bound.first("end", "set"), None)


def _moving(bound: Bindings) -> Iterator[Step]:
    if "P" in bound:
        yield of(bound["P"], bound.first("one", "owner"))
    elif "one2" in bound:
        yield value_of(RELEASE, bound["one2"])
    elif isinstance(bound["one"], Step):
        yield bound["one"]


@makes("moved")
def _moved(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from (Moved(step) for step in _moving(bound))


@makes("moved_first")
def _moved_first(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from (Moved(step, "first") for step in _moving(bound))


@makes("moved_end")
def _moved_end(_: Chart, bound: Bindings) -> Iterator[Moved]:
    if isinstance(bound["one"], Step):
        yield Moved(bound["one"])


@makes("first_end")
def _first_end(_: Chart, bound: Bindings) -> Iterator[Moved]:
    if isinstance(bound["one"], Step):
        yield Moved(bound["one"], "first")


@makes("moved_times")
def _moved_times(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield from (Moved(step, "times") for step in _moving(bound))


@makes("origin")
def _origin(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Origin(bound["question"])


@makes("origin_claim")
def _origin_claim(_: Chart, bound: Bindings) -> Iterator[Question]:
    yield Origin(bound["claim"])


@makes("origin_set")
def _origin_set(_: Chart, bound: Bindings) -> Iterator[Question]:
    if isinstance(bound["set"], Step):
        yield Origin(Listing(bound["set"]))


@makes("statement")
def _statement(chart: Chart, bound: Bindings) -> Iterator[Question]:
    for name in chart.builder.statements:
        yield Statement(name, bound["words"], bound.get("one"))


@makes("statement_bare")
def _statement_bare(chart: Chart, bound: Bindings) -> Iterator[Question]:
    for name in chart.builder.statements:
        yield Statement(name, (), bound.get("one"))


@makes("who_said")
def _who_said(chart: Chart, bound: Bindings) -> Iterator[Question]:
    for name in chart.builder.statements:
        yield Statement(name, bound["words"], None)
