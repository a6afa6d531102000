"""What is proposed becomes a rubric file that loads, and what is measured for it is what the program scored with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coachkit.agreement import Estimate
from coachkit.batch import score
from coachkit.calibration import Proposal, Target
from coachkit.cli.calibrate_rubric import changed
from coachkit.cli.measured_replies import measured_of
from coachkit.cli.review_sources import Said
from coachkit.criteria.marks import in_band
from coachkit.documents import read_text, shipped_folder
from coachkit.languages import Band
from coachkit.model import Reply
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import load_rubric
from coachkit.scoring.kept import ScoreRow

NONE = Estimate(0.0, 0.0, 0.0, 0)
TEXTS = {
    "en": "Hi! I'm sorry that your lamp came broken, and I'll send you a new one today, so that you have it on Friday. Aino",
    "fi": "Hei! Pahoittelen, että lamppu tuli rikki. Lähetän uuden tänään, ja saat sen perjantaina. Terveisin Aino",
}


def proposal(**weights: float) -> Proposal:
    """A proposal that moves some weights of the e-mail rubric."""
    email = load_rubric("email")
    moved = {name.replace("__", "."): weight for name, weight in weights.items()}
    dimensions = {str(name): weight for name, weight in email.file.dimensions.items()}
    return Proposal({**email.weights, **moved}, dimensions, NONE, NONE, NONE, 0, 0, 0, 1, 50)


def test_new_limits_and_weights_stand_in_a_rubric_that_loads(tmp_path: Path) -> None:
    limits = Band(best=(0, 26.5), worst=(0, 44))
    targets = [
        Target("readability.longest_sentence", limits, limits, 50, 0.1),
        Target("readability.paragraphs", limits, limits, 50, 0.1),
        Target("tone.greeting", limits, limits, 50, 0.1),
    ]
    before = read_text(shipped_folder("rubrics") / "email.yaml")
    after = changed(before, proposal(tone__greeting=0, readability__paragraphs=4.5), 3, targets)
    (tmp_path / "ours.yaml").write_text(after, "utf-8")
    found = load_rubric(tmp_path / "ours.yaml")
    assert found.bands["readability.longest_sentence"] == found.bands["readability.paragraphs"] == limits
    assert (found.weights["readability.longest_sentence"], found.weights["readability.paragraphs"]) == (3, 4.5)
    assert "tone.greeting" not in found.weights
    assert "  readability.longest_sentence: {weight: 3, band: {best: [0, 26.5], worst: [0, 44]}}\n" in after
    untouched = set(before.splitlines()) - set(after.splitlines())
    assert len(untouched) == 4  # version, a weight left out, two lines with new limits


def test_a_proposal_without_changes_changes_only_the_version() -> None:
    before = read_text(shipped_folder("rubrics") / "email.yaml")
    assert changed(before, proposal(), 3) == before.replace("\nversion: 2\n", "\nversion: 3\n")


@pytest.mark.parametrize("languages", [("en",), ("en", "fi")])
def test_what_is_measured_is_what_the_program_scores(languages: tuple[str, ...]) -> None:
    chat, cards, replies, reviews = load_rubric("chat"), [], [], []
    for place, language in enumerate(languages):
        card = score(Reply(TEXTS[language], "My lamp came broken! When will I get a new one?", "chat", language), "chat")
        cards.append(card)
        row = ScoreRow(**card.columns())
        replies.append(
            ReplyRow(f"k{place}", card.reply.text, card.reply.customer or "", channel="chat", language=language, machine=row)
        )
        reviews.append(ReviewRow(f"k{place}", "Aino", {"readability.longest_sentence": 0.5}, 70.0))
    found, language = measured_of(Said(tuple(reviews), tuple(replies), (), {}), chat)
    assert language == ("en" if len(languages) == 1 else "")
    assert ("readability.longest_sentence" in found) == (len(languages) == 1 or "readability.longest_sentence" in chat.bands)
    compared = 0
    for name, one in found.items():
        scored = [next(each.score for each in card.criteria if each.id == name) for card in cards]
        for value, expected in zip(in_band(one.values, one.band), scored, strict=True):
            assert np.isnan(value) if expected is None else value == pytest.approx(expected, abs=0.01)
            compared += expected is not None
    assert compared > 3
