"""The compiled loop over runs of digits finds the texts and the places that numpy finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from coachkit.signals import digit_runs
from coachkit.signals.encoded import encoded
from tests.signals.test_digit_runs import BETWEEN, COLUMNS, NUMBERS

pytestmark = pytest.mark.slow  # where nobody has prepared anything yet, the loops are compiled first

pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")


class _Switch:
    """Whether the loops are in use: first as it is said, then, for the cards alone, in any case."""

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def in_use(self) -> bool:
        on, self._on = self._on, True
        return on


def _assert_same(texts: list[str]) -> None:
    column = encoded(texts)
    assert column is not None
    runs = digit_runs.digit_runs(column)
    results = []
    for on in (False, True):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(digit_runs, "compiled", _Switch(on=on))
            results.append([found.tolist() for found in digit_runs.rows_with_numbers(column, runs)])
    assert results[0] == results[1]


@given(COLUMNS)
@settings(max_examples=300)
def test_the_loop_finds_what_numpy_finds(texts: list[str]) -> None:
    _assert_same(texts)


def test_it_does_for_every_number_behind_and_before_everything() -> None:
    _assert_same([f"{before}{number}{behind}7" for before in BETWEEN for number in NUMBERS for behind in BETWEEN])


@pytest.mark.parametrize("texts", [[""], ["", "7", ""], ["0401234567"], ["i", "12345678"], ["FI", "2112345600000785"]])
def test_it_does_at_the_ends_of_texts(texts: list[str]) -> None:
    _assert_same(texts)


def test_its_numbers_are_those_of_numpy() -> None:
    from coachkit.signals import number_kernels

    assert number_kernels.FEWEST == digit_runs.FEWEST_DIGITS
    assert (number_kernels.LONGEST_GAP, number_kernels.MOST_BYTES) == (digit_runs._LONGEST_GAP, digit_runs._MOST_BYTES)
