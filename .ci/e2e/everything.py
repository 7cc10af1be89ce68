"""All that files hold, by Python's own readers, qpdf and MuPDF: one JSON line a file, {"file", "text", "plain", "fault"}.

Archives, office packages and mails are opened at any depth; every content is given as text in the usual charsets, with and
without markup, with character references and the strings of PDF resolved. "plain" are the contents that are texts, each once
and as it stands.
"""

import email
import email.header
import gzip
import html
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.dom.minidom
import zipfile


class Inside(bytes):
    """Taken out of a PDF: strings and streams, no text that stands as it is written."""


def contents(data, depth=0):
    if depth > 8:
        return
    yield data
    if isinstance(data, Inside) or data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename.encode("utf-8", "replace")
                yield info.comment
                inner = contents(archive.read(info), depth + 1)
                # A number of a sheet becomes a text: other programs read these, they are not compared as XML.
                office = "[Content_Types].xml" in archive.namelist()
                yield from map(Inside, inner) if office else inner
    elif data[:2] == b"\x1f\x8b":
        yield from contents(gzip.decompress(data), depth + 1)
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                yield f"{member.name} {member.linkname}".encode("utf-8", "replace")
                if member.isfile():
                    yield from contents(archive.extractfile(member).read(), depth + 1)
    elif data[:5] == b"%PDF-":
        yield from pdf_contents(data, depth)
    elif b"\nMIME-Version:" in data[:4000] or b"\nSubject:" in data[:4000]:
        message = email.message_from_bytes(data)
        for part in message.walk():
            for value in part.values():
                yield " ".join(
                    piece if isinstance(piece, str) else piece.decode(charset or "latin-1", "replace")
                    for piece, charset in email.header.decode_header(str(value))
                ).encode()
            if not part.is_multipart():
                yield from contents(part.get_payload(decode=True) or b"", depth + 1)


def pdf_contents(data, depth):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "a.pdf")
        with open(source, "wb") as file:
            file.write(data)
        # 3: warnings only.
        done = subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", "--preserve-unreferenced", source, "-"],
            capture_output=True,
        )
        yield from map(Inside, pdf_strings(done.stdout))
        # A reader of its own: objects, filters and fonts are not those of qpdf and poppler.
        target = os.path.join(folder, "b.pdf")
        subprocess.run(["mutool", "clean", "-d", "-i", "-f", source, target], capture_output=True)
        if os.path.exists(target):
            with open(target, "rb") as file:
                yield from map(Inside, pdf_strings(file.read()))
        yield Inside(subprocess.run(["mutool", "draw", "-q", "-F", "txt", "-o", "-", source], capture_output=True).stdout)
        names = subprocess.run(["qpdf", "--list-attachments", source], capture_output=True, text=True).stdout
        for line in names.splitlines():
            key = line.split(" -> ")[0].strip()
            if key == "" or " -> " not in line:
                continue
            shown = subprocess.run(["qpdf", f"--show-attachment={key}", source], capture_output=True)
            yield from contents(shown.stdout, depth + 1)


def pdf_strings(plain):
    """An uncompressed PDF as it stands, its strings, and its strings glyph by glyph."""
    yield plain
    source = plain.decode("latin-1")
    strings = [bytes.fromhex(re.sub(r"\s", "", h)) for h in re.findall(r"<([0-9A-Fa-f\s]{4,})>", source) if len(re.sub(r"\s", "", h)) % 2 == 0]
    strings += [s.encode("latin-1") for s in re.findall(r"\(((?:[^()\\]|\\.)*)\)", source, re.S)]
    for string in strings:
        yield string.decode("utf-16-be", "ignore").encode("utf-8", "ignore")
    # Two bytes and one byte a character, the strings of one page joined.
    yield b"".join(strings).replace(b"\0", b"")


def plain(data):
    """Text in the charset that it is in; None for anything else."""
    if isinstance(data, Inside) or data[:4] == b"PK\x03\x04" or data[:2] == b"\x1f\x8b" or data[257:262] == b"ustar" or data[:5] == b"%PDF-" or b"\nMIME-Version:" in data[:4000]:
        return None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    if b"\0" in data:
        return None
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            pass
    return None


def texts(data):
    seen = set()
    for charset in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        text = data.decode(charset, "ignore")
        for form in (text, html.unescape(text), re.sub(r"<[^<>]*>", "", html.unescape(text))):
            if form not in seen:
                seen.add(form)
                yield form


def fault(name):
    """What Python's readers say of a file; '' when they take it."""
    try:
        if name.endswith(".zip"):
            with zipfile.ZipFile(name) as archive:
                return "damaged archive" if archive.testzip() is not None else ""
        if name.endswith((".xml", ".svg")):
            xml.dom.minidom.parse(name)
        if name.endswith((".json", ".ndjson")):
            with open(name, encoding="utf-8") as file:
                for text in [file.read()] if name.endswith(".json") else file:
                    json.loads(text)
    except Exception as error:
        return type(error).__name__
    return ""


for name in sys.argv[1:]:
    with open(name, "rb") as file:
        data = file.read()
    try:
        everything = list(contents(data))
    except Exception as error:
        print(json.dumps({"file": name, "text": "", "plain": "", "fault": type(error).__name__}))
        continue
    text = "\n".join(form for data in everything for form in texts(data))
    print(json.dumps({"file": name, "text": text, "plain": "\n".join(filter(None, map(plain, everything))), "fault": fault(name)}))
