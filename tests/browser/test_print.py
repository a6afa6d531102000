"""The report on many replies on paper: black on white though the screen is dark, and nothing cut off at the edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coachkit.cli.demo_report import sample, scorecards
from coachkit.model import LANGUAGES
from coachkit.reports.batch import batch_html

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'coachkit[dev]')")
pytestmark = pytest.mark.browser

PAPER = 695
"""Pixels of a sheet of A4 between its margins."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_printed_black_on_white_and_the_list_fits_on_the_sheet(language: str, chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(batch_html(scorecards(sample()), language), "utf-8")
    context = chromium.new_context(viewport={"width": PAPER, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    page.goto(path.as_uri())
    card, text = page.locator(".ck-card").first, page.locator(".ck-card .ck-text").first
    assert card.evaluate("node => getComputedStyle(node).color") != "rgb(0, 0, 0)"
    page.emulate_media(media="print")
    shown = [one.evaluate("node => getComputedStyle(node).color") for one in (card, text)]
    assert shown == ["rgb(0, 0, 0)"] * 2
    assert card.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("table").first.bounding_box()["width"] <= page.locator("main").bounding_box()["width"]
    assert page.locator(".ck-card details").first.is_hidden()
    context.close()
