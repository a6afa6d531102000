"""The reviewer's desk in a real JupyterLab, as a reviewer uses it: read, score by keys, mark, save, dispute, answer."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coachkit.cli.score_file import Job, score_file
from coachkit.store import Store
from coachkit.widgets.review_words import review_words

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.browser.workbench import Server

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'coachkit[dev]')")
expect = sync_api.expect
expect.set_options(timeout=15_000)

pytestmark = pytest.mark.browser
PAYLOADS = (
    '<img src=x onerror="window.__opened=1">',
    "<script>window.__opened=1</script>",
    '"><svg onload=window.__opened=1>',
    "</textarea><iframe srcdoc='<script>parent.__opened=1</script>'>",
    "{{ 7*7 }} ${window.__opened=1} {name}",
)
BLAMES = "Hi <PERSON-1> 🧥, your coat is late. You should have read the terms."
ROWS = (
    ("conversation", "message", "speaker", "agent", "channel", "text"),
    ("c1", 1, "customer", "", "chat", "Where is my coat?"),
    ("c1", 2, "agent", "agent-aaaaaa", "chat", BLAMES),
    ("c1", 3, "customer", "", "chat", "That doesn't help."),
    ("c1", 4, "agent", "agent-aaaaaa", "chat", "I rang the courier. Your coat comes on Friday before noon."),
    ("c2", 1, "customer", "", "email", " ".join(PAYLOADS)),
    ("c2", 2, "agent", "agent-bbbbbb", "email", "Hello. " + " ".join(PAYLOADS)),
)


class Desk:
    """The reviewer's desk on a page, by what a reviewer sees of it."""

    def __init__(self, page: Any, language: str = "en") -> None:
        self.page = page
        self.words = review_words(language).view
        self.root = page.locator(".cr-root")
        self.rows = page.locator(".cr-row")
        self.list = page.locator("select.cr-list")
        self.text = page.locator(".cr-reply textarea")
        self.state = page.locator(".cr-foot .ck-status")
        self.note = page.locator(".cr-root .cr-good:visible")
        self.notice = page.locator(".cr-root .ck-notice[role='alert']:visible")

    def button(self, name: str) -> Any:
        """A button of the desk by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def keys(self, *keys: str) -> Desk:
        """Presses keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def begin(self) -> Desk:
        """Goes to the first criterion."""
        self.rows.first.locator("[tabindex='0']").focus()
        return self

    def chosen(self, place: int) -> Any:
        """The step chosen for a criterion."""
        return self.rows.nth(place).locator("[aria-checked='true']")

    def open(self, number: int) -> Desk:
        """Opens a reply of the list."""
        self.list.select_option(index=number - 1)
        return self

    def select(self, words: str) -> Desk:
        """Selects words of the reply, as a mouse does."""
        self.text.evaluate(
            """(area, words) => { const at = area.value.indexOf(words); area.focus();
                 area.setSelectionRange(at, at + words.length); }""",
            words,
        )
        return self

    def show(self) -> Desk:
        """Shows the machine's scores and others' reviews."""
        self.root.get_by_label(self.words.show, exact=True).check()
        return self


@pytest.fixture
def address(lab: Server, learner: str, request: pytest.FixtureRequest) -> str:
    """A store of the test's own: an SQLite file, or a database where the test asks for "postgresql"."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return str(request.getfixturevalue("postgresql").database())
    return f"sqlite:///{lab.work / learner}.sqlite3"


@pytest.fixture
def scored(lab: Server, learner: str) -> Path:
    """A scored file of the test's own: three replies in two conversations."""
    source = lab.work / f"{learner}.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(ROWS)
    score_file(Job(source, out=lab.work / f"{learner}-scored.csv"))
    return lab.work / f"{learner}-scored.csv"


@pytest.fixture
def review(open_notebook: Open, scored: Path, address: str) -> Callable[..., Desk]:
    """Opens the review notebook on the test's file and store."""

    def go(reviewer: str = "Ville", language: str = "en", *, fresh: bool = True) -> Desk:
        given = f"{str(scored)!r}, {reviewer!r}, {language!r}, store={address!r}"
        desk = Desk(open_notebook("review", arguments=given, fresh=fresh), language)
        expect(desk.rows.first).to_be_visible()
        return desk

    return go


