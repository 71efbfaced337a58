"""Two parties agree on joint plans that hold for both, within their messages, and move no task of the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from renkei.kernel.errors import Malformed
from renkei.kernel.ids import RequestId
from renkei.plan.constraint import After, NotDuring, Period, Span, StartTogether
from renkei.plan.engine.cpsat import Effort
from renkei.plan.engine.negotiate import protocol
from renkei.plan.engine.negotiate.exchange import Booking, Exchange, Meeting, Offer, Shift, Variant, shifted, shifts
from renkei.plan.engine.negotiate.party import FIRST_TALK_MAX, LATER_TALK_MAX, Party
from renkei.plan.engine.negotiate.protocol import carry, negotiate
from renkei.plan.engine.negotiate.response import Diligence, view_of
from renkei.plan.engine.negotiate.sight import beside, joined, part_of, ties
from renkei.plan.engine.negotiate.spoken import MESSAGES_MAX, PROPOSALS_MAX
from renkei.plan.engine.pose import Stance, pose
from renkei.plan.engine.problem import Placing, minute_of
from renkei.plan.engine.temporal import contradiction
from renkei.plan.engine.verify import hard, verify
from tests.plan.plans import H, at, plan, resource, task

US, JP = "USA", "JPN"
QUICK = Diligence(runs=2, tries=600, glances=100, solver=Effort(seconds=2.0))


def parties(joint, diligence=QUICK):
    return tuple(Party(part_of(joint, n), n, m, diligence) for n, m in ((US, JP), (JP, US)))


def starts(*sides):
    return {p.task: round((p.start - H) / timedelta(minutes=1)) / 60 for side in sides for p in side.schedule}


def broken(joint, *sides):
    """What the exact check of the whole plan says of both schedules; own due times may be missed."""
    problem = pose(joint, Stance())
    kept = problem.without(f"{t.id}.due" for t in joint.tasks)
    placed = {p.task: p for side in sides for p in side.schedule}
    schedule = {
        i: Placing(minute_of(problem.origin, placed[j.id].start, up=True))
        for i, j in enumerate(problem.jobs)
        if j.id in placed
    }
    return len(problem.jobs) - len(schedule), [v.key for v in hard(verify(kept, schedule))]


def port(capacity=1):
    return resource("port", capacity, kind="place")


def one_port():
    """Both need the only berth, the partner's task is the urgent one."""
    ours = task("ship", 4, owner=US, uses={"port": 1}, due=4, priority=3)
    theirs = task("ferry", 4, uses={"port": 1}, due=4, priority=1)
    return plan(ours, theirs, resources=(port(),))


def meeting():
    """A joint start, and each side has something to do before it."""
    return plan(
        task("load", 3, owner=US),
        task("fly", 2, owner=US, after=("load",), due=5),
        task("clear", 6),
        task("receive", 2, after=("clear",), due=8),
        constraints=(StartTogether(id="meet", tasks=("fly", "receive"), within_min=60),),
    )


def test_the_berth_goes_to_the_urgent_task():
    joint = one_port()
    sides = parties(joint)
    ended = negotiate(*sides)
    assert (ended.joint, ended.told.key) == (True, "plan-negotiate-joint")
    assert starts(*sides) == {"ferry": 0.0, "ship": 4.0}
    assert [side.cost for side in sides] == [240, 0]
    assert broken(joint, *sides) == (0, [])


def test_a_meeting_waits_for_the_later_side():
    joint = meeting()
    sides = parties(joint)
    assert negotiate(*sides).joint
    assert broken(joint, *sides) == (0, [])
    assert starts(*sides) == {"load": 0.0, "fly": 5.0, "clear": 0.0, "receive": 6.0}


def test_an_order_across_the_border_holds_for_both():
    joint = plan(task("build", 5), task("land", 1, owner=US, after=("build",), due=2))
    sides = parties(joint)
    assert negotiate(*sides).joint
    assert starts(*sides) == {"build": 0.0, "land": 5.0}
    assert [c.id for c in part_of(joint, JP).constraints] == ["land.after.build"]


