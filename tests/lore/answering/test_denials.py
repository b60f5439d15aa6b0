"""What one source confirms and another denies: a conflict, with both sides shown."""

from tests.support.asking import Member


async def test_confirmed_against_denied_is_a_conflict(sailor: Member) -> None:
    for question in (
        "who plays keeper rourke in the third film",
        "is odd brekke in storm harbour 3",
        "does odd brekke play rourke in the third film",
    ):
        reply = await sailor.ask(question)
        assert reply.data["conflict"], reply.said
        assert reply.said.startswith("Sources disagree.")
        assert "Denied: Odd Brekke plays Keeper Rourke in Storm Harbour 3" in reply
