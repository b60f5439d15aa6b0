"""Plain questions, whatever kinds, labels and titles a pack has.

Kinds are open: what stands as the subject of a work's property is a work.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lore.answering import Engine
from lore.language import text as folding
from lore.language.lexicon import Language
from lore.packs import import_pack
from lore.store import open_store
from lore.texts import AnswerTexts
from tests.support.asking import MIGRATIONS, Member

WORKS = frozenset({"film", "series", "show", "book", "game", "work"})
KINDS = ("season", "short", "play", "television special", "song")


def fact(number: int, subject: str, name: str, value: dict[str, str], **more: Any) -> str:
    cited = [{"source": "gazette", "status": "confirmed"}]
    held = {"type": "fact", "id": f"f{number}", "subject": subject, "property": name}
    return json.dumps({**held, "value": value, "citations": cited, **more})


def entity(key: str, name: str, kind: str) -> str:
    return json.dumps({"type": "entity", "id": key, "name": name, "kind": kind})


def pack(kind: str) -> str:
    return "\n".join(
        [
            json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"}),
            entity("lamp", "Lamplighters Rising", kind),
            entity("fog", "Foghorn Alley", kind),
            entity("mara", "Mara Quell", "person"),
            entity("odo", "Odo Finch", "puppet"),
            fact(1, "lamp", "cast", {"entity": "mara"}, role={"entity": "odo"}),
            fact(2, "lamp", "release_date", {"date": "2019-05-04"}),
            fact(3, "fog", "release_date", {"date": "2021-06-01"}),
            fact(4, "fog", "director", {"entity": "mara"}),
            entity("pier", "The Long Pier", "film"),
            fact(5, "pier", "release_date", {"date": "2023-01-09"}),
        ]
    )


@pytest.fixture
async def member(
    request: pytest.FixtureRequest, tmp_path: Path, language: Language, wording: AnswerTexts
) -> AsyncIterator[Member]:
    """Somebody who asks about two works of a kind that the property table does not name."""
    written = tmp_path / "pack.jsonl"
    written.write_text(pack(request.param), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [written], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize("member", KINDS, indirect=True)
@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("When does Lamplighters Rising come out?", "2019-05-04"),
        ("Who directed Foghorn Alley?", "Mara Quell"),
        ("Who is in the cast of Lamplighters Rising?", "Mara Quell"),
        ("Who plays Odo Finch in Lamplighters Rising?", "Mara Quell"),
        ("Who does Mara Quell play in Lamplighters Rising?", "Odo Finch"),
        ("Who plays Odo Finch?", "Mara Quell"),
        ("What did Mara Quell direct?", "Foghorn Alley"),
        ("who is in lamplighters rising", "Mara Quell"),
        ("what came out before Foghorn Alley", "Lamplighters Rising"),
    ],
)
async def test_a_work_by_its_facts(member: Member, question: str, value: str) -> None:
    reply = await member.ask(question)
    assert value in reply.values, reply.said


@pytest.mark.parametrize("member", KINDS, indirect=True)
async def test_yes_and_no_of_a_work_by_its_facts(member: Member) -> None:
    reply = await member.ask("Is Mara Quell in Lamplighters Rising?")
    assert reply.data["verdict"] == "yes"
    reply = await member.ask("Did Mara Quell direct Foghorn Alley?")
    assert reply.data["verdict"] == "yes"


@pytest.mark.parametrize("member", KINDS, indirect=True)
async def test_a_work_takes_the_place_of_one_of_another_kind(member: Member) -> None:
    _, context = await member.engine.converse("When does The Long Pier come out?", None)
    answer, _ = await member.engine.converse("and Foghorn Alley?", context)
    assert member.reply(answer).values == ["2021-06-01"]


TITLES = ("Cover", "It", "Home", "Her", "Release", "Premiere", "When We Leave", "Go", "The Cast")


def titled(title: str) -> str:
    return "\n".join(
        [
            json.dumps({"type": "source", "id": "gazette", "title": "The Gazette"}),
            entity("film", title, "film"),
            entity("mara", "Mara Quell", "person"),
            *(entity(f"film{number}", f"Other {number}", "film") for number in range(30)),
            fact(1, "film", "director", {"entity": "mara"}),
            fact(2, "film", "release_date", {"date": "2019-05-04"}),
            *(
                fact(number + 3, f"film{number}", "release_date", {"date": f"20{number + 10}-01"})
                for number in range(30)
            ),
        ]
    )


@pytest.fixture
async def visitor(
    request: pytest.FixtureRequest, tmp_path: Path, language: Language, wording: AnswerTexts
) -> AsyncIterator[Member]:
    """Somebody who asks about a film that an everyday word is the title of."""
    written = tmp_path / "pack.jsonl"
    written.write_text(titled(request.param), encoding="utf-8")
    async with open_store(tmp_path / "lore.db", MIGRATIONS) as store:
        await import_pack(store, [written], language.properties)
        yield Member(Engine(store, language), wording)


@pytest.mark.parametrize(("visitor", "title"), [(one, one) for one in TITLES], indirect=["visitor"])
async def test_an_everyday_word_written_as_a_title_is_one(visitor: Member, title: str) -> None:
    for question, value in (
        (f"When does {title} come out?", "2019-05-04"),
        (f"What is the release date of {title}?", "2019-05-04"),
        (f"Who directed {title}?", "Mara Quell"),
    ):
        reply = await visitor.ask(question)
        assert reply.values == [value], (question, reply.said)


def test_every_label_asks_for_its_property(language: Language) -> None:
    for name, entry in language.properties.items():
        folded = tuple(folding.words(entry.label))
        senses = [
            sense
            for phrase, senses in language.by_first[folded[0]]
            if phrase == folded
            for sense in senses
        ]
        assert name in {option for sense in senses for option, _ in sense.options}, entry.label


def test_the_plural_of_a_word_in_ing_is_read_as_the_word(language: Language) -> None:
    assert "training" in language.readings("trainings", mend=False)


@pytest.mark.parametrize("member", KINDS, indirect=True)
@pytest.mark.parametrize("text", ["", "lamp", "ris", "Lamplihgters Rising"])
async def test_a_work_of_any_kind_is_completed_as_a_work(member: Member, text: str) -> None:
    found = await member.engine.complete(text, kinds=WORKS)
    names = {one.name for one in found}
    assert "Lamplighters Rising" in names
    assert names <= {"Lamplighters Rising", "Foghorn Alley", "The Long Pier"}


@pytest.mark.parametrize("member", KINDS, indirect=True)
async def test_what_is_no_subject_of_a_work_is_not_completed_as_one(member: Member) -> None:
    for text in ("odo", "Odo Fnich", "mara"):
        assert await member.engine.complete(text, kinds=WORKS) == []
