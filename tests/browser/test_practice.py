"""Practice in real JupyterLab and Voilà, as a trainee does it: choose, type, send, be answered, read the debrief."""

from __future__ import annotations

import json
import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coachkit.reports.desk_words import desk_words
from coachkit.reports.words import interface_words
from coachkit.widgets.browser_files import module_text

if TYPE_CHECKING:
    from tests.browser.conftest import Open
    from tests.browser.workbench import Server

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'coachkit[dev]')")
expect = sync_api.expect
expect.set_options(timeout=15_000)

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]

# For each interface language: the browser's locale, the exercise, a reply in its language that settles it.
EXERCISES = {
    "en": (
        "en-GB",
        "The coat that has not come",
        (
            "Hi Anna, I'm sorry your coat is late. Order 7741 is with the courier and will be with you on Friday. "
            "I'm paying your delivery fee back today."
        ),
    ),
    "fi": (
        "fi-FI",
        "Paketti, joka ei tullut",
        "Hei Minna! Ikävä kuulla, että pakettisi on myöhässä. Tarkistin sen äsken: paketti 55012 tulee sinulle torstaina.",
    ),
    "sv": (
        "sv-FI",
        "Ett fel på fakturan",
        (
            "Hej Göran,\n\nNej, du behöver inte betala 284 euro. Mätaren lästes fel, och jag är ledsen för besväret. "
            "Rätt summa är 84 euro, och jag skickar en ny faktura i dag.\n\nVänliga hälsningar\nElin Berg"
        ),
    ),
}
BLAMING = "Hi Anna 😀👍🏽! You should have checked the tracking page. We apologise for any inconvenience caused."


class Desk:
    """The practice desk on a page, by what a trainee sees of it."""

    def __init__(self, page: Any, language: str = "en") -> None:
        self.page = page
        self.words = desk_words(language)
        self.names = interface_words(language).dimensions
        self.root = page.locator(".ck-desk")
        self.talk = page.locator(".ck-conv:not([data-stage='idle'])")
        self.box = self.talk.locator("textarea")
        self.thread = self.talk.get_by_role("log")
        self.banner = page.locator(".ck-banner:visible")
        self.debrief = page.locator(".ck-debrief")

    def begin(self, title: str) -> Desk:
        """Chooses an exercise by its title and starts it, without the customer's pause for typing."""
        self.page.evaluate("localStorage.setItem('coachkit:pause', 'false')")
        option = self.root.locator(".ck-list option", has_text=title)
        expect(option).to_have_count(1)
        self.root.locator(".ck-list select").select_option(value=option.get_attribute("value"))
        self.root.get_by_role("button", name=self.words.desk.start, exact=True).click()
        expect(self.box).to_be_visible()
        return self

    def write(self, text: str) -> Desk:
        """Puts a text into the editor and waits until it has been read."""
        self.box.fill(text)
        expect(self.talk.locator(".ck-status")).not_to_be_empty()
        return self

    def write_on(self, text: str) -> Desk:
        """Adds to the text whatever has the focus: JupyterLab tells of a dead kernel in a dialog that takes it."""
        self.box.evaluate(
            """(area, text) => { area.setRangeText(text, area.value.length, area.value.length, 'end');
              area.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertText', data: text})); }""",
            text,
        )
        return self

    def send_by_key(self) -> None:
        """Control and Enter in the editor, whatever has the focus."""
        self.box.dispatch_event("keydown", {"key": "Enter", "ctrlKey": True})

    def button(self, name: str) -> Any:
        """A button of the desk by its name."""
        return self.root.get_by_role("button", name=name, exact=True)


def kill_kernel(page: Any) -> None:
    """kill -9 on the process of the open notebook's kernel, whose number it tells itself."""
    number = page.evaluate(
        """async () => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
          const asked = kernel.requestExecute({code: 'import os; print(os.getpid())', store_history: false});
          let said = ''; asked.onIOPub = (m) => { if (m.header.msg_type === 'stream') said += m.content.text; };
          await asked.done; return Number(said); }"""
    )
    os.kill(number, signal.SIGKILL)


