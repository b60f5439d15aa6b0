"""PostgreSQL as the central database of several machines, each with a replica of it in SQLite."""
