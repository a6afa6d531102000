"""The promises of a score: its arithmetic, its independence of the batch, its spans, and that nothing makes it raise."""

from __future__ import annotations

import gc
import json
import pickle
import random
import subprocess
import sys
import weakref
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from types import FrameType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coachkit
from coachkit import batch
from coachkit.batch import COLUMNS, LONGEST, score_many
from coachkit.criteria.marks import in_band
from coachkit.languages import Band
from coachkit.model import CANNOT_TELL, DIMENSIONS, NOT_APPLICABLE, SCORED, Reply, Scorecard
from coachkit.scoring.arithmetic import hold_at, review_score, weakest, weighted_mean
from coachkit.scoring.replies import Replies

RUBRIC = "email"  # it has the criteria of every channel but gates for public ones
CATALOGUE = Path(__file__).parent / "catalogue"


# --- arithmetic ---


def test_the_published_worked_example() -> None:
    """research.md section 3: ratings of 100, 9.91, 63.96, 90.99 and 0 make 52.97.

    The page names no weights; their plain mean is 264.86 / 5 = 52.972, so the ratings weigh alike and none is critical.
    """
    ratings = [(value, 0.0, 100.0, 1.0, False) for value in (100, 9.91, 63.96, 90.99, 0)]
    assert review_score(ratings) == pytest.approx(52.97, abs=0.005)


def test_a_review_brings_every_rating_to_its_own_scale_and_weighs_it() -> None:
    assert review_score([(3, 1, 5, 1, False), (1, 0, 1, 3, False)]) == pytest.approx((50 + 3 * 100) / 4)


@pytest.mark.parametrize(("rating", "score"), [(49.0, 0.0), (50.0, 75.0)])
def test_a_critical_rating_under_half_makes_the_review_nought(rating: float, score: float) -> None:
    assert review_score([(rating, 0, 100, 1, True), (100, 0, 100, 1, False)]) == score


numbers = st.floats(0, 1).map(lambda value: round(value, 3))
weighted = st.lists(st.tuples(numbers, st.booleans(), st.floats(0.1, 10)), min_size=1, max_size=8)


def mean(rows: Sequence[tuple[float, bool, float]]) -> float:
    """The weighted mean of one reply's rows of (score, counts, weight)."""
    scores = [np.array([score]) for score, _, _ in rows]
    return float(weighted_mean(scores, [np.array([counts]) for _, counts, _ in rows], [weight for *_, weight in rows], 1)[0])


@given(rows=weighted)
def test_a_weighted_mean_lies_between_its_parts_and_nan_is_for_nothing_counted(rows: list[tuple[float, bool, float]]) -> None:
    counted = [score for score, counts, _ in rows if counts]
    found = mean(rows)
    assert np.isnan(found) if not counted else min(counted) - 1e-9 <= found <= max(counted) + 1e-9


@given(rows=weighted, factor=st.floats(0.1, 10))
def test_only_the_proportion_of_weights_matters(rows: list[tuple[float, bool, float]], factor: float) -> None:
    scaled = [(score, counts, weight * factor) for score, counts, weight in rows]
    assert mean(scaled) == pytest.approx(mean(rows), nan_ok=True)


@given(rows=weighted, score=numbers, weight=st.floats(0.1, 10))
def test_what_does_not_count_changes_nothing_be_it_nan(
    rows: list[tuple[float, bool, float]], score: float, weight: float
) -> None:
    before = mean(rows)
    for left_out in (score, float("nan")):
        assert mean([*rows, (left_out, False, weight)]) == pytest.approx(before, nan_ok=True)


@given(rows=weighted, better=numbers)
def test_a_better_part_never_lowers_the_mean(rows: list[tuple[float, bool, float]], better: float) -> None:
    (score, counts, weight), *rest = rows
    before, after = mean(rows), mean([(max(score, better), counts, weight), *rest])
    assert np.isnan(before) or after >= before - 1e-9


