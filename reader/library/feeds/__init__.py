"""Use cases on feeds: subscribe, refresh, backfill, rediscover, look up, tell how they fare."""
