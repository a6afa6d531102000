"""Reviewed replies under other rules: new scores beside the old ones, where the stored text is what was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")

from coachkit.authoring.rescore_reviews import MASKED, REASONS, UNLIKE, UNSCORED, rescore_reviews
from coachkit.batch import score
from coachkit.cli import FINE, app
from coachkit.cli.workshop_words import workshop_words
from coachkit.model import LANGUAGES, Reply
from coachkit.rubrics import load_rubric
from coachkit.scoring.kept import ScoreRow
from coachkit.store import ReplyRow, ReviewRow, Store, reply_key

TEXT = "I'm so sorry, that was our mistake. Your kettle goes out tomorrow, so you'll have it on Friday."
ASKED = "Where is my kettle? It was due on Tuesday."


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of one's own."""
    monkeypatch.setenv("COACHKIT_DB", f"sqlite:///{tmp_path}/reviews.sqlite3")
    return Store.open()


def reviewed(store: Store, place: str, text: str = TEXT, customer: str = ASKED, **more: object) -> ReplyRow:
    """A reply as a scored file brings it, and somebody's review of it."""
    card = score(Reply(text, customer, "chat", "en"))
    row = ReplyRow(reply_key("c1", place, text), text, customer, "c1", place, "chat", "en", machine=ScoreRow(**card.columns()))
    row = replace(row, **more)  # type: ignore[arg-type]
    store.add_reply(row)
    store.add_review(ReviewRow(row.key, "Aino", {}, 70.0))
    return row


def test_new_scores_stand_beside_the_machine_s_own(store: Store) -> None:
    reply = reviewed(store, "1")
    before = (store.replies(), store.reviews(), store.machine_scores(reply.key))
    done = rescore_reviews(store, load_rubric("email"))
    assert (store.replies(), store.reviews(), store.machine_scores(reply.key)) == before
    expected = score(Reply(TEXT, ASKED, "chat", "en"), "email")
    ((new,),) = store.rescored_replies().values()
    assert new == ScoreRow(**expected.columns()).plain()
    assert reply.machine is not None
    assert (done.before, done.after, done.people) == ([reply.machine.total], [expected.total], [70.0])
    assert done.apart == (abs((reply.machine.total or 0) - 70), abs((expected.total or 0) - 70))


def test_a_second_time_and_the_same_rules_only_count(store: Store) -> None:
    reviewed(store, "1")
    assert rescore_reviews(store).known == 1
    rescore_reviews(store, load_rubric("email"))
    kept = store.rescored_replies()
    again = rescore_reviews(store, load_rubric("email"))
    assert (again.known, again.after) == (1, [])
    assert store.rescored_replies() == kept


def test_a_reply_that_nobody_reviewed_is_left_alone(store: Store) -> None:
    store.add_reply(ReplyRow(reply_key("c1", "1", TEXT), TEXT, machine=ScoreRow(**score(TEXT).columns())))
    assert rescore_reviews(store, load_rubric("email")).met == 0


def test_what_the_stored_text_does_not_allow_keeps_its_scores(store: Store) -> None:
    reviewed(store, "1", text=f"Hi <PERSON-1>, {TEXT}")
    reviewed(store, "2", text=f"{TEXT} agent-k3f9qz")
    reviewed(store, "3", customer=f"{ASKED} My number is <PHONE-1>.")
    reviewed(store, "4", machine=None)
    named = score(Reply(f"Hi Nesta, {TEXT}", ASKED, "chat", "en", customer_name="Nesta"))
    without = score(Reply(f"Hi Nesta, {TEXT}", ASKED, "chat", "en"))
    assert named.total != without.total  # the name, which the file told and the store does not keep
    reviewed(store, "5", text=f"Hi Nesta, {TEXT}", machine=ScoreRow(**named.columns()))
    done = rescore_reviews(store, load_rubric("email"))
    assert done.impossible == {MASKED: 3, UNSCORED: 1, UNLIKE: 1}
    assert (done.after, store.rescored_replies()) == ([], {})


def test_where_the_rules_of_then_are_gone_the_text_is_trusted(store: Store) -> None:
    scores = ScoreRow(**score(TEXT).columns())
    reviewed(store, "1", machine=replace(scores, fingerprint="file-0123456789a", rubric="", total=12.0))
    done = rescore_reviews(store)
    assert (done.before, len(done.after), done.impossible) == ([12.0], 1, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_tells_what_moved_and_what_keeps_its_scores(store: Store, language: str) -> None:
    reviewed(store, "1")
    reviewed(store, "2", text=f"Hi <PERSON-1>, {TEXT}")
    result = CliRunner().invoke(app, ["rescore", "--rubric", "email", "--language", language])
    assert result.exit_code == FINE, result.output
    words = workshop_words(language)
    shown = " ".join(result.stdout.split())
    assert words.replies.split("{")[1].partition("}")[2].partition("(")[0].strip() in shown
    assert words.keep.format(count=1) in shown
    assert words.reasons.masked in shown
    assert words.no_attempts not in shown


def test_there_are_words_for_every_reason() -> None:
    assert all(getattr(workshop_words(language).reasons, reason) for language in LANGUAGES for reason in REASONS)
