"""Starts a JupyterHub on 127.0.0.1 that accepts any user name; only `classroom.py` uses it."""

import asyncio
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.browser.lab import JUNK, ROOT, free_port

CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{inner}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = {command!r}
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r} + "/{{username}}"
c.Spawner.cmd = [{start!r}, {python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.app_settings_dir={settings}", "--LabApp.expose_app_in_browser=True"]
c.Spawner.cpu_limit = 1
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.JupyterHub.services = [dict(name="teacher", api_token={token!r})]
c.JupyterHub.load_roles = [
    dict(name="teacher", services=["teacher"], scopes=["admin:users", "admin:servers", "access:servers"])
]
"""


class Hub:
    """A JupyterHub with its files in the empty folder `root`; binder/start starts each learner's server, as on Binder.

    `url` is its address. `ready` raises RuntimeError with the hub's log if the hub does not start.
    """

    def __init__(self, root, command):
        self.root, self.token = Path(root), secrets.token_hex(16)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        (self.root / "config.py").write_text(
            CONFIG.format(
                port=port,
                inner=free_port(),
                proxy=free_port(),
                command=command,
                homes=str(self.root / "homes"),
                start=str(ROOT / "binder" / "start"),
                python=sys.executable,
                settings=ROOT / "binder",
                token=self.token,
            )
        )
        self.log = open(self.root / "hub.log", "w")  # noqa: SIM115  (closed by `stop`)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "config.py"],
            cwd=self.root,
            stdout=self.log,
            stderr=self.log,
            env={name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OMP_NUM_THREADS")},
        )

    def home(self, name):
        """Make the home folder of the learner `name`, and copy the lessons into it."""
        for folder in ("notebooks", "utils"):
            shutil.copytree(ROOT / folder, self.root / "homes" / name / folder, ignore=JUNK)

    async def ask(self, method, path, body=None):
        """The answer of the hub, or of a learner's server behind it, to a request at `path`, decoded from JSON."""
        request = HTTPRequest(
            self.url + path,
            method,
            headers={"Authorization": f"token {self.token}"},
            body=None if method in ("GET", "DELETE") else json.dumps(body or {}),
            request_timeout=180,
        )
        answer = await AsyncHTTPClient().fetch(request)
        return json.loads(answer.body) if answer.body else None

    async def ready(self, seconds=180):
        """Wait until the hub answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return await self.ask("GET", "/hub/api/")
            except (OSError, HTTPClientError):
                await asyncio.sleep(0.2)
        raise RuntimeError("JupyterHub did not start:\n" + (self.root / "hub.log").read_text()[-3000:])

    async def spawn(self, name):
        """Add the learner `name` and start a server for them; return the seconds until it is ready."""
        self.home(name)
        await self.ask("POST", f"/hub/api/users/{name}")
        began = time.perf_counter()
        await self.ask("POST", f"/hub/api/users/{name}/server")
        while not (await self.ask("GET", f"/hub/api/users/{name}"))["servers"].get("", {}).get("ready"):
            await asyncio.sleep(0.2)
        return time.perf_counter() - began

    def processes(self, name):
        """The process of the learner's server, and all processes that it has started."""
        for server in psutil.Process(self.process.pid).children():
            if server.environ().get("JUPYTERHUB_USER") == name:
                return [server, *server.children(recursive=True)]
        return []

    def stop(self):
        """End the process of the hub, and with it the proxy and all servers."""
        running = self.process.poll() is None
        children = psutil.Process(self.process.pid).children(recursive=True) if running else []
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for child in psutil.wait_procs(children, timeout=20)[1]:
            child.kill()
        self.log.close()
