"""RFC 6962 proofs: that an event is in the tree, and that a tree continues an earlier one. Pure."""
