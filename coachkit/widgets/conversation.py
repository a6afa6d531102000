"""The conversation as a widget: a thin skin. It shows the scene it is given and passes on what the browser sends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from coachkit.widgets.browser_files import FOLDER, module_text, style_text

Message = Mapping[str, Any]
"""A message from the browser: `kind`, `seq` (its number), `view` (which of several views), and what belongs to the kind."""

Receive = Callable[[Message], None]


class Conversation(anywidget.AnyWidget):
    """One conversation in the browser. `scene` is replaced as a whole, so that no view ever shows half of a change."""

    _esm = module_text(FOLDER / "practice.js")
    _css = style_text("shared/desk.css", "practice.css")
    scene = traitlets.Dict().tag(sync=True)

    def __init__(self, receive: Receive) -> None:
        super().__init__()
        self._receive = receive
        self._answering = threading.local()
        self.on_msg(self._heard)

    def answer(self, kind: str, **values: Any) -> None:
        """Sends a message to the view whose message is being answered, with that message's number."""
        asked: Message = getattr(self._answering, "message", {})
        self.send({"kind": kind, "seq": asked.get("seq", 0), "view": asked.get("view", ""), **values})

    def tell(self, kind: str, **values: Any) -> None:
        """Sends a message to every view."""
        self.send({"kind": kind, "seq": 0, "view": "", **values})

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        """Every message is answered, also one that nobody understands: the browser takes silence for a dead kernel."""
        if not isinstance(content, Mapping) or not isinstance(content.get("kind"), str):
            return
        self._answering.message = content
        try:
            self._receive(content)
        finally:
            self._answering.message = {}
            self.send({"kind": "done", "seq": content.get("seq", 0), "view": content.get("view", "")})
