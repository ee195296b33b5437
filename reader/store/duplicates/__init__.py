"""The same article from several origins: grouped, shown as one, counted once."""
