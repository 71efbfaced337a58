"""Sentences: facts said in the reader's language, moments as H-hours or date-time groups."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from renkei import locale
from renkei.kernel.errors import Refused
from renkei.kernel.message import told
from renkei.kernel.names import LANGUAGES, Name
from tests.kernel.facts import T0, hour

JST = timezone(timedelta(hours=9))

MOMENTS = (
    (hour(0), "H+0", "091530Z FEB 26"),
    (hour(28), "H+28", "101930Z FEB 26"),
    (hour(5.5), "H+5:30", "092100Z FEB 26"),
    (hour(28).astimezone(JST), "H+28", "101930Z FEB 26"),
    (hour(0.05), "H+0:03", "091533Z FEB 26"),
    (hour(-1.5), "H-1:30", "091400Z FEB 26"),
    (hour(-24), "H-24", "081530Z FEB 26"),
    (hour(132), "H+132", "150330Z FEB 26"),
    (datetime(2026, 12, 31, 23, 59, 29, tzinfo=UTC), "H+7808:29", "312359Z DEC 26"),
)


@pytest.mark.parametrize(("at", "h_hour", "group"), MOMENTS)
def test_a_moment_is_said_after_h_hour_or_as_a_date_time_group(at, h_hour, group):
    assert locale.moment(at, T0) == h_hour
    assert locale.moment(at, None) == group


FACTS = (
    ("2026-02-10T19:30:00Z", "H+28"),
    ("2026-02-10T19:30Z", "H+28"),
    ("2026-02-10T19:30:00.000Z", "H+28"),
    ("2026-02-10T19:30:00+00:00", "H+28"),
    ("2026-02-10", "2026-02-10"),
    ("2026-02-10T19:30:00", "2026-02-10T19:30:00"),
    ("at 2026-02-10T19:30:00Z", "at 2026-02-10T19:30:00Z"),
    ("K8", "K8"),
    (7, 7),
    (1.5, 1.5),
)


@pytest.mark.parametrize(("fact", "said"), FACTS)
def test_a_fact_is_said_as_what_it_is(fact, said):
    assert locale.spoken("en", fact, T0) == said


def test_a_name_is_said_in_the_language_of_the_sentence():
    message = told("requests-state-sent", provider=Name("Joint Operations Command", "統合作戦司令部"), asker="x")
    assert locale.say("en", message) == "Asked, waiting for Joint Operations Command"
    assert locale.say("ja", message) == "要請済み。統合作戦司令部の回答待ち"


def test_an_error_is_said_like_any_message():
    error = Refused("node-no-partner", nation="KOR")
    assert locale.say("en", error) == "This node is not joined to KOR, so nothing can be releasable to it."
    assert locale.say("ja", error) == "このノードは KOR と接続していないため、開示先にできません。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_of_a_newer_partner_is_shown_as_it_is(language):
    assert not locale.known("orders-not-yet-thought-of")
    assert locale.text(language, "orders-not-yet-thought-of", {"x": 1}) == "orders-not-yet-thought-of"


def test_a_missing_fact_does_not_raise():
    assert locale.text("en", "requests-state-sent", {}) == "Asked, waiting for provider"
