"""Small PDFs with one embedded font that says little of itself: the font of each is a subset of WenQuanYi Micro Hei."""
import io, sys, zlib
from fontTools import subset, ttLib
TEXT = ["关于放假的通知", "一、时间", "放假三天。"]
SRC = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"

def font(keep_cmap):
    options = subset.Options(); options.hinting = False; options.layout_features = []; options.name_IDs = []
    options.notdef_outline = False; options.glyph_names = False
    f = ttLib.TTFont(SRC, fontNumber=0)
    s = subset.Subsetter(options); s.populate(text="".join(TEXT)); s.subset(f)
    order = {c: f.getGlyphID(n) for c, n in f.getBestCmap().items()}
    for t in ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "FFTM"] + ([] if keep_cmap else ["cmap"]):
        if t in f: del f[t]
    out = io.BytesIO(); f.save(out)
    return out.getvalue(), order

def write(path, objects):
    out = b"%PDF-1.5\n"; places = []
    for i, o in enumerate(objects, 1):
        places.append(len(out)); out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    open(path, "wb").write(out)

def stream(data, more=b""):
    data = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(data), more) + data + b"\nendstream"

def page(lines):
    content = "".join(f"BT /F 16 Tf 1 0 0 1 80 {740 - 28 * i} Tm <{t}> Tj ET\n" for i, t in enumerate(lines))
    return [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>", stream(content.encode())]

def composite(path, keep_cmap):
    data, gids = font(keep_cmap)
    write(path, page(["".join("%04X" % gids[ord(c)] for c in t) for t in TEXT]) + [
        b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+MicroHei/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+MicroHei/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/DW 1000/CIDToGIDMap/Identity>>",
        b"<</Type/FontDescriptor/FontName/AAAAAA+MicroHei/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80/FontFile2 8 0 R>>",
        stream(data)])

def simple(path):
    """Codes from ! on, which nothing names: only the font's own table leads to glyphs."""
    data, _ = font(True)
    f = ttLib.TTFont(io.BytesIO(data))
    chars = sorted(set("".join(TEXT))); codes = {c: 0x21 + i for i, c in enumerate(chars)}
    best = f.getBestCmap()
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
    table = CmapSubtable.newSubtable(4); table.platformID, table.platEncID, table.language = 3, 0, 0
    table.cmap = {0xF000 + code: best[ord(c)] for c, code in codes.items()}
    f["cmap"].tables = [table]
    out = io.BytesIO(); f.save(out)
    write(path, page(["".join("%02X" % codes[c] for c in t) for t in TEXT]) + [
        b"<</Type/Font/Subtype/TrueType/BaseFont/AAAAAA+MicroHei/FirstChar 33/LastChar %d/Widths[%s]/FontDescriptor 6 0 R>>" % (32 + len(codes), b" ".join([b"1000"] * len(codes))),
        b"<</Type/FontDescriptor/FontName/AAAAAA+MicroHei/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80/FontFile2 7 0 R>>",
        stream(out.getvalue())])

composite("identity.pdf", True)
composite("unknown.pdf", False)
simple("squares.pdf")
