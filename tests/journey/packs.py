"""Packs made from the published one for these tests: every identifier renamed, the controller's fields taken out."""

import json
import random
import re

import yaml

from renkei.scenarios import gazetteer_text, pack_text

CONTROLLERS = ("duplicate_of", "true_status", "affects")
"""Fields that only the exercise controller may read."""
OUTCOMES = ("kochi_landing", "beach_a")
"""Keys of `expected` that name an outcome and no identifier."""
VOLATILE = {"seconds", "based_on", "version", "id"}
"""What no two runs have alike."""
ONLY_GAZETTEER = {"kind", "lat", "lon", "approximate"}
"""What is known of a place only where a gazetteer has it."""


def nankai():
    """Return the published pack as plain values."""
    return yaml.safe_load(pack_text("nankai"))


def identifiers(pack):
    """Return every identifier of a pack but those of its nodes, each once."""
    places = {f["base"] for f in pack["forces"] if f.get("base")} | {n["place"] for n in pack["nodes"]}
    places |= {s["place"] for kind in ("airfields", "ports", "shared_resources") for s in pack[kind] if s.get("place")}
    places |= {p for t in pack["tasks"] for p in t.get("at", ())} | {r["to"] for r in pack["requests"]}
    nodes = {n["id"] for n in pack["nodes"]}
    bodies = {r["from"] for r in pack["requests"]} - nodes
    types = {f["type"] for f in pack["forces"]}
    named = {e["id"] for kind in ("tasks", "forces", "requests", "shared_resources", "phases") for e in pack[kind]}
    return sorted(places | bodies | types | named | {pack["id"]})


def renaming(pack, seed):
    """Return a new name for each identifier: without order, meaning, or the old one's form."""
    old = identifiers(pack)
    numbers = random.Random(seed).sample(range(1000, 10_000), len(old))
    return {name: f"z{number}q" for name, number in zip(old, numbers, strict=True)}


def substituted(value, names):
    """Return a value with identifiers replaced wherever they stand, in keys and in the injects' sentences too."""
    if isinstance(value, dict):
        return {substituted(k, names): substituted(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [substituted(v, names) for v in value]
    return replaced(value, names) if isinstance(value, str) else value


def replaced(text, names):
    """Return a text with whole identifiers replaced; `K8` in `K8.due_h` is one, in `K80` it is none."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![A-Za-z0-9_:-])(?:{pattern})(?![A-Za-z0-9_:-])", lambda found: names[found[0]], text)


def renamed(pack, names):
    """Return a pack with every identifier renamed and the controller's fields taken out; `expected` is renamed too."""
    kept = {key: {k: v for k, v in pack.items() if k == key} for key in ("title", "t0", "clock")}
    words = {key: value for part in kept.values() for key, value in part.items()}
    rest = {k: v for k, v in pack.items() if k not in words}
    return words | substituted(stripped(rest), names)


def stripped(value):
    """Return a value without the controller's fields, at any depth; `expected` stays."""
    if isinstance(value, dict):
        return {k: stripped(v) for k, v in value.items() if k not in CONTROLLERS}
    return [stripped(v) for v in value] if isinstance(value, list) else value


def canonical(found, names):
    """Return what a run found with the old identifiers, and without what no two runs have alike.

    A renamed place is in no gazetteer, so its name is its identifier; the published names are replaced by it.
    """
    text = json.dumps(found, ensure_ascii=False)
    if names:
        text = replaced(text, {new: old for old, new in names.items()})
    for place, spoken in place_names():
        text = text.replace(spoken, place)
    return ordered(json.loads(text))


def place_names():
    """Return every published place with each of its names, the longest first: some stand inside others."""
    rows = [line.split(",")[:3] for line in gazetteer_text().splitlines()[1:]]
    named = [(place, name) for place, en, ja in rows for name in (en, ja) if name]
    return sorted(named, key=lambda pair: -len(pair[1]))


def ordered(value):
    """Return a value with lists in one order, since an order by identifier changes with the identifiers."""
    if isinstance(value, dict):
        dropped = VOLATILE | (ONLY_GAZETTEER if "lat" in value else set())
        return {k: ordered(v) for k, v in sorted(value.items()) if k not in dropped}
    if isinstance(value, list):
        return sorted((ordered(v) for v in value), key=lambda v: json.dumps(v, ensure_ascii=False, sort_keys=True))
    return sorted(re.split(", | and |、", value)) if isinstance(value, str) else value
