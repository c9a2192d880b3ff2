// section-search.ts adds this to the site. It puts sections whose title fits above the results of TypeDoc's search.
const MOST = 6
const field = document.getElementById('tsd-search-input')
const results = document.getElementById('tsd-search-results')
const base = document.documentElement.dataset.base.replace(/\/?$/, '/')

/** How well a title fits: 3 if it is the text, 2 if it begins with it, 1 if it contains it, otherwise 0. */
function fit(title, text) {
  const plain = title.toLowerCase().replace(/^\d+\.\d+ /, '')
  if (plain === text) return 3
  if (plain.startsWith(text)) return 2
  return plain.includes(text) ? 1 : 0
}

function addSections() {
  const text = field.value.trim().toLowerCase()
  if (text === '' || results.querySelector('.kit-section')) return
  const found = window.kitSections
    .map((section) => ({ section, fits: fit(section[0], text) }))
    .filter(({ fits }) => fits > 0)
    .toSorted((a, b) => b.fits - a.fits)
    .slice(0, MOST)
  const options = found.map(({ section: [title, page, url] }, i) => {
    const option = document.createElement('li')
    option.id = `kit-section-${i}`
    option.className = 'kit-section'
    option.role = 'option'
    option.ariaSelected = 'false'
    const link = document.createElement('a')
    link.tabIndex = -1
    link.href = base + url
    link.append(`${title} (${page})`)
    option.append(link)
    return option
  })
  if (options.length === 0) return
  // Other children of the list would be a message that there are no results.
  for (const message of results.querySelectorAll(':scope > :not([role="option"])')) message.remove()
  results.prepend(...options)
}

if (field && results) new MutationObserver(addSections).observe(results, { childList: true })
