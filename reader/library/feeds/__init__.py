"""Use cases on feeds: subscribe, refresh, backfill, rediscover, look up, report their health."""
