"""The log over HTTP: paged from disk however long it is, the same shared list on both sides, counts that hold."""

import asyncio

from renkei.kernel.names import Name
from renkei.log.store import BATCH_MAX
from renkei.node.submission import COMMANDS_MAX
from renkei.watch.model import LogEntry
from tests.node.facts import ALL, carry
from tests.web_api.facts import played, served

LONG = 5_400
"""More lines than a node kept in memory for lists."""


async def written(here, count, rel_to=None, text="line"):
    """Write entries in as few appends as may be."""
    for start in range(0, count, COMMANDS_MAX):
        commands = [LogEntry(Name(f"{text} {n}")) for n in range(start, min(count, start + COMMANDS_MAX))]
        await here.here.node.handle([here.here.submit(c, rel_to=rel_to) for c in commands], ALL)


async def page(client, **query):
    answer = await client.get("/api/log", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def whole(client, **query):
    """Return all rows, turned page by page, and what each page said of what follows."""
    rows, said, before = [], [], {}
    while True:
        found = await page(client, **query, **before)
        rows += found["rows"]
        said.append((len(found["rows"]), found["next"], found["total"]))
        if found["next"] is None:
            return rows, said
        before = {"before": found["next"]}


def test_a_long_log_is_read_to_its_first_line_and_the_shared_list_is_the_same_on_both_sides(tmp_path):
    assert LONG < BATCH_MAX

    async def run():
        async with served(tmp_path / "j") as japan, served(tmp_path / "u", "USA", "JPN") as states:
            await written(japan, 13, ("USA",), "shared")
            await written(japan, LONG)
            await carry(japan.here, states.here)
            ours, theirs = [await here.signed_in("watch_officer") for here in (japan, states)]
            rows, said = await whole(ours, limit=3_000)
            assert [row["number"] for row in rows] == list(range(LONG + 13, 0, -1))
            assert said == [(3_000, LONG + 13 - 2_999, LONG + 13), (LONG + 13 - 3_000, None, LONG + 13)]
            shared = [await whole(client, shared=1, limit=5) for client in (ours, theirs)]
            lists = [[row["id"] for row in rows] for rows, _ in shared]
            assert lists[0] == lists[1]
            assert len(set(lists[0])) == 13
            assert shared[0][1] == shared[1][1] == [(5, 9, 13), (5, 4, 13), (3, None, 13)]
            assert all(row["shared"] for row in shared[0][0])
            assert (await page(ours, filter="SHARED 12"))["total"] == 1
            assert await page(theirs, filter="line") == {"rows": [], "next": None, "total": 0}
            link = (await theirs.get("/api/link")).json()["partners"][0]
            assert (link["received"], link["nation"], link["alarms"]) == (13, "JPN", [])

    asyncio.run(run())


def test_a_search_says_where_to_go_on_and_how_many_when_it_knows(tmp_path, monkeypatch):
    async def scenario(here):
        await written(here, 30, text="wave")
        await written(here, 600)
        client = await here.signed_in("watch_officer")
        rows, said = await whole(client, filter="wave", limit=20)
        assert [row["number"] for row in rows] == list(range(30, 0, -1))
        assert said == [(20, 11, None), (10, None, None)]
        monkeypatch.setattr("renkei.web.pages.SEARCHED_MAX", 500)
        rows, said = await whole(client, filter="wave", limit=50)
        assert len(rows) == 30
        assert said == [(0, 131, None), (30, None, None)]

    played(tmp_path, scenario)


def test_a_page_has_at_least_one_row(tmp_path):
    async def scenario(here):
        client = await here.signed_in("watch_officer")
        answer = await client.get("/api/log", params={"limit": "0"})
        assert (answer.status_code, answer.json()["error"]["place"]) == (400, "limit")
        assert await page(client, limit=1) == {"rows": [], "next": None, "total": 0}

    played(tmp_path, scenario)


def test_a_row_says_who_may_have_it_by_the_label_that_it_has_now(tmp_path):
    async def scenario(here):
        officer = await here.signed_in("watch_officer", "release_officer")
        answer = await officer.act("watch.LogEntry", {"text": {"en": "aftershock"}}, rel_to=("USA",))
        (event,) = answer.json()["events"]
        assert [row["rel_to"] for row in (await page(officer))["rows"]] == [["USA"]]
        recall = {"event": event, "based_on": event, "rel_to": []}
        assert (await officer.act("release.SetLabel", recall)).status_code == 200
        assert {row["id"]: row["rel_to"] for row in (await page(officer))["rows"]}[event] == []

    played(tmp_path, scenario)
