"""Plots of a corpus: money by month and type, the valuations that are told of a company, who invested in whom.

Colours are Okabe and Ito's, which colour-blind people tell apart; hatches and shapes say the same again, for print.
"""

from __future__ import annotations

import json
import unicodedata
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import rc_context, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from levees.view.page import asset, check_language, labels
from levees.view.points import Point

# money that changes hands, in the order of the stack; valuations and totals would count it again
MONEY_TYPES = {"FundingRound": ("#0072B2", ""), "Acquisition": ("#E69F00", "///"), "Ipo": ("#009E73", "..."),
               "FundClosing": ("#CC79A7", "xx"), "Stake": ("#56B4E9", "\\\\\\")}
# colour, shape and whether it is filled
KINDS = {"asserted": ("#0072B2", "o", True), "reported": ("#E69F00", "D", False), "hypothetical": ("#009E73", "^", False),
         "open": ("#CC79A7", "s", False), "denied": ("#D55E00", "X", True)}
_INVESTORS, _COMPANIES = 25, 40  # names that a page can hold
_MONTHS = 48  # beyond these, bars are years
_CURRENCIES = 3
_STEPS = [1, 2, 2.5, 5, 10]
_INK, _FAINT, _GRID, _PAPER = "#222222", "#6b6b6b", "#e2e2e2", "#ffffff"
# every colour on a dark ground; what is not listed is bright enough there
_DARK = {_INK: "#eceae5", _FAINT: "#a9adb5", _GRID: "#383d46", _PAPER: "#1c1f25", "#0072B2": "#3f9be0", "#D55E00": "#f07a2b",
         "#56B4E9": "#bfe3fa"}
_STYLE = {
    # letters stay letters in SVG, « $ » is no formula, and the same events give the same bytes
    "svg.fonttype": "none", "text.parse_math": False, "svg.hashsalt": "levees", "font.size": 10, "font.family": "DejaVu Sans",
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlelocation": "left", "axes.titlesize": 13, "axes.titleweight": "bold",
    "axes.titlepad": 12, "hatch.linewidth": 0.6, "legend.frameon": False,
}
_COLOURED = {"axes.edgecolor": _FAINT, "axes.labelcolor": _INK, "text.color": _INK, "xtick.color": _INK, "ytick.color": _INK,
             "figure.facecolor": _PAPER, "axes.facecolor": _PAPER}


def draw(
    deals: Sequence[Point], folder: Path, *, lang: str = "fr", company: str | None = None, dark: bool = False
) -> tuple[list[Path], list[str]]:
    """Write `money`, `valuations` and `investors` as .png and .svg into a folder, which is made where it is not there.

    On a `dark` ground both are dark; else PNG is light, and SVG is as light or dark as the system of whoever looks at it.

    Gives the files, and a sentence for each plot that had nothing to show. Raises `ValueError` for another language, for a company
    without valuations and where nothing at all can be drawn; `OSError` where the folder cannot be written.

    >>> from tempfile import mkdtemp
    >>> deal = Point("Valuation", "completed", "asserted", "Alba", 6e7, "EUR", date(2024, 5, 14), ())
    >>> [path.name for path in draw([deal], Path(mkdtemp()))[0]]
    ['valuations.png', 'valuations.svg']
    """
    check_language(lang)
    colours = {name: _DARK[colour] if dark else colour for name, colour in _COLOURED.items()}
    with rc_context(_STYLE | colours), warnings.catch_warnings():
        # a script that the font has no letters for shows boxes in PNG, and is whole in SVG
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figures = {
            "money": (money(deals, lang), "no completed deal has an amount with a currency and a month"),
            "valuations": (valuations(deals, lang, company), "no valuation has a company, an amount with a currency and a month"),
            "investors": (investors(deals, lang), "no round names its investors"),
        }
        lacking = [f"{name} is not drawn: {reason}" for name, (figure, reason) in figures.items() if figure is None]
        if len(lacking) == len(figures):
            raise ValueError("there is nothing to draw: no dated amounts, valuations or investors; give articles that tell of deals")
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, (figure, _) in figures.items():
            for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None})) if figure is not None else ():
                written.append(folder / f"{name}.{kind}")
                figure.savefig(written[-1], dpi=150, bbox_inches="tight", pad_inches=0.25, metadata=metadata)
                if kind == "svg" and not dark:
                    _follow_the_reader(written[-1])
    return written, lacking


def money(deals: Iterable[Point], lang: str) -> Figure | None:
    """Stacked bars of money by month, or by year where months are many, one panel for each of the three commonest currencies."""
    told = {
        (d.type, (d.who or f"?{n}").casefold(), d.amount, d.currency, d.day and (d.day.year, d.day.month)): d
        for n, d in enumerate(deals)
        if d.type in MONEY_TYPES and d.status == "completed" and d.certainty in ("asserted", "reported") and d.amount and d.currency
    }
    dated = [d for d in told.values() if d.day]
    if not dated:
        return None
    common = [name for name, _ in Counter(d.currency for d in dated).most_common()]
    shown = common[:_CURRENCIES]
    months = _span([d.day for d in dated if d.day and d.currency in shown])
    yearly = len(months) > _MONTHS
    bins = sorted({day.replace(month=1) for day in months}) if yearly else months
    say = _words(lang)
    grain = say["year" if yearly else "month"]
    figure = Figure(figsize=(10, 3.6 * len(shown)), layout="constrained")
    for axes, currency in zip(figure.subplots(len(shown), squeeze=False)[:, 0], shown, strict=True):
        _bars(axes, [d for d in dated if d.currency == currency], bins, yearly, lang)
        axes.set_title(say["money"].format(grain=grain, currency=currency))
        axes.yaxis.set_major_formatter(_money(str(currency), lang))
    note, lost = [say["moneyNote"]], len(told) - len(dated)
    if lost:
        note.append(say["undatedOne" if lost == 1 else "undatedMany"].format(n=lost, grain=grain))
    if common[_CURRENCIES:]:
        note.append(say["currenciesOut"].format(names=", ".join(map(str, common[_CURRENCIES:]))))
    _note(figure, " ".join(note))
    return figure


def valuations(deals: Iterable[Point], lang: str, company: str | None = None) -> Figure | None:
    """The valuations that are told of a company over time, what is rumoured and what is denied by other marks."""
    told: defaultdict[str, list[Point]] = defaultdict(list)
    for d in deals:
        if d.type == "Valuation" and d.who and d.amount and d.currency and d.day:
            told[d.who.casefold()].append(d)
    if company is not None and company.casefold() not in told:
        from difflib import get_close_matches

        near = [told[key][0].who for key in get_close_matches(company.casefold(), told)]
        raise ValueError(f"no dated valuation of {company} is told; "
                         + (f"did you mean {' or '.join(map(str, near))}?" if near else "name a company as the articles do"))
    if not told:
        return None
    path = told[company.casefold()] if company else max(told.values(), key=len)
    currency = Counter(d.currency for d in path).most_common(1)[0][0]
    others = sorted({str(d.currency) for d in path} - {currency})
    path = sorted({(d.day, d.amount, _kind(d)): d for d in path if d.currency == currency}.values(), key=lambda d: (d.day, d.amount))
    say = _words(lang)
    figure = Figure(figsize=(10, 5), layout="constrained")
    axes = figure.subplots()
    firm = [d for d in path if _kind(d) == "asserted"]
    axes.plot([d.day for d in firm], [d.amount for d in firm], color=_shade(KINDS["asserted"][0]), linewidth=1.5, zorder=1)
    for kind, (colour, shape, filled) in KINDS.items():
        some = [d for d in path if _kind(d) == kind]
        if some:
            axes.plot([d.day for d in some], [d.amount for d in some], linestyle="", marker=shape, markersize=10, zorder=2,
                      color=_shade(colour), markerfacecolor=_shade(colour if filled else _PAPER),
                      markeredgewidth=1.8 if not filled else 0.8, label=say[kind])
    _days(axes, [d.day for d in path if d.day], lang)
    axes.set_ylim(0, max(d.amount or 0 for d in path) * 1.12)
    axes.yaxis.set_major_formatter(_money(str(currency), lang))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=_STEPS))
    axes.grid(axis="y", color=_shade(_GRID), linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title(say["paths"].format(company=_clip(str(path[0].who), 60), currency=currency))
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), labelspacing=0.9)
    note = [say["pathNote"]] if len(firm) > 1 else []
    if others:
        note.append(say["currenciesOut"].format(names=", ".join(others)))
    if note:
        _note(figure, " ".join(note))
    return figure


def investors(deals: Iterable[Point], lang: str) -> Figure | None:
    """Investors on the left, the companies that they put money into on the right; broken lines where it is not sure or not done."""
    edges: dict[tuple[str, str], bool] = {}
    spelled: dict[str, str] = {}
    for d in deals:
        if d.type != "FundingRound" or not d.who or d.certainty == "denied" or d.status == "cancelled":
            continue
        for name in d.investors:
            pair = (name.casefold(), d.who.casefold())
            spelled.setdefault(pair[0], name)
            spelled.setdefault(pair[1], d.who)
            edges[pair] = edges.get(pair, False) or _kind(d) == "asserted"
    if not edges:
        return None
    active = Counter(investor for investor, _ in edges)
    busiest = {name for name, _ in active.most_common(_INVESTORS)}
    degree = Counter(company for investor, company in edges if investor in busiest)
    right = [name for name, _ in degree.most_common(_COMPANIES)]
    shown = {(investor, company): sure for (investor, company), sure in edges.items() if investor in busiest and company in right}
    left = list(dict.fromkeys(investor for investor, _ in shown))
    left, right = _untangle(left, right, shown)
    say = _words(lang)
    rows = max(len(left), len(right), 2)
    figure = Figure(figsize=(9, 1.4 + 0.34 * rows), layout="constrained")
    axes = figure.subplots()
    place = {**{(0, n): y for n, y in zip(left, _heights(len(left), rows), strict=True)},
             **{(1, n): y for n, y in zip(right, _heights(len(right), rows), strict=True)}}
    for (investor, company), sure in shown.items():
        axes.plot([0, 1], [place[0, investor], place[1, company]], color=_shade(_INK if sure else "#D55E00"), linewidth=1.1,
                  linestyle="-" if sure else (0, (4, 3)), alpha=0.75, zorder=1)
    for side, names, count, colour, shape in ((0, left, active, "#0072B2", "o"), (1, right, degree, "#E69F00", "s")):
        for name in names:
            axes.plot(side, place[side, name], shape, color=_shade(colour), markersize=min(6 + 1.2 * count[name], 14), zorder=2)
            axes.annotate(_clip(spelled[name], 40), (side, place[side, name]), xytext=(12 if side else -12, 0), textcoords="offset points",
                          ha="left" if side else "right", va="center")
        axes.annotate(say["companies" if side else "investors"], (side, -1.1), ha="center", va="center", fontweight="bold")
    axes.set(xlim=(-0.06, 1.06), ylim=(rows - 0.4, -1.6))
    axes.axis("off")
    axes.set_title(say["network"])
    styles = {say["certain"]: (_INK, "-", True), say["uncertain"]: ("#D55E00", (0, (4, 3)), False)}
    lines = [Line2D([], [], color=_shade(colour), linestyle=line, label=label) for label, (colour, line, sure) in styles.items()
             if sure in shown.values()]
    axes.legend(handles=lines, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)
    companies = {company for _, company in edges}
    if len(active) > len(left) or len(companies) > len(right):
        _note(figure, say["cutOff"].format(investors=len(left), of=len(active), companies=len(right), total=len(companies)))
    return figure


def _bars(axes: Axes, deals: Sequence[Point], bins: Sequence[date], yearly: bool, lang: str) -> None:
    from babel.dates import format_date

    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * len(bins))
    where = {day: n for n, day in enumerate(bins)}
    for d in deals:
        if d.day:
            sums[d.type][where[d.day.replace(day=1, month=1 if yearly else d.day.month)]] += d.amount or 0
    foot = [0.0] * len(bins)
    for kind, (colour, hatch) in MONEY_TYPES.items():
        if kind in sums:
            axes.bar(range(len(bins)), sums[kind], 0.78, bottom=foot, color=_shade(colour), hatch=hatch, linewidth=0.6,
                     edgecolor=_shade(_PAPER), label=labels()[lang]["types"][kind])
            foot = [a + b for a, b in zip(foot, sums[kind], strict=True)]
    step = -(-len(bins) // 12)
    ticks = list(range(0, len(bins), step))
    axes.set_xticks(ticks, [str(bins[n].year) if yearly else format_date(bins[n], "MMM\ny", locale=lang) for n in ticks])
    air = max(0.0, (6 - len(bins)) / 2)  # few bars stand in the middle, and are no walls
    axes.set_xlim(-0.7 - air, len(bins) - 0.3 + air)
    axes.set_ylim(0, max(foot) * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=_STEPS))
    axes.grid(axis="y", color=_shade(_GRID), linewidth=0.8)
    axes.set_axisbelow(True)
    # the legend's order is that of the stack, top to bottom
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), reverse=True, labelspacing=0.8, handlelength=1.6, handleheight=1.2)


def _kind(deal: Point) -> str:
    if deal.certainty == "asserted" and deal.status != "completed":
        return "open"
    return deal.certainty


def _span(days: Sequence[date]) -> list[date]:
    first, last = min(days), max(days)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(n // 12, n % 12 + 1, 1) for n in numbers]


def _days(axes: Axes, days: Sequence[date], lang: str) -> None:
    """Months under a time axis, at most eight; a month of air on both sides."""
    from babel.dates import format_date

    months = _span(days)
    air = max(10, (max(days) - min(days)).days // 20)
    axes.set_xlim(min(days).toordinal() - air - _EPOCH, max(days).toordinal() + air - _EPOCH)
    ticks = [*months, _after(months[-1])][:: -(-(len(months) + 1) // 8)]
    low, high = axes.get_xlim()
    ticks = [day for day in ticks if low <= day.toordinal() - _EPOCH <= high] or [min(days)]
    axes.set_xticks([day.toordinal() - _EPOCH for day in ticks], [format_date(day, "MMM\ny", locale=lang) for day in ticks])


_EPOCH = date(1970, 1, 1).toordinal()  # where matplotlib counts days from


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _untangle(left: list[str], right: list[str], edges: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Both columns in an order in which few lines cross: each name at the mean height of its neighbours, in turns (Sugiyama)."""
    near: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for investor, company in edges:
        near[0, investor].append(company)
        near[1, company].append(investor)
    for _ in range(8):
        at = {name: n / len(left) for n, name in enumerate(left)}
        right = sorted(right, key=lambda name: sum(at[x] for x in near[1, name]) / len(near[1, name]))
        at = {name: n / len(right) for n, name in enumerate(right)}
        left = sorted(left, key=lambda name: sum(at[x] for x in near[0, name]) / len(near[0, name]))
    return left, right


def _heights(count: int, rows: int) -> list[float]:
    return [(n + 0.5) * rows / count - 0.5 for n in range(count)]


def _money(currency: str, lang: str) -> FuncFormatter:
    from babel.numbers import format_compact_currency

    def told(value: float, _: Any) -> str:
        return str(format_compact_currency(value, currency, locale=lang, fraction_digits=2)) if value else "0"

    return FuncFormatter(told)


def _shade(colour: str) -> str:
    """A colour as the ground wants it; the ground is that of the style in force."""
    return colour if rcParams["figure.facecolor"] == _PAPER else _DARK.get(colour, colour)


def _follow_the_reader(path: Path) -> None:
    """Give an SVG its dark colours where the reader's system is dark; programs that know no media queries pass over them."""
    swaps = "".join(f'[style*="{part}: {light.lower()}"]{{{part}:{dark}!important}}'
                    for light, dark in _DARK.items() for part in ("fill", "stroke"))
    style = f'<style type="text/css">@media (prefers-color-scheme: dark) {{{swaps}}}</style>'
    svg = path.read_text(encoding="utf-8")
    path.write_text(svg.replace("<defs>", f"{style}\n <defs>", 1), encoding="utf-8")


def _note(figure: Figure, text: str) -> None:
    figure.supxlabel(text, fontsize=8.5, color=_shade(_FAINT), x=0.01, ha="left")


def _clip(name: str, longest: int) -> str:
    """A name on one line, without what no XML may hold."""
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Cn") else c for c in name)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


@cache
def _words(lang: str) -> dict[str, str]:
    return dict(json.loads(asset("plots.json"))[lang])
