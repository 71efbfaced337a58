"""Exercise packs: read whole, errors name file, line, field and rule; the controller's fields reach no headquarters."""

import msgspec
import pytest
import yaml

from renkei import scenarios
from renkei.exercise.load import content, own_setting, own_tasks, parties
from renkei.exercise.naming import packaged
from renkei.exercise.pack import PACK_BYTES_MAX, read_gazetteer, read_pack
from renkei.exercise.steps import SITUATION_REPORT_EVERY_H, late_units, steps
from renkei.kernel.errors import Malformed
from renkei.kernel.names import Name
from renkei.node.table import COMMANDS

TEXT = scenarios.pack_text("nankai")
PACK = read_pack(TEXT)
GAZETTEER = read_gazetteer(scenarios.gazetteer_text())
NAMING = packaged()

BASE = """id: small
title: {en: small}
t0: "2026-02-10T00:30:00+09:00"
nodes: [{id: JP, name: JJOC}, {id: US, name: USFJ}]
"""


def task(more=""):
    return f"tasks:\n  - {{id: K1, owner: JP, name: {{en: x}}, dur: 3{more}}}\n"


FAULTS = (
    # pack, key, place, words of the reason or the name
    ("", "pack-field", "p.yaml:1 ", "Expected `object`, got `null`"),
    ("[]", "pack-field", "p.yaml:1 ", "Expected `object`, got `array`"),
    ("a: [", "pack-not-yaml", "p.yaml:1", "expected the node content"),
    ("id: x\n  y: {\n", "pack-not-yaml", "p.yaml:2", "mapping values are not allowed here"),
    ("!!python/object:os.system x", "pack-not-yaml", "p.yaml:1", "could not determine a constructor"),
    ("id: x\0", "pack-not-yaml", "p.yaml", "special characters are not allowed"),
    ("id: x\n", "pack-field", "p.yaml:1 ", "Object missing required field `title`"),
    (BASE.replace("title: {en: small}", "title: 7"), "pack-field", "p.yaml:2 title", "Expected `object`, got `int`"),
    (BASE + task(", due_h: soon"), "pack-field", "p.yaml:6 tasks[0].due_h", "Expected `float"),
    (BASE + task(", after: K2"), "pack-field", "p.yaml:6 tasks[0].after", "Expected `array`, got `str`"),
    (
        BASE + task().replace("dur: 3", "dur: yes"),
        "pack-field",
        "p.yaml:6 tasks[0].dur",
        "Expected `float`, got `bool`",
    ),
    (BASE + task().replace("dur: 3", "at: []"), "pack-field", "p.yaml:6 tasks[0]", "missing required field `dur`"),
    (BASE + task(", due_h: .inf"), "pack-field", "p.yaml:6 tasks[0].due_h", "<= 8760"),
    (BASE + task(", due_h: .nan"), "pack-field", "p.yaml:6 tasks[0].due_h", ">= 0"),
    (BASE + task(", due_h: -1"), "pack-field", "p.yaml:6 tasks[0].due_h", ">= 0"),
    (BASE + task(", due_h: 1.0e+300"), "pack-field", "p.yaml:6 tasks[0].due_h", "<= 8760"),
    (BASE + task().replace("dur: 3", "dur: 0"), "pack-field", "p.yaml:6 tasks[0].dur", "> 0"),
    (BASE + "forces: [{id: f, owner: JP, type: x, count: -1}]", "pack-field", "p.yaml:5 forces[0].count", ">= 0"),
    (BASE.replace('"2026-02-10T00:30:00+09:00"', "2026-13-45"), "pack-not-yaml", "p.yaml", "month must be in 1..12"),
    (BASE + "facts: " + "[" * 2_000 + "]" * 2_000, "pack-not-yaml", "p.yaml", "nested too deeply"),
    (BASE + task() + task()[len("tasks:\n") :], "pack-twice", "p.yaml tasks", "K1"),
    (BASE.replace("id: US", "id: JPN"), "pack-two-nodes", "p.yaml nodes", None),
    (BASE.replace("id: US", "id: JP"), "pack-two-nodes", "p.yaml nodes", None),
    (BASE + task(", rel: [Mars]"), "pack-dangling", "p.yaml tasks K1.rel", "Mars"),
    (
        BASE + "forces: [{id: f, owner: JP, type: x, count: 1, carried_by: g}]",
        "pack-dangling",
        "p.yaml forces f.carried_by",
        "g",
    ),
    (BASE.replace("+09:00", ""), "pack-zone", "p.yaml t0", None),
    (BASE.replace(", {id: US, name: USFJ}", ""), "pack-two-nodes", "p.yaml nodes", None),
    (BASE + task(", after: [K2]"), "pack-dangling", "p.yaml tasks K1.after", "K2"),
    (BASE + task(", uses: {lha7: 1}"), "pack-dangling", "p.yaml tasks K1.uses", "lha7"),
    (BASE + task(", answers: R1"), "pack-dangling", "p.yaml tasks K1.answers", "R1"),
    (BASE + task(", needs_grant: R1"), "pack-dangling", "p.yaml tasks K1.needs_grant", "R1"),
    (BASE + task().replace("owner: JP", "owner: KR"), "pack-dangling", "p.yaml tasks K1.owner", "KR"),
    (BASE + "forces: [{id: f, owner: KR, type: x, count: 1}]", "pack-dangling", "p.yaml forces f.owner", "KR"),
    (
        BASE + "shared_resources: [{id: s, owner: KR, capacity: 1}]",
        "pack-dangling",
        "p.yaml shared_resources s.owner",
        "KR",
    ),
)


