"""What the grammar says of a question, as features beside which readings are judged."""

from __future__ import annotations

from lore.model.facts import Ambiguous, Found, Unknown
from lore.understanding.reading.grammar import Grammar


def test_an_answer_tells_its_cost_and_its_kind() -> None:
    told = Grammar(Found((), verdict="yes", total=3), 0.7).features("is it out")
    assert (told["own:cost"], told["own:verdict"], told["own:count"]) == (0.7, 1, 0)
    assert told["own:many"] > 1


def test_a_refusal_tells_why_and_whether_a_name_is_not_known() -> None:
    refusal = Grammar(Unknown("no_entity", "cast", ("Fallout",), "dune"))
    written = refusal.features("is she in Dune")
    assert (written["own:no_entity"], written["own:word"], written["own:capital"]) == (1, 1, 1)
    assert refusal.features("is she in dune")["own:capital"] == 0
    assert refusal.found is None


def test_a_choice_of_names_is_told_as_such() -> None:
    assert Grammar(Ambiguous(("A", "B"))).features("when is it out") == {"own:ambiguous": 1}
