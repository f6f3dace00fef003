"""Measures how long commands take from exec to their end, or to the first byte they send, in turn, and prints medians.

startup.py ROUNDS NAME=COMMAND...   The first command is what the others are compared with. One that begins with
"connect:" is run with the arguments "connect unix:PATH" more and a file as its standard input; it counts to the moment
when the listener at PATH, which listens already, has received a byte.
"""

import os
import shlex
import socket
import statistics
import subprocess
import sys
import tempfile
import time

PATIENCE_SECONDS = 60


def whole(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    status = process.wait()  # with a limit it would look only now and then
    took = time.perf_counter() - start
    assert status == 0
    return took


def first_byte(command):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as waiting, socket.socket(socket.AF_UNIX) as listener:
        waiting.write(b"x" * 64)
        waiting.seek(0)
        path = os.path.join(folder, "listener")
        listener.bind(path)
        listener.listen(1)
        listener.settimeout(PATIENCE_SECONDS)
        start = time.perf_counter()
        process = subprocess.Popen(command + ["connect", "unix:" + path], stdin=waiting, stdout=subprocess.DEVNULL)
        peer = listener.accept()[0]
        peer.settimeout(PATIENCE_SECONDS)
        assert peer.recv(1)
        took = time.perf_counter() - start
        while peer.recv(65536):
            pass
        peer.close()
        assert process.wait() == 0
        return took


def once(command):
    words = shlex.split(command)
    return first_byte(words[1:]) if words[0] == "connect:" else whole(words)


rounds = int(sys.argv[1])
commands = dict(each.split("=", 1) for each in sys.argv[2:])
took = {name: [] for name in commands}
for measured in range(rounds + 1):  # the first round warms the machine's caches
    for name, command in commands.items():
        seconds = once(command)
        if measured:
            took[name].append(seconds)

base = next(iter(took.values()))
print("| | median | fastest to slowest | x by the medians | x by the fastest |\n|---|---|---|---|---|")
for name, seconds in took.items():
    median, fastest = statistics.median(seconds), min(seconds)
    ratios = f"{median / statistics.median(base):.2f} | {fastest / min(base):.2f}"
    print(f"| {name} | {median * 1000:.0f} ms | {fastest * 1000:.0f} to {max(seconds) * 1000:.0f} | {ratios} |")
