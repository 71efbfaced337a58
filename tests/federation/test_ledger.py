"""What leaves to one partner, in which order, what waits, and that a restart changes none of it."""

import msgspec
import pytest

from renkei.federation import chain, ledger
from renkei.federation.intake import Arrival, Arrived, Row
from renkei.federation.ledger import Ledger
from renkei.kernel.clock import milliseconds
from renkei.kernel.errors import Refused
from renkei.kernel.label import Label
from renkei.kernel.message import told
from renkei.release.gate import REMOVED_FIELD, Removal, Withholding
from tests.release.events import OBJECTS, T0, body_of, event


def opened():
    return Ledger("USA", "JPN", "e1", OBJECTS)


def relabelled(sent, **label):
    return msgspec.structs.replace(sent, label=Label("USA", **label))


def moved(number, task, **rest):
    return event(number, "plan.TaskMoved", {"task": task}, **rest)


def arrival(*events, first=1, revision=0):
    rows = tuple(Arrived(first + n, revision, each, msgspec.json.encode(each)) for n, each in enumerate(events))
    return Arrival("JPN", rows, chain.Cursor("e2", first + len(rows) - 1, bytes(32)))


def theirs(number, **rest):
    return event(number, origin="JPN", rel_to=("USA",), **rest)


def ids(shipments):
    return [(shipment.event, shipment.revision, shipment.end.rseq) for shipment in shipments]


def test_rows_are_numbered_after_what_stays_at_home_and_chained():
    book = opened()
    offers = [book.offer(event(n, rel_to=("JPN",) if n % 3 == 0 else ())) for n in range(1, 10)]
    sent = [shipment for offer in offers for shipment in offer.shipments]
    assert ids(sent) == [("USA-3", 0, 1), ("USA-6", 0, 2), ("USA-9", 0, 3)]
    place = chain.start("USA", "JPN", "e1")
    for shipment in sent:
        place = chain.after(place, 0, shipment.data)
        assert shipment.end == place
    assert (book.end, book.withheld) == (place, 6)


def test_released_clocks_rise_and_follow_the_partner():
    book = opened()
    clocks = [book.offer(event(1, recorded=T0)).shipments[0].clock]
    clocks.append(book.offer(event(2, recorded=T0)).shipments[0].clock)
    ahead = milliseconds(T0) + 30_000 << 16
    book.admit(arrival(theirs(1, clock=ahead)))
    clocks.append(book.offer(event(3)).shipments[0].clock)
    assert clocks == [milliseconds(T0) << 16, (milliseconds(T0) << 16) + 1, ahead + 1]


def test_what_the_partner_has_may_be_named():
    book = opened()
    book.offer(event(1))
    book.offer(event(2, rel_to=()))
    book.admit(arrival(theirs(1)))
    body = {"task": "K3", "after": ["K1", "K2"], "answers": "K1"}
    (shipment,) = book.offer(event(3, body=body, refs=("USA-1", "USA-2", "JPN-1"))).shipments
    assert body_of(shipment.data) == {"task": "K3", "after": ["K1"], "answers": "K1"}
    assert msgspec.json.decode(shipment.data)["refs"] == ["USA-1", "JPN-1"]


def test_an_event_waits_for_its_subject_and_leaves_right_after_it():
    book = opened()
    hidden = event(1, rel_to=())
    book.offer(hidden)
    assert book.offer(moved(2, "K1")).withheld == Withholding("release-subject-not-held", ("K1",))
    assert book.offer(moved(3, "K1")).shipments == ()
    assert book.withheld == 3
    offer = book.relabel(relabelled(hidden, rel_to=("JPN",)))
    assert ids(offer.shipments) == [("USA-1", 0, 1), ("USA-2", 0, 2), ("USA-3", 0, 3)]
    assert book.withheld == 0


def test_an_event_about_two_waits_for_both():
    book = opened()
    first, second = event(1, rel_to=()), event(2, rel_to=())
    for each in (first, second, event(3, "plan.PairLinked", {"task": "K1", "of": "K2"})):
        book.offer(each)
    assert ids(book.relabel(relabelled(first, rel_to=("JPN",))).shipments) == [("USA-1", 0, 1)]
    assert ids(book.relabel(relabelled(second, rel_to=("JPN",))).shipments) == [("USA-2", 0, 2), ("USA-3", 0, 3)]


def test_a_waiting_event_whose_label_is_taken_away_stays():
    book = opened()
    hidden, waiting = event(1, rel_to=()), moved(2, "K1")
    book.offer(hidden)
    book.offer(waiting)
    book.relabel(relabelled(waiting))
    assert ids(book.relabel(relabelled(hidden, rel_to=("JPN",))).shipments) == [("USA-1", 0, 1)]


