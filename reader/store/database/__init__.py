"""Opening the database: connections, schema, migrations, backups, and SQLite's errors as sentences."""
