"""What the date grammar reads, with one date of publication (a Thursday), positives and negatives side by side."""

import pytest

from levees.grammar.dates import find_dates

PUBLISHED = "2024-05-16"

# sentence, then « span = value [mod] » for each expression in it
CASES = """
La société a signé le 3 mars 2015. | 3 mars 2015 = 2015-03-03
Rendez-vous mardi 3 mars 2015 à Nantes. | mardi 3 mars 2015 = 2015-03-03
Le 1er sept. 2023, tout change. | 1er sept. 2023 = 2023-09-01
Signé le premier mars 2013. | premier mars 2013 = 2013-03-01
Acte du 18/04/2013 et avenant du 12.03.2024. | 18/04/2013 = 2013-04-18; 12.03.2024 = 2024-03-12
Mise à jour : 2024-03-12. | 2024-03-12 = 2024-03-12
Dated March 12, 2024. | March 12, 2024 = 2024-03-12
Unterzeichnet am 12. März 2024. | 12. März 2024 = 2024-03-12
Le 8 avril dernier, elle a livré. | 8 avril dernier = 2024-04-08
La clôture est repoussée au 30 juin. | 30 juin = 2024-06-30
L'usine a brûlé le 30 juin. | 30 juin = 2023-06-30
Tous attendent ce 20 mai avec hâte. | 20 mai = 2024-05-20
Elle a quitté la Bourse lundi. | lundi = 2024-05-13
Elle quittera la Bourse lundi. | lundi = 2024-05-20
L'accord, signé jeudi, court. | jeudi = 2024-05-16
Elle a été nommée jeudi dernier. | jeudi dernier = 2024-05-09
Le conseil tranchera mardi prochain. | mardi prochain = 2024-05-21
Le titre a bondi vendredi 10. | vendredi 10 = 2024-05-10
Le plan sera voté mardi soir. | mardi soir = 2024-05-21TEV
Audience mardi en huit. | mardi en huit = 2024-05-28
Audience le mercredi de la semaine prochaine. | mercredi de la semaine prochaine = 2024-05-22
Hier soir, puis avant-hier, puis demain. | Hier soir = 2024-05-15TEV; avant-hier = 2024-05-14; demain = 2024-05-17
Aujourd'hui ou ce matin. | Aujourd'hui = 2024-05-16; ce matin = 2024-05-16TMO
L’opération a été bouclée en mars. | mars = 2024-03
L’opération sera bouclée en mars. | mars = 2025-03
Le port ouvrira en août, sa gare est attendue en mai 2026. | août = 2024-08; mai 2026 = 2026-05
Le tour devait être conclu fin avril ; il ne l'est pas. | fin avril = 2024-04 END
Les porteurs ont jusqu'au 28 mai pour répondre. | 28 mai = 2024-05-28
La gérante part à la retraite le 30 septembre. | 30 septembre = 2024-09-30
Elle cède sa place dès lundi. | lundi = 2024-05-20
L'offre, qui expirait mardi, ne sera pas prolongée. | mardi = 2024-05-14
Rachetée lundi par Oriel, la régie ne bougera plus. | lundi = 2024-05-13
La sortie du film est prévue mardi 21 mai. | mardi 21 mai = 2024-05-21
Il sera vendu dès juillet et en sera fier. | juillet = 2024-07
Elle a choisi de partir au 30 juin. | 30 juin = 2024-06-30
Valorisée 60 millions en janvier, la ferme pourrait entrer en Bourse. | janvier = 2024-01
Le pont est repoussé à l'automne. | automne = 2024-FA
Il espère finir avant l'été. | été = 2024-SU
« 2028, peut-être. » Vient 2020, ses frontières closes. | 2028 = 2028; 2020 = 2020
Ses ventes de 2023 dépasseront le milliard. | 2023 = 2023
Avec un Ebitda 2023 de 12 M€. | 2023 = 2023
T1 : 30 M€, dit la note. | T1 = 2024-Q1
La filiale sera cédée à la rentrée. | la rentrée = 2024-09
Il y a bientôt dix ans, et il y a tout juste un an. | Il y a bientôt dix ans = 2014 APPROX; il y a tout juste un an = 2023
Six mois après sa série B, elle revient. | Six mois = 2023-11
Deux jours après Noël 2023, il part. | Deux jours après Noël 2023 = 2023-12-27
La maison a doublé l'année de la pandémie. | année de la pandémie = 2020
Le bénéfice trimestriel recule, l'objectif annuel tient. | trimestriel = 2024-Q1; annuel = 2024
En 2017, elle avait deux salariés. À l'époque, elle valait alors 3 M€. | 2017 = 2017; À l'époque = 2017; alors = 2017
Le prix a doublé à l'époque de Louis XIV, alors que rien ne bougeait. |
Il a signé dans la nuit de lundi à mardi. | nuit de lundi à mardi = 2024-05-13TNI
En mars 2022, elle perd 3 M€. Six semaines plus tard, elle en perd 5. | mars 2022 = 2022-03; Six semaines plus tard = 2022-04
Elle clôturera l'année sur 3 M€, elle a terminé l'exercice à l'équilibre. | l'année = 2024; l'exercice = 2023
Le précédent exercice et l'exercice en cours. | Le précédent exercice = 2023; l'exercice en cours = 2024
Pour l'exercice qui s'achèvera fin juin, on verra. | l'exercice qui s'achèvera fin juin = 2023-07/2024-06
Pour le semestre à fin mars, elle perd 3 M€. | le semestre à fin mars = 2023-10/2024-03
Les deux années précédentes furent bonnes. | Les deux années précédentes = 2022/2023
En mars, puis ce même mois, elle signe ; le jour même, rien. | mars = 2024-03; ce même mois = 2024-03
Elle a signé dans la matinée, et livré l'après-midi même. | la matinée = 2024-05-16TMO; l'après-midi même = 2024-05-16TAF
La deuxième semaine de mai fut calme. | deuxième semaine de mai = 2024-W20
Rendez-vous le 15, puis le 16/6, puis mardi 18/6. | 15 = 2024-05-15; 16/6 = 2024-06-16; mardi 18/6 = 2024-06-18
Elle a fermé dernier dimanche, et lundi de cette semaine. | dernier dimanche = 2024-05-12; lundi de cette semaine = 2024-05-13
Ouvert de 9h30 à 11h. | 9h30 à 11h = 2024-05-16T09:30/2024-05-16T11:00
À 3 heures de l'après-midi, à huit heures et quart. | 3 heures de l'après-midi = 2024-05-16T15:00; huit heures et quart = 2024-05-16T08:15
Fermé de midi et demi à 20h moins le quart. | midi et demi à 20h moins le quart = 2024-05-16T12:30/2024-05-16T19:45
Une semaine avant noël, rien ne va. | Une semaine avant noël = 2023-12-18
Du 13 au 18, puis entre le 20 et le 22. | 13 au 18 = 2024-05-13/2024-05-18; 20 et le 22 = 2024-05-20/2024-05-22
Ouvert de lundi à vendredi. | lundi à vendredi = 2024-05-13/2024-05-17
Elle a reculé en mars, avril et mai. | mars = 2024-03; avril = 2024-04; mai = 2024-05
Elle a fermé au début du mois d'avril. | début du mois d'avril = 2024-04 START
Elle rouvrira dans trois heures ; elle a fermé il y a 48 heures. | trois heures = 2024-05-16; 48 heures = 2024-05-14
Elle a fermé le mardi 3 janvier. | mardi 3 janvier = 2023-01-03
Il y a quinze jours, dans une semaine. | Il y a quinze jours = 2024-05-01; dans une semaine = 2024-W21
Le week-end dernier, puis en fin de semaine. | week-end dernier = 2024-W19-WE; fin de semaine = 2024-W20 END
Le dernier lundi de mars, ces trois dernières années. | dernier lundi de mars = 2024-03-25; ces trois dernières années = 2021/2023
Le 11 novembre dernier, à Pâques, le lundi prochain. | 11 novembre dernier = 2023-11-11; Pâques = 2024-03-31; le lundi prochain = 2024-05-20
Au cours de l'exercice clos fin mars, elle perd 3 M€. | l'exercice clos fin mars = 2023-04/2024-03
Elle l'avait créée en 2001, puis cédée quatre ans après à Oriel. | 2001 = 2001; quatre ans après = 2005
En 2001, trois ans après ses débuts, elle ferme. | 2001 = 2001; trois ans = 1998
Deux fonds auraient remis des offres le 9 mai. | 9 mai = 2024-05-09
2021 nous a apporté la paix. | 2021 = 2021
Nous devrions signer en août. | août = 2024-08
Acte I. 2009. Deux amis. Elle datait de 1871, sa rivale née 2014. | 2009 = 2009; 1871 = 1871; 2014 = 2014
Au dernier exercice, elle a gagné 3 M€. | dernier exercice = 2023
On la dit vendue d'ici à la Saint-Sylvestre. | Saint-Sylvestre = 2024-12-31
Elle a jusqu'au 30 pour répondre. | 30 = 2024-05-30
Depuis le début du mouvement le 17 juin, rien ne va. | 17 juin = 2023-06-17
En octobre dernier, puis en octobre prochain. | octobre dernier = 2023-10; octobre prochain = 2024-10
Elle démarre en octobre 2021. | octobre 2021 = 2021-10
Bouclé fin 2023, début mai et mi-avril. | fin 2023 = 2023 END; début mai = 2024-05 START; mi-avril = 2024-04 MID
Livré au début de la semaine prochaine. | début de la semaine prochaine = 2024-W21 START
Tout est fini avant la fin de l'année. | fin de l'année = 2024 END
À la fin du mois, on verra. | fin du mois = 2024-05 END
Au troisième trimestre 2023 comme au T1 2024. | troisième trimestre 2023 = 2023-Q3; T1 2024 = 2024-Q1
Chiffres du 1T24 et du S2 2023. | 1T24 = 2024-Q1; S2 2023 = 2023-H2
Le H1 2023 et le 3e trimestre 2022. | H1 2023 = 2023-H1; 3e trimestre 2022 = 2022-Q3
Le dernier trimestre 2023 a déçu. | Le dernier trimestre 2023 = 2023-Q4
Les ventes des troisième et quatrième trimestres 2023. | troisième et quatrième trimestres 2023 = 2023-Q3/2023-Q4
Sur les neuf premiers mois de 2023. | les neuf premiers mois de 2023 = 2023-01/2023-09
La seconde moitié de 2025 sera rude. | seconde moitié de 2025 = 2025-H2
La première quinzaine de mai. | première quinzaine de mai = 2024-05-01/2024-05-15
L'exercice clos fin mars a été bon. | L'exercice clos fin mars = 2023-04/2024-03
L'exercice 2022-2023, clos le 31 mars. | L'exercice 2022-2023, clos le 31 mars = 2022-04/2023-03
Les trois mois clos le 30 novembre. | Les trois mois clos le 30 novembre = 2023-09/2023-11
Un chiffre stable en 2010/2011. | 2010/2011 = 2010/2011
Fondée en 2015 (rachat en 2018), elle visait 2019, 2020 et 2021. | 2015 = 2015; 2018 = 2018; 2019 = 2019; 2020 = 2020; 2021 = 2021
L'an dernier, cette année, l'an prochain. | L'an dernier = 2023; cette année = 2024; l'an prochain = 2025
Le mois dernier et la semaine dernière. | Le mois dernier = 2024-04; la semaine dernière = 2024-W19
Le trimestre écoulé a été faible. | Le trimestre écoulé = 2024-Q1
Il y a deux ans, il y a six mois, il y a dix jours. | Il y a deux ans = 2022; il y a six mois = 2023-11; il y a dix jours = 2024-05-06
Il y a près de dix ans. | Il y a près de dix ans = 2014 APPROX
Dans trois mois ou d'ici dix-huit mois. | Dans trois mois = 2024-08; d'ici dix-huit mois = 2025-11
Née en 2010, cédée quatre ans plus tard. | 2010 = 2010; quatre ans plus tard = 2014
Cotée en juin 2019, retirée sept mois plus tard. | juin 2019 = 2019-06; sept mois plus tard = 2020-01
Au premier semestre 2023, mieux qu'un an plus tôt. | premier semestre 2023 = 2023-H1; un an plus tôt = 2022-H1
Lancée en 2012, vendue l'année suivante. | 2012 = 2012; l'année suivante = 2013
En 2012, en avril de cette année-là. | 2012 = 2012; avril de cette année-là = 2012-04
Signée le 4 mai 2022, fêtée le lendemain. | 4 mai 2022 = 2022-05-04; le lendemain = 2022-05-05
Au premier trimestre 2023, contre la même période de 2022. | premier trimestre 2023 = 2023-Q1; la même période de 2022 = 2022-Q1
Les années 2010 et les années quatre-vingt-dix. | Les années 2010 = 201X; les années quatre-vingt-dix = 199X
Une maison du XIXe siècle. | XIXe siècle = 18XX
Au printemps 2022, l'été dernier, cet hiver. | printemps 2022 = 2022-SP; été dernier = 2023-SU; cet hiver = 2023-WI
De janvier à mars, il a plu. | janvier à mars = 2024-Q1
Entre le 1er avril 2009 et le 31 mars 2010. | le 1er avril 2009 et le 31 mars 2010 = 2009-04-01/2010-03-31
Du 4 au 22 mai 2023. | 4 au 22 mai 2023 = 2023-05-04/2023-05-22
Entre 2019 et 2022, tout va. | 2019 et 2022 = 2019/2022
Entre juillet et septembre 2022. | juillet et septembre 2022 = 2022-Q3
De décembre 2023 à février 2024. | décembre 2023 à février 2024 = 2023-12/2024-02
Pendant six mois, puis deux ans et demi. | six mois = P6M; deux ans et demi = P30M
En 48 heures et trente minutes. | 48 heures = PT48H; trente minutes = PT30M
Chaque trimestre, tous les deux ans, tous les lundis. | Chaque trimestre = P3M; tous les deux ans = P2Y; tous les lundis = XXXX-WXX-1
Ces dernières semaines, récemment. | Ces dernières semaines = PAST_REF; récemment = PAST_REF
Prochainement, dans les prochains mois. | Prochainement = FUTURE_REF; les prochains mois = FUTURE_REF
Elle emploie actuellement dix salariés. | actuellement = PRESENT_REF
Le lundi de Pâques et à Noël 2023. | lundi de Pâques = 2024-04-01; Noël 2023 = 2023-12-25
Après le Black Friday 2023. | Black Friday 2023 = 2023-11-24
Le premier lundi de mars 2024. | premier lundi de mars 2024 = 2024-03-04
Le 12 mars à 15h30. | 12 mars à 15h30 = 2024-03-12T15:30
D'ici à 2030, à l'horizon 2035. | 2030 = 2030; 2035 = 2035
Les trois derniers mois de 2012. | Les trois derniers mois de 2012 = 2012-10/2012-12
"""

