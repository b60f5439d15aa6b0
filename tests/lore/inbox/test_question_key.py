"""Gathering by meaning: one question however it is put is one entry, two questions are two."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lore.inbox import Asked
from lore.inbox.question_key.same_words import slip
from lore.language.lexicon import Language
from lore.model.facts import Answer, Unknown
from lore.store import open_store
from tests.support.inbox import HERE, MIGRATED, Desk, copied, desk_on

SAME = [
    [
        "who composed the music for Mission: Impossible 7",
        "who composes MI7?",
        "composer of the seventh film",
        "who wrote the score for mision imposible 7",
        "mi7 musci composer",
        "whos the composr of M:I 7",
    ],
    [
        "what's the budget of Mission: Impossible 8",
        "how much did MI8 cost",
        "how much does mi8 cost to make?",
        "mi8 budget",
        "budgt of mision impossible 8",
        "whats teh budget for the eighth film",
    ],
    [
        "where was Rebecca Ferguson born",
        "rebecca ferguson birthplace",
        "where is rebeca fergusson from",
        "what is rebecca fergusons hometown?",
        "wher was rebeca ferguson born",
        "Rebecca Ferguson place of birth",
    ],
    [
        "who plays James Bond",
        "who is playing jmaes bond",
        "james bond actor",
        "which actor portrays James Bond?",
        "who plyas james bnd",
        "by whom is james bond played",
    ],
    [
        "when is Mission: Impossible 9 coming out",
        "mi9 release date",
        "when does the ninth film come out?",
        "when is mission imposible nine released",
        "9th mission impossible movie release date",
        "whn does MI 9 come out",
    ],
    [
        "will Zendaya be in Mission: Impossible 7",
        "is zendaya in mi7?",
        "does zendya appear in the seventh film",
        "is Zendaya in the cast of MI7",
        "zendaya in mission imposible 7?",
        "is zendaia going to be in mi7",
    ],
    [
        "what films did Leonardo DiCaprio direct",
        "what did leonardo di caprio direct",
        "which movies did leonrado dicaprio direct?",
        "which films were directed by leonardo dicaprio",
        "what movies has Leonardo Dicaprio directed",
        "leonardo dicaprio directed which films",
    ],
    [
        "what is Tom Cruise's favourite food",
        "tom cruise favorite food",
        "what is the favourite food of Tom Cruze",
        "tom criuse favourite food",
        "what is tom cruises favourite food",
    ],
    [
        "how long is Mission: Impossible 7",
        "what's the runtime of MI7",
        "mi7 runing time",
        "how many minutes is mission impossible 7",
        "what is the lenght of the seventh film",
    ],
    [
        "who is the cinematographer of MI7",
        "mi7 cinematographer",
        "who was the cinematografer of mission impossible 7",
        "director of photography of mi7",
        "who did the cinematography for the 7th film",
        "cinematographr for MI:7?",
    ],
    [
        "how tall is Tom Cruise",
        "what is tom cruise's height",
        "tom cruise hight",
        "how tal is tom cruise?",
        "tom cruises height please",
        "whats the height of tom cruse",
    ],
    [
        "why is the sky blue",
        "why is teh sky blue?",
        "hey bot why is the sky blue",
        "why the sky is blue",
        "why is the sky so blue",
        "blue sky why",
    ],
    [
        "who edited Mission: Impossible 8?",
        "editor of mi8",
        "who's the editer of mission impossible eight",
        "whos doing the editing on the eighth film",
        "mi 8 film editor",
        "who is mision impossible 8 edited by",
    ],
    [
        "When was Vanessa Kirby born?",
        "vanessa kirby birthday",
        "vanesa kirby date of birth",
        "what is vanessa kirbys birth date",
        "whens venessa kirby born",
        "vanessa kirby born when",
    ],
    [
        "who is Simon Pegg's wife",
        "simon pegg wife",
        "whos simon peggs wife?",
        "who is simon peg's wife",
        "wife of simon pegg",
    ],
    [
        "Who plays Sherlock Holmes?",
        "sherlock holmes actor",
        "who portrays sherlok holmes",
        "hwo plays sherlock holmes",
        "who plays sherlock holmes",
    ],
    [
        "What did Greta Gerwig write?",
        "which films did greta gerwig write",
        "films written by greta gerwig",
        "what has gretta gerwig written",
        "what movies did greta gerwig wrote",
        "greta gerwig wrote which movies",
    ],
    [
        "When does Top Gun 3 come out?",
        "top gun 3 release date",
        "when is top gun 3 released",
        "whats the relase date of top gun 3",
        "when will topgun 3 come out",
        "release date for top gun 3",
    ],
    [
        "Is Emily Blunt in MI8?",
        "will emily blunt be in mission impossible 8",
        "emily blunt in mi8?",
        "is emilly blunt cast in the eighth film",
        "does emily blunt star in mi 8",
        "is emily blnt in mission impossible 8",
    ],
    [
        "What is the plot of Mission: Impossible - Fallout?",
        "fallout plot",
        "what is fallout about",
        "whats the story of MI fallout",
        "what happens in fallout",
        "plot of MI fallout",
    ],
    [
        "How much did Mission: Impossible 7 make at the box office?",
        "mi7 box office",
        "box office of mission impossible 7",
        "how much money did mi7 make",
        "what did mi7 gross",
    ],
    [
        "who designed the costumes for Mission: Impossible 8",
        "costume designer of mi8",
        "who did the costumes on MI8?",
        "mi8 costume desinger",
        "whos the costume designer for mision impossible 8",
    ],
    [
        "who plays Indiana Jones",
        "indiana jones actor",
        "who is playing indianna jones",
        "who portrays Indiana Jones?",
        "hwo plays indiana jnoes",
    ],
    [
        "is Keanu Reeves in Mission: Impossible 7",
        "will keanu reeves be in mi7",
        "keanu reeves in mi7?",
        "is keanu reevs in mission imposible 7",
        "does keanu reeves appear in the seventh film",
    ],
    [
        "how old is Ving Rhames",
        "ving rhames age",
        "what age is ving rhames",
        "how old is ving rames?",
        "whats the age of ving rhames",
    ],
    [
        "when does Avatar 3 come out",
        "avatar 3 release date",
        "when is avatar 3 released",
        "avatr 3 relase date",
        "when will avatar 3 be out?",
    ],
    [
        "what font is on the mi7 poster",
        "which font is on the mission impossible 7 poster",
        "what font is on the MI 7 poster?",
        "waht font is on the MI7 poster",
        "what font is on mission impossible 7 poster",
    ],
]
DIFFERENT = [
    ("who composed MI7", "who composed MI8"),
    ("who composed MI7", "who edited MI7"),
    ("where was Tom Cruise born", "when was Tom Cruise born"),
    ("who is Tom Cruise's mother", "who is Tom Cruise's father"),
    ("tom cruise eye color", "tom cruise hair color"),
    ("who plays James Bond", "what does James Bond play"),
    ("who plays Zola", "who does Zola play"),
    ("who plays Zola", "who plays Zora"),
    ("who plays Christian Bale", "who plays Christina Bale"),
    ("who plays Robert", "who plays Roberta"),
    ("when is MI9 out", "when is MI10 out"),
    ("is Zendaya in MI7", "is Zendaya in MI8"),
    ("is Zendaya in MI7", "who is Zendaya"),
    ("what did Zendaya direct", "what did Zendaya produce"),
    ("who catered MI7", "who edited MI7"),
    ("why did Zola leave MI7", "when did Zola leave MI7"),
    ("which car does Ethan drive", "which gun does Ethan use"),
    ("who directs Dune", "who directs June"),
    ("who directs Batman", "who directs Catman"),
    ("is MI7 on Netflix", "is MI7 on Hulu"),
    ("imdb rating of mi7", "rotten tomatoes score of mi7"),
    ("what films did Zendaya direct", "what shows did Zendaya direct"),
    ("how many films did Zendaya direct", "which films did Zendaya direct"),
    ("does Ethan love Ilsa", "does Ilsa love Ethan"),
    ("does Zola kill Bart", "does Bart kill Zola"),
    ("who was not in MI7", "who was in MI9"),
    ("how much did MI7 cost", "how much did MI7 earn"),
    ("who plays Marlon", "who plays Merlin"),
    ("who plays Martin", "who plays Marvin"),
    ("what is the best film", "what is the worst film"),
    ("who is Simon Pegg's wife", "who is Simon Pegg's daughter"),
    ("was Tom Cruise born in 1962", "was Tom Cruise born in 1963"),
    ("as of July 2020, who composed MI7", "as of July 2021, who composed MI7"),
    ("who owns Paramount", "who founded Paramount"),
    ("is Zendaya in MI7", "is Zendaya not the villain in MI7"),
    ("what is Tom Cruise's favourite food", "what is Tom Cruise's favourite colour"),
    ("what is Tom Cruise's favourite food", "what is Simon Pegg's favourite food"),
    ("who plays Batman", "who is in Batman"),
    ("any rumours about the composer of MI7", "who composes MI7"),
    ("who plays Jon Snow", "who plays Jan Snow"),
    ("who plays Mario", "who plays Maria"),
    ("who directed Rocky 2", "who directed Rocky 3"),
    ("when was Zendaya born", "when did Zendaya die"),
    ("who is the youngest actor in MI7", "who is the oldest actor in MI7"),
    ("what is MI7 called in France", "what is MI7 called in Spain"),
    ("who wrote Alien", "who wrote Aliens"),
    ("Tom Cruise's salary for MI7", "Tom Cruise's salary for MI8"),
    ("how old is Simon Pegg", "how tall is Simon Pegg"),
    ("is Henry Cavill in MI9", "is Henry Cavill in MI10"),
    ("what is Tom Cruise's middle name", "what is Tom Cruise's nickname"),
    ("who plays Sherlock Holmes", "who plays Mycroft Holmes"),
    ("who is Simon Pegg's wife", "who is Simon Pegg's sister"),
    ("who is Tom Cruise's brother", "who is Tom Cruise's sister"),
    ("when does Top Gun 3 come out", "when does Top Gun 4 come out"),
    ("What did Greta Gerwig write", "What did Greta Gerwig direct"),
    ("who wrote Greta Gerwig", "what did Greta Gerwig write"),
    ("is Emily Blunt in MI8", "is Emma Blunt in MI8"),
    ("who plays Anna", "who plays Anne"),
    ("who plays Kate", "who plays Katie"),
    ("what camera was used for mi7", "what car was used for mi7"),
    ("does Tom Cruise smoke", "does Tom Cruise drink"),
    ("does Tom Cruise like dogs", "does Tom Cruise like cats"),
    ("where does Tom Cruise live", "where was Tom Cruise born"),
    ("what is the sky", "why is the sky blue"),
    ("is mi7 on netflix", "when is mi7 on netflix"),
    ("how many stunts are in mi7", "who does the stunts in mi7"),
    ("who will die in mi7", "who will die in mi8"),
    ("what happens to Ilsa", "what happens to Benji"),
    ("does Ilsa die in MI7", "does Benji die in MI7"),
    ("is Ilsa alive", "is Ilsa dead"),
    ("who played Hawkeye", "who played Black Widow"),
    ("who trained Tom Cruise", "who did Tom Cruise train"),
    ("is Nolan directing MI9", "is Villeneuve directing MI9"),
    ("who directs MI9", "is Nolan directing MI9"),
    ("what's the first trailer of mi7", "what's the second trailer of mi7"),
    ("did Tom Cruise win an oscar", "did Tom Cruise win an emmy"),
    ("who is taller, Tom Cruise or Simon Pegg", "how tall are Tom Cruise and Simon Pegg"),
    ("what song plays in mi7", "what song plays in mi8"),
    ("who sings the theme of mi7", "who composed the theme of mi7"),
    ("who is John Smith", "who is Joan Smith"),
    ("who directed Alien", "who directed Alien 3"),
    ("who plays Hansen", "who plays Jansen"),
    ("is the villain of mi7 a woman", "is the villain of mi7 a man"),
    ("who was in the first film", "who was in the second film"),
    ("how long is mi9", "how long is mi8"),
    ("what is Benji's surname", "what is Benji's nickname"),
    ("who designed the costumes of mi7", "who designed the sets of mi7"),
    ("who plays Indiana Jones", "who plays Jessica Jones"),
    ("when does Avatar 3 come out", "when does Avatar 4 come out"),
    ("is Keanu Reeves in MI7", "is Keanu Reeves directing MI7"),
    ("who plays Harry Potter", "who plays Harry Porter"),
    ("who plays Lara Croft", "who plays Laura Croft"),
    ("who plays Frodo", "who plays Fredo"),
    ("who dubbed Ethan in German", "who dubbed Ethan in French"),
    ("who kills Gabriel", "who does Gabriel kill"),
    ("did mi7 beat mi6", "did mi6 beat mi7"),
    ("who plays Han Solo", "who plays Hans Solo"),
    ("who was fired from mi7", "who was hired for mi7"),
    ("is mi7 better than mi6", "is mi7 longer than mi6"),
    ("who directed Heat", "who directed Head"),
    ("where can I buy the mi7 poster", "where can I buy the mi7 soundtrack"),
    ("what phone does Ethan use", "what watch does Ethan use"),
    ("who plays Rey", "who plays Ray"),
]


@pytest.fixture
async def desk(seeded: Path, tmp_path: Path, language: Language) -> AsyncIterator[Desk]:
    async with open_store(copied(seeded, tmp_path), MIGRATED) as store:
        yield desk_on(store, language)


async def test_the_sets_are_large_enough() -> None:
    assert len(SAME) >= 10
    assert all(len(worded) >= 5 for worded in SAME)
    assert len(DIFFERENT) >= 30


async def test_wordings_of_one_question_are_one_entry_each(desk: Desk) -> None:
    for place in range(max(map(len, SAME))):
        for worded in SAME:
            if place < len(worded):
                assert await desk.ask(worded[place]) == "Unknown", worded[place]
    found = await desk.entries()
    assert sorted(entry.asked for entry in found) == sorted(map(len, SAME))


@pytest.mark.parametrize("worded", SAME, ids=lambda worded: worded[0])
async def test_wordings_meet_whichever_comes_first(desk: Desk, worded: list[str]) -> None:
    for question in reversed(worded):
        await desk.ask(question)
        await desk.inbox.flush()
    assert [entry.asked for entry in await desk.entries()] == [len(worded)]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
async def test_two_questions_are_never_one(desk: Desk, one: str, other: str) -> None:
    for question in (one, other):
        answer = await desk.engine.ask(question, scope=1)
        intake = desk.inbox._intake
        await intake.keep(1, "wrong", question, _blank(answer), asked=1)
    assert len(await desk.entries(scope=1)) == 2


def _blank(answer: Answer) -> Unknown:
    return answer.outcome if isinstance(answer.outcome, Unknown) else Unknown("no_fact")


async def test_a_follow_up_is_kept_as_what_it_means(desk: Desk) -> None:
    await desk.ask("who composed mi8")
    first, context = await desk.engine.converse("who composed mi7", None, scope=HERE)
    desk.inbox.note(Asked(HERE, "command"), first)
    answer, context = await desk.engine.converse("and the eighth?", context, scope=HERE)
    assert context is not None
    desk.inbox.note(Asked(HERE, "mention"), answer, context.query)
    found = {entry.wordings[0]: entry.asked for entry in await desk.entries()}
    assert sorted(found.values()) == [1, 2]
    assert "and the eighth?" not in found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("zendaya", "zendeya", True),
        ("zendaya", "zendyaa", True),
        ("leonardo", "leonrado", True),
        ("schwarzenegger", "shwarzeneger", True),
        ("daniel", "danial", True),
        ("marlon", "merlin", False),
        ("robert", "roberta", False),
        ("paul", "paula", False),
        ("batman", "catman", False),
        ("zola", "zora", False),
        ("jon", "jan", False),
        ("7", "8", False),
        ("mario", "maria", False),
    ],
)
def test_only_slips_are_spelling(one: str, other: str, same: bool) -> None:
    assert slip(one, other) is same
    assert slip(other, one) is same
