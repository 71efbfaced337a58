"""The own symbol layer stays many times cheaper than a MapLibre source: processor time, two ways in one run."""

from benchmarks.symbols import Page


def test_a_thousand_moving_symbols_cost_a_small_part_of_a_source(chromium, server):
    cost = {}
    for way, steps in (("own", 20), ("source", 4)):
        opened = Page(chromium, server.address, way, 1_000)
        cost[way] = opened.cost_ms(1.0, steps)
        opened.page.close()
    assert cost["source"] > 5 * cost["own"]
