"""Starts the browser for the tests and the benchmarks."""

import os
import shutil

MISSING = "no Chromium for the browser's tests: `playwright install chromium` brings one"
# Chromium heeds only the last list of features to disable, so this one names those of Playwright that matter here too.
DISABLED = [
    "WebUIOmniboxPopup",  # this one and the next start two processes for each page, to show what no test looks at
    "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    "--no-sandbox",  # the root user of a container cannot start Chromium with the sandbox
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(DISABLED)}",
]


# The headless shell, which Playwright itself installs for this too, shows the same pages without the windows of a
# desktop: to open a page takes a third of the processor time.
INSTALLED = shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launch(playwright):
    """A headless Chromium: that of the system, or else that of Playwright. With Playwright's async API, an awaitable.

    It has the locale of a desktop, where a file's name may have an "ë": `tests.benchmarks.often` sets others.
    Raises `playwright.Error` if neither is installed.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return playwright.chromium.launch(executable_path=INSTALLED, args=FLAGS, env=environment)
