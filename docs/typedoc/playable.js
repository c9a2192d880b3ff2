// plugin.ts adds this to the pages of the site: below three figures of the handouts stands one that can be played with.
// Everything is computed here, with the formulas of the handouts. On a page without scripts the figures stand alone.

/** The numbers of an image with one channel, for filters and windows. */
const IMAGE = [
  [1, 2, 0, 1, 3],
  [0, 1, 3, 2, 1],
  [2, 0, 1, 1, 0],
  [1, 4, 2, 0, 2],
  [3, 1, 0, 5, 1],
]
/** A smaller filter is the upper left corner of this one. */
const FILTER = [
  [1, 0, -1],
  [2, 1, 0],
  [0, -1, 1],
]

const places = (count) => Array.from({ length: count }, (_, place) => place)
const written = (value) => String(+value.toFixed(3)).replace('-', '−')
const inBrackets = (value) => (value < 0 ? `(${written(value)})` : written(value))

/** How often something of this size fits along an image: the formula of 4.1. */
const positionsOf = (length, { size, stride, pad = 0 }) => (length + 2 * pad - size) / stride + 1
const formulaOf = ({ size, stride, pad }) => {
  const border = pad === undefined ? '' : ` + 2 · ${pad}`
  const positions = positionsOf(IMAGE.length, { size, stride, pad })
  return `(${IMAGE.length}${border} − ${size}) / ${stride} + 1 = ${written(positions)}`
}

const CELL = 26

/** A matrix as cells. `look` gives the classes of a cell. */
function grid(name, rows, [left, top], look = () => '') {
  const cells = rows.flatMap((row, i) =>
    row.map((value, j) => {
      const [x, y] = [left + j * CELL, top + i * CELL]
      return `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" class="cell ${look(i, j)}"/><text x="${x + CELL / 2}" y="${y + CELL / 2}" class="${look(i, j)}">${value === '' ? '' : written(value)}</text>`
    }),
  )
  const heading = `<text x="${left + (rows[0].length * CELL) / 2}" y="${top - 14}">${name}</text>`
  return `${heading}<g data-grid="${name}">${cells.join('')}</g>`
}

const frame = (size, [i, j], [left, top]) =>
  `<rect x="${left + j * CELL}" y="${top + i * CELL}" width="${size * CELL}" height="${size * CELL}" class="frame"/>`

const picture = (width, height, content) =>
  `<svg viewBox="0 0 ${width} ${height}" width="${width}" aria-hidden="true">${content}</svg>`

const TOP = 34

const convolution = {
  title: 'A filter that you can move',
  controls: {
    size: { label: 'Filter size', min: 1, max: 3, start: 3 },
    stride: { label: 'Stride', min: 1, max: 3, start: 1 },
    pad: { label: 'Padding', min: 0, max: 2, start: 0 },
    step: { label: 'Step', min: 1, max: 9, start: 1 },
  },
  plays: 'step',
  limits: (settings) => ({ step: Math.floor(positionsOf(IMAGE.length, settings)) ** 2 }),
  draw(settings) {
    const { size, stride, pad, step } = settings
    const length = IMAGE.length + 2 * pad
    const isBorder = (i, j) => Math.min(i, j) < pad || Math.max(i, j) >= length - pad
    const image = places(length).map((i) =>
      places(length).map((j) => (isBorder(i, j) ? 0 : IMAGE[i - pad][j - pad])),
    )
    const filter = places(size).map((p) => FILTER[p].slice(0, size))
    const look = (i, j) => (isBorder(i, j) ? 'border' : 'value')
    const [atImage, atFilter] = [
      [10, TOP],
      [length * CELL + 40, TOP],
    ]
    const given = grid('x', image, atImage, look) + grid('w', filter, atFilter)
    const positions = positionsOf(IMAGE.length, settings)
    const formula = formulaOf(settings)
    if (!Number.isInteger(positions)) {
      const text = `${formula} is not a whole number, so the filter does not fit. Change the size, the stride or the padding.`
      return { text, svg: picture(atFilter[0] + 3 * CELL + 10, length * CELL + TOP + 10, given) }
    }
    const productsAt = (i, j) =>
      filter.flatMap((weights, p) =>
        weights.map((weight, q) => [image[i * stride + p][j * stride + q], weight]),
      )
    const sumAt = (i, j) => productsAt(i, j).reduce((total, [pixel, weight]) => total + pixel * weight, 0)
    const out = places(positions).map((i) => places(positions).map((j) => sumAt(i, j)))
    const [row, column] = [Math.floor((step - 1) / positions), (step - 1) % positions]
    const done = out.map((sums, i) => sums.map((sum, j) => (i * positions + j < step ? sum : '')))
    const atOut = [atFilter[0], TOP + size * CELL + 40]
    const isNow = (i, j) => (i === row && j === column ? 'now' : '')
    const products = productsAt(row, column).map(([pixel, weight]) => `${pixel} · ${inBrackets(weight)}`)
    return {
      text: `${formula} positions along each side. Step ${step}: ${products.join(' + ')} = ${written(out[row][column])}.`,
      svg: picture(
        atOut[0] + Math.max(positions, 3) * CELL + 10,
        Math.max(length * CELL + TOP, atOut[1] + positions * CELL) + 10,
        given + frame(size, [row * stride, column * stride], atImage) + grid('out', done, atOut, isNow),
      ),
    }
  },
}

