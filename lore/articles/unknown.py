"""Names that nobody knows yet: what they may be, by how they are written and what stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lore.articles import function_words as fw
from lore.articles.named import Name
from lore.articles.signs import ANY_NAME, Kind
from lore.articles.tokens import Token
from lore.articles.vocabulary import Vocabulary
from lore.language import text as folding
from lore.language.lexicon import Language

_SINGLE = ANY_NAME & ~Kind.PERSON
_TITLE_OPENS = re.compile(rf"(?:{'|'.join(fw.TITLE_ARTICLES)}) ")
_CLOSED = re.compile(r"[,.]?[”\"’'](?!\w)")
_DOUBLE = re.compile(r"[A-Z][a-z’']+-[A-Z][a-z’']+")
"""A double-barrelled surname."""
_MOST_DOUBLE = 3
"""Words of a name with such a surname."""
_PAIR = 2
"""Words of a first name and a surname."""
_WORD = 60
"""Letters in which the word before a name stands."""
_FAR = 120
"""Letters before a name in which its agency may be told."""


class Unknown:
    """Tells what runs of capitalised words name."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        self._words = vocabulary
        self._language = language
        numbers = folding.numbers()
        self._known = language.known.union(numbers["cardinals"], numbers["ordinals"])
        self.bases: set[str] = set()
        """Known films whose names begin longer titles that nobody knows yet."""

    def name(self, text: str, run: Sequence[Token]) -> Name | None:
        """The new name that a run of words is, without what only stands before it."""
        told = Kind(0)
        if (place := self._place(text, run)) is not None:
            return place
        while run and self._leads(text, run[0], last=len(run) == 1):
            if run[0].text.casefold() in self._words.lists["descriptors"]:
                told = Kind.PERSON
            run = run[1:]
        while run and not (run[0].capital or (run[0].digits and not told)):
            run = run[1:]
        while run and run[-1].text.casefold() in self._words.lists["never"]:
            run = run[:-1]
        if not any(word.capital and word.text[0] not in "@#" for word in run):
            return None
        run = self._unfamed(text, run)
        written = text[run[0].start : run[-1].end]
        if written.endswith(fw.NAME_ENDS) and text[run[-1].end : run[-1].end + 1] == ".":
            written += "."
        if written.partition(": ")[0] in self.bases:
            return Name(run[0].start, run[-1].end, written, Kind.WORK)
        kinds = self._stood(text, run, self._shape(written, run))
        if kinds != Kind.WORK and self._words.rules["work_follows"].match(text, run[-1].end):
            kinds &= ~Kind.WORK
        shown = self._shown(text, run, kinds, told=told)
        if shown is None and kinds & Kind.WORK and not (written.isupper() and len(run) > _PAIR):
            shown = self._film(text, run)
        return Name(run[0].start, run[-1].end, written, kinds if shown is None else shown)

    def _unfamed(self, text: str, run: Sequence[Token]) -> Sequence[Token]:
        """The words of a name but for what somebody is told to be famous for: "X of W fame"."""
        if not text.startswith(fw.FAME_BEHIND, run[-1].end):
            return run
        tie = next((at for at, word in enumerate(run) if at and word.text in fw.OF), len(run))
        return run[:tie]

    def _shown(self, text: str, run: Sequence[Token], kinds: Kind, *, told: Kind) -> Kind | None:
        """What the words about a new name show that it is, but for films; `told` is what a word
        of it tells. None where nothing does."""
        start, end = run[0].start, run[-1].end
        if run[-1].text.casefold() in self._words.lists["bodies"]:
            return Kind.OUTLET
        if told or (
            _before(text, start) in self._words.lists["descriptors"] and kinds & Kind.PERSON
        ):
            return Kind.PERSON
        if run[0].text.casefold() in self._words.lists["titles"] and kinds & Kind.CHARACTER:
            return Kind.CHARACTER
        ahead = text[max(0, start - 60) : start]
        several = kinds & Kind.PERSON and len(run) > 1
        if (several and self._is_person(text, end, ahead)) or (
            len(run) == 1 and kinds == _SINGLE and self._spoke(text, start)
        ):
            return Kind.PERSON
        if self._is_company(text, end, kinds) or self._makes(text, run, kinds):
            return Kind.ORGANISATION
        return None

    def _film(self, text: str, run: Sequence[Token]) -> Kind | None:
        """That a new name is a film's or the like, where what stands about it shows it."""
        start, end = run[0].start, run[-1].end
        if self._words.rules["work_follows"].match(text, end):
            return None
        known = self._is_work(text, start, end, _before(text, start))
        return Kind.WORK if known or (self._plain(run) and self._among_films(text, run)) else None

    def _place(self, text: str, run: Sequence[Token]) -> Name | None:
        """The place that a run of words is, behind words that only open a sentence."""
        rest = run
        while len(rest) > 1 and not self._is_place(text, rest):
            if not rest[0].opens or rest[0].text.casefold() not in self._words.lists["openers"]:
                return None
            rest = rest[1:]
        if not self._is_place(text, rest):
            return None
        start, end = rest[0].start, rest[-1].end
        return Name(start, end, text[start:end], Kind.PLACE)

    def _stood(self, text: str, run: Sequence[Token], kinds: Kind) -> Kind:
        """What a new name may be where it stands: studios that somebody is "at" are places, and
        whom sources tell that something is so are papers."""
        start, end = run[0].start, run[-1].end
        rules = self._words.rules
        if run[-1].text in fw.STUDIO_ENDS and rules["at_studios"].search(text, 0, start):
            return Kind.PLACE
        if len(run) == 1 and rules["demonym"].match(text, start):
            return Kind(0)
        if kinds & Kind.PERSON and rules["paper_before"].search(text, max(0, start - 40), start):
            return Kind.OUTLET if rules["paper_after"].match(text, end) else kinds
        ahead = rules["outlet_before"].search(text, max(0, start - 40), start)
        if ahead or (kinds != Kind.PLACE and rules["outlet_after"].match(text, end)):
            return Kind.OUTLET
        if kinds == Kind.PLACE and rules["role_before"].search(text, max(0, start - 60), start):
            return Kind.CHARACTER
        agent = rules["agency_before"].search(text, max(0, start - _FAR), start)
        if agent or text[start:end].casefold() in self._words.lists["agencies"]:
            return Kind.OUTLET
        if len(run) == 1 and run[0].text.isupper():
            return kinds & ~Kind.CHARACTER
        return kinds

    def _is_person(self, text: str, end: int, ahead: str) -> bool:
        """Whether what stands about a new name shows it to be a person's."""
        rules = self._words.rules
        return bool(
            rules["person_before"].search(ahead)
            or (rules["owner_before"].search(ahead) and rules["owner_after"].match(text, end))
            or rules["person_after"].match(text[end : end + 40])
        )

    def _spoke(self, text: str, start: int) -> bool:
        """Whether a single word stands where somebody who said something does."""
        return bool(self._words.rules["said_before"].search(text, max(0, start - 20), start))

    def _is_company(self, text: str, end: int, kinds: Kind) -> bool:
        """Whether a new name does what companies do with films."""
        rule = self._words.rules["company_after"]
        alone = kinds == _SINGLE and self._words.rules["lone_company_after"].match(text, end)
        if alone:
            return True
        if kinds & Kind.PERSON and text[end : end + 1] == ",":
            return False
        return bool(
            kinds & Kind.ORGANISATION | kinds & Kind.PERSON and rule.match(text[end : end + 60])
        )

    def _is_place(self, text: str, run: Sequence[Token]) -> bool:
        """Whether words are a place's name, of which the first may be an ordinary one ("New")."""
        written = text[run[0].start : run[-1].end].casefold()
        if written not in self._words.lists["places"]:
            return False
        if len(run) == 1 and (not run[0].opens or written in self._words.lists["place_words"]):
            return False
        return not self._words.rules["role_before"].search(text, 0, run[0].start)

    def _makes(self, text: str, run: Sequence[Token], kinds: Kind) -> bool:
        """Whether a new name is whose film follows: "the Monument drama Outpost Nine"."""
        if not kinds or run[-1].text.casefold() in self._words.lists["no_makers"]:
            return False
        rules, start = self._words.rules, run[0].start
        if kinds == _SINGLE and rules["maker_in"].search(text, max(0, start - 10), start):
            owns = rules["maker_owns"].match(text, run[-1].end)
            if owns and ("“" in owns[0] or '"' in owns[0] or "‘" in owns[0] or "*" in owns[0]):
                return True
            if owns and not text.endswith(fw.OF_BEFORE, 0, start):
                return True
        ahead = rules["maker_before"].search(text, max(0, start - 20), start)
        return bool(ahead and rules["maker_after"].match(text, run[-1].end))

    def _plain(self, run: Sequence[Token]) -> bool:
        """Whether a name is made of ordinary words, as titles are and people's names are not."""
        folded = [word.text.casefold() for word in run]
        if len(run) < _PAIR or folded[0] in self._words.lists["given_words"]:
            return False
        known = self._known
        return all(word in known or word.removesuffix("s") in known for word in folded)

    def _among_films(self, text: str, run: Sequence[Token]) -> bool:
        """Whether a name of ordinary words stands where films do: "in Salt Flats"."""
        start, end = run[0].start, run[-1].end
        if text[start - 1 : start] == "(" and text[end : end + 1] in (")", ";", ","):
            return True
        return bool(self._words.rules["film_ahead"].search(text, max(0, start - 40), start))

    def _is_work(self, text: str, start: int, end: int, before: str) -> bool:
        """Whether what stands about a new name shows it to be a film's or the like."""
        if before in self._words.lists["work_words"]:
            return True
        marks = text[start - 1 : start] + text[end : end + 1]
        if marks in ("“”", "‘’", '""', "''", "**", "__"):
            return True
        closed = text[start - 1 : start] + text[end + 1 : end + 2]
        if closed in ("“”", "‘’", '""', "''") and text[end] in ",.":
            return True
        rules = self._words.rules
        if _TITLE_OPENS.match(text, start) and text.endswith(fw.GENITIVE_BEFORE, 0, start):
            return True
        return bool(
            rules["work_before"].search(text[max(0, start - 80) : start])
            or rules["work_after"].match(text[end : end + 120])
        )

    def _leads(self, text: str, word: Token, *, last: bool) -> bool:
        """Whether a capitalised word is none of the name that it begins."""
        quoted = word.start and text[word.start - 1] in "“\"‘'"
        if quoted and (not last or _CLOSED.match(text, word.end)):
            return False
        if word.text in fw.STAR_WORDS and not (last or word.opens):
            return False
        folded = word.text.casefold()
        if self._words.rules["told_adjective"].fullmatch(word.text):
            return True
        if folded in self._words.lists["never"] or folded in self._words.lists["descriptors"]:
            return True
        ordinary = self._language.is_ordinary(folded) or folded in self._language.common
        if last and folded in self._words.lists["openers"]:
            return True
        return ordinary and word.opens and (last or folded in self._words.lists["openers"])

    def _shape(self, written: str, run: Sequence[Token]) -> Kind:
        """What a new name may be, by how it is written."""
        last = run[-1].text.casefold()
        if written.casefold() in self._words.lists["places"]:
            return Kind.PLACE
        if last in self._words.lists["companies"]:
            return Kind.ORGANISATION
        if last in self._words.lists["gatherings"]:
            return Kind.OUTLET
        fewest = _PAIR if run[0].text in fw.TITLE_THE else 1
        if last in self._words.lists["papers"] and len(run) > fewest:
            return Kind.OUTLET
        if written.casefold() in self._words.lists["outlets"]:
            return Kind.OUTLET
        if written.casefold() in self._words.lists["studios"]:
            return Kind.ORGANISATION
        if len(run) == 1:
            return ANY_NAME & ~Kind.PERSON
        if run[-1].digits and len(run[-1].text) < len("2023"):
            return Kind.WORK
        if ": " in written:
            return Kind.WORK
        if run[-1].digits or _TITLE_OPENS.match(written):
            return Kind.WORK | Kind.CHARACTER
        small = [word for word in run if not word.capital and not word.digits]
        if not small and _DOUBLE.fullmatch(run[-1].text) and len(run) <= _MOST_DOUBLE:
            return Kind.PERSON | Kind.CHARACTER
        if " & " in written or (small and small[0].text in fw.NAME_LINKS):
            return Kind.WORK | Kind.CHARACTER | Kind.ORGANISATION
        if self._plain(run) or any(word.digits for word in run):
            return ANY_NAME & ~Kind.PERSON
        if len(run) <= 4 and not all(map(self._common, run)):
            return ANY_NAME & ~Kind.ORGANISATION
        return ANY_NAME

    def _common(self, word: Token) -> bool:
        folded = word.text.casefold()
        return self._language.is_ordinary(folded) or folded in self._language.common


def _before(text: str, start: int) -> str:
    """The word before a place, in small letters."""
    return text[max(0, start - _WORD) : start].rstrip('"“‘ ').rsplit(" ", 1)[-1].casefold()
