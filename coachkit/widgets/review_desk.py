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
from coachkit.reports.words import interface_words
from coachkit.reviews.totals import total_of
from coachkit.reviews.values import DECISIONS, AnswerRow, DisputeRow, ReplyRow, ReviewRow
from coachkit.transcripts.reading import FORMATS
from coachkit.widgets.review_messages import id_in, marks_in, names_in, scores_in, seconds_in, words_in
from coachkit.widgets.review_words import ReviewNotes, review_words
from coachkit.widgets.visitor import browser_language, learner_name

if TYPE_CHECKING:
    from coachkit.store import Store
    from coachkit.widgets.review_round import Loaded, Round

LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
MOST_FILES = 200
_LOG = logging.getLogger(__name__)

Message = Mapping[str, Any]


def review_desk(
    sample: Path | str | None = None,
    reviewer: str | None = None,
    language: str | None = None,
    *,
    conversations: Path | str | None = None,
    store: str | None = None,
) -> ReviewDesk:
    """The reviewer's desk, to be shown as the last line of a cell.

    `sample` is a file that `coachkit score` or `coachkit sample` has written; without one the desk asks. `reviewer` is the name
    that reviews are kept under, else COACHKIT_LEARNER, the hub's user or the system's. `language` is that of the interface
    ("fi", "sv", "en"), else the browser's. `conversations` is the whole scored file that the sample was drawn from: with it
    the messages around each reply are shown. `store` is the address of the store (see Store.open). Raises MissingExtra without
    the workbench and UnknownName for another language; a file that cannot be read is told on the desk.
    """
    return ReviewDesk(sample, reviewer, language, conversations=conversations, store=store)


