"""Feeds and pages as sites write them."""

from __future__ import annotations

from html import escape


def rss(*entries: str, title: str = "Film Gazette") -> str:
    """A feed of RSS with some entries."""
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title>{''.join(entries)}</channel></rss>"
    )


def entry(title: str, address: str, said: str = "", day: str = "Fri, 03 May 2024") -> str:
    """An entry of a feed, with what the feed itself says in HTML."""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(address)}</link>"
        f"<description>{escape(said)}</description>"
        f"<pubDate>{day} 12:00:00 GMT</pubDate></item>"
    )


def page(title: str, text: str) -> str:
    """A page with an article of one paragraph, and one more of no news."""
    return (
        f"<html><head><title>{escape(title)}</title></head><body><article>"
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
        "<p>The weather was fine in town that morning, and the cafes had put out their chairs.</p>"
        "</article></body></html>"
    )
