"""What a file is, what its clean copy leaves out, and why there may be none."""

from __future__ import annotations

from portsec.kernel.words import Word


class FileKind(Word):
    """Told from the first bytes alone. The name and the type that a browser claims are not believed."""

    JPEG = "jpeg", "JPEG picture", "info"
    PNG = "png", "PNG picture", "info"
    WEBP = "webp", "WebP picture", "info"
    PDF = "pdf", "PDF document", "info"
    OTHER = "other", "Another kind of file", "mute"


class Removed(Word):
    """What stood in the original and not in the clean copy. The label is a sentence for the reporter."""

    PLACE = "place", "The place where it was taken is taken out.", "good"
    TIME = "time", "The time when it was made is taken out.", "good"
    DEVICE = "device", "The device or program that made it is taken out.", "good"
    AUTHOR = "author", "A name of somebody is taken out.", "good"
    DESCRIPTION = "description", "A title or comment is taken out.", "good"
    THUMBNAIL = "thumbnail", "A small second picture inside it is taken out.", "good"
    FRAMES = "frames", "Further pictures behind the first are taken out.", "good"
    TRAILER = "trailer", "Something behind the end of the picture is taken out.", "good"
    TEXT_LAYER = "text_layer", "Text that can be copied or is not seen is taken out.", "good"
    PROGRAM = "program", "A program inside the document is taken out.", "good"
    ATTACHMENT = "attachment", "Files inside the document are taken out.", "good"
    FORM = "form", "Fields of a form are taken out.", "good"


class Obstacle(Word):
    """Why there is no clean copy. All but the first two leave a sealed original."""

    EMPTY = "empty", "This file is empty.", "bad"
    TOO_LARGE = "too_large", "This file is too large.", "bad"
    OTHER_KIND = "other_kind", "Of this kind of file no clean copy can be made.", "wait"
    DAMAGED = "damaged", "This file is damaged.", "wait"
    LOCKED = "locked", "This document is locked with a password.", "wait"
    TOO_MANY_PIXELS = "too_many_pixels", "This picture has too many pixels.", "wait"
    TOO_MANY_PAGES = "too_many_pages", "This document has too many pages.", "wait"
    TOO_HEAVY = "too_heavy", "Reading this file takes too much time or memory.", "wait"
    NO_ROOM = "no_room", "Files cannot be read safely at the moment.", "wait"
