"""The messages of docs/transfer-protocol.md, over a socket. Nothing here knows what a file is."""

import hashlib
import re
import select
import socket
import struct
import time
from types import SimpleNamespace

VERSION = 1
PATIENCE = 60.0
GREETING_PATIENCE = 10.0
MOST_STRING = 4096
MOST_REASON = 1024
MOST_ENTRIES_LENGTH = 64 << 20
MOST_DATA = 1 << 30
MOST_FIELDS = 65_536
MOST_STILL_AT_IT = 10_000
MOST_PASSED_OVER = 1000
PIECE = 64 << 10

BROKEN, REFUSED, FAILED_HERE, STOPPED = 1, 2, 3, 4

# Each message: its name, and its fields in order. A field whose type is "prefix" is a digest that is there unless the offset
# is 0; "outcome" is a digest if the field before it is 0, else a string; "rest" is all there is.
MESSAGES = {
    "G": ("GET", "paths:strings"),
    "U": ("PUT", "overwrite:u8 resume:u8 folder:string"),
    "L": ("LIST", "path:string"),
    "Y": ("GRANTED", ""),
    "O": ("OFFER", "flags:u8 entries:u32 bytes:u64"),
    "E": ("ENTRY", "kind:u8 mode:u16 seconds:i64 nanoseconds:u32 size:u64 path:string target:string"),
    "K": ("KEPT", "index:u32 why:u8 reason:string"),
    "W": ("WANT", "index:u32 offset:u64 digest:prefix"),
    "A": ("ANSWERED", "flags:u8"),
    "B": ("BODY", "index:u32 offset:u64"),
    "D": ("DATA", "data:rest"),
    "H": ("HOLE", "bytes:u64"),
    "F": ("END", "why:u8 outcome:outcome"),
    "N": ("NOT TAKEN", "index:u32 reason:string"),
    "S": ("SUMMARY", "taken:u32 not_taken:u32 bytes:u64 digest:digest"),
    "P": ("PASSED OVER", "path:string reason:string"),
    "C": ("CONFIRMED", "digest:digest"),
    "T": ("STILL AT IT", ""),
    "X": ("FAILED", "why:u8 reason:string"),
}
NUMBERS = {"u8": ">B", "u16": ">H", "u32": ">I", "u64": ">Q", "i64": ">q"}


class Broken(Exception):
    """The peer does not keep to the protocol."""


class Refused(Exception):
    """One end does not want this."""


class PeerFailed(Exception):
    """The peer said FAILED."""


def fields_of(letter):
    return [field.split(":") for field in MESSAGES[letter][1].split()]


def kind_of(kind, values):
    """The type of a field that depends on the one before it."""
    if kind == "prefix":
        return "digest" if values["offset"] else "nothing"
    if kind == "outcome":
        return "string" if values["why"] else "digest"
    return kind


def encode_string(text):
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def encode_value(kind, value):
    if kind in NUMBERS:
        return struct.pack(NUMBERS[kind], value)
    if kind == "string":
        return encode_string(value)
    if kind == "strings":
        return struct.pack(">H", len(value)) + b"".join(map(encode_string, value))
    return b"" if kind == "nothing" else value


def encode_fields(letter, values):
    """What a message is made of: its parts with their names, for those who want to show them."""
    named, parts = {}, []
    for (name, kind), value in zip(fields_of(letter), values):
        named[name] = value
        parts.append((name, value, encode_value(kind_of(kind, named), value)))
    length = sum(len(data) for _, _, data in parts)
    return [("type", letter, letter.encode()), ("length", length, struct.pack(">I", length)), *parts]


def encode(letter, *values):
    return b"".join(data for _, _, data in encode_fields(letter, values))


