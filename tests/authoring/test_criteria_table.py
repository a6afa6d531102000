"""The promises of docs/criteria.md: it is what the files say now, and it shows every criterion with its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.authoring.criteria_table import criteria_table, measured
from coachkit.cli import FINE, app
from coachkit.model import LANGUAGES
from coachkit.rubrics import shipped_criteria


@pytest.fixture(scope="module")
def page() -> str:
    return criteria_table()


def test_the_page_is_fresh(page: str, root: Path) -> None:
    assert (root / "docs" / "criteria.md").read_text("utf-8") == page, "run `make docs`"


def test_the_command_shows_the_page(page: str) -> None:
    result = CliRunner().invoke(app, ["rubrics", "table"])
    assert (result.exit_code, result.stdout) == (FINE, page)


def test_every_criterion_has_its_entry_with_examples_in_each_language(page: str) -> None:
    entries = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert set(entries) == set(shipped_criteria())
    for name, entry in entries.items():
        rows = re.findall(r"^\| (fi|sv|en) \| (.+) \| (.+) \|$", entry, re.MULTILINE)
        assert [row[0] for row in rows] == list(LANGUAGES), name
        assert "Source: " in entry


def test_every_link_of_the_page_has_its_heading(page: str) -> None:
    headings = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert len(links) > len(shipped_criteria())
    assert [link for link in links if link not in headings] == []


def test_a_cell_cannot_break_its_table(page: str) -> None:
    """Every row of a table has the cells of its heading: no text of a criterion ends a cell or a line."""
    wide = 0
    for line in page.splitlines():
        if not line.startswith("|"):
            wide = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        wide = wide or cells
        assert cells == wide, line


def test_what_is_measured_is_told_with_its_limits() -> None:
    criteria = shipped_criteria()
    assert measured(criteria["clarity.names_a_time"]) == "concrete time: full marks from 1 up, none at 0"
    assert measured(criteria["readability.longest_sentence"]).startswith("longest sentence: full marks fi up to ")
    assert "at most 0" in measured(criteria["tone.no_blame"])
