"""The form of the first notebook, without a browser: set values, click, read the HTML."""

from __future__ import annotations

import html
import locale
import re
import sys

import pytest

pytest.importorskip("ipywidgets")

from coachkit.errors import InputError, MissingExtra, UnknownName
from coachkit.model import LANGUAGES
from coachkit.reports.words import interface_words
from coachkit.rubrics import rubric_names
from coachkit.widgets import start as module
from coachkit.widgets.start import start

REPLY = "I'm sorry your coat is late. The courier brings it on Friday before noon."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_click_shows_the_card_in_the_chosen_language(language: str) -> None:
    form, words = start(language), interface_words(language)
    form.reply.value = REPLY
    form.customer.value = "Where is my coat? I ordered it on 3 May."
    form.button.click()
    assert form.card is not None
    assert form.card.reply.customer == form.customer.value
    assert f'lang="{language}" aria-label="{words.card.label}"' in form.result.value
    assert form.button.description == words.form.button
    assert form.reply.placeholder == words.form.reply_hint


def test_the_language_switch_turns_every_word_and_keeps_what_was_written() -> None:
    form = start("en")
    form.reply.value, form.channel.value = REPLY, "email"
    form.button.click()
    total = form.card.total if form.card else None
    form.language.value = "sv"
    words = interface_words("sv")
    assert (form.reply.value, form.channel.value) == (REPLY, "email")
    assert form.reply.description == words.form.reply
    assert form.customer.placeholder == words.form.customer_hint
    assert words.card.label in form.result.value
    assert form.card is not None
    assert form.card.total == total


def test_the_channels_are_the_shipped_rubrics_by_name() -> None:
    form = start("fi")
    assert [value for _, value in form.channel.options] == rubric_names()
    form.reply.value = REPLY
    for name in rubric_names():
        form.channel.value = name
        form.button.click()
        assert form.card is not None
        assert form.card.rubric == name


def test_an_empty_customer_message_is_no_message() -> None:
    form = start("en")
    form.reply.value, form.customer.value = REPLY, " \n"
    form.button.click()
    assert form.card is not None
    assert form.card.reply.customer is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_reply_is_asked_for(language: str) -> None:
    form = start(language)
    form.reply.value = "  "
    form.button.click()
    assert form.card is None
    assert interface_words(language).form.no_reply in form.result.value


def test_hostile_text_is_shown_as_text() -> None:
    form = start("en")
    form.reply.value = "Where is it <img src=x onerror=alert(1)> </textarea><script>run()</script>"
    form.button.click()
    visible = html.unescape(re.sub(r'<span class="ck-sr".*?</span>|<[^>]+>', "", form.result.value))
    assert form.reply.value in visible
    assert "<script" not in form.result.value
    assert "<img" not in form.result.value


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InputError("<b>no</b> such thing"), "&lt;b&gt;no&lt;/b&gt; such thing"),
        (ZeroDivisionError("secret"), "ZeroDivisionError"),
    ],
)
def test_trouble_is_told_in_words_and_the_old_card_goes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    form = start("en")
    form.reply.value = REPLY
    form.button.click()
    monkeypatch.setattr(module, "score", fail)
    form.button.click()
    assert said in form.result.value
    assert "No feedback this time" in form.result.value
    assert "Traceback" not in form.result.value + "".join(capsys.readouterr())
    assert "secret" not in form.result.value
    assert form.card is None
    form.language.value = "fi"
    assert form.result.value == ""


def test_the_form_shows_itself_as_a_widget() -> None:
    assert "application/vnd.jupyter.widget-view+json" in start("en")._repr_mimebundle_()


@pytest.mark.parametrize(("code", "language"), [("fi_FI", "fi"), ("sv_FI", "sv"), ("de_DE", "en"), (None, "en")])
def test_the_systems_language_is_the_first_choice(monkeypatch: pytest.MonkeyPatch, code: str | None, language: str) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (code, "UTF-8"))
    assert start().language.value == language


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownName, match="no language 'xx'"):
        start("xx")


def test_without_ipywidgets_the_error_says_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingExtra, match=r"pip install 'coachkit\[workbench\]'"):
        start("en")
