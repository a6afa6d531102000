"""Invented messages with known personal data in them, made anew from a seed: ten kinds, three languages, many ways to write."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

KINDS = ("PERSON", "HETU", "PERSONNUMMER", "Y-TUNNUS", "IBAN", "CARD", "PHONE", "EMAIL", "ADDRESS", "ORDER")
ORDERS = r"\b(?:ORD|TIL)-\d{6}\b"
"""The pattern for the order numbers of the kind ORDER; all other numbers of orders are to be left alone."""

_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


@dataclass(frozen=True)
class Made:
    """A message, the personal data in it as (kind, start, end), and the numbers in it that are none (start, end)."""

    language: str
    text: str
    data: tuple[tuple[str, int, int], ...]
    harmless: tuple[tuple[int, int], ...]


def digits(rng: random.Random, n: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(n))


def luhn(number: str) -> str:
    total = sum(sum(divmod(int(one) * (2 - place % 2), 10)) for place, one in enumerate(reversed(number)))
    return str(-total % 10)


def hetu(rng: random.Random) -> str:
    date = f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(0, 99):02}"
    sign = rng.choice("-+YXWVUABCDEF" if int(date[4:]) < 20 else "-+YXWVU")
    number = f"{rng.randint(2, 999):03}"
    check = _CHECK[int(date + number) % 31]
    sign = rng.choice(["\u2013", "\u2011"]) if sign == "-" and rng.random() < 0.2 else sign
    written = rng.choice(
        [f"{date}{sign}{number}{check}", f"{date} {sign} {number}{check}" if sign == "-" else f"{date}{sign}{number}{check}"]
    )
    return written.lower() if rng.random() < 0.3 else written


def personnummer(rng: random.Random) -> str:
    century, year = rng.choice([("19", rng.randint(30, 99)), ("20", rng.randint(0, 20))])
    day = rng.randint(1, 28) + (60 if rng.random() < 0.1 else 0)
    body = f"{year:02}{rng.randint(1, 12):02}{day:02}{digits(rng, 3)}"
    number = body + luhn(body)
    first = rng.choice([century, ""])
    return f"{first}{number[:6]}{rng.choice(['-', '-', '', ' ', chr(0x2013)])}{number[6:]}"


def y_tunnus(rng: random.Random) -> str:
    while True:
        body = digits(rng, 7)
        rest = sum(int(one) * weight for one, weight in zip(body, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            check = (11 - rest) % 11
            return rng.choice([f"{body}-{check}", f"{body}\u2013{check}", f"FI{body}{check}"])


def iban(rng: random.Random) -> str:
    country, bank = rng.choice(
        [("FI", digits(rng, 14)), ("SE", digits(rng, 20)), ("GB", f"NWBK{digits(rng, 14)}"), ("DE", digits(rng, 18))]
    )
    value = int("".join(str(int(one, 36)) for one in f"{bank}{country}00"))
    number = f"{country}{98 - value % 97:02}{bank}"
    spaced = " ".join(number[place : place + 4] for place in range(0, len(number), 4))
    return rng.choice([number, spaced, spaced.replace(" ", "\u00a0"), number.lower(), spaced.replace(" ", "-")])


def card(rng: random.Random) -> str:
    beginning, length = rng.choice([("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("37", 15), ("6011", 16)])
    body = beginning + digits(rng, length - len(beginning) - 1)
    number = body + luhn(body)
    if length == 15:
        return rng.choice([number, f"{number[:4]} {number[4:10]} {number[10:]}"])
    return rng.choice([" ", "-", "", ".", "\u00a0"]).join(number[place : place + 4] for place in range(0, 16, 4))


def phone(rng: random.Random, language: str) -> str:

    def d(n: int) -> str:
        return digits(rng, n)

    first = rng.choice("2345678")
    made: dict[str, Sequence[str]] = {
        "fi": (
            f"04{rng.choice('01456')} {d(3)} {d(4)}",
            f"050{first}{d(6)}",
            f"+358 40 {d(3)} {d(4)}",
            f"+35850{first}{d(6)}",
            f"045-{d(3)} {d(4)}",
            f"09 {first}{d(2)} {d(4)}",
            f"(09) {first}{d(2)} {d(4)}",
            f"00358 44 {d(3)} {d(4)}",
            f"040{first}{d(6)}",
        ),
        "sv": (
            f"070-{first}{d(2)} {d(2)} {d(2)}",
            f"073{first}{d(6)}",
            f"+46 76 {first}{d(2)} {d(2)} {d(2)}",
            f"+4672{first}{d(6)}",
            f"08-{first}{d(2)} {d(2)} {d(2)}",
            f"0046 70 {first}{d(2)} {d(2)} {d(2)}",
            f"040 {d(3)} {d(4)}",
            f"+358 50 {d(3)} {d(4)}",
        ),
        "en": (
            f"07{rng.choice('45789')}{d(2)} {d(6)}",
            f"+44 7{rng.choice('45789')}{d(2)} {d(6)}",
            f"020 7{d(3)} {d(4)}",
            f"+44 20 7{d(3)} {d(4)}",
            f"+44 (0)20 7{d(3)} {d(4)}",
            f"(020) 7{d(3)} {d(4)}",
            f"+1 212 555 0{d(3)}",
            f"+358 40 {d(3)} {d(4)}",
        ),
    }
    return rng.choice(made[language])


_FIRST = {
    "fi": ("Liisa", "Matti", "Pekka", "Aino-Kaisa", "Jukka", "Markus", "Sirpa", "Väinö", "Hilkka", "Antti", "Johannes", "Outi"),
    "sv": ("Anna", "Björn", "Karin", "Åke", "Lars-Erik", "Ingrid", "Gustaf", "Malin", "Sven", "Birgitta"),
    "en": ("John", "Sarah", "Amy", "Olivia", "Patrick", "Nisha", "Mohammed", "Charlotte", "Siobhan", "Kevin"),
}
_LAST = {
    "fi": ("Virtanen", "Korhonen", "Mäkelä", "Niemi", "Heikkinen", "Laitila", "Ahtisaari", "Rantanen"),
    "sv": ("Svensson", "Lindqvist", "Öberg", "Nyström", "af Forselles", "Holmberg"),
    "en": ("Smith", "O'Brien", "Patel", "Taylor-Jones", "Walker", "McDonald"),
}
_DOMAINS = ("example.com", "posti.example", "mail.example.org", "firma-ab.example", "example.fi")


def email(rng: random.Random, language: str) -> str:
    plain = str.maketrans("äåöÄÅÖ' ", "aaoAAO__")
    first, last = (rng.choice(names[language]).translate(plain) for names in (_FIRST, _LAST))
    who = rng.choice(
        [f"{first}.{last}", f"{first[0]}{last}", f"{first}_{last}{digits(rng, 2)}", f"{last}+kauppa", f"{first}{digits(rng, 4)}"]
    )
    at = "(at)" if rng.random() < 0.05 else "@"
    return f"{who if rng.random() < 0.3 else who.lower()}{at}{rng.choice(_DOMAINS)}"


def address(rng: random.Random, language: str) -> str:
    n, door = rng.randint(1, 99), rng.choice(["", " A", " B 12", " C 3", "b"])
    made = {
        "fi": (
            f"Kauppakatu {n}{door}",
            f"Hämeentie {n}{door}, 00{digits(rng, 2)}0 Helsinki",
            f"Iso Roobertinkatu {n}{door}",
            f"Koivukuja {n}",
            f"mannerheimintie {n}{door}",
            f"PL {n}, 00101 Helsinki",
        ),
        "sv": (
            f"Storgatan {n}{door}",
            f"Norra Esplanaden {n}",
            f"Björkvägen {n}{door}, 1{digits(rng, 2)} {digits(rng, 2)} Stockholm",
            f"Skolgränden {n}",
            f"Kaptensgatan {n}{door}, 22100 Mariehamn",
        ),
        "en": (
            f"{n} High Street",
            f"Flat 3, {n} Station Road, York, YO1 9RH",
            f"{n}b Queen Anne Avenue",
            f"{n} Mill Lane, Leeds",
            f"PO Box {n}",
        ),
    }
    chosen = rng.choice(made[language])
    return chosen.removesuffix(", Leeds")


def order(rng: random.Random) -> str:
    return f"{rng.choice(['ORD', 'TIL'])}-{digits(rng, 6)}"


_DATA: dict[str, Callable[[random.Random, str], str]] = {
    "HETU": lambda rng, _: hetu(rng),
    "PERSONNUMMER": lambda rng, _: personnummer(rng),
    "Y-TUNNUS": lambda rng, _: y_tunnus(rng),
    "IBAN": lambda rng, _: iban(rng),
    "CARD": lambda rng, _: card(rng),
    "ORDER": lambda rng, _: order(rng),
    "PHONE": phone,
    "EMAIL": email,
    "ADDRESS": address,
}

# How people bring them up; {} is the piece. A name is given, in a form of its own, by the places below.
_SAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "HETU": {
        "fi": ("Henkilötunnukseni on {}.", "hetu {}", "Tarkistatteko tiedot tunnuksella {}?", "({})"),
        "sv": ("Min personbeteckning är {}.", "Personbeteckning: {}", "beteckningen {} gäller"),
        "en": ("My Finnish ID is {}.", "ID code {}"),
    },
    "PERSONNUMMER": {
        "fi": ("Ruotsalainen numeroni on {}.", "personnummer {}"),
        "sv": ("Mitt personnummer är {}.", "Pnr {} om det behövs", "({})"),
        "en": ("My Swedish number is {}.", "personal number: {}"),
    },
    "Y-TUNNUS": {
        "fi": ("Yrityksemme Y-tunnus on {}.", "Laskutus: {}"),
        "sv": ("FO-nummer {}.", "Vårt FO-nummer är {}"),
        "en": ("Our business ID is {}.",),
    },
    "IBAN": {
        "fi": ("Palautus tilille {} kiitos.", "Tilinumeroni on {}", "IBAN: {}, ja muuta en tarvitse"),
        "sv": ("Sätt in pengarna på {} tack.", "Kontot är {}"),
        "en": ("Please refund to {} or by post.", "Account {}"),
    },
    "CARD": {
        "fi": ("Maksoin kortilla {} eilen.", "Kortti {}"),
        "sv": ("Jag betalade med kortet {} igår.",),
        "en": ("I paid with {} last week.", "Card: {}"),
    },
    "PHONE": {
        "fi": ("Soittakaa numeroon {}.", "puh. {}", "Minut tavoittaa parhaiten {} iltapäivisin.", "{}"),
        "sv": ("Ring mig på {}.", "tel {}", "Jag nås på {} efter fyra."),
        "en": ("Call me on {}.", "My number is {} if you need it", "Tel: {}"),
    },
    "EMAIL": {
        "fi": ("Sähköpostini on {}.", "Lähettäkää lasku osoitteeseen {}", "{}"),
        "sv": ("Min e-post är {}.", "Skicka till {} tack"),
        "en": ("Write to {}.", "My email: {}"),
    },
    "ADDRESS": {
        "fi": ("Osoitteeni on {}.", "Paketti piti tuoda osoitteeseen {}."),
        "sv": ("Jag bor på {}.", "Adressen är {}."),
        "en": ("I live at {}.", "Please send it to {}."),
    },
    "ORDER": {
        "fi": ("Tilaus {} ei ole tullut.",),
        "sv": ("Beställning {} har inte kommit.",),
        "en": ("Order {} has not arrived.",),
    },
}

# Numbers that are nobody's: they must stay.
_HARMLESS = {
    "fi": ("Tilausnumero {}.", "Lasku nro {} on jo maksettu.", "Seurantakoodi {}"),
    "sv": ("Ordernummer {}.", "Faktura nr {} är redan betald.", "Kollinummer {}"),
    "en": ("Order number {}.", "Invoice no {} has been paid.", "Tracking code {}"),
}
_DATES = ("{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}.{m}.")
_PLAIN = {
    "fi": (
        "Se maksoi {price}.",
        "Tilasin sen {date} klo {time}.",
        "Aukiolo on {span}.",
        "Kone on vuodelta {year}.",
        "Postinumero on {postcode}.",
    ),
    "sv": (
        "Den kostade {price}.",
        "Jag beställde den {date} kl. {time}.",
        "Ni har öppet {span}.",
        "Maskinen är från {year}.",
        "Postnumret är {postcode}.",
    ),
    "en": (
        "It cost {price}.",
        "I ordered it on {date} at {time}.",
        "You are open {span}.",
        "The machine is from {year}.",
        "The postcode is {postcode}.",
    ),
}
_PRICES = {
    "fi": ("{a},{c:02} €", "1 {b:03},00 €", "{a} euroa"),
    "sv": ("{a} kr", "1 {b:03} kronor", "{a},{c:02} €"),
    "en": ("£{a}.{c:02}", "€1,{b:03}.00", "{a} euros"),
}
_FILLER = {
    "fi": ("Paketti ei ole vieläkään tullut.", "Olen odottanut jo viikon.", "Voisitteko auttaa?", "Laite sammuu itsestään."),
    "sv": ("Paketet har inte kommit ännu.", "Jag har väntat i en vecka.", "Kan ni hjälpa mig?", "Apparaten stängs av."),
    "en": ("The parcel has not arrived yet.", "We waited a week for it.", "Could you help?", "The device turns itself off."),
}
_NAMED = {
    "fi": (
        ("Hei {},\n", ""),
        ("Moi {}! ", ""),
        ("", "\n\nTerveisin\n{}"),
        ("", " t. {}"),
        ("Hei, nimeni on {}. ", ""),
        ("", " Ystävällisin terveisin {}"),
        ("Hei, olen {}. ", ""),
        ("", "\nNimi: {}"),
        ("", "\n{}"),
    ),
    "sv": (
        ("Hej {},\n", ""),
        ("Hej {}! ", ""),
        ("", "\n\nMed vänliga hälsningar\n{}"),
        ("", " Mvh {}"),
        ("Hej, jag heter {}. ", ""),
        ("Bästa {}, ", ""),
        ("", "\nNamn: {}"),
    ),
    "en": (
        ("Hi {},\n", ""),
        ("Dear {}, ", ""),
        ("", "\n\nKind regards,\n{}"),
        ("", " Thanks, {}"),
        ("Hello, my name is {}. ", ""),
        ("Dear Mr {}, ", ""),
        ("", " Best regards {}"),
        ("", "\nName: {}"),
    ),
}


class _Message:
    """A text that grows, with what was put into it."""

    def __init__(self) -> None:
        self.text = ""
        self.data: list[tuple[str, int, int]] = []
        self.harmless: list[tuple[int, int]] = []

    def add(self, frame: str, piece: str = "", kind: str = "") -> None:
        before, _, after = frame.partition("{}")
        start = len(self.text) + len(before)
        self.text += before + piece + after
        if kind:
            self.data.append((kind, start, start + len(piece)))
        elif piece:
            self.harmless.append((start, start + len(piece)))


def name(rng: random.Random, language: str) -> str:
    first, last = rng.choice(_FIRST[language]), rng.choice(_LAST[language])
    return rng.choice([first, f"{first} {last}"])


def _plain(rng: random.Random, language: str) -> tuple[str, str]:
    """A frame with {} and what stands in it: a price, a date, opening hours, a year or a postcode."""
    date = rng.choice(_DATES).format(d=rng.randint(1, 28), m=rng.randint(1, 12), y=rng.randint(2015, 2027))
    colon = ":" if language == "en" else "."
    values = {
        "price": rng.choice(_PRICES[language]).format(a=rng.randint(1, 999), b=rng.randint(0, 999), c=rng.randint(0, 99)),
        "date": date,
        "span": rng.choice(["08.00-16.30", "9-17", "10:00\u201318:00", "8.15 - 20.45"]),
        "year": rng.choice(["1999", "2014", "2019-2021"]),
        "postcode": {"fi": f"0{digits(rng, 4)}", "sv": f"1{digits(rng, 2)} {digits(rng, 2)}", "en": "YO1 9RH"}[language],
    }
    frame = rng.choice(_PLAIN[language]).replace("{time}", f"{rng.randint(0, 23):02}{colon}{rng.randint(0, 59):02}")
    shown = next(key for key in values if f"{{{key}}}" in frame)
    return frame.replace(f"{{{shown}}}", "{}"), values[shown]


def _order_number(rng: random.Random) -> str:
    # Lengths as shops use them; a number of 10 digits that happens to be an identity number would be no harmless one.
    return rng.choice(
        [
            digits(rng, 6),
            digits(rng, 8),
            f"A{digits(rng, 7)}",
            f"{rng.randint(2019, 2026)}-{digits(rng, 5)}",
            f"00{digits(rng, 6)}",
            f"JJFI{digits(rng, 11)}",
            f"#{digits(rng, 7)}",
        ]
    )


def message(rng: random.Random, language: str, kind: str) -> Made:
    """One message that holds a piece of this kind, some plain numbers, and words around them."""
    made = _Message()
    opening, closing = rng.choice(_NAMED[language]) if kind == "PERSON" else ("", "")
    who = name(rng, language)
    if opening:
        made.add(opening, who, "PERSON")
    made.add(rng.choice(_FILLER[language]) + " ")
    if kind != "PERSON":
        piece = _DATA[kind](rng, language)
        made.add(rng.choice(_SAYS[kind][language]), piece, kind)
        made.add(" ")
    if rng.random() < 0.6:
        made.add(rng.choice(_HARMLESS[language]), _order_number(rng))
        made.add(" ")
    frame, piece = _plain(rng, language)
    made.add(frame, piece)
    made.add(" " + rng.choice(_FILLER[language]))
    if closing:
        made.add(closing, who, "PERSON")
    return Made(language, made.text, tuple(made.data), tuple(made.harmless))


def messages(language: str, n: int = 1_000, seed: int = 20_261) -> list[Made]:
    """`n` messages of a language, as many of each kind."""
    rng = random.Random(f"{seed}-{language}")  # noqa: S311 - repeatable, not secret
    return [message(rng, language, KINDS[place % len(KINDS)]) for place in range(n)]
