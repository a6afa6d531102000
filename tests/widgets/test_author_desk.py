"""The author's desk without a browser: messages as author.js sends them, what it is shown and what it hears."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget")

import coachkit
from coachkit.authoring.rubric_edit import with_version
from coachkit.authoring.saving import kept_versions
from coachkit.authoring.versions import publish, version_problems
from coachkit.authoring.words import author_words
from coachkit.documents import shipped_folder
from coachkit.errors import MissingExtra, UnknownName
from coachkit.model import LANGUAGES
from coachkit.rubrics import load_rubric
from coachkit.scenarios.loading import load_scenario
from coachkit.store import Store
from coachkit.widgets.author_desk import AuthorDesk, author_desk
from coachkit.widgets.map_picture import picture
from coachkit.widgets.resting import Resting

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = ROOT / "tests" / "browser" / "exercises"
COAT = "own:desk/late-coat.yaml"
TITLE = "The coat that has not come"
PAYLOAD = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'


class AtOnce(Resting):
    """Does at once what else waits for a rest."""

    def ask(self, work: Callable[[], Any], deliver: Callable[[Any], None]) -> None:
        """Works and delivers."""
        deliver(work())


class Front:
    """What the browser would be: it sends messages to the desk and keeps the answers."""

    def __init__(self, desk: AuthorDesk) -> None:
        self.desk = desk
        self.heard: list[dict[str, Any]] = []
        self.rev = 0
        desk.page.send = self.heard.append

    def say(self, kind: str, **values: Any) -> list[dict[str, Any]]:
        """Sends a message; returns its answers but for the last, which says that it is dealt with."""
        before = len(self.heard)
        self.desk.page._heard(None, {"kind": kind, "seq": before + 1, "view": "v", **values}, [])
        answers = self.heard[before:]
        assert answers[-1]["kind"] == "done"
        return answers[:-1]

    def open(self, key: str = COAT) -> Front:
        """Opens a file."""
        assert self.say("open", key=key) == []
        return self

    def edit(self, old: str, new: str) -> None:
        """Changes the text in the editor."""
        text = self.desk.scenarios.text
        assert old in text
        self.rev = self.desk.page.doc["rev"] + 1
        assert self.say("edit", key=self.desk.page.doc["key"], text=text.replace(old, new, 1), rev=self.rev) == []

    def save(self) -> list[dict[str, Any]]:
        """Saves what stands in the editor."""
        return self.say("save", key=self.desk.page.doc["key"], text=self.desk.scenarios.text, rev=self.rev)

    @property
    def preview(self) -> dict[str, Any]:
        """What the preview shows."""
        assert self.desk.rehearsal.sitting is not None
        scene: dict[str, Any] = self.desk.rehearsal.sitting.view.scene
        return scene


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the exercises of the browser tests and one rubric."""
    folder = tmp_path / "workspace"
    shutil.copytree(EXERCISES, folder / "exercises")
    (folder / "rubrics").mkdir()
    shutil.copy(ROOT / "rubrics" / "chat.yaml", folder / "rubrics")
    return folder


@pytest.fixture
def make(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Front]]:
    """Makes desks on the test's workspace; what else is done later is done at once."""
    monkeypatch.setattr("coachkit.widgets.author_desk.meanwhile", lambda *_: None)
    made: list[AuthorDesk] = []

    def desk(language: str | None = "en", **given: Any) -> Front:
        one = AuthorDesk(language, **({"workspace": workspace} | given))
        for resting in (one.scenarios.resting, one.scenarios.mapping, one.rubrics.resting):
            resting.__class__ = AtOnce
        made.append(one)
        return Front(one)

    yield desk
    for one in made:
        one.close()


@pytest.fixture
def front(make: Callable[..., Front]) -> Front:
    """A desk in English with the coat's conversation open."""
    return make().open()


