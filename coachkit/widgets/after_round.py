"""The buttons of the practice desk beside a round: back to the one under way, and what may come after one that is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from coachkit.practice.words import filled
from coachkit.reports.desk_words import desk_words
from coachkit.scenarios.schema import Scenario

if TYPE_CHECKING:
    from coachkit.widgets.rounds import Round


def back_button(under_way: Round, language: str, go_back: Callable[..., None]) -> Any:
    """The way back to the round under way."""
    import ipywidgets

    words = desk_words(language).desk
    back = ipywidgets.Button(description=words.resume, tooltip=filled(words.now_in, title=under_way.scenario.title))
    back.on_click(go_back)
    return back


def next_buttons(over: Round, library: Sequence[Scenario], language: str, begin: Callable[[Scenario], None]) -> list[Any]:
    """What may come next: the exercises suggested after the round, and the same one again."""
    import ipywidgets

    words = desk_words(language).desk
    label = ipywidgets.HTML(f'<p class="ck-next-label">{escape(words.next)}</p>')
    known = {one.id: one for one in library}
    buttons = [(known[one.scenario].title, known[one.scenario]) for one in over.suggestions() if one.scenario in known]
    made = []
    for text, scenario in [*buttons, (words.retry, over.scenario)]:
        button = ipywidgets.Button(description=text, tooltip=text)
        button.on_click(partial(_begun, begin, scenario))
        made.append(button)
    return [label, *made] if buttons else made


def _begun(begin: Callable[[Scenario], None], scenario: Scenario, _button: object) -> None:
    begin(scenario)
