// page.ts adds this to the page of the Vitest UI: a line with the points of every part. A click on a part searches for
// its checks, and another click shows all of them again. A page that lacks what this relies on stays as it is.
const style = document.createElement('style')
style.textContent = `
  #app { height: calc(100vh - 2.2rem); overflow: hidden }
  #app > div:not(.h-3px), #app .h-screen { height: 100% !important }
  #kit-progress {
    position: fixed; inset: auto 0 0 0; height: 2.2rem; display: flex; gap: 0.4rem; padding: 0.25rem 0.5rem;
    font: 0.8rem sans-serif; border-top: 1px solid #8884; overflow-x: auto; box-sizing: border-box;
  }
  #kit-progress button {
    flex: 1 1 auto; min-width: 3.7rem; display: flex; gap: 0.4em; align-items: center; justify-content: center;
    padding: 0 0.4rem; border: 1px solid #8886; border-radius: 0.25rem; color: inherit; font: inherit;
    white-space: nowrap; cursor: pointer;
  }
  #kit-progress span { overflow: hidden; text-overflow: ellipsis }
  @media (width <= 700px) { #kit-progress span { width: 0; margin-right: -0.4em } }
  #kit-progress button[aria-pressed="true"] { outline: 2px solid #0072b2 }
`
const bar = document.createElement('footer')
bar.id = 'kit-progress'
let shown

const search = () => document.querySelector('#app input[placeholder^="Search"]')

async function update() {
  if (!search()) return
  const { parts, trouble } = await answer()
  const next = JSON.stringify({ parts, trouble })
  // Unchanged buttons are kept, because somebody may be about to click on one or have focused it with the keyboard.
  if (next !== shown) bar.replaceChildren(...(parts?.map(buttonFor) ?? [trouble]))
  shown = next
  showPressed()
  if (bar.isConnected) return
  document.head.append(style)
  document.body.append(bar)
}

/** Returns the parts, or a message about the problem. In a report, the page contains them. */
async function answer() {
  if (window.kitParts) return { parts: window.kitParts }
  try {
    const response = await fetch(`./kit-progress?token=${window.VITEST_API_TOKEN}`)
    return response.ok ? { parts: await response.json() } : { trouble: await response.text() }
  } catch {
    return { trouble: 'Vitest does not answer. Start it again with "npm run ui".' }
  }
}

function buttonFor({ number, title, tag, earned, wrong, possible, states }) {
  const button = document.createElement('button')
  const filter = `tag:${tag}`
  button.dataset.filter = filter
  // A narrow window truncates the title, and a very narrow one leaves it out, but both show the number and the points.
  const name = document.createElement('span')
  name.textContent = title
  button.append(`${number} `, name, ` ${earned}/${possible}`)
  button.title = `Part ${number}, ${title}: ${earned} of ${possible} points (${states}). Click to show only its checks. Click again to show all checks.`
  const [green, red] = [earned, earned + wrong].map((points) => `${(100 * points) / Math.max(1, possible)}%`)
  button.style.background = `linear-gradient(to right, #009e7366 ${green}, #d55e0066 ${green} ${red}, transparent ${red})`
  button.addEventListener('click', () => {
    const field = search()
    if (!field) return
    field.value = field.value === filter ? '' : filter
    field.dispatchEvent(new Event('input', { bubbles: true }))
    showPressed()
  })
  return button
}

/** Shows which part is searched for. */
function showPressed() {
  for (const button of bar.children) {
    button.setAttribute('aria-pressed', String(search()?.value === button.dataset.filter))
  }
}

if (window.kitParts || window.VITEST_API_TOKEN) {
  void update()
  setInterval(() => void update(), 1000)
}
