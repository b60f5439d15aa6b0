"""bot.py as a process that gives no question up because the machine is busy.

python tests/support/unhurried.py BOT [ARGUMENT …]
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

PATIENCE = 300.0


def main() -> None:
    """Run bot.py as it would run by itself."""
    del sys.argv[0]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    from lore import steps

    steps.SECONDS = PATIENCE
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
