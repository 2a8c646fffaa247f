"""A proxy that adds a chosen round trip to a server on this machine, as if the server were as distant as Binder's.

`with delayed(8888, 150) as port:` gives a port that leads to port 8888 with a round trip of 150 ms. The proxy runs in a
separate process, so that it takes no time from the process that measures.
"""

import asyncio
import subprocess
import sys
from collections import deque
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"


class Side(asyncio.Protocol):
    """One end of a connection: its `other` end sends the bytes received here, `delay` seconds later and in order."""

    def __init__(self, delay, target=None, other=None):
        self.delay, self.target, self.other, self.waiting = delay, target, other, deque()

    def connection_made(self, transport):
        self.transport = transport
        if self.other is None:
            transport.pause_reading()  # until the target is connected
            self.reaching = asyncio.ensure_future(self.reach())

    async def reach(self):
        """Connect to the target, which becomes the other end."""
        self.other = Side(self.delay, other=self)
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.other, HOST, self.target)
            self.transport.resume_reading()
        except OSError:
            self.other = None
            self.transport.abort()

    def later(self, act, *arguments):
        """Call `act` after the delay. Calls wait in a queue, because timers with the same time have no fixed order."""
        self.waiting.append((act, arguments))
        asyncio.get_running_loop().call_later(self.delay, self.next)

    def next(self):
        act, arguments = self.waiting.popleft()
        if not self.other.transport.is_closing():
            with suppress(OSError):  # the other end may have been closed meanwhile
                act(*arguments)

    def data_received(self, data):
        self.later(self.other.transport.write, data)

    def eof_received(self):
        self.later(self.other.transport.write_eof)
        return True  # the other direction stays open

    def connection_lost(self, error):
        if self.other is not None:
            self.later(self.other.transport.close)


async def serve(target, seconds):
    """Listen, print the port, and pass bytes on in both directions with a delay of `seconds`, without end."""
    server = await asyncio.get_running_loop().create_server(lambda: Side(seconds, target), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def delayed(target, milliseconds):
    """A port that leads to the port `target` with a round trip of `milliseconds`; with 0 it is `target` itself."""
    if not milliseconds:
        yield target
        return
    line = subprocess.Popen([sys.executable, __file__, str(target), str(milliseconds)], stdout=subprocess.PIPE)
    try:
        yield int(line.stdout.readline())
    finally:
        line.terminate()
        line.wait()
        line.stdout.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 2000))  # half of the round trip in each direction
