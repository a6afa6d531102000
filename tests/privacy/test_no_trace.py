"""After the whole loop no personal detail is left in any byte of what it wrote, showed or said.

Invented messages with ten kinds of personal data in three languages go through everything a team would use; then every file is
opened up (workbooks, Parquet, SQLite, notebooks, HTML, JSON) and searched for each detail as it was written.
"""

from __future__ import annotations

import html
import io
import itertools
import json
import logging
import random
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from coachkit.cli import app
from coachkit.cli.score_file import Job, score_file
from coachkit.privacy import Masking
from coachkit.reviews.scored import read_scored
from coachkit.reviews.tables import write_reviews
from coachkit.reviews.values import AnswerRow, DisputeRow, ReviewRow
from coachkit.reviews.zendesk import to_zendesk
from coachkit.runs import blocks as blocks_module
from coachkit.runs import score_file as run_module
from coachkit.runs.parts import folder_beside
from examples import whole_loop

if TYPE_CHECKING:
    from coachkit.widgets.review_desk import ReviewDesk
    from tests.privacy import messages as made_messages
else:
    import messages as made_messages

pytestmark = pytest.mark.slow

LANGUAGES = ("fi", "sv", "en")
EACH = 50
"""Messages of a language: five of each kind."""

# Names that stand nowhere in the project's own texts, so that whatever is found is a trace.
FIRST = {
    "fi": ("Yrjänä", "Hilppa", "Kerttuli", "Tapsukka"),
    "sv": ("Torsdis", "Ingegärd", "Valborga"),
    "en": ("Thornwald", "Marigolda", "Persimmon", "Eluned"),
}
LAST = {
    "fi": ("Pökkelmä", "Vähärautio", "Törmäläinen"),
    "sv": ("Sköldevik", "Öhrnberg", "Lillhonka"),
    "en": ("O'Quillan", "Fennimoresby", "McTavelly"),
}
AGENTS = {"fi": "Tyyneli Kaskeala", "sv": "Gunhilda Ekstrin", "en": "Bertrand Oxcombe"}
ANSWERS = {
    "fi": "Hei {customer}! Pahoittelut viivästyksestä. {piece} Selvitän asian ja palaan perjantaina.\n\nTerveisin\n{agent}",
    "sv": "Hej {customer}! Jag är ledsen för dröjsmålet. {piece} Jag utreder saken i dag.\n\nMed vänliga hälsningar\n{agent}",
    "en": "Hi {customer}! I'm sorry for the delay. {piece} I'll look into it today and write on Friday.\n\nKind regards\n{agent}",
}
CHANNELS = ("chat", "email", "social")


@dataclass
class Traces:
    """The data, the details in it by kind, and all that was left behind: files, and what was shown or said."""

    source: Path
    details: dict[str, set[str]]
    folder: Path
    comments: Sequence[str] = ()
    shown: dict[str, str] = field(default_factory=dict)

    def left(self) -> Iterator[tuple[str, str]]:
        """Everything that can be searched: (where, text)."""
        yield from self.shown.items()
        for path in sorted(self.folder.rglob("*")):
            yield str(path.relative_to(self.folder)), str(path.relative_to(self.folder))
            if path.is_file():
                for text in opened_up(path):
                    yield str(path.relative_to(self.folder)), text


def opened_up(path: Path) -> Iterator[str]:
    """What a file holds: its bytes, and what is packed in them."""
    data = path.read_bytes()
    yield from (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    elif path.suffix == ".parquet":
        for column in pq.read_table(path).columns:
            yield "\n".join(map(str, column.to_pylist()))
    elif data.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as store:
            yield "\n".join(store.iterdump())


def plain(text: str) -> str:
    """The text without the escapes of HTML and JSON, in small letters."""
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), html.unescape(text))
    return unescaped.casefold()


