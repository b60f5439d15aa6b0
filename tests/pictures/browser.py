"""Pictures of pages, taken by a Chromium that is installed on the machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

PHONE = 390
"""The width of a phone, in CSS pixels."""
COLOURS = 32
_MARGIN = 10
_PATIENCE = 60


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


def picture(page: str, target: Path, *, width: int = PHONE) -> int:
    """Draw a page of HTML as a PNG, as high as what stands in it; returns that height.

    Raises:
        NoBrowser: where none is installed.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        sized = f"<style>body {{ width: {width - 2 * _MARGIN}px }}</style>"
        probe = "<script>document.title=document.documentElement.offsetHeight</script>"
        file.write_text(page + sized + probe, encoding="utf-8")
        told = _run(f"--window-size={width},200", "--dump-dom", file.as_uri())
        found = re.search(r"<title>(\d+)", told)
        height = int(found[1]) if found else 2000
        _run(f"--window-size={width},{height}", f"--screenshot={target.resolve()}", file.as_uri())
    _shrink(target)
    return height


def _shrink(target: Path) -> None:
    """Fewer colours, which a picture of text hardly shows."""
    with Image.open(target) as taken:
        taken.convert("RGB").quantize(COLOURS).save(target, optimize=True)


def _run(*arguments: str) -> str:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise NoBrowser("Install Chromium to take pictures.")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    finished = subprocess.run(
        [*command, "--virtual-time-budget=500", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=False,
    )
    return finished.stdout
