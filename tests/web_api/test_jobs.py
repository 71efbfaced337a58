"""Jobs of the plan engine over HTTP: who may begin one may stop one, and nobody else."""

import asyncio

import pytest

from renkei.web.work import PLANNING
from tests.node.facts import ROLES
from tests.web_api.facts import TASK, played


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_may_begin_a_job_may_stop_one(tmp_path, role):
    async def scenario(here):
        planner, other = await here.signed_in("planner"), await here.signed_in(role)
        await planner.act("plan.AddTask", TASK)
        job = (await planner.post("/api/plan/solve", json={"limit_s": 60})).json()["job"]
        begun, stopped = await other.post("/api/plan/check"), await other.post(f"/api/jobs/{job}/cancel")
        if role in PLANNING:
            assert (begun.status_code, stopped.status_code) == (202, 204)
        else:
            errors = [answer.json()["error"]["key"] for answer in (begun, stopped)]
            assert errors == ["node-role-missing"] * 2
            assert (await planner.get(f"/api/jobs/{job}")).json()["state"] != "cancelled"

    played(tmp_path, scenario)


def test_a_solve_leaves_out_the_branch_that_is_not_taken_unless_its_task_is_asked_for(tmp_path):
    async def scenario(here):
        planner = await here.signed_in("planner")
        for key in ("K1", "K2", "K3"):
            await planner.act("plan.AddTask", TASK | {"task": key})
        branches = [{"answer": "yes", "tasks": ["K1"]}, {"answer": "no", "tasks": ["K2"]}]
        await planner.act("plan.AddDecision", {"decision": {"id": "d", "branches": branches}})
        placed = []
        for asked in ({}, {"tasks": ["K2"]}):
            job = (await planner.post("/api/plan/solve", json=asked | {"limit_s": 20})).json()["job"]
            while (found := (await planner.get(f"/api/jobs/{job}")).json())["state"] == "running":
                await asyncio.sleep(0.05)
            placed.append(sorted(p["task"] for p in found["result"]["schedule"]))
        assert placed == [["K1", "K3"], ["K2"]]

    played(tmp_path, scenario)


def test_only_a_liaison_officer_starts_or_leaves_a_negotiation(tmp_path):
    async def scenario(here):
        planner, liaison = await here.signed_in("planner"), await here.signed_in("liaison_officer")
        assert (await planner.post("/api/plan/negotiate", json={"partner": "USA"})).status_code == 403
        started = await liaison.post("/api/plan/negotiate", json={"partner": "USA", "limit_s": 60})
        job = started.json()["job"]
        assert (await planner.post(f"/api/jobs/{job}/cancel")).json()["error"]["key"] == "node-role-missing"
        assert (await liaison.post(f"/api/jobs/{job}/cancel")).status_code == 204

    played(tmp_path, scenario)
