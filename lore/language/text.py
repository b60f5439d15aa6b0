"""How names and questions are written alike: folding, keys, spellings and names made by rule.

Both sides of every comparison go through `words`. Folding follows what was measured for
linking: casefold, NFKD without marks and a map for letters that NFKD leaves, apostrophes deleted
rather than made spaces, Roman numerals and number words as digits.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lore.language import grammar

FOLDING = 2
"""The version of the folding: raised wherever a name would now be written otherwise, so that
databases that were written before have their name index renewed."""

NUMBERS_FILE = Path(__file__).resolve().parents[2] / "data" / "language" / "numbers.toml"

MARK = "?"
"""The word that stands at the end of a question's folded words for its question mark."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_DELETED = re.compile(
    "['’‘‛`´′ʼʻʾʿ™℠\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Apostrophes, trade marks, what cannot be seen, and halves of characters, which no text holds."""
_HALVES = re.compile("[\ud800-\udfff]")
_PARTING = re.compile(r"[,;?!()]|\.\s")
_FRACTION = re.compile("[¼-¾⅐-⅞↉]")
_WORD = re.compile(r"\d+(?:st|nd|rd|th)(?![^\W\d_])|\d+|&|[^\W\d_]+")
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
"""An ordinal in digits, with its number."""
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_NUMERALS = {"i": 1, "v": 5, "x": 10}
LONGEST_WORD = 60
"""Letters of the longest word that is fuzzed; the cost grows with their square."""
_LONGEST_NUMBER = 4
"""Digits of the longest number of a work in its series."""
ARTICLES = frozenset(grammar.grammar()["articles"])
_PART_BREAK = re.compile(r"\s*:\s+|\s+[-–—/]\s+|\s*[()]\s*")
_SOFT = str.maketrans("", "", "aeiouyhw")
_ALIKE = str.maketrans("cqzvj", "kksfg")


@cache
def numbers() -> dict[str, Any]:
    """The numbers, months and instalment words of the language, as `numbers.toml` lists them."""
    with NUMBERS_FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def _number_words() -> dict[str, str]:
    table = numbers()
    words = {word: str(number) for number, word in enumerate(table["cardinals"])}
    words |= {word: ordinal(number) for number, word in enumerate(table["ordinals"])}
    words |= {other: word for word, others in table["same"].items() for other in others}
    return words


@cache
def number_words() -> frozenset[str]:
    """The words that stand for numbers, places in an order, and months."""
    return frozenset([*_number_words(), *numbers()["months"]])