def test_a_subject_that_the_partner_makes_frees_what_waited():
    book = opened()
    book.offer(moved(1, "K7"))
    assert ids(book.admit(arrival(theirs(7)))) == [("USA-1", 0, 1)]


def test_what_a_witnessed_event_frees_leaves_with_the_next_event():
    book = opened()
    book.offer(moved(1, "K7"))
    book.witness(theirs(7))
    assert ids(book.offer(event(2, rel_to=())).shipments) == [("USA-1", 0, 1)]


def test_the_partner_can_not_claim_an_object_of_ours():
    book = opened()
    book.offer(event(1, rel_to=()))
    book.offer(moved(2, "K1"))
    assert book.admit(arrival(theirs(1))) == ()
    assert not book.holds("K1")
    assert book.holds("JPN-1")


def test_the_number_that_wait_is_bounded(monkeypatch):
    monkeypatch.setattr(ledger, "WAITING_MAX", 2)
    book = opened()
    for number in (2, 3):
        book.offer(moved(number, "K1"))
    assert (book.overrun, book.alarm) == (0, None)
    book.offer(moved(4, "K1"))
    assert book.overrun == 1
    assert book.alarm == told("federation-waiting-most", partner="JPN", count=1, most=2)
    assert ids(book.offer(event(1)).shipments) == [("USA-1", 0, 1), ("USA-2", 0, 2), ("USA-3", 0, 3)]


def test_more_or_fewer_fields_are_a_new_revision_of_the_same_event():
    book = opened()
    sent = event(1, body={"task": "K1", "due": "h120"}, withhold=("due",))
    (first,) = book.offer(sent).shipments
    assert first.removed == (Removal("due", REMOVED_FIELD),)
    book.offer(event(2))
    (more,) = book.relabel(relabelled(sent, rel_to=("JPN",))).shipments
    (fewer,) = book.relabel(relabelled(sent, rel_to=("JPN",), withhold=("task",))).shipments
    assert ids((first, more, fewer)) == [("USA-1", 0, 1), ("USA-1", 1, 3), ("USA-1", 2, 4)]
    bodies = [body_of(each.data) for each in (first, more, fewer)]
    assert bodies == [{"task": "K1"}, {"task": "K1", "due": "h120"}, {"due": "h120"}]
    assert first.clock == more.clock == fewer.clock


def test_a_label_that_changes_nothing_for_this_partner_makes_no_row():
    book = opened()
    sent = event(1)
    book.offer(sent)
    assert book.relabel(relabelled(sent, rel_to=("JPN", "AUS"))).shipments == ()
    assert book.relabel(relabelled(sent, rel_to=())) == ledger.Offer((), Withholding("release-no-label"))
    assert book.end.rseq == 1


def test_a_recall_goes_only_to_those_who_have_the_event():
    book = opened()
    recalls = [event(n, "release.EventRecalled", {"event": f"USA-{n - 10}"}) for n in (11, 12)]
    book.offer(event(1))
    book.offer(event(2, rel_to=()))
    assert ids(book.offer(recalls[0]).shipments) == [("USA-11", 0, 2)]
    assert book.offer(recalls[1]).withheld == Withholding("release-subject-not-held", ("USA-2",))


def test_a_change_of_label_never_crosses_whatever_its_own_label():
    book = opened()
    offer = book.offer(event(2, "release.LabelSet", {"event": "USA-1", "rel_to": ["AUS"]}))
    assert offer.withheld == Withholding("release-kind-undeclared")


def test_a_foreign_event_is_not_passed_on():
    assert opened().offer(event(1, origin="AUS")).withheld == Withholding("release-not-ours")


def test_a_trial_gives_the_rows_that_would_be_written_and_writes_nothing():
    book = opened()
    hidden = event(1, rel_to=())
    book.offer(hidden)
    book.offer(moved(2, "K1"))
    book.offer(event(3))
    before = (book.end, book.withheld)
    trial = book.trial()
    tried = [
        trial.relabel(relabelled(hidden, rel_to=("JPN",))),
        trial.offer(event(4, body={"task": "K4", "after": ["K1"]})),
    ]
    assert (book.end, book.withheld, book.holds("K1")) == (*before, False)
    done = [
        book.relabel(relabelled(hidden, rel_to=("JPN",))),
        book.offer(event(4, body={"task": "K4", "after": ["K1"]})),
    ]
    assert tried == done
    assert len(tried[0].shipments) == 2


