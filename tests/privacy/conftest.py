"""The generated messages, made once; a data folder of its own for each test."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the generator beside this file
if TYPE_CHECKING:
    from tests.privacy.messages import ORDERS, Made, messages
else:
    from messages import ORDERS, Made, messages


@pytest.fixture(scope="session")
def all_messages() -> dict[str, list[Made]]:
    return {language: messages(language) for language in ("fi", "sv", "en")}


@pytest.fixture(scope="session")
def orders() -> str:
    return ORDERS


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COACHKIT_HOME", str(folder))
    return folder
