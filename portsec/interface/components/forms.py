"""Django forms as fields with label, help and error tied together."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

from portsec.interface.components.markup import component


def field(bound: BoundField, *, label: str = "", help: str = "", hide_label: bool = False) -> SafeString:  # noqa: A002
    """One field: label, required mark, help and error, tied to the control by aria-describedby."""
    if not isinstance(bound, BoundField):
        raise TypeError(f"field needs a form's field, not {bound!r}")
    widget = bound.field.widget
    help_text = help or bound.help_text
    described = " ".join(
        f"{bound.auto_id}_{part}"
        for part, present in (("helptext", help_text), ("error", bound.errors))
        if present
    )
    shared = {
        "bound": bound,
        "label": label or bound.label,
        "help_text": help_text,
        "hide_label": hide_label,
        "described": described,
    }
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return component("field_choices", choices=list(bound.subwidgets), **shared)
    control = bound.as_widget(attrs={"aria-describedby": described} if described else {})
    return component(
        "field_tick" if isinstance(widget, CheckboxInput) else "field", control=control, **shared
    )


def fields(form: BaseForm) -> SafeString:
    """Every hidden and visible field of the form, in its order."""
    hidden = [str(bound) for bound in form.hidden_fields()]
    return SafeString("\n".join([*hidden, *(field(bound) for bound in form.visible_fields())]))


def form_errors(form: BaseForm, *, title: str = "There is a problem") -> SafeString:
    """All errors at the top of the page, each a link to its field; nothing for a form without errors."""
    if not form.errors:
        return SafeString()
    found: list[dict[str, Any]] = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form.visible_fields():
        target = bound.id_for_label or f"{bound.auto_id}_0"
        label = str(bound.label).rstrip("?:.")
        found.extend({"text": f"{label}: {text}", "target": target} for text in bound.errors)
    for bound in form.hidden_fields():
        found.extend({"text": f"{bound.label}: {text}", "target": ""} for text in bound.errors)
    return component("form_errors", title=title, errors=found)


def filter_form(form: BaseForm, *, submit: str = "Apply", reset_url: str = "") -> SafeString:
    """A GET form in one line, whose values are the page's address."""
    return component("filter_form", form=form, submit=submit, reset_url=reset_url)
