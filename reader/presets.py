"""Keys that people bring along from other programs, as data: what each preset changes of the actions' own.

What a preset gives to an action it takes from nobody: a test holds that no two actions share a key.
"""

from collections.abc import Mapping

PRESETS: Mapping[str, Mapping[str, str]] = {
    "newsboat": {
        "down": "j,down,J", "up": "k,up,K", "top": "home", "bottom": "end", "sort": "g,G,backslash",
        "article_down": "right_curly_bracket", "article_up": "left_curly_bracket",
        "open": "enter,right", "feeds_with_unread": "l,full_stop", "toggle_read": "N,m",
        "mark_many": "A,C", "delete": "D,d",
        "write": "s,w", "star": "ctrl+e,asterisk", "browser": "o,O", "links": "u,number_sign,semicolon",
        "unread": "plus", "edit_feed": "E", "original": "ctrl+u,v",
        "next_feed": "ctrl+n,right_square_bracket", "previous_feed": "ctrl+p,left_square_bracket",
        "palette": "colon", "comments": "c", "download": "e",
    },
    "vim": {
        "page_down": "ctrl+d,ctrl+f,pagedown", "page_up": "ctrl+u,ctrl+b,pageup", "find": "asterisk",
        "previous_unread": "N,p", "next_feed": "ctrl+j,right_square_bracket",
        "previous_feed": "ctrl+k,left_square_bracket", "next_pane": "tab,ctrl+w",
        "back": "escape,h,left,ctrl+o", "undo": "u,U", "unread": "plus",
    },
    "netnewswire": {
        "down": "down,j", "up": "up", "next_unread": "n,plus", "toggle_read": "r,m",
        "mark_many": "k,l,A", "open": "enter,right", "browser": "b,o", "share": "B",
        "next_feed": "z,right_square_bracket",
        "previous_feed": "a,left_square_bracket", "zen": "0", "add": "ctrl+n", "refresh_feed": "ctrl+r",
    },
    "miniflux": {
        "down": "j,n,down", "up": "k,p,up", "next_unread": "ctrl+j", "previous_unread": "ctrl+k",
        "open": "enter,o,right", "back": "escape,left", "page_down": "l,pagedown", "page_up": "h,pageup",
        "browser": "v", "original": "ctrl+o", "star": "f,s", "feeds": "g", "top": "home",
        "full_text": "d,x", "delete": "delete", "add": "plus,a", "edit_feed": "number_sign,e",
    },
}  # fmt: skip
"""The keys of actions by the preset's name and the action's id."""
