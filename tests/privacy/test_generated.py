"""Messages made with known personal data in them: all of it is masked, and the numbers that are nobody's stay."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from coachkit.privacy import Masker, Masking, scan, scan_many
from coachkit.privacy.values import CHECKSUMMED

if TYPE_CHECKING:
    from tests.privacy.messages import Made

LANGUAGES = ["fi", "sv", "en"]


@pytest.fixture(params=LANGUAGES)
def made(request: pytest.FixtureRequest, all_messages: dict[str, list[Made]]) -> list[Made]:
    return all_messages[request.param]


def test_a_thousand_messages_of_ten_kinds(made: list[Made]) -> None:
    kinds = Counter(kind for one in made for kind, _, _ in one.data)
    assert len(made) == 1_000
    assert len(kinds) == 10
    assert set(kinds.values()) == {100}


def test_all_that_has_a_check_digit_is_masked_and_nearly_all_of_the_rest(made: list[Made], orders: str) -> None:
    masker = Masker(Masking(orders))
    there, masked, named = Counter[str](), Counter[str](), Counter[str]()
    for one in made:
        pieces = masker.mask(one.text).pieces
        for kind, start, end in one.data:
            there[kind] += 1
            masked[kind] += any(piece.start <= start and end <= piece.end for piece in pieces)
            named[kind] += any(piece.start <= start and end <= piece.end and piece.kind == kind for piece in pieces)
    recall = {kind: masked[kind] / there[kind] for kind in there}
    assert all(recall[kind] == 1.0 for kind in CHECKSUMMED), recall
    assert recall["ORDER"] == 1.0, recall
    assert min(recall["PHONE"], recall["EMAIL"]) >= 0.98, recall
    assert min(recall["PERSON"], recall["ADDRESS"]) >= 0.95, recall
    assert min(named[kind] / there[kind] for kind in there) >= 0.95, named


def test_order_numbers_prices_dates_times_years_and_postcodes_stay(made: list[Made], orders: str) -> None:
    masker = Masker(Masking(orders))
    right = wrong = 0
    for one in made:
        for piece in masker.mask(one.text).pieces:
            meant = any(piece.start < end and start < piece.end for _, start, end in one.data)
            right, wrong = right + meant, wrong + (not meant)
            assert not meant or not any(piece.start < end and start < piece.end for start, end in one.harmless), one
    assert right / (right + wrong) >= 0.98


@pytest.mark.slow
def test_a_block_finds_what_each_text_alone_finds(made: list[Made], orders: str) -> None:
    texts = [one.text for one in made]
    assert scan_many(texts, orders) == [scan(text, orders) for text in texts]