def test_a_failed_gate_holds_the_total_at_its_cap_and_the_lowest_cap_wins() -> None:
    total = np.array([90.0, 90.0, 20.0, np.nan, 90.0])
    caps = [(np.array([True, True, True, True, False]), 45.0), (np.array([False, True, False, False, False]), 10.0)]
    assert hold_at(total, caps).tolist() == [45.0, 10.0, 20.0, 45.0, 90.0]
    assert total[0] == 90.0, "what was given is left as it is"


def test_the_weakest_is_the_costliest_the_first_of_equals_or_none() -> None:
    losses = [np.array([0.0, 2.0, 1.0]), np.array([0.0, 1.0, 1.0])]
    assert weakest(losses, 3).tolist() == [-1, 0, 0]
    assert weakest([], 2).tolist() == [-1, -1]


def _band(lowest: float, low: float, high: float, highest: float) -> Band:
    return Band(worst=(lowest, highest), best=(low, high))


bands = st.lists(st.floats(-50, 50).map(lambda value: round(value, 1)), min_size=4, max_size=4).map(
    lambda edges: _band(*sorted(edges))
)


@given(band=bands, values=st.lists(st.floats(-100, 100), min_size=2, max_size=20))
def test_a_band_is_full_inside_nought_beyond_and_never_rises_away_from_its_best(band: Band, values: list[float]) -> None:
    column = np.sort(np.array(values))
    score = in_band(column, band)
    (low, high), (lowest, highest) = band.best, band.worst
    assert ((score >= 0) & (score <= 1)).all()
    assert (score[(column >= low) & (column <= high)] == 1).all()
    assert (score[(column < lowest) | (column > highest)] == 0).all()
    assert (np.diff(score[column <= low]) >= -1e-9).all()
    assert (np.diff(score[column >= high]) <= 1e-9).all()


def test_nan_stays_nan_in_a_band() -> None:
    assert np.isnan(in_band(np.array([np.nan]), Band(best=(0, 1), worst=(0, 1)))).all()


# --- rubric policies ---

POLICY = """
id: policy
version: 1
channel: chat
name: {{en: P, fi: P, sv: P}}
about: {{en: P, fi: P, sv: P}}
not_applicable: {policy}
failed_gate: {gate}
dimensions: {{clarity: {clarity}, empathy: 1, readability: 1, tone: 1}}
criteria:
  clarity.next_step: 1
  empathy.takes_ownership: {owns}
  empathy.takes_responsibility: 1
  readability.sentence_length: 1
  tone.greeting: 1
gates: {{gates.placeholder: 40, gates.abuse: 10}}
"""
PLAIN = Reply("Thank you for your message. I have sent the parcel today.", "Nice shop!", language="en")


def rubric_with(folder: Path, *, policy: str = "leave_out", gate: str = "cap", clarity: float = 1, owns: float = 1) -> Path:
    """A small rubric file."""
    path = folder / f"{policy}-{gate}-{clarity}-{owns}.yaml"
    path.write_text(POLICY.format(policy=policy, gate=gate, clarity=clarity, owns=owns), "utf-8")
    return path


def test_what_does_not_apply_is_left_out_or_earned_as_the_rubric_says(tmp_path: Path) -> None:
    cards = {policy: coachkit.score(PLAIN, rubric_with(tmp_path, policy=policy)) for policy in ("leave_out", "full_marks")}
    states = {one.id: (one.status, one.score) for one in cards["leave_out"].criteria}
    assert states["empathy.takes_responsibility"] == (NOT_APPLICABLE, None)
    earned = states["empathy.takes_ownership"][1]
    assert earned is not None
    assert earned < 1
    assert cards["leave_out"].dimensions["empathy"] == pytest.approx(100 * earned, abs=0.01)
    assert cards["full_marks"].dimensions["empathy"] == pytest.approx(100 * (earned + 1) / 2, abs=0.01)


def test_what_the_criteria_cost_is_what_a_dimension_lacks(replies: list[Reply]) -> None:
    for one in cards_of(replies):
        for name, value in one.dimensions.items():
            lost = sum(criterion.lost for criterion in one.criteria if criterion.dimension == name)
            assert value is None or value == pytest.approx(max(100 - lost, 0), abs=0.1)


