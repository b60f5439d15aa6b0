"""Names and relations of a cover, sorted: apposition, repetition and titles taken out.

When words are no name or no question after all: what makes a reading be dropped.
Who or what an answer leaves out: "who else is in X besides Y", "who starred with Y in X".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lore.language import costs, grammar
from lore.language.properties import Hint, Property
from lore.linking.mentions import Mention
from lore.model.facts import PEOPLE
from lore.understanding.chains import Kinds
from lore.understanding.lattice import Span
from lore.understanding.query import Anchor
from lore.understanding.signals import Signals


def anchor_of(item: Span) -> Anchor:
    """The mention or date of an item."""
    anchor = item.mention or item.date
    assert anchor is not None
    return anchor


def anchor_kinds(item: Span) -> Kinds:
    """The kinds of a mention; "date" of a date."""
    return item.mention.kinds if item.mention else frozenset({"date"})


_IN = grammar.words("names", "within")
_TIES = grammar.words("names", "ties")
"""Words at the end of a phrase that tie it to the name that follows: a step, no title of it."""
WITH = grammar.words("names", "with")
"""Words between somebody and those who are in the same work."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """The names and dates that count, and the relations and kinds left beside them.

    `capacity` are the properties in which the last name was introduced ("the director X"),
    `within` tells that the first stands after "in", `part_of` that "in" follows it and ends the
    question ("what was X in").
    """

    anchors: list[Span]
    operators: list[Span]
    capacity: tuple[str, ...] = ()
    within: bool = False
    part_of: bool = False

    @property
    def relations(self) -> list[Span]:
        """The operators that are relations."""
        return [item for item in self.operators if item.kind == "relation"]


def anchored(said: Signals, words: Sequence[str], properties: Mapping[str, Property]) -> Anchored:
    """Sort what a cover names.

    A noun right before a name is its title ("director X", "film X") and no step; an owner before
    such a title is not what is asked about ("Simon's co-star X").
    """
    anchors = _without_doubles(said.anchors)
    operators = _merged(said.operators)
    capacity: tuple[str, ...] = ()
    for name in [item for item in anchors if item.mention]:
        title = next((item for item in operators if item.end == name.start), None)
        if title is None or words[name.start - 1] in WITH or words[title.end - 1] in _TIES:
            continue
        nouns = _titles(title, name, properties)
        if title.kind == "kind" or nouns:
            operators.remove(title)
        if nouns:
            capacity = nouns
            owners = [item for item in anchors if item.mention and item.end == title.start]
            anchors = [item for item in anchors if item not in owners]
    within = bool(anchors and anchors[0].start) and words[anchors[0].start - 1] in _IN
    part_of = len(anchors) == 1 and [*words[anchors[0].end :]] in [[word] for word in _IN]
    return Anchored(anchors, operators, capacity, within, part_of)


def _titles(title: Span, name: Span, properties: Mapping[str, Property]) -> tuple[str, ...]:
    """The properties in which a noun before a name introduces it."""
    if title.sense is None:
        return ()
    return tuple(
        option
        for option, hint in title.sense.options
        if (
            (hint == "value" or title.sense.shared)
            and properties[option].value & anchor_kinds(name)
        )
        or (hint == "subject" and properties[option].subject & anchor_kinds(name))
    )


def _without_doubles(anchors: Sequence[Span]) -> list[Span]:
    """Anchors that name one thing twice are one: the cheaper mention stays.

    A part of a title beside the whole of it is rather another name: "Nemo in Finding Nemo".
    """
    kept: list[Span] = []
    for item in sorted(anchors, key=lambda span: span.cost):
        part = item.mention is not None and not item.mention.exact
        if part or not any(_entities(item) & _entities(other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda span: span.start)


def _entities(item: Span) -> set[int]:
    return {candidate.entity for candidate in item.mention.candidates} if item.mention else set()


def _merged(operators: Sequence[Span]) -> list[Span]:
    """Neighbouring relations of one property as one: "which role does X reprise"."""
    merged: list[Span] = []
    for item in operators:
        both = _merge(merged[-1], item) if merged else None
        if both is None:
            merged.append(item)
        else:
            merged[-1] = both
    return merged


def _merge(last: Span, item: Span) -> Span | None:
    """Two relations as one that asks for the role, where they share a property and one does."""
    if last.kind != "relation" or item.kind != "relation" or not last.sense or not item.sense:
        return None
    before, after = dict(last.sense.options), dict(item.sense.options)
    shared = [name for name in before if name in after]
    told = {hints[name] for name in shared for hints in (before, after)} & {"role", "player"}
    if not shared or not told:
        return None
    hint: Hint = "role" if "role" in told else "player"
    options = tuple((name, hint) for name in shared)
    return replace(last, sense=replace(last.sense, options=options))


_PEOPLE_TIES = grammar.words("names", "people_ties")
_JOINTS = grammar.words("names", "joints")


def bare_noun(found: Anchored, said: Signals) -> bool:
    """Whether nothing but nouns for properties stands there, of two words: "release date"."""
    words = sum(item.end - item.start for item in found.operators)
    return (
        not said.chat
        and words > 1
        and all(
            item.sense is not None
            and not item.mended
            and any(hint == "value" for _, hint in item.sense.options)
            for item in found.operators
        )
    )


def unlikely(said: Signals, found: Anchored) -> bool:
    """Whether everyday words are taken for a name beside a better one, or with nothing asked."""
    plain = [item for item in found.anchors if item.mention and item.mention.plain]
    if not plain:
        return False
    asked = said.question is not None or said.verdict or said.card
    nouns = any(
        hint != "either" for item in found.relations if item.sense for _, hint in item.sense.options
    )
    numbers = any(item.end - item.start == 1 for item in plain) and len(plain) < len(found.anchors)
    return numbers or not (asked or nouns)


def strained(items: Sequence[Span], words: Sequence[str]) -> bool:
    """Whether names are taken from too little.

    A part of a name right beside part of another ("hayley williams") or beside a word that was
    read only as misspelt ("rebecca blac"), and bare numbers of which nothing is asked.
    """
    bare = [item for item in items if item.mention and item.mention.cost == costs.BARE_NUMBER]
    if bare and not any(item.kind == "relation" for item in items):
        return True
    names = [item for item in items if item.mention]
    if any(_misnamed(one, other) for one, other in pairwise(items)):
        return True
    return any(_torn(one, other, words) for one, other in pairwise(names)) or any(
        other.mended and (other.end == part.start or other.start == part.end)
        for part in names
        if part.mention and not part.mention.exact
        for other in items
    )


def _misnamed(title: Span, name: Span) -> bool:
    """Whether a kind stands right before a name that is not surely one of another kind: "the movie
    gigli" is no character Gimli."""
    if title.kind != "kind" or title.sense is None or name.mention is None:
        return False
    people = {kind in PEOPLE for kind in (title.sense.value, name.mention.kind)}
    return title.end == name.start and len(people) > 1 and not name.mention.exact


