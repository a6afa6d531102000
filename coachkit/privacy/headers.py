"""What a column of a table holds by its header, where that is personal data as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from coachkit.privacy.values import ADDRESS, CARD, EMAIL, HETU, IBAN, PERSON, PERSONNUMMER, PHONE, Y_TUNNUS
from coachkit.transcripts.columns import key

AGENTS_NAME = "agent name"
"""A column with the name of an agent, whoever speaks in the row."""

# Written as `key` writes headers: small letters, no accents, _ between words.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    PERSON: (
        "name", "full_name", "fullname", "first_name", "firstname", "last_name", "lastname", "surname", "nickname",
        "display_name", "nimi", "etunimi", "sukunimi", "kokonimi", "namn", "fornamn", "efternamn", "customer_name",
        "client_name", "asiakkaan_nimi", "asiakasnimi", "kundens_namn", "kundnamn", "contact_name", "requester",
        "requester_name", "submitter", "submitter_name", "author", "author_name", "from", "from_name", "sender",
        "sender_name", "to", "to_name", "cc", "bcc", "recipient", "recipient_name", "reply_to", "contact",
        "user_name", "username", "user", "screen_name", "handle", "participant", "visitor_name", "lahettaja",
        "vastaanottaja", "tilaaja", "avsandare", "mottagare", "bestallare", "yhteyshenkilo", "kontaktperson",
    ),
    AGENTS_NAME: (
        "agent", "agent_name", "assignee", "assignee_name", "owner", "owner_name", "handler", "operator",
        "operator_name", "advisor", "advisor_name", "adviser_name", "asiakaspalvelija", "asiakaspalvelijan_nimi",
        "kasittelija", "handlaggare", "agentens_namn", "kundtjanstmedarbetare", "reviewer", "closed_by",
        "resolved_by",
    ),
    EMAIL: (
        "email", "e_mail", "mail", "email_address", "customer_email", "requester_email", "author_email",
        "contact_email", "user_email", "from_email", "sahkoposti", "sahkopostiosoite", "epost", "e_post",
        "e_postadress", "mejl",
    ),
    PHONE: (
        "phone", "phone_number", "telephone", "tel", "mobile", "mobile_number", "mobile_phone", "customer_phone",
        "caller", "caller_id", "puhelin", "puhelinnumero", "puh", "gsm", "matkapuhelin", "telefon", "telefonnummer",
        "mobil", "mobilnummer", "msisdn",
    ),
    ADDRESS: (
        "address", "street", "street_address", "postal_address", "shipping_address", "billing_address",
        "delivery_address", "osoite", "katuosoite", "postiosoite", "toimitusosoite", "adress", "gatuadress",
        "postadress", "leveransadress",
    ),
    HETU: ("hetu", "henkilotunnus", "personbeteckning", "ssn", "social_security_number", "national_id"),
    PERSONNUMMER: ("personnummer", "personal_identity_number", "personal_number"),
    Y_TUNNUS: ("y_tunnus", "ytunnus", "business_id", "fo_nummer"),
    IBAN: ("iban", "account_number", "bank_account", "tilinumero", "kontonummer"),
    CARD: ("card", "card_number", "cardnumber", "korttinumero", "kortnummer", "pan"),
}  # fmt: skip

_BY_HEADER = {header: kind for kind, headers in _HEADERS.items() for header in headers}

# Whose a thing is, before what it is: "asiakas_nimi", "kundens_telefon", "customer_full_name".
_CUSTOMERS = (
    "customer", "customers", "client", "clients", "requester", "contact", "user", "end_user", "visitor", "caller", "sender",
    "recipient", "buyer", "asiakas", "asiakkaan", "tilaajan", "lahettajan", "vastaanottajan", "yhteyshenkilon", "soittajan",
    "kayttajan", "ostajan", "kund", "kunden", "kundens", "bestallarens", "avsandarens", "mottagarens", "kontaktpersonens",
    "anvandarens", "koparens",
)  # fmt: skip
_AGENTS = (
    "agent", "agents", "assignee", "owner", "operator", "advisor", "adviser", "agentti", "agentin", "asiakaspalvelija",
    "asiakaspalvelijan", "kasittelija", "kasittelijan", "virkailijan", "neuvojan", "agenten", "agentens", "handlaggare",
    "handlaggaren", "handlaggarens", "medarbetarens",
)  # fmt: skip
_ALSO = {
    "agentti": AGENTS_NAME, "virkailija": AGENTS_NAME, "medarbetare": AGENTS_NAME, "puhelinnro": PHONE, "puh_nro": PHONE,
    "telefonnr": PHONE, "tel_nr": PHONE, "phone_no": PHONE, "sposti": EMAIL, "s_posti": EMAIL, "epostadress": EMAIL,
    "mejladress": EMAIL, "e_mail_address": EMAIL,
}  # fmt: skip


@lru_cache(maxsize=1_024)
def held_by(header: str) -> str | None:
    """The kind of personal data that a column of this header holds as a whole; None for any other column.

    >>> held_by("Puhelinnumero"), held_by("Assignee"), held_by("subject")
    ('PHONE', 'agent name', None)
    >>> held_by("asiakas_nimi"), held_by("Kundens telefon"), held_by("agentin nimi"), held_by("asiakas")
    ('PERSON', 'PHONE', 'agent name', None)
    """
    name = key(header)
    return _kind(name) or _of_somebody(name)


def _kind(name: str) -> str | None:
    return _BY_HEADER.get(name) or _ALSO.get(name)


def _of_somebody(name: str) -> str | None:
    """The kind that stands behind a word for whose it is."""
    for whose, agents in ((_CUSTOMERS, False), (_AGENTS, True)):
        for one in whose:
            kind = _kind(name[len(one) + 1 :]) if name.startswith(f"{one}_") else None
            if kind:
                return AGENTS_NAME if agents and kind == PERSON else kind
    return None
