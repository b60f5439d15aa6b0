"""Messages as HTML that looks as Discord shows them, dark, from payloads of its API."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]

STYLE = (Path(__file__).parent / "discord.css").read_text(encoding="utf-8")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_KEPT = re.compile("\x00(\\d+)\x00")
_INLINE = (
    (re.compile(r"\[([^\]]+)\]\(https?://[^\s)]+\)"), r"<a>\1</a>"),
    (re.compile(r"(?<![\"(])https?://[^\s<]+"), r"<a>\g<0></a>"),
    (re.compile(r"&lt;@&amp;\d+&gt;"), "<span class=mention>@role</span>"),
    (re.compile(r"&lt;@!?\d+&gt;"), "<span class=mention>@member</span>"),
    (re.compile(r"&lt;#\d+&gt;"), "<span class=mention>#channel</span>"),
    (re.compile(r"&lt;t:-?\d+(?::\w)?&gt;"), "<span class=time>29 November 2026 00:20</span>"),
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"<b>\1</b>"),
    (re.compile(r"\|\|(.+?)\|\|", re.DOTALL), r"<span class=spoiler>\1</span>"),
)
_BLOCKS = {"### ": "h3", "## ": "h2", "# ": "h1", "-# ": "small", "> ": "blockquote"}


def page(messages: Sequence[Json]) -> str:
    """One page that shows some messages below each other, each in its parts."""
    shown = "".join(message(one) for one in messages)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{shown}"


def message(raw: Json) -> str:
    """A message: its text, its embeds, and what stands under it."""
    parts = [f"<p>{markdown(raw['content'])}</p>"] if raw.get("content") else []
    parts += [_embed(one, raw.get("attachments") or ()) for one in raw.get("embeds") or ()]
    parts += [_component(one) for one in raw.get("components") or ()]
    if (raw.get("flags") or 0) & 64:
        parts.append("<div class=private>Only you can see this</div>")
    head = "<div class=head><b>Film lore</b> <i>APP</i></div>"
    return f"<div class=message><div class=face>FL</div><div>{head}{''.join(parts)}</div></div>"


def markdown(text: str) -> str:
    """The part of Discord's Markdown that the bot writes, as HTML."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(html.escape(match[1]))
        return f"\x00{len(kept) - 1}\x00"

    shown = html.escape(_ESCAPED.sub(keep, text), quote=False)
    for pattern, replacement in _INLINE:
        shown = pattern.sub(replacement, shown)
    shown = "".join(map(_block, shown.split("\n")))
    return _KEPT.sub(lambda match: kept[int(match[1])], shown)


def _block(line: str) -> str:
    for mark, tag in _BLOCKS.items():
        quoted = html.escape(mark, quote=False)
        if line.startswith(quoted):
            return f"<{tag}>{line[len(quoted) :]}</{tag}>"
    return f"<div>{line or '&nbsp;'}</div>"


def _embed(embed: Json, attachments: Sequence[Json]) -> str:
    parts: list[str] = []
    if author := embed.get("author"):
        parts.append(f"<div class=author>{html.escape(author['name'])}</div>")
    if title := embed.get("title"):
        parts.append(f"<div class=title>{markdown(title)}</div>")
    if text := embed.get("description"):
        parts.append(markdown(text))
    for field in embed.get("fields") or ():
        parts.append(f"<div class=field><b>{markdown(field['name'])}</b></div>")
        parts.append(markdown(field["value"]))
    if address := (embed.get("image") or {}).get("url"):
        data = next((one["data"] for one in attachments if one.get("name") == address), "")
        parts.append(f'<img src="data:image/png;base64,{data}">')
    if footer := embed.get("footer"):
        parts.append(f"<small>{html.escape(footer['text'])}</small>")
    return f"<div class=embed{_edge(embed.get('color'))}>{''.join(parts)}</div>"


def _edge(colour: int | None) -> str:
    return f' style="border-left-color:#{colour:06x}"' if colour else ""


def _component(item: Json) -> str:
    inner = "".join(_component(one) for one in item.get("components") or ())
    match item["type"]:
        case 1:
            return f"<div class=row>{inner}</div>"
        case 2:
            style = f"s{item.get('style', 2)}{' off' if item.get('disabled') else ''}"
            return f'<span class="button {style}">{html.escape(item.get("label") or "")}</span>'
        case 3 | 5 | 6 | 7 | 8:
            return f"<div class=select>{html.escape(_chosen(item))}<span>⌄</span></div>"
        case 9:
            return f"<div class=section><div>{inner}</div>{_component(item['accessory'])}</div>"
        case 10:
            return f"<div class=text>{markdown(item['content'])}</div>"
        case 14:
            return "<hr>"
        case 17:
            return f"<div class=embed{_edge(item.get('accent_color'))}>{inner}</div>"
    return ""


def _chosen(item: Json) -> str:
    """What a select shows: what is chosen in it, else what it asks for."""
    chosen = [one["label"] for one in item.get("options") or () if one.get("default")]
    return next(iter(chosen), item.get("placeholder") or "")
