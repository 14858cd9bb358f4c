"""The log's signer: a process of its own, under a user of its own, that holds the key which the web can't read.

It signs a checkpoint only with a proof that the log continues the last one it signed. It imports neither
Flask nor SQLAlchemy, and no other domain.
"""
