"""The team's desk in real JupyterLab, and the reports opened as files: filters, languages, hostile text, print."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from coachkit.team.words import team_words
from coachkit.team_reports import open_team, write_reports

if TYPE_CHECKING:
    from tests.browser.workbench import Server

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'coachkit[dev]')")
expect = sync_api.expect
pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.__opened=1"><script>window.__opened=1</script>'
NAMES = ("total", "clarity", "empathy", "readability", "tone", "clarity.next_step", "tone.greeting")


def table(agent: str) -> pd.DataFrame:
    """Scored replies of twelve weeks; one of the agents has a hostile name."""
    n = 120
    start = pd.Timestamp("2025-03-03T09:00Z")
    return pd.DataFrame(
        {
            "conversation": [f"c{place}" for place in range(n)],
            "at": [(start + pd.Timedelta(days=place * 0.7)).isoformat() for place in range(n)],
            "agent": [(agent, "agent-bbbbbb")[place % 2] for place in range(n)],
            "channel": [("chat", "email", HOSTILE)[place % 3] for place in range(n)],
            "text": f"We apologise for any inconvenience. {agent} Kind regards to you",
            "csat": [1 + (place * 7) % 5 for place in range(n)],
            "row": range(1, n + 1),
            **{name: [(20.0 + (place * 13) % 80) / (100 if "." in name else 1) for place in range(n)] for name in NAMES},
            "gates": "",
            "weakest": "clarity.next_step",
            "language": "en",
        }
    )


def files(folder: Path, agent: str) -> tuple[Path, Path]:
    """A scored file and its evidence."""
    scored, evidence = folder / "scored.csv", folder / "evidence.jsonl"
    table(agent).to_csv(scored, index=False)
    quote = {"criterion": "tone.no_stiff_phrases", "polarity": -1, "quote": "apologise for any inconvenience", "better": agent}
    pd.DataFrame([{"row": row, "start": 3, "end": 34, **quote} for row in (1, 2, 3)]).to_json(
        evidence, orient="records", lines=True
    )
    return scored, evidence


def picture(page: Any, name: str) -> None:
    """Keeps a picture in the folder COACHKIT_PICTURES, where it is named."""
    if os.environ.get("COACHKIT_PICTURES"):
        page.screenshot(path=str(Path(os.environ["COACHKIT_PICTURES"]) / f"{name}.png"), full_page=True)


@pytest.fixture
def desk(page: Any, lab: Server, learner: str, tmp_path: Path) -> Any:
    """The page with the notebook's desk on a file whose texts are hostile."""
    scored, evidence = files(tmp_path, HOSTILE)
    target = lab.copy("qa", f"{learner}-qa.ipynb")
    arguments = f"team_desk({str(scored)!r}, {str(evidence)!r}, folder={str(tmp_path)!r})"
    target.write_text(target.read_text("utf-8").replace("team_desk()", arguments), "utf-8")
    page.add_init_script("window.__opened = 0")
    page.goto(lab.lab(target.name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    lab.run_all(page)
    return page


def choose(page: Any, label: str, option: str) -> None:
    """Chooses in one of the desk's lists."""
    page.locator(".ck-team .widget-dropdown", has=page.get_by_text(label, exact=True)).locator("select").select_option(
        label=option
    )


@pytest.mark.usefixtures("own_page")
def test_the_desk_filters_switches_language_and_shows_hostile_text_as_text(desk: Any, tmp_path: Path) -> None:
    report = desk.locator(".ck-team .ck-report")
    expect(report).to_contain_text("120 replies in 120 conversations, 2 agents")
    expect(report.locator("figure svg")).to_have_count(3)
    expect(report).to_contain_text(HOSTILE)
    picture(desk, "qa-team")
    choose(desk, "Channel", "E-mail")
    expect(report).to_contain_text("40 replies")
    choose(desk, "Agent", HOSTILE)
    expect(report.locator("h1")).to_have_text(f"Feedback: {HOSTILE}")
    expect(report.locator(".ck-mend mark")).to_have_count(0)  # the quoted rows are not among those in e-mail
    choose(desk, "Channel", "All")
    expect(report.locator(".ck-mend mark")).to_have_text(["apologise for any inconvenience"])
    picture(desk, "qa-agent")
    desk.locator(".ck-team").get_by_role("button", name="Suomi").click()
    expect(report).to_contain_text(team_words("fi").mend)
    desk.get_by_role("button", name=team_words("fi").desk.save).click()
    expect(desk.locator(".ck-team .ck-notice")).to_contain_text("reports")
    assert (tmp_path / "reports" / "agent-002.html").is_file()
    assert desk.evaluate("window.__opened") == 0
    assert desk.locator(".ck-team img, .ck-team script, .ck-team iframe").count() == 0
    assert not desk.outside


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reports_open_as_files_without_a_script_and_print(scheme: str, chromium: Any, tmp_path: Path) -> None:
    written = write_reports(open_team(*files(tmp_path, HOSTILE)), tmp_path / "reports", "en")
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.__opened = 0")
    for path in written.pages:
        page.goto(path.as_uri())
        assert page.evaluate("window.__opened") == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path.name} is wider than the screen"
        assert page.locator("img, script, iframe, link").count() == 0
        picture(page, f"{path.stem}-{scheme}")
        ground, ink = (
            page.locator(".ck-report").evaluate(f"node => getComputedStyle(node).{name}") for name in ("backgroundColor", "color")
        )
        assert ground != ink
    page.goto(written.pages[1].as_uri())
    page.emulate_media(media="print")
    assert page.locator(".ck-report").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()
