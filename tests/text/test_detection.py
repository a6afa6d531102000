"""Which language a short message is in: most are told, one word tells none, and a name never decides."""

from __future__ import annotations

import pytest

from coachkit.model import LANGUAGES
from coachkit.text.chunks import ChunkTable
from coachkit.text.corpus import build_corpus
from coachkit.text.detection import LanguageVotes, detect

TABLE = ChunkTable()
VOTES = LanguageVotes(TABLE)
LINES = {
    "fi": """
        moi missä mun paketti on
        Hei, lasku on väärin.
        Voinko vaihtaa aikaa?
        En saa kirjauduttua sisään
        Kiitos paljon avusta!
        milloin te aukeatte lauantaina
        Tilasin eilen mutta vahvistusta ei tullut.
        Paketti on noudettavissa huomenna klo 12.
        Pahoittelemme viivästystä.
        Saat rahat takaisin viidessä päivässä.
        joo sopii hyvin
        Ei käy valitettavasti.
        Voitteko soittaa minulle iltapäivällä?
        Tarkistin tilauksesi ja lähetin sen uudestaan.
        Salasana ei toimi, mitä teen?
        tää on jo kolmas kerta ku kysyn
        Onko tuote varastossa Tampereella?
        Peruutan tilauksen.
        Mukavaa viikonloppua sinulle!
        Liitteenä uusi lasku.
        Ymmärrän, että asia harmittaa.
        Kuinka kauan toimitus kestää?
        Toimitus kestää 3–5 arkipäivää.
        Laita meille tilausnumero, niin katson asiaa.
        Olen jonottanut puoli tuntia!
        Sovellus kaatuu koko ajan
        Hinta on 49,90 euroa kuukaudessa.
        Hei vaan, onko teillä pyöriä?
        Kuljettaja soittaa ennen tuloa.
        Kaikki kunnossa, kiitos.
    """,
    "sv": """
        hej var är mitt paket
        Fakturan stämmer inte.
        Kan jag byta tid?
        Jag kommer inte in på mitt konto
        Tack så mycket för hjälpen!
        när öppnar ni på lördag
        Jag beställde i går men fick ingen bekräftelse.
        Paketet kan hämtas i morgon klockan 12.
        Vi beklagar förseningen.
        Du får pengarna tillbaka inom fem dagar.
        ja det går bra
        Tyvärr går det inte.
        Kan ni ringa mig i eftermiddag?
        Jag har kollat din beställning och skickat den igen.
        Lösenordet fungerar inte, vad gör jag?
        det här är tredje gången jag frågar
        Finns varan i lager i Malmö?
        Jag avbokar beställningen.
        Trevlig helg!
        Ny faktura bifogas.
        Jag förstår att det är tråkigt.
        Hur lång tid tar leveransen?
        Leveransen tar 3–5 vardagar.
        Skicka ordernumret så tittar jag på det.
        Jag har väntat i en halvtimme!
        Appen kraschar hela tiden
        Priset är 499 kronor i månaden.
        Hejsan, har ni cyklar?
        Chauffören ringer innan han kommer.
        Allt är bra, tack.
    """,
    "en": """
        hi where is my parcel
        The invoice is wrong.
        Can I change the time?
        I can't log in to my account
        Thank you very much for your help!
        when do you open on saturday
        I ordered yesterday but got no confirmation.
        Your parcel can be collected tomorrow at 12.
        We are sorry for the delay.
        You will get the money back within five days.
        yes that works for me
        Unfortunately that is not possible.
        Could you call me this afternoon?
        I have checked your order and sent it again.
        The password does not work, what do I do?
        this is the third time i ask
        Is the item in stock in Leeds?
        I want to cancel the order.
        Have a nice weekend!
        A new invoice is attached.
        I see that this is annoying.
        How long does delivery take?
        Delivery takes 3-5 working days.
        Send us the order number and I will look at it.
        I have been waiting for half an hour!
        The app keeps crashing
        The price is 49.90 a month.
        Hello, do you sell bikes?
        The driver calls before he comes.
        All good, thanks.
    """,
}
MOST_MISSED = 1


def languages(texts: list[str]) -> list[str | None]:
    """The language of each text, None where it cannot be told."""
    return [LANGUAGES[row] if row >= 0 else None for row in detect(build_corpus(texts, TABLE), VOTES).tolist()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_lines_are_told(language: str) -> None:
    lines = [line.strip() for line in LINES[language].strip().splitlines()]
    assert len(lines) == 30
    missed = [(line, found) for line, found in zip(lines, languages(lines), strict=True) if found != language]
    assert len(missed) <= MOST_MISSED, missed


@pytest.mark.parametrize(
    "text",
    ["ok", "Ok.", "Ja", "Joo", "Yes!", "Hej", "Moi", "Anna", "", "   ", "😊", "12.5.", "+358 40 1234567", "https://example.fi"],
)
def test_one_word_or_none_cannot_be_told(text: str) -> None:
    assert languages([text]) == [None]


@pytest.mark.parametrize(
    "name", ["Anna", "Väinö Hämäläinen", "Björn Åkerström", "John Smith", "Mohammed", "Nguyen Thi Lan", "Will Young"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_never_decides(language: str, name: str) -> None:
    lines = [line.strip() for line in LINES[language].strip().splitlines()]
    with_name = [f"{line} Anna" for line in lines], [f"{line} {name}" for line in lines]
    assert languages(with_name[0]) == languages(with_name[1])


def test_neighbours_in_the_batch_have_no_say() -> None:
    texts = [line.strip() for lines in LINES.values() for line in lines.strip().splitlines()]
    assert languages(texts) == [found for text in texts for found in languages([text])]
    assert languages(texts[::-1]) == languages(texts)[::-1]
