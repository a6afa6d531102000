"""The reviewer's desk: read the replies worth a person's time, score them by keys, say where the machine is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

from coachkit.errors import CoachkitError, MissingExtra, UnknownName, did_you_mean
from coachkit.model import LANGUAGES
from coachkit.practice.words import filled
from coachkit.privacy import Masking, order_pattern
from coachkit.reports.words import interface_words
from coachkit.transcripts.columns import Columns
from coachkit.transcripts.reading import FORMATS
from coachkit.widgets.review_words import ReviewNotes, review_words
from coachkit.widgets.visitor import browser_language, learner_name

if TYPE_CHECKING:
    from coachkit.store import Store
    from coachkit.widgets.review_round import Loaded
    from coachkit.widgets.review_table import ReviewTable

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
MOST_FILES = 200
AS_IT_COMES = Masking()
_LOG = logging.getLogger(__name__)

Message = Mapping[str, Any]


def review_desk(  # noqa: PLR0913 - what a notebook may say of its file and store
    sample: Path | str | None = None,
    reviewer: str | None = None,
    language: str | None = None,
    *,
    conversations: Path | str | None = None,
    store: str | None = None,
    masking: Masking | None = AS_IT_COMES,
    agent_column: str | None = None,
) -> ReviewDesk:
    """The reviewer's desk, to be shown as the last line of a cell.

    `sample` is a file that `coachkit score` or `coachkit sample` has written; without one the desk asks. `reviewer` is the name
    that reviews are kept under, else COACHKIT_LEARNER, the hub's user or the system's. `language` is that of the interface
    ("fi", "sv", "en"), else the browser's. `conversations` is the whole scored file that the sample was drawn from: with it
    the messages around each reply are shown. `store` is the address of the store (see Store.open). Personal data in comments is
    masked before they are kept: `masking=coachkit.privacy.Masking(orders="ORD-[0-9]{6}")` names order numbers too, and
    `masking=None` keeps every word. `agent_column` names the column with the agents where its header does not tell.

    Raises MissingExtra without the workbench, UnknownName for another language and InputError for a pattern that is none; a file
    that cannot be read is told on the desk.
    """
    return ReviewDesk(
        sample, reviewer, language, conversations=conversations, store=store, masking=masking, agent_column=agent_column
    )


class ReviewDesk:
    """The desk; `table` holds the replies once a file is open, `page` is what the browser shows."""

    def __init__(  # noqa: PLR0913 - as above
        self,
        sample: Path | str | None = None,
        reviewer: str | None = None,
        language: str | None = None,
        *,
        conversations: Path | str | None = None,
        store: str | None = None,
        masking: Masking | None = AS_IT_COMES,
        agent_column: str | None = None,
    ) -> None:
        if language is not None and language not in LANGUAGES:
            raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
        if not all(find_spec(name) for name in ("anywidget", "ipywidgets", "sqlalchemy")):
            raise MissingExtra("the reviewer's desk", "workbench")
        if masking is not None and masking.orders:
            order_pattern(masking.orders)
        from coachkit.widgets.review_view import ReviewView

        self.lock = RLock()
        self.chosen_language = language is not None
        self.language = language or "en"
        self.reviewer = reviewer or learner_name()
        self.table: ReviewTable | None = None
        self.news = ""
        self._sample = str(sample) if sample else ""
        self._conversations = Path(conversations).expanduser() if conversations else None
        self._address = store
        self._masking = masking
        self._columns = Columns(agent_name=agent_column)
        self._shown = False
        self._store: Store | None = None
        self.page = ReviewView(self.receive)
        self._build()
        if sample:
            self._guarded(lambda: self._open_path(str(sample)))
        self.say(self.language)
        Thread(target=_warm, daemon=True).start()

    def _build(self) -> None:
        import ipywidgets

        self.view = ipywidgets.VBox([self.page])
        self.view.add_class("ck-desk")
        self.view.add_class("ck-review-desk")

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live desk; and for pages without a kernel a line that says how to get one."""
        shown = self.view._repr_mimebundle_(**options)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        return {**data, "text/html": f"<p>{escape(self.notes.static)}</p>"}, dict(metadata)

    @property
    def notes(self) -> ReviewNotes:
        """What the desk says, in its language."""
        return review_words(self.language).notes

    def say(self, language: str) -> None:
        """The whole desk in another language; what is scored and written stays."""
        self.language = language
        self.page.scene = {
            "language": language,
            "languages": [{"code": code, "name": name} for code, name in LANGUAGE_NAMES.items()],
            "words": review_words(language).view.model_dump() | {"dimensions": interface_words(language).dimensions},
            "reviewer": self.reviewer,
            "opened": self.table is not None,
            "source": self.table.round.loaded.name if self.table else "",
            "path": self._sample,
            "files": [] if self.table else _files(),
            "news": self.news,
            "masks": self._masking is not None,
        }
        if self.table:
            self.table.say(language)

    def receive(self, message: Message) -> None:
        """Deals with a message from the browser. Whatever goes wrong, the reviewer reads it in words and keeps the review."""
        deed = self._deeds().get(message["kind"])
        if deed:
            with self.lock:
                trouble = self._guarded(lambda: deed(message))
                if trouble:
                    saving = message["kind"] == "save" and isinstance(trouble, CoachkitError)
                    self.page.answer("notice", text=filled(self.notes.not_saved, reason=str(trouble)) if saving else self.news)

    def _guarded(self, deed: Callable[[], None]) -> Exception | None:
        """Does it; what goes wrong comes back, and `news` says it in words."""
        self.news = ""
        try:
            deed()
        except CoachkitError as error:
            self.news = filled(self.notes.trouble, reason=str(error))
            return error
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the reviewer sees words and keeps the review
            _LOG.exception("a message from the reviewer's desk could not be dealt with")
            self.news = filled(self.notes.fault, kind=type(error).__name__)
            return error
        return None

    def _deeds(self) -> Mapping[str, Callable[[Message], None]]:
        """What each message does; the first few need no open file."""
        deeds: dict[str, Callable[[Message], None]] = {"hello": self._hello, "language": self._switch, "open": self._open}
        if self.table:
            deeds |= {"close": self._close_file, **self.table.deeds}
        return deeds

    def _hello(self, message: Message) -> None:
        """The first word of a browser: its languages decide the interface's."""
        if not self.chosen_language:
            self.chosen_language = True
            self.say(browser_language(message))

    def _switch(self, message: Message) -> None:
        language = str(message.get("language", ""))
        if language in LANGUAGES:
            self.chosen_language = True
            self.say(language)

    def _open(self, message: Message) -> None:
        """Opens a file, or with `stored` what the store holds, under the reviewer's name."""
        name, path = str(message.get("reviewer", "")).strip(), str(message.get("path", "")).strip()
        if not name:
            self.page.answer("notice", text=self.notes.no_name)
        elif not path and not message.get("stored"):
            self.page.answer("notice", text=self.notes.no_file)
        else:
            self.reviewer = name
            self._open_path("" if message.get("stored") else path)
            self.say(self.language)

    def _open_path(self, path: str) -> None:
        from coachkit.widgets.review_round import Round
        from coachkit.widgets.review_table import ReviewTable

        self._sample = path
        loaded = self._loaded(path)
        round_ = Round(loaded, self.reviewer, self.store)
        self._remember()
        self.table = ReviewTable(self.page, round_, self.language, shown=self._shown)
        self.news = filled(self.notes.opened, name=loaded.name, count=len(loaded.replies))
        if loaded.left_out:
            self.news += " " + filled(self.notes.left_out, count=loaded.left_out)
        self.table.begin()

    def _loaded(self, path: str) -> Loaded:
        from coachkit.widgets.review_round import from_file, from_store

        if path:
            return from_file(Path(path).expanduser(), self._conversations, self.notes, self._columns)
        return from_store(self.store, review_words(self.language).view.from_store, self.notes)

    def _remember(self) -> None:
        """Whoever works with the machine's scores in view does so in the next file too."""
        if self.table:
            self._shown = self.table.shown

    def _close_file(self, _message: Message) -> None:
        self._remember()
        self.table = None
        self.page.listing, self.page.sheet = {}, {}
        self.say(self.language)

    @property
    def store(self) -> Store:
        """The store, opened at the first need. Raises StoreError where it cannot be."""
        if self._store is None:
            from coachkit.store import Store

            self._store = Store.open(self._address, masking=self._masking)
        return self._store

    def close(self) -> None:
        """Takes the desk off the page."""
        self.page.close()
        self.view.close()


def _files() -> list[str]:
    """Files beside the notebook that may be a scored one."""
    try:
        found = sorted(one.name for one in Path().iterdir() if one.suffix.lower() in FORMATS and one.is_file())
    except OSError:
        return []
    return found[:MOST_FILES]


def _warm() -> None:
    """Reads the dictionaries, before the first reply is laid on the desk."""
    from coachkit.batch import score
    from coachkit.model import Reply

    for language in LANGUAGES:
        score(Reply("Hello.", customer="Hello?", channel="chat", language=language))