def test_both_orders_run_and_the_better_is_kept():
    joint = one_port()
    sides = parties(joint)
    ended = negotiate(*sides)
    assert [e.by for e in ended.exchanges if e.number == 1][:2] == [US, JP]
    starting = [e.anew for e in ended.exchanges if e.number == 1]
    assert 2 <= sum(starting) <= len(ended.first) <= 2 * protocol.STARTS
    gains = [e.gain_min for e in ended.exchanges[: sum(ended.first)]]
    assert gains[: ended.first[0]] == [None] * ended.first[0]
    assert all(gain is not None for gain in gains[ended.first[0] :])


def test_the_same_seed_says_the_same():
    said = [negotiate(*parties(meeting())).exchanges for _ in range(2)]
    assert said[0] == said[1]


def test_what_own_search_does_not_know_the_solver_answers():
    joint = meeting()
    night = NotDuring(id="night", task="receive", periods=(Period(at(6), at(9)),))
    joint = msgspec.structs.replace(joint, constraints=(*joint.constraints, night))
    sides = parties(joint)
    assert negotiate(*sides).joint
    assert broken(joint, *sides) == (0, [])
    assert starts(*sides)["receive"] == 9.0


def test_what_cannot_be_joined_ends_with_no_joint_plan():
    joint = plan(
        task("first", 4, owner=US, uses={"port": 1}),
        task("second", 4, uses={"port": 1}),
        resources=(port(),),
        constraints=(StartTogether(id="meet", tasks=("first", "second"), within_min=60),),
    )
    sides = parties(joint)
    ended = negotiate(*sides)
    assert (ended.joint, ended.told.key) == (False, "plan-negotiate-none")
    assert all(n <= FIRST_TALK_MAX for n in ended.first)
    assert [side.schedule for side in sides] == [(), ()]


class Unhelpful:
    """A partner that declines everything and asks for nothing."""

    nation, agreed = JP, None

    def begin(self, _request, *, anew=False):
        return None

    def answer(self, said):
        return Exchange(request=said.request, number=said.number + 1, by=JP, to=US, verb="decline")


def test_an_unhelpful_partner_ends_it_with_what_was_said():
    side, _ = parties(one_port())
    ended = negotiate(side, Unhelpful())
    assert (ended.joint, ended.told.key, ended.told.facts["count"]) == (False, "plan-negotiate-none", 2)
    assert [(e.by, e.verb) for e in ended.exchanges] == [(US, "request"), (JP, "decline")]
    assert side.schedule == ()


class Careless(Unhelpful):
    """A partner that accepts everything and puts forward what does not fit."""

    def answer(self, said):
        if said.verb == "withdraw":
            return None
        booked = tuple(said.bookings)
        return Exchange(request=said.request, number=said.number + 1, by=JP, to=US, verb="accept", bookings=booked)


def test_an_acceptance_that_does_not_fit_is_withdrawn():
    side, _ = parties(one_port())
    ended = negotiate(side, Careless())
    assert [e.verb for e in ended.exchanges] == ["request", "accept", "withdraw"]
    assert not ended.joint
    assert side.agreed is None


def test_a_withdrawal_restores_the_agreement_before():
    sides = parties(one_port())
    carry(*sides, RequestId("one"), anew=True)
    before = sides[1].agreed
    request = sides[0].begin(RequestId("two"), anew=True)
    answer = sides[1].answer(request)
    if answer.verb == "accept":
        assert sides[1].agreed is not before
    gone = Exchange(request=RequestId("two"), number=3, by=US, to=JP, verb="withdraw")
    sides[1].answer(gone)
    assert sides[1].agreed in (before, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"by": "GBR"},
        {"to": US},
        {"meetings": (Meeting("fly", at(3), at(2)),)},
        {
            "meetings": (Meeting("fly", at(3), at(5)),),
            "others": (Variant((Shift(0, at(4), at(2)),)),),
        },
        {"others": (Variant(()),) * PROPOSALS_MAX},
    ],
)
def test_a_message_that_is_not_for_it_or_runs_backward_is_malformed(fields):
    _, side = parties(meeting())
    common = {"request": RequestId("x"), "number": 1, "by": US, "to": JP, "verb": "request"}
    with pytest.raises(Malformed):
        side.answer(Exchange(**{**common, **fields}))


def test_a_request_without_the_time_of_a_meeting_is_declined():
    _, side = parties(meeting())
    said = Exchange(request=RequestId("x"), number=1, by=US, to=JP, verb="request")
    assert side.answer(said).verb == "decline"
    assert side.agreed is None


