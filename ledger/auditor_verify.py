#!/usr/bin/env python3
"""Checks an export of the ledger, or one .tlog-proof, with nothing but this file and Python 3.8 or later.
Policy (C2SP tlog-policy) and kept checkpoints are your own: the log must still begin with what you kept.
"""

import argparse
import base64
import hashlib
from pathlib import Path

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def point(raw):
    """A point of the curve from 32 bytes in its one form (RFC 8032, 5.1.3), or None."""
    number = int.from_bytes(raw, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(raw) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x), y


def add(p, q):
    t = D * p[0] * q[0] * p[1] * q[1] % P
    x, y = (p[0] * q[1] + q[0] * p[1]) * pow(1 + t, -1, P), (p[1] * q[1] + p[0] * q[0]) * pow(1 - t, -1, P)
    return x % P, y % P


def times(factor, p):
    total = (0, 1)
    for bit in reversed(bin(factor)[2:]):
        total, p = add(total, p) if bit == "1" else total, add(p, p)
    return total


def ed25519(public, message, signature):
    """Whether the signature is right (RFC 8032, 5.1.7), without any leniency."""
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return bool(a and r and s < L and len(signature) == 64) and times(s, base) == add(r, times(k, a))


def sha(prefix, data):
    return hashlib.sha256(prefix + data).digest()


def unbase64(text):
    raw = base64.b64decode(text)
    if not raw or base64.b64encode(raw).decode() != text:
        raise SystemExit(f"'{text[:50]}' is not base64 in its one form.")
    return raw


class Policy:
    """The keys of the log and of its witnesses, and which witnesses must have agreed."""

    def __init__(self, text):
        self.keys, self.groups, self.quorum = {}, {"none": (0, [])}, ""
        for kind, *words in filter(None, map(str.split, text.splitlines())):
            if kind in ("log", "witness"):
                name, _, raw = words[kind == "witness"].split("+", 2)
                material = unbase64(raw)
                key = (name, sha(name.encode() + b"\n", material)[:4], material[0])
                self.keys[key] = (name if kind == "log" else words[0], material[1:])
            elif kind == "group":
                needed = {"any": 1, "all": len(words) - 2}.get(words[1]) or int(words[1])
                self.groups[words[0]] = (needed, words[2:])
            elif kind == "quorum":
                self.quorum = words[0]

    def agrees(self, name, signed):
        needed, members = self.groups.get(name, (1, []))
        return (4, name) in signed or sum(self.agrees(each, signed) for each in members) >= needed

    def open(self, note, what, is_kept=False):
        """Size and root of a checkpoint; each signature of a known key must be right."""
        text, _, below = note.rpartition("\n\n")
        (origin, size, root), signed = text.split("\n"), set()
        for line in below.splitlines():
            name, _, encoded = line[2:].partition(" ")
            raw = unbase64(encoded)
            head = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n"
            for kind, begins, start in ((1, "", 4), (4, head, 12)):
                known, public = self.keys.get((name, raw[:4], kind), (None, None))
                if public and not ed25519(public, f"{begins}{text}\n".encode(), raw[start:]):
                    raise SystemExit(f"{what}: the signature of {name} is wrong.")
                signed.add((kind, known))
        if (1, origin) not in signed:
            raise SystemExit(f"{what} carries no signature of the log with a key that you believe.")
        if not is_kept and not self.agrees(self.quorum, signed):
            raise SystemExit(f"{what} lacks cosignatures of the witnesses that the policy asks for.")
        return int(size), unbase64(root)


def leaf(seal, content, index):
    """The leaf hash of an entry, after its content was compared with its seal."""
    if seal[12:76] != sha(b"\0", content).hex().encode():
        raise SystemExit(f"Entry {index} was altered: its content is not what was sealed.")
    return sha(b"\0", seal)


def tile(place, level, number, width):
    *above, last = (f"{int(part):03d}" for part in f"{number:,}".split(","))
    name = "".join(f"x{part}/" for part in above) + last + (f".p/{width}" if width < 256 else "")
    return (place / "tile" / str(level) / name).read_bytes()


