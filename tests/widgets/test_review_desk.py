"""The reviewer's desk without a browser: messages as review.js sends them, what the browser would show."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("sqlalchemy")

import coachkit
from coachkit.cli.score_file import Job, score_file
from coachkit.errors import MissingExtra, UnknownName
from coachkit.model import LANGUAGES
from coachkit.store import Store
from coachkit.widgets.review_desk import ReviewDesk, review_desk
from coachkit.widgets.review_words import review_words

PAYLOAD = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
HEADER = ("conversation", "message", "at", "speaker", "agent", "channel", "text")
BLAMES = "Hi <PERSON-1> 🧥, your coat is late.\r\nYou should have read the terms."
ROWS = (
    ("c1", 1, "2026-03-02T10:00:00+02:00", "customer", "", "chat", "Where is my coat?"),
    ("c1", 2, "2026-03-02T10:01:00+02:00", "agent", "agent-aaaaaa", "chat", BLAMES),
    ("c1", 3, "2026-03-02T10:02:00+02:00", "customer", "", "chat", "That doesn't help."),
    ("c1", 4, "2026-03-02T10:03:00+02:00", "agent", "agent-aaaaaa", "chat", "It comes on Friday before noon."),
    ("c2", 1, "2026-03-03T09:00:00+02:00", "customer", "", "email", PAYLOAD),
    ("c2", 2, "2026-03-03T09:05:00+02:00", "agent", "agent-bbbbbb", "email", f"Hello. {PAYLOAD}"),
)
Make = Callable[..., "Front"]


class Front:
    """What the browser would be."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk
        self.heard: list[dict[str, Any]] = []
        desk.page.send = self.heard.append

    def say(self, kind: str, **values: Any) -> list[dict[str, Any]]:
        """Sends a message; its answers but for the last one, which says that it was dealt with."""
        before = len(self.heard)
        self.desk.page._heard(None, {"kind": kind, "seq": 1, "view": "v", **values}, [])
        assert self.heard[-1]["kind"] == "done"
        return self.heard[before:-1]

    @property
    def sheet(self) -> dict[str, Any]:
        """The reply on the desk."""
        return dict(self.desk.page.sheet)

    @property
    def keys(self) -> list[str]:
        """The replies in the list."""
        return [one["key"] for one in self.desk.page.listing["rows"]]

    def save(self, **values: Any) -> dict[str, Any]:
        """Saves a review of the reply on the desk; the one answer."""
        usual: dict[str, Any] = {"key": self.sheet["key"], "scores": {"tone.no_blame": 0.25}}
        (answer,) = self.say("save", **(usual | values))
        return answer


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored file of three replies in two conversations."""
    folder = tmp_path_factory.mktemp("scored")
    with (folder / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((HEADER, *ROWS))
    score_file(Job(folder / "in.csv", out=folder / "scored.jsonl"))
    return folder / "scored.jsonl"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store of the test's own."""
    return f"sqlite:///{tmp_path / 'reviews.sqlite3'}"