@pytest.mark.parametrize(("text", "key", "place", "why"), FAULTS)
def test_a_wrong_pack_says_file_line_field_and_rule(text, key, place, why):
    with pytest.raises(Malformed) as malformed:
        read_pack(text, "p.yaml")
    assert (malformed.value.key, malformed.value.place) == (key, place)
    if why:
        assert why in str(malformed.value.facts.get("reason", malformed.value.facts.get("name")))


def test_the_longest_pack_is_read_and_one_character_more_is_refused():
    filled = BASE + "#" * (PACK_BYTES_MAX - len(BASE))
    assert read_pack(filled).id == "small"
    with pytest.raises(Malformed) as malformed:
        read_pack(filled + "#")
    assert (malformed.value.key, dict(malformed.value.facts)) == ("pack-too-large", {"most": PACK_BYTES_MAX})


def test_hours_are_counted_from_t0():
    pack = read_pack(BASE)
    assert msgspec.to_builtins(pack.at(28)) == "2026-02-10T19:30:00Z"
    assert pack.hours(pack.at(5.5)) == 5.5


def test_a_nation_is_its_iso_code_or_one_that_is_left_to_users():
    pack = read_pack(BASE.replace("id: US", "id: Agency"))
    assert [pack.nation_of(n.id) for n in pack.nodes] == ["JPN", "XAB"]


def test_the_packaged_pack_is_read_whole():
    assert scenarios.names() == ("nankai",)
    assert (PACK.id, PACK.title.ja) == ("nankai-72h", "南海トラフ地震:発災後72時間の日米共同救援")
    sizes = {n: len(getattr(PACK, n)) for n in ("tasks", "forces", "requests", "injects", "shared_resources", "phases")}
    assert sizes == {"tasks": 10, "forces": 11, "requests": 8, "injects": 5, "shared_resources": 2, "phases": 3}
    assert set(PACK.expected) == set(yaml.safe_load(TEXT)["expected"])
    with pytest.raises(Malformed) as malformed:
        scenarios.pack_text("../nankai")
    assert malformed.value.key == "scenario-unknown"


def test_places_of_the_gazetteer_have_both_names_and_a_position_or_none():
    assert GAZETTEER["kochi_ap"].name.ja
    assert all(-90 <= r.lat <= 90 and -180 <= r.lon <= 180 for r in GAZETTEER.values() if r.lat is not None)


HAPPENS = (
    (2, "arrival", "R1"),
    (3, "arrival", "R2"),
    (4, "cut", ""),
    (5, "arrival", "R3"),
    (5.5, "heal", ""),
    (6, "situation", ""),
    (6, "place", "kochi_ap open social media K1 flooded"),
    (8, "arrival", "R4"),
    (9, "arrival", "R5"),
    (10, "arrival", "R6"),
    (12, "situation", ""),
    (14, "arrival", "R7"),
    (16, "entry", ""),
    (18, "situation", ""),
    (20, "arrival", "R8"),
    (24, "situation", ""),
    (26, "figures", "JP food 1億800万食 US 18,000,000 meals"),
    (30, "situation", ""),
    (30, "slip", "lha7 8"),
)