def test_a_reply_is_reviewed_by_keys_alone_and_the_next_one_opens(review: Callable[..., Desk], address: str) -> None:
    desk = review()
    expect(desk.root.locator(".ck-messages > li")).to_have_count(4)
    expect(desk.root.locator(".cr-done")).to_have_text("0 of 3 reviewed")
    desk.begin().keys("3", "Enter", "n", "ArrowDown", "4", "ArrowLeft", "ArrowUp", "Home", "ArrowRight")
    expect(desk.chosen(0)).to_have_text("4")
    expect(desk.chosen(1)).to_have_text(desk.words.na_short)
    expect(desk.chosen(2)).to_have_text("3")
    expect(desk.root.locator(".cr-total")).to_have_text(re.compile(r"Your score: \d+"))
    desk.keys("End", "2", "Backspace", "c")
    desk.page.keyboard.insert_text("Clear enough. 🙂")
    expect(desk.state).to_have_text(desk.words.unsaved)
    names = [desk.rows.nth(place).get_attribute("data-id") for place in range(3)]
    desk.keys("Control+Enter")
    expect(desk.text).to_have_value(re.compile("I rang the courier"))
    expect(desk.rows.first.locator("[tabindex='0']")).to_be_focused()
    expect(desk.root.locator(".cr-done")).to_have_text("1 of 3 reviewed")
    expect(desk.list.locator("option").first).to_contain_text("✓")
    (kept,) = Store.open(address).reviews()
    assert dict(kept.scores) == {names[0]: 1.0, names[1]: None, names[2]: 0.75}
    assert (kept.comment, kept.blind, kept.reviewer) == ("Clear enough. 🙂", True, "Ville")
    desk.open(1)
    expect(desk.chosen(2)).to_have_text("3")
    expect(desk.state).to_contain_text("version 1")
    assert not desk.page.problems
    assert not desk.page.outside


def test_the_machine_is_hidden_until_it_is_asked_for_and_told_where_it_is_wrong(
    review: Callable[..., Desk], address: str
) -> None:
    desk = review()
    expect(desk.root.locator("mark, .cr-finding, .cr-machine:not(:empty)")).to_have_count(0)
    desk.begin().keys("1", "Control+s")
    expect(desk.note).to_have_text("Saved: version 1.")
    desk.show()
    expect(desk.root.locator(".ck-mirror mark.ck-lost").first).to_be_visible()
    expect(desk.root.locator(".cr-sight")).to_have_text(desk.words.seen)
    expect(desk.rows.first.locator(".cr-machine")).to_contain_text("Machine:")
    first, second = desk.page.locator(".cr-reply .ck-mirror, .cr-reply textarea").evaluate_all(
        "nodes => nodes.map((node) => [node.clientWidth, node.scrollHeight])"
    )
    assert first == second
    desk.text.evaluate("area => area.setSelectionRange(0, 0)")
    desk.button(desk.words.wrong).first.click()
    expect(desk.notice).to_have_text(desk.words.wrong_none)
    desk.select(" You should have ")
    desk.root.locator(".cr-wrong-button").click()
    desk.root.get_by_label(desk.words.wrong_criterion, exact=True).select_option("tone.no_blame")
    desk.root.get_by_label(desk.words.wrong_comment, exact=True).fill("It quotes the customer.")
    desk.button(desk.words.wrong_add).click()
    expect(desk.root.locator(".ck-mirror mark.cr-wrong").first).to_contain_text("You should")
    desk.keys("Control+s")
    expect(desk.note).to_have_text("Saved: version 2.")
    first_kept, kept = Store.open(address).reviews(every_version=True)
    assert (first_kept.blind, kept.blind) == (True, False)
    (mark,) = kept.marks
    assert (mark.quote, mark.comment) == ("You should have", "It quotes the customer.")
    assert BLAMES[mark.start : mark.end] == mark.quote
    expect(desk.root.locator(".cr-others .cr-review")).to_have_count(2)


