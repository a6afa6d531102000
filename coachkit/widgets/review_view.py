"""The reviewer's desk as a widget: a thin skin. It shows what it is given and passes on what the browser sends."""

from __future__ import annotations

import traitlets

from coachkit.widgets.browser_files import FOLDER, module_text, style_text
from coachkit.widgets.conversation import Conversation, Receive


class ReviewView(Conversation):
    """The desk in the browser. Every part is replaced as a whole: the desk (`scene`), the list of replies (`listing`), the reply
    under review with all that may be seen of it (`sheet`).
    """

    _esm = module_text(FOLDER / "review.js")
    _css = style_text("shared/desk.css", "practice.css", "review.css")
    listing = traitlets.Dict().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
