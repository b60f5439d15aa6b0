"""Which works a sentence is about: those it names, else those that were spoken of before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from lore.articles import function_words as fw
from lore.articles.named import Name, base
from lore.articles.nodes import Chunks
from lore.articles.signs import Kind
from lore.articles.vocabulary import Vocabulary, slot

Works = tuple[Name, ...]
_COMING = 2
"""Mentions that a film counts more by that the store has, and has not out yet."""
_FIRST = 2
"""Mentions that the film counts more by that is named first of those to come."""
_PEOPLE = 1
"""Mentions that a film counts more by for each of its series' people whom the article names."""
_MOST_PEOPLE = 6
_OPENING = 24
"""Signs of a sentence in which a film that is out would be what it is about."""
_ENDS_A_BEGINNING = " :"
"""What may stand behind the beginning of a title."""
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
        belong: Mapping[str, int] | None = None,
        year: int | None = None,
        out: Collection[str] = (),
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        """`lead` are the names of the first paragraphs, which tell what an article is about;
        `headline` is the text in which those of the title stand, `belong` how many people of the
        article are of a series, by its name, `year` that of the article, `out` the films
        that it says are out, `numbers` the places of the films of its series."""
        self._headline = headline
        self._year, self._out = year, out
        self._numbers, self._next = numbers or {}, 0
        self._belong = {name.casefold(): count for name, count in (belong or {}).items()}
        self._plural = vocabulary.rules["plural"]
        self._background = vocabulary.rules["background"]
        self._bases = _bases((*title, *body))
        self.own: Works = self._focus(title, [*lead, *body])
        """What the article is about."""
        self._next = min((self._numbers.get(work.text, 0) for work in self.own), default=0)
        self.focus: Works = self.own
        """What the part of the article is about: the whole's, or its heading's."""
        self.series = next((name for name in (*title, *body) if self.is_series(name)), None)
        self.current: Works = self.focus
        """What the last sentence spoke of."""
        self.last: Works = self.focus
        """The work that was named last."""
        self.asked: Works = self.focus
        """What the last question of an interview was about."""
        self._group: Works = ()
        self._parted = False

    def paragraph(self) -> None:
        """Begin a paragraph, which is about the article's own works until it says otherwise."""
        self.current = self.focus

    def heading(self, text: str, names: Sequence[Name]) -> None:
        """Begin a part of the article, which is about the work that its heading is. A line with
        somebody's name beside a film's is the caption of a picture."""
        if any(name.kinds == Kind.PERSON for name in names) and not text.endswith("?"):
            return
        works = tuple(name for name in names if name.kinds == Kind.WORK)
        if works and (
            text.endswith("?") or 2 * sum(name.end - name.start for name in works) > len(text)
        ):
            self.focus = _once(works)
            if {name.text for name in works}.isdisjoint(name.text for name in self.own):
                self._parted = True
        else:
            self.focus = () if self._parted else self.own

    def sentence(self, chunks: Chunks) -> Works:
        """The works of a sentence; they stay for the next ones of the paragraph."""
        behind = {slot(match, "works") for match in self._background.finditer(chunks.text)}
        named = [
            self.works(tuple(member.name for member in node.members))
            for char in chunks.text
            if char not in behind
            and (node := chunks.nodes.get(char)) is not None
            and _is_work(node.kinds, node.members)
            and not any(member.name.is_book for member in node.members)
            and not any(member.name.kinds & Kind.PERSON for member in node.members)
        ]
        groups = [
            works
            for works in named
            if works and not {name.text for name in works} <= chunks.earlier
        ]
        for works in groups:
            if len(works) > 1:
                self._group = works
        groups = [
            works for works in groups if not all(map(self.is_out, works)) or _opens(chunks, works)
        ]
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
        named = _films(title)
        show = next((name for name in title if name.is_series), None)
        if not named and show is not None:
            own = [film for film in _films(body) if begins(show, film.text)]
            return _once(self._most(own) if own else (show,))
        for films in (named, [*_films(body), *_shows(body)]):
            later = [name for name in films if name.text not in self._bases]
            begun = {name.text for name in films} - {name.text for name in later}
            if films and not later and films[0] in title:
                later = [name for name in _films(body) if begins(films[0], name.text)]
                return _once(self._most(later) if later else films[:1])
            if later:
                first = _joined(later, self._headline) if films[0] in title else self._most(later)
                return _once(first)
            if begun:
                return _once(films[:1])
        unknown = [name for name in title if name.kinds & Kind.WORK and not name.known]
        return tuple(unknown[:1])

    def _most(self, films: Sequence[Name]) -> Sequence[Name]:
        """The film, or the show, that is named most, of those that are likely the article's."""
        counted = Counter(name.text for name in films)
        coming = {name.text for name in films if name.known and not self.is_out(name)}
        for name in films:
            for work in coming:
                if work != name.text and begins(name, work):
                    counted[work] += 1
        ahead = [film for film in films if not self.is_out(film)]
        first = next((film for film in ahead if film.text in coming), (ahead or films)[0])
        counted[first.text] += _FIRST

        def weight(name: Name) -> int:
            people = min(self._belong.get(base(name.text).casefold(), 0), _MOST_PEOPLE)
            return counted[name.text] + _COMING * (name.text in coming) + _PEOPLE * people

        return sorted(films, key=lambda name: -weight(name))[:1]

    def is_out(self, name: Name) -> bool:
        """Whether a film was out before the year of the article, or comes before the film of the
        same series that the article is about."""
        if name.text in self._out or 0 < self._numbers.get(name.text, 0) < self._next:
            return True
        years = [entity.year for entity in name.entities if entity.year is not None]
        return any(self._year is None or year < self._year for year in years)


def _opens(chunks: Chunks, works: Works) -> bool:
    """Whether a sentence opens with some works, not with somebody who did something of them."""
    opening = chunks.text[:_OPENING]
    place = min((at for char in chunks.signs(works) if (at := opening.find(char)) >= 0), default=-1)
    return place >= 0 and not any(
        node.kinds == Kind.PERSON and not opening.startswith(fw.GENITIVE, at + 1)
        for at in range(place)
        if (node := chunks.nodes.get(opening[at])) is not None
    )


def _films(names: Sequence[Name]) -> list[Name]:
    apart = (member for name in names for member in name.group or (name,))
    return [
        name
        for name in apart
        if name.kinds == Kind.WORK and not name.is_series and not name.is_book
    ]


def _shows(names: Sequence[Name]) -> list[Name]:
    """The shows of which no film or season is named."""
    films = _films(names)
    return [
        name
        for name in names
        if name.is_series and not any(begins(name, film.text) for film in films)
    ]


def begins(name: Name, title: str) -> bool:
    """Whether a name begins another's title: "Night Ferry", "Night Ferry: The Drowned Bell"."""
    begun = name.text.casefold()
    return title.casefold().startswith((begun + " ", begun + ":"))


def begun(titles: Iterable[str]) -> dict[str, list[str]]:
    """Titles by all that they may begin with (see `begins`), in small letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for title in titles:
        small = title.casefold()
        for place in (place for place, char in enumerate(small) if char in _ENDS_A_BEGINNING):
            found[small[:place]].append(title)
    return found


def _bases(names: Sequence[Name]) -> dict[str, str]:
    """Films that begin the titles of others in an article, with the one of those named most."""
    counted = Counter(name.text for name in _films(names))
    beginnings = begun(counted)
    return {
        name: max(longer, key=lambda text: counted[text])
        for name in counted
        if (longer := beginnings.get(name.casefold()))
    }


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
