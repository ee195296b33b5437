"""Get the text of a page's article from trafilatura."""

import logging
import re
from contextlib import suppress
from importlib import import_module
from types import ModuleType

from lxml import etree, html
from trafilatura import extract, xpaths
from trafilatura.utils import HTML_PARSER

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of empty pages on stderr

# Plain elements for all tags: nothing needs those that lxml would look up in Python for each form and link.
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
)

_PATTERN = re.compile(r"re:test\((@[\w-]+(?:\|@[\w-]+)*),\s*'([^']*)'(?:,\s*'i')?\)")
"""A test of an attribute by a pattern."""


MOST_TESTED = (
    "BODY_XPATH",
    "RAW_TREE_PRUNE_XPATH",
    "REMOVE_COMMENTS_AND_LISTS_XPATH",
    "OVERALL_DISCARD_XPATH",
)
"""The lists of expressions, by their names in `trafilatura.xpaths`, that every page is asked."""


def _spared(expression: etree.XPath) -> etree.XPath:
    """Return an expression that finds the same without calling Python for attributes that are not there.

    Most elements lack the ones that trafilatura tests; lxml would make texts of nothing for each of them.
    """

    def only_if_there(test: re.Match[str]) -> str:
        attribute, pattern = test.groups()
        if re.search(pattern, ""):
            return test[0]
        return f"({attribute} and {test[0].replace(attribute, f'string({attribute})', 1)})"

    path = _PATTERN.sub(only_if_there, expression.path)
    return etree.XPath(path, namespaces={"re": xpaths.REGEXP_NS}, smart_strings=False)


def spare_expressions(paths: ModuleType, baseline: ModuleType) -> None:
    """Replace those of trafilatura's expressions that test attributes most, in the modules that have them.

    Of another version, which may name them otherwise, they stay as they are.
    """
    with suppress(AttributeError, KeyError, TypeError):
        for name in MOST_TESTED:
            expressions = getattr(paths, name)
            expressions[:] = map(_spared, expressions)
        names = vars(baseline)
        names["BASIC_CLEAN_XPATH"] = _spared(names["BASIC_CLEAN_XPATH"])


# The module's name in its package is that of a function.
spare_expressions(xpaths, import_module("trafilatura.baseline"))


def article_text(page: str, *, fast: bool) -> str:
    """Return the text of a page's article; empty where trafilatura sees none, or fails on the page."""
    try:
        return extract(page, fast=fast, include_comments=False, include_tables=True, deduplicate=False) or ""
    except Exception:  # noqa: BLE001 - a foreign parser on a hostile page; without its help the whole page is shown
        return ""
