"""What the screen was opened with: values that stay as they are."""

from dataclasses import dataclass

from reader.config import Paths, Settings
from reader.store.database.connection import Database


@dataclass(frozen=True, slots=True)
class Session:
    """The library and the settings of one run of the screen."""

    db: Database
    paths: Paths
    settings: Settings
    offline: bool = False
    readonly: bool = False
    demo: bool = False
    problem: str | None = None
    """What is wrong with the settings, in words."""

    @property
    def refreshes(self) -> bool:
        """Whether feeds are asked without being told to."""
        return not (self.offline or self.demo or self.readonly) and self.settings.refresh_minutes > 0
