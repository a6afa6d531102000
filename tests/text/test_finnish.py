"""The promises of coachkit.text.finnish: voice, person and possessor of word forms, with and without a lemma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachkit.text.finnish import is_passive, is_passive_participle, person, possessive

PASSIVE = """
    tehdään:tehdä tehtiin:tehdä tehtäisiin:tehdä tehtäneen:tehdä lähetetään:lähettää lähetettiin:lähettää
    tarkistettiin:tarkistaa tarkistettaisiin:tarkistaa tarkistettakoon:tarkistaa puhutaan:puhua luetaan:lukea
    annetaan:antaa kerrotaan:kertoa tiedetään:tietää saadaan:saada vietiin:viedä ollaan:olla mennään:mennä
    ajatellaan:ajatella noustiin:nousta halutaan:haluta tarvitaan:tarvita korvataan:korvata hylättiin:hylätä
    lähetetäänkö:lähettää tehdäänhän:tehdä lähetetä:lähettää palautetaan:palautetaan hyvitettiin:hyvitettiin
"""
NOT_PASSIVE = """
    rantaan:ranta sotaan:sota pöytään:pöytä työpöytään:työpöytä nettiin:netti luottamustaan:luottamus
    lähettää:lähettää tehdä:tehdä lähetän:lähettää tehty:tehdä asiaan:asia mitään:mikään kotonaan:koti
