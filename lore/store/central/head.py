"""The central database's own tables and what is asked of them, on a connection to PostgreSQL.

Each function is for `Link.run`. What raises there is turned into a StoreError. Statements are put
together of constants alone; whatever comes from outside is bound. So each `noqa: S608` is safe.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from lore.model.errors import StoreError
from lore.store.central.link import Connection
from lore.store.central.rows import BATCH, SUM, Digest, Row, Tables

CHANNEL = "lore"
KEPT = "1 day"
"""For how long the keys of deleted rows are kept for replicas that were away."""
SWEPT = 5_000
"""As many of them go at once, each minute."""
_LAST_ID = b"\xff" * 17
"""After all ids."""
_MAKING = 0x4C6F7265
"""The lock under which the tables are made."""
_TABLES = (
    """CREATE TABLE lore_head (
        id integer PRIMARY KEY CHECK (id = 1),
        origin text NOT NULL,
        version integer NOT NULL,
        position bigint NOT NULL,
        whole bigint NOT NULL,
        erased bigint NOT NULL DEFAULT 0,
        swept timestamptz NOT NULL DEFAULT now()
    )""",
    """CREATE TABLE lore_row (
        id bytea PRIMARY KEY,
        tab text NOT NULL,
        content text NOT NULL,
        gone timestamptz,
        position bigint NOT NULL
    )""",
    "CREATE INDEX lore_row_by_position ON lore_row (position)",
    "CREATE INDEX lore_row_by_gone ON lore_row (gone) WHERE gone IS NOT NULL",
)

_STEPS = (
    (
        """CREATE TABLE IF NOT EXISTS lore_commit (
            name text PRIMARY KEY,
            made timestamptz NOT NULL DEFAULT now()
        )""",
    ),
    (
        "DROP INDEX IF EXISTS lore_row_by_position",
        "CREATE UNIQUE INDEX lore_row_by_position ON lore_row (position, id)",
    ),
)
"""What has changed in the tables since they were first made, step by step; `lore_step` has the
numbers of those that were taken, from 1. A released one is never changed. Each can be taken where
that was done before, since those of the first versions were not counted."""


@dataclass(frozen=True, slots=True)
class Head:
    """How the central database stands: its name, the version of the tables, the number of its last
    transaction, the first from which a replica can go on by single rows, and the last one that
    erased what people were told goes."""

    origin: str
    version: int
    position: int
    whole: int
    erased: int


@contextmanager
def transaction(connection: Connection, *, snapshot: bool = False) -> Iterator[None]:
    """A transaction; as a `snapshot` all its queries see one state."""
    with connection.transaction():
        if snapshot:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def find_head(connection: Connection) -> Head | None:
    """How it stands; None where nothing was ever put in."""
    (there,) = connection.execute("SELECT to_regclass('lore_head') IS NOT NULL").fetchone() or (0,)
    return read_head(connection) if there else None


def read_head(connection: Connection, *, lock: str = "") -> Head:
    """How it stands; with the `lock` FOR UPDATE until the end of the transaction."""
    rows = connection.execute(
        f"SELECT origin, version, position, whole, erased FROM lore_head {lock}"  # noqa: S608
    )
    (row,) = rows.fetchall()
    return Head(*row)


def begin(connection: Connection, seconds: float) -> Head:
    """Begin to write: nobody else does until the end of the transaction. Whoever does already is
    waited for as long."""
    connection.execute("BEGIN")
    return _wait_for_turn(connection, seconds)


def _wait_for_turn(connection: Connection, seconds: float) -> Head:
    connection.execute(f"SET LOCAL lock_timeout = {int(seconds * 1000)}")
    return read_head(connection, lock="FOR UPDATE")


def roll_back(connection: Connection) -> None:
    """End a transaction; nothing where there is none."""
    if connection.info.transaction_status:
        connection.execute("ROLLBACK")


def make(connection: Connection, version: int, rows: Iterable[Row], tables: Tables) -> bool:
    """Make the tables, with what they hold from the first; False where they are there."""
    connection.execute(f"SELECT pg_advisory_xact_lock({_MAKING})")
    if find_head(connection) is not None:
        return False
    for statement in _TABLES:
        connection.execute(statement)
    _take_steps(connection)
    connection.execute(
        "INSERT INTO lore_head (id, origin, version, position, whole) VALUES (1, %s, %s, 1, 1)",
        (secrets.token_hex(8), version),
    )
    for _ in push(connection, rows, tables, 1):
        pass
    return True


def renew(connection: Connection, seconds: float) -> int:
    """Bring tables that an older program made to what this one needs; how many steps that took.
    Whoever writes meanwhile is waited for as long. Programs of before go on with what comes out.

    Raises:
        StoreError: where a newer program has taken steps that this one does not know.
    """
    taken = _steps_taken(connection)
    if taken > len(_STEPS):
        raise StoreError(
            f"The central database is newer (tables of form {taken}) than this program "
            f"(form {len(_STEPS)}): update the program."
        )
    if taken == len(_STEPS):
        return 0
    with transaction(connection):
        _wait_for_turn(connection, seconds)
        return _take_steps(connection)


def _steps_taken(connection: Connection) -> int:
    (there,) = connection.execute("SELECT to_regclass('lore_step') IS NOT NULL").fetchone() or (0,)
    if not there:
        return 0
    (taken,) = connection.execute("SELECT COALESCE(max(number), 0) FROM lore_step").fetchone() or (
        0,
    )
    return int(taken)


def _take_steps(connection: Connection) -> int:
    """Take the steps that were not taken; how many."""
    connection.execute("CREATE TABLE IF NOT EXISTS lore_step (number integer PRIMARY KEY)")
    taken = _steps_taken(connection)
    for number, statements in enumerate(_STEPS[taken:], taken + 1):
        for statement in statements:
            connection.execute(statement)
        connection.execute("INSERT INTO lore_step VALUES (%s)", (number,))
    return len(_STEPS) - taken


def push(
    connection: Connection, rows: Iterable[Row], tables: Tables, position: int
) -> Iterator[int]:
    """Write rows as those of a transaction; how many there were in each batch."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        connection.execute(
            """
            INSERT INTO lore_row (id, tab, content, gone, position)
            SELECT id, tab, content, CASE WHEN gone THEN now() END, %s
            FROM unnest(
                %s::bytea[], %s::text[], %s::text[], %s::boolean[]
            ) AS sent (id, tab, content, gone)
            ON CONFLICT (id) DO UPDATE SET
                content = EXCLUDED.content, gone = EXCLUDED.gone, position = EXCLUDED.position
            """,
            (
                position,
                [tables[row.table].id_of(row) for row in batch],
                [row.table for row in batch],
                [row.content for row in batch],
                [row.gone for row in batch],
            ),
        )
        yield len(batch)


