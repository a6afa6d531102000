"""`coachkit mask`: every format, every column, the map only when asked for, and nothing of the originals anywhere else."""

from __future__ import annotations

import csv
import json
import os
import random
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from coachkit.cli import FINE, WRONG_USE, app
from coachkit.documents import home_folder
from coachkit.errors import InputError
from coachkit.privacy import agent_secret
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import TEXT
from coachkit.transcripts.writing import writing

if TYPE_CHECKING:
    from tests.privacy.messages import Made

ENDINGS = ["csv", "tsv", "jsonl", "parquet", "xlsx"]
ROWS: list[dict[str, Any]] = [
    {
        "ticket_id": "1",
        "speaker": "customer",
        "author": "Liisa Virtanen",
        "email": "liisa@example.fi",
        "note": "soita 040 123 4567",
        "text": "Moi, olen Liisa. Hetuni on 131052-308T.",
    },
    {
        "ticket_id": "1",
        "speaker": "agent",
        "author": "Matti Meikäläinen",
        "email": None,
        "note": "=1+1",
        "text": "Hei Liisa! Tilaus 12345678 tulee 24.12. T. Matti",
    },
    {
        "ticket_id": "2",
        "speaker": "customer",
        "author": "Pekka Pouta",
        "email": "pekka@example.fi",
        "note": None,
        "text": "Terveisiä Liisalle, t. Pekka",
    },
]
SECRETS = ["Liisa", "Virtanen", "Matti", "Meikäläinen", "Pekka", "Pouta", "example.fi", "040 123", "131052"]


