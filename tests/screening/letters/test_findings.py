"""Findings in the language of a letter: every criterion in every language, and never half a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from portsec.kernel.words import Word
from screening.enums import CheckKind, CheckResult, ClearanceLevel, DocumentKind, Language, ListSource
from screening.letters.composition import blocks
from screening.letters.facts import Ground, NoticeFacts
from screening.letters.findings import RECORDED_IN, Run, tell
from screening.letters.render import render
from screening.letters.wording import CATALOGUE, wording
from screening.letters.words import LetterKind
from screening.matching.countries import country_names
from screening.offences import OFFENCES, offence
from screening.suitability.criteria import ALWAYS, BY_RULE, INSTEAD
from screening.suitability.criteria.offences import offence_in_window
from screening.suitability.findings import explanation, say
from screening.suitability.phrases import Phrase
from screening.suitability.said import Blank, Quoted, Said, State, Within, blanks_of, fill, neutral, phrase
from screening.suitability.words import AdviceOutcome, AdviceSubject, LookbackFrom, RecordState, RightToWork
from tests.screening.letters.samples import NOTICE

pytestmark = pytest.mark.unit

OTHERS = [language for language in Language if language is not Language.EN]
EACH = pytest.mark.parametrize("language", OTHERS)
SENTENCES = {each.__name__: explanation(each)[0] for each in (*BY_RULE.values(), *ALWAYS, *INSTEAD)}
TEXTS = SENTENCES | {each.value: each.label for each in Phrase}
VOCABULARIES: tuple[type[Word], ...] = (
    *(CheckKind, CheckResult, ClearanceLevel, DocumentKind, ListSource),
    *(AdviceOutcome, AdviceSubject, LookbackFrom, RecordState, RightToWork),
)
WORDS = [word for vocabulary in VOCABULARIES for word in vocabulary]
WINDOW = say(
    offence_in_window,
    offence=offence("0701"),
    code="0701 00",
    when=phrase(Phrase.FINAL_ON, day=date(2022, 4, 1)),
    years=10,
    start=Within(LookbackFrom.FINAL),
)
UNTIL = phrase(Phrase.COUNTS_UNTIL, day=date(2032, 4, 1))
DUTCH = (
    "Het strafregister vermeldt „{}” (0701 00, onherroepelijk op 1 april 2022), en dat valt binnen de "
    "terugkijktermijn van 10 jaar vanaf het onherroepelijk worden. Dit telt mee tot en met 1 april 2032."
)


def catalogue(language: Language) -> dict[str, Any]:
    text = (CATALOGUE / "findings" / f"{language.value}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def stored(*said: Said | Quoted) -> list[Any]:
    """As it comes back from a row."""
    found: list[Any] = json.loads(json.dumps([neutral(each) for each in said]))
    return found


def shown(runs: tuple[Run, ...] | None) -> str:
    assert runs is not None
    return "".join(run.text for run in runs)


def ground(*said: Said | Quoted) -> Ground:
    return Ground(sentence=" ".join(each.english for each in said), said=tuple(stored(*said)))


PLAIN = (
    st.text(max_size=30)
    | st.integers(-5, 99999)
    | st.dates()
    | st.sampled_from(WORDS)
    | st.sampled_from(WORDS).map(Within)
    | st.sampled_from(sorted(country_names())).map(State)
    | st.text(max_size=8).map(State)
    | st.sampled_from(list(OFFENCES.values()))
    | st.text(max_size=30).map(Quoted)
)


@st.composite
def sayings(draw: st.DrawFn, values: st.SearchStrategy[Blank] = PLAIN) -> Said:
    """Any sentence or phrase with any values in its blanks."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    return fill(name, TEXTS[name], {blank: draw(values) for blank in blanks_of(TEXTS[name])})


@EACH
def test_catalogue_when_compared_with_the_criteria_then_says_each_with_the_same_blanks(
    language: Language,
) -> None:
    known = catalogue(language)
    assert set(known["sentences"]) == set(SENTENCES)
    assert set(known["phrases"]) == {each.value for each in Phrase}
    for name, text in (known["sentences"] | known["phrases"]).items():
        assert sorted(blanks_of(text)) == sorted(blanks_of(TEXTS[name])), name
        assert text.strip(), name
        assert text[:1].isspace() == TEXTS[name][:1].isspace(), name
        assert text.endswith(".") == TEXTS[name].endswith("."), name
    assert "machine translation" in known["review"]


def test_names_when_listed_then_none_stands_for_two_texts() -> None:
    assert not set(SENTENCES) & {each.value for each in Phrase}


