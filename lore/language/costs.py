"""What everything costs that a reading of a question is made of: each weight that was set by hand.

A reading accounts for every word of a question by stretches; it costs what its stretches, its names
and its liberties cost, and the cheapest goes first. All costs are in this one currency, and none
has a unit. They were set by trying on questions of fans with known answers, which tests/questions
keeps, and moved only where a set of questions gained by it; the costs of names on the misspelt and
shortened names of tests/bench/names.py besides. What matters is the order that each is told with
here: `python tests/bench/costs.py` says how many answers change where one is a fifth more or less.
What was fitted rather than set is in data/language/weights.toml.
"""

from __future__ import annotations

from collections.abc import Mapping

from lore.language.properties import Hint
from lore.model.facts import Slot

# Words of the language.

SENSES: Mapping[str, float] = {
    "relation": 0.25,
    "question": 0.10,
    "kind": 0.15,
    "mark": 0.15,
    "status": 0.20,
    "auxiliary": 0.05,
    "card": 0.12,
    "source": 0.30,
    "chat": 0.10,
}
"""A phrase, by what it means: the less it may mean anything else, the cheaper."""
FILLERS: Mapping[str, float] = {
    "light": 0.08,
    "polite": 0.12,
    "asking": 0.10,
    "generic": 0.15,
    "loose": 0.7,
}
"""A word that is left aside: cheaper than nearly all that may mean something; but a `loose` one
mostly means something."""
DATE = 0.2
"""A date."""
UNKNOWN = 2.5
"""A content word that nothing accounts for: dearer than any name or liberty."""
UNKNOWN_NUMBER = 0.5
"""How much more where that is a number: it tells which of several is meant."""
INFLECTION = 0.05
"""Another form of a word."""
TYPO = 0.45
"""Each edit between a misspelt word of the language and the one that is meant."""
OTHER_SLIP = 0.2
"""How much farther any other slip is than one that swaps or doubles letters, in edits."""
GENTLE_SLIP = TYPO + INFLECTION + 0.01
"""Up to which a word is surely a slip of another: letters swapped or doubled."""
MENDED = 0.2
"""Beyond a phrase's own cost: from there on it was read out of misspelt words."""
SURELY_MENDED = 0.85
"""Up to which a mended word is surely that word, for the key of a question in the inbox."""
SAME_WORDS = 0.1
"""How much dearer a relation's options may be and still be meant by the same words."""

# Names, as they are linked.

NAME = 0.30
"""A whole name that stands there just so: about as much as a relation."""
ALIAS = 0.02
"""How much more another name of a thing is than its own: it only breaks ties."""
PART = 0.25
"""How much more a part of a name is: more than a whole one with everyday words beside it."""
WRITTEN_OTHERWISE = 0.06
"""How much more where a name is written otherwise: in figures, or without its accents."""
ORDINARY = (0.0, 0.75, 0.65, 0.5, 0.3)
"""How much more where a name is 1, 2, 3 or at least 4 everyday words and nothing else: the longer,
the less by chance. "It" is the film of that name only where nothing else is meant."""
ORDINARY_PART = 0.3
"""How much more than that where a name of everyday words does not stand there in whole."""
SHOWN = 0.9
"""The part of that which is spared where such words are written as a name is."""
MISSPELT_PART = 0.35
"""How much more a part of a name is that is misspelt as well."""
EDIT = 1.6
"""A letter that is wrong in a name, divided by the letters of its word and one more."""
NOT_WHOLE = 0.2
"""How much more where something of a name is missing."""
MISSING = 0.9
"""How much more for all of a name's letters, where a part of them is missing."""
NUMBER_MISSING = 0.45
"""How much more where a name's number is missing: "mission impossible" is rather the series."""
FIRST_NAME = 0.15
"""How much more a first name is than a surname."""
LIGHT_MISSING = 0.1
"""How much more for each "of" or the like that is missing of a name."""
DATED = 0.05
"""What a name is cheaper with its year, so that it goes before the same name without."""
HINTED = 0.05
"""What a name is cheaper with its hint, so that it goes before the same name without."""
BARE_NUMBER = 0.9
"""Nothing but the number of a film in its series: "7 and 8"."""
DEAREST_NAME = 1.7
"""Beyond which nothing is a name."""
LOOSE = 0.15
"""How much dearer than the best one an entity may be and still be meant by the same mention."""
AS_GOOD = 0.05
"""How much dearer than the best one an entity may be and still be told or offered beside it: less
than any slip makes, more than a tie."""

