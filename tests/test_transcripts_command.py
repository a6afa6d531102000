"""`coachkit transcripts`: what it says of a file, and that it shows no personal data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coachkit.cli import FINE, PROBLEMS, WRONG_USE, app
from coachkit.cli.transcripts_words import transcripts_words
from coachkit.model import LANGUAGES
from coachkit.transcripts.helpdesk import BOT, EMPTY, NOTE, SYSTEM
from coachkit.transcripts.mailboxes import AUTOMATIC
from coachkit.transcripts.talk import SILENT
from coachkit.transcripts.whatsapp import MEDIA

SAMPLES = Path(__file__).parent / "transcripts" / "samples"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(app, ["transcripts", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(result: Result) -> str:
    """What was said, on one line."""
    return " ".join(result.stdout.split())


def test_it_says_what_was_understood() -> None:
    shown = said(run(SAMPLES / "zendesk.json"))
    for words in (
        "Read as: Zendesk tickets", "Conversations 2 Messages 5 of these by customers 3 of these by agents 2",
        "Channels: email 3, chat 2",
        "Times: 2025-03-03T08:00:00+00:00 to 2025-03-05T08:02:00+00:00",
        "the file says so.", "messages of bots 1, internal notes 1",
        "Messages with a satisfaction score 5",
    ):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize("name", sorted(one.name for one in SAMPLES.iterdir()))
def test_it_shows_no_name_of_a_customer_or_an_agent(name: str) -> None:
    shown = run(SAMPLES / name, "--show", 50).stdout.replace(name, "")
    people = r"\b(Aino|Laine|Ville|Kaisa|Jari|Nils|Karin|Rita|Otto|Lotta|Päivi|Liisa|Virtanen|Pekka)\b|gmail|@post"
    assert re.findall(people, shown) == []


def test_the_agent_is_guessed_or_named() -> None:
    assert "a guess" in said(run(SAMPLES / "whatsapp_fi.txt"))
    named = said(run(SAMPLES / "whatsapp_fi.txt", "--agent", "Aino"))
    assert "as you named them" in named
    assert "customers 1 of these by agents 2" in named


def test_problems_are_shown_with_their_place_and_make_strict_fail() -> None:
    result = run(SAMPLES / "call.srt", "--strict")
    assert result.exit_code == PROBLEMS
    assert "Problems: unreadable part 1 row 13: unreadable part: line 13:" in said(result)
    assert run(SAMPLES / "call.srt").exit_code == FINE
    assert run(SAMPLES / "call.vtt", "--strict").exit_code == FINE


def test_a_tables_columns_are_shown_and_saved_and_used_again(tmp_path: Path) -> None:
    source, mapping = tmp_path / "a.csv", tmp_path / "m.yaml"
    source.write_text("Vastaus,Kanava\nHei,chat\n", "utf-8")
    first = said(run(source, "--save-mapping", mapping))
    assert "Columns used: text = Vastaus, channel = Kanava" in first
    assert "Replies 1" in first
    assert "Columns used: text = Vastaus, channel = Kanava" in said(run(source, "--mapping", mapping))


def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (WRONG_USE, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_left_out_has_its_words(language: str) -> None:
    words = transcripts_words(language).kinds_left_out.model_dump(by_alias=True)
    assert set(words) == {NOTE, BOT, SYSTEM, EMPTY, AUTOMATIC, MEDIA, SILENT}
    assert transcripts_words(language).told.guess in " ".join(run_in(language).split())


def run_in(language: str) -> str:
    return run(SAMPLES / "mails", "--language", language).stdout


def test_its_options_are_in_the_documentation(root: Path) -> None:
    guide = (root / "docs" / "command-line.md").read_text("utf-8")
    assert "`coachkit transcripts FILE`" in guide
    for option in set(re.findall(r"--[a-z][a-z-]+", run("--help").stdout)) - {"--help"}:
        assert option in guide


def test_a_problem_is_told_without_what_it_quotes_and_orders_are_masked_too(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = (
        '{"speaker": "customer", "conversation": "1", "text": "Tilaus ORD-123456 on myöhässä."}',
        '{"text": "Olen Yrjänä Pökkel',
    )
    source.write_text("\n".join((*lines, '{"speaker": "Yrjänä", "conversation": "1", "text": "Hei"}')) + "\n", "utf-8")
    shown = run(source, "--orders", r"ORD-\d+").stdout
    assert "row 2" in shown
    assert not re.findall("Yrjänä|Pökkel|ORD-1", shown)
    assert "<ORDER-1>" in shown
    assert run(source, "--orders", "(").exit_code == WRONG_USE


def test_a_column_is_named_with_the_option_that_the_message_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("who,words\nAnn,It left today.\n", "utf-8")
    assert "--text-column" in run(path).stderr
    shown = said(run(path, "--text-column", "words", "--agent-name-column", "who"))
    assert "text = words, agent name = who" in shown


def test_counts_are_written_as_in_the_language(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("reply\n" + "Hei!\n" * 1200, "utf-8")
    assert "1,200" in run(path).stdout
    assert "1\N{NO-BREAK SPACE}200" in run(path, "--language", "fi").stdout


def test_answers_that_are_no_numbers_are_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("reply;csat\nHi;4,5\nHi;Good\nHi;Very happy\nHi;Offered\nHi;\n", "utf-8")
    assert "a satisfaction score 2 left out as their answer is no number from 0 to 100 1" in said(run(path))


@pytest.mark.parametrize(
    ("language", "csat", "nps"),
    [
        ("en", "no number from 0 to 100 2", "no number from 0 to 10 1"),
        ("fi", "ei ole luku väliltä 0–100 2", "ei ole luku väliltä 0–10 1"),
        ("sv", "inte är ett tal från 0 till 100 2", "inte är ett tal från 0 till 10 1"),
    ],
)
def test_answers_beyond_their_scale_are_counted_apart_as_the_reports_do(
    tmp_path: Path, language: str, csat: str, nps: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("reply;csat;nps\nHi;100;10\nHi;101;11\nHi;-1;0\n", "utf-8")
    shown = said(run(path, "--language", language))
    assert csat in shown
    assert nps in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_score_says_too_what_it_left_out(tmp_path: Path, language: str) -> None:
    kinds = transcripts_words(language).kinds_left_out.model_dump(by_alias=True)
    told = f"{transcripts_words(language).left_out}: {kinds[BOT]} 1, {kinds[NOTE]} 1"
    assert told in said(CliRunner().invoke(app, ["score", str(SAMPLES / "zendesk.json"), "--language", language]))
    path = tmp_path / "a.csv"
    path.write_text("reply\nYour parcel left today.\n", "utf-8")
    assert transcripts_words(language).left_out not in said(CliRunner().invoke(app, ["score", str(path), "--language", language]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["transcripts", "score"])
def test_it_is_told_where_every_row_of_a_conversation_was_taken_for_a_reply(tmp_path: Path, command: str, language: str) -> None:
    told = " ".join(transcripts_words(language).every_row.split())
    for header, expected in (("keskustelu,viesti", True), ("keskustelu,viesti,rooli", False), ("viesti,kanava", False)):
        source = tmp_path / "a.csv"
        source.write_text(f"{header}\n1,Missä pakettini on?,asiakas\n1,Se tulee perjantaina.,agentti\n", "utf-8")
        result = CliRunner().invoke(app, [command, str(source), "--language", language])
        assert (told in " ".join(result.stdout.split())) is expected, header
