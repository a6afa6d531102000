"""The progress page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest

pytest.importorskip("vl_convert")

from coachkit.errors import StoreError
from coachkit.model import LANGUAGES
from coachkit.reports.desk_words import desk_words
from coachkit.widgets.keeper import Shelf
from coachkit.widgets.practice_desk import PracticeDesk
from coachkit.widgets.progress_view import ProgressView, progress_html

Begin = Callable[..., Any]
# Importing it here would take every process of the tests two seconds.
pytestmark = pytest.mark.skipif(find_spec("altair") is None, reason="needs altair: pip install 'coachkit[workbench]'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_reply_it_says_when_it_will_show(language: str) -> None:
    assert desk_words(language).progress.none in progress_html((), {}, language, date(2026, 5, 1))


@pytest.mark.slow
def test_it_shows_what_the_store_has(desk: PracticeDesk, begun: Begin) -> None:
    front = begun(desk)
    front.say("send", text="Hi Anna, it comes on Friday.")
    front.say("send", text="Hi Anna, I pay the fee back today.")
    desk.to_progress.click()
    page = desk.progress.page.value
    words = desk_words("en").progress
    assert words.sent.replace("{count}", "2") in page
    assert words.sessions.replace("{count}", "1") in page
    assert "The coat that has not come" in page
    assert page.count("<svg") == 4
    assert page.count('role="img" aria-label="') == 4
    desk.languages.value = "fi"
    assert desk_words("fi").progress.title in desk.progress.page.value


def test_hostile_titles_are_text(desk: PracticeDesk, begun: Begin) -> None:
    begun(desk).say("send", text="Hi Anna, it comes on Friday.")
    page = progress_html(desk.shelf.attempts(), {"late-coat": "<script>x</script>"}, "en", date(2026, 5, 1))
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script" not in page


def test_a_store_that_cannot_be_read_is_told() -> None:
    def refuse() -> Any:
        raise StoreError("the folder <b> cannot be read; choose another")

    view = ProgressView(Shelf("Aino", refuse), ())
    view.refresh()
    assert "the folder &lt;b&gt; cannot be read; choose another" in view.page.value
