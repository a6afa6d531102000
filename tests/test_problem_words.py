"""What is wrong with a row is said in the language that is shown; the file's column of problems stays as it is."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coachkit.cli import app
from coachkit.cli.problem_words import AS_IN_THE_FILE, problem_in, problem_words
from coachkit.cli.words import terminal_words
from coachkit.model import LANGUAGES
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.mail import read_mail
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import kind_of
from coachkit.transcripts.writing import lost_in

SAMPLES = Path(__file__).parent / "transcripts" / "samples"
TABLE = 'reply;channel;language\nHei!;faksi;fi\nHei!;chat;viro\n;chat;fi\nHei;chat\na;b;c;d\n"Hei;chat;fi\nHei;chat;fi\n'
MAIL = b"From: a@b.example\nContent-Type: text/plain; charset=none-such\n\nHei\xe4\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))


def wrote(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def ran(*arguments: object) -> str:
    return " ".join(CliRunner().invoke(app, [*map(str, arguments)]).stdout.split())


def problems_of(path: Path, columns: Columns) -> set[str]:
    return {one for message in messages(open_table(path).rows, columns) for one in message.problems}


def every_problem(folder: Path) -> set[str]:
    """One problem of each kind that a reader or the scoring finds, from files that have it."""
    plain = Columns("reply", None, "channel", "language")
    talk = Columns("text", speaker="speaker", conversation="conversation")
    found = problems_of(wrote(folder / "a.csv", TABLE), plain) | problems_of(SAMPLES / "call.srt", talk)
    lines = '{"text": "a", "speaker": "x"}\n{"text": "a"}\n{"text": [1], "speaker": "agent"}\n{"text"\n'
    found |= problems_of(wrote(folder / "a.jsonl", lines), talk)
    found |= {problem for _, problem in lost_in(Path("a.xlsx"), [["a" * 40_000]])}
    return found | {read_mail(MAIL).problem or ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_problem_has_its_words(tmp_path: Path, language: str) -> None:
    kinds = {kind_of(one) for one in every_problem(tmp_path)}
    assert kinds == set(problem_words(language).kinds)
    assert set(problem_words(language).details) == set(problem_words(AS_IN_THE_FILE).details)
    assert set(problem_words(language).places) == set(problem_words(AS_IN_THE_FILE).places)


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("command", ["score", "transcripts"])
def test_the_terminal_says_no_problem_in_another_language(tmp_path: Path, command: str, language: str) -> None:
    for path in (wrote(tmp_path / "a.csv", TABLE), SAMPLES / "call.srt"):
        shown = ran(command, path, "--language", language)
        for word in ("unknown", "cells", "no text", "open quote", "unreadable", "caption", "line 1"):
            assert word not in shown
    assert problem_words(language).kinds["too few cells"] in ran(command, tmp_path / "a.csv", "--language", language)


def test_the_column_of_the_file_says_the_same_in_every_language(tmp_path: Path) -> None:
    source, said = wrote(tmp_path / "a.csv", TABLE), set[str]()
    for language in LANGUAGES:
        out = tmp_path / f"{language}.csv"
        ran("score", source, "--out", out, "--language", language)
        said.add("\n".join(row["problem"] for row in csv.DictReader(out.read_text("utf-8").splitlines(), delimiter=";")))
    assert len(said) == 1
    assert "too few cells: 2 for 3 columns" in said.pop()


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("too many cells: 7 for 5 columns; quote a text", "rivillä on liikaa soluja: soluja 7, sarakkeita 5"),
        ("unreadable part: mail 2, line 40: larger than 60 MB", "kohtaa ei voitu lukea: viesti 2, rivi 40: suurempi kuin 60 Mt"),
        ("unreadable part: after record 3: the JSON breaks off here, what (x)",
         "kohtaa ei voitu lukea: tietueen 3 jälkeen: JSON katkeaa tähän, loppua ei luettu"),
        ("unreadable part: record 3, part 1: not a part of a zendesk export as the others are",
         "kohtaa ei voitu lukea: tietue 3, osa 1: ei kuulu samaan vientiin kuin muut"),
        ("unreadable part: a.eml: UnicodeError", "kohtaa ei voitu lukea: a.eml"),
        ("unknown channel: '…' is none of chat, email", "tuntematon kanava"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_problem_is_said_natively_too(problem: str, told: str) -> None:
    assert problem_in("fi", problem) == told
    assert problem_in("en", problem) == problem


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Käytetyt sarakkeet: teksti = reply, kanava = channel, kieli = language"),
        ("sv", "Använda kolumner: text = reply, kanal = channel, språk = language"),
        ("en", "Columns used: text = reply, channel = channel, language = language"),
    ],
)
def test_what_the_columns_are_is_told_in_the_language_shown(tmp_path: Path, language: str, told: str) -> None:
    path = wrote(tmp_path / "a.csv", TABLE)
    assert told in ran("score", path, "--language", language)
    assert told.split(": ")[1] in ran("transcripts", path, "--language", language)
    assert set(terminal_words(language).roles) == {one.name for one in fields(Columns)}


@pytest.mark.parametrize(("language", "sign"), [("fi", ","), ("sv", ","), ("en", ".")])
def test_weights_limits_and_moves_have_the_decimal_sign_of_the_language(tmp_path: Path, language: str, sign: str) -> None:
    path = wrote(tmp_path / "a.csv", "text\nHei! Soitan huomenna klo 9.\nHei Anna! Lähetin uuden paketin sinulle eilen.\n")
    assert f" 3{sign}5)" in ran("rubrics", "show", "chat", "--language", language)
    shown = ran("diff", "chat", "email", "--replies", path, "--language", language)
    for number in ("3?5 → 3", "-1?8", "(Kendall"):
        assert number.replace("?", sign) in shown
    assert re.search(rf"\d\{sign}\d → \d", shown)
    assert language == "en" or not re.search(r"\d\.\d", shown.replace("klo 9.", ""))
