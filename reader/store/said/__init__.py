"""What is said to other machines through a shared folder: noted as it is decided, and what it is about."""
