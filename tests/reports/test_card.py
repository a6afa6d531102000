"""A card shows what the scorecard holds, shows it safely, and loses no character of the reply."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.batch import score
from coachkit.errors import UnknownName
from coachkit.model import (
    CANNOT_TELL,
    DIMENSIONS,
    LANGUAGES,
    NOT_APPLICABLE,
    SCORED,
    CriterionScore,
    Finding,
    GateResult,
    Reply,
    Scorecard,
    Span,
)
from coachkit.reports.card import card_html
from coachkit.reports.words import interface_words, shown_source
from coachkit.rubrics import shipped_criteria

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</mark></section><style>*{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;amp; &#0;",
    "<!-- --><![CDATA[ ]]>",
    "javascript:alert(1)",
]
VOID = {"br", "rect", "meta", "img", "input"}


class Page(HTMLParser):
    """What a reader of the HTML gets: the tags, the marked reply's visible text, all text, the tooltips."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.reply, self.text, self.hidden = "", "", ""
        self.marks: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag and, for a mark, that it opens."""
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in values.items()]
        if tag == "mark":
            self.marks.append(("", values))
        if tag not in VOID:
            self.open.append((tag, values.get("class", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag that closes itself."""
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Every end tag closes the last one open."""
        assert self.open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        """Sorts text by where it stands."""
        classes = [one for _, one in self.open]
        if any(tag == "style" for tag, _ in self.open):
            return
        self.text += data
        if "ck-sr" in classes:
            self.hidden += data
        elif "ck-text" in classes:
            self.reply += data
            if self.open[-1][0] == "mark":
                before, values = self.marks[-1]
                self.marks[-1] = (before + data, values)


def texts(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def criterion(one_id: str, findings: tuple[Finding, ...] = (), **changes: object) -> CriterionScore:
    one = CriterionScore(
        id=one_id,
        dimension=one_id.split(".", maxsplit=1)[0],
        name=texts(f"Name of {one_id}"),
        question=texts("Does it?"),
        status=SCORED,
        score=1.0 if all(f.polarity > 0 for f in findings) else 0.0,
        weight=2.5,
        findings=findings,
        keep=texts("Kept “{quote}”."),
        change=texts("Changed “{quote}”."),
        example=texts("Say it so."),
        source="A source",
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def card(text: str, *criteria: CriterionScore, **changes: object) -> Scorecard:
    one = Scorecard(
        reply=Reply(text),
        rubric="chat",
        language="en",
        total=71.6,
        dimensions={"clarity": 100.0, "empathy": 0.0, "readability": 43.4, "tone": None},
        criteria=criteria,
        findings=tuple(f for one in criteria for f in one.findings),
        gates=(),
        fingerprint="abc",
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def finding(text: str, start: int, end: int, polarity: int = 1, name: str = "tone.thanks") -> Finding:
    return Finding(name, Span(start, end), text[start:end], polarity)


def as_shown(text: str) -> str:
    """The reply as HTML can show it: one kind of line end, no NUL, no half surrogate pairs."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@st.composite
def marked_replies(draw: st.DrawFn) -> Scorecard:
    text = draw(st.text(st.one_of(st.characters(), st.sampled_from("\r\n<>&\"'\u202e\u2069 😀")), min_size=1, max_size=60))
    place = st.integers(0, len(text))
    findings = []
    for number in range(draw(st.integers(0, 8))):
        start, end = sorted((draw(place), draw(place)))
        findings.append(finding(text, start, end, draw(st.sampled_from([1, -1])), f"tone.number{number}"))
    return card(text, *(criterion(one.criterion, (one,)) for one in findings))


@given(marked_replies())
def test_the_marked_reply_reads_as_the_reply(one: Scorecard) -> None:
    assert Page(card_html(one)).reply == as_shown(one.reply.text)


@given(marked_replies())
def test_every_finding_is_marked_with_its_sign_and_name_over_just_its_words(one: Scorecard) -> None:
    page = Page(card_html(one))
    for each in one.findings:
        if each.span.start == each.span.end:
            continue
        sign = "+" if each.polarity > 0 else "−"
        marks = [(words, values) for words, values in page.marks if f"{sign} Name of {each.criterion}:" in values["title"]]
        shown = "".join(words for words, _ in marks)
        assert shown.rstrip("\n") == as_shown(each.quote).rstrip("\n")  # a cut inside CR LF shows one line end
        assert sign in marks[0][1]["data-signs"]
        assert all(("ck-earned" if each.polarity > 0 else "ck-lost") in values["class"] for _, values in marks)
        spoken = "earned points" if each.polarity > 0 else "lost points"
        assert f"({spoken}, Name of {each.criterion}: " in page.hidden


