"""What goes into the store comes out of it, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.errors import AlreadyWritten, MissingExtra, StoreError
from coachkit.store import AttemptRow, MoveRow, RescoredRow, SessionRow, Store
from coachkit.store.columns import keepable, original

Begin = Callable[..., str]
STARTED = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
NASTY = [
    "Robert'); drop table sessions;--",
    "%s %(name)s :name ? {0} {name} $1",
    "a\x00b\x00",
    "half \ud83d of an emoji, and the other \ude00",
    "😀 👩‍👩‍👧‍👦 🇫🇮",
    "\x10 \x100000 \x10d83d",
    "\\x00 \\u0000 \\",
    "\u202e right to left \u2066",
    "quotes ' \" ` ´ and\r\nlines\u2028",
    "",
    "long " * 40_000,
]


def test_a_learner_keeps_the_number(store: Store, url: str) -> None:
    aino = store.learner("Aino")
    assert store.learner("Aino") == aino
    assert store.learner("aino") != aino
    assert Store.open(url).learner("Aino") == aino


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_learner_without_a_usable_name_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match=f"1 to 200 characters, this one {len(name)}"):
        store.learner(name)


def test_a_session_is_open_until_it_ends(store: Store, begun: Begin) -> None:
    learner = store.learner("Aino")
    session = begun(store)
    expected = SessionRow(session, learner, "parcel-left-outside", 1, "en", STARTED, None, None, None)
    assert store.open_session(learner) == store.session(session) == expected
    before = datetime.now(UTC)
    store.end_session(session, "end_happy")
    store.end_session(session, "end_leaves")
    (ended,) = store.sessions(learner)
    assert ended.ending == "end_happy"
    assert ended.ended is not None
    assert before <= ended.ended <= datetime.now(UTC)
    assert store.open_session(learner) is None


def test_the_session_begun_last_is_the_open_one(store: Store) -> None:
    learner = store.learner("Aino")
    hours = [3, 1, 2]
    ids = [store.begin_session(learner, f"s{hour}", 1, "sv", STARTED + timedelta(hours=hour)) for hour in hours]
    found = store.open_session(learner)
    assert found is not None
    assert found.id == ids[0]
    assert [one.scenario_id for one in store.sessions(learner)] == ["s1", "s2", "s3"]
    assert store.sessions(store.learner("Eino")) == ()


def test_the_chats_of_a_shift_belong_to_it(store: Store, begun: Begin) -> None:
    shift = begun(store, scenario="friday-evening")
    chats = {begun(store, scenario=name, part_of=shift) for name in ("one", "two", "three")}
    assert {one.id for one in store.parts(shift)} == chats
    assert {one.part_of for one in store.parts(shift)} == {shift}
    found = store.open_session(store.learner("Aino"))
    assert found is not None
    assert found.id == shift
    store.end_session(shift, None)
    assert store.open_session(store.learner("Aino")) is None
    assert len(store.sessions(store.learner("Aino"))) == 4


def test_times_come_back_in_utc(store: Store) -> None:
    learner = store.learner("Aino")
    local = datetime(2026, 3, 9, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    aware = store.session(store.begin_session(learner, "s", 1, "fi", local))
    naive = store.session(store.begin_session(learner, "s", 1, "fi", local.replace(tzinfo=None)))
    assert aware is not None
    assert naive is not None
    assert (aware.started, aware.started.utcoffset()) == (local, timedelta(0))
    assert naive.started == local.replace(tzinfo=None).astimezone(UTC)


def test_the_last_draft_is_kept_until_the_reply_is_sent(store: Store, begun: Begin) -> None:
    session = begun(store)
    assert store.draft(session) is None
    for turn, text in ((0, "H"), (0, "Hi"), (1, "Hi Priya")):
        before = datetime.now(UTC)
        store.save_draft(session, turn, text)
        draft = store.draft(session)
        assert draft is not None
        assert draft[:2] == (turn, text)
        assert before <= draft.saved <= datetime.now(UTC)
    store.add_move(session, 0, "hint", 3.0)
    assert store.draft(session) is not None
    store.add_move(session, 1, "send", 9.5, "Hi Priya!", 1)
    assert store.draft(session) is None


def test_a_draft_outlives_the_end_of_its_session(store: Store, begun: Begin) -> None:
    session = begun(store)
    store.save_draft(session, 2, "still thinking")
    store.end_session(session, None)
    draft = store.draft(session)
    assert draft is not None
    assert draft.text == "still thinking"


def test_moves_come_back_as_they_were_made(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session, other = begun(store), begun(store)
    moves = (
        MoveRow(0, "hint", 1.25, "", 0, None),
        MoveRow(1, "send", 0.1 + 0.2, "Hi!", 0, attempt),
        MoveRow(2, "again", 60.0, "", 1, None),
        MoveRow(3, "choose", 1e6, "by e-mail", 0, None),
        MoveRow(4, "finish", 1e6, "", 0, None),
    )
    for move in moves:
        store.add_move(session, move.number, move.kind, move.at, move.text, move.turn, move.attempt)
    assert store.moves(session) == moves
    assert store.moves(other) == ()


def test_attempts_come_back_with_what_progress_needs(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session = begun(store)
    begun(store)
    store.add_move(session, 0, "hint", 1.0)
    store.add_move(session, 1, "send", 90.5, "Hi!", 0, attempt)
    store.add_move(session, 2, "send", 100.0, "Hi again!", 1, replace(attempt, total=None))
    first, second = store.attempts(store.learner("Aino"))
    assert (first.session_id, first.scenario_id, first.scenario_version, first.language) == (
        session,
        "parcel-left-outside",
        1,
        "en",
    )
    assert (first.number, first.turn, first.sent) == (1, 0, STARTED + timedelta(seconds=90.5))
    assert (first.total, first.tone, first.criteria, first.gates) == (71.5, attempt.tone, attempt.criteria, attempt.gates)
    assert (second.turn, second.total) == (1, None)
    assert store.attempts(store.learner("Eino")) == ()


def test_new_scores_of_an_attempt_are_counted_and_kept_once(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session = begun(store)
    store.add_move(session, 0, "send", 12.5, "Hei!", 1, attempt)
    scores = {name: value for name, value in vars(attempt).items() if name not in ("mood_before", "mood_after", "seconds")}
    row = RescoredRow(**scores | {"fingerprint": "newer"}, session_id=session, number=0, scenario_version=1, scored=STARTED)
    assert store.add_rescored([row, replace(row, scenario_version=2)]) == 2
    assert store.add_rescored([replace(row, total=1.0), replace(row, fingerprint="third")]) == 1
    kept = store.rescored(session)
    assert [(one.fingerprint, one.scenario_version) for one in kept] == [("newer", 1), ("newer", 2), ("third", 1)]
    assert {one.total for one in kept} == {attempt.total}


def test_what_cannot_be_told_comes_back_as_none(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session = begun(store)
    untold = replace(attempt, total=float("nan"), tone=np.float64("nan"), criteria={"a.b": float("nan"), "a.c": np.float64(0.5)})
    store.add_move(session, 0, "send", 1.0, "Hi", 0, untold)
    store.add_move(session, 0, "send", 1.0, "Hi", 0, untold)  # repeated after a lost answer
    (move,) = store.moves(session)
    assert move.attempt == replace(attempt, total=None, tone=None, criteria={"a.b": None, "a.c": 0.5})


def test_the_same_move_may_be_repeated_but_no_other_takes_its_place(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session = begun(store)
    store.add_move(session, 0, "send", 1.0, "Hi", 0, attempt)
    store.save_draft(session, 1, "typed in the other window")
    store.add_move(session, 0, "send", 1.0, "Hi", 0, attempt)
    for text, scores in (("Hello", attempt), ("Hi", None), ("Hi", replace(attempt, total=1.0))):
        with pytest.raises(AlreadyWritten, match=r"move 0 .* another window.* Nothing was overwritten"):
            store.add_move(session, 0, "send", 1.0, text, 0, scores)
    assert store.moves(session) == (MoveRow(0, "send", 1.0, "Hi", 0, attempt),)
    draft = store.draft(session)
    assert draft is not None
    assert draft.text == "typed in the other window"


def test_a_move_is_not_written_before_the_one_before_it(store: Store, begun: Begin) -> None:
    session = begun(store)
    with pytest.raises(StoreError, match="move 0 of this session is not written yet; write it before 1"):
        store.add_move(session, 1, "hint", 1.0)
    assert store.moves(session) == ()


def test_what_is_not_there_is_named(store: Store, begun: Begin) -> None:
    begun(store)
    assert store.session("none") is None
    assert store.draft("none") is None
    calls: tuple[Callable[[], None], ...] = (
        lambda: store.add_move("none", 0, "hint", 1.0),
        lambda: store.save_draft("none", 0, "x"),
        lambda: store.end_session("none", None),
    )
    for call in calls:
        with pytest.raises(StoreError, match="has no session none; begin one first"):
            call()
    with pytest.raises(StoreError, match="has no learner 12345; ask learner"):
        store.begin_session(12345, "s", 1, "en", STARTED)
    with pytest.raises(StoreError, match="or no shift none"):
        store.begin_session(store.learner("Aino"), "s", 1, "en", STARTED, part_of="none")


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.slow
def test_any_text_is_data(store: Store, text: str, attempt: AttemptRow) -> None:
    name = text[:200] or "x"
    learner = store.learner(name)
    assert store.learner(name) == learner
    session = store.begin_session(learner, text, 1, text, STARTED)
    store.save_draft(session, 0, text)
    draft = store.draft(session)
    assert draft is not None
    assert draft.text == text
    scores = replace(attempt, fingerprint=text, rubric=text, criteria={text: 0.5}, gates=(text, "b"))
    store.add_move(session, 0, text or "send", 1.0, text, 0, scores)
    store.end_session(session, text)
    (move,) = store.moves(session)
    assert (move.kind, move.text, move.attempt) == (text or "send", text, scores)
    (row,) = store.sessions(learner)
    assert (row.scenario_id, row.language, row.ending) == (text, text, text)


@given(st.text(st.characters(exclude_categories=())))
def test_every_string_can_be_kept_and_comes_back(text: str) -> None:
    kept = keepable(text)
    assert original(kept) == text
    assert "\x00" not in kept
    kept.encode("utf-8")


def test_a_number_too_large_to_keep_is_told_and_nothing_is_written(store: Store, begun: Begin, attempt: AttemptRow) -> None:
    session = begun(store)
    with pytest.raises(StoreError):
        store.add_move(session, 0, "send", 1.0, "Hi", 0, replace(attempt, mood_after=10**30))
    assert store.moves(session) == ()
    store.add_move(session, 0, "send", 1.0, "Hi", 0, attempt)


# where the store is


def test_the_environment_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COACHKIT_DB", raising=False)
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    assert Store.open().place == str(tmp_path / "home" / "practice.sqlite3")
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("COACHKIT_DB", f"sqlite:///{tmp_path}/other.sqlite3")
    assert Store.open().place == str(tmp_path / "other.sqlite3")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "other.sqlite3"]


def test_without_any_setting_it_is_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COACHKIT_DB", "COACHKIT_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name, **_: str(tmp_path / name))
    assert Store.open().place == str(tmp_path / "coachkit" / "practice.sqlite3")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://root:geheim@host/db", "only in sqlite or postgresql"),
        ("sqlite://", "in memory would be forgotten"),
        ("sqlite:///:memory:", "in memory would be forgotten"),
        ("nonsense geheim", "cannot be understood"),
        ("postgresql://user:geheim@host:port/db", "cannot be understood"),
    ],
)
def test_an_address_that_no_store_can_have_is_refused_without_its_password(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        Store.open(url)
    assert "geheim" not in str(caught.value)
    assert "COACHKIT_DB" in str(caught.value)


def test_a_missing_driver_names_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"coachkit\[postgres\]"):
        Store.open("postgresql://coach@127.0.0.1/practice")


def test_without_sqlalchemy_the_store_names_the_pip_line(as_another_process: Callable[..., subprocess.Popen[str]]) -> None:
    code = "import sys\nsys.modules['sqlalchemy'] = None\nimport coachkit.store"
    _, errors = as_another_process(code).communicate(timeout=60)
    assert errors.splitlines()[-1].endswith("keeping what is practised needs an optional part: pip install 'coachkit[workbench]'")
