"""Fields with label, help and error tied together."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

pytestmark = pytest.mark.unit


class Proposal(forms.Form):
    outcome = forms.ChoiceField(
        label="What do you propose?",
        choices=[("grant", "Grant"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Reason", help_text="At least one sentence.")
    read = forms.BooleanField(label="I have read it")
    note = forms.CharField(label="Note", required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The two do not fit together.")


def test_field_ties_help_and_error_to_its_control(draw: Any) -> None:
    drawn = draw("{% field form.reason %}", form=Proposal({}))
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in drawn
    assert 'id="id_reason_helptext"' in drawn
    assert 'id="id_reason_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "field-mark" in drawn


def test_field_that_may_be_empty_has_no_required_mark(draw: Any) -> None:
    assert "field-mark" not in draw("{% field form.note %}", form=Proposal())


def test_field_with_own_help_describes_the_control_by_it(draw: Any) -> None:
    assert 'aria-describedby="id_note_helptext"' in draw(
        '{% field form.note help="Optional." %}', form=Proposal()
    )


def test_choices_are_a_fieldset_with_a_legend(draw: Any) -> None:
    drawn = draw("{% field form.outcome %}", form=Proposal({}))
    assert '<fieldset class="field" aria-describedby="id_outcome_error">' in drawn
    assert drawn.count('type="radio"') == 2
    assert "<legend>What do you propose?" in drawn


def test_tick_box_stands_before_its_label(draw: Any) -> None:
    drawn = draw("{% field form.read %}", form=Proposal())
    assert drawn.index("<input") < drawn.index("<label")


def test_fields_draws_hidden_and_visible_ones(draw: Any) -> None:
    drawn = draw("{% fields form %}", form=Proposal())
    assert 'type="hidden" name="token"' in drawn
    assert drawn.count('class="field') >= 4


def test_field_of_something_else_is_an_error(draw: Any) -> None:
    with pytest.raises(TypeError, match="form's field"):
        draw("{% field form.nome %}", form=Proposal())


def test_form_errors_link_to_every_field_and_name_the_hidden_one(draw: Any) -> None:
    drawn = draw("{% form_errors form %}", form=Proposal({}))
    assert 'href="#id_outcome_0"' in drawn
    assert 'href="#id_reason"' in drawn
    assert "The two do not fit together." in drawn
    assert "Token: This field is required." in drawn


def test_form_errors_of_a_good_form_is_nothing(draw: Any) -> None:
    class Empty(forms.Form):
        pass

    assert draw("{% form_errors form %}", form=Empty({})) == ""


def test_filter_form_asks_by_get_and_can_be_cleared(draw: Any) -> None:
    drawn = draw('{% filter_form form reset_url="/cases/" %}', form=Proposal())
    assert 'method="get"' in drawn
    assert '<a href="/cases/">Clear</a>' in drawn
