"""The page on plans names every kind of constraint and every field of a task."""

import re
from pathlib import Path

from renkei.plan.document import TOP
from renkei.plan.document_constraints import KINDS
from renkei.plan.engine.constraints import BUILDERS
from renkei.plan.engine.cpsat import BUILDERS as MODELLED
from renkei.plan.engine.facts import TOGETHER
from renkei.plan.engine.tell import SENTENCES
from renkei.plan.engine.verify import CHECKS
from renkei.plan.export import WRITERS

PAGE = (Path(__file__).parents[2] / "docs" / "plan.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", PAGE))


def test_every_kind_is_on_the_page():
    assert {*KINDS} <= NAMED
    assert {*TOP} - {"tick", "nations", "objective"} <= NAMED


def test_every_kind_is_read_written_and_built():
    assert set(WRITERS) == set(BUILDERS)
    assert len(KINDS) == len(BUILDERS) + 1  # `before` is `after` the other way round


def test_every_form_of_fact_is_checked_modelled_and_said():
    assert set(CHECKS) == set(MODELLED) == set(SENTENCES) - {*TOGETHER}