def test_the_file_is_opened_with_preview_map_and_checks(front: Front, workspace: Path) -> None:
    doc = front.desk.page.doc
    assert doc["text"] == (workspace / "exercises" / "desk" / "late-coat.yaml").read_text("utf-8")
    assert (doc["own"], doc["dirty"], doc["name"]) == (True, False, "desk/late-coat.yaml")
    assert front.preview["title"] == TITLE
    assert front.desk.page.checks["stage"] == "full"
    assert {one["id"] for one in front.desk.page.map["turns"]} == set(
        load_scenario(workspace / "exercises/desk/late-coat.yaml").turns
    )


def test_what_is_typed_changes_the_preview_and_not_the_file(front: Front, workspace: Path) -> None:
    front.edit(TITLE, "A new title")
    assert front.preview["title"] == "A new title"
    assert front.desk.page.doc["dirty"]
    assert front.desk.page.checks["rev"] == front.rev
    assert TITLE in (workspace / "exercises" / "desk" / "late-coat.yaml").read_text("utf-8")


def test_a_broken_text_keeps_the_last_good_preview_and_names_the_line(front: Front) -> None:
    front.edit(TITLE, "A new title")
    front.edit("industry: retail", "industry: shop")
    checks = front.desk.page.checks
    assert (checks["loads"], checks["good"]) == (False, True)
    assert [one["line"] for one in checks["problems"]] == [front.desk.scenarios.text.splitlines().index("industry: shop") + 1]
    assert front.preview["title"] == "A new title"
    front.edit("industry: shop", "industry: retail")
    assert front.desk.page.checks["loads"]
    assert front.desk.page.checks["problems"] == []


def test_the_slow_checks_come_with_their_lines(front: Front) -> None:
    front.edit("band: [", "band: [0, 1] # [")
    problem = front.desk.page.checks["problems"][0]
    assert "outside the band 0 to 1" in problem["words"]
    assert "band: [0, 1]" in front.desk.scenarios.text.splitlines()[problem["line"] - 1]


def test_a_conversation_in_the_preview_goes_on_while_the_text_changes(front: Front) -> None:
    sitting = front.desk.rehearsal.sitting
    assert sitting is not None
    sitting.view.send = lambda _message: None
    place = {"session": front.preview["session"], "place": front.preview["place"]}
    sitting.view._heard(None, {"kind": "send", "seq": 1, "view": "p", "text": "Hi Anna, it comes on Friday.", **place}, [])
    before = [one["text"] for one in front.preview["messages"]]
    assert len(before) == 3
    front.edit(TITLE, "A new title")
    assert [one["text"] for one in front.preview["messages"]] == before
    front.edit(before[0], "Something else, says Anna.")
    assert front.preview["messages"][0]["text"] == "Something else, says Anna."
    assert front.preview["session"] == place["session"]


