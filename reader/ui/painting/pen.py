"""The style in which a terminal writes, and the shortest change to another one."""

from functools import lru_cache

Look = str | tuple[str, str]
"""A style: the numbers of its SGR sequence (`1;38;2;9;9;9`), and with it the opening of a link, if any."""

_COLOURS = {"38": "fg", "48": "bg"}
_LENGTHS = {"2": 5, "5": 3}
"""How many numbers belong to a colour of red, green and blue, and to one of 256."""

_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29",
}  # fmt: skip
"""What switches an attribute off."""

_DEFAULT = ("39", "49")

ESCAPE = "\x1b"

LINK_END = "\x1b]8;;\x1b\\"


@lru_cache(4096)
def parts(sgr: str) -> tuple[tuple[str, ...], str, str]:
    """Return the attributes, the colour and the ground that the numbers of an SGR sequence say."""
    numbers = sgr.split(";") if sgr else []
    attributes = []
    colour, ground = _DEFAULT
    at = 0
    while at < len(numbers):
        number = numbers[at]
        size = _LENGTHS.get(numbers[at + 1], 1) if number in _COLOURS and at + 1 < len(numbers) else 1
        whole = ";".join(numbers[at : at + size])
        at += size
        if number == "38" or (number.startswith(("3", "9")) and len(number) == 2):
            colour = whole
        elif number == "48" or (number.startswith(("4", "10")) and len(number) > 1):
            ground = whole
        else:
            attributes.append(whole)
    return tuple(attributes), colour, ground


@lru_cache(4096)
def change(old: str, new: str) -> str:
    """Return the sequence from one style to another: what differs, or all of it where that is shorter."""
    if old == new:
        return ""
    before, old_colour, old_ground = parts(old)
    after, new_colour, new_ground = parts(new)
    whole = f"\x1b[0;{new}m" if new else "\x1b[m"
    gone = [attribute for attribute in before if attribute not in after]
    if not _OFF.keys() >= set(gone):
        return whole
    numbers = list(dict.fromkeys(_OFF[attribute] for attribute in gone))
    numbers += [each for each in after if each not in before or _OFF.get(each) in numbers]
    if new_colour != old_colour:
        numbers.append(new_colour)
    if new_ground != old_ground:
        numbers.append(new_ground)
    return min(f"\x1b[{';'.join(numbers)}m", whole, key=len) if numbers else ""


class Pen:
    """Collects what is sent, and knows the style in which the terminal writes behind it."""

    def __init__(self) -> None:
        self._sent: list[str] = []
        self._sgr, self._link = "", ""
        self._place: tuple[int, int] | None = None

    def write(self, text: str, look: Look) -> None:
        """Add a text in a style. Where the terminal writes behind it is known only when it is told."""
        self._place = None
        sgr, link = (look, "") if isinstance(look, str) else look
        if link and not link.startswith(ESCAPE):  # it marks a picture, and is for no terminal
            link = ""
        if sgr is not self._sgr:
            self._sent.append(change(self._sgr, sgr))
            self._sgr = sgr
        if link != self._link:
            self._sent.append(link or LINK_END)
            self._link = link
        self._sent.append(text)

    def place(self, column: int, line: int) -> None:
        """Go to a cell, unless the terminal writes there next anyway; the first is at 0, 0."""
        if self._place != (column, line):
            self._sent.append(f"\x1b[{line + 1};{column + 1}H")
            self._place = column, line

    def reached(self, column: int, line: int) -> None:
        """Take it that behind what was written comes this cell: no terminal disputes that."""
        self._place = column, line

    def end(self) -> str:
        """Return all that is to be sent; behind it the terminal writes in no style, as it did before."""
        if self._sent:
            self.write("", "")
        return "".join(self._sent)
