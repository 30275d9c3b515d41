"""Writes formats.json: small pictures of every kind that labs keep, and the pixels that an independent reader finds in them.

    python make_format_fixtures.py > formats.json      # Pillow 13.0.0, numpy 2.4.6

Pillow writes and reads what it can. Kinds that it cannot write (16-bit colour, separate planes, interlacing, BMP's older forms) are put
together here from their specifications (TIFF 6.0, PNG 1.2, ITU T.81, Microsoft's BITMAPINFOHEADER); where Pillow reads those, its pixels are
the reference, else the picture that went in. Alpha is expected on black: a cell that was cut out stands on black, as C-NMC's do.

Each picture: name, file (base64), and either width, height, rgb (its place among the pixels, base64) and tolerance (largest difference of a
value), or refused (words that must be in the message).
"""
import base64
import io
import json
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

W, H = 12, 9
y, x = np.mgrid[0:H, 0:W]
RGB = np.stack([20 + 16 * x, 30 + 20 * y, 230 - 8 * x - 7 * y], axis=2).astype(np.uint8)
GREY = (10 + 12 * x + 10 * y).astype(np.uint8)
ALPHA = np.clip(40 * x - 100, 0, 255).astype(np.uint8)
RGB16 = (RGB.astype(np.uint16) * 257 + (37 * x + 11 * y)[:, :, None] % 250).astype(np.uint16)
GREY16 = (GREY.astype(np.uint16) * 257 + (37 * x + 11 * y) % 250).astype(np.uint16)
entries, expected = [], []


def on_black(rgb, alpha):
    return np.rint(rgb.astype(float) * alpha.astype(float)[:, :, None] / 255).astype(np.uint8)


def three(grey):
    return np.repeat(grey[:, :, None], 3, axis=2)


def to_eight(values):
    return np.rint(values / 257).astype(np.uint8)


def text(data):
    return base64.b64encode(bytes(data)).decode()


def place(pixels):
    if pixels not in expected:
        expected.append(pixels)
    return expected.index(pixels)


def add(name, file, pixels=None, tolerance=0):
    """pixels: H×W×3, or nothing: as Pillow reads the file."""
    if pixels is None:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        pixels = np.asarray(on_black(*split(picture)) if "A" in picture.getbands() or "transparency" in picture.info else picture.convert("RGB"))
    pixels = np.ascontiguousarray(pixels, dtype=np.uint8)
    entries.append({"name": name, "file": text(file), "width": pixels.shape[1], "height": pixels.shape[0], "tolerance": tolerance, "rgb": place(text(pixels.tobytes()))})


def refuse(name, file, *words):
    entries.append({"name": name, "file": text(file), "refused": list(words)})


def split(picture):
    rgba = np.asarray(picture.convert("RGBA"))
    return rgba[:, :, :3], rgba[:, :, 3]


def pil(array, mode=None):
    picture = Image.fromarray(array)
    return picture.convert(mode) if mode else picture


def saved(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


# PNG ------------------------------------------------------------------------------------------------------------------------------

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(values, depth, colour, interlaced=False, extra=b""):
    """values: H×W or H×W×C of 8 or 16 bits; Adam7 if interlaced."""
    values = values.reshape(H, W, -1).astype(">u2" if depth == 16 else "u1")
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    rows = b"".join(b"\0" + row.tobytes() for x0, y0, dx, dy in passes for row in values[y0::dy, x0::dx])
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, interlaced)) + extra +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def exif(orientation):
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x112, 3, 1, orientation, 0, 0)


RGBA = np.dstack([RGB, ALPHA])
palette = pil(RGB).quantize(16)
add("png rgb", png(RGB, 8, 2))
add("png rgb interlaced", png(RGB, 8, 2, True))
add("png grey", png(GREY, 8, 0))
add("png grey interlaced 16 bit", png(GREY16, 16, 0, True), three(to_eight(GREY16)))
add("png 1 bit", saved(pil(GREY).convert("1"), "PNG"))
add("png palette", saved(palette, "PNG"))
add("png palette of 4 bits", saved(palette, "PNG", bits=4))
add("png palette with transparency", saved(palette, "PNG", transparency=bytes([0, 60, 128, 255] * 4)), tolerance=1)
add("png rgba", png(RGBA, 8, 6), on_black(RGB, ALPHA), 1)
add("png grey alpha", png(np.dstack([GREY, ALPHA]), 8, 4), on_black(three(GREY), ALPHA), 1)
add("png rgb 16 bit", png(RGB16, 16, 2), to_eight(RGB16))
add("png rgba 16 bit", png(np.dstack([RGB16, ALPHA.astype(np.uint16) * 257]), 16, 6), on_black(RGB16 / 257, ALPHA), 1)
key = [int(v) for v in RGB[3, 4]]
keyed = RGB.copy()
keyed[3, 4] = 0
add("png rgb with a transparent colour", png(RGB, 8, 2, extra=chunk(b"tRNS", struct.pack(">HHH", *key))), keyed)
keyed = three(np.where(GREY == GREY[2, 2], 0, GREY))
add("png grey with a transparent value", png(GREY, 8, 0, extra=chunk(b"tRNS", struct.pack(">H", int(GREY[2, 2])))), keyed)
add("png with exif 6", saved(pil(RGB), "PNG", exif=exif(6)))
refuse("png animated", saved(pil(RGB), "PNG", save_all=True, append_images=[pil(RGB[::-1].copy())]), "animation of 2 pictures", "one")
refuse("png all transparent", png(np.dstack([RGB, 0 * ALPHA]), 8, 6), "transparent everywhere")

