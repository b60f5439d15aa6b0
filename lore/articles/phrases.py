"""A sentence as phrases, verbs and the words between them.

A phrase is a name or a noun with what stands before it ("the studio's long-running director Ada
Moroney"); what explains it (parentheses, "as Y", "of W", a second naming between commas) is kept
with it, and phrases of one sort that are listed are one group.
"""

from __future__ import annotations

from collections.abc import Sequence

from lore.articles import function_words as fw
from lore.articles.constituents import Part, Phrase
from lore.articles.items import Item
from lore.articles.lexemes import Lexemes, Verb
from lore.articles.signs import Kind
from lore.language import grammar

_ARTICLES = grammar.words("press", "determiners")
_BESIDE_STARS = grammar.words("press", "beside_stars")
_LONGEST_PLAIN = 4
"""Words of the longest phrase of ordinary ones."""
_LONGEST_BEFORE = 5
"""Words that may stand before a name or a noun in its phrase."""


class PhraseReader:
    """Makes phrases and verbs of items."""

    def __init__(self, lexemes: Lexemes) -> None:
        self._lex = lexemes
        self._small = (
            lexemes.words["prepositions"]
            | lexemes.words["conjunctions"]
            | lexemes.words["auxiliaries"]
            | lexemes.words["who"]
            | lexemes.words["adverbs"]
        )

    def read(self, found: Sequence[Item]) -> list[Part]:
        """The parts of a sentence, in order."""
        parts: list[Part] = []
        place = 0
        while place < len(found):
            item = found[place]
            year = self._year(found, place)
            if year is not None:
                phrase, place = year
                parts.append(Part("phrase", phrase.text, phrase.start, phrase.end, [phrase]))
            elif item.kind in ("date", "quote"):
                parts.append(Part(item.kind, item.raw, item.start, item.end, date=item.date))
                place += 1
            elif (read := self._phrase(found, place)) is not None:
                phrase, place = read
                part = Part("phrase", phrase.text, phrase.start, phrase.end, [phrase])
                parts.append(part)
            elif (verb := self._verb(found, place)) is not None:
                part, place = verb
                parts.append(part)
            else:
                parts.append(Part("word", item.text, item.start, item.end))
                place += 1
        return parts

    def _year(self, found: Sequence[Item], place: int) -> tuple[Phrase, int] | None:
        """A work that stands behind its year: "2013's Night Ferry"."""
        if found[place].kind != "date" or place + 2 >= len(found):
            return None
        if found[place + 1].text != fw.GENITIVE:
            return None
        read = self._phrase(found, place + 2) or self._described(found, place + 2)
        date = found[place].date
        if read is not None and date is not None:
            read[0].dates.append(date)
        return read

    def _described(self, found: Sequence[Item], place: int) -> tuple[Phrase, int] | None:
        """A work that stands behind some words about it: "indie hit Night Ferry"."""
        end = next((at for at in range(place, len(found)) if found[at].kind != "word"), len(found))
        name = found[end].name if end < len(found) else None
        if name is None or name.kinds != Kind.WORK or end > place + _LONGEST_PLAIN:
            return None
        return self._made(found, end, end + 1), end + 1

    # -- Phrases ---------------------------------------------------------------------------------

    def _phrase(self, found: Sequence[Item], place: int) -> tuple[Phrase, int] | None:
        """The phrase that begins at a place, with the place behind it."""
        item = found[place]
        if item.kind == "word" and item.text in self._lex.words["pronouns"]:
            owned = item.text in fw.OWN_PRONOUNS and self._nominal(found, place + 1)
            if not owned and (item.text not in fw.THAT or self._stands(found, place)):
                return Phrase(item.start, item.end, pronoun=item.text, text=item.text), place + 1
        end = self._head(found, place) or self._plain(found, place)
        if end is None:
            return None
        phrase = self._made(found, place, end)
        place = end
        if place < len(found) and found[place].text == fw.GENITIVE and found[place].kind == "word":
            read = self._phrase(found, place + 1) if place + 1 < len(found) else None
            after = read or self._any(found, place + 1)
            if after is not None and not after[0].det and not after[0].pronoun:
                whole, place = after
                inner = whole
                while inner.owner is not None:
                    inner = inner.owner
                inner.owner = phrase
                whole.start = phrase.start
                return whole, place
        return phrase, place

    def _any(self, found: Sequence[Item], place: int) -> tuple[Phrase, int] | None:
        """A phrase of whatever words stand behind an owner: "a locksmith's apprentice"."""
        end = place
        while end < len(found) and end < place + 3 and found[end].kind == "word":
            if found[end].text in self._small or found[end].text in self._lex.words["determiners"]:
                break
            end += 1
        return (self._made(found, place, end), end) if end > place else None

    def _stands(self, found: Sequence[Item], place: int) -> bool:
        """Whether "that" at a place stands for something by itself."""
        after = found[place + 1] if place + 1 < len(found) else None
        before = found[place - 1] if place else None
        if before is None:
            words = [
                item.text if item.kind == "word" else "" for item in found[place + 1 : place + 7]
            ]
            return bool(words) and bool(self._lex.verb(words)[0])
        if before.kind != "word":
            return False
        return after is None or after.kind in ("mark", "date") or after.text in fw.BEHIND_THAT

    def _noun_near(self, found: Sequence[Item], place: int) -> bool:
        """Whether a noun stands at a place, or behind one word more."""
        for at in (place, place + 1):
            words = _texts(found, at, 3)
            if words and self._lex.noun(words)[0] and not (at > place and self._lex.verb(words)[0]):
                return True
        return False

    def _plain(self, found: Sequence[Item], place: int) -> int | None:
        """Behind the words of a phrase whose noun nothing is known of: "the Adriatic port"."""
        if found[place].kind != "word" or found[place].text not in _ARTICLES:
            return None
        end = place + 1
        while end < len(found) and end < place + _LONGEST_PLAIN and found[end].kind == "word":
            word = found[end].text
            if word in self._small or word in self._lex.words["determiners"] or word[0] == "'":
                break
            if word in self._lex.words["called"] or word in self._lex.words["pronouns"]:
                break
            _, verbs = self._lex.verb(_texts(found, end, 6))
            stay = verbs and verbs[0].form == "base" and found[place].text in fw.INDEFINITE
            if end > place + 1 and verbs and not stay:
                break
            end += 1
        return end if end > place + 1 else None

    def _nominal(self, found: Sequence[Item], place: int) -> bool:
        return place < len(found) and self._head(found, place, owned=True) is not None

    def _head(self, found: Sequence[Item], place: int, *, owned: bool = False) -> int | None:
        """Behind the last word of the phrase that begins at a place; None where none does."""
        start, first = place, self._first(found, place)
        if first is None or found[place].text in self._lex.words["telling"]:
            return None
        place = first
        told = owned or place > start or self._tied(found, start)
        last: int | None = None
        before = 0
        while place < len(found):
            count = self._named(found, place, told=told, opens=place == start)
            if count:
                place += count
                last, told = place, True
                if place < len(found) and not self._goes_on(found, place):
                    break
                continue
            if found[place].kind == "date" and told and last is None and place > start:
                place += 1
                continue
            if self._ends(found, place, start, told=told):
                break
            before += 1
            if before > _LONGEST_BEFORE or (last is not None and place > last + 3):
                break
            place += 1
        return last

    def _first(self, found: Sequence[Item], place: int) -> int | None:
        """Behind the article or the like that a phrase begins with; None where it begins none."""
        word = found[place].text if found[place].kind == "word" else ""
        if word not in self._lex.words["determiners"]:
            return place
        if word in fw.LONE_DETERMINERS:
            after = found[place + 1] if place + 1 < len(found) else None
            if after is None or after.kind != "word":
                return None
            if word in fw.THAT and not self._noun_near(found, place + 1):
                return None
        return place + 1

    def _tied(self, found: Sequence[Item], place: int) -> bool:
        """Whether a preposition stands before a place, behind which a noun may be expected."""
        before = found[place - 1] if place else None
        if before is None or before.kind != "word" or before.text in fw.TO:
            return False
        return before.text in self._lex.words["prepositions"]

    def _named(self, found: Sequence[Item], place: int, *, told: bool, opens: bool) -> int:
        """How many items at a place are a name or a noun."""
        if found[place].kind == "name":
            return 1
        if found[place].kind != "word":
            return 0
        words = _texts(found, place, 3)
        count, nouns = self._lex.noun(words)
        if nouns == {"work"} and words[0] in fw.ONE and opens:
            return 0
        return count if nouns and self._is_noun(found, place, count, told=told) else 0

    def _ends(self, found: Sequence[Item], place: int, start: int, *, told: bool) -> bool:
        """Whether a phrase that begins at `start` ends before an item that is no noun."""
        item = found[place]
        if item.kind != "word" or item.text in self._lex.words["clitics"]:
            return True
        if item.text in self._small or item.text in self._lex.words["pronouns"]:
            return item.text not in self._lex.words["in_phrases"]
        if item.text in self._lex.words["determiners"] or item.text in self._lex.words["called"]:
            return True
        if not self._lex.verb(_texts(found, place, 3))[0]:
            return False
        finite = item.text.endswith(("s", "ed")) and (
            place > start + 1 or found[start].kind == "name"
        )
        after = found[place + 1].kind if place + 1 < len(found) else ""
        if item.text.endswith("ed") and after == "name":
            finite = finite and not self._lex.has("determiners", found[start].text)
        return not told or finite

    def _goes_on(self, found: Sequence[Item], place: int) -> bool:
        """Whether a phrase goes on behind one of its names or nouns with another."""
        item = found[place]
        if item.kind == "name":
            return True
        if item.kind != "word":
            return False
        words = _texts(found, place, 3)
        count, nouns = self._lex.noun(words)
        return bool(nouns) and self._is_noun(found, place, count, told=True)

    def _is_noun(self, found: Sequence[Item], place: int, count: int, *, told: bool) -> bool:
        """Whether a word that may be a noun or a verb is a noun where it stands."""
        words = _texts(found, place, 6)
        verb, _ = self._lex.verb(words)
        if not verb or count > verb:
            return True
        before = found[place - 1] if place else None
        if before is None:
            return True
        if words[0] in fw.STARS and self._of_film(found, place):
            return False
        if before.text == "," and words[0] in fw.STARS and place > 1:
            after = found[place + 1] if place + 1 < len(found) else None
            if found[place - 2].kind == "name" and after is not None and after.kind == "name":
                return False
            if after is not None and after.text in _BESIDE_STARS:
                return False
        if before.kind == "name":
            after = found[place + count] if place + count < len(found) else None
            named = after is not None and after.kind == "name"
            plural = words[0].endswith("s") or words[0].endswith("ed")
            return named and not plural and not (before.name and before.name.kinds == Kind.PERSON)
        if before.text in fw.THAT and self._ends_clause(found, place + count):
            return self._takes_object(found, place - 2)
        if before.kind == "word" and before.text in fw.NOT_VERB:
            return False
        if before.kind == "word" and before.text in self._lex.words["auxiliaries"]:
            return before.text in self._lex.words["be"] and not words[0].endswith("ing")
        if before.kind == "word" and before.text in self._lex.words["pronouns"]:
            return before.text in fw.HER
        return told or before.kind in ("mark", "word")

    def _of_film(self, found: Sequence[Item], place: int) -> bool:
        """Whether a verb at a place tells of a film whom it has: "the film stars A"."""
        before, after = found[place - 1], found[place + 1] if place + 1 < len(found) else None
        film = before.kind == "word" and self._lex.noun([before.text])[1] == {"work"}
        return film and after is not None and after.kind == "name"

    def _ends_clause(self, found: Sequence[Item], place: int) -> bool:
        """Whether a mark, "and" or nothing stands at a place."""
        return place >= len(found) or found[place].kind == "mark" or found[place].text in fw.AND

    def _takes_object(self, found: Sequence[Item], place: int) -> bool:
        """Whether a verb or a preposition stands at a place, behind which "that" points."""
        if place < 0 or found[place].kind != "word":
            return False
        word = found[place].text
        return word in self._lex.words["prepositions"] or bool(self._lex.verb([word])[0])

    def _made(self, found: Sequence[Item], start: int, end: int) -> Phrase:
        run = found[start:end]
        det = run[0].text if run[0].text in self._lex.words["determiners"] else ""
        names = [(at, item.name) for at, item in enumerate(run) if item.name is not None]
        named = bool(names)
        nouns: frozenset[str] = frozenset()
        noun, at = "", 0
        while at < len(run):
            words = [item.text if item.kind == "word" else "" for item in run[at : at + 3]]
            count, classes = self._lex.noun(words)
            if classes and words[0]:
                nouns = nouns | classes if named else classes
                noun = " ".join(words[:count])
                at += count
            else:
                at += 1
        head = names[-1][1] if names and names[-1][0] == len(run) - 1 else None
        before = [name for _, name in names if name is not head and name is not None]
        told = tuple(item.text for item in run if item.kind == "word")
        dates = [item.date for item in run if item.date is not None]
        text = " ".join(item.raw for item in run)
        return Phrase(
            run[0].start,
            run[-1].end,
            head,
            before,
            nouns,
            noun,
            told,
            det,
            text=text,
            dates=dates,
        )

    # -- Verbs -----------------------------------------------------------------------------------

    def _verb(self, found: Sequence[Item], place: int) -> tuple[Part, int] | None:
        """The verb group that begins at a place: auxiliaries, adverbs and the verb."""
        start, aux = place, list[str]()
        small = self._lex.words["auxiliaries"] | self._lex.words["adverbs"] | fw.TO
        while place < len(found) and found[place].kind == "word":
            words = _texts(found, place, 6)
            count, verbs = self._lex.verb(words)
            following = self._later(found, place, small)
            if not verbs and words[0] in self._lex.words["be"]:
                count, verbs = self._being(words)
            if verbs and self._adjective(found, place, count, verbs):
                return None
            if verbs and verbs[0].lemma.startswith(fw.BACK) and words[count - 1] in fw.AS_TIES:
                count -= 1
            if verbs and not (verbs[0].lemma in fw.HELPING_VERBS and following):
                end = place + count
                part = Part("verb", " ".join(words[:count]), found[start].start, found[end - 1].end)
                part.verbs, part.aux = verbs, tuple(aux)
                return part, end
            if found[place].text not in small:
                break
            aux.append(found[place].text)
            place += 1
        helping = [word for word in aux if word in self._lex.words["auxiliaries"]]
        if not helping or (len(aux) == 1 and aux[0] in fw.BARE_HELPERS):
            return None
        told = fw.BEING if any(word in self._lex.words["be"] for word in aux) else fw.DOING
        part = Part("verb", told, found[start].start, found[place - 1].end, aux=tuple(aux))
        return part, place

    def _adjective(
        self, found: Sequence[Item], place: int, count: int, verbs: tuple[Verb, ...]
    ) -> bool:
        """Whether a participle only describes whom it stands before: "joins previously announced
        cast members A and B"."""
        before = found[place - 1].text if place else ""
        after = found[place + count] if place + count < len(found) else None
        if verbs[0].form != "ed" or not before.endswith("ly") or after is None:
            return False
        ahead = found[place - 2] if place > 1 else None
        verb = ahead is not None and ahead.kind == "word" and bool(self._lex.verb([ahead.text])[0])
        names = _texts(found, place + count, 3)
        return verb and (
            after.kind == "name" or bool(self._lex.noun(names)[0]) or names[0] in fw.CAST
        )

    def _being(self, words: Sequence[str]) -> tuple[int, tuple[Verb, ...]]:
        """ "is also back": what somebody is, behind adverbs."""
        rest = [word for word in words[1:] if word not in fw.BEING_ADVERBS]
        skipped = len(words) - 1 - len(rest)
        count, verbs = self._lex.verb([words[0], *rest])
        return (count + skipped if count > 1 else 0), (verbs if count > 1 else ())

    def _later(self, found: Sequence[Item], place: int, small: frozenset[str]) -> bool:
        """Whether, after an auxiliary, a verb of its own follows."""
        place += 1
        while place < len(found) and found[place].kind == "word" and found[place].text in small:
            place += 1
        words = _texts(found, place, 6)
        return bool(self._lex.verb(words)[0])


def _texts(found: Sequence[Item], place: int, count: int) -> list[str]:
    """Some words from a place on; nothing where a name or the like stands."""
    return [item.text if item.kind == "word" else "" for item in found[place : place + count]]
