"""JupyterLab on a workspace: brought up to date first, offline, on this computer only."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coachkit import __version__
from coachkit.cli.terminal import say, tidy, wrapped
from coachkit.cli.words import TerminalWords, terminal_words
from coachkit.errors import InputError, MissingExtra
from coachkit.workspace import NOTEBOOK_TO_OPEN, OWN_FOLDER, Outcome, Update, update_workspace

ICON = Path(__file__).with_name("icon.svg")
LAUNCHER = "jp_app_launcher_coachkit.yaml"  # the name that jupyter-app-launcher looks for
# JupyterLab asks the web for news and for its own updates. Here it asks for nothing; what the user has set otherwise in
# JupyterLab's own settings stands before these, so the server refuses as well (see `command`).
QUIET_SETTINGS = {
    "default_setting_overrides.json": {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
    },
    "page_config.json": {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
}


def run(folder: Path, language: str, *, start: bool, browser: bool, port: int | None) -> None:
    """Updates the workspace, says what was done, and becomes JupyterLab unless `start` is false.

    Raises MissingExtra without JupyterLab and InputError where the folder cannot be written.
    """
    if start and importlib.util.find_spec("jupyterlab") is None:
        raise MissingExtra("JupyterLab", "workbench")
    words = terminal_words(language)
    update = update_workspace(folder.expanduser().absolute(), __version__)
    say(update_text(update, words))
    if start:
        write_settings(update.folder)
        say(words.starting)
        become(command(update.folder, browser=browser, port=port), environment(update.folder, os.environ))


def update_text(update: Update, words: TerminalWords) -> str:
    """What the update did, in words: numbers for what was copied, names for what is the user's own."""
    lines = [words.workspace.replace("{path}", tidy(str(update.folder)))]
    counted: tuple[tuple[Outcome, str], ...] = (("added", words.added), ("updated", words.updated))
    for outcome, text in counted:
        count = len(update.those(outcome))
        lines += [text.replace("{count}", str(count))] if count else []
    for one in update.those("kept"):
        text = words.kept if one.offered is None else words.kept_beside
        lines.append(wrapped(text.replace("{path}", one.path).replace("{new}", one.offered or ""), "  "))
    gone = ", ".join(one.path for one in update.those("gone"))
    lines += [wrapped(words.gone.replace("{paths}", gone), "  ")] if gone else []
    return "\n".join(lines)


def can_practise(folder: Path) -> bool:
    """Whether the practice notebook is there: the user may have deleted it."""
    return (folder / NOTEBOOK_TO_OPEN).is_file()


def command(folder: Path, *, browser: bool, port: int | None) -> list[str]:
    """The command line of JupyterLab. `python -m`, since another environment's `jupyter-lab` may stand first on the path."""
    arguments = [
        sys.executable, "-m", "jupyterlab",
        "--ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    if can_practise(folder):
        arguments.append(f"--LabApp.default_url=/lab/tree/{NOTEBOOK_TO_OPEN}")
    if port is not None:
        arguments.append(f"--port={port}")
    if not browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return arguments


def environment(folder: Path, before: Mapping[str, str]) -> dict[str, str]:
    """The environment of JupyterLab: our settings for this run, the user's own paths before them, the workspace's exercises."""
    own = folder / OWN_FOLDER / "jupyter"
    added = {"JUPYTER_CONFIG_PATH": str(own / "config"), "JUPYTER_PATH": str(own / "data")}
    paths = {name: os.pathsep.join(filter(None, (before.get(name), path))) for name, path in added.items()}
    return {"COACHKIT_EXERCISES": str(folder / "exercises"), **before, **paths}


def write_settings(folder: Path) -> None:
    """Writes our own settings of JupyterLab and the launcher's card into the workspace. Raises InputError."""
    own = folder / OWN_FOLDER / "jupyter"
    try:
        for name, settings in QUIET_SETTINGS.items():
            _write_json(own / "config" / "labconfig" / name, settings)
        _write_json(own / "data" / "jupyter_app_launcher" / LAUNCHER, [launcher_card()] if can_practise(folder) else [])
    except OSError as error:
        raise InputError(f"{own}: {error.strerror or error}; choose another folder for the workspace") from error


def launcher_card() -> dict[str, Any]:
    """The card in JupyterLab's launcher; a click opens the practice notebook."""
    opening = {"label": "coachkit", "id": "docmanager:open", "args": {"path": NOTEBOOK_TO_OPEN}}
    return {
        "id": "coachkit",
        "title": "coachkit",
        "description": "Harjoittele · Öva · Practise",
        "icon": str(ICON),
        "type": "jupyterlab-commands",
        "catalog": "coachkit",
        "source": [opening],
    }


def _write_json(path: Path, value: object) -> None:
    """JSON, which is YAML as well; plain ASCII, as it is read in whatever encoding the system has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1), "utf-8")


def become(arguments: list[str], variables: Mapping[str, str]) -> None:
    """Goes on as JupyterLab, so that Ctrl+C and the exit code are its own."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(arguments[0], arguments, dict(variables))  # noqa: S606 - our own command line, no shell
    # Elsewhere a program cannot become another one.
    raise SystemExit(subprocess.run(arguments, env=dict(variables), check=False).returncode)  # noqa: S603 - as above
