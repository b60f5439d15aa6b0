"""From a text or a page to an article: its headline, date, publisher and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lore.articles import function_words as fw
from lore.articles.article import LONGEST, LONGEST_PARAGRAPH, Article
from lore.articles.dates import DateGrammar
from lore.articles.signs import clean
from lore.articles.vocabulary import Vocabulary
from lore.language import grammar
from lore.model.dates import PartialDate
from lore.model.errors import DateError, LoreError

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file that is read."""
_MARKUP = re.compile(r"<(?:!doctype html|html|head|body|article|p|div)\b", re.IGNORECASE)
_CITED = re.compile(r"<(/?)(?:cite|i)\b", re.IGNORECASE)
"""Marks of titles; emphasis is what the extractor keeps."""
_STRONG = re.compile(r"\*\*+|__+|^#+ +", re.MULTILINE)
"""Marks of headings and of bold words, which names have about them too; slanted ones are kept: they
show titles."""
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_WIDE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")
"""Spaces of other widths."""
_PIECES = re.compile(
    r"\s*[|•·]\s*|\s*//\s*|\s+[–—-]+\s+|(?<=\w)/(?=[A-Z])|(?<=\w{3})\. (?=[A-Z][a-z]+ed\b)"
)
_INSERTED = re.compile(r"\b([A-Z][\w’'-]+) \[([A-Z][\w’'-]+)(, [^\]\n]{2,80})?\](?=([ ,.;]?))")
"""What an editor puts into a quotation: "Ada [Moroney, who wrote it] said so"."""
_HEAD_LINES = 8
"""Lines in which a title, a day and an author are looked for."""
_LONGEST_TITLE = 220
"""Characters of a title."""
_LONGEST_OUTLET = 4
"""Words of the name of a paper."""
_LONGEST_MASTHEAD = 90
"""Characters of a line with nothing but the paper, its day and the author."""
_LONGEST_DATELINE = 160
"""Letters of a line in which its place and date are looked for, however long it is."""
_TAGLINE = re.compile(rf" [-–—] (?=(?:{grammar.alternatives('press', 'tagline')})\b)")
"""What parts the name of a publication from what it says of itself."""
_HEAD_BELOW = 4
_FEWEST_TITLE = 5
"""Words of a headline that stands below the name of the publication."""


class ArticleError(LoreError):
    """An article that cannot be read; the sentence says why."""


_ENDINGS = frozenset({".txt", ".md", ".html", ".htm"})


def is_address(text: str) -> bool:
    """Whether a text is an address of the web rather than a path."""
    return text.casefold().startswith(("http://", "https://"))


def article_files(paths: Sequence[Path]) -> list[Path]:
    """The files that paths name; of a folder its texts and pages, by name.

    Raises:
        ArticleError: for a path that is not there, and a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path for path in path.iterdir() if path.suffix.lower() in _ENDINGS)
            if not inside:
                raise ArticleError(f"{path} has no articles: they end in .txt, .md or .html.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise ArticleError(f"{path} does not exist.")
    return found


def read_file(path: Path, vocabulary: Vocabulary) -> Article:
    """The article in a file of text or HTML.

    Raises:
        ArticleError: where there is none that can be read.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ArticleError(f"{path} is larger than 4 MB: give the article alone.")
        content = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        return read_article(content.decode("utf-8-sig", errors="replace"), vocabulary)
    except ArticleError as error:
        raise ArticleError(f"{path}: {error}") from None


def read_article(text: str, vocabulary: Vocabulary) -> Article:
    """The article in a text, which may be HTML.

    Raises:
        ArticleError: where it has no words.
    """
    if _MARKUP.search(text[:3000]):
        return _page(text[:LARGEST_FILE], vocabulary)
    return _plain(text, vocabulary)


def _page(text: str, vocabulary: Vocabulary) -> Article:
    import trafilatura  # slow to import, and for pages alone

    text = _CITED.sub(r"<\1em", text)
    found = trafilatura.bare_extraction(
        text, include_comments=False, include_formatting=True, with_metadata=True
    )
    page = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    if not page.get("text"):
        raise ArticleError("no article was found in the page; paste its text instead.")
    body = _STRONG.sub("", page["text"])
    plain = _plain(f"{page.get('title') or ''}\n\n{body}", vocabulary)
    return replace(
        plain,
        paragraphs=tuple(paragraph for paragraph in plain.paragraphs if paragraph != plain.title),
        published=_iso(page.get("date")) or plain.published,
        publisher=page.get("sitename") or plain.publisher,
        author=page.get("author") or plain.author,
        address=page.get("url") or None,
    )


def _iso(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10]) if text else None
    except DateError:
        return None


