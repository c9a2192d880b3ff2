/** What is wrong with pictures of filters, by the cause's id. */
export const filters = {
  'filterBrightness/stretched-together': 'All filters are stretched together; stretch each one separately.',
  'filterBrightness/per-channel':
    'Each channel is stretched separately; stretch the whole filter, so that the colours stay the same.',
  'filterBrightness/rounded-down': 'The brightness is rounded down; round to the nearest whole number.',
  'filterBrightness/rounded-up': 'The brightness is rounded up; round to the nearest whole number.',
  'filterBrightness/not-rounded': 'The brightness is not rounded.',
  'filterBrightness/up-to-256': 'The largest weight becomes 256, but the largest byte is 255.',
  'filterBrightness/up-to-1': 'The brightness goes from 0 to 1; multiply by 255 before you round.',
  'filterBrightness/upside-down':
    'The brightness is inverted: the smallest weight should become 0, the largest 255.',
  'filterBrightness/divided-by-largest':
    'Your code divides by the largest weight; subtract the smallest first, and divide by the range.',
  'filterBrightness/smallest-not-subtracted': 'The smallest weight was not subtracted.',
  'filterBrightness/centred-on-zero':
    'A weight of 0 becomes the middle; stretch from the smallest weight to the largest.',
  'filterGrid/no-bytes': 'data should be a Uint8Array.',
  'filterGrid/size': 'data should have {count} bytes, three per pixel, but has {length}.',
  'filterGrid/size-swapped': 'width and height are swapped.',
  'filterGrid/no-right-border': 'The border on the right is missing.',
  'filterGrid/no-borders': 'There are no borders.',
  'filterGrid/two-borders': 'Every tile has its own border on both sides, but neighbours should share one.',
  'filterGrid/tiles-swapped': 'The numbers of rows and columns of tiles are swapped.',
  'filterGrid/tile-size-swapped': 'The height and the width of a tile are swapped.',
  'filterGrid/one-column-few': 'One column of tiles is missing: round √F up.',
  'filterGrid/no-bottom-border': 'The border at the bottom is missing.',
  'filterGrid/as-many-rows': 'There are as many rows as columns; use only as many as F filters need.',
  'filterGrid/one-row-few': 'One row of tiles is missing: round F / columns up.',
  'filterGrid/red-blue-swapped': 'Red and blue are swapped.',
  'filterGrid/colours-apart':
    'The colours are stored one after the other, each as a whole picture; store the three bytes of a pixel together.',
  'filterGrid/row-too-high': 'The tiles are one row too high: the border comes first.',
  'filterGrid/column-too-left': 'The tiles are one column too far left: the border comes first.',
  'filterGrid/pixel-too-high-and-left':
    'The tiles are one pixel too high and too far left: the border comes first.',
  'filterGrid/column-by-column': 'The grid is filled column by column; fill it row by row.',
  'filterGrid/upside-down': 'The tiles are upside down.',
  'filterGrid/mirrored': 'The tiles are mirrored.',
  'filterGrid/transposed': 'The tiles are transposed.',
  'filterGrid/divided-by-rows':
    'The row of a tile is its number divided by the number of rows; divide by the number of columns.',
  'filterGrid/one-colour': 'Only one of the three colours is there: all are written to the same byte.',
  'filterGrid/white-borders': 'Borders and empty places are white; leave them black.',
  'filterGrid/grey-borders': 'Borders and empty places are grey; leave them black.',
  'filterGrid/no-gaps': 'There are no gaps between the tiles.',
} as const