@pytest.fixture
def make(scored: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes desks on the test's store, as several notebooks would."""
    monkeypatch.setattr("coachkit.widgets.review_desk._warm", lambda: None)

    def go(reviewer: str = "Ville", language: str | None = "en", sample: Path | None = scored, **given: Any) -> Front:
        return Front(review_desk(sample, reviewer, language, store=address, **given))

    return go


@pytest.fixture
def front(make: Make) -> Front:
    """Ville's desk in English with the file open."""
    return make()


def test_the_first_reply_stands_in_its_conversation(front: Front) -> None:
    assert front.desk.news == "scored.jsonl: 3 replies."
    assert front.desk.page.listing | {"rows": None} == {"rows": None, "done": 0, "count": 3}
    assert [one["text"] for one in front.sheet["thread"]] == [
        "Where is my coat?", BLAMES.replace("\r\n", "\n"), "That doesn't help.", "It comes on Friday before noon.",
    ]  # fmt: skip
    assert [one["speaker"] for one in front.sheet["thread"]] == ["customer", "agent", "customer", "agent"]
    assert [one["here"] for one in front.sheet["thread"]] == [False, True, False, False]
    important = [one for one in front.sheet["criteria"] if one["important"]]
    assert {one["dimension"] for one in important} == {"clarity", "empathy", "readability", "tone"}
    assert len(important) == 12


def test_a_blind_reviewer_s_browser_gets_nothing_of_the_machine_or_of_others(make: Make) -> None:
    make("Aino").save(comment="a comment of Aino's")
    front = make()
    for key in front.keys:
        front.say("go", key=key)
        assert not front.sheet["shown"]
        assert not {"machine", "reviews"} & front.sheet.keys()
    travelled = json.dumps([front.desk.page.sheet, front.desk.page.listing, front.desk.page.scene, front.heard])
    assert "Aino" not in travelled
    assert "total" not in front.desk.page.listing["rows"][0]


def test_what_was_seen_is_remembered_in_the_review_and_in_later_ones(front: Front, make: Make, address: str) -> None:
    front.save()
    front.say("show", on=True)
    assert front.sheet["machine"]["findings"]
    front.say("show", on=False)
    assert "machine" not in front.sheet
    assert front.sheet["seen"]
    front.save()
    other = front.keys[1]
    front.say("go", key=other)
    assert not front.sheet["seen"]
    front.save(key=other)
    again = make()
    again.say("go", key=again.keys[0])
    again.save()
    reviews = Store.open(address).reviews(every_version=True)
    assert [(one.reply == other, one.version, one.blind) for one in reviews] == [
        (False, 1, True), (False, 2, False), (True, 1, True), (False, 3, False),
    ]  # fmt: skip


def test_a_review_comes_back_as_it_was_given(front: Front, make: Make, address: str) -> None:
    text = front.sheet["text"]
    start = len(text[: text.index("You should")].encode("utf-16-le")) // 2
    mark = {"criterion": "tone.no_blame", "start": start, "end": start + len("You should have"), "comment": "a quotation"}
    answer = front.save(
        scores={"tone.no_blame": 0.75, "clarity.next_step": None, "nobody.knows": 1, "empathy.apology": 7},
        gates=["gates.abuse", "gates.unknown"], comment=" Well put. ", root="Haste", marks=[mark], seconds=12.5, id="a" * 32,
    )  # fmt: skip
    assert (answer["kind"], answer["text"], answer["version"]) == ("saved", "Saved: version 1.", 1)
    (kept,) = Store.open(address).reviews()
    assert kept.id == "a" * 32
    assert kept.scores == {"tone.no_blame": 0.75, "clarity.next_step": None}
    assert (kept.gates, kept.comment, kept.root_cause) == (("gates.abuse",), "Well put.", "Haste")
    assert (kept.seconds, kept.rubric, kept.blind) == (12.5, "chat", True)
    assert kept.fingerprint
    (marked,) = kept.marks
    assert BLAMES[marked.start : marked.end] == marked.quote == "You should have"
    again = make()
    again.say("go", key=kept.reply)
    own = again.sheet["own"]
    assert own["scores"] == kept.scores
    assert [(one["start"], one["end"]) for one in own["marks"]] == [(mark["start"], mark["end"])]
    assert again.desk.page.listing["rows"][0]["done"]


def test_the_total_is_added_up_as_the_machine_does(front: Front) -> None:
    key = front.sheet["key"]
    (answer,) = front.say("total", key=key, scores={"tone.no_blame": 1, "tone.greeting": 0.5}, gates=[])
    assert 50 < answer["total"] < 100
    (capped,) = front.say("total", key=key, scores={"tone.no_blame": 1}, gates=["gates.abuse"])
    assert capped["total"] < 50
    assert front.say("total", key=key, scores={}, gates=[])[0]["total"] is None


def test_a_save_sent_twice_is_kept_once_and_a_later_one_is_a_new_version(front: Front, address: str) -> None:
    assert front.save(id="b" * 32)["version"] == 1
    assert front.save(id="b" * 32)["version"] == 1
    assert front.save(id="c" * 32, comment="Again.")["version"] == 2
    assert len(Store.open(address).reviews(every_version=True)) == 2


def test_two_desks_that_save_the_same_reply_at_once_keep_both(make: Make, address: str) -> None:
    fronts = [make("Ville"), make("Ville"), make("Aino"), make("Sven")]
    start = Barrier(len(fronts))

    def save(front: Front, comment: str) -> None:
        start.wait()
        for number in range(5):
            front.save(comment=f"{comment} {number}")

    threads = [Thread(target=save, args=(front, str(number))) for number, front in enumerate(fronts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    kept = Store.open(address).reviews(every_version=True)
    assert {one.comment for one in kept} == {f"{desk} {number}" for desk in range(4) for number in range(5)}
    assert sorted(one.version for one in kept if one.reviewer == "Ville") == list(range(1, 11))


def test_a_dispute_is_answered_and_everything_stays(front: Front, make: Make, address: str) -> None:
    front.save()
    agent = make("Agent")
    agent.say("show", on=True)
    agent.say("go", key=front.sheet["key"])
    (review,) = agent.sheet["reviews"]
    (note,) = agent.say(
        "dispute", review=review["id"], by="Agent", comment="It quotes us.", expected={"tone.no_blame": 1, "x": 1}
    )
    assert note["text"] == "The dispute has been noted."
    (dispute,) = agent.sheet["reviews"][0]["disputes"]
    assert (dispute["expected"], dispute["status"]) == ({"tone.no_blame": 1}, "open")
    assert agent.desk.page.listing["rows"][0]["disputed"]
    front.say("refresh")
    assert front.desk.page.listing["rows"][0]["disputed"]
    for decision in ("rejected", "accepted"):
        front.say("answer", dispute=dispute["id"], by="Ville", decision=decision, comment="I see.")
    assert not front.desk.page.listing["rows"][0]["disputed"]
    (kept,) = Store.open(address).disputes()
    assert [one.decision for one in kept.answers] == ["rejected", "accepted"]
    assert front.say("answer", dispute=dispute["id"], by="Ville", decision="never", comment="") == []
    assert front.say("dispute", review="other", by="Agent", comment="No.", expected={}) == []


def test_the_column_with_the_agents_can_be_named(make: Make, scored: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in scored.read_text("utf-8").splitlines()]
    renamed = tmp_path / "renamed.jsonl"
    renamed.write_text("".join(json.dumps({"company": row.pop("agent")} | row) + "\n" for row in rows), "utf-8")
    assert {one["agent"] for one in make(sample=renamed).desk.page.listing["rows"]} == {""}
    named = make(sample=renamed, agent_column="company")
    assert {one["agent"] for one in named.desk.page.listing["rows"]} == {one["agent"] for one in make().desk.page.listing["rows"]}


WRITES = {
    "fi": "Terveisin Matti Virkki, 040 123 4567",
    "sv": "Med vänliga hälsningar Torsten Öhrn, torsten@example.com",
    "en": "Spoke to Mr Oxcombe, +44 20 7946 0958",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_personal_data_in_what_people_write_is_masked_and_the_desk_says_so(make: Make, address: str, language: str) -> None:
    front, words, written = make(language=language), review_words(language), WRITES[language]
    assert (front.desk.page.scene["masks"], words.view.comment_masked) == (True, front.desk.page.scene["words"]["comment_masked"])
    answer = front.save(comment=written)
    assert (answer["masked"], answer["text"].endswith(words.notes.masked)) == (True, True)
    assert "<PERSON-2>" in front.sheet["own"]["comment"]
    front.say("show", on=True)
    (review,) = front.sheet["reviews"]
    (note,) = front.say("dispute", review=review["id"], by="Agent", comment=written, expected={})
    assert note["text"].endswith(words.notes.masked)
    (dispute,) = front.sheet["reviews"][0]["disputes"]
    (note,) = front.say("answer", dispute=dispute["id"], by="Ville", decision="rejected", comment=written)
    assert note["text"].endswith(words.notes.masked)
    travelled = json.dumps([front.desk.page.sheet, front.heard], default=str, ensure_ascii=False)
    left = json.dumps([vars(one) for one in (*Store.open(address).reviews(), *Store.open(address).disputes())], default=str)
    for detail in ("Virkki", "040 123", "Öhrn", "torsten", "Oxcombe", "7946"):
        assert detail not in travelled + left


def test_where_nothing_was_masked_nothing_is_said_of_it(front: Front) -> None:
    answer = front.save(comment="It's well put.")
    assert (answer["masked"], answer["text"]) == (False, "Saved: version 1.")


def test_a_desk_without_masking_keeps_every_word_and_promises_nothing(make: Make, address: str) -> None:
    front = make(masking=None)
    assert not front.desk.page.scene["masks"]
    assert not front.save(comment=WRITES["en"])["masked"]
    assert Store.open(address).reviews()[0].comment == WRITES["en"]


def test_an_empty_review_is_not_saved(front: Front, address: str) -> None:
    answer = front.save(scores={}, comment="  ")
    assert (answer["kind"], answer["text"]) == ("notice", review_words("en").view.nothing_to_save)
    assert Store.open(address).reviews() == ()


def test_a_store_that_is_away_costs_nothing_and_is_told(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    from coachkit.errors import StoreError

    def away(*_: object) -> None:
        raise StoreError("the store is away.")

    monkeypatch.setattr(Store, "add_review", away)
    answer = front.save()
    assert (answer["kind"], answer["text"]) == ("notice", "Not saved: the store is away. Your review is still here.")
    monkeypatch.undo()
    assert front.save()["kind"] == "saved"


def test_why_a_reply_was_drawn_comes_along(make: Make, scored: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in scored.read_text("utf-8").splitlines()]
    sample = tmp_path / "sample.jsonl"
    drawn = [row | {"why": "random lowest"} for row in rows if row["speaker"] == "agent"][:1]
    sample.write_text("".join(json.dumps(row) + "\n" for row in drawn), "utf-8")
    alone = make(sample=sample)
    assert alone.desk.page.listing["rows"][0]["why"] == ["random", "lowest"]
    assert [one["text"] for one in alone.sheet["thread"]][:1] == ["Where is my coat?"]
    whole = make(sample=sample, conversations=scored)
    assert len(whole.sheet["thread"]) == 4
    assert whole.keys == alone.keys


def test_the_desk_asks_for_a_file_and_a_name(make: Make, scored: Path, tmp_path: Path) -> None:
    front = make(sample=None)
    assert not front.desk.page.scene["opened"]
    for kind in ("save", "total", "go", "show", "dispute", "close"):
        assert front.say(kind, key="x", on=True) == []
    assert front.say("open", reviewer=" ", path=str(scored))[0]["text"] == front.desk.notes.no_name
    assert front.say("open", reviewer="Ville", path="")[0]["text"] == front.desk.notes.no_file
    assert "no such file" in front.say("open", reviewer="Ville", path=str(tmp_path / "gone.csv"))[0]["text"]
    assert "no replies in the store" in front.say("open", reviewer="Ville", path="", stored=True)[0]["text"]
    assert front.say("open", reviewer="Ville", path=str(scored)) == []
    assert front.desk.page.scene["opened"]
    front.say("close")
    assert (front.desk.page.scene["opened"], front.desk.page.sheet) == (False, {})
    front.say("open", reviewer="Aino", path="", stored=True)
    assert len(front.keys) == 3
    assert front.sheet["thread"][0]["text"] == "Where is my coat?"


def test_who_works_with_the_machine_in_view_does_so_in_the_next_file_too(make: Make, scored: Path) -> None:
    front = make()
    assert not front.sheet["shown"]
    front.say("show", on=True)
    front.say("close")
    front.say("open", reviewer="Ville", path=str(scored))
    assert front.sheet["shown"]
    front.say("show", on=False)
    front.say("open", reviewer="Ville", path=str(scored))
    assert not front.sheet["shown"]


def test_a_file_that_was_not_scored_is_told(make: Make, tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text("text\nHello\n", "utf-8")
    front = make(sample=tmp_path / "plain.csv")
    assert "coachkit score" in front.desk.news
    assert front.desk.page.scene["news"] == front.desk.news


def test_too_many_replies_are_told(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coachkit.widgets.review_round.MOST", 2)
    assert "coachkit sample" in make().desk.news


def test_of_a_full_store_the_reviewed_replies_are_opened(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    front = make()
    front.save()
    monkeypatch.setattr("coachkit.widgets.review_round.MOST", 2)
    stored = make(sample=None)
    assert stored.say("open", reviewer="Ville", path="", stored=True) == []
    assert stored.keys == [front.sheet["key"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_turns_every_word_and_keeps_the_reply(front: Front, language: str) -> None:
    front.say("go", key=front.keys[1])
    front.say("language", language=language)
    scene = front.desk.page.scene
    assert scene["words"]["title"] == review_words(language).view.title
    assert front.sheet["key"] == front.keys[1]
    assert front.say("language", language="xx") == []
    assert front.desk.language == language


def test_the_browser_s_language_decides_once(make: Make) -> None:
    front = make(language=None)
    front.say("hello", languages=["sv-FI"])
    front.say("hello", languages=["fi-FI"])
    assert front.desk.language == "sv"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "save", "key": "nobody", "scores": {"tone.no_blame": 1}},
        {"kind": "save", "scores": [1], "marks": {"a": 1}, "gates": 3, "comment": 7},
        {
            "kind": "save",
            "scores": {"tone.no_blame": float("nan")},
            "marks": [{"criterion": "tone.no_blame", "start": -1, "end": 9**9}],
        },
        {"kind": "save", "scores": {"tone.no_blame": True}, "seconds": "x", "comment": "\ud83d"},
        {
            "kind": "save",
            "scores": {},
            "marks": [{"criterion": ["x"], "start": 0, "end": 2}, 7, {"criterion": "tone.no_blame", "start": "0"}],
        },
        {"kind": "total", "key": None},
        {"kind": "go", "key": ["x"]},
        {"kind": "show", "on": "yes"},
        {"kind": "open", "reviewer": {"a": 1}, "path": ["x"]},
        {"kind": "dispute", "review": {"a": 1}, "comment": "x", "by": "x"},
        {"kind": "nothing"},
    ],
)
def test_a_strange_message_breaks_nothing(front: Front, address: str, values: dict[str, Any]) -> None:
    key = front.sheet["key"]
    front.say(**({"key": key} | values))
    assert Store.open(address).reviews() == ()
    front.say("go", key=key)
    assert front.save()["kind"] == "saved"


def test_a_fault_is_told_in_words_and_nothing_secret(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("coachkit.widgets.review_table.total_of", fail)
    answer = front.save()
    assert "ZeroDivisionError" in answer["text"]
    assert "secret" not in answer["text"]


def test_an_unknown_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no language 'se'"):
        review_desk(language="se")


def test_without_the_workbench_the_error_says_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.setattr("coachkit.widgets.review_desk.find_spec", lambda name: None if name == "anywidget" else object())
    with pytest.raises(MissingExtra, match=r"pip install 'coachkit\[workbench\]'"):
        review_desk()


def test_it_shows_itself_and_says_without_a_kernel_how_to_get_one(front: Front) -> None:
    data, _ = front.desk._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Run All Cells" in data["text/html"]


def test_the_public_name_makes_this_desk() -> None:
    from coachkit import widgets

    assert coachkit.review_desk is review_desk
    assert widgets.review is review_desk