@pytest.mark.parametrize("policy", ["leave_out", "full_marks"])
def test_what_is_lost_adds_up_whatever_the_policy_says_of_what_does_not_apply(tmp_path: Path, policy: str) -> None:
    card = coachkit.score(PLAIN, rubric_with(tmp_path, policy=policy))
    assert any(one.status == NOT_APPLICABLE for one in card.criteria)
    for name, value in card.dimensions.items():
        lost = sum(criterion.lost for criterion in card.criteria if criterion.dimension == name)
        assert value is None or value == pytest.approx(100 - lost, abs=0.05)


def test_a_fault_costs_its_share_as_often_as_the_rubric_says(tmp_path: Path) -> None:
    blaming = Reply("You should have read the terms. Your parcel 5512 leaves today.", "Where is my parcel 5512?", language="en")
    text = POLICY.format(policy="leave_out", gate="cap", clarity=1, owns=1).replace(
        "tone.greeting: 1", "tone.greeting: 1\n  tone.no_blame: 1"
    )
    tones = []
    for faults in (1, 3):
        path = tmp_path / f"faults-{faults}.yaml"
        path.write_text(f"{text}\nfaults: {faults}\n", "utf-8")
        card = coachkit.score(blaming, path)
        blame = next(one for one in card.criteria if one.id == "tone.no_blame")
        assert blame.score is not None
        assert blame.score < 1
        tones.append((card.dimensions["tone"], blame.lost, blame.score))
    assert tones[1][1] == pytest.approx(3 * tones[0][1], abs=0.05)
    assert tones[1][2] == tones[0][2]
    assert (tones[1][0] or 0) < (tones[0][0] or 0)


def test_the_total_is_the_weighted_mean_of_the_dimensions(tmp_path: Path) -> None:
    for clarity in (1, 5):
        card = coachkit.score(PLAIN, rubric_with(tmp_path, clarity=clarity))
        values = {name: card.dimensions[name] for name in DIMENSIONS}
        weight = {name: clarity if name == "clarity" else 1 for name in DIMENSIONS}
        sure = {name: value for name, value in values.items() if value is not None}
        wanted = sum(value * weight[name] for name, value in sure.items()) / sum(weight[name] for name in sure)
        assert card.total == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize(("gate", "most"), [("cap", 40.0), ("zero", 0.0)])
def test_a_failed_gate_caps_or_zeroes_as_the_rubric_says(tmp_path: Path, gate: str, most: float) -> None:
    card = coachkit.score(Reply("Hello {{name}}, thank you. I send it today.", language="en"), rubric_with(tmp_path, gate=gate))
    assert [one.id for one in card.gates] == ["gates.placeholder"]
    assert card.total == most


def test_every_status_says_why_and_only_the_scored_have_a_score() -> None:
    for card in cards_of(ODD):
        for one in card.criteria:
            assert one.status in (SCORED, NOT_APPLICABLE, CANNOT_TELL)
            assert (one.score is None) == (one.status != SCORED)
            assert bool(one.reason) == (one.status != SCORED)
            assert one.score is None or 0 <= one.score <= 1


def test_the_fingerprint_is_the_rubrics_and_not_the_replys(tmp_path: Path) -> None:
    prints = {coachkit.score(reply, RUBRIC).fingerprint for reply in ODD[:4]}
    others = {coachkit.score(PLAIN, rubric_with(tmp_path, owns=weight)).fingerprint for weight in (1, 2)}
    assert len(prints) == 1
    assert len(prints | others) == 3


# --- the batch changes nothing ---


def varied() -> list[Reply]:
    """Forty varied replies in three languages, written for the project: honest ones, tricks, better and worse ones, odd ones."""
    gaming = [json.loads(line) for line in (CATALOGUE / "gaming.jsonl").read_text("utf-8").splitlines()]
    contrast = [json.loads(line) for line in (CATALOGUE / "contrast.jsonl").read_text("utf-8").splitlines()]
    kinds = ("honest", "copy", "hidden", "template")
    replies = [Reply(row[kinds[place % 4]], row["customer"]) for place, row in enumerate(gaming)]
    replies += [Reply(row["better" if place % 2 else "worse"], row["customer"]) for place, row in enumerate(contrast[::4])]
    return [*replies, *ODD]


