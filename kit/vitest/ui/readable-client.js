// page.ts adds this to the page of the Vitest UI: names for what can only be seen, and links to the handouts and the
// learner's code. A report links only to the handouts, because a browser would download a .ts file.
const PLACE = window.kitParts
  ? /\bassignments\/[\w./-]+\.md(?::\d+)?/g
  : /\bassignments\/[\w./-]+\.(?:md|ts)(?::\d+)?/g

function makeReadable() {
  isDue = false
  for (const button of document.querySelectorAll('#app button[data-testid]:not([aria-label])')) {
    if (button.textContent.trim() === '')
      button.setAttribute('aria-label', button.dataset.testid.replace(/^btn-/, '').replaceAll('-', ' '))
  }
  for (const picture of document.querySelectorAll('[data-testid="report"] img:not([alt])')) {
    picture.alt = 'A picture of what the line above names'
  }
  for (const box of document.querySelectorAll('#app .scrolls:not([tabindex]), #app .CodeMirror-scroll')) {
    box.tabIndex = 0
  }
  for (const field of document.querySelectorAll('#app .CodeMirror textarea')) {
    field.setAttribute('aria-label', 'code of the checks')
  }
  for (const line of document.querySelectorAll('#app [role="separator"]:not([aria-valuenow])')) {
    line.setAttribute('aria-valuenow', '50')
    line.setAttribute('aria-label', 'width of the list')
  }
  const report = document.querySelector('[data-testid="report"]')
  if (!report) return
  // Vitest says of every check without an error that it has passed.
  const passed = report.querySelector(':scope > .text-green-500')
  if (passed)
    passed.hidden = report.querySelector('[role="note"]')?.textContent.startsWith('not started') ?? false
  for (const text of report.querySelectorAll('.task-error span, [role="note"] .task-error')) addLinks(text)
}

/** Makes each place in a text a link. The live page opens it in the editor, a report as a file. */
function addLinks(element) {
  if (element.children.length > 0) return
  const text = element.textContent
  const parts = []
  let end = 0
  for (const { 0: place, index } of text.matchAll(PLACE)) {
    parts.push(text.slice(end, index), linkTo(place))
    end = index + place.length
  }
  if (end > 0) element.replaceChildren(...parts, text.slice(end))
}

function linkTo(place) {
  const link = document.createElement('a')
  link.textContent = place
  if (window.kitParts) link.href = `../${place.replace(/:\d+$/, '')}`
  else {
    link.href = `/__open-in-editor?file=${encodeURIComponent(place)}`
    link.addEventListener('click', (event) => {
      event.preventDefault()
      void open(link)
    })
  }
  return link
}

/** Opens a place in the editor. If there is none, the page says so once below the failure. */
async function open({ href, parentElement }) {
  const response = await fetch(href)
  if (response.ok || parentElement.querySelector('[role="status"]')) return
  const message = document.createElement('p')
  message.role = 'status'
  message.textContent = await response.text()
  parentElement.append(message)
}

let isDue = false
new MutationObserver(() => {
  if (!isDue) requestAnimationFrame(makeReadable)
  isDue = true
}).observe(document, { childList: true, characterData: true, subtree: true })
