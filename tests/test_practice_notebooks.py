"""The notebooks of practice, authoring and review: thin, locked, stripped, in three languages, and they run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # nbformat alone takes seconds to be imported: jsonschema compiles dozens of grammars meanwhile

ROOT = Path(__file__).parent.parent
Read = Callable[[str], Any]
NAMES = ("practice", "shift", "progress", "author", "review", "qa")


@pytest.fixture
def notebook() -> Read:
    """Reads a notebook by its name; skipped where something that notebooks need is missing."""
    for needed in ("nbclient", "ipykernel", "anywidget", "sqlalchemy"):
        pytest.importorskip(needed)
    nbformat = pytest.importorskip("nbformat")
    return lambda name: nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_thin_stripped_and_locked(name: str, notebook: Read) -> None:
    from nbformat import validate

    book = notebook(name)
    validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert book.metadata.kernelspec.name == "python3"
    (code,) = [cell for cell in book.cells if cell.cell_type == "code"]
    assert len(code.source.splitlines()) <= 3
    assert not code.outputs
    assert code.execution_count is None
    assert code.metadata.jupyter.source_hidden
    assert all(cell.metadata.deletable is False and cell.metadata.editable is False for cell in book.cells)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_in_three_languages_how_to_begin(name: str, notebook: Read) -> None:
    text = notebook(name).cells[0].source
    for word in ("**Suomeksi.**", "**På svenska.**", "**In English.**"):
        assert word in text
    assert text.count("Run ▸ Run All Cells") == len(("fi", "sv", "en"))


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_shows_the_desk(name: str, notebook: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path))
    monkeypatch.setenv("COACHKIT_EXERCISES", str(ROOT / "tests" / "browser" / "exercises"))
    book = notebook(name)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    (shown,) = [output.data for output in outputs if output.output_type == "execute_result"]
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "text/html" in shown
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