@pytest.mark.parametrize(("language", "locale"), [(name, values[0]) for name, values in EXERCISES.items()])
def test_a_trainee_practises_from_the_list_to_the_progress(open_notebook: Open, language: str, locale: str) -> None:
    assert locale == EXERCISES[language][0]
    _, title, reply = EXERCISES[language]
    page = open_notebook()
    desk = Desk(page, language)
    expect(desk.button(desk.words.desk.start)).to_be_visible()  # the browser's language
    desk.begin(title)
    desk.box.click()
    page.keyboard.type(reply.split("\n", maxsplit=1)[0])
    desk.write(reply)
    expect(desk.talk.locator("mark.ck-earned").first).to_be_visible()
    meter = desk.talk.get_by_role("meter", name=desk.names["clarity"])
    assert int(meter.get_attribute("aria-valuenow")) > 50
    page.keyboard.press("Control+Enter")
    expect(desk.thread.locator(".ck-mine")).to_have_count(1)
    expect(desk.thread.locator(".ck-theirs")).to_have_count(2)
    expect(desk.debrief).to_contain_text(title)
    expect(desk.talk.locator("textarea:visible")).to_have_count(0)
    desk.button(desk.words.desk.progress).click()
    expect(page.locator(".ck-charts svg")).to_have_count(4)
    expect(page.locator(".ck-progress")).to_contain_text(desk.words.progress.sent.replace("{count}", "1"))
    assert not page.problems
    assert not page.outside


