"""A sentence made short for the patterns: names become signs, and what belongs together one sign.

"Rebecca Ferguson (Fallout) as Ilsa Faust, and Simon Pegg as Benji Dunn, return" becomes "‹people›,
return": the parentheses and the roles are kept with the people, the list is one node. A clause
about one of them (", who plays Mantis") is read by itself and taken out of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from lore.articles import function_words as fw
from lore.articles.dates import DateMention
from lore.articles.named import Name
from lore.articles.nodes import Aside, Chunks, Member, Node
from lore.articles.pronouns import Pronouns
from lore.articles.sentences import Stretch
from lore.articles.signs import ANY_NAME, Kind, is_quote, is_sign, sign_class
from lore.articles.vocabulary import Vocabulary

_N, _D, _ROLE = sign_class("n"), sign_class("d"), sign_class("cr")
_P, _W = sign_class("p"), sign_class("w")
_ASIDE = re.compile(rf"({_N}) ?\(([^()]{{0,160}})\)")
_YEARED = re.compile(rf"({_D}){fw.GENITIVE} ((?:[a-z-]+ )?)({sign_class('W')}|{_W}(?=[ ,.;]))")
"""A year before a work: "2013's Night Ferry"."""
_DATED = re.compile(rf"({_W}) ?\(({_D})\)")
_BRACKETS = re.compile(r" ?\([^()]{0,200}\)| ?\[[^\[\]]{0,80}\]")
_NEAR = 70
"""Letters behind a name in which a pronoun is surely its own."""
_TURNS = (": ", "; ")
"""Where a sentence turns to something else, of which "she" is rather said."""
_MOST_CLAUSES = 3
"""Clauses about one name, one after the other."""
_PAIR = 2
"""Members of a pair, whose comma may be an aside."""
_COMMA_ALONE = re.compile(rf"{_N}, {_N}")
_MARKED = re.compile(rf"(?<!\w)'({_N})([,.]?)'(?!\w)")
"""A title in single marks."""
_OWNED = re.compile(rf"({_N})' ")
"""An owner whose name ends in s: "Harris' role"."""
_LOCAL = re.compile(rf"\b(?:{'|'.join(fw.PLACE_OPENS)}) $", re.IGNORECASE)
"""Before what is a place or a thing, not somebody whom "she" means."""
_OWNER = re.compile(rf"{_N}{fw.GENITIVE} ")
_THOUSANDS, _DECIMAL = re.compile(r"(?<=\d),(?=\d{3})"), re.compile(r"(?<=\d)\.(?=\d)")
"""Marks inside numbers, which part no clauses: they become marks of their own."""
_RELATIVE = re.compile(rf" (?:{'|'.join(fw.WHO)}) (?=[a-z])")
"""Where an apposition goes on with what somebody does: "an actor who plays Z"."""
_SPACES = re.compile(r"\s+")


class Chunker:
    """Makes sentences short."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        roles_inside: bool,
        players_inside: bool = False,
        main: Name | None = None,
    ) -> None:
        """`roles_inside` tells that new names in parentheses after a person are roles,
        `players_inside` that those after a character are who plays them; `main` is whom the
        article is about, if it is one person."""
        self._players_inside = players_inside
        self._rules = vocabulary.rules
        self._roles_inside = roles_inside
        self._people = Pronouns(vocabulary.rules, main)

    def paragraph(self) -> None:
        """Begin a paragraph."""
        self._people.paragraph()

    def chunk(
        self,
        text: str,
        sentence: Stretch,
        names: Sequence[Name],
        dates: Sequence[DateMention],
        quotes: Sequence[Stretch],
        spoken: Sequence[Name] = (),
        last: Sequence[Name] = (),
        speaker: Name | None = None,
    ) -> Chunks:
        """A sentence of a paragraph's text as signs and the words between them; `spoken` are the
        works that "the film" means in it, `last` those that "that film" means, `speaker` is
        who says it, where it is said."""
        chunks = Chunks("")
        chunks.text = _signed(chunks, text, sentence, _spans(text, names, dates, quotes))
        chunks.text = _OWNED.sub(rf"\1{fw.GENITIVE} ", chunks.text)
        chunks.text = self._pronouns(chunks, chunks.text, heard=speaker is None)
        if speaker is not None:
            said_by = Node(Kind.PERSON, (Member(speaker),))
            chunks.text = self._rules["first_person"].sub(
                lambda _: chunks.add(said_by), chunks.text
            )
        for rule, meant in (("anaphor_last", last), ("anaphor", spoken)):
            if meant:
                works = Node(Kind.WORK, tuple(map(Member, meant)))
                chunks.text = self._rules[rule].sub(partial(_added, chunks, works), chunks.text)
        for rule in ("aside_words", "age", "courtesy", "guild"):
            chunks.text = self._rules[rule].sub("", chunks.text)
        self._dated(chunks)
        self._aside(chunks)
        self._told(chunks)
        self._roles(chunks)
        self._clauses(chunks)
        chunks.plain = self._plain_lists(chunks, chunks.text)
        chunks.text = self._whole_lists(chunks, chunks.plain)
        chunks.clauses = [
            self._whole_lists(chunks, self._plain_lists(chunks, clause))
            for clause in chunks.clauses
        ]
        return chunks

    def _pronouns(self, chunks: Chunks, text: str, *, heard: bool) -> str:
        """The text with "she" and "he" as the people whom they mean; `heard` tells to remember
        who it is about."""
        people = [
            (place, char)
            for place, char in enumerate(text)
            if _is_person(chunks, char) and _LOCAL.search(text, max(0, place - 6), place) is None
        ]

        def take(match: re.Match[str]) -> str:
            turn = max(text.rfind(mark, 0, match.start()) for mark in _TURNS)
            ahead = sorted(
                (at for at, _ in people if at < match.start()), key=lambda at: (at < turn, at)
            )
            before = [chunks.nodes[text[at]].members[0].name for at in ahead]
            quote = text[: match.start()].rstrip(" ,")[-1:]
            said = chunks.nodes[quote].text if is_quote(quote) and quote in chunks.nodes else None
            opening = before[0] if ahead[:1] == [0] else None
            name = self._people.meant(match[0], before, said, opening)
            if name is None:
                return match[0]
            meant.append((match.start(), name))
            char = chunks.add(Node(Kind.PERSON, (Member(name),)))
            chunks.pronouns.add(char)
            return char

        def told(match: re.Match[str]) -> str:
            name = self._people.last
            if name is None:
                return match[0]
            char = chunks.add(Node(Kind.PERSON, (Member(name),)))
            return f"newcomer {char}" if match["told"].casefold() in fw.NEWCOMER else char

        text = self._rules["person_told"].sub(told, text)
        meant: list[tuple[int, Name]] = []
        found = self._rules["owner"].sub(lambda match: f"{take(match)}{fw.GENITIVE}", text)
        found = self._rules["pronoun"].sub(take, found)
        named = [(at, chunks.nodes[char].members[0].name) for at, char in people]
        if heard and (meant or named):
            place, subject = min([*meant, *named], key=lambda found: found[0])
            others = [name for _, name in sorted(named, key=lambda found: found[0])]
            self._people.heard(subject, text[place : place + _NEAR], others)
        text = found
        return text.replace(fw.WILL_SHORT, fw.WILL)

    def _dated(self, chunks: Chunks) -> None:
        """Take the year out that stands in parentheses behind a work."""

        def take(match: re.Match[str]) -> str:
            for member in chunks.nodes[match[1]].members:
                chunks.years.append((member.name, chunks.nodes[match[2]].dates[0]))
            return match[1]

        def year(match: re.Match[str]) -> str:
            date = chunks.nodes[match[1]].dates[0]
            if date.month is not None:
                return match[0]
            chunks.years += [(member.name, date) for member in chunks.nodes[match[3]].members]
            chunks.earlier |= {member.name.text for member in chunks.nodes[match[3]].members}
            return match[2] + match[3]

        chunks.text = _DATED.sub(take, chunks.text)
        chunks.text = _YEARED.sub(year, chunks.text)

    def _aside(self, chunks: Chunks) -> None:
        """Take out what stands in parentheses; names in them are kept with the one before."""

        def take(match: re.Match[str]) -> str:
            inside = chunks.names(match[2])
            words = "".join(" " if is_sign(char) else char for char in match[2])
            plain = self._rules["aside"].fullmatch(_SPACES.sub(" ", words).strip())
            if inside and plain:
                rules = self._rules
                crew = rules["crew_before"].search(match.string, 0, match.start())
                crew = crew or rules["crew_after"].match(match.string, match.end())
                role = rules["role_after"].match(match.string, match.end())
                return self._explained(
                    chunks, match[1], inside, crew=crew is not None, told=role is not None
                )
            if inside and chunks.nodes[match[1]].kinds & Kind.PERSON:
                chunks.clauses.append(f"{match[1]}, {match[2]}")
            return match[1]

        chunks.text = _ASIDE.sub(take, chunks.text)
        chunks.text = _BRACKETS.sub("", chunks.text)

    def _explained(
        self, chunks: Chunks, char: str, inside: Sequence[Name], *, crew: bool, told: bool
    ) -> str:
        """A person's sign with the role that stands in parentheses; films are kept as asides,
        but for those of people who make films."""
        node = chunks.nodes[char]
        first = inside[0]
        player = first.kinds == Kind.PERSON or (self._players_inside and not first.known)
        player = player and bool(first.kinds & Kind.PERSON)
        if node.kinds & Kind.CHARACTER and player and len(inside) == 1:
            role = node.members[0].name
            sure = node.kinds == Kind.CHARACTER or (first.known and not role.known)
            sure = sure or (self._players_inside and not role.known)
            if sure and role.text != first.text:
                role = replace(role, kinds=Kind.CHARACTER)
                return chunks.add(Node(Kind.PERSON, (Member(first, role),)))
        if not node.kinds & Kind.PERSON:
            return char
        is_role = not told and (
            len(inside) == 1
            and first.kinds & Kind.CHARACTER
            and (self._roles_inside or first.kinds == Kind.CHARACTER)
        )
        if is_role:
            return chunks.add(Node(Kind.PERSON, (Member(node.members[0].name, first),)))
        works = tuple(name for name in inside if name.kinds & Kind.WORK)
        chunks.asides.append(Aside(node.members[-1].name, works, crew, told))
        return char

    def _told(self, chunks: Chunks) -> None:
        """Make roles that are told in words ("the villain") signs."""

        def take(match: re.Match[str]) -> str:
            return match["before"] + chunks.add(Node(text=_told_text(chunks, match["role"])))

        chunks.text = self._rules["told_role"].sub(take, chunks.text)

    def _roles(self, chunks: Chunks) -> None:
        """Give people the roles that stand behind them: "X as Y"."""

        def take(match: re.Match[str]) -> str:
            people, role = chunks.nodes[match["people"]], chunks.nodes[match["role"]]
            if len(people.members) != 1 or people.members[0].role is not None:
                return match[0]
            if self._rules["replaced_before"].search(match.string[: match.start()]):
                return match[0]
            told = role.members[0].name if role.members else role.text
            member = replace(people.members[0], role=told)
            return chunks.add(Node(people.kinds & Kind.PERSON or Kind.PERSON, (member,)))

        for rule in ("role", "owned_role"):
            chunks.text = self._rules[rule].sub(take, chunks.text)
        chunks.text = self._rules["whose_role"].sub(
            lambda match: take(match) + f", {fw.WHO_LINK}", chunks.text
        )

    def _clauses(self, chunks: Chunks) -> None:
        """Take out the clauses about one person or work that stand between commas."""
        chunks.clauses += [match[0] for match in self._rules["film_of"].finditer(chunks.text)]
        rules = ("clause_work", "clause", "apposition_work", "apposition", "apposition_place")
        for rule in rules:
            for _ in range(_MOST_CLAUSES):
                before = chunks.text
                self._take_out(chunks, rule)
                if before == chunks.text:
                    break

    def _take_out(self, chunks: Chunks, rule: str) -> None:
        """Take out the clauses that a rule finds; an apposition with a clause behind it as both."""

        def take(match: re.Match[str]) -> str:
            chunks.clauses.append(match[0].strip(" ,"))
            told = _RELATIVE.search(match[0], len("X, "))
            if rule == "apposition" and told is not None:
                chunks.clauses.append(match["name"] + f", {fw.WHO_LINK} " + match[0][told.end() :])
            return match["name"] + match["after"]

        chunks.text = self._rules[rule].sub(take, chunks.text)

    def _plain_lists(self, chunks: Chunks, text: str) -> str:
        text = self._paired(chunks, self._listed(chunks, text, "plain_list"))
        return self._listed(chunks, text, "work_list")

    def _whole_lists(self, chunks: Chunks, text: str) -> str:
        for rule in ("people_list", "part_list", "name_list"):
            text = self._listed(chunks, text, rule)
        return text

    def _listed(self, chunks: Chunks, text: str, rule: str) -> str:
        """Make lists of names one sign each."""

        def take(match: re.Match[str]) -> str:
            signs = [char for char in _OWNER.sub("", match[0]) if char in chunks.nodes]
            if not chunks.pronouns.isdisjoint(signs[1:]):
                return match[0]
            kinds, members = ANY_NAME, list[Member]()
            for char in signs:
                kinds &= chunks.nodes[char].kinds
                members += chunks.nodes[char].members
            if kinds == Kind.WORK and any(map(_vague, members)):
                return match[0]
            members = list({member.name.text: member for member in reversed(members)}.values())[
                ::-1
            ]
            pair = len(members) == _PAIR and _COMMA_ALONE.fullmatch(match[0])
            if not kinds or len(signs) < _PAIR or pair:
                return match[0]
            return chunks.add(Node(kinds, tuple(members)))

        return self._rules[rule].sub(take, text)

    def _paired(self, chunks: Chunks, text: str) -> str:
        """Make "D and D" one sign, in order."""

        def take(match: re.Match[str]) -> str:
            dates = [
                date
                for char in match[0]
                if char in chunks.nodes
                for date in chunks.nodes[char].dates
            ]
            return chunks.add(Node(dates=tuple(dates)))

        return self._rules["date_list"].sub(take, text)


