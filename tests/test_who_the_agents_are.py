"""`--agent` and `--mapping` in `score` and `mask`: every kind of file that has to be told who its agents are is told so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coachkit.cli import FINE, WRONG_USE, app
from coachkit.runs.parts import folder_beside
from coachkit.transcripts.reading import open_table

SAMPLES = Path(__file__).parent / "transcripts" / "samples"

# Of each sample: somebody the file itself, or the guess, takes for a customer, and how what they say begins.
TURNED_ROUND = {
    "zendesk.json": ("Aino Laine", ("Lamppu tuli rikki", "Kiitos!")),
    "zendesk_lines.jsonl": ("Eva", ("How do I",)),
    "intercom.json": ("KAISA", ("Laskussa on", "Kiitos & hei!")),
    "freshdesk.json": ("Nils Berg", ("Tack!",)),  # who opened a ticket, the file says
    "front.json": ("Rita Moss", ("Where is",)),
    "chatwoot.json": ("Lotta", ("Hej, kan jag",)),
    "x_threads.json": ("@mia", ("@citybus where",)),
    "mails": ("Päivi Aho", ("Hei,\nmissa paketti", "Kiitos avusta!")),
    "mailbox.mbox": ("Nils Berg", ("Hej, jag har",)),
    "whatsapp_fi.txt": ("Aino", ("Hei! Onko", "Kyllä kiitos: musta")),
    "whatsapp_sv.txt": ("Ida", ("Hej, har ni",)),
    "whatsapp_en.txt": ("Sam", ("Can I pick",)),
    "call.vtt": ("Pekka", ("Hei, tilaukseni on",)),
    "call.srt": ("Customer", ("Hello, my order is late",)),
    "corpus": ("ann", ("My screen", "It works")),
}
TABLE = "who,said,case\nTrue,Missä pakettini on?,1\nFalse,Hei! Se tulee huomenna.,1\nTrue,Kiitos!,1\n"
MAPPING = """
columns: {text: said, speaker: who, conversation: case}
speakers: {agent: ["False"], customer: ["True"]}
channel: chat
language: fi
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))


def run(*arguments: object) -> tuple[int, str]:
    """The command's exit code and all it says."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def rows(path: Path) -> list[dict[str, Any]]:
    return [dict(one.values) for one in open_table(path).rows]


def test_every_sample_is_turned_round() -> None:
    assert set(TURNED_ROUND) == {one.name for one in SAMPLES.iterdir()}


@pytest.mark.parametrize("name", TURNED_ROUND)
def test_score_takes_the_named_person_for_the_agent(name: str, tmp_path: Path) -> None:
    who, said = TURNED_ROUND[name]
    out = tmp_path / "out.jsonl"
    code, shown = run("score", SAMPLES / name, "--out", out, "--agent", who, "--no-mask", "--processes", 1)
    assert code == FINE, shown
    scored = [row["text"] for row in rows(out) if row["speaker"] == "agent"]
    assert [text[: len(begun)] for text, begun in zip(scored, said, strict=True)] == list(said)


@pytest.mark.parametrize("name", ["mails", "whatsapp_fi.txt", "x_threads.json", "zendesk.json", "call.vtt", "corpus"])
def test_mask_gives_the_named_person_a_pseudonym_and_the_other_a_placeholder(name: str, tmp_path: Path) -> None:
    who, out = TURNED_ROUND[name][0], tmp_path / "out.csv"
    code, shown = run("mask", SAMPLES / name, "--out", out, "--agent", who)
    assert code == FINE, shown
    found = rows(out)
    named = [row["agent_name"] for row in found if row["speaker"] == "agent"]
    assert named
    assert all(one.startswith("agent-") for one in named)
    assert not any("agent-" in row["customer_name"] for row in found)
    assert not re.search(rf"\b{who.strip('@')}\b", out.read_text("utf-8"))


def test_a_whole_company_is_named_by_its_domain(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    senders = sorted(
        {line for one in (SAMPLES / "mails").iterdir() for line in one.read_text("utf-8").splitlines() if "From:" in line}
    )
    domain = next(line for line in senders if "Liisa" in line).rpartition("@")[2].rstrip(">")
    assert run("score", SAMPLES / "mails", "--out", out, "--agent", f"@{domain}", "--no-mask")[0] == FINE
    assert [row["agent_name"] for row in rows(out)] == ["Liisa Virtanen"]


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "json", "parquet", "xlsx"])
def test_a_mapping_says_what_a_tables_columns_are(ending: str, tmp_path: Path) -> None:
    source, mapping, out = tmp_path / "in.csv", tmp_path / "m.yaml", tmp_path / "out.csv"
    source.write_text(TABLE, "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    if ending == "json":
        made = tmp_path / "in.json"
        made.write_text(json.dumps(rows(source)), "utf-8")
    elif ending != "csv":
        made = tmp_path / f"in.{ending}"
        assert run("mask", source, "--out", made, "--text-column", "said")[0] == FINE
    else:
        made = source
    code, shown = run("score", made, "--out", out, "--mapping", mapping)
    assert code == FINE, shown
    (row,) = [one for one in rows(out) if one["total"]]
    assert (row["said"], row["customer"], row["channel"], row["language"]) == (
        "Hei! Se tulee huomenna.", "Missä pakettini on?", "chat", "fi",
    )  # fmt: skip
    masked = tmp_path / "masked.csv"
    assert run("mask", made, "--out", masked, "--mapping", mapping)[0] == FINE
    assert [one["who"] for one in rows(masked)] == ["customer", "agent", "customer"]


def test_an_option_goes_before_the_mapping(tmp_path: Path) -> None:
    source, mapping, out = tmp_path / "in.csv", tmp_path / "m.yaml", tmp_path / "out.csv"
    source.write_text("a,b\nHei!,Kiitos!\n", "utf-8")
    mapping.write_text("columns: {text: a}\n", "utf-8")
    shown = run("score", source, "--mapping", mapping, "--text-column", "b")[1]
    assert "text = b" in shown
    assert "text = a" in run("score", source, "--mapping", mapping)[1]
    code, shown = run("mask", source, "--out", out, "--mapping", tmp_path / "none.yaml")
    assert code == WRONG_USE
    assert "none.yaml" in shown


def test_a_run_is_not_taken_up_with_other_agents_and_its_parts_name_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coachkit.runs import score_file as run_module

    source, out = SAMPLES / "whatsapp_fi.txt", tmp_path / "out.csv"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run_module, "_count", stop)
        run("score", source, "--out", out, "--agent", "Kenkäkauppa", "--processes", 1)
    parts = folder_beside(out)
    assert parts.is_dir()
    assert not any("Kenkäkauppa".encode() in one.read_bytes() or b"Kenk\\u00e4" in one.read_bytes() for one in parts.iterdir())
    code, shown = run("score", source, "--out", out, "--agent", "Aino", "--processes", 1)
    assert code == WRONG_USE
    assert "other options" in shown
    assert run("score", source, "--out", out, "--agent", "Kenkäkauppa", "--processes", 1)[0] == FINE
