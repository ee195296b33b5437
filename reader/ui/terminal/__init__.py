"""What passes between the program and its terminal besides pictures and keys of their own."""
