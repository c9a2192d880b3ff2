// What page.ts adds to the page of the Vitest UI: its list comes in the order of the course. The UI sorts the check files
// by their paths and has no setting for it, but there is one place where all paths are compared: String's localeCompare.
// There a check file of the course counts as if its number in the course stood before its name.
{
  const { localeCompare } = String.prototype
  const { order } = window.kit

  const numbered = (text) => {
    const place = order.findIndex((checks) => text.includes(`/${checks}`))
    return place === -1 ? text : text.replace(/[^/]*$/, (name) => `${String(place).padStart(3, '0')} ${name}`)
  }

  // oxlint-disable-next-line no-extend-native -- there is no other way in, and any other text is compared as ever
  String.prototype.localeCompare = function (other, ...options) {
    return localeCompare.call(numbered(String(this)), numbered(String(other)), ...options)
  }
}
