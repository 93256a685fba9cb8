"""Properties of the date grammar: exact offsets, never an exception, time linear in length, what is written comes back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levees.grammar import dates_calendar as cal
from levees.grammar.dates import find_dates

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
WORDS = (
    "le la l' du de d'ici entre et à au en fin début mi- premier dernier prochain trimestre semestre année ans mois semaine jours mars "
    "été 2019 2020-2021 12 3 deux vingt lundi ce cette même il y a plus tard tôt "
    "exercice clos avant dans depuis XXe siècle T1 15h30 12/03/2024 , . ( ) \n\n"
).split(" ")
PUBLISHED = st.sampled_from([None, "2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31", "2024-13", "x"])


def check(text: str, published: str | None) -> None:
    end = 0
    for t in find_dates(text, published):
        assert end <= t.start < t.end <= len(text)
        assert text[t.start : t.end] == t.text
        assert 0 <= t.quote_start <= t.start
        assert t.first_day is None or t.last_day is None or t.first_day <= t.last_day
        e = t.to_expression()
        assert text[e.start : e.end] == e.text
        end = t.end


@given(st.text(alphabet=st.characters(exclude_categories=())), PUBLISHED)
@settings(max_examples=150, deadline=None)
def test_any_string(text: str, published: str | None) -> None:
    check(text, published)


@given(st.lists(st.sampled_from(WORDS), max_size=25), PUBLISHED)
@settings(max_examples=600, deadline=None)
def test_any_words_of_the_grammar(words: list[str], published: str | None) -> None:
    check(" ".join(words), published)


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)), st.integers(0, 6))
def test_a_day_comes_back_from_every_form(d: date, form: int) -> None:
    month = MONTHS[d.month - 1]
    first = "1er" if d.day == 1 else str(d.day)
    weekday = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()[d.weekday()]
    written = [
        f"{first} {month} {d.year}",
        f"{weekday} {first} {month} {d.year}",
        f"{d.day:02}/{d.month:02}/{d.year}",
        f"{d.day}.{d.month}.{d.year}",
        d.isoformat(),
        f"{first} {month.upper()} {d.year}",
        f"{first}\u00a0{month.capitalize()}\u202f{d.year}",
    ][form]
    assert [(t.text, t.value) for t in find_dates(f"Le {written}, rien.")] == [(written, d.isoformat())]


@given(st.integers(1900, 2100), st.integers(1, 4), st.integers(0, 4))
def test_a_quarter_comes_back_from_every_form(y: int, n: int, form: int) -> None:
    name = ["premier", "deuxième", "troisième", "quatrième"][n - 1]
    rank = "1er" if n == 1 else f"{n}e"
    written = [f"{name} trimestre {y}", f"{rank} trimestre de {y}", f"T{n} {y}", f"{n}T{y % 100:02}", f"{name} trimestre de l’année {y}"][
        form
    ]
    value = f"{2000 + y % 100 if form == 3 else y}-Q{n}"
    assert [t.value for t in find_dates(f"Au {written}, rien.")] == [value]


FORMS = [
    ("au premier semestre {y}", "{y}-H1"), ("au S2 {y}", "{y}-H2"), ("au second semestre de {y}", "{y}-H2"), ("début {y}", "{y} START"),
    ("à la mi-{y}", "{y} MID"), ("fin {y}", "{y} END"), ("à la fin de l'année {y}", "{y} END"), ("en {y}", "{y}"),
    ("à l'été {y}", "{y}-SU"),
    ("au printemps {y}", "{y}-SP"), ("sur l'exercice {y}", "{y}"), ("sur l'exercice {y}-{z}", "{y}/{z}"), ("entre {y} et {z}", "{y}/{z}"),
    ("de mars à juin {y}", "{y}-03/{y}-06"), ("entre avril et juin {y}", "{y}-Q2"), ("du 4 au 22 mai {y}", "{y}-05-04/{y}-05-22"),
    ("sur les neuf premiers mois de {y}", "{y}-01/{y}-09"), ("à Noël {y}", "{y}-12-25"), ("fin mars {y}", "{y}-03 END"),
    ("sur l'exercice clos fin juin {z}", "{y}-07/{z}-06"), ("au troisième trimestre de l'année {y}", "{y}-Q3"),
    ("aux T1 et T2 {y}", "{y}-Q1/{y}-Q2"),
    ("vers {y}", "{y} APPROX"), ("courant {y}", "{y}"), ("en avril {y}", "{y}-04"), ("à la Toussaint {y}", "{y}-11-01"),
]


@given(st.integers(1950, 2080), st.sampled_from(FORMS))
@settings(deadline=None)
def test_a_period_comes_back_from_every_form(y: int, form: tuple[str, str]) -> None:
    written, wanted = (part.format(y=y, z=y + 1) for part in form)
    assert [t.value + (f" {t.mod}" if t.mod else "") for t in find_dates(f"Elle a fermé {written}, dit-on.", "2024-05-16")] == [wanted]


AGO = [("jours", "D"), ("semaines", "W"), ("mois", "M"), ("ans", "Y")]


@given(st.integers(2, 30), st.sampled_from(AGO), st.dates(date(1990, 1, 1), date(2030, 12, 31)))
@settings(deadline=None)
def test_what_was_or_will_be_comes_back(n: int, unit: tuple[str, str], day: date) -> None:
    for written, sign in ((f"il y a {n} {unit[0]}", -1), (f"dans {n} {unit[0]}", 1)):
        moved = cal.shift(cal.day(day), sign * n, unit[1])
        assert moved is not None and moved.first is not None
        wanted = cal.week(moved.first) if unit[1] == "W" else moved
        assert [t.value for t in find_dates(f"C'est arrivé {written}, dit-on.", day.isoformat())] == [wanted.value]


@given(st.integers(1500, 2100), st.integers(1, 12))
def test_a_month_comes_back(y: int, n: int) -> None:
    found = find_dates(f"Née en {MONTHS[n - 1]} {y}.")
    assert [(t.value, t.first_day) for t in found] == [(f"{y}-{n:02}", date(y, n, 1))]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_calendar_values_read_back(d: date) -> None:
    for unit in "DWMQHY":
        s = cal.around(d, unit)
        again = cal.parse(s.value)
        assert again is not None and (again.first, again.last) == (s.first, s.last)
        assert s.first is not None and s.last is not None and s.first <= d <= s.last


HOSTILE = [
    "1", " ", "\n", "\n ", "le ", "MARS ", "fin de ", "entre ", "2015-", "de 2015 à ", "(", "\ud800", "vingt-", "il y a ", "lundi ",
    "en mars, ", " 000", "première moitié de ", "exercice clos ", "3, ", "de l’année ", "1.", "12/", "deux et ", "a lancé ", "\u00a0", "'",
    "nuit du 3 au ", "semaine 23 ", "mille neuf cent ", "deux ans et trois ", "week-end de ", "Noël week-end de ", "trois ans après sa ",
    "des mois ", "T1 et ", "plus de vers ", "(1 ((2 ", "2024-",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str, grows_linearly) -> None:
    def prepare(size: int):
        text = (unit * (size // len(unit) + 1))[:size]
        return lambda: find_dates(text, "2024-05-16")

    grows_linearly(prepare, 2_500)


def test_a_number_of_100_000_digits() -> None:
    assert find_dates("9" * 100_000 + " ans", "2024-05-16") == []
