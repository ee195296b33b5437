"""Where articles come from: the web, feeds, saved files, lists of subscriptions."""
