"""Exports in the shapes they come in, beyond the samples: layouts of JSON, dates, threads, and who the agent is."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from coachkit.errors import InputError
from coachkit.transcripts import exports, json_records, mailboxes
from coachkit.transcripts.hints import Hints
from coachkit.transcripts.reading import open_table, source_files
from coachkit.transcripts.rows import Row
from coachkit.transcripts.times import iso_time

SAMPLES = Path(__file__).parent / "samples"


def rows(path: Path, *agents: str, encoding: str | None = None) -> list[Row]:
    return list(open_table(path, encoding, Hints(agents)).rows)


def speakers(found: list[Row]) -> list[str | None]:
    return [row.values.get("speaker") for row in found]


def wrote(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8", newline="\n")
    return path


def ticket(number: int, words: str = "Hello") -> dict[str, Any]:
    return {
        "id": number, "requester_id": 1, "via": {"channel": "email"},
        "comments": [
            {"author_id": 1, "public": True, "created_at": "2025-03-03T08:00:00Z", "body": words},
            {"author_id": 2, "public": True, "created_at": "2025-03-03T09:00:00Z", "body": "Hi"},
        ],
    }  # fmt: skip


# conversations without messages

ANSWERED = {
    "id": "1", "conversation_parts": {"conversation_parts": []}, "source": {"author": {"type": "admin"}, "body": "<p>Hi</p>"},
}  # fmt: skip


@pytest.mark.parametrize(
    "records",
    [
        [ticket(1), {"id": 2, "requester_id": 1, "comments": []}],
        [ticket(1), {"id": 2, "requester_id": 1, "via": {"channel": "web"}, "comments": [{"public": False, "body": "A note"}]}],
        [ANSWERED, {"id": "2", "conversation_parts": {"conversation_parts": []}, "source": None}],
        [ANSWERED, {"id": "2", "type": "conversation", "source": None}],
        [
            {"id": 1, "requester_id": 1, "description_text": "Where is it?", "conversations": []},
            {"id": 2, "requester_id": 1, "description_text": None, "conversations": []},
        ],
    ],
    ids=["zendesk", "only a note", "intercom", "intercom without parts", "freshdesk"],
)
def test_a_conversation_that_nobody_has_written_in_is_counted(tmp_path: Path, records: list[Any]) -> None:
    table = open_table(wrote(tmp_path / "a.json", records))
    assert {str(row.values["conversation"]) for row in table.rows} == {"1"}
    assert table.left_out["conversation without messages"] == 1


def test_tickets_of_which_none_has_a_comment_are_refused_with_what_to_do(tmp_path: Path) -> None:
    forms: list[dict[str, Any]] = [{"comments": []}, {"comments": [], "via": {"channel": "web"}}, {}]
    for empty in forms:
        path = wrote(tmp_path / "a.json", {"tickets": [{"id": 1, "requester_id": 1, **empty}]})
        with pytest.raises(InputError, match=r"export the (comments|messages)"):
            open_table(path)


# layouts of JSON


def test_an_array_one_object_a_line_and_a_page_of_the_api_say_the_same(tmp_path: Path) -> None:
    tickets = [ticket(number) for number in range(3)]
    files = [
        wrote(tmp_path / "array.json", tickets),
        wrote(tmp_path / "lines.json", "\n".join(map(json.dumps, tickets))),
        wrote(tmp_path / "lines.jsonl", "\n".join(map(json.dumps, tickets))),
        wrote(tmp_path / "page.json", {"tickets": tickets, "next_page": None}),
        wrote(tmp_path / "pages.jsonl", "\n".join(json.dumps({"tickets": [one]}) for one in tickets)),
    ]
    first, *others = ([row.values for row in rows(file)] for file in files)
    assert len(first) == 6
    assert all(other == first for other in others)


def test_comments_beside_their_tickets_are_put_into_them(tmp_path: Path) -> None:
    bare, comments = ticket(7), []
    for number, comment in enumerate(bare.pop("comments")):
        comments.append({**comment, "id": number, "ticket_id": 7})
    found = rows(wrote(tmp_path / "a.json", {"tickets": [bare], "comments": comments}))
    assert [(row.values["conversation"], row.values["text"]) for row in found] == [("7", "Hello"), ("7", "Hi")]


def test_a_broken_first_line_does_not_hide_what_the_others_are(tmp_path: Path) -> None:
    first, *others = rows(wrote(tmp_path / "a.jsonl", "{oh\n" + json.dumps(ticket(1)) + "\n"))
    assert first.broken
    assert speakers(others) == ["customer", "agent"]


def test_an_array_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    text = json.dumps([ticket(1), ticket(2)])
    *good, last = rows(wrote(tmp_path / "a.json", text[:-20]))
    assert speakers(good) == ["customer", "agent"]
    assert str(last.problem).startswith("unreadable part: after record 1: the JSON breaks off")


def test_a_list_of_flat_objects_is_a_plain_table(tmp_path: Path) -> None:
    table = open_table(wrote(tmp_path / "a.json", [{"reply": "Hi", "n": 1}, {"reply": "Hello", "n": 2.5}, 3]))
    assert (table.format, table.columns, table.kinds) == ("table", ("reply", "n"), {"reply": "text", "n": "number"})
    found = list(table.rows)
    assert [row.values for row in found] == [{"reply": "Hi", "n": 1}, {"reply": "Hello", "n": 2.5}, {}]
    assert found[2].broken


def test_json_lines_of_flat_objects_stay_a_plain_table(tmp_path: Path) -> None:
    for name in ("a.json", "a.jsonl"):
        table = open_table(wrote(tmp_path / name, '{"text": "Hi", "id": 1}\n{"text": "Hello", "id": 2}\n'))
        assert (table.format, table.columns) == ("table", ("text", "id"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "not JSON"), ('{"a": 1', "not JSON"), ('{"a": 1}', "no conversations found"), ("[]", "no objects found"),
        ("[1, 2]", "no objects found"), ("{}", "no conversations found"), ("[" * 5000, "no objects found"), (" \n ", "empty"),
        ('{"a": ' * 5000, "not JSON"), ('{"conversations": [{"type": "conversation", "source": {}}]}', "no message"),
    ],
)  # fmt: skip
def test_json_without_conversations_is_refused_and_says_what_is_known(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        rows(wrote(tmp_path / "a.json", text))


def test_one_large_object_is_refused_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "LARGEST_OBJECT", 100)
    with pytest.raises(InputError, match="one object a line, or an array"):
        rows(wrote(tmp_path / "a.json", {"tickets": [ticket(1)]}))


def test_more_loose_messages_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_LOOSE", 2)
    with pytest.raises(InputError, match="split the file"):
        rows(SAMPLES / "x_threads.json")


@pytest.mark.slow
def test_an_array_is_read_in_memory_that_does_not_grow(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = wrote(tmp_path / f"{count}.json", [ticket(number, "word " * 400) for number in range(count)])
        tracemalloc.start()
        try:
            assert sum(1 for _ in open_table(path).rows) == 2 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(20)
    assert peak(4_000) < peak(1_000) + 1_000_000


def test_another_encoding_is_read_as_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps([ticket(1, "Hyvää päivää")], ensure_ascii=False).encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        rows(path)
    assert rows(path, encoding="latin-1")[0].values["text"] == "Hyvää päivää"


# who the agent is


def test_named_agents_come_before_what_the_format_says() -> None:
    table = open_table(SAMPLES / "intercom.json", None, Hints(("KAISA",)))
    assert (speakers(list(table.rows)), table.agents_by) == (["agent", "customer", "agent"], "asked")
    assert speakers(rows(SAMPLES / "whatsapp_fi.txt", "aino")) == ["agent", "customer", "agent"]
    assert speakers(rows(SAMPLES / "x_threads.json", "@Mia")) == ["agent", "customer", "customer", "customer"]
    assert speakers(rows(SAMPLES / "call.vtt", "Pekka")) == ["customer", "agent", "customer"]
    assert speakers(rows(SAMPLES / "corpus", "ann")) == ["agent", "customer", "agent"]


@pytest.mark.parametrize("agent", ["nils@post.example", "@post.example", "Nils Berg", "nils  berg"])
def test_agents_of_mails_by_name_address_or_domain(agent: str) -> None:
    assert speakers(rows(SAMPLES / "mailbox.mbox", agent)) == ["agent", "customer"]


def mail(sender: str, receiver: str, number: str, parent: str = "", words: str = "Hello") -> str:
    reply = f"In-Reply-To: <{parent}>\n" if parent else ""
    head = f"From: {sender}\nTo: {receiver}\nDate: Mon, 3 Mar 2025 08:00:00 +0100\nMessage-ID: <{number}>\n{reply}"
    return f"From x Mon Mar  3 08:00:00 2025\n{head}\n{words}\n\n"


def test_the_company_is_who_answers_most_even_where_it_writes_first(tmp_path: Path) -> None:
    talk = [
        mail("a@gmail.com", "help@shop.example", "1"), mail("x@shop.example", "a@gmail.com", "2", "1"),
        mail("b@gmail.com", "help@shop.example", "3"), mail("y@shop.example", "b@gmail.com", "4", "3"),
        mail("x@shop.example", "c@gmail.com", "5"), mail("c@gmail.com", "x@shop.example", "6", "5"),
    ]  # fmt: skip
    found = rows(wrote(tmp_path / "a.mbox", "".join(talk)))
    assert speakers(found) == ["customer", "agent", "customer", "agent", "agent", "customer"]
    conversations = [row.values["conversation"] for row in found]
    assert conversations[0] == conversations[1] != conversations[2] == conversations[3]


@pytest.mark.parametrize(("parent", "speaker"), [("", "customer"), ("0@x.example", "agent")])
def test_a_single_mail_is_the_agents_where_it_is_an_answer(tmp_path: Path, parent: str, speaker: str) -> None:
    path = wrote(tmp_path / "a.eml", mail("a@gmail.com", "help@shop.example", "1", parent).split("\n", 1)[1])
    assert speakers(rows(path)) == [speaker]


def test_a_mail_that_is_too_large_is_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "LARGEST_MAIL", 500)
    talk = mail("a@gmail.com", "help@shop.example", "1", words="long " * 200) + mail("b@gmail.com", "help@shop.example", "2")
    large, small = rows(wrote(tmp_path / "a.mbox", talk))
    assert large.problem == "unreadable part: mail 1, line 1: larger than 0 MB"
    assert small.values["text"] == "Hello"


def test_mails_of_a_folder_come_in_the_order_of_time(tmp_path: Path) -> None:
    for place, day in enumerate(("05", "03", "04")):
        text = f"From: a@gmail.com\nTo: b@shop.example\nDate: {day} Mar 2025 08:00:00 +0000\nMessage-ID: <{day}>\n\nMarch {day}\n"
        wrote(tmp_path / f"{place}.eml", text)
    assert [row.values["text"] for row in rows(tmp_path)] == ["March 03", "March 04", "March 05"]
    assert [one.name for one in source_files(tmp_path)] == ["0.eml", "1.eml", "2.eml"]


def test_mails_are_looked_for_in_the_folder_and_one_below(tmp_path: Path) -> None:
    for place in (tmp_path / "in", tmp_path / "in" / "deep", tmp_path / "in" / "deep" / "deeper"):
        place.mkdir()
        wrote(place / "a.EML", mail("a@gmail.com", "b@shop.example", place.name).split("\n", 1)[1])
    assert [one.parent.name for one in source_files(tmp_path / "in")] == ["in", "deep"]
    assert len(rows(tmp_path / "in")) == 2


def test_posts_without_a_thread_of_their_own_are_put_together_by_what_they_answer(tmp_path: Path) -> None:
    posts = [
        {"id_str": "3", "user": {"id_str": "9", "screen_name": "shop"}, "full_text": "Yes",
        "in_reply_to_status_id_str": "2", "created_at": "Mon Mar 03 10:02:00 +0000 2025"},
        {"id_str": "2", "user": {"id_str": "9", "screen_name": "shop"}, "full_text": "Let me look",
        "in_reply_to_status_id_str": "1", "created_at": "Mon Mar 03 10:01:00 +0000 2025"},
        {"id_str": "1", "user": {"id_str": "5", "screen_name": "mia"}, "full_text": "Open today?",
        "in_reply_to_status_id_str": None, "created_at": "Mon Mar 03 10:00:00 +0000 2025"},
    ]  # fmt: skip
    found = rows(wrote(tmp_path / "a.json", posts))
    assert [row.values["text"] for row in found] == ["Open today?", "Let me look", "Yes"]
    assert speakers(found) == ["customer", "agent", "agent"]
    assert {row.values["conversation"] for row in found} == {"1"}


def test_captions_of_nobody_are_kept_and_no_replies(tmp_path: Path) -> None:
    (row,) = rows(
        wrote(
            tmp_path / "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.\n\n00:03.000 --> 00:04.000\nNote: bring this.\n"
        )
    )
    assert (row.values["speaker"], row.values["text"]) == (None, "Hello there. Note: bring this.")


def test_a_folder_without_transcripts_a_zip_and_an_unknown_ending_say_what_to_do(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "without .eml"),
        (wrote(tmp_path / "a.zip", "x"), "unpack it"),
        (wrote(tmp_path / "a.msg", "x"), ".eml"),
    ):
        with pytest.raises(InputError, match=words):
            open_table(path)


# dates and times


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("[3.3.2025 klo 14.05.11] A: x", "2025-03-03T14:05:11"), ("3.3.2025 klo 14.05 - A: x", "2025-03-03T14:05:00"),
        ("2025-03-03 14:05 - A: x", "2025-03-03T14:05:00"), ("[2025-03-03, 14:05:11] A: x", "2025-03-03T14:05:11"),
        ("[2025-03-03 kl. 14:05:11] A: x", "2025-03-03T14:05:11"), ("3/13/25, 2:05\u202fPM - A: x", "2025-03-13T14:05:00"),
        ("[3/13/25, 12:05:09 AM] A: x", "2025-03-13T00:05:09"), ("13/03/2025, 14:05 - A: x", "2025-03-13T14:05:00"),
        ("13/03/2025, 2:05 pm - A: x", "2025-03-13T14:05:00"), ("03/04/2025, 14:05 - A: x", "2025-04-03T14:05:00"),
        ("\u200e[3.3.2025 klo 9.05.11] A: x", "2025-03-03T09:05:11"), ("3.3.25, 12:30 ip. - A: x", "2025-03-03T12:30:00"),
        ("2025-03-03 2:05 em - A: x", "2025-03-03T14:05:00"), ("99.99.2025 klo 14.05 - A: x", None),
    ],
)  # fmt: skip
def test_dates_of_whatsapp(tmp_path: Path, line: str, at: str | None) -> None:
    assert [row.values["at"] for row in rows(wrote(tmp_path / "a.txt", line + "\n"))] == [at]


def test_a_day_over_twelve_further_on_settles_the_order_of_all_dates(tmp_path: Path) -> None:
    found = rows(wrote(tmp_path / "a.txt", "3/4/25, 14:05 - A: x\n3/14/25, 14:05 - B: y\n"))
    assert [row.values["at"] for row in found] == ["2025-03-04T14:05:00", "2025-03-14T14:05:00"]


def test_a_csv_called_txt_stays_a_table(tmp_path: Path) -> None:
    assert open_table(wrote(tmp_path / "a.txt", "date;reply\n3.3.2025;Hei: moi\n")).format == "table"


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (1741000000, "2025-03-03T11:06:40+00:00"), (1741000000000, "2025-03-03T11:06:40+00:00"),
        ("1741000000.5", "2025-03-03T11:06:40.500000+00:00"), ("2025-03-03T08:00:00Z", "2025-03-03T08:00:00+00:00"),
        ("Mon, 3 Mar 2025 10:00:00 +0200", "2025-03-03T10:00:00+02:00"), (True, None), (float("inf"), None), (10**400, None),
        (-5, None), ("soon", None), ([], None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_times(value: Any, at: str | None) -> None:
    assert iso_time(value) == at


def test_what_an_iphone_writes_under_a_name_by_itself_is_nobodys_message(tmp_path: Path) -> None:
    chat = wrote(
        tmp_path / "chat.txt",
        "[2.3.2026 klo 9.15.02] Kauppa: \u200eViestit ja puhelut ovat päästä päähän salattuja.\n"
        "[2.3.2026 klo 9.15.02] Aino: Moi, missä tilaus on?\n\u200e[2.3.2026 klo 9.16.02] Aino: \u200e<liite: 1-PHOTO.jpg>\n"
        "[2.3.2026 klo 9.20.00] Kauppa: Moi! Se tulee torstaina.\n[2.3.2026 klo 9.22.00] Kauppa: \u200ePuuttunut äänipuhelu\n",
    )
    table = open_table(chat, None, Hints())
    assert speakers(list(table.rows)) == ["customer", "agent"]
    assert table.left_out == {"system message": 2, "media without words": 1}


def test_what_zendesk_writes_itself_is_no_agents_reply(tmp_path: Path) -> None:
    own = [
        {"id": 3, "author_id": -1, "public": True, "body": "Merged.", "via": {"channel": "system"}},
        {"id": 4, "author_id": 2, "public": True, "body": "We got your message.", "via": {"channel": "rule"}},
    ]
    export = ticket(1)
    table = open_table(wrote(tmp_path / "a.json", [{**export, "comments": export["comments"] + own}]), None)
    assert speakers(list(table.rows)) == ["customer", "agent"]
    assert table.left_out == {"system message": 2}


def test_comments_without_their_tickets_are_conversations(tmp_path: Path) -> None:
    bare = rows(wrote(tmp_path / "a.json", {"comments": ticket(1)["comments"]}))
    assert (speakers(bare), len({row.values["conversation"] for row in bare})) == (["customer", "agent"], 1)
    loose = [{**one, "ticket_id": number} for number in (7, 8) for one in ticket(number)["comments"]]
    found = rows(wrote(tmp_path / "b.json", {"comments": loose}))
    assert speakers(found) == ["customer", "agent"] * 2
    assert [row.values["conversation"] for row in found] == ["7", "7", "8", "8"]


def test_tickets_without_comments_are_refused_with_what_to_export(tmp_path: Path) -> None:
    bare = {"tickets": [{"id": 1, "requester_id": 1, "description": "Hi", "via": {"channel": "email"}}]}
    with pytest.raises(InputError, match=r"tickets without their comments.*export the comments too"):
        rows(wrote(tmp_path / "a.json", bare))


def test_a_freshdesk_reply_by_mail_loses_the_mail_that_it_quotes(tmp_path: Path) -> None:
    quoted = "<div>Hi Rita, it left today.</div><div class='freshdesk_quote'><blockquote>Where is it?</blockquote></div>"
    plain = "Hi Rita, it left today.\n\nOn Mon, 3 Mar 2025 at 10:00 Rita wrote:\n> Where is it?"
    parts = [{"incoming": False, "private": False, "body": quoted, "body_text": plain}, {"incoming": False, "body_text": plain}]
    export = [{"id": 1, "requester_id": 1, "source": 1, "description_text": "Where is it?", "conversations": parts}]
    found = rows(wrote(tmp_path / "a.json", export))
    assert [row.values["text"] for row in found] == ["Where is it?", "Hi Rita, it left today.", "Hi Rita, it left today."]
