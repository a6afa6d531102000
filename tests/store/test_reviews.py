"""What reviewers keep: every version stays, nobody's is lost, and it comes out as it went in, in SQLite and PostgreSQL alike."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coachkit.errors import AlreadyWritten, StoreError
from coachkit.reviews.masking import words_of
from coachkit.store import AnswerRow, AttemptRow, DisputeRow, Mark, ReplyRow, ReviewRow, ScoreRow, Store, reply_key
from coachkit.store.review_reading import score_values

Start = Callable[..., subprocess.Popen[str]]
NASTY = "Quote'); drop table reviews;-- \x00 half \ud83d <img src=x onerror=alert(1)> 😀 =1+1 %s :name"


@pytest.fixture
def machine(attempt: AttemptRow) -> ScoreRow:
    """The machine's scores of a reply."""
    return ScoreRow(**score_values(attempt))


def a_reply(place: str = "1", text: str = "Hei <PERSON-1>, lähetin uuden.", **more: object) -> ReplyRow:
    """A reply of conversation c1."""
    return replace(ReplyRow(reply_key("c1", place, text), text, conversation="c1", place=place), **more)  # type: ignore[arg-type]


def a_review(reply: ReplyRow, reviewer: str = "Aino", score: float | None = 0.5, **more: object) -> ReviewRow:
    """A review of it."""
    scores = {"clarity.next_step": score, "empathy.apology": None}
    return replace(ReviewRow(reply.key, reviewer, scores, 71.25), **more)  # type: ignore[arg-type]


def test_a_key_tells_replies_apart_and_is_the_same_everywhere() -> None:
    assert reply_key("c1", 2, "Hei") == reply_key("c1", "2", "Hei") == "cc4460caaeacd7ed653f4eec411ede0f"
    keys = {
        reply_key(*one) for one in (("c1", 2, "Hei"), ("c12", "", "Hei"), ("c1", 3, "Hei"), ("c1", 2, "Hej"), (None, 2, "Hei"))
    }
    assert len(keys) == 5


def test_a_reply_comes_back_as_it_was_given(store: Store, machine: ScoreRow) -> None:
    given = a_reply(
        text=NASTY, customer=NASTY, agent="agent-1f", channel="chat", language="fi", at="2026-03-09T10:30:00+02:00", csat=4,
        machine=machine,
    )  # fmt: skip
    assert store.add_reply(given)
    assert store.reply(given.key) == given
    assert store.reply("none") is None


def test_a_reply_that_is_there_stays_and_new_scores_are_kept_beside(store: Store, machine: ScoreRow) -> None:
    first = a_reply(machine=machine)
    newer = replace(machine, fingerprint="other", total=50.0)
    assert store.add_replies([first, a_reply("2"), first]) == 2
    assert store.add_replies([replace(first, text="another", machine=newer)]) == 0
    assert store.add_replies([replace(first, machine=replace(machine, total=1.0))]) == 0
    found = store.reply(first.key)
    assert found == replace(first, machine=newer)
    assert store.machine_scores(first.key) == (machine, newer)


def test_scores_under_other_rules_stand_beside_and_are_never_the_machine_s_own(store: Store, machine: ScoreRow) -> None:
    reviewed, other = a_reply(machine=machine), a_reply("2", machine=machine)
    store.add_replies([reviewed, other])
    store.add_review(a_review(reviewed))
    assert store.reviewed_replies() == (reviewed,)
    newer, third = replace(machine, fingerprint="newer", total=50.0), replace(machine, fingerprint="third", gates=())
    assert store.add_rescored_replies([(reviewed.key, newer), (reviewed.key, third)]) == 2
    assert store.add_rescored_replies([(reviewed.key, replace(newer, total=1.0))]) == 0
    assert store.rescored_replies() == {reviewed.key: (newer, third)}
    assert (store.reply(reviewed.key), store.machine_scores(reviewed.key)) == (reviewed, (machine,))
    with pytest.raises(StoreError):
        store.add_rescored_replies([(other.key, newer), ("gone", newer)])
    assert list(store.rescored_replies()) == [reviewed.key]


