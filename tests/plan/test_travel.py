"""Travel: distances, times stated or reckoned, against counting out every schedule, and explained."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei import locale
from renkei.forces.events import PlaceRegistered
from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.plan.constraint import AllOrNone, Travel, TravelTime
from renkei.plan.document import read_plan
from renkei.plan.engine.jobs import check
from renkei.plan.engine.repair import Slip, repair
from renkei.plan.engine.temporal import hit_by, windows
from renkei.plan.engine.travel import great_circle_km, minutes_between
from renkei.plan.engine.verify import verify
from renkei.plan.model import Place
from tests.plan.folded import Log
from tests.plan.plans import at, plan, posed, schedule_of, task
from tests.plan.ruled import agrees, broken, fields, only_conflict, served_by, units, ways

TOKYO, OSAKA = (35.5494, 139.7798), (34.4347, 135.2440)


def test_the_great_circle_is_that_of_a_sphere_of_the_mean_radius():
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(10_007.557, abs=0.001)
    assert great_circle_km((0, 0), (0, 180)) == pytest.approx(20_015.115, abs=0.001)
    assert great_circle_km((90, 0), (-90, 55)) == pytest.approx(20_015.115, abs=0.001)
    assert great_circle_km((36.12, -86.67), (33.94, -118.40)) == pytest.approx(2_886.45, abs=0.01)
    assert great_circle_km(TOKYO, OSAKA) == great_circle_km(OSAKA, TOKYO)
    assert great_circle_km(TOKYO, TOKYO) == 0


def test_times_follow_from_speed_are_rounded_up_and_give_way_to_what_is_stated():
    places = {k: Place(id=k, lat=0.0, lon=lon) for k, lon in (("p", 0.0), ("q", 1.0), ("r", 2.0))}
    by_speed = Travel(id="c", assets=("u",), speed_kn=60)
    assert minutes_between(by_speed, places, ("p", "q"))["p", "q"] == 61  # 111.195 km are 60.04 sea miles
    stated = Travel(id="c", assets=("u",), speed_kn=60, times=(TravelTime("p", "q", 20), TravelTime("q", "p", 90)))
    known = minutes_between(stated, places, ("p", "q", "r"))
    assert (known["p", "q"], known["q", "p"], known["q", "r"]) == (20, 90, 61)
    assert (known["p", "r"], known["r", "p"]) == (81, 121)  # over q there, straight back
    assert minutes_between(Travel(id="c", assets=("u",)), places, ("p", "q")) == {}


def journeys(*tasks, times=(("p", "q", 60),), assets=("u",), **fields):
    rule = Travel(id="way", assets=assets, times=tuple(TravelTime(*t) for t in times))
    places = tuple(Place(id=k) for k in "pqr")
    return plan(*tasks, places=places, resources=units(*assets), constraints=(rule,), **fields)


def at_place(key, place, length=1, **fields):
    return task(key, length, uses={"u": 1}, at=(place,), **fields)


def test_time_to_travel_is_asked_between_two_places_and_not_within_one():
    found = journeys(at_place("A", "p"), at_place("B", "q"), at_place("C", "q"), times=(("p", "q", 60), ("q", "p", 30)))
    assert broken(found, {"A": 0, "B": 1.5, "C": 2.5}, {}) == [("way", "travel", 30)]
    assert broken(found, {"A": 0, "B": 2, "C": 3}, {}) == []
    assert broken(found, {"A": 4.5, "B": 2, "C": 3}, {}) == []
    assert broken(found, {"A": 4.25, "B": 2, "C": 3}, {}) == [("way", "travel", 15)]


def test_no_time_to_travel_is_told_with_the_way_and_what_would_do():
    tasks = (at_place("A", "p", due=2), at_place("B", "q", due=2), at_place("C", "q", due=9))
    conflict = only_conflict(journeys(*tasks))
    assert fields(conflict) == ["A.due", "B.due", "way"]
    item = conflict.items[-1]
    assert (item.kind, item.resource, item.owner) == ("travel", "u", "JPN")
    assert locale.text("en", item.told.key, item.told.facts) == (
        "u travels between A A (JPN) and B B (JPN) (p → q 1 h and q → p 1 h)."
    )
    assert conflict.told.key == "plan-conflict-travel"
    assert {w.change: w.delta_min for w in conflict.ways_out} == {"A.due": 60, "B.due": 60, "way": -60}


def test_where_only_one_order_is_left_the_time_to_travel_is_in_the_windows():
    found = journeys(at_place("A", "p", due=3), at_place("B", "q", earliest=2, due=9), at_place("C", "r", due=9))
    before = [(w.earliest, w.latest) for w in windows(posed(msgspec.structs.replace(found, constraints=())))]
    assert before == [(0, 120), (120, 480), (0, 480)]
    assert [(w.earliest, w.latest) for w in windows(posed(found))] == [(0, 120), (120, 480), (0, 480)]
    tighter = journeys(at_place("A", "p", earliest=1, due=3), at_place("B", "q", earliest=2, due=9))
    assert [(w.earliest, w.latest) for w in windows(posed(tighter))] == [(60, 120), (180, 480)]


def test_a_slip_pushes_the_next_task_of_the_unit_by_the_way_to_it():
    problem = posed(journeys(at_place("A", "p"), at_place("B", "q"), at_place("C", "q")))
    schedule = schedule_of(problem, {"A": 0, "B": 3, "C": 8})
    assert hit_by(problem, schedule, {0: 60}) == {0: 60}
    assert hit_by(problem, schedule, {0: 120}) == {0: 120, 1: 60}


@st.composite
def trips(draw):
    """Three tasks of one or two units at places that are some hours apart."""
    tasks = []
    for n in range(3):
        fields = {
            "due": draw(st.integers(2, 5)),
            "at": tuple(draw(st.lists(st.sampled_from("pq"), max_size=2, unique=True))),
        }
        if draw(st.booleans()):
            fields["earliest"] = draw(st.integers(0, 3))
        if draw(st.booleans()):
            tasks.append(served_by(f"T{n}", "u", "v", length=draw(st.integers(0, 2)), **fields))
        else:
            tasks.append(task(f"T{n}", draw(st.integers(0, 2)), uses={"u": 1}, **fields))
    times = (("p", "q", 60 * draw(st.integers(0, 2))), ("q", "p", 60 * draw(st.integers(0, 2))))
    found = journeys(*tasks, times=times, assets=("u", "v"))
    if draw(st.booleans()):
        group = AllOrNone(id="group", tasks=("T0",))
        found = msgspec.structs.replace(found, constraints=(*found.constraints, group))
    return found


@settings(max_examples=80)
@given(trips())
def test_the_solver_agrees_with_counting_out_travel(found):
    agrees(found, 5)


@settings(max_examples=30)
@given(trips())
def test_every_schedule_lies_inside_the_windows(found):
    problem = posed(found)
    spans = windows(problem)
    optional = any(j.optional for j in problem.jobs)
    for way in ways(problem, 5):
        if not verify(problem, way):
            assert spans is not None
            assert optional or all(
                spans[i].earliest <= p.start and (spans[i].latest is None or p.start <= spans[i].latest)
                for i, p in way.items()
            )


AWAY = """places: {p: {lat: 34, lon: 133}, q: {lat: 35, lon: 134}, r: {}}
resources: {u: {nation: JP}}
tasks:
- {id: a, nation: JP, duration: 1h, uses: {u: 1}, at: [p]}
- {id: b, nation: JP, duration: 1h, uses: {u: 1}, at: [q]}
- {id: c, nation: JP, duration: 2h, uses: {u: 1}, at: [q]}
constraints:
- {id: way, kind: travel, assets: [u], speed_kn: 120}"""


def test_a_document_states_a_speed_or_the_times():
    assert check(read_plan(AWAY)).feasible
    table = AWAY.replace("speed_kn: 120", "times: {p: {q: 45min}}")
    assert read_plan(table).constraints[0].times == (TravelTime("p", "q", 45),)


AWAY_WRONG = {
    "no position": (
        ("2h, uses: {u: 1}, at: [q]", "2h, uses: {u: 1}, at: [r]"),
        "plan-document-travel",
        "8 constraints[0].assets",
    ),
    "no speed": ((", speed_kn: 120", ""), "plan-document-travel", "8 constraints[0].assets"),
    "speed": (("120", "0"), "plan-document-number", "8 constraints[0].speed_kn"),
    "half a position": (("lat: 34, ", ""), "plan-document-missing", "1 places.p"),
    "no such place": (("speed_kn: 120", "times: {p: {x: 1h}}"), "plan-document-unknown", "8 constraints[0].times.p.x"),
    "no such angle": (("lon: 133", "lon: 200"), "plan-document-number", "1 places.p.lon"),
}


@pytest.mark.parametrize(("change", "key", "place"), AWAY_WRONG.values(), ids=AWAY_WRONG)
def test_what_is_wrong_with_travel_is_told_with_its_place(change, key, place):
    with pytest.raises(Malformed) as error:
        read_plan(AWAY.replace(*change))
    assert error.value.key == key
    assert error.value.place.startswith(f"plan.yaml:{place}")


def test_a_headquarters_takes_positions_from_its_gazetteer():
    log = Log()
    log.record(PlaceRegistered("p", Name("P"), "airfield", 34.0, 133.0))
    log.record(PlaceRegistered("q", Name("Q"), "port"))
    assert [(p.id, p.lat, p.lon) for p in log.state.plan().places] == [("p", 34.0, 133.0), ("q", None, None)]


def test_a_task_that_slips_goes_where_the_unit_has_the_time_to_travel_there_and_back():
    tasks = (at_place("A", "p", start=0), at_place("B", "q", start=2), at_place("C", "q", start=8))
    option = repair(journeys(*tasks), at(0), slip=Slip(task="A", delay_min=60)).options[0]
    assert {m.task: m.after[0] for m in option.moves} == {"A": at(4)}
    assert option.certified


def test_a_way_that_a_partner_missed_before_stands_against_no_repair():
    tasks = (
        at_place("A", "p", start=0, owner="USA"),
        at_place("B", "q", start=1, owner="USA"),
        at_place("C", "q", start=4),
    )
    option = repair(journeys(*tasks), at(0), "JPN", slip=Slip(task="C", delay_min=60)).options[0]
    assert [m.task for m in option.moves] == ["C"]