def told(step):
    return step.request.id if step.request else " ".join(step.facts.values())


def test_the_steps_of_the_packaged_pack():
    assert [(s.at_h, s.what, told(s)) for s in steps(PACK)] == list(HAPPENS)
    assert late_units(PACK) == {"lha7": 30}
    assert SITUATION_REPORT_EVERY_H == 6


INJECTS = (
    ("JP<->US link down", "cut", {}),
    ("Link Down between the two", "cut", {}),
    ("lha7 delayed 8 h", "slip", {"unit": "lha7", "hours": "8"}),
    ("lha7 delayed 1.5h", "slip", {"unit": "lha7", "hours": "1.5"}),
    ("lha7 delayed by weather", "entry", {}),
    ("lha9 delayed 8 h", "entry", {}),
    ("KR report gives water as 5 t, US log shows 50 t", "entry", {}),
    ("aftershock: route RT1 closed 6 h", "entry", {}),
    (
        "kochi_ap reported open by press; K1 report says closed",
        "place",
        {"heard": "open", "by": "press", "seen": "closed"},
    ),
    ("JP report gives water as 5 t, US log shows 50 t", "figures", {"subject": "water", "a": "5 t", "b": "50 t"}),
)


@pytest.mark.parametrize(("what", "happening", "facts"), INJECTS)
def test_sentences_of_known_forms_are_acted_on_and_all_others_entered_in_the_log(what, happening, facts):
    text = (
        BASE + "forces: [{id: lha7, owner: US, type: ship, count: 1}]\n" + f"injects: [{{at_h: 3, what: '{what}'}}]\n"
    )
    found = next(s for s in steps(read_pack(text)) if s.what not in ("situation", "heal"))
    assert found.what == happening
    assert facts.items() <= found.facts.items()
    assert found.text == Name(what, "")


def test_a_cut_without_an_end_is_healed_after_an_hour():
    pack = read_pack(BASE + "injects: [{at_h: 3, what: link down}]\n")
    assert [(s.at_h, s.what) for s in steps(pack)] == [(3, "cut"), (4, "heal")]
    assert steps(read_pack(BASE)) == ()


STRIPPED = ("duplicate_of", "true_status", "affects", "expected")


def renamed():
    """Return the packaged pack without the controller's fields and with every identifier but places renamed."""
    raw = yaml.safe_load(TEXT)
    old = [item["id"] for group in ("tasks", "requests", "forces", "shared_resources") for item in raw[group]]
    new = {name: f"x{n:02d}z" for n, name in enumerate(old)}

    def walk(value):
        if isinstance(value, dict):
            return {new.get(k, k): walk(v) for k, v in value.items() if k not in STRIPPED}
        if isinstance(value, list):
            return [walk(v) for v in value]
        if isinstance(value, str):
            return " ".join(new.get(w, w) for w in new.get(value, value).split(" "))
        return value

    return read_pack(yaml.safe_dump(walk(raw), allow_unicode=True, sort_keys=False)), new


def test_the_same_pack_under_other_names_gives_the_same_steps():
    pack, new = renamed()
    assert not pack.expected
    assert not any(getattr(s, "true_status", None) for s in (*pack.airfields, *pack.ports))

    def other(text):
        return " ".join(new.get(word, word) for word in text.split(" "))

    assert [(s.at_h, s.what, told(s)) for s in steps(pack)] == [(h, w, other(t)) for h, w, t in HAPPENS]
    assert late_units(pack) == {new["lha7"]: 30}


def commands(pack, nation):
    return [*own_setting(pack, nation, NAMING), *own_tasks(pack, nation, {})]


