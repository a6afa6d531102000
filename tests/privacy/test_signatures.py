"""Names with which one-line replies are signed: more than a mark and a word, or bare behind the last sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.privacy.test_sieve import FILLER
else:
    from test_sieve import FILLER

from coachkit import compiled
from coachkit.privacy import Masker, scan, scan_columns, scan_many
from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.sieve import FEWEST

SIGNED = (
    ("Vi löser det. //Anna", "Vi löser det. //<PERSON-1>"),
    ("Vi löser det. // Zlatan", "Vi löser det. // <PERSON-1>"),
    ("Vi löser det. /Anna Svensson", "Vi löser det. /<PERSON-1>"),
    ("Vi löser det. /Anna på kundservice", "Vi löser det. /<PERSON-1> på kundservice"),
    ("Vi löser det. /Anna, kundservice", "Vi löser det. /<PERSON-1>, kundservice"),
    ("Vi löser det. / Åsa Öberg, kundservice", "Vi löser det. / <PERSON-1>, kundservice"),
    ("Vi löser det! -Anna V.", "Vi löser det! -<PERSON-1>."),
    ("Asia on nyt kunnossa! -Mika Virtanen", "Asia on nyt kunnossa! -<PERSON-1>"),
    ("Asia on kunnossa. –Mika/asiakaspalvelu", "Asia on kunnossa. –<PERSON-1>/asiakaspalvelu"),
    ("Asia on kunnossa. - Mika Virtanen", "Asia on kunnossa. - <PERSON-1>"),
    ("Asia on kunnossa. -Liisa asiakaspalvelusta", "Asia on kunnossa. -<PERSON-1> asiakaspalvelusta"),
    ("Done. ^Anna V", "Done. ^<PERSON-1>"),
    ("Done. ^Leah.", "Done. ^<PERSON-1>."),
    ("Done. ^Leah 1/2", "Done. ^<PERSON-1> 1/2"),
    ("Done. ^^ML", "Done. ^^<PERSON-1>"),
    ("Vi löser det. /anna", "Vi löser det. /<PERSON-1>"),
    ("Vi löser det. ~ liisa på support", "Vi löser det. ~ <PERSON-1> på support"),
    ("Palaamme asiaan 😊/Liisa", "Palaamme asiaan 😊/<PERSON-1>"),
    ("Palaamme asiaan 😊 Liisa", "Palaamme asiaan 😊 <PERSON-1>"),
    ("Palaamme asiaan :) Liisa 🌞", "Palaamme asiaan :) <PERSON-1> 🌞"),
    ("Hope this helps to clarify. Jason", "Hope this helps to clarify. <PERSON-1>"),
    ("Hyvää viikonloppua! Liisa", "Hyvää viikonloppua! <PERSON-1>"),
    ("Trevlig helg! Anna", "Trevlig helg! <PERSON-1>"),
    ("Trevlig helg! Anna & Erik", "Trevlig helg! <PERSON-1> & <PERSON-2>"),
    ("Trevlig helg! Anna-Maija (kundservice)", "Trevlig helg! <PERSON-1> (kundservice)"),
    ("Ha en fin dag! Erik på Elisa", "Ha en fin dag! <PERSON-1> på Elisa"),
    ("Ha en fin dag! Erik hos oss https://t.co/Ab1", "Ha en fin dag! <PERSON-1> hos oss https://t.co/Ab1"),
    ("Read more: https://example.com/refunds Julie", "Read more: https://example.com/refunds <PERSON-1>"),
    ("Asia hoidetaan. Terkuin Liisa https://t.co/Ab1", "Asia hoidetaan. Terkuin <PERSON-1> https://t.co/Ab1"),
    ("Asia hoidetaan. Terkuin Liisa ja tiimi", "Asia hoidetaan. Terkuin <PERSON-1> ja tiimi"),
    ("Asia hoidetaan. Terveisin Liisa asiakaspalvelusta", "Asia hoidetaan. Terveisin <PERSON-1> asiakaspalvelusta"),
    ("Vi löser det.\n//Erik\nKundtjänst", "Vi löser det.\n//<PERSON-1>\nKundtjänst"),
    ("Vi löser det.\nErik, Kundtjänst", "Vi löser det.\n<PERSON-1>, Kundtjänst"),
)
NOBODYS = (
    "Please see option A/B",
    "Välj storlek S/M",
    "ja/Nej",
    "Tack för din beställning - Leverans på fredag",
    "Tack för din fråga. - Kontakta kundservice",
    "Thanks!",
    "Mukavaa päivää! Kiitos",
    "Soita meille. Terveisin asiakaspalvelu",
    "Hyvää joulua! Visa",
    "Kiitos! Anna palautetta chatista",
    "Maksutavat ovat: - Visa, Mastercard",
    "We fly to St. Lucia.",
    "Hope this helps. Will they call, or Jason at home?",
    "Send us a DM. Hope to see you",
    "That is all. Max 5 people",
    "We sell mugs by J. Edgar Ltd.",
    "Se on siinä. - anna palautetta",
    "Kom hit. Robin is the name of a bird that sings on the roof of our shop in the old town",
)
BEFORE = ("Done", "På", "https://t.co/Ab1", "St", "J", "x", "", "Terkuin", "Mvh", "We did.\nIt", "漢", "Hei Liisa!")
STOPS = ("", ".", "!", "?", "…", ")", ":)", ",", " 😊", "😊", "❤️", "\n", " -", "”", "×", "\u00a0", " 1")
GAPS = ("", " ", "  ", "\u00a0", "\n", "\r\n", "\n \t", "\u2003", " \u00a0")
MARKS = ("", "", "-", "–", "—", "^", "/", "//", "*", "~", "––", "/-", "~~~")
NAMES = (
    *sorted(name for name in listed_names().every if not name.isascii()),
    *("anna", "mika", "visa", "bo", "hope", "anna-maija", "liisa virtanen", "anna v", "Anna V", "zlatan", "kundservice", "mina"),
    *("max von Sydow", "kim", "\u212aim", "a\u030asa", "anna Oy", "anna5", "will", "de la Anna", "maximilian"),
)
BEHIND = (
    *("", "", ".", "!", "?", ".–)", " V.", ", kundservice", " på Elisa", "/asiakaspalvelu", " / Elisa", "\nKundtjänst"),
    *(" & Erik", " ja tiimi", " och ÅSA", " can help", " from HP", " asiakaspalvelusta", " yhteistyöstä", " (chatt)"),
    *(" – Elisa Oy", ",\n\nTeam", " 1/2", " 12", " @Elisa", "×", "ß", "’s", " palautetta", ". Vi hörs", "^AB"),
    *("\u00a0på x", " - support", " 😊"),
)
LINKS = ("", "", " ", "\n", " https://t.co/Ab1", "\nhttps://t.co/Ab1", " http https://a", "\u3000", " link")
ENDINGS = st.tuples(
    *map(st.sampled_from, (BEFORE, STOPS, GAPS, MARKS, ("", "", " ", "  "))),
    st.sampled_from([form for name in NAMES for form in (name, name.title(), name.upper())]),
    *map(st.sampled_from, (BEHIND, LINKS)),
).map("".join)


@pytest.fixture
def _compiled() -> Iterator[None]:
    pytest.importorskip("numba", reason="needs Numba: pip install 'coachkit[fast]'")
    compiled.use()
    yield
    compiled.use(on=compiled.always())


@pytest.mark.parametrize(("text", "expected"), SIGNED)
def test_whoever_signs_is_masked(text: str, expected: str) -> None:
    assert Masker().mask(text).text == expected


@pytest.mark.parametrize("text", NOBODYS)
def test_what_only_looks_like_a_signature_stays(text: str) -> None:
    assert Masker().mask(text).text == text


def test_a_signature_is_short() -> None:
    assert scan("Vi hörs. /Anna, kundservice på vårt kontor i Vanda").names
    assert not scan(f"Vi hörs. /Anna, {'kundserviceavdelningen ' * 3}").names
    assert not scan("Vi hörs. /Anna, vi ser fram emot att du kommer").names


def test_they_are_found_in_a_block_too() -> None:
    texts = [*(text for text, _ in SIGNED), *NOBODYS, "a", "/Anna på support", "", "–Anna, support"]
    assert scan_many([*FILLER, *texts])[FEWEST:] == [scan(text) for text in texts]


@pytest.mark.usefixtures("_compiled")
def test_so_they_are_by_the_compiled_loops() -> None:
    texts = [*(text for text, _ in SIGNED), *NOBODYS]
    assert list(zip(*scan_columns(texts), strict=True)) == _alone(texts)


@given(st.lists(ENDINGS, min_size=1, max_size=40))
@settings(max_examples=150)
def test_a_block_gives_what_each_text_gives(texts: list[str]) -> None:
    assert scan_many([*FILLER, *texts])[FEWEST:] == [scan(text) for text in texts]


@pytest.mark.usefixtures("_compiled")
def test_so_do_the_compiled_loops() -> None:
    @given(st.lists(ENDINGS, min_size=1, max_size=40))
    @settings(max_examples=200)
    def agree(texts: list[str]) -> None:
        assert list(zip(*scan_columns(texts), strict=True)) == _alone(texts)

    agree()


@pytest.mark.usefixtures("_compiled")
@pytest.mark.parametrize("before", ["Tack! ", "Tack /", "Tack https://t.co/a ", "Tack 😊"])
def test_every_listed_name_is_found_by_the_loops_and_in_a_block(before: str) -> None:
    texts = [f"{before}{name.title()}" for name in sorted(listed_names().sure)]
    found = _alone(texts)
    assert len(found) == len(texts)
    assert list(zip(*scan_columns(texts), strict=True)) == found
    assert scan_many(texts) == [scan(text) for text in texts]


def _alone(texts: list[str]) -> list[tuple[int, str, int, int]]:
    return [
        (place, *one)
        for place, text in enumerate(texts)
        for found in [scan(text)]
        for one in (*found.pieces, *(("", *name) for name in found.names))
    ]
