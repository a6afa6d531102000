"""Masking a conversation: the same thing has the same placeholder, whoever looks for it and in whatever pieces."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.errors import InputError
from coachkit.model import Reply
from coachkit.privacy import KINDS, Masked, Masker, Masking, Scan, scan, scan_many
from coachkit.privacy.forms import is_form_of
from coachkit.privacy.sieve import FEWEST

if TYPE_CHECKING:
    from tests.privacy.messages import Made

SECRET = b"s" * 32
CHAT = [
    "Hei, olen Liisa Virtanen ja puhelinnumeroni on 040 123 4567.",
    "Hei Liisa! Soitamme numeroon +358 40 123 4567. Terveisin Matti",
    "Kiitos Matti! Kerroitko Liisan asiasta myös Pekalle? Virtaselle voi kirjoittaa: liisa.virtanen@example.com",
    "Kirjoitan osoitteeseen Liisa.Virtanen@example.com. T. Matti",
]
MASKED = [
    "Hei, olen <PERSON-1> ja puhelinnumeroni on <PHONE-1>.",
    "Hei <PERSON-1>! Soitamme numeroon <PHONE-1>. Terveisin <PERSON-2>",
    "Kiitos <PERSON-2>! Kerroitko <PERSON-1> asiasta myös Pekalle? <PERSON-1> voi kirjoittaa: <EMAIL-1>",
    "Kirjoitan osoitteeseen <EMAIL-1>. T. <PERSON-2>",
]
# Texts out of the words that masking looks at, so that chance meets every corner of it.
PARTS = st.sampled_from(
    [
        "Hei",
        "hej",
        "Dear",
        "Liisa",
        "liisa",
        "Virtanen",
        "Matille",
        "Anna",
        "O'Brien",
        "af",
        "von",
        "t.",
        "Terveisin",
        "Mvh",
        "Best regards",
        "nimeni on",
        "my name is",
        "jag heter",
        "Mr",
        "Nimi:",
        "kiitos",
        "Thanks",
        ",",
        ".",
        "!",
        "\n",
        "\n\n",
        " ",
        "  ",
        "-",
        "^AB",
        "@",
        "(at)",
        "040 123 4567",
        "+358 40 1234567",
        "131052-308T",
        "FI21 1234 5600 0007 85",
        "4111 1111 1111 1111",
        "a@b.example",
        "Storgatan 4 B",
        "12 High Street",
        "00100 Helsinki",
        "12.3.2026",
        "<PERSON-1>",
        "<PHONE-7>",
        "agent-k3f9qz",
        "İ",
        "ß",
        "ﬁ",
        "😊",
        "\u00a0",
        "0",
        "12345678",
        "i'm",
        "I’m",
        "This is",
        "nimellä",
        "PL 12",
    ]
)
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=14).map(" ".join) | st.lists(PARTS, max_size=10).map("".join)


def masked(texts: list[str], masker: Masker | None = None) -> list[str]:
    used = masker or Masker()
    return [used.mask(text, conversation="c").text for text in texts]


def test_the_same_thing_has_the_same_number_in_all_its_forms() -> None:
    assert masked(CHAT) == MASKED


def test_numbers_start_anew_in_each_conversation_and_do_not_mix() -> None:
    masker = Masker()
    both = [(masker.mask(text, conversation="a").text, masker.mask(text, conversation="b").text) for text in CHAT]
    assert both == list(zip(MASKED, MASKED, strict=True))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_blocks_of_any_size_and_order_of_work_give_the_same_placeholders(size: int, all_messages: dict[str, list[Made]]) -> None:
    texts = [one.text for language in all_messages.values() for one in language[:150]]
    ids = [str(place % 40) for place in range(len(texts))]
    blocks = [texts[place : place + size] for place in range(0, len(texts), size)]
    order = list(range(len(blocks)))
    random.Random(size).shuffle(order)  # noqa: S311 - repeatable, not secret
    scanned = {place: scan_many(blocks[place]) for place in order}
    found = [one for place in range(len(blocks)) for one in scanned[place]]
    apart, alone = Masker(), Masker()
    given_scans = [apart.mask(text, conversation=name, found=one).text for text, name, one in zip(texts, ids, found, strict=True)]
    assert given_scans == [alone.mask(text, conversation=name).text for text, name in zip(texts, ids, strict=True)]


def test_asking_again_gives_the_same_placeholders() -> None:
    masker = Masker()
    assert masked(CHAT, masker) == MASKED
    assert masked(CHAT, masker) == MASKED


def test_what_is_masked_stays_as_it_is_when_it_is_masked_again() -> None:
    masker = Masker(secret=SECRET)
    agent = masker.agent("Matti Meikäläinen")
    assert masked(MASKED) == MASKED
    assert masker.agent(agent) == agent
    assert masker.mask("Hei <PERSON-1>, tässä on Anna.", agent=agent, customer="<PERSON-1>").text == (
        "Hei <PERSON-1>, tässä on <PERSON-2>."
    )


def test_a_masked_reply_fails_no_gate_for_its_placeholders() -> None:
    reply = "Hi <PERSON-1>, I'm sorry. I'll call <PHONE-1> on Friday. Regards, agent-k3f9qz"
    assert score(Reply(reply, "Where is it?", "email", "en")).gates == ()


@given(TEXTS)
def test_pieces_index_the_original_and_the_rest_is_untouched(text: str) -> None:
    result = Masker().mask(text)
    rest, place = "", 0
    for one in result.pieces:
        assert place <= one.start < one.end <= len(text)
        rest += text[place : one.start] + one.placeholder
        place = one.end
    assert rest + text[place:] == result.text


@given(st.lists(TEXTS, max_size=5))
@pytest.mark.slow
def test_a_column_is_searched_as_each_text_is(texts: list[str]) -> None:
    column = [*texts, *map(str, range(FEWEST))]
    assert scan_many(column) == [scan(text) for text in column]


@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    once = Masker().mask(text).text
    kinds = "|".join(KINDS)
    left = re.sub(rf"<(?:{kinds})-\d+>", "", once)
    again = Masker().mask(once).text
    assert re.sub(rf"<(?:{kinds})-\d+>", "", again) == left or scan(once).names


@given(TEXTS, st.data())
def test_a_moved_range_holds_the_same_words(text: str, data: st.DataObject) -> None:
    result = Masker().mask(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = result.moved(start, end)
    assert 0 <= begin <= stop <= len(result.text)
    touched = [one for one in result.pieces if one.start < end and start < one.end]
    if not touched:
        assert result.text[begin:stop] == text[start:end]
    elif end > start:
        assert all(one.placeholder in result.text[begin:stop] for one in touched)


def test_evidence_moves_with_the_text() -> None:
    text = "Hei Liisa, soitan huomenna."
    result = Masker().mask(text)
    start = text.index("soitan")
    begin, end = result.moved(start, start + len("soitan"))
    assert result.text[begin:end] == "soitan"
    assert result.text[slice(*result.moved(0, 6))] == "Hei <PERSON-1>"
    assert Masked("abc").moved(1, 2) == (1, 2)


@pytest.mark.parametrize(
    ("name", "forms", "others"),
    [
        ("matti", "matti matin mattia matille matilta matissa mattikin matilleko", "matto matkalle mattojen"),
        ("liisa", "liisan liisaa liisalle liisalta liisaan liisasta liisankin liisas", "liike lista"),
        ("virtanen", "virtasen virtaselle virtasta virtaset", "virta virtana"),
        ("markus", "markuksen markukselle markusta", "markka"),
        ("johan", "johanin johanille johania johans", "johto"),
        ("lahti", "lahden lahdelle lahtea", "lahtari"),
        ("mäki", "mäen mäelle mäkeä", "mänty"),
        ("anna", "annas annan annalle", "annos antaa"),
        ("pekka", "pekan pekalle pekkaa", "pelko"),
        ("o'brien", "o'brien's o'briens", "o'connor"),
    ],
)
def test_forms_of_a_name(name: str, forms: str, others: str) -> None:
    assert [one for one in [name, *forms.split()] if not is_form_of(one, name)] == []
    assert [one for one in others.split() if is_form_of(one, name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Hei Kiitos viestistäsi!",
        "Hei Onko paketti tullut?",
        "Hi there, all is well.",
        "Dear Customer, thank you.",
        "Hej Kund!",
        "Terveisin\nAsiakaspalvelu",
        "Best regards,\nAcme Ltd",
        "I'm Finnish and I am at home.",
        "Olen Helsingissä tänään.",
        "Thanks for the tag!",
        "Kiitos. Toivotaan parasta!",
        "Mvh Kundtjänst",
        "terv. pettynyt asiakas",
        "Hello again",
        "Sorry to hear that.",
    ],
)
def test_words_that_stand_where_a_name_would_stay(text: str) -> None:
    assert Masker().mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Puhelin on käytössä 24/7 ja 365 päivää.",
        "Tilaus 20241128 saapui 12.11.2026 klo 14.30-16.00.",
        "Se maksoi 1 299,00 euroa.",
        "Order 0012345678 was sent on 2026-11-12.",
        "Viitenumero 1234 56789 01234",
        "Open 08:00-20:00, 7 days.",
        "Postikoodi on 00100.",
        "Ärende 0401234567-22",
        "Lasku nro 0401234567",
        "See https://example.com/thread/1281991/2020",
    ],
)
def test_numbers_that_are_nobodys_stay(text: str) -> None:
    assert Masker().mask(text).text == text


def test_a_name_that_is_also_a_word_is_masked_only_with_a_capital() -> None:
    assert masked(["Hei, olen Toivo.", "toivon, että Toivolle soitetaan"]) == [
        "Hei, olen <PERSON-1>.",
        "toivon, että <PERSON-1> soitetaan",
    ]


def test_agents_have_one_pseudonym_in_column_and_text_and_every_conversation() -> None:
    masker = Masker(secret=SECRET)
    name = "Matti Meikäläinen"
    first = masker.mask("T. Matti", conversation="a", agent=name).text
    second = masker.mask("Matti Meikäläinen auttaa", conversation="b", agent=name.upper()).text
    assert first == f"T. {masker.agent(name)}"
    assert second == f"{masker.agent(name)} auttaa"
    assert re.fullmatch("agent-[2-9a-z]{6}", masker.agent(name) or "")
    assert Masker(secret=b"another").agent(name) != masker.agent(name)
    assert Masker(secret=SECRET).agent("  matti   meikäläinen") == masker.agent(name)


def test_names_keeps_the_agents_and_masks_the_customers() -> None:
    masker = Masker(Masking(names=True), SECRET)
    said = masker.mask("Hei Liisa! T. Matti", agent="Matti Meikäläinen", customer="Liisa Virtanen")
    assert said.text == "Hei <PERSON-1>! T. Matti"
    assert masker.agent("Matti Meikäläinen") == "Matti Meikäläinen"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hei Liisa ja Pekka!", "Hei <PERSON-1> ja <PERSON-2>!"),
        ("Hi Amy & Tom, thanks.", "Hi <PERSON-1> & <PERSON-2>, thanks."),
        ("Moi! Tässä Matti Meikäläinen.", "Moi! Tässä <PERSON-1>."),
        ("Hello, this is Siobhan O'Brien calling.", "Hello, this is <PERSON-1> calling."),
        ("Hej, det här är Åsa Öberg.", "Hej, det här är <PERSON-1>."),
        ("Hyvä rouva Virtanen, hei.", "Hyvä rouva <PERSON-1>, hei."),
        ("Tilasin Liisa Virtasen nimellä.", "Tilasin <PERSON-1> nimellä."),
        ("t. liisa", "t. <PERSON-1>"),
        ("All sorted. ^AB", "All sorted. ^<PERSON-1>"),
        ("Hello John,\nJohn's order is late.", "Hello <PERSON-1>,\n<PERSON-1> order is late."),
        ("Kunden heter Lars-Erik af Forselles.", "Kunden heter <PERSON-1>."),
    ],
)
def test_names_that_a_text_gives(text: str, expected: str) -> None:
    assert Masker().mask(text).text == expected


def test_two_people_who_share_a_name_are_two() -> None:
    said = masked(["Nimeni on Liisa Virtanen.", "Nimeni on Liisa Korhonen."])
    assert said == ["Nimeni on <PERSON-1>.", "Nimeni on <PERSON-2>."]


def test_order_numbers_are_masked_by_the_pattern_only() -> None:
    text = "Tilaus ORD-123456 ja ORD-123456 ja ORD-654321"
    assert Masker().mask(text).text == text
    assert Masker(Masking(r"ORD-\d{6}")).mask(text).text == "Tilaus <ORDER-1> ja <ORDER-1> ja <ORDER-2>"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "no pattern"),
        ("a*", "everywhere"),
        pytest.param(r"(a|aa)+$", "takes more than", marks=pytest.mark.slow),  # it takes the second that it may take
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_a_better_one(pattern: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Masker(Masking(pattern)).mask("a" * 40 + "!")


def test_pairs_are_collected_only_when_asked_for() -> None:
    silent, noting = Masker(), Masker(pairs=True)
    masked(CHAT, silent)
    masked(CHAT, noting)
    assert silent.new_pairs() == []
    assert ("c", "<PERSON-1>", "Liisa Virtanen") in (pairs := noting.new_pairs())
    assert len(pairs) == len(set(pairs))
    assert noting.new_pairs() == []


NAMED = st.lists(
    st.sampled_from(["AB", "ab", "A", "Liisa", "liisan", "Liisalle", "Virtanen", "Amy", "<AB-1>"]), min_size=2, max_size=6
)


@given(NAMED, st.data())
def test_a_text_alone_is_masked_as_in_a_conversation_of_its_own_whatever_was_found(words: list[str], data: st.DataObject) -> None:
    ends = [len(" ".join(words[: place + 1])) for place in range(len(words))]
    ranges = [(end - len(word), end) for word, end in zip(words, ends, strict=True)]
    names = data.draw(st.lists(st.sampled_from(ranges), min_size=1, max_size=3, unique=True))
    pieces = [("PHONE", *one) for one in ranges if one not in names and data.draw(st.integers(0, 9)) == 0]
    same_alone(" ".join(words), Scan(tuple(pieces), tuple(names)))


@given(TEXTS)
def test_a_text_alone_is_masked_as_in_a_conversation_of_its_own(text: str) -> None:
    same_alone(text, scan(text))


def same_alone(text: str, found: Scan) -> None:
    masker = Masker(Masking(), SECRET)
    talk = masker.talk(None)
    words, begin = masker.alone(text, found)
    assert words == masker.mask_in(talk, text, found).text
    assert set(begin) == {begins for begins, _ in talk.words.values()}
