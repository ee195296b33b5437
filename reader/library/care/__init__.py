"""Care for the library: daily maintenance and the doctor."""