def _added(chunks: Chunks, node: Node, _: re.Match[str]) -> str:
    return chunks.add(node)


def _told_text(chunks: Chunks, text: str) -> str:
    """Words with the names that stand in them as signs."""
    names = {
        char: chunks.nodes[char].members[0].name.text
        for char in text
        if char in chunks.nodes and chunks.nodes[char].members
    }
    return "".join(names.get(char, char) for char in text).strip()


def _vague(member: Member) -> bool:
    """Whether a new name is one word that may be anything."""
    return " " not in member.name.text and member.name.kinds.bit_count() > 2


def _is_person(chunks: Chunks, char: str) -> bool:
    node = chunks.nodes.get(char)
    if node is None or len(node.members) != 1:
        return False
    name = node.members[0].name
    likely = not name.known and bool(node.kinds & Kind.PERSON) and " " in name.text
    return node.kinds == Kind.PERSON or likely


def _spans(
    text: str, names: Sequence[Name], dates: Sequence[DateMention], quotes: Sequence[Stretch]
) -> list[tuple[int, int, Node]]:
    """What becomes signs, with its place; quotations go before dates, and these before names."""
    spans = [
        (stretch.start, stretch.end, Node(text=text[stretch.start : stretch.end]))
        for stretch in quotes
    ]
    spans += [(mention.start, mention.end, Node(dates=(mention.value,))) for mention in dates]
    return spans + [
        (name.start, name.end, Node(name.kinds, tuple(map(Member, name.group or (name,)))))
        for name in names
        if name.kinds
    ]


def _signed(
    chunks: Chunks, text: str, sentence: Stretch, spans: list[tuple[int, int, Node]]
) -> str:
    """The sentence with signs for its spans; the earlier kinds of spans go before later ones."""
    taken: list[tuple[int, int, Node]] = []
    for start, end, node in spans:
        if (
            sentence.start <= start
            and end <= sentence.end + 1
            and not any(
                start < other_end and other_start < end for other_start, other_end, _ in taken
            )
        ):
            taken.append((start, end, node))
    parts: list[str] = []
    place = sentence.start
    for start, end, node in sorted(taken, key=lambda span: span[0]):
        parts.append(_plain(text[place:start]))
        parts.append(chunks.add(node))
        place = end
    parts.append(_plain(text[place : sentence.end]))
    return _MARKED.sub(r"\1\2", _SPACES.sub(" ", "".join(parts)).strip())


def _plain(text: str) -> str:
    """Words between names, with plain marks and without quotation marks and emphasis."""
    text = text.replace("’", "'").replace("‘", "'").replace("—", "–")
    text = _THOUSANDS.sub("\u066c", _DECIMAL.sub("\u066b", text))
    return re.sub(r"[\"“”*_]+", "", text)
