"""What the oddest texts cost in every field that people fill, run by hand.

    python tests/bench/fields.py [N] [--seed N] [--minutes N]

Fills N times what people write of facts, names, phrases, suggestions, reports, sentences, overviews
and files with texts that nobody means, on the shipped pack, and saves what can be saved. It tells
of each kind how many were taken and how many refused with a sentence, and the slowest by the
processor's time; it ends with status 1 where anything else than a sentence came. Questions are the
matter of `fuzz.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import math
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from chat.ui.rendering import render, sheet  # noqa: E402
from lore.editing import Fields, Moderator, NewName  # noqa: E402
from lore.editing.user_input import address, read_date  # noqa: E402
from lore.inbox import Asked  # noqa: E402
from lore.language.lexicon import load_language  # noqa: E402
from lore.model.errors import LoreError  # noqa: E402
from lore.model.facts import Status  # noqa: E402
from lore.packs import seed  # noqa: E402
from lore.services import Services  # noqa: E402
from lore.store import open_store  # noqa: E402
from lore.texts.changes import ChangeTexts  # noqa: E402
from lore.texts.overviews import OverviewTexts  # noqa: E402

DATA = ROOT / "data"
SLOW = 100
"""Milliseconds of the processor's time that no text is to take."""
LONGEST = 4000
"""Characters of the longest field of a form."""
EMBED, TITLE = 4096, 256
SIGNS = (
    "\u200b\u200d\u2060\ufeff",
    "\u202e\u202d\u2066\u2069",
    "\x00\x01\x07\x1b\x7f",
    "\r\n\t\v\f\x85\u2028",
    "`*_~|>#-[]()<>\\",
    "@everyone <@1> <#2> <t:1:R> </ask:3>",
    "e\u0301\u0301\u0301o\u0308",
    "\U0001f3ac\U0001f468\u200d\U0001f469",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629\u05e2\u05d1\u05e8\u05d9\u05ea",
    "\u65e5\u672c\u8a9e\uff11\uff12\uff17\u0e44\u0e17\u0e22",
    "\uffff\ufffe\ufffd\U0010ffff",
    "'\";--%_$?{}=cmd|'/c'!A1,+1,-1",
    "\u2160\u2166\u2167\xbd\xb2\u0663\xdf\u1e9e\u017f\ufb01\u0130\u0131",
    "\U000e0041\U000e007f\u3164\u115f\xad\u034f",
)
PLAIN = (
    "mi7", "Mission: Impossible 8", "Tom Cruise", "Ilsa Faust", "the villain", "cast", "director",
    "release date", "composer", "3 Feb 2020", "July 2021", "2021-07-23", "31.2.2021", "9999-12-31",
    "Variety", "https://variety.example/1", "javascript:alert(1)", "rumoured", "7", "0",
)  # fmt: skip
HERE = 1 << 50


