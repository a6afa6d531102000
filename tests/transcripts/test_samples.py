"""Every transcript format, read from a sample of our own: who says what, when and where, and what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coachkit.transcripts.columns import Columns, choose_columns
from coachkit.transcripts.conversation import messages
from coachkit.transcripts.reading import open_table
from coachkit.transcripts.rows import Row, Table
from coachkit.transcripts.talk import TRANSCRIPT_COLUMNS

SAMPLES = Path(__file__).parent / "samples"
C, A = "customer", "agent"

# Of each sample: its format, how agents are told, its channels, then for each message speaker, agent, customer and beginning.
EXPECTED: dict[str, tuple[str, str, str, list[tuple[str, str | None, str | None, str]]]] = {
    "zendesk.json": ("zendesk", "format", "email chat", [
        (C, None, "Aino Laine", "Lamppu tuli rikki"), (A, "Ville Salo", "Aino Laine", "Hei Aino,\n\nikävä"),
        (C, "Ville Salo", "Aino Laine", "Kiitos!"), (C, None, None, "Var är mitt"), (A, "Ville Salo", None, "Hej! Det är"),
    ]),
    "zendesk_lines.jsonl": ("zendesk", "format", "email messaging", [
        (C, None, "Eva", "How do I"), (A, None, "Eva", "Hello Eva"), (C, None, "Ida", "Is it open"), (A, None, "Ida",
        "Yes, until six."),
    ]),
    "intercom.json": ("intercom", "format", "chat", [
        (C, None, "Kaisa", "Laskussa on"), (A, "Jari", "Kaisa", "Hei Kaisa, korjasin summan. Uusi lasku tulee huomenna."),
        (C, "Jari", "Kaisa", "Kiitos & hei!"),
    ]),
    "freshdesk.json": ("freshdesk", "format", "email", [
        (C, None, "Nils Berg", "När kommer"), (A, "Karin Ek", "Nils Berg", "Hej Nils!"), (C, "Karin Ek", "Nils Berg", "Tack!"),
        (C, None, "Tom", "My code does"), (A, None, "Tom", "Hello Tom"),
    ]),
    "front.json": ("front", "format", "email", [
        (C, None, "Rita Moss", "Where is"), (A, "Otto Lind", "Rita Moss", "Hi Rita,\n\nYour refund of 20 € left"),
    ]),
    "chatwoot.json": ("chatwoot", "format", "chat", [(C, None, "Lotta", "Hej, kan jag"), (A, "Per", "Lotta", "Hej Lotta! Ja,")]),
    "x_threads.json": ("x", "guess", "social", [
        (C, None, "mia", "@citybus where"), (A, "citybus", "mia", "@mia Sorry"),
        (C, None, "leo", "@citybus may"), (A, "citybus", "leo", "@leo Yes"),
    ]),
    "mails": ("mail", "guess", "email", [
        (C, None, "Päivi Aho", "Hei,\nmissa paketti"), (A, "Liisa Virtanen", "Päivi Aho", "Hei Päivi,\n\npaketti on"),
        (C, "Liisa Virtanen", "Päivi Aho", "Kiitos avusta!"),
    ]),
    "mailbox.mbox": ("mail", "guess", "email", [
        (C, None, "Nils Berg", "Hej, jag har"), (A, "Karin Ek", "Nils Berg", "Hej Nils!\n\nDen senare"),
    ]),
    "whatsapp_fi.txt": ("whatsapp", "guess", "messaging", [
        (C, None, "Aino", "Hei! Onko"), (A, "Kenkäkauppa", "Aino", "Hei Aino!\nOn, kaksi paria.\nVaraanko toisen?"),
        (C, "Kenkäkauppa", "Aino", "Kyllä kiitos: musta"),
    ]),
    "whatsapp_sv.txt": ("whatsapp", "guess", "messaging", [(C, None, "Ida", "Hej, har ni"), (A, "Butiken", "Ida",
    "Hej Ida! Ja, 10–16.")]),
    "whatsapp_en.txt": ("whatsapp", "guess", "messaging", [
        (C, None, "Sam", "Can I pick"), (A, "The Shop", "Sam", "Yes, Sam.\nWe close at six."),
    ]),
    "call.vtt": ("webvtt", "guess", "call", [
        (A, "Liisa Virtanen", "Pekka", "Kauppa, Liisa puhelimessa. Miten voin auttaa?"),
        (C, "Liisa Virtanen", "Pekka", "Hei, tilaukseni on kadoksissa & huolettaa."), (A, "Liisa Virtanen", "Pekka", "Katsotaan"),
    ]),
    "call.srt": ("srt", "format", "call", [
        (C, None, "Customer", "Hello, my order is late. I ordered it: last week."), (A, "Agent", "Customer", "I am sorry."),
    ]),
    "corpus": ("convokit", "format", "chat", [
        (C, None, "ann", "My screen"), (A, "helper", "ann", "Please hold"), (C, "helper", "ann", "It works"),
    ]),
}  # fmt: skip


def read(name: str) -> tuple[Table, list[Row]]:
    table = open_table(SAMPLES / name)
    return table, list(table.rows)


def told(row: Row) -> tuple[Any, ...]:
    return tuple(row.values[name] for name in ("speaker", "agent_name", "customer_name", "text"))


def test_every_sample_is_expected_to_say_something() -> None:
    assert {one.name for one in SAMPLES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_who_says_what(name: str) -> None:
    form, by, channels, expected = EXPECTED[name]
    table, rows = read(name)
    good = [row for row in rows if not row.broken]
    assert (table.format, table.agents_by, table.columns) == (form, by, TRANSCRIPT_COLUMNS)
    assert list(dict.fromkeys(row.values["channel"] for row in good)) == channels.split()
    found = [told(row) for row in good]
    assert [(*one[:3], one[3][: len(wanted[3])]) for one, wanted in zip(found, expected, strict=True)] == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_the_agents_messages_are_replies_to_the_customers_words(name: str) -> None:
    table = open_table(SAMPLES / name)
    columns = choose_columns(table.path, table.columns, Columns())
    assert (columns.text, columns.speaker, columns.conversation, columns.at) == ("text", "speaker", "conversation", "at")
    found = list(messages(table.rows, columns))
    replies = [one.reply for one in found if one.reply]
    assert len(replies) == sum(speaker == A for speaker, *_ in EXPECTED[name][3])
    assert all(one.customer for one in replies[1:])


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("zendesk.json", {"internal note": 1, "bot": 1}),
        ("intercom.json", {"bot": 1, "system message": 1, "internal note": 1}),
        ("freshdesk.json", {"internal note": 1}),
        ("front.json", {"system message": 1}),
        ("chatwoot.json", {"system message": 2, "internal note": 1}),
        ("mailbox.mbox", {"automatic reply": 1}),
        ("whatsapp_fi.txt", {"media without words": 1}),
        ("whatsapp_sv.txt", {"system message": 1, "media without words": 1}),
        ("whatsapp_en.txt", {"system message": 2}),
    ],
)
def test_what_is_no_message_is_left_out_and_counted(name: str, left_out: dict[str, int]) -> None:
    assert read(name)[0].left_out == left_out


@pytest.mark.parametrize(
    ("name", "place"), [("zendesk_lines.jsonl", "line 2"), ("freshdesk.json", "record 3"), ("call.srt", "line 13")]
)
def test_what_cannot_be_read_is_kept_with_its_place(name: str, place: str) -> None:
    (problem,) = [str(row.problem) for row in read(name)[1] if row.broken]
    assert problem.startswith(f"unreadable part: {place}: ")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("zendesk.json", "2025-03-03T08:00:00+00:00"), ("intercom.json", "2025-03-03T11:06:40+00:00"),
        ("mails", "2025-03-03T10:00:00+02:00"), ("whatsapp_fi.txt", "2025-03-03T14:05:11"),
        ("whatsapp_sv.txt", "2025-03-13T14:05:00"), ("whatsapp_en.txt", "2025-03-13T14:05:00"), ("call.vtt", None),
    ],
)  # fmt: skip
def test_times_are_iso_8601_with_an_offset_where_the_file_tells_one(name: str, first: str | None) -> None:
    assert read(name)[1][0].values["at"] == first


@pytest.mark.parametrize(
    ("name", "csat"),
    [("zendesk.json", [5, 1]), ("intercom.json", [4]), ("freshdesk.json", [3.67, None]), ("chatwoot.json", [5]), ("corpus", [5])],
)
def test_satisfaction_is_on_one_scale(name: str, csat: list[float | None]) -> None:
    assert list(dict.fromkeys(row.values["csat"] for row in read(name)[1] if not row.broken)) == csat


def test_a_signature_and_the_mails_quoted_are_cut_and_the_farewell_kept() -> None:
    answer = read("mails")[1][1].values["text"]
    assert answer.endswith("Ystävällisin terveisin\nLiisa")
    assert "* Kioski, Torikatu" in answer
    assert "red" not in answer
    question = read("mails")[1][0].values["text"]
    assert question.endswith("Päivi")


def test_a_file_name_with_a_persons_name_is_no_conversations_id(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Sam Moss.txt"
    path.write_bytes((SAMPLES / "whatsapp_en.txt").read_bytes())
    names = {row.values["conversation"] for row in open_table(path).rows}
    assert len(names) == 1
    assert "Sam" not in names.pop()
