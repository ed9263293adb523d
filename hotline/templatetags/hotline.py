"""Tags of the desk's pages."""

from __future__ import annotations

from datetime import date

from django import template

from hotline.clock.deadline import Clock, clocks
from hotline.enums import Author, Standing
from hotline.models import Grading, Report

register = template.Library()


@register.simple_tag
def next_deadline(report: Report, today: date) -> Clock | None:
    """The first deadline that is not met yet; None when both are."""
    told = clocks(report.earliest_day, report.acknowledged_on, report.answered_on, today=today).values()
    return next((each for each in told if each.standing is not Standing.MET and each.met_on is None), None)


@register.simple_tag
def newest_grade(report: Report) -> Grading | None:
    """The grade that counts, from gradings that were fetched with the report."""
    return next(iter(report.gradings.all()), None)


@register.filter
def is_ours(author: Author) -> bool:
    return author is Author.OFFICER
