// The browser's part of live-page.ts: it shows what the training sends, and says when it is over or does not answer.

/** How long to wait before asking again a training that does not answer, in milliseconds. */
const PAUSE = 2000

// The pages that are sent do not contain it.
document.currentScript.remove()
const notice = document.createElement('p')
notice.setAttribute('role', 'status')
notice.style.cssText = 'padding: 0.4rem 0.8rem; border-left: 4px solid #0072b2; background: #0072b21a'
document.body.prepend(notice)

function tell(text) {
  // A screen reader reads a text that is set, even if it is the same again.
  if (notice.textContent !== text) notice.textContent = text
}

/** Makes `old` the same as `next`. What stays the same is not touched, so that a reader keeps place and selection. */
function update(old, next) {
  if (old.isEqualNode(next)) return
  const [before, after] = [Array.from(old.childNodes), Array.from(next.childNodes)]
  if (after.length === 0 || !old.cloneNode().isEqualNode(next.cloneNode())) {
    old.replaceWith(next)
    return
  }
  before.forEach((child, i) => (i < after.length ? update(child, after[i]) : child.remove()))
  old.append(...after.slice(before.length))
}

let shown

function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  page.body.prepend(notice.cloneNode(true))
  update(document.documentElement, page.documentElement)
  shown = new Date().toLocaleTimeString()
}

function follow() {
  const events = new EventSource('/events')
  events.addEventListener('message', ({ data }) => {
    show(JSON.parse(data))
    tell('This page follows the training and updates by itself.')
  })
  events.addEventListener('over', ({ data }) => {
    events.close()
    show(JSON.parse(data))
    tell(
      'The training is over. This page is its report. It is also in the folder of the run, as report.html.',
    )
  })
  // Some browsers do not try again by themselves, and the others decide when.
  events.addEventListener('error', () => {
    events.close()
    tell(
      `The training has stopped or does not answer. This page shows the state at ${shown}. ` +
        'It goes on as soon as a training answers at this address.',
    )
    setTimeout(follow, PAUSE)
  })
}
shown = new Date().toLocaleTimeString()
follow()
