#!/usr/bin/env python3
"""Writes the test vectors of docs/transfer-protocol.md into a folder: transfer_vectors.py FOLDER.

A vector is a text: a line that begins with the name of an end says who speaks and what, the indented ones below are its
bytes in hexadecimal, one line for each field; what follows a # is for people.
"""

import hashlib
import os
import sys

from transfer_peer import FILE, FOLDER, KEPT, LINK, NO_MODE, SAME, UNWANTED
from transfer_wire import BROKEN, MESSAGES, REFUSED, encode_fields, summary_digest

SENDER, RECEIVER, ASKER, SERVER = "sender", "receiver", "asker", "server"
ROLES = {SENDER: "send", RECEIVER: "receive", ASKER: "ask", SERVER: "serve"}
TIME = 1_700_000_000
HELLO = b"Hello, guest!"
POEM = b"the first half, the second half"
TYPE_NAMES = {FILE: "file", FOLDER: "folder", LINK: "link"}
NOTHING = (b"", hashlib.sha256(b"").digest())


def sha(data):
    return hashlib.sha256(data).digest()


def greeting(end):
    return end, "GREETING", f"hvsock-transfer 1 {ROLES[end]}\n".encode()


def half_close(end):
    return end, "half-closes", None


def entry_of_file(path, data, mode=0o644, nanoseconds=0):
    return (FILE, mode, TIME, nanoseconds, len(data), path, "")


def offer(end, *entries, flags=0):
    """OFFER and its ENTRYs."""
    yield end, "O", flags, len(entries), sum(entry[4] for entry in entries)
    for entry in entries:
        yield (end, "E", *entry)


def body(end, index, data, offset=0):
    yield end, "B", index, offset
    if data[offset:]:
        yield end, "D", data[offset:]
    yield end, "F", 0, sha(data)


def sign_off(sender, receiver, taken, not_taken, size, bodies, passed_over=()):
    """The end of every transfer; bodies are pairs of an index and its file's bytes."""
    digest = summary_digest([(index, sha(data)) for index, data in bodies])
    yield receiver, "S", taken, not_taken, size, digest
    for path, reason in passed_over:
        yield sender, "P", path, reason
    yield sender, "C", digest
    yield half_close(sender)
    yield half_close(receiver)


def conversation(ends, *parts):
    yield from map(greeting, ends)
    for part in parts:
        yield from [part] if isinstance(part, tuple) else part


SEND = (SENDER, RECEIVER)
ASK = (ASKER, SERVER)
WANT_ALL = (0, sha(b""))

