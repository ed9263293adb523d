"""What a Verdict promises to every caller: no accidental yes, no lost reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsec.kernel.errors import Refused, require
from portsec.kernel.verdict import Reason, Verdict, all_of, allow, any_of, deny

pytestmark = pytest.mark.unit

reasons = st.builds(Reason, st.from_regex(r"\A[a-z][a-z_]{1,12}\Z"), st.text(min_size=1, max_size=20))
yes = st.builds(
    lambda given, duties: Verdict(True, tuple(given), tuple(duties)),
    st.lists(reasons, max_size=3),
    st.lists(st.sampled_from(["log", "mask", "call_back"]), max_size=3),
)
no = st.builds(lambda given: Verdict(False, tuple(given)), st.lists(reasons, min_size=1, max_size=3))
verdicts = st.lists(yes | no, max_size=6)


def test_verdict_when_asked_for_a_truth_value_then_type_error() -> None:
    for verdict in (allow(), deny("no", "No.")):
        with pytest.raises(TypeError, match=r"\.allowed"):
            bool(verdict)
        with pytest.raises(TypeError):
            assert not verdict


def test_refusal_when_without_reason_then_value_error() -> None:
    with pytest.raises(ValueError, match="at least one reason"):
        Verdict(False)


def test_verdict_when_made_then_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        deny("no", "No.").allowed = True  # type: ignore[misc]


def test_all_of_when_empty_then_refuses() -> None:
    assert not all_of().allowed
    assert all_of().codes == ("nothing_configured",)
    assert not any_of().allowed


def test_all_of_when_two_refuse_then_keeps_both_reasons_in_order() -> None:
    answer = all_of(deny("badge_expired", "Expired."), allow(), deny("area_not_on_badge", "Wrong area."))
    assert answer.codes == ("badge_expired", "area_not_on_badge")
    assert answer.sentence == "Expired. Wrong area."


def test_all_of_when_all_allow_then_each_duty_stands_once() -> None:
    answer = all_of(allow(obligations=["log"]), allow(obligations=["mask", "log"]))
    assert answer.allowed
    assert answer.obligations == ("log", "mask")


def test_any_of_when_one_allows_then_that_one() -> None:
    carried = allow(Reason("on_roster", "On the roster."))
    assert any_of(deny("no", "No."), carried) is carried


def test_reason_when_sent_to_a_machine_then_code_and_detail() -> None:
    assert Reason("lost", "Lost.").as_dict() == {"code": "lost", "detail": "Lost."}


def test_require_when_refused_then_raises_with_first_code_and_every_sentence() -> None:
    require(allow())
    with pytest.raises(Refused) as refused:
        require(all_of(deny("own_file", "Your own file."), deny("stale", "Too old.")))
    assert refused.value.code == "own_file"
    assert refused.value.detail == "Your own file. Too old."
    assert refused.value.verdict.codes == ("own_file", "stale")


@given(verdicts)
def test_all_of_when_any_refuses_then_refuses_with_exactly_the_refusals_reasons(given: list[Verdict]) -> None:
    answer = all_of(*given)
    refused = [verdict for verdict in given if not verdict.allowed]
    assert answer.allowed == (bool(given) and not refused)
    if refused:
        assert list(answer.reasons) == [reason for verdict in refused for reason in verdict.reasons]
        assert answer.obligations == ()


@given(verdicts, no)
def test_all_of_when_a_refusal_is_added_then_never_grants(given: list[Verdict], refusal: Verdict) -> None:
    for place in range(len(given) + 1):
        assert not all_of(*given[:place], refusal, *given[place:]).allowed


@given(verdicts, st.randoms(use_true_random=False))
def test_all_of_when_order_changes_then_same_answer_and_same_reasons(
    given: list[Verdict], chance: object
) -> None:
    shuffled = list(given)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = all_of(*given), all_of(*shuffled)
    assert first.allowed == second.allowed
    assert sorted(first.codes) == sorted(second.codes)
    assert set(first.obligations) == set(second.obligations)


@given(verdicts, verdicts)
def test_all_of_when_nested_then_as_if_flat(left: list[Verdict], right: list[Verdict]) -> None:
    if left and right:
        nested, flat = all_of(all_of(*left), all_of(*right)), all_of(*left, *right)
        assert nested == flat


@given(verdicts)
def test_any_of_when_nobody_allows_then_all_reasons(given: list[Verdict]) -> None:
    answer = any_of(*given)
    assert answer.allowed == any(verdict.allowed for verdict in given)
    if not answer.allowed and given:
        assert len(answer.reasons) == sum(len(verdict.reasons) for verdict in given)
