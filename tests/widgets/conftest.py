"""The desk without a browser: messages as practice.js sends them, answers as it gets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("sqlalchemy")

from coachkit.widgets.practice_desk import PracticeDesk
from coachkit.widgets.rounds import SingleRound
from coachkit.widgets.shift_round import ShiftRound
from coachkit.widgets.sitting import Sitting

EXERCISES = Path(__file__).resolve().parents[1] / "browser" / "exercises"


class Front:
    """What the browser would be: it sends messages to a conversation and keeps the answers."""

    SETTLES = (
        "Hi Anna, I'm sorry your coat is late. Order 7741 is with the courier and will be with you on Friday. "
        "I'm paying your delivery fee back today."
    )

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.heard: list[dict[str, Any]] = []
        self.seq = 0
        sitting.view.send = self.heard.append

    @property
    def scene(self) -> dict[str, Any]:
        """What the browser shows."""
        scene: dict[str, Any] = self.sitting.view.scene
        return scene

    def say(self, kind: str, **values: Any) -> list[dict[str, Any]]:
        """Sends a message about the reply that is being written, unless told otherwise; returns its answers."""
        self.seq += 1
        before = len(self.heard)
        about = {"session": self.scene["session"], "place": self.scene.get("place", "")}
        self.sitting.view._heard(None, {"kind": kind, "seq": self.seq, "view": "v", **about, **values}, [])
        return self.heard[before:]

    def answer(self, kind: str, /, asked: str, **values: Any) -> dict[str, Any]:
        """The one answer of this kind to a message."""
        found = [one for one in self.say(asked, **values) if one["kind"] == kind]
        assert len(found) == 1, self.heard[-4:]
        return found[0]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store of the test's own."""
    return f"sqlite:///{tmp_path / 'practice.sqlite3'}"


@pytest.fixture
def make_desk(address: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., PracticeDesk]:
    """Makes desks on the test's store, as several notebooks would."""
    monkeypatch.setattr("coachkit.widgets.practice_desk.meanwhile", lambda *_: None)

    def make(kind: type[PracticeDesk] = PracticeDesk, **given: Any) -> PracticeDesk:
        usual: dict[str, Any] = {"learner": "Aino", "language": "en", "exercises": EXERCISES, "store": address}
        return kind(**(usual | given))

    return make


@pytest.fixture
def desk(make_desk: Callable[..., PracticeDesk]) -> PracticeDesk:
    """A desk in English."""
    return make_desk()


@pytest.fixture
def front_of() -> Callable[[PracticeDesk], Front]:
    """The browser's side of what is on a desk's stage."""

    def find(desk: PracticeDesk) -> Front:
        round_ = desk.round
        assert isinstance(round_, SingleRound)
        return Front(round_.sitting)

    return find


@pytest.fixture
def fronts_of() -> Callable[[PracticeDesk], list[Front]]:
    """The browser's side of each chat of the shift on a desk's stage."""

    def find(desk: PracticeDesk) -> list[Front]:
        round_ = desk.round
        assert isinstance(round_, ShiftRound)
        return [Front(one) for one in round_.sittings]

    return find


@pytest.fixture
def begun(front_of: Callable[[PracticeDesk], Front]) -> Callable[..., Front]:
    """Begins an exercise on a desk; returns the browser's side of it."""

    def begin(desk: PracticeDesk, scenario: str = "late-coat") -> Front:
        desk.begin(next(one for one in desk.library if one.id == scenario))
        return front_of(desk)

    return begin
