"""What each key does: a class each, made with the shell and the controllers it needs; it owns its state.

The action of a key is the method called `action_` and its id. All are imported after the first paint.
"""
