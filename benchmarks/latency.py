"""How long a trainee waits: opening the notebook, from a key to the findings, from sending to the customer's answer. And how
long a trainer waits: from a key in a scenario's text to its preview, from a slider of a rubric to the new order.

`python benchmarks/latency.py [--keys N] [--sends N] [--opens N] [--edits N] [--smoke]`. Measured in a real JupyterLab and a
real Chromium on this machine, in the page itself and with everything included: the debounce, the way to the kernel, scoring,
keeping the draft, drawing.
It ends with 1 where a goal is missed, with --smoke only where something does not work at all. Without Chromium it says so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "browser")]

from coachkit.practice.session import begin, score_draft  # noqa: E402 - run from a checkout, not installed
from coachkit.scenarios.loading import load_scenario  # noqa: E402

if TYPE_CHECKING:
    from tests.browser.workbench import EXERCISES, Server, browsing, hindrance, new_page, run_all, served, stop_kernels
else:
    from workbench import EXERCISES, Server, browsing, hindrance, new_page, run_all, served, stop_kernels

TEXT = (
    "Hi Anna, I'm sorry your coat is late. Two weeks is far too long, and I understand that you are fed up. I checked order 7741 "
    "with the courier this morning. You should have heard from us on Monday, and we apologise for any inconvenience caused. "
    "It arrives on"
)
# From the key to the frame after the findings were drawn. The status line is emptied at a key and filled with the findings.
KEY = """() => new Promise((done, fail) => {
  const talk = document.querySelector(".ck-conv:not([data-stage='idle'])");
  const box = talk.querySelector('textarea'), status = talk.querySelector('.ck-status');
  const began = performance.now();
  const seen = new MutationObserver(() => {
    if (!status.textContent) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  seen.observe(status, {childList: true, characterData: true, subtree: true});
  box.setRangeText('o', box.selectionEnd, box.selectionEnd, 'end');
  box.dispatchEvent(new InputEvent('input', {bubbles: true}));
  setTimeout(() => fail(new Error('no findings within 10 s')), 10000);
})"""
SEND = """() => new Promise((done, fail) => {
  const talk = document.querySelector(".ck-conv:not([data-stage='idle'])");
  const began = performance.now(), before = talk.querySelectorAll('.ck-theirs').length;
  const seen = new MutationObserver(() => {
    if (talk.querySelectorAll('.ck-theirs').length <= before) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  seen.observe(talk, {childList: true, subtree: true});
  talk.querySelector('.ck-send').click();
  setTimeout(() => fail(new Error('no answer within 10 s')), 10000);
})"""

# From a key in the title's line to the frame after the preview has the new title. Another letter each time.
EDIT = """(letter) => new Promise((done, fail) => {
  const box = document.querySelector('.ca-editor textarea'), title = document.querySelector('.ck-author-preview .ck-title');
  const began = performance.now(), before = title.textContent;
  const seen = new MutationObserver(() => {
    if (title.textContent === before) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  seen.observe(title, {childList: true, characterData: true, subtree: true});
  const at = box.value.indexOf('title: ') + 7;
  box.setRangeText(letter, at, at + 1, 'end');
  box.dispatchEvent(new InputEvent('input', {bubbles: true}));
  setTimeout(() => fail(new Error('no preview within 10 s')), 10000);
})"""
# From moving the first slider to the frame after the totals have changed.
SLIDE = """(weight) => new Promise((done, fail) => {
  const slider = document.querySelector('.ca-sliders input'), body = document.querySelector('.ca-ranking tbody');
  const began = performance.now(), before = body.textContent;
  const seen = new MutationObserver(() => {
    if (body.textContent === before) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  seen.observe(body, {childList: true, characterData: true, subtree: true});
  slider.value = weight;
  slider.dispatchEvent(new InputEvent('input', {bubbles: true}));
  setTimeout(() => fail(new Error('no new order within 10 s')), 10000);
})"""


def opened(page: Any, server: Server, number: int) -> float:
    """Seconds from asking for the notebook to the list of exercises with its button."""
    name = server.copy("practice", f"open-{number}.ipynb", f"learner='open-{number}'").name
    began = time.perf_counter()
    page.goto(server.lab(name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    run_all(page)
    page.locator(".ck-desk").get_by_role("button", name="Start", exact=True).wait_for()
    return time.perf_counter() - began


def started(page: Any) -> Any:
    """The conversation of the first exercise, with the text that is typed on."""
    page.evaluate("localStorage.setItem('coachkit:pause', 'false')")
    page.locator(".ck-desk").get_by_role("button", name="Start", exact=True).click()
    talk = page.locator(".ck-conv:not([data-stage='idle'])")
    write(talk, TEXT)
    return talk


def write(talk: Any, text: str) -> None:
    """Puts a text into the editor and waits until it has been read."""
    talk.locator("textarea").fill(text)
    talk.locator(".ck-status:not(:empty)").wait_for()


def keys(page: Any, count: int) -> list[float]:
    """Milliseconds from a key to the findings, one by one."""
    measured = []
    for _ in range(count):
        measured.append(float(page.evaluate(KEY)))
        page.wait_for_timeout(40)
    return measured


def sends(page: Any, talk: Any, count: int) -> list[float]:
    """Milliseconds from pressing the button to the customer's answer; the same reply written again each time."""
    measured = []
    for _ in range(count):
        write(talk, "Hi Anna, it comes on Friday.")
        measured.append(float(page.evaluate(SEND)))
        talk.locator(".ck-again").first.click()
        talk.locator(".ck-again").wait_for(state="detached")
    return measured


def authored(page: Any, server: Server, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds from a key in the longest shipped scenario to its preview, and from a slider to the new order."""
    folder = server.work / "workspace"
    shutil.copytree(PROJECT / "exercises", folder / "exercises")
    shutil.copytree(PROJECT / "rubrics", folder / "rubrics")
    longest = max((folder / "exercises").glob("*/*.yaml"), key=lambda path: path.stat().st_size)
    name = server.copy("author", "author.ipynb", f"'en', workspace={str(folder)!r}").name
    page.goto(server.lab(name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    run_all(page)
    page.locator(".ca-bar select").first.select_option(f"own:{longest.parent.name}/{longest.name}")
    page.locator(".ca-root[data-stage=full]").wait_for(timeout=60_000)
    edits = []
    for number in range(count):
        edits.append(float(page.evaluate(EDIT, "AB"[number % 2])))
        page.wait_for_timeout(40)
    page.locator(".ca-tab[data-name=rubric]").click()
    page.locator(".ck-author-chart svg").wait_for(timeout=60_000)
    slides = []
    for number in range(count):
        slides.append(float(page.evaluate(SLIDE, str(1 + number % 9))))
        page.wait_for_timeout(40)
    return edits, slides


def scorings(count: int) -> list[float]:
    """Milliseconds of scoring a draft, without a browser."""
    session = begin(load_scenario(EXERCISES / "desk" / "late-coat.yaml"))
    score_draft(session, TEXT)
    measured = []
    for number in range(count):
        began = time.perf_counter()
        score_draft(session, f"{TEXT} {'o' * number}")
        measured.append(1000 * (time.perf_counter() - began))
    return measured


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not pass."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def told(name: str, value: float, goal: float, unit: str) -> bool:
    """Prints a figure with its goal; whether the goal is kept."""
    kept = value <= goal
    print(f"{name:44} {value:8.1f} {unit:3} goal {goal:6.1f} {unit:3} {'kept' if kept else 'MISSED'}")
    return kept


def measure(arguments: argparse.Namespace) -> bool:
    """Measures and prints everything; whether all goals are kept."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server, browsing() as browser:
        page = new_page(browser)
        openings = []
        for number in range(arguments.opens):
            stop_kernels(server)
            openings.append(opened(page, server, number))
        talk = started(page)
        typed = keys(page, arguments.keys)
        sent = sends(page, talk, arguments.sends)
        stop_kernels(server)
        edits, slides = authored(page, server, arguments.edits)
        stop_kernels(server)
    scored = scorings(arguments.keys)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {len(TEXT.split())} words in the editor")
    return all(
        [
            told("first opening to the list of exercises", openings[0], 6, "s"),
            told("opening, median", statistics.median(openings), 6, "s"),
            told("key to findings, median", statistics.median(typed), 120, "ms"),
            told("key to findings, 95th percentile", percentile(typed, 0.95), 200, "ms"),
            told("sending to the customer's answer, median", statistics.median(sent), 100, "ms"),
            told("scoring alone, median", statistics.median(scored), 10, "ms"),
            told("key in a scenario to its preview, median", statistics.median(edits), 500, "ms"),
            told("the same, 95th percentile", percentile(edits, 0.95), 500, "ms"),
            told("slider to the new order, median", statistics.median(slides), 500, "ms"),
            told("the same, 95th percentile", percentile(slides, 0.95), 500, "ms"),
        ]
    )


def main() -> int:
    """The command line; see the top of the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--keys", type=int, default=120)
    parser.add_argument("--sends", type=int, default=30)
    parser.add_argument("--opens", type=int, default=5)
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--smoke", action="store_true", help="a few of each, and no goals")
    arguments = parser.parse_args()
    if hindrance():
        print(f"Not measured: {hindrance()}")
        return 0
    if arguments.smoke:
        arguments.keys, arguments.sends, arguments.opens, arguments.edits = 5, 2, 1, 3
    kept = measure(arguments)
    return 0 if kept or arguments.smoke else 1


if __name__ == "__main__":
    sys.exit(main())
