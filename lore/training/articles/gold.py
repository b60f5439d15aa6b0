"""The facts that readers took from articles, and whether a proposal says what one of them does.

A folder has `pack.jsonl` (what is known beforehand; without it nothing is), and for each article
NAME.txt or NAME.html its facts as NAME.facts.jsonl: objects with subject, property, value, role,
status. A fact with `"optional": true`, and any of NAME.extra.jsonl, may be proposed or not. Names
and dates are compared tolerantly: a part of a name stands for it, a month for its day; a proposal
without a role is right where the fact has one. That somebody is known for a film ("known_for",
which is no property of the store) is found by any credit of theirs in that film; and a villain by
who plays them or by their name. An alias of the pack stands for the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lore.language import text as folding
from lore.model.dates import PartialDate
from lore.model.errors import DateError

FREE = frozenset(
    {"said", "hiatus_cause", "filming_hiatus", "role_description", "production_status"}
)
"""Properties whose value is told in words: any words of the same subject count."""
CREDITS = frozenset(
    {"cast", "lead", "director", "writer", "producer", "composer", "cinematographer", "creator"}
)
"""Properties that tell what somebody is known for."""
WITHIN = {"lead": "cast", "filming_resumption_planned": "production_status"}
"""Properties that articles' facts may tell by another: a lead is one of the cast, and that filming
is to resume is how far a film is."""


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two texts name the same: the words of one are all in the other."""
    if one is None or other is None:
        return one == other
    first, second = (set(folding.without_article(folding.words(text))) for text in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def same_value(one: str, other: str) -> bool:
    """Whether two values are the same: dates that agree, or names."""
    try:
        return PartialDate.parse(one).agrees(PartialDate.parse(other))
    except DateError:
        return same_name(one, other)


def same_fact(gold: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Whether a proposal says what a fact of the article says."""
    if gold["property"] == "known_for":
        return (
            proposed["property"] in CREDITS
            and same_name(str(gold["value"]), proposed["subject"])
            and same_name(gold["subject"], str(proposed["value"]))
        )
    known = proposed["property"]
    if gold["property"] not in (known, WITHIN.get(known)):
        return False
    if known == "filming_resumption_planned" != gold["property"]:
        return "resum" in gold["value"] and same_name(gold["subject"], proposed["subject"])
    if not same_name(gold["subject"], proposed["subject"]):
        return False
    if gold["property"] in FREE:
        return True
    values = [gold["value"], *gold.get("also", ())]
    if not any(same_value(str(one), str(proposed["value"])) for one in values):
        return False
    told, role = gold.get("role"), proposed.get("role")
    return told is None or role is None or same_name(told, role) or not told[:1].isupper()


def flat(fact: Mapping[str, Any]) -> dict[str, Any]:
    """A fact of the article with plain texts for its value and role."""

    def text(term: object) -> str | None:
        if isinstance(term, Mapping):
            return str(next(iter(term.values())))
        return None if term is None else str(term)

    return {**fact, "value": text(fact.get("value")), "role": text(fact.get("role"))}


def names_of(folder: Path) -> dict[str, str]:
    """The names of a folder's pack by their folded aliases: "Velvet Key 6" is a film's title."""
    pack = folder / "pack.jsonl"
    lines = pack.read_text(encoding="utf-8").splitlines() if pack.exists() else []
    entities = [record for line in lines if (record := json.loads(line))["type"] == "entity"]
    pairs = [(alias, one["name"]) for one in entities for alias in one.get("aliases", ())]
    pairs += [(one["name"], one["name"]) for one in entities]
    return {folding.key(folding.words(text)): name for text, name in pairs}


def named(fact: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A fact with the names of the pack for their aliases, where one of its terms is one whole."""
    return {
        **fact,
        **{
            slot: names.get(folding.key(folding.words(text)), text)
            for slot in ("subject", "value", "role")
            if isinstance(text := fact.get(slot), str)
        },
    }


def facts_of(path: Path) -> list[dict[str, Any]]:
    """The facts beside an article; those of its further properties are optional."""
    facts = []
    names = names_of(path.parent)
    for suffix, more in ((".facts.jsonl", {}), (".extra.jsonl", {"optional": True})):
        beside = path.with_suffix(suffix)
        lines = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
        facts += [
            named(flat({**json.loads(line), **more}), names) for line in lines if line.strip()
        ]
    for villain in (one for one in facts if one["property"] == "villain"):
        villain["also"] = [
            one["role"]
            for one in facts
            if one["property"] == "cast" and one.get("role") and one["value"] == villain["value"]
        ]
    return facts


def articles_of(folder: Path) -> list[Path]:
    """The articles of a folder whose facts are known."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix in (".txt", ".html") and path.with_suffix(".facts.jsonl").exists()
    ]
