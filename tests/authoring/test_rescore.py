"""Stored attempts under other rules: new scores beside the old ones, nothing changed, nothing lost without a count."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")

from coachkit.authoring.rescore import rescore
from coachkit.batch import score
from coachkit.cli import FINE, app
from coachkit.practice.session import Move, apply, begin
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import load_course
from coachkit.scenarios.schema import Scenario
from coachkit.store import AttemptRow, RescoredRow, Store

COURSE = Path(__file__).parents[1] / "scenarios" / "course"
LIBRARY = {one.id: one for one in load_course(COURSE).scenarios}
PARCEL = LIBRARY["parcel-left-outside"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of one's own, in which the excellent path of the parcel was practised, with a hint and a reply written again."""
    monkeypatch.setenv("COACHKIT_DB", f"sqlite:///{tmp_path}/practice.sqlite3")
    kept = Store.open()
    replies = PARCEL.models["excellent"].replies
    practise(kept, PARCEL, [("hint", ""), ("send", "We will see."), ("again", ""), *(("send", one) for one in replies)])
    return kept


def practise(store: Store, scenario: Scenario, moves: list[tuple[str, str]], name: str = "Aino") -> str:
    """A session as the desk keeps it."""
    identity = store.begin_session(store.learner(name), scenario.id, scenario.version, "en", datetime(2026, 3, 1, 9, tzinfo=UTC))
    session = begin(scenario)
    for number, (kind, text) in enumerate(moves):
        move = Move(kind, 10.0 * number, text, 1 if kind == "again" else 0)
        session = apply(session, move)
        made = session.attempts[-1] if kind == "send" else None
        row = AttemptRow(**made.card.columns(), mood_before=0, mood_after=made.mood_after, seconds=1) if made else None
        store.add_move(identity, number, kind, move.at, text, move.turn, row)
    return identity


def everything(store: Store) -> list[object]:
    """What the store holds, but for the new scores."""
    return [(one, store.moves(one.id)) for one in store.every_session()]


def test_new_scores_stand_beside_the_old_ones(store: Store) -> None:
    before = everything(store)
    done = rescore(store, LIBRARY, load_rubric("email"))
    assert everything(store) == before
    (session,) = store.every_session()
    sent = [one for one in store.moves(session.id) if one.kind == "send"]
    assert len(done.after) == len(sent) == len(store.rescored(session.id)) == 1 + len(PARCEL.models["excellent"].replies)
    assert done.before == [one.attempt and one.attempt.total for one in sent]
    assert done.after == [one.total for one in store.rescored(session.id)]
    assert {one.rubric for one in store.rescored(session.id)} == {"email"}


def test_the_new_scores_are_those_of_the_reply_to_the_same_customer(store: Store) -> None:
    rescore(store, LIBRARY, load_rubric("email"))
    (session,) = store.every_session()
    first, *_ = store.rescored(session.id)
    state = begin(PARCEL)
    from coachkit.practice.session import reply_to

    assert first.total == score(reply_to(state, "We will see."), "email").total


def test_a_second_time_only_counts(store: Store) -> None:
    first = rescore(store, LIBRARY, load_rubric("email"))
    (session,) = store.every_session()
    kept = store.rescored(session.id)
    second = rescore(store, LIBRARY, load_rubric("email"))
    assert (second.after, second.known) == ([], len(first.after))
    assert store.rescored(session.id) == kept


def test_the_rules_it_was_scored_by_then_are_not_kept_twice(store: Store) -> None:
    done = rescore(store, LIBRARY)
    assert (done.after, done.known) == ([], 1 + len(PARCEL.models["excellent"].replies))


def test_what_cannot_be_scored_anew_is_counted_with_its_reason(store: Store) -> None:
    practise(store, LIBRARY["quiet-words"], [("send", "Hello, it is done.")], name="Åke")
    shorter = PARCEL.model_copy(update={"hints": ()})
    done = rescore(store, {PARCEL.id: shorter}, load_rubric("email"))
    assert done.after == []
    assert done.met == sum(done.impossible.values())
    assert "no scenario 'quiet-words' any more" in done.impossible
    assert any("hints are shown" in reason for reason in done.impossible)


def test_an_older_version_of_a_scenario_is_noted(store: Store) -> None:
    later = PARCEL.model_copy(update={"version": 2})
    rescore(store, {PARCEL.id: later}, load_rubric("email"))
    rescore(store, LIBRARY, load_rubric("email"))
    (session,) = store.every_session()
    assert sorted({one.scenario_version for one in store.rescored(session.id)}) == [1, 2]


def test_an_attempt_that_is_not_there_is_refused_whole(store: Store) -> None:
    from coachkit.errors import StoreError

    (session,) = store.every_session()
    rescore(store, LIBRARY, load_rubric("email"))
    row = store.rescored(session.id)[0]
    good = RescoredRow(**{**vars(row), "fingerprint": "other"})
    with pytest.raises(StoreError):
        store.add_rescored([good, RescoredRow(**{**vars(row), "fingerprint": "other", "number": 99})])
    assert "other" not in {one.fingerprint for one in store.rescored(session.id)}


def test_the_command_tells_how_the_scores_moved(store: Store) -> None:
    result = CliRunner().invoke(app, ["rescore", "--rubric", "email", "--exercises", str(COURSE.parent)])
    assert result.exit_code == FINE, result.output
    (session,) = store.every_session()
    assert f"{len(store.rescored(session.id))} attempts scored anew, beside the old scores" in result.stdout
    assert "mean " in result.stdout
    again = CliRunner().invoke(app, ["rescore", "--rubric", "email", "--exercises", str(COURSE.parent), "--language", "sv"])
    assert "hade redan poäng enligt den här versionen" in again.stdout


def test_an_empty_store_is_said_to_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_DB", f"sqlite:///{tmp_path}/empty.sqlite3")
    result = CliRunner().invoke(app, ["rescore", "--language", "fi"])
    assert result.exit_code == FINE
    assert "Tallennettuja yrityksiä ei vielä ole" in result.stdout