def _torn(one: Span, other: Span, words: Sequence[str]) -> bool:
    """Whether two neighbouring mentions are rather one name that is not known.

    Parts of names with nothing but an article or "of" between them, or a part beside a name of
    one misspelt word.
    """
    assert one.mention is not None
    assert other.mention is not None
    parts = [item for item in (one, other) if item.mention and not item.mention.exact]
    between = words[one.end : other.start]
    if not parts or not all(word in _JOINTS for word in between):
        return False
    short = all(item.end - item.start == 1 for item in (one, other))
    people = {item.mention.kind in PEOPLE for item in (one, other) if item.mention}
    if len(parts) < len((one, other)):
        return short and not between
    tied = all(word in _PEOPLE_TIES for word in between)
    return tied or len(people) == 1 or min(one.cost, other.cost) > costs.LITTLE


def beside(
    found: Anchored, said: Signals, items: Sequence[Span], words: Sequence[str]
) -> tuple[Anchored, Signals, Mention | None]:
    """The names without the one that the answer leaves out, and that one; None where none is.

    It stands after "besides" or the like or, where somebody in a work is asked for, after "with"
    or beside "costar".
    """
    names = [item for item in found.anchors if item.mention]
    if len(names) < 2 or said.verdict:
        return found, said, None
    marks = {item.end for item in items if item.sense and item.sense.value == "besides"}
    out = next((item for item in names if item.start in marks), None)
    if out is None and said.question in ("who", "what"):
        out = _companion(names, found, words)
    if out is None:
        return found, said, None
    left = [item for item in found.anchors if item is not out]
    return replace(found, anchors=left), replace(said, shared=False), out.mention


def _companion(names: Sequence[Span], found: Anchored, words: Sequence[str]) -> Span | None:
    """Who else is in a work with those asked for, where one person and one work are named."""
    people = [item for item in names if item.mention and item.mention.kind in PEOPLE]
    if len(names) != 2 or len(people) != 1 or len(found.relations) != 1:
        return None
    sense = found.relations[0].sense
    in_work = sense is not None and any(option == ("cast", "either") for option in sense.options)
    told = words[people[0].start - 1] in WITH if people[0].start else False
    return people[0] if in_work and (told or (sense is not None and sense.shared)) else None
