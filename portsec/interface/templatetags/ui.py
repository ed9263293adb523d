"""`{% load ui %}`: every component tag. A misspelt keyword or value is an error."""

from __future__ import annotations

from django import template

from portsec.interface.components import charts, forms, heads, lists, marks, panels, tables

register = template.Library()

for tag in (
    marks.icon,
    marks.chip,
    marks.reference,
    marks.avatar,
    marks.meter,
    marks.progress,
    marks.when,
    heads.button,
    heads.link_button,
    heads.breadcrumbs,
    heads.tabs,
    heads.pager,
    panels.verdict_box,
    panels.answer,
    panels.stat_card,
    panels.empty_state,
    panels.badge_card,
    lists.stepper,
    lists.fact,
    forms.field,
    forms.fields,
    forms.form_errors,
    forms.filter_form,
    charts.bar_chart,
    charts.hbar_chart,
    charts.sparkline,
    charts.window_bar,
):
    register.simple_tag(tag)

for block in (
    heads.actions,
    heads.page_header,
    panels.panel,
    panels.callout,
    panels.tile,
    lists.timeline,
    lists.timeline_item,
    lists.facts,
    lists.items,
    lists.item,
    tables.table,
):
    register.simple_block_tag(block)

register.simple_block_tag(tables.cell, takes_context=True)
