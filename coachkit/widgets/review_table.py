"""What lies on the reviewer's desk: the replies of an open file, scored one by one, disputed and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from coachkit.practice.words import filled
from coachkit.reviews.masking import Written, words_of
from coachkit.reviews.totals import total_of
from coachkit.reviews.values import DECISIONS, AnswerRow, DisputeRow, ReplyRow, ReviewRow
from coachkit.widgets.conversation import Message
from coachkit.widgets.review_messages import id_in, marks_in, names_in, scores_in, seconds_in, words_in
from coachkit.widgets.review_round import Round
from coachkit.widgets.review_sheet import listing, sheet
from coachkit.widgets.review_words import ReviewNotes, review_words

if TYPE_CHECKING:
    from coachkit.widgets.review_view import ReviewView


class ReviewTable:
    """A round of reviewing as the browser shows it: the list and the reply on the desk, whose key is `key`.

    `shown` is whether the machine's scores may be seen. Errors of the store and of rubrics go up to the desk.
    """

    def __init__(self, page: ReviewView, round_: Round, language: str, *, shown: bool) -> None:
        self.page = page
        self.round = round_
        self.language = language
        self.shown = shown
        self.deeds: Mapping[str, Callable[[Message], None]] = {
            "go": self._go,
            "show": self._show,
            "refresh": self._refresh,
            "total": self._total,
            "save": self._save,
            "dispute": self._dispute,
            "answer": self._answer,
        }

    @property
    def key(self) -> str:
        """The reply on the desk; empty before the first one is."""
        return str(self.page.sheet.get("key", ""))

    @property
    def notes(self) -> ReviewNotes:
        """What the desk says, in its language."""
        return review_words(self.language).notes

    def begin(self) -> None:
        """The list, and on the desk the first reply that this reviewer has not reviewed yet."""
        self._list()
        keys = list(self.round.by_key)
        self._lay(next((one for one in keys if one not in self.round.done), keys[0]))

    def say(self, language: str) -> None:
        """In another language from now on."""
        self.language = language
        self._list()
        if self.key:
            self._lay(self.key)

    def _list(self) -> None:
        self.page.listing = listing(self.round, self.language)

    def _lay(self, key: str) -> None:
        """Lays a reply on the desk. What is shown to the reviewer now is remembered as seen."""
        if self.shown:
            self.round.seen.add(key)
        self.page.sheet = sheet(self.round, key, self.language, shown=self.shown)

    def _go(self, message: Message) -> None:
        key = message.get("key")
        if key in self.round.by_key:
            self._lay(str(key))

    def _show(self, message: Message) -> None:
        self.shown = message.get("on") is True
        self._lay(self.key)

    def _refresh(self, _message: Message) -> None:
        self._noted(self.key, review_words(self.language).view.refreshed)

    def _noted(self, key: str, text: str) -> None:
        """Reads the store again and says a word about it."""
        self.round.refresh()
        self._list()
        self._lay(key)
        self.page.answer("note", text=text)

    def _total(self, message: Message) -> None:
        """What the scores given so far add up to."""
        reply = self.round.by_key[str(message.get("key"))]
        rubric = self.round.rubric(reply)
        scores, gates = scores_in(message.get("scores"), rubric.weights), names_in(message.get("gates"), rubric.caps)
        self.page.answer("total", key=reply.key, total=total_of(scores, rubric, gates) if scores else None)

    def _save(self, message: Message) -> None:
        reply = self.round.by_key[str(message.get("key"))]
        review = self._review(message, reply)
        if not (review.scores or review.gates or review.comment or review.marks):
            self.page.answer("notice", text=review_words(self.language).view.nothing_to_save)
            return
        kept = self.round.save(review)
        self._list()
        if self.key == reply.key:
            self._lay(reply.key)
        text, masked = filled(self.notes.saved, version=kept.version), self._masked(review, kept)
        self.page.answer("saved", key=reply.key, version=kept.version, text=f"{text} {masked}".strip(), masked=bool(masked))

    def _masked(self, written: Written, kept: Written) -> str:
        """What is said where personal data was masked in what somebody wrote; else nothing."""
        return self.notes.masked if words_of(written) != words_of(kept) else ""

    def _review(self, message: Message, reply: ReplyRow) -> ReviewRow:
        """What a browser sent as a review of the reply; of unknown criteria and places nothing is taken."""
        rubric = self.round.rubric(reply)
        scores, gates = scores_in(message.get("scores"), rubric.weights), names_in(message.get("gates"), rubric.caps)
        return ReviewRow(
            reply=reply.key,
            reviewer=self.round.reviewer,
            scores=scores,
            total=total_of(scores, rubric, gates) if scores else None,
            blind=reply.key not in self.round.seen,
            comment=words_in(message.get("comment")),
            root_cause=words_in(message.get("root"))[:200],
            marks=marks_in(message.get("marks"), reply, {**rubric.weights, **rubric.caps}),
            gates=gates,
            rubric=rubric.id,
            fingerprint=self.round.card(reply).fingerprint,
            seconds=seconds_in(message.get("seconds")),
            id=id_in(message),
        )

    def _dispute(self, message: Message) -> None:
        """An objection to one version of a review of the reply on the desk, by whoever gives their name."""
        by, comment = words_in(message.get("by"))[:200], words_in(message.get("comment"))
        key = self.key
        review = next((one for one in self.round.reviews(key) if one.id == message.get("review")), None)
        if review is None or not comment:
            return
        if not by:
            self.page.answer("notice", text=self.notes.no_name)
            return
        expected = scores_in(message.get("expected"), review.scores)
        dispute = DisputeRow(review.id, by, expected, comment, id=id_in(message))
        kept = self.round.store.add_dispute(dispute)
        self._noted(key, f"{self.notes.disputed} {self._masked(dispute, replace(kept, answers=()))}".strip())

    def _answer(self, message: Message) -> None:
        by, decision = words_in(message.get("by"))[:200], message.get("decision")
        key = self.key
        dispute = next((one for one in self.round.disputes(key) if one.id == message.get("dispute")), None)
        if dispute is None or decision not in DECISIONS:
            return
        if not by:
            self.page.answer("notice", text=self.notes.no_name)
            return
        answer = AnswerRow(by, str(decision), words_in(message.get("comment")))
        kept = self.round.store.answer_dispute(dispute.id, answer).answers[-1]
        self._noted(key, f"{self.notes.answered} {self._masked(answer, kept)}".strip())
