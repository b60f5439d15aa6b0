"""Noun phrases of the plain language that belong to no property."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lore.model.property_ids import RELEASE, SERIES
from lore.understanding.algebra import (
    Common,
    Dated,
    Measured,
    Named,
    OfKind,
    Ranked,
    Set,
    Side,
    Step,
    Without,
    Works,
)
from lore.understanding.plain.builder import Given, Label, step_of
from lore.understanding.plain.chart import Chart
from lore.understanding.plain.lexicon import role_word
from lore.understanding.plain.matcher import Bindings
from lore.understanding.plain.registry import Registry, beside, kinded, of, pools_of

makes = Registry()


def _fitting(chart: Chart, label: Label, source: Set) -> bool:
    """Whether a set can have what a label names."""
    return all(chart.builder.fits(name, source, "subject") for name in label.names)


@makes("step")
def _step(chart: Chart, bound: Bindings) -> Iterator[Set]:
    label, source = bound["P"], bound.first("one", "owner")
    if "one2" in bound:
        given: Given = {"subject": source, "role": bound["one2"]}
        yield step_of(label.names, given, "value", label.statuses)
    elif _fitting(chart, label, source):
        yield of(label, source)


@makes("roled_step")
def _roled_step(chart: Chart, bound: Bindings) -> Iterator[Set]:
    label = bound["P"]
    if all(role_word(chart.builder.entry(name)) for name in label.names):
        given: Given = {"subject": bound["one"], "role": bound["one2"]}
        yield step_of(label.names, given, "value", label.statuses)


@makes("role_step")
def _role_step(chart: Chart, bound: Bindings) -> Iterator[Set]:
    label = bound["P"]
    if all(chart.builder.entry(name).has_role for name in label.names):
        yield Step(label.names, "subject", "role", bound["one"], (), label.statuses)


@makes("open_value")
def _open_value(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Step(bound["P"].names, "subject", "value", None, (), bound["P"].statuses)


@makes("open_role")
def _open_role(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Step(bound["P"].names, "subject", "role", None, (), bound["P"].statuses)


@makes("open_subject")
def _open_subject(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Step(bound["P"].names, "value", "subject", None, (), bound["P"].statuses)


def _works_of(bound: Bindings, *, every: bool) -> Set:
    when = "coming" if "kinds2" in bound else bound.get("when")
    kinds = bound.first("kinds", "kinds2")
    return kinded(Works(when != "coming", when != "out", every), kinds or frozenset())


@makes("works")
def _works(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield _works_of(bound, every=True)


@makes("main")
def _main(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield _works_of(bound, every=False)


@makes("of_kind")
def _of_kind(_: Chart, bound: Bindings) -> Iterator[Set]:
    if bound["kinds"]:
        yield OfKind(bound["one"], bound["kinds"])


@makes("dated")
def _dated(_: Chart, bound: Bindings) -> Iterator[Set]:
    source = bound.first("works", "bracketed")
    yield Dated(source, bound["side"], bound["one"])


@makes("measured")
def _measured(_: Chart, bound: Bindings) -> Iterator[Set]:
    source = bound.first("works", "bracketed")
    for name in bound["P"].names:
        yield Measured(source, name, bound["amount"])


@makes("ranked")
def _ranked(_: Chart, bound: Bindings) -> Iterator[Set]:
    for name in bound["P"].names:
        yield Ranked(bound["group"], name, bound["adj"], bound.get("nth", 1))


@makes("plain_rank")
def _plain_rank(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Ranked(bound["group"], None, bound["adj"], bound.get("nth", 1))


@makes("superlative")
def _superlative(chart: Chart, bound: Bindings) -> Iterator[Set]:
    names = bound["P"].names if "P" in bound else (bound["alone"][0],)
    most = bound["adj"] if "P" in bound else bound["alone"][1]
    for name in names:
        for pool in pools_of(chart, name, bound["kinds"]):
            yield Ranked(pool, name, most, bound.get("nth", 1))


@makes("ordered")
def _ordered(_: Chart, bound: Bindings) -> Iterator[Set]:
    pool: Set = Works()
    if "one" in bound:
        pool = Step((SERIES,), "value", "subject", bound["one"])
    most = "last" in bound
    yield Ranked(kinded(pool, bound["kinds"]), RELEASE, most, bound.get("nth", 1))


@makes("credited")
def _credited(chart: Chart, bound: Bindings) -> Iterator[Set]:
    """The latest film of a person, by whichever credit they have."""
    yield from _credits(chart.builder.credits, bound)


@makes("made")
def _made(chart: Chart, bound: Bindings) -> Iterator[Set]:
    names = chart.builder.credits
    yield from _credits([name for name in names if not chart.builder.entry(name).has_role], bound)


def _credits(names: Sequence[str], bound: Bindings) -> Iterator[Set]:
    source = bound.first("name", "owner")
    if isinstance(source, Named) and source.entity.kind == "person":
        for name in names:
            pool = kinded(Step((name,), "value", "subject", source), bound["kinds"])
            yield Ranked(pool, RELEASE, bound.get("latest", False), bound.get("nth", 1))


@makes("next")
def _next(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Ranked(kinded(Works(out=False, every=True), bound["kinds"]), RELEASE, False)


@makes("latest")
def _latest(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Ranked(kinded(Works(coming=False, every=True), bound["kinds"]), RELEASE, True)


@makes("nearest")
def _nearest(_: Chart, bound: Bindings) -> Iterator[Set]:
    side: Side = "before" if "one" in bound else "after"
    yield beside(side, bound.first("one", "one2"), bound["kinds"])


@makes("without")
def _without(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Without(bound["one"], bound["one2"])


@makes("either")
def _either(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield bound["pair"]


@makes("both")
def _both(_: Chart, bound: Bindings) -> Iterator[Set]:
    yield Common(bound["pair"].parts)
