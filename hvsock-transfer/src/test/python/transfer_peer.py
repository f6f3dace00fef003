#!/usr/bin/env python3
"""Files over a stream: an end of its own for docs/transfer-protocol.md, made from that document alone.

  transfer_peer.py [OPTION...] connect|listen ADDRESS send PATH...
                                                      receive DIR
                                                      get PATH... DIR
                                                      put PATH... FOLDER
                                                      ls [PATH]
                                                      serve DIR
ADDRESS is unix:PATH, tcp://HOST:PORT or vsock://CID:PORT (inside a virtual machine only). Who listens says on
standard output where; serve serves until it is killed, everything else one transfer. It ends with what was taken.

Options: --overwrite never|older|always, --resume, --rehearsal, --patience SECONDS.
"""

import argparse
import hashlib
import os
import socket
import stat
import sys
import threading
from collections import namedtuple

from transfer_wire import (
    BROKEN,
    FAILED_HERE,
    MESSAGES,
    MOST_ENTRIES_LENGTH,
    MOST_PASSED_OVER,
    MOST_STRING,
    PIECE,
    REFUSED,
    STOPPED,
    Broken,
    PeerFailed,
    Refused,
    Wire,
    encode,
    summary_digest,
)

Entry = namedtuple("Entry", "kind mode seconds nanoseconds size path target")
FILE, FOLDER, LINK = b"fdl"
NO_MODE = 0xFFFF
SAME, KEPT, UNWANTED = 0, 1, 2
MINE = ".hvsock-"
SMALLEST_ENTRY = 33


def check_path(path):
    """The rules that every path of the protocol keeps to."""
    names = path.split("/")
    for name in names:
        if name in ("", ".", "..") or "\0" in name or len(name.encode()) > 255:
            raise Broken(f"the path {path[:100]!r} has a name that is empty, '.', '..', too long or holds a NUL")
    if len(names) > 100 or len(path.encode()) > MOST_STRING:
        raise Broken(f"a path of {len(names)} names and {len(path)} characters is too long")


def parent(path):
    return path.rpartition("/")[0]


# The sender


class Sources:
    """What is offered: entries, where the files among them are, and what is passed over, and why."""

    def __init__(self):
        self.entries, self.places, self.passed_over = [], [], {}

    def add(self, place, path, deep=True):
        """A file, link or folder, and if it is to be deep what is in that."""
        status = os.lstat(place)
        kind = {stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK}.get(stat.S_IFMT(status.st_mode))
        if os.path.basename(path).startswith(MINE):
            return
        readable = path.encode(errors="replace").decode()
        if kind is None or readable != path:
            self.passed_over[readable] = "it is no file, folder or link" if kind is None else "its name is not UTF-8"
            return
        seconds, nanoseconds = divmod(status.st_mtime_ns, 10**9)
        mode = NO_MODE if kind == LINK else status.st_mode & 0o777
        size = status.st_size if kind == FILE else 0
        target = os.readlink(place) if kind == LINK else ""
        self.entries.append(Entry(kind, mode, seconds, nanoseconds, size, path, target))
        self.places.append(place)
        if kind == FOLDER and deep:
            self.add_all(place, path)

    def add_all(self, place, path, deep=True):
        for name in sorted(os.listdir(place)):
            self.add(os.path.join(place, name), f"{path}/{name}" if path else name, deep)


def sources_of(paths):
    sources = Sources()
    for path in paths:
        place = os.path.abspath(path)
        sources.add(place, os.path.basename(place))
    return sources


def inside(root, path):
    """Where a path of a request is, if no link leads there."""
    check_path(path)
    place = os.path.join(root, path)
    step = parent(path)
    while step:
        if os.path.islink(os.path.join(root, step)):
            raise Refused(f"{path}: {step} is a link")
        step = parent(step)
    if MINE in "/" + path and any(name.startswith(MINE) for name in path.split("/")):
        raise Refused(f"{path}: names that begin with {MINE} are not served")
    return place


def served_sources(root, paths):
    sources = Sources()
    for path in paths:
        place = inside(root, path) if path else root
        if not os.path.lexists(place):
            raise Refused(f"{path}: there is nothing of that name")
        if path:
            sources.add(place, os.path.basename(path))
        else:
            sources.add_all(root, "")
    return sources


