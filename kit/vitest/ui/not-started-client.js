// page.ts adds this to the page of the Vitest UI. The UI says in green that every check without an error has passed,
// even one that is not started. For those the sentence is hidden, and the annotation below it says the rest.
const PASSED = 'The test has passed without any errors'

function hidePassed() {
  for (const report of document.querySelectorAll('[data-testid="report"]')) {
    const sentence = [...report.querySelectorAll('div')].find((each) => each.innerHTML.trim() === PASSED)
    const notes = [...report.querySelectorAll('[role="note"]')]
    const open = notes.some(({ textContent }) => textContent.trim().startsWith('not started'))
    if (sentence) sentence.style.display = open ? 'none' : ''
  }
}

new MutationObserver(hidePassed).observe(document.body, {
  childList: true,
  subtree: true,
  characterData: true,
})
