"""Adopting what was agreed in a talk: the partner's part counts as it put it forward there, while that stands."""

import msgspec
import pytest

from renkei.kernel.errors import Refused
from renkei.kernel.label import Label
from renkei.kernel.names import Name
from renkei.kernel.offer import Booking, Meeting, Offer
from renkei.plan.constraint import Coverage, Travel, TravelTime, Window
from renkei.plan.engine.negotiate.sight import held_part
from renkei.plan.events import ConstraintAdded, ResourceAdded, TaskAdded, TaskScheduled
from renkei.plan.model import AdoptPlan, Placed
from renkei.requests.events import ActTaken, Content, Joint, RequestSent, Terms
from tests.plan.folded import Log
from tests.plan.plans import at, plan, resource, task

SERIES = "joint-USA-1"
OURS = Placed("ship", at(0), at(4), None, None)
FREE = Offer((Booking("port", 1, at(10), at(14)),))
TAKEN = Offer((Booking("port", 1, at(2), at(6)),))


class Talks:
    """Japan's plan: its ship needs the berth at which the partner's ferry lies at H-hour, as far as was published."""

    def __init__(self):
        self.log = Log()
        self.log.record(_like(ResourceAdded, resource("port", kind="place")))
        self.log.record(_like(TaskAdded, task("ship", 4, uses={"port": 1})))
        ferry = task("ferry", 4, owner="USA", uses={"port": 1})
        self.log.record(_like(TaskAdded, ferry), "USA", Label("USA", rel_to=("JPN",)))
        self.log.record(TaskScheduled("ferry", at(0), None, None), "USA")

    def said(self, offer, talk=1, *, satisfied=False, accepted="JPN"):
        """Let the partner ask with an offer, and a side accept."""
        request = f"{SERIES}.{talk:02d}"
        joint = Joint(SERIES, talk, offer, satisfied=satisfied)
        content = Content(Name("x"), "x", "USA", "JPN", joint=joint)
        first = self.log.record(RequestSent(request, content), "USA")
        ours = Terms(joint=Joint(SERIES, talk, Offer()))
        if accepted:
            self.log.record(ActTaken(request, "accept", accepted, (first,), ours), accepted)
        return request

    def adopt(self, talk, *placed):
        schedule = placed or (OURS,)
        based_on = {p.task: self.log.version(f"task:{p.task}") for p in schedule}
        self.log.act(AdoptPlan(schedule=schedule, based_on=based_on, talk=talk), rel_to=("USA",))

    def refused(self, talk, *placed):
        with pytest.raises(Refused) as refusal:
            self.adopt(talk, *placed)
        return refusal.value.key


def _like(kind, value):
    return kind(**{f: getattr(value, f) for f in kind.__struct_fields__})


def test_the_partners_word_counts_and_not_what_it_published_before():
    talks = Talks()
    assert talks.refused(None) == "plan-adopt-broken"
    talks.adopt(talks.said(FREE))
    assert talks.log.state.tasks["ship"].start == at(0)


def test_what_the_partner_uses_by_its_word_is_kept():
    talks = Talks()
    assert talks.refused(talks.said(TAKEN)) == "plan-adopt-broken"


NOT_AGREED = {
    "unknown": lambda talks: "nothing",
    "only asked": lambda talks: talks.said(FREE, accepted=None),
    "accepted by who asked": lambda talks: talks.said(FREE, accepted="USA"),
    "nothing more is asked for": lambda talks: talks.said(Offer(), satisfied=True),
    "replaced by a later one": lambda talks: (talks.said(FREE), talks.said(TAKEN, 2))[0],
    "uses of less than nothing": lambda talks: talks.said(Offer((*TAKEN.bookings, Booking("port", -1, at(0), at(9))))),
    "ends before it starts": lambda talks: talks.said(Offer((Booking("port", 1, at(14), at(10)),))),
    "names a task of ours": lambda talks: talks.said(Offer(FREE.bookings, (Meeting("ship", at(0), at(4)),))),
}


@pytest.mark.parametrize("case", NOT_AGREED)
def test_what_is_not_agreed_or_makes_no_sense_adopts_nothing(case):
    talks = Talks()
    assert talks.refused(NOT_AGREED[case](talks)) == "plan-talk-not-agreed"
    assert talks.log.state.tasks["ship"].start is None


@pytest.mark.parametrize(("by", "key"), [("USA", "plan-talk-not-agreed"), ("KOR", "plan-adopt-broken")])
def test_nobody_changes_what_was_agreed_by_a_further_act(by, key):
    talks = Talks()
    request = talks.said(TAKEN)
    accepted = next(i for i, s in talks.log.state.steps[request].items() if s.verb == "accept")
    for verb in ("accept", "report"):
        again = Terms(joint=Joint(SERIES, 1, FREE))
        talks.log.record(ActTaken(request, verb, by, (accepted,), again), by)
    assert talks.refused(request) == key


def test_what_was_taken_back_no_longer_stands():
    talks = Talks()
    request = talks.said(FREE)
    accepted = next(i for i, s in talks.log.state.steps[request].items() if s.verb == "accept")
    talks.log.record(ActTaken(request, "withdraw", "USA", (accepted,)), "USA")
    assert talks.refused(request) == "plan-talk-not-agreed"


def test_a_constraint_that_names_units_alone_binds_in_a_talk_as_well():
    way = Travel(id="way", assets=("truck",), times=(TravelTime("here", "there", 300),), set_by="JPN")
    watch = Coverage(id="watch", assets=("truck",), at_least=1, start=at(0), end=at(1), set_by="JPN")
    theirs = Window(id="theirs", task="other", earliest=at(0), set_by="USA")
    tasks = (task("a", 1, uses={"truck": 1}), task("other", 1, owner="USA"))
    found = plan(*tasks, resources=(resource("truck"),), constraints=(way, watch, theirs))
    assert [c.id for c in held_part(found, "JPN").constraints] == ["way", "watch"]
    elsewhere = msgspec.structs.replace(found, resources=(resource("truck", owner="USA"),))
    assert [c.id for c in held_part(elsewhere, "USA").constraints] == ["way", "watch", "theirs"]


def test_a_travel_time_is_kept_in_what_a_talk_adopts():
    talks = Talks()
    talks.log.record(_like(ResourceAdded, resource("truck")))
    for key, place in (("x", "here"), ("y", "there")):
        talks.log.record(_like(TaskAdded, task(key, 1, uses={"truck": 1}, at=(place,))))
    way = Travel(id="way", assets=("truck",), times=(TravelTime("here", "there", 300),), set_by="JPN")
    talks.log.record(ConstraintAdded(way))
    request = talks.said(FREE)
    talks.adopt(request, Placed("x", at(0), at(1), "here", None))
    assert talks.refused(request, Placed("y", at(2), at(3), "there", None)) == "plan-adopt-broken"
    talks.adopt(request, Placed("y", at(6), at(7), "there", None))
