"""The field that takes a country."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from screening.matching.countries import country_names


class CountryField(serializers.CharField):
    """A country by its ISO 3166-1 code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2, help_text="ISO 3166-1 alpha-2", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code and code not in country_names():
            raise serializers.ValidationError(f"There is no country '{code}'.")
        return code
