"""How far a long job is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.enums import JobState
from ledger.jobs import kind_of
from ledger.selectors.job import access_job


def job_detail(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """A job of one's own; the page asks again by itself while the job runs."""
    job = access_job(job_id, actor=request.user.reference, scope=request.scope)
    running = job.state_word in (JobState.WAITING, JobState.CLAIMED)
    context = {"job": job, "label": kind_of(job.kind).label, "running": running}
    template = "portsec/job_progress.html" if request.htmx else "portsec/job_detail.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    response["Cache-Control"] = "no-cache"
    return response