def _plain(text: str, vocabulary: Vocabulary) -> Article:
    text = clean(_CONTROL.sub(" ", text[:LONGEST])).replace("\r", "\n")
    text = _short_years(text, vocabulary)
    text = _INSERTED.sub(_spelled_out, _WIDE.sub(" ", text))
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if any(map(str.isalnum, line))]
    if not lines:
        raise ArticleError("there are no words in it.")
    head = _Head(vocabulary)
    body = [line for place, line in enumerate(lines) if not head.takes(line, place, len(lines))]
    if head.title is None:
        first = body[0] if body else lines[0]
        head.title = first[: first.find(". ") + 1 or _LONGEST_TITLE][:_LONGEST_TITLE].strip()
    body = head.below_name(body)
    if head.published is None:
        body = list(head.without_stamp(body))
    paragraphs = tuple(part for line in body for part in _parts(head.undated(line)))
    return Article(
        head.title, paragraphs, head.published, head.publisher, head.author, head.address
    )


def _short_years(text: str, vocabulary: Vocabulary) -> str:
    """The text with years of two digits behind months in full: "September '21"."""
    months = "|".join(map(re.escape, vocabulary.dates.months))
    return re.sub(rf"\b((?:{months})\.?(?: \d{{1,2}},?)?) ['’](\d\d)\b", r"\1 20\2", text)


def _spelled_out(match: re.Match[str]) -> str:
    more = match[3] or ""
    return f"{match[1]} {match[2]}{more}{',' if more and match[4] == ' ' else ''}"


def _parts(line: str) -> Iterator[str]:
    for start in range(0, len(line), LONGEST_PARAGRAPH):
        yield line[start : start + LONGEST_PARAGRAPH]


_FEW_WORDS = 4
"""Words beside a date in a line that is only when an article came out."""


