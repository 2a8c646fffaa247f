"""Watches a learner's training loop: which images meet the weights before each backward pass, and what the steps do.

PyTorch tells a TorchFunctionMode of every call that the loop makes, so that the loop may be written in any way: with
`@` or nn.Linear, by indexing or by a DataLoader, with steps by hand or by an optimizer. Serves exercise "07-loop".
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

PIXELS = 784
FEW = 60  # backward passes of which weights and slopes are kept: enough to see what a step does, and cheap
EPOCHS = 3  # the images of this many epochs are kept: enough to see their order
# Calls that change no number; such a call tells nothing of what meets the weights.
LOOKUPS = {torch.Tensor.__getitem__, torch.Tensor.index_select, torch.stack, torch.cat, torch.Tensor.size}
ALIKE = 0.9  # the cosine between an image and the one it was made from, at least


@dataclass
class Pass:
    """One backward pass: the leaves it reaches, with their `weights` before it and their `slopes` after it.

    `left` says for which of the leaves slopes of an earlier pass were still there.
    """

    weights: list[torch.Tensor]
    left: list[bool]
    slopes: list[torch.Tensor | None]


class Watch(TorchFunctionMode):
    """Notes what a training on the images `x`, (n, 784), does inside this context.

    passes: the first backward passes.
    sizes: how many images each backward pass comes from.
    batches: these images themselves, of the first `EPOCHS` epochs.
    loose: images that met other numbers without any slope, for a loop that computes its slopes by a formula.
    leaves: the tensors that the last backward pass reached.
    slips: what is wrong with a single call: "broadcast", "squeezed" (the sigmoid twice), "sum".
    """

    def __init__(self, x: torch.Tensor) -> None:
        super().__init__()
        self.most = EPOCHS * len(x)
        self.passes: list[Pass] = []
        self.sizes: list[int] = []
        self.batches: list[torch.Tensor] = []
        self.loose: list[torch.Tensor] = []
        self.leaves: list[torch.Tensor] = []
        self.slips: set[str] = set()
        self._met: list[tuple[Any, torch.Tensor]] = []  # images, and the node of the graph where they met weights
        self._loose = 0  # how many images `loose` holds

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Make the call, and note it where weights take part. PyTorch calls this for every call of the loop."""
        kwargs = kwargs or {}
        if func in (torch.Tensor.backward, torch.autograd.grad):
            return self._backward(func, args, kwargs)
        result = func(*args, **kwargs)
        if func in LOOKUPS or not isinstance(result, torch.Tensor):
            return result
        tensors = tensors_in((*args, *kwargs.values()))
        if result.requires_grad:
            self._note(func.__name__, tensors, kwargs, result)
        elif len(tensors) > 1 and self._loose < self.most:
            self.loose += (images := images_among(tensors))
            self._loose += sum(map(len, images))
        return result

    def _note(self, name: str, tensors: list[torch.Tensor], kwargs: dict, result: torch.Tensor) -> None:
        """Note the call `name`, whose `result` depends on the weights."""
        self._met += [(result.grad_fn, images) for images in images_among(tensors)]
        if "sigmoid" in name or name.endswith("with_logits"):
            if any(getattr(one, "squeezed", False) for one in tensors):
                self.slips.add("squeezed")
            elif name.startswith("sigmoid"):
                result.squeezed = True
        if kwargs.get("reduction") == "sum":
            self.slips.add("sum")
        if is_table(tensors, result):
            self.slips.add("broadcast")

    def _backward(self, func: Any, args: Any, kwargs: dict) -> Any:
        """Make the backward pass `func`, and note it with the images that it comes from."""
        losses = tensors_in(args[:1])  # of `autograd.grad`, a tuple
        few, nodes = len(self.passes) < FEW, graph_of(losses[0] if losses else None)
        self.leaves = [node.variable for node in nodes if hasattr(node, "variable")]
        before = [one.detach().clone() for one in self.leaves] if few else []
        left = [one.grad is not None and bool(one.grad.any()) for one in self.leaves] if few else []
        result = func(*args, **kwargs)
        if few:
            self.passes.append(Pass(before, left, self._slopes(func, args, result)))
        self._note_images(nodes)
        return result

    def _slopes(self, func: Any, args: Any, result: Any) -> list[torch.Tensor | None]:
        """The slopes of the leaves after the backward pass `func` with its `result`."""
        if func is torch.autograd.grad:
            inputs = args[1] if len(args) > 1 else ()
            inputs = [inputs] if isinstance(inputs, torch.Tensor) else inputs
            found = {id(one): slope for one, slope in zip(inputs, result, strict=False)}
            return [found.get(id(one)) for one in self.leaves]
        return [None if one.grad is None else one.grad.clone() for one in self.leaves]

    def _note_images(self, nodes: list[Any]) -> None:
        """Note the images that met weights at one of the `nodes` of the graph, and whether the loss is a sum."""
        images = [met for node, met in self._met if node in nodes]
        size, self._met = sum(map(len, images)), []
        if images and sum(self.sizes) < self.most:
            self.batches += images
        self.sizes.append(size)
        summed = torch.Size(getattr(nodes[0], "_saved_self_sym_sizes", ())).numel() if nodes else 0
        if size > 1 and summed > 1 and nodes[0].name() == "SumBackward0":
            self.slips.add("sum")


