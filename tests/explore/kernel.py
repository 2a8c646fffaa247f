"""Runs cells in a real kernel, as JupyterLab does."""

import queue
from contextlib import contextmanager

from jupyter_client.manager import start_new_kernel


@contextmanager
def started_kernel(folder, **options):
    """A client of a new kernel whose working directory is `folder`; `options` are those of `start_new_kernel`."""
    manager, client = start_new_kernel(cwd=str(folder), **options)
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run_cell(client, code, cell):
    """Run `code` as the cell with the id `cell`; return the text that it printed. Fails if the cell raises an error."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    printed = ""
    while True:
        try:
            answer = client.get_iopub_msg(timeout=60)
        except queue.Empty as error:
            raise AssertionError(f"{code!r} did not end") from error
        if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        assert answer["msg_type"] != "error", "\n".join(answer["content"]["traceback"])
        printed += answer["content"].get("text", "") if answer["msg_type"] == "stream" else ""
        if answer["content"].get("execution_state") == "idle":
            return printed