SILENT = """
Le prix passe de 6,6 à 7,2.
Je sais que sa société est une SA.
La sonde s'est posée sur Mars.
Mars Petcare rachète un rival.
Paul Juin préside le groupe.
Le quotidien 24 Heures le dit.
Un entrepôt de 2000 m2 pour 2 000 clients.
Plus de 2000 salariés et 1500 emplois.
Elle vend sa Peugeot 2008 et un Boeing 737.
Il a été nommé, elle avait été élue.
Un second souffle pour le premier de la classe.
Maya Noël préside l'association.
Un contrat à terme et des comptes à terme.
Tout a changé du jour au lendemain.
L'Audi Q3 séduit autant que le combi.
Version 2.0 du logiciel, article 12.
Les trois quarts, soit 3/4 des voix, 24/7.
Il lit Télé 7 Jours.
Il se serait alors tu ; le rapport annuel est épais.
Le prix passe du 13 au 18 % supérieur.
"""


def _cases() -> list[tuple[str, list[tuple[str, str, str | None]]]]:
    rows = []
    for line in CASES.strip().splitlines():
        sentence, _, wanted = line.partition(" |")
        wanted = wanted.strip()
        found = []
        for part in wanted.split("; ") if wanted else []:
            span, _, value = part.partition(" = ")
            value, _, mod = value.partition(" ")
            found.append((span, value, mod or None))
        rows.append((sentence, found))
    return rows


