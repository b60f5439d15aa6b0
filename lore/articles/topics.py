"""Which works a sentence is about: those it names, else those that were spoken of before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lore.articles.named import Name
from lore.articles.nodes import Chunks
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary, slot

Works = tuple[Name, ...]
_COMING = 2
"""Mentions that a film counts more by that the store has, and has not out yet."""
_FIRST = 2
"""Mentions that the film counts more by that is named first of those to come."""
_BESIDE = 6
"""Letters between two films that are named together."""


class Topics:
    """Follows the works of an article through its sentences."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        title: Sequence[Name],
        body: Sequence[Name],
        lead: Sequence[Name] = (),
        headline: str = "",
    ) -> None:
        """`lead` are the names of the first paragraphs, which tell what an article is about;
        `headline` is the text in which those of the title stand."""
        self._headline = headline
        self._plural = vocabulary.rules["plural"]
        self._background = vocabulary.rules["background"]
        self._bases = _bases((*title, *body))
        self._own: Works = self._focus(title, [*lead, *body])
        self.focus: Works = self._own
        """What the part of the article is about: the whole's, or its heading's."""
        self.series = next((name for name in (*title, *body) if self.is_series(name)), None)
        self.current: Works = self.focus
        """What the last sentence spoke of."""
        self.last: Works = self.focus
        """The work that was named last."""
        self._group: Works = ()
        self._parted = False

    def paragraph(self) -> None:
        """Begin a paragraph, which is about the article's own works until it says otherwise."""
        self.current = self.focus

    def heading(self, text: str, names: Sequence[Name]) -> None:
        """Begin a part of the article, which is about the work that its heading is."""
        works = tuple(name for name in names if name.kinds == Kind.WORK)
        if works and (
            text.endswith("?") or 2 * sum(name.end - name.start for name in works) > len(text)
        ):
            self.focus = _once(works)
            if {name.text for name in works}.isdisjoint(name.text for name in self._own):
                self._parted = True
        else:
            self.focus = () if self._parted else self._own

    def sentence(self, chunks: Chunks) -> Works:
        """The works of a sentence; they stay for the next ones of the paragraph."""
        behind = {slot(match, "works") for match in self._background.finditer(chunks.text)}
        named = [
            self.works(tuple(member.name for member in node.members))
            for char in chunks.text
            if char not in behind
            and (node := chunks.nodes.get(char)) is not None
            and _is_work(node.kinds, node.members)
        ]
        groups = [
            works
            for works in named
            if works and not {name.text for name in works} <= chunks.earlier
        ]
        for works in groups:
            if len(works) > 1:
                self._group = works
        clauses = [char for clause in chunks.clauses for char in clause[:1]]
        opened = [
            self.works(tuple(member.name for member in chunks.nodes[char].members))
            for char in clauses
            if char in chunks.nodes
            and _is_work(chunks.nodes[char].kinds, chunks.nodes[char].members)
        ]
        self.last = next((works for works in reversed(groups + opened) if works), self.last)
        if groups:
            self.current = groups[0]
        elif self._group and self._plural.search(chunks.text):
            self.current = self._group
        return self.current

    def works(self, names: Works) -> Works:
        """Works as subjects: a series stands for the article's own films of it, if there are."""
        apart = (member for name in names for member in name.group or (name,))
        return tuple(name for name in apart if not self.is_series(name))

    def is_series(self, name: Name) -> bool:
        """Whether a name is that of a whole series, where the article is about a film of it."""
        if not self.focus or any(name.text == other.text for other in self.focus):
            return False
        if name.known and not name.is_series:
            return False
        return any(begins(name, other.text) for other in self.focus)

    def _focus(self, title: Sequence[Name], body: Sequence[Name]) -> Works:
        """The works that an article is about: films of its headline, else the one named most.
        A first film whose sequels are spoken of stands there for all of them."""
        for films in (_films(title), _films(body)):
            later = [name for name in films if name.text not in self._bases]
            begun = {name.text for name in films} - {name.text for name in later}
            if films and not later and films[0] in title:
                later = [name for name in _films(body) if begins(films[0], name.text)]
                return _once(_most(later) if later else films[:1])
            if later:
                return _once(_joined(later, self._headline) if films[0] in title else _most(later))
            if begun:
                return _once(films[:1])
        series = [name for name in (*title, *body) if name.is_series]
        unknown = [name for name in title if name.kinds & Kind.WORK and not name.known]
        return tuple((series or unknown)[:1])


def _films(names: Sequence[Name]) -> list[Name]:
    apart = (member for name in names for member in name.group or (name,))
    return [name for name in apart if name.kinds == Kind.WORK and not name.is_series]


def _most(films: Sequence[Name]) -> Sequence[Name]:
    counted = Counter(name.text for name in films)
    coming = {
        name.text
        for name in films
        if name.known and not any(entity.year for entity in name.entities)
    }
    for name in films:
        for work in coming:
            if work != name.text and begins(name, work):
                counted[work] += 1
    ahead = [name for name in films if not any(work.year for work in name.entities)]
    first = next((name for name in ahead if name.text in coming), (ahead or films)[0])
    counted[first.text] += _FIRST

    def weight(name: Name) -> int:
        return counted[name.text] + _COMING * (name.text in coming)

    return sorted(films, key=lambda name: -weight(name))[:1]


def begins(name: Name, title: str) -> bool:
    """Whether a name begins another's title: "Night Ferry", "Night Ferry: The Drowned Bell"."""
    begun = name.text.casefold()
    return title.casefold().startswith((begun + " ", begun + ":"))


def _bases(names: Sequence[Name]) -> dict[str, str]:
    """Films that begin the titles of others in an article, with the one of those named most."""
    films = {name.text: name for name in _films(names)}
    counted = Counter(name.text for name in _films(names))
    found: dict[str, str] = {}
    for name in films.values():
        longer = [other.text for other in films.values() if begins(name, other.text)]
        if longer:
            found[name.text] = max(longer, key=lambda text: counted[text])
    return found


def _is_work(kinds: Kind, members: Sequence[object]) -> bool:
    return kinds == Kind.WORK and bool(members)


def _joined(films: Sequence[Name], text: str) -> Sequence[Name]:
    """The first films of a text that stand side by side: "Night Ferry 2 and 3", but not what a
    colon parts: "'Night Ferry 2': 'Salt' Director Leaves"."""
    count = 1
    while count < len(films):
        gap = films[count].start - films[count - 1].end
        if not 0 < gap <= _BESIDE or ":" in text[films[count - 1].end : films[count].start]:
            break
        count += 1
    return films[:count]


def _once(names: Sequence[Name]) -> Works:
    return tuple({name.text: name for name in names}.values())
