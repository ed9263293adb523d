"""Watchlists in their publishers' own formats, read into one shape. Pure: files in, frozen values out."""
