"""Which column is what: as asked, else guessed from common English, Finnish and Swedish headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from coachkit.documents import position, read_text
from coachkit.errors import InputError, did_you_mean


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of each column that is used, None where the file has no such column (only the text must be there)."""

    text: str | None = None
    customer: str | None = None
    channel: str | None = None
    language: str | None = None
    agent_name: str | None = None
    customer_name: str | None = None
    speaker: str | None = None
    conversation: str | None = None
    at: str | None = None
    csat: str | None = None
    nps: str | None = None


class MappedName(str):
    """The name of a column that a mapping asks for; `file` is the mapping, where the mistake is if there is none of the name."""

    __slots__ = ("file",)
    file: Path

    def __new__(cls, name: str, file: Path) -> Self:
        """The name, with the file that it stands in."""
        made = super().__new__(cls, name)
        made.file = file
        return made


# Headers by what they hold, the surest first. Written as `key` writes them: small letters, _ between words.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "reply", "reply_text", "agent_reply", "agent_message", "agent_text", "agent_response", "response", "response_text",
        "answer", "answer_text", "agent_answer", "vastaus", "vastausteksti", "asiakaspalvelijan_vastaus", "vastausviesti",
        "svar", "svarstext", "agentens_svar", "svarsmeddelande", "agentin_vastaus", "vastaus_asiakkaalle", "vastauksemme",
        "meidan_vastaus", "vart_svar", "svar_till_kund", "svar_till_kunden", "handlaggarens_svar",
        "text", "teksti", "message_text", "message", "viesti", "viestin_teksti", "meddelande", "meddelandetext",
        "body", "message_body", "content", "sisalto", "innehall",
    ),
    "customer": (
        "customer", "customer_message", "customer_text", "customer_words", "customer_question", "customers_message",
        "asiakas", "asiakkaan_viesti", "asiakasviesti", "asiakkaan_kysymys", "kund", "kundens_meddelande",
        "kundmeddelande", "kundens_fraga", "question", "kysymys", "fraga", "inquiry", "enquiry", "yhteydenotto", "arende",
    ),
    "channel": ("channel", "kanava", "kanal", "medium", "source_channel", "palvelukanava"),
    "language": ("language", "lang", "kieli", "sprak", "locale", "language_code", "kielikoodi", "sprakkod"),
    "agent_name": (
        "agent_name", "agent", "asiakaspalvelijan_nimi", "asiakaspalvelija", "agentens_namn", "handlaggare", "advisor",
        "adviser_name", "advisor_name", "kundtjanstmedarbetare", "agentti", "agentin_nimi", "kasittelija", "kasittelijan_nimi",
        "handlaggarens_namn", "agent_id",
    ),
    "customer_name": (
        "customer_name", "asiakkaan_nimi", "asiakasnimi", "asiakas_nimi", "kundens_namn", "kundnamn", "kund_namn", "client_name",
        "customer_full_name", "requester_name",
    ),
    "speaker": (
        "speaker", "speaker_role", "sender_type", "sender_role", "author_type", "author_role", "role", "puhuja", "rooli",
        "lahettajan_rooli", "talare", "roll", "avsandartyp", "participant_role", "puhujan_rooli",
    ),
    "conversation": (
        "conversation", "conversation_id", "thread", "thread_id", "ticket", "ticket_id", "case_id", "chat_id",
        "session_id", "dialog_id", "dialogue_id", "keskustelu", "keskustelu_id", "keskustelun_tunnus", "konversation",
        "konversations_id", "arende_id", "samtal", "samtals_id", "ticket_number", "case_number", "tiketti", "tiketin_numero",
        "tiketin_tunnus", "tikettinumero", "tapausnumero", "arendenummer",
    ),
    "at": (
        "at", "sent_at", "created_at", "timestamp", "date_time", "datetime", "time_stamp", "sent", "created", "aikaleima",
        "lahetetty", "lahetysaika", "luotu", "paivamaara", "tidsstampel", "skickat", "skapad", "datum", "date", "time", "aika",
        "ajankohta", "pvm", "paivays", "tid", "tidpunkt",
    ),
    "csat": (
        "csat", "csat_score", "satisfaction", "satisfaction_score", "customer_satisfaction", "tyytyvaisyys",
        "asiakastyytyvaisyys", "nojdhet", "kundnojdhet", "satisfaction_rating", "betyg", "kundbetyg",
    ),
    "nps": ("nps", "nps_score", "net_promoter_score", "suositteluhalukkuus", "rekommendation"),
}  # fmt: skip

_CUSTOMERS_BESIDE_A_REPLY = ("message", "viesti", "meddelande", "message_text", "ticket_text", "body")
"""Headers that are the customer's words where the reply has a column of its own."""


def key(header: str) -> str:
    """A header as it is compared: no accents, small letters, _ for anything that is not a letter or a digit.

    >>> key("  Agent Reply "), key("Språk")
    ('agent_reply', 'sprak')
    """
    bare = unicodedata.normalize("NFKD", header.casefold())
    return re.sub(r"[^a-z0-9]+", "_", "".join(sign for sign in bare if not unicodedata.combining(sign))).strip("_")


def choose_columns(path: Path, found: Sequence[str], asked: Columns) -> Columns:
    """The columns to use. Raises InputError when an asked one is not there, or none can be taken for the text."""
    chosen: dict[str, str | None] = {}
    for field in fields(Columns):
        wanted = getattr(asked, field.name)
        chosen[field.name] = _asked(path, wanted, found, field.name) if wanted is not None else None
    for name, headers in HEADERS.items():
        chosen[name] = chosen[name] or _guessed(headers, found, chosen)
    if chosen["text"] is None:
        remedy = f"say --text-column NAME. Columns found: {_list(found)}"
        raise InputError(f"{path}: no column for the text of the replies; {remedy}")
    own_column = key(chosen["text"]) not in _CUSTOMERS_BESIDE_A_REPLY
    if chosen["customer"] is None and own_column and not chosen["speaker"]:
        chosen["customer"] = _guessed(_CUSTOMERS_BESIDE_A_REPLY, found, chosen)
    return Columns(**chosen)


def _asked(path: Path, wanted: str, found: Sequence[str], name: str) -> str:
    """The column asked for, exactly or but for case and accents."""
    for header in (*(one for one in found if one == wanted), *(one for one in found if key(one) == key(wanted))):
        return header
    near = did_you_mean(wanted, found) if len(found) > 1 else ""
    hint = near if "did you mean" in near else "."
    if isinstance(wanted, MappedName):
        line, column = position(read_text(wanted.file), ("columns", name))
        missing = f"{wanted.file}:{line}:{column}: columns: {name}: {path.name} has no column '{wanted}'"
    else:
        missing = f"{path}: --{name.replace('_', '-')}-column: no column '{wanted}'"
    raise InputError(f"{missing}{hint} Columns found: {_list(found)}")


def _guessed(headers: Sequence[str], found: Sequence[str], chosen: Mapping[str, str | None]) -> str | None:
    free = {key(header): header for header in reversed(found) if header not in chosen.values()}
    return next((free[header] for header in headers if header in free), None)


def _list(found: Sequence[str]) -> str:
    return ", ".join(found[:40]) + (", ..." if len(found) > 40 else "") if found else "none"
