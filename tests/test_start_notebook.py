"""The first notebook runs from top to bottom, is thin, and carries no output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # nbformat alone takes seconds to be imported: jsonschema compiles dozens of grammars meanwhile

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "notebooks" / "start.ipynb"


@pytest.fixture
def nbformat() -> Any:
    """What reads notebooks; skipped where something that they need is missing."""
    for needed in ("nbclient", "ipykernel", "ipywidgets"):
        pytest.importorskip(needed)
    return pytest.importorskip("nbformat")


def test_it_is_thin_and_stripped(nbformat: Any) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len(notebook.cells) <= 5
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert max(len(cell.source.splitlines()) for cell in code) <= 10
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_it_speaks_all_three_languages(nbformat: Any) -> None:
    title = nbformat.read(NOTEBOOK, as_version=4).cells[0].source
    for words in ("Suomeksi.", "Näytä palaute", "På svenska.", "Visa återkoppling", "In English.", "Show feedback"):
        assert words in title


def test_it_runs_and_shows_a_form_and_a_card(nbformat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert len(shown) == 2
    assert "application/vnd.jupyter.widget-view+json" in shown[0]
    assert 'class="ck-card"' in shown[1]["text/html"]
