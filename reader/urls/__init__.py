"""All that is done to addresses.

Which are safe to ask, what a request needs of one, when two lead to the same page.
"""
