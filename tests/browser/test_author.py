"""The author's desk in a real JupyterLab, as a trainer uses it: edit, look, break, mend, save; move a weight."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coachkit.authoring.words import author_words
from coachkit.scenarios.loading import load_scenario

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.browser.workbench import Server

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'coachkit[dev]')")
expect = sync_api.expect
expect.set_options(timeout=15_000)

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
COAT = "own:desk/late-coat.yaml"
TITLE = "The coat that has not come"
PAYLOAD = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'


class Bench:
    """The author's desk on a page, by what a trainer sees of it."""

    def __init__(self, page: Any, workspace: Path, language: str = "en") -> None:
        self.page = page
        self.workspace = workspace
        self.words = author_words(language).view
        self.root = page.locator(".ck-author-desk")
        self.box = page.locator(".ca-editor textarea")
        self.preview = page.locator(".ck-author-preview")
        self.status = page.locator(".ca-status")
        self.bad = page.locator(".ca-line.ca-bad")
        self.notice = page.locator(".ca-notice:visible")

    @property
    def file(self) -> Path:
        """The file of the coat's conversation."""
        return self.workspace / "exercises" / "desk" / "late-coat.yaml"

    def open(self, key: str = COAT) -> Bench:
        """Opens a file."""
        self.root.get_by_label(self.words.file, exact=True).select_option(key)
        expect(self.box).not_to_have_value("")
        return self

    def side(self, name: str) -> Bench:
        """Turns to what stands beside the text."""
        self.page.locator(f".ca-side-tabs [data-name='{name}']").click()
        return self

    def change(self, old: str, new: str) -> Bench:
        """Changes the text as a hand does: chosen and typed over."""
        text = self.box.input_value()
        assert old in text
        self.box.evaluate(
            "(area, [from, to]) => { area.focus(); area.setSelectionRange(from, to); }",
            [text.index(old), text.index(old) + len(old)],
        )
        self.page.keyboard.insert_text(new)
        return self

    def button(self, name: str) -> Any:
        """A button of the desk by its name."""
        return self.root.get_by_role("button", name=name, exact=True)


@pytest.fixture
def workspace(lab: Server, learner: str) -> Path:
    """A workspace of the test's own."""
    folder = lab.work / f"{learner}-workspace"
    shutil.copytree(Path(__file__).parent / "exercises", folder / "exercises")
    (folder / "rubrics").mkdir()
    shutil.copy(ROOT / "rubrics" / "chat.yaml", folder / "rubrics")
    return folder


@pytest.fixture
def bench(open_notebook: Open, workspace: Path) -> Callable[..., Bench]:
    """Opens the author's notebook on the test's workspace."""

    def go(language: str | None = "en", *, fresh: bool = True) -> Bench:
        page = open_notebook("author", arguments=f"{language!r}, workspace={str(workspace)!r}", fresh=fresh)
        made = Bench(page, workspace, language or "en")
        expect(made.root.locator(".ca-title")).to_be_visible()
        return made

    return go


