"""What screening tells whoever wants to know. Safety never depends on it: gates read clearances afresh."""

from django.dispatch import Signal

clearance_changed = Signal()  # clearance, state, at, by
