"""Conversations: what "it", "the eighth" and "what about Pegg" refer to, and for how long."""

from __future__ import annotations

from itertools import groupby

import pytest

from lore.answering import Engine
from lore.conversation import Conversations
from lore.texts import AnswerTexts
from tests.support.asking import Member, Reply, Row, faults, rows

TURNS = rows("conversations.jsonl")
TALKS = [
    pytest.param(list(turns), id=name)
    for name, turns in groupby(TURNS, key=lambda row: str(row["conversation"]))
]
FIRST = "when does mission impossible 7 come out"
NEXT = "and the eighth?"


def is_of_the_eighth(reply: Reply) -> bool:
    """Whether both release dates of the eighth film are read."""
    return "@2022-11-04" in reply and "@2022-08-05" in reply


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Talk:
    """A member who talks in one channel."""

    def __init__(self, conversations: Conversations, member: Member, key: str = "ann") -> None:
        self._conversations = conversations
        self._member = member
        self._key = key

    async def say(self, question: str, *, after: str | None = None, scope: int = 0) -> Reply:
        answer = await self._conversations.ask(question, key=self._key, scope=scope, after=after)
        return self._member.reply(answer)


@pytest.fixture
def member(engine: Engine, wording: AnswerTexts) -> Member:
    return Member(engine, wording)


def test_the_file_holds_enough() -> None:
    assert len(TURNS) >= 60
    assert len(TALKS) >= 18


@pytest.mark.parametrize("turns", TALKS)
async def test_conversation(turns: list[Row], member: Member) -> None:
    talk = Talk(Conversations(member.engine), member)
    for row in turns:
        assert (row["q"], faults(row, await talk.say(row["q"]))) == (row["q"], [])


async def test_a_conversation_ends_after_some_minutes(member: Member) -> None:
    clock = Clock()
    talk = Talk(Conversations(member.engine, minutes=10, clock=clock), member)
    await talk.say(FIRST)
    clock.now += 9 * 60
    assert is_of_the_eighth(await talk.say(NEXT))
    clock.now += 10 * 60 + 1
    assert "@2021-11-19" not in await talk.say("and the seventh?")


async def test_each_turn_prolongs_it(member: Member) -> None:
    clock = Clock()
    talk = Talk(Conversations(member.engine, minutes=10, clock=clock), member)
    for question in ("who directs mi7", "which studio?", "who produces it?"):
        clock.now += 9 * 60
        reply = await talk.say(question)
    assert reply.values == ["Tom Cruise"]


async def test_others_do_not_hear_it(member: Member) -> None:
    conversations = Conversations(member.engine)
    ann, bob = Talk(conversations, member, "ann"), Talk(conversations, member, "bob")
    await ann.say("who plays benji")
    await bob.say("who plays ilsa")
    assert (await ann.say("is he in mi8?")).data["verdict"] == "yes"
    assert "Ferguson" in await bob.say("is she in mi8?")


async def test_only_the_latest_are_kept(member: Member) -> None:
    conversations = Conversations(member.engine, most=2)
    talks = [Talk(conversations, member, key) for key in ("ann", "bob", "cem")]
    for talk in talks:
        await talk.say(FIRST)
    assert is_of_the_eighth(await talks[2].say(NEXT))
    assert "@2022-11-04" not in await talks[0].say(NEXT)


async def test_one_who_goes_on_is_not_dropped_for_newcomers(member: Member) -> None:
    conversations = Conversations(member.engine, most=2)
    ann, bob, cem = (Talk(conversations, member, key) for key in ("ann", "bob", "cem"))
    await ann.say(FIRST)
    await bob.say(FIRST)
    await ann.say("who directs it?")
    await cem.say(FIRST)
    assert (await ann.say("which studio?")).values == ["Paramount"]


async def test_a_reply_to_an_older_answer_takes_that_one_up(member: Member) -> None:
    talk = Talk(Conversations(member.engine), member)
    await talk.say(FIRST)
    await talk.say("who plays ilsa faust")
    reply = await talk.say(NEXT, after=FIRST)
    assert is_of_the_eighth(reply)
    assert (await talk.say("who directs it?")).values == ["Christopher McQuarrie"]


async def test_a_forgotten_conversation_has_no_it(member: Member) -> None:
    conversations = Conversations(member.engine)
    talk = Talk(conversations, member)
    await talk.say("who plays benji")
    conversations.forget("ann")
    assert (await talk.say("is he in mi8?")).data["outcome"] != "found"


async def test_without_a_conversation_nothing_is_remembered(member: Member) -> None:
    await member.ask(FIRST)
    assert "@2022-11-04" not in await member.ask(NEXT)


@pytest.mark.parametrize(
    "question", ["wen is 8 coming out n who directs it", "cast and budget of mi7"]
)
async def test_a_fact_that_is_there_is_not_denied_in_a_talk(member: Member, question: str) -> None:
    talk = Talk(Conversations(member.engine), member)
    await talk.say(FIRST)
    assert (await talk.say(question)).data.get("reason") != "no_fact"


async def test_a_place_in_the_order_names_a_work_in_a_talk(member: Member) -> None:
    talk = Talk(Conversations(member.engine), member)
    await talk.say("who directs mission impossible 8")
    reply = await talk.say("and what is the release date of the second film?")
    assert "@2022-11-04" not in reply


async def test_what_free_reading_answered_is_talked_about(member: Member) -> None:
    talk = Talk(Conversations(member.engine), member)
    await talk.say("who plays ilsa faust")
    reply = await talk.say("whos playin benji")
    assert "Pegg" in reply
    assert "Pegg" in await talk.say("which roles does he play?")
