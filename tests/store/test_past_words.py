"""What was kept unmasked is found and masked where that is asked for, and is never shown or written out as it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from coachkit.cli import FINE, app
from coachkit.documents import home_folder
from coachkit.errors import StoreError
from coachkit.privacy.met import keep_met
from coachkit.reviews.masking import words_of
from coachkit.store import AnswerRow, DisputeRow, Mark, ReplyRow, ReviewRow, Store, reply_key
from coachkit.store.past_words import PastWords

if TYPE_CHECKING:
    from tests.postgresql_server import Server

SAID = "Liisa Pökkelmä odotti, 040 123 4567. Yrjänälle ei soitettu."
DETAILS = ("Liisa", "Pökkelm", "040 123 4567", "Yrjän")
MASKED = "<PERSON-2> odotti, <PHONE-1>. <PERSON-3> ei soitettu."
PLAIN = "Vastaus oli selkeä."
REPLY = ReplyRow(reply_key("c1", "1", "Hei <PERSON-1>!"), "Hei <PERSON-1>!", conversation="c1", place="1", agent="agent-aaaaaa")
SAVED = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def names_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of the test's own in which Yrjänä was met in a transcript."""
    monkeypatch.setenv("COACHKIT_HOME", str(tmp_path / "home"))
    keep_met(home_folder(), ["yrjänä"])


@pytest.fixture
def past(url: str) -> Store:
    """A store in which words were kept as they were written, opened as it is today."""
    plain = Store.open(url, masking=None)
    plain.add_reply(REPLY)
    mark = Mark("tone.no_blame", 0, 3, "Hei", SAID)
    scores = {"tone.no_blame": 0.5}
    plain.add_review(
        ReviewRow(REPLY.key, "Aino", scores, 50.0, comment=SAID, root_cause=SAID, marks=(mark,), id="r1", saved=SAVED)
    )
    plain.add_review(ReviewRow(REPLY.key, "Aino", scores, 60.0, comment=PLAIN, id="r2", saved=SAVED))
    plain.add_dispute(DisputeRow("r1", "agent-aaaaaa", {}, SAID, SAID, id="d1", saved=SAVED))
    plain.answer_dispute("d1", AnswerRow("Eino", "rejected", PLAIN, SAVED))
    plain.answer_dispute("d1", AnswerRow("Eino", "rejected", SAID, SAVED))
    return Store.open(url)


def everything(store: Store) -> str:
    """Every word of every row that people wrote, as it is kept."""
    said = [word for one in store.reviews(every_version=True) for word in words_of(one)]
    return "\n".join([*said, *(word for one in store.disputes() for word in words_of(one))])


def in_cells(url: str) -> str:
    """Every cell of every table."""
    store = Store.open(url)
    cells: list[str] = []
    with store._engine.connect() as connection:
        for table in ("reviews", "disputes", "dispute_answers", "masked_words"):
            cells += (str(cell) for row in connection.execute(text(f"select * from {table}")) for cell in row)  # noqa: S608 - ours
    return "\n".join(cells)


def test_a_look_says_where_personal_data_stands_and_changes_nothing(past: Store) -> None:
    before = everything(past)
    assert past.past_words() == (
        PastWords("review", "r1", "Aino", "c1", "1", ("comment", "root_cause", "marks")),
        PastWords("dispute", "d1", "agent-aaaaaa", "c1", "1", ("comment", "root_cause")),
        PastWords("answer", "d1 1", "Eino", "c1", "1", ("comment",)),
    )
    assert everything(past) == before
    assert past.masked_rows() == ()


