"""Drawn portraits for the made-up port: plain shapes in flat colours, which nobody takes for a person."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 480, 600  # pixels, as badges print them
BACKGROUNDS = ("#dfe7ee", "#e9e4d8", "#dfeae0", "#eadfe6", "#e4e4ec")
SKINS = ("#f1c9a5", "#d9a47a", "#a9714b", "#7a4a2e", "#c98d62")
HAIR = ("#2b2118", "#5b3a1e", "#8c8c8c", "#b5822e", "#161616", "#6e2f1b")
CLOTHES = ("#1b4965", "#7a1f2b", "#2f5d3a", "#4a4a4a", "#6b4f1d", "#4b3f72")


def draw(number: int) -> bytes:
    """A head and shoulders as PNG; the same number gives the same picture."""
    chance = random.Random(number)  # noqa: S311  made-up data must be repeatable
    image = Image.new("RGB", (WIDTH, HEIGHT), chance.choice(BACKGROUNDS))
    pen = ImageDraw.Draw(image)
    skin, hair = chance.choice(SKINS), chance.choice(HAIR)
    is_long = chance.random() < 0.4
    if is_long:
        pen.rounded_rectangle((130, 110, 350, 430), 90, fill=hair)
    pen.rounded_rectangle((205, 330, 275, 470), 30, fill=skin)
    pen.ellipse((40, 430, 440, 900), fill=chance.choice(CLOTHES))
    pen.ellipse((150, 120, 330, 380), fill=skin)
    pen.pieslice((140, 95, 340, 330), 180, 360, fill=hair)
    for left in (195, 263):
        pen.ellipse((left, 245, left + 20, 261), fill="#222222")
    pen.line((240, 262, 232, 300, 246, 302), fill="#00000055", width=4)
    pen.arc((210, 290, 270, 340), 25, 155, fill="#8b3a3a", width=5)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
