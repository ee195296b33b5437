"""What of a view with links knows which of them the mouse is over, or was clicked."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widget import Widget


class PointedLinks(Widget):
    """A widget whose links have a number in their style's meta data, as `link`."""

    pointed_at = 0
    """The link under the mouse; 0 is none."""

    @dataclass
    class Changed(Message):
        """The mouse is over a link, or over none any more (0)."""

        number: int

    @dataclass
    class Clicked(Message):
        """A link was clicked."""

        number: int

    def point_at(self, link: int) -> None:
        """Take notice of the link under the mouse."""
        if link != self.pointed_at:
            self.pointed_at = link
            self.post_message(self.Changed(link))

    def link_at(self, event: events.MouseEvent) -> int:
        """Return the number of the link where the mouse is; 0 where there is none."""
        number = event.style.meta.get("link", 0)
        return number if isinstance(number, int) else 0

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.point_at(self.link_at(event))

    def on_leave(self) -> None:
        self.point_at(0)

    def on_click(self, event: events.Click) -> None:
        number = self.link_at(event)
        if number and not self.screen.get_selected_text():  # a text that is selected ends with a click too
            self.post_message(self.Clicked(number))
