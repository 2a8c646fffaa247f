"""Starts a separate JupyterLab or Notebook 7 with a copy of the lessons, for tests and benchmarks in a real browser."""

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
BINDER = (f"--LabApp.app_settings_dir={ROOT / 'binder'}",)  # the option that makes a Lab read binder/overrides.json
JUNK = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


def free_port():
    """A port of 127.0.0.1 on which no program listens now. If one does later, Jupyter takes the next port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """JupyterLab that serves copies of notebooks/ and utils/ from a folder inside the empty folder `root`.

    The attribute `url` is its address, without a slash at the end. The attribute `root` is the folder that it serves,
    so a test can put its own notebooks into `root / "notebooks"`. It neither reads nor changes the user's settings,
    workspaces and trusted notebooks.
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
        """Switch off news and update messages, because they would cover a notebook."""
        folder = self.private / "settings" / "@jupyterlab" / "apputils-extension"
        folder.mkdir(parents=True)
        quiet = {"fetchNews": "false", "checkForUpdates": False}
        (folder / "notification.jupyterlab-settings").write_text(json.dumps(quiet))

    def flags(self):
        """Options: no token, no browser window, and `window.jupyterapp`, with which a test controls the front end."""
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
        """The environment of the tests, with all folders to which Jupyter writes below `private`.

        PYTHONPATH and MPLBACKEND are left out, so that the lessons run as they do for a learner.
        """
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
        """Wait until the server answers and return its address. Raises RuntimeError with its log if it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                (written,) = (self.private / "runtime").glob("jpserver-*.json")
                url = f"http://127.0.0.1:{json.loads(written.read_text())['port']}"
                urllib.request.urlopen(f"{url}/api/status", timeout=5).close()
                return url
            except (OSError, ValueError):  # the file is missing or incomplete, or the server does not listen yet
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"{self.module} did not start:\n" + (self.private / "server.log").read_text()[-3000:])

    def page(self, name):
        """The address that opens only the notebook `name`, and closes the tabs that an earlier test left open."""
        return f"{self.url}/{self.address.format(name)}"

    def stop(self):
        """End the process of this server, which ends its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Notebook(Lab):
    """The same with Jupyter Notebook 7 instead of JupyterLab: each notebook has its own page."""

    module, app, address = "notebook", "JupyterNotebookApp", "notebooks/notebooks/{}"
