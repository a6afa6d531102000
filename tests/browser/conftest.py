"""One JupyterLab and one Chromium for all browser tests; a page, a learner and kernels of its own for each.

They run apart from the others: playwright leaves an event loop behind that other tests must not meet.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.browser.workbench import Server, browsing, end_kernels, hindrance, new_page, open_in_lab, run_all, served, tidy
else:  # as in benchmarks/latency.py: "tests" may be another package's where it is not run from here
    sys.path.insert(0, str(Path(__file__).parent))
    from workbench import Server, browsing, end_kernels, hindrance, new_page, open_in_lab, run_all, served, tidy

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running JupyterLab; skipped with a reason where there is no browser or no JupyterLab."""
    if hindrance():
        pytest.skip(hindrance())
    with served(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium(lab: Server) -> Iterator[Any]:
    """The browser; after the server, so that nothing starts where there is none."""
    assert lab.base
    with browsing() as browser:
        yield browser


@pytest.fixture
def locale() -> str:
    """The browser's language; a test may give another."""
    return "en-GB"


@pytest.fixture(scope="session")
def waiting() -> dict[str, Any]:
    """By language: a page with a JupyterLab on it that is loaded and empty, as the test before left it."""
    return {}


@pytest.fixture
def own_page() -> None:
    """For a test that changes its page for good (its size, its scripts): it is loaded for this test and nobody after it."""


@pytest.fixture
def page(
    chromium: Any, lab: Server, locale: str, waiting: dict[str, Any], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Any]:
    """A page; a picture of it stays behind when the test fails.

    Loading JupyterLab takes a browser longer than most tests do, so the next test may open its notebook in the same one.
    """
    own = "own_page" in request.fixturenames
    page = (None if own else waiting.pop(locale, None)) or new_page(chromium, locale)
    yield page
    failed = getattr(request.node, "outcome_of_call", "") != "passed"
    if failed:
        page.screenshot(path=str(tmp_path / "failed.png"), full_page=True)
    kept = not failed and not own and locale not in waiting and tidy(page, lab)
    end_kernels(lab)
    if kept:
        waiting[locale] = page
    else:
        page.context.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes on the test how it went, for the page to be kept when it failed."""
    report = yield
    setattr(item, f"outcome_of_{report.when}", report.outcome)
    return report


@pytest.fixture
def learner(request: pytest.FixtureRequest) -> str:
    """A learner of the test's own: no test meets what another has left unfinished."""
    return re.sub(r"\W+", "-", request.node.name).strip("-")


@pytest.fixture
def open_notebook(page: Any, lab: Server, learner: str) -> Open:
    """Opens a copy of a notebook in JupyterLab and runs it; with the test's learner, or with other arguments."""
    loaded = page.url.startswith(lab.base)
    page.problems.clear()
    page.outside.clear()

    def go(name: str = "practice", *, arguments: str | None = None, fresh: bool = True) -> Any:
        nonlocal loaded
        target = f"{learner}-{name}.ipynb"
        if fresh:
            lab.copy(name, target, f"learner={learner!r}" if arguments is None else arguments)
        if loaded:
            open_in_lab(page, target)
        else:
            page.goto(lab.lab(target))
            page.wait_for_selector(".jp-Notebook .jp-Cell")
        loaded = False  # the next time the test comes back to what it left, on a page that is loaded anew
        run_all(page)
        return page

    return go