@pytest.mark.parametrize(("sentence", "wanted"), _cases(), ids=lambda x: x if isinstance(x, str) else "")
def test_reads(sentence: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert [(t.text, t.value, t.mod) for t in find_dates(sentence, PUBLISHED)] == wanted


@pytest.mark.parametrize("sentence", SILENT.strip().splitlines())
def test_silent(sentence: str) -> None:
    assert find_dates(sentence, PUBLISHED) == []


@pytest.mark.parametrize(
    ("sentence", "published", "value"),
    [
        ("Elle a fermé jeudi.", None, "XXXX-WXX-4"),
        ("Elle a fermé jeudi.", "2024-05", "XXXX-WXX-4"),
        ("Elle a fermé la semaine dernière.", "2024-05", "XXXX-WXX"),
        ("Elle a fermé le mois dernier.", "2024-05", "2024-04"),
        ("Elle a fermé le mois dernier.", "2024", "XXXX-XX"),
        ("Elle a fermé en décembre.", None, "XXXX-12"),
        ("Elle a fermé le 30 novembre.", None, "XXXX-11-30"),
        ("Elle a fermé l'année dernière.", None, "XXXX"),
        ("Elle a fermé l'année dernière.", "2024", "2023"),
        ("Elle a fermé il y a deux ans.", "2024", "2022"),
        ("Elle a fermé il y a deux ans.", None, "PAST_REF"),
        ("Elle a fermé aujourd'hui.", "2024-05", "PRESENT_REF"),
        ("Elle a fermé hier.", "not a date", "XXXX-XX-XX"),
    ],
)
def test_no_more_than_published_allows(sentence: str, published: str | None, value: str) -> None:
    assert [t.value for t in find_dates(sentence, published)] == [value]


def test_undated_text_takes_the_year_that_it_is_about() -> None:
    found = find_dates("Au deuxième trimestre 2021, le marché plonge. En décembre, il repart.")
    assert [(t.value, t.anchor) for t in found] == [("2021-Q2", None), ("2021-12", "previous")]


def test_month_heading_takes_the_year_of_the_title() -> None:
    found = find_dates("RÉTRO 2020\n\nJANVIER\n\nPremier chèque.", "2021-01")
    assert [t.value for t in found] == ["2020", "2020-01"]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Née en 2015 à Lyon.", "en 2015"),
        ("Vu au troisième trimestre 2024.", "au troisième trimestre 2024"),
        ("L'année dernière, rien.", "L'année dernière"),
        ("En mars 2018, tout.", "En mars 2018"),
        ("À partir de 2018.", "À partir de 2018"),
        ("Prêt d'ici à fin 2024.", "d'ici à fin 2024"),
        ("Ouvert depuis le 1er mars 2024.", "depuis le 1er mars 2024"),
        ("Tenu entre 2019 et 2022.", "entre 2019 et 2022"),
        ("Né dans les années 1990.", "dans les années 1990"),
        ("Bouclé fin 2023.", "fin 2023"),
    ],
)
def test_quotes_the_preposition(sentence: str, quote: str) -> None:
    t = find_dates(sentence, PUBLISHED)[0]
    assert sentence[t.quote_start : t.end] == quote == t.to_expression().text


