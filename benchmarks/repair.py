"""Repairs of a six-hour slip of the busiest asset, beside one model of the whole plan, a full re-solve and push-right.

`python -m benchmarks.repair [--tasks N] [--seeds A:B] [--limit S] [--full] [--out FILE]` prints one JSON line for each
seed, then a table. Five slips share one plan. What is already under way stays; due times may be missed, longest spans
may not. Our clock starts with the plan, the peers' with the posed problem. `--full` takes 500 and 2,000 tasks with
fifty seeds each and goes on where the file `--out` ends.
"""

import argparse
import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.kept import kept_in, rows_of
from benchmarks.plan_made import at, based, figures, slipped
from benchmarks.repair_peers import moves_only, one_model, push_right, re_solve, relaxed
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.question import Question
from renkei.plan.engine.repair import repair

FULL = ((500, range(50)), (2000, range(50)))
PER_PLAN = 5
"""Slips of one plan, at different moments: its schedule takes much longer to find than its repair."""
BASE_S = 10.0
OUTAGE_MIN = 360
PEERS = {"one_model": one_model, "moves_only": moves_only, "re_solve": re_solve}
GOALS = {500: 0.1, 2000: 0.05}
"""First verified repair against the answer of one model, by tasks."""


def ours(plan, now, limit):
    """The repair in this process: seconds to the first verified one, to the proof, and to the end of the trade-off."""
    told, cpu = [], []

    def heard(progress):
        cpu.append(time.process_time() - used)
        told.append((time.perf_counter() - began, progress.objective, progress.bound))

    began, used = time.perf_counter(), time.process_time()
    result = repair(plan, now, effort=Effort(limit), watch=heard)
    row = {"seconds": round(time.perf_counter() - began, 3), "hit": len(result.hit), "possible": bool(result.options)}
    row |= {"first_s": round(told[0][0], 4), "first_moves": told[0][1]} if told else {"first_s": None}
    row["first_cpu_s"] = round(cpu[0], 4) if cpu else None
    row["proof_s"] = next((round(at_, 3) for at_, _, bound in told if bound is not None), None)
    few = result.options[0] if result.options else None
    row |= {"moves": len(few.moves) if few else None, "certified": bool(few and few.certified)}
    row["options"] = {o.goal: [len(o.moves), sum(m.by_min for m in o.misses), o.certified] for o in result.options}
    return row


