"""Keeps the name index in step with the program.

Keys, words and spellings of names are stored, and so are the names made by rule. An upgrade that
folds names otherwise would look for them where they do not stand; so they are written anew then.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lore.language import text as folding
from lore.model.progress import Progress
from lore.store.database import Store, Writer
from lore.store.name_index.series_names import RuleNames
from lore.store.name_index.writer import NameIndex, NewName, StoredName, standing_names

BATCH = 2_000
"""Entities whose names are written together."""


def digest() -> str:
    """A digest of what decides how a name is folded: the folding's version, the numbers' words and
    Unicode's tables."""
    hashed = hashlib.sha256(f"{folding.FOLDING} {unicodedata.unidata_version}".encode())
    hashed.update(folding.NUMBERS_FILE.read_bytes())
    return hashed.hexdigest()


async def renew_index(store: Store, *, progress: Progress | None = None) -> bool:
    """Write the name index anew, in one transaction, where names were folded otherwise.

    Returns whether they were. Names keep their ids, so that what a server has hidden stays hidden.

    Raises:
        StoreError: where the database cannot be written.
    """
    now = digest()
    if await store.read("SELECT digest FROM name_index") == [(now,)]:
        return False
    async with store.write(bulk=not await store.is_void()) as writer:
        if list(await writer.execute_fetchall("SELECT digest FROM name_index")) == [(now,)]:
            return False  # another process was faster
        await _write(writer, progress)
        await writer.execute_fetchall(
            """
            INSERT INTO name_index (id, digest)
            VALUES (1, ?1)
            ON CONFLICT (id) DO UPDATE SET digest = ?1
            """,
            (now,),
        )
    return True


async def _write(writer: Writer, progress: Progress | None) -> None:
    """Fold all names anew; derive the parts of titles and the names made by rule again."""
    names = NameIndex(writer)
    await names.clear()
    rows = await writer.execute_fetchall("SELECT COUNT(*) FROM name")
    total, done, last = int(next(iter(rows))[0]), 0, 0
    while entities := await _entities(writer, last):
        last = entities[-1]
        held = await names.of(entities)
        await names.renew(held)
        new, old = _parts(held)
        await names.remove(old)
        await names.add(new)
        done += len(held)
        if progress is not None:
            progress(done, total)
    rules = RuleNames(writer, names)
    rules.touch_all()
    await rules.derive()
    await names.finish()


async def _entities(writer: Writer, after: int) -> list[int]:
    rows = await writer.execute_fetchall(
        "SELECT id FROM entity WHERE id > ? ORDER BY id LIMIT ?", (after, BATCH)
    )
    return [row[0] for row in rows]


def _parts(held: Iterable[StoredName]) -> tuple[list[NewName], list[StoredName]]:
    """The parts of titles that some entities lack, and those that they should not have."""
    entities: dict[int, list[StoredName]] = defaultdict(list)
    for name in held:
        entities[name.entity_id].append(name)
    new: list[NewName] = []
    old: list[StoredName] = []
    for entity, names in entities.items():
        for scope in {name.scope for name in names}:
            own = [name for name in names if name.scope == scope]
            wanted = _wanted(own, names)
            parts = {name.text: name for name in own if name.standing == "part"}
            new += [NewName(scope, entity, text, "part") for text in wanted if text not in parts]
            old += [name for text, name in parts.items() if text not in wanted]
    return new, old


def _wanted(own: Sequence[StoredName], names: Sequence[StoredName]) -> list[str]:
    """The parts of titles among the names that one scope has for an entity; `names` are all."""
    title = next((name.text for name in own if name.standing == "name"), None)
    if title is not None:
        aliases = [name.text for name in own if name.standing == "alias"]
        made = standing_names(title, aliases)
        return [text for text, standing in made if standing == "part"]
    # A server's names of what is shared. It is not stored which of them leads (it may be a shared
    # alias), so none is added.
    titles = [name.text for name in names if name.standing in ("name", "alias")]
    made_of_any = {part for text in titles for part in folding.parts(text)}
    return [name.text for name in own if name.standing == "part" and name.text in made_of_any]
