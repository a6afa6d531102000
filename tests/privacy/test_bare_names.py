"""Names that stand bare in a comment are found, ordinary words are not, and what is kept of names met tells nobody."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from coachkit.cli import app
from coachkit.documents import home_folder
from coachkit.errors import InputError
from coachkit.privacy import Masker, agent_secret, met_names, scan_with_bare
from coachkit.privacy.bare import bare_names
from coachkit.privacy.forms import bases, is_form_of
from coachkit.privacy.listed_names import listed_names
from coachkit.privacy.met import FILE_NAME, MANY, SIZE, keep_many, keep_met, kept_afterwards
from coachkit.reviews.masking import Around, Comments, KnownHere, known_here
from coachkit.reviews.values import AnswerRow

CONVERSATION = (Around("agent-aaaaaa", "Where is my parcel? <PERSON-1>", "Hi <PERSON-1>! It comes on Friday."),)


def named(text: str, *met: str) -> list[str]:
    """The bare names of a text."""
    return [text[start:end] for start, end in bare_names(text, frozenset(met))]


def comment(text: str, known: KnownHere | None = None) -> str:
    """A comment as it would be kept."""
    return Comments(CONVERSATION, known=known or KnownHere()).masked(AnswerRow("B", "rejected", text)).comment


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Liisa should have been called back", ["Liisa"]),
        ("Liisalle olisi pitänyt soittaa, sanoi Matin esihenkilö.", ["Liisalle", "Matin"]),
        ("soita liisalle", ["liisalle"]),
        ("Asiakkaan Tapsukan kysymys jäi auki", ["Tapsukan"]),
        ("Kunden Malin Lindqvist fick inget svar av Håkan.", ["Malin Lindqvist", "Håkan"]),
        ("The reply to Priya Patel is fine, and so is the one to Mohammed.", ["Priya Patel", "Mohammed"]),
        ("Eva-Lena väntade på Niklas svar", ["Eva-Lena", "Niklas"]),
        ("Vastaus Virtaselle oli selkeä.", ["Virtaselle"]),
        ("Oli hyvä, että Toivo sai vastauksen.", ["Toivo"]),
        ("“Fatima” heter hon, inte Nguyens fru.", ["Fatima", "Nguyens"]),
    ],
)
def test_a_bare_name_is_found_in_its_forms_with_the_surname(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Hyvä vastaus, selkeä ja lämmin. Ilman sitä asiakas olisi soittanut.",
        "Toivon, että sana kulkee. Meille sopii perjantai. Rauhassa luettu.",
        "Mark it as done. Will the customer be told? Grace period is unclear.",
        "Hela svaret är bra. Dagen efter kom paketet. Det finns inget annat.",
        "The customer waited until May; Posti brought it to Helsinki on Monday.",
        "Toinen asia puuttuu. Viimeinen lause on hyvä. Ensimmäinen ei.",
        "Kunden ville ha en tid i mars. Klara besked saknas.",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert comment(text) == text


def test_a_name_met_is_known_where_the_list_does_not_have_it() -> None:
    text = "Yrjänä odotti, ja Pökkelmän lasku on auki. Silti Yrjänälle ei soitettu."
    assert named(text) == []
    assert named(text, "yrjänä", "pökkelmä") == ["Yrjänä", "Pökkelmän", "Yrjänälle"]
    assert not {"yrjänä", "pökkelmä"} & listed_names().every


def test_placeholders_and_numbers_are_left_to_whoever_knows_them() -> None:
    text = "<PERSON-1> odotti, agent-aaaaaa vastasi Ainolle, 040 123 4567."
    found = scan_with_bare(text)
    assert [text[start:end] for start, end in found.names] == ["Ainolle"]
    assert [kind for kind, _, _ in found.pieces] == ["PHONE"]
    assert comment(text) == "<PERSON-1> odotti, agent-aaaaaa vastasi <PERSON-2>, <PHONE-1>."
    assert comment(comment(text)) == comment(text)


def test_praise_is_no_greeting() -> None:
    assert comment("Hyvä vastaus, selkeä ja lämmin.") == "Hyvä vastaus, selkeä ja lämmin."
    assert comment("Hyvä liisa, oli oikea alku.") == "Hyvä <PERSON-2>, oli oikea alku."


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("matille", "matti"), ("virtasen", "virtanen"), ("markuksen", "markus"), ("pekankin", "pekka"), ("lahdelta", "lahti"),
        ("annas", "anna"), ("niemen", "niemi"), ("kalliin", "kallis"), ("mäen", "mäki"), ("john's", "john"),
    ],
)  # fmt: skip
def test_the_way_back_from_a_form_finds_the_name(word: str, name: str) -> None:
    assert is_form_of(word, name)
    assert name in bases(word)


def test_what_is_kept_of_names_is_keyed_unordered_and_for_its_owner_alone() -> None:
    home = home_folder()
    assert "yrjänä" not in met_names(home)
    keep_met(home, ["yrjänä", "pökkelmä", "liisa", "ab"])
    met, kept = met_names(home), (home / FILE_NAME).read_text("ascii").split()
    assert "yrjänä" in met
    assert "pökkelmä" in met
    assert "tapsukka" not in met
    # Liisa is on the list, and two letters would take too much with them.
    assert len(kept) == 2
    assert kept == sorted(kept)
    assert {len(one) for one in kept} == {SIZE}
    keep_met(home, ["pökkelmä", "yrjänä"])
    assert (home / FILE_NAME).read_text("ascii").split() == kept
    keep_met(home, ["tapsukka"])
    assert "tapsukka" in met_names(home)
    if os.name == "posix":
        assert stat.S_IMODE((home / FILE_NAME).stat().st_mode) == 0o600


def test_without_the_key_nothing_is_known_and_another_key_knows_nothing() -> None:
    home = home_folder()
    keep_met(home, ["yrjänä"])
    (home / "agents.key").rename(home / "away")
    assert "yrjänä" not in met_names(home)
    assert not (home / "agents.key").exists()
    agent_secret(home)
    assert "yrjänä" not in met_names(home)


def test_a_file_that_cannot_be_read_is_told() -> None:
    home = home_folder()
    keep_met(home, ["yrjänä"])
    (home / FILE_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="move the file away"):
        met_names(home)


@pytest.mark.parametrize("command", ["score", "mask"])
@pytest.mark.parametrize("conversation", [True, False])
def test_names_of_a_file_are_known_in_comments_afterwards(command: str, tmp_path: Path, *, conversation: bool) -> None:
    source = tmp_path / "chats.csv"
    header, first = ("conversation,", "c1,") if conversation else ("", "")
    row = 'Tyyneli Kaskeala,"Hei, olen Yrjänä Pökkelmä",Hei Yrjänä! Tulee perjantaina.'
    source.write_text(f"{header}agent_name,customer,text\n{first}{row}\n", "utf-8")
    assert not app([command, str(source), "--out", str(tmp_path / "out.csv")], standalone_mode=False)
    written = (tmp_path / "out.csv").read_text("utf-8")
    assert "Yrjän" not in written
    said = "Yrjänälle olisi pitänyt soittaa, ja Pökkelmän lasku korjata. Tyyneli unohti sen."
    assert comment(said) == said
    assert comment(said, known_here()) == "<PERSON-2> olisi pitänyt soittaa, ja <PERSON-3> lasku korjata. <PERSON-4> unohti sen."
    assert "yrj" not in (home_folder() / FILE_NAME).read_text("ascii")


def test_names_are_kept_when_there_are_many_and_when_a_run_is_stopped() -> None:
    home, masker = home_folder(), Masker(secret=agent_secret(home_folder()))
    with pytest.raises(KeyboardInterrupt), kept_afterwards(masker, home):  # noqa: PT012 - what is stopped
        masker.mask("Hei Yrjänä!", conversation="c1")
        raise KeyboardInterrupt
    assert "yrjänä" in met_names(home)
    masker.met.update(f"name{number}" for number in range(MANY + 1))
    keep_many(home, masker)
    assert not masker.met
    assert "name7" in met_names(home)


def test_a_run_does_not_fail_for_names_that_cannot_be_kept() -> None:
    home, masker = home_folder(), Masker()
    (home / FILE_NAME).mkdir()
    with kept_afterwards(masker, home):
        masker.mask("Hei Yrjänä!", conversation="c1")
    assert masker.met == {"yrjänä"}


def test_agents_who_keep_their_names_are_no_secret(tmp_path: Path) -> None:
    source = tmp_path / "chats.csv"
    source.write_text("agent_name,text\nTyyneli Kaskeala,Hei Yrjänä! Tulee perjantaina.\n", "utf-8")
    assert not app(["score", str(source), "--out", str(tmp_path / "out.csv"), "--names"], standalone_mode=False)
    assert comment("Tyyneli vastasi, Yrjänä odotti.", known_here()) == "Tyyneli vastasi, <PERSON-2> odotti."


def test_an_agent_named_in_full_is_the_pseudonym(tmp_path: Path) -> None:
    source = tmp_path / "chats.csv"
    source.write_text("agent_name,text\nTyyneli Kaskeala,Hei! Tulee perjantaina.\n", "utf-8")
    assert not app(["score", str(source), "--out", str(tmp_path / "out.csv")], standalone_mode=False)
    pseudonym = (tmp_path / "out.csv").read_text("utf-8").split("\n")[1].split(",")[0]
    around = (Around(pseudonym, "", "Hei! Tulee perjantaina."),)
    said = AnswerRow("B", "rejected", "Tyyneli Kaskealan vastaus oli hyvä, Tyynelille kiitos.")
    kept = Comments(around, known=known_here()).masked(said).comment
    assert kept == f"{pseudonym} vastaus oli hyvä, {pseudonym} kiitos."