def test_nothing_of_the_preview_is_stored(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the store was opened")

    monkeypatch.setattr(Store, "open", refuse)
    sitting = front.desk.rehearsal.sitting
    assert sitting is not None
    heard: list[dict[str, Any]] = []
    sitting.view.send = heard.append
    place = {"session": front.preview["session"], "place": front.preview["place"]}
    for kind in ("draft", "send", "hint", "finish"):
        sitting.view._heard(None, {"kind": kind, "seq": 1, "view": "p", "text": "Hi Anna, it comes on Friday.", **place}, [])
    assert "notice" not in {one["kind"] for one in heard}
    assert front.preview["stage"] == "ended"
    assert '<section class="ck-debrief"' in front.desk.rehearsal.debrief.value


@pytest.mark.slow
def test_every_kind_of_exercise_can_be_opened(make: Callable[..., Front], workspace: Path) -> None:
    front = make()
    files = [one for one in front.desk.page.scene["files"] if one["own"]]
    for one in files:
        front.open(one["key"])
        assert front.desk.page.checks["loads"], one
        assert front.desk.rehearsal.view.children
        assert bool(front.desk.page.map["turns"]) == bool(front.desk.scenarios.scenario.turns)  # type: ignore[union-attr]
    assert len(files) == len(list((workspace / "exercises" / "desk").glob("*.yaml"))) - 1


def test_saved_and_back_after_opening_again(front: Front, make: Callable[..., Front], workspace: Path) -> None:
    front.edit(TITLE, "A new title")
    (answer,) = front.save()
    assert (answer["kind"], answer["text"]) == ("saved", "Saved: desk/late-coat.yaml")
    path = workspace / "exercises" / "desk" / "late-coat.yaml"
    assert load_scenario(path).title == "A new title"
    assert not front.desk.page.doc["dirty"]
    assert len(kept_versions(path)) == 2
    assert "A new title" in [one["title"] for one in front.desk.page.scene["files"]]
    again = make()
    again.say("hello", languages=["en"], last=COAT)
    assert "A new title" in again.desk.page.doc["text"]


def test_what_does_not_load_is_not_saved(front: Front, workspace: Path) -> None:
    front.edit("industry: retail", "industry: shop")
    (answer,) = front.save()
    assert answer["kind"] == "notice"
    assert answer["text"].startswith("Not saved: Line 7: 'industry'")
    assert load_scenario(workspace / "exercises" / "desk" / "late-coat.yaml").title == TITLE


def test_a_file_changed_meanwhile_leaves_both_choices(front: Front, workspace: Path) -> None:
    path = workspace / "exercises" / "desk" / "late-coat.yaml"
    path.write_text(path.read_text("utf-8").replace(TITLE, "Theirs"), "utf-8")
    front.edit(TITLE, "Mine")
    assert [one["kind"] for one in front.save()] == ["conflict"]
    assert load_scenario(path).title == "Theirs"
    text = front.desk.scenarios.text
    said = front.say("save_as", key=COAT, text=text, rev=front.rev, name="late-coat-mine")
    assert [one["kind"] for one in said] == ["dropped", "note"]
    assert front.desk.page.doc["key"] == "own:desk/late-coat-mine.yaml"
    assert load_scenario(path.with_name("late-coat-mine.yaml")).title == "Mine"
    front.open()
    assert "Theirs" in front.desk.page.doc["text"]
    front.edit("Theirs", "Third")
    front.say("reload")
    assert "Theirs" in front.desk.page.doc["text"]


def test_a_shipped_one_is_copied_before_it_is_changed(make: Callable[..., Front], workspace: Path) -> None:
    front = make()
    key = next(one["key"] for one in front.desk.page.scene["files"] if not one["own"])
    front.open(key)
    text = front.desk.scenarios.text
    assert front.say("edit", key=key, text="x", rev=5) == []
    assert front.desk.scenarios.text == text
    assert front.save()[0]["kind"] == "notice"
    (note,) = front.say("copy")
    assert note["text"].startswith("Copied to your workspace:")
    assert front.desk.page.doc["own"]
    assert (workspace / "exercises" / front.desk.page.doc["name"]).read_text("utf-8") == text


@pytest.mark.slow
def test_without_a_workspace_one_can_look_and_is_told_how_to_get_one(
    make: Callable[..., Front], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACHKIT_EXERCISES", raising=False)
    monkeypatch.chdir(tmp_path)
    front = make(workspace=None)
    scene = front.desk.page.scene
    assert not scene["can_save"]
    assert "coachkit lab" in scene["no_workspace"]
    front.open(scene["files"][0]["key"])
    assert front.preview["title"] == scene["files"][0]["title"]
    assert "coachkit lab" in front.say("copy")[0]["text"]
    front.say("rubric", key="")
    assert "coachkit lab" in front.say("save_rubric", dimensions={"tone": 9}, criteria={}, name="mine")[0]["text"]


def test_a_new_one_is_made_saved_and_opened(front: Front, workspace: Path) -> None:
    form = {
        "name": "my-first",
        "scenario_kind": "conversation",
        "language": "fi",
        "channel": "email",
        "course": "desk",
        "title": "Oma",
    }
    (note,) = front.say("new", **form)
    assert note["text"] == "Created: desk/my-first.yaml"
    assert load_scenario(workspace / "exercises" / "desk" / "my-first.yaml").title == "Oma"
    assert front.preview["title"] == "Oma"
    assert front.desk.page.checks["problems"] == []
    for wrong in ({"name": "../x"}, {"name": "my-first"}, {"course": "nowhere"}, {"scenario_kind": "quiz"}, {"name": ""}):
        (answer,) = front.say("new", **(form | {"name": "other"} | wrong))
        assert answer["kind"] == "notice"


def test_a_reply_is_tried_in_any_turn(front: Front) -> None:
    (answer,) = front.say("try", turn="start", text="Hi Anna, I'm sorry. Your coat comes on Friday.", mood=None)
    tried = answer["tried"]
    assert tried["total"] > 0
    assert set(tried["dimensions"]) == {"clarity", "empathy", "readability", "tone"}
    assert [one["quote"] for one in tried["said"]] == ["Friday"]
    assert tried["open"]
    assert tried["reasons"]
    (angry,) = front.say("try", turn="start", text="No.", mood=-3)
    assert angry["tried"]["before"] != tried["before"]
    assert front.say("try", turn="start", text="  ", mood=None)[0]["tried"] is None
    assert front.say("try", turn="nowhere", text="Hi", mood=None) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.slow
def test_the_switch_turns_every_word_and_keeps_the_text(front: Front, language: str) -> None:
    front.edit(TITLE, "A new title")
    front.say("rubric", key="own:chat.yaml")
    front.say("language", language="fi" if language != "fi" else "en")
    front.say("language", language=language)
    words = author_words(language)
    page = front.desk.page
    assert page.scene["words"]["title"] == words.view.title
    assert page.map["legend"][0].endswith(words.map.levels["excellent"])
    assert page.rubric["policy"][1] == words.rubric.failed_gate.cap
    assert front.preview["language"] == language
    assert "A new title" in page.doc["text"]
    assert front.say("language", language="xx") == []
    assert front.desk.language == language


def test_the_browser_s_language_decides_once(make: Callable[..., Front]) -> None:
    front = make(None)
    front.say("hello", languages=["sv-FI"])
    assert front.desk.language == "sv"
    front.say("hello", languages=["fi-FI"])
    assert front.desk.language == "sv"


@pytest.mark.slow
def test_the_order_follows_the_weights_without_scoring_again(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    front.say("rubric", key="")
    page = front.desk.page
    assert page.rubric["key"] == "own:chat.yaml"
    assert all(one["change"] == 0 for one in page.ranking["rows"])
    before = [one["id"] for one in page.ranking["rows"]]
    assert len(page.ranking["sentences"]) == 6
    assert "<svg" in front.desk.rubrics.chart.value

    def refuse(*_: object) -> None:
        raise AssertionError("scored again")

    monkeypatch.setattr("coachkit.authoring.reweigh.score_many", refuse)
    assert front.say("weights", dimensions={"empathy": 10, "clarity": 0}, criteria={"tone.no_blame": 0.5}) == []
    rows = page.ranking["rows"]
    assert [one["id"] for one in rows] != before
    assert [one["rank"] for one in rows] == sorted(one["rank"] for one in rows)
    for one in rows:
        was = next(each for each in rows if each["id"] == one["id"])
        assert was["change"] == one["change"]
    assert any(one["change"] > 0 for one in rows)
    assert front.say("weights", dimensions={}, criteria={}) == []
    assert [one["id"] for one in page.ranking["rows"]] == before


@pytest.mark.parametrize("asked", [{"tone": float("nan")}, {"tone": "3"}, {"tone": None}, {"nothing": 3}, None, [1]])
@pytest.mark.slow
def test_weights_that_are_none_change_nothing(front: Front, asked: object) -> None:
    front.say("rubric", key="")
    before = front.desk.rubrics.weights
    front.say("weights", dimensions=asked, criteria=asked)
    assert front.desk.rubrics.weights == before


@pytest.mark.slow
def test_weights_are_held_within_what_a_rubric_may_have(front: Front) -> None:
    front.say("rubric", key="")
    front.say("weights", dimensions={"tone": 99, "empathy": -4}, criteria={"tone.no_blame": 0})
    weights = front.desk.rubrics.weights
    assert (weights.dimensions["tone"], weights.dimensions["empathy"], weights.criteria["tone.no_blame"]) == (10, 0, 0.05)


@pytest.mark.slow
def test_weights_are_saved_with_the_comments(front: Front, workspace: Path) -> None:
    path = workspace / "rubrics" / "chat.yaml"
    before = path.read_text("utf-8")
    front.say("rubric", key="own:chat.yaml")
    (answer,) = front.say("save_rubric", dimensions={"empathy": 7.5}, criteria={}, name="")
    version = load_rubric(shipped_folder("rubrics") / "chat.yaml").file.version
    assert answer["text"] == f"Saved: rubrics/chat.yaml. The weights changed, so the version is now {version + 1}."
    assert path.read_text("utf-8") == before.replace("empathy: 3,", "empathy: 7.5,").replace(
        f"\nversion: {version}", f"\nversion: {version + 1}"
    )
    assert load_rubric(path).file.dimensions["empathy"] == 7.5
    assert all(one["change"] == 0 for one in front.desk.page.ranking["rows"])


@pytest.mark.slow
def test_what_is_saved_from_the_sliders_stands_above_every_published_version(front: Front, workspace: Path) -> None:
    path = workspace / "rubrics" / "chat.yaml"
    publish({path: load_rubric(path).file})
    path.write_text(with_version(path.read_text("utf-8"), 7), "utf-8")
    publish({path: load_rubric(path).file})
    path.write_text(with_version(path.read_text("utf-8"), 2), "utf-8")
    front.say("rubric", key="own:chat.yaml")
    (unchanged,) = front.say("save_rubric", dimensions={}, criteria={}, name="")
    assert (unchanged["text"], load_rubric(path).file.version) == ("Saved: rubrics/chat.yaml", 2)
    (answer,) = front.say("save_rubric", dimensions={"tone": 9}, criteria={}, name="")
    assert answer["text"].endswith("the version is now 8.")
    assert load_rubric(path).file.version == 8
    assert list(version_problems(path, load_rubric(path).file)) == []


@pytest.mark.slow
def test_a_shipped_rubric_becomes_an_own_copy(front: Front, workspace: Path) -> None:
    front.say("rubric", key="shipped:email.yaml")
    assert front.desk.page.rubric["copy"] == "email-own"
    for name in ("../x", "", "chat"):
        assert front.say("save_rubric", dimensions={"tone": 9}, criteria={}, name=name)[0]["kind"] == "notice"
    (answer,) = front.say("save_rubric", dimensions={"tone": 9}, criteria={}, name="email-own")
    assert answer["kind"] == "rubric_saved"
    made = load_rubric(workspace / "rubrics" / "email-own.yaml")
    assert (made.id, made.file.dimensions["tone"]) == ("email-own", 9)
    assert front.desk.page.rubric["own"]


def test_no_weight_at_all_is_not_saved(front: Front, workspace: Path) -> None:
    before = (workspace / "rubrics" / "chat.yaml").read_text("utf-8")
    front.say("rubric", key="own:chat.yaml")
    nothing = dict.fromkeys(("clarity", "empathy", "readability", "tone"), 0)
    (answer,) = front.say("save_rubric", dimensions=nothing, criteria={}, name="")
    assert "at least one dimension must count" in answer["text"]
    assert (workspace / "rubrics" / "chat.yaml").read_text("utf-8") == before


@pytest.mark.slow
def test_replies_of_one_s_own_are_ranked(front: Front, workspace: Path) -> None:
    (workspace / "mine.csv").write_text(
        "reply,customer\nYou should have read the terms.,Where is it?\nIt comes on Friday.,Where is it?\n", "utf-8"
    )
    front.say("rubric", key="")
    assert front.say("sample", path="mine.csv") == []
    assert [one["rank"] for one in front.desk.page.ranking["rows"]] == [1, 2]
    assert front.desk.page.ranking["note"] == "mine.csv: 2 replies."
    (answer,) = front.say("sample", path="gone.csv")
    assert "no such file" in answer["text"]
    front.say("sample", path="")
    assert len(front.desk.page.ranking["rows"]) > 2


@pytest.mark.slow
def test_hostile_words_stay_words(front: Front) -> None:
    front.edit(TITLE, f"'{PAYLOAD}'")
    assert front.preview["title"] == PAYLOAD
    front.edit("says:", f"says: '{PAYLOAD}' #")
    assert any(PAYLOAD[:10] in one.get("text", "") for one in front.desk.page.map["shapes"])
    front.say("rubric", key="")
    assert "<script" not in front.desk.rubrics.chart.value
    front.open("own:desk/two-at-once.yaml")
    front.edit("title: ", f"title: '{PAYLOAD}' #")
    assert "<img" not in front.desk.rehearsal.shift.value
    assert "&lt;img" in front.desk.rehearsal.shift.value


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "edit", "key": COAT, "text": None, "rev": "x"},
        {"kind": "edit", "key": COAT, "text": "\ud83d", "rev": 9},
        {"kind": "edit", "key": COAT, "text": "x" * 300_000, "rev": 9},
        {
            "kind": "edit",
            "key": COAT,
            "text": "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
            "rev": 9,
        },
        {"kind": "open", "key": "own:../../etc/passwd"},
        {"kind": "save", "key": COAT},
        {"kind": "save_as", "key": COAT, "name": ["x"]},
        {"kind": "sample", "path": {"a": 1}},
        {"kind": "nothing"},
    ],
)
@pytest.mark.slow
def test_a_strange_message_breaks_nothing(front: Front, message: dict[str, Any], workspace: Path) -> None:
    files = {one: one.read_bytes() for one in workspace.rglob("*.yaml")}
    front.say(**message)
    assert {one: one.read_bytes() for one in workspace.rglob("*.yaml")} == files
    assert front.preview["title"] == TITLE
    front.open()
    assert front.desk.page.checks["loads"]


