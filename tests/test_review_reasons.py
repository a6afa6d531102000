"""Why a review was left out of a file is told in the language that is shown, and every reason has its words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coachkit.cli import FINE, app
from coachkit.cli.problem_words import REVIEWS, problem_words, reason_in
from coachkit.model import LANGUAGES
from coachkit.reviews.tables import read_reviews
from coachkit.reviews.values import ReplyRow, reply_key
from coachkit.reviews.zendesk_reading import from_zendesk
from coachkit.scoring.kept import ScoreRow

REPLIES = tuple(
    ReplyRow(reply_key(f"c{n // 2}", n, "Hei!"), "Hei!", conversation=f"c{n // 2}", place=str(n), agent="agent-1")
    for n in range(4)
)
LONG = "x" * 300
TABLE = f"""reply,conversation,place,reviewer,total,clarity.next_step,marks,saved
none,,,Aino,,1,,
,,,Aino,,1,,
,c9,9,Aino,,1,,
,c1,,Aino,,1,,
,c0,0,Aino,,much,,
,c0,0,Aino,,2.5,,
,c0,0,Aino,130.5,,,
,c0,0,,,1,,
,c0,0,{LONG},,1,,
,c0,0,Aino,,1,"[{{""criterion"": ""tone.closing"", ""start"": 4, ""end"": 1}}]",
,c0,0,Aino,,1,5,
,c0,0,Aino,,1,,yesterday
,c0,0,Aino,,1,,,too,many
"""
ENGLISH = re.compile(r"\b(the|is|no|none|write|fill|several|look|choose|of)\b")


def table(folder: Path) -> Path:
    path = folder / "reviews.csv"
    path.write_text(TABLE, "utf-8")
    return path


def shape() -> dict[str, Any]:
    """An export with every mistake that only JSON has names of its own for."""
    ratings: list[dict[str, Any]] = [{"categoryId": "tone.closing", "rating": 70.5, "ratingScale": 5}]
    there = {"reviewerName": "Aino", "externalMessageId": "0"}
    dispute = {"disputedBy": LONG, "comment": "?"}
    reviews = [
        {"reviewerName": "Aino"},
        {"reviewerName": "Aino", "externalMessageId": "77"},
        {**there, "ratings": ratings},
        {"externalMessageId": "0"},
        {**there, "disputes": [dispute]},
    ]
    return {"conversations": [{"externalId": "c0", "reviews": reviews}, {"reviews": reviews[:1]}]}


def copied(folder: Path) -> Path:
    """What is left of a sample with the program's total in it."""
    path = folder / "copied.csv"
    path.write_text(f"key,total\n{REPLIES[0].key},61.25\n", "utf-8")
    return path


def every_reason(folder: Path) -> set[str]:
    machine = ScoreRow(61.25, None, None, None, None, "", "chat", {}, ())
    scored = [replace(REPLIES[0], machine=machine), *REPLIES[1:]]
    over = folder / "over.csv"
    over.write_text(f"total,weakest,fingerprint,key\n61.25,,3f2a,{REPLIES[0].key}\n12,,3f2a,{REPLIES[1].key}\n", "utf-8")
    rescored = [replace(one, machine=replace(machine, fingerprint="3f2a")) for one in REPLIES]
    found = [
        read_reviews(table(folder), REPLIES).problems,
        read_reviews(copied(folder), scored, "Aino").problems,
        read_reviews(over, rescored, "Aino").problems,
    ]
    return {reason for problems in (*found, from_zendesk(shape(), REPLIES).problems) for reason in problems}


def test_every_reason_has_its_words(tmp_path: Path) -> None:
    reasons = every_reason(tmp_path)
    for name, pattern in REVIEWS.items():
        assert any(pattern.fullmatch(one) for one in reasons), name
    for language in LANGUAGES:
        assert list(problem_words(language).reviews) == list(REVIEWS)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_reason_is_told_in_english_to_who_reads_another_language(tmp_path: Path, language: str) -> None:
    told = {reason_in(language, one) for one in every_reason(tmp_path)}
    assert len(told) >= len(REVIEWS)
    for one in told:
        assert not ENGLISH.search(one)
        assert "{" not in one


def test_english_stays_as_the_program_has_it(tmp_path: Path) -> None:
    for reason in every_reason(tmp_path):
        assert reason_in("en", reason) == reason


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("the score of 'tone.closing' is 2.5; write 0 to 1, or nothing where it does not apply",
         "poängen för ”tone.closing” är 2,5; skriv 0 till 1, eller n/a om kriteriet inte gäller svaret"),
        ("a rating of 'tone.closing' is 70.5, out of its scale of 1 to 5",
         "betyget för ”tone.closing” är 70,5, men skalan går från 1 till 5"),
        ("too many cells: 10 for 8 columns; quote a text that holds the separator",
         "för många celler på raden: 10 celler, 8 kolumner"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_a_reason_is_told_natively_with_what_was_found(reason: str, told: str) -> None:
    assert reason_in("sv", reason) == told


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_import_tells_why_in_the_language_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")
    monkeypatch.delenv("COACHKIT_DB", raising=False)
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    path = tmp_path / "r.csv"
    path.write_text("reply,reviewer,total\nnone,Aino,50\nnone,Aino,60\n", "utf-8")
    shown = CliRunner().invoke(app, ["reviews", "import", str(path), "--language", language])
    assert shown.exit_code == FINE
    said = " ".join(shown.stdout.split())
    assert f"2 × {problem_words(language).reviews['no such reply']}" in said
    assert "no such reply" not in said


def test_a_criterion_that_is_nearly_one_is_asked_about_in_the_language_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlalchemy", reason="needs SQLAlchemy: pip install 'coachkit[workbench]'")
    monkeypatch.delenv("COACHKIT_DB", raising=False)
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    key = reply_key("c", "1", "Hei!")
    (tmp_path / "scored.jsonl").write_text(json.dumps({"conversation": "c", "text": "Hei!", "row": 1, "total": 50.0}) + "\n")
    (tmp_path / "r.csv").write_text(f"reply,reviewer,clarity.next_stepp\n{key},Aino,1\n", "utf-8")
    scored = str(tmp_path / "scored.jsonl")
    shown = CliRunner().invoke(app, ["reviews", "import", str(tmp_path / "r.csv"), "--scored", scored, "--language", "fi"]).stdout
    assert "tarkoititko ”clarity.next_step”?" in " ".join(shown.split())
    assert "did you mean" not in shown