const pooling = {
  title: 'Windows that you can move',
  controls: {
    size: { label: 'Window size', min: 1, max: 3, start: 2 },
    stride: { label: 'Stride', min: 1, max: 3, start: 1 },
    step: { label: 'Window', min: 1, max: 16, start: 1 },
  },
  plays: 'step',
  limits: (settings) => ({ step: Math.floor(positionsOf(IMAGE.length, settings)) ** 2 }),
  draw(settings) {
    const { size, stride, step } = settings
    const positions = positionsOf(IMAGE.length, settings)
    const formula = formulaOf(settings)
    const atImage = [10, TOP]
    if (!Number.isInteger(positions)) {
      const text = `${formula} is not a whole number, so the windows do not fit. Change the size or the stride.`
      const svg = picture(
        300,
        IMAGE.length * CELL + TOP + 10,
        grid('x', IMAGE, atImage, () => 'value'),
      )
      return { text, svg }
    }
    /** The first of the largest pixels of a window. */
    const winnerOf = (i, j) =>
      places(size * size)
        .map((k) => [i * stride + Math.floor(k / size), j * stride + (k % size)])
        .reduce((best, place) => (IMAGE[place[0]][place[1]] > IMAGE[best[0]][best[1]] ? place : best))
    const winners = places(positions).map((i) => places(positions).map((j) => winnerOf(i, j)))
    const out = winners.map((row) => row.map(([i, j]) => IMAGE[i][j]))
    const dout = places(positions).map((i) => places(positions).map((j) => i * positions + j + 1))
    const dx = IMAGE.map((row) => row.map(() => 0))
    winners.forEach((row, i) => row.forEach(([p, q], j) => (dx[p][q] += dout[i][j])))

    const [row, column] = [Math.floor((step - 1) / positions), (step - 1) % positions]
    const [p, q] = winners[row][column]
    const isNow = (i, j) => (i === row && j === column ? 'now' : '')
    const isWinner = (i, j) => (i === p && j === q ? 'now' : 'value')
    const second = atImage[0] + IMAGE.length * CELL + 30
    const lower = TOP + IMAGE.length * CELL + 40
    return {
      text: `${formula} windows along each side. Window ${step}: the ${out[row][column]} wins, so the gradient ${dout[row][column]} goes to its pixel, which gets ${dx[p][q]} in all.`,
      svg: picture(
        second + Math.max(positions, 3) * CELL + 10,
        lower + IMAGE.length * CELL + 10,
        grid('x', IMAGE, atImage, isWinner) +
          frame(size, [row * stride, column * stride], atImage) +
          grid('out', out, [second, TOP], isNow) +
          grid('dx', dx, [atImage[0], lower], (i, j) => (i === p && j === q ? 'now' : '')) +
          grid('dout', dout, [second, lower], isNow),
      ),
    }
  },
}

/** The update rules of 1.7 to 1.10 for one weight: from its gradient to the next weight, with a memory. */
const RULES = {
  sgd: (w, g, { rate }) => w - rate * g,
  sgdMomentum(w, g, { rate, momentum }, memory) {
    memory.velocity = momentum * (memory.velocity ?? 0) - rate * g
    return w + memory.velocity
  },
  rmsprop(w, g, { rate }, memory) {
    memory.cache = 0.99 * (memory.cache ?? 0) + 0.01 * g * g
    return w - (rate * g) / (Math.sqrt(memory.cache) + 1e-8)
  },
  adam(w, g, { rate }, memory) {
    memory.t = (memory.t ?? 0) + 1
    memory.m = 0.9 * (memory.m ?? 0) + 0.1 * g
    memory.v = 0.999 * (memory.v ?? 0) + 0.001 * g * g
    const [m, v] = [memory.m / (1 - 0.9 ** memory.t), memory.v / (1 - 0.999 ** memory.t)]
    return w - (rate * m) / (Math.sqrt(v) + 1e-8)
  },
}
/** The valley of the figure: the loss is half of the sum of curvature · w². */
const [CURVATURE, START] = [
  [1, 60],
  [-4, 0.5],
]

