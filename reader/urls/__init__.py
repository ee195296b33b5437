"""All that is done to addresses.

`safe`: which may be kept and opened. `parts`: an address taken apart. `target`: what a request needs of
one. `redirects`: where they lead. `public`: which network addresses content may lead to. `canonical`: when
two lead to the same page. `credentials`: user and password in one. `typed`: what a person means by one.
"""
