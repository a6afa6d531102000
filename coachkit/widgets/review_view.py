"""The reviewer's desk as a widget: a thin skin. It shows what it is given and passes on what the browser sends."""

from __future__ import annotations

import traitlets

from coachkit.widgets.conversation import FOLDER, Conversation, Receive
from coachkit.widgets.module_text import module_text


class ReviewView(Conversation):
    """The desk in the browser. Every part is replaced as a whole: the desk (`scene`), the list of replies (`listing`), the reply
    under review with all that may be seen of it (`sheet`).
    """

    _esm = module_text(FOLDER / "review.js")
    # Bubbles, marks and colours are those of practice.
    _css = (FOLDER / "practice.css").read_text("utf-8") + (FOLDER / "review.css").read_text("utf-8")
    listing = traitlets.Dict().tag(sync=True)
    sheet = traitlets.Dict().tag(sync=True)

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