class Reader:
    """Takes a message's fields out of its bytes."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, length):
        self.at += length
        if self.at > len(self.data):
            raise Broken("a message is shorter than its fields")
        return self.data[self.at - length : self.at]

    def number(self, kind):
        return struct.unpack(NUMBERS[kind], self.take(struct.calcsize(NUMBERS[kind])))[0]

    def string(self):
        data = self.take(self.number("u16"))
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise Broken("a string is not UTF-8") from None

    def value(self, kind):
        if kind in NUMBERS:
            return self.number(kind)
        if kind == "string":
            return self.string()
        if kind == "strings":
            return [self.string() for _ in range(self.number("u16"))]
        if kind == "digest":
            return self.take(32)
        return self.take(len(self.data) - self.at) if kind == "rest" else None


def decode(letter, data):
    """A message as an object with an attribute for each field, and its letter."""
    reader, values = Reader(data), {}
    for name, kind in fields_of(letter):
        values[name] = reader.value(kind_of(kind, values))
    if reader.at < len(data):
        raise Broken(f"{MESSAGES[letter][0]} is longer than its fields")
    return SimpleNamespace(letter=letter, **values)


def parse_greeting(line):
    """What versions and which role a greeting tells."""
    found = re.fullmatch(rb"hvsock-transfer ([1-9]\d{0,4}(?:,[1-9]\d{0,4}){0,7}) (send|receive|ask|serve)\n", line)
    if not found:
        raise Broken(f"it does not begin with the greeting of hvsock-transfer but with {line!r}")
    versions = [int(version) for version in found[1].split(b",")]
    if versions != sorted(set(versions)):
        raise Broken("its versions do not rise")
    return versions, found[2].decode()


class Wire:
    """One end of a transfer's socket. Messages are said by one thread, and heard by one."""

    def __init__(self, sock, patience=PATIENCE):
        self.sock = sock
        self.patience = patience
        self.last_said = time.monotonic()
        seconds = int(patience)
        limit = struct.pack("ll", seconds, int((patience - seconds) * 1e6))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)

    def greet(self, role):
        self.sock.sendall(f"hvsock-transfer {VERSION} {role}\n".encode())
        deadline = time.monotonic() + min(GREETING_PATIENCE, self.patience)
        line = b""
        while not line.endswith(b"\n"):
            if len(line) == 64:
                raise Broken(f"it does not begin with the greeting of hvsock-transfer but with {line!r}")
            line += self.read(1, deadline)
        versions, peer = parse_greeting(line)
        if VERSION not in versions:
            raise Broken(f"it speaks the versions {versions}, and only {VERSION} is spoken here")
        fitting = {"send": "receive", "receive": "send", "ask": "serve", "serve": "ask"}
        if fitting[peer] != role:
            raise Broken(f"both ends cannot go together: {role} here, {peer} there")

    def say(self, letter, *values):
        self.sock.sendall(encode(letter, *values))
        self.last_said = time.monotonic()

    def still_at_it(self):
        """To be called often by whoever works for long between messages."""
        if time.monotonic() > self.last_said + 5:
            self.say("T")

    def hear(self, *letters):
        """The next message, which must be one of these. Of DATA it is but the length: `pieces` reads the rest."""
        for _ in range(MOST_STILL_AT_IT):
            deadline = time.monotonic() + self.patience
            head = self.read(5, deadline)
            letter, length = chr(head[0]), struct.unpack(">I", head[1:])[0]
            if letter not in MESSAGES:
                raise Broken(f"there is no message of type {letter!r}")
            if length > (MOST_DATA if letter == "D" else MOST_FIELDS):
                raise Broken(f"{MESSAGES[letter][0]} is {length} bytes long")
            if letter == "D" and letter in letters:
                return SimpleNamespace(letter=letter, length=length)
            message = decode(letter, self.read(length, deadline))
            if letter == "X":
                raise PeerFailed(f"the peer failed ({message.why}): {message.reason}")
            if letter in letters:
                return message
            if letter != "T":
                raise Broken(f"{MESSAGES[letter][0]} came where {' or '.join(MESSAGES[each][0] for each in letters)} may")
        raise Broken(f"STILL AT IT came {MOST_STILL_AT_IT} times")

    def pieces(self, length):
        """The bytes of a DATA message."""
        while length:
            piece = self.read(min(length, PIECE), time.monotonic() + self.patience)
            length -= len(piece)
            yield piece

    def read(self, length, deadline):
        data = b""
        while len(data) < length:
            if not select.select([self.sock], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"the peer was silent or too slow for {self.patience} s")
            piece = self.sock.recv(length - len(data))
            if not piece:
                raise Broken("the stream ended in the middle of the transfer")
            data += piece
        return data

    def half_close(self):
        self.sock.shutdown(socket.SHUT_WR)

    def hear_end(self):
        """The end of the stream, and nothing before it."""
        if not select.select([self.sock], [], [], self.patience)[0]:
            raise TimeoutError("the peer did not half-close")
        if self.sock.recv(1):
            raise Broken("the peer said something after its last word")

    def fail(self, why, reason):
        """The last word of an end that cannot go on, which is waited for a little."""
        try:
            text = reason.encode(errors="replace")[:MOST_REASON].decode(errors="ignore")
            self.say("X", why, text)
            self.half_close()
            deadline = time.monotonic() + 1
            while select.select([self.sock], [], [], max(0, deadline - time.monotonic()))[0] and self.sock.recv(PIECE):
                pass
        except OSError:
            pass  # The peer is gone, and needs no reason.


def summary_digest(taken):
    """Of what was taken: pairs of an index and a digest, in the order of the bodies."""
    digest = hashlib.sha256()
    for index, each in taken:
        digest.update(struct.pack(">I", index) + each)
    return digest.digest()