def test_a_party_holds_no_task_of_the_other_even_if_it_is_given_the_whole_plan():
    joint = meeting()
    side = Party(joint, US, JP, QUICK)
    assert [t.id for t in side.plan.tasks] == ["load", "fly"]
    assert ties(side.plan) == ({"fly"}, {"receive"})


@st.composite
def joint_plans(draw):
    """Chains of both nations on own units, some at one shared port, some that meet, some with a longest span."""
    tasks, firsts = [], {US: [], JP: []}
    constraints = []
    for n in range(draw(st.integers(2, 5))):
        owner = (US, JP)[n % 2]
        before = None
        for q in range(draw(st.integers(1, 3))):
            uses = {f"{owner}-unit": 1} | ({"port": 1} if q and draw(st.booleans()) else {})
            fields = {"due": draw(st.integers(3, 12))} if draw(st.booleans()) else {}
            after = (before,) if before else ()
            tasks.append(
                task(f"{owner}{n}.{q}", draw(st.integers(1, 4)), owner=owner, uses=uses, after=after, **fields)
            )
            before = tasks[-1].id
            if q == 0:
                firsts[owner].append(before)
        if draw(st.booleans()):
            mine = tuple(t.id for t in tasks if t.id.startswith(f"{owner}{n}."))
            constraints.append(Span(id=f"span{n}", tasks=mine, longest_min=20 * 60))
    if draw(st.booleans()):
        constraints.append(StartTogether(id="meet", tasks=(firsts[US][0], firsts[JP][0]), within_min=60))
    if draw(st.booleans()):
        constraints.append(After(id="later", task=firsts[US][-1], of=firsts[JP][0]))
    units = (resource("USA-unit", owner=US), resource("JPN-unit"), port())
    return plan(*tasks, resources=units, constraints=tuple(constraints))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(joint_plans())
def test_what_is_agreed_holds_for_both_within_the_messages(joint):
    assume(contradiction(pose(joint, Stance()).without(f"{t.id}.due" for t in joint.tasks)) is None)
    sides = parties(joint, Diligence(runs=2, tries=200, glances=40))
    ended = negotiate(*sides)
    assert len(ended.exchanges) <= MESSAGES_MAX
    assert all(n <= FIRST_TALK_MAX for n in ended.first)
    assert max(e.number for e in ended.exchanges) <= max(FIRST_TALK_MAX, LATER_TALK_MAX)
    assert ended.joint
    assert broken(joint, *sides) == (0, [])
    for side in sides:
        assert {p.task for p in side.schedule} == {t.id for t in joint.tasks if t.owner == side.nation}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(joint_plans())
def test_each_agreement_is_worth_it_to_both_together(joint):
    sides = parties(joint, Diligence(runs=2, tries=200, glances=40))
    ended = negotiate(*sides)
    before = {}
    for said in ended.exchanges:
        if said.verb == "accept" and said.gain_min is not None:
            assert said.gain_min + before[said.to][said.chosen] > 0
        before[said.by] = [gain for _, gain in said.proposals()]


def test_an_offer_of_nothing_asks_for_nothing():
    joint = plan(task("alone", 2, owner=US), task("too", 2))
    sides = parties(joint)
    ended = negotiate(*sides)
    assert ended.joint
    assert {e.offer for e in ended.exchanges} == {Offer()}


def contest():
    """Two nations with three tasks each at one berth, in which who comes when is worth talking about."""
    fields = [(3, 5, 1), (4, 9, 3), (2, 4, 2)]
    tasks = [
        task(f"{n}{k}", length + shift, owner=n, uses={"port": 1}, due=due, priority=priority)
        for shift, n in enumerate((US, JP))
        for k, (length, due, priority) in enumerate(fields)
    ]
    return plan(*tasks, resources=(port(),))


def test_messages_that_better_an_agreement_hold_several_proposals():
    sides = parties(contest())
    ended = negotiate(*sides)
    assert max(len(e.others) for e in ended.exchanges) > 0
    assert all(len(e.others) < PROPOSALS_MAX for e in ended.exchanges)
    assert not any(e.others for e in ended.exchanges[: sum(ended.first)])
    assert broken(contest(), *sides) == (0, [])


