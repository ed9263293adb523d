"""The shape of what people type into screening's pages. No rule lives here."""
