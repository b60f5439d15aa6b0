"""The dates that something was given over time, as a small picture for a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lore.model.dates import PartialDate
from lore.texts import terms
from lore.texts.parts import Course

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, ROW, MARGIN = 720, 64, 24
"""Pixels; Discord shows it half as wide on a phone, so that lines of two stay sharp."""
MOST = 12
"""Reports that are drawn: the latest ones."""
_LEFT, _DOT, _TEXT = 190, 9, 24
_GROUND, _AXIS, _SAID, _DATE, _LAST = "#2b2d31", "#4e5058", "#b5bac1", "#f2f3f5", "#f0b232"


def drawn(course: Course) -> bytes:
    """A PNG: a row for each report, from above in the order in which they were made, its date where
    it lies in time. It takes some milliseconds of the processor: not for the event loop."""
    # Imported when something is drawn: a start need not wait for it.
    from PIL import Image, ImageDraw

    shown = course[-MOST:]
    image = Image.new("RGB", (WIDTH, ROW * len(shown) + 2 * MARGIN), _GROUND)
    pen = ImageDraw.Draw(image)
    places = _places([value for _, value in shown])
    heights = [MARGIN + ROW * row + ROW // 2 for row in range(len(shown))]
    points = list(zip(places, heights, strict=True))
    pen.line([(_LEFT, MARGIN), (_LEFT, image.height - MARGIN)], fill=_AXIS, width=2)
    pen.line(points, fill=_AXIS, width=4)
    for place, ((said, value), point) in enumerate(zip(shown, points, strict=True)):
        _report(pen, said, value, point, last=place == len(shown) - 1)
    written = io.BytesIO()
    image.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def told(course: Course) -> str:
    """The same in words, for who does not see the picture."""
    return "; ".join(f"{said}: {terms.date(value)}" for said, value in course[-MOST:])


def _report(
    pen: ImageDraw, said: str, value: PartialDate, point: tuple[int, int], *, last: bool
) -> None:
    from PIL import ImageFont

    font = ImageFont.load_default(_TEXT)
    across, down = point
    colour = _LAST if last else _DATE
    pen.text((_LEFT - 16, down), said, font=font, fill=_SAID, anchor="rm")
    box = (across - _DOT, down - _DOT, across + _DOT, down + _DOT)
    pen.ellipse(box, fill=colour)
    right = across < (WIDTH + _LEFT) // 2
    beside = across + 20 if right else across - 20
    text, anchor = terms.short_date(value), "lm" if right else "rm"
    pen.rectangle(pen.textbbox((beside, down), text, font=font, anchor=anchor), fill=_GROUND)
    pen.text((beside, down), text, font=font, fill=colour, anchor=anchor)


def _places(values: Sequence[PartialDate]) -> list[int]:
    """Where dates stand from left to right, in pixels."""
    days = [_middle(value).toordinal() for value in values]
    first, last = min(days), max(days)
    start, end = _LEFT + 40, WIDTH - MARGIN - _DOT
    span = max(last - first, 1)
    return [start + round((day - first) * (end - start) / span) for day in days]


def _middle(value: PartialDate) -> date:
    return value.first + (value.last - value.first) / 2
