"""Draws the picture of the samples' first article: a lifeboat on its slip, in the evening."""

import io
import math

from PIL import Image, ImageDraw, ImageFilter

SIZE = WIDTH, HEIGHT = 1200, 800
HORIZON = 430


def mixed(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lifeboat() -> bytes:
    """The picture as a PNG."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(HORIZON):
        draw.line([(0, y), (WIDTH, y)], mixed((44, 62, 104), (244, 184, 132), (y / HORIZON) ** 1.4))
    for y in range(HORIZON, HEIGHT):
        share = (y - HORIZON) / (HEIGHT - HORIZON)
        draw.line([(0, y), (WIDTH, y)], mixed((196, 140, 118), (20, 38, 66), share**0.6))
    draw.ellipse([820, 300, 960, 440], (255, 226, 160))
    draw.rectangle([0, HORIZON, WIDTH, HORIZON + 3], (150, 112, 110))
    hills = [(x, HORIZON - 60 - 34 * math.sin(x / 130) - 20 * math.sin(x / 47)) for x in range(0, 760, 8)]
    draw.polygon([(0, HORIZON + 4), *hills, (760, HORIZON + 4)], (52, 56, 84))
    for row in range(26):
        y = HORIZON + 16 + row * 13
        for step in range(3):
            middle = 890 + 130 * math.sin(row * 1.7 + step * 2.1)
            draw.line([(middle - 40 + row, y), (middle + 40 - row, y)], (255, 214, 160), 4)
    draw.polygon([(0, 520), (300, 560), (840, 800), (0, 800)], (74, 62, 58))
    for step in range(9):
        x = 40 + step * 88
        draw.line([(x, 540 + step * 26), (x - 60, 800)], (96, 82, 74), 10)
    hull = [(250, 500), (760, 640), (800, 566), (720, 546), (300, 420), (236, 440)]
    draw.polygon(hull, (30, 74, 148))
    draw.polygon([(236, 440), (300, 420), (800, 566), (794, 584), (244, 464)], (240, 240, 236))
    draw.polygon([(380, 446), (400, 350), (560, 390), (560, 496)], (226, 112, 48))
    draw.polygon([(410, 424), (416, 384), (470, 398), (468, 440)], (40, 52, 74))
    draw.polygon([(486, 446), (488, 402), (540, 416), (540, 462)], (40, 52, 74))
    draw.line([(470, 366), (500, 210)], (232, 228, 220), 9)
    draw.line([(500, 214), (720, 545)], (212, 206, 198), 3)
    for spray in range(90):
        across, up = 800 + 120 * math.sin(spray * 2.4), 640 - 110 * abs(math.sin(spray * 1.3))
        size = 3 + spray % 9
        draw.ellipse([across - size, up - size, across + size, up + size], (236, 240, 244))
    data = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1)).save(data, "PNG")
    return data.getvalue()
