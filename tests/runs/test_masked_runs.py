"""What a run writes is masked: no original is found in its files or parts, and every quote is where the evidence says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coachkit.privacy import Masking
from coachkit.runs import blocks as blocks_module
from coachkit.runs import score_file as run_module
from coachkit.runs.job import Job
from coachkit.runs.parts import folder_beside
from coachkit.runs.score_file import score_file

pytestmark = pytest.mark.slow

ORIGINALS = (
    "Liisa", "Korhonen", "Matti", "040 123 4567", "liisa.korhonen@example.com", "131052-308T", "FI21 1234 5600 0007 85",
)  # fmt: skip
TALK = (
    ("customer", "Hei, olen Liisa Korhonen, 131052-308T. Missä pakettini on? Numeroni on 040 123 4567."),
    ("agent", "Hei Liisa! Olen pahoillani viivästyksestä. Soitan sinulle numeroon 040 123 4567 huomenna. Terveisin Matti"),
    ("customer", "Palauttakaa rahat tilille FI21 1234 5600 0007 85, kiitos."),
    ("agent", "Kiitos Liisa! Palautan rahat tilille FI21 1234 5600 0007 85 perjantaina, kirjoitan: liisa.korhonen@example.com."),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setattr(blocks_module, "BLOCK", 7)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["conversation", "speaker", "message", "agent_name", "customer_name"])
        for number in range(12):
            for speaker, text in TALK:
                out.writerow([f"c{number}", speaker, text, "Matti Virtanen", "Liisa Korhonen"])
            out.writerow([f"c{number}", "Liisa Korhonen", "Who is this?", "", ""])
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def job_in(source: Path, name: str, **options: object) -> Job:
    folder = source.parent / name
    folder.mkdir()
    return Job(source, out=folder / "scored.csv", evidence=folder / "evidence.csv", masking=Masking(), **options)  # type: ignore[arg-type]


def test_no_original_is_written(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_in(source, "all")
    assert job.out
    parts: list[bytes] = []
    count = run_module._count

    def peek(*arguments: object) -> None:
        parts.extend(one.read_bytes() for one in folder_beside(job.out or Path()).glob("part-*"))
        count(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(run_module, "_count", peek)
    score_file(job)
    assert parts
    kept = b"".join([*parts, *(one.read_bytes() for one in job.out.parent.iterdir())])
    for original in ORIGINALS:
        assert original.encode() not in kept
    assert b"<PERSON-1>" in kept
    assert b"<IBAN-1>" in kept


def test_every_quote_stands_where_the_evidence_says(source: Path) -> None:
    job = job_in(source, "quotes")
    score_file(job)
    assert job.out
    assert job.evidence
    texts = {row["row"]: row["message"] for row in rows(job.out)}
    found = rows(job.evidence)
    assert found
    for one in found:
        assert texts[one["row"]][int(one["start"]) : int(one["end"])] == one["quote"]
    assert any("<" in one["quote"] for one in found)


def test_masking_changes_no_score(source: Path) -> None:
    masked, plain = job_in(source, "masked"), Job(source, out=source.parent / "plain.csv")
    score_file(masked)
    score_file(plain)
    assert masked.out
    assert plain.out
    for one, other in zip(rows(masked.out), rows(plain.out), strict=True):
        for name in ("row", "total", "clarity", "empathy", "readability", "tone", "gates", "weakest", "language"):
            assert one[name] == other[name]


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_placeholders_do_not_depend_on_the_split(source: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    first, second = job_in(source, "first"), job_in(source, "second", processes=2 if size == 3 else 1)
    score_file(first)
    monkeypatch.setattr(blocks_module, "BLOCK", size)
    score_file(second)
    for one, other in ((first.out, second.out), (first.evidence, second.evidence)):
        assert one
        assert other
        assert one.read_bytes() == other.read_bytes()


def test_a_run_that_is_taken_up_again_masks_the_same(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, stopped = job_in(source, "whole"), job_in(source, "stopped")
    score_file(whole)
    count = run_module._count
    with monkeypatch.context() as patched:

        def stop(tally: object, block: blocks_module.Block, result: object) -> None:
            count(tally, block, result)  # type: ignore[arg-type]
            if block.number == 4:
                raise KeyboardInterrupt

        patched.setattr(run_module, "_count", stop)
        with pytest.raises(KeyboardInterrupt):
            score_file(stopped)
    score_file(stopped)
    for one, other in ((whole.out, stopped.out), (whole.evidence, stopped.evidence)):
        assert one
        assert other
        assert one.read_bytes() == other.read_bytes()