const updates = {
  title: 'A path that you can change',
  controls: {
    rule: { label: 'Update rule', options: Object.keys(RULES), start: 'sgdMomentum' },
    rate: {
      label: 'Learning rate',
      min: -3,
      max: 0,
      step: 0.05,
      start: -1.7,
      read: (power) => Number((10 ** power).toPrecision(2)),
    },
    momentum: { label: 'Momentum (only sgdMomentum)', min: 0, max: 0.99, step: 0.01, start: 0.9 },
    steps: { label: 'Steps', min: 1, max: 100, start: 50 },
  },
  plays: 'steps',
  limits: () => ({}),
  draw(settings) {
    const { rule, steps } = settings
    const memories = [{}, {}]
    const path = [START]
    for (let step = 0; step < steps; step++) {
      path.push(path[step].map((w, i) => RULES[rule](w, CURVATURE[i] * w, settings, memories[i])))
    }
    const [width, height] = [480, 260]
    const inside = ([a, b]) => [((a + 4.4) / 7) * width, (0.5 - b / 1.6) * height].map(near)
    const [x, y] = inside([0, 0])
    const contours = [0.5, 2, 4.5, 8, 12.5].map((loss) => {
      const [rx, ry] = CURVATURE.map((curvature) => Math.sqrt((2 * loss) / curvature))
      return `<ellipse cx="${x}" cy="${y}" rx="${(rx / 7) * width}" ry="${(ry / 1.6) * height}" class="contour"/>`
    })
    const points = path.map(inside)
    const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" class="dot"/>`)
    const end = path.at(-1)
    const loss = (CURVATURE[0] * end[0] ** 2 + CURVATURE[1] * end[1] ** 2) / 2
    return {
      text: `After ${steps} steps: w = (${end.map(significant).join(', ')}), and the loss is ${significant(loss)}.`,
      svg: picture(
        width,
        height,
        `${contours.join('')}<polyline points="${points.join(' ')}" class="path"/>${dots.join('')}<text x="${x}" y="${y}" class="lowest">×</text>`,
      ),
    }
  },
}

/** Keeps what has exploded within the numbers that a picture can hold. */
const near = (length) => Math.min(Math.max(Number.isNaN(length) ? 0 : length, -1e4), 1e4)
const significant = (value) => String(Number(value.toPrecision(4))).replaceAll('-', '−')

const motion = matchMedia('(prefers-reduced-motion: reduce)')

/** Makes a figure with its controls. */
function playable(name, { title, controls, plays, limits, draw }) {
  const section = document.createElement('section')
  section.className = 'playable'
  section.dataset.figure = name
  section.setAttribute('aria-label', title)
  const fields = Object.entries(controls).map(
    ([key, control]) =>
      `<div class="control"><label for="${name}-${key}">${control.label}</label>${field(`${name}-${key}`, key, control)}</div>`,
  )
  section.innerHTML = `<p><strong>${title}</strong></p><div class="controls">${fields.join('')}<button type="button">Play</button></div><div class="drawing"></div><p class="result" aria-live="polite"></p>`
  const [button, input] = [section.querySelector('button'), (key) => section.querySelector(`[name="${key}"]`)]
  const valueOf = ([key, { options, read = Number }]) => (options ? input(key).value : read(input(key).value))

  function update() {
    const settings = () =>
      Object.fromEntries(Object.entries(controls).map((entry) => [entry[0], valueOf(entry)]))
    for (const [key, max] of Object.entries(limits(settings()))) input(key).max = Math.max(max, 1)
    for (const entry of Object.entries(controls).filter(([, { options }]) => !options)) {
      const [shown, slider] = [String(valueOf(entry)), input(entry[0])]
      slider.nextElementSibling.textContent = shown
      slider.setAttribute('aria-valuetext', shown)
    }
    const { svg, text } = draw(settings())
    section.querySelector('.drawing').innerHTML = svg
    section.querySelector('.result').textContent = text
  }

  let timer
  const stop = () => {
    clearInterval(timer)
    timer = undefined
    button.textContent = 'Play'
  }
  const play = () => {
    const slider = input(plays)
    if (slider.value === slider.max) slider.value = slider.min
    button.textContent = 'Pause'
    timer = setInterval(() => {
      slider.stepUp()
      update()
      if (slider.value === slider.max) stop()
    }, 400)
  }
  button.addEventListener('click', () => (timer === undefined ? play() : stop()))
  // Who prefers little motion moves the slider instead.
  const followPreference = () => {
    button.hidden = motion.matches
    if (motion.matches) stop()
  }
  motion.addEventListener('change', followPreference)
  followPreference()

  section.addEventListener('input', () => {
    stop()
    update()
  })
  update()
  return section
}

const field = (id, key, { options, min, max, step = 1, start }) =>
  options
    ? `<select id="${id}" name="${key}">${options.map((option) => `<option${option === start ? ' selected' : ''}>${option}</option>`).join('')}</select>`
    : `<input type="range" id="${id}" name="${key}" min="${min}" max="${max}" step="${step}" value="${start}"><output for="${id}"></output>`

const figures = { 'convolution-steps': convolution, 'pool-winners': pooling, 'valley-paths': updates }
for (const image of document.querySelectorAll('.tsd-typography img')) {
  const [, name] = /([\w-]+)\.svg$/.exec(image.src) ?? []
  if (Object.hasOwn(figures, name ?? '')) image.closest('p').after(playable(name, figures[name]))
}
