"""Where sentences end: Punkt's own answers for plain stops, and our rules for what people really type."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.languages import language_pack
from coachkit.text.parsed import Parsed
from coachkit.text.sentences import ELLIPSIS, LAST_ABBREVIATION, UPPER, punkt, stop_table

Parse = Callable[..., Parsed]

# One sentence a line; "|" stands for a place inside a line where a sentence ends, "⏎" for a line break in the reply.
SPLITS = {
    "fi": """
        Hei Anna!|Paketti tulee huomenna.
        Aukeamme klo 10.30 ja suljemme klo 18.|Tervetuloa!
        Aika on ti 3.5. klo 8.15.|Ota kortti mukaan.
        Olemme avoinna ma–pe klo 9–17.|Lauantaisin emme ole.
        Tilausnro. 5512 on lähtenyt.|Se tulee pian.
        Voit maksaa esim. kortilla.|Myös lasku käy.
        Palautus, vaihto jne. onnistuu verkossa.|Ohje on alla.
        Meillä on kenkiä, laukkuja ym.|Tervetuloa katsomaan.
        Soitamme n. klo 12.|Onko se sopiva aika?
        Ks. ohje sivulta 3.|Se on lyhyt.
        moi joo paketti on tulossa.|se lähti eilen
        Odota hetki...|Nyt se löytyi.
        Odota hetki... katson asiaa.
        Kiitos!!|Autan mielelläni.
        Mitä tapahtui?|Kerro lisää.
        Hei,⏎|paketti tulee huomenna.⏎|⏎|Terveisin⏎|Pekka
        Tee näin:⏎|1. Avaa sovellus.⏎|2. Valitse maksut.
        Tarvitset⏎|• kortin⏎|• kuitin
        Lähetimme paketin maanantaina, ja kuljettaja soittaa sinulle ennen⏎kuin tulee perille.|Kiitos.
        Korjaus maksaa 49,90 euroa.|Se on valmis 5 päivässä.
        Asian hoitaa T. Virtanen.|Hän soittaa.
        Katso www.example.fi.|Siellä on ohje.
    """,
    "sv": """
        Hej Anna!|Paketet kommer i morgon.
        Vi öppnar kl. 10.30 och stänger kl. 18.|Välkommen!
        Tiden är tis 3.5. kl. 8.15.|Ta med kortet.
        Vi har öppet mån–fre kl. 9–17.|På lördagar har vi stängt.
        Du kan bl.a. betala med kort.|Faktura går också bra.
        Ta med t.ex. körkort.|Pass duger också.
        Byten, returer osv. görs på nätet.|Anvisningen finns nedan.
        Det tar ca. 5 dagar.|Sedan hör vi av oss.
        Se s. 3 i häftet.|Den är kort.
        Ring oss på tel. 020 123 456.|Vi svarar hela dagen.
        hej ja paketet är på väg.|det gick i går
        Vänta lite...|Nu hittade jag det.
        Vänta lite... jag tittar.
        Tack!!|Jag hjälper gärna till.
        Vad hände?|Berätta mer.
        Hej,⏎|paketet kommer i morgon.⏎|⏎|Hälsningar⏎|Pär
        Gör så här:⏎|1. Öppna appen.⏎|2. Välj betalningar.
        Du behöver⏎|• kortet⏎|• kvittot
        Vi skickade paketet i måndags och chauffören ringer dig innan han⏎kommer fram.|Tack.
        Reparationen kostar 499 kr.|Den är klar om 5 dagar.
        Ärendet sköts av T. Svensson.|Hon ringer.
        Se www.example.se.|Där finns en anvisning.
    """,
    "en": """
        Hi Anna!|Your parcel comes tomorrow.
        We open at 10.30 and close at 6 pm.|Welcome!
        Your time is Tue 3/5 at 8.15.|Bring your card.
        Dr. Smith called you.|She will call again.
        Pay by card, e.g. in the app.|An invoice works too.
        Returns, swaps etc. are done online.|The guide is below.
        It takes approx. 5 days.|Then we write to you.
        The parcel left at 6 p.m. and is in Leeds.
        We close at 6 p.m.|You can call until then.
        Order no. 5512 has left.|It comes soon.
        hi yes your parcel is on its way.|it left yesterday
        One moment...|Now I have found it.
        One moment... let me look.
        Thank you!!|I am glad to help.
        What happened?|Tell me more.
        Hello,⏎|your parcel comes tomorrow.⏎|⏎|Kind regards⏎|Tom
        Do this:⏎|1. Open the app.⏎|2. Choose payments.
        You need⏎|• the card⏎|• the receipt
        We sent your parcel on Monday, and the driver calls you before he⏎arrives at the door.|Thanks.
        The repair costs £49.90.|It is ready in 5 days.
        Your case is with T. Baker.|She will call.
        See www.example.com.|There is a guide.
    """,
}
# Ours by intention, as sentences.py says: an abbreviation that often ends a sentence, three dots before a capital.
PUNKT_KINDS = [
    (before, after)
    for before in range(6)
    for after in range(4)
    if before != LAST_ABBREVIATION and (before, after) != (ELLIPSIS, UPPER)
]
PLAIN = {
    "fi": "Paketti lähti eilen. Se on nyt Tampereella. Kuljettaja soittaa esim. aamulla. Voit noutaa sen klo 12. Kiitos!",
    "sv": "Paketet gick i går. Det är nu i Borås. Chauffören ringer t.ex. på morgonen. Du kan hämta det kl 12. Tack!",
    "en": "Your parcel left yesterday. It is in Leeds. The driver calls e.g. in the morning. You can collect it at 12. Thanks!",
}
WRONG_TODAY = {"Tilausnro. 5512 on lähtenyt.|Se tulee pian.": "a compound of an abbreviation is not known as one"}


def sentences(parsed: Parsed, row: int = 0) -> list[str]:
    """The sentences of one text, as they were written."""
    corpus = parsed.corpus
    pairs = zip(parsed.sentence_first.tolist(), parsed.sentence_last.tolist(), strict=True)
    return [corpus.quote(first, last) for first, last in pairs if corpus.reply[first] == row]


def wanted(line: str) -> list[str]:
    """The sentences that a line of SPLITS asks for."""
    return [part.replace("⏎", "\n").strip() for part in line.split("|") if part.replace("⏎", "").strip()]


LINES = [(language, line.strip()) for language, block in SPLITS.items() for line in block.strip().splitlines()]


def _cases() -> list[object]:
    marks = [[pytest.mark.xfail(strict=True, reason=WRONG_TODAY[line])] if line in WRONG_TODAY else [] for _, line in LINES]
    return [pytest.param(language, line, marks=mark) for (language, line), mark in zip(LINES, marks, strict=True)]


def _end_marks(found: list[str]) -> list[str]:
    """Sentences without marks at either end, which a token never holds."""
    return [re.sub(r"^\W+|\W+$", "", one) for one in found]


@pytest.mark.parametrize(("language", "line"), _cases())
def test_a_reply_splits_where_its_sentences_end(parse: Parse, language: str, line: str) -> None:
    text = line.replace("|", " ").replace("⏎ ⏎", "\n\n").replace("⏎ ", "\n").replace("⏎", "\n")
    found = sentences(parse([text], language))
    assert _end_marks(found) == _end_marks(wanted(line))


@pytest.mark.parametrize(("language", "line"), [(code, line) for code, line in LINES if "⏎" in line])
def test_windows_line_ends_split_alike(parse: Parse, language: str, line: str) -> None:
    text = line.replace("|", " ").replace("⏎ ⏎", "\n\n").replace("⏎ ", "\n").replace("⏎", "\n")
    found = sentences(parse([text.replace("\n", "\r\n")], language))
    assert [one.replace("\r\n", "\n") for one in found] == sentences(parse([text], language))


@pytest.mark.parametrize(("before", "after"), PUNKT_KINDS)
def test_the_table_gives_punkts_own_answers(before: int, after: int) -> None:
    """Asked with other words than those that the table was made with."""
    left = {0: "paketti", 1: "puh", 2: "T", 3: "47", 4: "no.."}[before]
    right = {0: "tulee", 1: "Paketti", 2: "Sitten", 3: "47"}[after]
    splitter = punkt(frozenset({"puh"}), frozenset({"sitten"}))
    assert stop_table()[before, after] == (len(splitter.tokenize(f"Se on {left}. {right} on.")) > 1)


@pytest.mark.parametrize("left_there", [b"", b"[[tr", b"null", b"[[true, false, true, false]]", b'[["a", "b", "c", "d"]]'])
def test_a_spoilt_cache_changes_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_there: bytes) -> None:
    wanted = stop_table().tolist()
    monkeypatch.setenv("COACHKIT_CACHE", str(tmp_path))
    stop_table.cache_clear()
    assert stop_table().tolist() == wanted
    (kept,) = (tmp_path / "sentences").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(left_there)
    stop_table.cache_clear()
    assert stop_table().tolist() == wanted
    assert kept.read_bytes() == whole


@pytest.mark.parametrize("language", sorted(PLAIN))
def test_plain_paragraphs_split_as_punkt_splits_them(parse: Parse, language: str) -> None:
    pack = language_pack(language)
    starters = frozenset(word for word in pack.function_words if word.isalpha())
    splitter = punkt(frozenset(pack.abbreviations), starters)
    assert sentences(parse([PLAIN[language]], language)) == splitter.tokenize(PLAIN[language])


def test_a_quoted_message_is_no_sentence_of_the_reply(parse: Parse) -> None:
    assert sentences(parse(["It comes today.\n\n> Where is it?\n> I want it now."])) == ["It comes today."]


texts = st.lists(st.text("aB.!? \n\r…,12", max_size=40), max_size=4).filter(lambda batch: any(map(str.strip, batch)))


@given(texts=texts)
def test_every_token_is_in_one_sentence_and_no_sentence_spans_two_texts(parse: Parse, texts: list[str]) -> None:
    parsed = parse([*texts, "a"])
    reply = parsed.corpus.reply
    assert (reply[parsed.sentence_first] == reply[parsed.sentence_last]).all()
    assert (parsed.sentence_last >= parsed.sentence_first).all()
    assert int((parsed.sentence_last - parsed.sentence_first + 1).sum()) == parsed.m


@given(texts=texts)
def test_a_text_splits_the_same_alone_and_in_a_batch(parse: Parse, texts: list[str]) -> None:
    together = parse([*texts, "a"])
    alone = [sentences(parse([text, ""])) if text.strip(" \n\r,") else [] for text in texts]
    assert [sentences(together, row) for row in range(len(texts))] == alone


@pytest.mark.parametrize("texts", [[], [""], ["", " \n "]])
def test_nothing_has_no_sentence(parse: Parse, texts: list[str]) -> None:
    parsed = parse(texts)
    assert len(parsed.sentence_first) == len(parsed.sentence_last) == len(parsed.sentence_reply) == 0
