"""Lets pytest run the examples in README.md and `docs/`; `tools/examples.py` says what is run how."""

from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from tools import examples

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser("console", examples.console),
        CodeBlockParser("sh", examples.shell),
        CodeBlockParser("yaml", examples.read_yaml),
        CodeBlockParser("json", examples.read_json),
    ],
    setup=examples.setup,
    teardown=examples.teardown,
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
).pytest()
