"""A real JupyterLab (with Voilà beside it) on a free port of this machine, and a real Chromium. Nothing is downloaded.

Shared by the browser tests and benchmarks/latency.py.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("COACHKIT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ROOT = Path(__file__).resolve().parents[2]
EXERCISES = Path(__file__).parent / "exercises"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing reaches another machine
]  # fmt: skip
SETTINGS: dict[str, dict[str, object]] = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},  # every cell is in the page
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
INSIDE = re.compile(r"http://127\.0\.0\.1[:/]|data:|blob:|about:")
# Asked to run before the kernel has said who it is, JupyterLab loses the run without a word.
RUN_ALL = """async (limit) => {
  const run = async () => {
    const app = window.jupyterapp; await app.restored;
    let panel; while (!(panel = app.shell.currentWidget)?.sessionContext) await new Promise((done) => setTimeout(done, 50));
    await panel.context.ready; await panel.sessionContext.ready;
    await panel.sessionContext.session.kernel.info;
    await app.commands.execute('notebook:run-all-cells');
    return 'ran'; };
  return Promise.race([run(), new Promise((done) => setTimeout(() => done('not done in time'), limit))]); }"""
# In the JupyterLab that is on the page already; what the address of a notebook does in one that is still loading. What a desk
# of the test before has kept a moment after it was disposed of is no draft of this test's.
OPEN = """async (path) => {
  const app = window.jupyterapp; await app.restored;
  localStorage.clear(); sessionStorage.clear();
  const opened = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
  // A page that was being loaded anew when the test before ended may have opened that one's notebook since.
  for (const one of [...app.shell.widgets('main')]) if (one !== opened) one.dispose(); }"""
# Disposed of, a notebook does not ask whether it should be saved first.
TIDY = """async () => {
  const app = window.jupyterapp; await app.restored;
  for (const one of [...app.shell.widgets('main')]) one.dispose();
  localStorage.clear(); sessionStorage.clear(); }"""
ERRORS = ", ".join(
    f".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.{kind}']" for kind in ("error", "stderr")
)  # fmt: skip


@dataclass
class Server:
    """A running JupyterLab; `work` is the folder that it shows, `environment` what its kernels inherit."""

    base: str
    token: str
    work: Path
    log: Path
    environment: dict[str, str] = field(repr=False)

    def lab(self, name: str) -> str:
        """The address of a notebook in JupyterLab."""
        return f"{self.base}/lab/tree/{name}?token={self.token}&reset"

    def voila(self, name: str) -> str:
        """The address of a notebook in Voilà."""
        return f"{self.base}/voila/render/{name}?token={self.token}"

    def ask(self, name: str, method: str = "GET") -> Any:
        """What the server answers about its sessions or kernels. OSError when it does not."""
        headers = {"Authorization": f"token {self.token}"}
        asked = urllib.request.Request(f"{self.base}/api/{name}", headers=headers, method=method)  # noqa: S310 - our own server
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            return json.loads(answer.read() or "null")

    def end(self, name: str) -> None:
        """Ends a session or a kernel, unless it has ended itself or the whole server has."""
        with suppress(OSError):
            self.ask(name, "DELETE")

    def run_all(self, page: Any) -> None:
        """Runs the notebook that is open on the page."""
        run_all(page)

    def copy(self, name: str, target: str, arguments: str = "") -> Path:
        """A copy of a shipped notebook in the folder, its desk made with these arguments."""
        source = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
        path = self.work / target
        path.write_text(source.replace(f"{name}_desk()", f"{name}_desk({json.dumps(arguments)[1:-1]})"), "utf-8")
        return path


def hindrance() -> str:
    """Why there can be no browser test here; empty where there can."""
    if not CHROMIUM:
        return "needs Chromium or Chrome (apt-get install chromium), or its path in COACHKIT_CHROMIUM"
    missing = [name for name in ("playwright", "jupyterlab", "anywidget", "sqlalchemy") if not find_spec(name)]
    return f"needs {', '.join(missing)} (pip install 'coachkit[dev,workbench]')" if missing else ""


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """JupyterLab with settings, store and caches of its own in the folder; its kernels practise in tests/browser/exercises."""
    with tempfile.TemporaryDirectory(prefix="ck-", ignore_cleanup_errors=True) as sockets, _running(folder, sockets) as server:
        yield server


@contextmanager
def _running(folder: Path, sockets: str) -> Iterator[Server]:
    server = _prepared(folder, sockets)
    port = server.base.rpartition(":")[2]
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", "--KernelManager.transport=ipc",
        f"--ServerApp.root_dir={server.work}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with server.log.open("w") as log:
        process = subprocess.Popen(
            command, env=server.environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)  # the server stops its kernels too
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _prepared(folder: Path, sockets: str) -> Server:
    (folder / "work").mkdir()
    for name, values in SETTINGS.items():
        path = folder / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    token = secrets.token_hex(16)
    places = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "COACHKIT_HOME": "home",
    }  # fmt: skip
    own = {name: str(folder / place) for name, place in places.items()}
    # Kernels listen on sockets, in a folder with a short path: ports are drawn by chance, and two servers may draw the same.
    own |= {"JUPYTER_RUNTIME_DIR": sockets}
    own |= {"PYTHONPATH": str(ROOT), "JUPYTER_TOKEN": token, "COACHKIT_EXERCISES": str(EXERCISES)}
    environment = {name: value for name, value in os.environ.items() if name not in ("COACHKIT_DB", "COACHKIT_LEARNER")} | own
    return Server(f"http://127.0.0.1:{_free_port()}", token, folder / "work", folder / "server.log", environment)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while True:
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"JupyterLab did not start:\n{server.log.read_text()[-3000:]}")
        try:
            server.ask("status")
        except OSError:
            time.sleep(0.1)
        else:
            return


@contextmanager
def browsing() -> Iterator[Any]:
    """Chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Any, locale: str = "en-GB") -> Any:
    """A page in a context of its own.

    `problems` lists errors on it, `outside` requests that ask for another machine, `loads` what was loaded.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale=locale, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.problems, page.outside, page.loads = [], [], []
    page.on("load", lambda _: page.loads.append(page.url))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)

    # Listened to and not held up: a browser keeps no file of a server whose requests are.
    context.on("request", lambda asked: page.outside.append(asked.url) if INSIDE.match(asked.url) is None else None)
    return page


def end_kernels(server: Server) -> list[threading.Thread]:
    """Has all sessions of the server ended, so that kernels do not pile up; each takes a second, which nobody need wait for."""
    sessions = server.ask("sessions")
    kept = {one["kernel"]["id"] for one in sessions}
    spare = [one for one in server.ask("kernels") if one["id"] not in kept]  # Voilà's have no session
    names = [f"sessions/{one['id']}" for one in sessions] + [f"kernels/{one['id']}" for one in spare]
    threads = [threading.Thread(target=server.end, args=(name,)) for name in names]
    for one in threads:
        one.start()
    return threads


def stop_kernels(server: Server) -> None:
    """Ends all sessions of the server and waits until they have."""
    for one in end_kernels(server):
        one.join()


def tidy(page: Any, server: Server) -> bool:
    """Leaves JupyterLab on the page as it was once loaded, for another notebook; whether that could be done."""
    for one in page.context.pages[1:]:
        one.close()
    # JupyterLab that was loaded anew may open once more, and late, what was open before.
    if not page.url.startswith(f"{server.base}/lab") or len(page.loads) > 1:
        return False
    page.mouse.move(0, 0)
    page.evaluate(TIDY)
    return True


def open_in_lab(page: Any, name: str) -> None:
    """Opens a notebook in the JupyterLab that is on the page."""
    page.evaluate(OPEN, name)
    page.wait_for_selector(".jp-Notebook .jp-Cell")


def run_all(page: Any) -> None:
    """Runs the open notebook and sees that nothing was written to the error output."""
    assert page.evaluate(RUN_ALL, 60_000) == "ran"
    errors = page.locator(ERRORS).all_inner_texts()
    assert not errors, errors
