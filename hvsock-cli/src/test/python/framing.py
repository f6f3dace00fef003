"""Joins a flow that speaks the legacy shutdown framing to standard input and output.

Usage: framing.py listen|connect PATH SEED

Written from the protocol alone, as the other end in tests: 32 bits, little-endian, that are a command or else the length
of what follows. Sends what it reads in frames of random sizes, by SEED. Ends with status 1 if the other end does not keep
to the protocol as its senders do: frames of 1 to 4096 bytes, nothing after the end but a goodbye.
"""

import os
import random
import socket
import struct
import sys
import threading

SHUTDOWN_READ, SHUTDOWN_WRITE, CLOSE = 0xDEADBEEF, 0xBEEFDEAD, 0xDEADDEAD


class Broken(Exception):
    pass


class Framing:
    def __init__(self, carrier, seed):
        self.carrier = carrier
        self.random = random.Random(seed)
        self.lock = threading.Lock()

    def send(self, *words):
        with self.lock:
            for word in words:
                self.carrier.sendall(struct.pack("<I", word) if isinstance(word, int) else word)

    def exactly(self, count):
        taken = b""
        while len(taken) < count:
            some = self.carrier.recv(count - len(taken))
            if not some:
                raise Broken(f"end-of-stream with {count - len(taken)} bytes to come")
            taken += some
        return taken

    def word(self):
        return struct.unpack("<I", self.exactly(4))[0]

    def write_all(self):
        while data := os.read(0, 65536):
            while data:
                size = self.random.randint(1, 1 << self.random.randint(0, 12))
                self.send(min(size, len(data)), data[:size])
                data = data[size:]
        self.send(SHUTDOWN_WRITE)

    def read_all(self):
        """Gives whether the other end has closed, rather than ended one direction."""
        while (word := self.word()) not in (SHUTDOWN_WRITE, CLOSE):
            if not 1 <= word <= 4096:
                raise Broken(f"0x{word:08x} is neither a command for a peer that reads nor a length")
            data = self.exactly(word)
            while data:
                data = data[os.write(1, data):]
        os.close(1)
        return word == CLOSE

    def close(self, closed):
        self.send(CLOSE)
        while not closed:
            word = self.word()
            closed = word in (CLOSE, SHUTDOWN_READ)
            if not closed:
                raise Broken(f"0x{word:08x} after the end")
        if self.carrier.recv(1):
            raise Broken("bytes after the goodbye")


def main():
    verb, path, seed = sys.argv[1:]
    carrier = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if verb == "listen":
        carrier.bind(path)
        carrier.listen(1)
        print("listening", file=sys.stderr, flush=True)
        carrier = carrier.accept()[0]
    else:
        carrier.connect(path)
    framing = Framing(carrier, int(seed))
    writer = threading.Thread(target=framing.write_all)
    writer.start()
    closed = framing.read_all()
    writer.join()
    framing.close(closed)


main()