def test_what_was_kept_is_masked_once_and_the_store_says_so(past: Store, url: str) -> None:
    reviews, disputes = past.reviews(every_version=True), past.disputes()
    found = past.past_words()
    done = past.mask_past_words("Privacy Officer")
    assert (done.found, done.rebuilt) == (found, True)
    assert set(everything(past).split("\n")) == {MASKED, PLAIN, "Hei", ""}
    assert not [one for one in DETAILS if one in in_cells(url)]
    now = past.reviews(every_version=True)
    same = {"comment": "", "root_cause": "", "marks": ()}
    assert [replace(one, **same) for one in now] == [replace(one, **same) for one in reviews]  # type: ignore[arg-type]
    assert [one.answers[0].saved for one in past.disputes()] == [one.answers[0].saved for one in disputes]
    noted = past.masked_rows()
    assert {(one.kind, one.row, one.columns, one.by) for one in noted} == {
        (one.kind, one.row, one.columns, "Privacy Officer") for one in found
    }
    assert all(one.masked.tzinfo for one in noted)
    assert past.past_words() == past.mask_past_words("Somebody").found == ()
    assert past.masked_rows() == noted


def test_the_same_review_sent_again_is_still_the_same(past: Store) -> None:
    sent = past.reviews(every_version=True)[0]
    past.mask_past_words("Aino")
    assert past.add_review(replace(sent, version=0)).comment == MASKED
    assert len(past.reviews(every_version=True)) == 2


def test_what_is_shown_is_masked_before_it_is_masked_in_the_store(past: Store, url: str) -> None:
    before = everything(past)
    shown = {word for one in past.shown_reviews(past.reviews(every_version=True)) for word in words_of(one)}
    shown |= {word for one in past.shown_disputes(past.disputes()) for word in words_of(one)}
    assert shown == {MASKED, PLAIN, "Hei", ""}
    assert everything(past) == before
    plain = Store.open(url, masking=None)
    assert plain.shown_reviews(plain.reviews()) == plain.reviews()


def test_a_store_opened_without_masking_masks_nothing(past: Store, url: str) -> None:
    with pytest.raises(StoreError, match="without masking"):
        Store.open(url, masking=None).mask_past_words("Aino")
    assert SAID in everything(past)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_byte_of_an_sqlite_store_holds_what_was_masked(past: Store) -> None:
    path = Path(past.place)

    def held() -> list[str]:
        files = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
        return [one for one in DETAILS if any(one.encode() in file.read_bytes() for file in files)]

    # JSON writes a mark's letters as escapes; the others stand as they are.
    assert held() == list(DETAILS)
    assert past.mask_past_words("Aino").rebuilt
    assert held() == []


@pytest.mark.slow
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_no_byte_of_a_servers_tables_holds_what_was_masked(postgresql: Server, past: Store) -> None:

    def held() -> list[str]:
        with past._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("checkpoint"))
            number = connection.execute(text("select oid from pg_database where datname = current_database()")).scalar_one()
        files = [one.read_bytes() for one in (postgresql.folder / "data" / "base" / str(number)).iterdir()]
        return [one for one in DETAILS if any(one.encode() in data for data in files)]

    assert held() == list(DETAILS)
    assert past.mask_past_words("Aino").rebuilt
    assert held() == []


@pytest.mark.parametrize(
    ("language", "dry", "done"),
    [
        ("fi", "Mitään ei muutettu", "Peitettiin 3."),
        ("sv", "Inget har ändrats", "3 maskerades"),
        ("en", "Nothing was changed", "3 masked"),
    ],
)
def test_the_command_tells_first_and_masks_when_asked(
    past: Store, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, dry: str, done: str
) -> None:
    monkeypatch.setenv("COACHKIT_DB", url)

    def run(*arguments: object) -> str:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        assert result.exit_code == FINE, result.output
        assert not [one for one in DETAILS if one in result.output]
        return " ".join(result.output.split())

    told = run("reviews", "mask", "--language", language)
    assert dry in told
    assert "c1 1" in told
    assert SAID in everything(past)
    run("reviews", "export", tmp_path / "out.json", "--every-version")
    assert not [one for one in DETAILS if one in json.dumps(json.loads((tmp_path / "out.json").read_text()), ensure_ascii=False)]
    run("reviews", "export", tmp_path / "plain.json", "--every-version", "--no-mask")
    assert SAID in (tmp_path / "plain.json").read_text("utf-8")
    assert done in run("reviews", "mask", "--apply", "--by", "Officer", "--language", language)
    assert SAID not in everything(past)
    assert {one.by for one in past.masked_rows()} == {"Officer"}
    assert "c1 1" not in run("reviews", "mask", "--language", language)