def ordinal(number: int) -> str:
    """7 as `7th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def bare_number(word: str) -> str:
    """The number of an ordinal in digits, `7th` as 7; any other number stays as it is."""
    return word.rstrip("stndrh")


def fold(text: str) -> str:
    """Lower case without marks, apostrophes, trade marks and what cannot be seen; other punctuation
    stays."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = _DELETED.sub("", text.casefold().translate(_LETTERS))
    if text.isascii():
        return text
    # NFKD writes a fraction's digits right behind those before it: 8½ is not 81/2.
    decomposed = unicodedata.normalize("NFKD", _FRACTION.sub(r" \g<0>", text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _DELETED.sub("", bare.casefold().translate(_LETTERS))


def words(text: str) -> list[str]:
    """The folded words of a name or a question; digits stand apart from letters.

    A text of signs alone ("$") is one word, itself.
    """
    written = _WORD.findall(fold(html.unescape(text) if "&" in text and ";" in text else text))
    if not written:
        bare = _HALVES.sub("", text).strip()
        return [bare] if bare else []
    table = _number_words()
    return [
        (word[0] in _NUMERALS and _roman(written, place))
        or table.get(word)
        or word.lstrip("0")
        or "0"
        for place, word in enumerate(written)
    ]


def parted(text: str) -> frozenset[int]:
    """The places of folded words that a comma or the like parts from the word before."""
    text = fold(html.unescape(text) if "&" in text and ";" in text else text)
    matches = list(_WORD.finditer(text))
    return frozenset(
        place
        for place, (one, other) in enumerate(pairwise(matches), 1)
        if _PARTING.search(text, one.end(), other.start())
    )


def _roman(found: Sequence[str], place: int) -> str | None:
    """A Roman numeral as digits: after the first word, one letter only where it must be one."""
    word = found[place]
    if place == 0 or not _ROMAN.fullmatch(word):
        return None
    if len(word) == 1:
        after = found[place - 1] in numbers()["before_numeral"]
        if not after and (word == "i" or place + 1 < len(found)):
            return None
    value, before = 0, 0
    for letter in reversed(word):
        amount = _NUMERALS[letter]
        value += -amount if amount < before else amount
        before = max(before, amount)
    return str(value)


def key(folded: Sequence[str]) -> str:
    """Folded words as one string without spaces and leading article: what equal names share."""
    return "".join(without_article(folded))


def is_number(word: str) -> bool:
    """Whether a folded word is a number or an ordinal; such words are never fuzzed."""
    return word[0].isdecimal()


def skeleton(word: str) -> str:
    """The first letter and the consonants of a word, like-sounding ones and doubles made one."""
    heard = word.replace("ph", "f").translate(_ALIKE)
    bare = heard[0] + heard[1:].translate(_SOFT)
    return "".join(char for place, char in enumerate(bare) if char != bare[place - 1 : place])


SPELLED = 14
"""Letters of a word that are spelled out: each makes one key more, of that length."""
SPELLED_BONES = 10
"""Letters of its skeleton."""


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def spellings(word: str) -> set[str]:
    """The keys under which misspellings of a word meet it: deletions, and its skeleton ("~…").

    Of a long word those of its beginning, which an error behind it leaves as they are.

    Deleting one letter on both sides meets every insertion, deletion, substitution and swap
    (the deletion neighbourhood, as in SymSpell); the skeleton meets several changed vowels.
    Empty for numbers, for words of under four letters, which are never fuzzed by themselves, and
    for such as are too long to be words.
    """
    if not 4 <= len(word) <= LONGEST_WORD or is_number(word):
        return set()
    begin = word[:SPELLED]
    keys = {begin} | _shortened(begin)
    bones = skeleton(word)[:SPELLED_BONES]
    if len(bones) >= 2:
        keys.add("~" + bones)
    if len(bones) >= 5:
        keys |= {"~" + short for short in _shortened(bones)}
    return keys


def parts(text: str) -> list[str]:
    """The parts of a title that people use for the whole: after its last colon or dash, before it
    and, where a number stands in a part between ("Episode IV"), that part with those before or
    after it and alone. The names of a role on both sides of a slash count alike.

    The first part counts when it has two words or more, an aside of one word
    ("(voice)") never, but what stands before it.
    """
    pieces = _pieces(text)
    whole = key(words(text))
    if len(pieces) < 2:
        return [piece for piece in pieces if key(words(piece)) != whole]
    between = [piece for piece in pieces[1:-1] if any(map(is_number, words(piece)))]
    chosen = [text.partition(piece) for piece in between]
    numbered = [part for before, piece, after in chosen for part in (before + piece, piece + after)]
    if all(is_number(word) or word in numbers()["before_numeral"] for word in words(pieces[-1])):
        pieces.pop()
    ends = [pieces[-1]] + ([pieces[0]] if len(words(pieces[0])) > 1 else [])
    candidates = dict.fromkeys(piece.strip() for piece in (*ends, *numbered, *between))
    return [piece for piece in candidates if key(words(piece)) != whole]


def _pieces(text: str) -> list[str]:
    """What stands between the breaks of a title."""
    pieces = [piece for piece in _PART_BREAK.split(text) if piece and piece.strip()]
    aside = text.endswith(")") and len(pieces) > 1 and len(words(pieces[-1])) < 2
    return pieces[:-1] if aside else pieces


def rule_names(series_names: Sequence[str], film_name: str) -> list[str]:
    """The names made by rule for a film that is named after its series and a number.

    "Mission: Impossible 7" of "Mission: Impossible" gives MI 7, 7th mission impossible, the 7th
    film, movie 7 and the like; empty where the film's name is not a series' name and a number.
    The first of the series' names is its own, the others are aliases.
    """
    film = without_article(words(film_name))
    called = [words(name) for name in series_names]
    numbered = (_number_after(without_article(series), film) for series in called)
    number = next((digits for digits in numbered if digits is not None), None)
    if number is None:
        return []
    nth, table = ordinal(int(number)), numbers()
    names: list[str] = []
    for series in _series_forms(called):
        names += [f"{series} {number}", f"{series} part {number}", f"{series} {nth}"]
        names += [f"{nth} {series}", f"{nth} {series} film", f"{nth} {series} movie"]
    for noun in table["instalments"]:
        names += [f"{nth} {noun}", f"{noun} {number}"]
    names += [f"{nth} {noun}" for noun in table["ordinal_instalments"]]
    return list(dict.fromkeys(name for name in names if key(words(name)) != key(film)))


def without_article(folded: Sequence[str]) -> Sequence[str]:
    """Folded words without an article at their beginning."""
    return folded[1:] if len(folded) > 1 and folded[0] in ARTICLES else folded


def _number_after(series: Sequence[str], film: Sequence[str]) -> str | None:
    if len(film) <= len(series) or list(film[: len(series)]) != list(series):
        return None
    follows = film[len(series)]
    return follows if follows.isdecimal() and len(follows) <= _LONGEST_NUMBER else None


def _series_forms(called: Sequence[Sequence[str]]) -> list[str]:
    """What a number may follow: a series' names without article, and their initials.

    Of aliases, those with an article ("the Potter films") name the whole series.
    """
    forms: dict[str, None] = {}
    for place, folded in enumerate(called):
        bare = without_article(folded)
        is_whole = bool(bare) and bare[-1] in numbers()["wholes"]
        if is_whole or (place and len(bare) < len(folded)):
            continue
        forms[" ".join(bare)] = None
        if len(bare) > 1:
            forms["".join(word[0] for word in bare)] = None
    return list(forms)
