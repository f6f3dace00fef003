"""The guest's end of HostGuestTest where Java would start too slowly: does what GuestAgent does, and shares no code with it."""
import fcntl
import hashlib
import os
import socket
import struct
import threading

PORT = 5000
HOST = 2
PIECE = 256 * 1024
GET_LOCAL_CID = 0x7B9

findings = {}
found = threading.Condition()


def line(flow):
    text = b""
    while not text.endswith(b"\n"):
        byte = flow.recv(1)
        if not byte:
            raise EOFError(text)
        text += byte
    return text.decode().strip()


def say(flow, text):
    flow.sendall(text.encode() + b"\n")


def read_to_end(flow):
    count = 0
    while data := flow.recv(PIECE):
        count += len(data)
    return count


def echo(flow):
    while data := flow.recv(PIECE):
        flow.sendall(data)


def sink(flow, length):
    digest = hashlib.sha256()
    while length:
        data = flow.recv(min(PIECE, length))
        if not data:
            raise EOFError(length)
        digest.update(data)
        length -= len(data)
    say(flow, digest.hexdigest())


def source(flow, length):
    digest = hashlib.sha256()
    piece = os.urandom(PIECE)
    while length:
        # No two pieces are the same, so that one that is missing or moved shows.
        data = (struct.pack(">q", length) + piece)[: min(PIECE, length)]
        digest.update(data)
        flow.sendall(data)
        length -= len(data)
    say(flow, digest.hexdigest())


def names(flow):
    with open("/dev/vsock") as device:
        (cid,) = struct.unpack("I", fcntl.ioctl(device, GET_LOCAL_CID, bytes(4)))
    ends = ["vsock://%d:%d" % end for end in (flow.getsockname(), flow.getpeername())]
    say(flow, " ".join([str(cid), *ends]))


def call(asked, port):
    flow = socket.socket(socket.AF_VSOCK)
    try:
        flow.connect((HOST, port))
    except OSError as failure:
        say(asked, type(failure).__name__)
        return
    say(asked, "connected")
    answer(flow)


def answer_the_end(flow):
    count = read_to_end(flow)
    try:
        say(flow, "the reply")
        return "read %d, replied" % count
    except OSError as failure:
        return "read %d, %s" % (count, type(failure).__name__)


def end_first(flow):
    say(flow, "the last words")
    flow.shutdown(socket.SHUT_WR)
    return "read %d" % read_to_end(flow)


def tell(tag, finding):
    with found:
        findings[tag] = finding
        found.notify_all()


def seen(flow, tag):
    with found:
        found.wait_for(lambda: tag in findings)
        say(flow, findings[tag])


def stall(flow):
    say(flow, "stalled")
    threading.Event().wait()


def answer(flow):
    with flow:
        request, *words = line(flow).split()
        match request:
            case "echo":
                echo(flow)
            case "sink":
                sink(flow, int(words[0]))
            case "source":
                source(flow, int(words[0]))
            case "names":
                names(flow)
            case "call":
                call(flow, int(words[0]))
            case "answer-the-end":
                tell(words[0], answer_the_end(flow))
            case "end-first":
                tell(words[0], end_first(flow))
            case "seen":
                seen(flow, words[0])
            case "stall":
                stall(flow)


listener = socket.socket(socket.AF_VSOCK)
listener.bind((socket.VMADDR_CID_ANY, PORT))
listener.listen(64)
open(os.path.join(os.environ["HVSOCK_RESULTS"], "ready"), "x").close()
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=answer, args=(accepted,), daemon=True).start()
