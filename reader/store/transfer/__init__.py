"""A whole library as records that another library takes in: written from rows, and merged into others."""
