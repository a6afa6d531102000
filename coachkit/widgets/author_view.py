"""The author's desk as a widget: a thin skin. It shows what it is given and passes on what the browser sends."""

from __future__ import annotations

import traitlets

from coachkit.widgets.browser_files import FOLDER, module_text, style_text
from coachkit.widgets.conversation import Conversation, Receive


class AuthorView(Conversation):
    """The desk in the browser. Every part is replaced as a whole: what is on the desk (`scene`), the open file (`doc`), its
    problems (`checks`), the map with the turns that can be replied in (`map`), the rubric and the order of the replies."""

    _esm = module_text(FOLDER / "author.js")
    _css = style_text("author.css")
    doc = traitlets.Dict().tag(sync=True)
    checks = traitlets.Dict().tag(sync=True)
    map = traitlets.Dict().tag(sync=True)
    rubric = traitlets.Dict().tag(sync=True)
    ranking = traitlets.Dict().tag(sync=True)

    def __init__(self, receive: Receive) -> None:
        super().__init__(receive)
