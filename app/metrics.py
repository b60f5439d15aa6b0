"""What is measured while the bot runs, for Prometheus. No label names a person, a server or a word
of theirs, so how many series there are does not grow with who uses it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Coroutine
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from app.answer_labels import certainty, outcome
from app.bot import Bot
from app.health import connections
from lore.model.errors import LoreError
from lore.model.facts import Answer
from lore.services import Services
from lore.store.answer_log import AnswerLog
from lore.store.backup_series import BackupSeries
from lore.store.files import beside

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: half of all answers take some milliseconds, a reading model up to two seconds."""


class Metrics:
    """The metrics of one bot; they count from when they are made."""

    def __init__(
        self, bot: Bot, services: Services, shown: AnswerLog, backups: BackupSeries | None
    ) -> None:
        self._bot, self._services, self._shown, self._backups = bot, services, shown, backups
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self._answers = Counter(
            "lore_answers",
            "Answers to questions, by outcome and by how certain the reading was.",
            ("outcome", "certainty"),
            registry=registry,
        )
        self._seconds = Histogram(
            "lore_answer_stage_seconds",
            "Time of each stage of an answer.",
            ("stage",),
            buckets=BUCKETS,
            registry=registry,
        )
        self._events = Counter(
            "lore_gateway_events",
            "How often a connection to Discord's gateway was made, resumed and lost.",
            ("event",),
            registry=registry,
        )
        self._log_lines = Counter(
            "lore_log_lines", "Warnings and errors in the log.", ("level",), registry=registry
        )
        self._gauges(registry)
        self._listen()

    def _gauges(self, registry: CollectorRegistry) -> None:
        """What is looked up when it is asked for."""

        def gauge(name: str, told: str, value: Callable[[], float]) -> None:
            Gauge(name, told, registry=registry).set_function(value)

        bot, store = self._bot, self._services.store
        gauge("lore_gateway_connected", "Connections that stand.", lambda: connections(bot)[0])
        gauge("lore_gateway_wanted", "Connections that are to stand.", lambda: connections(bot)[1])
        gauge("lore_gateway_latency_seconds", "From a heartbeat to its answer.", self._latency)
        gauge("lore_servers", "Servers that have the bot.", lambda: len(bot.guilds))
        gauge(
            "lore_owner",
            "1 where what is done once is done.",
            lambda: self._services.share.is_owner,
        )
        gauge("lore_database_takes_edits", "1, or 0 once edits stopped.", lambda: store.takes_edits)
        self._bytes = Gauge(
            "lore_database_bytes", "Size of the database's files.", ("file",), registry=registry
        )
        self._queue = Gauge(
            "lore_queue_length", "What is under way or waits.", ("queue",), registry=registry
        )
        for queue, length in (
            ("requests", lambda: bot.face.load.under_way),
            ("reads", lambda: store.reading),
            ("writes", lambda: store.writing),
            ("inbox", lambda: self._services.inbox.waiting),
            ("shown", lambda: self._shown.waiting),
        ):
            self._queue.labels(queue).set_function(length)
        self._inbox = Gauge(
            "lore_inbox_open", "Questions that wait for a moderator.", registry=registry
        )
        if self._backups is not None:
            self._backup = Gauge(
                "lore_backup_timestamp_seconds", "When the last backup was made.", registry=registry
            )

    def _listen(self) -> None:
        bot = self._bot
        bot.face.answers.tell(self.answered)
        for event in ("connect", "resumed", "disconnect"):
            bot.add_listener(self._counting(event), f"on_shard_{event}")

    def _counting(self, event: str) -> Callable[[int], Coroutine[Any, Any, None]]:
        counter = self._events.labels(event)

        async def count(_: int) -> None:
            counter.inc()

        return count

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(outcome(answer), certainty(answer)).inc()
        for stage, seconds in answer.stages.items():
            self._seconds.labels(stage).observe(seconds)

    @property
    def log_handler(self) -> logging.Handler:
        """What counts the lines of a log."""
        return _Lines(self._log_lines)

    async def told(self) -> bytes:
        """All metrics as they are now, as Prometheus reads them."""
        services = self._services
        for file, suffix in (("database", ""), ("log", "-wal")):
            path = beside(services.store.path, suffix)
            self._bytes.labels(file).set(path.stat().st_size if path.exists() else 0)
        try:
            self._inbox.set(await services.inbox.open_everywhere())
            if self._backups is not None and (made := self._backups.made()):
                self._backup.set(made[-1][0].timestamp())
        except LoreError:
            pass  # it stays as it was; that edits stopped is a metric of its own
        return generate_latest(self._registry)

    def _latency(self) -> float:
        """The slowest connection's; 0 where none has any."""
        known = [seconds for _, seconds in self._bot.latencies if math.isfinite(seconds)]
        return max(known, default=0.0)


class _Lines(logging.Handler):
    """Counts warnings and what is worse."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter
        for level in ("warning", "error", "critical"):
            counter.labels(level)  # a rise from nothing is seen only where there was a nought

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line."""
        self._counter.labels(record.levelname.lower()).inc()