ODD = [
    Reply(""),
    Reply("Ok."),
    Reply("\r\n\r\nHei!\r\n\r\n> Missä paketti on?\r\n\r\nSe tulee huomenna 😊\r\nPekka\r\n", "Missä paketti on?\nAnna"),
    Reply("Tack så mycket!\u200b Jag \ud83d skickar det i dag.", None, language="sv", customer_name="Åsa Öberg"),
    Reply("Hello {{name}}", "Where is it?", agent_name="Tom"),
    Reply("Vi beklagar. Vi beklagar. Vi beklagar.", "Var är mitt paket?"),
    Reply("The parcel comes today.", "Who knows?", language="en"),
    Reply("Ask Anna there.", "Who knows?", language="en"),
    Reply("a" * 400, "b" * 400),
    Reply("SINUN TÄYTYY ODOTTAA!!!", "Milloin aukeatte?"),
]


def cards_of(replies: Sequence[Reply]) -> list[Scorecard]:
    """A scorecard for each reply, scored with one rubric."""
    blocks = score_many(replies, RUBRIC)
    return list(chain.from_iterable([block.card(place) for place in range(len(block.replies))] for block in blocks))


def as_bytes(card: Scorecard) -> bytes:
    """All that a card holds, as bytes."""
    return repr(card).encode("utf-8", "backslashreplace")


def columns_of(replies: Sequence[Reply], *, size: int = 2000, back: Sequence[int] | None = None) -> list[bytes]:
    """All columns of score_many in blocks of a size, the rows put back in the order `back`, as bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "BLOCK", size)
        blocks = [block.columns() for block in score_many(replies, RUBRIC)]
    joined = [np.concatenate([block[name] for block in blocks]) for name in COLUMNS]
    ordered = joined if back is None else [column[list(back)] for column in joined]
    return [one.tobytes() if one.dtype == float else repr(one.tolist()).encode() for one in ordered]


@pytest.fixture(scope="module")
def replies() -> list[Reply]:
    """The forty varied replies."""
    return varied()


@pytest.fixture(scope="module")
def alone(replies: list[Reply]) -> list[bytes]:
    """Each reply's card, scored all by itself."""
    return [as_bytes(coachkit.score(reply, RUBRIC)) for reply in replies]


@pytest.fixture(scope="module")
def together(replies: list[Reply]) -> list[bytes]:
    """Each reply's card, scored with all the others."""
    return [as_bytes(card) for card in cards_of(replies)]


@pytest.fixture(scope="module")
def columns_alone(replies: list[Reply]) -> list[bytes]:
    """The columns, each reply scored all by itself."""
    return columns_of(replies, size=1)


@pytest.mark.parametrize("size", [3, 7, 2000])
@pytest.mark.slow
def test_the_size_of_a_block_changes_no_byte_of_the_columns(replies: list[Reply], columns_alone: list[bytes], size: int) -> None:
    assert len(replies) == 40
    assert columns_of(replies, size=size) == columns_alone


def test_replies_given_as_columns_score_and_read_as_the_replies_themselves(
    replies: list[Reply], columns_alone: list[bytes]
) -> None:
    columns = Replies.of(replies)
    assert list(columns) == replies
    assert list(columns[2:5]) == replies[2:5]
    assert list(columns.some(np.array([4, 1]))) == [replies[4], replies[1]]
    assert columns_of(columns) == columns_alone


def test_a_word_of_the_next_reply_is_no_neighbour() -> None:
    pairs = [
        ("It arrives in the next 3", "days are what we ask of you."),
        ("It costs 30", "euros are what we take."),
        ("WHY DO YOU SHOUT", "HEY you there, this is the second reply."),
    ]
    for pair in pairs:
        first, second = (Reply(text) for text in pair)
        together = next(batch.score_many([first, second]))
        assert [together.card(0), together.card(1)] == [batch.score(first), batch.score(second)]


