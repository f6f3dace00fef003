"""Joins standard input and output to a flow of hybrid vsock, as a program on the host or as the monitor.

Usage: hybrid.py host PATH PORT     asks the monitor at PATH for a port of the guest, in lower case
       hybrid.py monitor PATH PORT  is the monitor: takes one flow, for that port of the guest
       hybrid.py guest PATH PORT    is the monitor: brings a flow to that port of the host

Written from Firecracker's description of its protocol, as the other end in tests. Ends with status 1 if the other end
does not keep to it.
"""

import os
import socket
import sys
import threading


def line(flow):
    taken = b""
    while not taken.endswith(b"\n"):
        byte = flow.recv(1)
        if not byte or len(taken) == 32:
            sys.exit(f"{taken!r} is no line")
        taken += byte
    return taken


def host(path, port):
    flow = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    flow.connect(path)
    flow.sendall(f"connect {port}\n".encode())
    answer = line(flow)
    if not answer.startswith(b"OK ") or not answer[3:-1].isdigit():
        sys.exit(f"{answer!r} is no answer")
    return flow


def monitor(path, port):
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(1)
    print("listening", file=sys.stderr, flush=True)
    flow = listener.accept()[0]
    asked = line(flow)
    if asked != f"CONNECT {port}\n".encode():
        sys.exit(f"{asked!r} does not ask for {port}")
    flow.sendall(b"OK 1073741824\n")
    return flow


def guest(path, port):
    flow = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    flow.connect(f"{path}_{port}")
    return flow


def send(flow):
    while data := os.read(0, 65536):
        flow.sendall(data)
    flow.shutdown(socket.SHUT_WR)


def main():
    role, path, port = sys.argv[1:]
    flow = {"host": host, "monitor": monitor, "guest": guest}[role](path, int(port))
    sender = threading.Thread(target=send, args=(flow,))
    sender.start()
    while data := flow.recv(65536):
        while data:
            data = data[os.write(1, data):]
    os.close(1)
    sender.join()


main()
