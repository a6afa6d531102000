"""The command line as people meet it: what it prints, what it writes, what it says of bad input, how it exits."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from coachkit.batch import BLOCK, score
from coachkit.cli import FINE, PROBLEMS, STOPPED, WRONG_USE, app
from coachkit.cli.score_file import Job, score_file
from coachkit.compiled import can_be_used
from coachkit.documents import shipped_folder
from coachkit.model import Reply
from coachkit.rubrics import load_rubric, rubric_names
from coachkit.runs.tally import Tally, spread
from coachkit.transcripts.reading import open_table

REPLY = "I'm sorry your lamp came broken. I'll send you a new one on Friday 14 March."
CUSTOMER = "My lamp came broken! When will I get a new one?"
OURS = [
    "row",
    "total",
    "clarity",
    "empathy",
    "readability",
    "tone",
    "gates",
    "weakest",
    "language",
    "rubric",
    "fingerprint",
    "problem",
]


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """The command in this process; whatever it raises that is no exit is raised here too."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def program(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "coachkit", *map(str, arguments)], capture_output=True, check=False, timeout=120, **options
    )


def table(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fails(result: Result, *words: str) -> None:
    """Whether it is one clear message on standard error, without a traceback, and the exit code of wrong use."""
    assert result.exit_code == WRONG_USE
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    return table(tmp_path / "replies.csv", [{"id": "7", "reply": REPLY, "message": CUSTOMER, "channel": "chat"}])


# score


def test_score_prints_a_summary_and_writes_the_scores(replies: Path, tmp_path: Path) -> None:
    result = run("score", replies, "--out", tmp_path / "out.csv")
    assert result.exit_code == FINE
    assert re.search(r"Rows read +1\nReplies scored +1\n", result.stdout)
    assert "text = reply, customer = message, channel = channel" in " ".join(result.stdout.split())
    (row,) = read(tmp_path / "out.csv")
    assert list(row) == ["id", "reply", "message", "channel", *OURS]
    card = score(Reply(REPLY, CUSTOMER, "chat"))
    assert (float(row["total"]), float(row["empathy"])) == (card.total, card.dimensions["empathy"])
    assert (row["id"], row["row"], row["language"], row["problem"]) == ("7", "2", "en", "")
    assert (row["rubric"], row["fingerprint"]) == (card.rubric, card.fingerprint)


def test_every_row_says_by_which_rules_it_was_scored(tmp_path: Path) -> None:
    channels = ("social", "chat", None, "email")
    source = table(tmp_path / "in.csv", [{"text": REPLY, "channel": one} for one in channels] + [{"text": "", "channel": "chat"}])
    assert run("score", source, "--out", tmp_path / "out.csv").exit_code == FINE
    cards = [score(Reply(REPLY, channel=one)) for one in channels]
    found = [(row["rubric"], row["fingerprint"]) for row in read(tmp_path / "out.csv")]
    assert found == [*((card.rubric, card.fingerprint) for card in cards), ("", "")]
    assert len({rubric for rubric, _ in found[:-1]}) > 1


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("source", ["csv", "jsonl", "parquet", "xlsx"])
@pytest.mark.slow
def test_every_format_in_and_out_gives_the_same_scores(replies: Path, tmp_path: Path, source: str, ending: str) -> None:
    first, out = tmp_path / f"first.{source}", tmp_path / f"out.{ending}"
    assert run("score", replies, "--out", first).exit_code == FINE
    assert run("score", first, "--out", out).exit_code == FINE
    row = dict(next(open_table(out).rows).values)
    assert float(row["total"]) == float(row["coachkit_total"])
    assert list(row) == ["id", "reply", "message", "channel", *OURS, *(f"coachkit_{name}" for name in OURS)]


def test_parquet_keeps_the_types_of_its_columns(tmp_path: Path) -> None:
    import pyarrow as pa

    made = pa.table({"text": [REPLY], "n": pa.array([1], pa.int16()), "tags": [["a", "b"]]})
    pq.write_table(made, tmp_path / "in.parquet")
    assert run("score", tmp_path / "in.parquet", "--out", tmp_path / "out.parquet").exit_code == FINE
    written = pq.read_table(tmp_path / "out.parquet")
    assert written.select(["text", "n", "tags"]).equals(made)
    assert str(written.schema.field("total").type) == "double"


def test_evidence_has_a_row_per_finding(replies: Path, tmp_path: Path) -> None:
    run("score", replies, "--evidence", tmp_path / "evidence.jsonl")
    found = [json.loads(line) for line in (tmp_path / "evidence.jsonl").read_text().splitlines()]
    assert len(found) == len(score(Reply(REPLY, CUSTOMER, "chat")).findings)
    assert list(found[0]) == ["row", "criterion", "polarity", "start", "end", "quote", "better"]
    assert all(REPLY[one["start"] : one["end"]] == one["quote"] and one["row"] == 2 for one in found)


def test_rows_with_a_problem_are_kept_in_order_and_counted(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "text": REPLY, "language": "klingon"}),
        '{"id": 2, "text": "broken',
        json.dumps({"id": 3, "text": " "}),
        json.dumps({"id": 4, "text": REPLY, "channel": "pigeon"}),
        json.dumps({"id": 5, "text": REPLY}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("score", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert result.exit_code == FINE
    assert re.search(r"Replies scored +3\nKept with a problem +4\n +of these without a score +2\n", result.stdout)
    for kind in ("unknown language", "unknown channel", "not a JSON object", "no text"):
        assert re.search(rf"{kind} +1\n", result.stdout)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["total"] is None for row in rows] == [False, True, True, False, False]
    assert [row["problem"] is None for row in rows] == [False, False, False, False, True]
    assert rows[0]["total"] == rows[4]["total"]
    assert run("score", tmp_path / "in.jsonl", "--strict").exit_code == PROBLEMS


def test_strict_is_content_with_a_clean_file(replies: Path) -> None:
    assert run("score", replies, "--strict").exit_code == FINE


def test_formulas_come_out_harmless(tmp_path: Path) -> None:
    source = table(tmp_path / "in.csv", [{"=id": "=1+1", "reply": "@anna hello"}])
    run("score", source, "--out", tmp_path / "out.csv")
    row = read(tmp_path / "out.csv")[0]
    assert (row["'=id"], row["reply"]) == ("'=1+1", "'@anna hello")


def test_a_conversation_is_scored_with_the_customers_words(tmp_path: Path) -> None:
    turns = [
        ("customer", "Hi"),
        ("customer", CUSTOMER),
        ("agent", REPLY),
        ("customer", "Thanks!"),
        ("agent", "You're welcome!"),
    ]
    lines = [json.dumps({"conversation": "a", "speaker": who, "text": text, "channel": "chat"}) for who, text in turns]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    result = run("score", tmp_path / "in.jsonl", "--out", tmp_path / "out.csv")
    assert re.search(r"Rows read +5\n.*context +3\nReplies scored +2\n", result.stdout)
    rows = read(tmp_path / "out.csv")
    assert [row["customer"] for row in rows] == [f"Hi\n{CUSTOMER}", "Thanks!"]
    assert float(rows[0]["total"]) == score(Reply(REPLY, f"Hi\n{CUSTOMER}", "chat")).total


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.slow
def test_the_summary_speaks_three_languages(replies: Path, language: str) -> None:
    words = {"fi": "Vastauksia pisteytetty", "sv": "Poängsatta svar", "en": "Replies scored"}
    assert words[language] in run("score", replies, "--language", language).stdout


@pytest.mark.parametrize(
    ("language", "scored", "without", "why"),
    [
        ("en", "Replies scored", "Replies without a score", "too short to judge, or when it is not in Finnish"),
        ("fi", "Vastauksia pisteytetty", "Vastauksia ilman pisteitä", "liian lyhyt arvioitavaksi tai jos se ei ole suomea"),
        ("sv", "Poängsatta svar", "Svar utan poäng", "för kort att bedöma eller om det inte är på finska"),
    ],
)
def test_a_reply_without_a_total_is_not_counted_as_scored(
    tmp_path: Path, language: str, scored: str, without: str, why: str
) -> None:
    source = table(tmp_path / "in.csv", [{"reply": "OK"}, {"reply": REPLY}, {"reply": "Ok."}])
    shown = run("score", source, "--out", tmp_path / "out.csv", "--language", language).stdout
    assert re.search(rf"{scored} +1\n{without} +2\n", shown)
    assert why in " ".join(shown.split())
    assert [bool(row["total"]) for row in read(tmp_path / "out.csv")] == [False, True, False]
    whole = table(tmp_path / "whole.csv", [{"reply": REPLY}])
    assert without not in run("score", whole, "--language", language).stdout


def test_a_rubric_by_name_or_by_path(replies: Path) -> None:
    path = shipped_folder("rubrics") / "email.yaml"
    by_name, by_path = (run("score", replies, "--rubric", one) for one in ("email", path))
    assert by_name.stdout == by_path.stdout
    assert "Rubric: email" in by_name.stdout


@pytest.mark.slow
def test_the_real_transcripts(shared: Path, tmp_path: Path) -> None:
    source = shared / "transcripts" / "twitter-care.jsonl"
    result = run("score", source, "--out", tmp_path / "out.jsonl", "--strict")
    assert result.exit_code == FINE
    assert re.search(r"Rows read +2,350\n.*context +1,211\nReplies scored +1,139\n", result.stdout)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 1_139
    assert all(row["customer"] for row in rows)
    assert Counter(row["speaker"] for row in rows) == {"agent": 1_139}


@pytest.mark.slow
def test_more_rows_than_a_block_keep_their_order(tmp_path: Path) -> None:
    n = BLOCK + 3
    source = table(
        tmp_path / "in.csv", [{"n": str(i), "reply": "" if i % 1000 == 7 else f"Order {i} is on its way."} for i in range(n)]
    )
    assert run("score", source, "--out", tmp_path / "out.csv").exit_code == FINE
    rows = read(tmp_path / "out.csv")
    assert [row["n"] for row in rows] == [str(i) for i in range(n)]
    assert all((row["total"] == "") == (row["reply"] == "") for row in rows)


# bad input


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", ["empty.csv", "empty"]),
        ("empty.jsonl", b"", ["empty"]),
        ("empty.parquet", b"", ["empty"]),
        ("empty.xlsx", b"", ["empty"]),
        ("header.csv", b"reply,channel\n", ["header", "no rows"]),
        ("columns.csv", b"id,score\n1,2\n", ["no column for the text", "--text-column", "id, score"]),
        ("latin.csv", "reply\nHyvää\n".encode("latin-1"), ["latin.csv:2:", "not UTF-8", "--encoding latin-1"]),
        ("utf16.jsonl", '{"text": "hi"}'.encode("utf-16"), ["--encoding utf-16"]),
        ("broken.parquet", b"PAR1PAR1", ["not a Parquet file"]),
        ("broken.xlsx", b"hello", ["not an Excel workbook"]),
        ("reply.pdf", b"%PDF", ["cannot read '.pdf'", ".csv"]),
        ("old.xls", b"x", [".xlsx"]),
        ("list.jsonl", b"[\n1\n]\n", ["no line is a JSON object"]),
    ],
)
def test_a_file_that_cannot_be_read_is_told_clearly(tmp_path: Path, name: str, content: bytes, words: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    fails(run("score", path, "--out", tmp_path / "out.csv"), *words)
    assert not (tmp_path / "out.csv").exists()
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--text-column", "rply"], ["no column 'rply'", "did you mean 'reply'"]),
        (["--rubric", "chatt"], ["no rubric 'chatt'", "did you mean 'chat'"]),
        (["--rubric", "missing.yaml"], ["missing.yaml", "cannot be read"]),
        (["--encoding", "klingon"], ["no encoding 'klingon'"]),
        (["--out", "out.pdf"], ["cannot write '.pdf'"]),
        (["--out", "no/such/folder/out.csv"], ["there is no folder"]),
        (["--language", "de"], ["--language"]),
        (["--nonsense"], ["--nonsense"]),
    ],
)
def test_wrong_use_is_told_clearly(replies: Path, options: list[str], words: list[str]) -> None:
    fails(run("score", replies, *options), *words)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    fails(run("score", tmp_path / "none.csv"), "no such file")
    fails(run("score", tmp_path), "a folder without .eml files", "give the file of replies itself")