def test_replies_are_found_by_conversation_and_agent(store: Store, machine: ScoreRow) -> None:
    mine = [a_reply(str(place), agent="agent-1", machine=machine) for place in (3, 1, 2)]
    other = replace(a_reply("9", agent="agent-2"), conversation="c0")
    store.add_replies([*mine, other])
    assert store.replies(conversation="c1") == tuple(mine)
    assert store.replies(agent="agent-2") == (other,)
    assert store.replies() == (other, *mine)


def test_replies_are_kept_all_or_none(store: Store) -> None:
    with pytest.raises(StoreError, match=r"reply_key\(\)"):
        store.add_replies([a_reply(), replace(a_reply("2"), key="")])
    assert store.replies() == ()


def test_every_version_of_a_review_is_kept(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    marks = (Mark("empathy.apology", 4, 12, NASTY, "an apology all the same"),)
    first = store.add_review(a_review(reply, comment=NASTY, marks=marks, gates=("gates.abuse",), blind=False, seconds=41.5))
    second = store.add_review(a_review(reply, score=1.0))
    other = store.add_review(a_review(reply, "Eino"))
    assert [one.version for one in (first, second, other)] == [1, 2, 1]
    assert store.reviews(reply=reply.key) == (second, other)
    assert store.reviews(every_version=True) == (first, second, other)
    assert store.reviews(reviewer="Aino") == (second,)
    assert (first.marks, first.comment, first.blind, first.total) == (marks, NASTY, False, 71.25)
    assert first.saved is not None
    assert first.saved.utcoffset() == timedelta(0)


def test_a_review_sent_again_after_a_failure_is_kept_once(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    sent = a_review(reply, id="5f", saved=datetime(2026, 3, 9, 8, tzinfo=UTC))
    first = store.add_review(sent)
    assert store.add_review(sent) == first
    with pytest.raises(AlreadyWritten, match="nothing was overwritten"):
        store.add_review(replace(sent, total=3.0))
    assert store.reviews(every_version=True) == (first,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reply": "gone"}, "has no reply gone"),
        ({"reviewer": ""}, "1 to 200 characters"),
        ({"scores": {"clarity.next_step": 1.5}}, "'clarity.next_step' is 1.5; write 0 to 1"),
        ({"total": 101}, "the total is 101"),
        ({"marks": (Mark("a", 5, 2),)}, "from 5 to 2"),
    ],
)
def test_a_review_that_cannot_be_is_refused(store: Store, change: dict[str, object], words: str) -> None:
    reply = a_reply()
    store.add_reply(reply)
    with pytest.raises(StoreError, match=words):
        store.add_review(replace(a_review(reply), **change))  # type: ignore[arg-type]
    assert store.reviews() == ()


REVIEWER = """
import sys, time
from coachkit.store import ReviewRow, Store
url, key, name, at, count = sys.argv[1:]
store = Store.open(url)
time.sleep(max(0.0, float(at) - time.time()))
for n in range(int(count)):
    kept = store.add_review(ReviewRow(key, name, {"clarity.next_step": n / 100}, float(n)))
    print(kept.version, flush=True)
"""


@pytest.mark.slow
def test_two_reviewers_at_the_same_instant_are_both_kept(store: Store, url: str, as_another_process: Start) -> None:
    """Also the same person at two desks: every version stays, in an order of its own."""
    reply = a_reply()
    store.add_reply(reply)
    at = str(datetime.now(UTC).timestamp() + 2)
    names = ["Aino", "Eino", "Eino"]
    running = [as_another_process(REVIEWER, url, reply.key, name, at, "15") for name in names]
    for process in running:
        _, problems = process.communicate(timeout=100)
        assert process.returncode == 0, problems
    kept = store.reviews(every_version=True)
    assert sorted(one.version for one in kept if one.reviewer == "Aino") == list(range(1, 16))
    assert sorted(one.version for one in kept if one.reviewer == "Eino") == list(range(1, 31))
    assert sorted(one.total or 0.0 for one in kept) == sorted([float(n) for n in range(15)] * 3)


def test_threads_of_one_store_lose_no_review(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    together = threading.Barrier(6)

    def review(name: str) -> None:
        together.wait()
        for _ in range(4):
            store.add_review(a_review(reply, name))

    threads = [threading.Thread(target=review, args=(name,)) for name in ("a", "a", "a", "b", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.reviewer: one.version for one in store.reviews()} == {"a": 12, "b": 8, "c": 4}
    assert len(store.reviews(every_version=True)) == 24


def test_a_dispute_has_its_answers_in_order(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    review = store.add_review(a_review(reply))
    dispute = store.add_dispute(DisputeRow(review.id, "agent-1", {"clarity.next_step": 1.0}, NASTY, "wrong_case"))
    assert (dispute.status, dispute.reply, dispute.comment) == ("open", reply.key, NASTY)
    assert store.disputes(open_only=True) == (dispute,)
    store.answer_dispute(dispute.id, AnswerRow("Aino", "rejected", "the time was missing"))
    answered = store.answer_dispute(dispute.id, AnswerRow("Eino", "accepted", NASTY))
    assert [one.decision for one in answered.answers] == ["rejected", "accepted"]
    assert (answered.status, answered.answers[1].comment) == ("accepted", NASTY)
    assert store.disputes(reply=reply.key) == store.disputes(review=review.id) == (answered,)
    assert store.disputes(open_only=True) == ()
    assert store.add_dispute(dispute) == answered
    with pytest.raises(AlreadyWritten):
        store.add_dispute(replace(dispute, comment="other"))


def test_a_dispute_about_nothing_and_a_decision_that_is_none_are_refused(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    with pytest.raises(StoreError, match="has no review nothing"):
        store.add_dispute(DisputeRow("nothing", "agent-1"))
    dispute = store.add_dispute(DisputeRow(store.add_review(a_review(reply)).id, "agent-1"))
    with pytest.raises(StoreError, match="no decision 'maybe'; write accepted, partly, rejected"):
        store.answer_dispute(dispute.id, AnswerRow("Aino", "maybe"))
    with pytest.raises(StoreError, match="has no dispute x"):
        store.answer_dispute("x", AnswerRow("Aino", "accepted"))


def test_an_exercise_waits_once_until_it_is_done(store: Store) -> None:
    learner = store.learner("agent-1")
    assert store.enqueue(learner, "parcel", ("empathy.apology",), "the weakest of 40 replies", "Aino")
    assert not store.enqueue(learner, "parcel")
    assert store.enqueue(learner, "invoice")
    assert [one.scenario_id for one in store.queue(learner)] == ["parcel", "invoice"]
    assert (store.queue(learner)[0].criteria, store.queue(learner)[0].by) == (("empathy.apology",), "Aino")
    before = store.begin_session(learner, "parcel", 1, "fi", datetime.now(UTC) - timedelta(days=1))
    store.end_session(before, None)
    assert len(store.queue(learner)) == 2
    session = store.begin_session(learner, "parcel", 1, "fi", datetime.now(UTC))
    assert len(store.queue(learner)) == 2
    store.end_session(session, "end_happy")
    assert [one.scenario_id for one in store.queue(learner)] == ["invoice"]
    assert [one.done is None for one in store.queue(learner, everything=True)] == [False, True]
    assert store.enqueue(learner, "parcel")
    assert [one.scenario_id for one in store.queue(learner)] == ["invoice", "parcel"]
    with pytest.raises(StoreError, match="has no learner 99"):
        store.enqueue(99, "parcel")


# --- personal data in what people write ---

CALLED = "Terveisin Matti Virkki, 040 123 4567, matti.virkki@example.com"
KEPT = "Terveisin <PERSON-2>, <PHONE-1>, <EMAIL-1>"


def kept_words(store: Store) -> str:
    """Everything in the store that people wrote."""
    said = [word for one in store.reviews(every_version=True) for word in words_of(one)]
    return "\n".join([*said, *(word for one in store.disputes() for word in words_of(one))])


def test_personal_data_in_all_that_people_write_is_masked_before_it_is_kept(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    mark = Mark("empathy.apology", 0, 3, CALLED, CALLED)
    review = store.add_review(a_review(reply, comment=CALLED, root_cause=CALLED, marks=(mark,)))
    dispute = store.add_dispute(DisputeRow(review.id, "agent-1", {}, CALLED, CALLED))
    store.answer_dispute(dispute.id, AnswerRow("Eino", "rejected", CALLED))
    (kept,), (disputed,) = store.reviews(), store.disputes()
    assert kept == review
    assert set(words_of(kept)) == set(words_of(disputed)) == {KEPT}
    assert (kept.reviewer, disputed.by, disputed.answers[0].by) == ("Aino", "agent-1", "Eino")
    assert len(kept_words(store).split("\n")) == 7


def test_a_name_that_the_conversation_gives_is_known_in_what_is_written_about_it(store: Store) -> None:
    greeting = a_reply("1", "Hei Tuulikki! Lähetin uuden.", agent="Sade Lind")
    other = a_reply("2", "Selvä, palaan asiaan.", agent="Sade Lind")
    store.add_replies([greeting, other])
    comment = "Tuulikki kysyi kahdesti, eikä Sade Lind vastannut Tuulikille."
    kept = store.add_review(a_review(other, comment=comment))
    assert kept.comment == "<PERSON-1> kysyi kahdesti, eikä Sade Lind vastannut <PERSON-1>."


def test_a_quotation_of_the_reply_stays_a_quotation(store: Store) -> None:
    reply = a_reply(text="Soita numeroon 040 123 4567.")
    store.add_reply(reply)
    kept = store.add_review(a_review(reply, marks=(Mark("clarity.next_step", 15, 27, "040 123 4567", "oma numeromme"),)))
    assert kept.marks[0].quote == reply.text[15:27] == "040 123 4567"


def test_what_is_masked_sent_again_is_kept_once_though_more_of_the_conversation_is_known(store: Store) -> None:
    reply = a_reply()
    store.add_reply(reply)
    sent = a_review(reply, id="5f", saved=datetime(2026, 3, 9, 8, tzinfo=UTC), comment=CALLED)
    first = store.add_review(sent)
    dispute = DisputeRow("5f", "agent-1", {}, CALLED, id="d1")
    objected = store.add_dispute(dispute)
    store.add_reply(a_reply("2", "Hei <PERSON-2> ja <PERSON-3>!"))
    assert store.add_review(sent) == store.add_review(first) == first
    assert store.add_dispute(dispute) == store.add_dispute(objected) == objected
    with pytest.raises(AlreadyWritten):
        store.add_review(replace(sent, comment=CALLED + " Uusi."))


def test_a_store_opened_without_masking_keeps_words_as_they_are_and_knows_them_later(url: str) -> None:
    plain, reply = Store.open(url, masking=None), a_reply()
    plain.add_reply(reply)
    sent = a_review(reply, id="5f", comment=CALLED)
    first = plain.add_review(sent)
    dispute = plain.add_dispute(DisputeRow("5f", "agent-1", {}, CALLED, id="d1"))
    plain.answer_dispute("d1", AnswerRow("Eino", "rejected", CALLED))
    assert set(kept_words(plain).split("\n")) == {CALLED, ""}
    masks = Store.open(url)
    assert masks.add_review(sent) == first
    assert masks.add_dispute(dispute).comment == CALLED
    assert masks.add_review(a_review(reply, comment=CALLED)).comment == KEPT