def listed_sources(root, path):
    place = inside(root, path) if path else root
    if not os.path.lexists(place):
        raise Refused(f"{path}: there is nothing of that name")
    sources = Sources()
    if os.path.isdir(place) and not os.path.islink(place):
        sources.add_all(place, "", deep=False)
    else:
        sources.add(place, os.path.basename(path), deep=False)
    return sources


def offer(wire, sources, rehearsal=False):
    entries = sources.entries
    if len({entry.path for entry in entries}) < len(entries):
        raise Refused("two of the sources have the same name")
    if sum(len(encode("E", *entry)) for entry in entries) > MOST_ENTRIES_LENGTH:
        raise Refused("there are too many files for one transfer")
    wire.say("O", int(rehearsal), len(entries), sum(entry.size for entry in entries))
    for entry in entries:
        wire.say("E", *entry)


def send(wire, sources, rehearsal=False):
    """All of the sender's part, once it is clear that there is one. Returns what was taken and what was not."""
    offer(wire, sources, rehearsal)
    entries = sources.entries
    wants, refused, rehearsed = hear_answer(wire, entries)
    if rehearsal or rehearsed:
        wants = []
    hearing = Hearing(wire, entries, refused, len(wants))
    hearing.start()
    for want in wants:
        hearing.end(want.index, *send_body(wire, sources, want, hearing))
    summary = hearing.summary()
    not_taken = hearing.not_taken
    bodies = [each for each in hearing.sent if each[0] not in not_taken]
    taken = len(entries) - len(not_taken) - len(hearing.same)
    expected = (taken, len(not_taken), sum(entries[index].size for index, _ in bodies), summary_digest(bodies))
    if rehearsal or rehearsed:
        expected = (0, 0, 0, summary_digest([]))
    if summary != expected:
        raise Broken(f"the summary says {summary[:3]} where it is {expected[:3]}, or has another digest")
    for path, reason in list(sources.passed_over.items())[:MOST_PASSED_OVER]:
        wire.say("P", path, reason)
    wire.say("C", summary[3])
    wire.half_close()
    wire.hear_end()
    reasons = {entries[index].path: why for index, why in not_taken.items()}
    return {"taken": expected[0], "not_taken": reasons, "passed_over": sources.passed_over}


def hear_answer(wire, entries):
    """What is wanted, what is kept (by index: None if it is the same already, else why), and whether it is a rehearsal."""
    wants, kept, last = [], {}, -1
    while (said := wire.hear("W", "K", "A")).letter != "A":
        if not last < said.index < len(entries):
            raise Broken(f"the answer's index {said.index} is not in order")
        for index in range(last + 1, said.index):
            require_no_file(entries, index)
        last = said.index
        if said.letter == "K":
            if said.why > UNWANTED or said.why == SAME and entries[last].kind != FILE:
                raise Broken(f"KEPT says {said.why}")
            kept[last] = None if said.why == SAME else said.reason
        elif entries[last].kind != FILE or said.offset > entries[last].size:
            raise Broken(f"WANT of {entries[last].path} from {said.offset}")
        else:
            wants.append(said)
    for index in range(last + 1, len(entries)):
        require_no_file(entries, index)
    return wants, kept, bool(said.flags & 1)


def require_no_file(entries, index):
    if entries[index].kind == FILE:
        raise Broken(f"the answer says nothing of {entries[index].path}")


class Hearing(threading.Thread):
    """Hears what the receiver says while the bodies flow, so that neither end waits for the other's room."""

    def __init__(self, wire, entries, kept, bodies):
        super().__init__(daemon=True)
        self.wire, self.entries, self.left = wire, entries, bodies
        self.same = {index for index, reason in kept.items() if reason is None}
        self.not_taken = {index: reason for index, reason in kept.items() if reason is not None}
        self.sent, self.said, self.failure = [], None, None

    def run(self):
        told = set(self.same) | set(self.not_taken)
        try:
            while (said := self.wire.hear("N", "S")).letter == "N":
                if said.index >= len(self.entries) or said.index in told:
                    raise Broken(f"NOT TAKEN of {said.index}")
                told.add(said.index)
                self.not_taken[said.index] = said.reason
            if self.left:
                raise Broken("SUMMARY came before the last END")
            self.said = (said.taken, said.not_taken, said.bytes, said.digest)
        except Exception as failure:
            self.failure = failure

    def check(self):
        if self.failure:
            raise self.failure

    def end(self, index, *outcome):
        """Says the END of a file's body."""
        self.left -= 1
        if outcome[0]:
            self.not_taken.setdefault(index, outcome[1])
        else:
            self.sent.append((index, outcome[1]))
        self.wire.say("F", *outcome)

    def summary(self):
        self.join()
        self.check()
        return self.said


