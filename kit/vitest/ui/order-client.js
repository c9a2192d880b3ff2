// page.ts adds this to the page of the Vitest UI, to list check files in the order of the course. The UI sorts them by
// path and has no setting for it, but it compares all paths with String's localeCompare. So this override compares a
// check file of the course as if its number in the course preceded its name.
{
  const { localeCompare } = String.prototype
  const { order } = window.kit

  const numbered = (text) => {
    const place = order.findIndex((checks) => text.includes(`/${checks}`))
    return place === -1 ? text : text.replace(/[^/]*$/, (name) => `${String(place).padStart(3, '0')} ${name}`)
  }

  // oxlint-disable-next-line no-extend-native -- there is no other hook, and all other texts are compared as before
  String.prototype.localeCompare = function (other, ...options) {
    return localeCompare.call(numbered(String(this)), numbered(String(other)), ...options)
  }
}
