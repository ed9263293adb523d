"""Forms of the inbox and of one report."""

from __future__ import annotations

from django import forms

from hotline.enums import Credibility, Reliability, ReportState

OPEN = "open"
LONGEST_REPLY = 8_000  # characters; with its seal it fits the larger class of texts


class InboxFilters(forms.Form):
    """What narrows the inbox."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), (OPEN, "Not closed"), *ReportState.choices()],
    )
    urgent = forms.BooleanField(label="Urgent only", required=False)


class PassphraseForm(forms.Form):
    """Opens one's own key."""

    passphrase = forms.CharField(
        label="Your passphrase",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="The key stays open in this browser for a quarter of an hour, or until you lock it.",
    )


class ReplyForm(forms.Form):
    """A message to the reporter."""

    text = forms.CharField(
        label="Message",
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Plain words. Ask nothing that only one person could answer, and name nobody.",
    )


class GradeForm(forms.Form):
    """The admiralty scale: the source and the information, apart from each other."""

    reliability = forms.ChoiceField(
        label="Source",
        choices=[(each.value, f"{each.value.upper()} {each.label}") for each in Reliability],
        initial=Reliability.F.value,
        help_text="Of somebody unknown it is F, until what they told proves right or wrong.",
    )
    credibility = forms.ChoiceField(
        label="Information",
        choices=[(each.value, f"{each.value} {each.label}") for each in Credibility],
        initial=Credibility.UNKNOWN.value,
    )


class LinkForm(forms.Form):
    """Another file on which the report bears."""

    target = forms.CharField(
        label="Reference of the other file",
        max_length=20,
        help_text="A person-case or an application. Nothing is shown there, and nothing happens to it.",
    )


class HandOverForm(forms.Form):
    """A report goes to an authority."""

    authority = forms.CharField(label="Authority", max_length=150)
    authority_reference = forms.CharField(label="Their reference", max_length=120, required=False)
    ground = forms.CharField(
        label="Ground",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The law or order on which it is given. It goes on record.",
    )


class HoldForm(forms.Form):
    """Keep a report beyond its time, or let it go; also why to erase early."""

    reason = forms.CharField(label="Reason", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PassOnForm(forms.Form):
    """Whom one trusts with one's own part of the key to an original."""

    to = forms.ModelChoiceField(label="Colleague", queryset=None, empty_label=None)

    def __init__(self, *args: object, colleagues: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues
