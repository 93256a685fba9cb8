"""How joining deals grows with the number of events, as ratios of doublings: python benchmarks/deals.py [--events N]

Synthetic claims: companies of very unequal fame (the first has some 0.4 % of all events), each deal told by one to six articles, a
third of them without an amount. Processor time, and how many comparisons the blocks leave.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from levees.corpus import deals as joining
from levees.corpus.claims import Amount, Claim

FIRST = date(2015, 1, 1).toordinal()


def claims(count: int) -> Iterator[Claim]:
    """So many claims over ten years, the same for the same count."""
    draw = random.Random(count)
    made = 0
    while made < count:
        # fame: the company of rank r is drawn about as often as 1 / (50 + r), so the first has some 0.4 % of all events
        company = f"société {int(50 * (count / 500 + 1) ** draw.random()) - 50}"
        size, start, partner = Decimal(draw.randrange(1, 400)) * 500_000, FIRST + draw.randrange(3_650), f"fonds {draw.randrange(500)}"
        for _ in range(min(draw.randint(1, 6), count - made)):
            day = start + draw.randrange(60)
            amount = (Amount(size * Decimal("0.97"), size * Decimal("1.03"), "EUR", (size, size)),) if draw.random() > 1 / 3 else ()
            yield Claim(
                article=f"a{made}", event=f"a{made}#0", published=date.fromordinal(day).isoformat(), type="FundingRound",
                status="completed", certainty="asserted", source=None, evidence=None, company=company, keys=frozenset({company}),
                aliases=frozenset(), ids=(), names=(company,), partners=((partner, partner),) if draw.random() > 0.5 else (), facts=(),
                percent=None, amounts=amount, amount_text=None, days=(day, day), links=(),
            )
            made += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100_000)
    most = parser.parse_args().events
    compared, fit = 0, joining._fit

    def counted(deal: joining.Deal, claim: Claim) -> tuple[int, int] | None:
        nonlocal compared
        compared += 1
        return fit(deal, claim)

    joining._fit = counted
    before: tuple[float, int] | None = None
    for count in (most // 8, most // 4, most // 2, most):
        made, compared = list(claims(count)), 0
        begun = time.process_time()
        found = joining.join_claims(made)
        took = time.process_time() - begun
        growth = f", {took / before[0]:.2f} × the time and {compared / before[1]:.2f} × the comparisons of half as many" if before else ""
        print(f"{count:,} events, {len(found):,} deals, {took:.1f} s, {compared / count:.1f} comparisons an event{growth}", flush=True)
        before = took, compared


if __name__ == "__main__":
    main()
