"""Measures three pages beside their bare twins and prints one table; profiles what stays below its goal."""

from collections.abc import Iterator

from bench.demo import demo
from bench.figures import median, percentile, ratio, table
from bench.web.load import Burst, drive
from bench.web.profile import profile
from bench.web.scenarios import Scenario, pages, submit
from tests.site import Site

ROUNDS = 5
HEADS = [
    "page",
    "clients",
    "median ms",
    "p99 ms",
    "per s",
    "bare median",
    "p99",
    "per s",
    "ratio",
    "goal",
    "",
]


def measure(scenario: Scenario, ours: Site, bare: Site, clients: int) -> tuple[list[Burst], list[Burst]]:
    """Take turns, so that a busy moment of the machine meets both."""
    bursts: tuple[list[Burst], list[Burst]] = [], []
    for turn in range(2 * ROUNDS):
        which = (turn + turn // 2) % 2  # ours, bare, bare, ours, ours, ...
        site, requests = ((ours, scenario.ours), (bare, scenario.bare))[which]
        bursts[which].append(drive(site.port, scenario.shares(requests, clients)))
    return bursts


def figures(bursts: list[Burst]) -> list[str]:
    latencies = [1000 * latency for burst in bursts for latency in burst.latencies]
    rates = [burst.rate for burst in bursts]
    return [f"{median(latencies):.1f}", f"{percentile(latencies, 0.99):.1f}", f"{median(rates):.0f}"]


def run(scenario: Scenario, ours: Site, bare: Site) -> list[list[str]]:
    """Measure one page at every number of clients, after a warm-up, and return its lines."""
    drive(ours.port, scenario.shares(scenario.ours, max(scenario.each)))
    drive(bare.port, scenario.shares(scenario.bare, max(scenario.each)))
    lines = []
    for clients in scenario.each:
        mine, plain = measure(scenario, ours, bare, clients)
        share = ratio([burst.rate for burst in mine], [burst.rate for burst in plain])
        verdict = "" if share >= scenario.goal else "below"
        goals = [f"{share:.2f}", f"{scenario.goal:.2f}", verdict]
        lines.append([scenario.name, str(clients), *figures(mine), *figures(plain), *goals])
    return lines


def main() -> None:
    with demo("web") as site:
        bare = Site(site.folder, "bench.web.wsgi")
        try:
            bare.start()
            site.start()
            compare(site, bare)
        finally:
            bare.stop()


def scenarios(site: Site) -> Iterator[Scenario]:
    """Yield the pages over the demo's rows first, then the sending, which adds rows."""
    yield from pages(site)
    yield submit(site, ROUNDS)


def compare(site: Site, bare: Site) -> None:
    lines, below = [], []
    for scenario in scenarios(site):
        found = run(scenario, site, bare)
        lines += found
        if any(line[-1] for line in found):
            below.append(profile(scenario, site))
    print(table(HEADS, lines))
    for shares in below:
        print(f"\n{shares}", end="")


main()
