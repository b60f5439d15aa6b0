"""Sentences with their source, read into fields by the engine's own understanding."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lore.editing.errors import Refused, SourceMissing
from lore.editing.sentences.source_clause import attributed
from lore.model.errors import DateError, LoreError
from lore.model.facts import Status
from tests.support.editing import HERE, MOD, World, world

M7, M8 = "Mission: Impossible 7", "Mission: Impossible 8"


@pytest.fixture(scope="module")
def here_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("said") / "lore.db"


@pytest.fixture
async def here(here_path: Path, seeded: Path) -> AsyncIterator[World]:
    async with world(here_path, seeded) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        (
            f"Rebecca Ferguson plays Ilsa Faust in {M8}",
            (M8, "cast", "Rebecca Ferguson", "Ilsa Faust"),
        ),
        (
            "rebecca ferguson plays ilsa faust in mi8",
            (M8, "cast", "Rebecca Ferguson", "Ilsa Faust"),
        ),
        (
            f"Ilsa Faust is played by Rebecca Ferguson in {M8}",
            (M8, "cast", "Rebecca Ferguson", "Ilsa Faust"),
        ),
        (f"Jane Doe plays Ilsa Faust in {M8}", (M8, "cast", "Jane Doe", "Ilsa Faust")),
        (
            "Jane Doe stars as Mary Major in The Big Film",
            ("The Big Film", "cast", "Jane Doe", "Mary Major"),
        ),
        (
            f"Jane Doe plays a helpful neighbour in {M8}",
            (M8, "cast", "Jane Doe", "a helpful neighbour"),
        ),
        (
            f"Esai Morales has been cast as the villain Gabriel in {M7}",
            (M7, "cast", "Esai Morales", "Gabriel"),
        ),
        (f"Shea Whigham is in {M7}", (M7, "cast", "Shea Whigham", None)),
        (f"Christopher McQuarrie directs {M8}", (M8, "director", "Christopher McQuarrie", None)),
        (f"{M8} is directed by Jane Doe", (M8, "director", "Jane Doe", None)),
        (f"The director of {M8} is Jane Doe", (M8, "director", "Jane Doe", None)),
        (
            "Top Gun: Maverick's director is Joseph Kosinski",
            ("Top Gun: Maverick", "director", "Joseph Kosinski", None),
        ),
        (f"Lorne Balfe composed the music of {M7}", (M7, "composer", "Lorne Balfe", None)),
        (f"{M7} was filmed in Norway", (M7, "filming_location", "Norway", None)),
        (f"{M8} comes out on November 4, 2022", (M8, "release_date", "2022-11-04", None)),
        ("MI7 will be released on 19.11.2021", (M7, "release_date", "2021-11-19", None)),
        ("The release date of MI7 is July 2021", (M7, "release_date", "2021-07", None)),
        ("Filming of MI7 ended in September 2021", (M7, "filming_end", "2021-09", None)),
        (f"The budget of {M7} is $290 million", (M7, "budget", "$290 million", None)),
        ("MI7 runs 163 minutes", (M7, "runtime", "163 minutes", None)),
        ("Tom Cruise was born on 3 July 1962", ("Tom Cruise", "birth_date", "1962-07-03", None)),
        (
            "Jane Doe directs “Gone with the Big Wind”",
            ("Gone with the Big Wind", "director", "Jane Doe", None),
        ),
    ],
)
async def test_statements(
    here: World, sentence: str, fields: tuple[str, str, str, str | None]
) -> None:
    read = await here.editing.read(f"{sentence}, per Variety, 3 Feb 2020", HERE)
    assert (read.subject, read.property, read.value, read.role) == fields
    assert (read.title, read.published) == ("Variety", "3 Feb 2020")


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        (f"Jane Doe joins the cast of {M8} as Mary Major", ("cast", "Jane Doe", "Mary Major")),
        (f"Jane Doe has been tapped to direct {M8}", ("director", "Jane Doe", None)),
        (f"Nicholas Hoult has dropped out of {M8}", ("cast", "Nicholas Hoult", None)),
        (
            f"{M8}, originally due on July 23, 2021, will now debut Nov. 19, 2021",
            ("release_date", "2021-11-19", None),
        ),
    ],
)
async def test_statements_as_articles_write_them(
    here: World, sentence: str, fields: tuple[str, str, str | None]
) -> None:
    read = await here.editing.read(f"{sentence}, per Variety", HERE)
    assert (read.subject, (read.property, read.value, read.role)) == (M8, fields)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Henry Cavill returns in MI7", Status.REPORTED),
        ("Henry Cavill is confirmed to return in MI7", Status.CONFIRMED),
        ("Henry Cavill is rumoured to return in MI7", Status.RUMOURED),
        ("Henry Cavill allegedly returns in MI7", Status.RUMOURED),
        ("Fans hope that Henry Cavill returns in MI7", Status.HOPED),
        ("Henry Cavill does not return in MI7", Status.DENIED),
        ("Henry Cavill won't return in MI7", Status.DENIED),
        ("Henry Cavill may return in MI7", Status.RUMOURED),
    ],
)
async def test_how_sure_a_statement_is(here: World, sentence: str, status: Status) -> None:
    read = await here.editing.read(f"{sentence}, per Variety", HERE)
    assert (read.subject, read.property, read.value) == (M7, "returning", "Henry Cavill")
    assert read.status is status


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (", per Variety, 3 Feb 2020", ("Variety", None, None, "3 Feb 2020", None)),
        (", per Variety, Feb 3, 2020.", ("Variety", None, None, "Feb 3, 2020", None)),
        (
            " (according to The Hollywood Reporter, July 2021)",
            ("The Hollywood Reporter", None, None, "July 2021", None),
        ),
        (" according to Deadline", ("Deadline", None, None, None, None)),
        (", Variety reports, 19.11.2021", ("Variety", None, None, "19.11.2021", None)),
        (", per Variety on 3 Feb 2020", ("Variety", None, None, "3 Feb 2020", None)),
        (", per Best Films of 2021", ("Best Films of 2021", None, None, None, None)),
        (
            ", per Variety, “Back, again”, 3 Feb 2020, page 5",
            ("Back, again", "Variety", None, "3 Feb 2020", "page 5"),
        ),
        (
            ", per Variety (https://variety.com/x), 2020",
            ("Variety", None, "https://variety.com/x", "2020", None),
        ),
        (
            " https://www.variety.com/x",
            ("variety.com", None, "https://www.variety.com/x", None, None),
        ),
    ],
)
def test_sources(said: str, expected: tuple[str | None, ...]) -> None:
    statement, found = attributed("X directs Y" + said)
    assert statement == "X directs Y"
    assert (found.title, found.publisher, found.address, found.published, found.locator) == expected


def test_a_source_may_come_first_and_a_date_of_its_own_beside_it() -> None:
    statement, found = attributed("According to Variety, 3 Feb 2020, X directs Y")
    assert (statement, found.title, found.published) == ("X directs Y", "Variety", "3 Feb 2020")
    statement, found = attributed("X directs Y as of July 2020, per Variety, 2021")
    assert (statement, found.as_of, found.published) == ("X directs Y", "July 2020", "2021")


@pytest.mark.parametrize(
    ("sentence", "error", "reason"),
    [
        ("MI7 comes out in autumn 2021, per Variety", DateError, "is no date that I can keep"),
        ("MI7 comes out in early 2021, per Variety", DateError, "is no date"),
        ("Tom Cruise directs MI7, per Variety, autumn 2021", DateError, "is no date"),
        ("Tom Cruise directs MI7, per Variety, 03/02/2020", DateError, "may be 3 February 2020"),
        (
            "Tom Cruise and Jane Doe star in MI7, per Variety",
            Refused,
            "One at a time|one at a time",
        ),
        (
            "Jane Doe will star alongside Tom Cruise in MI7, per Variety",
            Refused,
            "One at a time|one at a time",
        ),
        ("Tom Cruise is great, per Variety", Refused, "not what is said of it"),
        ("Tom Cruise zzgrbl MI7, per Variety", Refused, "do not understand “zzgrbl”"),
        ("hello there", Refused, "do not see what is said"),
        (", per Variety", Refused, "do not see what is said"),
        ("   ", Refused, "empty"),
        ("x " * 400, Refused, "too long"),
    ],
)
async def test_what_is_not_understood_is_said(
    here: World, sentence: str, error: type[LoreError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        await here.editing.read(sentence, HERE)


async def test_a_sentence_without_a_source_can_be_completed(here: World) -> None:
    sentence = f"Tom Cruise directs {M7}"
    assert (await here.editing.read(sentence, HERE)).title == ""
    with pytest.raises(SourceMissing):
        await here.editing.say(sentence, MOD)


async def test_say_and_save_is_one_step(tmp_path: Path, seeded: Path) -> None:
    async with world(tmp_path / "lore.db", seeded) as here:
        draft = await here.editing.say(
            "Hannah Waddingham plays Admiral Neely in MI8, per Variety, 3 Feb 2020", MOD
        )
        await here.editing.save(draft, MOD)
        assert "Hannah Waddingham plays Admiral Neely" in await here.ask("who plays admiral neely")


PIECES = [
    *("Tom Cruise", "MI7", "plays", "in", "per", "Variety", "3", "Feb", "2020", ",", "“", "”"),
    *("is", "the", "a", "villain", "and", "of", "budget", "—", "(", ")", "'s", "https://x.y/z"),
    *("according to", "as of", "autumn", "2021", "Jane", "Doe", "&", "ß", "🎬", "I", "V", ":"),
    *("not", "may"),
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
async def test_any_sentence_is_read_or_refused(here: World, sentence: str) -> None:
    try:
        fields = await here.editing.read(sentence, HERE)
    except LoreError as error:
        assert str(error)  # noqa: PT017
    else:
        assert fields.subject
        assert fields.value
