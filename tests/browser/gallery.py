"""Pictures like those that the lessons and learners draw: each function `draw_...` makes one figure.

`pictures()` lists them all. The tests compare the browser's replay of each picture with the PNG that Agg makes.
"""

import numpy as np
from matplotlib import patheffects
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Polygon

from utils import look

X = np.linspace(-3, 3, 121)
BUMPS = np.exp(-(X[:, None] ** 2) - (X[None] - 1) ** 2) + 0.7 * np.sin(2 * X[:, None]) * np.cos(X[None])


def figure(*grid, figsize=(6.4, 4.0), **keywords):
    """A figure of this size: the bounds of the comparison hold for its share of ink, whatever size lessons draw in."""
    return look.figure(*grid, figsize=figsize, **keywords)


def pictures():
    """The names of the gallery's pictures, each with the function that draws it and returns its figure."""
    return {name[5:]: f for name, f in globals().items() if name.startswith("draw_")}


def draw_lines():
    fig, ax = figure()
    for k, style in enumerate(["-", "--", "-.", ":", (2, (6, 1, 1, 1))]):
        ax.plot(X, np.sin(X + k), linestyle=style, linewidth=0.5 + k, label=f"line {k}")
    ax.plot(X, np.where(np.abs(X) < 0.5, np.nan, X**2 / 4), color="black")
    ax.step(X[::10], X[::10] / 2, where="mid", dashes=[4, 2])
    ax.legend(ncols=2, frameon=True)
    ax.set_title("Lines and dashes, with a gap")
    return fig


def draw_markers():
    fig, ax = figure()
    for k, marker in enumerate("os^v*DPX+x.|_"):
        ax.plot(X[::12], X[::12] ** 2 / 9 + k, marker, markersize=3 + k, fillstyle="left" if k == 1 else "full")
    ax.plot(X[::20], X[::20] ** 2 / 9 + 13, "o-", mfc="white", mew=2, ms=9, alpha=0.6)
    return fig


def draw_fills():
    fig, ax = figure()
    ax.fill_between(X, np.sin(X), 0, alpha=0.3)
    ax.fill_between(X, np.cos(X), np.sin(X), where=X > 0, color="C1", alpha=0.5, hatch="//")
    ax.axvspan(-2, -1, color="C2", alpha=0.2)
    ax.axhline(0.5, color="black", dashes=[5, 3])
    ax.add_patch(Circle((-2, -0.5), 0.4, facecolor="C3", edgecolor="black", alpha=0.5, linewidth=3))
    ax.add_patch(
        Polygon([(0, -1), (1, -0.2), (2, -0.9)], closed=True, facecolor="none", edgecolor="C4", joinstyle="bevel", lw=6)
    )
    return fig


def draw_bars():
    fig, axes = figure(1, 3, figsize=(8, 3))
    axes[0].bar(range(5), [3, 1, 4, 1, 5], yerr=0.4, capsize=4, tick_label=list("abcde"))
    axes[1].barh(range(4), [3, -1, 4, 1], color=["C0", "C1", "C2", "C3"], edgecolor="black", linewidth=1)
    values = np.sin(np.arange(600) * 12.9898) * 3
    axes[2].hist(values, bins=17)
    axes[2].hist(values[:300], bins=17, histtype="step", color="black")
    return fig


def draw_scatter():
    fig, ax = figure()
    k = np.arange(150)
    x, y = np.sin(k * 12.9898) * 3, np.sin(k * 78.233) * 2
    dots = ax.scatter(x, y, c=x * y, s=5 + 1.5 * k, alpha=0.6, cmap="viridis", edgecolors="black", linewidths=0.5)
    ax.scatter(y, x / 2, marker="^", color="C1")
    fig.colorbar(dots, label="x * y")
    return fig


def draw_contours():
    fig, ax = figure()
    lines = ax.contour(X, X, BUMPS, levels=9, cmap="plasma", linewidths=1.5)
    ax.contour(X, X, BUMPS, levels=[-0.3], colors="black", linestyles="dashed")
    ax.clabel(lines, fontsize=8)
    ax.set_aspect("equal")
    return fig