def test_a_reply_without_a_language_scores_alike_alone_and_among_english_ones(replies: list[Reply]) -> None:
    lone = Reply("xqzt 123")
    scored = next(batch.score_many([*replies[:3], lone]))
    assert scored.card(3) == batch.score(lone)
    assert scored.card(3).language is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_no_byte_of_the_columns(replies: list[Reply], columns_alone: list[bytes], seed: int) -> None:
    order = list(range(len(replies)))
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    back = sorted(range(len(order)), key=order.__getitem__)
    assert columns_of([replies[place] for place in order], back=back) == columns_alone


def test_a_card_is_the_same_alone_and_in_company(alone: list[bytes], together: list[bytes]) -> None:
    assert [place for place, (one, other) in enumerate(zip(together, alone, strict=True)) if one != other] == []


@pytest.mark.slow
def test_a_new_table_of_words_between_blocks_changes_no_card(
    monkeypatch: pytest.MonkeyPatch, replies: list[Reply], together: list[bytes]
) -> None:
    # Cards are made after all blocks are scored: those of early blocks must not read the table of a later one.
    monkeypatch.setattr(coachkit.scoring.evaluate, "MOST_TYPES", 0)
    monkeypatch.setattr(coachkit.batch, "BLOCK", 3)
    blocks = list(score_many(replies, RUBRIC))
    cards = [block.card(place) for block in blocks for place in range(len(block.replies))]
    assert [as_bytes(card) for card in cards] == together


def test_a_table_of_words_that_is_full_is_let_go(replies: list[Reply], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coachkit.scoring.evaluate, "MOST_TYPES", 0)
    used = coachkit.scoring.evaluate.Analyser()
    monkeypatch.setattr(coachkit.batch, "analyser", lambda: used)
    tables = []
    gc.disable()
    try:
        for reply in replies[:6]:
            cards_of([reply])
            tables.append(weakref.ref(used.table))
        assert [table() is None for table in tables] == [True] * 5 + [False]
    finally:
        gc.enable()


def test_a_reply_given_twice_scores_the_same(replies: list[Reply]) -> None:
    cards = [as_bytes(card) for card in cards_of([one for reply in replies for one in (reply, reply)])]
    assert cards[::2] == cards[1::2]


def test_a_card_can_be_pickled_and_copied() -> None:
    """A process pool and a cache need the one, whoever edits a card in a notebook the other."""
    card = coachkit.score(PLAIN, RUBRIC)
    assert as_bytes(pickle.loads(pickle.dumps(card))) == as_bytes(deepcopy(card)) == as_bytes(card)  # noqa: S301 - our own bytes


def test_the_cards_and_the_columns_agree(replies: list[Reply]) -> None:
    columns = next(iter(score_many(replies, RUBRIC))).columns()
    for place, card in enumerate(cards_of(replies)):
        for name, value in {"total": card.total, **card.dimensions}.items():
            assert columns[name][place] == pytest.approx(np.nan if value is None else value, abs=1e-9, nan_ok=True)
        assert columns["gates"][place] == " ".join(gate.id for gate in card.gates)
        assert columns["language"][place] == card.language


@pytest.mark.slow
def test_another_process_gives_the_same_bytes(replies: list[Reply]) -> None:
    """Two fresh processes, each with its own hash seed and a part of the rows, and this one with all."""
    rows = [one for one, card in zip(replies, cards_of(replies), strict=True) if card.language in ("en", "fi")]
    frame = pd.DataFrame({"text": [one.text for one in rows], "customer": [one.customer for one in rows]})
    parts = [frame.iloc[::2], frame.iloc[1::2]]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        apart = pd.concat(pool.map(coachkit.score_frame, parts, [RUBRIC, RUBRIC])).sort_index()
    pd.testing.assert_frame_equal(apart, coachkit.score_frame(frame, RUBRIC), check_exact=True)


# --- any text ---

ODD_TEXT = st.text(max_size=80) | st.text(
    "aÄö .,!?\r\n\u200b\u200d\u0301\ufe0f😊👩\U0001f1eb\ud800\U000e0041>-:1@€{}[]", max_size=80
)
PRAISED = {"en": "thank you for telling us", "fi": "kiitos kun kerroit", "sv": "tack för att du berättade"}