# BMP ------------------------------------------------------------------------------------------------------------------------------


def bmp(header, table, pixels, at=None):
    start = 14 + len(header) + len(table)
    return struct.pack("<2sIHHI", b"BM", start + len(pixels), 0, 0, at or start) + header + table + pixels


def info(bits, compression, size, colours=0, height=H):
    return struct.pack("<IiiHHIIiiII", 40, W, height, 1, bits, compression, size, 2835, 2835, colours, 0)


def v4(masks, size, bits=32):
    return struct.pack("<IiiHHIIiiII4I", 108, W, H, 1, bits, 3, size, 2835, 2835, 0, 0, *masks) + b"BGRs" + bytes(48)


def rle8(values):
    out = b""
    for row in values[::-1]:
        out += b"\0\4" + bytes(row[:4].tolist())  # four as they are
        for value in row[4:]:
            out += bytes([1, int(value)])
        out += b"\0\0"
    return out + b"\0\1"


def rle4(values):
    out = b""
    for row in values[::-1].tolist():
        out += b"\0\5" + bytes([row[0] << 4 | row[1], row[2] << 4 | row[3], row[4] << 4, 0])  # five as they are, filled up to four bytes
        for i in range(5, W, 3):
            pair = row[i:i + 2]
            out += bytes([len(pair), pair[0] << 4 | pair[-1]])
            out += bytes([1, row[i + 2] << 4]) if i + 2 < W else b""
        out += b"\0\0"
    return out + b"\0\1"


index = np.asarray(palette)
table = b"".join(bytes([b, g, r, 0]) for r, g, b in np.asarray(palette.getpalette()[:48]).reshape(16, 3).tolist())
colours = np.asarray(palette.convert("RGB"))
bgrx = np.dstack([RGB[::-1, :, ::-1], ALPHA[::-1]]).tobytes()
add("bmp rgb", saved(pil(RGB), "BMP"))
add("bmp palette", saved(palette, "BMP"))
add("bmp grey", saved(pil(GREY), "BMP"))
add("bmp 1 bit", saved(pil(GREY).convert("1"), "BMP"))
add("bmp 4 bits", bmp(info(4, 0, 8 * H, 16), table, np.pad(index[::-1, ::2] * 16 + index[::-1, 1::2], ((0, 0), (0, 2))).astype(np.uint8).tobytes()), colours)
add("bmp rle8", bmp(info(8, 1, len(rle8(index)), 16), table, rle8(index)), colours)
add("bmp rle4", bmp(info(4, 2, len(rle4(index)), 16), table, rle4(index)), colours)
# From below: a row of one colour, two rows up and three to the right, four of another colour, and no more.
sparse = np.zeros((H, W), int)
sparse[H - 1], sparse[H - 3, 3:7] = 5, 9
moves = bytes([W, 5, 0, 0, 0, 2, 3, 1, 4, 9, 0, 1])
add("bmp rle8 with a move and an early end", bmp(info(8, 1, len(moves), 16), table, moves), np.asarray(palette.getpalette()[:48]).reshape(16, 3)[sparse])
moves = bytes([W, 0x55, 0, 0, 0, 2, 3, 1, 4, 0x99, 0, 1])
add("bmp rle4 with a move and an early end", bmp(info(4, 2, len(moves), 16), table, moves), np.asarray(palette.getpalette()[:48]).reshape(16, 3)[sparse])
sparse[H - 1] = sparse[H - 3] = 0
sparse[H - 1, :2], sparse[H - 2, :3] = 5, 9
moves = bytes([2, 5, 0, 2, W - 2, 0, 0, 0, 3, 9, 0, 1])
add("bmp rle8 with a move to the end of its row", bmp(info(8, 1, len(moves), 16), table, moves), np.asarray(palette.getpalette()[:48]).reshape(16, 3)[sparse])
for name, runs in {"a run": [W + 1, 5], "pixels": [0, W + 1, *[5] * (W + 1), 0], "a move": [0, 2, W + 1, 0], "a move upwards": [0, 2, 0, H + 1]}.items():
    runs = bytes(runs) + bytes(W % 2) + b"\0\1"
    refuse(f"bmp rle8 with {name} outside", bmp(info(8, 1, len(runs), 16), table, runs), "outside", f"{W} × {H}")
