"""Sealing: only the right key opens, sizes tell nothing, a changed byte is noticed."""

from __future__ import annotations

import json
from datetime import date

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.sealing.box import Box, locked, unlocked
from hotline.sealing.content import Answer, Content, FileHead
from hotline.sealing.identity import identity_of, new_identity, unwrapped, wrapped
from hotline.sealing.seal import opened, seal
from hotline.sealing.size import FILE_SIZES, TEXT_SIZES, emptied, filled
from portsec.kernel.errors import InvalidInput, Unavailable

pytestmark = pytest.mark.unit

KEY, OTHER = new_identity(), new_identity()
BOX = Box(KEY.secret, date(2026, 11, 22), b"s" * 32, b"c" * 32)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=4092))
def test_block_when_filled_then_one_size_and_emptied_again(content: bytes) -> None:
    block = filled(content, TEXT_SIZES)
    assert len(block) == 4096
    assert emptied(block) == content


@pytest.mark.parametrize(
    ("length", "size"), [(0, 65536), (65532, 65536), (65533, 1 << 20), (8 << 20, 32 << 20)]
)
def test_block_when_filled_then_the_smallest_size_that_holds_it(length: int, size: int) -> None:
    assert len(filled(bytes(length), FILE_SIZES)) == size


def test_block_when_too_long_for_any_size_then_refused() -> None:
    with pytest.raises(InvalidInput):
        filled(bytes(65533), TEXT_SIZES)


@pytest.mark.parametrize("block", [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05abcd"])
def test_block_when_not_filled_here_then_refused(block: bytes) -> None:
    with pytest.raises(ValueError, match="not filled here"):
        emptied(block)


def test_sealed_when_repeated_then_always_equally_long_and_never_equal() -> None:
    sealed = {seal(b"x" * n, KEY.public, sizes=TEXT_SIZES) for n in (0, 1, 100, 4092) for _ in range(10)}
    assert len(sealed) == 40
    assert len({len(each) for each in sealed}) == 1


def test_sealed_when_opened_with_another_key_then_unavailable() -> None:
    sealed = seal(b"said", KEY.public, sizes=TEXT_SIZES)
    assert opened(sealed, KEY) == b"said"
    with pytest.raises(Unavailable):
        opened(sealed, OTHER)


def test_sealed_when_a_byte_of_the_content_is_changed_then_unavailable() -> None:
    sealed = bytearray(seal(b"said", KEY.public, sizes=TEXT_SIZES))
    length = int.from_bytes(sealed[:4])
    for place in (length, length - 1000, length - 4000):
        changed = sealed.copy()
        changed[place] ^= 1
        with pytest.raises(Unavailable):
            opened(bytes(changed), KEY)


def test_sealed_when_without_its_length_then_an_ordinary_age_file() -> None:
    sealed = seal(b"said", KEY.public, sizes=TEXT_SIZES)
    assert emptied(sealed).startswith(b"age-encryption.org/v1\n")
    key = pyrage.x25519.Identity.from_str(KEY.secret)
    assert emptied(pyrage.decrypt(emptied(sealed), [key])) == b"said"


def test_key_when_wrapped_then_its_passphrase_alone_opens_it() -> None:
    file = wrapped(KEY, "four words that nobody knows")
    assert KEY.secret.encode() not in file
    assert unwrapped(file, "four words that nobody knows") == KEY
    with pytest.raises(InvalidInput):
        unwrapped(file, "four words that nobody knew")


def test_key_when_the_passphrase_is_short_then_refused() -> None:
    with pytest.raises(InvalidInput):
        wrapped(KEY, "fifteen letters"[:15])


def test_secret_when_it_is_none_then_refused() -> None:
    with pytest.raises(ValueError, match="no secret key"):
        identity_of("AGE-SECRET-KEY-1")


def test_secrets_when_printed_then_show_nothing() -> None:
    assert KEY.secret not in repr(KEY)
    assert KEY.secret not in repr(BOX)


def test_box_when_locked_then_one_key_and_one_report_open_it() -> None:
    sealed = locked(BOX, b"k" * 32, about="report")
    assert unlocked(sealed, b"k" * 32, about="report") == BOX
    for key, about in ((b"l" * 32, "report"), (b"k" * 32, "another")):
        with pytest.raises(Unavailable):
            unlocked(sealed, key, about=about)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=8), texts, texts)
def test_content_when_packed_then_read_back_and_packed_alike(
    answers: list[tuple[str, str]], topic: str, text: str
) -> None:
    content = Content(topic, tuple(Answer(*each) for each in answers), text)
    again = Content.from_bytes(content.to_bytes())
    assert again == content
    assert again.to_bytes() == content.to_bytes()


def test_content_when_nothing_is_said_then_empty() -> None:
    assert Content("vehicle", (Answer("what", " \n"),), "\t").is_empty
    assert not Content("", (Answer("what", "x"),)).is_empty


def test_file_head_when_packed_then_read_back() -> None:
    head = FileHead("naïve.jpg", "image/jpeg", "image/png", ("Place and time were taken out.",))
    assert FileHead.from_bytes(head.to_bytes()) == head
    assert json.loads(head.to_bytes())[0] == "naïve.jpg"
