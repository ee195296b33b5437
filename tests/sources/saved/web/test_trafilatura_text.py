"""The expressions by which trafilatura looks for boxes and menus: they find the same, with less work."""

import runpy
from importlib import import_module
from types import ModuleType

import pytest
from lxml.etree import XPath
from lxml.html import HtmlElement, fromstring
from trafilatura import settings, xpaths

from reader.sources.saved.web import trafilatura_text
from tests.bench.pages import made_page

OWN = """<html><body id="top" class="cookies-not-set">
<div id="" class="">a</div><div class="x share-y" id="main">b</div><p style="display: none">c</p>
<div id="cookie-notice">d</div><div class="cookie-banner">e</div><section id="comments">f</section>
<ol class="Comment-list"><li>g</li></ol><div class="infinite-scroll"><h1>h</h1></div>
<div class="infinite-scroll">i</div><div class="main" role="article">j</div><span class="x hidden">k</span>
<div style="hidden" id="z">l</div><div id="z" class="cookie">m</div><div class="cookie" id="z">n</div>
</body></html>"""


def _pairs() -> list[tuple[XPath, XPath]]:
    """Each of trafilatura's own expressions, and the one that is used."""
    own = runpy.run_path(str(xpaths.__file__))
    used = vars(import_module("trafilatura.baseline"))["BASIC_CLEAN_XPATH"]
    lists = [
        pair
        for name in trafilatura_text.MOST_TESTED
        for pair in zip(own[name], getattr(xpaths, name), strict=True)
    ]
    return [*lists, (settings.BASIC_CLEAN_XPATH, used)]


@pytest.mark.parametrize("page", [OWN, *(made_page(number) for number in (0, 3, 7))])
def test_each_expression_finds_the_same_elements(page: str) -> None:
    tree: HtmlElement = fromstring(page)
    for own, used in _pairs():
        assert used(tree) == own(tree)


def test_no_attribute_is_tested_that_is_not_there() -> None:
    """A test calls Python, and most elements have neither id nor class."""
    for own, used in _pairs():
        assert "re:test(@" not in used.path
        assert used.path.count("re:test(") == own.path.count("re:test(")


def test_a_pattern_that_nothing_agrees_with_is_left_as_it_is() -> None:
    expression = XPath(".//p[re:test(@id, '^x*$')]", namespaces={"re": xpaths.REGEXP_NS})
    spared = trafilatura_text._spared(expression)
    assert [found.text for found in spared(fromstring("<div><p>a</p><p id='y'>b</p></div>"))] == ["a"]


def test_another_version_that_names_them_otherwise_is_left_as_it_is() -> None:
    other = ModuleType("xpaths")
    other.BODY_XPATH = ()  # type: ignore[attr-defined]
    trafilatura_text.spare_expressions(ModuleType("xpaths"), ModuleType("baseline"))
    trafilatura_text.spare_expressions(other, ModuleType("baseline"))
    assert other.BODY_XPATH == ()  # type: ignore[attr-defined]
