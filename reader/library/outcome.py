"""How a use case ends for one thing: well, with a problem, or with a notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done."""

    subject: str
    """The address, file or article that it is about, as the reader named it."""
    reason: str
    """Why it could not be done, in words."""

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason}"