def advance(connection: Connection, position: int, *, erasing: bool) -> str:
    """Have a transaction be the last one, and all machines told of it; its name, for `was_made`.

    Now and then what is kept of deleted rows and of old transactions goes.
    """
    name = secrets.token_hex(16)
    connection.execute("INSERT INTO lore_commit (name) VALUES (%s)", (name,))
    connection.execute(
        "UPDATE lore_head SET position = %s, erased = CASE WHEN %s THEN %s ELSE erased END",
        (position, erasing, position),
    )
    due = connection.execute(
        "UPDATE lore_head SET swept = now() WHERE swept < now() - interval '1 minute' RETURNING 1"
    )
    if due.fetchall():
        sweep(connection)
        connection.execute("DELETE FROM lore_commit WHERE made < now() - %s::interval", (KEPT,))
    connection.execute(f"NOTIFY {CHANNEL}")
    return name


def sweep(connection: Connection, older: str = KEPT) -> None:
    """Take out what is left of rows that were deleted longer ago than an interval, some of them."""
    connection.execute(
        """
        WITH old AS (
            SELECT id
            FROM lore_row
            WHERE gone < now() - %s::interval
            ORDER BY gone
            LIMIT %s
        ), swept AS (DELETE FROM lore_row USING old WHERE lore_row.id = old.id RETURNING position)
        UPDATE lore_head
        SET whole = GREATEST(whole, (SELECT max(position) FROM swept))
        """,
        (older, SWEPT),
    )


def replace_all(
    connection: Connection, version: int, rows: Iterable[Row], tables: Tables, position: int
) -> Iterator[int]:
    """Write all rows anew, as those of another version of the tables."""
    connection.execute("DELETE FROM lore_row")  # TRUNCATE would empty what others read meanwhile
    yield from push(connection, rows, tables, position)
    connection.execute(
        "UPDATE lore_head SET version = %s, position = %s, whole = %s",
        (version, position, position),
    )
    connection.execute(f"NOTIFY {CHANNEL}")


def pull(connection: Connection, after: int) -> Iterator[Row]:
    """The rows of the transactions after one; with 0 all that there are."""
    gone = "" if after else "AND gone IS NULL"
    last: tuple[int, bytes] = (after, _LAST_ID)
    while True:
        news = connection.execute(
            f"""
            SELECT position, id, tab, content, gone IS NOT NULL
            FROM lore_row
            WHERE (position, id) > (%s, %s) {gone}
            ORDER BY position, id
            LIMIT %s
            """,  # noqa: S608
            (*last, BATCH),
        ).fetchall()
        if not news:
            return
        last = news[-1][:2]
        for _, _, table, content, is_gone in news:
            yield Row(table, content, is_gone)


def was_made(connection: Connection, name: str, seconds: float) -> bool:
    """Whether a transaction was committed. One that is under way has the lock on the head, so its
    end is waited for as long.

    PostgreSQL's own number of it would not tell: after a crash that is given to another.
    """
    with transaction(connection):
        _wait_for_turn(connection, seconds)
        cursor = connection.execute("SELECT 1 FROM lore_commit WHERE name = %s", (name,))
        return cursor.fetchone() is not None


def digests(connection: Connection) -> dict[str, Digest]:
    """The digests of the tables that hold anything, by name."""
    rows = connection.execute(
        f"SELECT tab, count(*), {SUM} FROM lore_row WHERE gone IS NULL GROUP BY tab"  # noqa: S608
    )
    return {table: Digest(int(count), int(total)) for table, count, total in rows.fetchall()}


def listen(connection: Connection) -> None:
    """Be told of transactions from now on."""
    connection.execute(f"LISTEN {CHANNEL}")


def hear(connection: Connection, seconds: float) -> None:
    """Wait until a transaction is told of, so many seconds at most."""
    for _ in connection.notifies(timeout=seconds, stop_after=1):
        pass