def in_child(plan, now, limit):
    """The same as a node asks it: seconds from the start of the process to the first repair, and its peak memory."""
    question = msgspec.json.encode(Question(kind="repair", plan=plan, now=now, limit_s=limit)) + b"\n"
    began = time.perf_counter()
    command = [sys.executable, "-m", "renkei.io.solver_child"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write(question)
    child.stdin.flush()
    child.stdout.readline()
    first = round(time.perf_counter() - began, 3)
    child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return {"child_first_s": first, "child_peak_mb": round(usage.ru_maxrss * 1024 / 1e6)}


def case(asked):
    """The figures of one slip."""

    def run(case):
        plan = based(case["tasks"], case["seed"] // PER_PLAN, BASE_S)
        late, now, unit = slipped(plan, case["seed"])
        row = {"unit": unit, "open": sum(t.status != "executing" for t in late.tasks)}
        gc.freeze()  # as the process of a node does, so that what benchmarks load is not gone through while time runs
        row |= ours(late, now, asked.limit) | in_child(late, now, asked.limit)
        problem, base, dues = relaxed(late, now)
        for name in filter(None, asked.against.split(",")):
            limit = asked.resolve if name == "re_solve" else asked.limit
            row |= PEERS[name](problem, base, dues, limit)
        index = next(n for n, r in enumerate(problem.resources) if r.id == unit)
        until = round((now - at(0)).total_seconds() / 60) + OUTAGE_MIN
        return row | push_right(problem, base, until, index) | figures(plan)

    return run


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def told(rows):
    """The table of one size."""
    done = [r for r in rows if r["possible"]]
    refuted = sum(not r["possible"] and r.get("one_model_answer") == "infeasible" for r in rows)
    least = [r["certified"] for r in done]
    yield f"slips {len(rows)}, repaired {len(done)}, refuted by one model too {refuted}"
    yield f"moves proved fewest {sum(least)}/{len(done)} (goal 98 %)"
    for name in ("one_model", "moves_only"):
        proved = [r for r in done if r.get(f"{name}_answer") == "optimal"]
        same = sum(r["moves"] == r[f"{name}_moves"] for r in proved)
        yield f"  as few as {name} proves {same}/{len(proved)}"
    for name, key, goal in (
        ("first verified repair", "first_s", "p95 1 s"),
        ("the same with the start of the process", "child_first_s", ""),
        ("fewest moves proved", "proof_s", "p95 3 s"),
        ("all points of the trade-off", "seconds", ""),
    ):
        known = [r[key] for r in done if r[key] is not None]
        yield f"{name}: median {median(known):.3f} s, p95 {quantile(known, 0.95):.3f} s   {goal and 'goal: ' + goal}"
    yield from ratios(done)
    yield from changes(done)
    yield f"peak memory of the process {max(r['child_peak_mb'] for r in rows)} MB (goal 400)"
    shape = {name: median(r[name] for r in rows) for name in ("utilisation", "joint_starts", "tasks_at_shared_ports")}
    yield f"median plan {shape}, open tasks {median(r['open'] for r in rows):.0f}"


def ratios(done):
    """First verified repair against the times of the one-shot models."""
    for name, key in (("answer", "answer_s"), ("last solution", "last_s"), ("first solution", "first_s")):
        for peer in ("one_model", "moves_only"):
            pairs = [(r["first_s"], r[f"{peer}_{key}"]) for r in done if r.get(f"{peer}_{key}") and r["first_s"]]
            if not pairs:
                continue
            all_ = sum(a for a, _ in pairs) / sum(b for _, b in pairs)
            goal = f"   goal {GOALS.get(done[0]['tasks'], 0.1)}" if (name, peer) == ("answer", "one_model") else ""
            each, theirs = [a / b for a, b in pairs], median(b for _, b in pairs)
            yield (
                f"first verified repair / {peer}'s {name} (median {theirs:.2f} s): "
                f"median {median(each):.3f}, p95 {quantile(each, 0.95):.3f}, sums {all_:.3f}{goal}"
            )
    used = [(r["first_cpu_s"], r["one_model_cpu_s"]) for r in done if r.get("one_model_cpu_s") and r["first_cpu_s"]]
    if used:
        mine, theirs = (sum(side) for side in zip(*used, strict=True))
        each = median(a / b for a, b in used)
        yield f"  the same in processor time, both workers counted: median {each:.3f}, sums {mine / theirs:.3f}"
    cut = sum(r.get("one_model_answer") == "feasible" for r in done)
    yield f"  one_model was cut by its limit without proof {cut} times"


def changes(done):
    """How many tasks move, ours and the others'."""
    mine = sum(r["moves"] for r in done)
    yield f"moves: ours {mine}, of the first verified {sum(r['first_moves'] for r in done)}"
    for name in (*PEERS, "push_right"):
        found = [(r["moves"], r[f"{name}_moves"]) for r in done if r.get(f"{name}_moves")]
        if found:
            theirs = sum(b for _, b in found)
            yield f"  {name}: {theirs} in {len(found)} slips, ours / theirs {sum(a for a, _ in found) / theirs:.3f}"
    yield f"  push_right broke {sum(r['push_right_breaks'] > 0 for r in done)} plans"
    kinds = [tuple(r["options"]) for r in done]
    proved = {k: sum(r["options"][k][2] for r in done if k in r["options"]) for k in ("least_lateness", "in_between")}
    yield f"  options: three {sum(len(k) == 3 for k in kinds)}, two {sum(len(k) == 2 for k in kinds)}; proved {proved}"


def table(rows):
    lines = []
    for count in dict.fromkeys(r["tasks"] for r in rows):
        here = [r for r in rows if r["tasks"] == count]
        lines += [f"== {count} tasks", *(told(here) if any(r["possible"] for r in here) else ["none repaired"])]
    return "\n".join(lines)


def cases(asked):
    low, high = map(int, asked.seeds.split(":"))
    for count, seeds in FULL if asked.full else ((asked.tasks, range(low, high)),):
        for seed in seeds:
            yield {"case": f"{count}/{seed}", "tasks": count, "seed": seed}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--seeds", default="0:4", help="from:until")
    parser.add_argument("--limit", type=float, default=30.0, help="seconds of each solve")
    parser.add_argument("--resolve", type=float, default=10.0, help="seconds of the full re-solve")
    parser.add_argument("--against", default=",".join(PEERS), help="peers, comma-separated; empty for none")
    parser.add_argument("--full", action="store_true", help="fifty seeds at both sizes; goes on where --out ends")
    parser.add_argument("--out", type=Path, default=None, help="where lines are kept")
    asked = parser.parse_args()
    kept = (asked.out or kept_in("repair")) if asked.full else asked.out
    print(table(list(rows_of(cases(asked), case(asked), kept))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
