"""What one reading may take: steps are counted, and of the clock the thread's own time alone."""

from __future__ import annotations

import time

import pytest

from lore.steps import Steps, TooLong


def test_waiting_for_the_processor_ends_no_reading() -> None:
    steps = Steps(seconds=0.2)
    time.sleep(0.3)
    steps.take()


def test_work_beyond_its_time_ends_it() -> None:
    steps = Steps(most=10**9, seconds=0.05)
    end = time.thread_time() + 0.06
    while time.thread_time() < end:
        pass
    with pytest.raises(TooLong) as ended:
        steps.take()
    assert ended.value.seconds is not None
