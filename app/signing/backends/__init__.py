"""What holds a key and signs with it: one interface, and a module for each way."""
