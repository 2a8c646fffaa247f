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
    return "".join(text for text in messages_of(client, code, cell) if isinstance(text, str))


def outputs_of(client, code):
    """Run `code` as a cell of its own; return the texts of its outputs. Fails if the cell raises an error."""
    texts = [each if isinstance(each, str) else each["text/plain"] for each in messages_of(client, code, code)]
    return [text.strip() for text in texts if text.strip()]


def messages_of(client, code, cell):
    """Run `code` as the cell with the id `cell`, and yield each text that it prints and the data that it displays."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    while True:
        try:
            answer = client.get_iopub_msg(timeout=300)
        except queue.Empty as error:
            raise AssertionError(f"{code!r} did not end") from error
        if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        kind, said = answer["msg_type"], answer["content"]
        assert kind != "error", "\n".join(said["traceback"])
        if kind in ("stream", "display_data", "execute_result"):
            yield said["text"] if kind == "stream" else said["data"]
        if said.get("execution_state") == "idle":
            return
