"""A reviewer writes into a sample and is understood; what the program or the export wrote is never taken for theirs."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from coachkit.cli.sample_file import run as sample
from coachkit.reviews.own_columns import own_columns
from coachkit.reviews.scored import read_scored
from coachkit.reviews.tables import Read, read_reviews
from coachkit.reviews.values import ReplyRow, ReviewRow
from coachkit.rubrics import shipped_criteria
from coachkit.sampling import Plan
from coachkit.transcripts.rows import NUMBER, TEXT, WHOLE
from coachkit.transcripts.writing import writing

CRITERIA = ("clarity.next_step", "tone.closing", "empathy.apology")
PROGRAMS = ("clarity", "empathy", "readability", "tone", "weakest", "fingerprint", "problem")
NEXT_STEP = shipped_criteria()["clarity.next_step"].name.as_dict()


def scored(folder: Path, *, texts: str = "text", more: Sequence[str] = ()) -> Path:
    """A scored file of six replies; `more` are columns of the export, filled in."""
    kinds = dict.fromkeys(("conversation", texts, *more), TEXT) | {"row": WHOLE, "total": NUMBER}
    kinds |= dict.fromkeys(("clarity", "empathy", "readability", "tone"), NUMBER)
    kinds |= dict.fromkeys(("gates", "weakest", "language", "rubric", "fingerprint"), TEXT)
    kinds |= dict.fromkeys(CRITERIA, NUMBER) | {"problem": TEXT}
    rows: list[dict[str, Any]] = [
        {name: f"{name} {n}" for name in more}
        | {"conversation": f"c{n}", texts: f"Hei!\nTulee; pian {n}", "row": n + 1, "total": 61.25 + n, "clarity": 50.0}
        | {"weakest": "tone.closing", "language": "fi", "rubric": "chat", "fingerprint": "3f2a"}
        | dict.fromkeys(CRITERIA, 0.5)
        for n in range(6)
    ]
    path = folder / "scored.csv"
    with writing(path, kinds) as write:
        write(rows)
    return path


def sampled(folder: Path, ending: str = ".csv", **columns: Any) -> tuple[Path, tuple[ReplyRow, ...]]:
    """A sample of all six, as `coachkit sample` writes it, and its replies."""
    source = scored(folder, **columns)
    sample(source, folder / f"sample{ending}", Plan(precision=0.1), "fi")
    return folder / f"sample{ending}", tuple(one for one in read_scored(source).replies() if one)


def cells(path: Path) -> list[list[Any]]:
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).active
        assert sheet is not None
        return [list(row) for row in sheet.values]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def fill_in(path: Path, own: Mapping[str, Any], *, rows: int = 2, at: int | None = None, drop: Sequence[str] = ()) -> Path:
    """The sample as somebody saves it who has written in the first rows, in columns at the end (or from `at` on)."""
    head, *others = cells(path)
    place = len(head) if at is None else at
    kept = [n for n, name in enumerate(head) if name not in drop]
    table = [[head[n] for n in kept if n < place] + list(own) + [head[n] for n in kept if n >= place]]
    for number, row in enumerate(others):
        written = list(own.values()) if number < rows else [None] * len(own)
        table.append([row[n] for n in kept if n < place] + written + [row[n] for n in kept if n >= place])
    if path.suffix == ".xlsx":
        book = Workbook()
        for line in table:
            book.active.append(line)  # type: ignore[union-attr]
        book.save(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    return path


def read(folder: Path, own: Mapping[str, Any], ending: str = ".csv", **how: Any) -> Read:
    path, replies = sampled(folder, ending)
    return read_reviews(fill_in(path, own, **how), replies, "Aino")


ENGLISH = {"my total": 62, "my clarity.next_step": "0.25", "my tone.closing": "n/a", "comment": "Good", "reviewer": "Eino"}
FINNISH = {"Kokonaispisteet": "62", NEXT_STEP["fi"]: "0,25", "oma tone.closing": "ei koske"}
FINNISH |= {"Kommentti": "Good", "Arvioija": "Eino"}
SWEDISH = {"Totalpoäng": "62", NEXT_STEP["sv"]: "0,25", "min tone.closing": "gäller inte"}
SWEDISH |= {"Kommentar": "Good", "Bedömare": "Eino"}
AGAIN = {"total": 62.0, "clarity.next_step": 0.25, "tone.closing": "-", "comment": "Good", "reviewer": "Eino"}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("own", [ENGLISH, FINNISH, SWEDISH, AGAIN], ids=["en", "fi", "sv", "the same names again"])
def test_scores_written_beside_the_replies_of_a_sample_are_read(own: Mapping[str, Any], ending: str, tmp_path: Path) -> None:
    found = read(tmp_path, own, ending)
    assert (found.problems, found.untouched, found.unread) == ({}, 4, ())
    one = found.reviews[0]
    assert (one.reviewer, one.total, one.comment) == ("Eino", 62, "Good")
    assert one.scores == {"clarity.next_step": 0.25, "tone.closing": None}
    assert (one.blind, one.rubric, one.fingerprint) == (False, "chat", "3f2a")
    assert len({one.reply for one in found.reviews}) == 2


def test_a_sample_in_which_nobody_has_written_brings_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, {})
    assert (found.reviews, found.problems, found.untouched) == ((), {}, 6)


def test_a_scored_file_is_no_file_of_reviews_either(tmp_path: Path) -> None:
    path = scored(tmp_path)
    replies = tuple(one for one in read_scored(path).replies() if one)
    assert read_reviews(path, replies, "Aino").reviews == ()
    (first, *_) = read_reviews(fill_in(path, {"my total": 40}), replies, "Aino").reviews
    assert (first.total, first.scores, first.reply) == (40, {}, replies[0].key)


def test_who_wrote_into_a_sample_is_blind_only_if_they_say_so(tmp_path: Path) -> None:
    assert [one.blind for one in read(tmp_path, {"my total": 62, "blind": "yes"}).reviews] == [True, True]


def test_the_columns_of_the_export_are_not_the_reviewers(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path, more=("comment", "id", "total_score", "marks"))
    found = read_reviews(fill_in(path, {"my total": 62}), replies, "Aino")
    assert (found.untouched, found.unread) == (4, ("comment", "total_score"))
    assert [(one.comment, one.marks) for one in found.reviews] == [("", ()), ("", ())]
    assert "id 0" not in {one.id for one in found.reviews}


def test_a_column_put_among_the_exports_is_read_when_it_says_whose_it_is_and_told_when_not(tmp_path: Path) -> None:
    found = read(tmp_path, {"my score": 62, NEXT_STEP["sv"]: 1, "Kommentti": "Hyvä", "oma kommentti": "Oma"}, at=1)
    assert [(one.total, one.scores, one.comment) for one in found.reviews] == [(62, {"clarity.next_step": 1.0}, "Oma")] * 2
    assert found.unread == ("Kommentti",)


def test_a_column_that_is_not_understood_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, {"my total": 62, "Pisteet": 62, None: ""}).unread == ("Pisteet",)  # type: ignore[dict-item]


def test_scores_written_over_the_programs_are_told_and_not_lost_without_a_word(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    fill_in(path, {"comment": "Good"})
    said = path.read_text("utf-8").replace("61.25;", "40;").replace("62.25;", "62,25;")
    path.write_text(said.replace(";0.5;0.5;0.5;", ";0.5;1;0.5;", 5), "utf-8")
    found = read_reviews(path, replies, "Aino")
    assert list(found.problems.items()) == [
        ("the program's 'total' was changed: write yours into a column of its own, 'my total'", 1),
        ("the program's 'tone.closing' was changed: write yours into a column of its own, 'my tone.closing'", 4),
    ]
    assert (found.reviews, found.untouched) == ((), 1)


def test_scores_of_other_rules_than_those_at_hand_are_not_taken_for_changed(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    fill_in(path, {"my total": 62})
    path.write_text(path.read_text("utf-8").replace("3f2a", "beef").replace("61.25;", "40;"), "utf-8")
    assert len(read_reviews(path, replies, "Aino").reviews) == 2


def test_a_reply_is_known_by_the_key_where_reply_is_the_text(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path, texts="reply")
    found = read_reviews(fill_in(path, {"my total": 62}), replies, "Aino")
    assert ({one.reply for one in found.reviews} <= {one.key for one in replies}, found.problems) == (True, {})


def test_a_sample_cut_down_to_what_is_needed_is_a_file_of_reviews(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    kept = fill_in(path, {"total": 62, "clarity.next_step": 1}, drop=(*PROGRAMS, "total", *CRITERIA, "gates", "row"))
    found = read_reviews(kept, replies, "Aino")
    assert [(one.total, one.scores, one.blind) for one in found.reviews] == [(62, {"clarity.next_step": 1.0}, True)] * 2
    assert found.untouched == 4


def test_the_programs_scores_left_in_a_sample_cut_down_are_refused(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    found = read_reviews(fill_in(path, {}, drop=PROGRAMS), replies, "Aino")
    assert found.reviews == ()
    assert list(found.problems.items()) == [("the program's own scores: write a person's into columns of their own", 6)]
    path, replies = sampled(tmp_path)
    mine = read_reviews(fill_in(path, {"my total": 62}, drop=PROGRAMS), replies, "Aino")
    assert [(one.total, one.scores) for one in mine.reviews] == [(62, {})] * 2


def test_a_table_that_is_no_sample_is_read_by_other_words_too() -> None:
    named = own_columns(("reply", "Arvioija", "kokonaispisteet", "tone.own_2", NEXT_STEP["en"], "Pisteet")).named
    assert named == {
        "Arvioija": "reviewer", "kokonaispisteet": "total", "tone.own_2": "tone.own_2", NEXT_STEP["en"]: "clarity.next_step",
    }  # fmt: skip
    assert own_columns(("total", "Kokonaispisteet", "comment")).named == {"total": "total", "comment": "comment"}


def test_every_criterion_has_a_header_of_its_own_in_each_language() -> None:
    for one in shipped_criteria().values():
        if one.dimension != "gate":
            for name in one.name.as_dict().values():
                assert own_columns(("reply", name)).named == {name: one.id}


def test_an_empty_review_of_a_table_that_is_no_sample_stays_one(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    path.write_text(f"reply,reviewer,total\n{replies[0].key},Aino,\n", "utf-8")
    assert [(one.reply, one.total) for one in read_reviews(path, replies).reviews] == [(replies[0].key, None)]


def test_the_same_sample_read_twice_is_the_same_review(tmp_path: Path) -> None:
    path, replies = sampled(tmp_path)
    filled = fill_in(path, ENGLISH)
    first: tuple[ReviewRow, ...] = read_reviews(filled, replies).reviews
    assert read_reviews(filled, replies).reviews == first
    assert len({one.id for one in first}) == 2
