"""Where names begin and end in the prose of the press."""

import pytest

from levees.names.find import find_names
from levees.sentences import split_sentences


def names(text: str) -> list[str]:
    return [n.text for n in find_names(text, split_sentences(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Conseil d'administration de Renault approuve le budget.", ["Renault"]),
        ("Le Conseil de surveillance de Vivendi s'est réuni.", ["Vivendi"]),
        ("La Direction générale de Kering a confirmé.", ["Kering"]),
        ("Le Directoire d'Eurazeo a nommé Paul Martin.", ["Eurazeo", "Paul Martin"]),
        ("Le quotidien rachète le site Morges.news.", ["Morges.news"]),
        ("À Lyon, 1789.com n'a pas payé ses fournisseurs.", ["Lyon", "1789.com"]),
        ("TBX*line Pharma lève 20 millions d'euros.", ["TBX*line Pharma"]),
        ("Trellis.blue, contrôlée par Hg, reprend Ruche+.", ["Trellis.blue", "Hg", "Ruche+"]),
        ("Fonderie de Bessèges : une avance récupérable.", ["Fonderie de Bessèges"]),
        ("Brasserie de l'Ardèche : cap au sud.", ["Brasserie de l'Ardèche"]),
        ("Conserverie Kerbrat cherche un repreneur.", ["Conserverie Kerbrat"]),
        ("Chocolaterie de Lézignan et Vignobles Tardieu recrutent.", ["Chocolaterie de Lézignan", "Vignobles Tardieu"]),
        ("La société a choisi Bretagne Amorçage.", ["Bretagne Amorçage"]),
        ("Balzane a obtenu 1,2 M€, Tresses & Co 900 000 € et Savoie Création 700 K€.", ["Balzane", "Tresses & Co", "Savoie Création"]),
        ("Novalto 15, Brivert 14 et Cadoret 20 % du capital.", ["Novalto", "Brivert", "Cadoret"]),
        ("Le titre passe de Bolvéa 1 à Bolvéa 2.", ["Bolvéa 1", "Bolvéa 2"]),
        ("Prenez Dakari. Citons Dugast-Pro, 1,1 million. Viennent Regiox et Alba.", ["Dakari", "Dugast-Pro", "Regiox", "Alba"]),
        ("Coursier-Privé jure avoir dépassé Uber.", ["Coursier-Privé", "Uber"]),
        ("Porte-parole du groupe, Paul Martin confirme.", ["Paul Martin"]),
        ("Il emprunte au Crédit agricole et à la Société générale.", ["Crédit agricole", "Société générale"]),
        ("La filiale du Crédit Agricole revendique 3 millions de clients.", ["Crédit Agricole"]),
        ("Le Crédit Lyonnais et Palatine prêtent 14 millions.", ["Crédit Lyonnais", "Palatine"]),
        ("Le Crédit Agricole d'Aquitaine suit.", ["Crédit Agricole d'Aquitaine"]),
        ("Arnaud Villers d'Ambray préside le groupe.", ["Arnaud Villers d'Ambray"]),
        ("Il préside La Dépêche du Velay.", ["La Dépêche du Velay"]),
        ("Tim Cook d'Apple a parlé.", ["Tim Cook", "Apple"]),
        ("Le groupe Bon Marché du Léman recrute. Bon Marché du Léman ouvre à Gex.", ["Bon Marché du Léman", "Bon Marché du Léman", "Gex"]),
        ("Le Rafale de Dassault et la Clio de Renault se vendent.", ["Rafale", "Dassault", "Clio", "Renault"]),
        ("Le ministre de l'Économie a parlé.", []),
        ("Elle vend la Société des Jeux du Lubéron. La Société des Jeux perd.", ["Société des Jeux du Lubéron", "Société des Jeux"]),
        ("La Coopérative du Pays d'Auge tient bon.", ["Coopérative du Pays d'Auge"]),
        ("Il cède 8 % de Holding d'Infrastructures de Tramway.", ["Holding d'Infrastructures de Tramway"]),
        ("Le Comité des Fêtes de Renault a voté.", ["Comité des Fêtes de Renault"]),
        ("Elle a repris le Grand Hôtel des Cormorans et les Nouvelles Messageries du Rhône.",
         ["Grand Hôtel des Cormorans", "Nouvelles Messageries du Rhône"]),
        ("L'offre vise la Bretonne de Salaisons et la Lyonnaise de Borée.", ["Bretonne de Salaisons", "Borée"]),
        ("La Fabrique à Nuages passe à la caisse. Le Conseil à Paris.", ["Fabrique à Nuages", "Paris"]),
        ("Le Courrier de Bresse et L'Alba de Paris.", ["Courrier de Bresse", "L'Alba", "Paris"]),
        ("L'offre porte sur La Mie de Lorient et Les Secrets d'Élise.", ["La Mie de Lorient", "Les Secrets d'Élise"]),
        ("GENÈVE Les Éditions du Salève recrutent.", ["GENÈVE", "Les Éditions du Salève"]),
        ("Le prêt va à Vélora et à KLIN biosciences.", ["Vélora", "KLIN biosciences"]),
        ("Roig i Pons, à Madrid, hésite.", ["Roig i Pons", "Madrid"]),
        ("La Scop Lunettes du Doubs naîtra en mai.", ["Lunettes du Doubs"]),
        ("Prenez Union marocaine d'épargne et la Banque agricole du Hodna.",
         ["Union marocaine d'épargne", "Banque agricole du Hodna"]),
        ("Comtois Tissages recrute. Comtois et Basques recrutent.", ["Comtois Tissages"]),
        ("Elle suit de près Mon Guide Lacustre.", ["Mon Guide Lacustre"]),
        ("Mercerie du Bessin : un repreneur.", ["Mercerie du Bessin"]),
        ("Bornithée en confirme 62. Rebaptisée en 2012, elle recrute.", ["Bornithée"]),
        ("Il a lancé tulp42 et mesuré le co2.", ["tulp42"]),
        ("Ils ont dit oui à Madame Bricole.", ["Madame Bricole"]),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert names(text) == expected
