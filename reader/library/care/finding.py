"""What the doctor reports, a line at a time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    text: str
    """The line as people read it."""
    wrong: bool = False
    """Whether something should be done about it."""
    lost: bool = False
    """Whether it tells of something that a repair could not bring back."""

    @property
    def check(self) -> str:
        """What was checked, in a word."""
        first = self.text.split()[0].lower()
        return "feed" if self.text.startswith(" ") else "libraries" if first == "with" else first

    @property
    def told(self) -> str:
        """What was found, without that word."""
        text = self.text.strip()
        return text if self.check in ("feed", "newsreader") else text.partition(" ")[2].strip()