def run(*arguments: object) -> Result:
    """The command in this process; whatever it raises that is no exit is raised here too."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    with writing(path, dict.fromkeys(rows[0], TEXT)) as write:
        write(rows)
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [{name: value if value != "" else None for name, value in row.values.items()} for row in open_table(path).rows]


@pytest.mark.parametrize("source", ENDINGS)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.slow
def test_every_format_in_and_out(tmp_path: Path, source: str, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    result = run("mask", written(tmp_path / f"in.{source}", ROWS), "--out", out)
    assert result.exit_code == FINE
    first, second, third = rows_of(out)
    agent = second["author"]
    assert agent.startswith("agent-")
    assert first["text"] == "Moi, olen <PERSON-1>. Hetuni on <HETU-1>."
    assert (first["author"], first["email"], first["note"]) == ("<PERSON-1>", "<EMAIL-1>", "soita <PHONE-1>")
    assert second["text"] == f"Hei <PERSON-1>! Tilaus 12345678 tulee 24.12. T. {agent}"
    # The other conversation knows no Liisa; that it is somebody's name nobody has said there.
    assert third["author"] == "<PERSON-1>"
    assert third["text"].endswith("t. <PERSON-1>")
    assert [row["ticket_id"] for row in (first, second, third)] == ["1", "1", "2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"in.{source}", out.name])


def test_formulas_come_out_harmless(tmp_path: Path) -> None:
    run("mask", written(tmp_path / "in.jsonl", ROWS), "--out", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["note"] for row in csv.DictReader(file)][1] == "'=1+1"


def test_lists_objects_and_numbers_are_masked_too(tmp_path: Path) -> None:
    row = {
        "text": "ok",
        "phone": 358401234567,
        "meta": {"name": "Liisa", "more": ["liisa@example.fi", 7]},
        "n": 5,
        "when": "2026-11-12",
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert run("mask", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl").exit_code == FINE
    masked = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert masked["meta"] == {"name": "<PERSON-1>", "more": ["<EMAIL-1>", 7]}
    assert (masked["phone"], masked["n"], masked["when"]) == ("<PHONE-1>", 5, "2026-11-12")


def test_types_of_parquet_stay_but_for_columns_that_are_personal_data(tmp_path: Path) -> None:
    made = pa.table({"text": ["hei"], "n": pa.array([1], pa.int16()), "puhelin": pa.array([358401234567], pa.int64())})
    pq.write_table(made, tmp_path / "in.parquet")
    assert run("mask", tmp_path / "in.parquet", "--out", tmp_path / "out.parquet").exit_code == FINE
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert (schema.field("n").type, schema.field("puhelin").type) == (pa.int16(), pa.string())


def test_a_conversation_that_is_called_by_personal_data_gets_another_name(tmp_path: Path) -> None:
    rows = [{"conversation": "+358 40 123 4567", "speaker": "customer", "text": text} for text in ("hei", "moi")]
    run("mask", written(tmp_path / "in.csv", rows), "--out", tmp_path / "out.csv")
    names = {row["conversation"] for row in rows_of(tmp_path / "out.csv")}
    assert len(names) == 1
    assert names.pop().startswith("conversation-")


def test_rows_that_cannot_be_read_keep_their_reason_and_nothing_else(tmp_path: Path) -> None:
    good = json.dumps({"text": "hei", "speaker": "Liisa Virtanen", "conversation": "1"})
    (tmp_path / "in.jsonl").write_text(f'{good}\n{{"text": "olen Liisa Virtanen\n', encoding="utf-8")
    result = run("mask", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert result.exit_code == FINE
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert first["speaker"] == "<PERSON-1>"
    assert second["text"] is None
    assert second["problem"].startswith("not a JSON object: ")
    assert "Liisa" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_map_is_written_only_when_asked_for_and_for_its_owner_alone(tmp_path: Path, ending: str) -> None:
    source, place = written(tmp_path / "in.csv", ROWS), tmp_path / f"map.{ending}"
    run("mask", source, "--out", tmp_path / "out.csv")
    assert not place.exists()
    result = run("mask", source, "--out", tmp_path / "out.csv", "--map", place)
    assert "undo" in result.stdout
    pairs = [(row["conversation"], row["placeholder"], row["original"]) for row in rows_of(place)]
    assert ("1", "<PERSON-1>", "Liisa Virtanen") in pairs
    assert ("1", "<HETU-1>", "131052-308T") in pairs
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_names_are_kept_for_agents_only(tmp_path: Path) -> None:
    run("mask", written(tmp_path / "in.csv", ROWS), "--out", tmp_path / "out.csv", "--names")
    first, second, _ = rows_of(tmp_path / "out.csv")
    assert (first["author"], second["author"]) == ("<PERSON-1>", "Matti Meikäläinen")
    assert second["text"] == "Hei <PERSON-1>! Tilaus 12345678 tulee 24.12. T. Matti"


def test_agents_keep_their_pseudonym_from_run_to_run(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", ROWS)
    for name in ("a.csv", "b.csv"):
        run("mask", source, "--out", tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.slow
def test_nothing_of_the_originals_is_left_in_any_byte(
    tmp_path: Path, home: Path, all_messages: dict[str, list[Made]], orders: str, ending: str
) -> None:
    made = [one for language in all_messages.values() for one in language[:200]]
    rng = random.Random(ending)  # noqa: S311 - repeatable, not secret
    rng.shuffle(made)
    rows = [{"conversation": str(place // 3), "speaker": "customer", "text": one.text} for place, one in enumerate(made)]
    inside = tmp_path / "in"
    inside.mkdir()
    source = written(inside / "in.jsonl", rows)
    out = tmp_path / "out"
    out.mkdir()
    result = run("mask", source, "--out", out / f"masked.{ending}", "--orders", orders)
    assert result.exit_code == FINE
    shown = result.stdout + result.stderr
    # Compressed formats are read back, the others searched as they lie on the disk; and the data folder with them.
    texts = [*(str(row) for row in rows_of(out / f"masked.{ending}")), shown]
    texts += [
        path.read_bytes().decode("utf-8", "replace") for folder in (out, home) for path in folder.rglob("*") if path.is_file()
    ]
    everything = "\n".join(texts)
    originals = {one.text[start:end] for one in made for kind, start, end in one.data if kind != "PERSON"}
    assert sorted(original for original in originals if original in everything) == []


def test_no_name_is_left_in_any_byte(tmp_path: Path, home: Path) -> None:
    result = run("mask", written(tmp_path / "in.csv", ROWS[:2]), "--out", tmp_path / "out.csv")
    files = [tmp_path / "out.csv", *home.rglob("*.*")]
    everything = result.stdout + "".join(path.read_text("utf-8") for path in files)
    assert [one for one in SECRETS if one in everything] == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--orders", "("], "is no pattern"),
        (["--orders", "x*"], "found everywhere"),
        (["--map", "out.csv"], "same file"),
        (["--text-column", "nothing"], "no column 'nothing'"),
    ],
)
def test_wrong_use_is_one_clear_line_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "in.csv", ROWS)
    result = run("mask", "in.csv", "--out", "out.csv", *options)
    assert result.exit_code == WRONG_USE
    assert words in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(("language", "word"), [("fi", "nimiä"), ("sv", "namn"), ("en", "names")])
def test_the_report_speaks_three_languages(tmp_path: Path, language: str, word: str) -> None:
    assert word in run("mask", written(tmp_path / "in.csv", ROWS), "--out", tmp_path / "out.csv", "--language", language).stdout


def test_the_secret_is_made_once_and_is_its_owners_alone(home: Path) -> None:
    first = agent_secret(home_folder())
    assert len(first) == 32
    assert agent_secret(home) == first
    assert [path.name for path in home.iterdir()] == ["agents.key"]
    if os.name == "posix":
        assert stat.S_IMODE((home / "agents.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "no hex", "abcd"])
def test_a_damaged_secret_is_told_and_not_replaced(home: Path, content: str) -> None:
    (home / "agents.key").write_text(content)
    with pytest.raises(InputError, match=r"agents\.key"):
        agent_secret(home)
    assert (home / "agents.key").read_text() == content


def test_the_customer_is_no_agent_in_the_agents_rows(tmp_path: Path) -> None:
    source, out = tmp_path / "talk.jsonl", tmp_path / "masked.jsonl"
    source.write_text(
        '{"conversation": 1, "speaker": "customer", "text": "Hei, olen Liisa Virtanen", "customer_name": "Liisa Virtanen"}\n'
        '{"conversation": 1, "speaker": "agent", "agent_name": "Matti", "customer_name": "Liisa Virtanen", "text": "Hei!"}\n'
    )
    result = CliRunner().invoke(app, ["mask", str(source), "--out", str(out)])
    assert result.exit_code == FINE, result.output
    first, second = map(json.loads, out.read_text("utf-8").splitlines())
    assert first["customer_name"] == second["customer_name"] == "<PERSON-1>"
    assert second["agent_name"].startswith("agent-")


@pytest.mark.parametrize(("language", "shown"), [("fi", "1 001"), ("sv", "1 001"), ("en", "1,001")])
def test_a_count_is_written_as_in_the_language(tmp_path: Path, language: str, shown: str) -> None:
    source = written(tmp_path / "in.csv", [{"text": "Kiitos."}] * 1_001)
    told = run("mask", source, "--out", tmp_path / "out.csv", "--language", language).stdout
    assert shown in told.replace("\N{NO-BREAK SPACE}", " ")