class Texts:
    """Texts of all kinds; the same for one seed."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)

    def one(self) -> str:
        """A text, empty, short or as long as a field takes."""
        chance = self._chance
        if chance.random() < 0.35:
            return chance.choice(PLAIN)
        pieces = [self._piece() for _ in range(chance.choice((0, 1, 1, 2, 3, 8)))]
        text = chance.choice((" ", "", ", ", "\n")).join(pieces)
        if chance.random() < 0.03:
            text = (text or "x") * (LONGEST // max(1, len(text)) + 1)
        return text[: chance.choice((LONGEST, 200, 100))]

    def maybe(self) -> str | None:
        """A text or none."""
        return self.one() if self._chance.random() < 0.5 else None

    def chosen(self, *what: str) -> str:
        """One of these more often than any other text."""
        return self._chance.choice(what) if self._chance.random() < 0.7 else self.one()

    def is_so(self, likely: float) -> bool:
        """Yes, as often."""
        return self._chance.random() < likely

    def status(self) -> Status:
        """Any status."""
        return self._chance.choice(list(Status))

    def _piece(self) -> str:
        chance = self._chance
        if chance.random() < 0.4:
            return chance.choice(PLAIN)
        if chance.random() < 0.2:
            return "".join(chr(self._letter()) for _ in range(chance.randint(1, 30)))
        signs = chance.choice(SIGNS)
        return "".join(chance.choice(signs) for _ in range(chance.randint(1, 20)))

    def _letter(self) -> int:
        number = self._chance.randrange(0x110000)
        return number if not 0xD800 <= number < 0xE000 else 0x41


@dataclass
class Filling:
    """Fills every field, in a server of its own for each hundred texts, so that no quota is met."""

    services: Services
    texts: Texts
    scope: int = HERE

    def __post_init__(self) -> None:
        self._by = Moderator(self.scope, 1)
        self._changes = ChangeTexts(self.services.language.properties)
        self._views = OverviewTexts(self.services.language.properties)

    @property
    def acts(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """All that can be filled, by what it is called."""
        return {
            "fact": self.fact, "sentence": self.sentence, "search": self.search,
            "name": self.name, "phrase": self.phrase, "report": self.report,
            "suggestion": self.suggestion, "overview": self.overview, "names": self.names,
            "date": self.date, "file": self.file,
        }  # fmt: skip

    def elsewhere(self) -> None:
        """Go on in another server."""
        self.scope += 1
        self._by = Moderator(self.scope, 1)

    async def fact(self) -> None:
        """All fields of a fact; what can be saved is saved, shown and now and then undone."""
        texts = self.texts
        new: tuple[NewName, ...] = ()
        subject, value = texts.chosen("mi7", "mi8"), texts.one()
        if texts.is_so(0.7):
            new = (NewName(value, texts.chosen("person")),)
        fields = Fields(
            subject, texts.chosen("cast", "director", "release date", "composer"), value,
            role=texts.maybe(), status=texts.status(), title=texts.chosen("Variety"),
            publisher=texts.maybe(), address=texts.chosen(""), published=texts.chosen("3 Feb 2020"),
            estimate=texts.maybe(), as_of=texts.chosen(""), locator=texts.maybe(),
            spoiler=texts.is_so(0.1), new=new,
        )  # fmt: skip
        draft = await self.services.editing.propose(fields, self._by)
        self._changes.draft(draft)
        saved = await self.services.editing.save(draft, self._by, reason=texts.maybe())
        self._changes.saved(saved)
        if texts.is_so(0.5):
            await self.services.editing.undo(saved.change.number, self._by, reason=texts.maybe())

    async def sentence(self) -> None:
        """/fact say."""
        said = f"{self.texts.one()} plays {self.texts.one()} in mi7, per {self.texts.one()}"
        await self.services.editing.say(self.texts.chosen(said), self._by)

    async def search(self) -> None:
        """Words of a fact, and what is completed from them."""
        text, editing = self.texts.one(), self.services.editing
        await editing.find(text, self.scope)
        await editing.sources(text, self.scope)
        editing.properties(text)
        await editing.history(self.scope)

    async def name(self) -> None:
        """/name add, remove and merge."""
        editing, texts = self.services.editing.names, self.texts
        subject, alias = texts.chosen("Tom Cruise", "mi7"), texts.one()
        await editing.bearers(subject, alias, self.scope)
        await editing.add(subject, alias, self._by, reason=texts.maybe())
        await self.services.engine.complete(alias, scope=self.scope)
        await editing.remove(subject, alias, self._by)
        await editing.merge(alias, subject, self._by)

    async def phrase(self) -> None:
        """/inbox teach and forget."""
        phrase = self.texts.one()
        await self.services.editing.phrases.add(phrase, self.texts.chosen("composer"), self._by)
        await self.services.editing.phrases.remove(phrase, self._by)

    async def report(self) -> None:
        """“Something wrong?”."""
        asked = Asked(self.scope, "command")
        await self.services.inbox.report(asked, "who plays ilsa in mi7", 1, self.texts.one())

    async def suggestion(self) -> None:
        """/suggest."""
        texts = self.texts
        draft = {
            "subject": texts.chosen("mi7"), "property": texts.chosen("composer"),
            "value": texts.one(), "status": texts.chosen("confirmed"),
            "source": texts.chosen("Variety"), "published": texts.chosen("2020-02-03"),
            "address": texts.chosen(""), "note": texts.one(),
        }  # fmt: skip
        await self.services.suggestions.suggest(self.scope, self.scope, draft)

    async def overview(self) -> None:
        """/film, /who and the like, drawn as they are shown."""
        for view in ("film", "who", "dates"):
            name = self.texts.one()
            answer = await self.services.engine.look(view, name, scope=self.scope)
            laid_out = sheet(self._views.view(view, answer.outcome), barred=True)
            embed = render(laid_out, embeds=True, asked=name).embed
            assert embed is not None
            assert len(embed.description or "") <= EMBED
            assert len(embed.title or "") <= TITLE

    async def names(self) -> None:
        """A name that is being typed."""
        await self.services.engine.complete(self.texts.one(), scope=self.scope)
        await self.services.editing.names.near(self.texts.one(), self.scope)

    async def date(self) -> None:
        """A date and an address by themselves."""
        with suppress(LoreError):
            address(self.texts.one())
        read_date(self.texts.one())

    async def file(self) -> None:
        """A file with rows of facts."""
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(["subject", "property", "value", "title"])
        for _ in range(3):
            rows.writerow([self.texts.chosen("mi7"), "cast", self.texts.one(), self.texts.one()])
        content = written.getvalue().encode()
        await self.services.editing.bulk.take(content, "csv", self._by)


async def run(options: argparse.Namespace) -> int:
    """Fill, and print; the exit status."""
    language = load_language(DATA)
    taken, refused, wrong = Counter[str](), Counter[str](), Counter[str]()
    slowest: dict[str, float] = {}
    slow: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "lore.db", DATA / "migrations") as store:
            await seed(store, DATA / "mission-impossible", language.properties)
            filling = Filling(Services.on(store, language), Texts(options.seed))
            end = time.monotonic() + options.minutes * 60
            acts = list(filling.acts.items())
            for number in range(options.count):
                if number % 100 == 0:
                    filling.elsewhere()
                if time.monotonic() > end:
                    break
                what, act = acts[number % len(acts)]
                start = time.process_time()
                try:
                    await act()
                    taken[what] += 1
                except LoreError as error:
                    refused[what] += 1
                    if len(str(error)) > EMBED:
                        wrong[f"{what}: a sentence of {len(str(error))} characters"] += 1
                except Exception:
                    wrong[f"{what}: {traceback.format_exc(limit=-3)}"] += 1
                spent = (time.process_time() - start) * 1000
                slow[what] += spent > SLOW
                slowest[what] = max(slowest.get(what, 0.0), spent)
    for what in slowest:
        print(
            f"{what}: {taken[what]} taken, {refused[what]} refused, {slow[what]} over {SLOW} ms, "
            f"the slowest {slowest[what]:.0f} ms"
        )
    total = taken.total() + refused.total() + wrong.total()
    print(f"{total} in all, {wrong.total()} of them ended with an error")
    for told, count in wrong.most_common(10):
        print(f"{count} times {told}")
    return 1 if wrong else 0


def main() -> int:
    """Run with the arguments of the command line; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=math.inf)
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
