"""Asks a reading model, within bounds; whatever goes wrong is as if there were none."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from cachetools import TTLCache

from lore.settings import ReaderSettings
from lore.understanding.reading_model.breaker import Breaker, Rate
from lore.understanding.reading_model.endpoint import Endpoint, EndpointFailed
from lore.understanding.reading_model.enquiry import Enquiry
from lore.understanding.reading_model.prompt import NoReading, messages, questions_in

Questions = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a model may cost: seconds of a call, waiting for a place included; calls at once and in
    a minute (None for any number); readings that are remembered, and for how many seconds."""

    seconds: float = 2.0
    at_once: int = 4
    a_minute: int | None = 60
    remembered: int = 1_000
    kept: float = 3_600.0


class ReadingModel:
    """Has questions rewritten by one model. `data` is the folder with what it is told."""

    def __init__(
        self,
        endpoint: Endpoint,
        data: Path,
        *,
        bounds: Bounds | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._endpoint = endpoint
        self._data = data
        self._bounds = bounds or Bounds()
        self._places = asyncio.Semaphore(self._bounds.at_once)
        self._breaker = Breaker(clock)
        self._rate = Rate(self._bounds.a_minute, clock)
        # Nothing that was asked is held: what tells two questions apart is a digest with a secret.
        self._secret = secrets.token_bytes(16)
        self._read: TTLCache[bytes, Questions] = TTLCache(
            self._bounds.remembered, self._bounds.kept, clock
        )

    async def read(self, enquiry: Enquiry) -> Questions:
        """A question as plain questions, up to four; empty where it is none, and where the model
        does not answer in time, or not as it should."""
        key = hashlib.blake2b(enquiry.text.encode(), key=self._secret, digest_size=16).digest()
        known: Questions | None = self._read.get(key)
        if known is not None:
            return known
        if self._breaker.resting or not self._rate.take():
            return ()
        try:
            questions = await self.ask(enquiry)
        except EndpointFailed as error:
            self._breaker.failed(str(error))
            return ()
        self._breaker.succeeded()
        self._read[key] = questions
        return questions

    async def ask(self, enquiry: Enquiry) -> Questions:
        """As `read`, of the model itself, with nothing but the bounds of one call.

        Raises:
            EndpointFailed: where there is no reply that can be used, with the reason.
        """
        try:
            async with asyncio.timeout(self._bounds.seconds), self._places:
                said = await self._endpoint.complete(messages(self._data, enquiry))
            return questions_in(said) if said else ()
        except TimeoutError:
            raise EndpointFailed(f"no reply within {self._bounds.seconds:g} s") from None
        except NoReading as error:
            raise EndpointFailed(f"its reply is {error}") from None


@asynccontextmanager
async def open_model(
    settings: ReaderSettings, data: Path, *, bounds: Bounds | None = None
) -> AsyncIterator[ReadingModel]:
    """The model of some settings, with the connections to it while the block runs."""
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield ReadingModel(Endpoint(settings, session), data, bounds=bounds)
