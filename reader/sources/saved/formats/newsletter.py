"""Remove what a newsletter's sender puts around the text: subject, links to the web, unsubscribing."""

import re
from collections.abc import Sequence

from reader.document.blocks import Block, Document
from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.lines import normalize
from reader.sources.saved.text.boilerplate import is_chrome

_HEAD = 12
"""The number of blocks at the beginning that are examined."""
_LONGEST = 160
"""The most characters of a line above the text."""
_ELSEWHERE = re.compile(
    r"(?:view|read|open|trouble|problems?|can't see|not displaying).{0,60}"
    r"(?:browser|online|web|app|website)\b.*"
    r"|(?:web|online)[ -]?version.*|.*im browser.{0,30}|.*dans (?:le|votre|un) navigateur.{0,30}"
    r"|.*en (?:el|su|tu) navegador.{0,30}|.*nel browser.{0,30}|.*in (?:je|de|uw) browser.{0,20}"
    r"|forwarded this email\?.*",
    re.IGNORECASE,
)
_END = re.compile(
    r".*\bunsubscribe\b.*|.*\b(?:update|manage|change) your (?:email )?(?:preferences|subscription|profile).*"
    r"|(?:you(?:'re| are)? (?:receiv|getting|subscribed)|you received).*"
    r"|this (?:e-?mail|message|newsletter) was sent.*"
    r"|.*\b(?:newsletter )?(?:abbestellen|abmelden|austragen)\b.*|.*désabonner.*|.*désinscri.*"
    r"|.*darse de baja.*"
    r"|.*cancelar (?:la|a|tu|su|sua) (?:suscripción|assinatura|inscrição).*|.*disiscriv.*"
    r"|.*\b(?:uitschrijven|afmelden)\b.*"
    r"|.*avsluta prenumeration.*|.*wypisz się.*|.*отписаться.*|.*配信停止.*|.*退订.*|.*수신 ?거부.*"
    r"|©.*|\(c\) \d{4}.*|copyright .*|all rights reserved.*|sent to .*@.*|powered by .*"
    r"|get the app|start writing",
    re.IGNORECASE,
)


def without_boilerplate(document: Document, names: Sequence[str]) -> Document:
    """Return a newsletter without the lines that its sender puts above and below the text.

    `names`: the subject, the sender and the list, which such lines repeat. A message of nothing but such
    lines is returned whole.
    """
    blocks = document.blocks
    known = {name.casefold() for name in names if name}
    kept: list[Block] = []
    start = 0
    for block in blocks[:_HEAD]:
        if block.kind in ("figure", "rule"):
            kept.append(block)
        elif not _stands_above(block, known):
            break
        start += 1
    end = len(blocks)
    while end > start and _ends(blocks[end - 1]):
        end -= 1
    body = (*kept, *blocks[start:end])
    has_text = any(block.kind not in ("figure", "rule") for block in body)
    return Document(body, document.version) if has_text else document


def _stands_above(block: Block, known: set[str]) -> bool:
    match = normalize(block.text)
    if block.text.strip().casefold() in known or not match:
        return True
    if len(match) > _LONGEST:
        return False
    return is_chrome(match) or _ELSEWHERE.fullmatch(match) is not None or find_dates(match).bare


def _ends(block: Block) -> bool:
    if block.kind in ("figure", "rule"):
        return True
    match = normalize(block.text)
    return len(match) <= 2 * _LONGEST and (_END.fullmatch(match) is not None or is_chrome(match))