def draw_filled_contours():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    filled = axes[0].contourf(X, X, BUMPS, levels=14, cmap="viridis")
    fig.colorbar(filled, ax=axes[0])
    axes[1].plot(X, X, color="black", linewidth=6)
    axes[1].contourf(X, X, BUMPS, levels=14, cmap="coolwarm", alpha=0.6)
    return fig


def draw_mathematics():
    fig, ax = figure()
    ax.text(0.05, 0.7, r"$\frac{\partial L}{\partial w_i} = \sum_{k=1}^{n} \sqrt{x_k^2 + 1}$", fontsize=22)
    ax.text(
        0.05, 0.45, r"loss $\downarrow$ with $\eta = 10^{-3}$, $\hat{y} \approx \sigma(z)$", fontsize=13, color="C1"
    )
    ax.text(0.9, 0.1, "turned by 60", rotation=60, ha="right", fontsize=14)
    ax.text(
        0.5,
        0.2,
        "outlined",
        fontsize=24,
        color="white",
        path_effects=[patheffects.withStroke(linewidth=4, foreground="C0")],
    )
    ax.text(0.05, 0.1, "two lines\nin a box", bbox={"facecolor": "0.95", "edgecolor": "C2", "boxstyle": "round"})
    ax.set(xlabel="$x^2$", ylabel="Größe, naïve, 3 µm")
    return fig


def draw_arrows():
    fig, ax = figure()
    ax.plot(X, X**2)
    ax.annotate("the lowest point", (0, 0), (-1, 4), arrowprops={"arrowstyle": "->", "connectionstyle": "arc3,rad=0.3"})
    ax.annotate("a fat one", (2, 4), (0.5, 7), arrowprops={"facecolor": "C1", "shrink": 0.05})
    ax.annotate(
        "offset", (-2, 4), (12, 6), textcoords="offset points", bbox={"boxstyle": "round", "facecolor": "wheat"}
    )
    ax.arrow(-2.5, 1, 1.5, 0.5, width=0.08, color="C2")
    ax.add_patch(FancyArrowPatch((1, 1), (2.5, 2), arrowstyle="fancy", mutation_scale=25, color="C3"))
    ax.add_patch(FancyBboxPatch((-1, 6), 1, 1, boxstyle="round4,pad=0.2", facecolor="none", edgecolor="C4"))
    return fig


def draw_images():
    fig, axes = figure(2, 3, figsize=(8, 5))
    small = np.sin(np.arange(64) * 1.7).reshape(8, 8)
    holed = np.where(small > 0.9, np.nan, small)
    axes[0, 0].imshow(small, cmap="gray_r", interpolation="none")
    axes[0, 1].imshow(
        small, cmap="viridis", interpolation="nearest", origin="lower", extent=(-1, 1, -2, 2), aspect="auto"
    )
    axes[0, 2].imshow(small, cmap="viridis", interpolation="bilinear")
    axes[1, 0].imshow(BUMPS, cmap="magma")
    axes[1, 1].imshow(holed, alpha=0.5, interpolation="nearest")
    axes[1, 1].set(xlim=(1.2, 6.3), ylim=(6.1, 0.7))
    axes[1, 2].imshow(np.stack([small, small.T, -small], -1) / 2 + 0.5, interpolation="nearest")
    return fig


def draw_colour_bars():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    mesh = axes[0].pcolormesh(X[::8], X[::8], BUMPS[::8, ::8], cmap="coolwarm")
    fig.colorbar(mesh, ax=axes[0], orientation="horizontal", extend="both")
    coarse = axes[1].imshow(BUMPS[::20, ::20], cmap="gray_r")
    fig.colorbar(coarse, ax=axes[1], shrink=0.7, ticks=[-0.5, 0, 0.5])
    return fig


