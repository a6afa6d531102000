"""Reviews go out to a file and come back as they were, in every format; what fits no reply is told and left out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.errors import InputError
from coachkit.model import Reply
from coachkit.reviews.scored import read_scored
from coachkit.reviews.tables import read_reviews, write_reviews
from coachkit.reviews.totals import total_of
from coachkit.reviews.values import AnswerRow, DisputeRow, Mark, ReplyRow, ReviewRow, reply_key
from coachkit.reviews.zendesk import to_zendesk
from coachkit.reviews.zendesk_reading import from_zendesk, read_zendesk
from coachkit.rubrics import load_rubric
from coachkit.scoring.kept import ScoreRow
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import writing

SAVED = datetime(2026, 3, 9, 8, 30, 0, 123456, tzinfo=UTC)
REPLIES = tuple(
    ReplyRow(reply_key(f"c{n // 2}", n, "Hei!"), "Hei!", conversation=f"c{n // 2}", place=str(n), agent="agent-1")
    for n in range(4)
)
REVIEW = ReviewRow(
    reply=REPLIES[0].key,
    reviewer="Aino",
    scores={"clarity.next_step": 0.5, "empathy.apology": None, "tone.closing": 1.0},
    total=61.5,
    blind=False,
    comment="=1+1 <b>ääkköset</b>\nja toinen rivi",
    root_cause="process",
    marks=(Mark("tone.closing", 0, 4, "Hei!", "'no"),),
    gates=("gates.abuse",),
    rubric="chat",
    fingerprint="3f2a",
    seconds=12.5,
    id="5f",
    saved=SAVED,
)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".parquet", ".xlsx"])
def test_a_table_brings_back_what_was_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"reviews{ending}"
    given_out = [REVIEW, ReviewRow(REPLIES[1].key, "Eino", {}, None, id="60")]
    write_reviews(path, given_out, REPLIES)
    found = read_reviews(path, REPLIES)
    assert found.problems == {}
    assert list(found.reviews) == given_out


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(tmp_path: Path) -> None:
    write_reviews(tmp_path / "r.csv", [replace(REVIEW, comment="=cmd()")], REPLIES)
    assert "'=cmd()" in (tmp_path / "r.csv").read_text("utf-8")


def test_a_table_written_by_hand_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text(
        "conversation;place;clarity.next_step;empathy.apology;tone.closing;blind\n"
        "c0;1;0,5;ei koske;;nej\nc1;2;1;n/a;1;\nc1;;1;1;1;\nc9;9;1;1;1;\n;;1;1;1;\nc1;3;much;;;\nc1;3;3;;;\n",
        "utf-8",
    )
    found = read_reviews(path, REPLIES, "Aino", load_rubric("chat"))
    assert [(one.reply, one.reviewer, one.scores, one.blind) for one in found.reviews] == [
        (REPLIES[1].key, "Aino", {"clarity.next_step": 0.5, "empathy.apology": None}, False),
        (REPLIES[2].key, "Aino", {"clarity.next_step": 1.0, "empathy.apology": None, "tone.closing": 1.0}, True),
    ]
    assert found.reviews[1].total == 100
    reasons = " | ".join(found.problems)
    for words in ("several replies", "no reply of that", "no reply named", "is no number; write 0 to 1", "is 3; write 0 to 1"):
        assert words in reasons
    assert len({one.id for one in found.reviews}) == 2
    assert read_reviews(path, REPLIES, "Aino", load_rubric("chat")).reviews == found.reviews


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("reply,total\n", "utf-8")
    with pytest.raises(InputError, match="no rows"):
        read_reviews(tmp_path / "r.csv", REPLIES)


# --- totals ---


@pytest.mark.parametrize("channel", ["chat", "email", "social"])
def test_a_person_who_gives_the_programs_scores_gets_the_programs_total(channel: str) -> None:
    for text in ("Hei Liisa! Pahoittelen viivästystä. Lähetän uuden perjantaina. Terveisin Aino", "Emme voi auttaa.", "Hi!"):
        card = score(Reply(text, "Tilaukseni ei ole tullut! Milloin se tulee?", channel))
        columns = card.columns()
        assert total_of(columns["criteria"], load_rubric(channel), columns["gates"]) == pytest.approx(card.total, abs=0.02)


def test_nothing_scored_has_no_total() -> None:
    assert total_of({}, load_rubric("chat")) is None
    assert total_of({"clarity.next_step": None}, load_rubric("chat")) is None


# --- scored files ---


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_a_scored_file_becomes_replies(ending: str, tmp_path: Path) -> None:
    from coachkit.transcripts.writing import writing

    kinds = dict.fromkeys(
        ("conversation", "message", "agent_name", "text", "customer", "gates", "language", "clarity.next_step"), "text"
    )
    kinds |= {"row": "whole", "csat": "number", "total": "number", "clarity": "number"}
    path = tmp_path / f"scored{ending}"
    rows: list[dict[str, object]] = [
        {
            "conversation": "c1", "message": "7", "agent_name": "agent-1", "text": "Hei!", "customer": "?",
            "gates": "gates.abuse", "language": "fi", "row": 3, "csat": 4.0, "total": 12.5, "clarity": None,
            "clarity.next_step": "0.25",
        },
        {"conversation": "c1", "message": "8", "text": None, "row": 4},
    ]  # fmt: skip
    with writing(path, kinds) as write:
        write(rows)
    one, nothing = read_scored(path).replies()
    assert nothing is None
    assert one is not None
    assert one.machine is not None
    assert one.key == reply_key("c1", "7", "Hei!")
    assert (one.agent, one.csat, one.customer, one.language) == ("agent-1", 4.0, "?", "fi")
    assert one.machine.fingerprint.startswith("file-")
    assert replace(one.machine, fingerprint="") == ScoreRow(
        12.5, None, None, None, None, "", "", {"clarity.next_step": 0.25}, ("gates.abuse",)
    )


def test_a_file_without_scores_is_refused_in_clear_words(tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text("text\nHei\n", "utf-8")
    with pytest.raises(InputError, match="no column 'total'; give a file that `coachkit score --out` has written"):
        read_scored(tmp_path / "plain.csv")


# --- Zendesk QA ---


def test_zendesks_json_brings_back_what_was_written(tmp_path: Path) -> None:
    answers = (AnswerRow("Eino", "rejected", "no", SAVED), AnswerRow("Aino", "accepted", "yes", SAVED))
    dispute = DisputeRow("5f", "agent-1", {"clarity.next_step": 1.0}, "why", "case", answers, "d1", REVIEW.reply, SAVED)
    shape = to_zendesk([REVIEW], REPLIES, [dispute], [load_rubric("chat")])
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(shape), "utf-8")
    found = read_zendesk(path, REPLIES)
    assert found.problems == {}
    assert found.reviews == (replace(REVIEW, marks=(), fingerprint="", seconds=None),)
    assert found.disputes == (dispute,)
    card = shape["scorecards"][0]
    assert {
        "name",
        "description",
        "type",
        "scale",
        "weight",
        "critical",
        "position",
        "skippable",
        "rootCauses",
        "ratings",
    } <= set(card["categories"][0])
    assert shape["conversations"][0]["reviews"][0]["disputes"][0]["status"] == "ACCEPTED"


def test_the_published_worked_example_comes_out_of_ratings_in_json() -> None:
    """Ratings of 100, 9.91, 63.96, 90.99 and 0 make 52.97 % (see test_scoring)."""
    values = (100, 9.91, 63.96, 90.99, 0)
    ratings = [{"categoryId": f"tone.c{place}", "rating": value, "weight": 1} for place, value in enumerate(values)]
    one = {"reviewerEmail": "aino@example.com", "ratings": ratings, "externalMessageId": "0"}
    found = from_zendesk({"conversations": [{"externalId": "c0", "reviews": [one]}]}, REPLIES)
    assert found.reviews[0].total == pytest.approx(52.97, abs=0.005)
    assert found.reviews[0].scores["tone.c1"] == pytest.approx(0.0991)


def test_ratings_come_on_their_categorys_own_scale_and_a_critical_one_can_nought_the_review() -> None:
    categories = [
        {"id": "a.b", "ratings": [{"rating": 1}, {"rating": 5}], "weight": 3, "critical": False},
        {"id": "a.c", "ratings": [{"rating": 0}, {"rating": 1}], "weight": 1, "critical": True},
    ]

    def total(first: int, second: int) -> float | None:
        ratings = [
            {"categoryId": "a.b", "rating": first},
            {"categoryId": "a.c", "rating": second},
            {"categoryId": "a.d", "rating": None},
        ]
        review = {"reviewerId": 5, "ratings": ratings, "externalMessageId": "1"}
        shape = {"scorecards": [{"categories": categories}], "conversations": [{"externalId": "c0", "reviews": [review]}]}
        found = from_zendesk(shape, REPLIES)
        assert found.reviews[0].scores["a.d"] is None
        return found.reviews[0].total

    assert total(3, 1) == pytest.approx((3 * 50 + 100) / 4)
    assert total(5, 0) == 0


def test_a_wrong_number_of_a_message_is_told_by_the_names_that_the_json_has() -> None:
    def why(conversation: str, **named: str) -> str:
        shape = {"conversations": [{"externalId": conversation, "reviews": [{"reviewerId": "a", "ratings": [], **named}]}]}
        (reason,) = from_zendesk(shape, REPLIES).problems
        return reason

    for reason in (why("c0", externalMessageId="77"), why("c0"), why("")):
        assert "'externalId'" in reason
        assert "'externalMessageId'" in reason
        assert "'reply'" not in reason


def test_what_fits_no_reply_or_scale_is_counted_with_its_reason() -> None:
    reviews = [
        {"reviewerId": "a", "ratings": []},
        {"reviewerId": "a", "externalMessageId": "0", "ratings": [{"categoryId": "x", "rating": 500}]},
    ]
    found = from_zendesk(
        {"conversations": [{"externalId": "c0", "reviews": reviews}, {"externalId": "c7", "reviews": reviews[:1]}]}, REPLIES
    )
    assert found.reviews == ()
    assert sorted(found.problems.values()) == [1, 1, 1]


KEYS = [
    "conversations", "reviews", "ratings", "externalId", "rating", "categoryId", "disputes", "scorecards", "categories",
    "created", "score", "reviewerName", "externalMessageId", "status", "scale",
]  # fmt: skip
nested = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=25,
)


@given(found=st.dictionaries(st.sampled_from(["conversations", "scorecards"]), nested))
def test_no_json_makes_the_reader_fail(found: dict[str, object]) -> None:
    from_zendesk(found, REPLIES)


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2", b"\xff\xfe", b'{"a": 1}', b"[" * 100_000])
def test_a_file_that_is_no_export_is_refused_in_clear_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError, match=r"x\.json: no "):
        read_zendesk(tmp_path / "x.json", REPLIES)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".jsonl"])
def test_a_reply_has_one_key_in_every_format(ending: str, tmp_path: Path) -> None:
    texts = [
        "@anna It left today.",
        "- yes",
        "=1+1",
        "Hei!\nTulee to.",
        "Hei!\r\nTulee to.",
        " Hej \t",
        "Tack 👍🏽",
        "'tis so",
        "12345",
    ]
    rows = [{"conversation": f"@{n}", "text": text, "row": n, "total": 50.0} for n, text in enumerate(texts, start=1)]
    keys = []
    for path in (tmp_path / "scored.parquet", tmp_path / f"scored{ending}"):
        with writing(path, {"conversation": TEXT, "text": TEXT, "row": WHOLE, "total": NUMBER}) as write:
            write(rows)
        scored = read_scored(path)
        keys.append([scored.key(row) for row in scored.rows])
    assert keys[0] == keys[1]