refuse("bmp rle8 cut short", bmp(info(8, 1, len(rle8(index)), 16), table, rle8(index)[:-9]), "truncated")
rows = np.pad(index[::-1], ((0, 0), (0, -W % 4))).tobytes()
triples = bytes(v for i, v in enumerate(table) if i % 4 != 3)
add("bmp of os/2 with a short table", bmp(struct.pack("<IHHHH", 12, W, H, 1, 8), triples, rows), colours)
add("bmp palette, downwards", bmp(info(8, 0, len(rows), 16, -H), table, np.pad(index, ((0, 0), (0, -W % 4))).tobytes()), colours)
add("bmp with colours beyond its table", bmp(info(8, 0, len(rows), 8), table[:32], rows), np.where((index < 8)[:, :, None], colours, 0))
refuse("bmp palette without a table", bmp(info(8, 0, len(rows)), b"", rows), "no table of colours")
refuse("bmp palette of 257 colours", bmp(info(8, 0, len(rows), 257), table, rows), "257", "256")
add("bmp of os/2", bmp(struct.pack("<IHHHH", 12, W, H, 1, 24), b"", RGB[::-1, :, ::-1].tobytes()), RGB)
add("bmp 32 bits, fourth byte unused", bmp(info(32, 0, len(bgrx)), b"", bgrx), RGB)
add("bmp 32 bits with alpha", bmp(v4((0xff0000, 0xff00, 0xff, 0xff000000), len(bgrx)), b"", bgrx), on_black(RGB, ALPHA), 1)
opaque = np.dstack([RGB[::-1, :, ::-1], 0 * ALPHA]).tobytes()
add("bmp 32 bits with empty alpha", bmp(v4((0xff0000, 0xff00, 0xff, 0xff000000), len(opaque)), b"", opaque), RGB)
swapped = np.dstack([RGB[::-1], ALPHA[::-1]]).tobytes()
add("bmp 32 bits, red first", bmp(v4((0xff, 0xff00, 0xff0000, 0), len(swapped)), b"", swapped), RGB)
r5, g6, b5 = (RGB[::-1].astype(np.uint16) >> np.array([3, 2, 3], dtype=np.uint16)).transpose(2, 0, 1)
packed = (r5 << 11 | g6 << 5 | b5).astype("<u2").tobytes()
add("bmp 16 bits 565", bmp(info(16, 3, len(packed)), struct.pack("<III", 0xf800, 0x7e0, 0x1f), packed), tolerance=1)
packed = (r5 << 10 | (g6 >> 1) << 5 | b5).astype("<u2").tobytes()
add("bmp 16 bits 555", bmp(info(16, 0, len(packed)), b"", packed), tolerance=1)
seen = (ALPHA[::-1] > 127).astype(np.uint16)
full = np.rint((RGB >> 3).astype(float) * 255 / 31)
add("bmp 16 bits 555 with alpha", bmp(v4((0x7c00, 0x3e0, 0x1f, 0x8000), len(packed), 16), b"", (np.frombuffer(packed, "<u2").reshape(H, W) | seen << 15).astype("<u2").tobytes()),
    full * seen[::-1, :, None])
add("bmp 16 bits 555 with empty alpha", bmp(v4((0x7c00, 0x3e0, 0x1f, 0x8000), len(packed), 16), b"", packed), full)
refuse("bmp 16 bits 444", bmp(info(16, 3, len(packed)), struct.pack("<III", 0xf00, 0xf0, 0xf), packed), "colour masks")

# JPEG -----------------------------------------------------------------------------------------------------------------------------

