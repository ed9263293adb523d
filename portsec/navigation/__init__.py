"""The side bar and the banners of every page."""
