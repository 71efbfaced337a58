"""Setting labels and recalling, decided and folded."""

import msgspec
import pytest

from renkei.kernel.errors import Conflict, Refused
from renkei.kernel.event import Context, Draft
from renkei.kernel.label import Label
from renkei.release.decide import DECISIONS, set_label
from renkei.release.events import KINDS, EventRecalled, LabelSet
from renkei.release.model import Labelled, SetLabel
from renkei.release.project import FOLDS, empty, event_recalled, label_set, witness
from tests.release.events import T0, event

CONTEXT = Context(
    T0, "USA", "release_officer:1", frozenset({"release_officer"}), frozenset({"JPN", "AUS"}), Label("USA")
)


def state(**label):
    found = empty()
    witness(found, event(1, **label), "USA")
    return found


@pytest.mark.parametrize(
    ("before", "command", "recall"),
    [
        ({"rel_to": ()}, SetLabel("USA-1", "USA-1", ("JPN",)), ()),
        ({"rel_to": ("JPN",)}, SetLabel("USA-1", "USA-1", ("JPN",), ("due",)), ()),
        ({"rel_to": ("JPN",), "withhold": ("due",)}, SetLabel("USA-1", "USA-1", ("JPN",)), ()),
        ({"rel_to": ("JPN",)}, SetLabel("USA-1", "USA-1"), ("JPN",)),
        ({"rel_to": ("JPN", "AUS")}, SetLabel("USA-1", "USA-1", ("AUS",)), ("JPN",)),
    ],
)
def test_a_label_is_set_and_who_loses_the_event_is_sent_a_recall(before, command, recall):
    home = Label("USA")
    drafts = [Draft(LabelSet("USA-1", command.rel_to, command.withhold), home, ("USA-1",))]
    if recall:
        drafts.append(Draft(EventRecalled("USA-1"), Label("USA", rel_to=recall), ("USA-1",)))
    assert set_label(state(**before), command, CONTEXT) == tuple(drafts)


@pytest.mark.parametrize(
    ("command", "kind", "key"),
    [
        (SetLabel("USA-2", "USA-2", ("JPN",)), Refused, "release-event-unknown"),
        (SetLabel("JPN-1", "JPN-1", ("JPN",)), Refused, "release-event-unknown"),
        (SetLabel("USA-1", "USA-0", ("AUS",)), Conflict, "release-label-changed"),
        (SetLabel("USA-1", "USA-1", ("KOR",)), Refused, "release-not-partner"),
        (SetLabel("USA-1", "USA-1", ("JPN",)), Refused, "release-label-same"),
    ],
)
def test_what_is_refused(command, kind, key):
    with pytest.raises(kind) as refusal:
        set_label(state(rel_to=("JPN",)), command, CONTEXT)
    assert refusal.value.key == key


def test_only_a_release_officer_sets_labels():
    assert {command: row.roles for command, row in DECISIONS.items()} == {SetLabel: {"release_officer"}}


def test_every_event_is_folded():
    assert {kind.body for kind in KINDS} == set(FOLDS)


def test_the_newest_label_holds_and_is_the_next_version():
    found = state(rel_to=("JPN",))
    label_set(found, event(7), LabelSet("USA-1", ("AUS",), ("due",)))
    assert found.labels["USA-1"] == Labelled(
        Label("USA", rel_to=("AUS",), withhold=("due",)), "USA-7", "plan.TaskAdded"
    )


def test_a_partner_labels_and_recalls_nothing_of_ours():
    found = state(rel_to=("JPN",))
    before = msgspec.structs.replace(found, labels=dict(found.labels), recalled=set(found.recalled))
    label_set(found, event(7, origin="JPN"), LabelSet("USA-1", (), ()))
    assert found == before
    event_recalled(found, event(8, origin="JPN"), EventRecalled("USA-1"))
    assert ("USA", "USA-1") not in found.recalled


def test_a_recall_is_lifted_by_a_later_release():
    found = empty()
    witness(found, event(1, origin="JPN"), "USA")
    event_recalled(found, event(2, origin="JPN"), EventRecalled("JPN-1"))
    assert found.recalled == {("JPN", "JPN-1")}
    witness(found, event(1, origin="JPN"), "USA")
    assert found.recalled == set()


def test_states_are_not_shared():
    witness(empty(), event(1), "USA")
    assert empty().labels == {}
