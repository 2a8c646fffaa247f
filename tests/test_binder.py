"""Tests what Binder would build from binder/: it reads the Dockerfile that repo2docker makes, and builds nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from jupyterlab_server.settings_utils import get_settings
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
BINDER = ROOT / "binder"
SCHEMAS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"
RUNTIME = BINDER.joinpath("runtime.txt").read_text("utf-8").strip()

unix = pytest.mark.skipif(sys.platform == "win32", reason="repo2docker is for Unix")
linux = pytest.mark.skipif(sys.platform != "linux", reason="what runs in Binder's image, which is a Linux")


def lines(path):
    """The lines of a requirements file, without the lines that are comments."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def ranges(path):
    """The versions that a requirements file allows: {"torch": SpecifierSet(">=2.6,<2.14"), ...}."""
    wanted = [Requirement(line.split("#")[0]) for line in lines(path) if not line.startswith("-")]
    return {one.name: one.specifier for one in wanted}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A folder with the files of a clone that repo2docker reads."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(BINDER, folder / "binder")
    for name in ("requirements.txt", "pyproject.toml"):  # these could select another buildpack
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def recipe(repository):
    """The Dockerfile that repo2docker makes from the repository."""
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-repo2docker"), "--no-build", "--debug", "."],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@unix
def test_repo2docker_detects_a_python_project(repository):
    ask = (
        "from repo2docker.app import Repo2Docker; it = Repo2Docker();"
        "print(*(pack.__name__ for pack in it.buildpacks if pack(it.base_image).detect()))"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=repository, capture_output=True, text=True, timeout=120)
    assert done.stdout.split()[0] == "PythonBuildPack", done.stderr


@unix
def test_torch_is_installed_before_the_lessons_are_copied(recipe):
    install = recipe.index('pip install --no-cache-dir -r "binder/requirements.txt"')
    assert recipe.index("COPY --chown=0:0 src/binder/requirements.txt") < install
    assert install < recipe.index("COPY --chown=0:0 src/ ${REPO_DIR}/")


@unix
def test_post_build_runs_last_as_the_learner(recipe):
    run = recipe.index("RUN ./binder/postBuild")
    assert run > recipe.index("COPY --chown=0:0 src/ ${REPO_DIR}/")
    assert re.findall(r"^USER (.+)$", recipe[:run], re.MULTILINE)[-1] == "${NB_USER}"


@unix
def test_lessons_and_jupyterlab_share_one_python(recipe):
    assert "ENV KERNEL_PYTHON_PREFIX=${NB_PYTHON_PREFIX}" in recipe
    assert f"environment-2epy-2d{RUNTIME.removeprefix('python-').replace('.', '-2e')}" in recipe


@unix
def test_a_server_is_started_through_start(recipe):
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in recipe