CONVERSATIONS = {
    "send": (
        "A folder with a file, an empty file, a link and a name that is not ASCII.",
        conversation(
            SEND,
            offer(
                SENDER,
                (FOLDER, 0o755, TIME, 0, 0, "notes", ""),
                entry_of_file("notes/empty", b"", 0o600),
                entry_of_file("notes/gr\u00fc\u00dfe", HELLO, nanoseconds=500_000_000),
                (LINK, NO_MODE, TIME, 0, 0, "notes/latest", "gr\u00fc\u00dfe"),
            ),
            (RECEIVER, "W", 1, *WANT_ALL),
            (RECEIVER, "W", 2, *WANT_ALL),
            (RECEIVER, "A", 0),
            body(SENDER, 1, b""),
            body(SENDER, 2, HELLO),
            sign_off(SENDER, RECEIVER, 4, 0, len(HELLO), [(1, b""), (2, HELLO)]),
        ),
    ),
    "resumed": (
        "The receiver has the first 15 bytes of the file from before, and gets the others.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("poem", POEM)),
            (RECEIVER, "W", 0, 15, sha(POEM[:15])),
            (RECEIVER, "A", 0),
            body(SENDER, 0, POEM, 15),
            sign_off(SENDER, RECEIVER, 1, 0, len(POEM), [(0, POEM)]),
        ),
    ),
    "begun-anew": (
        "The receiver has 15 bytes that are not those of the file, so all of it is sent.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("poem", POEM)),
            (RECEIVER, "W", 0, 15, sha(b"something else,")),
            (RECEIVER, "A", 0),
            body(SENDER, 0, POEM),
            sign_off(SENDER, RECEIVER, 1, 0, len(POEM), [(0, POEM)]),
        ),
    ),
    "kept": (
        "The receiver has one file already, keeps another one that is not the same, and wants the third.",
        conversation(
            SEND,
            offer(
                SENDER,
                entry_of_file("kept", HELLO),
                entry_of_file("new", POEM),
                entry_of_file("same", HELLO),
            ),
            (RECEIVER, "K", 0, KEPT, "there is another one"),
            (RECEIVER, "W", 1, *WANT_ALL),
            (RECEIVER, "K", 2, SAME, ""),
            (RECEIVER, "A", 0),
            body(SENDER, 1, POEM),
            sign_off(SENDER, RECEIVER, 1, 1, len(POEM), [(1, POEM)]),
        ),
    ),
    "rehearsed-by-sender": (
        "A rehearsal, by the sender's wish.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("hello", HELLO), flags=1),
            (RECEIVER, "W", 0, *WANT_ALL),
            (RECEIVER, "A", 0),
            sign_off(SENDER, RECEIVER, 0, 0, 0, []),
        ),
    ),
    "rehearsed-by-receiver": (
        "A rehearsal, by the receiver's wish.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("hello", HELLO)),
            (RECEIVER, "W", 0, *WANT_ALL),
            (RECEIVER, "A", 1),
            sign_off(SENDER, RECEIVER, 0, 0, 0, []),
        ),
    ),
    "nothing": (
        "An offer of nothing, which is taken.",
        conversation(
            SEND,
            offer(SENDER),
            (RECEIVER, "A", 0),
            sign_off(SENDER, RECEIVER, 0, 0, 0, []),
        ),
    ),
    "holes": (
        "A file that is empty but for its last bytes, in pieces; other senders may cut it otherwise.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("holes", bytes(100_000) + b"the end")),
            (RECEIVER, "W", 0, *WANT_ALL),
            (RECEIVER, "A", 0),
            (SENDER, "B", 0, 0),
            (SENDER, "H", 65_536),
            (SENDER, "H", 34_464),
            (SENDER, "D", b"the"),
            (SENDER, "D", b" end"),
            (SENDER, "F", 0, sha(bytes(100_000) + b"the end")),
            sign_off(SENDER, RECEIVER, 1, 0, 100_007, [(0, bytes(100_000) + b"the end")]),
        ),
    ),
    "given-up": (
        "The sender cannot read on in the first file; the second one arrives. Both are at it for long in between.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("first", POEM), entry_of_file("second", HELLO)),
            (RECEIVER, "W", 0, *WANT_ALL),
            (RECEIVER, "W", 1, *WANT_ALL),
            (RECEIVER, "A", 0),
            (SENDER, "T"),
            (SENDER, "B", 0, 0),
            (SENDER, "D", POEM[:9]),
            (SENDER, "F", 1, "it has become shorter"),
            (SENDER, "T"),
            body(SENDER, 1, HELLO),
            sign_off(SENDER, RECEIVER, 1, 1, len(HELLO), [(1, HELLO)]),
        ),
    ),
    "wrong-digest": (
        "What the receiver has read is not what END's digest is of, so it does not take the file.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("hello", HELLO)),
            (RECEIVER, "W", 0, *WANT_ALL),
            (RECEIVER, "A", 0),
            (SENDER, "B", 0, 0),
            (SENDER, "D", HELLO),
            (SENDER, "F", 0, sha(POEM)),
            (RECEIVER, "N", 0, "its digest is another one"),
            sign_off(SENDER, RECEIVER, 0, 1, 0, []),
        ),
    ),
    "passed-over": (
        "A folder with a pipe, which the sender passes over.",
        conversation(
            SEND,
            offer(SENDER, (FOLDER, 0o755, TIME, 0, 0, "notes", "")),
            (RECEIVER, "A", 0),
            sign_off(SENDER, RECEIVER, 1, 0, 0, [], [("notes/pipe", "it is no file, folder or link")]),
        ),
    ),
    "get": (
        "A client gets a file out of a folder.",
        conversation(
            ASK,
            (ASKER, "G", ["notes/hello"]),
            (SERVER, "Y"),
            offer(SERVER, entry_of_file("hello", HELLO)),
            (ASKER, "W", 0, *WANT_ALL),
            (ASKER, "A", 0),
            body(SERVER, 0, HELLO),
            sign_off(SERVER, ASKER, 1, 0, len(HELLO), [(0, HELLO)]),
        ),
    ),
    "put": (
        "A client puts a file into a folder, replacing one that is older.",
        conversation(
            ASK,
            (ASKER, "U", 1, 0, "notes"),
            (SERVER, "Y"),
            offer(ASKER, entry_of_file("hello", HELLO)),
            (SERVER, "W", 0, *WANT_ALL),
            (SERVER, "A", 0),
            body(ASKER, 0, HELLO),
            sign_off(ASKER, SERVER, 1, 0, len(HELLO), [(0, HELLO)]),
        ),
    ),
    "list": (
        "A client asks what there is in a folder.",
        conversation(
            ASK,
            (ASKER, "L", "notes"),
            (SERVER, "Y"),
            offer(
                SERVER,
                entry_of_file("hello", HELLO),
                (LINK, NO_MODE, TIME, 0, 0, "latest", "hello"),
                (FOLDER, 0o755, TIME, 0, 0, "old", ""),
            ),
            half_close(ASKER),
            half_close(SERVER),
        ),
    ),
    "refused": (
        "A client wants what is not there.",
        conversation(
            ASK,
            (ASKER, "G", ["nothing"]),
            (SERVER, "X", REFUSED, "nothing: there is nothing of that name"),
            half_close(SERVER),
        ),
    ),
    "broken": (
        "A sender offers what would be outside the folder.",
        conversation(
            SEND,
            offer(SENDER, entry_of_file("../hello", HELLO)),
            (RECEIVER, "X", BROKEN, "the path '../hello' has a name that is '..'"),
            half_close(RECEIVER),
        ),
    ),
}

