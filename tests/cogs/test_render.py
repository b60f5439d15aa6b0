"""Whatever an answer holds, its message stays within Discord's limits and shows it as written."""

from __future__ import annotations

import re

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs._markdown import cut, escape, fit, length
from cogs._render import render
from lore.wording import Parts
from lore.wording import discord as words

TEXT = st.text(max_size=300) | st.text("*_~`|<[]\\#>-1.@ \nhereveryon🎬", max_size=40)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 60))
LINES = st.lists(TEXT.filter(str.strip) | LONG.filter(str.strip), min_size=1, max_size=30)
PARTS = st.builds(
    Parts,
    title=st.none() | LONG.filter(str.strip),
    lines=LINES.map(tuple),
    notes=st.lists(TEXT.filter(str.strip), max_size=4).map(tuple),
    status=st.none() | LONG.filter(str.strip),
    sources=st.just(()) | LINES.map(tuple),
    tone=st.sampled_from(["fact", "rumour", "conflict", "unknown", "choice"]),
)
PLAIN = Parts(None, ("Ann plays Ilsa.",), (), "confirmed", ("“News”, 2020",), "fact")


def parts(**changed: object) -> Parts:
    fields = {name: getattr(PLAIN, name) for name in Parts.__dataclass_fields__}
    return Parts(**(fields | changed))


@given(PARTS)
def test_an_embed_is_never_too_long(answer: Parts) -> None:
    embed = render(answer, embeds=True).embed
    assert embed is not None
    assert length(embed.title or "") <= 256
    assert 0 < length(embed.description or "") <= 4096
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 0 < length(field.name or "") <= 256
        assert 0 < length(field.value or "") <= 1024
    texts = [embed.title or "", embed.description or ""]
    texts += [text or "" for field in embed.fields for text in (field.name, field.value)]
    assert sum(map(length, texts)) <= 6000


@given(PARTS)
def test_a_text_is_never_too_long(answer: Parts) -> None:
    content = render(answer, embeds=False).content
    assert content
    assert length(content) <= 2000


@given(TEXT)
def test_what_is_escaped_shows_as_it_was_written(text: str) -> None:
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)).replace("@\u200b", "@")
    assert shown == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Mission: Impossible – Fallout (2018)", "Mission: Impossible – Fallout (2018)"),
        ("**bold** __x__ ~~y~~ `z` ||w||", r"\*\*bold\*\* \_\_x\_\_ \~\~y\~\~ \`z\` \|\|w\|\|"),
        ("<@1> <#2> <t:3:R> <:e:4>", r"\<@1> \<#2> \<t:3:R> \<:e:4>"),
        ("[free](https://x.example)", r"\[free\](https://x.example)"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("a\n# b", "a # b"),
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_cutting_leaves_no_half_of_anything() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdef", 5) == "abcd…"
    assert cut("abc\\*f", 5) == "abc…"
    assert cut("abc🎬f", 5) == "abc…"
    assert cut("a\ud83cbcdef", 5) == "abc…"


def test_what_does_not_fit_is_counted() -> None:
    lines = [f"line {number}" for number in range(100)]
    shown = fit(lines, 100).split("\n")
    assert shown[:2] == ["line 0", "line 1"]
    assert shown[-1] == words.more(100 - len(shown) + 1)


def test_sources_are_never_cut_for_a_long_answer() -> None:
    content = render(parts(lines=("word " * 30,) * 50), embeds=False).content or ""
    assert content.endswith("Source: “News”, 2020")
    assert "more" in content


@pytest.mark.parametrize("embeds", [True, False])
@pytest.mark.parametrize("tone", ["rumour", "conflict"])
def test_a_rumour_and_a_conflict_are_marked_first(tone: str, embeds: bool) -> None:
    for notes in ((), ("Sources disagree.",)):
        card = render(parts(tone=tone, notes=notes), embeds=embeds)
        text = card.embed.description if card.embed else card.content
        assert (text or "").startswith(words.MARKS[tone])


def test_tones_have_colours_of_their_own() -> None:
    tones = ("fact", "rumour", "conflict", "unknown", "choice")
    cards = [render(parts(tone=tone), embeds=True) for tone in tones]
    assert len({card.embed.colour for card in cards if card.embed}) == len(tones)


def test_an_answer_says_what_where_and_when() -> None:
    embed = render(parts(title="Ilsa Faust"), embeds=True).embed
    assert isinstance(embed, discord.Embed)
    assert (embed.title, embed.description) == ("Ilsa Faust", "Ann plays Ilsa.")
    fields = {field.name: field.value for field in embed.fields}
    assert fields == {"Status": "Confirmed", "Source": "“News”, 2020"}


def test_a_sentence_is_text() -> None:
    assert render("Try *again*.", embeds=True).content == r"Try \*again\*."
