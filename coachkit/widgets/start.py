"""The form of the first notebook: paste a reply, see the feedback."""

from __future__ import annotations

import locale
from types import ModuleType
from typing import Any

from markupsafe import escape

from coachkit.batch import score
from coachkit.errors import CoachkitError, MissingExtra
from coachkit.model import LANGUAGES, Reply, Scorecard
from coachkit.reports.card import card_html
from coachkit.reports.words import FormWords, interface_words
from coachkit.rubrics import DEFAULT_CHANNEL, load_rubric, rubric_names

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}

STYLE = """<style>
.ck-start { max-width: 56em; }
.ck-start .widget-textarea { flex-direction: column; width: auto; height: auto; margin: 6px 2px; }
.ck-start .widget-textarea > .widget-label, .ck-start .widget-textarea > label { width: auto; text-align: start; }
.ck-start .widget-textarea textarea { width: 100%; min-height: 5em; line-height: 1.5; resize: vertical; }
.ck-start .widget-dropdown > label, .ck-start .widget-radio > label { width: auto; margin-inline-end: 1em; }
.ck-start .widget-dropdown, .ck-start .widget-radio { width: auto; }
.ck-start .ck-choices { display: flex; flex-wrap: wrap; gap: 0 2.5em; }
.ck-start .ck-message { line-height: 1.5; font-size: 14px; border-inline-start: 3px solid; padding: .2em .8em;
  margin: .4em 0; }
</style>"""


def start(language: str | None = None) -> StartForm:
    """The feedback form with its words in "fi", "sv" or "en"; in the system's language where none is given.

    Show it as the last line of a cell. Raises MissingExtra without ipywidgets and UnknownName for another language.
    """
    return StartForm(language or _system_language())


class StartForm:
    """The widgets of the form, each open to be read and set; `card` is the scorecard shown, if any."""

    def __init__(self, language: str) -> None:
        words = interface_words(language).form
        widgets = _ipywidgets()
        self.card: Scorecard | None = None
        names = [(name, code) for code, name in LANGUAGE_NAMES.items()]
        self.language = widgets.RadioButtons(options=names, value=language, orientation="horizontal")
        self.channel = widgets.Dropdown(options=_channels(language), value=DEFAULT_CHANNEL)
        self.customer = widgets.Textarea(rows=3)
        self.reply = widgets.Textarea(rows=7)
        self.button = widgets.Button(
            button_style="primary", layout={"width": "auto", "min_width": "12em", "align_self": "flex-start"}
        )
        self.result = widgets.HTML()
        choices = widgets.Box([self.language, self.channel])
        choices.add_class("ck-choices")
        self.view = widgets.VBox([widgets.HTML(STYLE), choices, self.customer, self.reply, self.button, self.result])
        self.view.add_class("ck-start")
        self._say(words)
        self.language.observe(self._change_language, names="value")
        self.button.on_click(self._show_feedback)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.view._repr_mimebundle_(**options)

    def _say(self, words: FormWords) -> None:
        """Puts the form's words on every widget."""
        for widget, text in (
            (self.language, words.language),
            (self.channel, words.channel),
            (self.customer, words.customer),
            (self.reply, words.reply),
            (self.button, words.button),
        ):
            widget.description = text
        self.customer.placeholder, self.reply.placeholder = words.customer_hint, words.reply_hint
        for widget in (self.language, self.channel, self.customer, self.reply):
            widget.style.description_width = "initial"

    def _change_language(self, _change: object) -> None:
        chosen = self.channel.value
        self._say(interface_words(self.language.value).form)
        self.channel.options = _channels(self.language.value)
        self.channel.value = chosen
        self.result.value = card_html(self.card, self.language.value) if self.card else ""

    def _show_feedback(self, _button: object) -> None:
        """Scores what stands in the form and shows the card, or a plain message where that does not work."""
        words = interface_words(self.language.value).form
        self.card = None
        if not self.reply.value.strip():
            self.result.value = _message(words.no_reply)
            return
        self.result.value = _message(words.working)
        try:
            self.card = _scored(self.reply.value, self.customer.value, self.channel.value)
            self.result.value = card_html(self.card, self.language.value)
        except CoachkitError as error:
            self.result.value = _message(words.trouble.replace("{reason}", str(error)))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the writer sees words and keeps the text
            fault = words.fault.replace("{kind}", type(error).__name__)
            self.result.value = _message(words.trouble.replace("{reason}", fault))


def _scored(text: str, customer: str, rubric_name: str) -> Scorecard:
    rubric = load_rubric(rubric_name)
    return score(Reply(text, customer=customer if customer.strip() else None, channel=rubric.channel), rubric)


def _channels(language: str) -> list[tuple[str, str]]:
    """The shipped rubrics: what each is called in the language, and its name."""
    return [(getattr(load_rubric(name).file.name, language), name) for name in rubric_names()]


def _message(text: str) -> str:
    return f'<p class="ck-message" role="status" dir="auto">{escape(text)}</p>'


def _system_language() -> str:
    code = (locale.getlocale()[0] or "")[:2].lower()
    return code if code in LANGUAGES else "en"


def _ipywidgets() -> ModuleType:
    try:
        import ipywidgets
    except ImportError as error:
        raise MissingExtra("the feedback form", "workbench") from error
    return ipywidgets
