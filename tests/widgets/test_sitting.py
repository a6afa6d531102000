"""A conversation under way, by the messages of the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from coachkit.model import LANGUAGES
from coachkit.reports.desk_words import desk_words
from coachkit.store import Store
from coachkit.widgets import sitting as module
from coachkit.widgets.practice_desk import PracticeDesk
from coachkit.widgets.scene import scene_of
from coachkit.widgets.sitting import LONGEST

Make = Callable[..., PracticeDesk]
Begin = Callable[..., Any]
Find = Callable[..., Any]


def test_a_draft_is_answered_with_findings_and_scores(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    said = front.answer("scored", asked="draft", text="Hi Anna, you should have checked the page.")
    assert said["seq"] == front.seq
    assert said["view"] == "v"
    assert {"lost", "earned"} <= {one["kind"] for one in said["findings"]}
    assert 0 <= said["total"] <= 100
    assert said["saved"]


def test_every_message_is_answered_even_one_nobody_knows(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    for kind in ("hello", "ping", "draft", "send", "hint", "again", "finish", "nonsense"):
        assert front.say(kind, turn=99)[-1]["kind"] == "done"


@pytest.mark.parametrize("content", [None, 7, "draft", [], {}, {"kind": 3}, {"kind": ["draft"]}])
def test_what_is_no_message_is_left_alone(desk: PracticeDesk, content: object, begun: Begin) -> None:
    front = begun(desk)
    front.sitting.view._heard(None, content, [])
    assert front.heard == []


def test_a_reply_is_sent_answered_and_kept(desk: PracticeDesk, address: str, begun: Begin) -> None:
    front = begun(desk)
    front.say("draft", text="Hi")
    assert front.answer("sent", asked="send", text=front.SETTLES)["ok"]
    assert [one["speaker"] for one in front.scene["messages"]] == ["customer", "agent", "customer"]
    assert front.scene["stage"] == "ended"
    store = Store.open(address)
    kept = store.attempts(store.learner("Aino"))
    assert [(one.scenario_id, one.turn) for one in kept] == [("late-coat", 1)]
    assert kept[0].total == front.sitting.session.attempts[0].card.total
    assert store.moves(kept[0].session_id)[0].text == front.SETTLES
    assert store.draft(kept[0].session_id) is None
    assert store.sessions(store.learner("Aino"))[0].ending == "end_happy"


def test_a_reply_that_comes_twice_is_sent_once(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    about = {"session": front.scene["session"], "place": front.scene["place"], "text": "Hi Anna, it comes on Friday."}
    front.say("send", **about)
    assert not front.answer("sent", asked="send", **about)["ok"]
    assert len(front.sitting.session.attempts) == 1


@pytest.mark.parametrize("text", ["", "  \n", None, 7])
def test_nothing_is_not_sent(desk: PracticeDesk, text: object, begun: Begin) -> None:
    front = begun(desk)
    assert not front.answer("sent", asked="send", text=text)["ok"]
    assert front.sitting.session.moves == ()


def test_writing_again_brings_the_old_text_and_goes_back(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    front.say("send", text="Hi Anna, it comes on Friday.")
    front.say("send", text="The fee too.")
    front.say("again", turn=1)
    assert front.scene["draft"]["text"] == "Hi Anna, it comes on Friday."
    assert len(front.scene["messages"]) == 1
    front.say("hint")
    assert front.sitting.place == front.scene["place"]
    assert len(front.scene["hints"]) == 1


def test_a_draft_of_a_reply_sent_long_ago_is_left_alone(desk: PracticeDesk, address: str, begun: Begin) -> None:
    front = begun(desk)
    old = front.scene["place"]
    front.say("send", text="Hi Anna, it comes on Friday.")
    assert [one["kind"] for one in front.say("draft", place=old, text="late")] == ["done"]
    assert Store.open(address).draft(front.sitting.keeper.row) is None


def test_a_text_without_an_end_is_cut_and_halves_of_letters_do_no_harm(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    front.say("draft", text="\ud83d Hi " + "a" * (2 * LONGEST))
    said = front.answer("sent", asked="send", text="Hi \ud83d Anna, it comes on Friday\x00.")
    assert said["ok"]
    json.dumps(front.scene, ensure_ascii=False).encode()  # what goes over the wire must be well-formed


def test_an_error_is_told_in_plain_words_and_the_text_stays(
    desk: PracticeDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, begun: Begin
) -> None:
    front = begun(desk)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(module, "score_draft", fail)
    said = front.say("draft", text="Hi Anna")
    assert [one["kind"] for one in said] == ["notice", "done"]
    assert "ZeroDivisionError" in said[0]["text"]
    assert "secret" not in said[0]["text"]
    assert "could not be dealt with" in caplog.text
    assert front.sitting.session.moves == ()


def test_another_window_s_moves_are_taken_over_and_the_text_stays(make_desk: Make, begun: Begin, front_of: Find) -> None:
    first = begun(make_desk())
    second = front_of(make_desk())
    second.say("send", text="Hi Anna, it comes on Friday.")
    first.say("draft", text="Another text.")
    said = first.say("send", text="Another text.")
    notice = next(one["text"] for one in said if one["kind"] == "notice")
    assert notice == desk_words("en").desk.other_notebook
    assert [one.text for one in first.sitting.session.attempts] == ["Hi Anna, it comes on Friday."]
    assert first.scene["draft"]["text"] == "Another text."
    first.say("send", text="And now the fee: I pay it back today.")
    assert len(first.sitting.session.attempts) == 2


def test_what_cannot_be_kept_waits_and_is_kept_later(make_desk: Make, tmp_path: Any, begun: Begin) -> None:
    place = tmp_path / "blocked.sqlite3"
    place.mkdir()
    desk = make_desk(store=f"sqlite:///{place}")
    front = begun(desk)
    said = front.say("send", text="Hi Anna, it comes on Friday.")
    assert "cannot be saved" in next(one["text"] for one in said if one["kind"] == "unsaved")
    assert len(front.scene["messages"]) == 3  # practice goes on
    place.rmdir()
    said = front.say("send", text="The fee is paid back today.")
    assert next(one["text"] for one in said if one["kind"] == "unsaved") == ""
    store = Store.open(f"sqlite:///{place}")
    assert [one.turn for one in store.attempts(store.learner("Aino"))] == [1, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scene_is_plain_values_in_the_interface_language(desk: PracticeDesk, language: str, begun: Begin) -> None:
    for scenario in ("late-coat", "kind-word", "fel-pa-fakturan"):
        front = begun(desk, scenario)
        front.sitting.show(language)
        scene = json.loads(json.dumps(front.scene))
        assert scene["language"] == language
        assert scene["words"]["thread"] == desk_words(language).view.thread
        assert scene["mood"]["said"]
        assert scene["length"]["low"] < scene["length"]["high"]
        assert scene["public"] == (scene["channel"] == "social")


def test_waiting_is_counted_from_the_customer_s_message(desk: PracticeDesk, begun: Begin) -> None:
    session = begun(desk).sitting.session
    assert scene_of(session, "k", "Aino", "en", 12.5)["waited"] == 12.5
    assert scene_of(session, "k", "Aino", "en", 12.5)["target"] == 60


def test_a_channel_is_chosen_with_a_reason(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk, "which-channel")
    assert front.scene["situation_told"].startswith("Lena")
    assert front.scene["messages"] == []
    assert front.scene["mood"] is None
    assert len(front.scene["options"]) == 2
    assert front.answer("scored", asked="draft", text="It is private.")["total"] is None
    front.say("send", text="It is private.", option=7)
    assert front.scene["stage"] == "writing"  # there is no such channel
    assert front.answer("sent", asked="send", text="E-mail, because her health is private.", option=1)["ok"]
    assert front.scene["stage"] == "ended"
    assert front.sitting.session.choice.right
    front.say("again", turn=1)
    assert front.scene["stage"] == "writing"


def test_a_reply_to_improve_stands_in_the_editor(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk, "better-words")
    assert front.scene["draft"]["text"].startswith("Dear customer")
