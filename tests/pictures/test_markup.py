"""The renderer of cards, and the pictures that were made with it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.pictures import markup
from tests.pictures.take import PAGES, SCENES, digest, pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def test_markdown_is_drawn_and_what_is_escaped_is_not() -> None:
    assert markup.markdown(r"**a** \*\*b\*\*") == "<div><b>a</b> **b**</div>"
    assert markup.markdown("-# small <#5>") == (
        "<small>small <span class=mention>#channel</span></small>"
    )
    assert markup.markdown("||it|| [here](https://a.example/x)") == (
        "<div><span class=spoiler>it</span> <a>here</a></div>"
    )
    assert "<script>" not in markup.markdown("<script>")


def test_a_card_is_drawn_with_all_its_parts() -> None:
    embed = {"title": "T", "description": "D", "color": 0x2E8B57, "footer": {"text": "F"}}
    button = {"type": 2, "label": "Press", "style": 1, "custom_id": "x"}
    select = {"type": 3, "placeholder": "Choose", "options": [], "custom_id": "y"}
    text = {"type": 10, "content": "C"}
    section = {"type": 9, "components": [text], "accessory": button}
    container = {"type": 17, "components": [section, {"type": 14}, text]}
    rows = [{"type": 1, "components": [button]}, {"type": 1, "components": [select]}, container]
    page = markup.page([{"embeds": [embed], "components": rows, "flags": 64}])
    for part in ("T", "D", "F", "Press", "Choose", "C", "#2e8b57", "<hr>", "Only you"):
        assert part in re.sub(r"<style>.*</style>", "", page, flags=re.DOTALL)


def test_twelve_cards_are_kept_before_and_after_and_on_a_desktop() -> None:
    names = {file.name for file in FOLDER.glob("*.png")}
    kept = ("before", "after", "desktop")
    assert names == {f"{which}-{name}.png" for which in kept for name in SCENES}
    assert len(SCENES) == 12
    assert all(file.stat().st_size <= 100_000 for file in FOLDER.glob("*.png"))


async def test_the_pictures_show_what_the_bot_says() -> None:
    told = {
        f"{which}-{name}.png": digest(page)
        async for name, page in pages(set())
        for which in ("after", "desktop")
    }
    noted = json.loads((FOLDER / PAGES).read_text())
    assert told == noted, "take them anew, as CONTRIBUTING.md says"
