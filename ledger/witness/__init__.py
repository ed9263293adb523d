"""A witness: it signs checkpoints of other logs that it has seen grow, and refuses smaller or split trees.

`python -m ledger.witness` runs one without Django, `manage.py witness` within portsec.
"""
