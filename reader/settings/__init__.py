"""The settings in `config.toml`: read in `file`, checked in `text`, their rules and commands in `tables`."""
