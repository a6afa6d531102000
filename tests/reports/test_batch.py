"""The report on many replies: one page that stands alone, says everything in words too, and escapes what it quotes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from coachkit.batch import score
from coachkit.errors import UnknownName
from coachkit.model import Reply, Scorecard
from coachkit.reports.batch import batch_html

HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7 * 7 }}"
VOID = ("meta", "rect", "br", "img", "link", "hr", "input")


class Balance(HTMLParser):
    """Follows the tags of a page; `open_tags` is empty when every one was closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens one."""
        self.seen.append(tag)
        if tag not in VOID:
            self.open_tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One that closes itself."""
        self.seen.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        """Closes one."""
        assert self.open_tags.pop() == tag


@pytest.fixture(scope="module")
def cards() -> list[Scorecard]:
    return [
        score(Reply("I'm sorry the lamp came broken. I'll send a new one on Friday.", "My lamp is broken!", "chat")),
        score(Reply(f"Hei! {HOSTILE}", HOSTILE, "email")),
        score(Reply("ok")),
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_page_is_whole_and_stands_alone(cards: list[Scorecard], language: str) -> None:
    page = batch_html(cards, language)
    balance = Balance()
    balance.feed(page)
    assert page.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page
    assert balance.open_tags == []
    assert not {"script", "link", "img", "iframe", "object"} & set(balance.seen)
    assert not re.search(r"url\(|@import|src=\"|href=\"http", page.replace("&#34;", ""))
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_what_is_quoted_is_escaped(cards: list[Scorecard]) -> None:
    page = batch_html(cards, "en")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page


def test_a_bar_is_said_in_numbers_too(cards: list[Scorecard]) -> None:
    page = batch_html(cards, "en")
    means = page.split('id="list"')[0]
    assert means.count('role="img"') == 5
    assert len(re.findall(r'aria-label="[A-Z][a-z]+: \d+ of 100"', means)) == 5


def test_every_reply_has_its_place_in_the_list(cards: list[Scorecard]) -> None:
    page = batch_html(cards, "sv")
    for number in (1, 2, 3):
        assert f'href="#reply-{number}"' in page
        assert f'id="reply-{number}"' in page


def test_no_replies_and_no_such_language() -> None:
    assert "No replies to report on" in batch_html([], "en")
    with pytest.raises(UnknownName, match="no language 'de'"):
        batch_html([], "de")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fi", r"\((1 vastaus|\d+ vastausta)\)"), ("sv", r"\(\d+ svar\)"), ("en", r"\((1 reply|\d+ replies)\)")],
)
def test_how_often_a_change_comes_first_is_told_in_replies(cards: list[Scorecard], language: str, shown: str) -> None:
    listed = re.findall(r'<li>[^<]* <span class="soft">([^<]*)</span></li>', batch_html(cards, language))
    assert listed
    assert all(re.fullmatch(shown, one) for one in listed)
