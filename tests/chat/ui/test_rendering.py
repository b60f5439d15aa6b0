"""Whatever an answer holds, its pages stay within Discord's limits and leave nothing out."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.texts import replies as words
from chat.ui.markdown import cut, escape, fit, length, link, split
from chat.ui.rendering import (
    DESCRIPTION,
    FIRST_PAGE,
    LATER_PAGE,
    LINE,
    TEXT,
    Card,
    render,
    said,
    sheet,
)
from lore.texts import Parts
from lore.visible import unturned

TEXT_OF_ANY_KIND = st.text(max_size=300) | st.text("*_~`|<[]\\#>-1.@ ,\nhereveryon🎬", max_size=40)
LONG = st.builds(lambda text, times: text * times, TEXT_OF_ANY_KIND, st.integers(1, 60))
LINE_OF_TEXT = TEXT_OF_ANY_KIND.filter(str.strip) | LONG.filter(str.strip)
LINES = st.lists(LINE_OF_TEXT, min_size=1, max_size=30)
PARTS = st.builds(
    Parts,
    title=st.none() | LONG.filter(str.strip),
    lines=LINES.map(tuple),
    notes=st.lists(TEXT_OF_ANY_KIND.filter(str.strip), max_size=4).map(tuple),
    status=st.none() | LONG.filter(str.strip),
    sources=st.just(()),
    tone=st.sampled_from(["fact", "rumour", "conflict", "unknown", "choice"]),
    spoilers=st.lists(st.booleans(), max_size=30).map(tuple),
    leads=st.lists(st.just("") | LINE_OF_TEXT, max_size=30).map(tuple),
    provenance=st.none() | LONG.filter(str.strip),
    fold=st.integers(0, 30),
)
PLAIN = Parts(None, ("Ann plays Ilsa.",), (), None, (), "fact", provenance="✔ confirmed · News")


def parts(**changed: object) -> Parts:
    fields = {name: getattr(PLAIN, name) for name in Parts.__dataclass_fields__}
    return Parts(**(fields | changed))


def shown(
    answer: Parts, *, embeds: bool = True, barred: bool = True, turned: bool = False, **more: Any
) -> list[Card]:
    """All pages of an answer."""
    laid_out = sheet(answer, barred=barred, turned=turned)
    first = render(laid_out, embeds=embeds, **more)
    return [render(laid_out, embeds=embeds, page=page, **more) for page in range(first.pages)]


def text_of(card: Card) -> str:
    return (card.embed.description if card.embed else card.content) or ""


def bare(text: str) -> str:
    """A text as it was before it was escaped, split and put behind bars; without any space."""
    text = re.sub(r"(?<!\\)\|\||(?<!\\)\*\*", "", text).replace("@\u200b", "@")
    return "".join(re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).split())


@given(PARTS, st.none() | LONG)
def test_an_embed_is_never_too_long(answer: Parts, asked: str | None) -> None:
    for card in shown(answer, asked=asked)[:3]:
        embed = card.embed
        assert embed is not None
        assert length(embed.title or "") <= 256
        assert 0 < length(embed.description or "") <= 4096
        assert length(embed.author.name or "") <= 256
        assert len(embed.fields) <= 25
        for field in embed.fields:
            assert 0 < length(field.name or "") <= 256
            assert 0 < length(field.value or "") <= 1024
        texts = [embed.title, embed.description, embed.author.name, embed.footer.text]
        texts += [text for field in embed.fields for text in (field.name, field.value)]
        assert sum(length(text or "") for text in texts) <= 6000


@given(PARTS, st.none() | LONG)
def test_a_text_is_never_too_long(answer: Parts, asked: str | None) -> None:
    for card in shown(answer, embeds=False, asked=asked)[:3]:
        assert card.content
        assert length(card.content) <= 2000


@given(PARTS)
def test_every_line_fits_every_page(answer: Parts) -> None:
    assert all(length(line) <= LINE for line in sheet(answer, barred=True).lines)
    assert LINE <= TEXT < DESCRIPTION


@pytest.mark.parametrize("embeds", [True, False])
def test_nothing_is_left_out(embeds: bool) -> None:
    names = [f"Name{number} *of* some_body" for number in range(2000)]
    answer = parts(lines=(f"Cast: {', '.join(names)}.", "x" * 5000))
    pages = [text_of(card) for card in shown(answer, embeds=embeds)]
    assert len(pages) > 5
    everything = bare("".join(pages))
    assert all(bare(escape(name)) in everything for name in names)
    assert everything.count("x") >= 5000


@given(LINE_OF_TEXT, st.integers(20, 900))
def test_splitting_leaves_nothing_out(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(length(piece) <= limit for piece in pieces)
    everything = "".join(bare(piece.replace("||", "| |")) for piece in pieces)
    for symbol in "abcxyzöé🎬1234567890":
        assert everything.count(symbol) == text.count(symbol)


def test_a_list_is_split_between_its_items() -> None:
    names = [f"Some Body {number}" for number in range(40)]
    assert all(
        re.fullmatch(r"(Some Body \d+,? ?)+", piece) for piece in split(", ".join(names), 100)
    )


@given(TEXT_OF_ANY_KIND)
def test_what_is_escaped_shows_as_it_was_written(text: str) -> None:
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)).replace("@\u200b", "@")
    assert shown == " ".join(unturned(text).split())


@pytest.mark.parametrize("embeds", [True, False])
def test_a_quoted_question_turns_nothing_around(embeds: bool) -> None:
    card = render(sheet(PLAIN, barred=True), embeds=embeds, asked="who \u202eplays ilsa\u2066")
    quoted = card.embed.author.name if card.embed else card.content
    assert "who plays ilsa" in str(quoted)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Mission: Impossible – Fallout (2018)", "Mission: Impossible – Fallout (2018)"),
        ("**bold** __x__ ~~y~~ `z` ||w||", r"\*\*bold\*\* \_\_x\_\_ \~\~y\~\~ \`z\` \|\|w\|\|"),
        ("<@1> <#2> <t:3:R> <:e:4>", r"\<@1> \<#2> \<t:3:R> \<:e:4>"),
        ("[free](https://x.example)", r"\[free\](https://x.example)"),
        ("see https://x.example/a_b_~c, d_e", r"see https://x.example/a_b_~c, d\_e"),
        ("https://x.example/[y](https://z.example)", r"https://x.example/\[y\](https://z.example)"),
        ("https://x.example/||**<@1>", r"https://x.example/\|\|\*\*\<@1>"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("a\n# b", "a # b"),
        ("who \u202eplays\u202c \u2067Ilsa\u2069?", "who plays Ilsa?"),
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("C:\\x", r"C:\\x"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/x", "[a.example](https://a.example/x)"),
        ("http://a.example/x(1)?q=2&r=3#t", "[a.example](http://a.example/x%281%29?q=2&r=3#t)"),
        ("https://a.example/x) [b](https://evil.example", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_links_lead_where_they_say(address: str | None, shown: str | None) -> None:
    made = link(address)
    if shown is None and made is not None:
        assert re.fullmatch(r"\[a\.example\]\(https://a\.example/[^\s()<>\[\]]*\)", made)
    else:
        assert made == shown


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


@pytest.mark.parametrize("embeds", [True, False])
def test_every_page_names_its_source_and_its_number(embeds: bool) -> None:
    cards = shown(parts(lines=("word " * 150,) * 20), embeds=embeds)
    for number, card in enumerate(cards, start=1):
        whole = str(card.embed.to_dict()) if card.embed else card.content or ""
        assert "-# ✔ confirmed · News" in whole
        assert words.page(number, len(cards)) in whole


@pytest.mark.parametrize("embeds", [True, False])
@pytest.mark.parametrize("tone", ["rumour", "conflict"])
def test_a_rumour_and_a_conflict_are_marked_first(tone: str, embeds: bool) -> None:
    for notes in ((), ("Sources disagree.",)):
        (card,) = shown(parts(tone=tone, notes=notes), embeds=embeds)
        assert text_of(card).startswith(words.MARKS[tone])


def test_tones_have_colours_of_their_own() -> None:
    tones = ("fact", "rumour", "conflict", "unknown", "choice")
    cards = [card for tone in tones for card in shown(parts(tone=tone))]
    assert len({card.embed.colour for card in cards if card.embed}) == len(tones)


def test_an_answer_says_what_where_and_when() -> None:
    (card,) = shown(parts(title="Ilsa Faust"))
    embed = card.embed
    assert isinstance(embed, discord.Embed)
    said = "Ann plays Ilsa.\n-# ✔ confirmed · News"
    assert (embed.title, embed.description, embed.fields) == ("Ilsa Faust", said, [])


def test_what_stands_out_is_bold_and_what_people_wrote_is_not() -> None:
    (card,) = shown(parts(lines=("· 7 *Jul*", "x"), leads=("23 **July**",)))
    assert text_of(card).splitlines()[:2] == [r"**23 \*\*July\*\*** · 7 \*Jul\*", "x"]
    (hidden,) = shown(parts(lines=("it",), leads=("Who",), spoilers=(True,)))
    assert text_of(hidden).startswith("||**Who** it||")


def test_a_page_is_a_screen_of_a_phone_where_it_can_be_turned() -> None:
    answer = parts(lines=tuple(f"Name {number}" for number in range(60)))
    laid_out = sheet(answer, barred=True, turned=True)
    first, second, *_ = laid_out.pages(3800)
    assert (first.count("Name"), second.count("Name")) == (FIRST_PAGE, LATER_PAGE)
    assert len(sheet(answer, barred=True).pages(3800)) == 1


def test_an_overview_ends_its_first_page_where_it_folds() -> None:
    answer = parts(lines=("a", "b", "c"), fold=2)
    assert sheet(answer, barred=True, turned=True).pages(3800) == ["a\nb", "c"]


def test_spoilers_are_behind_bars_that_nothing_in_them_ends() -> None:
    answer = parts(lines=("He || dies.", "She lives.", "It " * 1000), spoilers=(True, False, True))
    lines = sheet(answer, barred=True).lines
    assert lines[0] == r"||He \|\| dies.||"
    assert lines[1] == "She lives."
    assert len(lines) > 3
    assert all(line.startswith("||") and line.endswith("||") for line in lines[2:])
    assert "||" not in "".join(sheet(answer, barred=False).lines)


def test_a_title_that_is_too_long_stands_in_full_below() -> None:
    title = " ".join(f"part{number}" for number in range(100))
    (card,) = shown(parts(title=title))
    assert title in text_of(card).replace("**", "").replace("\n", " ")


def test_a_sentence_is_text() -> None:
    assert said("Try *again*.").content == r"Try \*again\*."
