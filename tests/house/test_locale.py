"""Both languages say the same things, every key that code names has a text, and every text gets its facts."""

import ast

import pytest
from fluent.runtime import FluentBundle, FluentResource

from tests.house import keys

AREAS = {language: keys.areas(language) for language in ("en", "ja")}
PARSED = {language: {name: keys.parse(source) for name, source in AREAS[language].items()} for language in AREAS}
MESSAGES = {
    language: {key: m for found, _ in PARSED[language].values() for key, m in found.items()} for language in AREAS
}
PREFIXES = {
    "events.ftl": {"event"},
    "exercise.ftl": {"pack", "scenario"},
    "kernel.ftl": {"clock", "nation", "event"},
    "plan_chance.ftl": {"plan"},
    "plan_command.ftl": {"plan"},
    "plan_exchange.ftl": {"plan"},
    "plan_negotiate.ftl": {"plan"},
    "plan_phases.ftl": {"plan"},
    "server.ftl": {"web"},
    "web_joint.ftl": {"web"},
    "web_options.ftl": {"web"},
}
"""What the keys of a file may begin with beside the file's name."""


def test_both_languages_have_the_same_files():
    assert sorted(AREAS["en"]) == sorted(AREAS["ja"])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_file_is_fluent_and_says_each_thing_once(language):
    assert {name: faults for name, (_, faults) in PARSED[language].items() if faults} == {}
    assert len(MESSAGES[language]) == sum(len(found) for found, _ in PARSED[language].values())


@pytest.mark.parametrize("name", sorted(set(AREAS["en"]) & set(AREAS["ja"])))
def test_both_languages_have_the_same_keys_and_variables(name):
    english, japanese = (
        {key: sorted(keys.variables(message)) for key, message in PARSED[language][name][0].items()}
        for language in ("en", "ja")
    )
    assert english == japanese


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_text_is_there_and_can_be_said(language):
    bundle = FluentBundle([language], use_isolating=False)
    for source in AREAS[language].values():
        bundle.add_resource(FluentResource(source))
    said, errors = {}, {}
    for key, message in MESSAGES[language].items():
        if key.startswith("-"):
            continue
        facts = dict.fromkeys(keys.variables(message), 2)
        said[key], errors[key] = bundle.format_pattern(bundle.get_message(key).value, facts)
    assert {key: found for key, found in errors.items() if found} == {}
    assert [key for key, sentence in said.items() if not sentence.strip()] == []


def test_every_text_that_another_builds_on_is_there():
    for language in ("en", "ja"):
        known = MESSAGES[language]
        assert {key: gone for key, message in known.items() if (gone := keys.references(message) - set(known))} == {}


def test_keys_are_named_after_their_file():
    wrong = [
        (name, key)
        for name, (found, _) in PARSED["en"].items()
        for key in found
        if not key.startswith("-") and key.split("-")[0] not in {name.removesuffix(".ftl")} | PREFIXES.get(name, set())
    ]
    assert wrong == []


def without_text(uses):
    known = set(MESSAGES["en"])
    whole = {(use.where, use.key) for use in uses if not use.built and use.key not in known}
    built = {(use.where, use.key) for use in uses if use.built and not any(key.startswith(use.key) for key in known)}
    return sorted(whole | built)


def test_every_key_that_python_names_has_a_text():
    assert without_text(keys.python_uses()) == []


def test_every_key_that_a_page_names_has_a_text():
    assert without_text(keys.browser_uses()) == []


def test_every_text_is_used():
    whole, begun = keys.strings()
    built_on = set().union(*map(keys.references, MESSAGES["en"].values()))
    used = {key for key in MESSAGES["en"] if key in whole | built_on or key.startswith(tuple(begun))}
    assert sorted(set(MESSAGES["en"]) - used) == []


def test_every_event_kind_can_be_said_in_words():
    from renkei.node.table import KINDS

    assert sorted({f"event-{name.replace('.', '-')}" for name in KINDS} - set(MESSAGES["en"])) == []


def without_facts(uses):
    return [
        (use.where, use.key, sorted(missing))
        for use in uses
        if not use.built and use.facts is not None and use.key in MESSAGES["en"]
        if (missing := keys.variables(MESSAGES["en"][use.key]) - use.facts)
    ]


def test_every_text_gets_the_facts_that_it_speaks_of():
    assert without_facts(keys.python_uses()) == []


PLANTED = """
raise Refused("plan-not-owner", nation=nation)
raise Malformed("plan-field", place="line 7", reason=reason)
told(f"plan-state-{state}")
told("plan-late" if late else "plan-early")
Message("plan-built", facts)
Refused(key, **facts)
decide("not-a-key", 1)
"""


def test_keys_are_found_in_code():
    found = [(use.key, use.built, use.facts) for use in keys.uses_in(ast.parse(PLANTED), "planted")]
    assert found == [
        ("plan-not-owner", False, {"nation"}),
        ("plan-field", False, {"reason"}),
        ("plan-state-", True, frozenset()),
        ("plan-late", False, frozenset()),
        ("plan-early", False, frozenset()),
        ("plan-built", False, None),
    ]


def test_faults_are_found_in_a_text():
    assert keys.parse("a = x\na = again\nno message\n")[1] == ["twice: a", "not Fluent: no message"]
    first, _ = keys.parse("a = x { $n ->\n  [one] one\n *[other] { $m } { b } { -term }\n}\n")
    assert keys.variables(first["a"]) == {"n", "m"}
    assert keys.references(first["a"]) == {"b", "-term"}
