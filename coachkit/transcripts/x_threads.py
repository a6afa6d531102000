"""X (Twitter) and posts like it: threads of an API answer or of a research collection.

https://docs.x.com/x-api/posts/ and the older v1.1 form say what the fields are. A thread is told by `conversation_id`, else by
following `in_reply_to` upwards. Nothing says who the company is: --agent HANDLE does; else it is the account that answers in most
threads that others began. Others who join a thread count as customers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coachkit.transcripts.helpdesk import EMPTY, Form, Object, Setting, first
from coachkit.transcripts.hints import GUESS, busiest
from coachkit.transcripts.json_records import dig, objects, text_in
from coachkit.transcripts.talk import AGENT, CUSTOMER, Said, Transcript, label, transcript
from coachkit.transcripts.times import iso_time

_PARENTS = (
    "in_reply_to_status_id_str",
    "in_reply_to_status_id",
    "in_reply_to_tweet_id",
    "in_reply_to",
    "in_response_to_tweet_id",
)
_THREADS = ("tweets", "posts", "thread")


@dataclass(frozen=True, slots=True)
class _Post:
    number: str
    parent: str | None
    thread: str | None
    author: str
    names: tuple[str | None, ...]
    at: str | None
    text: str


def _is_post(record: Object) -> bool:
    author = any(one in record for one in ("author_id", "user", "author", "username"))
    thread = "conversation_id" in record or "referenced_tweets" in record or any(one in record for one in _PARENTS)
    return (
        author
        and thread
        and ("text" in record or "full_text" in record)
        and ("id" in record or "id_str" in record or "tweet_id" in record)
    )


def _inside(record: Object) -> list[Object]:
    return next((found for one in _THREADS if (found := objects(record.get(one)))), [])


def is_x(record: Object) -> bool:
    """Whether it is a post, or a thread of posts."""
    inside = _inside(record)
    return _is_post(record) or bool(inside and _is_post(inside[0]))


def read_x(records: Iterable[Object], setting: Setting) -> Iterator[Transcript]:
    """The threads of a file; it is read to its end first, since posts stand in any order."""
    posts: dict[str, _Post] = {}
    for record in records:
        for one in _inside(record) or [record]:
            post = _post(one, setting)
            if post is None or not post.text.strip():
                setting.left_out[EMPTY] += 1
            else:
                posts[post.number] = post
    threads: dict[str, list[_Post]] = {}
    for post in posts.values():
        threads.setdefault(_root(post, posts), []).append(post)
    company = None if setting.hints.agents else _company(threads)
    for root, found in threads.items():
        said = [Said(one.at, _speaker(one, setting, company), one.names[0], one.text) for one in found]
        yield transcript(root, "social", said)


def _post(record: Object, setting: Setting) -> _Post | None:
    number = label(first(record, ("id_str",), ("id",), ("tweet_id",)))
    user = record.get("user") if isinstance(record.get("user"), dict) else record.get("author")
    author = label(
        first(record, ("author_id",), ("user", "id_str"), ("user", "id"), ("author", "id"), ("username",), ("author",))
    )
    if number is None or author is None:
        return None
    listed = setting.people.get(author)
    handle = label(first(record, ("username",), ("user", "screen_name"), ("author", "username"))) or (
        listed.address if listed else None
    )
    name = handle or (listed.name if listed else None) or label(dig(user, "name"))
    replied = [one.get("id") for one in objects(record.get("referenced_tweets")) if one.get("type") == "replied_to"]
    parent = label(next((record[one] for one in _PARENTS if record.get(one)), replied[0] if replied else None))
    names = (name or author, author, listed.name if listed else label(dig(user, "name")))
    at, thread = iso_time(record.get("created_at")), label(record.get("conversation_id"))
    return _Post(number, parent, thread, author, names, at, text_in(record, "full_text", "text"))


def _root(post: _Post, posts: Mapping[str, _Post]) -> str:
    seen = {post.number}
    while post.thread is None and post.parent and post.parent not in seen and (above := posts.get(post.parent)):
        seen.add(post.parent)
        post = above
    return post.thread or post.parent or post.number


def _company(threads: Mapping[str, list[_Post]]) -> str | None:
    pairs = set()
    for root, found in threads.items():
        starter = next((one.author for one in found if one.number == root), None)
        starter = starter or min(found, key=lambda one: (one.at or "", one.number)).author
        pairs |= {(root, starter, one.author) for one in found}
    return busiest((starter, author) for _, starter, author in pairs)


def _speaker(post: _Post, setting: Setting, company: str | None) -> str | None:
    if setting.hints.agents:
        return setting.hints.speaker(*post.names)
    return None if company is None else AGENT if post.author == company else CUSTOMER


X = Form("x", is_x, gather=read_x, agents_by=GUESS)