def send_body(wire, sources, want, hearing):
    """A file's body but for its END: what that says is returned."""
    index, size = want.index, sources.entries[want.index].size
    try:
        file = open(os.open(sources.places[index], os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0)
    except OSError as e:
        wire.say("B", index, 0)
        return 1, e.strerror
    with file:
        offset, digest = want.offset, hashlib.sha256()
        if not hash_range(wire, file, digest, offset) or offset and digest.digest() != want.digest:
            offset, digest = 0, hashlib.sha256()
        wire.say("B", index, offset)
        for begin, end, hole in ranges(file, offset, size):
            hearing.check()
            if index in hearing.not_taken:
                return 1, "the receiver does not take it"
            if hole:
                wire.say("H", end - begin)
                hash_zeros(digest, end - begin)
                continue
            file.seek(begin)
            data = file.read(end - begin)
            if len(data) < end - begin:
                return 1, "it has become shorter"
            digest.update(data)
            wire.say("D", data)
        return 0, digest.digest()


def ranges(file, begin, size):
    """A file's bytes from there on: pieces of data, and whole holes, as (begin, end, whether it is a hole)."""
    while begin < size:
        try:
            data = min(os.lseek(file.fileno(), begin, os.SEEK_DATA), size)
        except OSError:
            data = size
        if data > begin:
            yield begin, data, True
        hole = min(os.lseek(file.fileno(), data, os.SEEK_HOLE), size) if data < size else size
        for at in range(data, hole, PIECE):
            yield at, min(at + PIECE, hole), False
        begin = hole


def hash_range(wire, file, digest, length):
    """Digests a file's first bytes, and says whether there are so many."""
    file.seek(0)
    while length:
        data = file.read(min(length, PIECE))
        if not data:
            return False
        digest.update(data)
        length -= len(data)
        wire.still_at_it()
    return True


def hash_zeros(digest, length):
    while length:
        digest.update(bytes(min(length, PIECE)))
        length -= min(length, PIECE)


# The receiver


class Destination:
    """The receiver's folder, and what it does with each entry."""

    def __init__(self, root, overwrite="never", resume=False):
        self.root, self.overwrite, self.resume = root, overwrite, resume
        self.refused = set()

    def place(self, path):
        return os.path.join(self.root, path)

    def partial(self, path):
        name = hashlib.sha256(os.path.basename(path).encode()).hexdigest()[:16]
        return self.place(os.path.join(parent(path), f"{MINE}{name}.partial"))

    def answer(self, wire, index, entry):
        """What is said of an entry: a message, or none. Wanted files come with the digest of what there is of them."""
        reason = self.objection(entry)
        if reason:
            self.refused.add(entry.path)
            return ("K", index, UNWANTED, reason), None
        place = self.place(entry.path)
        if entry.kind == FILE and os.path.lexists(place):
            there = os.lstat(place)
            offered = entry.seconds * 10**9 + entry.nanoseconds
            if (there.st_size, there.st_mtime_ns) == (entry.size, offered):
                return ("K", index, SAME, ""), None
            if self.overwrite == "never" or self.overwrite == "older" and there.st_mtime_ns >= offered:
                return ("K", index, KEPT, "there is another one"), None
        if entry.kind == LINK and os.path.lexists(place):
            if not (os.path.islink(place) and os.readlink(place) == entry.target) and self.overwrite != "always":
                return ("K", index, KEPT, "there is something else"), None
        if entry.kind == FILE:
            return self.want(wire, index, entry)
        return None, None

    def objection(self, entry):
        """Why an entry is refused, if it is."""
        above = parent(entry.path)
        if above in self.refused:
            return "its folder is refused"
        if any(name.startswith(MINE) for name in entry.path.split("/")):
            return f"names that begin with {MINE} are the receiver's own"
        there = self.place(entry.path)
        if os.path.islink(there) and entry.kind != LINK:
            return "there is a link of that name"
        if os.path.isdir(there) and not os.path.islink(there) and entry.kind != FOLDER:
            return "there is a folder of that name"
        if os.path.lexists(there) and not os.path.isdir(there) and entry.kind == FOLDER:
            return "there is a file of that name"
        if entry.kind == LINK:
            return target_objection(entry)
        return None

    def want(self, wire, index, entry):
        digest, offset = hashlib.sha256(), 0
        if self.resume and os.path.exists(self.partial(entry.path)):
            with open(self.partial(entry.path), "rb") as partial:
                offset = min(os.fstat(partial.fileno()).st_size, entry.size)
                hash_range(wire, partial, digest, offset)
        return ("W", index, offset, digest.digest()), digest

    def make_folder(self, entry):
        os.makedirs(self.place(entry.path), mode=0o700, exist_ok=True)
        os.chmod(self.place(entry.path), 0o700)

    def make_link(self, entry):
        place = self.place(entry.path)
        if os.path.islink(place) and os.readlink(place) == entry.target:
            return
        if os.path.lexists(place):
            os.unlink(place)
        os.symlink(entry.target, place)

    def finish_folder(self, entry):
        self.attributes(self.place(entry.path), entry)

    def finish_file(self, entry):
        self.attributes(self.partial(entry.path), entry)
        os.replace(self.partial(entry.path), self.place(entry.path))

    def attributes(self, place, entry):
        os.chmod(place, 0o755 if entry.mode == NO_MODE else entry.mode)
        modified = entry.seconds * 10**9 + entry.nanoseconds
        os.utime(place, ns=(modified, modified))


def target_objection(entry):
    """A link may lead upwards at its beginning only, and not above the receiver's folder; so do chains of them then."""
    names = entry.target.split("/")
    upwards = next((at for at, name in enumerate(names) if name != ".."), len(names))
    if names[0] == "" or ".." in names[upwards:] or upwards > entry.path.count("/"):
        return "its target is outside the folder, or may be"
    return None


def hear_offer(wire):
    """The entries that are offered, and whether it is a rehearsal."""
    said = wire.hear("O")
    if said.flags > 1 or said.entries > MOST_ENTRIES_LENGTH // SMALLEST_ENTRY:
        raise Broken(f"an offer with flags {said.flags}, and of {said.entries} entries")
    entries, folders, paths, length = [], {""}, set(), 0
    for _ in range(said.entries):
        fields = vars(wire.hear("E"))
        entry = Entry(**{name: fields[name] for name in Entry._fields})
        length += len(encode("E", *entry))
        check_entry(entry)
        if length > MOST_ENTRIES_LENGTH or parent(entry.path) not in folders or entry.path in paths:
            raise Broken(f"{entry.path[:100]!r} is there twice, in no folder, or too much")
        paths.add(entry.path)
        if entry.kind == FOLDER:
            folders.add(entry.path)
        entries.append(entry)
    if sum(entry.size for entry in entries) != said.bytes:
        raise Broken(f"the sizes are not {said.bytes} bytes in all")
    return entries, bool(said.flags)


def check_entry(entry):
    check_path(entry.path)
    if entry.kind not in (FILE, FOLDER, LINK):
        raise Broken(f"an entry of kind {entry.kind}")
    if entry.mode > 0o777 and entry.mode != NO_MODE or entry.kind == LINK and entry.mode != NO_MODE:
        raise Broken(f"{entry.path}: mode {entry.mode:o}")
    if abs(entry.seconds) > 2**54 or entry.nanoseconds >= 10**9:
        raise Broken(f"{entry.path}: a time of {entry.seconds} s and {entry.nanoseconds} ns")
    if entry.size >= 2**63 or entry.size and entry.kind != FILE:
        raise Broken(f"{entry.path}: a size of {entry.size}")
    if (entry.kind == LINK) != (entry.target != "") or "\0" in entry.target or len(entry.target.encode()) > MOST_STRING:
        raise Broken(f"{entry.path}: a target that does not belong there")


def receive(wire, destination, rehearsal=False):
    """All of the receiver's part, once it is clear that there is one."""
    entries, rehearsed = hear_offer(wire)
    os.makedirs(destination.root, exist_ok=True)
    not_taken, same, wanted = {}, set(), []
    for index, entry in enumerate(entries):
        said, digest = destination.answer(wire, index, entry)
        if said:
            wire.say(*said)
        if said and said[0] == "W":
            wanted.append((index, said[2], digest))
        elif said and said[2] == SAME:
            same.add(index)
        elif said:
            not_taken[index] = said[3]
    wire.say("A", int(rehearsal))
    if rehearsal or rehearsed:
        passed_over = sign_off(wire, 0, 0, 0, [])
        would = [entries[index].path for index, _, _ in wanted]
        return {"taken": 0, "not_taken": {}, "passed_over": passed_over, "wanted": would}
    there = [index for index in range(len(entries)) if index not in not_taken and index not in same]
    each_of(FOLDER, wire, entries, there, not_taken, destination.make_folder)
    bodies = []
    for index, offset, prefix in wanted:
        hear_body(wire, destination, entries, index, offset, prefix, bodies, not_taken)
    each_of(LINK, wire, entries, there, not_taken, destination.make_link)
    each_of(FOLDER, wire, entries, reversed(there), not_taken, destination.finish_folder)
    taken = len(entries) - len(not_taken) - len(same)
    passed_over = sign_off(wire, taken, len(not_taken), sum(entries[index].size for index, _ in bodies), bodies)
    reasons = {entries[index].path: why for index, why in not_taken.items()}
    return {"taken": taken, "not_taken": reasons, "passed_over": passed_over}


def each_of(kind, wire, entries, indexes, not_taken, work):
    for index in indexes:
        if entries[index].kind == kind and index not in not_taken:
            try:
                work(entries[index])
            except OSError as e:
                not_taken[index] = e.strerror
                wire.say("N", index, e.strerror)


def hear_body(wire, destination, entries, index, offset, prefix, bodies, not_taken):
    entry = entries[index]
    body = wire.hear("B")
    if body.index != index or body.offset not in (0, offset):
        raise Broken(f"BODY of {body.index} from {body.offset} where {index} from {offset} was wanted")
    digest = prefix if body.offset else hashlib.sha256()

    def lose(reason):
        if index not in not_taken:
            not_taken[index] = reason
            wire.say("N", index, reason)

    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
        file = open(os.open(destination.partial(entry.path), flags, 0o600), "wb", buffering=0)
    except OSError as e:
        lose(e.strerror)
        file = open(os.devnull, "wb", buffering=0)
    with file:
        if index not in not_taken:
            file.truncate(body.offset)
        file.seek(body.offset)
        left = entry.size - body.offset
        while (said := wire.hear("D", "H", "F")).letter != "F":
            length = said.length if said.letter == "D" else said.bytes
            if not 0 < length <= left:
                raise Broken(f"{entry.path}: {length} bytes come where {left} are missing")
            left -= length
            if said.letter == "H":
                hash_zeros(digest, length)
                file.seek(length, os.SEEK_CUR)
                continue
            for piece in wire.pieces(length):
                digest.update(piece)
                try:
                    file.write(piece)
                except OSError as e:
                    lose(e.strerror)
        if said.why == 1:
            not_taken.setdefault(index, said.outcome)
            return
        if said.why or left:
            raise Broken(f"{entry.path}: END says {said.why} where {left} bytes are missing")
        if index in not_taken:
            return
        file.truncate(entry.size)
    if said.outcome != digest.digest():
        os.unlink(destination.partial(entry.path))
        return lose("its digest is another one")
    destination.finish_file(entry)
    bodies.append((index, said.outcome))


def sign_off(wire, taken, not_taken, size, bodies):
    digest = summary_digest(bodies)
    wire.say("S", taken, not_taken, size, digest)
    passed_over = {}
    while (said := wire.hear("P", "C")).letter == "P":
        passed_over[said.path] = said.reason
        if len(passed_over) > MOST_PASSED_OVER:
            raise Broken("too much is passed over")
    if said.digest != digest:
        raise Broken("the sign-off has another digest")
    wire.half_close()
    wire.hear_end()
    return passed_over


# Asking and serving


def get(wire, paths, destination, rehearsal):
    wire.say("G", paths)
    wire.hear("Y")
    return receive(wire, destination, rehearsal)


def put(wire, paths, folder, options):
    wire.say("U", ["never", "older", "always"].index(options.overwrite), int(options.resume), folder)
    wire.hear("Y")
    return send(wire, sources_of(paths), options.rehearsal)


def listing(wire, path):
    wire.say("L", path)
    wire.hear("Y")
    entries, _ = hear_offer(wire)
    wire.half_close()
    wire.hear_end()
    return {"entries": [f"{chr(entry.kind)} {entry.size} {entry.path}" for entry in entries]}


def serve(wire, root):
    asked = wire.hear("G", "U", "L")
    if asked.letter == "G":
        if not 1 <= len(asked.paths) <= 1000:
            raise Broken(f"GET of {len(asked.paths)} paths")
        sources = served_sources(root, asked.paths)
        wire.say("Y")
        return send(wire, sources)
    if asked.letter == "L":
        sources = listed_sources(root, asked.path)
        wire.say("Y")
        offer(wire, sources)
        wire.hear_end()
        wire.half_close()
        return {"listed": len(sources.entries)}
    if asked.overwrite > 2 or asked.resume > 1:
        raise Broken(f"PUT says {asked.overwrite} and {asked.resume}")
    folder = inside(root, asked.folder) if asked.folder else root
    if os.path.lexists(folder) and (os.path.islink(folder) or not os.path.isdir(folder)):
        raise Refused(f"{asked.folder}: there is something that is not a folder")
    wire.say("Y")
    return receive(wire, Destination(folder, ["never", "older", "always"][asked.overwrite], bool(asked.resume)))


# The command


ROLES = {"send": "send", "receive": "receive", "get": "ask", "put": "ask", "ls": "ask", "serve": "serve"}


def run(sock, options):
    """One transfer; returns its report, or raises what ended it, when the peer has been told."""
    wire = Wire(sock, options.patience)
    destination = Destination(options.operands[-1] if options.operands else "", options.overwrite, options.resume)
    try:
        wire.greet(ROLES[options.act])
        if options.act == "send":
            return send(wire, sources_of(options.operands), options.rehearsal)
        if options.act == "receive":
            return receive(wire, destination, options.rehearsal)
        if options.act == "get":
            return get(wire, options.operands[:-1], destination, options.rehearsal)
        if options.act == "put":
            return put(wire, options.operands[:-1], options.operands[-1], options)
        if options.act == "ls":
            return listing(wire, *(options.operands or [""]))
        return serve(wire, options.operands[0])
    except PeerFailed:
        raise
    except (Broken, TimeoutError) as e:
        wire.fail(BROKEN, str(e))
        raise
    except Refused as e:
        wire.fail(REFUSED, str(e))
        raise
    except OSError as e:
        wire.fail(FAILED_HERE, str(e))
        raise
    except KeyboardInterrupt:
        wire.fail(STOPPED, "somebody stopped it")
        raise
    finally:
        sock.close()


def socket_of(address):
    """A socket of an address, and what to bind or connect it to."""
    scheme, _, rest = address.partition(":")
    if scheme == "unix":
        return socket.socket(socket.AF_UNIX), "\0" + rest[1:] if rest.startswith("@") else rest
    host, _, port = rest.removeprefix("//").rpartition(":")
    if scheme == "tcp":
        return socket.socket(socket.AF_INET), (host, int(port))
    if scheme == "vsock":
        cid = {"any": socket.VMADDR_CID_ANY, "local": 1, "host": 2}.get(host) or int(host)
        return socket.socket(socket.AF_VSOCK), (cid, int(port))
    raise SystemExit(f"{address} is neither unix:, tcp: nor vsock:")


def attempt(sock, options):
    try:
        print(run(sock, options), flush=True)
        return 0
    except (Broken, Refused, PeerFailed, OSError) as e:
        print(f"{type(e).__name__}: {e}", file=sys.stderr, flush=True)
        return 1


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--overwrite", choices=["never", "older", "always"], default="never")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--rehearsal", action="store_true")
    parser.add_argument("--patience", type=float, default=60)
    parser.add_argument("how", choices=["connect", "listen"])
    parser.add_argument("address")
    parser.add_argument("act", choices=ROLES)
    parser.add_argument("operands", nargs="*")
    options = parser.parse_args()
    sock, name = socket_of(options.address)
    if options.how == "connect":
        sock.connect(name)
        return attempt(sock, options)
    sock.bind(name)
    sock.listen()
    at = sock.getsockname()
    print("listening", options.address if sock.family == socket.AF_UNIX else at[1], flush=True)
    while options.act == "serve":
        threading.Thread(target=attempt, args=(sock.accept()[0], options), daemon=True).start()
    return attempt(sock.accept()[0], options)


if __name__ == "__main__":
    sys.exit(main())