def test_a_fault_is_told_in_words_and_nothing_secret(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("coachkit.widgets.scenario_bench.first_look", fail)
    (answer,) = front.say("edit", key=COAT, text="x", rev=9)
    assert "ZeroDivisionError" in answer["text"]
    assert "secret" not in answer["text"]


def test_only_the_latest_rest_is_delivered(front: Front) -> None:
    resting = Resting(front.desk.lock, 0.0)
    delivered: list[int] = []

    def late() -> int:
        resting.forget()
        return 1

    resting._do(resting._latest, late, delivered.append)
    assert delivered == []
    resting._do(resting._latest, lambda: 2, delivered.append)
    assert delivered == [2]
    resting._do(resting._latest - 1, lambda: 3, delivered.append)
    resting._do(resting._latest, lambda: 1 // 0, delivered.append)
    assert delivered == [2]


def test_the_rails_of_the_map_do_not_overlap(front: Front) -> None:
    from coachkit.authoring.turn_map import turn_map
    from coachkit.scenarios.loading import readable_courses

    words = author_words("en").map
    for scenario in (one for course in readable_courses() for one in course.scenarios):
        drawn = picture(turn_map(scenario), words, lambda _place: 1)
        upright = [one["d"].removeprefix("M").replace(" V", " ").split() for one in drawn["shapes"] if " V" in one.get("d", "")]
        spans = sorted((float(x), float(top), float(bottom)) for x, top, bottom in upright)
        for (x, _, end), (other, start, _) in pairwise(spans):
            assert x != other or end < start
        rows = sorted((one["y"], one["y"] + one["height"]) for one in drawn["shapes"] if one["tag"] == "rect")
        assert all(end < start for (_, end), (start, _) in pairwise(rows))
        assert all(one.get("x", 0) <= drawn["width"] for one in drawn["shapes"])
    assert front.desk.page.map["height"] > 0


def test_an_unknown_language_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no language 'se'"):
        author_desk("se")


def test_without_the_workbench_the_error_says_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "anywidget" else object())
    with pytest.raises(MissingExtra, match=r"pip install 'coachkit\[workbench\]'"):
        author_desk()


def test_it_shows_itself_and_says_without_a_kernel_how_to_get_one(front: Front) -> None:
    data, _ = front.desk._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Run All Cells" in data["text/html"]


def test_the_public_name_makes_this_desk() -> None:
    assert coachkit.author_desk is author_desk
    from coachkit import widgets

    assert widgets.author is author_desk
