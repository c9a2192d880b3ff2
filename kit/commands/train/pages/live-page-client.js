// The browser's part of live-page.ts: it shows what the training sends and says when it is over.
const notice = document.createElement('p')
notice.setAttribute('role', 'status')
notice.style.cssText = 'padding: 0.4rem 0.8rem; border-left: 4px solid #0072b2; background: #0072b21a'

function tell(text) {
  notice.textContent = text
  document.body.prepend(notice)
}

function show(html) {
  const { head, body } = new DOMParser().parseFromString(html, 'text/html')
  // The styles name the colours of the charts that there are.
  document.head.replaceChildren(...head.childNodes)
  document.body.replaceChildren(...body.childNodes)
}

const updating = () => tell('This page follows the training and updates by itself.')
const time = () => new Date().toLocaleTimeString()
let shown = time()

const events = new EventSource('/events')
events.addEventListener('open', updating)
events.addEventListener('message', ({ data }) => {
  show(JSON.parse(data))
  shown = time()
  updating()
})
events.addEventListener('over', ({ data }) => {
  events.close()
  show(JSON.parse(data))
  tell('The training is over. This page is its report. It is also in the folder of the run, as report.html.')
})
events.addEventListener('error', () => {
  events.close()
  tell(
    `The training has stopped or does not answer. This page shows the state at ${shown}. ` +
      'If you resume the training, open the address that it then prints.',
  )
})
updating()
