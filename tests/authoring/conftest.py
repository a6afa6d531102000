"""What the tests of authoring share: a workspace as its owner has it, and files in it to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coachkit import __version__
from coachkit.workspace import update_workspace


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that nobody has changed; not to be written into."""
    folder = tmp_path_factory.mktemp("pristine") / "workspace"
    update_workspace(folder, __version__)
    return folder


@pytest.fixture
def workspace(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of one's own, which is also the present folder."""
    folder = tmp_path / "workspace"
    shutil.copytree(pristine, folder)
    monkeypatch.chdir(folder)
    return folder
