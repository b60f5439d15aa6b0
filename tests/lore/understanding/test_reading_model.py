"""The reading model is asked within bounds, and whatever goes wrong is as if there were none."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from lore.language.lexicon import Language
from lore.model.errors import LoreError
from lore.model.facts import Entity
from lore.settings import ReaderSettings
from lore.understanding.plain.parser import PlainParser
from lore.understanding.reading_model import Bounds, Enquiry, ReadingModel
from lore.understanding.reading_model.breaker import FAILURES, REST
from lore.understanding.reading_model.endpoint import LARGEST, Endpoint
from lore.understanding.reading_model.enquiry import MOST_NAMES
from lore.understanding.reading_model.prompt import instructions
from lore.understanding.reading_model.trial import tried
from tests.lore.understanding.test_plain import NAMES
from tests.support.asking import DATA
from tests.support.plain_asking import kinds
from tests.support.reading_model import ScriptedModel, completion, replies, scripted

ASKED = Enquiry("yo whos directin last light")
PLAIN = "Who is the director of Last Light?"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def asking(
    scripted: ScriptedModel, bounds: Bounds | None = None, clock: Clock | None = None
) -> AsyncIterator[Callable[[Enquiry], Coroutine[None, None, tuple[str, ...]]]]:
    async with aiohttp.ClientSession() as session:
        endpoint = Endpoint(scripted.settings, session)
        yield ReadingModel(endpoint, DATA, bounds=bounds, clock=clock or Clock()).read


async def test_a_question_is_sent_with_what_it_may_speak_of() -> None:
    light = Entity(1, "Last Light", "film", 2022)
    ilsa = Entity(2, "Ilsa", "character")
    asked = Enquiry("whos in it", (light,), (ilsa,), (light,), (), ("director",))
    async with scripted(lambda _: [PLAIN]) as model, asking(model) as read:
        assert await read(asked) == (PLAIN,)
    assert model.seen == [
        {
            "question": "whos in it",
            "names": ["Last Light (film, 2022)"],
            "spoken": ["Ilsa (character)"],
            "works": ["Last Light (film, 2022)"],
            "coming": [],
            "properties": ["director"],
        }
    ]
    assert model.headers[0]["Authorization"] == "Bearer k-secret"
    (body,) = model.bodies
    assert body["model"] == "scripted"
    assert body["response_format"]["type"] == "json_schema"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_what_is_sent_is_bounded() -> None:
    many = tuple(Entity(number, f"Name {number}", "person") for number in range(500))
    long = Entity(501, "x" * 500, "person")
    sent = Enquiry("who", (long, *many), many, many, many, ("label",) * 500)
    assert len(sent.text) < 6_000
    assert len(json.loads(sent.text)["names"]) == MOST_NAMES
    assert long.id not in sent.known


async def test_a_question_is_sent_once() -> None:
    async with scripted(lambda _: [PLAIN]) as model, asking(model) as read:
        assert [await read(ASKED), await read(ASKED)] == [(PLAIN,), (PLAIN,)]
        await read(Enquiry("another"))
    assert len(model.bodies) == 2


async def test_what_is_remembered_is_remembered_for_a_while() -> None:
    clock = Clock()
    async with scripted(lambda _: []) as model, asking(model, None, clock) as read:
        await read(ASKED)
        clock.now += Bounds().kept + 1
        assert await read(ASKED) == ()
    assert len(model.bodies) == 2


def response(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="application/json")


BAD = {
    "no JSON": "The director is Dara Voss.",
    "another shape": '{"answer": "Dara Voss"}',
    "no list": '{"questions": "Who?"}',
    "no texts": '{"questions": [1]}',
    "too many": json.dumps({"questions": ["a?", "b?", "c?", "d?", "e?"]}),
    "too long": json.dumps({"questions": ["x" * 301]}),
    "nested": "[" * 30_000,
    "a status": response(500, "{}"),
    "a redirect": web.Response(status=307, headers={"Location": "/v1/chat/completions"}),
    "no completion": response(200, '{"choices": []}'),
    "another completion": response(200, json.dumps(completion(["text"]))),
    "no object": response(200, "null"),
    "no UTF-8": web.Response(body=b"\xff\xfe\xfa"),
    "oversized": response(200, json.dumps(completion(" " * LARGEST + '{"questions": ["a?"]}'))),
}


@pytest.mark.parametrize("reply", BAD.values(), ids=BAD)
async def test_a_reply_that_cannot_be_used_is_none(
    reply: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "lore"):
        async with scripted(lambda _: reply) as model, asking(model) as read:
            assert await read(ASKED) == ()
    assert len(model.bodies) == 1
    assert caplog.text == ""


@pytest.mark.parametrize(
    "reply",
    [
        '```json\n{"questions": ["a?"]}\n```',
        ' {"questions": ["a?", "a?", " "], "why": "…"}\n',
        '{"questions": ["\\ud800a\\u202e?\\u0000"]}',
    ],
)
async def test_what_small_models_add_does_not_matter(reply: str) -> None:
    async with scripted(lambda _: reply) as model, asking(model) as read:
        assert await read(ASKED) == ("a?",)


async def test_a_refusal_is_no_question_and_no_failure() -> None:
    declined = completion(None, refusal="I cannot help with that.")
    async with scripted(lambda _: web.json_response(declined)) as model, asking(model) as read:
        for number in range(2 * FAILURES):
            assert await read(Enquiry(str(number))) == ()
    assert len(model.bodies) == 2 * FAILURES


async def test_an_interface_without_schemas_is_asked_without_one() -> None:
    def says(_: object) -> object:
        strict = "response_format" in model.bodies[-1]
        return response(400, "unknown field") if strict else [PLAIN]

    async with scripted(says) as model, asking(model) as read:
        assert await read(ASKED) == (PLAIN,)
        assert await read(Enquiry("another")) == (PLAIN,)
    assert ["response_format" in body for body in model.bodies] == [True, False, False]
    assert set(model.bodies[-1]) == {"model", "messages"}


async def test_a_slow_model_is_left() -> None:
    async with scripted(lambda _: [PLAIN]) as model:
        model.pause = asyncio.Event()
        async with asking(model, Bounds(seconds=0.05)) as read:
            assert await read(ASKED) == ()
        model.pause.set()


async def test_so_many_are_asked_at_once_and_no_more() -> None:
    async with scripted(lambda _: [PLAIN]) as model, asking(model, Bounds(at_once=2)) as read:
        model.pause = asyncio.Event()
        waiting = [asyncio.create_task(read(Enquiry(str(number)))) for number in range(6)]
        while model.under_way < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        model.pause.set()
        assert set(await asyncio.gather(*waiting)) == {(PLAIN,)}
    assert model.most == 2


async def test_so_many_are_asked_in_a_minute_and_no_more() -> None:
    clock = Clock()
    bounds = Bounds(a_minute=2)
    async with scripted(lambda _: [PLAIN]) as model, asking(model, bounds, clock) as read:
        told = [await read(Enquiry(str(number))) for number in range(3)]
        assert told == [(PLAIN,), (PLAIN,), ()]
        clock.now = 61
        assert await read(Enquiry("later")) == (PLAIN,)


async def test_after_failures_it_rests_with_one_line(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    works = False

    def says(_: object) -> object:
        return [PLAIN] if works else response(503, "whos secret")

    async with scripted(says) as model, asking(model, None, clock) as read:
        for number in range(2 * FAILURES):
            await read(Enquiry(f"secret {number}"))
        assert len(model.bodies) == FAILURES
        (record,) = caplog.records
        assert record.getMessage() == "The reading model rests for 30 s: status 503"
        clock.now = REST + 1
        await read(Enquiry("secret"))
        assert "rests for 60 s" in caplog.records[-1].getMessage()
        clock.now += 2 * REST + 1
        works = True
        assert await read(ASKED) == (PLAIN,)
    assert len(model.bodies) == FAILURES + 2
    assert len(caplog.records) == 2
    assert "secret" not in caplog.text


async def test_nobody_there_is_none() -> None:
    async with scripted(lambda _: []) as model:
        pass
    async with asking(model) as read:
        assert await read(ASKED) == ()


async def test_a_trial_says_how_it_answers() -> None:
    async with scripted(lambda _: [PLAIN]) as model:
        assert re.match(
            r"The reading model scripted answers in \d", await tried(model.settings, DATA)
        )
        model.says = replies({})
        with pytest.raises(LoreError, match="made nothing of") as misread:
            await tried(model.settings, DATA)
        model.says = lambda _: response(401, "{}")
        with pytest.raises(LoreError, match="status 401") as failed:
            await tried(model.settings, DATA)
    nowhere = ReaderSettings(model.url, "scripted", "k-secret")
    with pytest.raises(LoreError, match="nobody answers there"):
        await tried(nowhere, DATA)
    assert "secret" not in f"{misread.value}{failed.value}"


EXAMPLES = re.findall(
    r"(?:: | · |\")([A-Z][^?·\"]*\?)", instructions(DATA).split("Plain questions.")[1]
)


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_in_the_instructions_is_plain(
    question: str, plain_parser: PlainParser
) -> None:
    assert plain_parser.parse(question, NAMES)


def test_the_instructions_are_short() -> None:
    assert len(EXAMPLES) > 70
    assert len(instructions(DATA)) < 8_000


@pytest.fixture(scope="module")
def plain_parser(language: Language) -> PlainParser:
    return PlainParser(language.properties, kinds())
