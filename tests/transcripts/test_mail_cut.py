"""What somebody wrote themselves in a mail."""

from __future__ import annotations

import pytest

from coachkit.transcripts.mail_cut import own_words

QUOTES = [
    "On Mon, 3 Mar 2025 at 10:12, Anna Moss <anna@post.example> wrote:\n> Where is it?",
    "On Mon, 3 Mar 2025 at 10:12,\nAnna Moss <anna@post.example> wrote:\n\n> Where is it?",
    "Den mån 3 mars 2025 kl 10:12 skrev Anna Ek <anna@post.example>:\n> Var är den?",
    "3 mars 2025 kl. 10:12 skrev Anna Ek <anna@post.example>:\n> Var är den?",
    "ma 3. maalisk. 2025 klo 10.12 Anna Aho (anna@post.example) kirjoitti:\n> Missä se on?",
    "Anna Aho <anna@post.example> kirjoitti 3.3.2025 kello 10.12:\n\n> Missä se on?",
    "ma 3.3.2025 klo 10.12 Anna Aho\n<anna@post.example> kirjoitti:\n> Missä se on?",
    "-----Original Message-----\nFrom: Anna\nSent: Monday\nWhere is it?",
    "________________________________\nFrom: Anna Moss\nSent: Monday\nTo: Help\nSubject: Where\n\nWhere is it?",
    "Lähettäjä: Anna Aho\nLähetetty: maanantai\nVastaanottaja: Apu\nAihe: Missä\n\nMissä se on?",
    "Från: Anna Ek\nSkickat: måndag\nTill: Hjälp\nÄmne: Var\n\nVar är den?",
    "*From:* Anna Moss\n*Sent:* Monday\n*To:* Help\n*Subject:* Where\n\nWhere is it?",
    "-------- Alkuperäinen viesti --------\nMissä se on?",
    "---------- Forwarded message ---------\nWhere is it?",
    "> Where is it?\n> I am waiting.",
]
OWN = "Hei Anna,\n\nse tulee huomenna:\n- aamulla\n- tai iltapäivällä\n\nTerveisin\nLiisa"


@pytest.mark.parametrize("quote", QUOTES)
def test_the_mails_quoted_are_cut_off(quote: str) -> None:
    assert own_words(f"{OWN}\n\n{quote}") == OWN


@pytest.mark.parametrize(
    "after",
    [
        "-- \nShop Ltd\nStreet 1",
        "Sent from my iPhone", "Lähetetty iPhonesta", "Skickat från min iPhone", "Hanki Outlook for Android",
        "Kauppa Oy\npuh. 09 123 4567", "Butiken AB\nwww.butik.example", "Palvelupäällikkö\n+358 40 123 4567\nluottamuksellinen",
    ],
)  # fmt: skip
@pytest.mark.slow
def test_the_signature_is_cut_and_the_farewell_with_the_name_kept(after: str) -> None:
    found = own_words(f"{OWN}\n{after}")
    assert found.startswith(OWN)
    assert len(found) <= len(OWN) + len("\nPalvelupäällikkö")


@pytest.mark.parametrize(
    "text",
    [
        "Your journey:\nFrom: Helsinki\nTo: Turku\nDate: 3 March\n\nHave a good trip!",
        "Matkanne:\nPäivämäärä: 3.3.\nTill: Åbo\n\nHyvää matkaa!",
        "On Friday we will call you. The engineer wrote: the part is here.",
        "Asiakas kirjoitti, että lamppu on rikki. Lähetämme uuden.",
        "Thanks,\nwe got the lamp back. I have sent you 20 € to the card you paid with.\n\nLiisa",
        "Regards to your mother as well! Call us on 09 123 4567 if the lamp breaks again.",
        "Kolme asiaa:\n- yksi\n- kaksi\n\nLiisa",
    ],
)
def test_words_that_only_look_like_a_head_stay(text: str) -> None:
    assert own_words(text) == text


def test_a_mail_of_nothing_but_quotation_is_empty() -> None:
    assert own_words("> Where is it?\n> Hello?") == ""


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a " * 100_000 + "wrote", "From: " * 50_000, "From: a\nSubject: b\n" * 5_000, "> " * 100_000, "On a\n" * 20_000,
        "Den " + "skrev " * 50_000, "ma " * 50_000 + "kirjoitti", "-" * 200_000, "_" * 31 + "\n" + "_" * 200_000,
        "terveisin " * 30_000,
        "\n" * 200_000, "Am :" * 50_000, "\t" * 100_000 + "x:", "(" * 50_000 + ":",
    ],
)  # fmt: skip
@pytest.mark.slow
def test_no_text_makes_it_search_for_ever(text: str) -> None:
    assert own_words(f"Hello: {text}\n{text}").startswith("Hello:")