cmyk = saved(pil(RGB).convert("CMYK"), "JPEG", quality=95)
adobe = cmyk.index(b"\xff\xeeXX".replace(b"XX", b"\0\x0eAdobe"))
add("jpeg rgb", saved(pil(RGB), "JPEG", quality=95), tolerance=4)
add("jpeg progressive", saved(pil(RGB), "JPEG", quality=95, progressive=True), tolerance=4)
add("jpeg subsampled", saved(pil(RGB), "JPEG", quality=90, subsampling=2), tolerance=6)
add("jpeg stored as rgb", saved(pil(RGB), "JPEG", quality=95, keep_rgb=True), tolerance=4)
add("jpeg grey", saved(pil(GREY), "JPEG", quality=95), tolerance=4)
add("jpeg cmyk", cmyk, tolerance=4)
add("jpeg ycck", cmyk[:adobe + 15] + b"\2" + cmyk[adobe + 16:], tolerance=4)
refuse("jpeg cmyk without adobe's mark", cmyk[:adobe] + cmyk[adobe + 16:], "CMYK", "Adobe")
for turn in range(2, 9):
    add(f"jpeg with exif {turn}", saved(pil(RGB), "JPEG", quality=80, exif=b"Exif\0\0" + exif(turn)), tolerance=4)

# TIFF -----------------------------------------------------------------------------------------------------------------------------


def directory(tags, at, order, following=0):
    """tags: {tag: (type, [values])}; what does not fit an entry follows the directory."""
    codes = {1: "B", 3: "H", 4: "I"}
    out, rest = struct.pack(order + "H", len(tags)), b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, (kind, values) in sorted(tags.items()):
        data = struct.pack(f"{order}{len(values)}{codes[kind]}", *values)
        out += struct.pack(order + "HHI", tag, kind, len(values))
        out += data.ljust(4, b"\0") if len(data) <= 4 else struct.pack(order + "I", behind + len(rest))
        rest += data if len(data) > 4 else b""
    return out + struct.pack(order + "I", following) + rest


def tiff(pages, order="<"):
    """pages: [(strips, tags)], each page's strips before its directory."""
    out = bytearray((b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 0))
    link = 4
    for strips, tags, tiled in pages:
        starts = []
        for strip in strips:
            starts.append(len(out))
            out += strip + b"\0" * (len(strip) % 2)
        tags = {256: (4, [W]), 257: (4, [H]), 259: (3, [1]), 324 if tiled else 273: (4, starts), 325 if tiled else 279: (4, [len(s) for s in strips])} | tags
        struct.pack_into(order + "I", out, link, len(out))
        link = len(out) + 2 + 12 * len(tags)
        out += directory(tags, len(out), order)
    return bytes(out)


def page(values, photometric, order="<", tags=None, planes=False):
    values = values.reshape(H, W, -1)
    code = order + "u2" if values.dtype == np.uint16 else values.dtype.str.replace("<", order)
    channels = values.shape[2]
    strips = [values[:, :, c].astype(code).tobytes() for c in range(channels)] if planes else [values[i:i + 5].astype(code).tobytes() for i in range(0, H, 5)]
    base = {258: (3, [8 * values.dtype.itemsize] * channels), 262: (3, [photometric]), 277: (3, [channels]), 278: (4, [H if planes else 5]), 284: (3, [2 if planes else 1])}
    return strips, base | (tags or {}), False


def tiles(values, photometric):
    padded = np.zeros((16, 16, 3), values.dtype)
    padded[:H, :W] = values
    return [padded.tobytes()], {258: (3, [8 * values.dtype.itemsize] * 3), 262: (3, [photometric]), 277: (3, [3]), 322: (3, [16]), 323: (3, [16])}, True


for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "zstd", "jpeg"):
    add(f"tiff {compression}", saved(pil(RGB), "TIFF", compression=compression, **({"quality": 95} if compression == "jpeg" else {})),
        tolerance=4 if compression == "jpeg" else 0)
