"""Addresses of SCIM 2.0, below /scim/v2/."""

from __future__ import annotations

from django.urls import path

from access.api.scim_discovery import NotOffered, ScimConfig, ScimResourceTypes, ScimSchemas, Unknown
from access.api.scim_group import ScimGroup, ScimGroups
from access.api.scim_list import SearchOf
from access.api.scim_user import ScimUser, ScimUsers

urlpatterns = [
    path("", Unknown.as_view(), name="scim-root"),
    path("ServiceProviderConfig", ScimConfig.as_view(), name="scim-config"),
    path("ResourceTypes", ScimResourceTypes.as_view(), name="scim-resource-type-list"),
    path("ResourceTypes/<str:name>", ScimResourceTypes.as_view(), name="scim-resource-type"),
    path("Schemas", ScimSchemas.as_view(), name="scim-schema-list"),
    path("Schemas/<str:name>", ScimSchemas.as_view(), name="scim-schema"),
    path("Users", ScimUsers.as_view(), name="scim-user-list"),
    path("Users/.search", SearchOf.as_view(listed=ScimUsers), name="scim-user-search"),
    path("Users/<str:number>", ScimUser.as_view(), name="scim-user"),
    path("Groups", ScimGroups.as_view(), name="scim-group-list"),
    path("Groups/.search", SearchOf.as_view(listed=ScimGroups), name="scim-group-search"),
    path("Groups/<str:number>", ScimGroup.as_view(), name="scim-group"),
    path(".search", NotOffered.as_view(), name="scim-search"),
    path("Bulk", NotOffered.as_view(), name="scim-bulk"),
    path("Me", NotOffered.as_view(), name="scim-me"),
    path("<path:rest>", Unknown.as_view(), name="scim-unknown"),
]