# How surely a name is meant: costs up to which, or from which, something is done.

LITTLE = 0.62
"""Beyond which a mention has little of its name: more than a part that is written otherwise."""
SURELY = 0.6
"""Up to which one word surely is a name, or the part of a title that stands for it."""
REMEMBERED = 1.2
"""Up to which a part of a name that only one thing has is remembered, or followed up."""
TAKEN_WHOLE = 1.25
"""Below which a part of a name that only one thing has is taken for the whole."""
IN_PART = 1.5
"""Up to which a word that is none of the language is a part of a name ("bengi"), and no slip of
another word ("banjo")."""
SENT = 1.5
"""Up to which a name that is near to what stands there is sent to a reading model."""

# Liberties of the grammar.

LIMIT = 1.3
"""Beyond which a path of relations is no reading."""
SPREAD = 0.9
"""How much dearer than the likeliest a reading may be."""
FALLBACK = 0.5
"""How much dearer than the likeliest a reading may be and still answer in its place, where nothing
is stored for that."""
RANK = 0.002
"""For each place further down in the property table: it breaks ties between properties."""
LATER = 0.4
"""Of relations on both sides of a name one is applied before another that belongs to it."""
LINK = 0.3
"""A kind of thing is said for the step between a person and a work ("films of X")."""
UNSAID_LINK = 0.6
"""That step is left unsaid: twice as dear."""
REPEATED = 0.05
"""A relation is said again that the path has taken already."""
NARROWED = 0.12
"""A noun tells which of what was reached is meant ("the actors who directed X")."""
IGNORED_KIND = 0.4
"""A kind of thing is said and does nothing."""
TURNED_BACK = 0.9
"""The last step is gone back, since what it reaches is not what is asked for."""
SHARED = 0.05
"""The same for a phrase that asks for others in the same fact ("co-stars")."""
MISFIT = 1.5
"""The end is not of the kind that is asked for: more than LIMIT, so that nothing else may be."""
WRONG_QUESTION = 0.6
"""A text answers another question word than the one that is asked."""
PERSON_FOR_THING = 0.3
""" "What" is answered with a person."""
NO_MANNER = 0.2
"""A text that tells why or how is given where something else is asked."""
WHAT_OF_TEXT = 0.05
"""The same where "what" is asked."""
WRONG_WAY, UNASKED_ROLE = 0.3, 0.3
"""A fact is gone through against what its phrase asks for; a role is told where nobody asked."""
WAYS: Mapping[Hint, Mapping[tuple[Slot | None, Slot], float]] = {
    "value": {
        ("subject", "value"): 0.0,
        ("role", "value"): 0.05,
        ("value", "subject"): WRONG_WAY,
        (None, "value"): 0.0,
    },
    "subject": {("value", "subject"): 0.0, ("role", "subject"): 0.0, (None, "subject"): 0.0},
    "role": {
        ("value", "role"): 0.0,
        ("role", "value"): 0.0,
        ("subject", "role"): 0.1,
        (None, "role"): 0.0,
    },
    "player": {
        ("role", "value"): 0.0,
        ("value", "role"): 0.0,
        ("value", "subject"): 0.1,
    },
    "either": {
        ("subject", "value"): 0.0,
        ("value", "subject"): 0.02,
        ("role", "value"): 0.0,
        ("role", "subject"): 0.1,
        ("value", "role"): UNASKED_ROLE,
        ("subject", "role"): 0.5,
        (None, "value"): 0.0,
        (None, "subject"): 0.1,
    },
}
"""Each way through a fact, from the slot that is known to the one that is asked, by the slot that
the phrase asks for: the way that is meant costs nothing."""
NO_RELATION = 0.5
"""The relation is left unsaid."""
UNSAID = 0.25
"""It is left unsaid what links several things: less, since one fact must hold them all."""
CARD = 0.35
"""All that is known of a name, where no more is asked."""
BARE = 0.2
"""How much more where not even that is asked."""
INSIDE = 0.15
"""Who is in a work that is named, or in what somebody is: less than a card."""
NO_STATE = 0.2
"""Yes or no is asked of a text or a date that is no state, and it is told instead."""
CROSSED = 0.2
"""Several things are asked of one by one: dearer than one fact that holds them all."""
AMBIGUOUS_VERB = 0.3
"""A verb of saying may mean something else."""
NO_SPEAKER = 0.3
"""Nobody is named who said it."""
NOTHING_NAMED = 0.75
"""Nothing is named at all."""
RECALLED = 0.12
"""A pronoun or silence is taken for what was talked about last …"""
OLDER = 0.06
"""… and how much more for each further thing that was talked about since."""
TEXT_ROLE = 5.0
"""A role that is told as a text: it is tried when nothing else answers."""

# Statements of moderators.

QUOTED = 0.5
"""What stands in quotation marks, as a name that nobody knows yet."""
PROPER = 1.0
"""A run of capitalised words as such a name: dearer than a known one, cheaper than UNKNOWN."""
TRIMMED = 0.1
"""How much more for each title that is left out of it ("Director Jane Doe")."""
ADVERB = 0.1
"""An adverb that tells how sure a statement is."""
NEAR_HEAD = 0.3
"""How much dearer than the likeliest a reading of a statement's beginning may be."""
TURNED = 0.3
"""For each two slots that stand in another order than in the property's statement."""

# What free reading may refer to; beside a name's own cost, up to DEAREST_REFERENT.

DEAREST_REFERENT = 1.75
"""Up to which a name is tried: a little beyond DEAREST_NAME, for names with others beside them."""
LONGER_NAME = 0.15
"""What each word of a name makes it go before others that overlap it."""
WITHIN = 0.1
"""How much dearer than a part of it a whole name may be and still be meant in its place."""
IN_ORDER = 0.5
"""A work that is told by its place in the order."""
UNTOLD_ORDER = 0.3
"""How much more where nothing says in what order ("the second")."""
BY_RELATION = 0.7
"""A thing that is told by its relation to another."""
BY_KIND = 0.8
"""A work that is told by its kind ("the short")."""
IN_FOCUS = 1.2
"""What the server is about, where nothing is named."""
NEXT_OF_KIND = 0.15
"""How much more each further work of a kind is of which there are a few."""
NEXT_IN_FOCUS = 0.1
"""How much more each further work in focus is."""
SERIES_IN_FOCUS = 0.3
"""How much more the series itself is than its next work."""
MONTH = 0.5
"""A month without a year."""
ROLE = 0.3
"""Words that tell a role in full, as much as a name …"""
ROLE_MISSING = 1.4
"""… and how much more for none of them."""
DESCRIBED = 1.6
"""A description by what is told of a thing …"""
PER_RARITY = 0.25
"""… less so much for each word of it, times how rare that is (the logarithm) …"""
LEAST_DESCRIBED = 0.4
"""… and never less than this."""
INHERITED = 0.15
"""A clause is about what another one names."""

# How surely a referent is meant.

SURE_REFERENT = 0.8
"""Up to which a name is meant where it stands, so that nothing else is."""
SURE_NAME = 0.95
"""Below which a name is one of those that surely stand in a question …"""
PER_WORD = 0.2
"""… and how much each of its words makes it go before another over the same words."""
SURE_ORDER = 0.6
"""Up to which a place in an order or a name is surely meant."""
COVERING = 0.9
"""Below which a name covers its words, so that they describe nothing."""