@pytest.mark.parametrize("lines_first", [True, False])
def test_a_book_read_back_goes_on_as_if_nothing_had_been(lines_first):
    book = opened()
    own = [event(1), event(2, rel_to=()), moved(3, "K2"), moved(4, "K1"), event(5, withhold=("task",))]
    rows = []
    for each in own:
        rows += [Row(s.end.rseq, s.revision, s.data, s.end.hash) for s in book.offer(each).shipments]
    book.admit(arrival(theirs(1)))
    again = opened()

    def read_lines():
        for each in own:
            again.restore_own(each)
        again.witness(theirs(1))

    def read_rows():
        for row in rows:
            again.restore_row(row)

    for read in (read_lines, read_rows) if lines_first else (read_rows, read_lines):
        read()
    assert (again.end, again.withheld) == (book.end, book.withheld)
    later = [event(6, body={"task": "K6", "after": ["K1", "K2", "K5"]}, refs=("USA-1", "JPN-1")), event(7, rel_to=())]
    assert [again.offer(each) for each in later] == [book.offer(each) for each in later]
    freed = relabelled(own[1], rel_to=("JPN",))
    assert again.relabel(freed) == book.relabel(freed)
    assert again.admit(arrival(theirs(2), first=2)) == book.admit(arrival(theirs(2), first=2))


def test_a_label_taken_away_before_the_restart_is_not_forgotten():
    book = opened()
    hidden, waiting = event(1, rel_to=()), moved(2, "K1")
    book.restore_own(hidden)
    book.restore_own(waiting)
    book.restore_own(event(3, "release.LabelSet", {"event": "USA-2", "rel_to": []}, rel_to=()))
    assert ids(book.relabel(relabelled(hidden, rel_to=("JPN",))).shipments) == [("USA-1", 0, 1)]


def test_a_label_given_before_the_restart_is_told():
    book = opened()
    hidden, waiting = event(1, rel_to=()), moved(2, "K1", rel_to=())
    book.restore_own(hidden)
    book.restore_own(waiting)
    book.restore_label(relabelled(waiting, rel_to=("JPN",)))
    freed = book.relabel(relabelled(hidden, rel_to=("JPN",))).shipments
    assert ids(freed) == [("USA-1", 0, 1), ("USA-2", 0, 2)]
    assert book.withheld == 0


def test_a_subject_that_comes_first_thing_after_the_restart_frees_what_waited():
    for read in (lambda book: book.admit(arrival(theirs(7))), lambda book: book.witness(theirs(7))):
        book = opened()
        book.restore_own(moved(1, "K7"))
        freed = read(book) or book.offer(event(2, rel_to=())).shipments
        assert ids(freed) == [("USA-1", 0, 1)]


@pytest.mark.parametrize("look_first", [True, False])
def test_a_label_taken_away_just_after_the_restart_holds(look_first):
    book = opened()
    waiting = moved(1, "K7")
    book.restore_own(waiting)
    book.witness(theirs(7))
    if look_first:
        book.trial()
    assert book.relabel(relabelled(waiting)) == ledger.Offer((), Withholding("release-no-label"))
    assert book.offer(event(2, rel_to=())).shipments == ()


def test_a_changed_outbox_is_found_at_start():
    (sent,) = opened().offer(event(1)).shipments
    for row in (Row(1, 0, sent.data + b" ", sent.end.hash), Row(2, 0, sent.data, sent.end.hash)):
        with pytest.raises(Refused) as refusal:
            opened().restore_row(row)
        assert refusal.value.key == "federation-outbox-damaged"


@pytest.mark.parametrize(
    ("batch", "key"),
    [
        (arrival(theirs(2), first=1), "federation-repeat"),
        (arrival(theirs(2), first=3), "federation-repeat"),
        (arrival(theirs(2), theirs(2), first=2), "federation-revision"),
        (arrival(theirs(1), first=2), "federation-revision"),
        (arrival(theirs(2), first=2, revision=1), "federation-revision"),
        (arrival(theirs(3, id="USA-1"), first=2), "federation-id-taken"),
    ],
)
def test_a_batch_that_does_not_follow_is_refused_whole(batch, key):
    book = opened()
    book.offer(event(1))
    book.admit(arrival(theirs(1)))
    with pytest.raises(Refused) as refusal:
        book.admit(batch)
    assert refusal.value.key == key
    book.admit(arrival(theirs(2), first=2))
    book.admit(arrival(theirs(1), first=3, revision=1))
