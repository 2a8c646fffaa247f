"""A JupyterLab or Notebook 7 of its own, on a copy of the lessons, for the tests and benchmarks with a real browser."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
BINDER = (f"--LabApp.app_settings_dir={ROOT / 'binder'}",)  # options that have a Lab take overrides.json from there
JUNK = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


def free_port():
    """A port of the loopback address that nobody listens on now; Jupyter takes the next one should that change."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """JupyterLab serving copies of notebooks/ and utils/ below the empty folder `root`.

    `url` is where it answers, without a slash at the end; `root` is what it serves, so a test can put notebooks of its
    own into `root / "notebooks"`. The user's settings, workspaces and trusted notebooks are neither read nor touched.
    """

    module, app, address = "jupyterlab", "LabApp", "lab/tree/notebooks/{}?reset"

    def __init__(self, root, *options):
        self.root, self.private = Path(root) / "served", Path(root) / "private"
        for folder in ("notebooks", "utils"):
            shutil.copytree(ROOT / folder, self.root / folder, ignore=JUNK)
        self.settings()
        self.log = open(self.private / "server.log", "w")  # noqa: SIM115  (closed by `stop`)
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, *self.flags(), *options],
            stdout=self.log,
            stderr=self.log,
            env=self.environment(),
        )
        self.url = self.wait()

    def settings(self):
        """No news and no update pop-up over a notebook."""
        folder = self.private / "settings" / "@jupyterlab" / "apputils-extension"
        folder.mkdir(parents=True)
        quiet = {"fetchNews": "false", "checkForUpdates": False}
        (folder / "notification.jupyterlab-settings").write_text(json.dumps(quiet))

    def flags(self):
        """No token and no browser window; `window.jupyterapp` lets a test ask the front end what it is doing."""
        return [
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={free_port()}",
            f"--ServerApp.root_dir={self.root}",
            "--IdentityProvider.token=",
            f"--{self.app}.expose_app_in_browser=True",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]

    def environment(self):
        """The tests' own environment, with every folder Jupyter writes to below `private` and no help with paths."""
        env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "PYTHONPATH")}
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        return env | {name: str(self.private / folder) for name, folder in folders.items()}

    def wait(self, seconds=120):
        """The server's address once it answers; what it logged when it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                (written,) = (self.private / "runtime").glob("jpserver-*.json")
                url = f"http://127.0.0.1:{json.loads(written.read_text())['port']}"
                urllib.request.urlopen(f"{url}/api/status", timeout=5).close()
                return url
            except (OSError, ValueError):  # not written yet, half written, not listening yet
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"{self.module} did not start:\n" + (self.private / "server.log").read_text()[-3000:])

    def page(self, name):
        """The address that opens `name` of notebooks/ alone, whatever a test before this one left open."""
        return f"{self.url}/{self.address.format(name)}"

    def stop(self):
        """End this server by its own process, and with it its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Notebook(Lab):
    """The same with Jupyter Notebook 7 in place of JupyterLab: one page a notebook."""

    module, app, address = "notebook", "JupyterNotebookApp", "notebooks/notebooks/{}"
