"""The browser tests find their Chromium, and say so when there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def empty_path(tmp_path, monkeypatch):
    """A machine on which no browser is installed, neither on the path nor in the user's cache."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    return tmp_path


def test_the_first_command_that_starts_is_taken(empty_path):
    for name, code in (("chromium", 1), ("google-chrome", 0)):
        (empty_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (empty_path / name).chmod(0o755)
    assert browser.installed() == empty_path / "google-chrome"


def test_none_is_found_where_none_is_installed(empty_path):
    assert browser.installed() is None


def ask(empty_path, **settings):
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, str(ROOT / "tools/browser.py")]
    return subprocess.run(command, env=environment | settings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("settings", "code"), [({}, 0), ({"CI": "false"}, 0), ({"CI": "true"}, 1)])
def test_none_is_an_error_only_for_ci(empty_path, settings, code):
    answer = ask(empty_path, **settings)
    assert (answer.returncode, answer.stdout.split(":")[0]) == (code, "Browser tests are skipped")


def test_the_package_manager_is_left_alone_when_forbidden(empty_path, monkeypatch, capsys):
    monkeypatch.setenv("NO_SYSTEM_PACKAGES", "1")
    browser.install()
    assert capsys.readouterr().out == "NO_SYSTEM_PACKAGES=1: the system's package manager is left alone.\n"


def test_the_browser_runs(chromium):
    page = chromium.new_page()
    page.set_content("<h1 lang=ja>連携</h1>")
    assert page.get_by_role("heading").inner_text() == "連携"
    page.close()