@pytest.mark.slow
@settings(max_examples=30)
@given(
    texts=st.lists(st.tuples(ODD_TEXT, ODD_TEXT | st.none(), st.sampled_from(["fi", "sv", "en", None])), min_size=1, max_size=6)
)
def test_no_text_makes_a_score_raise_and_every_span_quotes_the_original(texts: list[tuple[str, str | None, str | None]]) -> None:
    replies = [
        Reply(f"{text} {PRAISED[language or 'en']} {text}", customer, language=language) for text, customer, language in texts
    ]
    replies += [Reply(text, customer, language=language) for text, customer, language in texts]
    for reply, card in zip(replies, cards_of(replies), strict=True):
        assert card.reply is reply
        assert card.total is None or 0 <= card.total <= 100
        for finding in (*card.findings, *(one for gate in card.gates for one in gate.findings)):
            start, end = finding.span.start, finding.span.end
            assert 0 <= start < end <= len(reply.text)
            assert finding.quote == reply.text[start:end]
            assert not finding.quote[0].isspace()


@settings(max_examples=25)
@given(before=st.text("aÄ 😊\u200b\u0301\r\n\ud800", max_size=30), after=st.text("aÄ 😊\u200b\u0301\r\n\ud800", max_size=30))
def test_a_marker_is_quoted_from_its_very_place(before: str, after: str) -> None:
    text = f"{before}\nYou should have read it.\n{after}"
    card = coachkit.score(Reply(text, language="en"), RUBRIC)
    quotes = {finding.quote: finding.span.start for finding in card.findings if finding.criterion == "tone.no_blame"}
    assert quotes == {"You should have read": len(before) + 1}


HARD = {
    "words": "We are sorry, the parcel comes soon. ",
    "no white space": "a",
    "brackets": "[{<",
    "hidden characters": "a\u200b",
    "quoted lines": "\n> a",
    "stops": "a.",
    "emoji": "😊",
    "digits": "1 ",
}


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
@pytest.mark.slow
def test_a_megabyte_is_scored_within_seconds(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    before = process_time()
    card = coachkit.score(Reply(text, text, language="en"), "social")
    assert process_time() - before < 8
    assert all(finding.span.end <= LONGEST for finding in card.findings)


def calls_for(text: str, rubric: str = RUBRIC) -> int:
    """How many Python and C functions are called to score the text."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        coachkit.score(Reply(text, "Where is my parcel 5512?", language="en"), rubric)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["We are sorry, your parcel 5512 comes on Monday. ", "a1. ", "Sorry [name] ", "call 040 123 4567 "]
)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    calls_for(piece * 1_000)  # what is loaded and learnt once is none of the text's
    sizes = [calls_for(piece * (size // len(piece))) for size in (50_000, 100_000, 200_000)]
    assert sizes[2] - sizes[1] <= 2.3 * max(sizes[1] - sizes[0], 1000)


def test_looking_for_personal_data_grows_no_faster_than_the_text() -> None:
    calls_for("a@b.fi", "social")  # what is loaded once is none of the text's
    sizes = [calls_for("a@b.fi " * pieces, "social") for pieces in (400, 800, 1600)]
    assert sizes[2] - sizes[1] <= 2.3 * (sizes[1] - sizes[0])


@pytest.mark.usefixtures("offline")
def test_the_network_cut_changes_nothing(replies: list[Reply], together: list[bytes]) -> None:
    assert [as_bytes(card) for card in cards_of(replies)] == together


COLD = """
import socket, sys
def refuse(*args, **kwargs): raise SystemExit("the network was used")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import coachkit
light = set(sys.modules)
card = coachkit.score(coachkit.Reply("Hello, the parcel comes on Monday.", "Where is my parcel?"))
coachkit.feedback(card)
names = ("pandas", "pyarrow", "altair", "IPython", "jinja2", "textstat", "typer", "rich", "anywidget", "ipywidgets")
print(card.total is not None, [name for name in names if name in sys.modules],
    [name for name in ("numpy", "pydantic") if name in light])
"""


@pytest.mark.slow
def test_a_cold_score_needs_no_network_and_imports_nothing_heavy() -> None:
    run = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=False, cwd=CATALOGUE.parents[1])
    assert run.stderr == ""
    assert run.stdout.split("\n")[0] == "True [] []"