def graph_of(loss: Any) -> list[Any]:
    """The nodes of the graph of `loss`, its own first; [] where it has none."""
    node = getattr(loss, "grad_fn", None)
    nodes, seen = [node] if node is not None else [], {node}
    for one in nodes:
        new = [below for below, _ in one.next_functions if below is not None and below not in seen]
        nodes += new
        seen.update(new)
    return nodes


def tensors_in(values: Any) -> list[torch.Tensor]:
    """The tensors among `values`, and those in lists and tuples among them."""
    found = []
    for value in values:
        if isinstance(value, torch.Tensor):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += [one for one in value if isinstance(one, torch.Tensor)]
    return found


def images_among(tensors: list[torch.Tensor]) -> list[torch.Tensor]:
    """Those of `tensors` that may be images, each as (n, 784), from (n, 784), (784, n), (n, 28, 28) or (n, 785).

    What depends on weights, or is a weight, is no image.
    """
    found = []
    for one in tensors:
        if one.requires_grad or not one.is_floating_point() or one.numel() < PIXELS:
            continue
        if one.shape[-2:] == (28, 28) or one.shape[-1] == PIXELS:
            found.append(one.detach().reshape(-1, PIXELS))
        elif one.dim() == 2 and one.shape[0] == PIXELS:
            found.append(one.detach().T)
        elif one.dim() == 2 and one.shape[1] == PIXELS + 1:  # a column of ones, so that the bias is one more weight
            found.append(one.detach()[:, 1:] if (one[:, 0] == 1).all() else one.detach()[:, :-1])
    return found


def is_table(tensors: list[torch.Tensor], result: torch.Tensor) -> bool:
    """Whether a column (n, 1) and a row (n,) have made a table (n, n), or the one number of it."""
    shapes = {tuple(one.shape) for one in tensors if one.dtype != torch.int64}
    n = max((shape[0] for shape in shapes if shape), default=0)
    return n > 1 and {(n, 1), (n,)} <= shapes and tuple(result.shape) in ((n, n), ())


def rows_of(images: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """For each of `images`, (m, 784), the number of the row of `x` that it is or was made from; -1 for none.

    Images that were shifted or scaled, as a whole or pixel by pixel, are found as well.
    """
    row = torch.full((len(images),), -1)
    for known in (x, x - x.mean(0), (x - x.mean(0)) / (x.std(0) + 1e-6)):
        cosine, nearest = (directions(images) @ directions(known).T).max(1)
        row = torch.where((row < 0) & (cosine > ALIKE), nearest, row)
        if (row >= 0).all():
            break
    return row


def directions(images: torch.Tensor) -> torch.Tensor:
    """`images` (n, 784) with a mean of 0 and a length of 1 each, which shifting or scaling an image does not change."""
    return torch.nn.functional.normalize(images.float() - images.float().mean(1, keepdim=True))
