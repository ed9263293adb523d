"""The colour band of a type of badge, as it is printed."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from access.accountability.colour import lettering

register = template.Library()


@register.simple_tag
def colour_band(colour: str, name: str) -> SafeString:
    """The band with its name in letters that can be read on it.

    A drawing, because the colours are data: the content security policy rightly forbids styles in the page.
    """
    return format_html(
        '<svg class="colour-band" role="img" aria-label="Band of the type {2}" viewBox="0 0 171 34">'
        '<rect width="171" height="34" rx="4" fill="{0}"/>'
        '<text x="12" y="22" fill="{1}" font-size="14" font-weight="600">{2}</text></svg>',
        colour,
        lettering(colour),
        name,
    )
