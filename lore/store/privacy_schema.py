"""Every table with every column, and what each may hold of a person: export, deletion and the
erasing of a server go by this list.

A test compares it with the migrated schema, so a table or a column that is added has to be put
here. What a column may hold is for whoever adds it to say:

server    the id of the server that the row belongs to
person    the id of the member whose row it is: the row goes with them
actor     the id, as text, of who did what is kept: the row stays, the id does not
texts     texts, in any of which an id may stand
others    numbers, and sealed bytes
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: a column of a table that holds what stands in a column of its parent."""

    column: str
    parent: str
    parent_column: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all of its columns, and its foreign keys."""

    name: str
    server: str | None
    person: str | None
    actor: str | None
    texts: tuple[str, ...]
    others: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The names of all its columns."""
        single = (self.server, self.person, self.actor)
        return frozenset([*(name for name in single if name), *self.texts, *self.others])


def _table(
    name: str,
    *,
    server: str | None = None,
    person: str | None = None,
    actor: str | None = None,
    texts: str = "",
    others: str = "",
    references: tuple[Reference, ...] = (),
) -> Table:
    return Table(
        name, server, person, actor, tuple(texts.split()), tuple(others.split()), references
    )


TABLES = (
    _table("asked_on", server="scope", texts="day outcome", others="asked"),
    _table(
        "change",
        server="scope",
        actor="actor",
        texts="made_at action target reason before after",
        others="id target_id undoes number size",
        references=(Reference("undoes", "change", "id"),),
    ),
    _table(
        "citation",
        server="scope",
        texts="locator as_of status",
        others="id fact_id source_id retired",
        references=(
            Reference("source_id", "source", "id"),
            Reference("fact_id", "fact", "id"),
        ),
    ),
    _table(
        "clipping",
        server="scope",
        texts="title publisher address published paragraphs found_at state decided",
        others="id number proposals",
    ),
    _table("departed", server="scope", texts="since"),
    _table("entity", server="scope", texts="key name kind", others="id year"),
    _table(
        "fact",
        server="scope",
        texts="key property value_date value_text role_text",
        others="id subject_id value_id role_id spoiler retired",
        references=(
            Reference("role_id", "entity", "id"),
            Reference("value_id", "entity", "id"),
            Reference("subject_id", "entity", "id"),
        ),
    ),
    _table(
        "feed",
        server="scope",
        texts="address etag modified due_at failing_since trouble",
        others="id failures",
    ),
    _table("feed_entry", server="scope", texts="digest seen_on"),
    _table("hidden", server="scope", texts="what", others="target_id"),
    _table(
        "inbox_entry",
        server="scope",
        texts="kind shape words near joined property names word first_asked last_asked state",
        others="id number asked",
    ),
    _table(
        "inbox_waiting",
        server="scope",
        texts="kind text at content",
        others="id asked strict",
    ),
    _table(
        "inbox_wish",
        server="scope",
        person="member_id",
        texts="question made_at",
        others="id entry_id channel_id due",
        references=(Reference("entry_id", "inbox_entry", "id"),),
    ),
    _table(
        "inbox_wording",
        server="scope",
        texts="text last_asked",
        others="entry_id",
        references=(Reference("entry_id", "inbox_entry", "id"),),
    ),
    _table(
        "merged",
        server="scope",
        others="entity_id into_id",
        references=(
            Reference("into_id", "entity", "id"),
            Reference("entity_id", "entity", "id"),
        ),
    ),
    _table(
        "name",
        server="scope",
        texts="text standing key",
        others="id entity_id",
        references=(Reference("entity_id", "entity", "id"),),
    ),
    _table("name_index", texts="digest", others="id"),
    _table("number", server="scope", texts="key", others="number"),
    _table("numbered", server="scope", texts="what", others="last"),
    _table("owner", texts="holder", others="id until"),
    _table("pack", texts="name digest"),
    _table(
        "pack_row",
        texts="pack what",
        others="target_id",
        references=(Reference("pack", "pack", "name"),),
    ),
    _table("pattern", server="scope", texts="name", others="accepted rejected"),
    _table("phrase", server="scope", texts="key text property stands_for"),
    _table("posting", others="token_id name_id"),
    _table(
        "preference",
        server="scope",
        texts="rank",
        others="fact_id",
        references=(Reference("fact_id", "fact", "id"),),
    ),
    _table("press", server="scope", texts="question offered pressed day", others="id"),
    _table(
        "report",
        server="scope",
        texts="text made_at",
        others="id entry_id",
        references=(Reference("entry_id", "inbox_entry", "id"),),
    ),
    _table("revision", texts="what", others="number"),
    _table("setting", server="scope", texts="key value"),
    _table("shown", server="scope", texts="day", others="id digest sealed"),
    _table(
        "source",
        server="scope",
        texts="key title publisher address published reason",
        others="id estimated",
    ),
    _table("spelling", others="key token_id"),
    _table("staged", server="scope", texts="what", others="first last"),
    _table(
        "suggestion",
        server="scope",
        person="member_id",
        actor="actor",
        texts="draft made_at state decided_at reason",
        others="id number channel_id change_id",
    ),
    _table("token", server="scope", texts="text", others="id names"),
    _table("told_week", server="scope", texts="week"),
    _table(
        "touched",
        server="scope",
        texts="unit",
        others="change_id",
        references=(Reference("change_id", "change", "id"),),
    ),
)
