"""py3langid's model, unpacked once: to unpack it takes longer than a first score.

The unpacked columns (68 MB) are kept in the cache folder and read as they are asked for, so that several processes share
them. Without a writable cache everything works, only the start is slower.
"""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from coachkit.documents import cache_folder, write_quietly

COLUMNS = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_row", "tk_output")
"""What a LanguageIdentifier is made of (py3langid.langid), as its attributes are called."""

_MOVES = 256
"""Moves from each state: one per byte."""


@lru_cache(maxsize=1)
def language_model() -> Any:
    """The LanguageIdentifier of all languages that py3langid knows."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    folder = cache_folder() / "languages" / version("py3langid")
    columns = _kept(folder)
    if columns is None:
        model = LanguageIdentifier.from_model_file(MODEL_FILE)
        _keep(folder, model)
        return model
    weights, priors, classes, moves, row, output = columns
    # A view of the file: its numbers are looked up one by one, which numpy's own columns are slow at.
    return LanguageIdentifier(weights, priors, classes.tolist(), memoryview(moves), output.tolist(), tk_row=row.tolist())


def _kept(folder: Path) -> list[Any] | None:
    """The columns that were kept; None where one is missing or spoilt."""
    try:
        columns = [np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in COLUMNS]
    except (OSError, ValueError):
        return None
    weights, priors, classes, moves, row, output = columns
    whole = len(row) == len(output) and len(priors) == len(classes) == weights.shape[-1] and not len(moves) % _MOVES
    return columns if whole and int(row.max()) < len(moves) // _MOVES and int(output.max()) < len(weights) else None


def _keep(folder: Path, model: Any) -> None:
    for name in COLUMNS:
        data = io.BytesIO()
        np.save(data, np.asarray(getattr(model, name)), allow_pickle=False)
        write_quietly(folder / f"{name}.npy", data.getvalue())
