"""What is taken for a feed, and what of its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from lore.feeds import Feed, FeedError, parse
from lore.fetching import Fetched
from lore.model.dates import PartialDate

RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Film &amp; Gazette</title>
<item><title>Night &lt;b&gt;Train&lt;/b&gt; 2</title><link>https://gazette.example/1</link>
<guid>one</guid><pubDate>Tue, 03 Mar 2026 23:30:00 -0500</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>First part.</p><p>Second<br>third.</p><script>x()</script>]]>
</content:encoded>
</item>
<item><title>Without an address</title></item>
<item><link>https://gazette.example/untitled</link></item>
<item><title>Odd</title><link>javascript:alert(1)</link><pubDate>yesterday</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>One</title><id>urn:1</id><link href="/one"/><updated>2026-03-03T12:00:00Z</updated>
<summary>About one.</summary></entry></feed>"""


def fed(content: str | bytes, kind: str = "application/xml") -> Feed:
    body = content.encode() if isinstance(content, str) else content
    return parse(Fetched("https://gazette.example/feed", body, kind))


def test_rss_is_read() -> None:
    feed = fed(RSS)
    assert feed.title == "Film & Gazette"
    first, odd = feed.entries
    assert (first.title, first.address) == ("Night Train 2", "https://gazette.example/1")
    assert first.published == PartialDate(2026, 3, 4)
    assert first.paragraphs == ("First part.", "Second", "third.")
    assert len(first.digests) == 2
    assert (odd.title, odd.address, odd.published) == ("Odd", None, None)


def test_atom_is_read() -> None:
    (entry,) = fed(ATOM).entries
    assert (entry.title, entry.address) == ("One", "https://gazette.example/one")
    assert (entry.published, entry.paragraphs) == (PartialDate(2026, 3, 3), ("About one.",))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "<html><body><h1>Gone</h1><p>We moved.</p></body></html>",
        "<rss",
        b"\x00\xff" * 50,
        "<a>" * 2_000,
        "<a>" * 1_000_000,
        "https://gazette.example/feed",
    ],
)
def test_what_is_no_feed_is_told(content: str | bytes) -> None:
    with pytest.raises(FeedError):
        fed(content)


def test_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    """feedparser opens what is given to it as a text and is a path."""
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    with pytest.raises(FeedError):
        fed(str(path))


def test_entities_neither_grow_nor_reach_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    grown = "".join(
        f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "lol" * 10}">'
        for number in range(10)
    )
    for entities, said in ((grown, "&e9;"), (f'<!ENTITY f SYSTEM "file://{secret}">', "&f;")):
        doctype = f"<!DOCTYPE rss [{entities}]>"
        text = RSS.replace("<rss", f"{doctype}<rss", 1).replace("Short.", said)
        try:
            feed = fed(
                text.replace("<content:encoded>", "<x>").replace("</content:encoded>", "</x>")
            )
        except FeedError:
            continue
        told = str(feed)
        assert "the secret" not in told
        assert len(told) < 10_000
