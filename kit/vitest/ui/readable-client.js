// page.ts adds this to the page of the Vitest UI: names for what can only be seen, and links to the handouts.
const EXPLAINED = /(Explained in: )(\S+\.md)(:\d+)?/

function makeReadable() {
  for (const button of document.querySelectorAll('#app button[data-testid]:not([aria-label])')) {
    if (button.textContent.trim() === '')
      button.setAttribute('aria-label', button.dataset.testid.replace(/^btn-/, '').replaceAll('-', ' '))
  }
  for (const picture of document.querySelectorAll('[data-testid="report"] img:not([alt])')) {
    picture.alt = 'A picture of what the line above names'
  }
  for (const box of document.querySelectorAll('#app .scrolls:not([tabindex])')) box.tabIndex = 0
  for (const line of document.querySelectorAll('#app [role="separator"]:not([aria-valuenow])')) {
    line.setAttribute('aria-valuenow', '50')
    line.setAttribute('aria-label', 'width of the list')
  }
  for (const text of document.querySelectorAll('[data-testid="report"] .task-error span')) addLink(text)
}

/** Makes the place of the handout a link. The live page opens it in the editor, a report as a file. */
function addLink(element) {
  if (element.children.length > 0) return
  const found = EXPLAINED.exec(element.textContent)
  if (!found) return
  const [, before, path, line = ''] = found
  const start = found.index + before.length
  const link = document.createElement('a')
  link.textContent = path + line
  if (window.kitParts) link.href = `../${path}`
  else {
    link.href = `/__open-in-editor?file=${encodeURIComponent(path + line)}`
    link.addEventListener('click', (event) => {
      event.preventDefault()
      void fetch(link.href)
    })
  }
  const whole = element.textContent
  element.replaceChildren(whole.slice(0, start), link, whole.slice(start + path.length + line.length))
}

makeReadable()
setInterval(makeReadable, 1000)
