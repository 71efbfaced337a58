"""A long benchmark goes on where it ended: no case is run twice, and a line cut short is run again."""

import json

from benchmarks.kept import lines_in, rows_of

CASES = [{"case": f"c{n}", "n": n} for n in range(4)]


def run_all(path, ran):
    def run(case):
        ran.append(case["n"])
        return {"square": case["n"] ** 2}

    return list(rows_of(CASES, run, path))


def test_a_second_run_runs_nothing_and_gives_the_same(tmp_path):
    path, ran = tmp_path / "sub" / "b.jsonl", []
    first = run_all(path, ran)
    assert run_all(path, ran) == first
    assert ran == [0, 1, 2, 3]
    assert [r["square"] for r in first] == [0, 1, 4, 9]


def test_a_line_that_was_cut_short_is_run_again_and_spoils_no_other(tmp_path):
    path, ran = tmp_path / "b.jsonl", []
    first = run_all(path, ran)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 5])
    ran.clear()
    assert run_all(path, ran) == first
    assert ran == [3]
    assert len(lines_in(path)) == 4
    assert json.loads(path.read_text().splitlines()[-1]) == first[3]


def test_without_a_file_everything_is_run(tmp_path):
    ran = []
    run_all(None, ran)
    run_all(None, ran)
    assert ran == [0, 1, 2, 3] * 2
    assert list(tmp_path.iterdir()) == []
