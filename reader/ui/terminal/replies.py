"""What a terminal says, among the keys: the colour of its ground, and how it draws pictures.

Left alone, Textual would take it for keys that were pressed.
"""

import re
from collections.abc import Iterator

import msgspec

from reader.ui.themes import luminance

ASK_GROUND = "\x1b]11;?\x1b\\"
"""Asks for the colour of the ground (xterm's OSC 11)."""

FOLLOW, UNFOLLOW = "\x1b[?2031h", "\x1b[?2031l"
"""Let the terminal say when its palette becomes light or dark (mode 2031), and no more."""

ASK_GRAPHICS = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Asks whether pictures can be drawn, with one of a single pixel (kitty's graphics protocol)."""

GRAPHICS_DRAWN = "i=31;OK"
"""The answer of a terminal that can."""

ASK_ATTRIBUTES = "\x1b[c"
"""Asks what the terminal can (DA1), which every terminal answers; `4` among the numbers means sixels."""

ASK_VERSION = "\x1b[>q"
"""Asks for the terminal's name and version (XTVERSION)."""

ASK_CELL = "\x1b[16t"
"""Asks for the pixels of a cell."""

ASK_CELL_OF_ITERM = "\x1b]1337;ReportCellSize\x1b\\"
"""Asks the same in iTerm's way: who answers draws files in its way."""

ASK_COLOURS = "\x1b[?1;1;0S"
"""Asks a terminal with sixels for the colours that it has for them."""

SIXELS = "4"
"""The number in the answer of a terminal that draws sixels."""

ESCAPE = "\x1b"

ESCAPE_SECONDS = 0.1
"""Seconds after which an escape that nothing follows was the key."""

ANSWER_SECONDS = 2.0
"""Seconds from the question in which an answer may begin with an escape alone."""

CUT_SECONDS = 0.5
"""Seconds for which such an escape is waited on: what comes over a slow line may be cut anywhere."""

TYPED_SECONDS = 1.0
"""Seconds after which one more character is a key again, though a cut answer could go on with it."""

DARK = 0.18
"""The luminance below which white stands out more than black does."""

# Compiled when first needed (`re` keeps them): the first paint does not wait for them.
_TEXT = r"[^\x00-\x1f\x7f-\x9f]{0,200}"
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_PIXELS = r"\d{1,4}(?:\.\d{1,6})?"
_SAID = (
    rf"\x1b\](?P<what>\d{{1,4}});(?P<text>{_TEXT})(?:\x07|\x1b\\|\x9c)"
    rf"|\x1b_G(?P<graphics>{_TEXT})\x1b\\"
    r"|\x1b\[\?997;(?P<mode>[12])n"
    r"|\x1b\[\?(?P<attributes>\d{1,3}(?:;\d{0,3}){0,30})c"
    r"|\x1b\[\?1;0;(?P<colours>\d{1,6})S"
    r"|\x1b\[\?[\d;]{0,120}[@-~]"  # any other answer: no key is sent like this
    r"|\x1b\[6;(?P<height>\d{1,9});(?P<width>\d{1,9})t"
    r"|\x1b\[(?!48;)[\d;]{1,60}t"  # any other report of a window; 48 is of its size, and Textual's
    rf"|\x1bP>\|(?P<version>{_TEXT})\x1b\\"
    rf"|\x1bP[\d>=?!]{_TEXT}\x1b\\"  # any other answer, as above
    r"|(?P<paste>\x1b\[200~)"
)
_BEGUN = (
    rf"\x1b(?:\](?:\d{{1,4}}(?:;{_TEXT}\x1b?)?)?|_(?:G{_TEXT}\x1b?)?"
    rf"|P(?:[\d>=?!]{_TEXT}\x1b?)?"
    r"|\[(?:\?[\d;]{0,120}|[1-9](?:;\d{0,9}){0,2}|2(?:00?)?)?)?\Z"
)
_ENDING = r"\x1b(?:\[(?:2(?:01?)?)?)?\Z"
_BEGUN_REPLY = r"\x1b(?:\]\d|_G|P[\d>=?!])"
_COLOUR = r"(?i)rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?"
_OF_COLOUR = r"(?i)[0-9a-f:/rgb;\x1b]+"
_OF_TEXT = r"[\w=,;:.()|+ \-\x1b]+"
_OF_CELL = rf"ReportCellSize=(?P<height>{_PIXELS});(?P<width>{_PIXELS})(?:;(?P<scale>{_PIXELS}))?"


class Ground(msgspec.Struct, frozen=True):
    """The ground of the terminal, as it said."""

    dark: bool


class Graphics(msgspec.Struct, frozen=True):
    """Whether the terminal draws pictures, as it said."""

    drawn: bool


class Attributes(msgspec.Struct, frozen=True):
    """Whether the terminal draws sixels, as it said."""

    sixels: bool


class Version(msgspec.Struct, frozen=True):
    """The name and version of the terminal, as it said: hostile text, which is only looked at."""

    name: str


class SixelColours(msgspec.Struct, frozen=True):
    """How many colours the terminal has for sixels, as it said."""

    colours: int


class CellSize(msgspec.Struct, frozen=True):
    """The pixels of a cell's width and height, as the terminal said, whatever that is."""

    width: int
    height: int
    of_iterm: bool = False
    """Whether it said so in iTerm's way."""


Drawing = Graphics | Attributes | Version | SixelColours | CellSize
"""Something that the terminal said of the pictures that it draws."""

Said = Ground | Drawing
"""Something that the terminal said."""


def ground_of(colour: str) -> Ground | None:
    """Return the ground of a colour as `rgb:ffff/ffff/ffff`; None where it is no colour."""
    if (found := re.fullmatch(_COLOUR, colour)) is None:
        return None
    red, green, blue = (round(int(part, 16) * 255 / (16 ** len(part) - 1)) for part in found.groups())
    return Ground(luminance((red, green, blue)) < DARK)


class Replies:
    """Takes what the terminal says out of what is typed, however it is cut. Pasted text stays as it is."""

    def __init__(self, now: float) -> None:
        """`now` is when the terminal was asked, in seconds."""
        self._asked = now
        self._held = ""
        """The beginning of what may be a reply."""
        self._since = now
        """When its last character came."""
        self._pasting = False

    def feed(self, text: str, now: float) -> Iterator[str | Said]:
        """Yield what was typed, and in its place what the terminal said."""
        text, self._held = self._go_on(text, now), ""
        while text:
            if self._pasting:
                before, end, text = text.partition(_PASTED)
                self._pasting = not end
                if self._pasting:
                    before = self._hold(before, _ENDING, now)
                yield before + end
            elif found := re.search(_SAID, text):
                yield text[: found.start()] + (found["paste"] or "")
                text = text[found.end() :]
                self._pasting = found["paste"] is not None
                if (said := self._said(found)) is not None:
                    yield said
            else:
                yield self._hold(text, _BEGUN, now)
                break

    def tick(self, now: float) -> str:
        """Return what was held and is no reply, because nothing followed it for too long."""
        answer_due = self._held == ESCAPE and now - self._asked < ANSWER_SECONDS
        patience = CUT_SECONDS if answer_due else ESCAPE_SECONDS
        if self._pasting or re.match(_BEGUN_REPLY, self._held) or now < self._since + patience:
            return ""
        held, self._held = self._held, ""
        return held

    def _hold(self, text: str, begun: str, now: float) -> str:
        """Keep back the end of a text if more may belong to it. Returns the rest."""
        if found := re.search(begun, text):
            self._held, self._since = found[0], now
            return text[: found.start()]
        return text

    def _go_on(self, text: str, now: float) -> str:
        """Return what is to be read: what was held, and the text; the text alone if a reply broke off."""
        held = self._held
        if not re.match(_BEGUN_REPLY, held):
            return held + text
        key = len(text) == 1 and now - self._since > TYPED_SECONDS
        of_colour = held.startswith("\x1b]") and not held.startswith("\x1b]13")
        of_reply = _OF_COLOUR if of_colour else _OF_TEXT
        goes_on = not key and re.fullmatch(of_reply, text) and re.match(_BEGUN, held + text)
        if goes_on or re.match(_SAID, held + text):
            return held + text
        return ESCAPE + text if held.endswith(ESCAPE) else text

    def _said(self, found: re.Match[str]) -> Said | None:
        """Return what was said; None for what nobody asked for."""
        if found["graphics"] is not None:
            return Graphics(found["graphics"] == GRAPHICS_DRAWN)
        if found["attributes"]:
            return Attributes(SIXELS in found["attributes"].split(";")[1:])
        if found["colours"]:
            return SixelColours(int(found["colours"]))
        if found["width"]:
            return CellSize(int(found["width"]), int(found["height"]))
        if found["version"] is not None:
            return Version(found["version"])
        return self._cell_of_iterm(found["text"]) if found["what"] == "1337" else self._ground(found)

    @staticmethod
    def _cell_of_iterm(text: str) -> CellSize | None:
        """Return the size of a cell that iTerm said, in pixels of the screen; None for all else."""
        if (said := re.fullmatch(_OF_CELL, text)) is None:
            return None
        scale = float(said["scale"] or 1)
        return CellSize(round(float(said["width"]) * scale), round(float(said["height"]) * scale), True)

    @staticmethod
    def _ground(said: re.Match[str]) -> Ground | None:
        """Return the ground that was said; None for all else."""
        if said["mode"]:
            return Ground(said["mode"] == "1")
        return ground_of(said["text"]) if said["what"] == "11" else None
