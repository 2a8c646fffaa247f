"""A line of a chosen round trip in front of a server of this machine, as if it stood as far away as Binder does.

`with delayed(8888, 150) as port:` gives the port behind which port 8888 is 150 ms away. A process of its own carries
the bytes, so that it takes no time from the one that measures.
"""

import asyncio
import subprocess
import sys
from collections import deque
from contextlib import contextmanager, suppress

HOST = "127.0.0.1"


class Side(asyncio.Protocol):
    """One end of a connection: what it hears, its `other` end says `delay` seconds later, in the same order."""

    def __init__(self, delay, target=None, other=None):
        self.delay, self.target, self.other, self.waiting = delay, target, other, deque()

    def connection_made(self, transport):
        self.transport = transport
        if self.other is None:
            transport.pause_reading()  # until there is somebody to tell
            self.reaching = asyncio.ensure_future(self.reach())

    async def reach(self):
        """Connect to the target, this end's other one."""
        self.other = Side(self.delay, other=self)
        try:
            await asyncio.get_running_loop().create_connection(lambda: self.other, HOST, self.target)
            self.transport.resume_reading()
        except OSError:
            self.other = None
            self.transport.abort()

    def later(self, act, *arguments):
        """Do it after the delay; a queue, since timers that are due together keep no order."""
        self.waiting.append((act, arguments))
        asyncio.get_running_loop().call_later(self.delay, self.next)

    def next(self):
        act, arguments = self.waiting.popleft()
        if not self.other.transport.is_closing():
            with suppress(OSError):  # whoever it is for may have hung up meanwhile
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
    """Listen, print the port, and carry bytes both ways, each `seconds` late, for ever."""
    server = await asyncio.get_running_loop().create_server(lambda: Side(seconds, target), HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def delayed(target, milliseconds):
    """The port behind which the port `target` is a round trip of `milliseconds` away; `target` itself if that is 0."""
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
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 2000))  # half of the round trip each way