MESSAGES_SHOWN = {
    "G": [(ASKER, "G", ["notes/hello", "gr\u00fc\u00dfe"]), (ASKER, "G", [""])],
    "U": [(ASKER, "U", 2, 1, "notes/new"), (ASKER, "U", 0, 0, "")],
    "L": [(ASKER, "L", "notes"), (ASKER, "L", "")],
    "Y": [(SERVER, "Y")],
    "O": [(SENDER, "O", 0, 3, 2**62 + 1), (SENDER, "O", 1, 0, 0)],
    "E": [
        (SENDER, "E", FILE, 0o644, TIME, 999_999_999, 2**62 + 1, "notes/gr\u00fc\u00dfe", ""),
        (SENDER, "E", FILE, NO_MODE, -(2**54), 0, 0, "a long time ago", ""),
        (SENDER, "E", FOLDER, 0o777, 2**54, 0, 0, "notes", ""),
        (SENDER, "E", LINK, NO_MODE, -1, 500_000_000, 0, "notes/latest", "../hello"),
    ],
    "K": [
        (RECEIVER, "K", 7, SAME, ""),
        (RECEIVER, "K", 2**21, KEPT, "there is another one"),
        (RECEIVER, "K", 0, UNWANTED, "its target is outside the folder"),
    ],
    "W": [(RECEIVER, "W", 7, *WANT_ALL), (RECEIVER, "W", 8, 15, sha(POEM[:15]))],
    "A": [(RECEIVER, "A", 0), (RECEIVER, "A", 1)],
    "B": [(SENDER, "B", 7, 0), (SENDER, "B", 8, 15)],
    "D": [(SENDER, "D", HELLO)],
    "H": [(SENDER, "H", 1), (SENDER, "H", 2**62)],
    "F": [(SENDER, "F", 0, sha(HELLO)), (SENDER, "F", 1, "it has become shorter")],
    "N": [(RECEIVER, "N", 7, "no space is left")],
    "S": [(RECEIVER, "S", 4, 1, 2**62, sha(HELLO))],
    "P": [(SENDER, "P", "notes/pipe", "it is no file, folder or link")],
    "C": [(SENDER, "C", sha(HELLO))],
    "T": [(RECEIVER, "T")],
    "X": [(SENDER, "X", 4, "somebody stopped it")],
}


def hexadecimal(data, comment):
    """Bytes as text, sixteen to a line."""
    for at in range(0, len(data), 16):
        line = "  " + data[at : at + 16].hex(" ")
        yield f"{line}  # {comment}" if at == 0 else line


def shown(name, value, kind):
    if kind == "type":
        return f"type {value}"
    if name == "kind":
        return f"kind {TYPE_NAMES[value]}"
    if name == "mode":
        return "no mode" if value == NO_MODE else f"mode {value:o}"
    if isinstance(value, (bytes, list)):
        return f"{name} {value.decode()}" if name == "data" else f"{name} {value}" if name == "paths" else name
    return f"{name} {value}" if value != "" else f"{name}, empty"


def text_of(said):
    """The lines of what one end says."""
    end, letter, *values = said
    if letter == "half-closes":
        return [f"{end} half-closes"]
    if letter == "GREETING":
        return [f"{end} GREETING", *hexadecimal(values[0], values[0].decode().strip())]
    lines = [f"{end} {MESSAGES[letter][0]}"]
    for name, value, data in encode_fields(letter, values):
        lines += hexadecimal(data, shown(name, value, name))
    return lines


def write(path, title, all_said):
    lines = [f"# {title}"]
    for said in all_said:
        lines += ["", *text_of(said)]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


def main():
    folder = sys.argv[1]
    for letter, examples in MESSAGES_SHOWN.items():
        name = MESSAGES[letter][0]
        write(os.path.join(folder, "messages", name.lower().replace(" ", "-") + ".hex"), name, examples)
    for name, (title, said) in CONVERSATIONS.items():
        write(os.path.join(folder, "conversations", name + ".hex"), title, said)


if __name__ == "__main__":
    main()