def test_marks_differ_in_shape_and_are_explained(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat").write(BLAMING)
    lost, earned = desk.talk.locator("mark.ck-lost").first, desk.talk.locator("mark.ck-earned").first
    lines = [one.evaluate("node => getComputedStyle(node).textDecorationStyle") for one in (earned, lost)]
    assert lines == ["solid", "wavy"]
    tip = desk.talk.get_by_role("tooltip")
    mark = desk.talk.locator("mark.ck-lost", has_text="apologise").first.bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    expect(tip).to_contain_text(re.compile("Better:|Instead|I'm sorry"))
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()
    desk.box.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(tip).to_be_visible()
    chosen = desk.box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == "Hi"
    expect(desk.talk.locator(".ck-hidden[role=status]")).to_contain_text("Finding 1 of")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_marks_stand_on_their_words_after_emoji(open_notebook: Open) -> None:
    desk = Desk(open_notebook()).begin("The coat").write(BLAMING)
    expect(desk.talk.locator("mark", has_text="You should have")).to_have_count(1)
    # One finding may be cut in several marks, where another one begins or ends in it.
    found = desk.talk.locator("mark").evaluate_all(
        """marks => { const whole = {};
          for (const mark of marks)
            for (const one of mark.dataset.found.split(' ')) whole[one] = (whole[one] || '') + mark.textContent;
          return Object.values(whole); }"""
    )
    assert {"Hi", "Anna", "You should have checked", "apologise for any inconvenience caused"} <= set(found)
    # The mirror wraps as the textarea does, or every mark further down stands beside its word.
    widths = desk.talk.locator(".ck-mirror, textarea").evaluate_all("nodes => nodes.map((node) => node.clientWidth)")
    heights = desk.talk.locator(".ck-mirror, textarea").evaluate_all("nodes => nodes.map((node) => node.scrollHeight)")
    assert widths[0] == widths[1]
    assert heights[0] == heights[1]


def test_line_breaks_and_undo_belong_to_the_reply(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat")
    desk.box.click()
    page.keyboard.type("Hi Anna,")
    page.keyboard.press("Enter")
    page.keyboard.type("it comes on Friday.")
    expect(desk.box).to_have_value("Hi Anna,\nit comes on Friday.")
    page.keyboard.press("Control+z")
    expect(desk.box).not_to_have_value("Hi Anna,\nit comes on Friday.")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(2)


def test_keys_do_not_leak_to_the_notebook(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page)
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    focusable = "button:visible, select:visible, textarea:visible, input:visible, summary:visible, [tabindex='0']:visible"

    def press_everywhere() -> int:
        spots = desk.root.locator(focusable)
        for place in range(spots.count()):
            spots.nth(place).focus()
            for key in ("b", "a", "d", "d", "x", "m", "Shift+Enter"):
                if "Enter" not in key or spots.nth(place).evaluate("node => node.tagName") == "TEXTAREA":
                    page.keyboard.press(key)
        return int(spots.count())

    assert press_everywhere() >= 8
    desk.begin("The coat")
    desk.box.fill("")
    assert press_everywhere() >= 8
    expect(cells).to_have_count(before)
    assert "bad" in desk.box.input_value()  # they all went into the text
    desk.talk.locator(".ck-title").click()  # the ground of the desk takes the focus, not the notebook
    page.keyboard.press("b")
    expect(cells).to_have_count(before)
    expect(desk.box).to_be_visible()


def test_a_killed_kernel_is_told_and_nothing_is_lost(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat").write("Hi Anna, I am looking at it.")
    page.keyboard.press("Control+Enter")
    expect(desk.thread.locator(".ck-mine")).to_have_count(1)
    desk.write("Order 7741 is with the courier")
    kill_kernel(page)
    for part in (" and I", " will call", " you 😀."):
        desk.write_on(part)
    expect(desk.banner.first).to_be_visible(timeout=4_000)
    written = "Order 7741 is with the courier and I will call you 😀."
    expect(desk.box).to_have_value(written)
    desk.send_by_key()  # nobody is there to take it
    expect(desk.box).to_have_value(written)
    page.wait_for_timeout(300)  # the browser keeps a copy every 200 ms
    open_notebook(fresh=False)
    again = Desk(page)
    expect(again.thread.locator(".ck-mine")).to_have_text(re.compile("I am looking at it"))
    expect(again.box).to_have_value(written)
    again.write(written + " It comes on Friday, and the fee comes back.")
    page.keyboard.press("Control+Enter")
    expect(again.thread.locator(".ck-mine")).to_have_count(2)


def test_a_page_opened_anew_on_a_living_kernel_goes_on(open_notebook: Open, page: Any) -> None:
    desk = Desk(open_notebook()).begin("The coat").write("Order 7741 is with")
    page.evaluate("window.jupyterapp.shell.currentWidget.context.save()")
    desk.write("Order 7741 is with the courier")
    page.wait_for_timeout(500)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(desk.box).to_have_value("Order 7741 is with the courier")
    desk.write("Order 7741 is with the courier. It comes on Friday.")
    page.keyboard.press("Control+Enter")
    expect(desk.thread.locator(".ck-mine")).to_have_count(1)


def test_a_draft_is_back_in_another_browser(open_notebook: Open, page: Any) -> None:
    desk = Desk(open_notebook()).begin("The coat").write("Order 7741 is with the")
    expect(desk.talk.locator(".ck-status")).to_have_text(desk.words.view.checked_saved)
    page.wait_for_timeout(300)
    page.evaluate("localStorage.clear()")
    kill_kernel(page)
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    open_notebook(fresh=False)
    expect(Desk(page).box).to_have_value("Order 7741 is with the")


@pytest.mark.usefixtures("own_page")
def test_hostile_text_is_shown_as_text(open_notebook: Open, page: Any, tmp_path: Any) -> None:
    _write_hostile_course(tmp_path)
    page.add_init_script("window.__opened = 0")
    open_notebook(arguments=f"learner={PAYLOADS[0] + str(tmp_path)[-40:]!r}, exercises={str(tmp_path)!r}")
    desk = Desk(page).begin("onerror")
    for payload in PAYLOADS:
        assert payload in desk.page.locator(".ck-conv").last.evaluate("node => node.textContent")
    desk.write(" ".join(PAYLOADS) + " You should have checked. I sent it today.")
    page.keyboard.press("Control+Enter")
    expect(desk.thread.locator(".ck-mine")).to_contain_text(PAYLOADS[0])
    expect(desk.debrief).to_contain_text(PAYLOADS[0])
    desk.button(desk.words.desk.progress).click()
    expect(page.locator(".ck-recent")).to_contain_text("onerror")
    page.wait_for_timeout(300)
    assert page.evaluate("window.__opened") == 0
    assert page.locator(".ck-desk img, .ck-desk iframe, .ck-desk script, .ck-desk a[href]").count() == 0
    assert not page.outside
    saved = page.evaluate(
        """async () => { const context = window.jupyterapp.shell.currentWidget.context; await context.save();
          return JSON.stringify(context.model.toJSON().cells.map((cell) => cell.outputs || [])); }"""
    )
    assert "text/html" in saved
    assert "__opened" not in saved


PAYLOADS = (
    '<img src=x onerror="window.__opened=1">',
    "<script>window.__opened=1</script>",
    '"><svg onload=window.__opened=1>',
    "' onmouseover='window.__opened=1",
    "</textarea><iframe srcdoc='<script>parent.__opened=1</script>'>",
    "[link](javascript:window.__opened=1)",
    "javascript:window.__opened=1//http://example.org/x.png",
    "{{ 7*7 }} ${window.__opened=1} {name}",
    "\u202eabc\u2066 http://127.0.0.1.example.org",
)


def _write_hostile_course(folder: Any) -> None:
    """A course in which every text is hostile."""
    course = folder / "hostile"
    course.mkdir()
    title = dict.fromkeys(("fi", "sv", "en"), PAYLOADS[0])
    (course / "course.yaml").write_text(json.dumps({"id": "hostile", "version": 1, "title": title, "about": title}))
    all_of_them = " ".join(PAYLOADS)
    models = {
        level: {"replies": [all_of_them], "why": all_of_them, "band": [0, 100]} for level in ("excellent", "ordinary", "poor")
    }
    scenario = {
        "id": "hostile-one", "version": 1, "kind": "message", "language": "en", "channel": "social", "title": all_of_them,
        "industry": "retail", "stage": "after", "difficulty": 1, "minutes": 5, "trains": ["clarity.next_step"],
        "customer": {"name": all_of_them, "mood": 0, "wants": all_of_them, "told": list(PAYLOADS)},
        "agent": {
            "name": all_of_them, "company": all_of_them, "brand": {"signs_with": all_of_them}, "facts": list(PAYLOADS),
            "policy": list(PAYLOADS), "may_offer": [{"what": one, "limit": one} for one in PAYLOADS],
            "must_not": [{"say": all_of_them, "find": ["never"]}],
        },
        "reply_within": 60, "subject": all_of_them,
        "thread": [{"by": one, "says": one, "likes": 1} for one in PAYLOADS],
        "points": [{"id": "sent", "say": all_of_them, "find": ["sent"]}],
        "turns": {"start": {"says": all_of_them, "next": [{"if": {"covered": ["sent"]}, "to": "end"}, {"to": "gone"}]}},
        "endings": {"end": {"kind": "resolved", "says": all_of_them}, "gone": {"kind": "abandoned", "says": all_of_them}},
        "hints": [all_of_them] * 3, "models": models,
    }  # fmt: skip
    (course / "hostile-one.yaml").write_text(json.dumps(scenario))


def test_the_interface_language_can_be_switched_while_writing(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat").write("Hi Anna, your coat comes on Friday.")
    desk.button("Suomi").click()
    finnish = Desk(page, "fi")
    expect(finnish.talk.get_by_role("button", name=finnish.words.view.send.chat)).to_be_visible()
    expect(finnish.talk.get_by_role("meter", name=finnish.names["empathy"])).to_be_visible()
    expect(finnish.box).to_have_value("Hi Anna, your coat comes on Friday.")
    expect(finnish.box).to_have_attribute("lang", "en")
    assert finnish.talk.get_attribute("lang") == "fi"
    assert page.evaluate("localStorage.getItem('coachkit:language')") == '"fi"'


def test_hints_another_try_and_an_early_end(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat")
    desk.button(desk.words.view.hint).click()
    expect(desk.talk.locator(".ck-hints li")).to_have_count(1)
    desk.write("Hi Anna, it comes on Friday.")
    desk.button(desk.words.view.send.chat).click()
    expect(desk.thread.locator(".ck-theirs")).to_have_count(2)
    desk.talk.get_by_role("button", name=desk.words.view.again_label.replace("{number}", "1")).click()
    expect(desk.box).to_have_value("Hi Anna, it comes on Friday.")
    expect(desk.thread.locator(".ck-mine")).to_have_count(0)
    desk.button(desk.words.view.finish).click()
    expect(desk.talk.locator(".ck-ended")).to_be_visible()
    expect(page.locator(".ck-after button")).not_to_have_count(0)


def test_the_customer_types_for_a_moment_unless_switched_off(open_notebook: Open) -> None:
    page = open_notebook()
    desk = Desk(page).begin("The coat")
    desk.talk.get_by_role("checkbox", name=desk.words.view.pause).check()
    desk.write("Hi Anna, it comes on Friday.")
    page.keyboard.press("Control+Enter")
    expect(desk.talk.locator(".ck-writing")).to_contain_text("Anna Reed is writing")
    expect(desk.thread.locator(".ck-theirs")).to_have_count(2)
    expect(desk.talk.locator(".ck-writing")).to_be_hidden()


def test_a_shift_has_its_chats_side_by_side(open_notebook: Open) -> None:
    page = open_notebook("shift")
    desk = Desk(page)
    desk.root.get_by_role("button", name=desk.words.shift.start).click()
    expect(desk.talk).to_have_count(2)
    expect(desk.talk.locator("textarea:visible")).to_have_count(2)  # the second customer writes after two seconds
    desk.talk.nth(0).locator("textarea").fill("Hi Anna, it comes on Friday and I pay the delivery fee back today.")
    desk.talk.nth(0).locator("textarea").press("Control+Enter")
    expect(desk.talk.nth(0).locator(".ck-ended")).to_be_visible()
    desk.button(desk.words.shift.finish).click()
    expect(page.locator(".ck-shift-debrief")).to_contain_text("Anna Reed")
    expect(page.locator(".ck-shift-debrief details")).to_have_count(2)


@pytest.mark.usefixtures("own_page")
def test_it_fits_480_pixels(open_notebook: Open) -> None:
    page = open_notebook()
    page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    page.set_viewport_size({"width": 480, "height": 900})
    desk = Desk(page).begin("The coat").write(BLAMING)
    page.keyboard.press("Alt+ArrowDown")
    wide = desk.root.evaluate(
        """root => { const edge = root.getBoundingClientRect().right + 1;
          const seen = (node) => node.checkVisibility() && !node.closest('.ck-hidden')
            && getComputedStyle(node).position !== 'absolute';
          return [...root.querySelectorAll('*')].filter((node) => seen(node) && node.getBoundingClientRect().right > edge)
            .map((node) => node.className); }"""
    )
    assert wide == []


def test_a_full_store_is_told_and_typing_goes_on(open_notebook: Open, lab: Server, learner: str) -> None:
    blocked = lab.work / f"{learner}.sqlite3"
    blocked.mkdir()  # a folder where the file should be: nothing can be kept there
    page = open_notebook(arguments=f"learner='x', store='sqlite:///{blocked}'")
    desk = Desk(page).begin("The coat").write("Hi Anna, it comes on Friday.")
    expect(desk.talk.locator(".ck-notice:visible")).to_contain_text("cannot be saved")
    page.keyboard.press("Control+Enter")
    expect(desk.thread.locator(".ck-theirs")).to_have_count(2)
    assert not page.problems


@pytest.mark.usefixtures("own_page")
def test_voila_shows_the_same(page: Any, lab: Server, learner: str) -> None:
    pytest.importorskip("voila", reason="needs Voilà (pip install 'coachkit[workbench]')")
    path = lab.copy("practice", f"{learner}.ipynb", f"learner={learner!r}")
    page.goto(lab.voila(path.name))
    desk = Desk(page)
    expect(desk.button(desk.words.desk.start)).to_be_visible(timeout=40_000)
    desk.begin("The coat").write(EXERCISES["en"][2])
    expect(desk.talk.locator("mark.ck-earned").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(desk.debrief).to_be_visible()
    desk.button(desk.words.desk.progress).click()
    expect(page.locator(".ck-charts svg")).to_have_count(4)
    # Voilà's own template asks for an icon font and MathJax from the web, and does without; nothing of ours asks for anything.
    assert [one for one in page.outside if not re.search("fontawesome|mathjax", one, re.IGNORECASE)] == []


@pytest.mark.usefixtures("own_page")
def test_notebook_7_shows_the_same(page: Any, lab: Server, learner: str) -> None:
    pytest.importorskip("notebook", reason="needs Notebook 7 (pip install 'coachkit[dev]')")
    path = lab.copy("practice", f"{learner}.ipynb", f"learner={learner!r}")
    # A server that is slow to tell its kernels makes Notebook ask which one; anybody takes the one it offers.
    page.add_locator_handler(page.get_by_role("button", name="Select", exact=True), lambda offered: offered.click())
    page.goto(f"{lab.base}/notebooks/{path.name}?token={lab.token}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=40_000)
    expect(page.locator(".jp-NotebookKernelStatus, .jp-Notebook-ExecutionIndicator").first).to_be_attached()
    desk = Desk(page)
    start = desk.button(desk.words.desk.start)
    for _ in range(5):  # asked before the kernel is there, Notebook drops the run without a word
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(sync_api.Error):
            start.wait_for(timeout=10_000)
            break
    desk.begin("The coat").write(EXERCISES["en"][2])
    expect(desk.talk.locator("mark.ck-earned").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(desk.debrief).to_be_visible()
    assert page.outside == []


def test_two_notebooks_cannot_overwrite_one_another(open_notebook: Open, page: Any, lab: Server, learner: str) -> None:
    first = Desk(open_notebook()).begin("The coat")
    other_page = page.context.new_page()
    other_page.set_default_timeout(20_000)
    other_page.goto(lab.lab(lab.copy("practice", f"{learner}-second.ipynb", f"learner={learner!r}").name))
    other_page.wait_for_selector(".jp-Notebook .jp-Cell")
    lab.run_all(other_page)
    second = Desk(other_page)
    expect(second.box).to_be_visible()  # the same session, taken up in another window
    second.write("Hi Anna, it comes on Friday.")
    other_page.keyboard.press("Control+Enter")
    expect(second.thread.locator(".ck-mine")).to_have_count(1)
    first.write("Hello, another text altogether.")
    page.keyboard.press("Control+Enter")
    expect(first.talk.locator(".ck-notice:visible")).to_contain_text("another window")
    expect(first.thread.locator(".ck-mine")).to_contain_text("it comes on Friday")
    expect(first.box).to_have_value("Hello, another text altogether.")


@pytest.mark.usefixtures("own_page")
def test_marks_are_carried_over_an_edit_and_lose_no_letter(page: Any) -> None:
    module = module_text(ROOT / "coachkit" / "widgets" / "practice.js")
    page.goto("about:blank")
    told = page.evaluate(
        """async (source) => {
          const js = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
          const before = 'sorry 😀 about our policy', found = [{start: 0, end: 5}, {start: 15, end: 18}, {start: 19, end: 25}];
          const cut = (text, marks) => marks.map((one) => text.slice(one.start, one.end));
          const edits = ['Oh, sorry 😀 about our policy', 'sorry 😀 about our new policy', 'sorry 😀 about or policy', ''];
          return {
            carried: edits.map((text) => cut(text, js.carried(found, before, text))),
            joined: edits.concat(before).map((text) => js.stretches(text, found).map((one) => one.text).join('') === text),
            overlapping: js.stretches('abcdef', [{start: 0, end: 4}, {start: 2, end: 9}]).map((one) => [one.text, one.found]),
          }; }""",
        module,
    )
    assert told["carried"] == [["sorry", "our", "policy"], ["sorry", "our", "policy"], ["sorry", "policy"], []]
    assert told["joined"] == [True] * 5
    assert told["overlapping"] == [["ab", [0]], ["cd", [0, 1]], ["ef", [1]]]