@linux
@pytest.mark.parametrize(
    ("given", "threads"),
    [
        ({"CPU_LIMIT": "1.0"}, "1"),
        ({"CPU_LIMIT": "0.5"}, "1"),
        ({"CPU_LIMIT": "1.5"}, "2"),
        ({"CPU_LIMIT": "4.0"}, "4"),
        ({}, "all"),
        ({"CPU_LIMIT": "4.0", "OMP_NUM_THREADS": "2"}, "2"),
    ],
)
def test_the_number_of_threads_is_the_number_of_granted_cores(given, threads):
    env = {name: value for name, value in os.environ.items() if name not in ("CPU_LIMIT", "OMP_NUM_THREADS")}
    ask = ["sh", "-c", "echo ${OMP_NUM_THREADS:-all}"]
    done = subprocess.run([BINDER / "start", *ask], env=env | given, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == threads


@pytest.mark.rare
@linux
def test_torch_uses_one_thread_on_one_core():
    ask = [sys.executable, "-c", "import torch; print(torch.get_num_threads())"]
    one = {"CPU_LIMIT": "1.0"}
    env = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    done = subprocess.run([BINDER / "start", *ask], env=env | one, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "1"


def test_the_base_image_satisfies_the_ranges():
    """Otherwise pip would replace JupyterLab in the base image, on which the image's JupyterHub server depends."""
    name = f"environment.py-{RUNTIME.removeprefix('python-')}-linux-64.lock"
    (package,) = find_spec("repo2docker").submodule_search_locations
    locked = (Path(package) / "buildpacks" / "conda" / name).read_text("utf-8")
    wanted = ranges(BINDER / "requirements.txt")
    for package in ("jupyterlab", "ipywidgets"):
        (found,) = re.findall(rf"/{package}-([\d.]+)-", locked)
        assert found in wanted[package]


def test_the_packages_for_binder_are_those_of_requirements_txt():
    expected = lines(ROOT / "requirements.txt")
    own = ("torchvision", "nbgitpuller")
    assert [line for line in lines(BINDER / "requirements.txt") if not line.startswith(own)] == [INDEX, *expected]


def test_the_ranges_of_torch_and_torchvision_include_the_same_cpu_builds():
    """torchvision 0.21 belongs to torch 2.6, 0.22 to 2.7 and so on, so the two ranges must begin and end together."""
    wanted = ranges(BINDER / "requirements.txt")
    for minor in range(30):
        assert (f"2.{minor}.0+cpu" in wanted["torch"]) == (f"0.{minor + 15}.0+cpu" in wanted["torchvision"])
    assert "2.13.0+cpu" in wanted["torch"]


@pytest.mark.parametrize("package", sorted(ranges(ROOT / "requirements.txt")))
def test_the_version_that_is_tested_is_in_the_range(package):
    assert version(package) in ranges(ROOT / "requirements.txt")[package]


def test_python_is_the_oldest_the_readme_asks_for():
    assert RUNTIME == "python-3.11"
    assert "Python 3.11 or newer" in (ROOT / "README.md").read_text("utf-8")


def settings():
    """Each setting that postBuild installs: (plugin, name, value)."""
    plugins = json.loads((BINDER / "overrides.json").read_text("utf-8"))
    return [(plugin, name, value) for plugin, values in plugins.items() for name, value in values.items()]


def known_settings(plugin):
    """JupyterLab's schema for the settings of `plugin`, with their descriptions and defaults."""
    package, file = plugin.split(":")
    return json.loads((SCHEMAS / package / f"{file}.json").read_text("utf-8"))


def test_every_setting_that_makes_jupyterlab_send_requests_to_a_website_is_off():
    known = known_settings("@jupyterlab/apputils-extension:notification")["properties"]
    asking = {name for name, each in known.items() if "make a request to a website" in each["description"]}
    assert asking
    assert asking <= {name for _, name, value in settings() if value in (False, "false")}


@pytest.mark.parametrize(("plugin", "name", "value"), settings())
def test_jupyterlab_knows_the_setting_and_has_another_value_without_it(plugin, name, value):
    known = known_settings(plugin)
    assert known["properties"][name]["default"] != value
    jsonschema.validate({name: value}, known)


def post_build(tmp_path, python=sys.executable, **environment):
    """Run postBuild with `python` first on the path, `tmp_path` as the home folder, and no network."""
    cut = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    path = os.pathsep.join([str(Path(python).parent), os.environ["PATH"]])
    home = {"HOME": str(tmp_path), "FASTAI_HOME": str(tmp_path / "fastai"), "PATH": path}
    env = {name: value for name, value in os.environ.items() if name != "NB_PYTHON_PREFIX"}
    return subprocess.run(
        [BINDER / "postBuild"],
        cwd=ROOT,
        env=env | cut | home | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.rare
@linux
def test_post_build_configures_jupyterlab_and_continues_without_a_network(tmp_path):
    done = post_build(tmp_path, NB_PYTHON_PREFIX=str(tmp_path / "prefix"))
    assert done.returncode == 0, done.stderr
    assert "MNIST_SAMPLE could not be fetched" in done.stderr
    lab = tmp_path / "prefix" / "share" / "jupyter" / "lab"
    for plugin, name, value in settings():
        found, _ = get_settings(str(lab / "settings"), str(SCHEMAS), str(tmp_path), schema_name=plugin)
        assert found["schema"]["properties"][name]["default"] == value


@linux
def test_post_build_stops_at_the_first_error(tmp_path):
    done = post_build(tmp_path)
    assert done.returncode != 0
    assert "NB_PYTHON_PREFIX" in done.stderr
    assert "MNIST_SAMPLE" not in done.stderr