def found_in(text: str, details: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The details that stand in a text."""
    searched = plain(text)
    return [(kind, one) for kind, some in details.items() for one in some if one.casefold() in searched]


def conversations(language: str) -> Iterator[tuple[dict[str, Any], tuple[str, str]]]:
    """Rows of a language with the detail in each: what the customer writes, and the reply that repeats it."""
    rng = random.Random(language)  # noqa: S311 - repeatable, not secret
    for place, made in enumerate(made_messages.messages(language, EACH, seed=5)):
        kind, start, end = made.data[0]
        piece = made.text[start:end]
        customer = piece if kind == "PERSON" else f"{rng.choice(FIRST[language])} {rng.choice(LAST[language])}"
        says = "" if kind == "PERSON" else rng.choice(made_messages._SAYS[kind][language]).replace("{}", piece)
        reply = ANSWERS[language].format(customer=customer.split()[0], piece=says, agent=AGENTS[language].split()[0])
        setting = {
            "conversation": f"{language}-{place}", "channel": CHANNELS[place % 3], "at": f"2026-03-{1 + place % 28:02}T09:00:00Z",
            "customer_name": customer, "agent_name": AGENTS[language], "csat": 1 + place % 5,
        }  # fmt: skip
        yield setting | {"speaker": "customer", "text": made.text, "notes": ""}, (kind, piece)
        yield setting | {"speaker": "agent", "text": reply, "notes": made.text}, ("PERSON", customer)


def write_source(path: Path) -> dict[str, set[str]]:
    """The data as a file; the details in it. A line that breaks off and a speaker who is neither are among them."""
    details: dict[str, set[str]] = {"AGENT": {name for one in AGENTS.values() for name in one.split()}}
    lines = []
    for language in LANGUAGES:
        for row, (kind, piece) in conversations(language):
            lines.append(json.dumps(row, ensure_ascii=False))
            details.setdefault(kind, set()).update(piece.split() if kind == "PERSON" else [piece])
    details["PERSON"].discard("af")
    lines.insert(7, '{"conversation": "fi-3", "text": "Hei, olen Yrjänä Pökkelmä, 040 123 4567')
    lines.insert(9, json.dumps({"conversation": "fi-3", "speaker": "Yrjänä Pökkelmä", "text": "Hei, numeroni on 040 123 4567."}))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return details


BARE = {
    "fi": "{0} olisi pitänyt saada vastaus samana päivänä, ja {1} soitetaan. Silti {2} unohti sen.",
    "sv": "{0} borde ha fått svar samma dag, och {1} får ett samtal. Ändå glömde {2} det.",
    "en": "{0} should have been called back the same day, and {1} waits for a call. Still {2} forgot it.",
}


def written_about() -> tuple[str, ...]:
    """What a reviewer might write about replies: each repeats the detail of a message in the words that it stood in, or names
    people without anything that introduces them."""
    said = [row["text"] for language in LANGUAGES for row, _ in conversations(language) if row["speaker"] == "customer"]
    bare = [
        BARE[language].format(first, last, agent)
        for language in LANGUAGES
        for first, last, agent in zip(
            FIRST[language], itertools.cycle(LAST[language]), itertools.cycle(AGENTS[language].split()), strict=False
        )
    ]
    return (*said, *bare)


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traces]:
    """The loop and everything beside it, run once on the invented messages."""
    for needed in ("sqlalchemy", "anywidget", "ipykernel", "nbformat", "nbclient"):
        pytest.importorskip(needed, reason=f"needs {needed}: pip install 'coachkit[dev,workbench]'")
    base = tmp_path_factory.mktemp("traces")
    with pytest.MonkeyPatch.context() as patched:
        # The same pseudonyms in every run: they order the groups of a sample, and so which replies there are to calibrate by.
        patched.setattr("coachkit.privacy.secret.secrets", SimpleNamespace(token_hex=lambda size: "5a" * size))
        patched.setattr(made_messages, "_FIRST", FIRST)
        patched.setattr(made_messages, "_LAST", LAST)
        details = write_source(base / "source.jsonl")
        traces = Traces(base / "source.jsonl", details, base / "left", written_about())
        traces.folder.mkdir()
        (traces.folder / "tmp").mkdir()
        patched.setattr(tempfile, "tempdir", str(traces.folder / "tmp"))
        patched.setenv("COACHKIT_HOME", str(traces.folder / "home"))
        patched.delenv("COACHKIT_DB", raising=False)
        heard, log = io.StringIO(), logging.StreamHandler(io.StringIO())
        logging.getLogger().addHandler(log)
        level = logging.getLogger().level
        logging.getLogger().setLevel(logging.DEBUG)
        try:
            with redirect_stdout(heard), redirect_stderr(heard):
                everything(traces)
        finally:
            logging.getLogger().removeHandler(log)
            logging.getLogger().setLevel(level)
        traces.shown |= {"what was said": heard.getvalue(), "the log": log.stream.getvalue()}
        yield traces


def everything(traces: Traces) -> None:
    """All that a team would do with the file, and a run that is stopped."""
    out, loop = traces.folder, traces.folder / "loop"
    orders = ("--orders", made_messages.ORDERS)
    assert whole_loop.main(["--out", str(loop), "--data", str(traces.source), *orders]) == 0
    files = whole_loop.files_in(loop)
    coachkit("transcripts", traces.source, "--show", 50, *orders)
    for ending in ("csv", "tsv", "xlsx", "parquet"):
        coachkit("mask", traces.source, "--out", out / f"masked.{ending}", *orders)
        coachkit("score", traces.source, "--out", out / f"s.{ending}", "--evidence", out / f"e.{ending}", *orders)
    coachkit("sample", files.scored, "--out", out / "sample.xlsx")
    coachkit("reviews", "import", files.simulated, "--scored", files.scored)
    reviewed_elsewhere(traces, files.scored, *orders)
    masked_afterwards(traces, files.scored, *orders)
    for ending in ("csv", "json", "xlsx"):
        coachkit("reviews", "export", out / f"reviews.{ending}")
    stopped_run(traces)
    desks(traces, files)
    notebooks(traces, files)


def coachkit(*words: object) -> None:
    """A command in this process, which must do its work."""
    assert not app([str(one) for one in words], standalone_mode=False), words


def stopped_run(traces: Traces) -> None:
    """A run that is stopped: its parts stay."""
    out, count = traces.folder / "stopped" / "scored.csv", run_module._count
    out.parent.mkdir()

    def counted(tally: Any, block: Any, result: Any) -> None:
        count(tally, block, result)
        if block.number == 3:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks_module, "BLOCK", 50)
        patched.setattr(run_module, "_count", counted)
        with pytest.raises(KeyboardInterrupt):
            score_file(Job(traces.source, out=out, masking=Masking(made_messages.ORDERS)))
    assert list(folder_beside(out).glob("part-*"))


def desks(traces: Traces, files: whole_loop.Files) -> None:
    """What the desks hold and send to the browser: the team's and each agent's page, every reply with its conversation."""
    from coachkit.widgets.review_desk import review_desk
    from coachkit.widgets.team_desk import team_desk

    team = team_desk(files.scored, files.evidence, "fi")
    for name in team.agent.options:
        team.agent.value = name[1] if isinstance(name, tuple) else name
        traces.shown[f"team desk {name}"] = str(team.page.value)
    store, masking = f"sqlite:///{traces.folder / 'desk.sqlite3'}", Masking(made_messages.ORDERS)
    desk = review_desk(files.scored, "Ville", "sv", conversations=files.scored, store=store, masking=masking)
    heard: list[dict[str, Any]] = []
    desk.page.send = heard.append
    comments = itertools.cycle(traces.comments)
    for one in desk.page.listing["rows"]:
        desk.page._heard(None, {"kind": "open", "seq": 1, "view": "v", "key": one["key"]}, [])
        said = next(comments)
        review = {"scores": {"tone.no_blame": 0.5}, "comment": said, "root": said[:200], "marks": [a_mark(said)]}
        desk.page._heard(None, {"kind": "save", "seq": 2, "view": "v", "key": one["key"], **review}, [])
        traces.shown[f"desk {one['key']}"] = json.dumps(desk.page.sheet, default=str, ensure_ascii=False)
    disputed(desk, traces.comments)
    traces.shown["desk"] = json.dumps([desk.page.listing, heard], default=str, ensure_ascii=False)


def a_mark(said: str) -> dict[str, Any]:
    """A remark where the machine is wrong, as a browser sends it."""
    return {"criterion": "tone.no_blame", "start": 0, "end": 3, "comment": said}


def disputed(desk: ReviewDesk, comments: Sequence[str]) -> None:
    """Objects to a review and answers, in each of these words."""
    desk.page._heard(None, {"kind": "show", "seq": 3, "view": "v", "on": True}, [])
    for said in comments:
        review = desk.page.sheet["reviews"][0]["id"]
        desk.page._heard(None, {"kind": "dispute", "seq": 4, "view": "v", "review": review, "by": "A", "comment": said}, [])
        objection = desk.page.sheet["reviews"][0]["disputes"][-1]["id"]
        answer = {"dispute": objection, "by": "B", "decision": "rejected", "comment": said}
        desk.page._heard(None, {"kind": "answer", "seq": 5, "view": "v", **answer}, [])


def reviewed_elsewhere(traces: Traces, scored: Path, *orders: str) -> None:
    """Reviews of other tools, each with a comment that holds a detail, read in from a table and from Zendesk QA's JSON."""
    replies = [one for one in read_scored(scored).replies() if one is not None]
    reviews = [
        ReviewRow(one.key, f"Reviewer {place}", {"tone.no_blame": 0.5}, 50.0, comment=said, root_cause=said, rubric="chat")
        for place, (one, said) in enumerate(zip(itertools.cycle(replies), traces.comments, strict=False))
    ]
    write_reviews(traces.source.with_name("reviews.csv"), reviews)
    named = [replace(one, id=f"z{place}", reviewer=f"Z {one.reviewer}") for place, one in enumerate(reviews)]
    objections = [
        DisputeRow(one.id, "A", {}, one.comment, one.comment, (AnswerRow("B", "rejected", one.comment),), f"d{one.id}")
        for one in named
    ]
    shape = to_zendesk(named, replies, objections)
    traces.source.with_name("reviews.json").write_text(json.dumps(shape), "utf-8")
    for ending in ("csv", "json"):
        coachkit("reviews", "import", traces.source.with_name(f"reviews.{ending}"), "--scored", scored, *orders)


def masked_afterwards(traces: Traces, scored: Path, *orders: str) -> None:
    """Comments that were kept as they stood: written out masked, then masked in the store for good."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COACHKIT_DB", f"sqlite:///{traces.folder / 'past.sqlite3'}")
        for ending in ("csv", "json"):
            coachkit("reviews", "import", traces.source.with_name(f"reviews.{ending}"), "--scored", scored, "--no-mask")
        coachkit("reviews", "export", traces.folder / "past.json", "--every-version", *orders)
        with sqlite3.connect(traces.folder / "past.sqlite3") as store:
            kept = "\n".join(store.iterdump())
        assert {kind for kind, _ in found_in(kept, traces.details)} >= {"PERSON", "AGENT", "PHONE"}
        coachkit("reviews", "mask", *orders)
        coachkit("reviews", "mask", "--apply", "--by", "Officer", *orders)


def notebooks(traces: Traces, files: whole_loop.Files) -> None:
    """The notebooks as they are saved after they have run, with the state of their widgets."""
    nbclient, nbformat = import_module("nbclient"), import_module("nbformat")
    root = Path(__file__).resolve().parents[2]
    for name, code in (
        ("qa", f"coachkit.team_desk({str(files.scored)!r}, {str(files.evidence)!r})"),
        ("review", f"coachkit.review_desk({str(files.scored)!r}, 'Ville')"),
    ):
        book = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
        (cell,) = [one for one in book.cells if one.cell_type == "code"]
        cell.source = f"import coachkit\n\n{code}"
        resources = {"metadata": {"path": str(root)}}
        nbclient.NotebookClient(book, timeout=120, kernel_name="python3", resources=resources, store_widget_state=True).execute()
        nbformat.write(book, traces.folder / f"{name}.ipynb")


def test_the_search_finds_every_detail_where_nothing_is_masked(traces: Traces, tmp_path: Path) -> None:
    assert set(traces.details) == {*made_messages.KINDS, "AGENT"}
    assert sum(map(len, traces.details.values())) > 150
    written = {kind for said in traces.comments for kind, _ in found_in(said, traces.details)}
    assert set(made_messages.KINDS) <= written
    coachkit("score", traces.source, "--out", tmp_path / "plain.xlsx", "--no-mask")
    coachkit("score", traces.source, "--out", tmp_path / "plain.parquet", "--no-mask")
    for path in (traces.source, tmp_path / "plain.xlsx", tmp_path / "plain.parquet"):
        found = {one for text in opened_up(path) for _, one in found_in(text, traces.details)}
        assert found == set().union(*traces.details.values()), path


def test_every_kind_of_file_is_there_and_holds_placeholders(traces: Traces) -> None:
    names = [path.name for path in traces.folder.rglob("*") if path.is_file()]
    for ending in (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".json", ".html", ".sqlite3", ".ipynb", ".bin", ".yaml"):
        assert any(name.endswith(ending) for name in names), ending
    masked = {where for where, text in traces.left() if "<PERSON-1>" in html.unescape(text)}
    assert {"loop/masked.jsonl", "loop/scored.parquet", "loop/home/practice.sqlite3", "s.xlsx", "desk.sqlite3"} <= masked
    assert len(traces.shown) > 3 * EACH


def test_no_detail_is_left_in_any_byte(traces: Traces) -> None:
    left = {(where, *one) for where, text in traces.left() for one in found_in(text, traces.details)}
    assert sorted(left) == []