def test_the_input_is_never_overwritten(replies: Path, tmp_path: Path) -> None:
    before = replies.read_bytes()
    (tmp_path / "link.csv").symlink_to(replies)
    os.link(replies, tmp_path / "hard.csv")
    for name in ("replies.csv", "link.csv", "hard.csv"):
        fails(run("score", replies, "--out", tmp_path / name), "same file")
    fails(run("score", replies, "--out", tmp_path / "a.csv", "--evidence", tmp_path / "a.csv"), "same file")
    assert replies.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("channel: chat", "channel: chat\nchannel: chat"), ["chat.yaml:6:", "duplicate key", "channel"]),
        (
            ("empathy.thanks:", "empathy.thnaks:"),
            ["chat.yaml:", "no criterion 'empathy.thnaks'", "did you mean 'empathy.thanks'"],
        ),
        (("dimensions:", "dimension:"), ["unknown key 'dimension'", "did you mean 'dimensions'"]),
        (("version: ", "version: v"), ["chat.yaml:4:", "'version'"]),
    ],
)
def test_a_rubric_with_a_mistake_names_the_place(
    replies: Path, tmp_path: Path, change: tuple[str, str], words: list[str]
) -> None:
    text = (shipped_folder("rubrics") / "chat.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "chat.yaml"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    fails(run("score", replies, "--rubric", path), *words)
    checked = run("check", path)
    assert checked.exit_code == PROBLEMS
    assert all(word in checked.stdout for word in words)


@pytest.mark.slow
def test_a_reply_of_a_megabyte(tmp_path: Path) -> None:
    rows = [
        {"reply": REPLY * 13_000, "customer": "hi"},
        {"reply": REPLY, "customer": "hi " * 400_000},
        {"reply": "x" * 1_000_000, "customer": ""},
    ]
    source = table(tmp_path / "in.csv", rows)
    assert run("score", source, "--out", tmp_path / "out.csv").exit_code == FINE
    assert [len(row["reply"]) for row in open_rows(tmp_path / "out.csv")] == [len(row["reply"]) for row in rows]


def open_rows(path: Path) -> list[dict[str, Any]]:
    """Rows by our own reader, which takes long cells."""
    return [dict(row.values) for row in open_table(path).rows]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are looked up in /proc")
@pytest.mark.parametrize("later", [None, 0.0, 0.3])
@pytest.mark.parametrize("press", [os.kill, os.killpg], ids=["this_process", "all_in_the_terminal"])
def test_ctrl_c_leaves_no_half_file(tmp_path: Path, press: Callable[[int, int], None], later: float | None) -> None:
    source = table(tmp_path / "in.csv", [{"reply": f"{REPLY} {i}"} for i in range(60_000)])
    with subprocess.Popen(
        [sys.executable, "-m", "coachkit", "score", str(source), "--out", str(tmp_path / "out.csv")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - no other thread holds anything here
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        # None is as soon as it begins its first process, while most is still to be imported.
        while (
            not (children.read_text() if later is None else [*tmp_path.glob(".out.csv.*.part")]) and time.monotonic() < deadline
        ):
            time.sleep(0.02)
        time.sleep(later or 0)
        press(process.pid, signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert errors.decode().strip() == "coachkit: stopped; no file was written"
    assert process.returncode == STOPPED
    # What was scored is kept: the next run goes on from there.
    assert {one.name for one in tmp_path.iterdir()} - {"out.csv.parts"} == {"in.csv"}


def hear_ctrl_c() -> None:
    """A job in the background is begun without, and what it begins too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_within_what_is_executed_from_a_string_ends_with_our_code() -> None:
    program = """
import typer
from coachkit.cli.exits import told
try:
    with told():
        exec("raise KeyboardInterrupt")
except typer.Exit as error:
    raise SystemExit(error.exit_code)
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == STOPPED


# explain


def test_explain_shows_bars_and_advice_in_eighty_columns() -> None:
    result = run("explain", "Your request has been forwarded. It is our policy.", "--customer", CUSTOMER, "--channel", "chat")
    assert result.exit_code == FINE
    for words in ("Total", "Clarity", "What to change first", "(Source:", "Rubric: chat"):
        assert words in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout


def test_explain_reads_standard_input() -> None:
    given, piped = run("explain", REPLY), run("explain", stdin=REPLY)
    assert piped.stdout == given.stdout
    assert run("explain", stdin=b"\xef\xbb\xbf" + REPLY.encode()).stdout == given.stdout


@pytest.mark.parametrize("stdin", ["", " \n\t"])
def test_an_empty_reply_is_told(stdin: str) -> None:
    fails(run("explain", stdin=stdin), "the reply is empty")
    fails(run("explain", stdin), "the reply is empty")


def test_standard_input_in_another_encoding() -> None:
    fails(run("explain", stdin="hyvää".encode("latin-1")), "not UTF-8")


def test_explain_as_json() -> None:
    value = json.loads(run("explain", REPLY, "--customer", CUSTOMER, "--json", "--language", "fi").stdout)
    card = score(Reply(REPLY, CUSTOMER))
    assert (value["total"], value["fingerprint"]) == (card.total, card.fingerprint)
    assert value["advice"]["language"] == "fi"
    assert value["reply"]["customer"] == CUSTOMER


@pytest.mark.parametrize(("language", "word"), [("fi", "Selkeys"), ("sv", "Tydlighet"), ("en", "Clarity")])
def test_the_advice_is_in_the_language_asked_for(language: str, word: str) -> None:
    assert word in run("explain", REPLY, "--language", language).stdout


def test_all_names_what_did_not_count_and_why() -> None:
    shown = run("explain", "Thank you for your message.", "--all").stdout
    assert "Not counted in the score" in shown
    assert "the customer's message is not known" in " ".join(shown.split())


def test_no_control_characters_reach_the_terminal() -> None:
    shown = run("explain", "Kiitos \x1b[31mviestistä\x07! Unfortunately\u202e you must call us.", "--all").stdout
    assert not set("\x1b\x07\u202e") & set(shown)


@pytest.mark.parametrize("text", ["👍" * 50, "a" * 500, "\u200b\u200b", "\ud83d", "1", "שלום", "您好" * 60])
def test_odd_replies_are_explained(text: str) -> None:
    assert run("explain", text, "--all").exit_code == FINE


def test_wrong_channel_and_rubric() -> None:
    fails(run("explain", REPLY, "--channel", "chatt"), "no channel 'chatt'", "did you mean 'chat'")
    fails(run("explain", REPLY, "--rubric", "chatt"), "no rubric 'chatt'")


def test_a_closed_pipe_is_no_fault() -> None:
    line = f"{sys.executable} -m coachkit rubrics show chat | head -1"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    assert done.stderr == b""


@pytest.mark.slow
def test_a_terminal_without_our_characters_is_no_fault() -> None:
    done = program("explain", "Hyvää päivää “Anna” 👍", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == FINE
    assert b"####" in done.stdout or b"----" in done.stdout


# rubrics, check, demo, prepare


def test_rubrics_lists_all() -> None:
    shown = run("rubrics").stdout
    assert all(name in shown for name in rubric_names())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_rubric_is_shown_with_all_it_holds(language: str) -> None:
    shown = run("rubrics", "show", "chat", "--language", language).stdout
    rubric = load_rubric("chat")
    assert all(one.id in shown for one in (*rubric.criteria, *rubric.gates))
    assert "1e+06" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    fails(run("rubrics", "show", "chatt"), "did you mean 'chat'")


def folder_of(tmp_path: Path) -> Path:
    """A folder with one criterion, copied from the shipped ones."""
    folder = tmp_path / "rubrics" / "criteria" / "empathy"
    folder.mkdir(parents=True)
    source = shipped_folder("rubrics") / "criteria" / "empathy" / "thanks.yaml"
    (folder / "thanks.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return folder / "thanks.yaml"


@pytest.mark.slow
def test_check_counts_what_it_looked_at(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "other.yaml").write_text("a: 1\n")
    result = run("check", tmp_path)
    assert re.search(r"Checked 2 files, 0 rubrics, 1 criterion, \d+ examples \(1 of the files neither", result.stdout)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("dimension: ", "dimenson: "), ["unknown key 'dimenson'", "did you mean 'dimension'", "'dimension' is missing"]),
        (("id: ", "id: x\nid: "), ["duplicate key"]),
        (("version: 1", "\tversion: 1"), ["tab"]),
        (("kind: ", "kind: x"), ["measure"]),
    ],
)
def test_check_names_every_mistake_with_its_place(tmp_path: Path, change: tuple[str, str], words: list[str]) -> None:
    path = folder_of(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == PROBLEMS
    assert re.search(rf"^{re.escape(str(path))}:\d+:\d+: ", result.stdout)
    assert all(word in result.stdout for word in words)


def test_check_finds_the_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    path = folder_of(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("version: 1", "version: x", 1), encoding="utf-8")
    text = (shipped_folder("rubrics") / "chat.yaml").read_text(encoding="utf-8")
    (tmp_path / "rubrics" / "mine.yaml").write_text(text.replace("empathy.apology:", "empathy.apologgy:"), encoding="utf-8")
    shown = run("check", tmp_path / "rubrics").stdout
    assert f"{path}:" in shown
    assert re.search(r"mine\.yaml:\d+:\d+: no criterion 'empathy\.apologgy'; did you mean 'empathy\.apology'\?", shown)
    assert "empathy.thanks'" not in shown


@pytest.mark.slow
def test_check_runs_the_examples(tmp_path: Path) -> None:
    path = folder_of(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("earns:", "x:", 1).replace("misses:", "earns:", 1).replace("x:", "misses:", 1), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == PROBLEMS
    assert re.search(r"thanks\.yaml:\d+:\d+: empathy\.thanks: \w\w: example 1 that (earns|misses) ", result.stdout)


@pytest.mark.slow
def test_an_id_may_be_used_once(tmp_path: Path) -> None:
    path = folder_of(tmp_path)
    (path.parent / "zz.yaml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "the id 'empathy.thanks' is already taken by" in run("check", tmp_path).stdout


def test_check_of_what_is_not_there(tmp_path: Path) -> None:
    fails(run("check", tmp_path / "none.yaml"), "no such file")
    fails(run("check", tmp_path), "no .yaml")
    (tmp_path / "other.yaml").write_text("a: 1\n")
    assert "neither a rubric" in run("check", tmp_path / "other.yaml").stdout


@pytest.mark.slow
def test_demo_writes_a_report(tmp_path: Path) -> None:
    if not (shipped_folder("exercises") / "sample" / "messages.jsonl").exists():
        pytest.skip("the bundled sample is not written yet")
    result = run("demo", "--out", tmp_path / "deep" / "folder", "--language", "sv")
    assert result.exit_code == FINE
    assert re.search(r"Lästa rader +30\n", result.stdout)
    assert [one.name for one in (tmp_path / "deep" / "folder").iterdir()] == ["report.html"]
    assert '<html lang="sv">' in (tmp_path / "deep" / "folder" / "report.html").read_text(encoding="utf-8")


def test_demo_scores_whatever_the_sample_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"conversation": "a", "speaker": "customer", "text": CUSTOMER},
        {"conversation": "a", "speaker": "agent", "text": REPLY},
    ]
    (tmp_path / "sample.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr("coachkit.cli.demo_report.sample", lambda: tmp_path / "sample.jsonl")
    result = run("demo", "--out", tmp_path / "out")
    assert re.search(r"Replies scored +1\n", result.stdout)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert CUSTOMER in page
    (tmp_path / "file").write_text("in the way")
    blocked = run("demo", "--out", tmp_path / "file")
    assert blocked.exit_code == WRONG_USE
    assert "cannot be written" in blocked.stderr


@pytest.mark.slow
def test_prepare_says_what_is_ready() -> None:
    shown = run("prepare").stdout
    assert shown.count("ready") == 4 + can_be_used()
    assert ("compiled" in shown) == can_be_used()


# the command itself


def test_help_comes_at_once_and_imports_nothing_heavy() -> None:
    heavy = ("numpy", "pydantic", "pyarrow", "pandas", "nltk", "rich")
    code = f"import sys, coachkit.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"
    # By the processor's time, not by the clock: another program on the computer must not decide.
    times = []
    for _ in range(3):
        before = os.times()
        assert b"Usage: coachkit" in program("--help").stdout
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert 0 < min(times) < 0.5


@pytest.mark.parametrize(
    "command",
    ["score", "explain", "rubrics", "check", "demo", "lab", "prepare", "play", "schema", "new"]
    + [f"new {kind}" for kind in ("scenario", "criterion", "rubric", "course")],
)
def test_every_command_has_help_and_a_place_in_the_documentation(command: str, root: Path) -> None:
    shown = run(*command.split(), "--help").stdout
    command = command.partition(" ")[0]
    guide = (root / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert f"`coachkit {command}" in guide
    for option in set(re.findall(r"--[a-z][a-z-]+", shown)) - {"--help"}:
        assert option in guide, f"{command} {option}"


def test_exit_codes_are_documented(root: Path) -> None:
    shown = " ".join(run("--help").stdout.split())
    guide = (root / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert "0 fine; 1 problems found by check" in shown
    for code in (FINE, PROBLEMS, WRONG_USE, STOPPED):
        assert f"| {code} |" in guide


def test_no_command_shows_the_help_and_version_the_version() -> None:
    from coachkit import __version__

    assert "Usage: coachkit" in program().stdout.decode() + program().stderr.decode()
    assert program("--version").stdout.decode().strip() == f"coachkit {__version__}"


# the summary's arithmetic


def test_quartiles_are_scores_that_occurred() -> None:
    tally = Tally()
    column = [10.0, 20.0, 30.0, 40.0, float("nan")]
    names = ("total", "clarity", "empathy", "readability", "tone")
    tally.add_scores(
        {**dict.fromkeys(names, column), "language": ["en"] * 4 + [None], "weakest": [""] * 5, "gates": ["a b"] + [""] * 4}
    )
    found = spread(tally.counts["total"])
    assert (found.n, found.mean, found.low, found.median, found.high) == (4, 25.0, 10.0, 20.0, 30.0)
    summary = tally.summary()
    assert summary.languages == {"en": 4, "": 1}
    assert summary.gates == {"a": 1, "b": 1}


def test_an_empty_spread_tells_nothing() -> None:
    assert spread(Tally().counts["total"]).mean is None


def test_scoring_a_file_needs_no_terminal(replies: Path) -> None:
    assert score_file(Job(replies)).summary.scored == 1
