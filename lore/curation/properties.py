"""Properties as moderators name them: by id, label or phrase."""

from __future__ import annotations

from lore.curation.errors import Refused
from lore.language import Language
from lore.names import forms
from lore.properties import Property
from lore.wording import refusals as words


def find_property(text: str, language: Language) -> Property:
    """The property that a text means: its id, its label, or a phrase for its value.

    Raises:
        Refused: where it means none, or several as well.
    """
    properties = language.properties
    name = text.strip()
    if name in properties:
        return properties[name]
    key = forms.key(forms.words(name))
    labelled = [one for one in properties.values() if forms.key(forms.words(one.label)) == key]
    phrased = labelled or [
        one
        for one in properties.values()
        if any(
            hint == "value" and forms.key(forms.words(phrase)) == key
            for phrase, hint in one.phrases
        )
    ]
    if not phrased:
        raise Refused(words.no_property(name, [one.label for one in near(name, language)]))
    return min(phrased, key=lambda one: one.rank)


def near(text: str, language: Language, limit: int = 25) -> list[Property]:
    """The properties whose label or id begins like a text, then those that hold it."""
    key = forms.key(forms.words(text)) if text.strip() else ""
    ranked = sorted(language.properties.values(), key=lambda one: one.rank)
    labels = {one.id: forms.key(forms.words(one.label)) for one in ranked}
    begins = [one for one in ranked if labels[one.id].startswith(key) or one.id.startswith(key)]
    holds = [one for one in ranked if one not in begins and key in labels[one.id]]
    return [*begins, *holds][:limit]