def leaves(place, size):
    contents = (place / "entries.jsonl").open("rb")
    for index in range(size):
        if index % 256 == 0:
            at, width = 0, min(256, size - index)
            seals, hashes = (tile(place, level, index // 256, width) for level in ("entries", 0))
        end = at + 2 + int.from_bytes(seals[at : at + 2], "big")
        found, at = leaf(seals[at + 2 : end], contents.readline().rstrip(b"\n"), index), end
        if found != hashes[index % 256 * 32 :][:32]:
            raise SystemExit(f"Entry {index} was altered: its seal is not what stands in the tile.")
        yield found
    if contents.readline():
        raise SystemExit(f"There are more entries than the {size} that the newest checkpoint covers.")


def check_export(place, policy, kept):
    size, root = policy.open((place / "checkpoint").read_text("utf-8"), "The newest checkpoint")
    wanted = [(size, root, "The newest checkpoint")]
    for text in (place / "checkpoints").read_text("utf-8").split("\n\n")[:-1:2]:
        _, old, root = text.split("\n")
        wanted.append((int(old), unbase64(root), f"The checkpoint of {old} entries"))
    for name in kept:
        old, root = policy.open(Path(name).read_text("utf-8"), f"The kept {name}", is_kept=True)
        wanted.append((old, root, f"The kept checkpoint {name}"))
    wanted.sort(reverse=True)
    if wanted[0][0] > size:
        raise SystemExit(f"{wanted[0][2]} has {wanted[0][0]} entries, the export {size}: some are gone.")
    peaks, above, told = [], {}, f"{len(wanted)} checkpoints fit, {len(kept)} of them kept by you."
    for count, found in enumerate(leaves(place, size), start=1):
        digits, height = count - 1, 0
        while digits & 1:
            found, digits, height = sha(b"\1", peaks.pop() + found), digits >> 1, height + 1
            if height % 8 == 0:
                above.setdefault(height // 8, bytearray()).extend(found)
        peaks.append(found)
        while wanted and wanted[-1][0] <= count:
            old, root, what = wanted.pop()
            total = peaks[-1]
            for peak in peaks[-2::-1]:
                total = sha(b"\1", peak + total)
            if old and total != root:
                raise SystemExit(f"{what} does not fit: its {old} entries, or their order, were altered.")
    for level, hashes in above.items():
        for at in range(0, len(hashes), 8192):
            part = hashes[at : at + 8192]
            if tile(place, level, at // 8192, len(part) // 32) != part:
                raise SystemExit(f"Tile {at // 8192} of level {level} does not fit the entries below it.")
    return f"All {size} entries are as they were sealed. {told}"


def check_proof(file, policy):
    head, _, note = file.read_text("utf-8").partition("\n\n")
    first, extra, index, *path = head.split("\n")
    if [first, extra[:6], index[:6]] != ["c2sp.org/tlog-proof@v1", "extra ", "index "]:
        raise SystemExit("This is no proof: its first three lines are other ones.")
    seal, _, content = unbase64(extra[len("extra ") :]).partition(b"\n")
    size, root = policy.open(note, "The checkpoint of the proof")
    number = at = int(index[len("index ") :])
    total, last = leaf(seal, content, number), size - 1
    for other in map(unbase64, path):
        if at & 1 or at == last:
            total = sha(b"\1", other + total)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            total = sha(b"\1", total + other)
        at, last = at >> 1, last >> 1
    if total != root or last or at or not 0 <= number < size:
        raise SystemExit(f"The proof does not lead from entry {number} to the checkpoint of {size} entries.")
    return f"This is entry {number} of {size}, as it was sealed:\n{content.decode()}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", metavar="DIR|FILE.tlog-proof", type=Path)
    parser.add_argument("--policy", metavar="FILE", type=Path, required=True)
    parser.add_argument("--kept", metavar="FILE", nargs="*", default=[])
    given = parser.parse_args()
    try:
        believed = Policy(given.policy.read_text("utf-8"))
        if given.place.is_dir():
            print(check_export(given.place, believed, given.kept))
        else:
            print(check_proof(given.place, believed))
    except (OSError, ValueError, IndexError) as error:
        raise SystemExit(f"This cannot be read as an export, a proof or a policy: {error}") from None