def test_a_party_of_one_proposal_puts_one_forward():
    sides = parties(contest(), Diligence(tries=600, glances=100, proposals=1))
    ended = negotiate(*sides)
    assert ended.joint
    assert not any(e.others or e.chosen for e in ended.exchanges)


def test_parties_that_put_forward_one_and_several_agree():
    joint = contest()
    one, other = parties(joint)[0], parties(joint, Diligence(tries=600, glances=100, proposals=1))[1]
    assert negotiate(one, other).joint
    assert broken(joint, one, other) == (0, [])


def test_the_same_is_said_with_one_search_and_with_two_side_by_side():
    joint = contest()
    with ThreadPoolExecutor(2) as pool:
        said = [
            negotiate(*(Party(part_of(joint, n), n, m, QUICK, spread=s) for n, m in ((US, JP), (JP, US)))).exchanges
            for s in (map, pool.map)
        ]
    assert said[0] == said[1]


class Forgetful:
    """A carrier to a partner that hears the first proposal of each message alone, as an act of the log holds it."""

    def __init__(self, party):
        self.party, self.nation = party, party.nation

    @property
    def agreed(self):
        return self.party.agreed

    def begin(self, request, *, anew=False):
        return self.party.begin(request, anew=anew)

    def answer(self, said):
        return self.party.answer(msgspec.structs.replace(said, others=()))


def test_a_partner_that_hears_one_proposal_of_several_agrees_as_well():
    joint = contest()
    one, other = parties(joint)
    assert negotiate(one, Forgetful(other)).joint
    assert broken(joint, one, other) == (0, [])


def test_an_acceptance_of_what_was_not_put_forward_is_withdrawn():
    side, other = parties(one_port())
    carry(side, other, RequestId("one"), anew=True)
    request = side.begin(RequestId("two"), anew=True)
    taken = Exchange(request=request.request, number=2, by=JP, to=US, verb="accept", chosen=5)
    assert side.answer(taken).verb == "withdraw"


def test_a_further_proposal_is_told_by_where_it_differs():
    booking, meeting = Booking("port", 1, at(1), at(3)), Meeting("fly", at(2), at(4))
    before = Offer((booking,), (meeting,))
    after = Offer((booking,), (Meeting("fly", at(5), at(7)),))
    assert shifts(before, after) == (Shift(1, at(5), at(7)),)
    assert shifted(before, shifts(before, after)) == after
    assert shifted(before, (Shift(2, at(5), at(7)), Shift(-1, at(5), at(7)))) == before
    assert shifts(before, Offer((), (meeting,))) is None
    assert shifts(before, Offer((Booking("field", 1, at(1), at(3)),), (meeting,))) is None


def test_a_view_whose_items_moved_is_the_view_of_what_moved():
    part = part_of(meeting(), US)
    looked = [
        view_of(beside(part, JP, Offer((), (Meeting("receive", at(n), at(n + 2)),))), Stance(nation=US), US)
        for n in (6, 9)
    ]
    item = next(iter(looked[0].items))
    moved = looked[0].moved({item: 9 * 60})
    assert moved.problem.jobs == looked[1].problem.jobs
    assert moved.problem.facts == looked[1].problem.facts
    assert moved.problem.horizon >= looked[1].problem.horizon
    ours, theirs = (v.floor({}).shop for v in (moved, looked[1]))
    assert [ours.fixed.tolist(), ours.high.at.tolist()] == [theirs.fixed.tolist(), theirs.high.at.tolist()]


def test_two_documents_make_one_plan_in_which_each_speaks_for_its_own():
    meet = StartTogether(id="meet", tasks=("fly", "receive"), within_min=60)
    one = plan(task("fly", 2, owner=US), task("receive", 9), resources=(port(3), resource("us-c2", 1, owner=US)))
    other = plan(task("receive", 2), task("fly", 9, owner=US), resources=(port(1),), constraints=(meet,))
    whole = joined((one, other), (US, JP))
    assert [(t.id, t.duration.likely_min) for t in whole.tasks] == [("fly", 120), ("receive", 120)]
    assert [(r.id, r.capacity) for r in whole.resources] == [("port", 1), ("us-c2", 1)]
    assert whole.constraints == (meet,)
