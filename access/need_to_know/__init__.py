"""Judges a look-up of logistics data: which work explains it?"""