def test_a_trainer_edits_looks_saves_and_finds_it_again(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    expect(desk.preview.locator(".ck-title")).to_have_text(TITLE)
    expect(desk.status).to_have_text(desk.words.unchanged)
    desk.change(TITLE, "A coat on its way 🧥")
    expect(desk.preview.locator(".ck-title")).to_have_text("A coat on its way 🧥")
    expect(desk.status).to_have_text(desk.words.unsaved)
    assert load_scenario(desk.file).title == TITLE
    desk.page.keyboard.press("Control+s")
    expect(desk.notice).to_contain_text("Saved: desk/late-coat.yaml")
    expect(desk.status).to_have_text(desk.words.unchanged)
    assert load_scenario(desk.file).title == "A coat on its way 🧥"
    assert list((desk.file.parent / ".kept").glob("late-coat.*.yaml"))
    again = bench(fresh=False)
    expect(again.box).to_have_value(re.compile("A coat on its way 🧥"))
    expect(again.preview.locator(".ck-title")).to_have_text("A coat on its way 🧥")
    expect(again.root.locator(".ca-bar-box .ca-notice:visible")).to_have_count(0)
    assert not again.page.problems
    assert not again.page.outside


def test_a_broken_text_keeps_the_last_good_preview_and_leads_to_the_line(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    expect(desk.preview.locator(".ck-title")).to_have_text(TITLE)
    desk.change(TITLE, "Another coat")
    expect(desk.preview.locator(".ck-title")).to_have_text("Another coat")
    desk.change("industry: retail", "industry: shop")
    expect(desk.bad).to_have_count(1)
    assert "industry: shop" in desk.bad.text_content()
    line = desk.bad.evaluate("node => getComputedStyle(node.firstChild).textDecorationStyle")
    assert line == "wavy"
    assert "✖" in desk.bad.evaluate("node => getComputedStyle(node, '::before').content")
    expect(desk.root.locator(".ca-side-note")).to_have_text(desk.words.last_good)
    expect(desk.preview.locator(".ck-title")).to_have_text("Another coat")
    desk.box.evaluate("area => { area.setSelectionRange(area.value.length, area.value.length); }")
    desk.side("checks")
    problem = desk.root.locator("button.ca-problem")
    expect(problem).to_contain_text("'industry'")
    problem.click()
    place = desk.box.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length")
    assert desk.box.input_value().splitlines()[place - 1] == "industry: shop"
    expect(desk.root.locator(".ca-said")).to_contain_text(f"Line {place}")
    desk.button(desk.words.save).click()
    expect(desk.notice).to_contain_text(f"Not saved: Line {place}")
    assert load_scenario(desk.file).title == TITLE
    desk.change("industry: shop", "industry: retail")
    expect(desk.bad).to_have_count(0)
    expect(desk.root.locator(".ca-check-note")).to_have_text(desk.words.all_well)


def test_marks_move_with_their_lines_and_numbers_stand_beside_them(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    desk.change("industry: retail", "industry: shop")
    expect(desk.bad).to_have_count(1)
    desk.change("version: 1", "version: 1\n# one\n# two")
    assert "industry: shop" in desk.bad.text_content()
    boxes = desk.page.locator(".ca-mirror, .ca-editor textarea")
    for measure in ("clientWidth", "scrollHeight"):
        first, second = boxes.evaluate_all(f"nodes => nodes.map((node) => node.{measure})")
        assert first == second
    lines = desk.page.locator(".ca-line")
    assert lines.count() == desk.box.input_value().count("\n") + 1


def test_tab_indents_escape_lets_it_leave_and_undo_takes_back(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    before = desk.box.input_value()
    desk.box.evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
    desk.page.keyboard.press("Tab")
    assert desk.box.input_value() == f"  {before}"
    desk.page.keyboard.press("Control+z")
    assert desk.box.input_value() == before
    desk.box.evaluate("area => area.setSelectionRange(0, area.value.indexOf('kind:'))")
    desk.page.keyboard.press("Tab")
    assert desk.box.input_value().splitlines()[:3] == [f"  {line}" for line in before.splitlines()[:2]] + [before.splitlines()[2]]
    desk.page.keyboard.press("Shift+Tab")
    assert desk.box.input_value() == before
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Control+z")
    assert desk.box.input_value() == before
    desk.box.evaluate("area => { const at = area.value.indexOf('  name:') + 7; area.setSelectionRange(at, at); }")
    desk.page.keyboard.press("Enter")
    assert "  name:\n   " in desk.box.input_value()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Tab")
    assert not desk.box.evaluate("area => area === document.activeElement")
    cells = desk.page.locator(".jp-Notebook .jp-Cell")
    assert cells.count() == 2


def test_keys_do_not_leak_to_the_notebook(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    cells = desk.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    focusable = "button:visible, select:visible, textarea:visible, input:visible, summary:visible, [tabindex='0']:visible"
    pressed = 0
    for name in ("preview", "map", "try", "checks"):
        desk.side(name)
        spots = desk.root.locator(focusable)
        for place in range(spots.count()):
            if place >= spots.count():  # a letter in a menu may have chosen something else
                break
            spots.nth(place).focus()
            for key in ("b", "a", "d", "d", "x", "m"):
                desk.page.keyboard.press(key)
            pressed += 1
    desk.box.focus()
    desk.page.keyboard.press("Shift+Enter")
    assert pressed > 30
    expect(cells).to_have_count(before)
    expect(desk.root).to_be_visible()


def test_the_map_shows_every_turn_and_leads_to_its_line(bench: Callable[..., Bench]) -> None:
    desk = bench().open().side("map")
    scenario = load_scenario(desk.file)
    names = desk.root.locator(".ca-picture text.ca-node-name")
    expect(names).to_have_count(len(scenario.turns) + len(scenario.endings))
    assert len(scenario.turns) > 1
    expect(desk.root.locator(".ca-picture text.ca-signs").first).to_be_visible()
    expect(desk.root.locator(".ca-picture svg")).to_have_attribute("aria-label", re.compile(r"turns, \d+ endings"))
    turn = list(scenario.turns)[1]
    names.filter(has_text=re.compile(f"^{turn}$")).click()
    line = desk.box.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length")
    assert desk.box.input_value().splitlines()[line - 1].strip() == f"{turn}:"
    desk.root.locator(".ca-as-text summary").click()
    expect(desk.root.locator(".ca-turns > li")).to_have_count(len(scenario.turns) + len(scenario.endings))
    desk.change("endings:\n", "endings:\n  end_nowhere: {kind: abandoned}\n")
    expect(desk.root.locator(".ca-node.ca-unreached")).to_have_count(1)


def test_a_reply_is_tried_and_the_preview_is_the_practice_view(bench: Callable[..., Bench]) -> None:
    desk = bench().open().side("try")
    desk.root.get_by_label(desk.words.try_reply, exact=True).fill("Hi Anna, I'm sorry. Order 7741 comes on Friday.")
    result = desk.root.locator(".ca-result")
    expect(result.locator(".ca-total strong")).to_have_text(re.compile(r"^\d+$"))
    expect(result).to_contain_text("Friday")
    expect(result.locator(".ca-mood")).to_contain_text("→")
    desk.side("preview")
    desk.page.evaluate("localStorage.setItem('coachkit:pause', 'false')")
    desk.preview.locator(".ck-setting input").uncheck()
    desk.preview.locator("textarea").fill("Hi Anna, I'm sorry your coat is late. Order 7741 is with you on Friday.")
    desk.preview.locator(".ck-send").click()
    expect(desk.preview.locator(".ck-mine")).to_have_count(1)
    desk.change("title: ", "title: Still ")
    expect(desk.preview.locator(".ck-title")).to_have_text(re.compile("^Still"))
    expect(desk.preview.locator(".ck-mine")).to_have_count(1)


def test_what_somebody_else_saved_is_not_overwritten(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    desk.file.write_text(desk.file.read_text("utf-8").replace(TITLE, "Theirs"), "utf-8")
    desk.change(TITLE, "Mine")
    desk.button(desk.words.save).click()
    expect(desk.notice).to_contain_text("Nothing was saved")
    assert load_scenario(desk.file).title == "Theirs"
    desk.button(desk.words.keep_mine).click()
    desk.page.keyboard.insert_text("my-own-coat")
    desk.page.keyboard.press("Enter")
    expect(desk.status).to_have_text(desk.words.unchanged)
    assert load_scenario(desk.file.with_name("my-own-coat.yaml")).title == "Mine"
    assert load_scenario(desk.file).title == "Theirs"


def test_text_that_was_not_saved_is_offered_after_the_kernel_has_gone(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    desk.change(TITLE, "Typed and not saved")
    expect(desk.preview.locator(".ck-title")).to_have_text("Typed and not saved")
    desk.page.evaluate(
        """async () => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
             await kernel.restart(); await kernel.info; }"""
    )
    expect(desk.root.locator(".ca-banner")).to_be_visible()
    desk.box.evaluate(
        """area => { area.setRangeText(' even later', area.value.indexOf('Typed') + 19, area.value.indexOf('Typed') + 19, 'end');
             area.dispatchEvent(new InputEvent('input', {bubbles: true})); }"""
    )
    expect(desk.box).to_have_value(re.compile("Typed and not saved even later"))
    desk.page.wait_for_function("() => Object.values(localStorage).some((one) => one.includes('and not saved even later'))")
    again = bench(fresh=False)
    expect(again.box).to_have_value(re.compile(TITLE))
    expect(again.notice).to_contain_text("not saved")
    again.button(again.words.restore).click()
    expect(again.box).to_have_value(re.compile("Typed and not saved even later"))
    expect(again.preview.locator(".ck-title")).to_have_text("Typed and not saved even later")


def test_words_of_users_are_shown_as_words(bench: Callable[..., Bench], workspace: Path) -> None:
    coat = workspace / "exercises" / "desk" / "late-coat.yaml"
    path = coat.with_name("hostile.yaml")
    text = coat.read_text("utf-8").replace("id: late-coat", "id: hostile").replace(TITLE, json.dumps(PAYLOAD))
    first = next(line for line in text.splitlines() if line.strip().startswith("says:"))
    path.write_text(text.replace(first, f"    says: {json.dumps(PAYLOAD)}", 1), "utf-8")
    desk = bench()
    desk.page.evaluate("() => { window.hurt = 0; }")
    desk.open("own:desk/hostile.yaml")
    expect(desk.preview.locator(".ck-title")).to_have_text(PAYLOAD)
    for name in ("map", "try", "checks"):
        desk.side(name)
    desk.side("map").root.locator(".ca-as-text summary").click()
    expect(desk.root.locator(".ca-turns .ca-quote").first).to_have_text(PAYLOAD)
    desk.side("try").root.get_by_label(desk.words.try_reply, exact=True).fill(PAYLOAD)
    expect(desk.root.locator(".ca-result .ca-total")).to_be_visible()
    desk.change("industry: retail", f"industry: {json.dumps(PAYLOAD)}")
    expect(desk.bad).to_have_count(1)
    desk.side("checks")
    expect(desk.root.locator(".ca-problem").first).to_contain_text("industry")
    assert desk.page.evaluate("window.hurt") == 0
    assert desk.root.locator("img, script").count() == 0


def test_a_slider_moves_the_order_and_saving_keeps_the_comments(bench: Callable[..., Bench]) -> None:
    desk = bench()
    path = desk.workspace / "rubrics" / "chat.yaml"
    before = path.read_text("utf-8")
    desk.root.get_by_role("tab", name=desk.words.tabs.rubric).click()
    rows = desk.root.locator(".ca-ranking tbody tr")
    expect(rows.nth(3)).to_be_visible()
    order = rows.evaluate_all("rows => rows.map((row) => row.dataset.reply)")
    assert rows.evaluate_all("rows => rows.every((row) => row.children[1].textContent.startsWith('='))")
    slide = "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }"
    desk.root.get_by_role("slider", name="Clarity, weight").evaluate(slide, "0")
    expect(desk.root.locator(".ca-ranking .ca-up").first).to_be_visible()
    assert rows.evaluate_all("rows => rows.map((row) => row.dataset.reply)") != order
    expect(desk.root.locator(".ca-sentences li")).to_have_count(6)
    desk.page.get_by_role("tab", name=desk.words.tabs.scenario).click()
    desk.open().change(TITLE, "Something else meanwhile")
    desk.button(desk.words.save).click()
    expect(desk.notice).to_contain_text("Saved: desk")
    desk.page.get_by_role("tab", name=desk.words.tabs.rubric).click()
    expect(desk.root.get_by_role("slider", name="Clarity, weight")).to_have_value("0")
    expect(desk.page.locator(".ck-author-chart svg")).to_be_visible()
    expect(desk.page.locator(".ck-author-chart [role=img]")).to_have_attribute("aria-label", re.compile("Strongest"))
    desk.button(desk.words.save).click()
    expect(desk.notice).to_contain_text("Saved: rubrics/chat.yaml")
    version = int(re.findall(r"^version: (\d+)", before, re.MULTILINE)[0])
    expect(desk.notice).to_contain_text(f"the version is now {version + 1}")
    raised = before.replace(f"\nversion: {version}", f"\nversion: {version + 1}")
    assert path.read_text("utf-8") == raised.replace("clarity: 3.5,", "clarity: 0,")
    assert not desk.page.problems
    assert not desk.page.outside


def test_a_shipped_exercise_is_copied_first_and_a_new_one_begun(bench: Callable[..., Bench]) -> None:
    desk = bench()
    shipped = desk.root.locator("optgroup").last.locator("option").first
    desk.open(shipped.get_attribute("value"))
    expect(desk.box).to_have_attribute("readonly", "")
    expect(desk.button(desk.words.save)).to_be_hidden()
    desk.button(desk.words.copy_file).click()
    expect(desk.notice).to_contain_text("Copied to your workspace")
    expect(desk.box).to_be_editable()
    desk.button(desk.words.new).click()
    desk.root.get_by_label(desk.words.name, exact=True).fill("my-first")
    desk.root.get_by_label(desk.words.scenario_title, exact=True).fill("My very first")
    desk.root.get_by_label(desk.words.course, exact=True).select_option("desk")
    desk.button(desk.words.create).click()
    expect(desk.preview.locator(".ck-title")).to_have_text("My very first")
    assert load_scenario(desk.file.with_name("my-first.yaml")).title == "My very first"


@pytest.mark.parametrize(("language", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI")])
def test_the_desk_speaks_the_browser_s_language_and_can_be_switched(
    bench: Callable[..., Bench], language: str, locale: str
) -> None:
    assert locale.startswith(language)
    desk = bench(None)
    words = author_words(language).view
    expect(desk.root.locator(".ca-title")).to_have_text(words.title)
    expect(desk.root.get_by_role("tab", name=words.sides.map)).to_be_visible()
    desk.button("English").click()
    expect(desk.root.locator(".ca-title")).to_have_text(author_words("en").view.title)
    expect(desk.button("English")).to_have_attribute("aria-pressed", "true")


@pytest.mark.usefixtures("own_page")
def test_it_fits_a_narrow_window_and_a_dark_one(bench: Callable[..., Bench]) -> None:
    desk = bench().open()
    desk.page.set_viewport_size({"width": 480, "height": 900})
    desk.page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    edges = desk.page.locator(".ca-write, .ca-side, .ck-author-preview").evaluate_all(
        "nodes => nodes.map((node) => [node.getBoundingClientRect().left, node.getBoundingClientRect().right])"
    )
    wide = desk.root.evaluate("node => node.getBoundingClientRect().right")
    assert len({round(left) for left, _ in edges}) == 1
    assert all(right <= wide + 1 for _, right in edges)
    expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    ink, ground = desk.box.evaluate(
        "area => [getComputedStyle(area).color, getComputedStyle(area.closest('.ca-sheet')).backgroundColor]"
        ".map((one) => one.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))"
    )
    assert ink > ground + 300
