"""A stand-in for IPython's shell in a kernel: it knows the present cell and its run, and keeps what is published."""

from types import SimpleNamespace

from IPython.core.events import EventManager


class Shell:
    """`cell` and `run` name the present cell and its run; `outputs` are the (data, display_id, update) published."""

    def __init__(self):
        self.cell, self.run, self.user_ns, self.outputs, self.execution_count = "a", 0, {"_ih": [""]}, [], 1
        self.from_lab = True
        self.events = EventManager(self, {"post_execute": lambda: None})
        self.display_pub = SimpleNamespace(publish=self.publish)
        self.displayhook = SimpleNamespace(msg=None)
        self.display_formatter = SimpleNamespace(mimebundle_formatter=lambda widget: widget._repr_mimebundle_())

    def get_parent(self):
        """The request that runs the present cell."""
        lab = {"deletedCells": []} if self.from_lab else {}
        return {"metadata": {"cellId": self.cell, **lab}, "header": {"msg_id": self.run}}

    def publish(self, data, metadata, transient=None, update=False):
        """Note an output."""
        self.outputs.append((data, (transient or {}).get("display_id"), update))

    def shown(self):
        """The data of all outputs as they now stand, in the order in which they were published first."""
        now = {}
        for number, (data, name, update) in enumerate(self.outputs):
            if not update or name in now:
                now[number if name is None else name] = data
        return list(now.values())

    def outputs_named(self, part):
        """The data of all outputs with `part` in their display_id, in the order in which they were published."""
        return [data for data, name, _ in self.outputs if part in name]
