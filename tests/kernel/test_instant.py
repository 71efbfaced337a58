"""Times outside the calendar that nodes share are found in any decoded value, and the quick look misses none."""

import msgspec
import pytest
from hypothesis import given
from hypothesis.strategies import datetimes, just, sampled_from, text

from renkei.kernel.instant import YEARS, Instant, beyond, may_be_beyond


class Inner(msgspec.Struct):
    at: Instant


class Outer(msgspec.Struct):
    name: str
    windows: tuple[Inner, ...] = ()
    by: dict[str, Instant] = {}


ROWS = (
    (b'{"name":"a"}', None),
    (b'{"name":"a","windows":[{"at":"1900-01-01T00:00:00Z"},{"at":"8999-12-31T23:59:59Z"}]}', None),
    (b'{"name":"a","windows":[{"at":"2026-01-01T00:00:00Z"},{"at":"1899-12-31T23:59:59Z"}]}', "windows[1].at"),
    (b'{"name":"a","by":{"x":"9000-01-01T00:00:00Z"}}', "by.x"),
    (b'{"name":"a","by":{"x":"\\u0030001-01-01 00:00:00+14:00"}}', "by.x"),
    (b'{"name":"0206-02-10 is no time here"}', None),
)


@pytest.mark.parametrize(("data", "path"), ROWS)
def test_a_time_beyond_is_found_with_its_path(data, path):
    assert beyond(msgspec.json.decode(data, type=Outer)) == path
    assert path is None or may_be_beyond(data)


@given(datetimes(timezones=just(None)), sampled_from("Tt "), text())
def test_the_quick_look_misses_no_time(moment, separator, name):
    written = moment.isoformat().replace("T", separator) + "Z"
    data = msgspec.json.encode({"name": name, "windows": [{"at": written}]})
    found = beyond(msgspec.json.decode(data, type=Outer))
    assert (found == "windows[0].at") == (moment.year not in YEARS)
    assert found is None or may_be_beyond(data)