class ReviewDesk:
    """The desk; `round` holds the replies once a file is open, `page` is what the browser shows."""

    def __init__(
        self,
        sample: Path | str | None = None,
        reviewer: str | None = None,
        language: str | None = None,
        *,
        conversations: Path | str | None = None,
        store: str | None = None,
    ) -> None:
        if language is not None and language not in LANGUAGES:
            raise UnknownName(f"no language '{language}'{did_you_mean(language, LANGUAGES)}")
        if not all(find_spec(name) for name in ("anywidget", "ipywidgets", "sqlalchemy")):
            raise MissingExtra("the reviewer's desk", "workbench")
        from coachkit.widgets.review_view import ReviewView

        self.lock = RLock()
        self.chosen_language = language is not None
        self.language = language or "en"
        self.reviewer = reviewer or learner_name()
        self.round: Round | None = None
        self.shown = False
        self.news = ""
        self._sample = str(sample) if sample else ""
        self._conversations = Path(conversations).expanduser() if conversations else None
        self._address = store
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
            "opened": self.round is not None,
            "source": self.round.loaded.name if self.round else "",
            "path": self._sample,
            "files": [] if self.round else _files(),
            "news": self.news,
        }
        if self.round:
            self._list()
            if key := self.page.sheet.get("key"):
                self._lay(key)

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
        if self.round:
            deeds |= {
                "close": self._close_file,
                "go": self._go,
                "show": self._show,
                "refresh": self._refresh,
                "total": self._total,
                "save": self._save,
                "dispute": self._dispute,
                "answer": self._answer,
            }
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
        from coachkit.widgets.review_round import Round, from_file, from_store

        self._sample = path
        loaded: Loaded
        if path:
            loaded = from_file(Path(path).expanduser(), self._conversations, self.notes)
        else:
            loaded = from_store(self.store, review_words(self.language).view.from_store, self.notes)
        self.round = Round(loaded, self.reviewer, self.store)
        self.news = filled(self.notes.opened, name=loaded.name, count=len(loaded.replies))
        if loaded.left_out:
            self.news += " " + filled(self.notes.left_out, count=loaded.left_out)
        self._list()
        keys = list(self.round.by_key)
        self._lay(next((one for one in keys if one not in self.round.done), keys[0]))

    def _close_file(self, _message: Message) -> None:
        self.round = None
        self.page.listing, self.page.sheet = {}, {}
        self.say(self.language)

    @property
    def store(self) -> Store:
        """The store, opened at the first need. Raises StoreError where it cannot be."""
        if self._store is None:
            from coachkit.store import Store

            self._store = Store.open(self._address)
        return self._store

    @property
    def _at(self) -> Round:
        if self.round is None:
            raise LookupError("no file is open")
        return self.round

    def _list(self) -> None:
        from coachkit.widgets.review_sheet import listing

        self.page.listing = listing(self._at)

    def _lay(self, key: str) -> None:
        """Lays a reply on the desk. What is shown to the reviewer now is remembered as seen."""
        from coachkit.widgets.review_sheet import sheet

        if self.shown:
            self._at.seen.add(key)
        self.page.sheet = sheet(self._at, key, self.language, shown=self.shown)

    def _go(self, message: Message) -> None:
        key = message.get("key")
        if key in self._at.by_key:
            self._lay(str(key))

    def _show(self, message: Message) -> None:
        self.shown = message.get("on") is True
        self._lay(str(self.page.sheet["key"]))

    def _refresh(self, _message: Message) -> None:
        self._at.refresh()
        self._list()
        self._lay(str(self.page.sheet["key"]))
        self.page.answer("note", text=review_words(self.language).view.refreshed)

    def _total(self, message: Message) -> None:
        """What the scores given so far add up to."""
        reply = self._at.by_key[str(message.get("key"))]
        rubric = self._at.rubric(reply)
        scores, gates = scores_in(message.get("scores"), rubric.weights), names_in(message.get("gates"), rubric.caps)
        self.page.answer("total", key=reply.key, total=total_of(scores, rubric, gates) if scores else None)

    def _save(self, message: Message) -> None:
        reply = self._at.by_key[str(message.get("key"))]
        review = self._review(message, reply)
        if not (review.scores or review.gates or review.comment or review.marks):
            self.page.answer("notice", text=review_words(self.language).view.nothing_to_save)
            return
        kept = self._at.save(review)
        self._list()
        if self.page.sheet.get("key") == reply.key:
            self._lay(reply.key)
        self.page.answer("saved", key=reply.key, version=kept.version, text=filled(self.notes.saved, version=kept.version))

    def _review(self, message: Message, reply: ReplyRow) -> ReviewRow:
        """What a browser sent as a review of the reply; of unknown criteria and places nothing is taken."""
        rubric = self._at.rubric(reply)
        scores, gates = scores_in(message.get("scores"), rubric.weights), names_in(message.get("gates"), rubric.caps)
        return ReviewRow(
            reply=reply.key,
            reviewer=self.reviewer,
            scores=scores,
            total=total_of(scores, rubric, gates) if scores else None,
            blind=reply.key not in self._at.seen,
            comment=words_in(message.get("comment")),
            root_cause=words_in(message.get("root"))[:200],
            marks=marks_in(message.get("marks"), reply, {**rubric.weights, **rubric.caps}),
            gates=gates,
            rubric=rubric.id,
            fingerprint=self._at.card(reply).fingerprint,
            seconds=seconds_in(message.get("seconds")),
            id=id_in(message),
        )

    def _dispute(self, message: Message) -> None:
        """An objection to one version of a review of the reply on the desk, by whoever gives their name."""
        by, comment = words_in(message.get("by"))[:200], words_in(message.get("comment"))
        key = str(self.page.sheet["key"])
        review = next((one for one in self._at.reviews(key) if one.id == message.get("review")), None)
        if review is None or not comment:
            return
        if not by:
            self.page.answer("notice", text=self.notes.no_name)
            return
        expected = scores_in(message.get("expected"), review.scores)
        self.store.add_dispute(DisputeRow(review.id, by, expected, comment, id=id_in(message)))
        self._noted(key, self.notes.disputed)

    def _answer(self, message: Message) -> None:
        by, decision = words_in(message.get("by"))[:200], message.get("decision")
        key = str(self.page.sheet["key"])
        dispute = next((one for one in self._at.disputes(key) if one.id == message.get("dispute")), None)
        if dispute is None or decision not in DECISIONS:
            return
        if not by:
            self.page.answer("notice", text=self.notes.no_name)
            return
        self.store.answer_dispute(dispute.id, AnswerRow(by, str(decision), words_in(message.get("comment"))))
        self._noted(key, self.notes.answered)

    def _noted(self, key: str, text: str) -> None:
        self._at.refresh()
        self._list()
        self._lay(key)
        self.page.answer("note", text=text)

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