def test_overlapping_findings_are_cut_into_pieces_that_carry_both() -> None:
    text = "I am sorry you failed to read it"
    one = card(
        text,
        criterion("empathy.apology", (finding(text, 0, 20, 1, "empathy.apology"),)),
        criterion("tone.no_blame", (finding(text, 11, 24, -1, "tone.no_blame"),)),
    )
    marks = Page(card_html(one)).marks
    assert [words for words, _ in marks] == ["I am sorry ", "you faile", "d to"]
    assert [values["class"] for _, values in marks] == [
        "ck-mark ck-earned",
        "ck-mark ck-earned ck-lost",
        "ck-mark ck-lost",
    ]
    assert [values.get("data-signs") for _, values in marks] == ["+", "−", None]


def test_a_cut_between_cr_and_lf_leaves_one_line_end() -> None:
    text = "Hi\r\nthere\rBo"
    assert Page(card_html(card(text, criterion("tone.greeting", (finding(text, 0, 3),))))).reply == "Hi\nthere\nBo"


def test_findings_outside_the_text_do_no_harm() -> None:
    one = card("short", criterion("tone.thanks", (finding("short", 3, 99), Finding("tone.thanks", Span(-4, 2), "x", 1))))
    assert Page(card_html(one)).reply == "short"


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_anywhere_is_shown_as_text(payload: str) -> None:
    mark = Finding(payload, Span(0, len(payload)), payload, -1, payload)
    bad = criterion("tone.x", (mark,), id=payload, name=texts(payload), question=texts(payload), change=texts(payload))
    bad = replace(bad, dimension=payload, status=payload, reason=payload, about=payload, source=payload, weight=1.5)
    scored = replace(bad, dimension="tone", status=SCORED, score=0.0)
    kept = replace(criterion("tone.y", (replace(mark, polarity=1),)), keep=texts(payload), source=payload)
    gate = GateResult(payload, texts(payload), 40.0, (mark,), texts(payload), payload)
    one = card(payload, bad, scored, kept, gates=(gate,), rubric=payload, fingerprint=payload, language=None)
    one = replace(one, dimensions={payload: 50.0, "tone": None}, reply=Reply(payload, customer=payload, customer_name=payload))
    page, plain = Page(card_html(one, "en")), Page(card_html(card("x", criterion("tone.thanks")), "en"))
    assert page.reply == as_shown(payload)
    assert page.text.count(payload) >= 10  # reply, names, questions, messages, sources, statuses
    assert set(page.tags) <= set(plain.tags) | {"mark", "q", "bdi", "div", "ol", "b"}
    known = {name for _, name, _ in plain.attributes} | {"title", "data-signs"}
    assert {name for _, name, _ in page.attributes} <= known


def test_a_hostile_language_code_cannot_leave_its_attribute() -> None:
    one = card("Hello", language='"><script>')
    page = Page(card_html(one, "en"))
    assert "script" not in page.tags
    assert ("div", "lang", '"><script>') in page.attributes


def test_text_from_outside_is_fenced_in_its_own_direction() -> None:
    turned = "\u202eabc"
    one = card(turned, criterion("tone.thanks", (finding(turned, 0, 4),)))
    html = card_html(one)
    assert '<div class="ck-text" dir="auto" lang="en">' in html
    assert f'<bdi lang="en">{turned}</bdi>' in html
    assert all(turned not in value for _, values in Page(html).marks for value in values.values())


def test_nothing_is_fetched_and_nothing_runs() -> None:
    html = card_html(card("Thank you", criterion("tone.thanks", (finding("Thank you", 0, 9),))))
    page = Page(html)
    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "embed", "a", "form", "base"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert not re.search(r"url\(|@import|https?:", html)


def test_bars_say_their_number_to_the_eye_and_to_the_ear() -> None:
    page = Page(card_html(card("Hi")))
    assert page.tags.count("svg") == len(DIMENSIONS)
    labels = [value for tag, name, value in page.attributes if (tag, name) == ("svg", "aria-label")]
    assert labels == ["Clarity: 100 of 100", "Empathy: 0 of 100", "Readability: 43 of 100", "Tone: cannot be told"]
    assert [value for tag, name, value in page.attributes if (tag, name) == ("svg", "role")] == ["img"] * 4
    assert "Tone" in page.text
    assert "72/100" in page.text


def test_a_total_that_cannot_be_told_is_not_nought() -> None:
    page = Page(card_html(card("", total=None, dimensions=dict.fromkeys(DIMENSIONS))))
    assert "/100" not in page.text
    assert page.text.count("cannot be told") == 1 + len(DIMENSIONS)
    assert "The reply is empty." in page.text
    assert "No single change" not in page.text