def test_month_headings_share_a_year() -> None:
    text = "Rétro\n\nJanvier : on ferme.\nMARS. On rouvre.\nSeptembre. On vend, et l'on encaissera en octobre.\n"
    assert [t.value for t in find_dates(text, "2024-12-20")] == ["2024-01", "2024-03", "2024-09", "2024-10"]
    assert [t.value for t in find_dates(text, "2025-01-02")] == ["2024-01", "2024-03", "2024-09", "2024-10"]


def test_figures_of_a_period_shift_from_the_period_not_from_the_day_of_the_announcement() -> None:
    text = "Au premier trimestre, elle a gagné 30 M€, a-t-elle dit jeudi, contre 12 M€ un an plus tôt."
    assert [t.value for t in find_dates(text, PUBLISHED)] == ["2024-Q1", "2024-05-16", "2023-Q1"]


@pytest.mark.parametrize(
    ("sentence", "event", "value"),
    [
        ("Elle a réuni 30 M€ depuis 2017.", "TotalRaised", "2017/2024"),
        ("Elle a réuni 30 M€ depuis sa création en 2017.", "TotalRaised", "2017/2024"),
        ("Elle est à Metz depuis 2017.", "Founding", "2017"),
        ("Trente opérations depuis janvier.", "MarketActivity", "2024"),
        ("Trente opérations depuis mars.", "MarketActivity", "2024-03/2024-05"),
        ("Elle le préside depuis mars.", "LeadershipChange", "2024-03"),
        ("Elle le préside depuis dix jours.", "LeadershipChange", "2024-05-06"),
        ("Elle a vingt ans d'existence.", "Founding", "2004"),
        ("L'accord doit être signé avant Noël.", "Acquisition", "2024-12"),
        ("La boutique a ouvert à Noël.", "ProductLaunch", "2023-12-25"),
        ("Le magasin a fermé mardi à 18 heures.", "Acquisition", "2024-05-14"),
    ],
)
def test_the_date_of_an_event_may_be_a_stretch_or_a_beginning(sentence: str, event: str, value: str) -> None:
    assert [t.to_expression(event).value for t in find_dates(sentence, PUBLISHED)] == [value]


@pytest.mark.parametrize(("text", "value"), [("lundi", "2024-05-20"), ("le 15", "2024-06-15"), ("en mars", "2025-03"), ("16/5", PUBLISHED)])
def test_a_date_that_is_the_whole_text_is_to_come(text: str, value: str) -> None:
    assert [t.value for t in find_dates(text, PUBLISHED)] == [value]


def test_both_candidates_where_tense_decides() -> None:
    t = find_dates("Résultats attendus jeudi ou vendredi.", PUBLISHED)[1]
    assert (t.past, t.future) == ("2024-05-10", "2024-05-17")


def test_a_weekday_before_an_ordinal_does_not_raise() -> None:
    assert [t.text for t in find_dates("Lundi premier", PUBLISHED)] == ["Lundi premier"]


def test_time_of_day_gives_its_day_to_an_event() -> None:
    e = find_dates("Signé le 12 mars 2024 à 15h30.")[0].to_expression()
    assert (e.value, e.grain) == ("2024-03-12", "day")
