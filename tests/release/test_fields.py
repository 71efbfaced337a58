"""Which fields there are to be withheld, for every kind of event, and that no other name is taken."""

import msgspec
import pytest

from renkei.forces.events import PlaceRegistered
from renkei.kernel.errors import Refused
from renkei.kernel.event import Draft
from renkei.kernel.label import Label
from renkei.node.table import KINDS
from renkei.plan.events import ConstraintAdded, TaskAdded, TaskScheduled
from renkei.release.events import LabelSet
from renkei.release.fields import field_paths, has_field, refuse_unknown
from renkei.release.project import empty, witness
from renkei.requests.events import ActTaken
from tests.release.events import event

SCHEDULED = TaskScheduled("K1", None, None, None)


@pytest.mark.parametrize(
    ("body", "name", "found"),
    [
        (TaskAdded, "due", True),
        (TaskAdded, "priority", True),
        (TaskAdded, "uses.resource", True),
        (TaskAdded, "modes.uses.quantity", True),
        (TaskAdded, "name.en", True),
        (TaskAdded, "priorty", False),
        (TaskAdded, "uses.due", False),
        (TaskAdded, "", False),
        (TaskAdded, "due.", False),
        (TaskScheduled, "start", True),
        (TaskScheduled, "due", False),
        (ConstraintAdded, "latest", True),
        (ConstraintAdded, "constraint.latest", True),
        (ActTaken, "terms.quantity", True),
        (ActTaken, "content.need", True),
        (PlaceRegistered, "lat", True),
    ],
)
def test_a_name_counts_where_the_gate_would_find_it(body, name, found):
    assert has_field(body, name) == found


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_can_be_withheld(kind):
    body = KINDS[kind].body
    assert {path[0] for path in field_paths(body)} == {f.encode_name for f in msgspec.structs.fields(body)}


def test_a_label_names_fields_of_what_it_is_on():
    refuse_unknown(None, [Draft(SCHEDULED)], empty(), KINDS)
    refuse_unknown(Label("USA", withhold=("start",)), [Draft(SCHEDULED)], empty(), KINDS)
    refuse_unknown(Label("USA", withhold=("start",)), [], empty(), KINDS)
    with pytest.raises(Refused) as refusal:
        refuse_unknown(Label("USA", withhold=("start", "due")), [Draft(SCHEDULED)], empty(), KINDS)
    assert (refusal.value.key, dict(refusal.value.facts)) == ("release-field-unknown", {"field": "due"})


@pytest.mark.parametrize(("withhold", "refused"), [(("due",), None), (("due", "duee"), "duee")])
def test_a_changed_label_names_fields_of_the_event_that_it_is_about(withhold, refused):
    state = empty()
    witness(state, event(1), "USA")
    drafts = [Draft(LabelSet("USA-1", ("JPN",), withhold))]
    if refused is None:
        refuse_unknown(None, drafts, state, KINDS)
        return
    with pytest.raises(Refused) as refusal:
        refuse_unknown(None, drafts, state, KINDS)
    assert dict(refusal.value.facts) == {"field": refused}
