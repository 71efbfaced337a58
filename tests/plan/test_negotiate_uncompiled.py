"""Without the extra `fast` the same negotiations end the same way, and own search finds the same schedules."""

import subprocess
import sys

import pytest

from renkei.plan.engine.compiled import COMPILED
from renkei.plan.engine.negotiate.dispatch import dispatch
from renkei.plan.engine.negotiate.response import view_of
from renkei.plan.engine.negotiate.sight import part_of
from renkei.plan.engine.pose import Stance
from tests.house.tree import ROOT
from tests.plan.test_negotiate import JP, contest, meeting

UNCOMPILED = "import sys; sys.modules['numba'] = None; "
"""As if numba were not installed: whoever imports it gets an ImportError."""
SOME = "berth_goes or waits_for_the_later or across_the_border or hold_several or cannot_be_joined"


def uncompiled(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", UNCOMPILED + code, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def found(tries=40):
    """What own search finds for two plans, from each beginning."""
    views = [view_of(part_of(joint, JP), Stance(nation=JP), JP) for joint in (contest(), meeting())]
    return [
        (value, sorted((i, p.start) for i, p in schedule.items()))
        for view in views
        for seed in (1, 2)
        for value, schedule in [dispatch(view.floor({}), None, tries, seed)]
    ]


@pytest.mark.skipif(not COMPILED, reason="numba is not installed: there is nothing to compare with")
def test_machine_code_and_python_find_the_same_schedules():
    done = uncompiled(
        "from tests.plan.test_negotiate_uncompiled import COMPILED, found; assert not COMPILED; print(found())"
    )
    assert done.stdout.strip() == str(found()), done.stderr


def test_the_negotiations_end_the_same_way_without_compilation():
    code = "import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    done = uncompiled(code, "-q", "-p", "no:cacheprovider", "tests/plan/test_negotiate.py", "-k", SOME)
    assert done.returncode == 0, done.stdout
