"""Questions about feeds: adding one, editing one, their health."""
