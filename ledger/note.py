"""Signed notes: a text and the signatures under it, as C2SP signed-note and tlog-cosignature define them.

Only Ed25519. A log signs the text itself; a witness signs it together with the time at which it looked.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519: Final = 1
COSIGNATURE: Final = 4
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
TIME_BYTES: Final = 8
LATEST: Final = 2**63 - 1  # seconds; tlog-cosignature takes no later time
MOST_SIGNATURES: Final = 100
PRIVATE: Final = "PRIVATE+KEY+"


class NoteWrong(Exception):
    """The note, a key or a signature is not what it should be. One clear sentence."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, and the bytes."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {base64.b64encode(self.key_id + self.raw).decode('ascii')}\n"

    @property
    def cosigned_at(self) -> int:
        """Seconds since 1970, of a cosignature."""
        return int.from_bytes(self.raw[:TIME_BYTES])


@dataclass(frozen=True, slots=True)
class Note:
    """`text` ends with a line end; nothing in it counts before a signature was verified."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> str:
        return f"{self.text}\n{''.join(each.line for each in self.signatures)}"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name. `algorithm` is ED25519 for a log and COSIGNATURE for a witness."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def from_text(cls, text: str) -> VerifierKey:
        """A key as `name+id+base64`. Raises NoteWrong."""
        name, key_id, material = _key_parts(text)
        key = cls(name, material[0], material[1:])
        if key.algorithm not in (ED25519, COSIGNATURE) or len(key.public) != KEY_BYTES:
            raise NoteWrong(f"the key of {name} is neither an Ed25519 key nor one for cosignatures")
        if key.key_id != key_id:
            raise NoteWrong(f"the key of {name} does not have the id that stands with it")
        return key

    @property
    def key_id(self) -> bytes:
        return _key_id(self.name, self.algorithm, self.public)

    @property
    def text(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.algorithm]) + self.public)}"

    def made(self, signature: Signature) -> bool:
        """Whether the line names this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def signed(self, text: str, signature: Signature) -> bool:
        """Whether the signature is this key's, over this text."""
        raw, message = signature.raw, text.encode()
        if self.algorithm == COSIGNATURE:
            if len(raw) != TIME_BYTES + SIGNATURE_BYTES or signature.cosigned_at > LATEST:
                return False
            message, raw = _cosigned(text, signature.cosigned_at), raw[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private key under a name; see VerifierKey."""

    name: str
    algorithm: int
    seed: bytes

    @classmethod
    def new(cls, name: str, algorithm: int = ED25519) -> SignerKey:
        _require_name(name)
        return cls(name, algorithm, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> SignerKey:
        """A key as `PRIVATE+KEY+name+id+base64`. Raises NoteWrong, without a word of the key."""
        if not text.startswith(PRIVATE):
            raise NoteWrong("this is no private key of the form PRIVATE+KEY+name+id+base64")
        name, key_id, material = _key_parts(text.removeprefix(PRIVATE))
        if material[0] not in (ED25519, COSIGNATURE) or len(material) != 1 + KEY_BYTES:
            raise NoteWrong(f"the private key of {name} is no Ed25519 key")
        key = cls(name, material[0], material[1:])
        if key.verifier.key_id != key_id:
            raise NoteWrong(f"the private key of {name} does not have the id that stands with it")
        return key

    @property
    def text(self) -> str:
        """The private key itself: for a file that its owner alone can read."""
        material = _base64(bytes([self.algorithm]) + self.seed)
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{material}"

    @property
    def verifier(self) -> VerifierKey:
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return VerifierKey(self.name, self.algorithm, public)

    def sign(self, text: str) -> Signature:
        """What a log puts under its checkpoint."""
        return Signature(self.name, self.verifier.key_id, self._private.sign(text.encode()))

    def cosign(self, text: str, *, at: int) -> Signature:
        """What a witness puts under it; `at` in seconds since 1970."""
        raw = at.to_bytes(TIME_BYTES) + self._private.sign(_cosigned(text, at))
        return Signature(self.name, self.verifier.key_id, raw)

    def __repr__(self) -> str:
        return f"<SignerKey of {self.name}>"  # a private key must not come into a log

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def parse(encoded: str) -> Note:
    """The note as it was encoded, nothing verified. Raises NoteWrong."""
    if any(character < " " and character != "\n" for character in encoded):
        raise NoteWrong("the note has a control character")
    text, between, below = encoded.rpartition("\n\n")
    if not between or not text:
        raise NoteWrong("the note has no empty line above its signatures")
    return Note(f"{text}\n", parse_signatures(below))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """At least one signature line. Raises NoteWrong."""
    *whole, rest = lines.split("\n")
    if rest or not whole or len(whole) > MOST_SIGNATURES:
        raise NoteWrong("the note does not end with its signature lines")
    return tuple(_parse_signature(line) for line in whole)


def verified(note: Note, keys: Iterable[VerifierKey]) -> tuple[tuple[VerifierKey, Signature], ...]:
    """The signatures of known keys. Others are passed over: so keys can change and witnesses sign beside.

    Raises NoteWrong where a known key's signature is wrong, or none of a known key is there.
    """
    found: dict[VerifierKey, Signature] = {}
    known = tuple(keys)
    for signature in note.signatures:
        for key in known:
            if key.made(signature) and key not in found:
                if not key.signed(note.text, signature):
                    raise NoteWrong(f"the signature of {key.name} is wrong")
                found[key] = signature
    if not found:
        raise NoteWrong("no known key signed the note")
    return tuple(found.items())


def from_base64(text: str) -> bytes:
    """Bytes from the one way in which they are written: stray bits and characters are refused (NoteWrong)."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteWrong("this is not base64") from None
    if _base64(raw) != text:
        raise NoteWrong("this is not base64 in its one form")
    return raw


def _parse_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != "—":
        raise NoteWrong("a signature line does not begin with a dash")
    _require_name(name)
    raw = from_base64(encoded)
    if len(raw) < 5:
        raise NoteWrong(f"the signature of {name} is too short")
    return Signature(name, raw[:4], raw[4:])


def _key_parts(text: str) -> tuple[str, bytes, bytes]:
    """Name, id and material of a key as text; the material may itself hold a plus."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise NoteWrong("a key is written as name+id+base64")
    name, key_id, material = parts
    _require_name(name)
    raw = from_base64(material)
    if len(key_id) != 8 or not raw or key_id.strip("0123456789abcdef"):
        raise NoteWrong(f"the key of {name} has no id of eight hexadecimal digits, or nothing behind it")
    return name, bytes.fromhex(key_id), raw


def _require_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() or character < " " for character in name):
        raise NoteWrong("a key's name is empty, or has a space or a plus")


def _key_id(name: str, algorithm: int, public: bytes) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + bytes([algorithm]) + public).digest()[:4]


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
