"""Python and the browser say the same sentence: every text, in both languages, with numbers and with words."""

import json

import pytest
from fluent.runtime import FluentBundle, FluentResource

from tests.house import keys
from tests.house.tree import PACKAGE

FLUENT = next((PACKAGE / "web/vendor").glob("fluent-bundle-*"))
ORIGIN = "http://localhost"
NUMBERS = (0, 1, 2, 12_345.5)
WORD = "松山"
PAGE = """
<script type="module">
import {FluentBundle, FluentResource} from "/index.js";
window.say = (language, source, wanted) => {
  const bundle = new FluentBundle(language, {useIsolating: false});
  bundle.addResource(new FluentResource(source));
  return wanted.map(([key, facts]) => bundle.formatPattern(bundle.getMessage(key).value, facts, []));
};
window.ready = true;
</script>
"""


@pytest.fixture
def page(chromium):
    """A page with the carried Fluent library and nothing else; what it asks for comes from the disk."""

    def answer(route):
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name:
            route.fulfill(body=(FLUENT / name).read_text(), content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    page = chromium.new_page()
    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/")
    page.wait_for_function("window.ready")
    yield page
    page.close()


def facts_for(message):
    """Yield facts for a message: every variable a number, then every one that is not counted a word."""
    names, counted = sorted(keys.variables(message)), keys.counted(message)
    yield from (dict.fromkeys(names, number) for number in NUMBERS)
    yield {name: 3 if name in counted else WORD for name in names}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_sides_say_the_same(page, language):
    source = "\n".join(keys.areas(language).values())
    messages = {key: message for key, message in keys.parse(source)[0].items() if not key.startswith("-")}
    wanted = [(key, facts) for key, message in messages.items() for facts in facts_for(message)]
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source))
    in_python = [bundle.format_pattern(bundle.get_message(key).value, facts)[0] for key, facts in wanted]
    in_browser = page.evaluate(
        "([language, source, wanted]) => window.say(language, source, wanted)", [language, source, wanted]
    )
    differing = [
        (key, facts, here, there)
        for (key, facts), here, there in zip(wanted, in_python, in_browser, strict=True)
        if here != there
    ]
    assert differing == [], json.dumps(differing[:5], ensure_ascii=False)