"""
PERSON = {
    "1sg": "lähetän:lähettää lähetin:lähettää tarkistaisin:tarkistaa tarkistan:tarkistaa teen:tehdä näen:nähdä "
    "tein:tehdä luin:lukea annoin:antaa tiesin:tietää tunsin:tuntea olen:olla olin:olla menin:mennä haluan:haluta "
    "halusin:haluta tapaan:tavata tarvitsen:tarvita ajattelen:ajatella pahoittelen:pahoitella lähdenkö:lähteä "
    "en:ei enkä:ei kävin:käydä oon:olla vastaan:vastata",
    "2sg": "voit:voida voisit:voida voisitko:voida voisitkohan:voida saat:saada teit:tehdä et:ei etkö:ei "
    "haluat:haluta tarvitset:tarvita tiedäthän:tietää älä:ei",
    "1pl": "lähetämme:lähettää tarkistamme:tarkistaa tarkistaisimme:tarkistaa palautimme:palauttaa olemme:olla "
    "pahoittelemme:pahoitella emme:ei emmekä:ei voimmekin:voida teemme:tehdä selvitämme:selvittää",
    "2pl": "voitte:voida voisitteko:voida saatte:saada tarkistakaa:tarkistaa ottakaa:ottaa tulkaa:tulla "
    "tehkää:tehdä odottakaapa:odottaa ette:ei älkää:ei haluatteko:haluta tarkistakaa:tarkistakaa kokeilkaas:kokeilla",
    "": "lähettää:lähettää lähettävät:lähettää lähetetään:lähettää tilauksen:tilaus tilauksemme:tilaus "
    "kirjan:kirja tiedot:tieto niin:niin takaisin:takaisin näin:nähdä tarkista:tarkistaa et:että kuin:kuin "
    "vastaan:vastaan",
}
POSSESSIVE = {
    "1sg": "tilaukseni:tilaus asiani:asia mielestäni:mieli tehdessäni:tehdä kirjanikin:kirja kanssani:kanssa",
    "2sg": "tilauksesi:tilaus asiasi:asia laitteesi:laite tiedoistasi:tieto pyyntösi:pyyntö ollessasi:olla",
    "1pl": "tilauksemme:tilaus asiakkaamme:asiakas palvelumme:palvelu verkkokaupassamme:verkkokauppa "
    "tekemämme:tehdä tietojemme:tieto kanssamme:kanssa",
    "2pl": "tilauksenne:tilaus viestistänne:viesti sopimuksenne:sopimus lähettämänne:lähettää laskunnekin:lasku "
    "verkkotilauksestanne:verkkotilauksestanne",
    "3": "tilauksensa:tilaus laitteensa:laite talossaan:talo asiakkaalleen:asiakas rahojaan:raha tehdäkseen:tehdä "
    "luottamustaan:luottamus kassiaan:kassi ollessaan:olla",
    "": "uusi:uusi lisäksi:lisäksi halusi:haluta tekisi:tehdä meni:mennä pieni:pieni suomeksi:suomi asiaan:asia "
    "lähetämme:lähettää tilaukseen:tilaus tänne:tänne tilanne:tilanne perinne:perinne yleensä:yleensä "
    "tehdään:tehdä ranta:ranta opettajaan:opettaja mitään:mikään tunne:tuntea",
}


def pairs(text: str) -> list[tuple[str, str]]:
    """(word, lemma) of each "word:lemma"."""
    return [(word, lemma) for word, _, lemma in (entry.partition(":") for entry in text.split())]


def labelled(table: dict[str, str]) -> list[tuple[str, str, str]]:
    """(word, lemma, label) of a table of labels."""
    return [(word, lemma, label) for label, text in table.items() for word, lemma in pairs(text)]


@pytest.mark.parametrize(("word", "lemma"), pairs(PASSIVE))
def test_finite_passives_are_found(word: str, lemma: str) -> None:
    assert is_passive(word, lemma)


@pytest.mark.parametrize(("word", "lemma"), pairs(NOT_PASSIVE))
def test_other_forms_are_no_finite_passive(word: str, lemma: str) -> None:
    assert not is_passive(word, lemma)


@pytest.mark.parametrize(
    ("word", "lemma"),
    pairs("tehty:tehdä lähetetty:lähettää tarkistettu:tarkistaa haluttu:haluta saatu:saada tarkistettu:tarkistettu"),
)
def test_passive_participles_are_found_and_not_called_finite(word: str, lemma: str) -> None:
    assert is_passive_participle(word, lemma)
    assert not is_passive(word, lemma)


@pytest.mark.parametrize(("word", "lemma"), pairs("hattu:hattu tyttö:tyttö tuttu:tuttu tehnyt:tehdä katu:katu puhuttu:laulaa"))
def test_nouns_and_active_participles_are_no_passive_participle(word: str, lemma: str) -> None:
    assert not is_passive_participle(word, lemma)


@pytest.mark.parametrize(("word", "lemma", "expected"), labelled(PERSON))
def test_person(word: str, lemma: str, expected: str) -> None:
    assert person(word, lemma) == expected


@pytest.mark.parametrize(("word", "lemma", "expected"), labelled(POSSESSIVE))
def test_possessive(word: str, lemma: str, expected: str) -> None:
    assert possessive(word, lemma) == expected


@pytest.mark.parametrize("clitic", ["ko", "han", "pa", "kin", "kaan", "kohan"])
def test_clitics_change_no_person(clitic: str) -> None:
    assert person(f"tarkistamme{clitic}", "tarkistaa") == "1pl"


finnish_like = st.text("aeioutnmskljhpvrydäö-", max_size=16)


@given(word=st.text(max_size=30) | finnish_like, lemma=st.text(max_size=30) | finnish_like)
def test_any_text_gets_an_answer_from_the_closed_lists(word: str, lemma: str) -> None:
    assert is_passive(word, lemma) in (True, False)
    assert is_passive_participle(word, lemma) in (True, False)
    assert person(word, lemma) in ("", "1sg", "2sg", "1pl", "2pl")
    assert possessive(word, lemma) in ("", "1sg", "2sg", "3", "1pl", "2pl")


@given(word=finnish_like, stem=finnish_like, ending=st.sampled_from(["staa", "ella", "ata", "da", "ua", "itä"]))
def test_a_form_is_never_both_a_persons_verb_and_a_possessed_noun(word: str, stem: str, ending: str) -> None:
    lemma = stem + ending
    assert not (person(word, lemma) and possessive(word, lemma))
    assert not (is_passive(word, lemma) and possessive(word, lemma))
