"""Pictures of twelve cards as a phone or a desktop shows them, of the real bot on the shipped pack.

    python tests/pictures/take.py FOLDER [--prefix NAME-] [--width PIXELS] [--only NAME …]

The bot runs on a loopback Discord; its real payloads are drawn by a Chromium that has to be
installed. Prints the name, the height in pixels and the size in bytes of each picture.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.discord_wire import Discord, Seen  # noqa: E402
from tests.discord_wire.world import Json  # noqa: E402
from tests.pictures import markup  # noqa: E402
from tests.pictures.browser import PHONE, picture  # noqa: E402
from tests.support.fact_commands import MODERATOR  # noqa: E402
from tests.support.stage import running, seeded, staged  # noqa: E402

Scene = Callable[[Discord], Awaitable[Seen]]

PAGES = "pages.json"
"""Has beside the pictures the digest of the page of each."""
_UNSAID = re.compile(r"<style>.*?</style>|data:[^\"')]+", re.DOTALL)


def command(name: str, /, **options: object) -> Scene:
    """What a command is answered with."""

    async def scene(discord: Discord) -> Seen:
        return await (await discord.slash(name, **options)).seen()

    return scene


def asking(question: str) -> Scene:
    """What a question is answered with."""
    return command("ask", question=question)


DRAFT = {
    "subject": "Mission: Impossible 7",
    "property": "release date",
    "value": "1 Oct 2021",
    "source": "A new date",
    "date": "3 Oct 2020",
    "user": MODERATOR,
}
SCENES: dict[str, Scene] = {
    "answer": asking("who plays the white widow in mi7"),
    "conflict": asking("mi7 release date"),
    "rumour": asking("is hoult the villain in mi7"),
    "list": asking("who is in mission impossible 7"),
    "film": command("film", film="mi7"),
    "who": command("who", name="Tom Cruise"),
    "dates": command("dates", film="mi7"),
    "rumours": command("rumours", film="mi7"),
    "no-answer": asking("who composes the score of mi7"),
    "privacy": command("privacy show"),
    "draft": command("fact add", **DRAFT),
    "setup": command("setup", user=MODERATOR),
}


async def pages(names: set[str]) -> AsyncIterator[tuple[str, str]]:
    """The page of each scene, by its name."""
    with TemporaryDirectory() as made:
        database = await asyncio.to_thread(seeded, Path(made))
        async with (
            staged(database, Path(made)) as stage,
            Discord() as discord,
            running(discord, stage),
        ):
            await discord.ready()
            for name, scene in SCENES.items():
                if not names or name in names:
                    yield name, markup.page([with_files((await scene(discord)).raw, discord)])


def digest(page: str) -> str:
    """What tells a page from others by what it says, however its pictures are drawn."""
    told = _UNSAID.sub("", page)
    return hashlib.sha256(told.encode()).hexdigest()


async def shots(folder: Path, names: set[str], prefix: str, width: int) -> None:
    """Take a picture of each scene, and note of which pages they are."""
    noted = folder / PAGES
    told: dict[str, str] = json.loads(noted.read_text()) if noted.exists() else {}
    async for name, page in pages(names):
        target = folder / f"{prefix}{name}.png"
        height = await asyncio.to_thread(picture, page, target, width=width)
        told[target.name] = digest(page)
        print(f"{target.name}\t{height}\t{target.stat().st_size}")
    noted.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")


def with_files(raw: Json, discord: Discord) -> Json:
    """A message with what was attached to it, so that it can be drawn without asking anybody."""
    files = {name: data for request in discord.requests for name, data in request.files.items()}
    attached = [
        {"name": f"attachment://{name}", "data": base64.b64encode(data).decode()}
        for name, data in files.items()
    ]
    return raw | {"attachments": attached}


def main() -> None:
    """Run by hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--width", type=int, default=PHONE)
    parser.add_argument("--only", nargs="*", default=[], choices=[*SCENES])
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    given.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(shots(given.folder, set(given.only), given.prefix, given.width))


if __name__ == "__main__":
    main()
