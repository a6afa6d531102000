"""What a column holds is told by its header, also where the header says whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.cli import FINE, app
from coachkit.privacy.headers import AGENTS_NAME, held_by
from coachkit.privacy.values import EMAIL, HETU, PERSON, PHONE


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("asiakas_nimi", PERSON),
        ("Asiakkaan sukunimi", PERSON),
        ("kund_namn", PERSON),
        ("Kundens namn", PERSON),
        ("customer_full_name", PERSON),
        ("asiakkaan puhelin", PHONE),
        ("kundens telefonnummer", PHONE),
        ("customer_phone_number", PHONE),
        ("Asiakkaan sähköposti", EMAIL),
        ("kundens e-post", EMAIL),
        ("asiakkaan_henkilotunnus", HETU),
        ("agentti", AGENTS_NAME),
        ("agentin nimi", AGENTS_NAME),
        ("handläggarens namn", AGENTS_NAME),
        ("asiakas", None),
        ("customer_message", None),
        ("agent_reply", None),
        ("channel_name", None),
    ],
)
def test_a_header_may_say_whose_the_thing_is(header: str, kind: str | None) -> None:
    assert held_by(header) == kind


@pytest.mark.parametrize(("name", "who"), [("asiakas_nimi", "agentti"), ("kund_namn", "handläggare"), ("customer name", "agent")])
def test_a_name_in_a_column_of_names_is_left_nowhere(tmp_path: Path, name: str, who: str) -> None:
    source = tmp_path / "in.csv"
    rows = ("1,asiakas,Mia Forsman,,Kan jag flytta den?", '1,agentti,Mia Forsman,Åsa Lindholm,"Självklart, Mia! Det är gjort."')
    source.write_text("\n".join((f"keskustelu,rooli,{name},{who},viesti", *rows)), "utf-8")
    assert CliRunner().invoke(app, ["mask", str(source), "--out", str(tmp_path / "out.csv")]).exit_code == FINE
    left = (tmp_path / "out.csv").read_text("utf-8")
    assert not [one for one in ("Mia", "Forsman", "Åsa", "Lindholm") if one in left]