@pytest.mark.parametrize("nation", ["JPN", "USA"])
def test_a_headquarters_enters_its_own_alone(nation):
    foreign = {x.id for x in (*PACK.tasks, *PACK.forces) if PACK.nation_of(x.owner) != nation}
    own = {x.id for x in (*PACK.tasks, *PACK.forces) if PACK.nation_of(x.owner) == nation}
    entered = commands(PACK, nation)
    named = [a.body.get("task") or a.body.get("unit") or a.body.get("resource", {}).get("id") for a in entered]
    assert not foreign & set(named)
    assert own <= set(named)
    assert {a.body.get("owner", nation) for a in entered if a.kind != "forces.RegisterPlace"} == {nation}
    assert all(nation not in (a.rel_to or ()) for a in entered)


@pytest.mark.parametrize("nation", ["JPN", "USA"])
def test_the_controllers_fields_reach_no_headquarters(nation):
    """Entered from a pack without them, every command and every request's content is the same, byte for byte."""
    raw = yaml.safe_load(TEXT)
    bare = read_pack(yaml.safe_dump(strip(raw), allow_unicode=True, sort_keys=False))
    for pack in (PACK, bare):
        assert msgspec.json.encode(commands(pack, nation)) == msgspec.json.encode(commands(PACK, nation))
        assert [content(pack, r) for r in pack.requests] == [content(PACK, r) for r in PACK.requests]
    data = msgspec.json.encode(commands(PACK, nation)).decode()
    assert [word for word in (*STRIPPED, "flooded", "reopens") if word in data] == []


def strip(value):
    if isinstance(value, dict):
        return {k: strip(v) for k, v in value.items() if k not in STRIPPED}
    return [strip(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("nation", ["JPN", "USA"])
def test_every_command_has_the_form_that_the_node_takes(nation):
    for asked in commands(PACK, nation):
        msgspec.convert(msgspec.json.decode(msgspec.json.encode(asked.body)), COMMANDS[asked.kind])


@pytest.mark.parametrize("nation", ["JPN", "USA"])
def test_what_is_released_is_what_the_pack_says(nation):
    released = {a.body["task"]: a.rel_to for a in own_tasks(PACK, nation, {})}
    other = {"JPN": "USA", "USA": "JPN"}[nation]
    for t in PACK.tasks:
        if t.id in released:
            assert released[t.id] == ((other,) if t.rel else ()), t.id


def test_a_field_that_stays_at_home_is_named_on_its_task_alone():
    withheld = {a.body["task"]: a.withhold for a in own_tasks(PACK, "JPN", {"K9": ("due",)})}
    assert {task for task, fields in withheld.items() if fields} == {"K9"}


PARTIES = (
    ("R1", None, "JPN", "prefecture->JPN", "kochi"),
    ("R3", None, "USA", "embassy->USA", "kochi"),
    ("R6", "JPN", "USA", "JPN->USA", "JPN"),
    ("R7", "USA", "JPN", "USA->JPN", "USA"),
)


@pytest.mark.parametrize(("identifier", "asker", "provider", "channel", "who"), PARTIES)
def test_who_asks_whom(identifier, asker, provider, channel, who):
    request = next(r for r in PACK.requests if r.id == identifier)
    entered = content(PACK, request)
    assert parties(PACK, request) == (asker, provider)
    assert (entered["channel"], entered["asker"], entered["provider"]) == (channel, who, provider)


QUANTITIES = (
    ("R1", {"source": "60 people", "value": 60, "unit": "people", "bound": "exact"}),
    ("R3", {"source": "60 people", "value": 60, "unit": "people", "bound": "about"}),
    ("R2", None),
)


@pytest.mark.parametrize(("identifier", "quantity"), QUANTITIES)
def test_a_figure_is_entered_with_its_bound(identifier, quantity):
    assert content(PACK, next(r for r in PACK.requests if r.id == identifier))["quantity"] == quantity


def test_a_request_for_a_place_names_the_share_that_the_task_uses():
    asked = content(PACK, next(r for r in PACK.requests if r.id == "R7"))
    assert asked["asks"] == {"resource": "parking:matsuyama_ap", "quantity": 4}
    assert asked["for_task"] == "K8"
    craft = content(PACK, next(r for r in PACK.requests if r.id == "R6"))
    assert (craft["asks"], craft["for_task"]) == ({"resource": "lcac_us", "quantity": 2}, None)
