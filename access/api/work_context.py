"""Doors through which other systems deliver cargo, orders and rosters, and read their orders back."""

from __future__ import annotations

from typing import Any, ClassVar

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.models import RosterSpan, WorkOrder
from access.port_directory import tables
from access.port_directory.json_rows import MOST_ROWS
from access.port_directory.table import Table
from access.selectors.work_context import orders_delivered, port_named, roster_delivered
from access.services import work_context
from accounts.doors import check_capability
from accounts.roles import Capability
from portsec.interface.rest_error import ErrorSerializer
from portsec.kernel import clock

ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 404, 413), ErrorSerializer)
NEEDED = (Capability.MANAGE_CARGO,)


class DeliverySerializer(serializers.Serializer):
    """Rows with the columns of the port directory's file of the same name (docs/port_directory.md)."""

    port = serializers.CharField(
        required=False, help_text="UN/LOCODE; may be left out where you have one port"
    )
    rows = serializers.ListField(
        child=serializers.JSONField(), help_text=f"Objects of columns and values; {MOST_ROWS} at most"
    )


class RemarkSerializer(serializers.Serializer):
    row = serializers.IntegerField()
    detail = serializers.CharField()


class DeliveredSerializer(serializers.Serializer):
    """What became of the rows. A wrong check digit is a remark: the number is kept as it came."""

    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    remarks = RemarkSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class Deliver(APIView):
    """All rows or none: an error names each row and column, and nothing is kept."""

    table: ClassVar[Table[Any]]

    def post(self, request: Request) -> Response:
        check_capability(request, NEEDED)
        form = DeliverySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data
        delivered = work_context.deliver(
            port_named(said.get("port", ""), scope=request.scope),
            self.table,
            said["rows"],
            actor=request.user,
            scope=request.scope,
            at=clock.now(),
        )
        return Response(DeliveredSerializer(delivered).data)


def _door(name: str) -> Any:
    schema = extend_schema(
        operation_id=f"{name}_deliver",
        request=DeliverySerializer,
        responses={200: DeliveredSerializer} | ERRORS,
    )
    return extend_schema_view(post=schema)


@_door("cargo_visits")
class CargoVisits(Deliver):
    """Stays of containers. They are read by look-ups, one at a time and with a reason."""

    table = tables.CARGO


@_door("vessel_calls")
class VesselCalls(Deliver):
    """Ships' stays."""

    table = tables.VESSEL_CALLS


@_door("release_chain")
class ReleaseChain(Deliver):
    """Steps of release rights that were taken in another system."""

    table = tables.RELEASE_CHAIN


@_door("truck_appointments")
class TruckAppointments(Deliver):
    """Which vehicle comes when, for which container."""

    table = tables.TRUCK_APPOINTMENTS


class WorkOrderSerializer(serializers.ModelSerializer):
    """One order, under the names of the columns in which it was delivered."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    work_ref = serializers.CharField(source="ref", read_only=True)
    person = serializers.CharField(source="person_ref", read_only=True)
    object = serializers.CharField(source="object_ref", read_only=True)

    class Meta:
        model = WorkOrder
        fields = (
            "port",
            "work_ref",
            "kind",
            "person",
            "team",
            "object",
            "opened_at",
            "closed_at",
            "opened_by",
        )
        read_only_fields = fields


class RosterSerializer(serializers.ModelSerializer):
    """One stretch of a roster, under the names of its columns."""

    port = serializers.SlugRelatedField(slug_field="locode", read_only=True)
    person = serializers.CharField(source="person_ref", read_only=True)

    class Meta:
        model = RosterSpan
        fields = ("port", "person", "starts_at", "ends_at", "area", "kind")
        read_only_fields = fields


class WorkOrderFilter(filters.FilterSet):
    """By what is known of an order; nobody leafs through other people's work."""

    work_ref = filters.CharFilter(field_name="ref")
    object = filters.CharFilter(field_name="object_ref")
    person = filters.CharFilter(field_name="person_ref")

    class Meta:
        model = WorkOrder
        fields = ("work_ref", "object", "person")


class RosterFilter(filters.FilterSet):
    person = filters.CharFilter(field_name="person_ref")

    class Meta:
        model = RosterSpan
        fields = ("person",)


class Delivered(generics.ListAPIView):
    """What was delivered, to whoever keeps the port's data, and only for a filter that names it."""

    def filter_queryset(self, queryset: Any) -> Any:
        named = any(
            self.request.query_params.get(name, "").strip() for name in self.filterset_class.base_filters
        )
        return super().filter_queryset(queryset) if named else queryset.none()


@_door("work_orders")
@extend_schema_view(
    get=extend_schema(
        operation_id="work_orders_list", responses={200: WorkOrderSerializer(many=True)} | ERRORS
    )
)
class WorkOrders(Deliver, Delivered):
    """Orders, jobs, tickets and tasks: deliver them, or read back by reference, object or person."""

    table = tables.WORK_ORDERS
    serializer_class = WorkOrderSerializer
    filterset_class = WorkOrderFilter
    queryset = WorkOrder.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, NEEDED)
        return orders_delivered(scope=self.request.scope)


@_door("rosters")
@extend_schema_view(
    get=extend_schema(operation_id="rosters_list", responses={200: RosterSerializer(many=True)} | ERRORS)
)
class Rosters(Deliver, Delivered):
    """Duties of people: deliver them, or read those of one person back."""

    table = tables.ROSTER
    serializer_class = RosterSerializer
    filterset_class = RosterFilter
    queryset = RosterSpan.objects.none()

    def get_queryset(self) -> Any:
        check_capability(self.request, NEEDED)
        return roster_delivered(scope=self.request.scope)