@pytest.fixture
def second(lab: Server, learner: str, scored: Path, address: str) -> Callable[..., Desk]:
    """Opens the same file and store on another page with a kernel of its own, as on another computer."""

    def go(beside: Desk, reviewer: str) -> Desk:
        page = beside.page.context.new_page()
        lab.copy("review", f"{learner}-other.ipynb", f"{str(scored)!r}, {reviewer!r}, 'en', store={address!r}")
        page.goto(lab.lab(f"{learner}-other.ipynb"))
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        lab.run_all(page)
        desk = Desk(page)
        expect(desk.rows.first).to_be_visible()
        return desk

    return go


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_two_desks_that_save_the_same_reply_keep_both(
    review: Callable[..., Desk], second: Callable[..., Desk], address: str
) -> None:
    desk = review()
    other = second(desk, "Ville")
    desk.begin().keys("4")
    other.begin().keys("0")
    desk.keys("Control+s")
    other.keys("Control+s")
    for one in (desk, other):
        expect(one.note).to_contain_text("Saved: version")
    kept = Store.open(address).reviews(every_version=True)
    assert {(one.version, *one.scores.values()) for one in kept} in ({(1, 1.0), (2, 0.0)}, {(1, 0.0), (2, 1.0)})
    other.page.close()


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_two_reviewers_on_one_postgresql_store_see_each_other_s_reviews_once_they_ask(
    review: Callable[..., Desk], second: Callable[..., Desk], address: str
) -> None:
    desk = review("Ville")
    other = second(desk, "Aino")
    desk.begin().keys("4")
    other.begin().keys("0")
    desk.keys("Control+s")
    other.keys("Control+s")
    for one in (desk, other):
        expect(one.note).to_contain_text("Saved: version 1")
    kept = Store.open(address).reviews(every_version=True)
    assert {(one.reviewer, one.version, one.blind, *one.scores.values()) for one in kept} == {
        ("Ville", 1, True, 1.0), ("Aino", 1, True, 0.0),
    }  # fmt: skip
    expect(desk.root.locator(".cr-others .cr-review")).to_have_count(0)
    for one in (desk, other):
        one.show()
        expect(one.root.locator(".cr-others .cr-review")).to_have_count(2)
    other.page.close()


def test_a_masked_comment_a_dispute_and_its_answer(review: Callable[..., Desk], address: str) -> None:
    desk = review()
    comment = desk.root.get_by_label(desk.words.comment, exact=True)
    expect(comment).to_have_accessible_description(desk.words.comment_masked)
    comment.fill("Kind regards, Marigolda, 020 7946 0958")
    desk.begin().keys("0", "Control+s")
    expect(desk.note).to_have_text(f"Saved: version 1. {review_words('en').notes.masked}")
    expect(comment).to_have_value("Kind regards, <PERSON-2>, <PHONE-1>")
    expect(desk.state).to_contain_text(desk.words.unchanged)
    assert not [one for one in desk.page.evaluate("Object.values(localStorage)") if "Marigolda" in one]
    desk.show()
    name = desk.rows.first.locator(".cr-name").text_content()
    form = desk.root.locator(".cr-review > .cr-form")
    form.locator("> summary").click()
    form.get_by_label(desk.words.dispute_by, exact=True).fill("Agent Reed")
    form.get_by_label(desk.words.dispute_comment, exact=True).fill(PAYLOADS[0])
    form.locator("details > summary").click()
    form.get_by_label(name, exact=True).select_option("0.75")
    form.get_by_role("button", name=desk.words.dispute_send).click()
    dispute = desk.root.locator(".cr-dispute")
    expect(dispute).to_contain_text(PAYLOADS[0])
    expect(desk.list.locator("option").first).to_contain_text("⚑")
    desk.root.get_by_label(desk.words.filter, exact=True).select_option("disputed")
    expect(desk.list.locator("option")).to_have_count(1)
    dispute.locator("summary").click()
    dispute.get_by_label(desk.words.decision, exact=True).select_option("partly")
    dispute.get_by_label(desk.words.answer_comment, exact=True).fill("Half a point more.")
    dispute.get_by_role("button", name=desk.words.answer_send).click()
    expect(dispute.locator(".cr-answer")).to_contain_text("Half a point more.")
    expect(dispute.locator(".ck-chip")).to_have_text(desk.words.decisions["partly"])
    (kept,) = Store.open(address).disputes()
    assert (kept.by, list(kept.expected.values()), kept.status) == ("Agent Reed", [0.75], "partly")
    assert not desk.page.problems


def test_words_of_users_are_shown_as_words(review: Callable[..., Desk]) -> None:
    desk = review(PAYLOADS[2]).show().open(3)
    expect(desk.text).to_have_value("Hello. " + " ".join(PAYLOADS))
    expect(desk.root.locator(".ck-messages > li").first).to_contain_text(PAYLOADS[3])
    desk.begin().keys("1", "c")
    desk.page.keyboard.insert_text(" ".join(PAYLOADS))
    desk.keys("Control+s")
    expect(desk.root.locator(".cr-review")).to_contain_text(PAYLOADS[1])
    expect(desk.root.locator(".cr-by")).to_contain_text(PAYLOADS[2])
    assert desk.page.evaluate("window.__opened") is None
    assert desk.root.locator("img, script, iframe, svg").count() == 0


def test_keys_do_not_leak_to_the_notebook(review: Callable[..., Desk]) -> None:
    desk = review().show()
    expect(desk.root.locator(".cr-finding").first).to_be_visible()
    cells = desk.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    spots = desk.root.locator(".cr-read, .cr-score").locator(
        "button:visible, textarea:visible, input:visible, [tabindex='0']:visible"
    )
    pressed = 0
    for place in range(0, spots.count(), 5):
        spots.nth(place).focus()
        desk.keys("b", "a", "d", "d", "x", "m", "1")
        pressed += 1
    assert pressed > 5
    expect(cells).to_have_count(before)
    expect(desk.root).to_be_visible()


def test_a_review_that_was_not_saved_comes_back_after_the_kernel_has_gone(review: Callable[..., Desk], address: str) -> None:
    desk = review()
    desk.begin().keys("2")
    desk.page.evaluate(
        """async () => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
             await kernel.restart(); await kernel.info; }"""
    )
    expect(desk.root.locator(".ck-banner")).to_be_visible()
    desk.begin().keys("ArrowDown", "3")
    expect(desk.chosen(1)).to_have_text("3")
    desk.page.wait_for_function("() => Object.values(localStorage).some((one) => one.includes('0.75'))")
    again = review(fresh=False)
    expect(again.chosen(0)).to_have_text("2")
    expect(again.chosen(1)).to_have_text("3")
    expect(again.note).to_have_text(again.words.restored)
    again.button(again.words.discard).click()
    expect(again.chosen(0)).to_have_count(0)
    assert Store.open(address).reviews() == ()


def test_the_desk_asks_for_a_file(open_notebook: Open, scored: Path, address: str) -> None:
    desk = Desk(open_notebook("review", arguments=f"language='sv', store={address!r}"), "sv")
    desk.root.get_by_label(desk.words.reviewer, exact=True).fill("Elin")
    file = desk.root.get_by_label(desk.words.file, exact=True)
    file.fill("borta.csv")
    desk.button(desk.words.open).click()
    expect(desk.notice).to_contain_text("borta.csv")
    file.fill(scored.name)
    desk.button(desk.words.open).click()
    expect(desk.rows.first).to_be_visible()
    expect(desk.note).to_contain_text("3 svar")
    assert desk.root.get_attribute("lang") == "sv"
    desk.button("Suomi").click()
    expect(desk.root.locator(".ck-title").first).to_have_text(review_words("fi").view.title)


@pytest.mark.usefixtures("own_page")
def test_it_fits_480_pixels_and_has_a_name_for_every_control(review: Callable[..., Desk]) -> None:
    desk = review("Ville", "fi").show()
    desk.page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    desk.page.set_viewport_size({"width": 480, "height": 900})
    expect(desk.root.locator(".cr-finding").first).to_be_visible()
    wide = desk.root.evaluate(
        """root => { const edge = root.getBoundingClientRect().right + 1;
          const seen = (node) => node.checkVisibility() && !node.closest('.ck-hidden, select')
            && getComputedStyle(node).position !== 'absolute';
          return [...root.querySelectorAll('*')].filter((node) => seen(node) && node.getBoundingClientRect().right > edge)
            .map((node) => node.className); }"""
    )
    assert wide == []
    nameless = desk.root.evaluate(
        """root => [...root.querySelectorAll('input, select, textarea, button, [role="radiogroup"], [role="progressbar"]')]
          .filter((node) => !node.getAttribute('aria-label') && !node.getAttribute('aria-labelledby')
            && !(node.matches('button') && node.textContent.trim())
            && !(node.labels && [...node.labels].some((one) => one.textContent.trim())))
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    assert desk.root.locator("[tabindex='0'].cr-step").count() == 1
