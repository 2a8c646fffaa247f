// The picture of `moving.py` drawn directly on a canvas: a picture with a slider cannot cost less in this browser.
function render({ el }) {
  el.innerHTML =
    '<div class="downhill"><input type="range" max="60"><canvas width="600" height="400"></canvas><p></p></div>';
  const [slider, canvas, sentence] = el.firstChild.children,
    context = canvas.getContext("2d");
  const across = x => 60 + ((x + 3.2) / 6.4) * 510,
    up = y => 352 - ((y + 1) / 11.5) * 296;
  const line = (points, color, width) => {
    context.beginPath();
    for (const [x, y] of points) context.lineTo(across(x), up(y));
    Object.assign(context, { strokeStyle: color, lineWidth: width });
    context.stroke();
  };
  const curve = Array.from({ length: 129 }, (_, i) => -3.2 + i / 20).map(x => [x, x * x]);

  const draw = () => {
    const number = +slider.value + 1,
      x = (number - 31) / 10,
      title = `w = ${x.toFixed(2)}, slope ${(2 * x).toFixed(2)}`;
    context.fillStyle = "white";
    context.fillRect(0, 0, 600, 400);
    line(curve, "#0072b2", 2);
    line(
      [x - 1, x + 1].map(at => [at, x * x + 2 * x * (at - x)]),
      "#009e73",
      2,
    );
    const steps = Array.from({ length: 21 }, (_, i) => x * 0.8 ** i);
    line(
      steps.map(at => [at, at * at]),
      "#d55e00",
      1,
    );
    context.fillStyle = "#d55e00";
    for (const at of steps) context.fill(new Path2D(`M${across(at)},${up(at * at)}m-3,0a3,3,0,1,0,6,0a3,3,0,1,0,-6,0`));
    context.fillStyle = "white"; // clears the place of the squares, because a steep tangent could be read as one
    context.fillRect(0, 0, 80, 16);
    context.fillStyle = "black";
    context.font = "16px sans-serif";
    context.textAlign = "center";
    context.fillText(title, 315, 48);
    for (let bit = 0; bit < 6; bit++) if ((number >> bit) & 1) context.fillRect(4 + 12 * bit, 4, 8, 8);
    sentence.textContent = title;
  };
  slider.addEventListener("input", draw);
  draw();
}
export default { render };