@EACH
def test_catalogue_when_compared_with_the_vocabularies_then_has_every_word(language: Language) -> None:
    known = catalogue(language)["words"]
    assert set(known) == {vocabulary.__name__ for vocabulary in VOCABULARIES}
    for vocabulary in VOCABULARIES:
        assert set(known[vocabulary.__name__]) == {word.value for word in vocabulary}
        assert all(known[vocabulary.__name__].values())


def test_catalogues_when_counted_then_one_a_language() -> None:
    named = {path.stem for path in (CATALOGUE / "findings").glob("*.yaml")}
    assert named == {each.value for each in OTHERS}


@EACH
def test_states_when_named_then_not_by_their_codes(language: Language) -> None:
    for code in country_names():
        said = [{"says": "record_not_obtainable", "blanks": {"place": {"state": code}}}]
        assert code not in shown(tell(said, language)).split(": ")[-1], code


@EACH
@given(said=st.lists(sayings() | sayings(sayings()) | st.builds(Quoted, st.text(max_size=40)), min_size=1))
@settings(max_examples=150, deadline=None)
def test_finding_when_any_values_come_then_is_said(language: Language, said: list[Said | Quoted]) -> None:
    told = tell(stored(*said), language)
    assert told is not None
    assert all(run.text for run in told)
    assert all(run.lang in ("", RECORDED_IN) for run in told)


def test_finding_when_said_in_dutch_then_reads_as_dutch_with_the_offence_in_english() -> None:
    label = offence("0701").label
    told = tell(stored(WINDOW, UNTIL), Language.NL)
    assert shown(told) == DUTCH.format(label)
    assert told is not None
    assert [run.text for run in told if run.lang] == [label]


@EACH
def test_text_of_a_policy_when_told_then_stays_in_english(language: Language) -> None:
    told = tell(stored(UNTIL, Quoted("Young people are judged apart.")), language)
    assert told is not None
    assert told[-1] == Run("Young people are judged apart.", RECORDED_IN)


@EACH
@pytest.mark.parametrize(
    "said",
    [
        [],
        [{"says": "no_longer_a_criterion", "blanks": {}}],
        [{"says": "counts_until", "blanks": {}}],
        [{"says": "counts_until", "blanks": {"day": {"day": "in spring"}}}],
        [{"says": "identity_not_confirmed", "blanks": {"result": {"word": "CheckResult", "value": "odd"}}}],
        [{"says": "identity_not_confirmed", "blanks": {"result": {"word": "NoWords", "value": "clear"}}}],
        [{"says": "identity_not_confirmed", "blanks": {"result": {"offence": "9999 99"}}}],
        [{"says": "identity_not_confirmed", "blanks": {"result": None}}],
    ],
)
def test_finding_when_it_cannot_be_said_whole_then_not_at_all(language: Language, said: list[Any]) -> None:
    assert tell(said, language) is None


def findings_of(facts: NoticeFacts, language: Language) -> list[dict[str, Any]]:
    """The first line of each ground."""
    listed = next(block for block in blocks(facts, wording(language)) if block["type"] == "list")
    return [item[0] for item in listed["items"]]


@EACH
def test_letter_when_a_finding_is_old_then_quotes_the_english_and_says_so(language: Language) -> None:
    old = Ground(sentence="The record shows something.")
    facts = replace(NOTICE, grounds=(old, ground(WINDOW)))
    first, second = findings_of(facts, language)
    assert first == {"text": old.sentence, "lang": RECORDED_IN}
    assert "runs" in second
    told = [block.get("text") for block in blocks(facts, wording(language))]
    assert wording(language).say("quoted_findings") in told


@EACH
def test_letter_when_every_finding_can_be_said_then_none_stands_in_english(language: Language) -> None:
    said = [fill(name, text, dict.fromkeys(blanks_of(text), "7")) for name, text in SENTENCES.items()]
    facts = replace(NOTICE, grounds=tuple(ground(each, UNTIL) for each in said))
    for line, sentence in zip(findings_of(facts, language), said, strict=True):
        assert all("lang" not in run for run in line["runs"])
        text = "".join(run["text"] for run in line["runs"])
        assert sentence.english not in text
        assert "It counts" not in text
    told = [block.get("text") for block in blocks(facts, wording(language))]
    assert wording(language).say("quoted") in told


def test_letter_in_english_when_a_finding_has_its_blanks_then_is_the_sentence_on_record() -> None:
    facts = replace(NOTICE, grounds=(ground(WINDOW, UNTIL),))
    assert findings_of(facts, Language.EN)[0]["text"] == f"{WINDOW.english} {UNTIL.english}"


@EACH
def test_letter_when_findings_are_said_then_is_made(language: Language) -> None:
    facts = replace(NOTICE, grounds=(ground(WINDOW, UNTIL), ground(Quoted("He *said* #so."))))
    assert render(LetterKind.NOTICE_OF_INTENT, language, facts).startswith(b"%PDF-")
