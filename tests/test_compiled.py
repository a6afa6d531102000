"""Compiled loops: off unless a run switches them on, and no run needs them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from coachkit import compiled
from coachkit.runs.kernels import READING, WORTH_COMPILING, WORTH_LOADING, use_kernels


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(compiled, "_on", False)
    monkeypatch.delenv(compiled.SWITCH, raising=False)
    compiled.trouble.cache_clear()
    yield
    compiled.trouble.cache_clear()


def test_switched_off_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(compiled.SWITCH, "0")
    assert not compiled.can_be_used()
    assert not compiled.use()
    assert not use_kernels(10 * WORTH_COMPILING, show=False)


def test_not_used_where_numba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert not compiled.use()
    assert not compiled.in_use()


def test_compiled_for_large_files_only_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))
    monkeypatch.setattr(compiled, "MODULES", ())
    assert not use_kernels(WORTH_LOADING, show=True)
    assert not compiled.ready()
    assert not capsys.readouterr().err
    assert use_kernels(WORTH_COMPILING, show=True)
    assert compiled.ready()
    assert "Compiling" in capsys.readouterr().err
    assert use_kernels(WORTH_LOADING, show=True)
    assert not use_kernels(WORTH_LOADING - 1, show=True)
    assert not capsys.readouterr().err


def test_only_some_are_loaded_first_where_all_have_been_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))
    loaded: list[tuple[str, ...]] = []
    monkeypatch.setattr(compiled, "_load", loaded.append)
    assert use_kernels(WORTH_COMPILING, show=False, first=READING)
    assert loaded == [compiled.MODULES]
    compiled.trouble.cache_clear()
    assert use_kernels(WORTH_LOADING, show=False, first=READING)
    assert loaded[1:] == [READING]
    assert set(READING) < set(compiled.MODULES)
    assert compiled.use()
    assert loaded[2:] == [compiled.MODULES]


def test_a_numba_that_does_not_work_is_told_and_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))

    def fails(name: str) -> NoReturn:
        raise RuntimeError(f"cannot cache {name}\nand more lines")

    monkeypatch.setattr(importlib, "import_module", fails)
    assert not use_kernels(WORTH_COMPILING, show=True)
    assert not compiled.in_use()
    assert "Numba cannot be used here (RuntimeError: cannot cache coachkit.criteria.kernels): it" in capsys.readouterr().err
    assert not compiled.ready()


def test_what_is_compiled_gives_what_python_gives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))

    @compiled.kernel("i8(i8[::1])")
    def total(values: list[int]) -> int:
        found = 0
        for value in values:
            found += value
        return found

    assert total(np.arange(10)) == sum(range(10))
    assert list((tmp_path / "compiled").rglob("*.nbi"))
