import pytest

from levees.rules.verbs import conjugate, verb_entries


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("lever", "lève lèvent levait lèvera lèverait levant levé levées"),
        ("racheter", "rachète rachètera rachetait"),
        ("céder", "cède cèdent cédait cédera cèdera cédé"),
        ("annoncer", "annonce annonçait annonça annonçant"),
        ("engager", "engage engageait engagea"),
        ("réunir", "réunit réunissent réunira réuni réunissant"),
        ("obtenir", "obtient obtiennent obtint obtiendra obtenu"),
        ("acquérir", "acquiert acquièrent acquit acquerra acquis acquises"),
        ("vendre", "vend vendent vendit vendra vendu"),
        ("recevoir", "reçoit reçoivent reçut recevra reçu"),
        ("conclure", "conclut concluent conclura conclu"),
        ("s'offrir", "offre"),
        ("payer", "paie paiera payé payait"),
        ("projeter", "projette projetait"),
        ("naître", "naît naissent naquit né née"),
    ],
)
def test_forms(verb, forms):
    known = {f for fs in conjugate(verb.removeprefix("s'")).values() for f in fs}
    assert set(forms.split()) <= known


def test_reflexive_entries_hold_the_pronoun():
    entries = {e.entry for e in verb_entries("se séparer de")}
    assert {"se sépare ~ de", "se séparer ~ de"} <= entries and all(e.startswith(("se ", "s' ")) for e in entries)


def test_what_is_no_verb_is_refused():
    with pytest.raises(ValueError, match="no infinitive"):
        conjugate("rachat")
