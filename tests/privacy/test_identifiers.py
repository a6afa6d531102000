"""Identity, business, account and card numbers: published examples in every spelling, and their look-alikes."""

from __future__ import annotations

import pytest

from coachkit.privacy import Masker

# The examples that the issuers themselves publish: DVV, Skatteverket, PRH (Nokia Oyj), the IBAN registry, card test numbers.
EXAMPLES = {
    "HETU": ["131052-308T", "131052-308t", "131052 - 308T", "131052\u2013308T", "131052Y308T"],
    "PERSONNUMMER": ["811228-9874", "8112289874", "19811228-9874", "198112289874", "811228\u20139874", "701063-2391"],
    "Y-TUNNUS": ["0112038-9", "0112038\u20139", "FI01120389"],
    "IBAN": [
        "FI21 1234 5600 0007 85",
        "FI2112345600000785",
        "fi2112345600000785",
        "FI21-1234-5600-0007-85",
        "SE45 5000 0000 0583 9825 7466",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "QA58 DOHB 0000 1234 5678 90AB CDEF G",
    ],
    "CARD": ["4111 1111 1111 1111", "4111111111111111", "4111-1111-1111-1111", "5555.5555.5555.4444", "3782 822463 10005"],
}
FRAMES = ["{}", "Tunnus {} ja muuta", "({})", "Se on {}.", "12 kpl, {} 12/27", "nro:{},kiitos", "{} on minun", "A\n{}\nB"]


@pytest.mark.parametrize(("kind", "number"), [(kind, one) for kind, numbers in EXAMPLES.items() for one in numbers])
@pytest.mark.parametrize("frame", FRAMES)
def test_published_examples_are_masked_in_every_spelling(kind: str, number: str, frame: str) -> None:
    text = frame.format(number)
    masked = Masker().mask(text)
    assert [(one.kind, text[one.start : one.end]) for one in masked.pieces] == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        "811228-9875",
        "2112038-8",
        "FI22 1234 5600 0007 85",
        "4111 1111 1111 1112",
        "31.12.1981",
        "tilaus 20241128-1234",
        "1234567-8",
    ],
)
def test_numbers_whose_check_fails_are_left_alone(text: str) -> None:
    assert Masker().mask(text).pieces == ()


def test_account_numbers_in_a_row_and_behind_what_looks_like_one_are_all_masked() -> None:
    masked = Masker().mask("In24 FI21 1234 5600 0007 85 SE45 5000 0000 0583 9825 7466").text
    assert masked == "In24 <IBAN-1> <IBAN-2>"


def test_a_henkilotunnus_with_a_slip_in_its_letter_is_masked_all_the_same() -> None:
    assert Masker().mask("hetu 131052-308A").text == "hetu <HETU-1>"
