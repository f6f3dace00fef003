"""Joins a TLS flow to standard input and output, with half-closes: by Python's ssl, which is OpenSSL.

Usage: tls.py listen|connect PATH CERT KEY CA

The end of standard input is a close_notify, after which what the other end says is still read; a close_notify of the other
end is the end of standard output, after which what comes in is still sent. An end of the stream without one is status 1.
"""

import os
import select
import socket
import ssl
import sys


class Ends:
    def __init__(self, carrier, context, server):
        self.carrier = carrier
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=server)
        self.reads, self.writes = True, True

    def flush(self):
        if self.outgoing.pending:
            self.carrier.sendall(self.outgoing.read())

    def fetch(self):
        data = self.carrier.recv(65536)
        if not data:
            sys.exit("an end without close_notify")
        self.incoming.write(data)

    def handshake(self):
        while True:
            try:
                self.tls.do_handshake()
                return self.flush()
            except ssl.SSLWantReadError:
                self.flush()
                self.fetch()
            except ssl.SSLError:
                self.flush()  # says why
                raise

    def take(self):
        """Reads what there is."""
        while self.reads:
            try:
                data = self.tls.read(65536)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLZeroReturnError:
                data = b""
            if not data:
                self.reads = False
                os.close(1)
                return
            while data:
                data = data[os.write(1, data):]

    def give(self):
        data = os.read(0, 65536)
        if data:
            self.tls.write(data)
        else:
            self.writes = False
            try:
                self.tls.unwrap()  # sends close_notify, and would wait for the other one
            except ssl.SSLError:
                pass
        self.flush()

    def join(self):
        self.take()
        while self.reads or self.writes:
            sources = ([self.carrier] if self.reads else []) + ([0] if self.writes else [])
            ready = select.select(sources, [], [])[0]
            if self.carrier in ready:
                self.fetch()
                self.take()
                self.flush()
            if 0 in ready:
                self.give()


def main():
    verb, path, cert, key, ca = sys.argv[1:]
    server = verb == "listen"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(cert, key)
    context.load_verify_locations(ca)
    carrier = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if server:
        carrier.bind(path)
        carrier.listen(1)
        print("listening", file=sys.stderr, flush=True)
        carrier = carrier.accept()[0]
    else:
        carrier.connect(path)
    ends = Ends(carrier, context, server)
    ends.handshake()
    ends.join()


main()