def test_failed_gates_come_before_everything_else() -> None:
    text = "Dear {{name}}"
    gate = GateResult("gate.p", texts("No gaps left"), 35.0, (finding(text, 5, 13, -1, "gate.p"),), texts("Fill “{quote}”."), "S")
    lower = GateResult("gate.q", texts("Other gate"), 20.0, (), texts("Mend it."), "S")
    page = Page(card_html(card(text, gates=(gate, lower))))
    assert page.text.index("No gaps left") < page.text.index("Total") < page.text.index("Clarity")
    assert "Fill “{{name}}”." in page.text
    assert "at most 20." in page.text
    assert [words for words, _ in page.marks] == ["{{name}}"]


def test_changes_come_with_quote_reason_better_words_and_source() -> None:
    text = "Utilize the link"
    mark = replace(finding(text, 0, 7, -1, "readability.plain"), better="use")
    html = card_html(card(text, criterion("readability.plain", (mark,), change=texts("A plain word reads faster."))))
    for part in ("<q><bdi", "Utilize", "A plain word reads faster.", "<bdi>use</bdi>", "<bdi>A source</bdi>"):
        assert part in html.split("What to change first")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_of_our_own_is_said_in_words(language: str) -> None:
    words = interface_words(language).card
    shown = {shown_source(one.source, language) for one in shipped_criteria().values()}
    assert words.own_rule in shown
    assert any(one.endswith(f"; {words.own_in_finnish}") for one in shown)
    assert [one for one in shown if "(own)" in one or "fi:" in one] == []
    assert shown_source("GOV.UK; Kotus", language) == "GOV.UK; Kotus"


def test_a_quote_in_the_message_is_not_said_twice() -> None:
    text = "Thank you"
    html = card_html(card(text, criterion("tone.thanks", (finding(text, 0, 9),))))
    kept = html.split("What to keep")[1].split("What to change")[0]
    assert kept.count("Thank you") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_why_a_criterion_was_not_scored(language: str) -> None:
    words = interface_words(language)
    left_out = criterion("tone.a", status=NOT_APPLICABLE, score=None, reason="channel")
    unknown = criterion("empathy.b", status=CANNOT_TELL, score=None, reason="no_customer_message")
    page = Page(card_html(card("Hi", left_out, unknown), language))
    assert f"{words.statuses[NOT_APPLICABLE]}: {words.reasons['channel']}" in page.text
    assert f"{words.statuses[CANNOT_TELL]}: {words.reasons['no_customer_message']}" in page.text
    assert ("2.5" if language == "en" else "2,5") in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_cover_every_key_the_engine_uses(language: str) -> None:
    words = interface_words(language)
    assert set(words.statuses) == {SCORED, NOT_APPLICABLE, CANNOT_TELL}
    assert set(words.dimensions) == set(DIMENSIONS)
    assert set(words.language_names) == set(LANGUAGES)
    assert set(words.reasons) == {
        "nothing_to_measure", "no_customer_message", "language_unknown", "customer_situation", "reply_situation",
        "too_short", "language", "channel",
    }  # fmt: skip
    english = interface_words("en")
    for part in ("card", "form"):
        for name, text in getattr(words, part):
            there = getattr(getattr(english, part), name)
            assert text.strip()
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", there))


def test_an_unknown_language_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownName, match="did you mean"):
        card_html(card("Hi"), "eng")
    with pytest.raises(UnknownName, match="no language"):
        interface_words("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_card_shows_every_finding_and_its_own_words(language: str) -> None:
    reply = Reply(
        text="Hi Anna,\r\n\r\nI'm sorry your coat is late. It left <b>today</b> & comes on Friday.\r\n\r\nBest, Bo",
        customer="I ordered a coat on 3 May. Where is it?",
    )
    one = score(reply)
    page = Page(card_html(one, language))
    assert one.findings
    assert page.reply == reply.text.replace("\r\n", "\n")
    assert f"lang={language!r}".replace("'", '"') in card_html(one, language)
    titles = "\n".join(values["title"] for _, values in page.marks)
    names = {each.id: each.name[language] for each in one.criteria}
    assert all(names[each.criterion] in titles for each in one.findings)
    assert one._repr_html_() == card_html(one)
    assert "{" not in page.text.replace(reply.text, "")


def test_no_interface_word_speaks_another_language() -> None:
    """The folded table of a Finnish card has no English left but the names of sources."""
    page = Page(card_html(score(Reply("Hei! Takki lähtee tiistaina.", customer="Missä takki on?")), "fi"))
    for english in ("Total", "Criterion", "Weight", "not applicable", "cannot be told", "Source", "What to"):
        assert english not in page.text