class _Head:
    """Takes the lines that are no text: headline, date, author and publisher."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.title: str | None = None
        self.published: PartialDate | None = None
        self.publisher: str | None = None
        self.author: str | None = None
        self.address: str | None = None
        self._asked = False
        """Whether a question has come, whose answer may be a date alone."""
        self._rules = vocabulary.rules
        self._outlets = vocabulary.lists["outlets"]
        self._papers = vocabulary.lists["papers"]
        self._ends = vocabulary.rules["ends_article"]
        self._grammar = DateGrammar(vocabulary.dates)

    def takes(self, line: str, place: int, count: int) -> bool:
        """Whether a line belongs to the head (or, of the last lines, to the foot)."""
        if line.startswith("|"):
            return False  # a row of a table
        early, late = place < _HEAD_LINES and not self._asked, place >= count - 2
        if not (early or late) or len(line) > _LONGEST_TITLE + 60:
            self._dateline(line)
            return False
        if early and (match := self._rules["date_title"].match(line)) is not None:
            self._date(match["date"])
            self._titled(match["title"])
            return True
        if (address := re.fullmatch(r"(?:\w+: *)?(https?://\S+)", line)) is not None:
            self.address = address[1]
            return True
        if self._dateline(line):
            return False
        if self._labelled(line) or self._credit(line):
            return True
        if early and (issue := self._rules["issue"].fullmatch(line)) is not None:
            self._date(issue["date"])
            self.publisher = self.publisher or issue["outlet"]
            return True
        if early and self._rules["kicker"].fullmatch(line):
            return True
        if early and self.title is not None and self._masthead(line):
            return True
        if place < 4 and self._is_outlet(line):
            self.publisher = line
            return True
        if self.title is None and place < 4 and len(line) <= _LONGEST_TITLE:
            self._titled(line)
            return True
        self._asked = self._asked or line.endswith("?")
        self._dateline(line)
        return False

    def _masthead(self, line: str) -> bool:
        """A line of a publication with the date of its issue: "Projector Monthly, May 2021"."""
        mentions = self._grammar.find(line, None)
        if self.published is not None or len(mentions) != 1 or len(line) > _LONGEST_MASTHEAD:
            return False
        before, last = line[: mentions[0].start], mentions[0]
        ends = last.end >= len(line.rstrip(" .)")) and before.rstrip(" (").endswith((",", "|", "("))
        words = [word for word in re.split(r"[ ,(|]+", before) if word.isalpha()]
        titled = sum(word[0].isupper() for word in words) >= len(words) - 2 and len(words) > 0
        if not (ends or before.rstrip().endswith(")")) or not titled or not last.dated:
            return False
        self.published = last.value
        self.publisher = self.publisher or before.split(",")[0].strip(" (|")
        return True

    def below_name(self, lines: list[str]) -> list[str]:
        """The lines but for the headline, where it stands below the publication's name, which was
        taken for it: "The Northern Courier", "STAR FILES - your home for all things …"."""
        title = self.title or ""
        if not self._names_itself(title):
            return lines
        for place, line in enumerate(lines[:_HEAD_BELOW]):
            if len(line) > _LONGEST_TITLE or line.rstrip("\"'”’)").endswith((".", ":", ";")):
                break
            words = [word for word in line.split() if any(map(str.isalpha, word))]
            tagline = line[0].islower() or self._rules["kicker"].fullmatch(line)
            asked = ": " in line and line.endswith("?")
            if len(words) >= _FEWEST_TITLE and not tagline and not asked and line != title:
                self.publisher = self.publisher or _TAGLINE.split(title)[0]
                self.title = line
                return [*lines[:place], *lines[place + 1 :]]
        return lines

    def _names_itself(self, line: str) -> bool:
        """Whether a line is the name of a publication: "The Northern Courier", "Ink & Mead"."""
        name = _TAGLINE.split(line)[0]
        words = name.split()
        if not words or len(words) > _LONGEST_OUTLET or any(map(str.isdigit, name)):
            return False
        shown = name != line or name.isupper() or "&" in words or words[0] in fw.TITLE_THE
        return shown or words[-1].casefold() in self._papers

    def without_stamp(self, lines: Sequence[str]) -> Iterator[str]:
        """The lines but for the first that is little more than a whole date: the article's."""
        for place, line in enumerate(lines):
            stamp = place < _HEAD_LINES and self.published is None and self._stamp(line)
            if not stamp:
                yield line

    def _stamp(self, line: str) -> bool:
        if len(line) > _LONGEST_MASTHEAD or line == self.title:
            return False
        told = self._grammar.find(line.title() if line.isupper() else line, None)
        if len(told) != 1 or not told[0].dated or told[0].value.day is None:
            return False
        rest = line[: told[0].start] + line[told[0].end :]
        if sum(word.isalpha() for word in rest.split()) > _FEW_WORDS:
            return False
        self.published = told[0].value
        return True

    def _is_outlet(self, line: str) -> bool:
        """Whether a short line beside a date or an author names the publisher."""
        words = line.split()
        beside = self.published is not None or self.author is not None
        named = 1 < len(words) <= _LONGEST_OUTLET and all(word[0].isupper() for word in words)
        named = named and self._ends.fullmatch(line) is None
        return beside and named and self.publisher is None and self.title is not None

    def _titled(self, line: str) -> None:
        line = re.sub(r"^#+ ", "", line).strip(" *_")
        outlet = re.search(r" [|–—-] ([^|–—-]+)$", line)
        if outlet and outlet[1].casefold() in self._outlets:
            self.publisher = self.publisher or outlet[1]
            line = line[: outlet.start()]
        self.title = line

    def _labelled(self, line: str) -> bool:
        """A line such as "Source: Variety" or "Headline: …"."""
        match = self._rules["label"].match(line)
        if match is None:
            return False
        found = {name: value for name, value in match.groupdict().items() if value is not None}
        label, text = (
            next((name, value) for name, value in found.items() if name != "text"),
            match["text"],
        )
        match label[0]:
            case "title_label":
                self._titled(text)
            case "source_label":
                self.publisher = text.strip()
            case "author_label":
                return self.title is not None and self._by(text.strip())
            case _:
                self._date(text)
        return True

    def _credit(self, line: str) -> bool:
        """A line of a date, an author and a publisher alone, with marks between them."""
        first, _, rest = line.partition(", ")
        if first.casefold() in self._outlets and self._piece(rest):
            return self._piece(first)
        pieces = [piece.strip() for piece in _PIECES.split(line)]
        match = self._rules["byline"].match(line)
        found = False
        for piece in pieces:
            found = self._piece(piece) or found
        if match is not None and not found:
            found = self._by(match["rest"])
        return found

    def _piece(self, piece: str) -> bool:
        bare = self._rules["date_lead"].sub("", piece)
        bare = self._rules["clock"].sub("", bare).strip(" ,.()")
        if piece.casefold() in self._outlets:
            self.publisher = self.publisher or piece
            return True
        value = self._grammar.whole(bare.title() if bare.isupper() else bare)
        if value is not None and value.precision > 1:
            self.published = self.published or value
            return True
        match = self._rules["byline"].fullmatch(piece)
        return match is not None and self._by(match["rest"])

    def _by(self, rest: str) -> bool:
        """An author with, after commas, a publisher or a date."""
        if len(rest) > 120 or (
            rest.endswith((".", "!", "?")) and " " in rest[:-1] and len(rest.split()) > 8
        ):
            return False
        first, *others = re.split(r", (?=\D)", rest, maxsplit=2)
        self.author = self.author or first.strip()
        mentions = self._grammar.find(rest, None)
        if mentions and mentions[0].dated:
            self.published = self.published or mentions[0].value
            author = re.split(r"\. |\|", rest[: mentions[0].start])[0]
            self.author = author.strip(" ,|-–—") or None
        elif others:
            self.publisher = self.publisher or others[0].strip()
        return True

    def _date(self, text: str) -> None:
        mentions = self._grammar.find(text.title() if text.isupper() else text, None)
        if mentions:
            self.published = self.published or mentions[0].value

    def undated(self, line: str) -> str:
        """A line of the text without the place and date that it begins with."""
        match = self._where(line)
        return line if match is None else line[match.end() :].strip()

    def _where(self, line: str) -> re.Match[str] | None:
        """ "LONDON, March 3 (Reuters) – " at the beginning of a line."""
        return self._rules["dateline"].match(line, 0, _LONGEST_DATELINE)

    def _dateline(self, line: str) -> bool:
        """Take the agency and the date of a line that begins with where and when it was written;
        whether it does."""
        match = self._where(line)
        if match is None:
            return False
        self.publisher = self.publisher or match["agency"]
        mentions = self._grammar.find(line[: match.end()], self.published)
        if mentions and self.published is None:
            self.published = mentions[0].value
        return True