def spoilt(file):
    """The packed pixels' second half overwritten, all lengths as they were."""
    tags = Image.open(io.BytesIO(file)).tag_v2
    begin, length = tags[273][0], tags[279][0]
    return file[:begin + length // 2] + b"\xff" * (length - length // 2) + file[begin + length:]


for compression in ("tiff_lzw", "tiff_adobe_deflate", "zstd"):
    refuse(f"tiff {compression}, spoilt", spoilt(saved(pil(RGB), "TIFF", compression=compression)), "damaged or truncated")
add("tiff lzw with predictor", saved(pil(RGB), "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
add("tiff grey", saved(pil(GREY), "TIFF"))
add("tiff 1 bit, group 4", saved(pil(GREY).convert("1"), "TIFF", compression="group4"))
add("tiff palette", saved(palette, "TIFF"))
add("tiff rgba", saved(pil(RGBA), "TIFF"), on_black(RGB, ALPHA), 1)
add("tiff rgba premultiplied", tiff([page(np.dstack([on_black(RGB, ALPHA), ALPHA]), 2, tags={338: (3, [1])})]), on_black(RGB, ALPHA), 1)
add("tiff rgba, fourth channel unnamed", tiff([page(RGBA, 2, tags={338: (3, [0])})]), RGB)
add("tiff cmyk", saved(pil(RGB).convert("CMYK"), "TIFF"), tolerance=2)
add("tiff white is zero", tiff([page(255 - GREY, 0)]), three(GREY))
add("tiff grey 16 bit", tiff([page(GREY16, 1)]), three(to_eight(GREY16)))
add("tiff grey 16 bit, big-endian", tiff([page(GREY16, 1, ">")], ">"), three(to_eight(GREY16)))
add("tiff grey 16 bit, white is zero", tiff([page(65535 - GREY16, 0)]), three(to_eight(GREY16)))
add("tiff rgb 16 bit", tiff([page(RGB16, 2)]), to_eight(RGB16))
add("tiff rgb 16 bit, big-endian", tiff([page(RGB16, 2, ">")], ">"), to_eight(RGB16))
add("tiff tiled", tiff([tiles(RGB, 2)]), RGB)
add("tiff tiled 16 bit", tiff([tiles(RGB16, 2)]), to_eight(RGB16))
add("tiff in planes", tiff([page(RGB, 2, planes=True)]), RGB)
for turn in range(2, 9):
    add(f"tiff with orientation {turn}", saved(pil(RGB), "TIFF", compression="tiff_lzw", tiffinfo={274: turn}))
add("tiff 16 bit with orientation 6", tiff([page(RGB16, 2, tags={274: (3, [6])})]), np.rot90(to_eight(RGB16), -1))
add("tiff with a thumbnail behind it", tiff([page(RGB, 2), page(RGB, 2, tags={254: (4, [1])})]), RGB)
refuse("tiff of two pages", saved(pil(RGB), "TIFF", save_all=True, append_images=[pil(RGB)]), "holds 2 pictures", "one")
add("tiff 16 bit in planes", tiff([page(RGB16, 2, planes=True)]), to_eight(RGB16))
refuse("tiff 16 bit cmyk", tiff([page(np.dstack([RGB16, GREY16]), 5)]), "16-bit", "CMYK")
add("tiff rgba 16 bit", tiff([page(np.dstack([RGB16, ALPHA.astype(np.uint16) * 257]), 2, tags={338: (3, [2])})]), on_black(RGB16 / 257, ALPHA), 1)
refuse("tiff grey alpha 16 bit", tiff([page(np.dstack([GREY16, GREY16]), 1, tags={338: (3, [2])})]), "16-bit", "channels")
add("tiff grey alpha", saved(pil(np.dstack([GREY, ALPHA])), "TIFF"), on_black(three(GREY), ALPHA), 1)
refuse("tiff floating point", saved(Image.fromarray(GREY.astype(np.float32) / 255), "TIFF"), "floating-point")
refuse("tiff signed 32 bit", saved(Image.fromarray(GREY.astype(np.int32)), "TIFF"), "signed")
refuse("tiff signed 16 bit", tiff([page(GREY16, 1, tags={339: (3, [2])})]), "signed")
refuse("tiff 32 bit", tiff([page(GREY16.astype(np.uint32), 1)]), "32 bits")
refuse("tiff lab", saved(Image.merge("LAB", [pil(GREY)] * 3), "TIFF"), "colours")
refuse("bigtiff", saved(pil(RGB), "TIFF", big_tiff=True), "BigTIFF")

# WebP -----------------------------------------------------------------------------------------------------------------------------

add("webp lossy", saved(pil(RGB), "WEBP", quality=90), tolerance=6)
add("webp lossless", saved(pil(RGB), "WEBP", lossless=True))
add("webp rgba", saved(pil(RGBA), "WEBP", lossless=True, exact=True), on_black(RGB, ALPHA), 1)
add("webp lossy rgba", saved(pil(RGBA), "WEBP", quality=90, exact=True), tolerance=6)
add("webp with exif 8", saved(pil(RGB), "WEBP", lossless=True, exif=exif(8)))
refuse("webp all transparent", saved(pil(np.dstack([RGB, 0 * ALPHA])), "WEBP", lossless=True, exact=True), "transparent everywhere")
refuse("webp animated", saved(pil(RGB), "WEBP", save_all=True, append_images=[pil(RGB[::-1].copy())], lossless=True), "animation", "one")
for kind, save in {"GIF": "GIF", "JPEG 2000": "JPEG2000"}.items():
    refuse(f"{kind}", saved(pil(RGB), save), "is not a BMP, PNG, JPEG, TIFF or WebP image", kind)

json.dump({"pixels": expected, "pictures": entries}, sys.stdout, indent=0)
print()
