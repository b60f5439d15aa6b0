"""What deploys the bot fits the checkout: the unit, the image, the compose file, and the pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from lore.command_line.arguments import arguments
from tests.discord_wire import Discord
from tests.test_readme import settings_read

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "film-lore.service").read_text(encoding="utf-8")
IMAGE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
PAGES = ("operating", "moderating")
HOME = "/opt/film-lore"
EXPOSURE = 20
"""Tenths of systemd's measure of what a service could do to its machine, of a hundred."""


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


# --- the unit


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a Python and a folder that are there on this machine."""
    text = UNIT.replace(f"{HOME}/.venv/bin/python", sys.executable).replace(HOME, str(ROOT))
    file = tmp_path / "film-lore.service"
    file.write_text(text, encoding="utf-8")
    return file


def systemd_analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    if (tool := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed")
    return subprocess.run(
        [tool, *arguments], capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_systemd_can_read_the_unit(unit: Path) -> None:
    read = systemd_analyze("verify", "--man=no", str(unit))
    assert (read.returncode, read.stdout, read.stderr) == (0, "", "")


def test_the_service_can_do_little_to_its_machine(unit: Path) -> None:
    measured = systemd_analyze(
        "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", str(unit)
    )
    assert measured.returncode == 0, measured.stdout[-2_000:]


def test_the_unit_starts_what_is_there_with_options_that_are_known() -> None:
    [command] = re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)
    python, script, *options = command.split()
    assert python == f"{HOME}/.venv/bin/python"
    assert (ROOT / script.removeprefix(f"{HOME}/")).is_file()
    assert arguments(options).database == Path("/var/lib/film-lore/lore.db")
    [state] = re.findall(r"^StateDirectory=(.*)$", UNIT, re.MULTILINE)
    assert f"/var/lib/{state}" == "/var/lib/film-lore"


# --- the image


def copied() -> list[str]:
    """What the image takes from the checkout."""
    lines = re.findall(r"^COPY (?!--from)(.*)$", IMAGE, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def test_the_image_takes_what_the_bot_needs(tmp_path: Path) -> None:
    """The files of the image alone, as far as this can be tried without a builder: the bot answers
    from them."""
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.db*")
            shutil.copytree(source, tmp_path / "bot" / name, ignore=ignored)
        else:
            (tmp_path / "bot").mkdir(exist_ok=True)
            shutil.copy(source, tmp_path / "bot" / name)
    database = tmp_path / "lore.db"
    asked = ["ask", "--database", str(database), "who plays Ilsa Faust"]
    tried = subprocess.run(
        [sys.executable, str(tmp_path / "bot" / "bot.py"), *asked],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name not in settings_read()},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr
    assert "Rebecca Ferguson" in tried.stdout


def test_the_image_gets_neither_a_token_nor_a_database() -> None:
    assert IGNORED[1] == "*"
    let_in = [line[1:] for line in IGNORED if line.startswith("!")]
    assert sorted(let_in) == sorted(copied())
    kept_out = [line for line in IGNORED[2:] if not line.startswith(("!", "#"))]
    for name in ("data/lore.db", "data/lore.db-wal", "data/lore.db.lock", "data/lore.db.part"):
        assert any(fnmatch(name, pattern) for pattern in kept_out)
    assert ".env" not in let_in


def test_the_image_runs_without_root_and_sets_what_there_is() -> None:
    assert re.findall(r"^USER (.*)$", IMAGE, re.MULTILINE) == ["film-lore"]
    assert IMAGE.index("\nUSER ") < IMAGE.index("\nENTRYPOINT ")
    [environment] = re.findall(r"^ENV ((?:.*\\\n)*.*)$", IMAGE, re.MULTILINE)
    known = settings_read() | {"PYTHONDONTWRITEBYTECODE"}
    assert set(re.findall(r"(\w+)=", environment)) <= known
    for folder in re.findall(r'"(/var/[^"]+)"', IMAGE):
        assert f":{folder}\n" in COMPOSE


def test_the_compose_file_fits_the_image() -> None:
    assert "dockerfile: deploy/Containerfile" in COMPOSE
    settings = re.search(r"environment:\n((?: {6}.*\n)+)", COMPOSE)
    assert settings
    read = dict(re.findall(r'^ +(\w+): "?([^"\n]+)"?$', settings[1], re.MULTILINE))
    assert set(read) <= settings_read()
    for name, value in read.items():
        assert f"{name}={value}" in IMAGE
    assert f"http://127.0.0.1:{read['METRICS_PORT']}/healthz" in COMPOSE
    for wanted in ("volumes:", "healthcheck:", "read_only: true", "cap_drop: [ALL]", "BACKUP_DIR:"):
        assert wanted in COMPOSE


def builder() -> str:
    """A builder of images that works here."""
    for name in ("podman", "docker"):
        tool = shutil.which(name)
        if tool and not subprocess.run([tool, "info"], capture_output=True, check=False).returncode:
            return tool
    pytest.skip("no builder of images runs here: the image is not built")


def test_the_image_can_be_built_and_checks_itself() -> None:
    tool, tag = builder(), "film-lore-test"
    file = str(DEPLOY / "Containerfile")
    subprocess.run([tool, "build", "-q", "-f", file, "-t", tag, str(ROOT)], check=True)
    try:
        told = subprocess.run(
            [tool, "run", "--rm", "--read-only", "--network=none", tag, "check"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert "The settings can be used." in told.stdout
    finally:
        subprocess.run([tool, "rmi", "-f", tag], capture_output=True, check=False)


# --- the pages


@pytest.mark.parametrize("name", PAGES)
def test_the_paths_and_links_of_a_page_are_there(name: str) -> None:
    text = page(name)
    named = set(re.findall(r"`((?:deploy|docs)/[\w./-]+|\.\w[\w.]+)`", text)) - {".env"}
    assert {path for path in named if not (ROOT / path).exists()} == set()
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert (ROOT / "docs" / link).exists(), link


def test_the_commands_and_settings_of_the_page_are_there() -> None:
    text = page("operating")
    named = {one for one in re.findall(r"\b[A-Z]+_[A-Z_]+\b", text) if one != "YOUR_CHECKOUT"}
    assert named <= settings_read()
    lines = re.findall(r"bot\.py(?: ([^\n`]+))?$", text, re.MULTILINE)
    assert len([line for line in lines if line]) >= 2
    for line in lines:
        arguments(line.split())
    for path in re.findall(r"/opt/film-lore/([\w./-]+)", text):
        assert path == ".venv/bin/python" or (ROOT / path).exists()


def test_the_metrics_of_the_page_are_those_of_the_dashboard() -> None:
    dashboard = (ROOT / "docs" / "operating" / "grafana-dashboard.json").read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:lore|process)_\w+)`", page("operating")))
    used = {
        name.removesuffix("_bucket") for name in re.findall(r"\b(?:lore|process)_\w+", dashboard)
    }
    assert told == used


@pytest.mark.usefixtures("bot")
async def test_the_commands_that_moderators_are_told_of_are_there(discord: Discord) -> None:
    there = set()
    for command in discord.commands:
        there.add(command["name"])
        for option in command.get("options", ()):
            there.add(f"{command['name']} {option['name']}")
    named = set(re.findall(r"/([a-z]+(?: [a-z]+)?)", page("moderating").replace("../", "")))
    links = {"privacy", "docs"}
    found = {name for name in named if name in there or name.split()[0] in there}
    assert {f"fact {verb}" for verb in ("add", "say", "find", "edit", "retire", "undo")} <= found
    assert named - found - links == set()
