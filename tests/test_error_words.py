"""What cannot be done is told in the language that is shown, with the same code; in English in the program's own words."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from coachkit.cli import STOPPED, WRONG_USE, app
from coachkit.cli import error_words as error_words_module
from coachkit.cli.error_words import ERRORS, error_in, error_words
from coachkit.cli.exits import told

FILES = {
    "ok.csv": "text\nHei!\n",
    "no-text.csv": "customer,id\nHei,1\n",
    "header.csv": "text,agent\n",
    "scored.csv": "text,row,total,conversation\nHei!,1,,a\n",
    "good.csv": "text,row,total,agent\nHei!,1,50,Liisa\n",
    "old.xls": "x",
    "a.parquet": "x",
    "a.xlsx": "x",
    "a.json": "{1",
    "b.json": '{"a": {"b": 1}}',
}
BYTES = {"empty.csv": b"", "latin.csv": b"text\nH\xe4n\n", "zip.csv": b"PK\x03\x04rest", "par.csv": b"PAR1rest"}
NOTHING = "~"
"""Stands for a reply of white space."""
COMMANDS = {
    "no file": "score none.csv",
    "empty": "score empty.csv",
    "no rows": "mask header.csv --out m.csv",
    "ending to read": "score old.xls",
    "ending to write": "score ok.csv --out x.pdf",
    "no file but a folder": "score ok.csv --out folder.csv",
    "no mails": "score folder",
    "no folder": "score ok.csv --out nowhere/x.csv",
    "not read": "rubrics show nowhere.yaml",
    "no place for YAML": "calibrate chat --out nowhere/x.yaml",
    "no text": "score no-text.csv",
    "no column": "score ok.csv --text-column teksti",
    "not scored": "sample ok.csv --out s.csv",
    "no score": "sample scored.csv --out s.csv",
    "no evidence": "report good.csv --out r --evidence ok.csv",
    "no Parquet": "score a.parquet",
    "no workbook": "score a.xlsx",
    "no JSON": "score a.json",
    "no conversations": "score b.json",
    "encoding": "score latin.csv",
    "other encoding": "score latin.csv --encoding ascii",
    "unknown encoding": "score ok.csv --encoding none-such",
    "no text but a workbook": "score zip.csv",
    "no text but Parquet": "score par.csv",
    "no such": "score ok.csv --rubric chatt",
    "mask and names": "score ok.csv --no-mask --names",
    "mask and orders": "reviews import ok.csv --no-mask --orders X",
    "scheduler": "score ok.csv --scheduler tcp://x",
    "empty reply": f"explain {NOTHING}",
    "not linked": "agreement ok.csv",
    "no workspace": "new course own",
    "there already": "new course known --into space --title-fi a --title-sv b --title-en c",
    "no id": "new scenario No! --into space",
    "no id of a criterion": "new criterion nope --into space",
    "no id of a rubric": "new rubric No! --into space",
    "other folder": "lab ok.csv --no-start",
}
"""A command for each kind of error that a command can make happen here."""
ELSEWHERE = {
    "not written": "/x/a.csv: cannot be written: Permission denied",
    "no agents": "a.csv: no column names the agents; say --agent-name-column NAME",
    "not said": "nothing says --kind, and there is no terminal to ask in; add it to the command",
    "optional part": "JupyterLab needs an optional part: pip install 'coachkit[workbench]'",
    "stopped": "stopped; no file was written",
}
ENGLISH = re.compile(r"\b(the|is|no|not|give|say|there|cannot|write|found|needs?|choose|leave)\b(?!-)")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with files that are no good, and a data folder of the test's own."""
    monkeypatch.delenv("COACHKIT_DB", raising=False)
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    for one in ("folder", "folder.csv", "space/exercises/known", "space/rubrics"):
        (tmp_path / one).mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    for name, data in BYTES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "space" / "exercises" / "known" / "course.yaml").write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stderr(command: str, language: str) -> str:
    words = [" " if one == NOTHING else one for one in command.split()]
    result = CliRunner().invoke(app, [*words, "--language", language])
    assert (result.exit_code, result.stdout) == (WRONG_USE, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("coachkit: ")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("name", "command"), COMMANDS.items())
def test_a_command_that_cannot_be_done_says_so_in_the_language_shown(name: str, command: str) -> None:
    said = stderr(command, "en")
    assert next(each for each, pattern in ERRORS.items() if pattern.fullmatch(said)) == name
    for language in ("fi", "sv"):
        told = stderr(command, language)
        assert told == error_in(language, said)
        assert not ENGLISH.search(told.replace("No!", ""))


def test_every_error_known_has_its_words_and_is_tried_here() -> None:
    assert {*COMMANDS, *ELSEWHERE} == set(ERRORS)
    for language in ("en", "fi", "sv"):
        assert list(error_words(language).errors) == list(ERRORS)
    for language in ("fi", "sv"):
        for name, said in ELSEWHERE.items():
            assert ERRORS[name].fullmatch(said)
            assert not ENGLISH.search(error_in(language, said))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("a: b.csv: there is no such file", "a: b.csv: filen finns inte"),
        ("no rubric 'chatt'; did you mean 'chat'?", "det finns ingen bedömningsmall ”chatt”; menade du ”chat”?"),
        ("no channel 'fax'; known: call, chat", "det finns ingen kanal ”fax”; att välja på: call, chat"),
        ("x.csv: --by: no column 'team'. Columns found: a, b", "x.csv: --by: kolumnen ”team” finns inte. Kolumner: a, b"),
        ("a.csv:3: not UTF-8; save the file as UTF-8, or say --encoding cp1252",
         "a.csv:3: teckenkodningen är inte UTF-8; spara filen som UTF-8 eller ange --encoding cp1252"),
        ("x.csv: cannot be written: No space left on device", "x.csv: går inte att skriva: disken är full"),
        ("something that has no words", "something that has no words"),
    ],
)  # fmt: skip
def test_an_error_keeps_its_place_and_what_was_found(said: str, told: str) -> None:
    assert error_in("sv", said) == told
    assert error_in("en", said) == said


def test_ctrl_c_is_told_in_the_language_too(capsys: pytest.CaptureFixture[str]) -> None:
    for language, words in (("sv", "avbrutet; ingen fil skrevs"), ("en", "stopped; no file was written")):
        with pytest.raises(typer.Exit) as ended, told({"coachkit.language": language}):
            raise KeyboardInterrupt
        assert (ended.value.exit_code, capsys.readouterr().err) == (STOPPED, f"\ncoachkit: {words}\n")


def test_ctrl_c_pressed_again_meanwhile_is_told_in_english(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed_again(_language: str, _error: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(error_words_module, "error_in", pressed_again)
    with pytest.raises(typer.Exit), told({"coachkit.language": "fi"}):
        raise KeyboardInterrupt
    assert "coachkit: stopped" in capsys.readouterr().err


def test_the_systems_reasons_have_words() -> None:
    for language in ("fi", "sv"):
        assert {os.strerror(13), os.strerror(2), os.strerror(28)} <= set(error_words(language).reasons)