def draw_meshes():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    bent = X[::8, None] + 0.3 * np.sin(X[None, ::8])
    axes[0].pcolormesh(bent, np.broadcast_to(X[None, ::8], bent.shape), BUMPS[4:120:8, 4:120:8], cmap="viridis")
    lines = {"edgecolors": "white", "linewidth": 0.5, "antialiased": True}
    axes[1].pcolormesh(X[::8], X[::8], BUMPS[::8, ::8], alpha=0.8, **lines)
    return fig


def draw_log_axes():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    axes[0].loglog(10.0 ** np.arange(-5, 3), 10.0 ** -np.arange(8), "o-")
    axes[0].grid(True, which="both", alpha=0.4)
    axes[1].semilogy(np.arange(30), 0.64 ** np.arange(30))
    axes[1].set(ylim=(1e-7, 1e1), xlabel="step")
    return fig


def draw_clipping():
    fig, ax = figure()
    circle = Circle((0, 0), 2, facecolor="none", edgecolor="black", transform=ax.transData)
    ax.add_patch(circle)
    for line in ax.plot(X, np.outer(X, np.arange(-3, 4)), linewidth=5):
        line.set_clip_path(circle)
    image = ax.imshow(BUMPS, extent=(-3, 3, -3, 3), alpha=0.5, interpolation="bilinear")
    image.set_clip_path(circle)
    ax.plot(X, 1e9 * X, color="C1")
    ax.plot([-9, 9], [-4, 4], "k--", clip_on=False)
    ax.set(xlim=(-3, 3), ylim=(-3, 3))
    return fig


def draw_several_axes():
    fig, axes = figure(2, 2, sharex=True, width_ratios=[2, 1])
    for k, ax in enumerate(axes.flat):
        ax.plot(X, X**k)
        ax.set_title(f"x**{k}")
    twin = axes[1, 1].twinx()
    twin.plot(X, np.cos(X), "C1")
    inset = axes[0, 0].inset_axes([0.1, 0.6, 0.3, 0.3])
    inset.plot(X, np.sin(5 * X))
    axes[0, 0].indicate_inset_zoom(inset)
    fig.suptitle("Four of them")
    fig.supxlabel("and a word below")
    return fig


def draw_hatches():
    fig, ax = figure()
    for k, hatch in enumerate(["/", "\\\\", "x", "+", "o", ".", "*", "|-"]):
        ax.bar(k, 1 + k % 3, hatch=hatch, facecolor="white", edgecolor=f"C{k % 7}")
    ax.legend(["/", "\\\\", "x", "+", "o"], loc="upper left", frameon=True)
    return fig


def draw_quiver():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    grid = X[::12]
    u, v = np.meshgrid(-grid, 2 * grid)
    arrows = axes[0].quiver(grid, grid, u, v, np.hypot(u, v), cmap="viridis")
    axes[0].quiverkey(arrows, 0.8, 1.05, 5, "5")
    axes[1].streamplot(X, X, *np.meshgrid(-X, 2 * X), density=0.6)
    return fig


def draw_surface():
    fig, ax = figure(subplot_kw={"projection": "3d"})
    grid = np.meshgrid(X[::5], X[::5])
    ax.plot_surface(*grid, BUMPS[::5, ::5], cmap="viridis")
    ax.plot(X, X * 0, X / 3, color="C1")
    ax.set(xlabel="a", ylabel="b", zlabel="loss")
    return fig


def draw_polar():
    fig, ax = figure(subplot_kw={"projection": "polar"})
    angles = np.linspace(0, 2 * np.pi, 37)
    ax.plot(angles, 1 + np.cos(angles), "o-")
    ax.bar(angles[:-1:4], 1, width=0.4, alpha=0.5)
    return fig


def draw_table_and_pie():
    fig, axes = figure(1, 2, figsize=(8, 3.4))
    axes[0].pie([3, 2, 1], labels=["threes", "sevens", "rest"], autopct="%d%%")
    axes[1].table([["1", "2"], ["3", "4"]], colLabels=["a", "b"], loc="center")
    axes[1].set_axis_off()
    axes[1].set_title("off", loc="right")
    return fig
