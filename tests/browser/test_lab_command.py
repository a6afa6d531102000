"""`coachkit lab` as its user meets it: a real JupyterLab on the workspace, and its launcher in a real browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from coachkit.workspace import NOTEBOOK_TO_OPEN


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A real JupyterLab, started by `coachkit lab`: its address and the user's home folder, empty at first."""
    for name in ("jupyterlab", "jupyter_app_launcher", "ipykernel"):
        pytest.importorskip(name, reason="needs JupyterLab: pip install 'coachkit[workbench]'")
    folder = tmp_path_factory.mktemp("lab")
    home, workspace = folder / "home", folder / "workspace"
    home.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COACHKIT", "XDG"))}
    variables = {**kept, "HOME": str(home), "JUPYTER_TOKEN": "told"}
    arguments = [sys.executable, "-m", "coachkit", "lab", str(workspace), "--no-browser", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(arguments, env=variables, stdout=log, stderr=log, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while not answers(f"http://127.0.0.1:{port}/api/status"):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", home
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:  # it waits for ever for a kernel that was just starting
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def ask(url: str, body: object = None) -> str:
    """What the server answers to its owner."""
    request = urllib.request.Request(url, headers={"Authorization": "token told"})  # noqa: S310 - our own server
    request.data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        return str(answer.read().decode() or answer.url)


def answers(url: str) -> bool:
    """Whether anybody answers there."""
    try:
        return bool(ask(url))
    except OSError:
        return False


@pytest.mark.slow
def test_the_server_opens_on_the_practice_notebook(server: tuple[str, Path]) -> None:
    url, _ = server
    request = urllib.request.Request(f"{url}/", headers={"Authorization": "token told"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
        assert answer.url.split("?")[0] == f"{url}/lab/tree/{NOTEBOOK_TO_OPEN}"
    assert json.loads(ask(f"{url}/api/contents/{NOTEBOOK_TO_OPEN}"))["type"] == "notebook"


@pytest.mark.slow
def test_the_server_asks_the_web_for_nothing(server: tuple[str, Path]) -> None:
    url, _ = server
    schema = json.loads(ask(f"{url}/lab/api/settings/@jupyterlab/apputils-extension:notification"))["schema"]["properties"]
    assert (schema["fetchNews"]["default"], schema["checkForUpdates"]["default"]) == ("false", False)
    page = ask(f"{url}/lab")
    assert '"disabledExtensions": ["@jupyterlab/apputils-extension:announcements"]' in page
    assert '"news": {"disabled": true}' in page
    assert json.loads(ask(f"{url}/lab/api/news")) == {"news": []}
    assert json.loads(ask(f"{url}/lab/api/update")) == {"notification": None}


@pytest.mark.slow
def test_the_launcher_has_our_card(server: tuple[str, Path]) -> None:
    url, _ = server
    (card,) = json.loads(ask(f"{url}/jupyterlab-app-launcher", {"method": "init_launcher"}))
    assert (card["title"], card["catalog"], card["type"]) == ("coachkit", "coachkit", "jupyterlab-commands")
    assert card["source"] == [{"label": "coachkit", "id": "docmanager:open", "args": {"path": NOTEBOOK_TO_OPEN}}]
    assert card["icon"].startswith("<svg")


@pytest.mark.slow
def test_the_users_own_jupyter_settings_are_not_touched(server: tuple[str, Path]) -> None:
    _, home = server
    written = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    assert [path for path in written if "lab" in path and "runtime" not in path] == []


def _wait_for_kernels(url: str, count: int) -> None:
    """Until so many kernels run: a server that is told to end while one is starting waits for it in vain."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(HTTPError):  # the server stumbles over a kernel that it has begun to start and knows nothing of yet
            states = [one["execution_state"] for one in json.loads(ask(f"{url}/api/kernels"))]
            if len(states) >= count and "starting" not in states:
                return
        time.sleep(0.1)


@pytest.mark.browser
def test_the_card_opens_the_practice_notebook_and_no_request_leaves_this_computer(
    chromium: Any, server: tuple[str, Path]
) -> None:
    url, _ = server
    outside: list[str] = []
    page = chromium.new_page()
    page.on("request", lambda asked: outside.append(asked.url) if asked.url.startswith("http") else None)
    page.goto(f"{url}/lab/tree/notebooks/start.ipynb?token=told&reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.keyboard.press("Control+Shift+L")
    page.locator(".jp-LauncherCard", has_text="coachkit").click(timeout=30_000)
    page.locator(".lm-TabBar-tab.jp-mod-current", has_text="practice.ipynb").wait_for(timeout=30_000)
    _wait_for_kernels(url, 2)
    page.context.close()
    assert [one for one in outside if not one.startswith(url)] == []
