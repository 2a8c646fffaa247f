"""Download and unpack an archive by fastai's `untar_data`: the script that `full_mnist` runs, and what its errors mean.

`untar_data` has no time limit; a process of its own can be stopped.
"""

import os
import sys
import tarfile
import tempfile
import zlib
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from urllib.error import ContentTooShortError, HTTPError, URLError

from fastai.data.external import untar_data

# fastcore 2.2 raises NameError in place of a ContentTooShortError, whose import it lacks
CUT = ContentTooShortError | IncompleteRead | NameError


def sentence(error: Exception) -> str:
    """What `error`, met while downloading MNIST_SAMPLE, means for the learner, on one line."""
    if isinstance(error, tarfile.FilterError):
        return "The archive of MNIST_SAMPLE holds a link, or a member that would leave its folder; none of it was kept."
    if isinstance(error, HTTPError):
        return f"MNIST_SAMPLE could not be fetched: the server answered {error.code}."
    if isinstance(error, CUT):
        return "The download of MNIST_SAMPLE was cut off; try again."
    what = " ".join(str(error).split())
    if isinstance(error, URLError | ConnectionError | TimeoutError):
        return f"MNIST_SAMPLE could not be fetched ({what}); is there a connection to the internet?"
    if isinstance(error, HTTPException):
        return f"MNIST_SAMPLE could not be fetched: the answer is not one of a web server ({what}); try again later."
    if isinstance(error, OSError) and error.errno:
        home = os.getenv("FASTAI_HOME", "~/.fastai")
        return f"There is no writing to {home} ({error.strerror}); let FASTAI_HOME name a folder where there is."
    return f"The archive of MNIST_SAMPLE came broken ({what}); try again."


def _no_links(member, folder):
    """The `member` of an archive if it is a file or a folder that stays in `folder`; tarfile.FilterError otherwise."""
    if not member.isfile() and not member.isdir():  # a chain of links led data_filter outside (CVE-2025-4517)
        raise tarfile.SpecialFileError(member)
    return tarfile.data_filter(member, folder)


def main(url: str, folder: str) -> None:
    """Download the archive at `url` into `folder` and unpack it there; nothing is written elsewhere."""
    tempfile.tempdir = folder
    tarfile.TarFile.extraction_filter = staticmethod(_no_links)
    try:
        untar_data(url, archive=folder, data=folder)
        zlib.decompress(Path(folder, Path(url).name).read_bytes(), wbits=31)  # the checksum, which unpacking leaves out
    except Exception as error:  # fastdownload raises a plain Exception for a wrong checksum
        sys.exit(sentence(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
