"""The component tags as functions that return markup. `templatetags/ui.py` lists them for templates."""
